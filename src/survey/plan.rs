//! How the answers of a form are counted: which are shown, which are ticks, which are only had.
//!
//! A questionnaire of single choices that are always shown needs no plan: every answer of a valid
//! form counts as it stands. Any other is counted by its [`Plan`], which [`super::Responses`]
//! follows if told so; then a change of one answer costs one form, however many there are.

use std::collections::HashMap;

use crate::scheme::field::NON_ANSWERS;
use crate::scheme::{Condition, Question, Questionnaire};

use super::batch::{Batch, Column};
use super::responses::{Form, Words};

/// What counting a questionnaire needs to know of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    questions: Vec<Planned>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Planned {
    id: Box<str>,
    way: Way,
    show_if: Option<Condition>,
}

/// How the answers to a question are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// Each answer as it stands.
    Whole,
    /// Each code ticked.
    Ticks,
    /// Only that there is one.
    Had,
}

impl Way {
    fn of(question: &Question) -> Self {
        match (question.is_multiple(), question.has_choices()) {
            (true, _) => Self::Ticks,
            (_, true) => Self::Whole,
            _ => Self::Had,
        }
    }
}

impl Plan {
    /// The plan of a questionnaire; `None` if it needs none.
    pub fn of(questionnaire: &Questionnaire) -> Option<Self> {
        let planned =
            |q: &Question| Planned { id: q.id.as_str().into(), way: Way::of(q), show_if: q.show_if.clone() };
        let needed = !Self::fits(None, questionnaire);
        needed.then(|| Self { questions: questionnaire.questions.iter().map(planned).collect() })
    }

    /// Whether `plan` is the questionnaire's, so that what was counted by it can be taken over.
    pub(super) fn fits(plan: Option<&Self>, questionnaire: &Questionnaire) -> bool {
        let questions = &questionnaire.questions;
        let Some(plan) = plan else {
            return questions.iter().all(|q| q.show_if.is_none() && Way::of(q) == Way::Whole);
        };
        let same =
            |(p, q): (&Planned, &Question)| *p.id == *q.id && p.way == Way::of(q) && p.show_if == q.show_if;
        plan.questions.len() == questions.len() && plan.questions.iter().zip(questions).all(same)
    }
}

/// Answers of valid forms, counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tallies {
    /// (question, answer or tick) → number of forms that say so.
    answers: HashMap<(u16, u32), u32>,
    /// Per question that is not counted as a whole: forms with ticks or an answer.
    had: HashMap<u16, u32>,
    /// Per question with a condition: forms that show it.
    shown: HashMap<u16, u32>,
    /// Per question with a condition: forms that answer it although they do not show it.
    hidden: HashMap<u16, u32>,
}

fn add_to<K: std::hash::Hash + Eq>(counts: &mut HashMap<K, u32>, key: K, add: bool) {
    let count = counts.entry(key).or_default();
    *count = if add { *count + 1 } else { count.saturating_sub(1) };
}

impl Tallies {
    /// Adds forms that give an answer.
    pub(super) fn add_answers(&mut self, key: (u16, u32), forms: u32) {
        *self.answers.entry(key).or_default() += forms;
    }

    /// Adds all forms of a batch or takes them away: without a plan by what its columns count,
    /// else form by form.
    pub(super) fn count_batch(&mut self, batch: &Batch, plan: Option<&Plan>, words: &mut Words, add: bool) {
        if plan.is_none() {
            for column in batch.columns() {
                let question = words.add_question(column.key());
                for (answer, n) in column.counts() {
                    let tally = self.answers.entry((question, words.add(answer))).or_default();
                    *tally = if add { *tally + n } else { tally.saturating_sub(n) };
                }
            }
            return;
        }
        // Each word is looked up once; after that a form is a row of numbers.
        let mut columns: Vec<(u16, &Column, Vec<u32>)> = Vec::new();
        for column in batch.columns() {
            let all = column.words().iter().map(|w| words.add(w)).collect();
            columns.push((words.add_question(column.key()), column, all));
        }
        columns.sort_unstable_by_key(|(question, ..)| *question);
        let mut form = Form::default();
        for row in 0..batch.len() {
            form.answers.clear();
            for (question, column, all) in &columns {
                let answer = match column.word_at(row) {
                    Some(0) => None,
                    Some(n) => all.get(n).copied(),
                    None => column.get(row).map(|text| words.add(text)),
                };
                form.answers.extend(answer.map(|a| (*question, a)));
            }
            self.count(&form, plan, words, add);
        }
    }

    /// Adds a valid form or takes it away.
    pub(super) fn count(&mut self, form: &Form, plan: Option<&Plan>, words: &mut Words, add: bool) {
        let Some(plan) = plan else {
            for answer in &form.answers {
                add_to(&mut self.answers, *answer, add);
            }
            return;
        };
        let mut given: Vec<Option<u32>> = Vec::with_capacity(plan.questions.len());
        let mut numbers: Vec<u16> = Vec::with_capacity(plan.questions.len());
        for question in &plan.questions {
            let number = words.add_question(&question.id);
            numbers.push(number);
            let answer = form.answer(number);
            let is_shown = question.show_if.as_ref().is_none_or(|when| {
                when.holds(&|n| given.get(n).copied().flatten().map(|word| words.word(word)))
            });
            if question.show_if.is_some() && is_shown {
                add_to(&mut self.shown, number, add);
            } else if !is_shown && answer.is_some() {
                add_to(&mut self.hidden, number, add);
            }
            given.push(answer.filter(|_| is_shown));
        }
        for ((question, number), answer) in plan.questions.iter().zip(numbers).zip(given) {
            let Some(answer) = answer else { continue };
            let is_none = NON_ANSWERS.contains(&words.word(answer));
            if is_none || question.way == Way::Whole {
                add_to(&mut self.answers, (number, answer), add);
                continue;
            }
            add_to(&mut self.had, number, add);
            if question.way == Way::Ticks {
                let codes: Vec<Box<str>> = words.word(answer).split(' ').map(Into::into).collect();
                for code in codes {
                    add_to(&mut self.answers, (number, words.add(&code)), add);
                }
            }
        }
    }

    pub(super) fn answer(&self, question: u16, answer: u32) -> u32 {
        self.answers.get(&(question, answer)).copied().unwrap_or(0)
    }

    pub(super) fn had(&self, question: u16) -> u32 {
        self.had.get(&question).copied().unwrap_or(0)
    }

    pub(super) fn shown(&self, question: u16) -> u32 {
        self.shown.get(&question).copied().unwrap_or(0)
    }

    pub(super) fn hidden(&self, question: u16) -> u32 {
        self.hidden.get(&question).copied().unwrap_or(0)
    }
}
