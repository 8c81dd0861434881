//! The record beside another one, or two of its moments: scores, differences, causes.

use super::{Act, Row};
use crate::app::compare::{Kind, Line, lines};
use crate::app::sheet::Tone;
use crate::app::work::Work;
use crate::i18n::width::{cut, pad_left, width, wrap};
use crate::i18n::{Lang, compare as words};

/// Widest column of figures; names of files are cut to it.
const WIDEST: usize = 16;
/// Most causes shown below an indicator.
const MOST: usize = 20;

pub(super) fn rows(work: &Work, lang: Lang, room: usize) -> Vec<Row> {
    let Some(beside) = &work.beside else {
        let mut rows = vec![Row::new(words::choose_first(lang), String::new()).act(Act::CompareWith)];
        rows.push(Row::blank());
        for text in [words::choose(lang), words::examples(lang)] {
            rows.extend(wrap(&text, room.saturating_sub(2)).into_iter().map(Row::dim));
            rows.push(Row::blank());
        }
        return rows;
    };
    let lines = lines(&beside.compared, MOST, lang);
    let widths = widths(&lines);
    let mut rows = Vec::new();
    for line in &lines {
        rows.extend(line_rows(line, widths, room));
    }
    rows.push(Row::blank());
    if !std::sync::Arc::ptr_eq(&beside.compared.before.scheme, &beside.compared.after.scheme) {
        rows.extend(wrap(&words::rules_differ(lang), room.saturating_sub(2)).into_iter().map(Row::dim));
    }
    rows.push(Row::new(words::choose_again(lang), String::new()).act(Act::CompareWith));
    rows
}

fn widths(lines: &[Line]) -> [usize; 3] {
    let scored = || lines.iter().filter(|l| l.kind != Kind::Cause);
    [0, 1, 2].map(|n| scored().map(|l| width(&l.figures[n])).max().unwrap_or(0).min(WIDEST))
}

/// A line on as many rows as its words need.
fn line_rows(line: &Line, widths: [usize; 3], room: usize) -> Vec<Row> {
    let indent = "  ".repeat(line.depth);
    let figure = if line.kind == Kind::Cause {
        line.figures[2].clone()
    } else if line.figures.iter().all(String::is_empty) {
        String::new()
    } else {
        let columns = line.figures.iter().zip(widths).map(|(f, w)| pad_left(&cut(f, w), w));
        columns.collect::<Vec<_>>().join("  ")
    };
    let left = room.saturating_sub(width(&figure) + indent.len() + 2).max(12);
    let mut texts = wrap(&line.text, left);
    if texts.is_empty() {
        texts.push(String::new());
    }
    let make = |(n, text): (usize, String)| {
        let figure = if n == 0 { figure.clone() } else { String::new() };
        let mut row = Row::new(format!("{indent}{text}"), figure);
        row.heading = line.kind == Kind::Heading;
        row.tone = match line.kind {
            Kind::Differs | Kind::Note => Tone::Attention,
            Kind::Same => Tone::Dim,
            _ => Tone::Plain,
        };
        row.act = line.leaf.map(Act::Indicator).filter(|_| n == 0);
        row
    };
    texts.into_iter().enumerate().map(make).collect()
}
