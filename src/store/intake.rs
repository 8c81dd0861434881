//! Files to be taken in: a table of responses or a list, read whole and recorded by nobody yet.
//!
//! Command line and screen take files in alike: read, look at what was found, record it as one
//! act or leave it. Owns the reading; whether it is recorded is decided elsewhere.

use std::path::Path;

use chrono::NaiveDate;

use super::{BatchContent, StoreError, digest, open_table};
use crate::format::forms::{self, Forms, Watch, act};
use crate::format::rows::{self, List, Plan};
use crate::ledger::{Digest, Facts};
use crate::scheme::field::NON_ANSWERS;
use crate::scheme::{Questionnaire, Scheme};
use crate::survey::Batch;
use crate::survey::batch::Column;

/// Why a file could not be taken in at all.
#[derive(Debug)]
pub enum Unread<S> {
    /// What the disk says.
    Disk(StoreError),
    /// It is not what it should be.
    Stop(S),
}

/// Forms read from a file, with what will be stored.
#[derive(Debug)]
pub struct FormsFile {
    /// Name of the file.
    pub name: String,
    /// Digest of the file.
    pub source: Digest,
    /// What was read.
    pub forms: Forms,
    /// How many of the forms answer none of the questions.
    pub unanswered: u64,
    /// The forms as they will be kept.
    pub content: BatchContent,
}

/// What recording forms comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormsAct {
    /// Number of the first form.
    pub first: u32,
    /// Number of the last form.
    pub last: u32,
    /// Paths and values, one act.
    pub sets: Vec<(String, Option<String>)>,
}

impl FormsFile {
    /// Numbers of the first and the last form, behind those that are there; `None` if they would
    /// not be numbers of forms.
    pub fn numbers(&self, questionnaire: &Questionnaire, facts: &Facts) -> Option<(u32, u32)> {
        let first = act::place(questionnaire, facts, self.forms.batch.len())?.first;
        let more = u32::try_from(self.forms.batch.len()).unwrap_or(u32::MAX);
        Some((first, first + more.saturating_sub(1)))
    }

    /// What recording the forms behind those that are there comes to; `None` if their numbers
    /// would not be numbers of forms.
    pub fn act(&self, questionnaire: &Questionnaire, facts: &Facts) -> Option<FormsAct> {
        let place = act::place(questionnaire, facts, self.forms.batch.len())?;
        let source = (self.source, self.name.as_str());
        let sets = act::act(questionnaire, &self.forms, &place, self.content.digest(), source);
        let (first, last) = self.numbers(questionnaire, facts)?;
        Some(FormsAct { first, last, sets })
    }
}

/// A list read from a file, with what taking it would do.
#[derive(Debug)]
pub struct RowsFile {
    /// Name of the file.
    pub name: String,
    /// What was read.
    pub list: List,
    /// What taking it would do, or why it fits the table not at all.
    pub plan: Result<Plan, rows::Stop>,
}

/// How many hundredths of reading a file are done once its digest is known.
const DIGESTED: u8 = 20;

/// How the file is to be read.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// Where it is.
    pub path: &'a Path,
    /// The sheet that is meant; the first if none is.
    pub sheet: Option<&'a str>,
    /// The day on which it is read.
    pub today: NaiveDate,
    /// Who watches it being read.
    pub watch: &'a Watch,
}

impl Asked<'_> {
    fn name(&self) -> String {
        self.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }
}

/// Reads a table of responses. `said` is what a person says about columns; what was said of its
/// layout before is looked up in `facts`.
///
/// # Errors
/// [`Unread`]; single rows and cells that are wrong are among the forms' troubles instead.
pub fn read_forms(
    asked: Asked<'_>,
    questionnaire: &Questionnaire,
    facts: &Facts,
    said: &[(String, String)],
) -> Result<FormsFile, Unread<forms::Stop>> {
    // The file is read twice: once for its digest, then for what it says.
    let source = digest(asked.path, &asked.watch.part(0, DIGESTED)).map_err(Unread::Disk)?;
    let watch = asked.watch.part(DIGESTED, 100);
    let table = open_table(asked.path, asked.sheet, &watch).map_err(Unread::Disk)?;
    let remembered = |layout: &str| act::remembered(questionnaire, facts, layout);
    let forms = forms::read(questionnaire, table, said, &remembered, asked.today).map_err(Unread::Stop)?;
    let content = BatchContent::of(forms.batch.clone());
    let unanswered = unanswered(&forms.batch, questionnaire);
    Ok(FormsFile { name: asked.name(), source, forms, unanswered, content })
}

/// Forms that answer none of the questions.
fn unanswered(batch: &Batch, questionnaire: &Questionnaire) -> u64 {
    let is_question = |key: &str| questionnaire.question(key).is_some();
    let columns: Vec<_> = batch.columns().iter().filter(|c| is_question(c.key())).collect();
    let says = |column: &&Column, row| column.get(row).is_some_and(|a| !NON_ANSWERS.contains(&a));
    (0..batch.len()).filter(|row| !columns.iter().any(|c| says(c, *row))).count() as u64
}

/// Reads a list for the table of `measure`. `said` is what a person says about headings.
///
/// # Errors
/// [`Unread`]; that headings do not fit the table, and what is wrong with single rows, stands in
/// the plan instead.
pub fn read_rows(
    asked: Asked<'_>,
    scheme: &Scheme,
    facts: &Facts,
    measure: &str,
    said: &[rows::Said],
) -> Result<RowsFile, Unread<rows::Stop>> {
    let table = open_table(asked.path, asked.sheet, asked.watch).map_err(Unread::Disk)?;
    let list = rows::read(table).map_err(Unread::Stop)?;
    let plan = rows::plan(scheme, facts, measure, &list, said);
    Ok(RowsFile { name: asked.name(), list, plan })
}
