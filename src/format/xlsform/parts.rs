//! Single cells of a form: headings, lists of choices, types, yes and no.

use std::collections::HashMap;

use rust_decimal::Decimal;

use crate::scheme::Label;
use crate::scheme::field::{NON_ANSWERS, fold_width};
use crate::scheme::questionnaire::Choice;

use super::labels::Languages;
use super::sheets::Table;
use super::{Fault, Left, Spot};

/// Columns that lose something where they are filled, though the row is taken.
pub(super) const FEATURES: [&str; 12] = [
    "default",
    "choice_filter",
    "repeat_count",
    "image",
    "big_image",
    "audio",
    "video",
    "guidance_hint",
    "parameters",
    "trigger",
    "save_to",
    "read_only",
];
/// Columns that are read, and those that change nothing on paper.
pub(super) const PLAIN: [&str; 18] = [
    "type",
    "name",
    "label",
    "hint",
    "required",
    "required_message",
    "relevant",
    "constraint",
    "constraint_message",
    "calculation",
    "appearance",
    "autoplay",
    "rows",
    "list_name",
    "worth",
    "order",
    "note",
    "disabled",
];

/// Tells columns that are filled and mean nothing here, each once, at its heading.
pub(super) fn unknown_columns(table: &Table, languages: &Languages, left: &mut Vec<Left>) {
    for heading in &table.headings {
        let name = heading.name.as_str();
        let own = name.starts_with(['$', '_']) || name.starts_with("kobo") || name.starts_with("body::");
        let filled = table.rows.iter().any(|r| r.text(heading.column).is_some());
        let fault = if !PLAIN.contains(&name) && !FEATURES.contains(&name) && !own {
            Fault::Column
        } else if !languages.takes(heading) {
            Fault::Language
        } else {
            continue;
        };
        if filled {
            let spot = Spot { sheet: table.sheet, row: table.top, column: heading.column };
            left.push(Left { spot, text: heading.text.clone(), fault });
        }
    }
    for row in &table.rows {
        for (column, error) in &row.errors {
            let spot = table.spot(row, *column);
            left.push(Left { spot, text: error.clone(), fault: Fault::ErrorCell });
        }
    }
}

/// Whether paths can hold it.
pub(super) fn is_id(name: &str) -> bool {
    let letters = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    letters && !name.is_empty() && name.chars().count() <= 64 && fold_width(name) == name
}

pub(super) fn read_lists(
    table: &Table,
    languages: &Languages,
    left: &mut Vec<Left>,
) -> HashMap<String, Vec<Choice>> {
    let mut lists: HashMap<String, Vec<Choice>> = HashMap::new();
    let mut seen: HashMap<(String, String), u64> = HashMap::new();
    for row in &table.rows {
        let Some((_, list)) = table.cell(row, "list_name") else { continue };
        let Some((spot, code)) = table.cell(row, "name") else { continue };
        let mut note = |spot, text: &str, fault| left.push(Left { spot, text: text.to_owned(), fault });
        if !is_id(code) || NON_ANSWERS.contains(&code) {
            note(spot, code, Fault::Name);
            continue;
        }
        if let Some(before) = seen.insert((list.to_owned(), code.to_owned()), row.number) {
            note(spot, code, Fault::Twice { row: before });
            continue;
        }
        for (name, column) in features(table) {
            if let Some(text) = row.text(column).filter(|_| name != "order") {
                note(table.spot(row, column), text, Fault::Feature);
            }
        }
        let mut value = None;
        if let Some((spot, text)) = table.cell(row, "worth") {
            value = Decimal::from_str_exact(&fold_width(text)).ok();
            value = value.filter(|v| (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(v));
            if value.is_none() {
                note(spot, text, Fault::Worth);
            }
        }
        let label = languages.label(table, row, "label").unwrap_or_else(|| Label::new(code));
        let choice = Choice { code: code.to_owned(), label, value, exclusive: false };
        lists.entry(list.to_owned()).or_default().push(choice);
    }
    lists
}

pub(super) fn features(table: &Table) -> impl Iterator<Item = (&str, usize)> {
    let all = table.headings.iter().filter(|h| FEATURES.contains(&h.name.as_str()));
    all.map(|h| (h.name.as_str(), h.column))
}

/// A type cell in its parts.
pub(super) struct Type<'t> {
    pub word: &'t str,
    pub list: Option<&'t str>,
    pub or_other: bool,
}

pub(super) fn parse_type(text: &str) -> Type<'_> {
    let text = text.trim();
    let lower = text.to_lowercase();
    for (prefix, word) in [
        ("select_one_from_file", "select_one_from_file"),
        ("select_multiple_from_file", "select_multiple_from_file"),
        ("select_one_external", "select_one_external"),
        ("select_one ", "select_one"),
        ("select one from ", "select_one"),
        ("select one ", "select_one"),
        ("select1 ", "select_one"),
        ("select_multiple ", "select_multiple"),
        ("select multiple from ", "select_multiple"),
        ("select multiple ", "select_multiple"),
        ("select all that apply from ", "select_multiple"),
        ("select all that apply ", "select_multiple"),
    ] {
        if !lower.starts_with(prefix) || !text.is_char_boundary(prefix.len()) {
            continue;
        }
        let mut list = text[prefix.len()..].trim();
        let mut or_other = false;
        for ending in [" or_other", " or specify other", " or other"] {
            let at = list.len().saturating_sub(ending.len());
            if list.is_char_boundary(at) && list[at..].eq_ignore_ascii_case(ending) {
                (list, or_other) = (list[..at].trim(), true);
            }
        }
        return Type { word, list: Some(list), or_other };
    }
    Type { word: text, list: None, or_other: false }
}

/// What a yes-or-no cell says.
pub(super) fn yes(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "yes" | "true" | "true()" | "1" | "是" => Some(true),
        "no" | "false" | "false()" | "0" | "否" => Some(false),
        _ => None,
    }
}
