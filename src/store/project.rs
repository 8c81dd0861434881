//! One evaluation under way, as a file: made, opened for writing, opened for reading.

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::attachments::Attachment;
use super::batches;
use super::db::{Access, Db, PLAIN, Stopped, VERSION};
use super::files::{Home, folder_of, sync_folder};
use super::lock::{Lock, NoLock};
use super::mirror::{self, Known, Mirror, MirrorTrouble};
use super::writer::{Desk, Report, Writer};
use super::{Code, Fault, StoreError, places};
use crate::format::SourceFile;
use crate::ledger::{ChainFault, Digest, Event, Facts, Ledger, ReplicaId, SCHEME_PREFIX, Stamp};

/// A project as it was opened.
#[derive(Debug)]
pub struct Opened {
    /// The file, with links resolved.
    pub path: PathBuf,
    /// What it holds, up to the first damage if there is any.
    pub ledger: Ledger,
    /// Takes new entries; there exactly if the state is [`State::Writable`].
    pub writer: Option<Writer>,
    /// Whether it can be worked on.
    pub state: State,
    /// Entries that the mirror has beyond the file, as whole acts: an older copy was put in its
    /// place, its tail was lost, or the last act was cut off before it was called saved.
    pub mirror_ahead: Vec<Event>,
    /// Why new entries are not mirrored, or not where they were.
    pub mirror_trouble: Option<MirrorTrouble>,
    /// What those entries bring in one go.
    mirror_contents: Vec<Arc<Attachment>>,
}

/// Whether a project can be worked on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Entries are saved.
    Writable,
    /// It can be looked at only.
    ReadOnly(ReadOnly),
}

/// Why a project can be looked at only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadOnly {
    /// Nothing else was asked for.
    Asked,
    /// Another program works on it.
    InUse,
    /// The file is protected against writing.
    Protected,
    /// The folder or medium takes no changes, or no locks; why.
    Place(Fault),
    /// The file has several names; writing through one would endanger it.
    Linked,
    /// A newer version of this program wrote it.
    Newer { found: i64, known: i64 },
    /// It is damaged; what is there was read up to the damage.
    Damaged(Vec<Damage>),
}

/// What is damaged in a project that can still be read in part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Damage {
    /// The first event that does not fit what stands before it.
    Chain(ChainFault),
    /// The event after this number, and all later ones, cannot be read; the number of the reason,
    /// if it has one.
    Unreadable { after: u64, code: Option<Code> },
    /// So many places that the database finds wrong with itself.
    Database(usize),
    /// Tables, triggers or views are not those that this program makes.
    Schema,
}

/// Opens a project to work on it. `report` is called from the writing thread with what became of
/// entries. If it cannot be written, it is opened for reading, and the state says why.
///
/// # Errors
/// If it cannot be read at all.
pub fn open(
    path: &Path,
    home: &Home,
    report: impl Fn(Report) + Send + 'static,
) -> Result<Opened, StoreError> {
    let (path, metadata) = find(path)?;
    let at = |fault: Fault| fault.at(&path);
    let (lock, db) = match open_to_write(&path, &metadata).map_err(at)? {
        Ok(both) => both,
        Err(reason) => {
            let db = open_to_read(&path).map_err(at)?;
            let contents = Contents::read(&db, false).map_err(at)?;
            return Ok(to_read(path, contents, reason, Some(&home.mirrors)));
        }
    };
    let contents = Contents::read(&db, false).map_err(at)?;
    if let Some(reason) = contents.barrier() {
        let _ = db.close();
        drop(lock);
        return Ok(to_read(path, contents, reason, Some(&home.mirrors)));
    }
    let mut ledger = contents.ledger;
    let (mirror, mirror_ahead, mirror_trouble) = open_mirror(&ledger, &path, home);
    let mirror_contents = shelve_mirrored(&mut ledger, &home.mirrors, &mirror_ahead);
    let desk = Desk {
        path: path.clone(),
        replica: ledger.replica(),
        head: ledger.events().len() as u64,
        lock,
        db,
        mirrors: home.mirrors.clone(),
        mirror,
    };
    let writer = Some(Writer::start(desk, report)?);
    let state = State::Writable;
    Ok(Opened { path, ledger, writer, state, mirror_ahead, mirror_trouble, mirror_contents })
}

