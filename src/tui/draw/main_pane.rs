//! The middle: entry, overview, explanation or ledger.

use ratatui::Frame;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::layout::{Area, Pane};
use crate::app::screen::{self, ledger, overview, why};
use crate::app::sheet::Tone;
use crate::app::whatif::{Place, View};
use crate::app::work::{Tab, Work};
use crate::i18n::width::{cut_start, width, wrap};
use crate::i18n::{Lang, ui, verify};

use super::super::theme::Look;
use super::{Edge, beyond, chart, edged, ends_line, fit, replay, row, sheet, statistics, whatif};

pub(super) fn draw(frame: &mut Frame, app: &App, work: &Work, area: Area, look: &Look) {
    let active = work.view.focus == Pane::Main;
    let tried = work.view.tab == Tab::WhatIf && work.whatif.is_laid();
    let edge = if tried { Edge::Double } else { Edge::Round };
    let inner = edged(frame, area, &screen::main_title(app), active, look, edge);
    if let Some(words) = unscored(app, work) {
        let lines = wrap(&words, usize::from(inner.width).saturating_sub(2));
        for (y, line) in (1..).zip(lines) {
            row(frame, inner, y, Line::styled(format!(" {line}"), look.dim));
        }
        return;
    }
    match work.view.tab {
        Tab::Survey if work.view.statistics.is_some() => {
            let top = work.view.statistics.map_or(0, |c| c.top);
            statistics::draw(frame, app, work, inner, look, top);
        }
        Tab::Dossier if !work.on_sheet() => super::coverage::draw(frame, app, work, inner, look, active),
        Tab::Verify | Tab::Survey | Tab::Dossier => {
            if work.view.sheet.lines.is_empty() {
                let text = if work.selected().is_some() {
                    ui::no_inputs(app.lang())
                } else {
                    ui::nothing_selected(app.lang())
                };
                row(frame, inner, 1, Line::styled(format!(" {text}"), look.dim));
            }
            let typing = app.dialogs.is_empty();
            sheet::draw(frame, &work.view.sheet, inner, look, active, typing);
            meter(frame, app, work, area, look);
        }
        Tab::Overview => overview(frame, app, work, inner, look, active),
        Tab::Indicators => explanation(frame, app, work, inner, look),
        Tab::Ledger if work.replay.shown => replay::draw(frame, app, work, inner, look),
        Tab::WhatIf if work.whatif.place() == Place::View(View::Charts) => {
            let within = Area { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
            chart::draw(frame, app, work, within, look);
        }
        Tab::WhatIf => whatif::view(frame, app, work, inner, look, active),
        Tab::Ledger => entries(frame, app, work, inner, look, active),
    }
}

/// What would stand here if anything were scored; nothing where something does stand.
fn unscored(app: &App, work: &Work) -> Option<String> {
    let lang = app.lang();
    let would = match work.view.tab {
        _ if work.scheme.is_scored() => return None,
        Tab::Verify => ui::would_verify(lang),
        Tab::Indicators => ui::would_explain(lang),
        Tab::WhatIf => match work.whatif.place() {
            Place::View(View::Charts | View::Compare) => return None,
            _ => ui::would_try(lang),
        },
        Tab::Dossier if !work.on_sheet() => ui::would_cover(lang),
        Tab::Overview | Tab::Survey | Tab::Dossier | Tab::Ledger => return None,
    };
    let space = if lang == Lang::Zh { "" } else { " " };
    Some(format!("{would}{space}{}", ui::only_surveys_here(lang)))
}

/// How fast forms are keyed, in the frame's lower edge where it disturbs nobody.
fn meter(frame: &mut Frame, app: &App, work: &Work, area: Area, look: &Look) {
    let Some(figures) = work.view.meter.figures().filter(|_| work.on_forms()) else { return };
    let words = format!(" {} ", verify::meter(app.lang(), figures));
    let columns = u16::try_from(width(&words)).unwrap_or(u16::MAX);
    let Some(x) = area.width.checked_sub(columns.saturating_add(2)) else { return };
    let edge = Area { x: area.x + x, y: area.y + area.height.saturating_sub(1), width: columns, height: 1 };
    row(frame, edge, 0, Line::styled(words, look.dim));
}

pub(super) fn tone(look: &Look, tone: Tone) -> Style {
    match tone {
        Tone::Plain => look.plain,
        Tone::Dim => look.dim,
        Tone::Attention => look.attention,
    }
}

fn overview(frame: &mut Frame, app: &App, work: &Work, area: Area, look: &Look, active: bool) {
    let cursor = work.view.overview;
    let rows = overview::rows(work, app.lang(), usize::from(area.width));
    beyond(frame, area, (cursor.top, usize::from(area.height), rows.len()), look);
    let rows = rows.into_iter().enumerate().skip(cursor.top);
    for (y, (n, item)) in rows.take(usize::from(area.height)).enumerate() {
        let heading = item.target.is_none() && item.tone == Tone::Plain;
        let style = if heading { look.strong } else { tone(look, item.tone) };
        let style = if n == cursor.at && active { look.selected } else { style };
        let line = ends_line(
            &format!(" {}", item.text),
            &format!("{} ", item.figure),
            usize::from(area.width),
            style,
        );
        row(frame, area, y, line);
    }
}

fn explanation(frame: &mut Frame, app: &App, work: &Work, area: Area, look: &Look) {
    let Some(n) = work.selected() else { return };
    let rows = why::rows(work, n, app.lang(), usize::from(area.width));
    let cursor = work.view.why;
    beyond(frame, area, (cursor.top, usize::from(area.height), rows.len()), look);
    for (y, (at, (text, kind))) in
        rows.into_iter().enumerate().skip(cursor.top).take(usize::from(area.height)).enumerate()
    {
        let mark = if at == cursor.at && work.view.focus == Pane::Main { "›" } else { " " };
        let text = fit(&text, usize::from(area.width).saturating_sub(1));
        row(
            frame,
            area,
            y,
            Line::from(vec![Span::styled(mark, look.here), Span::styled(text, tone(look, kind))]),
        );
    }
}

/// Widths of the ledger's columns: number, time, who; the rest is shared.
const LEDGER: [usize; 3] = [6, 17, 12];

fn entries(frame: &mut Frame, app: &App, work: &Work, area: Area, look: &Look, active: bool) {
    let lang = app.lang();
    let total = usize::from(area.width);
    let narrow = total < 90;
    let fixed: usize = if narrow { LEDGER[0] + 7 } else { LEDGER.iter().sum::<usize>() + 4 };
    let rest = total.saturating_sub(fixed);
    let (fact, change) = (rest * 9 / 20, rest * 7 / 20);
    let reason = rest.saturating_sub(fact + change + 3);
    let columns = |seq: &str, at: &str, actor: &str, what: [&str; 3]| {
        let mut text = format!(" {} ", super::fit_right(seq, LEDGER[0] - 2));
        if narrow {
            text += &fit(at.get(11..).unwrap_or(at), 6);
        } else {
            text += &fit(at, LEDGER[1]);
            text += &fit(actor, LEDGER[2]);
        }
        text = [text, fit(&cut_start(what[0], fact), fact), fit(what[1], change), fit(what[2], reason)]
            .join(" ");
        fit(&text, total)
    };
    let heads = [ui::col_fact(lang), ui::col_change(lang), ui::col_reason(lang)];
    let head = columns(
        &ui::col_number(lang),
        &ui::col_time(lang),
        &ui::col_actor(lang),
        [&heads[0], &heads[1], &heads[2]],
    );
    row(frame, area, 0, Line::styled(head, look.strong));
    let cursor = work.view.ledger;
    let height = usize::from(area.height).saturating_sub(1);
    beyond(frame, area, (cursor.top, height, ledger::len(work)), look);
    for (y, entry) in ledger::rows(work, cursor.top, height, lang).into_iter().enumerate() {
        let reason = if entry.stored || work.path.is_none() {
            entry.reason
        } else {
            format!("{} {}", ui::not_stored(lang), entry.reason)
        };
        let text =
            columns(&entry.seq.to_string(), &entry.at, &entry.actor, [&entry.fact, &entry.change, &reason]);
        let style = if cursor.top + y == cursor.at && active { look.selected } else { look.plain };
        row(frame, area, y + 1, Line::styled(text, style));
    }
}
