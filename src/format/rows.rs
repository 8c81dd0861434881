//! Lists as a bureau hands them over, taken into a table row by row.
//!
//! Headings are matched with the columns of the table by name or id, cells go through the same
//! gate as everything else. Owns what a list says and everything that is wrong with it, by row.
//! Nothing is half taken: a plan is all rows or a list of what is wrong.

use std::collections::{HashMap, HashSet};
use std::io::Read;

use super::forms::workbook::{Cell, Content, Workbook};
use super::forms::{self, Sheets, Source, Watch, input};
use crate::ledger::Facts;
use crate::scheme::field::fold_width;
use crate::scheme::measure::{Column, ColumnKind, TableSpec};
use crate::scheme::{FieldKind, MeasureKind, Refusal, Scheme};
use crate::score::{compared, known_values, unique_columns};

/// Most rows of a list.
const MOST_ROWS: usize = 100_000;
/// Most bytes of a list as text.
const MOST_BYTES: u64 = 50 << 20;

/// A list: headings and rows with their numbers as a spreadsheet counts them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct List {
    /// Headings, trimmed.
    pub head: Vec<String>,
    /// Rows that are not empty, with their numbers; the headings are row 1.
    pub rows: Vec<(u64, Vec<String>)>,
    /// The sheet that was read, if it is a workbook.
    pub sheets: Option<Sheets>,
}

/// Why a list cannot be taken at all.
#[derive(Debug)]
pub enum Stop {
    /// The file cannot be read as a table.
    Table(forms::Stop),
    /// Bytes that are no text, or quotes that do not close.
    NotATable,
    /// No rows below the headings.
    Empty,
    /// More rows than can be taken in at once.
    TooMany,
    /// There is no measure of this id.
    NoMeasure,
    /// The measure is no table to which rows can be added.
    NotOpen,
    /// Columns that every row needs have no heading; what the table has instead.
    Lacking {
        /// Names of the columns.
        columns: Vec<String>,
        /// Headings of the list.
        head: Vec<String>,
    },
    /// Two headings mean the same column.
    TwiceInHead(String),
}

/// Something wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bad {
    /// Its number as a spreadsheet counts, the headings being row 1.
    pub row: u64,
    /// What.
    pub fault: Fault,
}

/// What can be wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A cell that its column does not take.
    Refused {
        /// Index of the column.
        column: usize,
        /// What stands there.
        value: String,
        /// Why not.
        refusal: Refusal,
    },
    /// A cell that must be filled is blank.
    Blank {
        /// Index of the column.
        column: usize,
    },
    /// Says the same in all unique columns as an earlier row of the list.
    Twice {
        /// That row.
        first: u64,
    },
    /// Says the same as a row that is recorded already.
    Recorded {
        /// That row of the table.
        row: u32,
    },
    /// Not in the column's list.
    Unknown {
        /// Index of the column.
        column: usize,
        /// What stands there.
        value: String,
    },
}

impl Fault {
    /// Whether the row can be taken all the same, if someone says so; it stays flagged then.
    pub const fn is_doubt(&self) -> bool {
        matches!(self, Self::Twice { .. } | Self::Recorded { .. } | Self::Unknown { .. })
    }
}

/// What a person says about a heading: its place from 0, and the id of its column if it has one.
pub type Said = (usize, Option<String>);

/// What taking a list would do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// What would be recorded, row after row.
    pub sets: Vec<(String, Option<String>)>,
    /// Rows in the list.
    pub rows: usize,
    /// What is wrong, in order of row.
    pub bad: Vec<Bad>,
    /// The column that each heading means; what stands below the others is not taken.
    pub columns: Vec<Option<usize>>,
}

impl Plan {
    /// Headings that mean no column: what stands below them is not taken.
    pub fn left_out<'a>(&self, list: &'a List) -> Vec<&'a str> {
        let without = list.head.iter().zip(&self.columns).filter(|(h, c)| c.is_none() && !h.is_empty());
        without.map(|(h, _)| h.as_str()).collect()
    }
}

/// Reads a list: text with commas, semicolons or tabs in any usual encoding, or a sheet of a
/// workbook.
///
/// # Errors
/// If it is no table or holds nothing.
pub fn read(source: Source<'_>) -> Result<List, Stop> {
    let list = match source {
        Source::Text(text) => read_text(text)?,
        Source::Workbook { bytes, sheet, watch } => read_workbook(bytes, sheet, &watch)?,
    };
    if list.rows.is_empty() { Err(Stop::Empty) } else { Ok(list) }
}

