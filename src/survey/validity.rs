//! Suspect forms: which rules of the questionnaire a form meets, kept up form by form.
//!
//! Looking at one form costs one pass over its answers, however many forms there are; serial
//! numbers that must not occur twice are found in an index. Nothing is decided here: a suspect form
//! counts until somebody marks it invalid. Pure: how long a form took comes in as a value.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::{Responses, SERIAL};
use crate::scheme::Questionnaire;
use crate::scheme::field::NON_ANSWERS;
use crate::scheme::validity::Check;

/// Key under which a form holds the reason why it counts although it is suspect.
pub const ACCEPTED: &str = "accepted";

/// Why a form is suspect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Suspicion {
    /// So many of the questions have no readable answer.
    Blank {
        /// Questions without one.
        blank: usize,
        /// All questions.
        of: usize,
    },
    /// So many questions have the same code.
    Straight {
        /// The code.
        code: String,
        /// How many.
        answers: usize,
    },
    /// An earlier valid form says the same where forms should differ.
    Duplicate {
        /// The question; `None` for the number printed on the paper.
        question: Option<usize>,
        /// What both say.
        value: String,
        /// The earlier form.
        earlier: u32,
    },
    /// Answered very fast.
    Fast {
        /// Seconds it took.
        seconds: u32,
        /// Seconds below which a form is suspect.
        least: u32,
    },
    /// Answers that cannot all be meant.
    Contradiction {
        /// Which of the questionnaire's rules says so.
        rule: usize,
    },
}

/// What must be known of a form besides its answers.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// Seconds that its keying took, if that is known.
    pub seconds: &'a dyn Fn(u32) -> Option<u32>,
    /// Whether somebody accepted it although it is suspect.
    pub accepted: &'a dyn Fn(u32) -> bool,
}

/// A suspect form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspect {
    /// Why it is suspect; never empty.
    pub why: Vec<Suspicion>,
    /// Whether nobody has marked it invalid or accepted it.
    pub open: bool,
}

/// The suspect forms of a questionnaire, and what is needed to keep them up.
#[derive(Debug, Clone, Default)]
pub struct Suspects {
    found: BTreeMap<u32, Suspect>,
    /// Of these, how many are open.
    open: usize,
    /// One per rule on duplicates, in the order of the rules.
    serials: Vec<Serials>,
}

/// Which forms give which answer to a question, the valid ones apart from the invalid.
#[derive(Debug, Clone, Default)]
struct Serials {
    valid: Index,
    invalid: Index,
}

impl Serials {
    /// Puts a form where its answer belongs. Returns the answers whose first valid form is another
    /// now, if there are any.
    fn put(&mut self, form: u32, value: Option<&str>, valid: bool) -> [Option<Arc<str>>; 2] {
        let (counts, other) = if valid { (value, None) } else { (None, value) };
        self.invalid.put(form, other);
        self.valid.put(form, counts)
    }

    /// All forms that give this answer.
    fn givers<'a>(&'a self, value: &'a str) -> impl Iterator<Item = u32> + 'a {
        [&self.valid, &self.invalid].into_iter().filter_map(|i| i.forms.get(value)).flat_map(Givers::iter)
    }
}

/// Forms by the answer they give.
#[derive(Debug, Clone, Default)]
struct Index {
    forms: HashMap<Arc<str>, Givers>,
    values: HashMap<u32, Arc<str>>,
}

/// The forms that give the same answer: nearly always one.
#[derive(Debug, Clone)]
enum Givers {
    One(u32),
    Many(BTreeSet<u32>),
}

impl Givers {
    fn first(&self) -> Option<u32> {
        match self {
            Self::One(form) => Some(*form),
            Self::Many(forms) => forms.first().copied(),
        }
    }

    fn add(&mut self, form: u32) {
        match self {
            Self::One(other) => *self = Self::Many(BTreeSet::from([*other, form])),
            Self::Many(forms) => {
                forms.insert(form);
            }
        }
    }

    /// Takes a form away; says whether none is left.
    fn remove(&mut self, form: u32) -> bool {
        match self {
            Self::One(_) => true,
            Self::Many(forms) => {
                forms.remove(&form);
                forms.is_empty()
            }
        }
    }

    fn iter(&self) -> Box<dyn Iterator<Item = u32> + '_> {
        match self {
            Self::One(form) => Box::new(std::iter::once(*form)),
            Self::Many(forms) => Box::new(forms.iter().copied()),
        }
    }
}

impl Index {
    fn with_capacity(forms: usize) -> Self {
        Self { forms: HashMap::with_capacity(forms), values: HashMap::with_capacity(forms) }
    }

