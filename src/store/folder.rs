//! A scheme as a folder of text files, and the one that ships inside the program.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::{Fault, StoreError};
use crate::format::{self, SourceFile};

/// Largest file of a scheme, in bytes. A facts file of a large survey stays far below.
const LIMIT: u64 = 16 * 1024 * 1024;

/// Name of the folder that ships inside the program.
pub const SHIPPED: &str = "yangquan-2023";

/// Its files, in order of name.
const FILES: [(&str, &[u8]); 5] = [
    ("facts.toml", include_bytes!("../../surveys/yangquan-2023/facts.toml")),
    ("indicators.toml", include_bytes!("../../surveys/yangquan-2023/indicators.toml")),
    ("measures.toml", include_bytes!("../../surveys/yangquan-2023/measures.toml")),
    ("questionnaire.toml", include_bytes!("../../surveys/yangquan-2023/questionnaire.toml")),
    ("scheme.toml", include_bytes!("../../surveys/yangquan-2023/scheme.toml")),
];

/// The scheme with recorded facts that ships inside the program, so that there is one on any
/// computer.
pub fn shipped() -> Vec<SourceFile> {
    FILES.map(|(name, bytes)| SourceFile { name: name.to_owned(), bytes: bytes.to_vec() }).to_vec()
}

/// The scheme folders in a folder, in order of name; none if it is not there or cannot be read.
pub fn scheme_folders(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> =
        entries.map(|e| e.path()).filter(|path| path.join(format::SCHEME).is_file()).collect();
    folders.sort();
    folders
}

/// All `*.toml` files of a folder, sorted by name. Links are followed only within the folder.
///
/// # Errors
/// The first file that cannot be read, is too large, or is a link that leads out;
/// [`Fault::NoScheme`] if there is none.
pub fn read_scheme_folder(dir: &Path) -> Result<Vec<SourceFile>, StoreError> {
    let at = |path: &Path, e: std::io::Error| Fault::from(e).at(path);
    let root = fs::canonicalize(dir).map_err(|e| at(dir, e))?;
    let mut names: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(&root).map_err(|e| at(dir, e))? {
        let path = entry.map_err(|e| at(dir, e))?.path();
        if path.extension().is_some_and(|e| e == "toml") && !is_hidden(&path) {
            names.push(path);
        }
    }
    names.sort();
    let files: Vec<SourceFile> = names.iter().map(|path| read_file(&root, path)).collect::<Result<_, _>>()?;
    if files.is_empty() { Err(Fault::NoScheme.at(dir)) } else { Ok(files) }
}

/// The names of all that is in a folder; none if it is not there.
///
/// # Errors
/// If it cannot be read.
pub fn folder_contents(dir: &Path) -> Result<Vec<String>, StoreError> {
    let at = |e: std::io::Error| Fault::from(e).at(dir);
    let mut names = Vec::new();
    match fs::read_dir(dir) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(names),
        entries => {
            for entry in entries.map_err(at)? {
                let path = entry.map_err(at)?;
                names.push(path.file_name().to_string_lossy().into_owned());
            }
        }
    }
    Ok(names)
}

/// Writes files that are not there yet, making the folder if need be.
///
/// # Errors
/// The first file that cannot be written, or is there.
pub fn write_new(dir: &Path, files: &[SourceFile]) -> Result<(), StoreError> {
    use std::io::Write as _;
    fs::create_dir_all(dir).map_err(|e| Fault::from(e).at(dir))?;
    for file in files {
        let path = dir.join(&file.name);
        let write = || -> std::io::Result<()> {
            let mut out = File::create_new(&path)?;
            out.write_all(&file.bytes)?;
            out.sync_all()
        };
        write().map_err(|e| Fault::from(e).at(&path))?;
    }
    Ok(())
}

/// A file of at most `limit` bytes.
///
/// # Errors
/// If it cannot be read or is larger.
pub fn read_limited(path: &Path, limit: u64) -> Result<Vec<u8>, StoreError> {
    let read = || -> Result<Vec<u8>, Fault> {
        let mut bytes = Vec::new();
        File::open(path)?.take(limit + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > limit { Err(Fault::TooLarge { limit }) } else { Ok(bytes) }
    };
    read().map_err(|fault| fault.at(path))
}

/// Editors and archivers leave such files; they are nobody's scheme.
fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

fn read_file(root: &Path, path: &Path) -> Result<SourceFile, StoreError> {
    let read = || -> Result<SourceFile, Fault> {
        let real = fs::canonicalize(path)?;
        if !real.starts_with(root) {
            return Err(Fault::OutsideLink);
        }
        if !fs::metadata(&real)?.is_file() {
            return Err(Fault::IsFolder);
        }
        let mut bytes = Vec::new();
        // Counted while reading: the size that the folder states may be out of date.
        File::open(&real)?.take(LIMIT + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > LIMIT {
            return Err(Fault::TooLarge { limit: LIMIT });
        }
        let name = path.file_name().and_then(|n| n.to_str()).ok_or(Fault::NotText)?;
        Ok(SourceFile { name: name.to_owned(), bytes })
    };
    read().map_err(|fault| fault.at(path))
}
