//! Reads expressions and resolves the names in them to measures.

use toml::de::DeValue;

use crate::scheme::expr::{self, ExprFaultKind, ValuePart};
use crate::scheme::measure::{Column, ColumnKind, MeasureKind, TableSpec, Unit};
use crate::scheme::{Expr, Fault, Place, Scheme, ValueRef, Wanted};

use crate::score::reads_peers;

use super::measures::Pending;
use super::reader::{Node, Reader};
use super::tables::TABLE_WORDS;

/// Reads the expressions of formulas, now that all measures are known. One that cannot be read
/// or reads itself stays an unknown number.
pub(super) fn read_formulas(reader: &mut Reader, scheme: &mut Scheme, pending: &[Pending]) {
    for Pending { measure, table, .. } in pending.iter().filter(|p| !p.lookup) {
        let Some(node) = table.need(reader, "value") else { continue };
        let Some(expr) = read_expr(reader, scheme, node, "value", false) else { continue };
        if reads(scheme, &expr, *measure) {
            let id = scheme.measures[*measure].id.clone();
            reader.report(node.place(), Fault::CircularFormula { id });
            continue;
        }
        let unit = Unit(table.text(reader, "unit").unwrap_or_default());
        scheme.measures[*measure].kind = MeasureKind::Formula { expr, unit };
    }
}

/// Whether `expr` reads `measure`, directly or through other formulas. Formulas are added one
/// by one and only if they do not close a circle, so this ends.
fn reads(scheme: &Scheme, expr: &Expr, measure: usize) -> bool {
    expr.refs().into_iter().any(|name| {
        name.measure == measure
            || matches!(&scheme.measures[name.measure].kind,
                MeasureKind::Formula { expr, .. } if reads(scheme, expr, measure))
    })
}

/// Reads an expression out of a text; `condition` says which of the two it must be.
pub(super) fn read_expr(
    reader: &mut Reader,
    scheme: &Scheme,
    node: Node,
    key: &str,
    condition: bool,
) -> Option<Expr> {
    let expr = parse(reader, node, key, &|name| resolve(scheme, name), &|| names(scheme))?;
    let kind = if has_peers_of_peers(scheme, &expr) {
        ExprFaultKind::PeersOfPeers
    } else if expr.is_condition() == condition {
        return Some(expr);
    } else if condition {
        ExprFaultKind::ConditionWanted
    } else {
        ExprFaultKind::NumberWanted
    };
    reader.report(node.place(), Fault::BadExpression { kind, nearest: None });
    None
}

/// Reads an expression whose names are number columns of one row. Columns that are computed
/// themselves can be read only by what comes after them.
pub(super) fn read_row_expr(reader: &mut Reader, columns: &[Column], node: Node, key: &str) -> Option<Expr> {
    let usable = |c: &&Column| matches!(c.kind, ColumnKind::Number(_));
    let resolve = |name: &str| {
        let column = columns.iter().position(|c| c.id == name && usable(&c))?;
        Some(ValueRef { measure: usize::MAX, part: ValuePart::Own(column) })
    };
    let names = || columns.iter().filter(usable).map(|c| c.id.clone()).collect();
    let expr = parse(reader, node, key, &resolve, &names)?;
    let mut among_units = None;
    expr.visit(&mut |node| match node {
        Expr::Call(function, _) if function.is_peer() => among_units = Some(function.name().to_owned()),
        _ => {}
    });
    let Some(name) = among_units else { return Some(expr) };
    let kind = ExprFaultKind::UnknownFunction(name);
    reader.report(node.place(), Fault::BadExpression { kind, nearest: None });
    None
}

/// Parses an expression out of a text or a bare number; a fault is placed inside of the text.
fn parse(
    reader: &mut Reader,
    node: Node,
    key: &str,
    resolve: &dyn Fn(&str) -> Option<ValueRef>,
    names: &dyn Fn() -> Vec<String>,
) -> Option<Expr> {
    // A bare number is an expression, too.
    let text = match node.value() {
        DeValue::Integer(_) | DeValue::Float(_) => node.number(reader, key)?.to_string(),
        DeValue::String(text) => text.to_string(),
        _ => return node.wrong(reader, key, Wanted::Text),
    };
    match expr::parse(&text, resolve) {
        Ok(expr) => Some(expr),
        Err(fault) => {
            let inside = inside(reader, node.place(), &text, fault.start, fault.end);
            let nearest = match &fault.kind {
                ExprFaultKind::UnknownName(name) if reader.suggests() => {
                    reader.nearest(name, names().iter().map(String::as_str))
                }
                _ => None,
            };
            reader.report(inside, Fault::BadExpression { kind: fault.kind, nearest });
            None
        }
    }
}

