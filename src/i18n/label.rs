//! Paths and values of facts in words: `training.2.date` as 信息维护人员培训 · 第 2 条 · 日期.

use rust_decimal::Decimal;

use crate::ledger::{BatchEntry, SCHEME_PREFIX, batch_path};
use crate::scheme::condition::Value;
use crate::scheme::field::{Amount, JUDGED, NON_ANSWERS, PADDED_DECIMALS, row_number};
use crate::scheme::measure::{ColumnKind, MeasureKind, TableSpec};
use crate::scheme::{FieldKind, INDICATOR_PREFIX, Register, Scheme};
use crate::survey::double::FILED;
use crate::survey::validity::ACCEPTED;

use super::{Lang, texts, verify};

const SEPARATOR: &str = " · ";

texts! {
    planned() => "计划", "planned";
    total() => "合计（手填）", "bare total";
    not_applicable() => "不适用", "not applicable";
    scheme_file(name: &str) => "方案文件 {name}", "scheme file {name}";
    judged() => "档内评定值", "worth within the tier";
    row(n: u32) => "第 {n} 条", "no. {n}";
    form(n: &str) => "第 {n} 份", "form {n}";
    tally() => "汇总", "total";
    invalid() => "作废理由", "invalid because";
    duration() => "答题用时（秒）", "time taken (s)";
    batch(n: &str) => "第 {n} 批导入", "import {n}";
    layout() => "列与题目的对应", "columns matched to questions";
    batch_of(first: u32, last: u32, name: &str) => "第 {first}–{last} 份，来自 {name}", "forms {first}–{last} from {name}";
    serial() => "纸面编号", "serial on paper";
    counts_by() => "计数依据", "counted from";
    by_forms() => "逐份答卷", "forms";
    by_tally() => "汇总数", "totals";
    and() => "、", ", ";
    distributed() => "发放", "distributed";
    returned() => "收回", "returned";
    valid() => "有效", "valid";
    population() => "总体人数", "population";
    note() => "备注", "note";
    source() => "来源", "source";
    date() => "日期", "date";
    place() => "地点", "place";
    collector() => "采集人", "collector";
    met() => "符合", "met";
    unmet() => "不符合", "not met";
    partly() => "部分符合", "partly met";
    na() => "不适用", "n/a";
    blank() => "空白", "blank";
    unreadable() => "辨认不清", "unreadable";
    refused() => "拒答", "refused";
}

/// The name of a kind of evidence (`note`, `source`, …).
pub fn evidence(lang: Lang, key: &str) -> String {
    match key {
        "note" => note(lang),
        "source" => source(lang),
        "date" => date(lang),
        "place" => place(lang),
        "collector" => collector(lang),
        other => other.to_owned(),
    }
}

/// What a recorded path is about. Unknown paths come back as they stand.
pub fn fact(lang: Lang, scheme: &Scheme, path: &str) -> String {
    if let Some(name) = path.strip_prefix(SCHEME_PREFIX) {
        return scheme_file(lang, name);
    }
    if let Some((base, key)) = path.split_once('@') {
        return format!("{}{SEPARATOR}{}", fact(lang, scheme, base), evidence(lang, key));
    }
    if let Some(words) = super::register::path_words(lang, path) {
        return words.join(SEPARATOR);
    }
    let segments: Vec<&str> = path.split('.').collect();
    let words = match segments.as_slice() {
        [INDICATOR_PREFIX, id, "na"] => scheme
            .indicator(id)
            .map(|i| vec![lang.label(&scheme.indicators[i].name).to_owned(), not_applicable(lang)]),
        [id, rest @ ..] => {
            measure_words(lang, scheme, id, rest).or_else(|| questionnaire_words(lang, scheme, id, rest))
        }
        [] => None,
    };
    words.map_or_else(|| path.to_owned(), |w| w.join(SEPARATOR))
}

fn measure_words(lang: Lang, scheme: &Scheme, id: &str, rest: &[&str]) -> Option<Vec<String>> {
    let measure = &scheme.measures[scheme.measure(id)?];
    let mut words = vec![lang.label(&measure.name).to_owned()];
    match (&measure.kind, rest) {
        (_, []) => {}
        (MeasureKind::Checklist(items), [item]) => {
            words.push(lang.label(&items.iter().find(|i| i.id == *item)?.name).to_owned());
        }
        (MeasureKind::Choice(_), [JUDGED]) => words.push(judged(lang)),
        (MeasureKind::Table(_), ["planned"]) => words.push(planned(lang)),
        (MeasureKind::Table(_), ["total"]) => words.push(total(lang)),
        (MeasureKind::Table(table), [row, column]) => {
            words.push(row_words(lang, table, row));
            let column = table.columns.iter().find(|c| c.id == *column)?;
            words.push(lang.label(&column.name).to_owned());
        }
        _ => return None,
    }
    Some(words)
}

