//! Words of the dossier: objections, remarks, coverage, signatures.

use super::{Lang, label, problem, register as words, texts};
use crate::dossier::{Kind, Mark, Objection, Remark, RemarkKind, Reopening};
use crate::scheme::signoff::State;
use crate::scheme::{Register, Scheme};

texts! {
    locked() => "报告已出具，项目已锁定；要修改，先到卷宗的签审里写明理由解锁", "The report is issued and the project locked; to change it, unlock it with a reason under Dossier, Sign-off";
    reason_wanted() => "解锁必须写明理由", "unlocking needs a reason";
    unlock_hint(path: &str) => "解锁：jiping set FILE.jp {path} yes --reason \"理由\"", "to unlock: jiping set FILE.jp {path} yes --reason \"why\"";
    reason_hint() => "加上 --reason \"理由\"", "add --reason \"why\"";
    sign_hint() => "十二个状态依次签署；评分、两级复核、质量控制四人各不相同", "the twelve states are signed in order; scoring, the two reviews and quality control by four different persons";
    before(state: &str) => "“{state}”还没有签署或已重开，须先签它", "“{state}” is not signed or was reopened; it comes first";
    same_person(name: &str, state: &str) => "{name}已签“{state}”；评分、两级复核、质量控制须四人各不相同", "{name} already holds “{state}”; scoring, the two reviews and quality control need four different persons";
    scorer(name: &str, seq: u64) => "{name}录入过评分事实（台账第 {seq} 条），不能复核或质控自己的评分", "{name} recorded facts that are scored (entry {seq}) and cannot review them";
    too_early(date: &str, state: &str) => "早于“{state}”的日期 {date}", "earlier than “{state}” of {date}";

    breaks(holds: &str) => "答案不合要求：{holds}", "the answer must fulfil {holds}";
    about(register: &str, row: u32, what: &str) => "{register} {row}：{what}", "{register} {row}: {what}";
    other_title(row: u32) => "与文件 {row} 文号相同而标题不同", "same number as document {row}, another title";
    other_issuer(row: u32) => "与文件 {row} 标题相同而发文机关不同", "same title as document {row}, another issuer";
    twice(row: u32) => "与文件 {row} 是同一份，登记了两次", "the same as document {row}, entered twice";
    bracket_style() => "文号的年份应当用六角括号〔〕", "the year of a document number belongs in 〔〕";
    unbalanced(bracket: char, column: &str) => "“{column}”里的 {bracket} 没有成对", "{bracket} has no partner in “{column}”";
    other_year(number: u32, date: &str) => "文号是 {number} 年，日期却是 {date}", "its number says {number}, its date {date}";
    superseded(row: u32) => "引用了已废止的文件 {row}", "cites document {row}, which is superseded";
    superseded_here() => "已废止，却仍作指标的依据", "superseded, yet indicators rest on it";
    dangling(given: &str, column: &str) => "“{column}”提到的 {given} 不存在", "“{column}” names {given}, which does not exist";
    lacks(column: &str) => "缺“{column}”", "lacks “{column}”";
    no_deduction() => "没有对应的扣分", "no deduction goes with it";
    no_suggestion() => "没有相应的建议", "no suggestion goes with it";
    no_finding() => "没有对应的问题", "no finding goes with it";

    deductions_without_finding(n: usize) => "扣分而未列问题 {n} 项", "{n} {deductions} without a finding", deductions = n["deduction" | "deductions"];
    without_finding_undescribed(n: usize, undescribed: usize) => "扣分而未列问题 {n} 项，其中 {undescribed} 项依据的合计未描述", "{n} {deductions} without a finding, {undescribed} resting on a total not described", deductions = n["deduction" | "deductions"];
    undescribed(n: u64) => "未描述 {n}", "{n} not described";
    findings_without_deduction(n: usize) => "没有扣分的问题 {n} 条", "{n} {findings} without a deduction", findings = n["finding" | "findings"];
    findings_without_suggestion(n: usize) => "没有建议的问题 {n} 条", "{n} {findings} without a suggestion", findings = n["finding" | "findings"];
    without_support(n: usize) => "还没有佐证的指标 {n} 项", "{n} {indicators} that nothing supports so far", indicators = n["indicator" | "indicators"];
    new_support(register: &str, leaf: &str) => "＋ 新增{register}：{leaf}", "+ new {register}: {leaf}";
    new_finding(leaf: &str) => "＋ 列为问题：{leaf}", "+ make a finding: {leaf}";
    new_suggestion_for(finding: &str) => "＋ 提出建议：{finding}", "+ make a suggestion: {finding}";
    new_suggestion() => "＋ 由此提出建议", "+ make a suggestion from this";
    row_of(register: &str, n: u32, text: &str) => "{register} {n}  {text}", "{register} {n}  {text}";
    lost(points: &str) => "−{points} 分", "−{points} pt";
    loses_nothing() => "这个指标没有扣分，不必列问题。", "This indicator loses no points; there is nothing to find.";
    on_a_finding() => "在问题上按 s 提出建议。", "Press s on a finding to make a suggestion.";

    coverage() => "佐证一览", "Coverage";
    signoff() => "签审", "Sign-off";
    coverage_title(open: usize, stake: &str) => "佐证一览 · {open} 项待补，涉及 {stake} 分", "Coverage · {open} incomplete, {stake} points at stake";
    coverage_done() => "佐证一览 · 佐证齐全", "Coverage · all there";
    col_indicator() => "指标", "Indicator";
    col_stake() => "分值", "Stake";
    col_number() => "编号", "No.";
    col_deductions() => "扣分", "Lost";
    col_suggestions() => "建议", "Suggestions";
    col_remarks() => "需核对", "To check";
    col_state() => "状态", "State";
    col_standing() => "效力", "Standing";
    related_title(leaf: &str) => "{leaf}：佐证", "{leaf}: evidence";
    mark_there() => "有", "there";
    mark_part() => "部分", "in part";
    mark_missing() => "缺", "missing";
    mark_spared() => "无（另有佐证）", "none (other support)";
    mark_idle() => "不需要", "not called for";

    open_state() => "待签", "to sign";
    stands() => "有效", "stands";
    reopened() => "已重开", "reopened";
    reopened_state(state: &str) => "{state}已重开", "{state} reopened";
    reopened_by(seq: u64, fact: &str, old: &str, new: &str) => "已重开：台账第 {seq} 条 {fact} {old} → {new}", "reopened by entry {seq}: {fact} {old} → {new}";
    and_others(n: usize) => "，另有 {n} 处", ", and {n} more";
    signatures_reopened(n: usize) => "{n} 个签署因后来的改动重开", "{n} {signatures} reopened by later changes", signatures = n["signature" | "signatures"];
    sign_here(state: &str) => "＋ 签署“{state}”（署本人姓名、今天）", "+ sign “{state}” (own name, today)";
    locked_here() => "报告已出具，项目已锁定，只能查看。", "The report is issued; the project is locked and can only be looked at.";
    locked_short() => "已锁定", "locked";
    unlock() => "＋ 解锁（须写明理由，记入台账）", "+ unlock (with a reason, which goes into the ledger)";
    unlocked_here(who: &str) => "报告出具后已解锁（{who}）；重新签署“出具报告”后再次锁定。", "Unlocked after issuing ({who}); signing “issued” again locks it.";
    ask_unlock() => "为什么解锁；理由记入台账，不能为空", "Why it is unlocked; the reason goes into the ledger and must not be empty";
    signed_by(state: &str, name: &str) => "“{state}”由{name}签署。", "“{state}” signed by {name}.";
}

