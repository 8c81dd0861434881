//! What a survey's uncertainty means for the points, in words and small bars.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{Line, Weight, ends};
use crate::i18n::width::pad_left;
use crate::i18n::{Lang, texts};
use crate::scheme::indicator::{Band, Edge};
use crate::scheme::{Rounding, Scheme};
use crate::survey::stats::outlook::Outlook;
use crate::survey::stats::posterior::{Found, SEED};

texts! {
    chances() => "对得分意味着什么：各档的机会", "What it means for the points: chance of each band";
    band_points(band: &str, points: &str) => "{band}  {points} 分", "{band}  {points} pt";
    rest() => "其余", "the rest";
    model() => "模型：把已收答卷看作随机样本，事先给各选项合计 1 份的均等权重", "Model: answers so far are a random sample; beforehand the choices share the weight of one form equally";
    model_finite() => "总体已知：未答者的答案按 Dirichlet-多项分布推算", "population known: those not asked follow the Dirichlet-multinomial";
    model_open() => "没有可用的总体人数：视为很大", "no usable population: taken as very large";
    uniform(chance: &str) => "敏感性：事先各选项各加 1 份时，所在档的机会 {chance}", "Sensitivity: with one form a choice beforehand, this band has {chance}";
    exactly() => "逐一列举，精确计算", "computed exactly";
    drawn(times: usize, seed: u64) => "模拟 {times} 次，种子 {seed}", "{times} draws, seed {seed}";
    two_ends() => "区间两端：各题答案互不相干 / 完全同向", "two ends: questions unrelated / fully tied";
    likely(more: u64) => "按现有比例再收 {more} 份，95 % 区间落入一档", "{more} more {forms} in these shares {bring} the 95 % interval into one band", forms = more["form" | "forms"], bring = more["brings" | "bring"];
    likely_now() => "95 % 区间已落在一档之内", "The 95 % interval lies within one band";
    likely_never() => "按现有比例，再多答卷也落不进一档", "No number of forms in these shares brings the interval into one band";
    firm(more: u64) => "按现有比例再收 {more} 份，其余人怎么答都不换档", "{more} more in these shares, and whatever the others answer the band stays";
    certain_now() => "未答者怎么答都不换档：已成定局", "Whatever those not asked answer, the band stays: settled";
    certain(more: u64) => "最坏情况下要问完余下 {more} 人才能定档", "At worst {all} {more} {others} must be asked to settle the band", all = more["the" | "all"], others = more["other" | "others"];
}

/// Columns of a bar.
const BAR: usize = 8;
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/// The outlook of an indicator: a line for each band with its chance, then what it rests on.
pub fn outlook(lang: Lang, scheme: &Scheme, outlook: &Outlook, rates: Rounding) -> Vec<Line> {
    let name = scheme.indicators.get(outlook.indicator).map_or("", |i| lang.label(&i.name));
    let interval = outlook.interval.map(|i| format!("  {}", ends(&i, rates))).unwrap_or_default();
    let figure = format!("{}{interval}", rates.print(outlook.figure));
    let mut lines = vec![Line::new(Weight::Heading, name, figure)];
    for (n, band) in outlook.bands.iter().enumerate() {
        let of = |all: &[Decimal]| all.get(n).copied().unwrap_or_default();
        let (apart, tied) = (of(&outlook.chances.apart), of(&outlook.chances.tied));
        let here = if band.holds(outlook.figure) { "▸" } else { " " };
        let left = format!(
            "{here} {}",
            band_points(lang, &band_words(lang, band), &band.points.normalize().to_string())
        );
        let right = format!("{} {}", bar(apart), pad_left(&percent(apart, tied), 9));
        lines.push(Line::plain(left, right));
    }
    let here = outlook.bands.iter().position(|b| b.holds(outlook.figure));
    if let Some(chance) = here.and_then(|n| outlook.uniform.apart.get(n)) {
        lines.push(Line::dim(uniform(lang, &percent(*chance, *chance))));
    }
    lines.extend(settled(lang, outlook));
    lines
}