/// Opens a project to look at it: takes no lock, disturbs nobody who works on it, and does not
/// look at the mirror.
///
/// # Errors
/// If it cannot be read at all.
pub fn read(path: &Path) -> Result<Opened, StoreError> {
    let (path, _) = find(path)?;
    let db = open_to_read(&path).map_err(|f| f.at(&path))?;
    let contents = Contents::read(&db, false).map_err(|f| f.at(&path))?;
    Ok(to_read(path, contents, ReadOnly::Asked, None))
}

/// Makes a project file that holds these events, whole or not at all. Never overwrites.
///
/// # Errors
/// [`Fault::Exists`] if there is anything at `path`; otherwise what the disk says.
pub fn create(path: &Path, replica: ReplicaId, events: &[Event]) -> Result<(), StoreError> {
    create_from(path, replica, events, None)
}

/// The same with all sound attachments of another project.
fn create_from(
    path: &Path,
    replica: ReplicaId,
    events: &[Event],
    attachments: Option<(&Path, &[Arc<Attachment>])>,
) -> Result<(), StoreError> {
    if path.symlink_metadata().is_ok() {
        return Err(Fault::Exists.at(path));
    }
    let folder = folder_of(path);
    let make = || -> Result<(), Fault> {
        // Built in a folder of its own beside the place, so that nothing half-made is ever seen.
        let workshop = tempfile::Builder::new().prefix(".jiping-").tempdir_in(folder)?;
        let made = workshop.path().join("project.jp");
        Db::create(&made, replica, events)?;
        if let Some((from, more)) = attachments {
            let mut db = Db::open(&made, Access::Write)?;
            db.take_attachments(&Db::open(from, Access::Read)?)?;
            db.append(replica, &[], &more.iter().map(AsRef::as_ref).collect::<Vec<_>>())?;
            db.close()?;
        }
        let made = tempfile::TempPath::try_from_path(made)?;
        made.persist_noclobber(path).map_err(|e| e.error)?;
        Ok(sync_folder(folder)?)
    };
    make().map_err(|fault| match fault {
        Fault::Missing => Fault::NoFolder.at(folder),
        Fault::NotAFolder => fault.at(folder),
        fault => fault.at(path),
    })
}

/// Makes a project from a scheme's files and the facts that come along, and opens it. These
/// opening entries are never undone.
///
/// # Errors
/// [`Fault::NotText`] for a scheme file that is not UTF-8, [`Fault::Exists`] if there is anything
/// at `path`; otherwise what the disk says.
pub fn new_project(
    path: &Path,
    home: &Home,
    files: &[SourceFile],
    facts: &[(String, String)],
    stamp: &Stamp,
    report: impl Fn(Report) + Send + 'static,
) -> Result<Opened, StoreError> {
    let mut scheme = Vec::new();
    for file in files {
        let text = std::str::from_utf8(&file.bytes).map_err(|_| Fault::NotText.at(Path::new(&file.name)))?;
        scheme.push((format!("{SCHEME_PREFIX}{}", file.name), text.to_owned()));
    }
    // Identity of this file's entries. Bringing two laptops' entries together needs a new
    // identity for each copy that is worked on; `(replica, seq)` and `base` are there for that.
    let replica = uuid::Uuid::now_v7().into_bytes();
    let mut ledger = Ledger::new(replica);
    ledger.open_with(scheme, stamp);
    ledger.open_with(facts.to_vec(), stamp);
    create(path, replica, ledger.events())?;
    open(path, home, report)
}

/// The scheme's files that a project holds, in order of name.
pub fn scheme_files(facts: &Facts) -> Vec<SourceFile> {
    let files = facts.under(SCHEME_PREFIX).map(|(path, text)| SourceFile {
        name: path[SCHEME_PREFIX.len()..].to_owned(),
        bytes: text.as_bytes().to_vec(),
    });
    files.collect()
}

