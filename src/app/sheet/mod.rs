//! The pane one keys into: lines of fields, a selected field, and the text being typed.
//!
//! One mechanism for every kind of fact; [`build`] lays the lines out for a subject, the entry module
//! takes the keys. A line is exactly one row of the screen.

mod build;
mod check;
mod codes;
mod entry;
mod lines;
mod register;
mod signoff;
mod survey;
mod table;
mod window;

use std::rc::Rc;

pub use build::{Context, build};
pub(in crate::app) use check::answer;
pub use entry::{Outcome, Then};

use chrono::NaiveDate;

use crate::i18n::Lang;
use crate::scheme::field::{Amount, Typed};
use crate::scheme::signoff::State;
use crate::scheme::{FieldKind, Refusal, Register};

use super::edit::LineEdit;
use super::layout::Cursor;
use super::screen::dossier::Section;

/// What is being keyed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Subject {
    /// Nothing selected.
    #[default]
    Nothing,
    /// The measures that an indicator reads, or the leaves below a branch.
    Indicator(usize),
    /// One form of a questionnaire.
    Form {
        /// Which questionnaire.
        questionnaire: usize,
        /// Running number of the form.
        number: u32,
    },
    /// Totals of a questionnaire.
    Tally(usize),
    /// The second keying of a form.
    Second {
        /// Which questionnaire.
        questionnaire: usize,
        /// Running number of the form.
        number: u32,
    },
    /// Answers of a questionnaire on which two keyings differ.
    Differences(usize),
    /// The suspect forms of a questionnaire.
    Suspects(usize),
    /// The evidence of a fact.
    Evidence(String),
    /// All rows of a register.
    Register(Register),
    /// Signatures and the lock.
    Signoff,
}

/// Columns of the name in front of a row of named fields.
pub const GROUP_NAME: usize = 4;

/// One field on the sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Path of the fact.
    pub path: String,
    /// What it takes.
    pub kind: FieldKind,
    /// What is recorded.
    pub value: Option<String>,
    /// What is recorded, in words.
    pub shown: String,
    /// Codes and their words, where it takes codes.
    pub codes: Vec<(String, String)>,
    /// Whether evidence hangs on it.
    pub noted: bool,
    /// What a total is held against.
    pub limit: Option<Limit>,
}

/// What the total of a choice is held against: the valid forms, and what is counted elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// Valid forms declared.
    pub valid: u64,
    /// What the other totals of the question add up to.
    pub others: u64,
    /// Whether the question is done once all add up to the valid forms; where several choices
    /// may be ticked it never is.
    pub closes: bool,
}

impl Limit {
    /// What is left for this choice.
    pub fn rest(self) -> u64 {
        self.valid.saturating_sub(self.others)
    }
}

impl Cell {
    /// What is recorded for `typed`.
    ///
    /// # Errors
    /// As [`FieldKind::accept`], and [`Refusal::OverTotal`] for more answers than valid forms.
    pub fn take(&self, typed: &str) -> Result<String, Refusal> {
        let value = self.kind.accept(typed)?;
        self.hold(&value)?;
        Ok(value)
    }

    /// The same for what a person types, which may have its unit behind it.
    ///
    /// # Errors
    /// As [`Self::take`] and [`FieldKind::accept_typed`].
    pub fn take_typed(&self, typed: &str) -> Result<Typed, Refusal> {
        let typed = self.kind.accept_typed(typed)?;
        self.hold(&typed.value)?;
        Ok(typed)
    }

    /// Holds a count against the valid forms.
    fn hold(&self, value: &str) -> Result<(), Refusal> {
        match (self.limit, value.parse::<u64>()) {
            (Some(limit), Ok(count)) if limit.others.saturating_add(count) > limit.valid => {
                let sum = limit.others.saturating_add(count);
                Err(Refusal::OverTotal { sum, valid: limit.valid, rest: limit.rest() })
            }
            _ => Ok(()),
        }
    }

    /// Whether this value makes the totals of its question complete.
    pub fn closes_with(&self, value: &str) -> bool {
        let count = value.parse::<u64>().ok();
        self.limit.zip(count).is_some_and(|(limit, count)| limit.closes && count == limit.rest())
    }
}

/// Columns of a table on the sheet, shared by its lines.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Columns {
    /// Width of the row names.
    pub name: usize,
    /// Width and right-alignment of each column.
    pub widths: Vec<(usize, bool)>,
    /// Whether some are narrower than they would like to be.
    pub shrunk: bool,
}

/// How a text is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Ordinary.
    Plain,
    /// By the way.
    Dim,
    /// Needs a look.
    Attention,
}

