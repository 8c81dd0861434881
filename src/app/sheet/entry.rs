//! Keys on a sheet: moving, answering by digit, typing into a field.

use crate::app::edit::LineEdit;
use crate::app::key::{Code, Key};
use crate::i18n::{Lang, problem};
use crate::scheme::field::{NON_ANSWERS, STATES};
use crate::scheme::{FieldKind, Refusal};

use super::{Cell, Line, Sheet, Typing};

/// What keys on a sheet lead to.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// The key is none of the sheet's.
    Ignored,
    /// Taken; nothing to record.
    Taken,
    /// Record this; move on afterwards.
    Set {
        /// Which fact.
        path: String,
        /// Its new value; `None` takes it away.
        value: Option<String>,
        /// Where to go once it is recorded.
        then: Then,
    },
    /// Several codes: let the person choose from a list.
    Pick(Cell),
}

/// Where to go after a value is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// Stay.
    Stay,
    /// The next field; open it if a new record is being keyed.
    Next {
        /// Whether the next field is opened at once.
        chain: bool,
    },
    /// The row below.
    Below,
    /// The row above.
    Above,
}

impl Sheet {
    /// Moves the selection by rows one can stand on.
    pub fn move_rows(&mut self, by: isize) {
        self.refusal = None;
        let before = self.cursor.at;
        let lines = &self.lines;
        self.cursor.move_over(by, lines.len(), |n| lines[n].is_stop());
        let left = self.cursor.at != before && !self.cell().is_some_and(|c| self.draft_holds(&c.path));
        if left {
            // An opened row that was left empty goes away again.
            self.draft = None;
        }
    }

    /// Moves the selection by fields, over the ends of rows.
    pub fn move_cells(&mut self, by: isize) {
        let count = self.line().map_or(0, |l| l.cells().len());
        let next = self.column.min(count.saturating_sub(1)).checked_add_signed(by);
        if let Some(next) = next.filter(|&n| n < count) {
            self.column = next;
            return;
        }
        let before = self.cursor.at;
        self.move_rows(by);
        if self.cursor.at != before {
            let count = self.line().map_or(0, |l| l.cells().len());
            self.column = if by > 0 { 0 } else { count.saturating_sub(1) };
        }
    }

    /// Goes to the first or last row one can stand on.
    pub fn move_to_end(&mut self, last: bool) {
        self.cursor.at = if last { self.lines.len().saturating_sub(1) } else { 0 };
        self.stand(!last);
        self.column = 0;
    }

    /// A key that is no command: a digit answers, digits and other scripts begin to type.
    pub fn press(&mut self, key: Key, lang: Lang) -> Outcome {
        let Some(cell) = self.cell().cloned() else { return Outcome::Ignored };
        let Some(c) = key.typed() else { return Outcome::Ignored };
        let folded = key.folded().typed().unwrap_or(c);
        match &cell.kind {
            FieldKind::Code(codes) if folded.is_ascii_digit() => self.answer(&cell, codes, folded, lang),
            FieldKind::Number(_) | FieldKind::Date if folded.is_ascii_digit() || "+-.".contains(folded) => {
                self.type_into(&folded.to_string(), false);
                Outcome::Taken
            }
            FieldKind::Text | FieldKind::Refs { .. } => {
                self.type_into(&c.to_string(), false);
                Outcome::Taken
            }
            _ => Outcome::Ignored,
        }
    }

    fn answer(&mut self, cell: &Cell, codes: &[String], digit: char, lang: Lang) -> Outcome {
        let typed = digit.to_string();
        let by_place = || {
            let place = digit.to_digit(10)?.checked_sub(1)? as usize;
            // Only where no code is a digit itself, so that no digit has two meanings.
            let numbered = codes.iter().any(|c| c.bytes().all(|b| b.is_ascii_digit()));
            codes.get(place).filter(|_| !numbered).cloned()
        };
        let code = codes.iter().find(|c| **c == typed).cloned().or_else(by_place);
        if let Some(code) = code {
            self.refusal = None;
            let chain = self.draft_holds(&cell.path);
            Outcome::Set { path: cell.path.clone(), value: Some(code), then: Then::Next { chain } }
        } else {
            let offered = cell
                .codes
                .iter()
                .filter(|(c, _)| !NON_ANSWERS.contains(&c.as_str()))
                .take(9)
                .map(|(c, words)| shown_choice(codes, c, words))
                .collect();
            self.refusal = Some(problem::refusal(lang, &Refusal::NotACode(offered)));
            Outcome::Taken
        }
    }

