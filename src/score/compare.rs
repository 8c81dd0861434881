//! Two records side by side: indicator by indicator, what differs and which facts and rules
//! caused it.
//!
//! The records may share a scheme (two moments of one ledger, two evaluators, a scenario against
//! the record) or have one each (this year against last). Indicators are brought together by
//! their ids. Puts nothing into words.

use rust_decimal::Decimal;

use super::rests::{fact_paths, hangs_on};
use super::{Readings, Score, Scorecard, Span, compute, readings};
use crate::ledger::Facts;
use crate::scheme::parameter::{Owner, Parameter};
use crate::scheme::{INDICATOR_PREFIX, MeasureKind, Rounding, Scheme, parameters};

/// One of the two records.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// Its rules.
    pub scheme: &'a Scheme,
    /// Its facts.
    pub facts: &'a Facts,
    /// Its results.
    pub card: &'a Scorecard,
}

/// What became of one indicator.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Index and score in the first record; `None` if it is not there.
    pub before: Option<(usize, Score)>,
    /// Index and score in the second record; `None` if it is not there.
    pub after: Option<(usize, Score)>,
    /// What made the difference, for leaves whose points, full marks or grounds differ.
    pub causes: Vec<Cause>,
}

impl Row {
    /// Points gained, where both are certain.
    pub fn gain(&self) -> Option<Decimal> {
        gain(self.before.map(|(_, s)| s.points), self.after.map(|(_, s)| s.points))
    }

    /// Whether points or full marks differ, or the indicator is in one record only.
    pub fn differs(&self) -> bool {
        let said = |side: Option<(usize, Score)>| side.map(|(_, s)| (s.points, s.max));
        said(self.before) != said(self.after)
    }
}

fn gain(before: Option<Span>, after: Option<Span>) -> Option<Decimal> {
    Some(after?.known()? - before?.known()?)
}

/// Something that is otherwise in the second record.
#[derive(Debug, Clone, PartialEq)]
pub enum Cause {
    /// A recorded fact.
    Fact {
        /// Its path.
        path: String,
        /// What the first record says.
        old: Option<String>,
        /// What the second says.
        new: Option<String>,
        /// Points of the indicator that this alone is worth: what the first record gains by it.
        /// `None` where that is not certain, or where the schemes differ.
        alone: Option<Decimal>,
    },
    /// A number of the scheme; `None` on the side that does not have it.
    Parameter {
        /// Its path.
        path: String,
        /// The number in the first record.
        old: Option<Decimal>,
        /// The number in the second.
        new: Option<Decimal>,
        /// Whether it is a percentage.
        percent: bool,
    },
    /// The rule is of another make.
    Rule,
    /// The rounding.
    Rounding {
        /// That of the first record.
        old: Rounding,
        /// That of the second.
        new: Rounding,
    },
    /// Full marks are otherwise since other indicators do not apply, or apply again.
    Shared,
}

/// Two records side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// In the order of the second record's scheme; what only the first has comes last.
    pub rows: Vec<Row>,
    /// Points gained in total, where both are certain.
    pub gain: Option<Decimal>,
    /// Rounding of the whole, where it differs.
    pub rounding: Option<(Rounding, Rounding)>,
}

impl Comparison {
    /// The leaves that differ, those with the largest difference first.
    pub fn leaves<'a>(&'a self, after: &'a Scheme) -> Vec<&'a Row> {
        let leaf = |row: &&Row| row.after.is_none_or(|(n, _)| after.indicators[n].rule.is_some());
        let mut rows: Vec<&Row> =
            self.rows.iter().filter(leaf).filter(|r| r.differs() || !r.causes.is_empty()).collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.gain().map(|g| g.abs())));
        rows
    }
}

/// Compares two records. Leaves are looked into where their points, full marks or grounds differ.
pub fn compare(before: Side, after: Side) -> Comparison {
    let numbers = [parameters(before.scheme), parameters(after.scheme)];
    let mut rows = Vec::with_capacity(after.scheme.indicators.len());
    for (n, node) in after.scheme.indicators.iter().enumerate() {
        let old = before.scheme.indicator(&node.id);
        let causes = match old.filter(|_| node.rule.is_some()) {
            Some(m) => causes(before, after, (m, n), &numbers),
            None => Vec::new(),
        };
        let old = old.map(|m| (m, before.card.scores[m]));
        rows.push(Row { before: old, after: Some((n, after.card.scores[n])), causes });
    }
    for (m, node) in before.scheme.indicators.iter().enumerate() {
        if after.scheme.indicator(&node.id).is_none() {
            rows.push(Row { before: Some((m, before.card.scores[m])), after: None, causes: Vec::new() });
        }
    }
    let rounding = (before.card.rounding, after.card.rounding);
    Comparison {
        rows,
        gain: gain(Some(before.card.total.points), Some(after.card.total.points)),
        rounding: (rounding.0 != rounding.1).then_some(rounding),
    }
}