    /// Puts a form where its answer belongs. Returns the answers whose first form is another now.
    fn put(&mut self, form: u32, value: Option<&str>) -> [Option<Arc<str>>; 2] {
        if self.values.get(&form).map(AsRef::as_ref) == value {
            return [None, None];
        }
        let left = self.take(form);
        let Some(value) = value else { return [left, None] };
        let known = self.forms.get_key_value(value).map(|(value, _)| Arc::clone(value));
        let value: Arc<str> = known.unwrap_or_else(|| value.into());
        let is_first = match self.forms.get_mut(&value) {
            None => {
                self.forms.insert(Arc::clone(&value), Givers::One(form));
                true
            }
            Some(givers) => {
                givers.add(form);
                givers.first() == Some(form)
            }
        };
        self.values.insert(form, Arc::clone(&value));
        [left, is_first.then_some(value)]
    }

    /// Takes a form away; returns its answer if it was the first to give it.
    fn take(&mut self, form: u32) -> Option<Arc<str>> {
        let old = self.values.remove(&form)?;
        let givers = self.forms.get_mut(&old)?;
        let was_first = givers.first() == Some(form);
        if givers.remove(form) {
            self.forms.remove(&old);
        }
        was_first.then_some(old)
    }

    /// The first form with this answer before `form`.
    fn earlier(&self, form: u32, value: &str) -> Option<u32> {
        self.forms.get(value)?.first().filter(|first| *first < form)
    }
}

impl Suspects {
    /// Looks at every form.
    pub fn of(questionnaire: &Questionnaire, responses: &Responses, known: Known) -> Self {
        let mut all = Self::default();
        if questionnaire.validity.is_empty() {
            return all;
        }
        // Ascending, so that every earlier form is in the index already.
        for form in responses.numbers() {
            let row = Row::of(questionnaire, responses, form);
            all.index(questionnaire, responses, form, &row);
            all.judge((questionnaire, responses), form, &row, known);
        }
        all
    }

    /// Looks at one form again after it changed, and at those that give the same serial.
    pub fn update(&mut self, questionnaire: &Questionnaire, responses: &Responses, form: u32, known: Known) {
        if questionnaire.validity.is_empty() {
            return;
        }
        let own = Row::of(questionnaire, responses, form);
        let changed = self.index(questionnaire, responses, form, &own);
        self.judge((questionnaire, responses), form, &own, known);
        // Whoever gives such an answer has another earlier twin, or none.
        let givers = changed.iter().flat_map(|(n, value)| self.serials[*n].givers(value));
        let others: BTreeSet<u32> = givers.filter(|other| *other != form).collect();
        for other in others {
            self.judge((questionnaire, responses), other, &Row::of(questionnaire, responses, other), known);
        }
    }

    /// The suspect forms, ascending.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &Suspect)> {
        self.found.iter().map(|(form, suspect)| (*form, suspect))
    }

    /// The suspicion about this form, if there is any.
    pub fn get(&self, form: u32) -> Option<&Suspect> {
        self.found.get(&form)
    }

    /// How many are suspect and not decided on.
    pub fn open(&self) -> usize {
        self.open
    }

    /// Enters a form into the indexes. Returns the changed answers by index.
    fn index(
        &mut self,
        questionnaire: &Questionnaire,
        responses: &Responses,
        form: u32,
        row: &Row,
    ) -> Vec<(usize, Arc<str>)> {
        let mut changed = Vec::new();
        let duplicates = questionnaire.validity.iter().filter_map(|v| match v.check {
            Check::Duplicate { question } => Some(question),
            _ => None,
        });
        for (n, question) in duplicates.enumerate() {
            if self.serials.len() <= n {
                let valid = Index::with_capacity(responses.len());
                self.serials.push(Serials { valid, ..Serials::default() });
            }
            let valid = !responses.is_invalid(form);
            let values = self.serials[n].put(form, row.told_apart(question), valid);
            changed.extend(values.into_iter().flatten().map(|value| (n, value)));
        }
        changed
    }

    fn judge(
        &mut self,
        (questionnaire, responses): (&Questionnaire, &Responses),
        form: u32,
        row: &Row,
        known: Known,
    ) {
        let mut why = Vec::new();
        let mut serials = self.serials.iter();
        // A form that is gone says nothing.
        let rules =
            if row.answers.iter().all(Option::is_none) { &[][..] } else { &questionnaire.validity[..] };
        for (n, rule) in rules.iter().enumerate() {
            why.extend(match &rule.check {
                Check::Blank { over } => blank(questionnaire, row, *over),
                Check::Straight { least, questions } => alike(questionnaire, row, questions)
                    .filter(|(_, answers)| answers >= least)
                    .map(|(code, answers)| Suspicion::Straight { code: code.to_owned(), answers }),
                Check::Duplicate { question } => {
                    let index = serials.next();
                    let value = row.told_apart(*question);
                    index.zip(value).and_then(|(index, value)| {
                        let earlier = index.valid.earlier(form, value)?;
                        Some(Suspicion::Duplicate { question: *question, value: value.to_owned(), earlier })
                    })
                }
                Check::Fast { seconds: least, question } => {
                    let stated = question.map(|q| row.said(q).and_then(whole_seconds));
                    stated
                        .unwrap_or_else(|| (known.seconds)(form))
                        .filter(|seconds| seconds < least)
                        .map(|seconds| Suspicion::Fast { seconds, least: *least })
                }
                Check::Contradiction { when, .. } => when
                    .holds(&|q| row.answers.get(q).copied().flatten())
                    .then_some(Suspicion::Contradiction { rule: n }),
            });
        }
        let was = if why.is_empty() {
            self.found.remove(&form)
        } else {
            let open = !responses.is_invalid(form) && !(known.accepted)(form);
            self.open += usize::from(open);
            self.found.insert(form, Suspect { why, open })
        };
        self.open -= usize::from(was.is_some_and(|s| s.open));
    }
}

