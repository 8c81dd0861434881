//! Rows of a table, read a chunk at a time, with the lines they stand in.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::Read;
use std::ops::Range;
use std::sync::Arc;

use memchr::memchr_iter;

use super::columns::Columns;
use super::{Batch, Stop, Trouble};
use crate::format::records::{self, Blocks, Record, first_record, record_end};
use crate::scheme::Paths;

const DELIMITER: u8 = b',';
/// What spreadsheets put before UTF-8.
const MARK: &[u8] = "\u{FEFF}".as_bytes();
/// Bytes in which the headings are looked for at first.
const HEAD: usize = 64 << 10;
/// Bytes of a chunk for each byte of the headings, about as many rows as a chunk has; and the
/// fewest and the most bytes of one.
const ROWS: usize = 1024;
const BYTES: (usize, usize) = (64 << 10, 4 << 20);

/// A row as it stands in the table.
#[derive(Debug, Clone, Default)]
pub struct Line {
    /// Where it begins in its chunk.
    start: usize,
    /// Which of the chunk's ends of cells are its own.
    ends: Range<usize>,
    /// The line it begins in, from 1.
    pub number: u64,
    /// The line of the row that has the same unit, if there is one further up.
    pub twin: Option<u64>,
}

/// Some rows.
#[derive(Debug, Default)]
pub struct Chunk {
    block: Vec<u8>,
    /// Where cells end, row after row.
    ends: Vec<usize>,
    lines: Vec<Line>,
}

impl Chunk {
    /// The rows in it.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The cells of one of them.
    pub fn record(&self, line: &Line) -> Record<'_> {
        Record::new(&self.block, line.start, &self.ends[line.ends.clone()])
    }
}

/// A table being read.
pub struct Source<R> {
    /// What its columns hold.
    pub columns: Arc<Columns>,
    blocks: Blocks<R>,
    /// Bytes of a chunk.
    room: usize,
    /// The line in which the next row begins.
    line: u64,
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
        let mut blocks = Blocks::new(input, DELIMITER, Vec::new());
        let mut start = Vec::new();
        let mut wanted = HEAD;
        let (skipped, length) = loop {
            let ended = blocks.fill(&mut start, wanted)?;
            let skipped = before_head(&start);
            if let Some(end) = record_end(&start, skipped, DELIMITER, |_| {}) {
                break (skipped, end - skipped);
            }
            if ended {
                break (skipped, start.len() - skipped);
            }
            wanted *= 2;
        };
        let (head, _) = first_record(&start[skipped..], DELIMITER);
        let line = 1 + lines(&start[..skipped]);
        let columns = Arc::new(Columns::read(batch.scheme, paths, &head, line, troubles)?);
        let line = line + lines(&start[skipped..skipped + length]);
        blocks.keep(&mut start, skipped + length);
        let room = (length * ROWS).clamp(BYTES.0, BYTES.1);
        Ok(Self { columns, blocks, room, line, seen: HashMap::new(), remembered: batch.remembered })
    }

    /// The next rows, in the room that `spare` has, whose own rows go; `None` at the end of the
    /// table. Rows without any content, as spreadsheets leave them at the end, are passed over.
    pub fn next(&mut self, spare: Chunk) -> Result<Option<Chunk>, Stop> {
        let mut chunk = spare;
        chunk.block.clear();
        let mut wanted = self.room;
        loop {
            let ended = self.blocks.fill(&mut chunk.block, wanted)?;
            let read = self.rows(&mut chunk, ended);
            if ended || read > 0 {
                self.blocks.keep(&mut chunk.block, read);
            }
            if !chunk.lines.is_empty() || ended {
                return Ok((!chunk.lines.is_empty()).then_some(chunk));
            }
            if read > 0 {
                // Nothing but rows without content.
                chunk.block.clear();
            } else {
                wanted *= 2;
            }
        }
    }

    /// Finds the rows of a chunk; returns how many of its bytes they are.
    fn rows(&mut self, chunk: &mut Chunk, ended: bool) -> usize {
        let Chunk { block, ends, lines: rows } = chunk;
        ends.clear();
        rows.clear();
        let mut at = 0;
        while at < block.len() {
            let first = ends.len();
            let found = record_end(block, at, DELIMITER, |end| ends.push(end));
            let next = match found {
                Some(next) => next,
                // A quote that is not closed: the rest is one cell.
                None if ended => {
                    ends.push(block.len() - 1);
                    block.len()
                }
                None => {
                    ends.truncate(first);
                    return at;
                }
            };
            let number = self.line;
            self.line += lines(&block[at..next]);
            let record = Record::new(block, at, &ends[first..]);
            if is_blank(record) {
                ends.truncate(first);
            } else {
                let twin = self.twin(records::text(&block[at..ends[first]]).trim_ascii(), number);
                rows.push(Line { start: at, ends: first..ends.len(), number, twin });
            }
            at = next;
        }
        at
    }

    /// The line of the row with the same unit further up; remembers this one if there is none.
    fn twin(&mut self, unit: &[u8], number: u64) -> Option<u64> {
        let print = fingerprint(unit);
        let twin = self.seen.get(&print).copied().filter(|_| !unit.is_empty());
        if twin.is_none() && self.seen.len() < self.remembered {
            self.seen.insert(print, number);
        }
        twin
    }
}

/// Whether nothing stands in any cell.
fn is_blank(record: Record<'_>) -> bool {
    let bytes = record.bytes();
    // The first letter of the unit says no.
    bytes.iter().all(|b| b.is_ascii_whitespace() || matches!(*b, DELIMITER | b'"'))
        && (0..record.cells())
            .all(|n| records::text(&bytes[record.range(n)]).iter().all(u8::is_ascii_whitespace))
}

/// How many bytes stand before the headings: a mark and empty lines.
fn before_head(start: &[u8]) -> usize {
    let mark = if start.starts_with(MARK) { MARK.len() } else { 0 };
    let empty = start[mark..].iter().take_while(|b| matches!(b, b'\n' | b'\r')).count();
    mark + empty
}

/// How many lines end in these whole records: by line feeds, or by carriage returns alone.
fn lines(records: &[u8]) -> u64 {
    let feeds = memchr_iter(b'\n', records).count();
    if feeds > 0 { feeds as u64 } else { memchr_iter(b'\r', records).count() as u64 }
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
