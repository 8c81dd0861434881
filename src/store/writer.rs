//! The thread that writes: acts in strict order, mirror first, then the database.
//!
//! Nobody waits for it. It says what is saved and what is not; what could not be saved stays
//! queued, and nothing later is attempted before it.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::JoinHandle;

use super::batches;
use super::db::{Access, Db};
use super::lock::Lock;
use super::mirror::{Known, Mirror, MirrorTrouble};
use super::{Attachment, Fault, StoreError};
use crate::ledger::{Event, ReplicaId};

/// What became of events handed to a [`Writer`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Report {
    /// All events up to and including this number are on the disk.
    Saved {
        /// Number of the last one.
        upto_seq: u64,
        /// Why the mirror does not have them, too.
        mirror: Option<MirrorTrouble>,
    },
    /// Events could not be saved and wait in memory. They are tried again with the next entry,
    /// on [`Writer::retry`] and on closing.
    Failed {
        /// Why.
        error: StoreError,
        /// Number of the last one waiting.
        upto_seq: u64,
    },
}

/// What could not be saved by the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsaved {
    /// Why.
    pub error: StoreError,
    /// The events, oldest first.
    pub events: Vec<Event>,
}

/// Events of one act and what they attach.
#[derive(Debug)]
struct Act {
    events: Vec<Event>,
    attachments: Vec<Arc<Attachment>>,
}

enum Command {
    Append(Act),
    Retry,
}

/// Hands events to the writing thread. Dropping it writes what waits and ends the thread.
#[derive(Debug)]
pub struct Writer {
    commands: Option<Sender<Command>>,
    thread: Option<JoinHandle<Option<Unsaved>>>,
    path: PathBuf,
}

/// Everything the thread works with.
pub(super) struct Desk {
    pub(super) path: PathBuf,
    pub(super) replica: ReplicaId,
    /// Number of events the project had when it was opened.
    pub(super) head: u64,
    pub(super) lock: Lock,
    pub(super) db: Db,
    pub(super) mirrors: PathBuf,
    pub(super) mirror: Option<Mirror>,
}

impl Writer {
    pub(super) fn start(desk: Desk, report: impl Fn(Report) + Send + 'static) -> Result<Self, StoreError> {
        let (commands, received) = mpsc::channel();
        let path = desk.path.clone();
        let thread = std::thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || Work::new(desk, Box::new(report)).run(&received))
            .map_err(|e| Fault::from(e).at(&path))?;
        Ok(Self { commands: Some(commands), thread: Some(thread), path })
    }

    /// Queues the events of one act, which are saved together or not at all. Never waits.
    pub fn append(&self, events: Vec<Event>) {
        self.attach(events, Vec::new());
    }

    /// The same for an act that attaches files: they are saved in the same transaction.
    pub fn attach(&self, events: Vec<Event>, attachments: Vec<Arc<Attachment>>) {
        if !events.is_empty() {
            self.send(Command::Append(Act { events, attachments }));
        }
    }

    /// Tries to save what waits after a failure. Never waits.
    pub fn retry(&self) {
        self.send(Command::Retry);
    }

    fn send(&self, command: Command) {
        // The thread ends only after this end of the channel is gone.
        let _ = self.commands.as_ref().map(|c| c.send(command));
    }

    /// Saves what waits, reports it, and ends the thread.
    ///
    /// # Errors
    /// The events that could not be saved, and why.
    pub fn close(mut self) -> Result<(), Unsaved> {
        self.finish().map_or(Ok(()), Err)
    }

    fn finish(&mut self) -> Option<Unsaved> {
        self.commands = None;
        let ended = self.thread.take()?.join();
        ended.unwrap_or_else(|_| {
            let error = Fault::Io(None).at(&self.path);
            Some(Unsaved { error, events: Vec::new() })
        })
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.finish();
    }
}

/// The state of the writing thread.
struct Work {
    path: PathBuf,
    replica: ReplicaId,
    head: u64,
    db: Option<Db>,
    mirrors: PathBuf,
    mirror: Option<Mirror>,
    queue: VecDeque<Act>,
    report: Box<dyn Fn(Report) + Send>,
    /// Last, so that it is let go of after the database is closed.
    _lock: Lock,
}

impl Work {
    fn new(desk: Desk, report: Box<dyn Fn(Report) + Send>) -> Self {
        Self {
            path: desk.path,
            replica: desk.replica,
            head: desk.head,
            db: Some(desk.db),
            mirrors: desk.mirrors,
            mirror: desk.mirror,
            queue: VecDeque::new(),
            report,
            _lock: desk.lock,
        }
    }

