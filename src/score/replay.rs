//! The record walked in time: the facts at a moment, and the total after every act.
//!
//! Owns how a ledger is cut into moments and what each of them scores. A moment is what the record
//! was after an act of a person; between the changes of one act it never stood still. The scheme is
//! the one that holds now, so that moments differ by facts alone.

use std::ops::Range;
use std::sync::Arc;

use super::{Graded, Span, score};
use crate::ledger::{Event, Facts, Ledger, SCHEME_PREFIX};
use crate::scheme::Scheme;

/// The result after so many events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// How many events lie before it: the number of the last of them, 0 before everything.
    pub seq: u64,
    /// The total then.
    pub total: Span,
    /// The grade then.
    pub grade: Graded,
}

/// Facts that can be moved forth and back along a ledger. A move costs as many changes as lie
/// between, or from the nearest waypoint a copy of it and the changes behind it.
#[derive(Debug, Clone, Default)]
pub struct Walker {
    facts: Facts,
    done: usize,
    /// In the order of time; of a ledger the empty record is the first and its end the last one.
    waypoints: Vec<Waypoint>,
}

/// The facts after so many events, kept so that a walk can go on from there.
#[derive(Debug, Clone)]
pub struct Waypoint {
    /// How many events are done.
    pub done: usize,
    /// What they made.
    pub facts: Arc<Facts>,
}

impl Waypoint {
    /// What it costs to go from here to a place, in changes. Copying what so many changes made
    /// takes about as long as an eighth of them.
    fn cost(&self, to: usize) -> usize {
        self.done.abs_diff(to) + self.done / 8
    }
}

/// Waypoints along a ledger besides its ends, and the fewest events between two.
const WAYPOINTS: (usize, usize) = (8, 4_096);

impl Walker {
    /// Stands at the end of a ledger, with both its ends as waypoints. What came in batches is
    /// found along the whole way, and forms are counted as the ledger counts them.
    pub fn of(ledger: &Ledger) -> Self {
        let now = Arc::new(ledger.facts().clone());
        let done = ledger.events().len();
        let before = Waypoint { done: 0, facts: Arc::new(now.emptied()) };
        let facts = Facts::clone(&now);
        Self { facts, done, waypoints: vec![before, Waypoint { done, facts: now }] }
    }

    /// Stands at the end of a ledger that has grown since, and goes on with what it found. `None`
    /// if other contents of batches are found now: what came before may then have been counted
    /// without them.
    #[must_use]
    pub fn again(&self, ledger: &Ledger) -> Option<Self> {
        let [before, between @ .., _end] = self.waypoints.as_slice() else { return None };
        if !before.facts.finds_as(ledger.facts()) {
            return None;
        }
        let mut again = Self::of(ledger);
        for waypoint in between {
            again.keep(waypoint.clone());
        }
        Some(again)
    }

    /// Stands before everything, with these waypoints.
    pub fn at_start(waypoints: Vec<Waypoint>) -> Self {
        let before = waypoints.first().filter(|w| w.done == 0);
        let facts = before.map(|w| Facts::clone(&w.facts)).unwrap_or_default();
        Self { facts, done: 0, waypoints }
    }

    /// The facts where it stands.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// The waypoints, in the order of time.
    pub fn waypoints(&self) -> &[Waypoint] {
        &self.waypoints
    }

    /// Takes a waypoint over for later walks.
    pub fn keep(&mut self, waypoint: Waypoint) {
        if let Err(at) = self.waypoints.binary_search_by_key(&waypoint.done, |w| w.done) {
            self.waypoints.insert(at, waypoint);
        }
    }

