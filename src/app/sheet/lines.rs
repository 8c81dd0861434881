//! Pieces of sheet lines: fields with their words, choices in a row, columns of tables.

use std::rc::Rc;

use crate::i18n::label;
use crate::i18n::width::{width, wrap};
use crate::scheme::FieldKind;
use crate::scheme::field::{EVIDENCE, NON_ANSWERS};
use crate::scheme::measure::{Column, ColumnKind};

use super::{Cell, Columns, Context, Line, Tone};

/// Widest text column; more would push the numbers off the screen.
const WIDEST_TEXT: usize = 36;

/// The field at `path`; `None` if nothing may be recorded there.
pub(super) fn cell(context: &Context, path: &str) -> Option<Cell> {
    let field = context.scheme.field(path)?;
    let value = context.facts.get(path).map(str::to_owned);
    let codes = match &field.kind {
        FieldKind::Code(codes) | FieldKind::Ticks { codes, .. } => {
            codes.iter().map(|c| (c.clone(), label::code(context.lang, context.scheme, path, c))).collect()
        }
        _ => Vec::new(),
    };
    let shown = match (&value, &field.kind) {
        (None, _) => String::new(),
        (Some(v), FieldKind::Number(spec)) => label::number(v, spec.decimals),
        // The unit stands behind the field, as it does behind any number's.
        (Some(v), FieldKind::Answer(inner)) if !NON_ANSWERS.contains(&v.as_str()) => match &**inner {
            FieldKind::Number(spec) => label::number(v, spec.decimals),
            _ => label::value(context.lang, context.scheme, path, v),
        },
        (Some(v), FieldKind::Code(_) | FieldKind::Ticks { .. } | FieldKind::Answer(_)) => {
            label::value(context.lang, context.scheme, path, v)
        }
        (Some(v), FieldKind::Refs { .. }) => crate::i18n::register::refs(context.lang, context.scheme, v),
        (Some(v), _) => v.clone(),
    };
    let noted = EVIDENCE.iter().any(|e| context.facts.get(&format!("{path}@{e}")).is_some());
    Some(Cell { path: path.to_owned(), kind: field.kind, value, shown, codes, noted, limit: None })
}

/// Words on as many lines as they need.
pub(super) fn text(context: &Context, words: &str, tone: Tone) -> Vec<Line> {
    let rows = wrap(words, context.width.saturating_sub(2)).into_iter();
    rows.map(|text| Line::Text { text, tone, figure: String::new() }).collect()
}

/// A numbered condition or question on as many lines as it needs, with a figure on the first.
pub(super) fn numbered(context: &Context, n: usize, words: &str, figure: &str) -> Vec<Line> {
    let number = format!("{} ", n + 1);
    let room = context.width.saturating_sub(width(&number) + width(figure) + 6);
    let lead = " ".repeat(width(&number));
    let row = |(row, text): (usize, String)| Line::Text {
        text: if row == 0 { format!("{number}{text}") } else { format!("{lead}{text}") },
        tone: Tone::Plain,
        figure: if row == 0 { figure.to_owned() } else { String::new() },
    };
    wrap(words, room).into_iter().enumerate().map(row).collect()
}

/// Choices side by side on as many lines as they need; the first holds the field.
pub(super) fn choices(context: &Context, cell: Cell, choices: Vec<(String, String)>) -> Vec<Line> {
    let current: Vec<String> = cell.value.iter().cloned().collect();
    let room = context.width.saturating_sub(4);
    let mut rows: Vec<Vec<(String, String)>> = vec![Vec::new()];
    let mut used = 0;
    for (code, words) in choices {
        let need = width(&code) + width(&words) + 4;
        // The space behind the last choice of a row may stick out.
        if used + need > room + 1 && used > 0 {
            rows.push(Vec::new());
            used = 0;
        }
        used += need;
        if let Some(row) = rows.last_mut() {
            row.push((code, words));
        }
    }
    let mut cell = Some(cell);
    rows.into_iter()
        .map(|choices| Line::Choices { cell: cell.take(), choices, current: current.clone() })
        .collect()
}

/// Widths that fit headings and contents of a table, shrunk to the pane where they must. The last
/// columns are computed; `computed` says how wide their figures are.
pub(super) fn columns(
    context: &Context,
    specs: &[&Column],
    names: &[String],
    rows: &[Vec<Cell>],
    computed: &[usize],
) -> Rc<Columns> {
    let keyed = specs.len() - computed.len();
    let widest = |column: usize| match column.checked_sub(keyed) {
        Some(figure) => computed[figure],
        None => rows.iter().map(|r| width(&r[column].shown) + 1).max().unwrap_or(0),
    };
    let mut widths: Vec<(usize, bool)> = specs
        .iter()
        .enumerate()
        .map(|(n, spec)| {
            let heading = width(context.lang.label(&spec.name));
            let (least, numeric) = match &spec.kind {
                ColumnKind::Number(_) if n >= keyed => (4, true),
                ColumnKind::Number(number) if number.decimals > 0 => (10, true),
                ColumnKind::Number(_) => (6, true),
                ColumnKind::Date => (11, false),
                ColumnKind::Text => (14, false),
                ColumnKind::Choice(_) | ColumnKind::Refs(_) => (10, false),
            };
            (heading.max(widest(n)).max(least).min(WIDEST_TEXT), numeric)
        })
        .collect();
    let name = names.iter().map(|n| width(n)).max().unwrap_or(0).min(20);
    let room = context.width.saturating_sub(name + 4);
    let wanted = widths.clone();
    shrink(&mut widths, room);
    Rc::new(Columns { name, shrunk: widths != wanted, widths })
}

/// Takes room from the widest columns until all fit with two columns of space between them.
fn shrink(widths: &mut [(usize, bool)], room: usize) {
    let total = |w: &[(usize, bool)]| w.iter().map(|(n, _)| n + 2).sum::<usize>();
    while total(widths) > room {
        // Text gives way first; numbers must stay whole.
        let Some(widest) =
            widths.iter_mut().filter(|(w, _)| *w > 6).max_by_key(|(w, numeric)| (!*numeric, *w))
        else {
            return;
        };
        widest.0 -= 1;
    }
}
