//! What was recorded: the append-only sequence of everything one project holds.
//!
//! Owns [`Change`] (the only way data changes, with its inverse), [`Event`] (a change as it is
//! stored, chained by hash), [`Facts`] (the current values folded from events) and undo/redo,
//! which append and never erase. Must not know disk, clock, environment or language: time and
//! person come in with a [`Stamp`].

mod batch;
mod chain;
mod facts;
mod keyed;
pub mod second;

#[cfg(test)]
mod tests;

pub use batch::{BatchEntry, batch_path};
pub use chain::{Breach, ChainFault, Digest, NotADigest};
pub use facts::{Facts, Recorded, added_cell, form_path, total_cell};

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

use crate::scheme::Scheme;
use crate::scheme::signoff::RELEASED;
use crate::survey::Batch;

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
    /// What a project was opened with: its scheme and the facts that came along. Never undone.
    Open,
    /// Someone recorded, corrected or removed something.
    Record,
    /// Takes the step with this number back.
    Undo(u64),
    /// Brings the step with this number again.
    Redo(u64),
}

impl Kind {
    /// The word it is stored and hashed as.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Record => "record",
            Self::Undo(_) => "undo",
            Self::Redo(_) => "redo",
        }
    }

    /// The step it takes back or brings again.
    pub const fn target(self) -> Option<u64> {
        match self {
            Self::Open | Self::Record => None,
            Self::Undo(step) | Self::Redo(step) => Some(step),
        }
    }

    /// The kind stored as this word and target; none if the two do not go together.
    pub fn from_parts(word: &str, target: Option<u64>) -> Option<Self> {
        match (word, target) {
            ("open", None) => Some(Self::Open),
            ("record", None) => Some(Self::Record),
            ("undo", Some(step)) => Some(Self::Undo(step)),
            ("redo", Some(step)) => Some(Self::Redo(step)),
            _ => None,
        }
    }
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
    /// Opening, record, undo or redo.
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
    heads: HashMap<String, usize>,
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
            heads: HashMap::new(),
            done: Vec::new(),
            undone: Vec::new(),
        }
    }

    /// The ledger that these stored events make.
    ///
    /// # Errors
    /// The first event whose number, predecessor, hash or replaced value is not what it should be.
    pub fn replay(replica: ReplicaId, events: Vec<Event>) -> Result<Self, ChainFault> {
        let mut ledger = Self::new(replica);
        ledger.extend(events)?;
        Ok(ledger)
    }

    /// Takes up stored events that follow on what is there.
    ///
    /// # Errors
    /// The first event that does not fit; all before it were taken up, it and the rest were not.
    pub fn extend(&mut self, events: Vec<Event>) -> Result<(), ChainFault> {
        self.events.reserve(events.len());
        let sound = chain::sound_contents(&events);
        for (n, event) in events.into_iter().enumerate() {
            self.fits(&event, n < sound)?;
            self.take(event);
        }
        Ok(())
    }

    /// The copy of the project that this ledger writes as.
    pub fn replica(&self) -> ReplicaId {
        self.replica
    }

    /// All events, oldest first.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// The current facts.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// Puts the content of a batch of forms where entries that name its digest find it. Must
    /// come before those entries.
    pub fn shelve(&mut self, digest: Digest, content: Arc<Batch>) {
        self.facts.shelve(digest, content);
    }

    /// Counts forms as the scheme's questionnaires want it from now on; see [`Facts::follow`].
    pub fn follow(&mut self, scheme: &Scheme) {
        self.facts.follow(scheme);
    }

    /// The event that gave the fact at `path` its current value (or took it away).
    pub fn last_event(&self, path: &str) -> Option<&Event> {
        self.heads.get(path).map(|&n| &self.events[n])
    }

    /// Records one act: every `(path, new value)` that differs from what is there.
    /// Returns the events to store; none if nothing would change, or if the project is locked and
    /// this is not its unlocking with a reason.
    pub fn record(
        &mut self,
        sets: Vec<(String, Option<String>)>,
        reason: Option<&str>,
        stamp: &Stamp,
    ) -> &[Event] {
        // The last guard: whoever forgets to ask records nothing into a locked project.
        let unlocks = |sets: &[(String, Option<String>)]| {
            reason.is_some_and(|r| !r.trim().is_empty()) && sets.iter().all(|(path, _)| path == RELEASED)
        };
        if self.facts.is_locked() && !unlocks(&sets) {
            return &[];
        }
        self.append(Kind::Record, sets, reason, stamp)
    }

    /// Enters what a project starts with, as one act that is never undone.
    /// Returns the events to store.
    pub fn open_with(&mut self, sets: Vec<(String, String)>, stamp: &Stamp) -> &[Event] {
        let sets = sets.into_iter().map(|(path, value)| (path, Some(value))).collect();
        self.append(Kind::Open, sets, None, stamp)
    }

    /// Whether there is an act to take back.
    pub fn can_undo(&self) -> bool {
        !self.done.is_empty()
    }

    /// Takes the last act back that was not yet taken back; none if there is none.
    pub fn undo(&mut self, stamp: &Stamp) -> &[Event] {
        let Some(&step) = self.done.last().filter(|_| !self.facts.is_locked()) else { return &[] };
        let sets = self.changes_of(step).rev().map(|c| (c.path.clone(), c.old.clone())).collect();
        self.append(Kind::Undo(step), sets, None, stamp)
    }

    /// Brings the last act again that was taken back; none if there is none.
    pub fn redo(&mut self, stamp: &Stamp) -> &[Event] {
        let Some(&step) = self.undone.last().filter(|_| !self.facts.is_locked()) else { return &[] };
        let sets = self.changes_of(step).map(|c| (c.path.clone(), c.new.clone())).collect();
        self.append(Kind::Redo(step), sets, None, stamp)
    }

    /// The event with this number.
    pub fn event(&self, seq: u64) -> Option<&Event> {
        self.events.get(usize::try_from(seq.checked_sub(1)?).ok()?)
    }

    fn changes_of(&self, step: u64) -> impl DoubleEndedIterator<Item = &Change> {
        let start = self.events.partition_point(|e| e.step < step);
        let end = self.events.partition_point(|e| e.step <= step);
        self.events[start..end].iter().map(|e| &e.change)
    }

    /// Every set that differs from what is there becomes an event; a path may occur twice.
    fn append(
        &mut self,
        kind: Kind,
        sets: Vec<(String, Option<String>)>,
        reason: Option<&str>,
        stamp: &Stamp,
    ) -> &[Event] {
        let first = self.events.len();
        for (path, new) in sets {
            let old = self.facts.get(&path).map(str::to_owned);
            if old == new {
                continue;
            }
            let seq = self.events.len() as u64 + 1;
            let event = Event {
                id: chain::event_id(self.replica, seq, stamp),
                replica: self.replica,
                seq,
                step: first as u64 + 1,
                base: self.last_event(&path).map(|e| e.id),
                stamp: stamp.clone(),
                kind,
                change: Change { path, old, new },
                reason: reason.map(str::to_owned),
                prev: self.head(),
                hash: Digest::default(),
            };
            self.take(chain::sealed(event));
        }
        &self.events[first..]
    }

    fn head(&self) -> Digest {
        self.events.last().map_or(Digest::default(), |e| e.hash)
    }

    /// Whether a stored event follows on what is there: in the chain, in its step, in its fact.
    fn fits(&self, event: &Event, sound: bool) -> Result<(), ChainFault> {
        chain::link(self.replica, self.events.len() as u64, self.head(), event)?;
        if !sound {
            return Err(ChainFault { seq: event.seq, breach: Breach::Content });
        }
        let same_act = |last: &Event| last.step == event.step && last.kind == event.kind;
        let in_step = event.step == event.seq || self.events.last().is_some_and(same_act);
        let replaces = self.facts.get(&event.change.path) == event.change.old.as_deref()
            && self.last_event(&event.change.path).map(|e| e.id) == event.base;
        if !self.facts.has_content(&event.change.path, event.change.new.as_deref()) {
            return Err(ChainFault { seq: event.seq, breach: Breach::Batch });
        }
        if in_step && replaces { Ok(()) } else { Err(ChainFault { seq: event.seq, breach: Breach::Fold }) }
    }

    fn take(&mut self, event: Event) {
        if event.step == event.seq {
            self.note_step(event.kind, event.step);
        }
        self.facts.set(&event.change.path, event.change.new.as_deref());
        match self.heads.get_mut(&event.change.path) {
            Some(head) => *head = self.events.len(),
            None => {
                self.heads.insert(event.change.path.clone(), self.events.len());
            }
        }
        self.events.push(event);
    }

    fn note_step(&mut self, kind: Kind, step: u64) {
        match kind {
            Kind::Open => {}
            Kind::Record => {
                self.done.push(step);
                self.undone.clear();
            }
            Kind::Undo(target) => {
                remove(&mut self.done, target);
                self.undone.push(target);
            }
            Kind::Redo(target) => {
                remove(&mut self.undone, target);
                self.done.push(target);
            }
        }
    }
}

/// Takes `step` out; it is nearly always the last.
fn remove(steps: &mut Vec<u64>, step: u64) {
    if let Some(n) = steps.iter().rposition(|s| *s == step) {
        steps.remove(n);
    }
}
