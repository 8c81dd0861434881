//! The way to the next grade, and what would have to be wrong for the grade to fall.
//!
//! # What is searched
//!
//! A *lever* is a recorded fact that a rule reads, with its meaningful alternatives (see
//! [`Variant`]). A set of levers *crosses* if some choice of their alternatives, everything else
//! as recorded, gives a better (or worse) grade. Found are the sets that cross and none of whose
//! smaller sets does, up to [`MOST_CHANGES`] changes; for each the least alternatives that
//! suffice. Facts not recorded stay unknown: up means that the worst possible grade gets better,
//! down that the best possible gets worse.
//!
//! # How
//!
//! Levers that share a leaf are tried together. Those that do not, add up: the total is the sum
//! of rounded leaves, and each of them is scored once alone. What the leaves of a set have no room
//! for is not tried. Their sets are put together from the gains by branch and bound, and every
//! set reported was scored as a whole. Where the total is no such sum (levels rounded again, the
//! whole scaled up, grades given on a condition) all levers are tried together.

mod branch;
mod candidates;
mod search;

use rust_decimal::Decimal;

use super::again::Again;
use super::{Graded, Score, Scorecard, compute, readings};
use crate::ledger::Facts;
use crate::scheme::Scheme;

pub use candidates::MOST_ROWS;
pub use search::MOST_CHANGES;

/// What would be recorded, as path and value; nothing recorded for `None`.
pub type Sets = Vec<(String, Option<String>)>;

/// What a lever is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// The fact at a path.
    Fact(String),
    /// The number of rows of a table.
    Rows(String),
    /// The answers to a question.
    Answers {
        /// Index of the questionnaire.
        questionnaire: usize,
        /// Index of the question.
        question: usize,
    },
}

/// An alternative to what is recorded.
#[derive(Debug, Clone, PartialEq)]
pub enum Variant {
    /// These values instead.
    Set(Sets),
    /// Any amount up or down to `end`, in units of the field's last decimal. Tried at distances of
    /// which each is twice the one before, then narrowed to the least that suffices.
    Amount {
        /// Where it is recorded.
        path: String,
        /// What is recorded.
        now: Decimal,
        /// How far it may go.
        end: Decimal,
        /// Decimals of the field.
        decimals: u32,
    },
    /// Answers moved to the best (or worst) choice, those furthest from it first.
    Answers {
        /// Id of the questionnaire.
        stem: String,
        /// Id of the question.
        question: String,
        /// Code of the choice they are moved to.
        to: String,
        /// Codes they are moved from, with the forms, or with how many by the totals.
        from: Vec<(String, Vec<u32>, u64)>,
        /// How many there are to move.
        most: u64,
        /// Whether to the best.
        up: bool,
    },
}

/// A recorded fact and its alternatives, from the least change on.
#[derive(Debug, Clone, PartialEq)]
pub struct Lever {
    /// What it is about.
    pub subject: Subject,
    /// The leaves that read it.
    pub leaves: Vec<usize>,
    /// Its alternatives.
    pub variants: Vec<Variant>,
}

/// Which way the grade is to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// To a better grade.
    Up,
    /// To a worse one.
    Down,
}

/// One change of a set: a lever, and its alternative with the steps taken.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Index into [`Levers::levers`].
    pub lever: usize,
    /// Index into the lever's variants.
    pub variant: usize,
    /// How many steps of it.
    pub steps: u64,
    /// What would be recorded.
    pub sets: Sets,
}

/// A smallest set of changes that crosses.
#[derive(Debug, Clone, PartialEq)]
pub struct Crossing {
    /// The changes.
    pub changes: Vec<Change>,
    /// Points gained; negative for a fall.
    pub gain: Decimal,
    /// The total with all of them.
    pub total: Score,
    /// The grade with all of them.
    pub grade: Graded,
    /// Leaves whose points change: before and after.
    pub leaves: Vec<(usize, Score, Score)>,
}

/// What the search covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Coverage {
    /// Facts tried.
    pub levers: usize,
    /// Alternatives tried; amounts and answers to move count as one each way.
    pub variants: usize,
    /// Most changes in a set that all combinations were tried of.
    pub size: usize,
    /// How often the whole record was scored.
    pub scored: usize,
    /// Rows of long tables that were left out.
    pub rows_left_out: usize,
    /// Whether the search was cut short, so that sets may be missing.
    pub cut_short: bool,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Levers {
    /// Everything that could be otherwise.
    pub levers: Vec<Lever>,
    /// The smallest sets, fewest changes first, then by the points they move.
    pub crossings: Vec<Crossing>,
    /// What was covered.
    pub coverage: Coverage,
}

