//! What is asked: questionnaires, questions, choices and their values.

use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::condition::{self, Calculation, Known, TODAY};
use super::field::NON_ANSWERS;
use super::measure::{NumberSpec, Unit};
use super::validity::Validity;
use super::{Condition, Label, Place, Provenance};

/// Smallest cell of a cross table that is shown, unless a questionnaire says otherwise.
pub const MIN_CELL: u64 = 5;
/// Most ratings of one question less one: 0 to 100.
pub const MOST_RATINGS: u32 = 100;

/// A questionnaire. Paths: `ID.distributed`, `ID.returned`, `ID.valid`, `ID.population`,
/// `ID.counts_by` (`forms` or `tally`), `ID.form.N.QUESTION`, `ID.form.N.serial` (the number
/// printed on the paper), `ID.form.N.invalid` and `ID.form.N.accepted` (reasons),
/// `ID.tally.QUESTION.CODE`, and those of the second keying: `ID.second.N.QUESTION`,
/// `ID.second.N.filed`, `ID.decided.N.QUESTION`, `ID.replaced.N.QUESTION`, `ID.redo.…`.
#[derive(Debug, Clone, Default)]
pub struct Questionnaire {
    /// Unique among measures and questionnaires; the first segment of its paths.
    pub id: String,
    /// Name on screen.
    pub name: Label,
    /// Groups that questions belong to, in file order.
    pub groups: Vec<Group>,
    /// Smallest cell of a cross table that is shown; smaller ones could betray who answered.
    pub min_cell: u64,
    /// Questions in the order of the paper.
    pub questions: Vec<Question>,
    /// What stands between the questions, in the order of the paper.
    pub asides: Vec<Aside>,
    /// What makes a form suspect.
    pub validity: Vec<Validity>,
    /// Where it stands in the scheme's files.
    pub place: Place,
}

/// Something on the paper that takes no answer: words to read, or a value computed from the
/// answers. Nothing is ever recorded of it.
#[derive(Debug, Clone)]
pub struct Aside {
    /// Its id within the questionnaire; empty for words nothing refers to.
    pub id: String,
    /// Index of the question it stands before; the number of questions at the end.
    pub before: usize,
    /// The words, or the name of the value.
    pub text: Label,
    /// When words are shown, from the answers before; a value holds its own condition.
    pub show_if: Option<Condition>,
    /// What is computed, if anything.
    pub value: Option<Arc<Calculation>>,
    /// Unit of what is computed, as written.
    pub unit: Unit,
    /// Where it stands in the scheme's files.
    pub place: Place,
}

/// What each form has a value of.
#[derive(Debug, Clone, Copy)]
pub enum Column<'a> {
    /// A question, by its index.
    Asked(usize, &'a Question),
    /// What is computed from the answers before it.
    Computed(&'a Aside, &'a Calculation),
}

/// What an answer must be, besides being of its kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Constraint {
    /// What holds of the answer and those before it.
    pub holds: Condition,
    /// What is said where it does not.
    pub message: Option<Label>,
}

/// Questions that belong together and get an index of their own.
#[derive(Debug, Clone)]
pub struct Group {
    /// Its id within the questionnaire.
    pub id: String,
    /// Name on screen and in tables.
    pub name: Label,
}

impl Questionnaire {
    /// Index of the question with this id.
    pub fn question(&self, id: &str) -> Option<usize> {
        self.questions.iter().position(|q| q.id == id)
    }

    /// Index of the group with this id.
    pub fn group(&self, id: &str) -> Option<usize> {
        self.groups.iter().position(|g| g.id == id)
    }

