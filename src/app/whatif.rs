//! Scenarios of an open project: what is laid over its record, and what comes of it.
//!
//! They live in memory while the project is open. A ledger keeps for good what it is given, and
//! what was only tried in a meeting is no part of the record; what is to stay is applied, with a
//! reason, as ordinary entries.

use crate::ledger::Facts;
use crate::scheme::Scheme;
use crate::score::Scorecard;
use crate::score::compare::{Comparison, Side, compare};
use crate::score::whatif::{Laid, Scenario, Tweak, lay};

use super::layout::Cursor;

/// The views of the what-if screen, one file each under `screen/whatif`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// All scenarios side by side.
    Scenarios,
}

impl View {
    /// All views in order.
    pub const ALL: [Self; 1] = [Self::Scenarios];
}

/// A line of the list on the left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A view.
    View(View),
    /// A scenario, by its number; they stand below [`View::Scenarios`].
    Scenario(usize),
}

/// What a line changes; what a value is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spot {
    /// The fact at a path.
    Fact(String),
    /// The number of the scheme at a path.
    Parameter(String),
    /// The rounding.
    Rounding,
}

impl Spot {
    /// What a tweak changes.
    pub fn of(tweak: &Tweak) -> Self {
        match tweak {
            Tweak::Fact { path, .. } => Self::Fact(path.clone()),
            Tweak::Parameter { path, .. } => Self::Parameter(path.clone()),
            Tweak::Rounding(_) => Self::Rounding,
        }
    }
}

/// What comes of a scenario.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Scheme, facts and results with the scenario laid over.
    pub laid: Laid,
    /// The record against it.
    pub comparison: Comparison,
}

/// Everything that is tried.
#[derive(Debug, Clone, Default)]
pub struct WhatIf {
    /// The scenarios, in the order in which they were made.
    pub scenarios: Vec<Scenario>,
    /// One for each scenario.
    pub outcomes: Vec<Outcome>,
    /// The scenario laid over the other views, if one is.
    pub laid: Option<usize>,
    /// Selected line of the list.
    pub list: Cursor,
    /// Selected row of the view.
    pub main: Cursor,
}

impl WhatIf {
    /// The lines of the list.
    pub fn places(&self) -> Vec<Place> {
        let below = |view: View| match view {
            View::Scenarios => (0..self.scenarios.len()).map(Place::Scenario).collect(),
        };
        let lines = |view: View| std::iter::once(Place::View(view)).chain::<Vec<_>>(below(view));
        View::ALL.into_iter().flat_map(lines).collect()
    }

    /// The selected line.
    pub fn place(&self) -> Place {
        self.places().get(self.list.at).copied().unwrap_or(Place::View(View::Scenarios))
    }

    /// The selected scenario.
    pub fn selected(&self) -> Option<usize> {
        match self.place() {
            Place::Scenario(n) => Some(n),
            Place::View(_) => None,
        }
    }

    /// Selects a line of the list and begins at the top of its view.
    pub fn show(&mut self, place: Place) {
        if let Some(at) = self.places().iter().position(|p| *p == place) {
            self.list.at = at;
            self.main = Cursor::default();
        }
    }

    /// Whether what is shown is not the record.
    pub fn is_laid(&self) -> bool {
        self.selected().or(self.laid).is_some()
    }

    /// Scores every scenario against the record as it now is.
    pub fn recompute(&mut self, scheme: &Scheme, facts: &Facts, card: &Scorecard) {
        self.outcomes = self.scenarios.iter().map(|s| outcome(s, scheme, facts, card)).collect();
    }

    /// How many changes a scenario holds.
    pub fn tweaks(&self, n: usize) -> usize {
        self.scenarios.get(n).map_or(0, |s| s.tweaks.len())
    }

    /// Removes a scenario.
    pub fn remove(&mut self, n: usize) -> Option<Scenario> {
        if n >= self.scenarios.len() {
            return None;
        }
        self.outcomes.remove(n);
        self.laid = match self.laid {
            Some(laid) if laid == n => None,
            Some(laid) if laid > n => Some(laid - 1),
            other => other,
        };
        Some(self.scenarios.remove(n))
    }
}

fn outcome(scenario: &Scenario, scheme: &Scheme, facts: &Facts, card: &Scorecard) -> Outcome {
    let laid = lay(scheme, facts, &scenario.tweaks);
    let before = Side { scheme, facts, card };
    // An untouched scheme is the same one, of which more can be said.
    let rules = if scenario.tweaks.iter().any(Tweak::is_of_scheme) { &laid.scheme } else { scheme };
    let comparison = compare(before, Side { scheme: rules, facts: &laid.facts, card: &laid.card });
    Outcome { laid, comparison }
}
