//! Texts of the replay.

use super::texts;

texts! {
    banner(seq: usize, all: usize) => "回放 #{seq} / {all}", "Replay #{seq} / {all}";
    untouched() => "台账未改动", "the ledger is not touched";
    before_everything() => "尚无记录", "before the first entry";
    present() => "即现在", "the present";
    marked(seq: usize) => "已标记 #{seq}", "marked #{seq}";
    no_such_step() => "那个方向上没有使总分变动的步。", "No step in that direction changed the total.";
    step(old: &str, new: &str) => "总分 {old} → {new}", "Total {old} → {new}";
    unchanged() => "这一步没有改变总分。", "This step did not change the total.";
    and_more(n: usize) => "等共 {n} 条", "and {n} in all";
    computing(done: usize, all: usize) => "正在计算各步总分 {done}/{all}", "computing the totals {done}/{all}";
    scorecard() => "此刻的得分", "Scores at that moment";
    rules_changed() => "此后评分规则有改动；这里一律按现在的规则计算。", "The rules were changed later; everything here is scored by those of today.";
}