fn causes(before: Side, after: Side, (m, n): (usize, usize), numbers: &[Vec<Parameter>; 2]) -> Vec<Cause> {
    let mut causes = fact_causes(before, after, (m, n));
    let found = number_causes(before, after, (m, n), numbers);
    let (old, new) = (&before.scheme.indicators[m], &after.scheme.indicators[n]);
    if found.is_empty() && shape(before.scheme, m) != shape(after.scheme, n) {
        causes.push(Cause::Rule);
    }
    causes.extend(found);
    let scores = (before.card.scores[m], after.card.scores[n]);
    let own = |rule: &Option<crate::scheme::Rule>, card: &Scorecard| {
        rule.as_ref().and_then(|r| r.rounding).unwrap_or(card.rounding)
    };
    let rounding = (own(&old.rule, before.card), own(&new.rule, after.card));
    if rounding.0 != rounding.1 && scores.0.points != scores.1.points {
        causes.push(Cause::Rounding { old: rounding.0, new: rounding.1 });
    }
    if scores.0.max != scores.1.max && old.weight == new.weight {
        causes.push(Cause::Shared);
    }
    causes
}

/// The facts that either side reads and that differ, with what each is worth alone.
fn fact_causes(before: Side, after: Side, (m, n): (usize, usize)) -> Vec<Cause> {
    let mut paths = fact_paths(before.scheme, before.facts, m);
    for path in fact_paths(after.scheme, after.facts, n) {
        if !paths.contains(&path) {
            paths.push(path);
        }
    }
    // What is declared not applicable hides what else it rests on, but not that it was declared.
    let declared = format!("{INDICATOR_PREFIX}.{}.na", after.scheme.indicators[n].id);
    let differing = paths.into_iter().filter(|p| before.facts.get(p) != after.facts.get(p));
    let differing: Vec<String> = differing.collect();
    let same_rules = std::ptr::eq(before.scheme, after.scheme);
    let fact = |path: String| {
        let (old, new) = (before.facts.get(&path), after.facts.get(&path));
        let worth = same_rules && differing.len() <= MOST_ALONE && !differing.contains(&declared);
        let alone = if worth { alone(before, m, &path, new) } else { None };
        let [old, new] = [old, new].map(|v| v.map(str::to_owned));
        Cause::Fact { path, old, new, alone }
    };
    differing.iter().cloned().map(fact).collect()
}

/// Most differing facts of a leaf of which each is tried alone.
const MOST_ALONE: usize = 24;

/// Points that the first record's leaf gains by this fact alone.
fn alone(before: Side, leaf: usize, path: &str, value: Option<&str>) -> Option<Decimal> {
    let mut facts = before.facts.clone();
    facts.set(path, value);
    let readings: Readings = readings(before.scheme, &facts);
    let card = compute(before.scheme, &readings, Some(before.card.rounding));
    gain(Some(before.card.scores[leaf].points), Some(card.scores[leaf].points))
}

/// Numbers of the scheme that the leaf's points hang on and that differ.
fn number_causes(
    before: Side,
    after: Side,
    (m, n): (usize, usize),
    [old, new]: &[Vec<Parameter>; 2],
) -> Vec<Cause> {
    let mine = |scheme: &Scheme, leaf: usize, p: &&Parameter| is_read(scheme, leaf, p.owner);
    let mut causes = Vec::new();
    for now in new.iter().filter(|p| mine(after.scheme, n, p)) {
        let was = old.iter().find(|p| p.path == now.path).map(|p| p.value);
        if was != Some(now.value) {
            let (path, percent) = (now.path.clone(), now.percent);
            causes.push(Cause::Parameter { path, old: was, new: Some(now.value), percent });
        }
    }
    for was in old.iter().filter(|p| mine(before.scheme, m, p)) {
        if !new.iter().any(|p| p.path == was.path) {
            let (path, percent) = (was.path.clone(), was.percent);
            causes.push(Cause::Parameter { path, old: Some(was.value), new: None, percent });
        }
    }
    causes
}

/// Whether the points of a leaf hang on the numbers of `owner`.
fn is_read(scheme: &Scheme, leaf: usize, owner: Owner) -> bool {
    let measures = || hangs_on(scheme, leaf).into_iter();
    match owner {
        Owner::Indicator(n) => n == leaf,
        Owner::Measure(m) => measures().any(|read| read == m),
        Owner::Question(q, n) => measures().any(|m| match &scheme.measures[m].kind {
            MeasureKind::Survey { questionnaire, questions, .. } => {
                *questionnaire == q && (questions.is_empty() || questions.contains(&n))
            }
            _ => false,
        }),
        Owner::Grade(_) => false,
    }
}

/// What a rule is made of, its words and the places of its parts in files aside.
fn shape(scheme: &Scheme, leaf: usize) -> Option<String> {
    let rule = scheme.indicators[leaf].rule.as_ref()?;
    let values = super::rests::values(rule);
    let names: Vec<String> = values
        .iter()
        .map(|v| format!("{}:{:?}", scheme.measures.get(v.measure).map_or("", |m| m.id.as_str()), v.part))
        .collect();
    let kinds: Vec<String> = rule.parts.iter().map(|part| kind(&part.input)).collect();
    Some(format!("{names:?}{kinds:?}{:?}{}{}", rule.combine, rule.adjustments.len(), rule.vetoes.len()))
}

fn kind(input: &crate::scheme::indicator::Input) -> String {
    use crate::scheme::indicator::{Curve, Input};
    match input {
        Input::Points(_) => "points".to_owned(),
        Input::Checklist(_) => "checklist".to_owned(),
        Input::Curve { curve, .. } => match curve {
            Curve::Proportional { .. } => "proportional".to_owned(),
            Curve::Inverse { .. } => "inverse".to_owned(),
            Curve::Steps { side, partial, .. } => format!("steps {side:?} {partial:?}"),
            Curve::Bands(bands) => format!("bands {}", bands.len()),
            Curve::Line(knots) => format!("line {}", knots.len()),
        },
    }
}
