//! How many forms there are and what became of them: handed out, returned, valid, invalid by
//! reason; and what the second keying says of the first.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::survey::Counted;
use super::{Cell, Subject};
use crate::i18n::export as words;
use crate::survey::{INVALID, double};

/// Why keyed forms are invalid, and how many for each reason.
fn reasons(subject: &Subject<'_>, counted: &Counted<'_>) -> BTreeMap<String, u64> {
    let mut reasons = BTreeMap::new();
    if let Some(responses) = subject.facts.responses(&counted.questionnaire.id)
        && responses.invalid() > 0
    {
        for reason in responses.numbers().filter_map(|n| responses.get(n, INVALID)) {
            *reasons.entry(reason.to_owned()).or_default() += 1;
        }
    }
    reasons
}

/// Counts of forms as rows of the survey table of so many columns; the count stands in the column
/// `at`, a reason in the one before the last before it.
pub(super) fn rows(
    subject: &Subject<'_>,
    counted: &Counted<'_>,
    columns: usize,
    at: usize,
) -> Vec<Vec<Cell>> {
    let lang = subject.lang;
    let name = subject.lang.label(&counted.questionnaire.name);
    let stated = &counted.tabulation.stated;
    let invalid = Some(counted.tabulation.invalid).filter(|n| *n > 0);
    let row = |what: String, reason: Option<&str>, count: u64| {
        let mut row = vec![Cell::Empty; columns];
        row[0] = Cell::text(name);
        row[1] = Cell::Text(what);
        row[at - 2] = reason.map_or(Cell::Empty, Cell::text);
        row[at] = Cell::Number(count.to_string());
        row
    };
    let counts = [
        (words::distributed(lang), stated.distributed),
        (words::returned(lang), stated.returned),
        (words::valid_forms(lang), stated.valid),
        (words::invalid_forms(lang), invalid),
    ];
    let known = counts.into_iter().filter_map(|(what, count)| Some(row(what, None, count?)));
    let reasons = reasons(subject, counted);
    let by_reason = reasons.iter().map(|(reason, n)| row(words::invalid_forms(lang), Some(reason), *n));
    known.chain(by_reason).collect()
}

/// The same for documents; only what is known is there.
pub(super) fn document(subject: &Subject<'_>, counted: &Counted<'_>) -> Value {
    let stated = &counted.tabulation.stated;
    let mut forms = Map::new();
    for (name, count) in
        [("distributed", stated.distributed), ("returned", stated.returned), ("valid", stated.valid)]
    {
        forms.extend(count.map(|n| (name.to_owned(), n.into())));
    }
    let reasons: Vec<Value> = reasons(subject, counted)
        .into_iter()
        .map(|(reason, n)| json!({ "reason": reason, "forms": n }))
        .collect();
    forms.insert("invalid".to_owned(), reasons.into());
    Value::Object(forms)
}

/// What the second keying says of the first; nothing before a form is keyed again.
pub(super) fn second(subject: &Subject<'_>, counted: &Counted<'_>) -> Option<Value> {
    let comparison = subject.facts.comparison(counted.questionnaire);
    Some(json!({
        "forms": comparison.forms(),
        "answers": comparison.answers,
        "differing": comparison.differing,
        "decided": comparison.decided,
        "errors": comparison.errors,
        "error_percent": double::percent(comparison.rate()?),
        "error_percent_upper_95": double::percent(comparison.upper()?),
    }))
}
