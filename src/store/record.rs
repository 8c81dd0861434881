//! A record to be compared with: a scheme folder, a project, or a project as it was at a moment.
//!
//! Only reads. A moment is written behind the file, `case.jp@12`: the record after entry 12. Within
//! an act the record never stood still, so only the last entry of one names a moment.

use std::path::{Path, PathBuf};

use super::{Fault, StoreError, read, read_scheme_folder, scheme_files};
use crate::format::{self, Loaded};
use crate::ledger::Facts;
use crate::score::replay::{Walker, acts};

/// A record as it was read.
#[derive(Debug, Clone)]
pub struct Record {
    /// What it is called: the file or folder without its path, and the moment.
    pub name: String,
    /// Its rules.
    pub loaded: Loaded,
    /// Its facts.
    pub facts: Facts,
}

/// Reads the record at `place`.
///
/// # Errors
/// What the disk says; [`Fault::NoSuchEntry`] for a moment that the ledger does not have,
/// [`Fault::WithinAct`] for an entry that others of its act follow.
pub fn record_at(place: &Path) -> Result<Record, StoreError> {
    if place.is_dir() {
        return folder(place);
    }
    match moment(place) {
        Some((file, seq)) if !place.exists() => project(&file, Some(seq)),
        _ => project(place, None),
    }
}

/// File and entry of `FILE@SEQ`.
fn moment(place: &Path) -> Option<(PathBuf, u64)> {
    let name = place.file_name()?.to_str()?;
    let (file, seq) = name.rsplit_once('@')?;
    Some((place.with_file_name(file), seq.parse().ok()?))
}

fn name_of(place: &Path) -> String {
    // The name of `.` and `..` is known only once the path is resolved.
    let real = place.canonicalize().unwrap_or_else(|_| place.to_owned());
    real.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn stem(place: &Path) -> String {
    Path::new(&name_of(place)).file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

fn folder(place: &Path) -> Result<Record, StoreError> {
    let loaded = format::load(&name_of(place), &read_scheme_folder(place)?);
    let mut facts = Facts::default();
    for (path, value) in &loaded.facts {
        facts.set(path, Some(value));
    }
    Ok(Record { name: name_of(place), loaded, facts })
}

fn project(place: &Path, seq: Option<u64>) -> Result<Record, StoreError> {
    let opened = read(place)?;
    let events = opened.ledger.events();
    let Some(seq) = seq else {
        let facts = opened.ledger.facts().clone();
        let loaded = format::load(&stem(place), &scheme_files(&facts));
        return Ok(Record { name: name_of(place), loaded, facts });
    };
    let last = events.len() as u64;
    let refused = |fault| Err(StoreError { path: place.to_owned(), fault });
    let Some(act) = acts(events).find(|act| (act.start as u64) < seq && seq <= act.end as u64) else {
        return refused(Fault::NoSuchEntry { seq, last });
    };
    if seq != act.end as u64 {
        let [before, after] = [act.start, act.end].map(|end| end as u64);
        return refused(Fault::WithinAct { seq, before, after });
    }
    let mut walker = Walker::of(&opened.ledger);
    walker.go(events, act.end);
    let facts = walker.facts().clone();
    let loaded = format::load(&stem(place), &scheme_files(&facts));
    Ok(Record { name: format!("{}@{}", name_of(place), act.end), loaded, facts })
}
