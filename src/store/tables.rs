//! Tables of responses on the disk: their digest, and opening them for the reader.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;

use sm3::{Digest as _, Sm3};

use super::{Fault, StoreError};
use crate::format::forms::{Source, Watch, is_workbook};
use crate::ledger::Digest;

/// Most bytes of a workbook; what it unpacks to is limited where it is read.
const MOST_WORKBOOK: u64 = 200 << 20;

/// SM3 over a file, a stretch at a time.
///
/// # Errors
/// What the disk says.
pub fn digest(path: &Path, watch: &Watch) -> Result<Digest, StoreError> {
    let read = || -> Result<Digest, Fault> {
        let file = open(path)?;
        let mut file = watch.clone().over(file.metadata()?.len()).over_reader(file);
        let (mut sm3, mut stretch) = (Sm3::new(), vec![0; 1 << 20]);
        loop {
            let read = file.read(&mut stretch)?;
            if read == 0 {
                break;
            }
            sm3.update(&stretch[..read]);
        }
        let mut digest = [0; 32];
        digest.copy_from_slice(&sm3.finalize());
        Ok(Digest(digest))
    };
    read().map_err(|fault| fault.at(path))
}

/// A table for the reader: a workbook if its first bytes say so, else text. `watch` is told how
/// far reading has come.
///
/// # Errors
/// What the disk says, or [`Fault::TooLarge`].
pub fn open_table(path: &Path, sheet: Option<&str>, watch: &Watch) -> Result<Source<'static>, StoreError> {
    let read = || -> Result<Source<'static>, Fault> {
        let mut file = open(path)?;
        let mut start = Vec::new();
        file.by_ref().take(4).read_to_end(&mut start)?;
        file.seek(SeekFrom::Start(0))?;
        if !is_workbook(&start) {
            let watch = watch.clone().over(file.metadata()?.len());
            return Ok(Source::Text(Box::new(watch.over_reader(file))));
        }
        let mut bytes = Vec::new();
        file.take(MOST_WORKBOOK + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > MOST_WORKBOOK {
            return Err(Fault::TooLarge { limit: MOST_WORKBOOK });
        }
        Ok(Source::Workbook { bytes, sheet: sheet.map(str::to_owned), watch: watch.clone() })
    };
    read().map_err(|fault| fault.at(path))
}

fn open(path: &Path) -> Result<File, Fault> {
    let file = File::open(path)?;
    if file.metadata()?.is_dir() { Err(Fault::IsFolder) } else { Ok(file) }
}
