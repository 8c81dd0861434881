//! The forms of one questionnaire, stored compactly, with tallies kept per answer.

use std::collections::{BTreeMap, HashMap};

/// Key under which a form holds the reason why it is invalid.
pub const INVALID: &str = "invalid";

/// All forms keyed for one questionnaire. Counting an answer costs the same whether there are
/// ten forms or a million.
#[derive(Debug, Clone, Default)]
pub struct Responses {
    forms: BTreeMap<u32, Form>,
    words: Words,
    /// (question, answer) → number of valid forms that say so.
    tallies: HashMap<(u16, u16), u32>,
    invalid: usize,
}

/// One form: answers by interned question and answer, ordered by question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Form {
    answers: Vec<(u16, u16)>,
    invalid: Option<Box<str>>,
}

/// Question ids and answer codes, each stored once.
#[derive(Debug, Clone, Default)]
struct Words {
    all: Vec<Box<str>>,
    index: HashMap<Box<str>, u16>,
}

impl Words {
    fn number(&self, word: &str) -> Option<u16> {
        self.index.get(word).copied()
    }

    fn add(&mut self, word: &str) -> u16 {
        if let Some(n) = self.number(word) {
            return n;
        }
        // Answers come through `scheme::field`, so words are ids and codes: far below 65,536.
        let n = u16::try_from(self.all.len()).unwrap_or(u16::MAX);
        self.all.push(word.into());
        self.index.insert(word.into(), n);
        n
    }
}

impl Responses {
    /// The answer (or reason of invalidity) of form `form` at `key`.
    pub fn get(&self, form: u32, key: &str) -> Option<&str> {
        let form = self.forms.get(&form)?;
        if key == INVALID {
            return form.invalid.as_deref();
        }
        let question = self.words.number(key)?;
        let (_, answer) = form.answers.iter().find(|(q, _)| *q == question)?;
        Some(&self.words.all[usize::from(*answer)])
    }

    /// Records or takes away one answer, or the reason of invalidity.
    pub fn set(&mut self, number: u32, key: &str, value: Option<&str>) {
        let mut form = self.forms.remove(&number).unwrap_or_default();
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
        if !form.answers.is_empty() || form.invalid.is_some() {
            self.forms.insert(number, form);
        }
    }

    fn count(&mut self, form: &Form, add: bool) {
        if form.invalid.is_some() {
            self.invalid = if add { self.invalid + 1 } else { self.invalid - 1 };
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
        self.forms.keys().copied()
    }

    /// The largest form number; 0 if there are no forms.
    pub fn last(&self) -> u32 {
        self.forms.last_key_value().map_or(0, |(n, _)| *n)
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

    /// The answers of one form: (question, answer), in no particular order.
    pub fn answers(&self, form: u32) -> impl Iterator<Item = (&str, &str)> {
        let words = &self.words.all;
        self.forms.get(&form).into_iter().flat_map(move |f| {
            f.answers.iter().map(move |(q, a)| (&*words[usize::from(*q)], &*words[usize::from(*a)]))
        })
    }
}

/// Equal if they hold the same forms; the order in which words were first met does not count.
impl PartialEq for Responses {
    fn eq(&self, other: &Self) -> bool {
        let sorted = |r: &Self, n: u32| {
            let mut answers: Vec<(String, String)> =
                r.answers(n).map(|(q, a)| (q.to_owned(), a.to_owned())).collect();
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
