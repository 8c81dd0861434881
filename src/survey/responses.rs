//! The forms of one questionnaire, stored compactly, with tallies kept per answer.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use super::batch::Batch;

/// Key under which a form holds the reason why it is invalid.
pub const INVALID: &str = "invalid";

/// All forms keyed for one questionnaire. Counting an answer costs the same whether there are
/// ten forms or a million.
#[derive(Debug, Clone, Default)]
pub struct Responses {
    /// Forms keyed one by one, and forms of batches that were changed since.
    forms: BTreeMap<u32, Form>,
    /// Forms that came in together, by the number of their first.
    batches: BTreeMap<u32, Arc<Batch>>,
    words: Words,
    /// (question, answer) → number of valid forms that say so.
    tallies: HashMap<(u32, u32), u32>,
    all: usize,
    invalid: usize,
}

/// One form: answers by interned question and answer, ordered by question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Form {
    answers: Vec<(u32, u32)>,
    invalid: Option<Box<str>>,
}

impl Form {
    fn is_empty(&self) -> bool {
        self.answers.is_empty() && self.invalid.is_none()
    }
}

/// Question ids and answer codes, each stored once.
#[derive(Debug, Clone, Default)]
struct Words {
    all: Vec<Box<str>>,
    index: HashMap<Box<str>, u32>,
}

impl Words {
    fn number(&self, word: &str) -> Option<u32> {
        self.index.get(word).copied()
    }

    fn add(&mut self, word: &str) -> u32 {
        if let Some(n) = self.number(word) {
            return n;
        }
        // Far more words than memory holds would be needed to run out of numbers.
        let n = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        self.all.push(word.into());
        self.index.insert(word.into(), n);
        n
    }
}

impl Responses {
    /// The answer (or reason of invalidity) of form `form` at `key`.
    pub fn get(&self, form: u32, key: &str) -> Option<&str> {
        let Some(own) = self.forms.get(&form) else {
            let (batch, row) = self.in_batch(form)?;
            return batch.get(row, key);
        };
        if key == INVALID {
            return own.invalid.as_deref();
        }
        let question = self.words.number(key)?;
        let (_, answer) = own.answers.iter().find(|(q, _)| *q == question)?;
        Some(&self.words.all[*answer as usize])
    }

