//! What is recorded when the forms of a table are taken over: one act, whole or not at all.

use super::Forms;
use super::headings::remember;
use crate::ledger::{BatchEntry, Digest, Facts};
use crate::scheme::Questionnaire;
use crate::scheme::field::{FieldKind, MAX_ROW};

/// Where a table's forms go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Number of the first form.
    pub first: u32,
    /// Running number of the batch among those of the questionnaire.
    pub batch: u32,
}

/// The next free place for so many forms; `None` if their numbers would not be numbers of forms.
pub fn place(questionnaire: &Questionnaire, facts: &Facts, forms: usize) -> Option<Place> {
    let first = facts.responses(&questionnaire.id).map_or(0, crate::survey::Responses::last) + 1;
    let last = u32::try_from(forms).ok()?.checked_add(first)?.checked_sub(1)?;
    let prefix = format!("{}.batch.", questionnaire.id);
    let numbers = facts.under(&prefix).filter_map(|(path, _)| path[prefix.len()..].parse::<u32>().ok());
    let batch = numbers.max().unwrap_or(0) + 1;
    (last <= MAX_ROW).then_some(Place { first, batch })
}

/// The batch that came from the same file, if there is one.
pub fn came_before(questionnaire: &Questionnaire, facts: &Facts, source: Digest) -> Option<BatchEntry> {
    let prefix = format!("{}.batch.", questionnaire.id);
    facts.under(&prefix).filter_map(|(_, value)| BatchEntry::parse(value)).find(|e| e.source == source)
}

/// What was said of a layout when a table with the same headings came in before.
///
/// It is a recorded fact and not a setting of one computer: which column was taken for which
/// question decides results, so it belongs into the record, travels with the project, and is
/// undone with the import.
pub fn remembered(questionnaire: &Questionnaire, facts: &Facts, layout: &str) -> Option<String> {
    facts.get(&layout_path(questionnaire, layout)).map(str::to_owned)
}

fn layout_path(questionnaire: &Questionnaire, layout: &str) -> String {
    format!("{}.layout.{layout}", questionnaire.id)
}

/// Paths and values of the act.
pub fn act(
    questionnaire: &Questionnaire,
    forms: &Forms,
    place: &Place,
    content: Digest,
    source: (Digest, &str),
) -> Vec<(String, Option<String>)> {
    let id = &questionnaire.id;
    let entry = BatchEntry {
        content,
        first: place.first,
        // No batch is larger than the largest number of a form.
        forms: u32::try_from(forms.batch.len()).unwrap_or(u32::MAX),
        source: source.0,
        name: one_line(source.1),
    };
    let mapping = remember(&forms.mapping, questionnaire);
    let mut sets = vec![
        (format!("{id}.batch.{}", place.batch), Some(entry.to_string())),
        (layout_path(questionnaire, &forms.layout), Some(mapping)),
    ];
    for (form, question, words) in &forms.beside {
        let Some(question) = questionnaire.questions.get(*question) else { continue };
        let number = place.first as usize + form;
        let words = FieldKind::Text.accept(&one_line(words));
        sets.extend(words.ok().map(|w| (format!("{id}.form.{number}.{}@note", question.id), Some(w))));
    }
    sets
}

/// Text of a file as a value: without control characters, and not too long.
fn one_line(text: &str) -> String {
    let line = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    line.take(crate::scheme::field::MAX_TEXT).collect()
}
