//! The forms themselves as files: by code and by label.
//!
//! These tables may hold a million rows, so they are written row by row, with what is computed on a
//! form among its answers, in the order of the paper. By code, what is no answer has the numbers that
//! survey platforms use (−2 blank, −3 not asked) and two more, or words where an answer may be such a
//! number; a table by code comes back through `import` as the same forms. The codebook and SPSS syntax
//! that describe it are `codebook`'s.

use std::io::{self, Write};

use super::Subject;
use super::codebook::{codebook, syntax};
use super::csv::guarded;
use crate::i18n::forms::{self as words, SKIPPED};
use crate::i18n::{Lang, label};
use crate::scheme::condition::{Calculation, Value};
use crate::scheme::field::NON_ANSWERS;
use crate::scheme::questionnaire::{Column, QuestionKind};
use crate::scheme::{Question, Questionnaire};
use crate::survey::{DURATION, INVALID, Responses, SERIAL};

/// How blank, unreadable and refused answers are written by code.
pub(super) const MISSING: [&str; NON_ANSWERS.len()] = ["-2", "-4", "-5"];
/// How a question that the form does not ask is written by code.
pub(super) const NOT_ASKED: &str = "-3";
/// The files of one questionnaire: what stands behind its id in the name, and what writes it.
pub(super) const FILES: [(&str, Writer); 4] =
    [("codes.csv", codes), ("labels.csv", labels), ("codebook.csv", codebook), ("spss.sps", syntax)];

/// Writes one file about the forms of a questionnaire.
pub(super) type Writer = fn(&Forms<'_>, &mut dyn Write) -> io::Result<()>;

/// The forms of a questionnaire.
pub(super) struct Forms<'a> {
    pub questionnaire: &'a Questionnaire,
    pub responses: &'a Responses,
    pub lang: Lang,
    /// The name of the file by code, which the syntax reads.
    pub data: String,
}

impl<'a> Forms<'a> {
    /// The questionnaires that have forms.
    pub fn all(subject: &Subject<'a>) -> Vec<Self> {
        let forms = |q: &'a Questionnaire| {
            let responses = subject.facts.responses(&q.id).filter(|r| !r.is_empty())?;
            let data = format!("responses-{}-{}", q.id, FILES[0].0);
            Some(Self { questionnaire: q, responses, lang: subject.lang, data })
        };
        subject.scheme.questionnaires.iter().filter_map(forms).collect()
    }

    /// Hands every form to `take`: its number and its answers in the order of the questions, with
    /// whether each is asked.
    fn each(&self, mut take: impl FnMut(u32, &[(Option<&str>, bool)]) -> io::Result<()>) -> io::Result<()> {
        let questions = &self.questionnaire.questions;
        let conditions = questions.iter().any(|q| q.show_if.is_some());
        for number in self.responses.numbers() {
            let given: Vec<Option<&str>> =
                questions.iter().map(|q| self.responses.get(number, &q.id)).collect();
            let shown = if conditions {
                self.questionnaire.shown(|n| given.get(n).copied().flatten())
            } else {
                vec![true; given.len()]
            };
            take(number, &given.into_iter().zip(shown).collect::<Vec<_>>())?;
        }
        Ok(())
    }

    /// What stands before the answers of a form: number, serial, time, whether it is valid.
    fn before(&self, number: u32) -> [String; 4] {
        let text = |key: &str| guarded(self.responses.get(number, key).unwrap_or_default()).into_owned();
        let valid = if self.responses.get(number, INVALID).is_none() { "1" } else { "0" };
        [number.to_string(), text(SERIAL), text(DURATION), valid.to_owned()]
    }
}

pub(super) fn csv(out: &mut dyn Write) -> io::Result<::csv::Writer<&mut dyn Write>> {
    out.write_all("\u{FEFF}".as_bytes())?;
    Ok(::csv::WriterBuilder::new().flexible(true).from_writer(out))
}

/// The missing answer that this is, if it is one.
fn missing<'a>(question: &Question, answer: Option<&'a str>, shown: bool) -> Option<&'a str> {
    let in_words = question.takes_negatives();
    let none = |answer: &'a str| {
        let place = NON_ANSWERS.iter().position(|n| *n == answer)?;
        Some(if in_words { answer } else { MISSING[place] })
    };
    match answer {
        Some(answer) => none(answer),
        None if shown => Some(""),
        None => Some(if in_words { SKIPPED[0] } else { NOT_ASKED }),
    }
}

