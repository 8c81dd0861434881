//! The replay: walking the ledger in time and seeing the score move, without touching it.
//!
//! Owns which moment is looked at and what is known of all of them. The facts are moved along the
//! ledger entry by entry and only the moment looked at is scored here; the totals of all others are
//! found outside, on a thread of their own, and arrive in batches, so that neither keying nor
//! walking ever waits for them.

use std::sync::Arc;

use crate::i18n::compare as words;
use crate::ledger::Event;
use crate::score::replay::{self, Moment, Stretch, Walker};
use crate::score::{self, Scorecard};

use super::command::Command;
use super::compare::{Beside, Compared, Party};
use super::layout::{Cursor, Pane};
use super::whatif::{Place, View};
use super::work::{Tab, Work};
use super::{App, Effect};

/// Steps of a page.
const PAGE: isize = 10;

/// A walk through the ledger.
#[derive(Debug, Clone, Default)]
pub struct Replay {
    /// Whether it is on the screen.
    pub shown: bool,
    /// The moment looked at.
    pub at: usize,
    /// The moment marked to be compared with.
    pub marked: Option<usize>,
    /// What is known of the moments, from the first one on.
    pub moments: Vec<Moment>,
    /// Everything scored at the moment looked at.
    pub card: Scorecard,
    /// Everything scored one moment earlier.
    pub before: Scorecard,
    /// How many events each moment has behind it.
    ends: Vec<usize>,
    walker: Walker,
    /// Which of all questions for moments is not answered yet.
    asked: Option<u64>,
}

impl Replay {
    /// How many moments there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none; there is always the one before everything.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// How many events a moment has behind it.
    pub fn seq(&self, moment: usize) -> usize {
        self.ends.get(moment).copied().unwrap_or(0)
    }

    /// Stands before everything and knows the waypoints found so far: what the totals of the
    /// moments are found with.
    pub fn walker(&self) -> Walker {
        Walker::at_start(self.walker.waypoints().to_vec())
    }

    /// The facts of the moment looked at.
    pub fn facts(&self) -> &crate::ledger::Facts {
        self.walker.facts()
    }

    /// The events that led to the moment looked at; none before everything.
    pub fn events<'a>(&self, events: &'a [Event]) -> &'a [Event] {
        let from = self.at.checked_sub(1).map_or(0, |n| self.seq(n));
        events.get(from..self.seq(self.at)).unwrap_or_default()
    }
}

impl Work {
    /// Begins at the entry selected in the ledger: after the act it belongs to.
    fn enter_replay(&mut self) {
        self.replay.shown = true;
        if let Some(walker) = self.replay.walker.again(&self.ledger) {
            self.replay.walker = walker;
        } else {
            self.replay.walker = Walker::of(&self.ledger);
            // Scored again with what is found now, and waypoints are left on the way.
            self.replay.moments.clear();
        }
        // What is still on its way was found with what the ledger held before.
        self.replay.asked = None;
        self.keep_up_replay();
        let newest = self.ledger.events().len();
        let seq = newest.saturating_sub(self.view.ledger.at);
        self.replay_to(self.replay.ends.partition_point(|end| *end < seq));
    }

    /// Takes entries into account that were made since.
    fn keep_up_replay(&mut self) {
        let events = self.ledger.events();
        if self.replay.is_empty() || self.replay.ends.last() != Some(&events.len()) {
            self.replay.ends = std::iter::once(0).chain(replay::acts(events).map(|act| act.end)).collect();
        }
    }

    /// Looks at a moment.
    fn replay_to(&mut self, moment: usize) {
        let moment = moment.min(self.replay.len().saturating_sub(1));
        let events = self.ledger.events();
        let walk = &mut self.replay;
        walk.walker.go(events, walk.seq(moment.saturating_sub(1)));
        walk.before = score::score(&self.scheme, walk.walker.facts(), None);
        walk.walker.go(events, walk.seq(moment));
        walk.card = score::score(&self.scheme, walk.walker.facts(), None);
        walk.at = moment;
    }
}

