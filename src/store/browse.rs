//! What lies in a folder, for choosing a file.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::{Fault, StoreError};

/// Most names that are shown of a folder.
const MOST: usize = 5000;

/// Something in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its name.
    pub name: String,
    /// Whether it is a folder.
    pub is_folder: bool,
    /// Its size in bytes; 0 for folders.
    pub bytes: u64,
}

/// The folder meant by `folder` in full, and what lies in it: files whose names have one of
/// `endings` (any if there are none), latest first, then folders by name. What is hidden is left
/// out.
///
/// # Errors
/// What the disk says.
pub fn list_folder(folder: &Path, endings: &[&str]) -> Result<(PathBuf, Vec<Listed>), StoreError> {
    let folder = from_home(folder);
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder.as_path() };
    // Said in full, so that a person knows where it is; a link stays the name it goes by.
    let full = std::path::absolute(here).unwrap_or_else(|_| here.to_owned());
    let read = || -> Result<_, Fault> {
        let (mut files, mut folders) = (Vec::new(), Vec::new());
        for entry in fs::read_dir(&full)?.flatten().take(MOST) {
            let name = entry.file_name().to_string_lossy().into_owned();
            // What disappears while it is looked at, or leads nowhere, is not there.
            let Ok(about) = fs::metadata(entry.path()) else { continue };
            if name.starts_with('.') {
                continue;
            }
            if about.is_dir() {
                folders.push(Listed { name, is_folder: true, bytes: 0 });
            } else if fits(&name, endings) {
                let changed = about.modified().unwrap_or(SystemTime::UNIX_EPOCH);
                files.push((changed, Listed { name, is_folder: false, bytes: about.len() }));
            }
        }
        files.sort_by(|(a, x), (b, y)| b.cmp(a).then_with(|| x.name.cmp(&y.name)));
        folders.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(files.into_iter().map(|(_, file)| file).chain(folders).collect())
    };
    let listed = read().map_err(|fault| fault.at(&full))?;
    Ok((full, listed))
}

/// Whether a name has one of these endings, in whatever case.
fn fits(name: &str, endings: &[&str]) -> bool {
    let name = name.to_lowercase();
    endings.is_empty() || endings.iter().any(|e| name.ends_with(e))
}

/// A path with a leading `~` as the person's own folder, as shells read it.
pub fn from_home(path: &Path) -> PathBuf {
    match (path.strip_prefix("~"), etcetera::home_dir()) {
        (Ok(rest), Ok(home)) => home.join(rest),
        _ => path.to_owned(),
    }
}
