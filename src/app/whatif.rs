//! Scenarios of an open project: what is laid over its record, and what comes of it.
//!
//! They live in memory while the project is open. A ledger keeps for good what it is given, and
//! what was only tried in a meeting is no part of the record; what is to stay is applied, with a
//! reason, as ordinary entries.

use std::rc::Rc;

use rust_decimal::Decimal;

use crate::ledger::Facts;
use crate::scheme::Scheme;
use crate::score::compare::{Comparison, Side, compare};
use crate::score::levers::{Direction, Levers, levers};
use crate::score::robust::{self, DRAWS, Rounded, Sampled, Simulation, Swing, Unsupported};
use crate::score::whatif::{Laid, Scenario, Tweak, lay};
use crate::score::{Readings, Scorecard, Span};

use super::layout::Cursor;
use super::work::Work;

/// The views of the what-if screen, one file each under `screen/whatif`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// All scenarios side by side.
    Scenarios,
    /// The way to the next grade, and the way down.
    Levers,
    /// How the grade behaves when weights, rounding and doubtful deductions move.
    Robust,
    /// Another record, or two moments, side by side.
    Compare,
    /// The charts.
    Charts,
}

impl View {
    /// All views in order.
    pub const ALL: [Self; 5] = [Self::Scenarios, Self::Levers, Self::Robust, Self::Compare, Self::Charts];
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
#[derive(Debug, Clone)]
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
    /// Percent by which weights are moved.
    pub percent: u32,
    /// Where the simulation starts.
    pub seed: u64,
    /// The ways up and down, found when they are first looked at.
    pub ways: Option<Rc<[Levers; 2]>>,
    /// What robustness came to, likewise.
    pub firmness: Option<Rc<Firmness>>,
}

/// Percent by which weights are moved at first, at least and at most.
pub const PERCENT: (u32, u32, u32) = (10, 1, 50);

impl Default for WhatIf {
    fn default() -> Self {
        Self {
            scenarios: Vec::new(),
            outcomes: Vec::new(),
            laid: None,
            list: Cursor::default(),
            main: Cursor::default(),
            percent: PERCENT.0,
            seed: 1,
            ways: None,
            firmness: None,
        }
    }
}

/// How the result behaves.
#[derive(Debug, Clone)]
pub struct Firmness {
    /// Each weight moved alone.
    pub swings: Vec<Swing>,
    /// The ends of the total with all weights moved.
    pub extremes: Span,
    /// How often each grade comes then.
    pub simulation: Simulation,
    /// Every way of rounding.
    pub roundings: Vec<Rounded>,
    /// Deductions that nothing supports.
    pub unsupported: Vec<Unsupported>,
    /// The intervals of surveys, carried through the rules.
    pub sampled: Vec<Sampled>,
}

impl WhatIf {
    /// The lines of the list.
    pub fn places(&self) -> Vec<Place> {
        let below = |view: View| match view {
            View::Scenarios => (0..self.scenarios.len()).map(Place::Scenario).collect(),
            View::Levers | View::Robust | View::Compare | View::Charts => Vec::new(),
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
        // Comparisons and charts always show the record itself.
        let of_record = matches!(self.place(), Place::View(View::Compare | View::Charts));
        !of_record && self.selected().or(self.laid).is_some()
    }

    /// Scores every scenario against the record as it now is.
    pub fn recompute(&mut self, scheme: &Scheme, facts: &Facts, card: &Scorecard) {
        self.outcomes = self.scenarios.iter().map(|s| outcome(s, scheme, facts, card)).collect();
        self.forget();
    }

    /// Lets what was found be found again.
    pub fn forget(&mut self) {
        (self.ways, self.firmness) = (None, None);
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
            Some(laid) if laid == n => {
                self.forget();
                None
            }
            Some(laid) if laid > n => Some(laid - 1),
            other => other,
        };
        let dropped = self.scenarios.remove(n);
        // The next one is selected, else the one before, else what they stood below.
        let last = self.scenarios.len().checked_sub(1);
        self.show(last.map_or(Place::View(View::Scenarios), |last| Place::Scenario(n.min(last))));
        Some(dropped)
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

/// What the analyses look at: the record, or the scenario that is laid over it.
#[derive(Debug, Clone, Copy)]
pub struct Basis<'a> {
    /// The rules.
    pub scheme: &'a Scheme,
    /// The facts.
    pub facts: &'a Facts,
    /// What the facts say.
    pub readings: &'a Readings,
    /// The results.
    pub card: &'a Scorecard,
}

impl Work {
    /// The record, or the scenario laid over it. Whatever shows it says which.
    pub fn basis(&self) -> Basis<'_> {
        match self.whatif.laid.and_then(|n| self.whatif.outcomes.get(n)) {
            Some(Outcome { laid, .. }) => {
                Basis { scheme: &laid.scheme, facts: &laid.facts, readings: &laid.readings, card: &laid.card }
            }
            None => Basis {
                scheme: &self.scheme,
                facts: self.ledger.facts(),
                readings: &self.readings,
                card: &self.card,
            },
        }
    }

    /// Finds what the selected view shows, if it was not found yet.
    pub fn look_into(&mut self) {
        match self.whatif.place() {
            Place::View(View::Levers) if self.whatif.ways.is_none() => {
                let basis = self.basis();
                let way = |direction| levers(basis.scheme, basis.facts, direction);
                self.whatif.ways = Some(Rc::new([Direction::Up, Direction::Down].map(way)));
            }
            Place::View(View::Robust) if self.whatif.firmness.is_none() => {
                let share = Decimal::new(i64::from(self.whatif.percent), 2);
                let Basis { scheme, facts, readings, card } = self.basis();
                self.whatif.firmness = Some(Rc::new(Firmness {
                    swings: robust::swings(scheme, card, share),
                    extremes: robust::extremes(scheme, card, share),
                    simulation: robust::simulate(scheme, card, share, self.whatif.seed, DRAWS),
                    roundings: robust::roundings(scheme, readings, card),
                    unsupported: robust::unsupported(scheme, facts, readings, card),
                    sampled: robust::sampled(scheme, facts, readings, card),
                }));
            }
            _ => {}
        }
    }
}
