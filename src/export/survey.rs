//! The survey table: answers counted per choice, shares, indexes; and the document of `tally`.

use std::sync::Arc;

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{Cell, Subject, Table, forms, statistics};
use crate::i18n::export as words;
use crate::scheme::{Question, Questionnaire};
use crate::score;
use crate::survey::stats::interval::Interval;
use crate::survey::stats::{Statistics, summary};
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
            let all: Vec<usize> = (0..questionnaire.questions.len())
                .filter(|n| questionnaire.questions[*n].is_scored())
                .collect();
            let index = summary::index(questionnaire, &tabulation, &all);
            Counted { questionnaire, tabulation, index }
        })
        .collect()
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
        let figures = summary::summary(counted.questionnaire, &counted.tabulation, subject.scheme.rates);
        for ((question, counts), figures) in counted.questions().zip(&figures.questions) {
            let own = Cell::printed(index(subject, counts.index(question)));
            let of_index = figures.scale.as_ref().and_then(|s| s.interval);
            for (n, choice) in question.choices.iter().enumerate() {
                let share = figures.shares.get(n).copied().flatten().map(Interval::percent);
                let mut row = vec![
                    name.clone(),
                    Cell::text(question.id.as_str()),
                    Cell::text(lang.wording(&question.text)),
                    Cell::text(choice.code.as_str()),
                    Cell::text(lang.label(&choice.label)),
                    Cell::number(choice.value.map(|v| v.normalize())),
                    count(counts, counts.choices.get(n).copied()),
                    Cell::printed(counts.percent(n, subject.scheme.rates)),
                    count(counts, Some(counts.n())),
                    Cell::Number(counts.missing.to_string()),
                    own.clone(),
                ];
                row.extend(ends(subject, share));
                row.extend(ends(subject, of_index));
                rows.push(row);
            }
        }
        let mut whole = vec![name, Cell::Text(words::all_questions(lang))];
        whole.extend((0..6).map(|_| Cell::Empty));
        whole.push(Cell::Number(counted.valid().to_string()));
        whole.extend([Cell::Empty, Cell::printed(index(subject, counted.index))]);
        whole.extend(ends(subject, None));
        whole.extend(ends(subject, figures.whole.interval));
        rows.extend(forms::rows(subject, counted, whole.len(), COUNT));
        rows.push(whole);
    }
    Table { head: words::survey_head(lang), rows }
}

/// Both ends of an interval, or nothing.
fn ends(subject: &Subject<'_>, interval: Option<Interval>) -> [Cell; 2] {
    let print = |end: fn(&Interval) -> Decimal| {
        Cell::printed(interval.as_ref().map(|i| subject.scheme.rates.print(end(i))))
    };
    [print(|i| i.low), print(|i| i.high)]
}

/// A count, or nothing while nothing was keyed for the question.
fn count(counts: &Counts, n: Option<u64>) -> Cell {
    let n = n.filter(|_| counts.basis != Basis::Nothing);
    n.map_or(Cell::Empty, |n| Cell::Number(n.to_string()))
}

/// The statistics of a counted questionnaire.
pub fn statistics(subject: &Subject<'_>, counted: &Counted<'_>) -> Option<Statistics> {
    let id = &counted.questionnaire.id;
    let responses = subject.facts.responses(id);
    Statistics::of(subject.scheme, subject.scheme.questionnaire(id)?, &counted.tabulation, responses)
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
        "statistics": statistics(subject, counted).map(|s| statistics::document(subject, counted, &s)),
    });
    if let Some(second) = forms::second(subject, counted) {
        document["second_keying"] = second;
    }
    document
}
