//! How full the marks of each group are: a net with a spoke a group, and the shares beside it.

use std::f64::consts::TAU;

use ratatui::Frame;
use ratatui::style::{Color, Style};
use ratatui::symbols::Marker;
use ratatui::text::{Line, Span};
use ratatui::widgets::canvas::{Canvas, Context, Line as Stroke, Points};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::app::layout::Area;
use crate::i18n::charts as words;
use crate::score::charts::{self, Bar, Scale};

use super::super::rect;
use super::{Sheet, beside, line};

/// Fewest groups that span a net.
const FEWEST: usize = 3;
/// Fewest columns for net and shares side by side.
const SIDE_BY_SIDE: usize = 64;
/// Where the numbers of the spokes stand, and how far the picture reaches.
const NUMBERS: f64 = 1.12;
const REACH: f64 = 1.22;

/// Columns of the net, a row being as high as two columns are wide; none where it does not fit.
fn net_columns(sheet: &Sheet, groups: usize) -> usize {
    if sheet.columns < SIDE_BY_SIDE || groups < FEWEST || sheet.rows < 10 {
        return 0;
    }
    (2 * sheet.rows).min(sheet.columns * 48 / 100)
}

/// The shares, at the right of the net.
pub(super) fn lines(sheet: &Sheet) -> Vec<Line<'static>> {
    let bars = charts::profile(&sheet.work.scheme, &sheet.work.card);
    let open = bars.iter().any(|b| b.points.known().is_none());
    let net = net_columns(sheet, bars.len());
    let before = if net > 0 { net + 2 } else { 0 };
    let columns = (sheet.columns - before).min(100);
    let names: Vec<String> =
        bars.iter().enumerate().map(|(n, b)| format!("{:>2} {}", n + 1, sheet.name(b.indicator))).collect();
    // Where room is short the bar alone says how much that is of full marks.
    let of = |b: &Bar| if columns < 50 { String::new() } else { format!("/{}", b.max.normalize()) };
    let figures: Vec<String> = bars.iter().map(|b| sheet.points(b.points) + &of(b)).collect();
    let beside = beside(columns, &names, &figures);
    let scale = Scale { from: Decimal::ZERO, to: Decimal::ONE, columns: beside.bar };
    let body = sheet.rows.saturating_sub(2).max(1);
    let gap = (body / bars.len().max(1)).saturating_sub(1).min(2);
    let mut lines = Vec::new();
    for (n, bar) in bars.iter().enumerate() {
        let share = bar.share().unwrap_or_default();
        let (low, high) = (scale.at(share.low), scale.at(share.high));
        let cells = sheet.bar(low, high - low, beside.bar - high);
        lines.push(line(&beside, &names[n], cells, &figures[n], sheet.look.plain));
        lines.extend((0..gap).map(|_| Line::default()));
    }
    let used = lines.len();
    lines.truncate(body);
    if used + 1 < sheet.rows {
        let above = (body - used.min(body)) / 2;
        lines.splice(0..0, vec![Line::default(); above]);
    }
    lines.resize(sheet.rows.saturating_sub(1), Line::default());
    lines.push(sheet.legend(open, &words::legend_left(sheet.lang)));
    let indent = || Span::raw(" ".repeat(before));
    for line in &mut lines {
        line.spans.insert(0, indent());
    }
    lines
}

/// The net itself: the rim is full marks, the solid line what is certain, the other what is
/// possible.
pub(super) fn net(frame: &mut Frame, sheet: &Sheet, area: Area) {
    let bars = charts::profile(&sheet.work.scheme, &sheet.work.card);
    let columns = net_columns(sheet, bars.len());
    let Ok(width) = u16::try_from(columns) else { return };
    if width == 0 {
        return;
    }
    let height = width / 2;
    let area = Area { width, height, y: area.y + (area.height - height.min(area.height)) / 2, ..area };
    let color = |style: Style| style.fg.unwrap_or(Color::Reset);
    let open = bars.iter().any(|b| b.points.known().is_none());
    let (here, attention, dim) = (color(sheet.look.here), color(sheet.look.attention), color(sheet.look.dim));
    let canvas =
        Canvas::default().marker(Marker::Braille).x_bounds([-REACH, REACH]).y_bounds([-REACH, REACH]).paint(
            |context| {
                grid(context, bars.len(), dim);
                if open {
                    shape(context, &bars, |b| b.high, attention);
                }
                shape(context, &bars, |b| b.low, here);
                for n in 0..bars.len() {
                    let (x, y) = at(n, bars.len(), NUMBERS);
                    context.print(x, y, Line::styled((n + 1).to_string(), sheet.look.strong));
                }
            },
        );
    frame.render_widget(canvas, rect(area));
}

/// Place on a spoke at a share of its length, the first spoke upwards, the others clockwise.
fn at(spoke: usize, all: usize, share: f64) -> (f64, f64) {
    let turn = |n: usize| n.to_f64().unwrap_or(0.0);
    let angle = TAU * turn(spoke) / turn(all).max(1.0);
    (share * angle.sin(), share * angle.cos())
}

/// Rim, half way and spokes, as dots, so that they differ from the lines without any colour.
fn grid(context: &mut Context, all: usize, color: Color) {
    let mut dots = Vec::new();
    for spoke in 0..all {
        let (from, to) = (at(spoke, all, 1.0), at(spoke + 1, all, 1.0));
        for step in 0..12_u8 {
            let part = f64::from(step) / 12.0;
            let rim = (from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part);
            dots.push(rim);
            if step % 3 == 0 {
                dots.push((rim.0 / 2.0, rim.1 / 2.0));
                dots.push((from.0 * part, from.1 * part));
            }
        }
    }
    context.draw(&Points { coords: &dots, color });
}

fn shape(context: &mut Context, bars: &[Bar], end: impl Fn(crate::score::Span) -> Decimal, color: Color) {
    let share = |n: usize| bars[n % bars.len()].share().map(&end).and_then(|d| d.to_f64()).unwrap_or(0.0);
    for n in 0..bars.len() {
        let (x1, y1) = at(n, bars.len(), share(n));
        let (x2, y2) = at(n + 1, bars.len(), share(n + 1));
        context.draw(&Stroke { x1, y1, x2, y2, color });
    }
    context.layer();
}
