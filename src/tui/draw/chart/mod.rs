//! Charts as lines of cells, for the presenter's screen and for the chart pane alike.
//!
//! What is certain is solid, what is open is hatched, what is lost or not earned is faint: three
//! patterns that differ without any colour. Data come from `score::charts`.

mod change;
mod digits;
mod falls;
mod letters;
mod levels;
mod lost;
mod profile;
mod survey;
mod total;

pub(super) use digits::large;

use ratatui::Frame;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::figures;
use crate::app::layout::Area;
use crate::app::present::Chart;
use crate::app::work::Work;
use crate::i18n::safe::display_safe;
use crate::i18n::width::{cut, pad, pad_left, width};
use crate::i18n::{Lang, charts as texts};
use crate::score::Span as Points;
use crate::score::charts::{Cause, Loss};

use super::super::theme::Look;
use super::row;

/// What is certain.
const SOLID: &str = "█";
/// What is still open.
const OPEN: &str = "╱";
/// What is not earned.
const FAINT: &str = "░";

/// Everything a chart is drawn from.
#[derive(Clone, Copy)]
struct Sheet<'a> {
    work: &'a Work,
    lang: Lang,
    look: &'a Look,
    /// Columns there are.
    columns: usize,
    /// Rows there are.
    rows: usize,
}

/// Draws the chosen chart into an area.
pub(super) fn draw(frame: &mut Frame, app: &App, work: &Work, area: Area, look: &Look) {
    let (columns, rows) = (usize::from(area.width), usize::from(area.height));
    let sheet = Sheet { work, lang: app.lang(), look, columns, rows };
    let chosen = work.view.chart;
    let lines = match chosen.chart {
        Chart::Total => total::lines(&sheet),
        Chart::Lost => lost::lines(&sheet),
        Chart::Levels => levels::lines(&sheet),
        Chart::Survey => survey::lines(&sheet, chosen.skipped),
        Chart::Waterfall => falls::lines(&sheet),
        Chart::Profile => profile::lines(&sheet),
        Chart::Change => change::lines(&sheet),
    };
    for (y, line) in lines.into_iter().enumerate() {
        row(frame, area, y, line);
    }
    if chosen.chart == Chart::Profile {
        profile::net(frame, &sheet, area);
    }
}

impl Sheet<'_> {
    /// Name of an indicator.
    fn name(&self, indicator: usize) -> String {
        display_safe(self.lang.label(&self.work.scheme.indicators[indicator].name)).into_owned()
    }

    fn points(&self, points: Points) -> String {
        figures::span(self.work.card.rounding, points)
    }

    fn print(&self, value: rust_decimal::Decimal) -> String {
        figures::points(self.work.card.rounding, value)
    }

    /// What causes a loss, in words.
    fn cause(&self, loss: &Loss) -> String {
        match loss.cause {
            Cause::Leaf(n) => self.name(n),
            Cause::Others(n) => texts::others(self.lang, n),
            Cause::Sum => texts::by_the_scheme(self.lang),
        }
    }

    /// Points lost, in figures.
    fn lost(&self, lost: Points) -> String {
        match lost.known() {
            Some(lost) => texts::minus(self.lang, &self.print(lost)),
            None if lost.low.is_zero() => texts::open_up_to(self.lang, &self.print(lost.high)),
            None => texts::minus_between(self.lang, &self.print(lost.low), &self.print(lost.high)),
        }
    }

    /// A bar of certain, open and unearned columns.
    fn bar(&self, solid: usize, open: usize, faint: usize) -> Vec<Span<'static>> {
        vec![
            Span::styled(SOLID.repeat(solid), self.look.here),
            Span::styled(OPEN.repeat(open), self.look.attention),
            Span::styled(FAINT.repeat(faint), self.look.dim),
        ]
    }

    /// A text in the middle of the columns.
    fn centred(&self, text: &str, style: Style) -> Line<'static> {
        let text = cut(text, self.columns).into_owned();
        let before = (self.columns - width(&text)) / 2;
        Line::from(vec![Span::raw(" ".repeat(before)), Span::styled(text, style)])
    }

    /// Two texts at the ends of a row.
    fn ends(&self, left: &str, right: &str, style: Style) -> Line<'static> {
        let (left, right) = super::ends(left, right, self.columns);
        Line::from(vec![Span::styled(left, style), Span::styled(right, style)])
    }

    /// What the patterns mean, as far as they occur.
    fn legend(&self, open: bool, faint: &str) -> Line<'static> {
        let mut parts = vec![(SOLID, texts::legend_certain(self.lang), self.look.here)];
        if open {
            parts.push((OPEN, texts::legend_open(self.lang), self.look.attention));
        }
        if !faint.is_empty() {
            parts.push((FAINT, faint.to_owned(), self.look.dim));
        }
        // Closer together where there is little room.
        let wide: usize = parts.iter().map(|(_, text, _)| 4 + width(text)).sum();
        let gap = if wide + 4 * (parts.len() - 1) <= self.columns { "    " } else { " " };
        let spans = parts.into_iter().flat_map(|(mark, text, style)| {
            [Span::styled(mark.repeat(3), style), Span::styled(format!(" {text}{gap}"), self.look.plain)]
        });
        Line::from(spans.collect::<Vec<_>>())
    }
}

/// Blocks of lines above each other, with as much air between them as there is, up to `most`
/// rows; the whole stands in the middle.
fn stacked(blocks: Vec<Vec<Line<'static>>>, rows: usize, most: usize) -> Vec<Line<'static>> {
    let blocks: Vec<_> = blocks.into_iter().filter(|b| !b.is_empty()).collect();
    let used: usize = blocks.iter().map(Vec::len).sum();
    let air = rows.saturating_sub(used);
    let gaps = blocks.len().saturating_sub(1).max(1);
    let gap = (air / gaps).min(most);
    let before = air.saturating_sub(gap * gaps) / 2;
    let mut lines = vec![Line::default(); before];
    for (n, block) in blocks.into_iter().enumerate() {
        if n > 0 {
            lines.extend(vec![Line::default(); gap]);
        }
        lines.extend(block);
    }
    lines
}

/// Widths of the columns beside a bar: the name gives way before the bar does.
struct Beside {
    name: usize,
    figure: usize,
    bar: usize,
}

/// Room for names, bars and figures in `columns`; two columns stay free around the bar.
fn beside(columns: usize, names: &[String], figures: &[String]) -> Beside {
    let widest = |texts: &[String]| texts.iter().map(|t| width(t)).max().unwrap_or(0);
    let figure = widest(figures).min(columns / 2);
    let rest = columns.saturating_sub(figure + 4);
    let name = widest(names).min(rest * 3 / 5);
    Beside { name, figure, bar: rest.saturating_sub(name) }
}

/// A name, a bar and a figure in one row.
fn line(beside: &Beside, name: &str, bar: Vec<Span<'static>>, figure: &str, style: Style) -> Line<'static> {
    let mut spans = vec![Span::styled(pad(name, beside.name), style), Span::raw("  ")];
    let used: usize = bar.iter().map(Span::width).sum();
    spans.extend(bar);
    spans.push(Span::raw(" ".repeat(beside.bar.saturating_sub(used) + 2)));
    spans.push(Span::styled(pad_left(figure, beside.figure), style));
    Line::from(spans)
}