/// An answer by code.
fn coded(question: &Question, answer: &str) -> String {
    match question.kind {
        QuestionKind::Number(_) => answer.to_owned(),
        _ => guarded(answer).into_owned(),
    }
}

/// What is computed on a form that answers so: nothing where something is lacking.
fn computed(calculation: &Calculation, answers: &[(Option<&str>, bool)]) -> String {
    let answer = |n: usize| answers.get(n).and_then(|(answer, shown)| answer.filter(|_| *shown));
    match calculation.value(&answer) {
        Some(value @ Value::Number(_)) => label::computed_bare(value),
        value => value.map_or_else(String::new, |v| guarded(&v.text()).into_owned()),
    }
}

fn codes(forms: &Forms<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut table = csv(out)?;
    let columns = forms.questionnaire.columns();
    let mut head = ["form", SERIAL, DURATION, "valid"].map(str::to_owned).to_vec();
    for column in &columns {
        match column {
            Column::Asked(_, question) if question.is_multiple() => {
                head.extend(question.choices.iter().map(|c| format!("{}/{}", question.id, c.code)));
            }
            Column::Asked(_, question) => head.push(question.id.clone()),
            Column::Computed(aside, _) => head.push(aside.id.clone()),
        }
    }
    table.write_record(&head)?;
    forms.each(|number, answers| {
        let mut row = forms.before(number).to_vec();
        for column in &columns {
            match column {
                Column::Asked(n, question) => asked(question, answers[*n], &mut row),
                Column::Computed(_, calculation) => row.push(computed(calculation, answers)),
            }
        }
        table.write_record(&row).map_err(io::Error::other)
    })?;
    table.flush()
}

/// The cells of a question.
fn asked(question: &Question, (answer, shown): (Option<&str>, bool), row: &mut Vec<String>) {
    let none = missing(question, answer, shown);
    match (&question.kind, none) {
        (QuestionKind::Multiple, Some(none)) => {
            row.extend(question.choices.iter().map(|_| none.to_owned()));
        }
        (QuestionKind::Multiple, None) => {
            let ticked = |code: &str| answer.unwrap_or_default().split(' ').any(|t| t == code);
            let bit = |code: &str| if ticked(code) { "1" } else { "0" };
            row.extend(question.choices.iter().map(|c| bit(&c.code).to_owned()));
        }
        (_, Some(none)) => row.push(none.to_owned()),
        (_, None) => row.push(coded(question, answer.unwrap_or_default())),
    }
}

fn labels(forms: &Forms<'_>, out: &mut dyn Write) -> io::Result<()> {
    let lang = forms.lang;
    let mut table = csv(out)?;
    let columns = forms.questionnaire.columns();
    let mut head = words::responses_head(lang);
    head.extend(columns.iter().map(|column| {
        let (id, text) = match column {
            Column::Asked(_, question) => (&question.id, &question.text),
            Column::Computed(aside, _) => (&aside.id, &aside.text),
        };
        guarded(&format!("{id} {}", lang.wording(text))).into_owned()
    }));
    table.write_record(&head)?;
    forms.each(|number, answers| {
        let [number, serial, duration, valid] = forms.before(number);
        let mut row = vec![number, serial, duration, words::validity(lang, valid == "1")];
        for column in &columns {
            row.push(match column {
                Column::Asked(n, question) => {
                    let (answer, shown) = answers[*n];
                    let text = worded(lang, question, answer, shown);
                    if matches!(question.kind, QuestionKind::Number(_)) {
                        text
                    } else {
                        guarded(&text).into()
                    }
                }
                Column::Computed(_, calculation) => computed(calculation, answers),
            });
        }
        table.write_record(&row).map_err(io::Error::other)
    })?;
    table.flush()
}

/// An answer in words.
fn worded(lang: Lang, question: &Question, answer: Option<&str>, shown: bool) -> String {
    let Some(answer) = answer else {
        return if shown { String::new() } else { words::not_asked(lang) };
    };
    if let Some(words) = label::non_answer(lang, answer) {
        return words;
    }
    let choice = |code: &str| {
        let choice = question.choices.iter().find(|c| c.code == code);
        choice.map_or_else(|| code.to_owned(), |c| lang.wording(&c.label).into_owned())
    };
    match question.kind {
        QuestionKind::Single => choice(answer),
        QuestionKind::Multiple => answer.split(' ').map(choice).collect::<Vec<_>>().join("; "),
        _ => answer.to_owned(),
    }
}
