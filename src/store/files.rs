//! Plain files: where the program keeps its own, and how a file is replaced whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;

use super::{Fault, StoreError};

/// The folders this program keeps for the user. Tests and unusual set-ups put them elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    /// The settings file.
    pub settings: PathBuf,
    /// The folder of mirrors.
    pub mirrors: PathBuf,
}

impl Home {
    /// `JIPING_HOME` if it is set, otherwise the system's usual folders.
    ///
    /// # Errors
    /// [`Fault::NoHome`] if the system names no home folder.
    pub fn from_env() -> Result<Self, StoreError> {
        if let Some(dir) = std::env::var_os("JIPING_HOME").filter(|dir| !dir.is_empty()) {
            return Ok(Self::at(Path::new(&dir)));
        }
        let base = etcetera::choose_base_strategy().map_err(|_| Fault::NoHome.at(Path::new("~")))?;
        Ok(Self {
            settings: base.config_dir().join("jiping").join("settings.toml"),
            mirrors: base.data_dir().join("jiping").join("mirror"),
        })
    }

    /// Everything below one folder.
    #[must_use]
    pub fn at(dir: &Path) -> Self {
        Self { settings: dir.join("settings.toml"), mirrors: dir.join("mirror") }
    }
}

/// Puts `bytes` at `path` whole or not at all: a temporary file beside it, flushed to the disk,
/// renamed over it, and the folder flushed. What was there stays until the very end; its
/// permissions are kept. A link is followed. The folder must exist.
///
/// # Errors
/// Whatever the disk says; the old file is then untouched.
pub fn atomic_write(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    atomic_write_with(path, |out| out.write_all(bytes))
}

/// The same for what is written piece by piece.
///
/// # Errors
/// As [`atomic_write`], or what `content` says.
pub fn atomic_write_with(
    path: &Path,
    content: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
) -> Result<(), StoreError> {
    let write = || -> io::Result<()> {
        let target = match fs::canonicalize(path) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => path.to_owned(),
            found => found?,
        };
        let mut builder = tempfile::Builder::new();
        builder.prefix(".jiping-");
        if let Some(permissions) = permissions_for(&target)? {
            builder.permissions(permissions);
        }
        let mut temporary = builder.tempfile_in(folder_of(&target))?;
        let mut out = io::BufWriter::new(&mut temporary);
        content(&mut out)?;
        out.flush()?;
        drop(out);
        temporary.as_file().sync_all()?;
        temporary.persist(&target).map_err(|e| e.error)?;
        sync_folder(folder_of(&target))
    };
    write().map_err(|e| Fault::from(e).at(path))
}

/// Those of the file that is replaced, or what the user's mask gives a new file.
#[cfg(unix)]
fn permissions_for(path: &Path) -> io::Result<Option<fs::Permissions>> {
    use std::os::unix::fs::PermissionsExt as _;
    match fs::metadata(path) {
        Ok(there) => Ok(Some(there.permissions())),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(Some(fs::Permissions::from_mode(0o666))),
        Err(e) => Err(e),
    }
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "same shape as on unix")]
fn permissions_for(_: &Path) -> io::Result<Option<fs::Permissions>> {
    Ok(None)
}

/// The folder a file stands in.
pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Flushes a folder, so that a created or renamed file is still there after a power cut.
/// Only unix lets a folder be flushed; elsewhere the file system does it by itself.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
