//! The record walked in time: the facts at a moment, and the total after every act.
//!
//! Owns how a ledger is cut into moments and what each of them scores. A moment is what the record
//! was after an act of a person; between the changes of one act it never stood still. The scheme is
//! the one that holds now, so that moments differ by facts alone.

use std::ops::Range;

use super::{Graded, Span, score};
use crate::ledger::{Event, Facts, SCHEME_PREFIX};
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
/// between, or, where there are fewer, as lie before where it goes.
#[derive(Debug, Clone, Default)]
pub struct Walker {
    facts: Facts,
    done: usize,
}

impl Walker {
    /// The facts where it stands.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// Moves to where the first `to` events are done and no others.
    pub fn go(&mut self, events: &[Event], to: usize) {
        let to = to.min(events.len());
        if to < self.done / 2 {
            // From the empty record it is nearer.
            *self = Self::default();
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

/// Scores the moments after the first `known` ones, the first of all being the empty record, and
/// hands them over in batches of `batch`, until `take` says `false`. Costs a score for each act that
/// can bear on the result, about 50 µs for a scheme of 24 indicators: many acts belong on a thread
/// of their own.
pub fn series(
    scheme: &Scheme,
    events: &[Event],
    known: usize,
    batch: usize,
    mut take: impl FnMut(Vec<Moment>) -> bool,
) {
    let mut walker = Walker::default();
    let mut ready = Vec::new();
    let mut last = None;
    for (n, act) in std::iter::once(0..0).chain(acts(events)).enumerate() {
        walker.go(events, act.end);
        if n < known {
            continue;
        }
        let moment = match last {
            Some(moment) if !events[act.clone()].iter().any(bears) => moment,
            _ => {
                let card = score(scheme, walker.facts(), None);
                Moment { seq: 0, total: card.total.points, grade: card.grade }
            }
        };
        let moment = Moment { seq: act.end as u64, ..moment };
        last = Some(moment);
        ready.push(moment);
        if ready.len() >= batch.max(1) && !take(std::mem::take(&mut ready)) {
            return;
        }
    }
    if !ready.is_empty() {
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
