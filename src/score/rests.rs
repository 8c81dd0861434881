//! What a score rests on: measures, recorded paths, and how far they are filled in.

use super::reading::{Reading, Readings};
use crate::ledger::Facts;
use crate::scheme::expr::ValuePart;
use crate::scheme::indicator::Input;
use crate::scheme::{Expr, INDICATOR_PREFIX, Measure, MeasureKind, Rule, Scheme, ValueRef};
use crate::survey::Basis;

/// Every value that a rule reads, in reading order: parts first, then what comes after them.
pub(super) fn values(rule: &Rule) -> Vec<ValueRef> {
    let mut values = Vec::new();
    values.extend(rule.applies.iter().flat_map(Expr::refs));
    for part in &rule.parts {
        values.extend(part.when.iter().flat_map(Expr::refs));
        match &part.input {
            Input::Curve { value: expr, .. } | Input::Points(expr) => values.extend(expr.refs()),
            Input::Checklist(measure) => {
                values.push(ValueRef { measure: *measure, part: ValuePart::Points });
            }
        }
    }
    for adjustment in &rule.adjustments {
        values.extend(adjustment.when.iter().flat_map(Expr::refs));
        values.extend(adjustment.points.refs());
    }
    rule.vetoes.iter().for_each(|v| values.extend(v.when.refs()));
    rule.warnings.iter().for_each(|w| values.extend(w.when.refs()));
    values
}

/// Indexes of the measures that are keyed for `indicator`, without repetition, in the order in
/// which its rule reads them. Formulas are followed to what they read and are not among them.
/// For a branch: those of all leaves below it.
pub fn inputs(scheme: &Scheme, indicator: usize) -> Vec<usize> {
    let mut found = Vec::new();
    let mut followed = Vec::new();
    let Some(node) = scheme.indicators.get(indicator) else { return found };
    match &node.rule {
        Some(rule) => {
            for value in values(rule) {
                follow(scheme, value.measure, &mut found, &mut followed);
            }
        }
        None => {
            for child in scheme.children(Some(indicator)).filter(|c| *c > indicator) {
                for measure in inputs(scheme, child) {
                    if !found.contains(&measure) {
                        found.push(measure);
                    }
                }
            }
        }
    }
    found
}

/// Indexes of all measures that the points of a leaf hang on, formulas and look-ups included.
pub(super) fn hangs_on(scheme: &Scheme, leaf: usize) -> Vec<usize> {
    let (mut found, mut followed) = (Vec::new(), Vec::new());
    let rule = scheme.indicators.get(leaf).and_then(|node| node.rule.as_ref());
    for value in rule.map(values).unwrap_or_default() {
        follow(scheme, value.measure, &mut found, &mut followed);
    }
    followed
}

/// Every value that the rules of all leaves read, formulas on the way included.
pub(super) fn read_anywhere(scheme: &Scheme) -> Vec<ValueRef> {
    let mut found = Vec::new();
    let mut formulas = Vec::new();
    for leaf in scheme.leaves() {
        found.extend(scheme.indicators[leaf].rule.as_ref().map(values).unwrap_or_default());
        formulas.extend(hangs_on(scheme, leaf));
    }
    formulas.sort_unstable();
    formulas.dedup();
    for measure in formulas {
        if let MeasureKind::Formula { expr, .. } = &scheme.measures[measure].kind {
            found.extend(expr.refs());
        }
    }
    found
}

fn follow(scheme: &Scheme, measure: usize, found: &mut Vec<usize>, followed: &mut Vec<usize>) {
    if followed.contains(&measure) {
        return;
    }
    followed.push(measure);
    match scheme.measures.get(measure).map(|m| &m.kind) {
        Some(MeasureKind::Formula { expr, .. }) => {
            for value in expr.refs() {
                follow(scheme, value.measure, found, followed);
            }
        }
        Some(MeasureKind::Lookup(lookup)) => {
            lookup.of.iter().for_each(|m| follow(scheme, *m, found, followed));
        }
        Some(_) => found.push(measure),
        None => {}
    }
}