fn read_text(source: impl Read + Send) -> Result<List, Stop> {
    let mut bytes = Vec::new();
    let unread = |e: std::io::Error| Stop::Table(forms::Stop::Read(e));
    let decoded = input::text(source).map_err(unread)?;
    decoded.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(unread)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Stop::TooMany);
    }
    let text = std::str::from_utf8(&bytes).ok().filter(|t| !t.contains(['\0', '\u{FFFD}']));
    let text = text.ok_or(Stop::NotATable)?;
    let first = text.lines().next().unwrap_or_default();
    let often = |d: &char| first.matches(*d).count();
    let delimiter = ['\t', ';', ','].into_iter().max_by_key(often).unwrap_or(',');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(u8::try_from(delimiter).unwrap_or(b','))
        .from_reader(text.as_bytes());
    let mut list = List::default();
    for record in reader.records() {
        let record = record.map_err(|_| Stop::NotATable)?;
        let line = record.position().map_or(0, csv::Position::line);
        list.push(line, record.iter().map(|c| c.trim().to_owned()).collect())?;
    }
    Ok(list)
}

fn read_workbook(bytes: Vec<u8>, sheet: Option<String>, watch: &Watch) -> Result<List, Stop> {
    let mut book = Workbook::open(bytes, watch).map_err(Stop::Table)?;
    let (sheet, others) = book.choose(sheet).map_err(Stop::Table)?;
    let mut list = List::default();
    let mut full = Ok(());
    let take = |row: u64, cells: &[Cell]| {
        let width = cells.iter().map(|c| c.column + 1).max().unwrap_or(0);
        let mut texts = vec![String::new(); width];
        for cell in cells {
            let (Content::Text(text) | Content::Error(text)) = &cell.content;
            text.trim().clone_into(&mut texts[cell.column]);
        }
        if full.is_ok() {
            full = list.push(row + 1, texts);
        }
        Ok(())
    };
    book.rows(&sheet, take).map_err(Stop::Table)?;
    list.sheets = Some((sheet, others));
    full.map(|()| list)
}

impl List {
    /// One more row with its number; the first that is not empty holds the headings.
    fn push(&mut self, row: u64, cells: Vec<String>) -> Result<(), Stop> {
        if cells.iter().all(String::is_empty) {
            return Ok(());
        }
        if self.rows.len() == MOST_ROWS {
            return Err(Stop::TooMany);
        }
        if self.head.is_empty() {
            self.head = cells;
        } else {
            self.rows.push((row, cells));
        }
        Ok(())
    }
}

/// What taking the list into a table would do. Rows go behind those that are recorded. `said` is
/// what a person says about headings: the place of one and the id of its column, nothing for
/// what is not taken.
///
/// # Errors
/// If the table or the headings do not fit at all.
pub fn plan(scheme: &Scheme, facts: &Facts, id: &str, list: &List, said: &[Said]) -> Result<Plan, Stop> {
    let measure = scheme.measure(id).ok_or(Stop::NoMeasure)?;
    let MeasureKind::Table(table) = &scheme.measures[measure].kind else { return Err(Stop::NotOpen) };
    if !table.is_open() {
        return Err(Stop::NotOpen);
    }
    let columns = headings(table, &list.head, said)?;
    let mut plan = Plan { rows: list.rows.len(), columns, ..Plan::default() };
    let mut taker = Taker::new(scheme, table, id, facts);
    let next = facts.rows(id).last().map_or(1, |n| n + 1);
    for (number, (row, cells)) in (next..).zip(&list.rows) {
        let mut texts: Vec<Option<&str>> = vec![None; table.columns.len()];
        for (cell, column) in cells.iter().zip(&plan.columns) {
            if let Some(column) = column.filter(|_| !cell.is_empty()) {
                texts[column] = Some(cell);
            }
        }
        taker.take(number, *row, &texts, &mut plan);
    }
    Ok(plan)
}

/// The columns that the headings of a list mean in a table, whether or not they are all it needs.
/// `申请数（个）` means 申请数.
pub fn meant(table: &TableSpec, head: &[String], said: &[Said]) -> Vec<Option<usize>> {
    let plain = |text: &str| {
        let folded = fold_width(text).to_lowercase();
        let bare = folded.split('(').next().unwrap_or_default();
        bare.chars().filter(|c| !c.is_whitespace()).collect::<String>()
    };
    let means = |column: &Column, heading: &str| {
        let names = [Some(&column.id), Some(&column.name.text), column.name.en.as_ref()];
        column.computed.is_none() && names.into_iter().flatten().any(|n| plain(n) == heading)
    };
    let find = |heading: &String| {
        let heading = plain(heading);
        table.columns.iter().position(|c| !heading.is_empty() && means(c, &heading))
    };
    let mut found: Vec<Option<usize>> = head.iter().map(find).collect();
    for (heading, id) in said {
        let column = id.as_ref().and_then(|id| table.columns.iter().position(|c| c.id == *id));
        // What a person says leaves no room for a guess about the same column.
        found.iter_mut().filter(|c| column.is_some() && **c == column).for_each(|c| *c = None);
        if let Some(slot) = found.get_mut(*heading) {
            *slot = column;
        }
    }
    found
}