impl Opened {
    /// Takes the entries that the mirror has beyond the file back into the project, as they
    /// were: same identity, time and person. Does nothing where it can be looked at only.
    ///
    /// # Errors
    /// The first entry that does not fit; all before it were taken back.
    pub fn replay_mirror(&mut self) -> Result<(), ChainFault> {
        let Some(writer) = &self.writer else { return Ok(()) };
        let before = self.ledger.events().len();
        let result = self.ledger.extend(std::mem::take(&mut self.mirror_ahead));
        let contents = std::mem::take(&mut self.mirror_contents);
        writer.attach(self.ledger.events()[before..].to_vec(), contents);
        result
    }

    /// Writes everything that could be read, attachments included, and what the mirror has beyond
    /// it, to a new project file. The old file stays as it is.
    ///
    /// # Errors
    /// [`Fault::Exists`] if there is anything at `to`; otherwise what the disk says.
    pub fn rescue(&self, to: &Path) -> Result<(), StoreError> {
        let mut whole = self.ledger.clone();
        // What does not fit any more is left where it is, in the mirror.
        let _ = whole.extend(self.mirror_ahead.clone());
        create_from(to, whole.replica(), whole.events(), Some((&self.path, &self.mirror_contents)))
    }
}

/// What a database holds and what is wrong with it.
pub(super) struct Contents {
    pub(super) ledger: Ledger,
    pub(super) newer: Option<i64>,
    pub(super) damage: Vec<Damage>,
}

impl Contents {
    /// Reads everything as of one moment. `thorough` also compares the indexes.
    pub(super) fn read(db: &Db, thorough: bool) -> Result<Self, Fault> {
        db.at_one_moment(|| {
            let version = db.version()?;
            let newer = (version > VERSION).then_some(version);
            let mut damage = Vec::new();
            if newer.is_none() && (version < PLAIN || !db.schema_is_ours()?) {
                damage.push(Damage::Schema);
            }
            damage.extend(Some(db.check(thorough)?).filter(|n| *n > 0).map(Damage::Database));
            let mut ledger = Ledger::new(db.replica()?);
            let rows = db.events(0);
            batches::shelve(&mut ledger, &rows.events, |content| db.attachment(content).ok().flatten());
            if let Err(fault) = ledger.extend(rows.events) {
                damage.push(Damage::Chain(fault));
            } else if let Some(Stopped(code)) = rows.stopped {
                if let Some(found) = newer {
                    return Err(Fault::Newer { found, known: VERSION });
                }
                damage.push(Damage::Unreadable { after: ledger.events().len() as u64, code });
            }
            Ok(Self { ledger, newer, damage })
        })
    }

    /// What keeps it from being written.
    fn barrier(&self) -> Option<ReadOnly> {
        match self.newer {
            Some(found) => Some(ReadOnly::Newer { found, known: VERSION }),
            None if self.damage.is_empty() => None,
            None => Some(ReadOnly::Damaged(self.damage.clone())),
        }
    }
}

/// The real file behind `path`, if it can be a project at all.
pub(super) fn find(path: &Path) -> Result<(PathBuf, Metadata), StoreError> {
    let found = fs::canonicalize(path).and_then(|real| Ok((fs::metadata(&real)?, real)));
    let (metadata, real) = found.map_err(|e| Fault::from(e).at(path))?;
    if metadata.is_dir() {
        return Err(Fault::IsFolder.at(path));
    }
    if metadata.len() == 0 {
        return Err(Fault::Empty.at(path));
    }
    Ok((real, metadata))
}

/// Opens a database to look at it. If a write was cut short, it is first mended as if the project
/// had been opened to work on; that needs the lock and a place that takes changes.
fn open_to_read(path: &Path) -> Result<Db, Fault> {
    match Db::open(path, Access::Read) {
        Err(Fault::Unfinished) => {
            let _lock = Lock::take(path).map_err(|_| Fault::Unfinished)?;
            mend(path)?;
            Db::open(path, Access::Read)
        }
        opened => opened,
    }
}

