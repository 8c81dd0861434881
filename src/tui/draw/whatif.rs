//! The what-if screen: its list of views and scenarios, and the rows of a view.

use ratatui::Frame;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::layout::Area;
use crate::app::screen::whatif;
use crate::app::whatif::{Place, View};
use crate::app::work::Work;
use crate::i18n::width::{cut, width};

use super::super::theme::Look;
use super::list::{style_of, window};
use super::main_pane::tone;
use super::{beyond, chart, ends, ends_line, row};

pub(super) fn list(frame: &mut Frame, app: &App, work: &Work, area: Area, look: &Look, active: bool) {
    let lines = whatif::list(work, app.lang());
    beyond(frame, area, (work.whatif.list.top, usize::from(area.height), lines.len()), look);
    for (y, at) in window(work.whatif.list, area.height).enumerate() {
        let Some((text, figure)) = lines.get(at) else { break };
        let style = style_of(look, at == work.whatif.list.at, active);
        let style = if text.starts_with(' ') { style } else { style.patch(look.strong) };
        let (left, right) = ends(text, figure, usize::from(area.width));
        row(frame, area, y, Line::from(vec![Span::styled(left, style), Span::styled(right, style)]));
    }
}

/// Fewest rows of a preview that are worth its heading.
const PREVIEW: u16 = 6;

/// Where only the list fits on the screen, what the selected line leads to stands below it.
pub(super) fn preview(frame: &mut Frame, app: &App, work: &Work, area: Area, look: &Look) {
    let lang = app.lang();
    let used = u16::try_from(work.whatif.places().len()).unwrap_or(u16::MAX).saturating_add(2);
    if app.layout().main.is_some() || area.height < used.saturating_add(PREVIEW) {
        return;
    }
    let below = Area { y: area.y + used, height: area.height - used, ..area };
    let columns = usize::from(area.width);
    let title = format!("── {} ", cut(&whatif::title(work, lang), columns.saturating_sub(6)));
    let rule = "─".repeat(columns.saturating_sub(width(&title)));
    row(frame, area, usize::from(used) - 1, Line::styled(format!("{title}{rule}"), look.dim));
    match work.whatif.place() {
        Place::View(View::Charts) => chart::draw(frame, app, work, below, look),
        _ => view(frame, app, work, below, look, false),
    }
}

pub(super) fn view(frame: &mut Frame, app: &App, work: &Work, area: Area, look: &Look, active: bool) {
    let cursor = work.whatif.main;
    let rows = whatif::rows(work, app.lang(), usize::from(area.width));
    beyond(frame, area, (cursor.top, usize::from(area.height), rows.len()), look);
    for (y, (n, item)) in
        rows.into_iter().enumerate().skip(cursor.top).take(usize::from(area.height)).enumerate()
    {
        let plain = if item.heading { look.strong } else { tone(look, item.tone) };
        let style = if n == cursor.at && active { look.selected } else { plain };
        let (text, figure) = (format!(" {}", item.text), format!("{} ", item.figure));
        row(frame, area, y, ends_line(&text, &figure, usize::from(area.width), style));
    }
}