/// What is said of an answer that its question does not take.
pub fn constraint(lang: Lang, message: Option<String>, holds: &str) -> String {
    message.unwrap_or_else(|| breaks(lang, holds))
}

/// How many deductions no finding names, and how many of those rest on a total not described.
pub fn without_finding(lang: Lang, all: usize, undescribed: usize) -> String {
    match undescribed {
        0 => deductions_without_finding(lang, all),
        n => without_finding_undescribed(lang, all, n),
    }
}

/// Why something is not recorded now.
pub fn objection(lang: Lang, objection: &Objection) -> String {
    match objection {
        Objection::Locked => locked(lang),
        Objection::ReasonWanted => reason_wanted(lang),
        Objection::Before(state) => before(lang, words::state(lang, *state)),
        Objection::SamePerson { name, holds } => same_person(lang, name, words::state(lang, *holds)),
        Objection::Scorer { name, seq } => scorer(lang, name, *seq),
        Objection::TooEarly { before, date } => too_early(lang, date, words::state(lang, *before)),
        Objection::Reference(refusal) => problem::refusal(lang, refusal),
        Objection::Constraint { message, holds, .. } => {
            constraint(lang, message.as_ref().map(|m| lang.wording(m).into_owned()), holds)
        }
    }
}

/// What helps against an objection on the command line.
pub fn mend(lang: Lang, objection: &Objection) -> Option<String> {
    match objection {
        Objection::Locked => Some(unlock_hint(lang, crate::scheme::signoff::RELEASED)),
        Objection::ReasonWanted => Some(reason_hint(lang)),
        Objection::Before(_) | Objection::SamePerson { .. } | Objection::Scorer { .. } => {
            Some(sign_hint(lang))
        }
        Objection::TooEarly { .. } | Objection::Reference(_) | Objection::Constraint { .. } => None,
    }
}

