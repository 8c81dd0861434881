//! Reads the rows of an XLSX sheet one by one, after making sure that it can do no harm.
//!
//! A workbook is a ZIP archive of XML: a few kilobytes may unpack to gigabytes, one cell in the
//! last corner of a sheet may claim a table of billions. So all parts are unpacked once into
//! nothing, counting what really comes out, before anything is kept; and rows are taken as their
//! cells come, never as the rectangle that the sheet says it is.

use std::io::{Cursor, Read, Seek};

use calamine::{DataRef, Reader as _, Xlsx, XlsxError};
use memchr::memmem;
use zip::ZipArchive;

use super::{MOST_COLUMNS, Sheets, Stop, Watch, Watched, input};

/// Most bytes of all parts together.
const MOST_BYTES: u64 = 1 << 30;
/// Most bytes of a part that is kept whole in memory: texts, styles.
const MOST_KEPT: u64 = 128 << 20;
/// Most times that a part may be larger than it is packed; sheets of figures reach a few dozen.
const MOST_RATIO: u64 = 200;
/// Parts smaller than this are harmless whatever their ratio.
const SMALL: u64 = 4 << 20;
/// Most cells of a sheet.
const MOST_CELLS: u64 = 40_000_000;

/// Why a workbook is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Danger {
    /// Not a workbook, or not a whole one.
    Damaged,
    /// It unpacks to more bytes than this.
    TooLarge {
        /// The limit.
        most: u64,
    },
    /// A part is packed more times than this.
    Bomb {
        /// The limit.
        most: u64,
    },
    /// A part declares a document type, as only attacks do.
    Doctype(String),
    /// More cells than this.
    TooManyCells {
        /// The limit.
        most: u64,
    },
    /// A row comes after a later one.
    Disorder(u64),
}

impl From<Danger> for Stop {
    fn from(danger: Danger) -> Self {
        Self::Workbook(danger)
    }
}

/// What the reader says of it helps nobody who has only the file.
fn damaged<E>(_: E) -> Stop {
    Danger::Damaged.into()
}

/// Whether a file that begins like this is a workbook.
pub fn is_workbook(start: &[u8]) -> bool {
    start.starts_with(&input::ZIP)
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::format) enum Content {
    /// Text, or a number as text.
    Text(String),
    /// An error value such as `#N/A`.
    Error(String),
}

/// A cell of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::format) struct Cell {
    /// From 0.
    pub column: usize,
    pub content: Content,
    pub is_formula: bool,
}

/// A workbook that was looked through.
pub(in crate::format) struct Workbook {
    book: Xlsx<Watched<Cursor<Vec<u8>>>>,
}

impl Workbook {
    /// Opens a workbook after looking through all its parts.
    pub fn open(bytes: Vec<u8>, watch: &Watch) -> Result<Self, Stop> {
        // Every byte is unpacked once to be counted and once to be read.
        let watch = watch.clone().over(bytes.len() as u64 * 2);
        look_through(watch.over_reader(Cursor::new(bytes.as_slice())))?;
        let book = Xlsx::new(watch.over_reader(Cursor::new(bytes))).map_err(damaged)?;
        Ok(Self { book })
    }

    /// The sheet that is meant, the first one if none is, and the others.
    pub fn choose(&self, sheet: Option<String>) -> Result<Sheets, Stop> {
        let mut sheets = self.sheets();
        let at = match sheet {
            None if sheets.is_empty() => return Err(Stop::Empty),
            None => 0,
            Some(name) => match sheets.iter().position(|s| *s == name) {
                Some(at) => at,
                None => return Err(Stop::NoSheet(name, sheets)),
            },
        };
        Ok((sheets.remove(at), sheets))
    }

    /// The names of its sheets.
    pub fn sheets(&self) -> Vec<String> {
        self.book.sheet_names()
    }