    /// Records or takes away one answer, or the reason of invalidity. A form of a batch is taken
    /// out of it for that, and goes back as soon as it says again what it said there.
    pub fn set(&mut self, number: u32, key: &str, value: Option<&str>) {
        let batch = self.in_batch(number).map(|(batch, row)| (Arc::clone(batch), row));
        let original = batch.map(|(batch, row)| self.taken_out(&batch, row));
        let own = self.forms.remove(&number);
        let mut form = own.or_else(|| original.clone()).unwrap_or_default();
        self.count(&form, false);
        if key == INVALID {
            form.invalid = value.map(Into::into);
        } else {
            let question = self.words.add(key);
            form.answers.retain(|(q, _)| *q != question);
            if let Some(value) = value {
                form.answers.push((question, self.words.add(value)));
                form.answers.sort_unstable();
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
        self.count_batch(&batch, true);
        self.count_replaced(first, &batch, false);
        self.batches.insert(first, batch);
    }

    /// Takes forms away that came in together, but for those changed since.
    pub fn remove_batch(&mut self, first: u32) {
        if let Some(batch) = self.batches.remove(&first) {
            self.count_replaced(first, &batch, true);
            self.count_batch(&batch, false);
            let numbers = numbers_of(first, &batch);
            let emptied: Vec<u32> =
                self.forms.range(numbers).filter(|(_, f)| f.is_empty()).map(|(n, _)| *n).collect();
            emptied.iter().for_each(|n| {
                self.forms.remove(n);
            });
        }
    }

    /// The forms that came in together, by the number of their first.
    pub fn batches(&self) -> impl Iterator<Item = (u32, &Arc<Batch>)> {
        self.batches.iter().map(|(first, batch)| (*first, batch))
    }

    fn in_batch(&self, form: u32) -> Option<(&Arc<Batch>, usize)> {
        let (first, batch) = self.batches.range(..=form).next_back()?;
        let row = (form - first) as usize;
        (row < batch.len() && batch.has_forms()).then_some((batch, row))
    }

    fn taken_out(&mut self, batch: &Batch, row: usize) -> Form {
        let words = &mut self.words;
        let mut form = Form::default();
        for (key, answer) in batch.answers(row) {
            form.answers.push((words.add(key), words.add(answer)));
        }
        form.answers.sort_unstable();
        form
    }

    /// Counts what a batch holds in one go.
    fn count_batch(&mut self, batch: &Batch, add: bool) {
        for column in batch.columns() {
            let question = self.words.add(column.key());
            for (answer, n) in column.counts() {
                let answer = self.words.add(answer);
                let tally = self.tallies.entry((question, answer)).or_default();
                *tally = if add { *tally + n } else { *tally - n };
            }
        }
        self.all = if add { self.all + batch.len() } else { self.all - batch.len() };
    }

    /// Counts those forms of a batch that others stand in place of.
    fn count_replaced(&mut self, first: u32, batch: &Batch, add: bool) {
        let replaced: Vec<u32> = self.forms.range(numbers_of(first, batch)).map(|(n, _)| *n).collect();
        for number in replaced {
            let form = self.taken_out(batch, (number - first) as usize);
            self.count(&form, add);
        }
    }

    fn count(&mut self, form: &Form, add: bool) {
        let step = |n: usize| if add { n + 1 } else { n - 1 };
        if !form.is_empty() {
            self.all = step(self.all);
        }
        if form.invalid.is_some() {
            self.invalid = step(self.invalid);
            return;
        }
        for answer in &form.answers {
            let tally = self.tallies.entry(*answer).or_default();
            *tally = if add { *tally + 1 } else { *tally - 1 };
        }
    }

    /// How many valid forms answer `question` with `code`.
    pub fn tally(&self, question: &str, code: &str) -> u32 {
        let key = self.words.number(question).zip(self.words.number(code));
        key.and_then(|k| self.tallies.get(&k)).copied().unwrap_or(0)
    }

    /// Numbers of all forms, ascending.
    pub fn numbers(&self) -> impl DoubleEndedIterator<Item = u32> + '_ {
        let mut stretches = Vec::new();
        let mut next = 0;
        for (first, batch) in self.batches.iter().filter(|(_, b)| b.has_forms()) {
            let (start, end) = (*first, numbers_of(*first, batch).end);
            stretches.extend([(next..start, start..start), (start..start, start..end)]);
            next = end;
        }
        stretches.push((next..u32::MAX, 0..0));
        stretches.into_iter().flat_map(|(keyed, batch)| {
            let keyed = self.forms.range(keyed).filter(|(_, f)| !f.is_empty()).map(|(n, _)| *n);
            let is_there = |n: &u32| self.forms.get(n).is_none_or(|f| !f.is_empty());
            keyed.chain(batch.filter(is_there))
        })
    }

    /// The largest form number; 0 if there are no forms.
    pub fn last(&self) -> u32 {
        self.numbers().next_back().unwrap_or(0)
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

    /// The answers of one form: (question, answer), in no particular order.
    pub fn answers(&self, form: u32) -> impl Iterator<Item = (&str, &str)> {
        let words = &self.words.all;
        let own = self.forms.get(&form);
        let batch = if own.is_none() { self.in_batch(form) } else { None };
        let own = own.into_iter().flat_map(move |f| {
            f.answers.iter().map(move |(q, a)| (&*words[*q as usize], &*words[*a as usize]))
        });
        own.chain(batch.into_iter().flat_map(|(batch, row)| batch.answers(row)))
    }
}

/// The numbers of a batch's forms.
fn numbers_of(first: u32, batch: &Batch) -> Range<u32> {
    first..first.saturating_add(u32::try_from(batch.len()).unwrap_or(u32::MAX))
}

/// Equal if they hold the same forms; the order in which words were first met and whether forms
/// came in together do not count.
impl PartialEq for Responses {
    fn eq(&self, other: &Self) -> bool {
        let sorted = |r: &Self, n: u32| {
            let mut answers: Vec<(String, String)> =
                r.answers(n).map(|(q, a)| (q.to_owned(), a.to_owned())).collect();
            answers.sort_unstable();
            (answers, r.get(n, INVALID).map(str::to_owned))
        };
        self.len() == other.len()
            && self.numbers().eq(other.numbers())
            && self.numbers().all(|n| sorted(self, n) == sorted(other, n))
    }
}

impl Eq for Responses {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::batch::{Cells, Column};

    fn batch() -> Arc<Batch> {
        let words = || ["", "1", "2"].map(Box::from).to_vec();
        let columns = vec![
            Column::new("Q1".into(), words(), Cells::Narrow(vec![1, 2, 2])).unwrap(),
            Column::new("Q2".into(), words(), Cells::Narrow(vec![1, 0, 1])).unwrap(),
        ];
        Arc::new(Batch::new(3, columns).unwrap())
    }

    /// The same forms keyed one by one.
    fn keyed() -> Responses {
        let mut keyed = Responses::default();
        for (form, key, answer) in
            [(1, "Q1", "2"), (5, "Q1", "1"), (5, "Q2", "1"), (6, "Q1", "2"), (7, "Q1", "2"), (7, "Q2", "1")]
        {
            keyed.set(form, key, Some(answer));
        }
        keyed
    }

    fn came_in() -> Responses {
        let mut responses = Responses::default();
        responses.set(1, "Q1", Some("2"));
        responses.add_batch(5, batch());
        responses
    }

    #[test]
    fn a_batch_counts_like_its_forms_keyed_one_by_one() {
        let (mut a, mut b) = (came_in(), keyed());
        let same = |a: &Responses, b: &Responses| {
            assert_eq!(a, b);
            assert_eq!((a.len(), a.last(), a.invalid()), (b.len(), b.last(), b.invalid()));
            for (question, code) in [("Q1", "1"), ("Q1", "2"), ("Q2", "1"), ("Q2", "2")] {
                assert_eq!(a.tally(question, code), b.tally(question, code), "{question} {code}");
            }
            assert!(a.numbers().rev().eq(b.numbers().rev()));
        };
        same(&a, &b);
        for (form, key, value) in [
            (6, "Q1", Some("1")),
            (7, "invalid", Some("twice")),
            (5, "Q1", None),
            (5, "Q2", None),
            (9, "Q2", Some("2")),
            (7, "invalid", None),
            (6, "Q2", Some("2")),
        ] {
            a.set(form, key, value);
            b.set(form, key, value);
            same(&a, &b);
        }
        assert_eq!(a.numbers().collect::<Vec<_>>(), [1, 6, 7, 9]);
    }

    #[test]
    fn what_is_put_back_leaves_no_trace_and_taking_the_batch_away_takes_its_forms() {
        let mut responses = came_in();
        responses.set(6, "Q1", Some("1"));
        responses.set(6, "Q1", Some("2"));
        responses.set(5, "Q2", None);
        responses.remove_batch(5);
        assert_eq!(responses.numbers().collect::<Vec<_>>(), [1, 5], "only what was changed stays");
        assert_eq!((responses.tally("Q1", "2"), responses.tally("Q1", "1"), responses.len()), (1, 1, 2));
    }

    #[test]
    fn columns_that_do_not_fit_are_refused() {
        let words = || ["", "1"].map(Box::from).to_vec();
        assert!(Column::new("Q1".into(), words(), Cells::Narrow(vec![2])).is_none());
        assert!(Column::new("Q1".into(), vec!["1".into()], Cells::Narrow(vec![0])).is_none());
        let texts = |ends: Vec<u32>| Cells::Texts { text: "一二".into(), ends };
        assert!(Column::new("serial".into(), vec![], texts(vec![3, 6])).is_some());
        for ends in [vec![2, 6], vec![3], vec![6, 3], vec![3, 7]] {
            assert!(Column::new("serial".into(), vec![], texts(ends)).is_none());
        }
        let column = Column::new("Q1".into(), words(), Cells::Narrow(vec![1])).unwrap();
        assert!(Batch::new(2, vec![column.clone()]).is_none());
        assert!(Batch::new(1, vec![column.clone(), column]).is_none());
    }
}
