//! What the facts say of every measure, before any rule looks at it.
//!
//! Scoring reads these and never a path or a text. The semantics of what is not recorded live
//! here, in [`super::table`], in [`super::checklist`] and in [`crate::survey`]:
//!
//! - a number that is not recorded lies within the limits of its field;
//! - a formula that leads back to itself is not known at all.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::checklist::ChecklistReading;
use super::eval::Eval;
use super::judged::{self, ChoiceReading};
use super::peers::Peers;
use super::table::{self, TableReading};
use super::values::Values;
use super::{Notice, NoticeKind, Range, checklist, survey};
use crate::ledger::Recorded;
use crate::scheme::expr::ValuePart;
use crate::scheme::measure::{Column, NumberSpec};
use crate::scheme::{Expr, INDICATOR_PREFIX, MeasureKind, Paths, Scheme, paths};
use crate::survey::{Tabulation, tabulate};

/// Typed counts beyond this are not taken: fields refuse them long before.
const MOST: u64 = 1_000_000_000_000;

/// Everything that scoring needs to know of the facts. Runs parallel to the scheme's lists.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Readings {
    /// One per measure.
    pub measures: Vec<Reading>,
    /// One per questionnaire.
    pub surveys: Vec<Arc<Tabulation>>,
    /// One per indicator: whether it does not apply, as declared or by its rule's own condition.
    pub not_applicable: Vec<bool>,
    /// Indicators of which it is not known yet whether they apply.
    pub open: Vec<usize>,
    /// What the facts themselves give reason to look at.
    pub notices: Vec<Notice>,
    /// The units scored together with this one, if there are any.
    pub peers: Option<Arc<Peers>>,
}

/// What is known of one measure.
#[derive(Debug, Clone, PartialEq)]
pub enum Reading {
    /// One number.
    Number {
        /// The number, or the limits of its field.
        value: Range,
        /// Whether it is recorded.
        recorded: bool,
    },
    /// Rows and columns.
    Table(TableReading),
    /// Conditions.
    Checklist(ChecklistReading),
    /// The index of some questions of a questionnaire.
    Survey(SurveyReading),
    /// One of some judged answers.
    Choice(ChoiceReading),
    /// The result of a look-up.
    Lookup {
        /// The result.
        value: Range,
        /// Whether any of the answers is recorded.
        touched: bool,
    },
    /// The result of a formula.
    Formula {
        /// The result.
        value: Range,
        /// Whether anything below it is recorded.
        touched: bool,
    },
}

/// The index of some questions.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SurveyReading {
    /// Index into the scheme's questionnaires.
    pub questionnaire: usize,
    /// The questions that count and the index of each.
    pub questions: Vec<(usize, Range)>,
    /// Mean of the questions' indexes by their weights.
    pub index: Range,
    /// The questionnaire counted.
    pub counts: Arc<Tabulation>,
    /// Counts of choices that are taken to lie elsewhere than counted: question, choice, between
    /// what. Empty but where intervals are carried through the rules.
    pub placed: Vec<(usize, usize, Range)>,
    /// Whether anything is keyed.
    pub touched: bool,
}

impl SurveyReading {
    /// How many chose a choice of a question.
    pub fn chose(&self, question: usize, choice: usize) -> Range {
        let placed = self.placed.iter().find(|(q, c, _)| (*q, *c) == (question, choice));
        let counted = || {
            let (least, most) = self.counts.questions.get(question)?.chose(choice);
            Some(Range { low: Some(least.into()), high: most.map(Decimal::from) })
        };
        placed.map(|(.., range)| *range).or_else(counted).unwrap_or(Range::ANY)
    }
}

impl Reading {
    /// Whether anything is recorded for it.
    pub fn is_touched(&self) -> bool {
        match self {
            Self::Number { recorded: touched, .. }
            | Self::Lookup { touched, .. }
            | Self::Formula { touched, .. } => *touched,
            Self::Choice(c) => c.tier.is_some(),
            Self::Table(t) => t.touched,
            Self::Checklist(c) => c.items.iter().any(|i| i.state.is_some()),
            Self::Survey(s) => s.touched,
        }
    }

