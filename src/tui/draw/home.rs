//! The home screen.

use ratatui::Frame;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::layout::Area;
use crate::app::screen::home::{self, Row};
use crate::i18n::width::pad;
use crate::i18n::{command, ui};

use super::super::theme::Look;
use super::{ends_line, fit, row};

/// Widest column of the list.
const WIDEST: u16 = 100;

pub(super) fn draw(frame: &mut Frame, app: &App, look: &Look) {
    let lang = app.lang();
    let width = app.size.width.saturating_sub(4).min(WIDEST);
    let area =
        Area { x: (app.size.width - width) / 2, y: 0, width, height: app.size.height.saturating_sub(2) };
    row(frame, area, 2, Line::styled(ui::program(lang), look.here));
    row(frame, area, 3, Line::styled(fit(&ui::tagline(lang), usize::from(width)), look.dim));
    let rows = home::rows(app);
    let heading = usize::from(home::y_of(3)) - 1;
    row(frame, area, heading, Line::styled(ui::recent_projects(lang), look.strong));
    if app.prefs.recent.is_empty() {
        row(frame, area, heading + 1, Line::styled(fit(&ui::no_recent(lang), usize::from(width)), look.dim));
    }
    for (n, item) in rows.iter().enumerate() {
        let style = if n == app.home.at { look.selected } else { look.plain };
        let line = match item {
            Row::Do(c) => Line::from(vec![
                Span::styled(pad(&format!(" {}", command::name(lang, *c)), 20), style),
                Span::styled(fit(command::about(lang, *c), usize::from(width).saturating_sub(20)), style),
            ]),
            Row::Recent(n) => {
                let recent = &app.prefs.recent[*n];
                let place = recent.path.display().to_string();
                ends_line(&format!(" {}", recent.title), &format!("{place} "), usize::from(width), style)
            }
        };
        row(frame, area, usize::from(home::y_of(n)), line);
    }
}
