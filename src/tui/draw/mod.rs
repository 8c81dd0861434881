//! Drawing: state in, cells out; never a change of state. One file a pane.

mod chart;
mod coverage;
mod dialog;
mod home;
mod import;
mod list;
mod live;
mod main_pane;
mod picture;
mod present;
mod replay;
mod sheet;
mod side;
mod statistics;
mod title;
mod whatif;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Paragraph};

use crate::app::App;
use crate::app::layout::{Area, SMALLEST};
use crate::i18n::safe::display_safe;
use crate::i18n::ui;
use crate::i18n::width::{columns, cut, pad, pad_left, width};

use super::theme::Look;

/// Draws everything.
pub fn root(frame: &mut Frame, app: &App, look: &Look) {
    if app.size.too_small() {
        let text = ui::too_small(app.lang(), SMALLEST.0, SMALLEST.1);
        frame.render_widget(Paragraph::new(text).style(look.attention), frame.area());
        return;
    }
    match &app.work {
        None => home::draw(frame, app, look),
        Some(work) if app.present.is_some() => {
            present::draw(frame, app, work, look);
        }
        Some(work) => {
            let layout = app.layout();
            title::draw(frame, app, work, &layout, look);
            if let Some(area) = layout.list {
                list::draw(frame, app, work, area, look);
            }
            if let Some(area) = layout.main {
                main_pane::draw(frame, app, work, area, look);
            }
            if let Some(area) = layout.live {
                live::draw(frame, app, work, area, look);
            }
            if let Some(area) = layout.side {
                side::draw(frame, app, work, area, look);
            }
        }
    }
    if let Some(dialog) = app.dialogs.last() {
        dialog::draw(frame, app, dialog, look);
    }
    // Last, because a message may need the room of what lies over the screen.
    if app.present.is_none() {
        title::foot(frame, app, look);
    }
}

fn rect(area: Area) -> Rect {
    Rect { x: area.x, y: area.y, width: area.width, height: area.height }
}

/// The line around a pane.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Edge {
    /// Around what is recorded.
    Round,
    /// Around what is not the record: seen without colour, too.
    Double,
}

impl Edge {
    /// The four corners, the line across and the line down.
    const fn signs(self) -> [&'static str; 6] {
        match self {
            Self::Round => ["╭", "╮", "╰", "╯", "─", "│"],
            Self::Double => ["╔", "╗", "╚", "╝", "═", "║"],
        }
    }
}

/// A frame with a title; returns the room inside.
fn framed(frame: &mut Frame, area: Area, title: &str, active: bool, look: &Look) -> Area {
    edged(frame, area, title, active, look, Edge::Round)
}

