//! Texts of the charts, the presenter's screen and the replay.

use crate::app::present::Chart;

use super::{Lang, texts};

texts! {
    view() => "图表", "Charts";
    page(n: usize, all: usize, chart: &str) => "{chart}  {n}/{all}", "{chart}  {n}/{all}";
    all_shown(chart: &str) => "{chart}已全部显示。", "All of it is shown: {chart}.";
    nothing_recorded() => "还没有任何记录，以下为可能的范围。", "Nothing is recorded yet; what is shown is what is possible.";
    lost(n: usize) => "失分 {n} 项", "Points lost in {n}";
    still_open(n: usize) => "待定 {n} 项", "{n} still open";
    undescribed_mark() => "! 合计中有未说明的扣分", "! a stated total, not all of it described";
    nothing_lost() => "没有失分。", "No points were lost.";
    minus(points: &str) => "−{points}", "−{points}";
    minus_between(low: &str, high: &str) => "−{low} 至 −{high}", "−{low} to −{high}";
    open_up_to(points: &str) => "待定 ≤{points}", "open ≤{points}";
    others(n: usize) => "其余 {n} 项", "{n} {others}", others = n["other" | "others"];
    by_the_scheme() => "方案的合计规则", "How the scheme adds up";
    full_marks() => "满分", "Full marks";
    total() => "总分", "Total";
    legend_certain() => "已定", "certain";
    legend_open() => "待定", "open";
    legend_left() => "未得", "not earned";
    share(percent: &str) => "{percent} %", "{percent} %";
    no_questionnaires() => "这个方案没有问卷。", "This scheme has no questionnaire.";
    no_answers() => "还没有答卷。", "no answers yet";
    index(index: &str) => "指数 {index}", "index {index}";
    without_choice(n: u64) => "未选 {n}", "no choice {n}";
    missing(n: u64) => "待录 {n}", "to key {n}";
    more_below(n: usize) => "↓ 还有 {n} 题", "↓ {n} more";
    more_above(n: usize) => "↑ 前面 {n} 题", "↑ {n} before";
    no_change_yet() => "这次打开后还没有改动。", "Nothing was changed since the project was opened.";
    no_change_hint() => "录入一项后，这里显示它使总分变了多少。", "Once something is keyed, this shows what it did to the total.";
    unchanged() => "总分不变", "total unchanged";
    range_narrowed() => "范围变为", "range now";
    too_narrow() => "这里放不下这张图；按 F5 投屏看全图。", "There is no room for this chart here; F5 shows it on the whole screen.";
}

/// The name of a chart.
pub const fn chart(lang: Lang, chart: Chart) -> &'static str {
    let words = match chart {
        Chart::Total => ["总分", "Total"],
        Chart::Lost => ["失分", "Points lost"],
        Chart::Levels => ["分级得分", "Levels"],
        Chart::Survey => ["问卷分布", "Survey"],
        Chart::Waterfall => ["扣分瀑布", "Way down"],
        Chart::Profile => ["得分轮廓", "Profile"],
        Chart::Change => ["刚才的改动", "Last change"],
    };
    words[lang as usize]
}
