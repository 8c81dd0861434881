//! Reads the rules of leaves: parts, curves, bands, vetoes.

use rust_decimal::Decimal;

use crate::scheme::indicator::{
    Adjustment, Band, Combine, Curve, Input, Knot, NotApplicable, Part, Partial, Rule, Side, Veto,
    VetoEffect, Warning, WarningLevel,
};
use crate::scheme::{Expr, Fault, MeasureKind, Scheme};

use super::edges::{self, Ends};
use super::expressions::read_expr;
use super::keys;
use super::reader::{Node, Reader, Table};
use super::settings::{NOT_APPLICABLE, read_rounding};

const COMBINE: [(&str, Combine); 4] =
    [("sum", Combine::Sum), ("mean", Combine::Mean), ("min", Combine::Min), ("max", Combine::Max)];
const SIDES: [(&str, Side); 3] = [("below", Side::Below), ("above", Side::Above), ("either", Side::Either)];
const PARTIAL: [(&str, Partial); 3] =
    [("pro-rata", Partial::ProRata), ("whole", Partial::Whole), ("begun", Partial::Begun)];

/// The shapes of curve, by their words.
#[derive(Debug, Clone, Copy)]
enum CurveWord {
    Proportional,
    Inverse,
    Steps,
    Bands,
    Line,
}

const CURVES: [(&str, CurveWord); 5] = [
    ("proportional", CurveWord::Proportional),
    ("inverse", CurveWord::Inverse),
    ("steps", CurveWord::Steps),
    ("bands", CurveWord::Bands),
    ("line", CurveWord::Line),
];

/// Reads a rule. If any of its parts cannot be read it has none, and its points are unknown.
pub(super) fn read_rule(reader: &mut Reader, scheme: &Scheme, node: Node, weight: Decimal) -> Rule {
    let mut rule = Rule {
        text: None,
        parts: Vec::new(),
        combine: Combine::Sum,
        adjustments: Vec::new(),
        vetoes: Vec::new(),
        warnings: Vec::new(),
        applies: None,
        rounding: None,
        not_applicable: None,
    };
    let Some(table) = node.unchecked_table(reader, "rule") else { return rule };
    let parts = if table.get("part").is_some() {
        table.check(reader, &[keys::RULE]);
        let nodes = table.need_list(reader, "part");
        nodes.into_iter().map(|node| read_part(reader, scheme, node, weight)).collect()
    } else {
        let input = read_input(reader, scheme, &table, keys::RULE, weight);
        vec![input.map(|input| Part { max: weight, input, share: Decimal::ONE, when: None })]
    };
    rule.parts = parts.into_iter().collect::<Option<_>>().unwrap_or_default();
    rule.text = table.label(reader, "text");
    rule.combine = table.word(reader, "combine", &COMBINE).unwrap_or_default();
    for node in table.list(reader, "adjust") {
        rule.adjustments.extend(read_adjustment(reader, scheme, node));
    }
    for node in table.list(reader, "warn") {
        rule.warnings.extend(read_warning(reader, scheme, node));
    }
    rule.applies = condition(reader, scheme, &table, "applies");
    for node in table.list(reader, "veto") {
        rule.vetoes.extend(read_veto(reader, scheme, node, weight));
    }
    if let Some(table) = table.get("rounding").and_then(|n| n.unchecked_table(reader, "rounding")) {
        rule.rounding = Some(read_rounding(reader, &table, scheme.rounding));
    }
    rule.not_applicable = table.word::<NotApplicable>(reader, "not_applicable", &NOT_APPLICABLE);
    rule
}

fn read_part(reader: &mut Reader, scheme: &Scheme, node: Node, weight: Decimal) -> Option<Part> {
    let table = node.unchecked_table(reader, "part")?;
    let max = table.number(reader, "max", "> 0", |n| n > Decimal::ZERO);
    let readable = max.is_some() || table.get("max").is_none();
    let max = max.unwrap_or(weight);
    let input = read_input(reader, scheme, &table, keys::PART, max);
    let share = table.number(reader, "share", "> 0", |n| n > Decimal::ZERO).unwrap_or(Decimal::ONE);
    let when = condition(reader, scheme, &table, "when");
    let readable = readable && when.is_some() == table.get("when").is_some();
    Some(Part { max, input: input.filter(|_| readable)?, share, when })
}

/// An optional condition.
fn condition(reader: &mut Reader, scheme: &Scheme, table: &Table, key: &str) -> Option<Expr> {
    table.get(key).and_then(|node| read_expr(reader, scheme, node, key, true))
}

