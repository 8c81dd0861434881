//! Total and grade as large as they go, the way to full marks, the levels, and what just changed.

use ratatui::text::{Line, Span};

use crate::app::figures;
use crate::i18n::width::{cut_start, pad, width};
use crate::i18n::{charts as words, ui};
use crate::score::charts;

use super::{Sheet, digits, letters, levels, stacked};

/// Widest scale.
const WIDEST: usize = 120;
/// Rows of what stands below figure and grade.
const BELOW: usize = 5;
/// Rows of digits that are seen from the back of a room.
const READABLE: usize = 8;
/// Fewest rows of a grade that are worth more than a band.
const LEAST: usize = 3;
/// Rows of the smallest characters.
const LARGE: usize = 6;

pub(super) fn lines(sheet: &Sheet) -> Vec<Line<'static>> {
    let (work, lang, look) = (sheet.work, sheet.lang, sheet.look);
    let total = figures::total(work);
    let name = figures::grade(work, lang);
    // About half of the height for the figure, so that grade and scale stand below it.
    let [with_large, alone] = [8, 11].map(|n| figure(sheet, &total, (sheet.rows * n / 20).max(3)));
    let large = large_grade(sheet, &name, with_large.len());
    // Where digits are small, as those of a range are, they come before the grade.
    let (figure, large) = match large {
        Some(large) if with_large.len() >= READABLE.min(alone.len()) => (with_large, Some(large)),
        _ => {
            let large = large_grade(sheet, &name, alone.len());
            (alone, large)
        }
    };
    let figure = figure.iter().map(|r| sheet.centred(r, look.strong)).collect();
    let mut blocks = vec![figure, grade(sheet, &name, large)];
    blocks.push(scale(sheet));
    blocks.extend(figures::laid(work, lang).map(|text| vec![sheet.centred(&text, look.attention)]));
    let last = figures::last(work, lang).map(|(what, result)| {
        let what = cut_start(&what, sheet.columns.saturating_sub(width(&result) + 12)).into_owned();
        vec![sheet.centred(&format!("{}  {what}  {result}", ui::just_now(lang)), look.changed)]
    });
    let bars = charts::levels(&work.scheme, &work.card).len();
    let used: usize = blocks.iter().map(Vec::len).sum::<usize>() + blocks.len();
    if used + bars * 2 + 4 <= sheet.rows {
        let rows = sheet.rows - used - 2;
        let columns = sheet.columns.min(WIDEST);
        let inner = Sheet { columns, rows: rows.min(bars * 3), ..*sheet };
        let before = (sheet.columns - columns) / 2;
        blocks.push(levels::bars(&inner).into_iter().map(|l| indented(l, before)).collect());
    }
    if let Some(last) = last {
        blocks.push(last);
    } else if !charts::is_begun(&work.card) {
        blocks.push(vec![sheet.centred(&words::nothing_recorded(lang), look.plain)]);
    }
    stacked(blocks, sheet.rows, 2)
}

/// The total in one row of digits, or the ends of a range below each other where that makes them
/// larger.
fn figure(sheet: &Sheet, total: &str, most: usize) -> Vec<String> {
    let points = sheet.work.card.total.points;
    let beside = digits::large(total, sheet.columns, most);
    if points.known().is_none() {
        let ends = [format!("{}–", sheet.print(points.low)), sheet.print(points.high)];
        let large = ends.iter().map(|end| digits::large(end, sheet.columns, most.saturating_sub(1) / 2));
        if let Some(mut ends) = large.collect::<Option<Vec<_>>>()
            && beside.as_ref().is_none_or(|rows| rows.len() < ends[0].len().min(ends[1].len()))
        {
            ends.insert(1, vec![String::new()]);
            return ends.concat();
        }
    }
    beside.unwrap_or_else(|| vec![total.to_owned()])
}

fn indented(mut line: Line<'static>, columns: usize) -> Line<'static> {
    line.spans.insert(0, Span::raw(" ".repeat(columns)));
    line
}

/// The grade in large letters, where its words have them and there is room.
fn large_grade(sheet: &Sheet, name: &str, figure: usize) -> Option<Vec<String>> {
    // Below the figure stand the scale, a note and what just changed or is laid over.
    let left = sheet.rows.saturating_sub(figure + BELOW);
    let rows = (sheet.rows * 9 / 40).max(LARGE).min(left);
    letters::large(name, sheet.columns, rows).filter(|lines| lines.len() >= LEAST)
}

/// The grade, large or on a band of its own, and how far it is to the next or how much is open.
fn grade(sheet: &Sheet, name: &str, large: Option<Vec<String>>) -> Vec<Line<'static>> {
    let (work, lang, look) = (sheet.work, sheet.lang, sheet.look);
    let is_large = large.is_some();
    let mut lines = match large {
        Some(rows) => rows.iter().map(|r| sheet.centred(r, look.here)).collect(),
        None => band(sheet, name),
    };
    let note: Vec<String> =
        [figures::to_next_grade(work, lang), figures::pending(work, lang)].into_iter().flatten().collect();
    let note = note.join("   ");
    if !note.is_empty() {
        if !is_large && sheet.rows >= 18 {
            lines.push(Line::default());
        }
        lines.push(sheet.centred(&note, look.attention));
    }
    lines
}

/// The grade as text in reverse.
fn band(sheet: &Sheet, name: &str) -> Vec<Line<'static>> {
    let look = sheet.look;
    let wide = (width(name) + 10).max(14).min(sheet.columns);
    let before = wide.saturating_sub(width(name)) / 2;
    let text = pad(&format!("{}{name}", " ".repeat(before)), wide);
    let blank = " ".repeat(wide);
    let mut lines = vec![sheet.centred(&text, look.selected)];
    if sheet.rows >= 18 {
        lines.insert(0, sheet.centred(&blank, look.selected));
        lines.push(sheet.centred(&blank, look.selected));
    }
    lines
}

/// The way to full marks with the total on it.
fn scale(sheet: &Sheet) -> Vec<Line<'static>> {
    let columns = sheet.columns.min(WIDEST);
    let track = figures::track(sheet.work, columns);
    let before = Span::raw(" ".repeat((sheet.columns - columns) / 2));
    let mut spans = vec![before.clone()];
    for (n, mark) in track.marks.iter().enumerate() {
        let style = if track.span.contains(&n) { sheet.look.here } else { sheet.look.plain };
        spans.push(Span::styled(*mark, style));
    }
    vec![Line::from(spans), Line::from(vec![before, Span::styled(track.labels, sheet.look.plain)])]
}
