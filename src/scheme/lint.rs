//! What is wrong with a scheme as a whole, though each part of it can be read.
//!
//! Weights against parents, points against weights, bands and grades without gaps or overlaps,
//! units that fit, nothing declared in vain, no fact rewarded both ways, nothing easily mixed up. Pure: problems come out as data with their places.

mod direction;
mod intervals;
mod likeness;
mod reading;
mod units;

use rust_decimal::Decimal;

use super::indicator::{Band, Combine, Curve, Input, Origin, Part, Provenance};
use super::{Fault, MeasureKind, Place, Problem, Scheme};

use intervals::{Interval, Whole};

/// Everything wrong with the scheme as a whole. Rules without parts (they could not be read)
/// are passed over.
pub fn lint(scheme: &Scheme) -> Vec<Problem> {
    let mut problems = Vec::new();
    tree(scheme, &mut problems);
    weights(scheme, &mut problems);
    for leaf in scheme.leaves() {
        points(scheme, leaf, &mut problems);
        bands(scheme, leaf, &mut problems);
    }
    grades(scheme, &mut problems);
    units::check(scheme, &mut problems);
    reading::unread(scheme, &mut problems);
    reading::shared(scheme, &mut problems);
    direction::check(scheme, &mut problems);
    likeness::check(scheme, &mut problems);
    reasons(scheme, &mut problems);
    problems
}

fn note(problems: &mut Vec<Problem>, place: Place, fault: Fault) {
    problems.push(Problem { place, fault });
}

fn tree(scheme: &Scheme, problems: &mut Vec<Problem>) {
    if scheme.indicators.is_empty() && !scheme.is_survey() {
        note(problems, Place::default(), Fault::MissingKey { key: "[[indicator]]" });
    }
    let levels = scheme.levels.len();
    for (n, indicator) in scheme.indicators.iter().enumerate() {
        if indicator.rule.is_none() && scheme.children(Some(n)).next().is_none() {
            note(problems, indicator.place, Fault::EmptyIndicator { id: indicator.id.clone() });
        }
        if levels > 0 && indicator.depth >= levels {
            note(problems, indicator.place, Fault::TooDeep { id: indicator.id.clone(), levels });
        }
    }
}

fn weights(scheme: &Scheme, problems: &mut Vec<Problem>) {
    let sum = |parent| -> Option<Decimal> {
        let weights: Vec<Decimal> = scheme.children(parent).map(|n| scheme.indicators[n].weight).collect();
        (!weights.is_empty()).then(|| weights.iter().sum())
    };
    let mut check = |place, parent: &str, sum: Option<Decimal>, expected: Decimal| {
        if let Some(sum) = sum.filter(|sum| *sum != expected) {
            let parent = parent.to_owned();
            note(problems, place, Fault::WeightsDoNotAddUp { parent, sum, expected });
        }
    };
    if let Some(first) = scheme.indicators.first() {
        check(first.place, "", sum(None), scheme.full);
    }
    for (n, indicator) in scheme.indicators.iter().enumerate() {
        check(indicator.place, &indicator.id, sum(Some(n)), indicator.weight);
    }
}

/// The most points that parts can give, against what they should.
fn points(scheme: &Scheme, leaf: usize, problems: &mut Vec<Problem>) {
    let indicator = &scheme.indicators[leaf];
    let Some(rule) = indicator.rule.as_ref().filter(|r| !r.parts.is_empty()) else { return };
    let mut check = |sum: Decimal, expected: Decimal| {
        if sum != expected {
            let id = indicator.id.clone();
            note(problems, indicator.place, Fault::PointsDoNotAddUp { id, sum, expected });
        }
    };
    for part in &rule.parts {
        if let Some(most) = most_points(scheme, part) {
            check(most, part.max);
        }
    }
    let all = rule.parts.iter().map(|p| p.max);
    let most = match rule.combine {
        // Parts that count only on a condition may stand for one another.
        Combine::Sum if rule.parts.iter().any(|p| p.when.is_some()) => {
            let always: Decimal = rule.parts.iter().filter(|p| p.when.is_none()).map(|p| p.max).sum();
            Some(indicator.weight.clamp(always, always.max(all.sum())))
        }
        Combine::Sum => Some(all.sum()),
        Combine::Min => all.min(),
        Combine::Max => all.max(),
        Combine::Mean => {
            let shares: Decimal = rule.parts.iter().map(|p| p.share).sum();
            let weighted: Decimal = rule.parts.iter().map(|p| p.share * p.max).sum();
            weighted.checked_div(shares)
        }
    };
    let most = most.unwrap_or_default();
    // What adjustments add may make up the weight.
    let short = most < indicator.weight;
    let bonus = rule.adjustments.iter().map(|a| a.most.unwrap_or(indicator.weight)).sum::<Decimal>();
    if !(short && most + bonus >= indicator.weight) {
        check(most, indicator.weight);
    }
}

/// The most points of a checklist or of bands; `None` where the shape sees to it.
fn most_points(scheme: &Scheme, part: &Part) -> Option<Decimal> {
    match &part.input {
        Input::Checklist(measure) => match &scheme.measures[*measure].kind {
            MeasureKind::Checklist(items) => Some(items.iter().map(|i| i.points).sum()),
            _ => None,
        },
        Input::Curve { curve: Curve::Bands(bands), .. } => bands.iter().map(|b| b.points).max(),
        Input::Curve { curve: Curve::Line(knots), .. } => knots.iter().map(|k| k.points).max(),
        _ => None,
    }
}

fn bands(scheme: &Scheme, leaf: usize, problems: &mut Vec<Problem>) {
    let Some(rule) = &scheme.indicators[leaf].rule else { return };
    for part in &rule.parts {
        if let Input::Curve { curve: Curve::Bands(bands), .. } = &part.input {
            let interval = |b: &Band| Interval { low: b.low, high: b.high, place: b.place };
            intervals::check(bands.iter().map(interval).collect(), Whole::Everything, problems);
        }
    }
}

/// Grades must take every total from 0 to full marks.
fn grades(scheme: &Scheme, problems: &mut Vec<Problem>) {
    if scheme.is_survey() {
        return;
    }
    if !scheme.grades.iter().any(|g| g.when.is_none()) {
        note(problems, Place::default(), Fault::MissingKey { key: "[[grade]]" });
        return;
    }
    let by_total = scheme.grades.iter().filter(|g| g.when.is_none());
    let grades = by_total.map(|g| Interval { low: g.low, high: g.high, place: g.place });
    let totals = Whole::Totals(scheme.full, scheme.rounding.places);
    intervals::check(grades.collect(), totals, problems);
}

fn reasons(scheme: &Scheme, problems: &mut Vec<Problem>) {
    let mut check = |provenance: &Provenance, id: &str, place| {
        if provenance.origin != Origin::Stated && provenance.reason.is_none() {
            note(problems, place, Fault::MissingReason { id: id.to_owned() });
        }
    };
    for indicator in &scheme.indicators {
        check(&indicator.provenance, &indicator.id, indicator.place);
    }
    for measure in &scheme.measures {
        check(&measure.provenance, &measure.id, measure.place);
    }
    for question in scheme.questionnaires.iter().flat_map(|q| &q.questions) {
        check(&question.provenance, &question.id, question.place);
    }
}
