//! The forms of one questionnaire, stored compactly, with tallies kept per answer.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::scheme::{Question, Questionnaire};

use super::plan::{Plan, Tallies};

/// Key under which a form holds the reason why it is invalid.
pub const INVALID: &str = "invalid";
/// Key under which a form holds the number printed on the paper.
pub const SERIAL: &str = "serial";

/// All forms keyed for one questionnaire. Counting an answer costs the same whether there are
/// ten forms or a million.
#[derive(Debug, Clone, Default)]
pub struct Responses {
    forms: BTreeMap<u32, Form>,
    words: Words,
    plan: Option<Arc<Plan>>,
    tallies: Tallies,
    invalid: usize,
}

/// One form: answers by interned question and answer, ordered by question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Form {
    pub answers: Vec<(u16, u32)>,
    pub invalid: Option<Box<str>>,
}

impl Form {
    /// What it answers to a question.
    pub fn answer(&self, question: u16) -> Option<u32> {
        self.answers.iter().find(|(q, _)| *q == question).map(|(_, a)| *a)
    }
}

/// Question ids and answers, each stored once.
#[derive(Debug, Clone, Default)]
pub(super) struct Words {
    questions: Vec<Arc<str>>,
    all: Vec<Arc<str>>,
    index: HashMap<Arc<str>, u32>,
}

impl Words {
    fn question(&self, id: &str) -> Option<u16> {
        self.questions.iter().position(|q| **q == *id).and_then(|n| u16::try_from(n).ok())
    }

    pub fn add_question(&mut self, id: &str) -> u16 {
        self.question(id).unwrap_or_else(|| {
            // Keys come through `scheme::field`, so they are ids of questions: far below 65,536.
            let n = u16::try_from(self.questions.len()).unwrap_or(u16::MAX);
            self.questions.push(id.into());
            n
        })
    }

    /// The word with this number.
    pub fn word(&self, number: u32) -> &str {
        self.all.get(number as usize).map_or("", |w| w)
    }

    fn number(&self, word: &str) -> Option<u32> {
        self.index.get(word).copied()
    }

    pub fn add(&mut self, word: &str) -> u32 {
        if let Some(n) = self.number(word) {
            return n;
        }
        let n = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        let word: Arc<str> = word.into();
        self.all.push(Arc::clone(&word));
        self.index.insert(word, n);
        n
    }
}

impl Responses {
    /// No forms yet, to be counted by `plan`.
    pub fn following(plan: Option<Arc<Plan>>) -> Self {
        Self { plan, ..Self::default() }
    }

    /// Counts by another plan from now on: once through all forms, if it is another.
    pub fn follow(&mut self, plan: Option<Arc<Plan>>) {
        if self.plan == plan {
            return;
        }
        self.plan = plan;
        let mut words = std::mem::take(&mut self.words);
        self.tallies = self.counted_by(self.plan.as_deref(), &mut words);
        self.words = words;
    }

    fn counted_by(&self, plan: Option<&Plan>, words: &mut Words) -> Tallies {
        let mut tallies = Tallies::default();
        for form in self.forms.values().filter(|f| f.invalid.is_none()) {
            tallies.count(form, plan, words, true);
        }
        tallies
    }

    /// The answer (or reason of invalidity, or serial) of form `form` at `key`.
    pub fn get(&self, form: u32, key: &str) -> Option<&str> {
        let form = self.forms.get(&form)?;
        if key == INVALID {
            return form.invalid.as_deref();
        }
        Some(self.words.word(form.answer(self.words.question(key)?)?))
    }

    /// Records or takes away one answer, the serial, or the reason of invalidity.
    pub fn set(&mut self, number: u32, key: &str, value: Option<&str>) {
        self.put(number, [(key, value)]);
    }