    /// One of its values; nothing is known of values that it does not have.
    pub fn value(&self, part: ValuePart) -> Range {
        match (self, part) {
            (
                Self::Number { value, .. } | Self::Lookup { value, .. } | Self::Formula { value, .. },
                ValuePart::Whole,
            ) => *value,
            (Self::Choice(c), ValuePart::Whole) => c.value,
            (Self::Survey(s), ValuePart::Whole) => s.index,
            (Self::Survey(s), ValuePart::Item(question)) => {
                s.questions.iter().find(|(n, _)| *n == question).map_or(Range::ANY, |(_, index)| *index)
            }
            (Self::Survey(s), ValuePart::Cell(question, choice)) => s.chose(question, choice),
            (Self::Table(t), ValuePart::Count) => t.count,
            (Self::Table(t), ValuePart::Planned) => t.planned.unwrap_or(Range::ANY),
            (Self::Table(t), ValuePart::Cell(row, column)) => t.cell(row, column),
            (Self::Checklist(c), ValuePart::Points) => Range::between(c.points.low, c.points.high),
            (Self::Checklist(c), ValuePart::Item(item)) => c.items.get(item).map_or(Range::ANY, |i| i.share),
            _ => Range::ANY,
        }
    }

    /// A column of a table.
    pub fn column(&self, column: usize) -> Values {
        match self {
            Self::Table(t) => t.columns.get(column).map_or_else(|| Values::one(Range::ANY), |c| c.values),
            _ => Values::one(Range::ANY),
        }
    }
}

/// The places of one measure in a record.
pub(super) struct At<'a, R> {
    facts: &'a R,
    paths: &'a Paths,
    measure: usize,
}

impl<R> Clone for At<'_, R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for At<'_, R> {}

impl<'a, R: Recorded> At<'a, R> {
    /// What is recorded at an offset; see [`Paths::number`].
    pub(super) fn value(self, offset: usize) -> Option<&'a str> {
        self.facts.at(self.paths, self.paths.number(self.measure, offset))
    }

    /// The record itself.
    pub(super) fn facts(self) -> &'a R {
        self.facts
    }

    /// The count recorded at an offset.
    pub(super) fn count(self, offset: usize) -> Option<u64> {
        self.value(offset).and_then(count)
    }

    /// The cells of the rows that were added.
    pub(super) fn added(
        self,
        columns: &'a [Column],
    ) -> impl Iterator<Item = (&'a str, Option<usize>, &'a str)> {
        self.facts.added(self.paths, self.measure, columns)
    }
}

/// What the facts say of every measure, questionnaire and indicator of the scheme.
pub fn readings(scheme: &Scheme, facts: &impl Recorded) -> Readings {
    readings_among(scheme, &Paths::of(scheme), facts, None)
}

/// The same among the units that are scored together; `paths` are those of the scheme.
pub(super) fn readings_among(
    scheme: &Scheme,
    paths: &Paths,
    facts: &impl Recorded,
    peers: Option<&Arc<Peers>>,
) -> Readings {
    let mut notices = Vec::new();
    let surveys: Vec<Arc<Tabulation>> = (0..scheme.questionnaires.len())
        .map(|q| tabulated(scheme, q, (paths, facts), &mut notices))
        .collect();
    let mut measures: Vec<Reading> = Vec::with_capacity(scheme.measures.len());
    for n in 0..scheme.measures.len() {
        measures.push(read(scheme, n, (paths, facts), &surveys, &mut notices));
    }
    judged::lookups(scheme, &mut measures);
    formulas(scheme, peers.map(AsRef::as_ref), &mut measures, &mut notices);
    let (not_applicable, peers) = (not_applicable(scheme, facts), peers.cloned());
    let mut readings = Readings { measures, surveys, not_applicable, open: Vec::new(), notices, peers };
    conditional(scheme, &mut readings);
    readings
}

/// The answers to a questionnaire, counted.
pub(super) fn tabulated(
    scheme: &Scheme,
    number: usize,
    (paths, facts): (&Paths, &impl Recorded),
    notices: &mut Vec<Notice>,
) -> Arc<Tabulation> {
    let q = &scheme.questionnaires[number];
    let tabulation = tabulate(q, facts.responses(&q.id), survey::stated(number, q, paths, facts));
    survey::notices(q, &tabulation, notices);
    Arc::new(tabulation)
}

/// The readings with other figures of surveys, as `change` makes them of each measure that reads
/// one, and with everything that is computed from those.
pub(super) fn with_surveys(
    scheme: &Scheme,
    facts: &impl Recorded,
    readings: &Readings,
    change: impl Fn(usize, &mut SurveyReading),
) -> Readings {
    let mut other = readings.clone();
    for (n, reading) in other.measures.iter_mut().enumerate() {
        if let Reading::Survey(survey) = reading {
            change(n, survey);
        }
    }
    judged::lookups(scheme, &mut other.measures);
    formulas(scheme, other.peers.as_deref(), &mut other.measures, &mut Vec::new());
    other.not_applicable = not_applicable(scheme, facts);
    other.open.clear();
    conditional(scheme, &mut other);
    other
}

