//! The levels of the first rank as bars against their full marks.

use ratatui::text::{Line, Span};
use rust_decimal::Decimal;

use crate::i18n::charts as words;
use crate::score::charts::{self, Bar, Scale};

use super::Sheet;

pub(super) fn lines(sheet: &Sheet) -> Vec<Line<'static>> {
    let open =
        charts::levels(&sheet.work.scheme, &sheet.work.card).iter().any(|b| b.points.known().is_none());
    let body = Sheet { rows: sheet.rows.saturating_sub(2), ..*sheet };
    let mut lines = bars(&body);
    lines.resize(sheet.rows.saturating_sub(1), Line::default());
    lines.push(sheet.legend(open, &words::legend_left(sheet.lang)));
    lines
}

/// A heading and a bar for each level, as thick as the rows allow.
pub(super) fn bars(sheet: &Sheet) -> Vec<Line<'static>> {
    let bars = charts::levels(&sheet.work.scheme, &sheet.work.card);
    let widest = bars.iter().map(|b| b.max).max().unwrap_or_default();
    let each = sheet.rows / bars.len().max(1);
    // A name, the bar, and a free row where there is one.
    let gap = usize::from(each >= 3);
    let thick = each.saturating_sub(1 + gap).clamp(1, 8);
    let mut lines = Vec::new();
    for bar in &bars {
        let name = sheet.name(bar.indicator);
        let figure = format!("{} / {}{}", sheet.points(bar.points), bar.max.normalize(), share(sheet, bar));
        lines.push(sheet.ends(&name, &figure, sheet.look.strong));
        let spans = cells(sheet, bar, widest);
        lines.extend((0..thick).map(|_| Line::from(spans.clone())));
        lines.extend((0..gap).map(|_| Line::default()));
    }
    lines.truncate(sheet.rows);
    lines
}

fn share(sheet: &Sheet, bar: &Bar) -> String {
    let share = bar.share().and_then(crate::score::Span::known);
    let percent = share.map(|s| words::share(sheet.lang, &sheet.work.scheme.rates.percent(s)));
    percent.map_or_else(String::new, |p| format!("   {p:>9}"))
}

/// A bar as long as its full marks are large.
fn cells(sheet: &Sheet, bar: &Bar, widest: Decimal) -> Vec<Span<'static>> {
    let whole = Scale { from: Decimal::ZERO, to: widest, columns: sheet.columns };
    let long = whole.at(bar.max);
    let scale = Scale { to: bar.max, columns: long, ..whole };
    let (low, high) = (scale.at(bar.points.low), scale.at(bar.points.high));
    sheet.bar(low, high - low, long - high)
}
