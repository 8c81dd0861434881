//! Lays out the rows of a register: named fields side by side where they fit, long words on the
//! lines below.

use crate::i18n::width::{width, wrap};
use crate::i18n::{attachment as attached, register as words, ui};
use crate::scheme::{FieldKind, Register};
use crate::store::{self, Entry};

use super::lines::{cell, text};
use super::{Add, Cell, Context, GROUP_NAME, Line, Target, Tone};

/// Narrowest field for words, and for everything else.
const LEAST: usize = 16;
const LEAST_SHORT: usize = 11;

/// The lines of a register, with the row that was opened but holds nothing yet.
pub(super) fn build(register: Register, draft: Option<&(String, u32)>, context: &Context) -> Vec<Line> {
    let mut rows = context.facts.rows(register.id());
    let recorded = rows.len();
    let opened = draft.filter(|(table, n)| table == register.id() && !rows.contains(n));
    rows.extend(opened.map(|(_, n)| *n));
    let mut lines = Vec::new();
    if recorded == 0 && opened.is_none() {
        lines.extend(text(context, &ui::register_empty(context.lang, register), Tone::Dim));
        lines.push(Line::Blank);
    }
    for row in rows {
        row_lines(register, row, context, &mut lines);
        lines.push(Line::Blank);
    }
    let label = ui::new_row(context.lang, words::one(context.lang, register));
    let add = match register {
        Register::Attachment => Add::Attachment,
        _ => Add::Row(register.id().to_owned()),
    };
    lines.push(Line::New { add, label, figure: String::new() });
    lines
}

/// What people say of an attachment; the rest is the program's to record.
fn said(column: &str) -> bool {
    ["caption", "date", "place", "supports"].contains(&column)
}

/// An attachment as a line that opens it.
pub(super) fn attachment(entry: &Entry, context: &Context) -> Line {
    let size = context.facts.get(&Register::Attachment.path(entry.row, "size"));
    let size = size.and_then(|s| s.parse().ok()).map(attached::size).unwrap_or_default();
    let caption = context.facts.get(&Register::Attachment.path(entry.row, "caption")).unwrap_or_default();
    let text = words::by_name(context.lang, words::one(context.lang, Register::Attachment), entry.row);
    let text = format!("{text} {} {caption}", entry.name);
    Line::Jump { text: text.trim_end().to_owned(), figure: size, to: Target::Attachment(entry.row) }
}

/// A row's fields, flowing over as many lines as they need.
fn row_lines(register: Register, row: u32, context: &Context, lines: &mut Vec<Line>) {
    let table = register.table();
    let lacks = table.columns.iter().any(|c| {
        let path = register.path(row, &c.id);
        c.required && context.facts.get(&path).is_none()
    });
    if register == Register::Attachment
        && let Some(entry) = store::entries(context.facts).iter().find(|e| e.row == row)
    {
        lines.push(attachment(entry, context));
    }
    let mut flow = Flow::of(context.width.saturating_sub(GROUP_NAME + 3));
    for column in table.columns.iter().filter(|c| register != Register::Attachment || said(&c.id)) {
        let path = register.path(row, &column.id);
        if let Some(cell) = cell(context, &path) {
            flow.add(words::column(context.lang, register, &column.id), cell);
        }
    }
    for (n, (labels, cells, widths, rest)) in flow.finish().into_iter().enumerate() {
        let name = if n == 0 { row.to_string() } else { String::new() };
        lines.push(Line::Group { name, labels, cells, widths, attention: n == 0 && lacks });
        let lead = " ".repeat(GROUP_NAME + 1);
        lines.extend(rest.into_iter().map(|words| Line::Text {
            text: format!("{lead}{words}"),
            tone: Tone::Plain,
            figure: String::new(),
        }));
    }
}

/// Labels, fields, widths, and what goes on below.
pub(super) type Placed = (Vec<String>, Vec<Cell>, Vec<usize>, Vec<String>);

/// Fields being placed side by side.
#[derive(Default)]
pub(super) struct Flow {
    room: usize,
    used: usize,
    labels: Vec<String>,
    cells: Vec<Cell>,
    least: Vec<usize>,
    placed: Vec<Placed>,
}

impl Flow {
    /// Nothing placed yet in so many columns.
    pub fn of(room: usize) -> Self {
        Self { room, ..Self::default() }
    }

    /// Places one more field.
    pub fn add(&mut self, label: String, cell: Cell) {
        let wordy = matches!(cell.kind, FieldKind::Text | FieldKind::Refs { .. });
        let least = if wordy { LEAST } else { LEAST_SHORT };
        let wanted = (width(&cell.shown) + 2).max(least);
        let need = width(&label) + 2 + wanted;
        if self.used + need > self.room && !self.cells.is_empty() {
            self.close();
        }
        self.used += need;
        self.labels.push(label);
        self.cells.push(cell);
        self.least.push(wanted);
    }

    /// Ends a line: what room is left goes to its last field.
    fn close(&mut self) {
        if self.cells.is_empty() {
            return;
        }
        let mut cells = std::mem::take(&mut self.cells);
        let mut widths = std::mem::take(&mut self.least);
        let labels = std::mem::take(&mut self.labels);
        let mut rest = Vec::new();
        if let (Some(last), Some(cell)) = (widths.last_mut(), cells.last_mut()) {
            *last = (*last + self.room).saturating_sub(self.used);
            if width(&cell.shown) > last.saturating_sub(1) {
                // The field shows the first line; the others stand below it.
                let indent = self.room.saturating_sub(1);
                let mut all = wrap(&cell.shown, last.saturating_sub(1)).into_iter();
                let first = all.next().unwrap_or_default();
                let behind = cell.shown[first.len()..].trim_start().to_owned();
                rest = wrap(&behind, indent);
                cell.shown = first;
            }
        }
        self.used = 0;
        self.placed.push((labels, cells, widths, rest));
    }

    /// The lines placed so far.
    pub fn finish(mut self) -> Vec<Placed> {
        self.close();
        self.placed
    }
}
