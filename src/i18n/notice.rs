//! What an evaluator should look at, in words.

use super::{Lang, label, texts};
use crate::scheme::indicator::{Warning, WarningLevel};
use crate::scheme::{INDICATOR_PREFIX, MeasureKind, Scheme};
use crate::score::show::number;
use crate::score::{Doubt, FormStage, Notice, NoticeKind};

texts! {
    about(what: &str, message: &str) => "{what}：{message}", "{what}: {message}";
    over_plan(actual: &str, planned: &str) => "实际 {actual} 超过计划 {planned}，请核对并说明原因", "{actual} done against {planned} planned; check it and say why";
    undescribed(stated: u64, listed: u64, rest: u64) => "合计填了 {stated}，只列出 {listed}，还有 {rest} 没有说明", "{stated} stated but {listed} listed, {rest} not described";
    stated_below(stated: u64, listed: u64) => "合计填了 {stated}，却列出 {listed}；按列出的计", "{stated} stated but {listed} listed; the list counts";
    exempt_item() => "标为不适用，按满分计，还没有写理由", "counts in full as not applicable, and no reason is given";
    row_incomplete(row: &str, column: &str) => "{row}缺“{column}”", "{row} lacks “{column}”";
    of_row(row: &str, what: &str) => "{row}{what}", "{row} {what}";
    flagged(text: &str) => "：{text}", "– {text}";
    twice(first: &str) => "与{first}重复", "says the same as {first}";
    unknown_value(column: &str, value: &str) => "的“{column}”{value}不在名单上", "has {value} as “{column}”, which is not on the list";
    outside_year(date: &str, year: i32) => "的日期 {date} 不在评价年度 {year} 年", "is dated {date}, outside of the year evaluated, {year}";
    zero_denominator() => "除数为 0，无法计算", "the divisor is 0, nothing can be computed";
    tally_overflow(question: &str, sum: u64, valid: u64) => "{question} 各选项合计 {sum}，多于有效份数 {valid}", "{question}: the answers add up to {sum}, more than the {valid} valid {forms}", forms = valid["form" | "forms"];
    ticks_overflow(question: &str, code: &str, count: u64, valid: u64) => "{question} 选项 {code} 填了 {count}，多于有效份数 {valid}", "{question}: choice {code} has {count} {ticks}, more than the {valid} valid {forms}", ticks = count["tick" | "ticks"], forms = valid["form" | "forms"];
    forms_against_tally(question: &str) => "{question} 的逐份答卷与汇总数不一致；已指定按汇总数计", "{question}: the forms differ from the typed totals; it was said that the totals count";
    tally_against_forms(question: &str) => "{question} 的汇总数与逐份答卷不一致；按答卷计", "{question}: the typed totals differ from the forms; the forms count";
    form_counts(more: &str, n: u64, than: &str, all: u64) => "{more} {n} 份，多于{than} {all} 份；应当发放 ≥ 收回 ≥ 有效 ≥ 已录入，改正其中一个", "{n} {more} but only {all} {than}; it must be distributed ≥ returned ≥ valid ≥ keyed: mend one of them";
    population_below(population: u64, answers: u64) => "总体人数填了 {population}，少于作答的 {answers} 人；不采用，按总体未知计，请核对", "a population of {population} is stated but {answers} {have} answered; it is not used and counts as unknown; check it", have = answers["person has" | "people have"];
    distributed() => "发放", "distributed";
    returned() => "收回", "returned";
    valid() => "有效", "valid";
    keyed() => "已录入有效", "keyed as valid";
    unanswered(question: &str) => "{question} 还没有人作答，指数要等有了答案才有", "{question} has no answers yet; its index waits for them";
    without_worth(question: &str, answers: u64) => "{question} 的 {answers} 个答案都不计分（空白、不清楚等），没有指数", "{question}: {answers} {given} without worth (blank, don’t know and the like), so it has no index", given = answers["answer, which is" | "answers, all of them"];
    outside_tier(worth: &str, low: &str, high: &str) => "评定值 {worth} 不在所选档次 {low}～{high} 之内，未采用", "the worth of {worth} lies outside of the chosen tier, {low}–{high}; it is not used";
    yellow(text: &str) => "黄色预警：{text}", "yellow warning: {text}";
    red(text: &str) => "红色预警：{text}", "red warning: {text}";
    grade_given(grade: &str) => "条件成立，等次定为“{grade}”，不看总分", "its condition holds: the grade is “{grade}”, whatever the total";
    vetoed(reason: &str) => "否决条件成立：{reason}", "a veto applies: {reason}";
    suspects(forms: usize) => "{forms} 份答卷可疑，尚未决定；先按有效计", "{forms} suspect {are} not decided on; {they} until {they_are}", are = forms["form is" | "forms are"], they = forms["it counts" | "they count"], they_are = forms["it is" | "they are"];
    differences(answers: u64) => "两次录入有 {answers} 个答案不一致，尚未裁定；先按首录计", "the two keyings differ in {answers} {differing} not decided on; the first counts until they are", differing = answers["answer that is" | "answers that are"];
    no_grade(total: &str) => "总分 {total} 不落在任何等次", "a total of {total} falls into no grade";
}

fn stage(lang: Lang, stage: FormStage) -> String {
    match stage {
        FormStage::Distributed => distributed(lang),
        FormStage::Returned => returned(lang),
        FormStage::Valid => valid(lang),
        FormStage::Keyed => keyed(lang),
    }
}

