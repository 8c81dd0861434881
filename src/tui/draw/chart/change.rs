//! What the last entry did to the total, large.

use ratatui::style::Modifier;
use ratatui::text::Line;

use crate::app::figures;
use crate::i18n::charts as words;
use crate::i18n::width::wrap;

use super::{Sheet, digits, stacked};

pub(super) fn lines(sheet: &Sheet) -> Vec<Line<'static>> {
    let (work, lang, look) = (sheet.work, sheet.lang, sheet.look);
    let (Some(last), Some((what, _))) = (&work.last, figures::last(work, lang)) else {
        return stacked(
            vec![
                vec![sheet.centred(&words::no_change_yet(lang), look.strong)],
                vec![sheet.centred(&words::no_change_hint(lang), look.plain)],
            ],
            sheet.rows,
            1,
        );
    };
    let what = wrap(&what, sheet.columns).into_iter().map(|l| sheet.centred(&l, look.strong)).collect();
    let delta = match (last.before.known(), last.after.known()) {
        (Some(a), Some(b)) if b >= a => Some(format!("+{}", sheet.print(b - a))),
        (Some(a), Some(b)) => Some(format!("−{}", sheet.print(a - b))),
        _ => None,
    };
    let same = last.before == last.after;
    let rows = (sheet.rows / 2).max(3);
    let large = match delta {
        _ if same => vec![sheet.centred(&words::unchanged(lang), look.strong)],
        // A difference of ranges is no figure; the range that is left is.
        None => enlarged(sheet, &sheet.points(last.after), rows),
        Some(delta) => enlarged(sheet, &delta, rows),
    };
    let is_range = last.before.known().is_none() || last.after.known().is_none();
    let note = if is_range && !same {
        vec![sheet.centred(&words::range_narrowed(lang), look.plain)]
    } else {
        Vec::new()
    };
    let way = format!(
        "{}  →  {}  {}",
        sheet.points(last.before),
        sheet.points(last.after),
        figures::grade(work, lang)
    );
    let way = vec![sheet.centred(&way, look.strong)];
    stacked(vec![what, note, large, way], sheet.rows, 2)
}

fn enlarged(sheet: &Sheet, text: &str, rows: usize) -> Vec<Line<'static>> {
    let lines = digits::large(text, sheet.columns, rows);
    let lines = lines.unwrap_or_else(|| vec![text.to_owned()]);
    // Reversed, the squares would be the holes.
    let style = sheet.look.changed.remove_modifier(Modifier::REVERSED);
    lines.iter().map(|l| sheet.centred(l, style)).collect()
}
