//! On wide screens: the calculation of the selected indicator and the last entries.

use ratatui::Frame;
use ratatui::text::Line;

use crate::app::App;
use crate::app::layout::Area;
use crate::app::screen::{ledger, why};
use crate::app::work::{Tab, Work};
use crate::i18n::width::wrap;
use crate::i18n::{statistics as words, ui, whatif};

use super::super::theme::Look;
use super::main_pane::tone;
use super::{fit, framed, row, statistics};

pub(super) fn draw(frame: &mut Frame, app: &App, work: &Work, area: Area, look: &Look) {
    let lang = app.lang();
    if work.statistics_beside() {
        let inner = framed(frame, area, &words::title(lang), false, look);
        statistics::draw(frame, app, work, inner, look, 0);
        return;
    }
    let upper = Area { height: area.height * 3 / 5, ..area };
    let lower = Area { y: area.y + upper.height, height: area.height - upper.height, ..area };
    // Beside scenarios it is still the record that is explained.
    let of_record = (work.view.tab == Tab::WhatIf).then(|| whatif::record(lang));
    let title: Vec<String> = std::iter::once(ui::trace_pane(lang)).chain(of_record).collect();
    let inner = framed(frame, upper, &title.join(" · "), false, look);
    if let Some(n) = app.looked_at() {
        let rows = why::rows(work, n, lang, usize::from(inner.width));
        for (y, (text, kind)) in rows.into_iter().take(usize::from(inner.height)).enumerate() {
            row(
                frame,
                inner,
                y,
                Line::styled(fit(&format!(" {text}"), usize::from(inner.width)), tone(look, kind)),
            );
        }
    } else {
        let room = usize::from(inner.width).saturating_sub(2);
        for (y, text) in wrap(&ui::of_no_indicator(lang), room).into_iter().enumerate() {
            row(frame, inner, y, Line::styled(format!(" {text}"), look.dim));
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