/// A notice in words, with what it is about in front.
pub fn message(lang: Lang, scheme: &Scheme, notice: &Notice) -> String {
    let what = subject(lang, scheme, &notice.path);
    let message = words(lang, scheme, notice);
    if what.is_empty() { message } else { about(lang, &what, &message) }
}

fn subject(lang: Lang, scheme: &Scheme, path: &str) -> String {
    let id = path.strip_prefix(INDICATOR_PREFIX).and_then(|p| p.strip_prefix('.'));
    match id.and_then(|id| scheme.indicator(id)) {
        Some(n) => lang.label(&scheme.indicators[n].name).to_owned(),
        None => label::fact(lang, scheme, path),
    }
}

fn row_words(lang: Lang, scheme: &Scheme, id: &str, row: &str, doubt: &Doubt) -> String {
    let table = scheme.measure(id).map(|m| &scheme.measures[m].kind);
    let Some(MeasureKind::Table(table)) = table else { return String::new() };
    let row = label::row_words(lang, table, row);
    let what = match doubt {
        Doubt::Flagged { flag } => flagged(lang, table.flags.get(*flag).map_or("", |f| lang.label(&f.text))),
        Doubt::Twice { first } => twice(lang, &label::row_words(lang, table, first)),
        Doubt::Unknown { column, value } => {
            let column = table.columns.get(*column).map_or("", |c| lang.label(&c.name));
            unknown_value(lang, column, value)
        }
        Doubt::OutsideYear { date, year } => outside_year(lang, date, *year),
    };
    of_row(lang, &row, &what)
}

/// A warning of the scheme with its colour.
fn warning(lang: Lang, warning: &Warning) -> String {
    coloured(lang, warning.level, lang.label(&warning.text))
}

/// A text with its colour in front.
pub(super) fn coloured(lang: Lang, level: WarningLevel, text: &str) -> String {
    match level {
        WarningLevel::Yellow => yellow(lang, text),
        WarningLevel::Red => red(lang, text),
    }
}

/// A notice in words, without what it is about.
pub fn words(lang: Lang, scheme: &Scheme, notice: &Notice) -> String {
    match &notice.kind {
        NoticeKind::OverPlan { actual, planned } => {
            over_plan(lang, &number(*actual, 0), &number(*planned, 0))
        }
        NoticeKind::Undescribed { stated, listed } => {
            undescribed(lang, *stated, *listed, stated.saturating_sub(*listed))
        }
        NoticeKind::StatedBelowListed { stated, listed } => stated_below(lang, *stated, *listed),
        NoticeKind::ExemptItem => exempt_item(lang),
        NoticeKind::RowIncomplete { row, column } => {
            let table = scheme.measure(&notice.path).map(|m| &scheme.measures[m].kind);
            let Some(MeasureKind::Table(table)) = table else { return row_incomplete(lang, row, column) };
            let heading = table.columns.iter().find(|c| c.id == *column).map(|c| lang.label(&c.name));
            row_incomplete(lang, &label::row_words(lang, table, row), heading.unwrap_or(column))
        }
        NoticeKind::Row { row, doubt } => row_words(lang, scheme, &notice.path, row, doubt),
        NoticeKind::ZeroDenominator => zero_denominator(lang),
        NoticeKind::TallyOverflow { question, sum, valid } => tally_overflow(lang, question, *sum, *valid),
        NoticeKind::TicksOverflow { question, code, count, valid } => {
            ticks_overflow(lang, question, code, *count, *valid)
        }
        NoticeKind::TallyAgainstForms { question, by_totals: true } => forms_against_tally(lang, question),
        NoticeKind::TallyAgainstForms { question, .. } => tally_against_forms(lang, question),
        NoticeKind::FormCounts { more, than } => {
            form_counts(lang, &stage(lang, more.0), more.1, &stage(lang, than.0), than.1)
        }
        NoticeKind::PopulationBelow { population, answers } => population_below(lang, *population, *answers),
        NoticeKind::NoIndex { question, answers: 0 } => unanswered(lang, question),
        NoticeKind::NoIndex { question, answers } => without_worth(lang, question, *answers),
        NoticeKind::OutsideTier { worth, low, high } => {
            outside_tier(lang, &number(*worth, 0), &number(*low, 0), &number(*high, 0))
        }
        NoticeKind::Warned { indicator, warning: n } => {
            let rule = scheme.indicators.get(*indicator).and_then(|i| i.rule.as_ref());
            rule.and_then(|r| r.warnings.get(*n)).map_or_else(String::new, |w| warning(lang, w))
        }
        NoticeKind::GradeGiven { grade } => {
            grade_given(lang, scheme.grades.get(*grade).map_or("", |g| lang.label(&g.name)))
        }
        NoticeKind::Vetoed { indicator, veto } => {
            let rule = scheme.indicators.get(*indicator).and_then(|i| i.rule.as_ref());
            let veto = rule.and_then(|r| r.vetoes.get(*veto));
            vetoed(lang, veto.map_or("", |v| lang.label(&v.reason)))
        }
        NoticeKind::Suspects { forms } => suspects(lang, *forms),
        NoticeKind::Differences { answers } => differences(lang, *answers),
        NoticeKind::NoGrade { total } => no_grade(lang, &number(*total, scheme.rounding.places)),
    }
}