/// What chances rest on: said once below them.
pub fn model_lines(lang: Lang, outlooks: &[Outlook]) -> Vec<Line> {
    let Some(first) = outlooks.first() else { return Vec::new() };
    let mut lines = vec![Line::dim(model(lang))];
    lines.push(Line::dim(if first.is_finite { model_finite(lang) } else { model_open(lang) }));
    if outlooks.iter().any(|o| o.chances.found == Found::Exactly) {
        lines.push(Line::dim(exactly(lang)));
    }
    let times = outlooks.iter().find_map(|o| match o.chances.found {
        Found::Drawn(times) => Some(times),
        Found::Exactly => None,
    });
    lines.extend(times.map(|times| Line::dim(drawn(lang, times, SEED))));
    if outlooks.iter().any(|o| o.questions.len() > 1) {
        lines.push(Line::dim(two_ends(lang)));
    }
    lines
}

fn settled(lang: Lang, outlook: &Outlook) -> Vec<Line> {
    let settle = &outlook.settle;
    let mut lines = Vec::new();
    match settle.likely {
        _ if settle.certain == Some(0) => {}
        Some(0) => lines.push(Line::dim(likely_now(lang))),
        Some(more) => lines.push(Line::dim(likely(lang, more))),
        None if settle.is_flat => lines.push(Line::new(Weight::Attention, super::all_alike(lang), "")),
        None => lines.push(Line::new(Weight::Attention, likely_never(lang), "")),
    }
    match (settle.firm, settle.certain) {
        (_, Some(0)) => lines.push(Line::dim(certain_now(lang))),
        (firm_at, Some(all)) => {
            lines.extend(firm_at.filter(|more| *more < all).map(|more| Line::dim(firm(lang, more))));
            lines.push(Line::dim(certain(lang, all)));
        }
        _ => {}
    }
    lines
}

/// `≥ 95`, `90–95`, `< 75`.
fn band_words(lang: Lang, band: &Band) -> String {
    let at = |edge: Edge| edge.at.normalize();
    match (band.low, band.high) {
        (Some(low), None) => format!("{} {}", if low.inclusive { "≥" } else { ">" }, at(low)),
        (None, Some(high)) => format!("{} {}", if high.inclusive { "≤" } else { "<" }, at(high)),
        (Some(low), Some(high)) => format!("{}–{}", at(low), at(high)),
        (None, None) => rest(lang),
    }
}

/// A chance in whole percent, or both ends of it.
fn percent(apart: Decimal, tied: Decimal) -> String {
    let one = |chance: Decimal| {
        let whole = (chance * Decimal::ONE_HUNDRED).round();
        if chance > Decimal::ZERO && whole.is_zero() {
            "<1".to_owned()
        } else if chance < Decimal::ONE && whole == Decimal::ONE_HUNDRED {
            ">99".to_owned()
        } else {
            whole.to_string()
        }
    };
    let (a, b) = (one(apart), one(tied));
    if a == b { format!("{a} %") } else { format!("{a}–{b} %") }
}

/// A chance as a bar of eighths of columns; what is missing is dotted.
pub fn bar(chance: Decimal) -> String {
    let eighths = (chance * Decimal::from(BAR * 8)).round().to_usize().unwrap_or(0).min(BAR * 8);
    let (full, part) = (eighths / 8, EIGHTHS[eighths % 8]);
    let empty = BAR - full - usize::from(!part.is_empty());
    format!("{}{part}{}", "█".repeat(full), "·".repeat(empty))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_fill_their_columns_and_chances_never_pretend() {
        let chance = |text: &str| Decimal::from_str_exact(text).unwrap();
        assert_eq!(bar(chance("0")), "········");
        assert_eq!(bar(chance("0.5")), "████····");
        assert_eq!(bar(chance("0.55")), "████▍···");
        assert_eq!(bar(chance("1")), "████████");
        assert_eq!(percent(chance("0.999"), chance("0.999")), ">99 %");
        assert_eq!(percent(chance("0.001"), chance("0.02")), "<1–2 %");
        assert_eq!(percent(chance("1"), chance("1")), "100 %");
    }
}
