//! Whether two indicators reward the same fact in opposite directions.
//!
//! Directions are read off the expressions: what is added or multiplied counts as written, what is
//! subtracted the other way round. A divisor is a base and not what is rewarded, so it has no
//! direction; neither has what stands in conditions, in `abs`, or on both sides of a target.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::reading::accepts;
use crate::scheme::expr::{Function, Op, ValuePart};
use crate::scheme::indicator::{Curve, Input, Rule, Side};
use crate::scheme::measure::MeasureKind;
use crate::scheme::{Expr, Fault, Problem, Scheme, ValueRef};

/// Whether more of a fact earns more (`Some(true)`) or less; `None` where it is both.
type Directions = BTreeMap<ValueRef, Option<bool>>;

/// Reports each pair of indicators once, for the first fact that they reward in opposite ways.
pub(super) fn check(scheme: &Scheme, problems: &mut Vec<Problem>) {
    let leaves =
        scheme.leaves().filter_map(|n| Some((n, directions(scheme, scheme.indicators[n].rule.as_ref()?))));
    let leaves: Vec<(usize, Directions)> = leaves.collect();
    for (place, (second, after)) in leaves.iter().enumerate() {
        for (first, before) in &leaves[..place] {
            let opposite = after.iter().find_map(|(fact, up)| {
                let up = (*up)?;
                before.get(fact).copied().flatten().filter(|other| *other != up).map(|_| (*fact, up))
            });
            let Some((fact, is_up)) = opposite else { continue };
            if accepts(scheme, &[*first, *second], "opposite-directions") {
                continue;
            }
            let (up, down) = if is_up { (*second, *first) } else { (*first, *second) };
            let id = |n: usize| scheme.indicators[n].id.clone();
            let fault = Fault::OppositeDirections { up: id(up), down: id(down), fact: name(scheme, fact) };
            problems.push(Problem { place: scheme.indicators[*second].place, fault });
        }
    }
}

fn directions(scheme: &Scheme, rule: &Rule) -> Directions {
    let mut found = Directions::new();
    for part in &rule.parts {
        match &part.input {
            Input::Curve { value, curve } => {
                if let Some(up) = rises(curve) {
                    follow(scheme, value, up, &mut found);
                }
            }
            Input::Points(expr) => follow(scheme, expr, true, &mut found),
            Input::Checklist(_) => {}
        }
    }
    rule.adjustments.iter().for_each(|a| follow(scheme, &a.points, true, &mut found));
    found
}

/// Whether larger values earn more; `None` where they do and do not, or make no difference.
fn rises(curve: &Curve) -> Option<bool> {
    let trend = |points: Vec<Decimal>| {
        let up = points.windows(2).any(|w| w[0] < w[1]);
        let down = points.windows(2).any(|w| w[0] > w[1]);
        (up != down).then_some(up)
    };
    match curve {
        Curve::Proportional { zero, full } => Some(full > zero),
        Curve::Inverse { .. } | Curve::Steps { side: Side::Above, .. } => Some(false),
        Curve::Steps { side: Side::Below, .. } => Some(true),
        Curve::Steps { side: Side::Either, .. } => None,
        Curve::Bands(bands) => {
            let mut bands: Vec<_> =
                bands.iter().map(|b| (b.low.map(|e| (e.at, !e.inclusive)), b.points)).collect();
            bands.sort_unstable();
            trend(bands.into_iter().map(|(_, points)| points).collect())
        }
        Curve::Line(knots) => trend(knots.iter().map(|k| k.points).collect()),
    }
}

fn follow(scheme: &Scheme, expr: &Expr, up: bool, found: &mut Directions) {
    match expr {
        Expr::Value(value) => {
            if let MeasureKind::Formula { expr, .. } = &scheme.measures[value.measure].kind {
                return follow(scheme, expr, up, found);
            }
            let known = found.entry(*value).or_insert(Some(up));
            *known = known.filter(|k| *k == up);
        }
        Expr::Number { .. } | Expr::Not(_) | Expr::Call(Function::Abs | Function::Count, _) => {}
        Expr::Negate(inner) => follow(scheme, inner, !up, found),
        Expr::Binary(op, left, right) => match op {
            Op::Add => {
                follow(scheme, left, up, found);
                follow(scheme, right, up, found);
            }
            Op::Subtract => {
                follow(scheme, left, up, found);
                follow(scheme, right, !up, found);
            }
            Op::Multiply => {
                follow(scheme, left, up ^ is_negative(right), found);
                follow(scheme, right, up ^ is_negative(left), found);
            }
            Op::Divide => follow(scheme, left, up ^ is_negative(right), found),
            _ => {}
        },
        // The largest value has the smallest rank; what others have is nobody's own doing.
        Expr::Call(Function::Rank, args) => args.iter().for_each(|a| follow(scheme, a, !up, found)),
        Expr::Call(function, _) if function.is_peer() => {}
        Expr::Call(Function::If, args) => args.iter().skip(1).for_each(|a| follow(scheme, a, up, found)),
        Expr::Call(_, args) => args.iter().for_each(|a| follow(scheme, a, up, found)),
    }
}

/// Whether it is a negative number as written; facts are taken to be positive.
fn is_negative(expr: &Expr) -> bool {
    matches!(expr, Expr::Negate(inner) if matches!(**inner, Expr::Number { .. }))
}

/// The name that the fact has in expressions.
fn name(scheme: &Scheme, fact: ValueRef) -> String {
    let measure = &scheme.measures[fact.measure];
    let id = &measure.id;
    match (&measure.kind, fact.part) {
        (MeasureKind::Table(table), ValuePart::Column(column)) => {
            format!("{id}.{}", table.columns[column].id)
        }
        (MeasureKind::Table(table), ValuePart::Cell(row, column)) => {
            format!("{id}.{}.{}", table.rows[row].id, table.columns[column].id)
        }
        (MeasureKind::Checklist(items), ValuePart::Item(item)) => format!("{id}.{}", items[item].id),
        (_, ValuePart::Planned) => format!("{id}.planned"),
        (_, ValuePart::Count) => format!("{id}.count"),
        (_, ValuePart::Points) => format!("{id}.points"),
        _ => id.clone(),
    }
}