    /// Hands each row that has any cell to `take`, with its number from 0.
    pub fn rows(
        &mut self,
        sheet: &str,
        mut take: impl FnMut(u64, &[Cell]) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        let mut reader = self.book.worksheet_cells_reader(sheet).map_err(|e: XlsxError| damaged(e))?;
        let (mut row, mut cells, mut count) = (0, Vec::new(), 0);
        while let Some(record) = reader.next_cell_with_formula_metadata().map_err(damaged)? {
            let (at, column) = (u64::from(record.pos.0), record.pos.1 as usize);
            count += 1;
            if count > MOST_CELLS {
                return Err(Danger::TooManyCells { most: MOST_CELLS }.into());
            }
            if at < row {
                return Err(Danger::Disorder(at + 1).into());
            }
            if at > row && !cells.is_empty() {
                take(row, &cells)?;
                cells.clear();
            }
            row = at;
            let Some(content) = content(&record.value) else { continue };
            if column >= MOST_COLUMNS {
                return Err(Stop::TooWide);
            }
            cells.push(Cell { column, content, is_formula: record.formula.is_some() });
        }
        if cells.is_empty() { Ok(()) } else { take(row, &cells) }
    }
}

/// What a cell holds; nothing for an empty one.
fn content(value: &DataRef<'_>) -> Option<Content> {
    let text = match value {
        DataRef::Empty => return None,
        DataRef::Int(n) => n.to_string(),
        // The shortest digits that are this number: 3 for 3.0, 0.1 for 0.1.
        DataRef::Float(n) => n.to_string(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(b) => u8::from(*b).to_string(),
        DataRef::DateTime(at) => {
            let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
            if at.is_datetime() {
                let date = format!("{year:04}-{month:02}-{day:02}");
                let midnight = (hour, minute, second) == (0, 0, 0);
                if midnight { date } else { format!("{date} {hour:02}:{minute:02}:{second:02}") }
            } else {
                at.as_f64().to_string()
            }
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.replace('T', " "),
        DataRef::Error(error) => return Some(Content::Error(error.to_string())),
    };
    (!text.trim().is_empty()).then_some(Content::Text(text))
}

/// Unpacks every part into nothing: bytes are counted as they come, whatever the archive says
/// about itself, and no part may declare a document type.
pub(in crate::format) fn look_through(bytes: impl Read + Seek) -> Result<(), Stop> {
    let mut archive = ZipArchive::new(bytes).map_err(damaged)?;
    let mut all = 0;
    let mut chunk = vec![0; 64 << 10];
    for n in 0..archive.len() {
        let mut part = archive.by_index(n).map_err(damaged)?;
        let name = part.name().map_err(damaged)?.into_owned();
        let packed = part.compressed_size().max(1);
        let is_sheet = name.contains("worksheets/");
        let most = if is_sheet { MOST_BYTES } else { MOST_KEPT };
        let (mut size, mut tail) = (0u64, Vec::new());
        loop {
            let read = part.read(&mut chunk).map_err(damaged)?;
            if read == 0 {
                break;
            }
            size += read as u64;
            all += read as u64;
            if size > most || all > MOST_BYTES {
                return Err(Danger::TooLarge { most: most.min(MOST_BYTES) }.into());
            }
            if size > SMALL && size / packed > MOST_RATIO {
                return Err(Danger::Bomb { most: MOST_RATIO }.into());
            }
            // A word may be cut in two between chunks.
            tail.extend_from_slice(&chunk[..read]);
            let wide =
                size == read as u64 && (tail.starts_with(&[0xFE, 0xFF]) || tail.starts_with(&[0xFF, 0xFE]));
            if is_xml(&name) && (wide || memmem::find(&tail, b"<!DOCTYPE").is_some()) {
                return Err(Danger::Doctype(name).into());
            }
            let kept = tail.len().saturating_sub(8);
            tail.drain(..kept);
        }
    }
    Ok(())
}

fn is_xml(name: &str) -> bool {
    let ending = name.rsplit('.').next().unwrap_or_default();
    ["xml", "rels", "vml"].iter().any(|e| ending.eq_ignore_ascii_case(e))
}