    /// Questions and what is computed from their answers, in the order of the paper.
    pub fn columns(&self) -> Vec<Column<'_>> {
        let mut columns = Vec::with_capacity(self.questions.len());
        let values = |n: usize| {
            let here = self.asides.iter().filter(move |a| a.before == n);
            here.filter_map(|a| Some(Column::Computed(a, a.value.as_deref()?)))
        };
        for (n, question) in self.questions.iter().enumerate() {
            columns.extend(values(n));
            columns.push(Column::Asked(n, question));
        }
        columns.extend(values(self.questions.len()));
        columns
    }

    /// What is computed on a form, to be named in conditions.
    pub fn calculations(&self) -> Vec<Arc<Calculation>> {
        self.asides.iter().filter_map(|a| a.value.clone()).collect()
    }

    /// The constraint that the answer to this question breaks on a form that answers so and is
    /// keyed on the day `today`. Answers that are none, and to questions that are not shown, break
    /// nothing.
    pub fn broken<'a>(
        &self,
        question: usize,
        answer: impl Fn(usize) -> Option<&'a str>,
        today: NaiveDate,
    ) -> Option<&Constraint> {
        let constraint = self.questions.get(question)?.constraint.as_ref()?;
        answer(question).filter(|a| !NON_ANSWERS.contains(a))?;
        let shown = self.shown(&answer);
        let given = |n: usize| answer(n).filter(|_| shown.get(n).copied().unwrap_or(false));
        given(question)?;
        let today = today.to_string();
        let or_today = |n: usize| if n == TODAY { Some(today.as_str()) } else { given(n) };
        (!constraint.holds.holds(&or_today)).then_some(constraint)
    }

    /// What must hold of the answers to this question, in the words of the scheme; empty if nothing.
    pub fn constraint_text(&self, question: usize) -> String {
        let Some(own) = self.questions.get(question) else { return String::new() };
        let calculations = self.calculations();
        let known =
            Known { questions: &self.questions[..question], calculations: &calculations, own: Some(own) };
        own.constraint.as_ref().map_or_else(String::new, |c| condition::print(&c.holds, known))
    }

    /// Whether a form that gives these answers (by index of the question) shows each question.
    /// An answer to a question that is not shown counts as not given.
    pub fn shown<'a>(&self, answer: impl Fn(usize) -> Option<&'a str>) -> Vec<bool> {
        let mut shown = Vec::with_capacity(self.questions.len());
        for question in &self.questions {
            let given = |n: usize| answer(n).filter(|_| shown.get(n).copied().unwrap_or(false));
            let is_shown = question.show_if.as_ref().is_none_or(|when| when.holds(&given));
            shown.push(is_shown);
        }
        shown
    }
}

/// What kind of answer a question takes.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum QuestionKind {
    /// One of the choices: scales and ratings, too. Recorded as its code.
    #[default]
    Single,
    /// Any of the choices. Recorded as their codes in the order of the paper, with one space
    /// between them.
    Multiple,
    /// A number within limits.
    Number(NumberSpec),
    /// A day or a month.
    Date,
    /// Some words.
    Text,
}

/// A question.
#[derive(Debug, Clone)]
pub struct Question {
    /// Segment of its paths.
    pub id: String,
    /// The wording.
    pub text: Label,
    /// What kind of answer it takes.
    pub kind: QuestionKind,
    /// Choices in the order of the paper; none unless it is a single or a multiple choice. Codes
    /// are single digits wherever there are ≤ 9.
    pub choices: Vec<Choice>,
    /// Weight among the questions of a survey, above 0; 1 unless the file says otherwise.
    pub weight: Decimal,
    /// Whether a form without an answer to it is unfinished.
    pub required: bool,
    /// When it is asked, from the answers before it; always if missing.
    pub show_if: Option<Condition>,
    /// What an answer must be, given those before it; a form that breaks it is not refused for ever:
    /// what the paper says is left blank or unreadable, or the earlier answer is put right.
    pub constraint: Option<Constraint>,
    /// What helps to answer it.
    pub hint: Option<Label>,
    /// Whether it tells who answers (科室, 身份): tables are crossed by it, no index counts it.
    pub attribute: bool,
    /// Index of the group it belongs to.
    pub group: Option<usize>,
    /// Where the choice values come from.
    pub provenance: Provenance,
    /// Where it stands in the scheme's files.
    pub place: Place,
}

impl Question {
    /// Whether it has an index: one choice with a worth, and not about who answers.
    pub fn is_scored(&self) -> bool {
        self.kind == QuestionKind::Single && !self.attribute
    }

    /// Whether answers may be the very numbers that elsewhere stand for what is no answer.
    pub fn takes_negatives(&self) -> bool {
        matches!(&self.kind, QuestionKind::Number(spec) if spec.min.is_sign_negative())
    }

    /// Whether several choices may be ticked.
    pub fn is_multiple(&self) -> bool {
        self.kind == QuestionKind::Multiple
    }

    /// Whether it has choices, so that answers can be counted by choice and typed as totals.
    pub fn has_choices(&self) -> bool {
        matches!(self.kind, QuestionKind::Single | QuestionKind::Multiple)
    }
}

/// A choice and what it is worth.
#[derive(Debug, Clone)]
pub struct Choice {
    /// What is keyed and recorded.
    pub code: String,
    /// The wording.
    pub label: Label,
    /// Worth on the hundred scale, 0 to 100; `None` keeps it out of the index.
    pub value: Option<Decimal>,
    /// In a multiple choice: whether it stands alone (以上都不是).
    pub exclusive: bool,
}
