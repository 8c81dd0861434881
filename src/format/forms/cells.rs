//! What a cell says: the answer it stands for, whether by code or in words.

use super::headings::plain;
use super::scan::{Known, MOST, ODD, Slot};
use crate::i18n::forms::{BESIDE, BETWEEN_TICKS, BLANKS, NO_ANSWERS, SKIPPED};
use crate::scheme::field::{NON_ANSWERS, answer_kind};
use crate::scheme::{FieldKind, Question, Refusal};

/// The answers to one question and the cells that stand for them.
#[derive(Debug, Clone)]
pub(super) struct Meaning {
    /// What cells are known to say.
    pub known: Known,
    /// What is recorded for each slot; the first is empty and stands for nothing recorded.
    pub answers: Vec<Box<str>>,
    kind: FieldKind,
    /// Wordings of the choices, made plain.
    labels: Vec<(String, usize)>,
    is_multiple: bool,
    takes_negatives: bool,
}

/// What a cell stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    /// The answer in its canonical form; `None` if the question was not asked.
    pub answer: Option<String>,
    /// What was written beside it.
    pub beside: Option<String>,
}

impl Meaning {
    /// What cells under a question say.
    pub fn of(question: &Question) -> Self {
        let codes = question.choices.iter().map(|c| c.code.as_str());
        let answers: Vec<Box<str>> =
            std::iter::once("").chain(codes).chain(NON_ANSWERS).map(Box::from).collect();
        let kind = answer_kind(question);
        let mut labels = Vec::new();
        for (n, choice) in question.choices.iter().enumerate() {
            labels.push((plain(&choice.label.text), n + 1));
            labels.extend(choice.label.en.as_ref().map(|en| (plain(en), n + 1)));
        }
        // Two choices with the same words are told apart by their codes only.
        let twice = labels.clone();
        labels.retain(|(words, n)| !words.is_empty() && twice.iter().all(|(w, m)| w != words || m == n));
        let (is_multiple, takes_negatives) = (question.is_multiple(), question.takes_negatives());
        let mut meaning =
            Self { known: Known::all(ODD), answers, kind, labels, is_multiple, takes_negatives };
        meaning.learn(question);
        meaning
    }

    /// Enters the cells that are met again and again; what is not entered is looked into.
    fn learn(&mut self, question: &Question) {
        // Where there are no choices any text may be an answer, so each is looked into.
        let blank = self.slot(NON_ANSWERS[0]);
        self.known.add(b"", blank);
        for words in BLANKS.iter().chain(&SKIPPED).chain(NO_ANSWERS.iter().copied().flatten()) {
            self.enter(words);
        }
        if !question.has_choices() {
            return;
        }
        for choice in &question.choices {
            self.enter(&choice.label.text);
            choice.label.en.iter().for_each(|en| self.enter(en));
        }
        for answer in self.answers.clone().iter().skip(1) {
            self.enter(answer);
        }
    }

    fn enter(&mut self, text: &str) {
        let slot = match self.say(text) {
            Ok(Said { answer: Some(answer), beside: None }) => self.slot(&answer),
            Ok(Said { answer: None, beside: None }) => 0,
            _ => return,
        };
        if slot != ODD {
            self.known.add(text.as_bytes(), slot);
        }
    }

    /// The slot of an answer; [`ODD`] if it has none.
    fn slot(&self, answer: &str) -> Slot {
        let place = self.answers.iter().position(|a| **a == *answer);
        place.and_then(|n| Slot::try_from(n).ok()).filter(|n| *n <= MOST).unwrap_or(ODD)
    }

