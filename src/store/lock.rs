//! One writer per project: an advisory lock on a file beside it.
//!
//! The lock stands on a sibling (`NAME.jp-lock`), not on the project itself: `SQLite` puts its own
//! locks there, and on some systems and shares the two kinds get in each other's way. The system
//! lets go of it when the process ends, however it ends; the file itself is taken away on a tidy
//! close and does no harm if it stays.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// The right to write one project, until dropped.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    file: File,
}

/// Why the right to write was not given.
#[derive(Debug)]
pub(super) enum NoLock {
    /// Another program has it.
    Held,
    /// The folder does not take the file, or the file system knows no locks.
    Failed(io::Error),
}

impl Lock {
    /// Takes the lock of the project at `project`, without waiting.
    pub(super) fn take(project: &Path) -> Result<Self, NoLock> {
        let mut name = project.as_os_str().to_owned();
        name.push("-lock");
        let path = PathBuf::from(name);
        loop {
            let open = OpenOptions::new().write(true).create(true).truncate(false).open(&path);
            let file = open.map_err(NoLock::Failed)?;
            match file.try_lock() {
                Err(TryLockError::WouldBlock) => return Err(NoLock::Held),
                Err(TryLockError::Error(e)) => return Err(NoLock::Failed(e)),
                // Whoever had it may have taken the file away between our opening and locking.
                Ok(()) if still_there(&file, &path) => return Ok(Self { path, file }),
                Ok(()) => {}
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // While it is still locked, so that nobody else can hold this very file.
        let _ = fs::remove_file(&self.path);
        let _ = self.file.unlock();
    }
}

#[cfg(unix)]
fn still_there(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let id = |m: fs::Metadata| (m.dev(), m.ino());
    file.metadata().map(id).ok() == fs::metadata(path).map(id).ok()
}

/// Elsewhere a file that is open cannot be replaced by another of the same name.
#[cfg(not(unix))]
fn still_there(_: &File, _: &Path) -> bool {
    true
}
