//! Registers and signatures in words: names of registers, columns, codes, states and roles.

use super::{Lang, label, texts};
use crate::scheme::signoff::{self, State};
use crate::scheme::{Register, Scheme, register};

texts! {
    lock_released() => "解锁", "unlocked";
    by_name(register: &str, n: u32) => "{register} {n}", "{register} {n}";
    no_such_reference(given: &str, known: &str) => "没有“{given}”；有 {known}", "there is no `{given}`; there are {known}";
    nothing_to_refer_to(given: &str) => "没有“{given}”；那里还没有记录", "there is no `{given}`; nothing is recorded there yet";
    not_a_row(given: &str) => "“{given}”不是编号，应写成 1、3 这样", "`{given}` is no number of a row; write them as 1, 3";
    takes_rows(register: &str) => "{register}的编号，如 1,3", "numbers of rows of {register}, such as 1,3";
    takes_ids(ids: &str) => "编号，可写多个，用逗号分开：{ids}", "ids, separated by commas: {ids}";
    and_more(n: usize) => "等 {n} 个", "and others, {n} in all";
}

/// Most ids that a refusal or hint lists.
const MOST: usize = 8;

/// What there is to refer to, as many as fit a line.
pub fn listed(lang: Lang, known: &[String]) -> String {
    let shown = known.iter().take(MOST).cloned().collect::<Vec<_>>().join(", ");
    if known.len() > MOST { format!("{shown} {}", and_more(lang, known.len())) } else { shown }
}

/// That there is nothing by the name given, and what there is.
pub fn no_such(lang: Lang, given: &str, known: &[String]) -> String {
    if known.is_empty() {
        nothing_to_refer_to(lang, given)
    } else {
        no_such_reference(lang, given, &listed(lang, known))
    }
}

/// Name of a register.
pub const fn name(lang: Lang, register: Register) -> &'static str {
    let words = match register {
        Register::Document => ["文件", "Documents"],
        Register::Interview => ["访谈会议", "Interviews"],
        Register::Finding => ["问题", "Findings"],
        Register::Suggestion => ["建议", "Suggestions"],
        Register::Attachment => ["附件", "Attachments"],
    };
    words[lang as usize]
}

/// What one row of a register is called.
pub const fn one(lang: Lang, register: Register) -> &'static str {
    let words = match register {
        Register::Document => ["文件", "document"],
        Register::Interview => ["访谈会议", "interview"],
        Register::Finding => ["问题", "finding"],
        Register::Suggestion => ["建议", "suggestion"],
        Register::Attachment => ["附件", "attachment"],
    };
    words[lang as usize]
}

/// Heading of a register's column; the column's id where it has none.
pub fn column(lang: Lang, register: Register, id: &str) -> String {
    let words = match (register, id) {
        (Register::Document, "title") => ["标题", "Title"],
        (Register::Document, "issuer") => ["发文机关", "Issuer"],
        (Register::Document, "number") => ["文号", "Number"],
        (Register::Interview, "roles") => ["参加人（身份）", "Present (roles)"],
        (Register::Interview, "minutes") => ["纪要", "Minutes"],
        (Register::Interview, "facts") => ["关联事实", "Linked facts"],
        (Register::Finding, "text") => ["问题", "Finding"],
        (Register::Finding, "documents") => ["依据文件", "Documents"],
        (Register::Suggestion, "text") => ["建议", "Suggestion"],
        (Register::Suggestion, "findings") => ["针对问题", "Findings"],
        (Register::Suggestion, "addressee") => ["建议对象", "Addressee"],
        (Register::Attachment, "name") => ["文件名", "File"],
        (Register::Attachment, "size") => ["大小", "Size"],
        (Register::Attachment, "sm3") => ["SM3", "SM3"],
        (Register::Attachment, "sha256") => ["SHA-256", "SHA-256"],
        (Register::Attachment, "caption") => ["说明", "Caption"],
        (Register::Attachment, "supports") => ["佐证", "Supports"],
        (_, "date") => ["日期", "Date"],
        (_, "place") => ["地点", "Place"],
        (_, "kind") => ["种类", "Kind"],
        (_, "status") => ["状态", "Status"],
        (_, "indicators") => ["关联指标", "Indicators"],
        _ => return id.to_owned(),
    };
    words[lang as usize].to_owned()
}

