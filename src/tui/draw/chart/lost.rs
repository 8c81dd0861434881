//! Where points were lost, most first, with what each costs.

use ratatui::text::Line;
use rust_decimal::Decimal;

use crate::dossier::links;
use crate::i18n::charts as words;
use crate::score::charts::{self, Cause, Loss, Scale};

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
    let marked: Vec<bool> = shown.iter().map(|l| is_undescribed(sheet, l)).collect();
    let name = |(l, marked): (&Loss, &bool)| sheet.cause(l) + if *marked { " !" } else { "" };
    let names: Vec<String> = shown.iter().zip(&marked).map(name).collect();
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
    let mut below = Vec::new();
    if marked.contains(&true) {
        below.push(Line::styled(words::undescribed_mark(lang), sheet.look.attention));
    }
    if open > 0 {
        below.push(sheet.legend(true, ""));
    }
    let room = sheet.rows.saturating_sub(below.len());
    if !below.is_empty() {
        lines.truncate(room);
        lines.resize(room, Line::default());
        lines.extend(below);
    }
    lines
}

/// Whether a bare total stands for some of what costs these points: nobody has said what it was.
fn is_undescribed(sheet: &Sheet, loss: &Loss) -> bool {
    let Cause::Leaf(leaf) = loss.cause else { return false };
    links::undescribed(&sheet.work.scheme, &sheet.work.card, leaf) > 0
}
