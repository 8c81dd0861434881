//! Suspect forms: which rules of the questionnaire a form meets, kept up form by form.
//!
//! Looking at one form costs one pass over its answers, however many forms there are; serial
//! numbers that must not occur twice are found in an index. Nothing is decided here: a suspect form
//! counts until somebody marks it invalid. Pure: how long a form took comes in as a value.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rust_decimal::Decimal;

use super::{INVALID, Responses, SERIAL};
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
    indexes: Vec<Index>,
}

/// Which valid forms give which answer to a question.
#[derive(Debug, Clone, Default)]
struct Index {
    forms: HashMap<Box<str>, BTreeSet<u32>>,
    values: HashMap<u32, Box<str>>,
}

impl Index {
    /// Puts a form where its answer belongs. Returns the forms whose earlier twin may have changed.
    fn put(&mut self, form: u32, value: Option<&str>) -> BTreeSet<u32> {
        let old = self.values.get(&form).map(AsRef::as_ref);
        if old == value {
            return BTreeSet::new();
        }
        let mut touched = BTreeSet::new();
        if let Some(old) = self.values.remove(&form)
            && let Some(forms) = self.forms.get_mut(&old)
        {
            forms.remove(&form);
            touched.extend(forms.iter().copied());
            if forms.is_empty() {
                self.forms.remove(&old);
            }
        }
        if let Some(value) = value {
            let forms = self.forms.entry(value.into()).or_default();
            touched.extend(forms.iter().copied());
            forms.insert(form);
            self.values.insert(form, value.into());
        }
        touched
    }

    /// The first form with this answer before `form`.
    fn earlier(&self, form: u32, value: &str) -> Option<u32> {
        self.forms.get(value)?.first().copied().filter(|first| *first < form)
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
        let touched = self.index(questionnaire, responses, form, &own);
        self.judge((questionnaire, responses), form, &own, known);
        for other in touched {
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

    fn index(
        &mut self,
        questionnaire: &Questionnaire,
        responses: &Responses,
        form: u32,
        row: &Row,
    ) -> BTreeSet<u32> {
        let valid = responses.get(form, INVALID).is_none();
        let mut touched = BTreeSet::new();
        let duplicates = questionnaire.validity.iter().filter_map(|v| match v.check {
            Check::Duplicate { question } => Some(question),
            _ => None,
        });
        for (n, question) in duplicates.enumerate() {
            if self.indexes.len() <= n {
                self.indexes.push(Index::default());
            }
            let value = told_apart(responses, form, row, question).filter(|_| valid);
            touched.extend(self.indexes[n].put(form, value));
        }
        touched.remove(&form);
        touched
    }

    fn judge(
        &mut self,
        (questionnaire, responses): (&Questionnaire, &Responses),
        form: u32,
        row: &Row,
        known: Known,
    ) {
        let mut why = Vec::new();
        let mut indexes = self.indexes.iter();
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
                    let index = indexes.next();
                    let value = told_apart(responses, form, row, *question);
                    index.zip(value).and_then(|(index, value)| {
                        let earlier = index.earlier(form, value)?;
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
            let open = responses.get(form, INVALID).is_none() && !(known.accepted)(form);
            self.open += usize::from(open);
            self.found.insert(form, Suspect { why, open })
        };
        self.open -= usize::from(was.is_some_and(|s| s.open));
    }
}

/// The answers of a form by question, without those to questions that it does not show.
struct Row<'a> {
    answers: Vec<Option<&'a str>>,
    shown: Vec<bool>,
}

impl<'a> Row<'a> {
    fn of(questionnaire: &Questionnaire, responses: &'a Responses, form: u32) -> Self {
        let mut answers = vec![None; questionnaire.questions.len()];
        for (question, answer) in responses.answers(form) {
            if let Some(n) = questionnaire.question(question) {
                answers[n] = Some(answer);
            }
        }
        let shown = questionnaire.shown(|n| answers[n]);
        for (answer, shown) in answers.iter_mut().zip(&shown) {
            *answer = answer.filter(|_| *shown);
        }
        Self { answers, shown }
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

/// What tells a form apart from others, as far as it says.
fn told_apart<'a>(
    responses: &'a Responses,
    form: u32,
    row: &Row<'a>,
    question: Option<usize>,
) -> Option<&'a str> {
    match question {
        Some(question) => row.said(question),
        None => responses.get(form, SERIAL),
    }
}

/// The share of answers that are wanted and not there: blank, unreadable, refused or missing,
/// among the questions that the form shows and that must be answered.
fn blank(questionnaire: &Questionnaire, row: &Row, over: Decimal) -> Option<Suspicion> {
    let wanted = (0..row.shown.len()).filter(|n| row.shown[*n] && questionnaire.questions[*n].required);
    let (mut blank, mut of) = (0, 0);
    for question in wanted {
        of += 1;
        blank += usize::from(row.said(question).is_none());
    }
    let share = Decimal::from(blank).checked_div(Decimal::from(of))?;
    (share > over).then_some(Suspicion::Blank { blank, of })
}

/// The code that all answered single choices have, and how many they are; `None` if they differ.
/// `questions` are those looked at, all of them if empty.
fn alike<'a>(questionnaire: &Questionnaire, row: &Row<'a>, questions: &[usize]) -> Option<(&'a str, usize)> {
    let looked_at = |n: &usize| {
        (questions.is_empty() || questions.contains(n)) && questionnaire.questions[*n].is_scored()
    };
    let mut answers = (0..row.shown.len()).filter(looked_at).filter_map(|n| row.said(n));
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