/// The recorded paths that the score of `indicator` rests on, evidence not included. Only the
/// declaration itself where it is declared not applicable.
pub fn fact_paths(scheme: &Scheme, facts: &Facts, indicator: usize) -> Vec<String> {
    let Some(node) = scheme.indicators.get(indicator) else { return Vec::new() };
    let declared = format!("{INDICATOR_PREFIX}.{}.na", node.id);
    if facts.get(&declared).is_some() {
        return vec![declared];
    }
    let mut paths = Vec::new();
    for measure in inputs(scheme, indicator) {
        let spec = &scheme.measures[measure];
        if let MeasureKind::Survey { questionnaire, questions, .. } = &spec.kind {
            survey_paths(scheme, facts, *questionnaire, questions, &mut paths);
            continue;
        }
        paths.extend(places(spec, facts).into_iter().filter(|path| facts.get(path).is_some()));
    }
    let mut seen = std::collections::HashSet::new();
    paths.retain(|p| seen.insert(p.clone()));
    paths
}

/// Where something may be recorded for a measure, in the order of the scheme.
fn places(measure: &Measure, facts: &Facts) -> Vec<String> {
    let id = &measure.id;
    match &measure.kind {
        MeasureKind::Checklist(items) => items.iter().map(|item| format!("{id}.{}", item.id)).collect(),
        MeasureKind::Table(table) => {
            let rows: Vec<String> = if table.is_open() {
                facts.rows(id).iter().map(ToString::to_string).collect()
            } else {
                table.rows.iter().map(|row| row.id.clone()).collect()
            };
            let cells = rows
                .iter()
                .flat_map(|row| table.columns.iter().map(move |column| format!("{id}.{row}.{}", column.id)));
            let heads = ["planned", "total"].map(|head| format!("{id}.{head}"));
            heads.into_iter().chain(cells).collect()
        }
        _ => vec![id.clone()],
    }
}

fn survey_paths(scheme: &Scheme, facts: &Facts, number: usize, chosen: &[usize], paths: &mut Vec<String>) {
    let Some(questionnaire) = scheme.questionnaires.get(number) else { return };
    let id = &questionnaire.id;
    let counts = |n: usize| chosen.is_empty() || chosen.contains(&n);
    let recorded = |path: String| facts.get(&path).is_some().then_some(path);
    paths.extend(["returned", "valid"].into_iter().filter_map(|name| recorded(format!("{id}.{name}"))));
    for (_, question) in questionnaire.questions.iter().enumerate().filter(|(n, _)| counts(*n)) {
        let prefix = format!("{id}.tally.{}.", question.id);
        paths.extend(
            facts.under(&prefix).map(|(path, _)| path).filter(|p| !p.contains('@')).map(str::to_owned),
        );
        let Some(responses) = facts.responses(id) else { continue };
        let answered = responses.numbers().filter(|form| responses.get(*form, &question.id).is_some());
        paths.extend(answered.map(|form| format!("{id}.form.{form}.{}", question.id)));
    }
}

/// How much of a measure is recorded, and how much there is to record, for ticks and progress:
/// numbers, answers, cells and forms; a formula counts what it reads.
pub fn completeness(scheme: &Scheme, readings: &Readings, measure: usize) -> (u64, u64) {
    let mut measures = Vec::new();
    follow(scheme, measure, &mut measures, &mut Vec::new());
    let each = measures.into_iter().filter_map(|m| readings.measures.get(m).map(|r| filled(readings, r)));
    each.fold((0, 0), |(done, wanted), (d, w)| (done + d, wanted + w))
}

