//! A table as text: its headings, and its blocks looked at side by side.

use std::io::Read;

use rayon::prelude::*;

use super::{MOST_COLUMNS, Stop, input};
use crate::format::records::{self, Blocks, first_record};

/// Delimiters that are recognised.
const DELIMITERS: [u8; 3] = [b',', b'\t', b';'];
/// Bytes in which the headings must end.
const LONGEST_HEAD: u64 = 1 << 20;

/// A table whose headings were read.
pub(super) struct Table<'a> {
    /// Headings, trimmed.
    pub headings: Vec<String>,
    /// What stands between cells.
    pub delimiter: u8,
    rest: Vec<u8>,
    text: Box<dyn Read + Send + 'a>,
}

impl<'a> Table<'a> {
    /// Reads the headings of a table.
    pub fn open(source: impl Read + Send + 'a) -> Result<Self, Stop> {
        let mut text = input::text(source)?;
        let mut start = Vec::new();
        text.by_ref().take(LONGEST_HEAD).read_to_end(&mut start)?;
        if start.starts_with(&input::ZIP) || start.starts_with(&input::OLE) {
            return Err(Stop::Spreadsheet);
        }
        if start.iter().all(u8::is_ascii_whitespace) {
            return Err(Stop::Empty);
        }
        let skipped = start.iter().position(|b| !matches!(b, b'\r' | b'\n')).unwrap_or(0);
        start.drain(..skipped);
        let line = start.split(|b| *b == b'\n').next().unwrap_or_default();
        let often = |delimiter: &u8| memchr::memchr_iter(*delimiter, line).count();
        // Of those equally frequent the usual one counts.
        let delimiter = DELIMITERS.into_iter().rev().max_by_key(often).unwrap_or(b',');
        let (cells, end) = first_record(&start, delimiter);
        if cells.len() > MOST_COLUMNS {
            return Err(Stop::TooWide);
        }
        let heading = |cell: &Vec<u8>| String::from_utf8_lossy(cell).trim().to_owned();
        let headings = cells.iter().map(heading).collect();
        Ok(Self { headings, delimiter, rest: start.split_off(end), text })
    }

    /// Looks at all blocks with `look`, which also says how many rows a block has, and hands what
    /// it found to `take` in their order, with the number of rows before the block. While some
    /// blocks are looked at, the next ones are read.
    pub fn each<T: Send>(
        self,
        look: impl Fn(&[u8]) -> (T, u64) + Sync,
        mut take: impl FnMut(T, u64),
    ) -> Result<(), Stop> {
        let mut source = Blocks::new(self.text, self.delimiter, self.rest);
        let mut room: Vec<Vec<u8>> = Vec::new();
        // The headings are row 1.
        let mut rows = 1;
        let mut now = some_blocks(&mut source, &mut room)?;
        while !now.is_empty() {
            let (next, found) = rayon::join(
                || some_blocks(&mut source, &mut room),
                || now.par_iter().map(|block| look(block)).collect::<Vec<_>>(),
            );
            for (found, more) in found {
                take(found, rows);
                rows += more;
            }
            room.append(&mut now);
            now = next?;
        }
        Ok(())
    }
}

/// As many blocks as are looked at side by side.
fn some_blocks<R: Read>(source: &mut Blocks<R>, room: &mut Vec<Vec<u8>>) -> Result<Vec<Vec<u8>>, Stop> {
    let mut some = Vec::new();
    while some.len() < rayon::current_num_threads() {
        match source.next(room.pop().unwrap_or_default()) {
            Ok(Some(block)) => some.push(block),
            Ok(None) => break,
            Err(records::Stop::Read(error)) => return Err(Stop::Read(error)),
            Err(records::Stop::Endless) => return Err(Stop::Endless),
        }
    }
    Ok(some)
}