    /// The same for several keys of one form, which is counted only once.
    pub fn put<'a>(&mut self, number: u32, entries: impl IntoIterator<Item = (&'a str, Option<&'a str>)>) {
        // Even an empty form would show questions, so one that is not there is not counted.
        let before = self.forms.remove(&number);
        if let Some(form) = &before {
            self.count(form, false);
        }
        let mut form = before.unwrap_or_default();
        for (key, value) in entries {
            if key == INVALID {
                form.invalid = value.map(Into::into);
                continue;
            }
            let question = self.words.add_question(key);
            form.answers.retain(|(q, _)| *q != question);
            if let Some(value) = value {
                let answer = (question, self.words.add(value));
                let at = form.answers.partition_point(|a| *a < answer);
                form.answers.insert(at, answer);
            }
        }
        if !form.answers.is_empty() || form.invalid.is_some() {
            self.count(&form, true);
            self.forms.insert(number, form);
        }
    }

    fn count(&mut self, form: &Form, add: bool) {
        if form.invalid.is_some() {
            self.invalid = if add { self.invalid + 1 } else { self.invalid - 1 };
            return;
        }
        self.tallies.count(form, self.plan.as_deref(), &mut self.words, add);
    }

    /// How many valid forms answer `question` with `code` as a whole, by the plan followed.
    pub fn tally(&self, question: &str, code: &str) -> u32 {
        let key = self.words.question(question).zip(self.words.number(code));
        key.map_or(0, |(question, code)| self.tallies.answer(question, code))
    }

    /// Everything counted as the questionnaire wants it: at once if its plan is followed, else
    /// in one pass over the forms.
    pub fn tallied(&self, questionnaire: &Questionnaire) -> Tallied<'_> {
        let valid = self.forms.len() - self.invalid;
        if Plan::fits(self.plan.as_deref(), questionnaire) {
            return Tallied {
                words: Cow::Borrowed(&self.words),
                tallies: Cow::Borrowed(&self.tallies),
                valid,
            };
        }
        let mut words = self.words.clone();
        let tallies = self.counted_by(Plan::of(questionnaire).as_ref(), &mut words);
        Tallied { words: Cow::Owned(words), tallies: Cow::Owned(tallies), valid }
    }

    /// The valid forms with what counts on them: answers in the order of the questions, `None`
    /// where there is none or the question is not shown. One pass over the forms.
    pub fn counted<'a>(
        &'a self,
        questionnaire: &'a Questionnaire,
    ) -> impl Iterator<Item = (u32, Vec<Option<&'a str>>)> {
        let valid = self.forms.iter().filter(|(_, form)| form.invalid.is_none());
        valid.map(|(number, _)| (*number, self.answers_shown(*number, questionnaire)))
    }

    /// What counts on one form: answers in the order of the questions, `None` where there is
    /// none or the question is not shown.
    pub fn answers_shown<'a>(&'a self, form: u32, questionnaire: &Questionnaire) -> Vec<Option<&'a str>> {
        let given: Vec<Option<&str>> =
            questionnaire.questions.iter().map(|q| self.get(form, &q.id)).collect();
        let shown = questionnaire.shown(|n| given.get(n).copied().flatten());
        given.into_iter().zip(shown).map(|(answer, shown)| answer.filter(|_| shown)).collect()
    }

    /// Numbers of all forms, ascending.
    pub fn numbers(&self) -> impl DoubleEndedIterator<Item = u32> + '_ {
        self.forms.keys().copied()
    }

    /// Whether there is a form with this number.
    pub fn contains(&self, number: u32) -> bool {
        self.forms.contains_key(&number)
    }

    /// The largest form number; 0 if there are no forms.
    pub fn last(&self) -> u32 {
        self.forms.last_key_value().map_or(0, |(n, _)| *n)
    }

    /// The form before `number`, if there is one.
    pub fn before(&self, number: u32) -> Option<u32> {
        self.forms.range(..number).next_back().map(|(n, _)| *n)
    }

    /// All forms.
    pub fn len(&self) -> usize {
        self.forms.len()
    }

    /// Whether there are no forms.
    pub fn is_empty(&self) -> bool {
        self.forms.is_empty()
    }

    /// Forms marked invalid.
    pub fn invalid(&self) -> usize {
        self.invalid
    }

    /// The answers of one form: (question, answer), in no particular order; the serial is none.
    pub fn answers(&self, form: u32) -> impl Iterator<Item = (&str, &str)> {
        self.entries(form).filter(|(question, _)| *question != SERIAL)
    }

    fn entries(&self, form: u32) -> impl Iterator<Item = (&str, &str)> {
        let words = &self.words;
        let answers = self.forms.get(&form).into_iter().flat_map(|f| &f.answers);
        answers.map(move |(q, a)| (words.questions.get(usize::from(*q)).map_or("", |w| &**w), words.word(*a)))
    }
}

/// Equal if they hold the same forms; the order in which words were first met does not count,
/// nor does how they are counted.
impl PartialEq for Responses {
    fn eq(&self, other: &Self) -> bool {
        let sorted = |r: &Self, n: u32| {
            let mut answers: Vec<(String, String)> =
                r.entries(n).map(|(q, a)| (q.to_owned(), a.to_owned())).collect();
            answers.sort_unstable();
            answers
        };
        self.forms.len() == other.forms.len()
            && self.forms.iter().zip(&other.forms).all(|((a, fa), (b, fb))| {
                a == b && fa.invalid == fb.invalid && sorted(self, *a) == sorted(other, *b)
            })
    }
}

impl Eq for Responses {}

/// The valid forms of a questionnaire, counted.
#[derive(Debug)]
pub struct Tallied<'a> {
    words: Cow<'a, Words>,
    tallies: Cow<'a, Tallies>,
    valid: usize,
}

impl Tallied<'_> {
    /// Valid forms that answer `question` with this code, or have it ticked.
    pub fn choice(&self, question: &Question, code: &str) -> u64 {
        let key = self.words.question(&question.id).zip(self.words.number(code));
        key.map_or(0, |(question, code)| u64::from(self.tallies.answer(question, code)))
    }

    /// Valid forms that answer a question which is no single choice, blank and the like left out.
    pub fn had(&self, question: &Question) -> u64 {
        self.words.question(&question.id).map_or(0, |q| u64::from(self.tallies.had(q)))
    }

    /// Valid forms that show the question.
    pub fn shown(&self, question: &Question) -> u64 {
        if question.show_if.is_none() {
            return self.valid as u64;
        }
        self.words.question(&question.id).map_or(0, |q| u64::from(self.tallies.shown(q)))
    }

    /// Valid forms that answer the question although they do not show it.
    pub fn hidden(&self, question: &Question) -> u64 {
        self.words.question(&question.id).map_or(0, |q| u64::from(self.tallies.hidden(q)))
    }
}