    fn run(mut self, commands: &Receiver<Command>) -> Option<Unsaved> {
        if let (Some(db), Some(mirror)) = (&self.db, &mut self.mirror)
            && mirror.catch_up(self.head, |after| db.events(after).events).is_err()
        {
            // Tried again, and reported, with the first entry.
            self.mirror = None;
        }
        let mut failed = None;
        while let Ok(command) = commands.recv() {
            self.take(command);
            while let Ok(command) = commands.try_recv() {
                self.take(command);
            }
            failed = self.flush();
        }
        if failed.is_some() {
            failed = self.flush();
        }
        if let Some(db) = self.db.take() {
            // A journal that stays behind is empty and harmless.
            let _ = db.close();
        }
        failed.map(|error| Unsaved { error, events: self.queue.into_iter().flat_map(|a| a.events).collect() })
    }

    fn take(&mut self, command: Command) {
        if let Command::Append(act) = command {
            self.queue.push_back(act);
        }
    }

    /// Saves all that waits: in one transaction if that works, otherwise act by act as far as
    /// it goes.
    fn flush(&mut self) -> Option<StoreError> {
        let last = self.queue.back()?.events.last()?.seq;
        if self.save(self.queue.len()).is_ok() {
            return None;
        }
        while !self.queue.is_empty() {
            if let Err(fault) = self.save(1) {
                let error = fault.at(&self.path);
                (self.report)(Report::Failed { error: error.clone(), upto_seq: last });
                return Some(error);
            }
        }
        None
    }

    /// Saves the first `acts` of the queue in one transaction and reports it.
    ///
    /// After an error nobody knows what reached the disk. So the connection is closed, and the
    /// next attempt opens the file anew, looks for the events by id and writes only what is
    /// not there.
    fn save(&mut self, acts: usize) -> Result<(), Fault> {
        let saved = self.write(acts);
        match &saved {
            Ok((upto_seq, mirror)) => {
                self.queue.drain(..acts);
                (self.report)(Report::Saved { upto_seq: *upto_seq, mirror: mirror.clone() });
            }
            Err(_) => self.db = None,
        }
        saved.map(|_| ())
    }

    fn write(&mut self, acts: usize) -> Result<(u64, Option<MirrorTrouble>), Fault> {
        let acts = || self.queue.iter().take(acts);
        let events: Vec<&Event> = acts().flat_map(|a| &a.events).collect();
        let attachments: Vec<&Attachment> = acts().flat_map(|a| &a.attachments).map(AsRef::as_ref).collect();
        let Some(last) = events.last() else { return Ok((self.head, None)) };
        let db = match &mut self.db {
            Some(db) => db,
            closed => closed.insert(reopen(&self.path, self.replica)?),
        };
        let beside = batches::mirror(&self.mirrors, self.replica, &events, &attachments);
        let beside = beside.map_err(|fault| MirrorTrouble::Failed(fault.at(&self.mirrors)));
        let mirrored = write_mirror(&mut self.mirror, (&self.mirrors, &self.path), self.replica, db, &events);
        let mirrored = beside.and(mirrored);
        let trouble = mirrored.unwrap_or_else(|trouble| {
            self.mirror = None;
            Some(trouble)
        });
        db.append(self.replica, &events, &attachments)?;
        self.head = last.seq;
        Ok((last.seq, trouble))
    }
}

fn reopen(path: &Path, replica: ReplicaId) -> Result<Db, Fault> {
    let db = Db::open(path, Access::Write)?;
    if db.is_read_only()? {
        return Err(Fault::ReadOnlyPlace);
    }
    if db.replica()? != replica {
        return Err(Fault::ChangedElsewhere { seq: 1 });
    }
    Ok(db)
}

fn write_mirror(
    slot: &mut Option<Mirror>,
    (folder, project): (&Path, &Path),
    replica: ReplicaId,
    db: &Db,
    events: &[&Event],
) -> Result<Option<MirrorTrouble>, MirrorTrouble> {
    let mirror = match slot {
        Some(mirror) => mirror,
        closed => {
            let (head, _) = db.head(replica).unwrap_or_default();
            let hash_at = |seq| db.hash_at(replica, seq).ok().flatten();
            closed.insert(Mirror::open(folder, project, &Known { replica, head, hash_at: &hash_at })?.0)
        }
    };
    mirror.append(events, |after| db.events(after).events)
}
