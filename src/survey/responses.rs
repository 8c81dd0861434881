//! The forms of one questionnaire, stored compactly, with tallies kept per answer.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use crate::scheme::{Question, Questionnaire};

use super::batch::Batch;
use super::plan::{Plan, Tallies};

/// Key under which a form holds the reason why it is invalid.
pub const INVALID: &str = "invalid";
/// Key under which a form holds the number printed on the paper.
pub const SERIAL: &str = "serial";
/// Key under which a form holds the seconds that somebody took to answer, where a platform says.
pub const DURATION: &str = "duration";

/// All forms keyed for one questionnaire. Counting an answer costs the same whether there are
/// ten forms or a million.
#[derive(Debug, Clone, Default)]
pub struct Responses {
    /// Forms keyed one by one, and forms of batches that were changed since.
    forms: BTreeMap<u32, Form>,
    /// Forms that came in together, by the number of their first.
    batches: BTreeMap<u32, Arc<Batch>>,
    words: Words,
    plan: Option<Arc<Plan>>,
    tallies: Tallies,
    all: usize,
    invalid: usize,
}

/// One form: answers by interned question and answer, ordered by question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Form {
    pub answers: Vec<(u16, u32)>,
    pub invalid: Option<Box<str>>,
}

impl Form {
    fn is_empty(&self) -> bool {
        self.answers.is_empty() && self.invalid.is_none()
    }

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
        for (first, batch) in &self.batches {
            tallies.count_batch(batch, plan, words, true);
            for number in self.replaced(*first, batch) {
                tallies.count(&taken_out(batch, (number - first) as usize, words), plan, words, false);
            }
        }
        for form in self.forms.values().filter(|f| f.invalid.is_none() && !f.is_empty()) {
            tallies.count(form, plan, words, true);
        }
        tallies
    }

    /// The answer (or reason of invalidity, or serial) of form `form` at `key`.
    pub fn get(&self, form: u32, key: &str) -> Option<&str> {
        let Some(own) = self.forms.get(&form) else {
            let (batch, row) = self.in_batch(form)?;
            return batch.get(row, key);
        };
        if key == INVALID {
            return own.invalid.as_deref();
        }
        Some(self.words.word(own.answer(self.words.question(key)?)?))
    }

    /// Records or takes away one answer, the serial, or the reason of invalidity.
    pub fn set(&mut self, number: u32, key: &str, value: Option<&str>) {
        self.put(number, [(key, value)]);
    }

    /// The same for several keys of one form, which is counted only once. A form of a batch is
    /// taken out of it for that, and goes back as soon as it says again what it said there.
    pub fn put<'a>(&mut self, number: u32, entries: impl IntoIterator<Item = (&'a str, Option<&'a str>)>) {
        let batch = self.in_batch(number).map(|(batch, row)| (Arc::clone(batch), row));
        let original = batch.map(|(batch, row)| taken_out(&batch, row, &mut self.words));
        let own = self.forms.remove(&number);
        let mut form = own.or_else(|| original.clone()).unwrap_or_default();
        self.count(&form, false);
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
        self.count(&form, true);
        let is_needed = original.map_or(!form.is_empty(), |original| form != original);
        if is_needed {
            self.forms.insert(number, form);
        }
    }

    /// Adds forms that came in together, numbered from `first`. Forms keyed under such a number
    /// stay as they are.
    pub fn add_batch(&mut self, first: u32, batch: Arc<Batch>) {
        self.remove_batch(first);
        self.count_batch(first, &batch, true);
        self.batches.insert(first, batch);
    }

    /// Takes forms away that came in together, but for those changed since.
    pub fn remove_batch(&mut self, first: u32) {
        if let Some(batch) = self.batches.remove(&first) {
            self.count_batch(first, &batch, false);
            for number in self.replaced(first, &batch) {
                if !self.is_there(number) {
                    self.forms.remove(&number);
                }
            }
        }
    }

    /// The forms that came in together, by the number of their first.
    pub fn batches(&self) -> impl Iterator<Item = (u32, &Arc<Batch>)> {
        self.batches.iter().map(|(first, batch)| (*first, batch))
    }

    /// Counts forms without keeping any of them, by the plan followed.
    pub fn absorb(&mut self, batch: &Batch) {
        self.tallies.count_batch(batch, self.plan.as_deref(), &mut self.words, true);
        self.all += batch.len();
    }

    /// Counts forms of which only this is known: how many there are, and how many of them give an
    /// answer to a question. Only without a plan.
    pub fn absorb_counts<'a>(
        &mut self,
        forms: usize,
        counts: impl IntoIterator<Item = (&'a str, &'a str, u32)>,
    ) {
        for (question, answer, n) in counts {
            let key = (self.words.add_question(question), self.words.add(answer));
            self.tallies.add_answers(key, n);
        }
        self.all += forms;
    }

    fn in_batch(&self, form: u32) -> Option<(&Arc<Batch>, usize)> {
        let (first, batch) = self.batches.range(..=form).next_back()?;
        let row = (form - first) as usize;
        (row < batch.len()).then_some((batch, row))
    }

    /// Whether a form of a batch is still there: nobody took all its answers away.
    fn is_there(&self, number: u32) -> bool {
        self.forms.get(&number).is_none_or(|f| !f.is_empty())
    }

    /// Numbers of a batch's forms that others stand in place of.
    fn replaced(&self, first: u32, batch: &Batch) -> Vec<u32> {
        self.forms.range(numbers_of(first, batch)).map(|(n, _)| *n).collect()
    }

    /// Counts what a batch holds, less the forms that others stand in place of.
    fn count_batch(&mut self, first: u32, batch: &Batch, add: bool) {
        let replaced: Vec<Form> = self
            .replaced(first, batch)
            .into_iter()
            .map(|number| taken_out(batch, (number - first) as usize, &mut self.words))
            .collect();
        // Nothing may fall below zero on the way.
        if add {
            self.absorb(batch);
        }
        for form in &replaced {
            self.count(form, !add);
        }
        if !add {
            self.tallies.count_batch(batch, self.plan.as_deref(), &mut self.words, false);
            self.all -= batch.len();
        }
    }

    fn count(&mut self, form: &Form, add: bool) {
        // Even an empty form would show questions, so one that is not there is not counted.
        if form.is_empty() {
            return;
        }
        let step = |n: usize| if add { n + 1 } else { n - 1 };
        self.all = step(self.all);
        if form.invalid.is_some() {
            self.invalid = step(self.invalid);
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
        let valid = self.all - self.invalid;
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
        let is_valid = |n: &u32| self.forms.get(n).is_none_or(|form| form.invalid.is_none());
        self.numbers().filter(is_valid).map(|number| (number, self.answers_shown(number, questionnaire)))
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
        let mut stretches = Vec::new();
        let mut next = 0;
        for (first, batch) in &self.batches {
            let (start, end) = (*first, numbers_of(*first, batch).end);
            stretches.extend([(next..start, start..start), (start..start, start..end)]);
            next = end;
        }
        stretches.push((next..u32::MAX, 0..0));
        stretches.into_iter().flat_map(|(keyed, batch)| {
            let keyed = self.forms.range(keyed).filter(|(_, f)| !f.is_empty()).map(|(n, _)| *n);
            keyed.chain(batch.filter(|n| self.is_there(*n)))
        })
    }

    /// Whether there is a form with this number.
    pub fn contains(&self, number: u32) -> bool {
        match self.forms.get(&number) {
            Some(own) => !own.is_empty(),
            None => self.in_batch(number).is_some(),
        }
    }

    /// The largest form number; 0 if there are no forms.
    pub fn last(&self) -> u32 {
        self.before(u32::MAX).unwrap_or(0)
    }

    /// The form before `number`, if there is one.
    pub fn before(&self, number: u32) -> Option<u32> {
        let mut own = self.forms.range(..number).rev().filter(|(_, f)| !f.is_empty()).map(|(n, _)| *n);
        let in_batches = self.batches.range(..number).rev().find_map(|(first, batch)| {
            let end = numbers_of(*first, batch).end.min(number);
            (*first..end).rev().find(|n| self.is_there(*n))
        });
        own.next().max(in_batches)
    }

    /// All forms.
    pub fn len(&self) -> usize {
        self.all
    }

    /// Whether there are no forms.
    pub fn is_empty(&self) -> bool {
        self.all == 0
    }

    /// Forms marked invalid.
    pub fn invalid(&self) -> usize {
        self.invalid
    }

    /// The answers of one form: (question, answer), in no particular order; the serial and the time are none.
    pub fn answers(&self, form: u32) -> impl Iterator<Item = (&str, &str)> {
        self.entries(form).filter(|(question, _)| ![SERIAL, DURATION].contains(question))
    }

    fn entries(&self, form: u32) -> impl Iterator<Item = (&str, &str)> {
        let words = &self.words;
        let own = self.forms.get(&form);
        let batch = if own.is_none() { self.in_batch(form) } else { None };
        let answers = own.into_iter().flat_map(|f| &f.answers);
        let answers = answers
            .map(move |(q, a)| (words.questions.get(usize::from(*q)).map_or("", |w| &**w), words.word(*a)));
        answers.chain(batch.into_iter().flat_map(|(batch, row)| batch.answers(row)))
    }
}

/// A form of a batch as if it had been keyed.
fn taken_out(batch: &Batch, row: usize, words: &mut Words) -> Form {
    let answers = batch.answers(row).map(|(key, answer)| (words.add_question(key), words.add(answer)));
    let mut answers: Vec<(u16, u32)> = answers.collect();
    answers.sort_unstable();
    Form { answers, invalid: None }
}

/// The numbers of a batch's forms.
fn numbers_of(first: u32, batch: &Batch) -> Range<u32> {
    first..first.saturating_add(u32::try_from(batch.len()).unwrap_or(u32::MAX))
}

/// Equal if they hold the same forms; the order in which words were first met does not count,
/// nor does how they are counted or whether they came in together.
impl PartialEq for Responses {
    fn eq(&self, other: &Self) -> bool {
        let sorted = |r: &Self, n: u32| {
            let mut answers: Vec<(String, String)> =
                r.entries(n).map(|(q, a)| (q.to_owned(), a.to_owned())).collect();
            answers.sort_unstable();
            answers
        };
        self.len() == other.len()
            && self.numbers().eq(other.numbers())
            && self
                .numbers()
                .all(|n| self.get(n, INVALID) == other.get(n, INVALID) && sorted(self, n) == sorted(other, n))
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
