//! The way from full marks down to the total, one step a row.

use ratatui::text::{Line, Span};
use rust_decimal::Decimal;

use crate::i18n::charts as words;
use crate::i18n::width::{pad, pad_left, width};
use crate::score::Span as Points;
use crate::score::charts::{self, Fall, Scale};

use super::{OPEN, SOLID, Sheet};

/// Fewest columns of the chart itself.
const LEAST: usize = 16;

/// Columns of a row.
struct Widths {
    name: usize,
    lost: usize,
    left: usize,
}

pub(super) fn lines(sheet: &Sheet) -> Vec<Line<'static>> {
    // Heading, full marks, total, and the scale below.
    let room = sheet.rows.saturating_sub(4).max(1);
    let way = charts::waterfall(&sheet.work.scheme, &sheet.work.card, room);
    let names: Vec<String> = way.falls.iter().map(|f| sheet.cause(&f.loss)).collect();
    let lost: Vec<String> = way.falls.iter().map(|f| sheet.lost(f.loss.lost)).collect();
    let left: Vec<String> = way.falls.iter().map(|f| sheet.points(f.after)).collect();
    let widest = |texts: &[String]| texts.iter().map(|t| width(t)).max().unwrap_or(0);
    let ends = [words::full_marks(sheet.lang), words::total(sheet.lang)];
    let mut widths =
        Widths { name: widest(&names).max(widest(&ends)), lost: widest(&lost), left: widest(&left).max(6) };
    let fixed = widths.lost + widths.left + 6;
    widths.name = widths.name.min(sheet.columns.saturating_sub(fixed + LEAST) * 3 / 5).max(8);
    let columns = sheet.columns.saturating_sub(fixed + widths.name);
    if columns < LEAST {
        return vec![Line::styled(words::too_narrow(sheet.lang), sheet.look.plain)];
    }
    let scale = Scale::down_to(way.total.low, way.full, columns);
    let whole = Points { low: way.full, high: way.full };
    let gap = (room / way.falls.len().max(1)).saturating_sub(1).min(2);
    let mut lines = vec![ends_row(sheet, &widths, &scale, &ends[0], whole), Line::default()];
    for (n, fall) in way.falls.iter().enumerate() {
        lines.push(step(sheet, &widths, &scale, fall, [&names[n], &lost[n], &left[n]]));
        lines.extend((0..gap).map(|_| Line::default()));
    }
    if gap == 0 && lines.len() + 2 < sheet.rows {
        lines.push(Line::default());
    }
    lines.push(ends_row(sheet, &widths, &scale, &ends[1], way.total));
    lines.push(labels(sheet, &widths, &scale));
    lines
}

/// Full marks or the total: a bar from the left edge.
fn ends_row(sheet: &Sheet, widths: &Widths, scale: &Scale, name: &str, points: Points) -> Line<'static> {
    let (low, high) = (scale.at(points.low), scale.at(points.high));
    let mut spans = vec![Span::styled(pad(name, widths.name), sheet.look.strong), Span::raw("  ")];
    spans.extend(sheet.bar(low, high - low, 0));
    let rest = scale.columns - high + 2 + widths.lost + 2;
    spans.push(Span::raw(" ".repeat(rest)));
    spans.push(Span::styled(pad_left(&sheet.points(points), widths.left), sheet.look.strong));
    Line::from(spans)
}

/// One step: hatched where the total may stand after it, solid what it takes for certain.
fn step(sheet: &Sheet, widths: &Widths, scale: &Scale, fall: &Fall, texts: [&String; 3]) -> Line<'static> {
    let [name, lost, left] = texts;
    let open = scale.at(fall.after.low)..scale.at(fall.after.high);
    let mut solid = open.end..scale.at(fall.before.high);
    if solid.is_empty() && fall.loss.lost.low > Decimal::ZERO {
        // A step too small for a column still shows where it is.
        solid = open.end.saturating_sub(1)..open.end;
    }
    let edges = edges(sheet, scale);
    let mut spans = vec![Span::styled(pad(name, widths.name), sheet.look.plain), Span::raw("  ")];
    for column in 0..scale.columns {
        let span = if solid.contains(&column) {
            Span::styled(SOLID, sheet.look.here)
        } else if open.contains(&column) {
            Span::styled(OPEN, sheet.look.attention)
        } else if edges.iter().any(|(at, _)| *at == column) {
            Span::styled("┊", sheet.look.dim)
        } else {
            Span::raw(" ")
        };
        spans.push(span);
    }
    let figures = format!("  {}  {}", pad_left(lost, widths.lost), pad_left(left, widths.left));
    spans.push(Span::styled(figures, sheet.look.strong));
    Line::from(spans)
}

/// Lower edges of the grades that lie inside the scale, with their columns.
fn edges(sheet: &Sheet, scale: &Scale) -> Vec<(usize, Decimal)> {
    let edges = sheet.work.scheme.grades.iter().filter_map(|g| g.low).map(|e| e.at);
    edges.filter(|e| *e > scale.from && *e < scale.to).map(|e| (scale.at(e), e)).collect()
}

/// The figures below the scale: its ends and the edges of the grades.
fn labels(sheet: &Sheet, widths: &Widths, scale: &Scale) -> Line<'static> {
    let mut marks = vec![(0, scale.from), (scale.columns, scale.to)];
    marks.extend(edges(sheet, scale));
    marks.sort_by_key(|m| m.1);
    let mut text = String::new();
    for (at, value) in marks {
        let figure = value.normalize().to_string();
        let start = at.min(scale.columns.saturating_sub(width(&figure)));
        if start >= width(&text) + usize::from(!text.is_empty()) {
            text = pad(&text, start) + &figure;
        }
    }
    Line::styled(format!("{}{text}", " ".repeat(widths.name + 2)), sheet.look.plain)
}