/// Finds the smallest sets of changes by which the grade goes up or down.
pub fn levers(scheme: &Scheme, facts: &Facts, direction: Direction) -> Levers {
    let (levers, rows_left_out) = candidates::levers(scheme, facts);
    let variants = levers.iter().map(|l| l.variants.len()).sum();
    let coverage = Coverage { levers: levers.len(), variants, rows_left_out, ..Coverage::default() };
    search::search(Trial::new(scheme, facts), levers, direction, coverage)
}

/// A copy of the facts to try changes on.
pub(super) struct Trial<'a> {
    scheme: &'a Scheme,
    again: Again<'a>,
    /// The record as it is.
    base: Scorecard,
    /// Whether the total is the sum of the leaves whatever is recorded.
    adds_up: bool,
    scored: usize,
}

impl<'a> Trial<'a> {
    fn new(scheme: &'a Scheme, facts: &Facts) -> Self {
        let base = compute(scheme, &readings(scheme, facts), None);
        let adds_up = search::adds_up(scheme, &base);
        Self { scheme, again: Again::new(scheme, facts), base, adds_up, scored: 0 }
    }

    /// The facts, with nothing tried.
    fn facts(&self) -> &Facts {
        &self.again.facts
    }

    /// Puts values into the copy; what was there comes back, to be put in afterwards.
    fn put(&mut self, sets: impl Iterator<Item = (String, Option<String>)>) -> Sets {
        let facts = &mut self.again.facts;
        sets.map(|(path, value)| {
            let old = facts.get(&path).map(str::to_owned);
            facts.set(&path, value.as_deref());
            (path, old)
        })
        .collect()
    }

    /// Whether these cross, and the points they gain at the end that counts (more is better when
    /// going up, and worse when going down). `leaves` are those that read them.
    fn try_out(&mut self, sets: &[&Sets], leaves: &[usize], direction: Direction) -> (bool, Decimal) {
        let sign = |gain: Decimal| if direction == Direction::Up { gain } else { -gain };
        let start = self.points(&self.base, direction);
        if !self.adds_up {
            let card = self.score(sets);
            return (self.crosses(&card, direction), sign(self.points(&card, direction) - start));
        }
        self.scored += 1;
        let touched = self.again.touched(sets.iter().flat_map(|s| s.iter().map(|(path, _)| path.as_str())));
        let undo = self.put(sets.iter().copied().flatten().cloned());
        let exact = self.scheme.grade_on_exact;
        let sum = self.again.sum((&touched.0, &touched.1), leaves, &self.base, exact);
        self.put(undo.into_iter().rev());
        let before = leaves.iter().map(|n| {
            let score = &self.base.scores[*n];
            if exact { score.exact } else { score.points }
        });
        let gain = match direction {
            Direction::Up => sum.0 - before.map(|p| p.low).sum::<Decimal>(),
            Direction::Down => sum.1 - before.map(|p| p.high).sum::<Decimal>(),
        };
        (reaches(self.scheme, &self.base, start + gain, direction), sign(gain))
    }

    /// Whether gaining so many points (losing, on the way down) reaches another grade, where
    /// points add up.
    fn reaches_by(&self, gain: Decimal, direction: Direction) -> bool {
        let start = self.points(&self.base, direction);
        let total = if direction == Direction::Up { start + gain } else { start - gain };
        reaches(self.scheme, &self.base, total, direction)
    }

    /// The scorecard with these recorded instead; the copy is as before afterwards.
    fn score(&mut self, sets: &[&Sets]) -> Scorecard {
        let undo = self.put(sets.iter().copied().flatten().cloned());
        let card = compute(self.scheme, &readings(self.scheme, &self.again.facts), None);
        self.put(undo.into_iter().rev());
        self.scored += 1;
        card
    }

    /// The points that the grade looks at, at the end that counts.
    fn points(&self, card: &Scorecard, direction: Direction) -> Decimal {
        let span = if self.scheme.grade_on_exact { card.total.exact } else { card.total.points };
        match direction {
            Direction::Up => span.low,
            Direction::Down => span.high,
        }
    }

    /// Whether the grade is better, or worse, than that of the record.
    fn crosses(&self, card: &Scorecard, direction: Direction) -> bool {
        let rank = |grade: Option<usize>| grade.unwrap_or(usize::MAX);
        match direction {
            Direction::Up => rank(card.grade.low) < rank(self.base.grade.low),
            Direction::Down => rank(card.grade.high) > rank(self.base.grade.high),
        }
    }
}

/// Whether a total reaches a better, or a worse, grade than the record has. Only where the grade
/// follows from the total.
fn reaches(scheme: &Scheme, base: &Scorecard, total: Decimal, direction: Direction) -> bool {
    let grade = scheme.grades.iter().position(|g| g.takes(total));
    match direction {
        Direction::Up => grade.is_some_and(|g| g < base.grade.low.unwrap_or(usize::MAX)),
        Direction::Down => grade.is_none_or(|g| g > base.grade.high.unwrap_or(usize::MAX)),
    }
}