/// A remark with the row it is about in front.
pub fn remark(lang: Lang, remark: &Remark) -> String {
    about(lang, words::one(lang, remark.register), remark.row, &remark_words(lang, remark))
}

/// A remark without its row.
pub fn remark_words(lang: Lang, remark: &Remark) -> String {
    let column = |id: &str| words::column(lang, remark.register, id);
    match &remark.kind {
        RemarkKind::OtherTitle { row } => other_title(lang, *row),
        RemarkKind::OtherIssuer { row } => other_issuer(lang, *row),
        RemarkKind::Twice { row } => twice(lang, *row),
        RemarkKind::BracketStyle => bracket_style(lang),
        RemarkKind::Unbalanced { column: id, bracket } => unbalanced(lang, *bracket, &column(id)),
        RemarkKind::OtherYear { number, date } => other_year(lang, *number, date),
        RemarkKind::Superseded { by: Register::Document, .. } => superseded_here(lang),
        RemarkKind::Superseded { row, .. } => superseded(lang, *row),
        RemarkKind::Dangling { column: id, given } => dangling(lang, given, &column(id)),
        RemarkKind::Lacks { column: id } => lacks(lang, &column(id)),
        RemarkKind::NoDeduction => no_deduction(lang),
        RemarkKind::NoSuggestion => no_suggestion(lang),
        RemarkKind::NoFinding => no_finding(lang),
    }
}

/// Name of a kind of evidence; two words wide at most, for headings.
pub const fn kind(lang: Lang, kind: Kind) -> &'static str {
    let words = match kind {
        Kind::Facts => ["事实", "Fact"],
        Kind::Source => ["来源", "Note"],
        Kind::Register(Register::Document) => ["文件", "Doc"],
        Kind::Register(Register::Interview) => ["访谈", "Talk"],
        Kind::Register(Register::Suggestion) => ["建议", "Sugg"],
        Kind::Register(Register::Attachment) => ["附件", "File"],
        Kind::Occurrences => ["明细", "List"],
        Kind::Finding | Kind::Register(Register::Finding) => ["问题", "Find"],
        Kind::Review => ["复核", "Rev"],
    };
    words[lang as usize]
}

/// Name of a kind of evidence in full.
pub const fn kind_about(lang: Lang, kind: Kind) -> &'static str {
    let words = match kind {
        Kind::Facts => ["评分事实", "Facts it is scored by"],
        Kind::Source => ["来源与备注", "Source and note"],
        Kind::Register(register) => return self::words::name(lang, register),
        Kind::Occurrences => ["逐条明细", "Occurrences described"],
        Kind::Finding => ["问题", "Finding"],
        Kind::Review => ["两级复核", "Reviews"],
    };
    words[lang as usize]
}

/// A mark of the coverage in words.
pub fn mark(lang: Lang, mark: Mark) -> String {
    match mark {
        Mark::There => mark_there(lang),
        Mark::Part => mark_part(lang),
        Mark::Missing => mark_missing(lang),
        Mark::Spared => mark_spared(lang),
        Mark::Idle => mark_idle(lang),
    }
}

/// Why a signature does not stand any more.
pub fn reopening(lang: Lang, scheme: &Scheme, why: &Reopening) -> String {
    let value = |v: &Option<String>| match v {
        None => super::ui::nothing_recorded(lang),
        Some(text) if why.path.starts_with(crate::ledger::SCHEME_PREFIX) => {
            super::ui::file_of(lang, text.lines().count())
        }
        Some(v) => label::value(lang, scheme, &why.path, v),
    };
    let mut text =
        reopened_by(lang, why.seq, &label::fact(lang, scheme, &why.path), &value(&why.old), &value(&why.new));
    if why.others > 0 {
        text += &and_others(lang, why.others);
    }
    text
}

/// The head line's words for a state that was reopened.
pub fn reopened_at(lang: Lang, state: State) -> String {
    reopened_state(lang, words::state(lang, state))
}
