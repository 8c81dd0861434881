//! Digits that answer: a code at once, a code of several digits bit by bit, ticks one by one.

use crate::i18n::{Lang, problem};
use crate::scheme::field::{NON_ANSWERS, keys};
use crate::scheme::{FieldKind, Refusal};

use super::{Cell, Outcome, Sheet, Then};

/// What digits typed so far come to among the codes of a field.
#[derive(Debug, PartialEq, Eq)]
enum Reading<'a> {
    /// This code and no other.
    Code(&'a str),
    /// Maybe a code already, but another goes on from here.
    Waiting,
    /// No code begins so.
    Nothing,
}

/// Whether some code of the field is keyed by more than one digit, so that a 0 before a digit ends it.
fn is_long(codes: &[String]) -> bool {
    keys(offered(codes)).iter().any(|k| k.len() > 1)
}

/// The codes of choices that a field offers, without the answers that are none.
fn offered(codes: &[String]) -> &[String] {
    let end = codes.iter().position(|c| NON_ANSWERS.contains(&c.as_str())).unwrap_or(codes.len());
    &codes[..end]
}

/// The code that is meant by digits that end here: `1` or `01`.
fn ended<'a>(codes: &'a [String], digits: &str) -> Option<&'a str> {
    let codes = offered(codes);
    let keys = keys(codes);
    let at = |digits: &str| keys.iter().position(|k| k == digits);
    let short = digits.strip_prefix('0').filter(|d| !d.is_empty() && is_long(codes));
    let place = at(digits).or_else(|| short.and_then(at))?;
    codes.get(place).map(String::as_str)
}

fn read<'a>(codes: &'a [String], digits: &str) -> Reading<'a> {
    let goes_on = keys(offered(codes)).iter().any(|k| k.len() > digits.len() && k.starts_with(digits));
    if goes_on || (digits == "0" && is_long(codes)) {
        return Reading::Waiting;
    }
    ended(codes, digits).map_or(Reading::Nothing, Reading::Code)
}

impl Sheet {
    /// The codes of the selected field, if it has codes.
    fn codes(cell: &Cell) -> Option<&[String]> {
        match &cell.kind {
            FieldKind::Code(codes) | FieldKind::Ticks { codes, .. } => Some(codes),
            _ => None,
        }
    }

    /// Whether a 0 is part of an answer here, and not the key for "left blank".
    pub fn takes_zero(&self) -> bool {
        let Some(cell) = self.cell() else { return false };
        match (Self::codes(cell), cell.kind.inner()) {
            (Some(codes), _) => is_long(codes) || codes.iter().any(|c| c == "0"),
            (_, FieldKind::Number(_) | FieldKind::Date | FieldKind::Text) => true,
            _ => false,
        }
    }

    /// Whether a minus begins a number here, and is not the key for "unreadable".
    pub fn takes_minus(&self) -> bool {
        let kind = self.cell().map(|c| c.kind.inner());
        matches!(kind, Some(FieldKind::Number(spec)) if spec.min.is_sign_negative())
    }

    /// Takes a digit on a field with codes.
    pub(super) fn digit(&mut self, cell: &Cell, digit: char, lang: Lang) -> Outcome {
        let Some(codes) = Self::codes(cell) else { return Outcome::Ignored };
        let digits = format!("{}{digit}", self.pending);
        match read(codes, &digits) {
            Reading::Waiting => {
                self.refusal = None;
                self.pending = digits;
                Outcome::Taken
            }
            Reading::Code(code) => {
                let code = code.to_owned();
                self.pending.clear();
                self.chosen(cell, &code, lang)
            }
            // What was typed before stays; only the digit that leads nowhere is not taken.
            Reading::Nothing => self.refuse_code(cell, codes, lang),
        }
    }

    /// Ends a code that might have gone on; nothing if there is none.
    pub fn end_code(&mut self, lang: Lang) -> Outcome {
        let digits = std::mem::take(&mut self.pending);
        let Some(cell) = self.cell().cloned().filter(|_| !digits.is_empty()) else { return Outcome::Ignored };
        let codes = Self::codes(&cell).unwrap_or_default();
        if let Some(code) = ended(codes, &digits).map(str::to_owned) {
            return self.chosen(&cell, &code, lang);
        }
        self.pending = digits;
        self.refuse_code(&cell, codes, lang)
    }

