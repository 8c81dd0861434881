//! The report of a file that could be taken in.

use ratatui::Frame;
use ratatui::text::Line;

use crate::app::App;
use crate::app::import::Import;
use crate::app::layout::Area;
use crate::app::screen::import::{file_name, room, target};
use crate::i18n::import as words;

use super::super::theme::Look;
use super::{beyond, clear, fit, framed, row};

pub(super) fn draw(frame: &mut Frame, app: &App, import: &Import, look: &Look) {
    let Some(work) = &app.work else { return };
    let lang = app.lang();
    let (columns, rows) = room(app.size);
    let shown = if import.taken.is_none() { 1 } else { rows.min(import.rows.len().max(1)) };
    // The frame, a line of room, and a line for what is under way or refused.
    let height = u16::try_from(shown + 4).unwrap_or(u16::MAX).min(app.size.height.saturating_sub(2));
    let width = u16::try_from(columns + 4).unwrap_or(u16::MAX).min(app.size.width);
    let area = Area {
        x: (app.size.width - width) / 2,
        y: app.size.height.saturating_sub(height + 2) / 2,
        width,
        height,
    };
    clear(frame, area);
    let what = target(work, &import.reading.target, lang);
    let inner = framed(frame, area, &words::title(lang, &what, &file_name(import)), true, look);
    let room = usize::from(inner.width).saturating_sub(2);
    let seen = if import.taken.is_none() { import.rows.len() } else { shown };
    beyond(frame, inner, (import.cursor.top, seen, import.rows.len()), look);
    for (y, (n, line)) in import.rows.iter().enumerate().skip(import.cursor.top).take(shown).enumerate() {
        let style = match (n == import.cursor.at, line.urgent, line.heading) {
            (true, ..) => look.selected,
            (_, true, _) => look.attention,
            (_, _, true) => look.dim,
            _ => look.plain,
        };
        row(frame, inner, y, Line::styled(format!(" {} ", fit(&line.text, room)), style));
    }
    let last = usize::from(inner.height).saturating_sub(1);
    if let Some((_, percent)) = &import.under_way {
        let done = usize::from(*percent) * room.min(40) / 100;
        let bar = format!("{}{}", "█".repeat(done), "░".repeat(room.min(40) - done));
        row(
            frame,
            inner,
            last,
            Line::styled(format!(" {bar}  {}", words::reading(lang, *percent)), look.strong),
        );
    } else if let Some(why) = &import.refusal {
        row(frame, inner, last, Line::styled(format!(" {}", fit(why, room)), look.attention));
    }
}
