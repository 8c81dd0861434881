//! The coverage: one row an indicator, one column a kind of evidence.

use ratatui::Frame;
use ratatui::text::{Line, Span};

use crate::app::layout::Area;
use crate::app::work::Work;
use crate::app::{App, figures};
use crate::dossier::{Kind, Mark};
use crate::i18n::dossier as words;
use crate::i18n::width::width;

use super::super::theme::Look;
use super::{beyond, fit, fit_right, row};

/// Columns of points at stake and of one kind, on narrow and on wide panes.
const STAKE: usize = 7;
const NARROW: usize = 5;
const WIDE: usize = 7;
/// From this width on, the wide ones.
const WIDE_FROM: usize = 84;

pub(super) fn draw(frame: &mut Frame, app: &App, work: &Work, area: Area, look: &Look, active: bool) {
    let lang = app.lang();
    let kinds = Kind::all();
    let room = usize::from(area.width);
    let column = if room < WIDE_FROM { NARROW } else { WIDE };
    let name = room.saturating_sub(STAKE + column * kinds.len() + 3);
    let head = |kind: &Kind| {
        let text = words::kind(lang, *kind);
        format!("{}{text}", " ".repeat(column.saturating_sub(width(text))))
    };
    let heads: String = kinds.iter().map(head).collect();
    let stake = fit_right(&words::col_stake(lang), STAKE);
    let head = format!(" {}{stake} {heads}", fit(&words::col_indicator(lang), name));
    row(frame, area, 0, Line::styled(fit(&head, room), look.strong));
    let cursor = work.view.coverage;
    let height = usize::from(area.height).saturating_sub(1);
    let selected = work.coverage_column();
    beyond(frame, area, (cursor.top, height, work.dossier.coverage.rows.len()), look);
    for (y, (n, item)) in
        work.dossier.coverage.rows.iter().enumerate().skip(cursor.top).take(height).enumerate()
    {
        let here = n == cursor.at;
        let style = match (here, active) {
            (true, true) => look.selected,
            (true, false) => look.resting,
            _ => look.plain,
        };
        let text = lang.label(&work.scheme.indicators[item.leaf].name);
        let stake = if item.stake.is_zero() {
            String::new()
        } else {
            figures::points(work.card.rounding, item.stake)
        };
        let mut spans = vec![
            Span::styled(format!(" {}", fit(text, name)), style),
            Span::styled(fit_right(&stake, STAKE), style),
            Span::styled(" ", style),
        ];
        for (at, mark) in item.marks.iter().enumerate() {
            let (sign, plain) = match mark {
                Mark::There => ("✓", look.plain),
                Mark::Part => ("◐", look.attention),
                Mark::Missing => ("✗", look.attention),
                Mark::Spared => ("·", look.dim),
                Mark::Idle => (" ", look.dim),
            };
            let chosen = here && active && at == selected;
            // Brackets say which field Enter goes to, without colour, too.
            let cell = if chosen { format!("[{sign}]") } else { format!(" {sign} ") };
            let lead = " ".repeat(column.saturating_sub(3));
            spans.push(Span::raw(lead));
            spans.push(Span::styled(cell, if chosen { look.selected } else { plain }));
        }
        row(frame, area, y + 1, Line::from(spans));
    }
    let rows = work.dossier.coverage.rows.len();
    if rows + 2 < height {
        let signs = [(Mark::There, "✓"), (Mark::Part, "◐"), (Mark::Missing, "✗"), (Mark::Spared, "·")];
        let legend: String =
            signs.map(|(mark, sign)| format!("  {sign} {}", words::mark(lang, mark))).concat();
        row(frame, area, height, Line::styled(fit(&legend[1..], room), look.dim));
    }
}