/// The column of each heading; every column that rows need must be there, none twice.
fn headings(table: &TableSpec, head: &[String], said: &[Said]) -> Result<Vec<Option<usize>>, Stop> {
    let found = meant(table, head, said);
    for (n, column) in found.iter().enumerate() {
        if column.is_some() && found[..n].contains(column) {
            return Err(Stop::TwiceInHead(head[n].clone()));
        }
    }
    let lacks = |(n, c): &(usize, &Column)| c.required && !found.contains(&Some(*n));
    let lacking: Vec<String> =
        table.columns.iter().enumerate().filter(lacks).map(|(_, c)| c.name.text.clone()).collect();
    if lacking.is_empty() && found.iter().any(Option::is_some) {
        Ok(found)
    } else {
        Err(Stop::Lacking { columns: lacking, head: head.to_vec() })
    }
}

/// Takes rows one after the other and notes what is wrong with them.
struct Taker<'a> {
    scheme: &'a Scheme,
    table: &'a TableSpec,
    id: &'a str,
    unique: Vec<usize>,
    known: Vec<Option<HashSet<String>>>,
    recorded: HashMap<Vec<String>, u32>,
    seen: HashMap<Vec<String>, u64>,
}

impl<'a> Taker<'a> {
    fn new(scheme: &'a Scheme, table: &'a TableSpec, id: &'a str, facts: &Facts) -> Self {
        let unique = unique_columns(table);
        let key = |row: u32| {
            let at = |n: &usize| facts.get(&format!("{id}.{row}.{}", table.columns[*n].id));
            unique.iter().map(|n| compared(at(n).unwrap_or_default()).into_owned()).collect::<Vec<_>>()
        };
        let recorded = facts.rows(id).into_iter().map(|row| (key(row), row)).collect();
        let known = table.columns.iter().map(|c| known_values(c, facts)).collect();
        Self { scheme, table, id, unique, known, recorded, seen: HashMap::new() }
    }

    fn take(&mut self, number: u32, row: u64, texts: &[Option<&str>], plan: &mut Plan) {
        let mut values: Vec<String> = vec![String::new(); texts.len()];
        for (n, column) in self.table.columns.iter().enumerate() {
            let Some(text) = texts[n] else {
                if column.required {
                    plan.bad.push(Bad { row, fault: Fault::Blank { column: n } });
                }
                continue;
            };
            let path = format!("{}.{number}.{}", self.id, column.id);
            match self.accept(&path, column, text) {
                Ok(value) => {
                    values[n].clone_from(&value);
                    plan.sets.push((path, Some(value)));
                }
                Err(refusal) => {
                    let fault = Fault::Refused { column: n, value: text.to_owned(), refusal };
                    plan.bad.push(Bad { row, fault });
                }
            }
            if self.known[n].as_ref().is_some_and(|known| !known.contains(&*compared(text))) {
                plan.bad.push(Bad { row, fault: Fault::Unknown { column: n, value: text.to_owned() } });
            }
        }
        let key: Vec<String> = self.unique.iter().map(|&n| compared(&values[n]).into_owned()).collect();
        if key.iter().all(String::is_empty) {
            return;
        }
        if let Some(recorded) = self.recorded.get(&key) {
            plan.bad.push(Bad { row, fault: Fault::Recorded { row: *recorded } });
        } else if let Some(first) = self.seen.get(&key) {
            plan.bad.push(Bad { row, fault: Fault::Twice { first: *first } });
        } else {
            self.seen.insert(key, row);
        }
    }

    /// What is recorded for a cell; a code may also be given by its words.
    fn accept(&self, path: &str, column: &Column, text: &str) -> Result<String, Refusal> {
        if let ColumnKind::Choice(choices) = &column.kind {
            let named = |c: &&crate::scheme::measure::Choice| {
                let words = [Some(&c.label.text), c.label.en.as_ref()];
                words.into_iter().flatten().any(|w| compared(w) == compared(text))
            };
            if let Some(choice) = choices.iter().find(named) {
                return Ok(choice.code.clone());
            }
        }
        let kind = self.scheme.field(path).map_or(FieldKind::Text, |f| f.kind);
        kind.accept(text)
    }
}