/// One measure; formulas and look-ups wait until all others are read.
pub(super) fn read(
    scheme: &Scheme,
    measure: usize,
    (paths, facts): (&Paths, &impl Recorded),
    surveys: &[Arc<Tabulation>],
    notices: &mut Vec<Notice>,
) -> Reading {
    let spec = &scheme.measures[measure];
    let at = At { facts, paths, measure };
    match &spec.kind {
        MeasureKind::Number(spec) => number(spec, at.value(paths::WHOLE)),
        MeasureKind::Table(table) => Reading::Table(table::read(at, &spec.id, table, scheme.year, notices)),
        MeasureKind::Checklist(items) => Reading::Checklist(checklist::read(at, &spec.id, items, notices)),
        MeasureKind::Survey { questionnaire, questions, method } => {
            Reading::Survey(survey::read(scheme, surveys, *questionnaire, questions, method))
        }
        MeasureKind::Choice(tiers) => Reading::Choice(judged::choice(at, &spec.id, tiers, notices)),
        MeasureKind::Lookup(_) | MeasureKind::Formula { .. } => {
            Reading::Formula { value: Range::ANY, touched: false }
        }
    }
}

/// Adds the indicators whose own condition does not hold, and notes those where that is open.
fn conditional(scheme: &Scheme, readings: &mut Readings) {
    for (n, indicator) in scheme.indicators.iter().enumerate() {
        let Some(applies) = indicator.rule.as_ref().and_then(|r| r.applies.as_ref()) else { continue };
        match Eval::of(readings).condition(applies) {
            _ if readings.not_applicable[n] => {}
            Some(applies) => readings.not_applicable[n] = !applies,
            None => readings.open.push(n),
        }
    }
}

fn number(spec: &NumberSpec, value: Option<&str>) -> Reading {
    let value = value.and_then(|v| Decimal::from_str_exact(v).ok());
    Reading::Number { value: value.map_or_else(|| limits(spec), Range::exactly), recorded: value.is_some() }
}

/// Where a number lies that is not recorded.
pub(super) fn limits(spec: &NumberSpec) -> Range {
    Range { low: Some(spec.min), high: spec.max }
}

pub(super) fn count(value: &str) -> Option<u64> {
    value.parse().ok().filter(|n| *n <= MOST)
}

/// Computes formulas, each after those it reads. What is left over reads itself.
pub(super) fn formulas(
    scheme: &Scheme,
    peers: Option<&Peers>,
    measures: &mut [Reading],
    notices: &mut Vec<Notice>,
) {
    let formula = |n: usize| match &scheme.measures[n].kind {
        MeasureKind::Formula { expr, .. } => Some((n, expr)),
        _ => None,
    };
    let mut waiting: Vec<(usize, &Expr)> = (0..scheme.measures.len()).filter_map(formula).collect();
    loop {
        let names: Vec<usize> = waiting.iter().map(|(n, _)| *n).collect();
        let ready = |expr: &Expr| {
            let mut ready = true;
            expr.visit(&mut |e| ready &= !matches!(e, Expr::Value(v) if names.contains(&v.measure)));
            ready
        };
        let Some(next) = waiting.iter().position(|(_, expr)| ready(expr)) else { return };
        let (n, expr) = waiting.remove(next);
        let mut eval = Eval::new(measures, peers);
        let value = eval.value(expr);
        let (touched, undefined) = (eval.touched, eval.undefined);
        measures[n] = Reading::Formula { value, touched };
        if undefined {
            let path = scheme.measures[n].id.clone();
            notices.push(Notice { path, kind: NoticeKind::ZeroDenominator });
        }
    }
}

fn not_applicable(scheme: &Scheme, facts: &impl Recorded) -> Vec<bool> {
    let mut declared = vec![false; scheme.indicators.len()];
    let prefix = format!("{INDICATOR_PREFIX}.");
    for (path, _) in facts.under(&prefix) {
        let id = path[prefix.len()..].strip_suffix(".na");
        if let Some(n) = id.and_then(|id| scheme.indicator(id)) {
            declared[n] = scheme.indicators[n].rule.is_some();
        }
    }
    declared
}
