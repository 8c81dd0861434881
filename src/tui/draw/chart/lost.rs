//! Where points were lost, most first, with what each costs.

use ratatui::text::Line;
use rust_decimal::Decimal;

use crate::i18n::charts as words;
use crate::score::charts::{self, Scale};

use super::{Sheet, beside, line};

pub(super) fn lines(sheet: &Sheet) -> Vec<Line<'static>> {
    let all = charts::losses(&sheet.work.scheme, &sheet.work.card);
    let lang = sheet.lang;
    if all.is_empty() {
        return vec![Line::default(), sheet.centred(&words::nothing_lost(lang), sheet.look.strong)];
    }
    let certain = all.iter().filter(|l| l.lost.low > Decimal::ZERO).count();
    let open = all.iter().filter(|l| l.lost.known().is_none()).count();
    let sum = charts::total_lost(&all);
    let mut heading = vec![words::lost(lang, certain)];
    if open > 0 {
        heading.push(words::still_open(lang, open));
    }
    let figure = sheet.lost(sum);
    let body = sheet.rows.saturating_sub(3);
    let shown = charts::gathered(all, body.max(1));
    let names: Vec<String> = shown.iter().map(|l| sheet.cause(l)).collect();
    let figures: Vec<String> = shown.iter().map(|l| sheet.lost(l.lost)).collect();
    let beside = beside(sheet.columns, &names, &figures);
    let most = shown.iter().map(|l| l.lost.high).max().unwrap_or_default();
    let scale = Scale { from: Decimal::ZERO, to: most, columns: beside.bar };
    let gap = (body / shown.len()).saturating_sub(1).min(2);
    let mut lines = vec![sheet.ends(&heading.join("  "), &figure, sheet.look.strong), Line::default()];
    for (n, loss) in shown.iter().enumerate() {
        let (low, high) = (scale.at(loss.lost.low), scale.at(loss.lost.high));
        let bar = sheet.bar(low, high - low, 0);
        lines.push(line(&beside, &names[n], bar, &figures[n], sheet.look.strong));
        lines.extend((0..gap).map(|_| Line::default()));
    }
    if open > 0 {
        lines.truncate(sheet.rows.saturating_sub(1));
        lines.resize(sheet.rows.saturating_sub(1), Line::default());
        lines.push(sheet.legend(true, ""));
    }
    lines
}
