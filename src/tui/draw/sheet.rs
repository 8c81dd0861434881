//! Fields to key into, and the hardware cursor where text is being typed.

use ratatui::Frame;
use ratatui::layout::Position;
use ratatui::style::Style;
use ratatui::text::{Line as Row, Span};

use crate::app::layout::Area;
use crate::app::sheet::{Cell, Columns, GROUP_NAME, Line, Sheet, Tone, Typing};
use crate::i18n::safe::display_safe;
use crate::i18n::width::{cut, width};
use crate::scheme::FieldKind;

use super::super::theme::Look;
use super::main_pane::tone;
use super::{beyond, ends_line, fit, fit_right, row};

/// Columns of a single field.
const FIELD: usize = 22;

/// What a row is drawn with.
struct Brush<'a> {
    look: &'a Look,
    /// Selected field of this row, if the selection stands here.
    column: Option<usize>,
    /// Whether the sheet has the keys.
    active: bool,
    /// Text being typed into the selected field.
    typing: Option<&'a Typing>,
    /// Digits of a code that may go on.
    pending: Option<&'a str>,
    /// Columns of the row.
    room: usize,
}

/// A drawn row, and the column of the caret if text is typed on it.
type Drawn = (Row<'static>, Option<usize>);

pub(super) fn draw(frame: &mut Frame, sheet: &Sheet, area: Area, look: &Look, active: bool, typing: bool) {
    let cursor = sheet.cursor;
    let height = usize::from(area.height);
    beyond(frame, area, (cursor.top, height, sheet.lines.len()), look);
    for (y, n) in sheet.window(height).enumerate() {
        let Some(line) = sheet.lines.get(n) else { break };
        let here = n == cursor.at;
        let brush = Brush {
            look,
            column: here.then_some(sheet.column),
            active,
            typing: sheet.typing.as_ref().filter(|_| here && typing),
            pending: Some(sheet.pending.as_str()).filter(|p| here && typing && !p.is_empty()),
            room: usize::from(area.width),
        };
        let (text, caret) = brush.line(line);
        row(frame, area, y, text);
        if let (Some(x), Ok(y)) = (caret, u16::try_from(y)) {
            let x = u16::try_from(x).unwrap_or(0).min(area.width.saturating_sub(1));
            frame.set_cursor_position(Position { x: area.x + x, y: area.y + y });
        }
    }
}

impl Brush<'_> {
    fn line(&self, line: &Line) -> Drawn {
        match line {
            Line::Blank => (Row::default(), None),
            Line::Title { text, figure, done } => {
                let figure = if *done { format!("{figure} ✓ ") } else { format!("{figure} ") };
                (ends_line(&format!(" {text}"), &figure, self.room, self.look.strong), None)
            }
            Line::Text { text, tone: t, figure } => {
                let figure = if figure.is_empty() { String::new() } else { format!("{figure} ") };
                (ends_line(&format!("  {text}"), &figure, self.room, tone(self.look, *t)), None)
            }
            Line::Field { label, cell, unit, figure } => self.field(label, cell, unit, figure),
            Line::Header { names, columns } => (self.header(names, columns), None),
            Line::Record { name, cells, computed, columns, attention } => {
                let (mut row, caret) = self.record(name, cells, columns, *attention);
                self.computed(computed, &columns.widths[cells.len()..], *attention, &mut row);
                (row, caret)
            }
            Line::Parts(parts) => (self.parts(parts), None),
            Line::Sum { name, cells, columns } => (self.sum(name, cells, columns), None),
            Line::New { label, figure, .. } => {
                let style = self.rest_style(self.look.here);
                let figure = if figure.is_empty() { String::new() } else { format!("{figure} ") };
                (ends_line(&format!("  {label}"), &figure, self.room, style), None)
            }
            Line::Group { name, labels, cells, widths, attention } => {
                self.group(name, labels, cells, widths, *attention)
            }
            Line::Choices { cell, choices, current } => self.choices(cell.as_ref(), choices, current),
            Line::Case { text, figure, open, .. } => {
                let style = self.rest_style(if *open { self.look.attention } else { self.look.plain });
                (ends_line(&format!("  {text}"), &format!("{figure} "), self.room, style), None)
            }
            Line::Jump { text, figure, .. } => {
                let style = self.rest_style(self.look.plain);
                (ends_line(&format!("  {text}"), &format!("{figure} › "), self.room, style), None)
            }
        }
    }

    /// Style of a row that is selected as a whole.
    fn rest_style(&self, plain: Style) -> Style {
        match (self.column, self.active) {
            (Some(_), true) => self.look.selected,
            (Some(_), false) => self.look.resting,
            _ => plain,
        }
    }

    /// One field in `columns` columns, and where the caret is within it.
    fn cell(
        &self,
        cell: &Cell,
        columns: usize,
        right: bool,
        selected: bool,
    ) -> (Span<'static>, Option<usize>) {
        if let Some(typing) = self.typing.filter(|_| selected) {
            let (text, caret) = typed(typing, columns);
            return (Span::styled(text, self.look.field), Some(caret));
        }
        let shown = if cell.noted { format!("{}*", cell.shown) } else { cell.shown.clone() };
        let empty = shown.is_empty();
        let shown = if empty { "—".to_owned() } else { shown };
        let text = if right { fit_right(&shown, columns) } else { fit(&shown, columns) };
        let plain = if empty { self.look.dim } else { self.look.plain };
        let style = match (selected, self.active) {
            (true, true) => self.look.selected,
            (true, false) => self.look.resting,
            _ => plain,
        };
        (Span::styled(text, style), None)
    }

    fn field(&self, label: &str, cell: &Cell, unit: &str, figure: &str) -> Drawn {
        let numeric = matches!(cell.kind.inner(), FieldKind::Number(_));
        let tail = width(unit) + width(figure) + 5;
        // Words take what room there is; numbers stand below each other.
        let (label_room, field) = if matches!(cell.kind.inner(), FieldKind::Text | FieldKind::Date) {
            let label_room = (width(label) + 3).max(10).min(self.room / 3);
            (label_room, self.room.saturating_sub(label_room + tail))
        } else {
            let field = FIELD.min(self.room / 3);
            (self.room.saturating_sub(field + tail).min(42), field)
        };
        let (value, caret) = self.cell(cell, field, numeric, self.column.is_some());
        let spans = vec![
            Span::styled(fit(&format!("  {label}"), label_room), self.look.plain),
            Span::raw(" "),
            value,
            Span::styled(format!(" {}", display_safe(unit)), self.look.dim),
        ];
        let used: usize = spans.iter().map(Span::width).sum();
        let mut line = Row::from(spans);
        line.push_span(Span::styled(
            fit_right(&format!("{figure} "), self.room.saturating_sub(used)),
            self.look.dim,
        ));
        (line, caret.map(|c| c + label_room + 1))
    }

    fn header(&self, names: &[String], columns: &Columns) -> Row<'static> {
        let mut text = " ".repeat(columns.name + 4);
        for (name, (columns, right)) in names.iter().zip(&columns.widths) {
            text += &if *right { fit_right(name, *columns) } else { fit(name, *columns) };
            text += "  ";
        }
        Row::styled(fit(&text, self.room), self.look.dim)
    }

    fn record(&self, name: &str, cells: &[Cell], columns: &Columns, attention: bool) -> Drawn {
        let mark = if attention { "!" } else { " " };
        let mut spans = vec![
            Span::styled(format!(" {mark}"), self.look.attention),
            Span::styled(format!(" {} ", row_name(name, columns)), self.look.dim),
        ];
        let mut x = columns.name + 4;
        let mut caret = None;
        let at = self.column.map(|c| c.min(cells.len().saturating_sub(1)));
        for (n, (cell, (room, right))) in cells.iter().zip(&columns.widths).enumerate() {
            let (span, within) = self.cell(cell, *room, *right, at == Some(n));
            caret = caret.or(within.map(|c| c + x));
            spans.push(span);
            spans.push(Span::raw("  "));
            x += room + 2;
        }
        (Row::from(spans), caret)
    }

    fn group(
        &self,
        name: &str,
        labels: &[String],
        cells: &[Cell],
        widths: &[usize],
        attention: bool,
    ) -> Drawn {
        let mark = if attention { "!" } else { " " };
        let mut spans = vec![
            Span::styled(format!(" {mark}"), self.look.attention),
            Span::styled(fit_right(name, GROUP_NAME), self.look.strong),
        ];
        let mut x = GROUP_NAME + 2;
        let mut caret = None;
        let at = self.column.map(|c| c.min(cells.len().saturating_sub(1)));
        for (n, ((cell, room), label)) in cells.iter().zip(widths).zip(labels).enumerate() {
            let label = format!(" {} ", display_safe(label));
            x += width(&label);
            spans.push(Span::styled(label, self.look.dim));
            let (span, within) = self.cell(cell, *room, false, at == Some(n));
            caret = caret.or(within.map(|c| c + x));
            spans.push(span);
            x += room;
        }
        (Row::from(spans), caret)
    }

    /// What is computed from a row, behind its fields.
    fn computed(
        &self,
        figures: &[String],
        widths: &[(usize, bool)],
        attention: bool,
        row: &mut Row<'static>,
    ) {
        let style = if attention { self.look.attention } else { self.look.dim };
        for (figure, (room, _)) in figures.iter().zip(widths) {
            row.push_span(Span::styled(fit_right(figure, *room), style));
            row.push_span(Span::raw("  "));
        }
    }

    fn parts(&self, parts: &[(String, Tone)]) -> Row<'static> {
        let mut spans = vec![Span::raw(" ")];
        for (text, meant) in parts {
            spans.push(Span::raw(" "));
            spans.push(Span::styled(display_safe(text).into_owned(), tone(self.look, *meant)));
        }
        Row::from(spans)
    }

    fn sum(&self, name: &str, cells: &[String], columns: &Columns) -> Row<'static> {
        // The name may need more room than row numbers do; the first column gives it.
        let mut text = format!("   {} ", fit(name, columns.name.max(width(name))));
        let lead = width(&text).saturating_sub(columns.name + 4);
        for (n, (cell, (room, right))) in cells.iter().zip(&columns.widths).enumerate() {
            let room = if n == 0 { room.saturating_sub(lead) } else { *room };
            text += &if *right { fit_right(cell, room) } else { fit(cell, room) };
            text += "  ";
        }
        Row::styled(fit(&text, self.room), self.look.strong)
    }

    fn choices(&self, cell: Option<&Cell>, choices: &[(String, String)], current: &[String]) -> Drawn {
        let here = self.column.is_some() && cell.is_some();
        let mark = match (here, self.active) {
            (true, true) => "›",
            _ => " ",
        };
        let mut spans = vec![Span::styled(format!("  {mark}"), self.look.here)];
        for (code, words) in choices {
            let chosen = current.contains(code);
            let style = match (chosen, here && self.active) {
                (true, true) => self.look.selected,
                (true, false) => self.look.here,
                (false, true) => self.look.plain,
                (false, false) => self.look.dim,
            };
            // Brackets say what is chosen without colour, too.
            let (open, close) = if chosen { ("[", "]") } else { (" ", " ") };
            let gap = if words.is_empty() { "" } else { " " };
            let text = format!("{open}{}{gap}{}{close}", display_safe(code), display_safe(words));
            spans.push(Span::styled(text, style));
            spans.push(Span::raw(" "));
        }
        if cell.is_some_and(|c| c.noted) {
            spans.push(Span::styled("*", self.look.dim));
        }
        // A code that may go on stands behind the choices, with the caret after it.
        let pending = self.pending.filter(|_| here);
        spans.extend(pending.map(|digits| Span::styled(format!(" {digits} "), self.look.field)));
        let row = Row::from(spans);
        let caret = pending.map(|_| row.width().saturating_sub(1).min(self.room.saturating_sub(1)));
        (row, caret)
    }
}

/// Numbers of rows at the right, names at the left.
fn row_name(name: &str, columns: &Columns) -> String {
    if name.bytes().all(|b| b.is_ascii_digit()) {
        fit_right(name, columns.name)
    } else {
        fit(name, columns.name)
    }
}

/// The part of a typed text around its caret in `columns` columns, and the caret's column.
fn typed(typing: &Typing, columns: usize) -> (String, usize) {
    let text = display_safe(typing.edit.text()).into_owned();
    let caret = typing.edit.caret();
    let room = columns.saturating_sub(1);
    if caret <= room {
        return (fit(&text, columns), caret);
    }
    // Scroll so that the caret stays in the field: drop whole characters from the left.
    let mut rest = text.as_str();
    let mut dropped = 0;
    while caret - dropped > room {
        let Some(c) = rest.chars().next() else { break };
        dropped += width(c.encode_utf8(&mut [0; 4]));
        rest = &rest[c.len_utf8()..];
    }
    (fit(&cut(rest, columns), columns), caret - dropped)
}
