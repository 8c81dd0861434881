//! What was recorded: the append-only sequence of everything one project holds.
//!
//! Owns [`Change`] (the only way data changes, with its inverse), [`Event`] (a change as it is
//! stored, chained by hash), [`Facts`] (the current values folded from events) and undo/redo,
//! which append and never erase. Must not know disk, clock, environment or language: time and
//! person come in with a [`Stamp`].

mod chain;
mod facts;

pub use chain::{ChainFault, Digest};
pub use facts::Facts;

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};

/// Identity of an event, a `UUIDv7`.
pub type EventId = [u8; 16];
/// Identity of the copy of a project that wrote an event.
pub type ReplicaId = [u8; 16];

/// Prefix of the paths under which a project holds the files of its scheme.
pub const SCHEME_PREFIX: &str = "scheme/";

/// One value replaced by another. `None` means "nothing recorded".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Which fact.
    pub path: String,
    /// What was there.
    pub old: Option<String>,
    /// What is there now.
    pub new: Option<String>,
}

impl Change {
    /// The change that takes this one back.
    #[must_use]
    pub fn inverse(&self) -> Self {
        Self { path: self.path.clone(), old: self.new.clone(), new: self.old.clone() }
    }
}

/// Who and when, as the outer layers know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// Local time with its offset.
    pub at: DateTime<FixedOffset>,
    /// The person.
    pub actor: String,
}

/// Why an event was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Someone recorded, corrected or removed something.
    Record,
    /// Takes the step with this number back.
    Undo(u64),
    /// Brings the step with this number again.
    Redo(u64),
}

/// A change as it stands in the ledger. Events with the same `step` were one act of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Identity; writing the same event twice is writing it once.
    pub id: EventId,
    /// Which copy of the project wrote it.
    pub replica: ReplicaId,
    /// The how-manieth of that copy, from 1 without gaps.
    pub seq: u64,
    /// `seq` of the first event of the same act.
    pub step: u64,
    /// The event whose value this one replaced.
    pub base: Option<EventId>,
    /// Who and when.
    pub stamp: Stamp,
    /// Record, undo or redo.
    pub kind: Kind,
    /// What changed.
    pub change: Change,
    /// Why, where a reason was given.
    pub reason: Option<String>,
    /// Hash of the event before this one; zeros for the first.
    pub prev: Digest,
    /// SM3 over all of the above.
    pub hash: Digest,
}

/// Everything recorded in one project, its current facts, and what can be undone.
#[derive(Debug, Clone)]
pub struct Ledger {
    replica: ReplicaId,
    events: Vec<Event>,
    facts: Facts,
    heads: BTreeMap<String, u32>,
    done: Vec<u64>,
    undone: Vec<u64>,
}

impl Ledger {
    /// An empty ledger written by `replica`.
    pub fn new(replica: ReplicaId) -> Self {
        Self {
            replica,
            events: Vec::new(),
            facts: Facts::default(),
            heads: BTreeMap::new(),
            done: Vec::new(),
            undone: Vec::new(),
        }
    }

    /// The ledger that these stored events make.
    ///
    /// # Errors
    /// The first event whose number, predecessor or hash is not what it should be.
    pub fn replay(replica: ReplicaId, events: Vec<Event>) -> Result<Self, ChainFault> {
        chain::check(&events)?;
        let mut ledger = Self::new(replica);
        for event in events {
            ledger.take(event);
        }
        Ok(ledger)
    }

    /// All events, oldest first.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// The current facts.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// The event that gave the fact at `path` its current value (or took it away).
    pub fn last_event(&self, path: &str) -> Option<&Event> {
        self.heads.get(path).map(|&n| &self.events[n as usize])
    }

    /// Records one act: every `(path, new value)` that differs from what is there.
    /// Returns the events to store; none if nothing would change.
    pub fn record(
        &mut self,
        sets: Vec<(String, Option<String>)>,
        reason: Option<&str>,
        stamp: &Stamp,
    ) -> &[Event] {
        let changes = sets.into_iter().map(|(path, new)| {
            let old = self.facts.get(&path).map(str::to_owned);
            Change { path, old, new }
        });
        let changes: Vec<Change> = changes.filter(|c| c.old != c.new).collect();
        self.append(Kind::Record, changes, reason, stamp)
    }

    /// Takes the last act back that was not yet taken back; none if there is none.
    pub fn undo(&mut self, stamp: &Stamp) -> &[Event] {
        let Some(&step) = self.done.last() else { return &[] };
        let changes = self.changes_of(step).rev().map(Change::inverse).collect();
        self.append(Kind::Undo(step), changes, None, stamp)
    }

    /// Brings the last act again that was taken back; none if there is none.
    pub fn redo(&mut self, stamp: &Stamp) -> &[Event] {
        let Some(&step) = self.undone.last() else { return &[] };
        let changes = self.changes_of(step).cloned().collect();
        self.append(Kind::Redo(step), changes, None, stamp)
    }

    /// Marks everything so far as not to be undone (the opening entries of a project).
    pub fn seal_undo(&mut self) {
        self.done.clear();
        self.undone.clear();
    }

    fn changes_of(&self, step: u64) -> impl DoubleEndedIterator<Item = &Change> {
        let start = self.events.partition_point(|e| e.step < step);
        let end = self.events.partition_point(|e| e.step <= step);
        self.events[start..end].iter().map(|e| &e.change)
    }

    fn append(&mut self, kind: Kind, changes: Vec<Change>, reason: Option<&str>, stamp: &Stamp) -> &[Event] {
        let first = self.events.len();
        let step = first as u64 + 1;
        for change in changes {
            let base = self.last_event(&change.path).map(|e| e.id);
            let prev = self.events.last().map_or(Digest::default(), |e| e.hash);
            let seq = self.events.len() as u64 + 1;
            let event = Event {
                id: chain::event_id(self.replica, seq, stamp),
                replica: self.replica,
                seq,
                step,
                base,
                stamp: stamp.clone(),
                kind,
                change,
                reason: reason.map(str::to_owned),
                prev,
                hash: Digest::default(),
            };
            self.take(chain::sealed(event));
        }
        &self.events[first..]
    }

    fn take(&mut self, event: Event) {
        if event.step == event.seq {
            self.note_step(event.kind, event.step);
        }
        self.facts.set(&event.change.path, event.change.new.as_deref());
        let index = u32::try_from(self.events.len()).unwrap_or(u32::MAX);
        self.heads.insert(event.change.path.clone(), index);
        self.events.push(event);
    }

    fn note_step(&mut self, kind: Kind, step: u64) {
        match kind {
            Kind::Record => {
                self.done.push(step);
                self.undone.clear();
            }
            Kind::Undo(target) => {
                self.done.retain(|&s| s != target);
                self.undone.push(target);
            }
            Kind::Redo(target) => {
                self.undone.retain(|&s| s != target);
                self.done.push(target);
            }
        }
    }
}