    fn draft_holds(&self, path: &str) -> bool {
        let Some((table, number)) = &self.draft else { return false };
        let row = path.strip_prefix(table.as_str()).and_then(|rest| rest.strip_prefix('.'));
        row.and_then(|rest| rest.split('.').next()) == Some(number.to_string().as_str())
    }

    /// Opens the selected field with what it holds, or a list of its codes.
    pub fn open(&mut self, chain: bool) -> Outcome {
        let Some(cell) = self.cell().cloned() else { return Outcome::Ignored };
        if matches!(cell.kind, FieldKind::Code(_)) {
            return Outcome::Pick(cell);
        }
        self.type_into(cell.value.as_deref().unwrap_or(""), chain);
        Outcome::Taken
    }

    fn type_into(&mut self, text: &str, chain: bool) {
        self.refusal = None;
        self.typing = Some(Typing { edit: LineEdit::new(text), chain });
    }

    /// A key while text is being typed.
    pub fn type_key(&mut self, key: Key, lang: Lang) -> Outcome {
        let chain = self.typing.as_ref().is_some_and(|t| t.chain);
        match key.code {
            Code::Esc => {
                self.typing = None;
                self.refusal = None;
                if chain {
                    // The new record is done; below it letters are commands again.
                    let row = self.row();
                    let mut at = None;
                    while self.row() == row && at != Some(self.cursor.at) {
                        at = Some(self.cursor.at);
                        self.move_rows(1);
                    }
                    self.column = 0;
                }
                Outcome::Taken
            }
            Code::Enter | Code::Tab => self.commit(Then::Next { chain }, lang),
            Code::BackTab | Code::Up => self.commit(Then::Above, lang),
            Code::Down => self.commit(Then::Below, lang),
            _ => {
                if let Some(typing) = &mut self.typing {
                    typing.edit.press(key);
                    self.refusal = None;
                }
                Outcome::Taken
            }
        }
    }

    /// Takes what is typed to the field; a refusal leaves the text where it is.
    fn commit(&mut self, then: Then, lang: Lang) -> Outcome {
        let (Some(typing), Some(cell)) = (&self.typing, self.cell()) else { return Outcome::Ignored };
        let value = match cell.kind.accept(typing.edit.text()) {
            Ok(value) => Some(value),
            Err(Refusal::Empty) => None,
            Err(refusal) => {
                self.refusal = Some(problem::refusal(lang, &refusal));
                return Outcome::Taken;
            }
        };
        let path = cell.path.clone();
        self.refusal = None;
        self.typing = None;
        Outcome::Set { path, value, then }
    }

    /// Moves on after a value was recorded.
    pub fn advance(&mut self, then: Then) {
        match then {
            Then::Stay => {}
            Then::Below => self.move_rows(1),
            Then::Above => self.move_rows(-1),
            Then::Next { chain } => {
                let (at, row) = (self.cursor.at, self.row());
                let last_form_line =
                    !self.lines[at.min(self.lines.len())..].iter().skip(1).any(Line::is_stop);
                if last_form_line && self.column + 1 >= self.line().map_or(0, |l| l.cells().len()) {
                    return;
                }
                self.move_cells(1);
                if chain && (self.cursor.at == at || row.is_some() && self.row() == row) {
                    self.open(true);
                }
            }
        }
    }
}

/// `2 不符合` for a state shown by its place, `2 一般` for a code shown as itself.
fn shown_choice(codes: &[String], code: &str, words: &str) -> String {
    match codes.iter().position(|c| c == code).filter(|_| STATES.contains(&code)) {
        Some(place) => format!("{} {words}", place + 1),
        None => format!("{code} {words}"),
    }
}
