//! Words for tables: the periods of a year, sums, what found no room.

use super::{Lang, texts};
use crate::score::SlotName;

texts! {
    quarter(n: u32) => "{n}季", "Q{n}";
    half(n: u32) => "{n}半年", "H{n}";
    whole() => "全年", "year";
    third(n: u32) => "{n}/3年", "{n}/3";
    sixth(n: u32) => "{n}/6年", "{n}/6";
    done(n: usize) => "完成 {n}", "{n} done";
    due(n: usize) => "到期 {n}", "{n} due";
    missed(n: usize) => "漏 {n}", "{n} missed";
    ahead(n: usize) => "未到期 {n}", "{n} ahead";
    /// Name of the line of sums in 万元.
    in_wan() => "万元", "10k yuan";
    hidden_total(name: &str, total: &str) => "{name}合计 {total}", "{name}, all rows: {total}";
    more_doubts(n: usize) => "……另有 {n} 处，见总览", "… and {n} more, see the overview";
    yes() => "是", "yes";
    future(date: &str) => "日期 {date} 晚于今天，请核对。", "{date} lies in the future; please check.";
    ask_reason(old: &str, new: &str) => "计划已记录为 {old}，改为 {new}；请写明理由", "The plan on record is {old}; say why it becomes {new}";
    ask_reason_clear(old: &str) => "计划已记录为 {old}，现撤去；请写明理由", "The plan on record is {old}; say why it is taken away";
    plan_title() => "调整计划", "Change of plan";
    evidence_line(source: &str, collector: &str, note: &str) => "依据 {source} · 采集 {collector} · {note}", "source {source} · from {collector} · {note}";
}

/// What a period of a year is called.
pub fn slot(lang: Lang, name: SlotName) -> String {
    match name {
        SlotName::Part { of: 1, .. } => whole(lang),
        SlotName::Part { n, of: 2 } => half(lang, n),
        SlotName::Part { n, of: 3 } => third(lang, n),
        SlotName::Part { n, of: 4 } => quarter(lang, n),
        SlotName::Part { n, of: 6 } => sixth(lang, n),
        SlotName::Part { n, .. } => n.to_string(),
        SlotName::Until(day) => day.format("%m-%d").to_string(),
    }
}

/// How a year stands; what there is none of is left out.
pub fn year_open(lang: Lang, done_: usize, due_: usize, missed_: usize, ahead_: usize) -> String {
    let all = [(done_, done(lang, done_)), (due_, due(lang, due_)), (missed_, missed(lang, missed_))];
    let mut words: Vec<String> = all.into_iter().filter(|(n, _)| *n > 0).map(|(_, text)| text).collect();
    if ahead_ > 0 {
        words.push(ahead(lang, ahead_));
    }
    words.join(if lang == Lang::Zh { "，" } else { ", " })
}