fn read_adjustment(reader: &mut Reader, scheme: &Scheme, node: Node) -> Option<Adjustment> {
    let table = node.table(reader, "adjust", &[keys::ADJUST])?;
    let points = table.need(reader, "points");
    let points = points.and_then(|node| read_expr(reader, scheme, node, "points", false));
    let when = condition(reader, scheme, &table, "when");
    let readable = when.is_some() == table.get("when").is_some();
    let least = table.number(reader, "least", "≤ 0", |n| n <= Decimal::ZERO);
    let most = table.number(reader, "most", "≥ 0", |n| n >= Decimal::ZERO);
    let reason = table.need_label(reader, "reason");
    Some(Adjustment { points: points.filter(|_| readable)?, when, least, most, reason })
}

const LEVELS: [(&str, WarningLevel); 2] = [("yellow", WarningLevel::Yellow), ("red", WarningLevel::Red)];

fn read_warning(reader: &mut Reader, scheme: &Scheme, node: Node) -> Option<Warning> {
    let table = node.table(reader, "warn", &[keys::WARN])?;
    table.need(reader, "when");
    let when = condition(reader, scheme, &table, "when");
    let level = table.word(reader, "level", &LEVELS).unwrap_or_default();
    let text = table.need_label(reader, "text");
    Some(Warning { when: when?, level, text })
}

/// Reads what a rule or part looks at, and checks its keys together with `common`.
fn read_input(
    reader: &mut Reader,
    scheme: &Scheme,
    table: &Table,
    common: keys::Keys,
    max: Decimal,
) -> Option<Input> {
    if let Some(node) = table.get("checklist") {
        table.check(reader, &[common, keys::CHECKLIST_INPUT]);
        return read_checklist(reader, scheme, node).map(Input::Checklist);
    }
    if table.get("value").is_none() && table.get("curve").is_none() {
        table.check(reader, &[common, keys::POINTS_INPUT]);
        let Some(node) = table.get("points") else {
            let key = "value + curve / checklist / points";
            reader.report(table.place(), Fault::MissingKey { key });
            return None;
        };
        return read_expr(reader, scheme, node, "points", false).map(Input::Points);
    }
    let value = table.need(reader, "value");
    let value = value.and_then(|node| read_expr(reader, scheme, node, "value", false));
    table.need(reader, "curve");
    let curve = table.word(reader, "curve", &CURVES);
    let own: &[keys::Keys] = match curve {
        Some(CurveWord::Proportional) => &[keys::PROPORTIONAL],
        Some(CurveWord::Inverse) => &[keys::INVERSE],
        Some(CurveWord::Steps) => &[keys::STEPS],
        Some(CurveWord::Bands) => &[keys::BANDS],
        Some(CurveWord::Line) => &[keys::LINE],
        None => &[keys::PROPORTIONAL, keys::INVERSE, keys::STEPS, keys::BANDS, keys::LINE],
    };
    table.check(reader, &[&[common, keys::CURVE], own].concat());
    let curve = match curve? {
        CurveWord::Proportional => read_proportional(reader, table),
        CurveWord::Inverse => read_inverse(reader, table),
        CurveWord::Steps => read_steps(reader, table),
        CurveWord::Bands => read_bands(reader, table, max),
        CurveWord::Line => read_line(reader, table, max),
    };
    Some(Input::Curve { value: value?, curve: curve? })
}

fn read_checklist(reader: &mut Reader, scheme: &Scheme, node: Node) -> Option<usize> {
    let id = node.text(reader, "checklist")?;
    let is_checklist = |m: usize| matches!(scheme.measures[m].kind, MeasureKind::Checklist(_));
    let found = scheme.measure(&id).filter(|&m| is_checklist(m));
    if found.is_none() {
        let all = scheme.measures.iter().enumerate().filter(|(m, _)| is_checklist(*m));
        let nearest = reader.nearest(&id, all.map(|(_, m)| m.id.as_str()));
        reader.report(node.place(), Fault::UnknownId { id, nearest });
    }
    found
}

fn read_proportional(reader: &mut Reader, table: &Table) -> Option<Curve> {
    table.need(reader, "full");
    let zero = match table.get("zero") {
        Some(node) => node.number(reader, "zero"),
        None => Some(Decimal::ZERO),
    };
    let other = zero.unwrap_or_default();
    let full = table.number(reader, "full", &format!("≠ {other}"), |n| n != other);
    Some(Curve::Proportional { zero: zero?, full: full? })
}

fn read_inverse(reader: &mut Reader, table: &Table) -> Option<Curve> {
    table.need(reader, "full");
    let full = table.number(reader, "full", "> 0", |n| n > Decimal::ZERO)?;
    Some(Curve::Inverse { full })
}

