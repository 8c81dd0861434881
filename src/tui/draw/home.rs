//! The home screen.

use ratatui::Frame;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::command::{self, Command};
use crate::app::layout::Area;
use crate::app::screen::home::{self, Row};
use crate::i18n::width::{pad, width as columns};
use crate::i18n::{command as words, ui};

use super::super::theme::Look;
use super::{beyond, ends_line, fit, row};

/// Widest column of the list.
const WIDEST: u16 = 100;

pub(super) fn draw(frame: &mut Frame, app: &App, look: &Look) {
    let lang = app.lang();
    let width = app.size.width.saturating_sub(4).min(WIDEST);
    let area =
        Area { x: (app.size.width - width) / 2, y: 0, width, height: app.size.height.saturating_sub(2) };
    row(frame, area, 2, Line::styled(ui::program(lang), look.here));
    // Whoever cannot read this screen finds the way to the other language here.
    let keys = command::active(&app.scopes()).into_iter().find(|a| a.row.command == Command::SwitchLanguage);
    if let Some(key) = keys.and_then(|a| a.keys.first().copied()) {
        let text = format!("{key} {}", words::name(lang, Command::SwitchLanguage));
        let x = area.x + area.width.saturating_sub(u16::try_from(columns(&text)).unwrap_or(0));
        row(frame, Area { x, ..area }, 2, Line::styled(text, look.here));
    }
    row(frame, area, 3, Line::styled(fit(&ui::tagline(lang), usize::from(width)), look.dim));
    let rows = home::rows(app);
    let heading = usize::from(home::recent_top()) - 1;
    row(frame, area, heading, Line::styled(ui::recent_projects(lang), look.strong));
    if app.prefs.recent.is_empty() {
        row(frame, area, heading + 1, Line::styled(fit(&ui::no_recent(lang), usize::from(width)), look.dim));
    }
    let recent = app.prefs.recent.len();
    let shown = home::window(app.size).min(recent);
    let list = Area { y: home::recent_top(), height: u16::try_from(shown).unwrap_or(0), ..area };
    beyond(frame, list, (app.home.top, shown, recent), look);
    for (n, item) in rows.iter().enumerate() {
        let Some(y) = home::y_of(app, n) else { continue };
        let style = if n == app.home.at { look.selected } else { look.plain };
        let line = match item {
            Row::Do(c) => Line::from(vec![
                Span::styled(pad(&format!(" {}", words::name(lang, *c)), 20), style),
                Span::styled(fit(words::about(lang, *c), usize::from(width).saturating_sub(20)), style),
            ]),
            Row::Recent(n) => {
                let recent = &app.prefs.recent[*n];
                let place = recent.path.display().to_string();
                ends_line(&format!(" {}", recent.title), &format!("{place} "), usize::from(width), style)
            }
        };
        row(frame, area, usize::from(y), line);
    }
}
