//! Tables of responses, one row a form: read, matched to a questionnaire, counted or gathered.
//!
//! Owns what a table is: its encoding, its headings, what its cells say, and every cell that says
//! nothing a question takes, by row and column. Readers come in; no file is opened here. What is
//! read is never half taken: it is a [`crate::survey::Batch`] or a list of troubles.

pub mod act;
mod cells;
mod count;
mod gather;
pub mod headings;
pub(in crate::format) mod input;
mod read;
mod scan;
mod table;
mod watch;
pub(in crate::format) mod workbook;

use std::io;

pub use count::{Counted, count};
pub use headings::{Column, Ground, Mapping, Mismatch, Role};
pub use read::{Forms, Sheets, Source, read};
pub use watch::{Watch, Watched};
pub use workbook::{Danger, is_workbook};

use crate::scheme::{Label, Questionnaire, Refusal};

/// Most troubles that are told one by one; all are counted.
pub const MOST_TOLD: usize = 200;
/// Longest piece of a cell that is told, in characters.
const LONGEST_TOLD: usize = 60;
/// Most columns of a table.
pub const MOST_COLUMNS: usize = 4096;

/// Something wrong in the table, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Row as a spreadsheet numbers it, the headings being row 1.
    pub row: u64,
    /// Column, from 1; `None` if it is about the whole row.
    pub column: Option<usize>,
    /// What is wrong.
    pub fault: Fault,
}

/// What can be wrong with a row or a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// More or fewer cells than headings.
    Cells {
        /// Cells in the row.
        found: usize,
        /// Headings.
        wanted: usize,
    },
    /// Bytes that are no text.
    NotText,
    /// A formula that came to an error.
    ErrorCell(String),
    /// The question does not take it, given the other answers of the form.
    Broken {
        /// What the questionnaire says about it.
        message: Option<Label>,
        /// What must hold.
        holds: String,
    },
    /// The question does not take it.
    Refused {
        /// What stands there, cut if it is long.
        value: String,
        /// Why not.
        refusal: Refusal,
    },
}

/// What was wrong altogether.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Troubles {
    /// The first of them, in order of row.
    pub told: Vec<Trouble>,
    /// How many there are.
    pub count: u64,
}

impl Troubles {
    /// Adds one.
    fn add(&mut self, trouble: Trouble) {
        self.count += 1;
        if self.told.len() < MOST_TOLD {
            self.told.push(trouble);
        }
    }
}

/// Why a table could not be read at all, or not to its end.
#[derive(Debug)]
pub enum Stop {
    /// The reader failed.
    Read(io::Error),
    /// There is nothing in it.
    Empty,
    /// It is a spreadsheet file, not text.
    Spreadsheet,
    /// A row does not end: a quote that was never closed.
    Endless,
    /// More columns than [`MOST_COLUMNS`].
    TooWide,
    /// More forms or more text than can be taken in at once.
    TooMany,
    /// A workbook that could do harm, or is damaged.
    Workbook(Danger),
    /// The workbook has no sheet of this name; these it has.
    NoSheet(String, Vec<String>),
    /// No column is any question's.
    NoQuestions {
        /// The headings there are.
        headings: Vec<String>,
        /// Which sheet was read, if it is a workbook.
        sheets: Option<Sheets>,
    },
    /// What was said about columns cannot be.
    Mismatch(Mismatch),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Read(error)
    }
}

/// The columns of a table matched to questions.
fn mapped(
    questionnaire: &Questionnaire,
    headings: &[String],
    said: &[(String, String)],
    remembered: Option<&str>,
) -> Result<Mapping, Stop> {
    let mapping = headings::map(questionnaire, headings, said, remembered).map_err(Stop::Mismatch)?;
    if mapping.without.len() == questionnaire.questions.len() {
        return Err(Stop::NoQuestions { headings: headings.to_vec(), sheets: None });
    }
    Ok(mapping)
}

/// A cell as it is told: cut if it is long.
fn told(text: &str) -> String {
    let mut cut: String = text.chars().take(LONGEST_TOLD).collect();
    if cut.len() < text.len() {
        cut.push('…');
    }
    cut
}