/// The same with a line of its own.
fn edged(frame: &mut Frame, area: Area, title: &str, active: bool, look: &Look, edge: Edge) -> Area {
    let [upper_left, upper_right, lower_left, lower_right, across, down] = edge.signs();
    let style = match (edge, active) {
        (Edge::Double, _) => look.attention,
        (_, true) => look.here,
        (_, false) => look.dim,
    };
    let room = usize::from(area.width).saturating_sub(4);
    let title = format!(" {} ", cut(&display_safe(title), room));
    let across = across.repeat(usize::from(area.width).saturating_sub(2));
    let upper = format!("{upper_left}{across}{upper_right}");
    let lower = format!("{lower_left}{across}{lower_right}");
    let ends = [(0, upper), (area.height.saturating_sub(1), lower)];
    for (y, text) in ends {
        row(frame, area, usize::from(y), Line::styled(text, style));
    }
    let head = Area { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    row(frame, head, 0, Line::styled(title, if active { look.here } else { look.strong }));
    for y in area.y + 1..(area.y + area.height).saturating_sub(1) {
        for x in [area.x, area.x + area.width.saturating_sub(1)] {
            put(frame.buffer_mut(), (x, y), x + 1, down, style);
        }
    }
    area.inner()
}

/// Says in the lower edge of a framed list how many lines of it lie above and below what is seen:
/// `room` is the inside of the frame, of whose `len` lines `seen` are shown from `top` on.
fn beyond(frame: &mut Frame, room: Area, (top, seen, len): (usize, usize, usize), look: &Look) {
    let below = len.saturating_sub(top.saturating_add(seen));
    let said =
        |arrow: &str, lines: usize| if lines > 0 { format!(" {arrow} {lines} ") } else { String::new() };
    let words = said("↑", top.min(len)) + &said("↓", below);
    let edge =
        Area { x: room.x + 1, y: room.y + room.height, width: room.width.saturating_sub(1), height: 1 };
    row(frame, edge, 0, Line::styled(words, look.strong));
}

/// Clears an area for something that lies over the screen.
fn clear(frame: &mut Frame, area: Area) {
    // A wide character that reaches into the area would cover its edge.
    if let Some(x) = area.x.checked_sub(1) {
        for y in area.y..area.y + area.height {
            if let Some(cell) = frame.buffer_mut().cell_mut((x, y))
                && width(cell.symbol()) > 1
            {
                cell.set_symbol(" ");
            }
        }
    }
    frame.render_widget(Clear, rect(area));
}

/// Draws one row of an area; rows below it are left alone.
fn row(frame: &mut Frame, area: Area, n: usize, line: Line) {
    let Ok(n) = u16::try_from(n) else { return };
    let buffer = frame.buffer_mut();
    let (y, end) = (area.y + n, (area.x + area.width).min(buffer.area.width));
    if n < area.height && y < buffer.area.height {
        let mut x = area.x;
        for span in line.spans {
            x = put(buffer, (x, y), end, &span.content, line.style.patch(span.style));
        }
    }
}

/// Writes text from a cell on, up to column `end`; returns the column behind it. Characters that
/// never join with their neighbours, as nearly all here, go straight into their cells: finding out
/// what joins is the dearest part of a frame, and left to the library where it matters.
fn put(buffer: &mut Buffer, (mut x, y): (u16, u16), end: u16, text: &str, style: Style) -> u16 {
    if !text.chars().all(stands_alone) {
        return buffer.set_stringn(x, y, text, usize::from(end.saturating_sub(x)), style).0;
    }
    for c in text.chars() {
        let columns = if c.is_ascii() { 1 } else { columns(c) };
        if x + columns > end {
            break;
        }
        buffer[(x, y)].set_char(c).set_style(style);
        for covered in x + 1..x + columns {
            buffer[(covered, y)].reset();
        }
        x += columns;
    }
    x
}

/// Whether a character neither changes nor joins the one before or behind it: Latin letters,
/// signs, lines and blocks, Chinese characters and their punctuation.
const fn stands_alone(c: char) -> bool {
    matches!(c,
        ' '..='~' | '·' | '×' | '÷' | '\u{2010}'..='\u{2027}' | '\u{2190}'..='\u{2BFF}'
        | '\u{3000}'..='\u{3029}' | '\u{4E00}'..='\u{9FFF}' | '\u{FF01}'..='\u{FF60}')
}

/// Foreign text in exactly `columns` columns.
fn fit(text: &str, columns: usize) -> String {
    pad(&display_safe(text), columns)
}

/// Foreign text at the right of `columns` columns.
fn fit_right(text: &str, columns: usize) -> String {
    pad_left(&display_safe(text), columns)
}

/// `left` and `right` at the ends of a row of `columns` columns; the left gives way.
fn ends(left: &str, right: &str, columns: usize) -> (String, String) {
    let right = cut(&display_safe(right), columns).into_owned();
    let room = columns.saturating_sub(width(&right) + usize::from(!right.is_empty()));
    (fit(left, room), if right.is_empty() { right } else { format!(" {right}") })
}

/// A row of text and figure in one style.
fn ends_line(left: &str, right: &str, columns: usize, style: Style) -> Line<'static> {
    let (left, right) = ends(left, right, columns);
    Line::from(vec![Span::styled(left, style), Span::styled(right, style)])
}