/// Lets `SQLite` roll a write back that was cut short. The lock must be held.
pub(super) fn mend(path: &Path) -> Result<(), Fault> {
    Db::open(path, Access::Write).map_err(|_| Fault::Unfinished)?.close()
}

fn open_to_write(path: &Path, metadata: &Metadata) -> Result<Result<(Lock, Db), ReadOnly>, Fault> {
    if metadata.permissions().readonly() {
        return Ok(Err(ReadOnly::Protected));
    }
    if has_other_names(metadata) {
        return Ok(Err(ReadOnly::Linked));
    }
    let lock = match Lock::take(path) {
        Ok(lock) => lock,
        Err(NoLock::Held) => return Ok(Err(ReadOnly::InUse)),
        Err(NoLock::Failed(error)) => return Ok(Err(ReadOnly::Place(error.into()))),
    };
    match Db::open(path, Access::Write) {
        Ok(db) if db.is_read_only()? => Ok(Err(ReadOnly::Protected)),
        Ok(db) => Ok(Ok((lock, db))),
        Err(Fault::Denied) => Ok(Err(ReadOnly::Protected)),
        Err(Fault::ReadOnlyPlace) => Ok(Err(ReadOnly::Place(Fault::ReadOnlyPlace))),
        Err(fault) => Err(fault),
    }
}

#[cfg(unix)]
fn has_other_names(metadata: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(metadata) > 1
}

#[cfg(not(unix))]
fn has_other_names(_: &Metadata) -> bool {
    false
}

/// A project to look at. Damage weighs more than the reason why it was not opened to write.
/// While another program works on it, its mirror may be a moment ahead, and is not looked at.
fn to_read(path: PathBuf, contents: Contents, reason: ReadOnly, mirrors: Option<&Path>) -> Opened {
    let reason = contents.barrier().unwrap_or(reason);
    let mut ledger = contents.ledger;
    let (mut mirror_ahead, mut mirror_contents) = (Vec::new(), Vec::new());
    let mut mirror_trouble = None;
    if let Some(folder) = mirrors.filter(|_| reason != ReadOnly::InUse) {
        let replica = ledger.replica();
        let at = places::mirror_of(folder, replica, &path);
        match mirror::look(&at, &known(&ledger, &|seq| hash_at(&ledger, seq))) {
            Ok(standing) => {
                mirror_ahead = standing.unwrap_or_default().ahead;
                mirror_contents = shelve_mirrored(&mut ledger, folder, &mirror_ahead);
            }
            Err(trouble) => mirror_trouble = Some(trouble),
        }
    }
    let state = State::ReadOnly(reason);
    Opened { path, ledger, writer: None, state, mirror_ahead, mirror_trouble, mirror_contents }
}

/// Puts what stands beside the mirror for entries that the project lacks where they find it.
fn shelve_mirrored(ledger: &mut Ledger, mirrors: &Path, ahead: &[Event]) -> Vec<Arc<Attachment>> {
    let contents = batches::mirrored(mirrors, ledger.replica(), ahead);
    let find = |digest| contents.iter().find(|c| c.sm3 == digest).map(|c| c.bytes.clone());
    batches::shelve(ledger, ahead, find);
    contents
}

fn open_mirror(
    ledger: &Ledger,
    project: &Path,
    home: &Home,
) -> (Option<Mirror>, Vec<Event>, Option<MirrorTrouble>) {
    match Mirror::open(&home.mirrors, project, &known(ledger, &|seq| hash_at(ledger, seq))) {
        Ok((mirror, ahead)) => {
            let trouble = mirror.diverged();
            (Some(mirror), ahead, trouble)
        }
        Err(trouble) => (None, Vec::new(), Some(trouble)),
    }
}

pub(super) fn known<'a>(ledger: &Ledger, hash_at: &'a dyn Fn(u64) -> Option<Digest>) -> Known<'a> {
    Known { replica: ledger.replica(), head: ledger.events().len() as u64, hash_at }
}

pub(super) fn hash_at(ledger: &Ledger, seq: u64) -> Option<Digest> {
    ledger.event(seq).map(|e| e.hash)
}