fn filled(readings: &Readings, reading: &Reading) -> (u64, u64) {
    match reading {
        Reading::Number { recorded, .. } => (u64::from(*recorded), 1),
        Reading::Choice(choice) => {
            let judged = u64::from(choice.tier.is_some() && choice.value.known().is_none());
            (u64::from(choice.tier.is_some()), 1 + judged)
        }
        Reading::Checklist(list) => {
            let done = list.items.iter().filter(|i| i.state.is_some()).count();
            (done as u64, list.items.len() as u64)
        }
        Reading::Table(table) => {
            let planned = table.planned.map_or((0, 0), |p| (u64::from(p.known().is_some()), 1));
            let counted = u64::from(table.count.known().is_some());
            let undescribed = table.stated.unwrap_or(0).saturating_sub(table.listed);
            (planned.0 + counted + table.filled, planned.1 + 1 + table.wanted + undescribed)
        }
        Reading::Survey(survey) => {
            let questions = readings.surveys.get(survey.questionnaire).map_or(&[][..], |s| &s.questions);
            let each = survey.questions.iter().filter_map(|(n, _)| questions.get(*n));
            each.fold((0, 0), |(done, wanted), counts| {
                let answers = counts.answers();
                let open =
                    if counts.basis == Basis::Nothing { counts.missing.max(1) } else { counts.missing };
                (done + answers, wanted + answers + open)
            })
        }
        // Followed to what it reads before it comes here.
        Reading::Formula { .. } | Reading::Lookup { .. } => (0, 0),
    }
}

/// Whether an expression's value is a share, to be read as a percentage: a quotient of like
/// units, or something made of shares and percentages.
pub fn is_ratio(scheme: &Scheme, expr: &Expr) -> bool {
    use crate::scheme::expr::{Function, Op};
    match expr {
        Expr::Number { percent, .. } => *percent,
        Expr::Value(value) => match scheme.measures.get(value.measure).map(|m| &m.kind) {
            Some(MeasureKind::Formula { unit, .. }) => unit.0 == "%" || unit.0 == "％",
            _ => false,
        },
        Expr::Negate(inner) => is_ratio(scheme, inner),
        Expr::Binary(Op::Divide, a, b) => !is_plain(b) && units(scheme, a) == units(scheme, b),
        Expr::Binary(Op::Add | Op::Subtract, a, b) => is_ratio(scheme, a) || is_ratio(scheme, b),
        Expr::Binary(Op::Multiply, a, b) => is_ratio(scheme, a) && is_ratio(scheme, b),
        Expr::Not(_)
        | Expr::Binary(..)
        | Expr::Call(Function::Count | Function::Sum | Function::PeerCount | Function::Rank, _) => false,
        Expr::Call(_, args) => args.iter().any(|a| is_ratio(scheme, a)),
    }
}

fn is_plain(expr: &Expr) -> bool {
    expr.refs().is_empty()
}

/// The units that an expression's names carry, each once.
fn units<'a>(scheme: &'a Scheme, expr: &Expr) -> Vec<&'a str> {
    let mut units: Vec<&str> = expr.refs().into_iter().map(|v| unit(scheme, v)).collect();
    units.sort_unstable();
    units.dedup();
    units
}

/// The unit of a value, as the scheme writes it; empty where it has none.
pub fn unit(scheme: &Scheme, value: ValueRef) -> &str {
    use crate::scheme::measure::ColumnKind;
    let Some(measure) = scheme.measures.get(value.measure) else { return "" };
    match (&measure.kind, value.part) {
        (MeasureKind::Number(spec), _) => &spec.unit.0,
        (MeasureKind::Table(table), ValuePart::Column(column) | ValuePart::Cell(_, column)) => {
            match table.columns.get(column).map(|c| &c.kind) {
                Some(ColumnKind::Number(spec)) => &spec.unit.0,
                _ => "",
            }
        }
        (MeasureKind::Table(table), _) => &table.unit.0,
        (MeasureKind::Formula { unit, .. }, _) => &unit.0,
        (
            MeasureKind::Checklist(_)
            | MeasureKind::Choice(_)
            | MeasureKind::Lookup(_)
            | MeasureKind::Survey { .. },
            _,
        ) => "",
    }
}