/// Where a line leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// An indicator.
    Indicator(usize),
    /// A question of a questionnaire.
    Question(usize, usize),
    /// A measure, shown with the first indicator that reads it.
    Measure(usize),
    /// The suspect forms of a questionnaire.
    Suspects(usize),
    /// Answers of a questionnaire on which two keyings differ.
    Differences(usize),
    /// A row of a register, or its first where the number is 0.
    Row(Register, u32),
    /// An attachment: the system's viewer.
    Attachment(u32),
    /// A part of the dossier.
    Section(Section),
}

/// What a line adds when it is opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Add {
    /// A row to the open table or register with this id.
    Row(String),
    /// A file to the attachments.
    Attachment,
    /// A finding about an indicator.
    Finding(usize),
    /// A suggestion about a finding.
    Suggestion(u32),
    /// A row of a register that supports an indicator.
    Support(Register, usize),
    /// The signature of a state.
    Sign(State),
    /// The unlocking of a locked project.
    Unlock,
}

/// One row of the sheet.
#[derive(Debug, Clone, PartialEq)]
pub enum Line {
    /// Empty.
    Blank,
    /// Name of a measure or questionnaire, with its figure at the right.
    Title { text: String, figure: String, done: bool },
    /// Words.
    Text { text: String, tone: Tone, figure: String },
    /// A named field.
    Field { label: String, cell: Cell, unit: String, figure: String },
    /// Headings of a table.
    Header { names: Vec<String>, columns: Rc<Columns> },
    /// A row of a table.
    Record { name: String, cells: Vec<Cell>, computed: Vec<String>, columns: Rc<Columns>, attention: bool },
    /// Words side by side, each meant in its own way.
    Parts(Vec<(String, Tone)>),
    /// Sums of a table.
    Sum { name: String, cells: Vec<String>, columns: Rc<Columns> },
    /// The line that adds something.
    New { add: Add, label: String, figure: String },
    /// Named fields of one row side by side; the first line of a row carries its name.
    Group { name: String, labels: Vec<String>, cells: Vec<Cell>, widths: Vec<usize>, attention: bool },
    /// Choices of a checklist item or a question and those that are chosen; the first of its
    /// lines holds the field.
    Choices { cell: Option<Cell>, choices: Vec<(String, String)>, current: Vec<String> },
    /// An answer or a form that somebody has to decide on.
    Case { form: u32, question: Option<usize>, text: String, figure: String, open: bool },
    /// A way to somewhere else.
    Jump { text: String, figure: String, to: Target },
}

impl Line {
    /// The fields of this line, from left to right.
    pub fn cells(&self) -> &[Cell] {
        match self {
            Self::Field { cell, .. } | Self::Choices { cell: Some(cell), .. } => std::slice::from_ref(cell),
            Self::Record { cells, .. } | Self::Group { cells, .. } => cells,
            _ => &[],
        }
    }

    /// Whether something is keyed here, or leads to where it is: not the ways to what an indicator
    /// is linked with, which nobody goes through while keying.
    pub fn is_entry(&self) -> bool {
        match self {
            Self::New { add, .. } => matches!(add, Add::Row(_)),
            Self::Jump { to, .. } => !matches!(to, Target::Row(..)),
            _ => self.is_stop(),
        }
    }

    /// Whether the selection can stand here.
    pub fn is_stop(&self) -> bool {
        matches!(self, Self::New { .. } | Self::Jump { .. } | Self::Case { .. }) || !self.cells().is_empty()
    }
}

/// Text being typed into a field.
#[derive(Debug, Clone)]
pub struct Typing {
    /// The line.
    pub edit: LineEdit,
    /// Whether the next field is opened at once after this one (a new record).
    pub chain: bool,
}

/// A number typed in another unit than its field's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Converted {
    /// The number and its unit in full.
    pub from: Amount,
    /// The very characters.
    pub typed: String,
}

/// The sheet and where one is on it.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// What is being keyed.
    pub subject: Subject,
    /// Its rows.
    pub lines: Vec<Line>,
    /// Selected row.
    pub cursor: Cursor,
    /// Selected field within the row.
    pub column: usize,
    /// Text being typed, if any.
    pub typing: Option<Typing>,
    /// Why the last text was not taken.
    pub refusal: Option<String>,
    /// What the number that was typed last was converted from; none if it stands as it was typed.
    pub converted: Option<Converted>,
    /// Digits of a code that may go on: `1` where there is a `10`.
    pub pending: String,
    /// Whether the last total was just taken by itself: an Enter typed behind it opens nothing.
    pub complete: bool,
    /// A row that has been opened but holds nothing yet: table and running number.
    pub draft: Option<(String, u32)>,
    /// A fact that is recorded together with the first one of the opened row.
    pub along: Option<(String, String)>,
    /// Lines below the window that are kept in sight at its lower end.
    pub kept: Vec<usize>,
    /// What the rows were laid out from.
    laid_out: Option<LaidOut>,
}