/// The name of a table's row.
pub fn row_words(lang: Lang, table: &TableSpec, id: &str) -> String {
    let fixed = table.rows.iter().find(|r| r.id == id).map(|r| lang.label(&r.name).to_owned());
    fixed.or_else(|| row_number(id).map(|n| row(lang, n))).unwrap_or_else(|| id.to_owned())
}

fn questionnaire_words(lang: Lang, scheme: &Scheme, id: &str, rest: &[&str]) -> Option<Vec<String>> {
    let questionnaire = &scheme.questionnaires[scheme.questionnaire(id)?];
    let mut words = vec![lang.label(&questionnaire.name).to_owned()];
    match rest {
        ["distributed"] => words.push(distributed(lang)),
        ["returned"] => words.push(returned(lang)),
        ["valid"] => words.push(valid(lang)),
        ["population"] => words.push(population(lang)),
        ["counts_by"] => words.push(counts_by(lang)),
        ["form", n, key] => {
            words.push(form(lang, n));
            words.push(match *key {
                "invalid" => invalid(lang),
                ACCEPTED => verify::accepted(lang),
                "serial" => serial(lang),
                "duration" => duration(lang),
                question => question.to_owned(),
            });
        }
        ["batch", n] => words.push(batch(lang, n)),
        ["layout", _] => words.push(layout(lang)),
        ["second" | "decided" | "replaced" | "redo", ..] => {
            words.extend(verify::second_words(lang, rest)?);
        }
        ["tally", question, code] => {
            let choices = &questionnaire.questions[questionnaire.question(question)?].choices;
            let choice = choices.iter().find(|c| c.code == *code)?;
            words.push((*question).to_owned());
            words.push(lang.label(&choice.label).to_owned());
            words.push(tally(lang));
        }
        [] => {}
        _ => return None,
    }
    Some(words)
}

/// A code that every scheme shares (state of a checklist item, kind of missing answer) in words.
fn shared_code(lang: Lang, code: &str) -> Option<String> {
    Some(match code {
        "met" => met(lang),
        "unmet" => unmet(lang),
        "partly" => partly(lang),
        "na" => na(lang),
        "blank" => blank(lang),
        "unreadable" => unreadable(lang),
        "refused" => refused(lang),
        _ => return None,
    })
}

/// A code that every scheme shares in words; the code itself if there is none such.
pub fn shared(lang: Lang, code: &str) -> String {
    shared_code(lang, code).unwrap_or_else(|| code.to_owned())
}

/// Blank, unreadable or refused in words; nothing for any other answer.
pub fn non_answer(lang: Lang, answer: &str) -> Option<String> {
    shared_code(lang, answer).filter(|_| NON_ANSWERS.contains(&answer))
}

/// A code recorded at `path` in words; the code itself where it has none.
pub fn code(lang: Lang, scheme: &Scheme, path: &str, code: &str) -> String {
    own_code(lang, scheme, path, code).or_else(|| shared_code(lang, code)).unwrap_or_else(|| code.to_owned())
}

/// A recorded value as people read it: codes in words, numbers with all decimals, thousands
/// set off, and their unit.
pub fn value(lang: Lang, scheme: &Scheme, path: &str, value: &str) -> String {
    if let Some(entry) = batch_path(path).and_then(|_| BatchEntry::parse(value)) {
        let last = entry.first + entry.forms.saturating_sub(1);
        return batch_of(lang, entry.first, last, &entry.name);
    }
    let kind = scheme.field(path).map(|f| f.kind);
    let spec = match kind.as_ref().map(FieldKind::inner) {
        Some(FieldKind::Number(spec)) => spec,
        Some(FieldKind::Refs { .. }) => return super::register::refs(lang, scheme, value),
        _ => return code(lang, scheme, path, value),
    };
    if NON_ANSWERS.contains(&value) {
        return code(lang, scheme, path, value);
    }
    format!("{} {}", number(value, spec.decimals), unit(lang, &spec.unit.0)).trim_end().to_owned()
}

/// A recorded number with all its decimals and its thousands set off.
pub fn number(number: &str, decimals: u32) -> String {
    Decimal::from_str_exact(number).map_or_else(
        |_| number.to_owned(),
        |mut n| {
            // Where many decimals are taken, a number is shown as it was typed.
            if decimals <= PADDED_DECIMALS {
                n.rescale(decimals);
            }
            grouped(&n.to_string())
        },
    )
}

