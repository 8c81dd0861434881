//! Drawing: state in, cells out; never a change of state. One file a pane.

mod dialog;
mod home;
mod list;
mod live;
mod main_pane;
mod sheet;
mod side;
mod title;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Clear, Paragraph};

use crate::app::App;
use crate::app::layout::{Area, SMALLEST};
use crate::i18n::safe::display_safe;
use crate::i18n::ui;
use crate::i18n::width::{cut, pad, pad_left, width};

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
    title::foot(frame, app, look);
    if let Some(dialog) = app.dialogs.last() {
        dialog::draw(frame, app, dialog, look);
    }
}

fn rect(area: Area) -> Rect {
    Rect { x: area.x, y: area.y, width: area.width, height: area.height }
}

/// A frame with a title; returns the room inside.
fn framed(frame: &mut Frame, area: Area, title: &str, active: bool, look: &Look) -> Area {
    let style = if active { look.here } else { look.dim };
    let room = usize::from(area.width).saturating_sub(4);
    let title = Line::styled(
        format!(" {} ", cut(&display_safe(title), room)),
        if active { look.here } else { look.strong },
    );
    let block = Block::bordered().border_type(BorderType::Rounded).border_style(style).title(title);
    frame.render_widget(block, rect(area));
    area.inner()
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
    if n < area.height {
        frame.render_widget(line, Rect { x: area.x, y: area.y + n, width: area.width, height: 1 });
    }
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
fn ends_line(left: &str, right: &str, columns: usize, style: ratatui::style::Style) -> Line<'static> {
    let (left, right) = ends(left, right, columns);
    Line::from(vec![Span::styled(left, style), Span::styled(right, style)])
}
