//! Reads a table of responses whole: its forms as a batch, or everything that is wrong with it.

use std::io::Read;

use chrono::NaiveDate;

use super::gather::{Gathered, Gathering};
use super::headings::{self, Mapping};
use super::scan::{Sink as _, scan};
use super::table::Table;
use super::workbook::{Cell, Content, Workbook};
use super::{Fault, Stop, Troubles, Watch, mapped, told};
use crate::scheme::Questionnaire;
use crate::survey::Batch;

/// Where a table comes from.
pub enum Source<'a> {
    /// Comma separated values in any usual encoding, packed or not.
    Text(Box<dyn Read + Send + 'a>),
    /// An XLSX file.
    Workbook {
        /// Its bytes.
        bytes: Vec<u8>,
        /// The sheet that is meant; the first one if none is.
        sheet: Option<String>,
        /// Who watches it being read.
        watch: Watch,
    },
}

/// The sheet of a workbook that was read, and the others.
pub type Sheets = (String, Vec<String>);

/// A table of responses, read.
#[derive(Debug)]
pub struct Forms {
    /// Which column was taken for what.
    pub mapping: Mapping,
    /// Fingerprint of the headings.
    pub layout: String,
    /// The forms. Cells in trouble are recorded as unreadable in it.
    pub batch: Batch,
    /// What was written beside a choice: place of the form from 0, question, words.
    pub beside: Vec<(usize, usize, String)>,
    /// Cells whose number elsewhere says why there is no answer, taken as numbers here: their
    /// question takes negatives.
    pub codes_taken: u64,
    /// What was wrong.
    pub troubles: Troubles,
    /// Cells that are formulas, and the first of them (row and column from 1).
    pub formulas: Option<(u64, u64, usize)>,
    /// The sheet that was read, if it is a workbook.
    pub sheets: Option<Sheets>,
}

/// Reads the forms of a table. `said` is what a person says about columns, `remembered` gives
/// what is known about a layout from before.
///
/// # Errors
/// See [`Stop`]; single rows and cells that are wrong are in [`Forms::troubles`] instead.
pub fn read(
    questionnaire: &Questionnaire,
    source: Source<'_>,
    said: &[(String, String)],
    remembered: &dyn Fn(&str) -> Option<String>,
    today: NaiveDate,
) -> Result<Forms, Stop> {
    match source {
        Source::Text(text) => read_text(questionnaire, text, said, remembered, today),
        Source::Workbook { bytes, sheet, watch } => {
            let book = Workbook::open(bytes, &watch)?;
            read_workbook(questionnaire, book, sheet, said, remembered, today)
        }
    }
}

fn read_text(
    questionnaire: &Questionnaire,
    text: Box<dyn Read + Send + '_>,
    said: &[(String, String)],
    remembered: &dyn Fn(&str) -> Option<String>,
    today: NaiveDate,
) -> Result<Forms, Stop> {
    let table = Table::open(text)?;
    let (layout, delimiter) = (headings::layout(&table.headings), table.delimiter);
    let mapping = mapped(questionnaire, &table.headings, said, remembered(&layout).as_deref())?;
    let gathering = Gathering::new(questionnaire, &mapping, today);
    let mut all = gathering.start().done;
    let look = |block: &[u8]| {
        let mut gatherer = gathering.start();
        let rows = scan(block, delimiter, &gathering.known, &mut gatherer);
        (gatherer.done, rows)
    };
    table.each(look, |block, rows| all.append(block, rows))?;
    finished(all, &gathering, mapping.clone(), layout)
}

fn finished(
    mut all: Gathered,
    gathering: &Gathering<'_>,
    mapping: Mapping,
    layout: String,
) -> Result<Forms, Stop> {
    let (beside, troubles) = (std::mem::take(&mut all.beside), std::mem::take(&mut all.troubles));
    let batch = all.batch(gathering).ok_or(Stop::TooMany)?;
    let codes_taken = gathering.codes_taken(&batch);
    Ok(Forms { mapping, layout, batch, beside, codes_taken, troubles, formulas: None, sheets: None })
}

fn read_workbook(
    questionnaire: &Questionnaire,
    mut book: Workbook,
    sheet: Option<String>,
    said: &[(String, String)],
    remembered: &dyn Fn(&str) -> Option<String>,
    today: NaiveDate,
) -> Result<Forms, Stop> {
    let (name, others) = book.choose(sheet)?;
    let headings = head(&mut book, &name)?;
    let layout = headings::layout(&headings.1);
    let mapping = mapped(questionnaire, &headings.1, said, remembered(&layout).as_deref());
    let mapping = mapping.map_err(|stop| match stop {
        Stop::NoQuestions { headings, .. } => {
            Stop::NoQuestions { headings, sheets: Some((name.clone(), others.clone())) }
        }
        other => other,
    })?;
    let gathering = Gathering::new(questionnaire, &mapping, today);
    let mut gatherer = gathering.start();
    let mut formulas: Option<(u64, u64, usize)> = None;
    book.rows(&name, |row, cells| {
        if row <= headings.0 {
            return Ok(());
        }
        let wanted = headings.1.len();
        for cell in cells {
            if cell.is_formula {
                let (count, ..) = formulas.get_or_insert((0, row + 1, cell.column + 1));
                *count += 1;
            }
            match &cell.content {
                Content::Text(text) => gatherer.cell(row, cell.column, text),
                Content::Error(error) if cell.column < wanted => {
                    gatherer.refuse(row, cell.column, Fault::ErrorCell(told(error)));
                }
                Content::Error(_) => {}
            }
        }
        // Empty cells at the end of a row are not written down in a sheet.
        let last = cells.last().map_or(0, |c| c.column + 1);
        gatherer.end(row, last.max(wanted));
        Ok(())
    })?;
    let mut forms = finished(gatherer.done, &gathering, mapping.clone(), layout)?;
    forms.formulas = formulas;
    forms.sheets = Some((name, others));
    Ok(forms)
}

/// The first row with anything in it, and its number.
fn head(book: &mut Workbook, sheet: &str) -> Result<(u64, Vec<String>), Stop> {
    let mut head = None;
    book.rows(sheet, |row, cells| {
        let text = |cell: &Cell| match &cell.content {
            Content::Text(text) => text.trim().to_owned(),
            Content::Error(error) => error.clone(),
        };
        let mut headings = vec![String::new(); cells.last().map_or(0, |c| c.column + 1)];
        for cell in cells {
            if let Some(heading) = headings.get_mut(cell.column) {
                *heading = text(cell);
            }
        }
        head = Some((row, headings));
        // One row is enough.
        Err(Stop::Empty)
    })
    .or_else(|stop| if matches!(stop, Stop::Empty) { Ok(()) } else { Err(stop) })?;
    head.ok_or(Stop::Empty)
}

impl Troubles {
    /// Whether nothing was wrong.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Whether all of it is about single cells, which can count as unreadable. What is not told
    /// is of the same kinds as what is.
    pub fn are_cells(&self) -> bool {
        self.told.iter().all(|t| t.column.is_some())
    }
}