/// Whether a function over all units is asked of a formula that looks at all units itself.
fn has_peers_of_peers(scheme: &Scheme, expr: &Expr) -> bool {
    let mut found = false;
    expr.visit(&mut |node| {
        if let Expr::Call(function, args) = node {
            found |= function.is_peer() && args.iter().any(|arg| reads_peers(scheme, arg));
        }
    });
    found
}

/// The place of some bytes of a text within the file; the whole text where escapes or line
/// breaks make them hard to find.
pub(super) fn inside(reader: &Reader, place: Place, text: &str, start: usize, end: usize) -> Place {
    let source = &reader.sources[usize::from(place.file)].text;
    let raw = &source[place.start as usize..place.end as usize];
    let quoted = raw.strip_prefix(['"', '\'']).and_then(|r| r.strip_suffix(['"', '\'']));
    if quoted != Some(text) {
        return place;
    }
    let byte = |n: usize| place.start + 1 + u32::try_from(n).unwrap_or(0);
    Place { file: place.file, start: byte(start), end: byte(end) }
}

/// What a name in an expression stands for.
fn resolve(scheme: &Scheme, name: &str) -> Option<ValueRef> {
    let mut segments = name.split('.');
    let measure = scheme.measure(segments.next()?)?;
    let rest: Vec<&str> = segments.collect();
    let part = match (&scheme.measures[measure].kind, rest.as_slice()) {
        (MeasureKind::Checklist(_) | MeasureKind::Table(_), []) => return None,
        (_, []) => ValuePart::Whole,
        (MeasureKind::Survey { questionnaire, questions, .. }, [question, code @ ..]) => {
            let all = &scheme.questionnaires[*questionnaire];
            let n = all.question(question).filter(|n| questions.is_empty() || questions.contains(n))?;
            match code {
                [] => ValuePart::Item(n),
                [code] => ValuePart::Cell(n, all.questions[n].choices.iter().position(|c| c.code == *code)?),
                _ => return None,
            }
        }
        (MeasureKind::Checklist(_), ["points"]) => ValuePart::Points,
        (MeasureKind::Checklist(items), [item]) => ValuePart::Item(items.iter().position(|i| i.id == *item)?),
        (MeasureKind::Table(table), ["planned"]) if table.planned => ValuePart::Planned,
        (MeasureKind::Table(table), ["count"]) if table.is_open() => ValuePart::Count,
        (MeasureKind::Table(table), [column]) => ValuePart::Column(number_column(table, column)?),
        (MeasureKind::Table(table), [row, column]) => {
            let row = table.rows.iter().position(|r| r.id == *row)?;
            ValuePart::Cell(row, number_column(table, column)?)
        }
        _ => return None,
    };
    Some(ValueRef { measure, part })
}

/// Only numbers can be computed with.
fn number_column(table: &TableSpec, id: &str) -> Option<usize> {
    table.columns.iter().position(|c| c.id == id && matches!(c.kind, ColumnKind::Number(_)))
}

/// All names that expressions may use, for suggestions.
fn names(scheme: &Scheme) -> Vec<String> {
    let mut names = Vec::new();
    for measure in &scheme.measures {
        let id = &measure.id;
        match &measure.kind {
            MeasureKind::Checklist(items) => {
                names.push(format!("{id}.points"));
                names.extend(items.iter().map(|item| format!("{id}.{}", item.id)));
            }
            MeasureKind::Table(table) => {
                let columns = table.columns.iter().filter(|c| matches!(c.kind, ColumnKind::Number(_)));
                names.extend(columns.map(|c| format!("{id}.{}", c.id)));
                names.extend(TABLE_WORDS.iter().map(|word| format!("{id}.{word}")));
                names.retain(|name| resolve(scheme, name).is_some());
            }
            MeasureKind::Survey { questionnaire, .. } => {
                names.push(id.clone());
                for question in &scheme.questionnaires[*questionnaire].questions {
                    names.push(format!("{id}.{}", question.id));
                    names.extend(question.choices.iter().map(|c| format!("{id}.{}.{}", question.id, c.code)));
                }
                names.retain(|name| resolve(scheme, name).is_some());
            }
            _ => names.push(id.clone()),
        }
    }
    names
}
