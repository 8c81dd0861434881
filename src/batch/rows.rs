//! Rows of a table, read a chunk at a time, with the lines they stand in.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::Read;
use std::sync::Arc;

use csv::{ByteRecord, Reader, ReaderBuilder};

use super::columns::Columns;
use super::{Batch, Stop, Trouble};
use crate::scheme::Paths;

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

/// Some rows.
#[derive(Debug, Default)]
pub struct Chunk {
    lines: Vec<Line>,
}

impl Chunk {
    /// The rows in it.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }
}

/// A table being read.
pub struct Source<R> {
    /// What its columns hold.
    pub columns: Arc<Columns>,
    reader: Reader<R>,
    /// Room for the row being read.
    record: ByteRecord,
    /// Fingerprints of units and the lines they stand in.
    seen: HashMap<(u64, u64), u64>,
    /// Most of them.
    remembered: usize,
}

impl<R: Read> Source<R> {
    /// Reads the headings; what is wrong with single ones goes to `troubles`.
    pub fn open(
        batch: &Batch<'_>,
        paths: &Paths,
        input: R,
        troubles: &mut Vec<Trouble>,
    ) -> Result<Self, Stop> {
        let mut builder = ReaderBuilder::new();
        builder.has_headers(false).flexible(true).buffer_capacity(1 << 18);
        let mut reader = builder.from_reader(input);
        let mut head = ByteRecord::new();
        reader.read_byte_record(&mut head).map_err(stop)?;
        let line = line_of(&head);
        let columns = Arc::new(Columns::read(batch.scheme, paths, &head, line, troubles)?);
        let (seen, remembered) = (HashMap::new(), batch.remembered);
        Ok(Self { columns, reader, record: ByteRecord::new(), seen, remembered })
    }

    /// The next rows; none at the end of the table. Rows without any content, as spreadsheets
    /// leave them at the end, are passed over.
    fn chunk(&mut self) -> Result<Chunk, Stop> {
        let mut chunk = Chunk::default();
        let mut bytes = 0;
        while chunk.lines.len() < ROWS && bytes < BYTES {
            if !self.reader.read_byte_record(&mut self.record).map_err(stop)? {
                break;
            }
            let blank = |cell: &[u8]| cell.iter().all(u8::is_ascii_whitespace);
            if self.record.iter().all(blank) {
                continue;
            }
            let number = line_of(&self.record);
            let unit = self.record.get(0).unwrap_or_default().trim_ascii();
            let print = fingerprint(unit);
            let twin = self.seen.get(&print).copied().filter(|_| !unit.is_empty());
            if twin.is_none() && self.seen.len() < self.remembered {
                self.seen.insert(print, number);
            }
            bytes += self.record.as_slice().len();
            chunk.lines.push(Line { record: self.record.clone(), number, twin });
        }
        Ok(chunk)
    }
}

impl<R: Read> Iterator for Source<R> {
    type Item = Result<Chunk, Stop>;

    fn next(&mut self) -> Option<Self::Item> {
        self.chunk().map(|chunk| (!chunk.lines.is_empty()).then_some(chunk)).transpose()
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