impl App {
    /// Runs a command of the replay.
    pub(super) fn replay(&mut self, command: Command) {
        let Some(work) = &mut self.work else { return };
        let at = work.replay.at;
        let by = |by: isize| Some(at.saturating_add_signed(by));
        let to = match command {
            Command::Replay => {
                work.enter_replay();
                return;
            }
            Command::MarkMoment => {
                work.replay.marked = if work.replay.marked == Some(at) { None } else { Some(at) };
                return;
            }
            Command::CompareMoments => {
                self.compare_moments();
                return;
            }
            Command::ShowEntry => {
                self.leave_replay(true);
                return;
            }
            Command::StepForward => by(1),
            Command::StepBack => by(-1),
            Command::PageDown => by(PAGE),
            Command::PageUp => by(-PAGE),
            Command::First => Some(0),
            Command::Last => Some(usize::MAX),
            Command::NextChange => replay::next_step(&work.replay.moments, at, true),
            Command::PreviousChange => replay::next_step(&work.replay.moments, at, false),
            _ => {
                // The largest first, then one after the other, and from the smallest back again.
                let steps = replay::steps(&work.replay.moments);
                let place = steps.iter().position(|n| *n == at).map_or(0, |n| (n + 1) % steps.len());
                steps.get(place).copied()
            }
        };
        if let Some(moment) = to {
            work.replay_to(moment);
        } else {
            self.say(crate::i18n::replay::no_such_step(self.lang()), false);
        }
    }

    /// Sets the marked moment and the one looked at side by side, the earlier one first.
    fn compare_moments(&mut self) {
        let lang = self.lang();
        let Some(work) = &mut self.work else { return };
        let walk = &work.replay;
        let Some(marked) = walk.marked.filter(|m| *m != walk.at) else {
            self.say(words::no_mark(lang), false);
            return;
        };
        let scheme = Arc::new(work.scheme.clone());
        let mut walker = walk.walker.clone();
        let mut party = |moment: usize| {
            walker.go(work.ledger.events(), walk.seq(moment));
            let name = format!("#{}", walk.seq(moment));
            Party::new(name, Arc::clone(&scheme), walker.facts().clone())
        };
        let [before, after] = [marked.min(walk.at), marked.max(walk.at)].map(&mut party);
        work.beside = Some(Beside::moments(Compared::new(before, after)));
        work.whatif.show(Place::View(View::Compare));
        self.go_tab(Tab::WhatIf);
        if let Some(work) = &mut self.work {
            work.view.focus = Pane::Main;
        }
    }

    /// Leaves the replay, to the ledger; or to the entry that led to the moment.
    pub(super) fn leave_replay(&mut self, to_entry: bool) {
        let Some(work) = &mut self.work else { return };
        work.replay.shown = false;
        if to_entry {
            let newest = work.ledger.events().len();
            let seq = work.replay.seq(work.replay.at).max(1);
            work.view.ledger = Cursor { at: newest.saturating_sub(seq), top: 0 };
        }
    }

    /// Asks for the totals of the moments that are not known yet.
    pub(super) fn ask_for_moments(&mut self) -> Option<Effect> {
        let work = self.work.as_mut().filter(|w| w.replay.shown)?;
        work.keep_up_replay();
        let walk = &mut work.replay;
        if walk.asked.is_some() || walk.moments.len() >= walk.len() {
            return None;
        }
        self.questions += 1;
        walk.asked = Some(self.questions);
        Some(Effect::Replay { question: self.questions, known: walk.moments.len() })
    }

    /// Takes totals of moments over, if they answer the last question.
    pub(super) fn take_moments(&mut self, question: u64, stretch: Stretch, is_last: bool) {
        let Some(work) = &mut self.work else { return };
        let walk = &mut work.replay;
        if walk.asked == Some(question) {
            walk.moments.extend(stretch.moments);
            if let Some(waypoint) = stretch.waypoint {
                walk.walker.keep(waypoint);
            }
            if is_last {
                walk.asked = None;
            }
        }
    }
}
