//! The live figures: total, grade, bars of the levels, rates, and what the last key did.

use ratatui::Frame;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::figures::{self, Bar};
use crate::app::layout::Area;
use crate::app::work::Work;
use crate::i18n::ui;
use crate::i18n::width::{width, wrap};

use super::super::theme::Look;
use super::{ends_line, fit, framed, row};

pub(super) fn draw(frame: &mut Frame, app: &App, work: &Work, area: Area, look: &Look) {
    let lang = app.lang();
    let inner = framed(frame, area, &ui::live(lang), false, look);
    let room = usize::from(inner.width);
    let mut lines: Vec<Line> = vec![ends_line(
        &format!(" {}", figures::total(work)),
        &format!("{} ", figures::grade(work, lang)),
        room,
        look.strong,
    )];
    if work.scheme.is_scored() {
        let (track, scale) = track(work, room.saturating_sub(2), look);
        lines.push(track);
        lines.push(scale);
        lines.push(Line::default());
    }
    let bars = figures::levels(work, lang);
    let names = bars.iter().map(|b| width(&b.name)).max().unwrap_or(0);
    lines.extend(bars.iter().map(|bar| level(bar, names, room, look)));
    let rates = figures::rates(work, lang);
    if !rates.is_empty() {
        lines.push(Line::default());
        lines.push(Line::styled(format!(" {}", ui::rates(lang)), look.dim));
        lines.extend(
            rates.iter().map(|(name, figure)| {
                ends_line(&format!(" {name}"), &format!("{figure} "), room, look.plain)
            }),
        );
    }
    if let Some((what, result)) = figures::last(work, lang) {
        // What just changed is never pushed off the pane.
        let height = usize::from(inner.height);
        let words = wrap(&format!("{what}  {result}"), room.saturating_sub(2));
        let most = height.saturating_sub(words.len() + 2);
        if lines.len() > most {
            lines.truncate(most.saturating_sub(1));
            lines.push(Line::styled(" …", look.dim));
        }
        lines.push(Line::default());
        lines.push(Line::styled(format!(" {}", ui::just_now(lang)), look.dim));
        lines.extend(words.into_iter().map(|w| Line::styled(fit(&format!(" {w}"), room), look.changed)));
    }
    for (y, line) in lines.into_iter().enumerate() {
        row(frame, inner, y, line);
    }
}

/// A level's name, bar and figure: filled for certain, shaded where still open.
fn level(bar: &Bar, names: usize, room: usize, look: &Look) -> Line<'static> {
    let figure = format!(" {} ", bar.figure);
    // However long the names, something is left for the bar.
    let most = room.saturating_sub(width(&figure) + 6);
    let name = format!("{} ", fit(&format!(" {}", bar.name), (names + 1).min(most)));
    let columns = room.saturating_sub(width(&name) + width(&figure));
    let (full, open) = bar.cells(columns);
    Line::from(vec![
        Span::styled(name, look.plain),
        Span::styled("▆".repeat(full), look.here),
        Span::styled("▒".repeat(open), look.attention),
        Span::styled("▁".repeat(columns.saturating_sub(full + open)), look.dim),
        Span::styled(figure, look.plain),
    ])
}

/// The way from the lowest edge to full marks with the total on it, and the edges below.
fn track(work: &Work, columns: usize, look: &Look) -> (Line<'static>, Line<'static>) {
    let track = figures::track(work, columns);
    let mut spans = vec![Span::raw(" ")];
    for (n, mark) in track.marks.iter().enumerate() {
        let style = if track.span.contains(&n) { look.here } else { look.dim };
        spans.push(Span::styled(*mark, style));
    }
    (Line::from(spans), Line::styled(format!(" {}", track.labels), look.dim))
}
