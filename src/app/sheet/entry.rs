//! Keys on a sheet: moving, answering by digit, typing into a field.

use crate::app::edit::LineEdit;
use crate::app::key::{Code, Key};
use crate::i18n::{Lang, problem};
use crate::scheme::field::{NON_ANSWERS, fold_width};
use crate::scheme::{FieldKind, Refusal};

use super::{Cell, Converted, Line, Sheet, Typing};

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
    /// The first field of the next question.
    NextQuestion,
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
            self.along = None;
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

    /// Whether no row to stand on follows.
    pub fn is_on_last(&self) -> bool {
        let after = self.cursor.at.saturating_add(1).min(self.lines.len());
        !self.lines[after..].iter().any(Line::is_stop)
    }

    /// Goes to the first or last row one can stand on.
    pub fn move_to_end(&mut self, last: bool) {
        let lines = &self.lines;
        let entry = lines.iter().rposition(|l| l.is_stop() && l.is_entry());
        // Behind what is keyed stand ways elsewhere; a second time leads to those.
        let end = entry.filter(|at| *at > self.cursor.at).unwrap_or(lines.len().saturating_sub(1));
        self.cursor.at = if last { end } else { 0 };
        self.stand(!last);
        self.column = 0;
    }

    /// A key that is no command: a digit answers, digits and other scripts begin to type.
    pub fn press(&mut self, key: Key, lang: Lang) -> Outcome {
        let Some(cell) = self.cell().cloned() else { return Outcome::Ignored };
        let Some(c) = key.typed() else { return Outcome::Ignored };
        let folded = key.folded().typed().unwrap_or(c);
        match cell.kind.inner() {
            FieldKind::Code(_) | FieldKind::Ticks { .. } if folded.is_ascii_digit() => {
                self.digit(&cell, folded, lang)
            }
            FieldKind::Number(_) | FieldKind::Date if folded.is_ascii_digit() || "+-.".contains(folded) => {
                self.type_into(&folded.to_string(), false);
                self.close_question(lang)
            }
            FieldKind::Refs { .. } if folded.is_ascii_digit() => {
                self.type_into(&folded.to_string(), false);
                Outcome::Taken
            }
            // Words that stand there already are gone on with, never replaced by a stray key.
            FieldKind::Text | FieldKind::Refs { .. } => {
                let held = cell.value.as_deref().filter(|v| !is_non_answer(&cell, v)).unwrap_or_default();
                self.type_into(&format!("{held}{c}"), false);
                Outcome::Taken
            }
            _ => Outcome::Ignored,
        }
    }

    pub(super) fn draft_holds(&self, path: &str) -> bool {
        let Some((table, number)) = &self.draft else { return false };
        let row = path.strip_prefix(table.as_str()).and_then(|rest| rest.strip_prefix('.'));
        row.and_then(|rest| rest.split('.').next()) == Some(number.to_string().as_str())
    }

    /// Opens the selected field with what it holds, or a list of its codes.
    pub fn open(&mut self, chain: bool) -> Outcome {
        let Some(cell) = self.cell().cloned() else { return Outcome::Ignored };
        self.pending.clear();
        if matches!(cell.kind, FieldKind::Code(_)) {
            return Outcome::Pick(cell);
        }
        let held = cell.value.as_deref().filter(|v| !is_non_answer(&cell, v));
        self.type_into(held.unwrap_or(""), chain);
        Outcome::Taken
    }

    fn is_too_large(&self) -> bool {
        let (Some(typing), Some(cell)) = (&self.typing, self.cell()) else { return false };
        matches!(cell.take(typing.edit.text()), Err(Refusal::TooLarge(_) | Refusal::OverTotal { .. }))
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
            // Nothing is typed with Alt, so there is nothing to look at anew.
            _ if key.alt => Outcome::Taken,
            _ => {
                // What is too large gives way: no digit behind it could mend it.
                let anew = self.refusal.is_some() && key.typed().is_some() && self.is_too_large();
                if let Some(typing) = &mut self.typing {
                    if anew {
                        typing.edit = LineEdit::new("");
                    }
                    typing.edit.press(key);
                    self.refusal = None;
                }
                self.close_question(lang)
            }
        }
    }

    /// Takes a total as soon as it makes its question complete: no digit more could follow.
    fn close_question(&mut self, lang: Lang) -> Outcome {
        let (Some(typing), Some(cell)) = (&self.typing, self.cell()) else { return Outcome::Taken };
        let typed = fold_width(typing.edit.text());
        let complete = typed != "0" && cell.closes_with(&typed);
        if complete { self.commit(Then::NextQuestion, lang) } else { Outcome::Taken }
    }

    /// Takes what is typed, to go elsewhere; a refusal leaves the text where it is.
    pub fn accept(&mut self, lang: Lang) -> Outcome {
        self.commit(Then::Stay, lang)
    }

    /// Takes what is typed to the field; a refusal leaves the text where it is.
    fn commit(&mut self, then: Then, lang: Lang) -> Outcome {
        let (Some(typing), Some(cell)) = (&self.typing, self.cell()) else { return Outcome::Ignored };
        let (value, from) = match cell.take_typed(typing.edit.text()) {
            Ok(typed) => (Some(typed.value), typed.from),
            Err(Refusal::Empty) => (None, None),
            Err(refusal) => {
                self.refusal = Some(problem::refusal(lang, &refusal));
                return Outcome::Taken;
            }
        };
        let typed = typing.edit.text().to_owned();
        let path = cell.path.clone();
        let done = value.as_deref().is_some_and(|v| cell.closes_with(v));
        let then = if done && matches!(then, Then::Next { .. }) { Then::NextQuestion } else { then };
        self.refusal = None;
        self.typing = None;
        self.converted = from.map(|from| Converted { from, typed });
        Outcome::Set { path, value, then }
    }

    /// The first total of a question that does not add up to the valid forms yet.
    fn first_open(&self) -> Option<usize> {
        let is_open = |cell: &Cell| {
            let own = cell.value.as_deref().and_then(|v| v.parse::<u64>().ok()).unwrap_or(0);
            cell.limit.is_some_and(|limit| limit.closes && limit.others + own < limit.valid)
        };
        self.lines.iter().position(|line| line.cells().first().is_some_and(is_open))
    }

    /// Moves on after a value was recorded.
    pub fn advance(&mut self, then: Then) {
        match then {
            Then::Stay => {}
            Then::NextQuestion => {
                let question = self.cell().map(|c| above(&c.path).to_owned());
                let at = self.cursor.at;
                let lines = self.lines.iter().enumerate().skip(at);
                let next = lines.filter_map(|(n, l)| Some((n, l.cells().first()?)));
                let next =
                    next.map(|(n, c)| (n, above(&c.path))).find(|(_, q)| Some(*q) != question.as_deref());
                let open = || self.first_open().filter(|at| *at != self.cursor.at);
                match next.map(|(n, _)| n).or_else(open) {
                    Some(n) => {
                        self.cursor.at = n;
                        self.column = 0;
                    }
                    None => self.complete = self.cell().is_some_and(|c| c.limit.is_some()),
                }
            }
            Then::Below => self.move_rows(1),
            Then::Above => self.move_rows(-1),
            Then::Next { chain } => {
                let (at, row) = (self.cursor.at, self.row());
                let last_form_line =
                    !self.lines[at.min(self.lines.len())..].iter().skip(1).any(Line::is_entry);
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

/// A path without its last segment: the question that a total belongs to.
fn above(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(above, _)| above)
}

/// Whether an open question holds "left blank" and the like, which nobody goes on typing.
fn is_non_answer(cell: &Cell, value: &str) -> bool {
    matches!(cell.kind, FieldKind::Answer(_) | FieldKind::Ticks { .. }) && NON_ANSWERS.contains(&value)
}
