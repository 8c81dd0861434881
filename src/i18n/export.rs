//! Headings and words of exported tables.

use super::{Lang, texts};
use crate::scheme::{Origin, Scheme};
use crate::score::Status;

texts! {
    attachment_number() => "序号", "No.";
    attachment_file() => "导出文件", "File here";
    total() => "合计", "Total";
    sample() => "样例数据", "sample data";
    level(n: usize) => "{n}级指标", "Level {n}";
    id() => "编号", "Id";
    depth() => "层级", "Level";
    max() => "满分", "Full marks";
    score() => "得分", "Score";
    low() => "最低", "Lowest";
    high() => "最高", "Highest";
    state() => "状态", "Status";
    grade() => "等次", "Grade";
    trace() => "计算过程", "How it is computed";
    about() => "指标说明", "About";
    rule() => "评分标准", "Rule";
    origin() => "标准依据", "Origin of the rule";
    origin_reason() => "依据说明", "Reason";
    measures() => "指标值来源", "Reads";
    unknown() => "未评", "open";
    partial() => "待定", "uncertain";
    scored() => "已评", "scored";
    not_applicable() => "不适用", "not applicable";
    stated() => "原文", "stated";
    repaired() => "修复", "repaired";
    inferred() => "推定", "inferred";
    lost() => "缺失", "lost";
    questionnaire() => "问卷", "Questionnaire";
    question_id() => "题号", "No.";
    question() => "题目", "Question";
    code() => "选项", "Choice";
    choice() => "选项内容", "Wording";
    value() => "分值", "Worth";
    count() => "人数", "Count";
    percent() => "占比（%）", "Share (%)";
    answers() => "有效回答", "Answers";
    missing() => "未答", "Missing";
    index() => "指数", "Index";
    share_low() => "占比区间下限（%）", "Share, low (%)";
    share_high() => "占比区间上限（%）", "Share, high (%)";
    index_low() => "指数区间下限", "Index, low";
    index_high() => "指数区间上限", "Index, high";
    distributed() => "发放份数", "Distributed";
    returned() => "收回份数", "Returned";
    valid_forms() => "有效份数", "Valid";
    invalid_forms() => "作废份数", "Invalid";
    all_questions() => "全卷", "All questions";
    table() => "表", "Table";
    line() => "项目", "Line";
    budget() => "预算数", "Budget";
    spent() => "支出数", "Spent";
    balance() => "结余", "Balance";
    rate() => "执行率（%）", "Rate (%)";
    unit() => "单位", "Unit";
    chart_levels() => "各级指标分值与得分", "Points against full marks";
    chart_waterfall() => "从满分到总分：逐项扣分", "From full marks to the total";
    chart_profile() => "各组得分占满分的比例", "Points as a share of full marks";
    chart_lost() => "扣分", "lost";
    chart_answers() => "问卷回答分布", "Answers to the questionnaires";
}

/// Name of a level of the tree, as the scheme calls it. `depth` counts from 0.
pub fn level_name(lang: Lang, scheme: &Scheme, depth: usize) -> String {
    scheme.levels.get(depth).map_or_else(|| level(lang, depth + 1), |l| lang.label(l).to_owned())
}

/// How far an indicator is settled.
pub fn status(lang: Lang, status: Status) -> String {
    match status {
        Status::Unknown => unknown(lang),
        Status::Partial => partial(lang),
        Status::Scored => scored(lang),
        Status::NotApplicable => not_applicable(lang),
    }
}

/// How well a rule is attested.
pub fn attested(lang: Lang, origin: Origin) -> String {
    match origin {
        Origin::Stated => stated(lang),
        Origin::Repaired => repaired(lang),
        Origin::Inferred => inferred(lang),
        Origin::Lost => lost(lang),
    }
}

/// Headings of the score table before and after the names of the levels.
pub fn scores_head(lang: Lang, levels: Vec<String>) -> Vec<String> {
    let mut head = vec![depth(lang), id(lang)];
    head.extend(levels);
    head.extend([max, score, low, high, state, grade, trace].map(|text| text(lang)));
    head
}

/// Headings of the indicator system around the names of the levels.
pub fn indicators_head(lang: Lang, levels: Vec<String>) -> Vec<String> {
    let mut head = vec![depth(lang), id(lang)];
    head.extend(levels);
    head.extend([max, about, rule, measures, origin, origin_reason].map(|text| text(lang)));
    head
}

/// Headings of the survey table.
pub fn survey_head(lang: Lang) -> Vec<String> {
    let counted =
        [questionnaire, question_id, question, code, choice, value, count, percent, answers, missing];
    let figures = [index, share_low, share_high, index_low, index_high];
    counted.into_iter().chain(figures).map(|text| text(lang)).collect()
}

/// Headings of the budget comparison.
pub fn budget_head(lang: Lang) -> Vec<String> {
    [table, id, line, budget, spent, balance, rate, unit].map(|text| text(lang)).to_vec()
}
