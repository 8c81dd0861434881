//! Cross tables as lines: choices down, groups across, as many beside each other as fit.

use rust_decimal::Decimal;

use super::{Line, Weight};
use crate::i18n::width::{pad, pad_left};
use crate::i18n::{Lang, texts};
use crate::scheme::{Questionnaire, Rounding};
use crate::survey::stats::cross::Cross;
use crate::survey::stats::forms::CrossOf;
use crate::survey::stats::rates::ratio;

texts! {
    by(question: &str, attribute: &str) => "{question} × {attribute}", "{question} × {attribute}";
    others() => "其他合并", "others";
    all() => "合计", "All";
    people() => "人数", "n";
    index() => "指数", "Index";
    too_few(least: u64) => "不足 {least} 人的组无法比较", "Groups of fewer than {least} cannot be compared";
    withheld(least: u64) => "* 已隐去：不足 {least} 人，或可由合计推出这样的格", "* withheld: fewer than {least} people, or would give such a cell away";
    merged(names: &str, least: u64) => "其他合并：{names}（单组不足 {least} 人）", "others: {names} (fewer than {least} each, or joined to them)";
    column_percent() => "格内：人数、占本组比例（%）", "cells: people, share of the group (%)";
    chi_square(value: &str, df: u64, p: &str, v: &str) => "χ² = {value}，自由度 {df}，p = {p}，Cramér V = {v}", "χ² = {value}, df {df}, p = {p}, Cramér’s V = {v}";
    rough() => "有期望频数小于 5，p 仅供参考", "an expected count is below 5: p is rough";
    no_chi_square() => "有格隐去，不给 χ²（否则可反推）", "no χ² while cells are withheld: it would give them away";
}

/// Columns of a group.
const GROUP: usize = 14;
/// Fewest columns of the names of choices.
const NAME: usize = 14;

/// A cross table in `columns` columns.
pub fn cross(
    lang: Lang,
    questionnaire: &Questionnaire,
    of: &CrossOf,
    rates: Rounding,
    columns: usize,
) -> Vec<Line> {
    let questions = &questionnaire.questions;
    let (Some(attribute), Some(question)) = (questions.get(of.attribute), questions.get(of.question)) else {
        return Vec::new();
    };
    let title = by(lang, &question.id, &lang.wording(&attribute.text));
    let mut lines = vec![Line::new(Weight::Heading, title, "")];
    let least = questionnaire.min_cell;
    let known: Vec<&Cross> = of.tables.iter().flatten().collect();
    let Some(first) = known.first() else {
        lines.push(Line::dim(too_few(lang, least)));
        return lines;
    };
    let name = |at: usize| match first.groups.get(at).map(|g| g.of.as_slice()) {
        Some([one]) => {
            attribute.choices.get(*one).map_or_else(String::new, |c| lang.label(&c.label).to_owned())
        }
        Some(_) => others(lang),
        None => all(lang),
    };
    // The column behind the groups is everyone together.
    let count = first.groups.len() + 1;
    let everyone: u64 = first.groups.iter().map(|g| g.n).sum();
    let beside = (columns.saturating_sub(NAME) / GROUP).max(1);
    let wide = columns.saturating_sub(beside.min(count) * GROUP).clamp(NAME, 24);
    for from in (0..count).step_by(beside) {
        let shown = from..(from + beside).min(count);
        let row = |left: &str, cell: &dyn Fn(usize) -> String| {
            shown.clone().fold(pad(left, wide), |line, at| line + &pad_left(&cell(at), GROUP))
        };
        lines.push(Line::dim(row("", &name)));
        let size = |at: usize| first.groups.get(at).map_or(everyone, |g| g.n).to_string();
        lines.push(Line::plain(row(&people(lang), &size), ""));
        for (n, choice) in question.choices.iter().enumerate() {
            // Ticks have a table for each choice, whose first row is those who ticked it.
            let (table, at) = if question.is_multiple() { (known.get(n), 0) } else { (Some(first), n) };
            let Some(table) = table else { continue };
            let left = format!("{} {}", choice.code, lang.label(&choice.label));
            lines.push(Line::plain(row(&left, &|group| cell(table, at, group, everyone, rates)), ""));
        }
        if first.groups.iter().any(|g| g.index.is_some()) {
            let index_of = |at: usize| match first.groups.get(at) {
                Some(group) => group.index.map_or_else(|| "*".to_owned(), |i| rates.print(i)),
                None => String::new(),
            };
            lines.push(Line::plain(row(&index(lang), &index_of), ""));
        }
    }
    lines.extend(notes(lang, &known, &name_merged(lang, attribute, first), least, rates));
    lines
}

fn name_merged(lang: Lang, attribute: &crate::scheme::Question, cross: &Cross) -> String {
    let merged = cross.groups.iter().filter(|g| g.of.len() > 1).flat_map(|g| &g.of);
    let names: Vec<&str> =
        merged.filter_map(|n| Some(lang.label(&attribute.choices.get(*n)?.label))).collect();
    names.join(match lang {
        Lang::Zh => "、",
        Lang::En => ", ",
    })
}

fn cell(table: &Cross, row: usize, group: usize, everyone: u64, rates: Rounding) -> String {
    let with = |n: u64, share: Decimal| format!("{n}{}", pad_left(&rates.percent(share), 8));
    if group == table.groups.len() {
        let n = table.totals.get(row).copied().unwrap_or(0);
        return with(n, ratio(n, everyone).unwrap_or_default());
    }
    let count = table.cells.get(row).and_then(|r| r.get(group)).copied().flatten();
    match (count, table.share(row, group)) {
        (Some(n), Some(share)) => with(n, share),
        _ => "*".to_owned(),
    }
}

fn notes(lang: Lang, tables: &[&Cross], merged_names: &str, least: u64, rates: Rounding) -> Vec<Line> {
    let mut lines = vec![Line::dim(column_percent(lang))];
    if !merged_names.is_empty() {
        lines.push(Line::dim(merged(lang, merged_names, least)));
    }
    if tables.iter().any(|t| t.withheld() > 0) {
        lines.push(Line::new(Weight::Attention, withheld(lang, least), ""));
    }
    if let [table] = tables {
        match &table.association {
            Some(a) => {
                let text = |d: Decimal, places: u32| Rounding { places, ..rates }.print(d);
                let (value, p, v) = (text(a.chi_square, 2), text(a.p, 4), text(a.v, 3));
                lines.push(Line::dim(chi_square(lang, &value, a.df, &p, &v)));
                if a.is_rough {
                    lines.push(Line::dim(rough(lang)));
                }
            }
            None if table.withheld() > 0 => lines.push(Line::dim(no_chi_square(lang))),
            None => {}
        }
    }
    lines
}
