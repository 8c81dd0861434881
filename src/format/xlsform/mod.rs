//! `XLSForm` workbooks, as Kobo and ODK take them, translated into the scheme's own questionnaire.
//!
//! Owns what sheets, columns, types and expressions of a form mean here, and the list of every
//! cell that could not be taken, by its place. What comes out is a [`Questionnaire`] and its text as a
//! file of a scheme: from there on nobody knows where it came from. Must not touch the disk.
//!
//! The subset is that of paper questionnaires: choices, numbers, dates, words, notes, calculations,
//! groups. Repeats, media, places and whatever else needs a telephone are told and left out.

mod form;
mod labels;
mod parts;
mod sheets;
mod write;
pub mod xpath;

use std::fmt;

pub use write::{questionnaire_file, scheme_file};

use crate::format::forms::{Stop, Watch, workbook::Workbook};
use crate::scheme::expr::ExprFaultKind;
use crate::scheme::{Label, Questionnaire};

/// The sheets of a form that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sheet {
    /// Questions, one a row.
    Survey,
    /// Choices, one a row, in named lists.
    Choices,
    /// Title and language.
    Settings,
}

impl Sheet {
    /// Its name in the workbook.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Survey => "survey",
            Self::Choices => "choices",
            Self::Settings => "settings",
        }
    }
}

/// A cell: `survey!F12`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spot {
    /// Which sheet.
    pub sheet: Sheet,
    /// Row, from 1.
    pub row: u64,
    /// Column, from 0.
    pub column: usize,
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut letters = Vec::new();
        let mut n = self.column + 1;
        while n > 0 {
            n -= 1;
            letters.push(char::from(b'A' + u8::try_from(n % 26).unwrap_or(0)));
            n /= 26;
        }
        let letters: String = letters.iter().rev().collect();
        write!(f, "{}!{letters}{}", self.sheet.name(), self.row)
    }
}

/// A cell that was not taken, or not as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// Where.
    pub spot: Spot,
    /// What stands there.
    pub text: String,
    /// Why.
    pub fault: Fault,
}

/// Why a cell is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A kind of question that paper does not have.
    Type,
    /// A repeat; it is left out up to this row.
    Repeat {
        /// The last row that is left out.
        to: u64,
    },
    /// The end of a group or repeat that never began.
    EndWithoutBegin,
    /// A group or repeat that never ends.
    NeverEnds,
    /// A question without a name.
    NoName,
    /// A name with characters that paths cannot hold, or a reserved word.
    Name,
    /// A name that stands in an earlier row.
    Twice {
        /// That row.
        row: u64,
    },
    /// A list of choices that the sheet does not have, or of which nothing could be taken.
    NoList(String),
    /// A calculation without an expression.
    NoCalculation,
    /// Part of a condition or a calculation that is not taken (bytes of the text).
    Expression {
        /// First byte.
        start: usize,
        /// One past the last byte.
        end: usize,
        /// What is wrong there.
        kind: ExprFaultKind,
    },
    /// Neither yes nor no.
    Required,
    /// Worth that is no number from 0 to 100.
    Worth,
    /// A feature that is left out; the row is taken without it.
    Feature,
    /// A column that is left out altogether.
    Column,
    /// Texts in a language besides the two that are shown.
    Language,
    /// An error value instead of a text.
    ErrorCell,
    /// `${…}` in a text names nothing that stands before.
    Mention(String),
}

/// What came of a form.
#[derive(Debug, Clone)]
pub struct Translated {
    /// Title of the form.
    pub title: Label,
    /// The questionnaire.
    pub questionnaire: Questionnaire,
    /// Every cell that was not taken, in order of place.
    pub left: Vec<Left>,
}

/// Why nothing came of a form.
#[derive(Debug)]
pub enum Nothing {
    /// The workbook cannot be read.
    Stop(Stop),
    /// It has no sheet of this name; these it has.
    NoSheet(Vec<String>),
    /// The survey sheet has no column of this name.
    NoColumn(Sheet, &'static str),
    /// No question could be taken; all that was left out.
    NoQuestions(Vec<Left>),
}

impl From<Stop> for Nothing {
    fn from(stop: Stop) -> Self {
        Self::Stop(stop)
    }
}

/// Translates the form in a workbook. `stem` names it where it does not name itself.
///
/// # Errors
/// Why nothing of it can be used.
pub fn translate(bytes: Vec<u8>, stem: &str) -> Result<Translated, Nothing> {
    let mut book = Workbook::open(bytes, &Watch::nobody())?;
    let sheets = sheets::read(&mut book)?;
    let translated = form::translate(&sheets, stem);
    if translated.questionnaire.questions.is_empty() {
        return Err(Nothing::NoQuestions(translated.left));
    }
    Ok(translated)
}