/// Most decimals of a computed value that are shown; what is cut off leaves a mark.
pub const COMPUTED_PLACES: u32 = 6;

/// What was computed from answers: exact, or rounded and marked where it has no end.
pub fn computed(value: Value) -> String {
    match value {
        Value::Number(n) if n.normalize().scale() > COMPUTED_PLACES => {
            format!("≈ {}", computed_bare(Value::Number(n)))
        }
        value => value.text().into_owned(),
    }
}

/// The same without a mark, for tables that other programs read.
pub fn computed_bare(value: Value) -> String {
    match value {
        Value::Number(n) => {
            let strategy = rust_decimal::RoundingStrategy::MidpointAwayFromZero;
            n.round_dp_with_strategy(COMPUTED_PLACES, strategy).normalize().to_string()
        }
        Value::Text(text) => text.into_owned(),
    }
}

fn own_code(lang: Lang, scheme: &Scheme, path: &str, code: &str) -> Option<String> {
    let segments: Vec<&str> = path.split('.').collect();
    match segments.as_slice() {
        [_, "second", _, FILED] | [_, "redo", "way"] => verify::second_code(lang, code),
        [id] => {
            let MeasureKind::Choice(tiers) = &scheme.measures[scheme.measure(id)?].kind else { return None };
            tiers.iter().find(|t| t.code == code).map(|t| lang.label(&t.label).to_owned())
        }
        [id, _, column] if let Some(register) = Register::named(id) => {
            super::register::code(lang, register, column, code)
        }
        [id, _, column] => {
            let MeasureKind::Table(table) = &scheme.measures[scheme.measure(id)?].kind else { return None };
            let column = table.columns.iter().find(|c| c.id == *column)?;
            let ColumnKind::Choice(choices) = &column.kind else { return None };
            choices.iter().find(|c| c.code == code).map(|c| lang.label(&c.label).to_owned())
        }
        [id, "form" | "second" | "decided" | "replaced", _, question] => {
            let questionnaire = &scheme.questionnaires[scheme.questionnaire(id)?];
            let question = &questionnaire.questions[questionnaire.question(question)?];
            let one =
                |code: &str| question.choices.iter().find(|c| c.code == code).map(|c| lang.label(&c.label));
            if question.is_multiple() {
                let ticked: Option<Vec<&str>> = code.split(' ').map(one).collect();
                return ticked.map(|words| words.join(&and(lang)));
            }
            one(code).map(str::to_owned)
        }
        [id, "counts_by"] => {
            scheme.questionnaire(id)?;
            match code {
                "forms" => Some(by_forms(lang)),
                "tally" => Some(by_tally(lang)),
                _ => None,
            }
        }
        _ => None,
    }
}

/// What an amount that was typed in another unit is in its field's.
pub fn converted(lang: Lang, from: &Amount, kind: &FieldKind, value: &str) -> String {
    let FieldKind::Number(spec) = kind.inner() else { return String::new() };
    let of = unit(lang, &from.unit);
    // 万元 is “10k yuan” in English.
    let times = if of.starts_with(|c: char| c.is_ascii_digit()) { "× " } else { "" };
    let given = format!("{} {times}{of}", grouped(&from.number));
    format!("{given} = {} {}", number(value, spec.decimals), unit(lang, &spec.unit.0)).trim_end().to_owned()
}

/// A unit as it reads in this language; units without a twin come back as they stand.
pub fn unit(lang: Lang, unit: &str) -> &str {
    if lang == Lang::Zh {
        return unit;
    }
    match unit {
        "元" => "yuan",
        "万元" => "10k yuan",
        "次" => "times",
        "个" | "项" | "处" | "份" | "条" => "",
        "人" => "persons",
        "岁" => "years",
        "分" => "pt",
        other => other,
    }
}

/// A number with its thousands set off: `204060.34` as `204,060.34`.
pub fn grouped(number: &str) -> String {
    let (sign, digits) = number.strip_prefix('-').map_or(("", number), |d| ("-", d));
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(w, f)| (w, Some(f)));
    let mut out = String::from(sign);
    for (n, digit) in whole.chars().enumerate() {
        if n > 0 && (whole.len() - n).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn thousands_are_set_off() {
        assert_eq!(grouped("204060.34"), "204,060.34");
        assert_eq!(grouped("-1000"), "-1,000");
        assert_eq!(grouped("720"), "720");
    }
}