/// A code of a register in words.
pub fn code(lang: Lang, register: Register, column: &str, code: &str) -> Option<String> {
    let words = match (register, column, code) {
        (Register::Document, "kind", "law") => ["法律法规", "law"],
        (Register::Document, "kind", "policy") => ["政策文件", "policy"],
        (Register::Document, "kind", "approval") => ["批复", "approval"],
        (Register::Document, "kind", "rules") => ["管理制度", "rules"],
        (Register::Document, "kind", "record") => ["过程资料", "record"],
        (Register::Document, "kind", "other") => ["其他", "other"],
        (Register::Document, "status", "in-force") => ["现行", "in force"],
        (Register::Document, "status", "superseded") => ["已废止", "superseded"],
        (Register::Interview, "kind", "interview") => ["访谈", "interview"],
        (Register::Interview, "kind", "forum") => ["座谈会", "discussion"],
        (Register::Interview, "kind", "entry") => ["进点会", "opening meeting"],
        (Register::Interview, "kind", "exchange") => ["交换意见", "exchange of views"],
        (Register::Interview, "kind", "experts") => ["专家论证", "expert opinion"],
        _ => return None,
    };
    Some(words[lang as usize].to_owned())
}

/// Name of a state.
pub const fn state(lang: Lang, state: State) -> &'static str {
    let words = match state {
        State::Planned => ["方案草拟", "plan drafted"],
        State::Agreed => ["方案审定", "plan agreed"],
        State::Fieldwork => ["现场核查", "fieldwork done"],
        State::Scored => ["评分", "scored"],
        State::Drafted => ["报告初稿", "report drafted"],
        State::FirstReview => ["副组长复核", "first review"],
        State::SecondReview => ["组长复核", "second review"],
        State::Quality => ["质量控制", "quality control"],
        State::Sent => ["送征求意见", "sent for comment"],
        State::Answered => ["意见答复", "comments answered"],
        State::Signed => ["签字盖章", "signed"],
        State::Issued => ["出具报告", "issued"],
    };
    words[lang as usize]
}

/// The role that usually signs a state.
pub const fn role(lang: Lang, state: State) -> &'static str {
    let words = match state {
        State::Planned | State::Drafted | State::Answered => ["项目主评人", "lead evaluator"],
        State::Agreed | State::SecondReview => ["组长", "team leader"],
        State::Fieldwork | State::Scored => ["评价人员", "evaluator"],
        State::FirstReview => ["副组长", "deputy team leader"],
        State::Quality => ["质量控制负责人", "head of quality control"],
        State::Sent => ["项目联系人", "contact person"],
        State::Signed | State::Issued => ["机构负责人", "head of the firm"],
    };
    words[lang as usize]
}

/// Name of a field of a signature.
pub const fn sign_field(lang: Lang, field: &str) -> &'static str {
    let words = match field.as_bytes() {
        b"name" => ["姓名", "Name"],
        b"role" => ["身份", "Role"],
        b"date" => ["日期", "Date"],
        b"opinion" => ["意见", "Opinion"],
        _ => ["截至第几条", "Up to entry"],
    };
    words[lang as usize]
}

/// The words for a path of a register, of a signature or of the lock; `None` for any other.
pub fn path_words(lang: Lang, path: &str) -> Option<Vec<String>> {
    if path == signoff::RELEASED {
        return Some(vec![lock_released(lang)]);
    }
    if let Some((at, field)) = signoff::parse(path) {
        return Some(vec![state(lang, at).to_owned(), sign_field(lang, field).to_owned()]);
    }
    let mut segments = path.split('.');
    let register = Register::named(segments.next()?)?;
    let Some(row) = segments.next() else { return Some(vec![name(lang, register).to_owned()]) };
    let mut words = vec![by_name(lang, one(lang, register), row.parse().ok()?)];
    words.extend(segments.next().map(|id| column(lang, register, id)));
    Some(words)
}

/// References as people read them: names of indicators and measures, numbers of rows.
pub fn refs(lang: Lang, scheme: &Scheme, value: &str) -> String {
    let words = |part: &str| {
        let leaf = scheme.indicator(part).map(|n| lang.label(&scheme.indicators[n].name).to_owned());
        leaf.unwrap_or_else(|| label::fact(lang, scheme, part))
    };
    let separator = if lang == Lang::Zh { "、" } else { ", " };
    register::split(value).map(words).collect::<Vec<_>>().join(separator)
}