/// The answers of a form by question, without those to questions that it does not show.
struct Row<'a> {
    answers: Vec<Option<&'a str>>,
    /// The number printed on the paper.
    serial: Option<&'a str>,
    /// Which questions the form shows; all of them if `None`.
    shown: Option<Vec<bool>>,
}

impl<'a> Row<'a> {
    fn of(questionnaire: &Questionnaire, responses: &'a Responses, form: u32) -> Self {
        let questions = &questionnaire.questions;
        let mut answers = vec![None; questions.len()];
        let (mut next, mut serial) = (0, None);
        for (question, answer) in responses.entries(form) {
            // They mostly come in the order of the paper.
            let expected = questions.get(next).is_some_and(|q| q.id == question);
            if let Some(n) = if expected { Some(next) } else { questionnaire.question(question) } {
                answers[n] = Some(answer);
                next = n + 1;
            } else if question == SERIAL {
                serial = Some(answer);
            }
        }
        if questions.iter().all(|q| q.show_if.is_none()) {
            return Self { answers, serial, shown: None };
        }
        let shown = questionnaire.shown(|n| answers[n]);
        for (answer, shown) in answers.iter_mut().zip(&shown) {
            *answer = answer.filter(|_| *shown);
        }
        Self { answers, serial, shown: Some(shown) }
    }

    /// What tells a form apart from others: its answer to a question or the number printed on it.
    fn told_apart(&self, question: Option<usize>) -> Option<&'a str> {
        question.map_or(self.serial, |question| self.said(question))
    }

    fn is_shown(&self, question: usize) -> bool {
        self.shown.as_ref().is_none_or(|shown| shown[question])
    }

    /// The answer to a question that says something.
    fn said(&self, question: usize) -> Option<&'a str> {
        self.answers.get(question).copied().flatten().filter(|a| !NON_ANSWERS.contains(a))
    }
}

/// Seconds as they are answered, cut to whole ones.
fn whole_seconds(answer: &str) -> Option<u32> {
    answer.split('.').next()?.parse().ok()
}

/// The share of answers that are wanted and not there: blank, unreadable, refused or missing,
/// among the questions that the form shows and that must be answered.
fn blank(questionnaire: &Questionnaire, row: &Row, over: Decimal) -> Option<Suspicion> {
    let wanted = (0..row.answers.len()).filter(|n| row.is_shown(*n) && questionnaire.questions[*n].required);
    let (mut blank, mut of) = (0, 0);
    for question in wanted {
        of += 1;
        blank += usize::from(row.said(question).is_none());
    }
    // Compared without dividing: most forms have nothing blank.
    let suspect = blank > 0 && Decimal::from(blank) > over * Decimal::from(of);
    suspect.then_some(Suspicion::Blank { blank, of })
}

/// The code that all answered single choices have, and how many they are; `None` if they differ.
/// `questions` are those looked at, all of them if empty.
fn alike<'a>(questionnaire: &Questionnaire, row: &Row<'a>, questions: &[usize]) -> Option<(&'a str, usize)> {
    let looked_at = |n: &usize| {
        (questions.is_empty() || questions.contains(n)) && questionnaire.questions[*n].is_scored()
    };
    let mut answers = (0..row.answers.len()).filter(looked_at).filter_map(|n| row.said(n));
    let first = answers.next()?;
    let mut count = 1;
    for answer in answers {
        if answer != first {
            return None;
        }
        count += 1;
    }
    Some((first, count))
}

/// How many single choices of a form have the same code, if all of them have.
pub(super) fn straight(questionnaire: &Questionnaire, responses: &Responses, form: u32) -> usize {
    let row = Row::of(questionnaire, responses, form);
    alike(questionnaire, &row, &[]).map_or(0, |(_, count)| count)
}
