//! On wide screens: the calculation of the selected indicator and the last entries.

use ratatui::Frame;
use ratatui::text::Line;

use crate::app::App;
use crate::app::layout::Area;
use crate::app::screen::{ledger, why};
use crate::app::work::Work;
use crate::i18n::ui;

use super::super::theme::Look;
use super::main_pane::tone;
use super::{fit, framed, row};

pub(super) fn draw(frame: &mut Frame, app: &App, work: &Work, area: Area, look: &Look) {
    let lang = app.lang();
    let upper = Area { height: area.height * 3 / 5, ..area };
    let lower = Area { y: area.y + upper.height, height: area.height - upper.height, ..area };
    let inner = framed(frame, upper, &ui::trace_pane(lang), false, look);
    if let Some(n) = work.looked_at(lang) {
        let rows = why::rows(work, n, lang, usize::from(inner.width));
        for (y, (text, kind)) in rows.into_iter().take(usize::from(inner.height)).enumerate() {
            row(
                frame,
                inner,
                y,
                Line::styled(fit(&format!(" {text}"), usize::from(inner.width)), tone(look, kind)),
            );
        }
    }
    let inner = framed(frame, lower, &ui::last_entries(lang), false, look);
    let room = usize::from(inner.width);
    let entries = ledger::latest(work, usize::from(inner.height) / 2, lang);
    for (y, entry) in entries.into_iter().enumerate() {
        let time = entry.at.get(11..).unwrap_or_default().to_owned();
        row(frame, inner, y * 2, Line::styled(fit(&format!(" {time} {}", entry.fact), room), look.plain));
        row(frame, inner, y * 2 + 1, Line::styled(fit(&format!("       {}", entry.change), room), look.dim));
    }
}
