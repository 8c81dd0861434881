//! Which mirror belongs to which project file.
//!
//! Copies of a project have one identity, and each has a mirror of its own, so that what is tried
//! in a copy never comes back into the original. Beside each mirror stands where its project file
//! lies (`NAME.place`). A file that is found elsewhere takes over the mirror of one that is gone:
//! it was moved, or is a backup in place of what was lost.

use std::path::{Path, PathBuf};

use super::codec::hex;
use super::db::{Access, Db};
use super::files::atomic_write;
use super::{Fault, StoreError};
use crate::ledger::ReplicaId;

/// The mirror of the project file at `project`, which may not be there yet. Changes nothing.
pub(super) fn mirror_of(folder: &Path, replica: ReplicaId, project: &Path) -> PathBuf {
    let (mut left, mut number) = (None, 1);
    loop {
        let name = if number == 1 { hex(&replica) } else { format!("{}-{number}", hex(&replica)) };
        let mirror = folder.join(format!("{name}.jsonl"));
        match std::fs::read_to_string(place_of(&mirror)) {
            Ok(place) if place == text(project) => return mirror,
            Ok(place) if !is_there(Path::new(&place), replica) => left = left.or(Some(mirror)),
            Ok(_) => {}
            // No more of them; or one that was made before places were written down.
            Err(_) => return left.unwrap_or(mirror),
        }
        number += 1;
    }
}

/// Writes down that a mirror is the one of the project file at `project`.
pub(super) fn claim(mirror: &Path, project: &Path) -> Result<(), StoreError> {
    let place = place_of(mirror);
    if std::fs::read_to_string(&place).is_ok_and(|known| known == text(project)) {
        return Ok(());
    }
    atomic_write(&place, text(project).as_bytes())
}

fn place_of(mirror: &Path) -> PathBuf {
    mirror.with_extension("place")
}

fn text(project: &Path) -> String {
    project.display().to_string()
}

/// Whether a file of this project lies there. What cannot be looked at may be one.
fn is_there(place: &Path, replica: ReplicaId) -> bool {
    match Db::open(place, Access::Read).and_then(|db| db.replica()) {
        Ok(found) => found == replica,
        Err(Fault::Missing) => false,
        Err(_) => place.exists(),
    }
}