/// Everything a layout depends on besides the scheme, which never changes under a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
struct LaidOut {
    subject: Subject,
    draft: Option<(String, u32)>,
    along: bool,
    entries: usize,
    lang: Lang,
    width: usize,
    today: NaiveDate,
}

impl Sheet {
    /// A sheet for a subject, not laid out yet.
    pub fn new(subject: Subject) -> Self {
        Self { subject, ..Self::default() }
    }

    /// The selected row.
    pub fn line(&self) -> Option<&Line> {
        self.lines.get(self.cursor.at)
    }

    /// Whether the selected row was added by the evaluator: its path names it by number.
    pub fn is_in_open_table(&self) -> bool {
        let row = self.cell().and_then(|c| c.path.split('.').nth(1));
        row.and_then(crate::scheme::field::row_number).is_some()
    }

    /// The row of a table that the selected field belongs to: `training.2`.
    pub fn row(&self) -> Option<String> {
        let path = &self.cell()?.path;
        let (row, _) = path.match_indices('.').nth(1)?;
        Some(path[..row].to_owned())
    }

    /// Whether the selected field takes words and holds none yet, so that letters are typed and
    /// not obeyed. Where words stand already a letter is a command, as elsewhere.
    pub fn is_on_text(&self) -> bool {
        let is_empty_text = |c: &Cell| {
            c.value.is_none() && matches!(c.kind.inner(), FieldKind::Text | FieldKind::Refs { .. })
        };
        self.cell().is_some_and(is_empty_text)
    }

    /// The selected field.
    pub fn cell(&self) -> Option<&Cell> {
        let cells = self.line()?.cells();
        cells.get(self.column.min(cells.len().saturating_sub(1)))
    }

    /// Whether the selected field takes references.
    pub fn is_on_refs(&self) -> bool {
        self.cell().is_some_and(|c| matches!(c.kind, FieldKind::Refs { .. }))
    }

    /// Lays the sheet out again, if anything it shows has changed, and keeps the selection on the
    /// same fact where it still is.
    pub fn rebuild(&mut self, context: &Context) {
        let from = LaidOut {
            subject: self.subject.clone(),
            draft: self.draft.clone(),
            along: self.along.is_some(),
            entries: context.entries,
            lang: context.lang,
            width: context.width,
            today: context.today,
        };
        if self.laid_out.as_ref() == Some(&from) {
            return;
        }
        self.laid_out = Some(from);
        let path = self.cell().map(|c| c.path.clone());
        self.lines = build(&self.subject, self.draft.as_ref(), context);
        self.show_along(context);
        let found = path.and_then(|p| self.find(&p));
        if let Some((line, column)) = found {
            self.cursor.at = line;
            self.column = column;
        } else {
            self.cursor.at = self.cursor.at.min(self.lines.len().saturating_sub(1));
            self.stand(true);
        }
    }

    /// Shows what will be recorded along with the opened row.
    fn show_along(&mut self, context: &Context) {
        let Some((path, value)) = &self.along else { return };
        for line in &mut self.lines {
            let Line::Group { cells, .. } = line else { continue };
            if let Some(cell) = cells.iter_mut().find(|c| c.path == *path && c.value.is_none()) {
                cell.shown = crate::i18n::label::value(context.lang, context.scheme, path, value);
            }
        }
    }

    /// Where a fact stands: row and field.
    pub fn find(&self, path: &str) -> Option<(usize, usize)> {
        self.lines
            .iter()
            .enumerate()
            .find_map(|(n, line)| line.cells().iter().position(|c| c.path == path).map(|column| (n, column)))
    }

    /// Selects a fact, if it is on the sheet.
    pub fn select(&mut self, path: &str) -> bool {
        let found = self.find(path);
        if let Some((line, column)) = found {
            self.cursor.at = line;
            self.column = column;
        }
        found.is_some()
    }

    /// Moves to the nearest row one can stand on, looking forward first or backward first.
    fn stand(&mut self, forward: bool) {
        let lines = &self.lines;
        self.cursor.stand(lines.len(), forward, |n| lines[n].is_stop());
    }
}