fn read_steps(reader: &mut Reader, table: &Table) -> Option<Curve> {
    for key in ["target", "step", "points"] {
        table.need(reader, key);
    }
    let target = table.number(reader, "target", "", |_| true);
    let step = table.number(reader, "step", "> 0", |n| n > Decimal::ZERO);
    let points = table.number(reader, "points", "> 0", |n| n > Decimal::ZERO);
    let side = table.word(reader, "side", &SIDES);
    let side = if table.get("side").is_some() { side } else { Some(Side::default()) };
    let partial = table.word(reader, "partial", &PARTIAL);
    let partial = if table.get("partial").is_some() { partial } else { Some(Partial::default()) };
    Some(Curve::Steps { target: target?, side: side?, step: step?, points: points?, partial: partial? })
}

fn read_bands(reader: &mut Reader, table: &Table, max: Decimal) -> Option<Curve> {
    let mut whole = true;
    let mut bands = Vec::new();
    for node in table.need_list(reader, "bands") {
        let Some(entry) = node.table(reader, "bands", &[keys::BAND, keys::EDGES]) else {
            whole = false;
            continue;
        };
        entry.need(reader, "points");
        let allowed = format!("0–{max}");
        let points = entry.number(reader, "points", &allowed, |n| n >= Decimal::ZERO && n <= max);
        let ends = edges::read(reader, &entry);
        whole &= points.is_some() && ends.is_some();
        bands.push((ends.unwrap_or_default(), points.unwrap_or_default(), entry.place()));
    }
    let mut ends: Vec<Ends> = bands.iter().map(|(ends, ..)| *ends).collect();
    edges::close(&mut ends);
    let closed = bands.into_iter().zip(ends).map(|((_, points, place), Ends { low, high })| Band {
        low,
        high,
        points,
        place,
    });
    let bands: Vec<Band> = closed.collect();
    (whole && !bands.is_empty()).then_some(Curve::Bands(bands))
}

/// Knots by rising value, at least two; each must lie beyond the one before.
fn read_line(reader: &mut Reader, table: &Table, max: Decimal) -> Option<Curve> {
    let mut whole = true;
    let mut knots: Vec<Knot> = Vec::new();
    for node in table.need_list(reader, "knots") {
        let Some(entry) = node.table(reader, "knots", &[keys::KNOT]) else {
            whole = false;
            continue;
        };
        entry.need(reader, "value");
        entry.need(reader, "points");
        let last = knots.last().map(|k| k.value);
        let allowed = last.map_or_else(String::new, |l| format!("> {l}"));
        let value = entry.number(reader, "value", &allowed, |n| last.is_none_or(|l| n > l));
        let allowed = format!("0–{max}");
        let points = entry.number(reader, "points", &allowed, |n| n >= Decimal::ZERO && n <= max);
        match (value, points) {
            (Some(value), Some(points)) => knots.push(Knot { value, points }),
            _ => whole = false,
        }
    }
    if whole && knots.len() == 1 {
        reader.report(
            table.place_of("knots"),
            Fault::OutOfRange { key: "knots".into(), allowed: "≥ 2".into() },
        );
    }
    (whole && knots.len() > 1).then_some(Curve::Line(knots))
}

/// The effects of a veto, by their words.
#[derive(Debug, Clone, Copy)]
enum EffectWord {
    Zero,
    Cap,
    BarTopGrade,
}

const EFFECTS: [(&str, EffectWord); 3] =
    [("zero", EffectWord::Zero), ("cap", EffectWord::Cap), ("bar-top-grade", EffectWord::BarTopGrade)];

fn read_veto(reader: &mut Reader, scheme: &Scheme, node: Node, weight: Decimal) -> Option<Veto> {
    let table = node.table(reader, "veto", &[keys::VETO])?;
    let when = table.need(reader, "when");
    let when = when.and_then(|node| read_expr(reader, scheme, node, "when", true));
    let reason = table.need_label(reader, "reason");
    table.need(reader, "effect");
    let effect = match table.word(reader, "effect", &EFFECTS)? {
        EffectWord::Zero => VetoEffect::Zero,
        EffectWord::BarTopGrade => VetoEffect::BarTopGrade,
        EffectWord::Cap => {
            table.need(reader, "points");
            let allowed = format!("0–{weight}");
            let points = table.number(reader, "points", &allowed, |n| n >= Decimal::ZERO && n <= weight);
            VetoEffect::Cap(points?)
        }
    };
    Some(Veto { when: when?, effect, reason })
}