    /// What a cell says, however it says it.
    ///
    /// # Errors
    /// Why the question does not take it.
    pub fn say(&self, text: &str) -> Result<Said, Refusal> {
        let text = text.trim();
        let said = |answer: &str| Ok(Said { answer: Some(answer.to_owned()), beside: None });
        if self.answers.iter().skip(1).any(|a| **a == *text) {
            return said(text);
        }
        // Where a negative number may be the answer, −2 and its like are no codes.
        let is_answer = self.takes_negatives && text.starts_with('-');
        if text.is_empty() || BLANKS.contains(&text) && !is_answer {
            return said(NON_ANSWERS[0]);
        }
        if SKIPPED.contains(&text) && !is_answer {
            return Ok(Said { answer: None, beside: None });
        }
        if let Some(n) = NO_ANSWERS.iter().position(|words| words.contains(&text)).filter(|_| !is_answer) {
            return said(NON_ANSWERS[n]);
        }
        let (choice, beside) = apart(text);
        if let Some(choice) = self.choice(choice) {
            let answer = self.answers.get(choice).map(ToString::to_string);
            return Ok(Said { answer, beside });
        }
        if self.is_multiple {
            return self.ticks(text);
        }
        let answer = match self.kind.inner() {
            // Platforms write the time behind the day.
            FieldKind::Date => text.split_once(' ').map_or(text, |(day, _)| day),
            FieldKind::Text => text,
            _ => whole(choice),
        };
        let beside = beside.filter(|_| *self.kind.inner() != FieldKind::Text);
        Ok(Said { answer: Some(self.kind.accept(answer)?), beside })
    }

    /// Several choices in one cell, in words or by code.
    fn ticks(&self, text: &str) -> Result<Said, Refusal> {
        let mut codes: Vec<&str> = Vec::new();
        let mut notes: Vec<String> = Vec::new();
        for part in text.split(BETWEEN_TICKS).map(str::trim).filter(|p| !p.is_empty()) {
            let (choice, beside) = apart(part);
            notes.extend(beside);
            codes.push(self.choice(choice).and_then(|n| self.answers.get(n)).map_or(whole(choice), |a| a));
        }
        let answer = self.kind.accept(&codes.join(" "))?;
        Ok(Said { answer: Some(answer), beside: (!notes.is_empty()).then(|| notes.join("; ")) })
    }

    /// The choice that these words are; a number, a letter or a bracket may stand before them.
    fn choice(&self, text: &str) -> Option<usize> {
        let find = |words: &str| self.labels.iter().find(|(label, _)| label == words).map(|(_, n)| *n);
        let words = plain(text);
        find(&words).or_else(|| {
            let marks: &[char] = &['.', ',', ':', ')', ']', '-'];
            let (mark, rest) = words.split_once(marks)?;
            let is_mark = mark.trim_start_matches(['(', '[']).chars().all(|c| c.is_ascii_alphanumeric());
            (is_mark && mark.chars().count() <= 3).then(|| find(rest)).flatten()
        })
    }
}

/// Whether an answer is a number by which platforms say why there is none; it may have places.
pub(super) fn is_code(answer: &str) -> bool {
    let Some(number) = answer.strip_prefix('-') else { return false };
    let number =
        number.split_once('.').filter(|(_, p)| p.bytes().all(|b| b == b'0')).map_or(number, |(n, _)| n);
    let said = BLANKS.iter().chain(&SKIPPED).chain(NO_ANSWERS.iter().copied().flatten());
    said.filter_map(|word| word.strip_prefix('-')).any(|code| code == number)
}

/// A cell and what somebody wrote beside the choice in it: 其他〖…〗.
fn apart(text: &str) -> (&str, Option<String>) {
    let parts = text.strip_suffix(BESIDE.1).and_then(|t| t.split_once(BESIDE.0));
    parts.map_or((text, None), |(choice, beside)| {
        let beside = beside.trim();
        (choice.trim(), (!beside.is_empty()).then(|| beside.to_owned()))
    })
}

/// A whole number as spreadsheets write it when they take it for a fraction: 3.0 is 3.
fn whole(text: &str) -> &str {
    let digits = text.strip_suffix(".0").unwrap_or(text);
    let is_number = !digits.is_empty() && digits.trim_start_matches('-').bytes().all(|b| b.is_ascii_digit());
    if is_number { digits } else { text }
}
