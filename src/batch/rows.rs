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
    /// The rows, and behind them room that an earlier use of this chunk left.
    lines: Vec<Line>,
    /// How many of them are rows.
    filled: usize,
}

impl Chunk {
    /// The rows in it.
    pub fn lines(&self) -> &[Line] {
        &self.lines[..self.filled]
    }

    /// Room for one more row.
    fn room(&mut self) -> &mut Line {
        if self.filled == self.lines.len() {
            self.lines.push(Line::default());
        }
        &mut self.lines[self.filled]
    }
}

/// A table being read.
pub struct Source<R> {
    /// What its columns hold.
    pub columns: Arc<Columns>,
    reader: Reader<R>,
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
        Ok(Self { columns, reader, seen, remembered })
    }

    /// The next rows, in the room that `spare` has, whose own rows go; `None` at the end of the
    /// table. Rows without any content, as spreadsheets leave them at the end, are passed over.
    pub fn next(&mut self, spare: Chunk) -> Result<Option<Chunk>, Stop> {
        let mut chunk = Chunk { filled: 0, ..spare };
        let mut bytes = 0;
        while chunk.filled < ROWS && bytes < BYTES {
            let line = chunk.room();
            if !self.reader.read_byte_record(&mut line.record).map_err(stop)? {
                break;
            }
            let blank = |cell: &[u8]| cell.iter().all(u8::is_ascii_whitespace);
            if line.record.iter().all(blank) {
                continue;
            }
            line.number = line_of(&line.record);
            let unit = line.record.get(0).unwrap_or_default().trim_ascii();
            let print = fingerprint(unit);
            line.twin = self.seen.get(&print).copied().filter(|_| !unit.is_empty());
            if line.twin.is_none() && self.seen.len() < self.remembered {
                self.seen.insert(print, line.number);
            }
            bytes += line.record.as_slice().len();
            chunk.filled += 1;
        }
        Ok((chunk.filled > 0).then_some(chunk))
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