    /// Moves to where the first `to` events are done and no others.
    pub fn go(&mut self, events: &[Event], to: usize) {
        let to = to.min(events.len());
        let nearest = self.waypoints.iter().min_by_key(|w| w.cost(to));
        if let Some(from) = nearest.filter(|w| w.cost(to) < self.done.abs_diff(to)) {
            self.facts = Facts::clone(&from.facts);
            self.done = from.done;
        }
        for event in events.get(self.done..to).unwrap_or_default() {
            self.facts.set(&event.change.path, event.change.new.as_deref());
        }
        for event in events.get(to..self.done).unwrap_or_default().iter().rev() {
            self.facts.set(&event.change.path, event.change.old.as_deref());
        }
        self.done = to;
    }
}

/// The acts of a ledger: places of the events that were one act each.
pub fn acts(events: &[Event]) -> impl Iterator<Item = Range<usize>> {
    let mut from = 0;
    events.chunk_by(|a, b| a.step == b.step).map(move |act| {
        let range = from..from + act.len();
        from = range.end;
        range
    })
}

/// Whether a change can bear on the score: evidence and the files of the scheme cannot.
fn bears(event: &Event) -> bool {
    let path = &event.change.path;
    !path.starts_with(SCHEME_PREFIX) && !path.contains('@')
}

/// Moments in order, and a waypoint if one was passed.
#[derive(Debug, Clone, Default)]
pub struct Stretch {
    /// The moments after those handed over before.
    pub moments: Vec<Moment>,
    /// What shortens later walks to about here.
    pub waypoint: Option<Waypoint>,
}

/// Scores the moments after the first `known` ones, the first of all being the empty record, and
/// hands them over in stretches of `most` at most, until `take` says `false`. Costs a score for each
/// act that can bear on the result, about 50 µs for a scheme of 24 indicators: many acts belong on a
/// thread of their own. Waypoints are handed over as they are passed.
pub fn series(
    scheme: &Scheme,
    events: &[Event],
    mut walker: Walker,
    known: usize,
    most: usize,
    mut take: impl FnMut(Stretch) -> bool,
) {
    let apart = (events.len() / (WAYPOINTS.0 + 1)).max(WAYPOINTS.1);
    let mut ready = Stretch::default();
    let mut last = None;
    for (n, act) in std::iter::once(0..0).chain(acts(events)).enumerate() {
        if n < known {
            continue;
        }
        walker.go(events, act.end);
        let moment = match last {
            Some(moment) if !events[act.clone()].iter().any(bears) => moment,
            _ => {
                let card = score(scheme, walker.facts(), None);
                Moment { seq: 0, total: card.total.points, grade: card.grade }
            }
        };
        let moment = Moment { seq: act.end as u64, ..moment };
        last = Some(moment);
        ready.moments.push(moment);
        if act.start / apart < act.end / apart && act.end < events.len() {
            let facts = Arc::new(walker.facts().clone());
            ready.waypoint = Some(Waypoint { done: act.end, facts });
        }
        let is_full = ready.moments.len() >= most.max(1) || ready.waypoint.is_some();
        if is_full && !take(std::mem::take(&mut ready)) {
            return;
        }
    }
    if !ready.moments.is_empty() {
        take(ready);
    }
}

/// Places of the moments whose total differs from the one before, largest difference first: how
/// far both ends moved together. Equal ones stay in the order of time.
pub fn steps(moments: &[Moment]) -> Vec<usize> {
    let moved = |n: &usize| {
        let (a, b) = (moments[n - 1].total, moments[*n].total);
        (b.low - a.low).abs() + (b.high - a.high).abs()
    };
    let mut steps: Vec<usize> = (1..moments.len()).filter(|n| !moved(n).is_zero()).collect();
    steps.sort_by_key(|n| std::cmp::Reverse(moved(n)));
    steps
}

/// The next or the previous moment from `at` whose total differs from the one before it.
pub fn next_step(moments: &[Moment], at: usize, forward: bool) -> Option<usize> {
    let moved = |n: &usize| moments[*n].total != moments[n - 1].total;
    if forward { (at + 1..moments.len()).find(moved) } else { (1..at.min(moments.len())).rev().find(moved) }
}
