//! The survey table: answers counted per choice, shares, indexes; and the document of `tally`.

use std::sync::Arc;

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{Cell, Subject, Table, forms};
use crate::i18n::export as words;
use crate::scheme::{Question, Questionnaire};
use crate::score;
use crate::survey::{Basis, Counts, Index, Tabulation};

/// A questionnaire with its answers counted.
#[derive(Debug, Clone)]
pub struct Counted<'a> {
    /// What was asked.
    pub questionnaire: &'a Questionnaire,
    /// How often each choice was made.
    pub tabulation: Arc<Tabulation>,
    /// The mean of the questions' indexes.
    pub index: Option<Index>,
}

/// All questionnaires of a scheme, counted.
pub fn counted<'a>(subject: &Subject<'a>) -> Vec<Counted<'a>> {
    let tabulations = score::readings(subject.scheme, subject.facts).surveys;
    subject
        .scheme
        .questionnaires
        .iter()
        .zip(tabulations)
        .map(|(questionnaire, tabulation)| {
            let index = mean(questionnaire, &tabulation);
            Counted { questionnaire, tabulation, index }
        })
        .collect()
}

/// The mean of the questions' indexes by their weights; `None` if there is none for a question.
fn mean(questionnaire: &Questionnaire, tabulation: &Tabulation) -> Option<Index> {
    let (mut low, mut high, mut weights) = (Decimal::ZERO, Decimal::ZERO, Decimal::ZERO);
    let all = questionnaire.questions.iter().zip(&tabulation.questions);
    for (question, counts) in all.filter(|(question, _)| question.is_scored()) {
        let index = counts.index(question)?;
        low = low.checked_add(index.low.checked_mul(question.weight)?)?;
        high = high.checked_add(index.high.checked_mul(question.weight)?)?;
        weights = weights.checked_add(question.weight)?;
    }
    Some(Index { low: low.checked_div(weights)?, high: high.checked_div(weights)? })
}

/// An index as printed; unknown while answers are open that could move it.
pub fn index(subject: &Subject<'_>, index: Option<Index>) -> Option<String> {
    let index = index?;
    (index.low == index.high).then(|| subject.scheme.rates.print(index.low))
}

impl<'a> Counted<'a> {
    /// Each question beside its counts, in the order of the paper.
    pub fn questions(&self) -> impl Iterator<Item = (&'a Question, &Counts)> {
        self.questionnaire.questions.iter().zip(&self.tabulation.questions)
    }

    /// The number of valid forms: as declared, else as keyed, else as large as the best answered
    /// question.
    pub fn valid(&self) -> u64 {
        let answered = self.tabulation.questions.iter().map(Counts::answers).max().unwrap_or(0);
        self.tabulation.stated.valid.unwrap_or(self.tabulation.valid.max(answered))
    }
}

/// Column of the counts.
const COUNT: usize = 6;

/// The table: one row for each choice, one for all questions together.
pub fn table(subject: &Subject<'_>) -> Table {
    let lang = subject.lang;
    let mut rows = Vec::new();
    for counted in &counted(subject) {
        let name = Cell::text(lang.label(&counted.questionnaire.name));
        for (question, counts) in counted.questions() {
            let own = Cell::printed(index(subject, counts.index(question)));
            for (n, choice) in question.choices.iter().enumerate() {
                rows.push(vec![
                    name.clone(),
                    Cell::text(question.id.as_str()),
                    Cell::text(lang.label(&question.text)),
                    Cell::text(choice.code.as_str()),
                    Cell::text(lang.label(&choice.label)),
                    Cell::number(choice.value.map(|v| v.normalize())),
                    count(counts, counts.choices.get(n).copied()),
                    Cell::printed(counts.percent(n, subject.scheme.rates)),
                    count(counts, Some(counts.n())),
                    Cell::Number(counts.missing.to_string()),
                    own.clone(),
                ]);
            }
        }
        let mut whole = vec![name, Cell::Text(words::all_questions(lang))];
        whole.extend((0..6).map(|_| Cell::Empty));
        whole.push(Cell::Number(counted.valid().to_string()));
        whole.extend([Cell::Empty, Cell::printed(index(subject, counted.index))]);
        rows.extend(forms::rows(subject, counted, whole.len(), COUNT));
        rows.push(whole);
    }
    Table { head: words::survey_head(lang), rows }
}

/// A count, or nothing while nothing was keyed for the question.
fn count(counts: &Counts, n: Option<u64>) -> Cell {
    let n = n.filter(|_| counts.basis != Basis::Nothing);
    n.map_or(Cell::Empty, |n| Cell::Number(n.to_string()))
}

/// The document: what `tally --json` prints, for all questionnaires.
pub fn document(subject: &Subject<'_>) -> Value {
    let all: Vec<Value> = counted(subject).iter().map(|c| tally(subject, c)).collect();
    json!({ "questionnaires": all })
}

/// What `tally --json` prints for one questionnaire.
pub fn tally(subject: &Subject<'_>, counted: &Counted<'_>) -> Value {
    let questions: Vec<Value> = counted
        .questions()
        .map(|(question, counts)| {
            let choices = question.choices.iter().enumerate().map(|(n, choice)| {
                json!({
                    "code": choice.code,
                    "label": subject.lang.label(&choice.label),
                    "count": counts.choices.get(n),
                    "percent": counts.percent(n, subject.scheme.rates),
                })
            });
            json!({
                "id": question.id,
                "n": counts.n(),
                "choices": choices.collect::<Vec<Value>>(),
                "index": index(subject, counts.index(question)),
                "missing": counts.missing,
            })
        })
        .collect();
    let mut document = json!({
        "questionnaire": counted.questionnaire.id,
        "valid": counted.valid(),
        "invalid": counted.tabulation.invalid,
        "forms": forms::document(subject, counted),
        "questions": questions,
        "index": index(subject, counted.index),
        "statistics": statistics(counted),
    });
    if let Some(second) = forms::second(subject, counted) {
        document["second_keying"] = second;
    }
    document
}

/// Figures about the survey as a whole, each only where what it needs is recorded.
fn statistics(counted: &Counted<'_>) -> Value {
    let stated = &counted.tabulation.stated;
    let mut known = serde_json::Map::new();
    for (name, value) in [
        ("distributed", stated.distributed),
        ("returned", stated.returned),
        ("population", stated.population),
    ] {
        if let Some(value) = value {
            known.insert(name.to_owned(), value.into());
        }
    }
    Value::Object(known)
}
