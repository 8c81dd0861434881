//! Rows of a table, read a chunk at a time, with the lines they stand in.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::Read;
use std::sync::Arc;

use csv::{ByteRecord, Reader, ReaderBuilder};

use super::columns::Columns;
use super::{Stop, Trouble};
use crate::scheme::Scheme;

/// Most rows of a chunk.
const ROWS: usize = 2048;
/// Bytes after which a chunk is full, however few its rows are.
const BYTES: usize = 4 << 20;

/// A row as it stands in the table.
#[derive(Debug, Clone, Default)]
pub struct Line {
    /// Its cells.
    pub record: ByteRecord,
    /// The line it begins in, from 1.
    pub number: u64,
    /// The line of the row that has the same unit, if there is one further up.
    pub twin: Option<u64>,
}

/// Some rows; their memory is used again for the next.
#[derive(Debug, Default)]
pub struct Chunk {
    all: Vec<Line>,
    used: usize,
}

impl Chunk {
    /// The rows in it.
    pub fn lines(&self) -> &[Line] {
        &self.all[..self.used]
    }
}

/// A table being read.
pub struct Source<R> {
    /// What its columns hold.
    pub columns: Arc<Columns>,
    reader: Reader<R>,
    /// Fingerprints of units and the lines they stand in.
    seen: HashMap<(u64, u64), u64>,
}

impl<R: Read> Source<R> {
    /// Reads the headings; what is wrong with single ones goes to `troubles`.
    pub fn open(scheme: &Scheme, input: R, troubles: &mut Vec<Trouble>) -> Result<Self, Stop> {
        let mut builder = ReaderBuilder::new();
        builder.has_headers(false).flexible(true).buffer_capacity(1 << 18);
        let mut reader = builder.from_reader(input);
        let mut head = ByteRecord::new();
        reader.read_byte_record(&mut head).map_err(stop)?;
        let line = line_of(&head);
        let columns = Arc::new(Columns::read(scheme, &head, line, troubles)?);
        Ok(Self { columns, reader, seen: HashMap::new() })
    }

    /// Puts the next rows into `chunk` in place of what was there; none at the end of the table.
    /// Rows without any content, as spreadsheets leave them at the end, are passed over.
    pub fn fill(&mut self, chunk: &mut Chunk) -> Result<(), Stop> {
        chunk.used = 0;
        let mut bytes = 0;
        while chunk.used < ROWS && bytes < BYTES {
            if chunk.all.len() == chunk.used {
                chunk.all.push(Line::default());
            }
            let line = &mut chunk.all[chunk.used];
            if !self.reader.read_byte_record(&mut line.record).map_err(stop)? {
                return Ok(());
            }
            let blank = |cell: &[u8]| cell.iter().all(u8::is_ascii_whitespace);
            if line.record.iter().all(blank) {
                continue;
            }
            line.number = line_of(&line.record);
            let unit = line.record.get(0).unwrap_or_default().trim_ascii();
            line.twin = None;
            if !unit.is_empty() {
                let first = *self.seen.entry(fingerprint(unit)).or_insert(line.number);
                line.twin = (first != line.number).then_some(first);
            }
            bytes += line.record.as_slice().len();
            chunk.used += 1;
        }
        Ok(())
    }
}

/// 128 bits that two different units do not share.
fn fingerprint(unit: &[u8]) -> (u64, u64) {
    let half = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        (salt, unit).hash(&mut hasher);
        hasher.finish()
    };
    (half(0), half(1))
}

fn line_of(record: &ByteRecord) -> u64 {
    record.position().map_or(0, csv::Position::line)
}

/// Only reading can fail: any number of cells of any bytes is a row.
fn stop(error: csv::Error) -> Stop {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => Stop::Read(error),
        other => Stop::Read(std::io::Error::other(format!("{other:?}"))),
    }
}