    /// Records a code: as the answer, or ticked among others.
    fn chosen(&mut self, cell: &Cell, code: &str, lang: Lang) -> Outcome {
        self.refusal = None;
        let path = cell.path.clone();
        let FieldKind::Ticks { codes, exclusive } = &cell.kind else {
            let chain = self.draft_holds(&cell.path);
            return Outcome::Set { path, value: Some(code.to_owned()), then: Then::Next { chain } };
        };
        let held = cell.value.as_deref().filter(|v| !NON_ANSWERS.contains(v)).unwrap_or_default();
        let mut ticked: Vec<&str> = held.split(' ').filter(|c| !c.is_empty()).collect();
        match ticked.iter().position(|c| *c == code) {
            Some(n) => {
                ticked.remove(n);
            }
            None => ticked.push(code),
        }
        if let Some(alone) = exclusive.iter().find(|e| ticked.len() > 1 && ticked.contains(&e.as_str())) {
            let words = cell.codes.iter().find(|(c, _)| c == alone).map_or("", |(_, words)| words);
            let refusal = Refusal::NotTogether(format!("{alone} {words}"));
            self.refusal = Some(problem::refusal(lang, &refusal));
            return Outcome::Taken;
        }
        let in_order: Vec<&str> = codes.iter().map(String::as_str).filter(|c| ticked.contains(c)).collect();
        let value = Some(in_order.join(" ")).filter(|v| !v.is_empty());
        Outcome::Set { path, value, then: Then::Stay }
    }

    fn refuse_code(&mut self, cell: &Cell, codes: &[String], lang: Lang) -> Outcome {
        let offered = cell.codes.iter().filter(|(c, _)| !NON_ANSWERS.contains(&c.as_str()));
        let words = offered.take(11).map(|(c, words)| shown_choice(codes, c, words)).collect();
        self.refusal = Some(problem::refusal(lang, &Refusal::NotACode(words)));
        Outcome::Taken
    }
}

/// `2 一般`: the key of a choice and its words.
fn shown_choice(codes: &[String], code: &str, words: &str) -> String {
    let codes = offered(codes);
    let place = codes.iter().position(|c| c == code);
    let key = place.and_then(|n| keys(codes).into_iter().nth(n)).unwrap_or_else(|| code.to_owned());
    if key == words { key } else { format!("{key} {words}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(all: &[&str]) -> Vec<String> {
        all.iter().map(|c| (*c).to_owned()).collect()
    }

    #[test]
    fn a_code_that_others_begin_with_waits() {
        let rating = codes(&["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "blank"]);
        assert_eq!(read(&rating, "7"), Reading::Code("7"));
        assert_eq!(read(&rating, "1"), Reading::Waiting);
        assert_eq!(read(&rating, "10"), Reading::Code("10"));
        assert_eq!(read(&rating, "17"), Reading::Nothing);
        assert_eq!(read(&rating, "0"), Reading::Waiting);
        assert_eq!(read(&rating, "01"), Reading::Code("1"));
        assert_eq!(read(&rating, "00"), Reading::Code("0"));
        assert_eq!((ended(&rating, "1"), ended(&rating, "0")), (Some("1"), Some("0")));
    }

    #[test]
    fn single_digits_answer_at_once_and_words_by_their_place() {
        let five = codes(&["1", "2", "3", "4", "5", "blank"]);
        assert_eq!(read(&five, "5"), Reading::Code("5"));
        assert_eq!((read(&five, "6"), read(&five, "0")), (Reading::Nothing, Reading::Nothing));
        assert_eq!(read(&codes(&["met", "unmet"]), "2"), Reading::Code("unmet"));
        // Where words stand among numbers, each has a key of its own.
        let mixed = codes(&["1", "2", "3", "other", "-99", "blank"]);
        assert_eq!((read(&mixed, "4"), read(&mixed, "5")), (Reading::Code("other"), Reading::Code("-99")));
        let crossed = codes(&["none", "1", "2", "blank"]);
        assert_eq!((read(&crossed, "1"), read(&crossed, "3")), (Reading::Code("1"), Reading::Code("none")));
        let many: Vec<String> = (0..11).map(|n| format!("w{n}")).collect();
        assert_eq!((read(&many, "1"), read(&many, "11")), (Reading::Waiting, Reading::Code("w10")));
        assert_eq!(ended(&many, "01"), Some("w0"));
    }
}
