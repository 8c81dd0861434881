//! Texts of comparisons between two records.

use super::texts;

texts! {
    view() => "对比", "Compare";
    records() => "对比", "Compared";
    difference() => "差", "Change";
    total() => "总分", "Total";
    grade() => "等次", "Grade";
    grade_changes() => "等次不同", "grade differs";
    rounding() => "舍入办法 ", "Rounding ";
    differing(n: usize) => "不同的指标 {n} 项", "Indicators that differ: {n}";
    no_differences() => "各指标得分与依据均相同。", "All indicators have the same points and grounds.";
    by_name(old: &str, new: &str) => "编号不同，按名称对应：{old}、{new}", "matched by name; ids {old} and {new}";
    more(n: usize) => "……还有 {n} 条", "… {n} more";
    alone(points: &str) => "单独 {points}", "alone {points}";
    rule_differs() => "评分标准不同", "the rule is another";
    shared() => "满分因其他指标不适用而变动", "full marks move since other indicators do not apply";
    only_in(n: usize, name: &str) => "只在“{name}”中的指标 {n} 项（未能对应）", "Indicators only in “{name}” (not matched): {n}";
    facts_only_in(n: usize, name: &str) => "只在“{name}”中的其他记录 {n} 条", "Other facts only in “{name}”: {n}";
    facts_differing(n: usize) => "其他不同的记录 {n} 条", "Other facts that differ: {n}";
    choose() => "按 Enter 选另一份：项目文件（.jp）、评价方案文件夹，或某一刻的台账，如 case.jp@12（一步之末）。", "Enter names the other one: a project file (.jp), a scheme folder, or a ledger at a moment, such as case.jp@12 (the last entry of its step).";
    examples() => "可对比：两名评价员各自的文件、自评与评价、今年与去年，或回放中标记的两个时刻（m 标记，c 对比）。", "Compare two evaluators' files, self-evaluation and evaluation, this year and last, or two moments of the replay (m marks, c compares).";
    choose_first() => "选一份来比", "Choose what to compare with";
    choose_again() => "换一份来比", "Compare with another";
    ask() => "项目文件、方案文件夹，或 FILE.jp@第几条", "Project file, scheme folder, or FILE.jp@ENTRY";
    now() => "现在", "now";
    this_record() => "本项目", "this project";
    no_mark() => "先到另一时刻按 m 标记，再回来按 c 对比。", "First mark another moment with m, then compare with c.";
    rules_differ() => "两份的评分规则不同；单条事实值多少分不作推算。", "The rules differ; what single facts are worth is not worked out.";
}
