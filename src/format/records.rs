//! Records of a table of comma separated values: blocks of them, so that several can be looked at
//! side by side, and where their cells end.
//!
//! Quotes follow RFC 4180 as the `csv` crate reads it: they quote only at the beginning of a
//! cell, and a doubled quote inside is one quote.

use std::borrow::Cow;
use std::io::{self, Read};
use std::ops::Range;

use memchr::{memchr, memrchr};

/// Bytes of a block, unless a record is longer.
const BLOCK: usize = 512 << 10;
/// Bytes after which what should be one record is a quote that was never closed.
const LONGEST: usize = 32 << 20;

/// Why there is no next block.
#[derive(Debug)]
pub enum Stop {
    /// It cannot be read.
    Read(io::Error),
    /// A record does not end.
    Endless,
}

/// The blocks of a table.
pub struct Blocks<R> {
    input: R,
    delimiter: u8,
    /// The beginning of a record that the last block left.
    rest: Vec<u8>,
    ended: bool,
}

impl<R: Read> Blocks<R> {
    /// All blocks of what follows `rest` in `input`.
    pub fn new(input: R, delimiter: u8, rest: Vec<u8>) -> Self {
        Self { input, delimiter, rest, ended: false }
    }

    /// The next whole records, ending with a line feed; `None` at the end. `room` is a block
    /// that is done with, for its memory.
    ///
    /// # Errors
    /// See [`Stop`].
    pub fn next(&mut self, mut room: Vec<u8>) -> Result<Option<Vec<u8>>, Stop> {
        room.clear();
        let mut wanted = BLOCK;
        loop {
            self.fill(&mut room, wanted)?;
            if self.ended {
                return Ok((!room.is_empty()).then_some(room));
            }
            if let Some(end) = last_end(&room, self.delimiter) {
                self.keep(&mut room, end);
                return Ok(Some(room));
            }
            wanted = room.len() * 2;
        }
    }

    /// Fills `room` up to so many bytes, first with what was kept; whether that is the end, which
    /// ends with a line feed.
    ///
    /// # Errors
    /// See [`Stop`].
    pub fn fill(&mut self, room: &mut Vec<u8>, wanted: usize) -> Result<bool, Stop> {
        if room.len() > LONGEST {
            return Err(Stop::Endless);
        }
        room.append(&mut self.rest);
        let missing = wanted.saturating_sub(room.len());
        let read = self.input.by_ref().take(missing as u64).read_to_end(room).map_err(Stop::Read)?;
        self.ended = self.ended || read < missing;
        if self.ended && !room.is_empty() && room.last() != Some(&b'\n') {
            room.push(b'\n');
        }
        Ok(self.ended)
    }

    /// Keeps what follows `end`, the beginning of a record, for the next block.
    pub fn keep(&mut self, room: &mut Vec<u8>, end: usize) {
        self.rest.extend_from_slice(&room[end..]);
        room.truncate(end);
    }
}

/// Where the last whole record ends; its line feed is part of it.
fn last_end(bytes: &[u8], delimiter: u8) -> Option<usize> {
    if memchr(b'"', bytes).is_none() {
        // Old files end their lines with a carriage return alone; the last byte may be half of
        // two that belong together.
        let inner = &bytes[..bytes.len().saturating_sub(1)];
        return memrchr(b'\n', bytes).or_else(|| memrchr(b'\r', inner)).map(|n| n + 1);
    }
    let mut end = None;
    while let Some(next) = record_end(bytes, end.unwrap_or(0), delimiter, |_| {}) {
        end = Some(next);
    }
    end
}

/// A record within a block.
#[derive(Debug, Clone, Copy)]
pub struct Record<'a> {
    block: &'a [u8],
    start: usize,
    ends: &'a [usize],
}

impl<'a> Record<'a> {
    /// The record that begins at `start` and whose cells end at `ends`, as [`record_end`] tells.
    pub const fn new(block: &'a [u8], start: usize, ends: &'a [usize]) -> Self {
        Self { block, start, ends }
    }

    /// How many cells it has.
    pub const fn cells(self) -> usize {
        self.ends.len()
    }

    /// All of it, quotes and delimiters included.
    pub fn bytes(self) -> &'a [u8] {
        &self.block[self.start..self.ends.last().copied().unwrap_or(self.start)]
    }

    /// Where a cell lies in [`Self::bytes`], its quotes included.
    pub fn range(self, cell: usize) -> Range<usize> {
        let begin = cell.checked_sub(1).map_or(0, |before| self.ends[before] + 1 - self.start);
        begin..self.ends[cell] - self.start
    }
}

/// Where the record beginning at `at` ends, if it does; `cell` is told where each of its cells ends.
pub fn record_end(bytes: &[u8], mut at: usize, delimiter: u8, mut cell: impl FnMut(usize)) -> Option<usize> {
    loop {
        let end = cell_end(bytes, at, delimiter);
        let stop = *bytes.get(end)?;
        cell(end);
        at = end + 1;
        match stop {
            b'\n' => return Some(at),
            b'\r' => return bytes.get(at).map(|next| if *next == b'\n' { at + 1 } else { at }),
            _ => {}
        }
    }
}

/// Where the quoted part that begins at `at` ends, behind its closing quote.
pub fn quoted_end(bytes: &[u8], at: usize) -> Option<usize> {
    let mut at = at + 1;
    loop {
        at += memchr(b'"', &bytes[at..])? + 1;
        if bytes.get(at) != Some(&b'"') {
            return Some(at);
        }
        at += 1;
    }
}

/// The byte there; a line feed behind the end.
pub fn byte(bytes: &[u8], at: usize) -> u8 {
    bytes.get(at).copied().unwrap_or(b'\n')
}

/// Where the cell beginning at `at` ends: its delimiter, its line end, or the end of all.
pub fn cell_end(bytes: &[u8], at: usize, delimiter: u8) -> usize {
    let start = if byte(bytes, at) == b'"' && at < bytes.len() {
        quoted_end(bytes, at).unwrap_or(bytes.len())
    } else {
        at
    };
    start + plain_end(&bytes[start..], delimiter)
}

/// How many bytes come before a delimiter or line end: eight are looked at in one go (the test
/// for a zero byte in a word, Mycroft 1987).
fn plain_end(bytes: &[u8], delimiter: u8) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = 0x8080_8080_8080_8080;
    let marks = [delimiter, b'\n', b'\r'].map(|b| u64::from(b) * ONES);
    let (words, rest) = bytes.as_chunks::<8>();
    for (n, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let hit = marks.iter().fold(0, |hit, mark| {
            let x = word ^ mark;
            hit | (x.wrapping_sub(ONES) & !x & HIGHS)
        });
        if hit != 0 {
            // The lowest mark is right, whatever a borrow made of those above it.
            return n * 8 + (hit.trailing_zeros() / 8) as usize;
        }
    }
    let is_end = |b: &u8| *b == delimiter || *b == b'\n' || *b == b'\r';
    words.len() * 8 + rest.iter().position(is_end).unwrap_or(rest.len())
}

/// A quoted cell without its quotes; what stands behind the closing quote belongs to it.
pub fn unquoted<'a>(raw: &'a [u8], scratch: &'a mut Vec<u8>) -> &'a [u8] {
    match text(raw) {
        Cow::Borrowed(inner) => inner,
        Cow::Owned(whole) => {
            *scratch = whole;
            scratch
        }
    }
}

/// A cell without its quotes, if it has any; what stands behind the closing quote belongs to it.
pub fn text(raw: &[u8]) -> Cow<'_, [u8]> {
    if raw.first() != Some(&b'"') {
        return Cow::Borrowed(raw);
    }
    let close = quoted_end(raw, 0).map_or(raw.len(), |n| n - 1);
    let inner = &raw[1..close];
    let behind = raw.get(close + 1..).unwrap_or_default();
    if behind.is_empty() && memchr(b'"', inner).is_none() {
        return Cow::Borrowed(inner);
    }
    let mut whole = Vec::with_capacity(raw.len());
    let mut quotes = inner.split(|b| *b == b'"');
    whole.extend_from_slice(quotes.next().unwrap_or_default());
    while let Some(part) = quotes.next() {
        // Quotes come in pairs inside: between the two of a pair there is nothing.
        if part.is_empty() {
            whole.push(b'"');
            whole.extend_from_slice(quotes.next().unwrap_or_default());
        } else {
            whole.extend_from_slice(part);
        }
    }
    whole.extend_from_slice(behind);
    Cow::Owned(whole)
}

/// The cells of the first record and where it ends.
pub fn first_record(bytes: &[u8], delimiter: u8) -> (Vec<Vec<u8>>, usize) {
    let (mut cells, mut at) = (Vec::new(), 0);
    loop {
        let end = cell_end(bytes, at, delimiter);
        cells.push(text(&bytes[at..end]).into_owned());
        at = (end + 1).min(bytes.len());
        if end >= bytes.len() || bytes[end] != delimiter {
            let pair =
                end < bytes.len() && bytes[end] == b'\r' && byte(bytes, at) == b'\n' && at < bytes.len();
            return (cells, if pair { at + 1 } else { at });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_ends_at_a_line_end_outside_of_quotes() {
        let end = |text: &str| record_end(text.as_bytes(), 0, b',', |_| {});
        assert_eq!(end("1,2\n3"), Some(4));
        assert_eq!(end("1,2\r\n3"), Some(5));
        assert_eq!(end("1,2\r3"), Some(4));
        assert_eq!(end("1,2\r"), None, "half of two may be missing");
        assert_eq!(end("\"a\nb\",2\n3"), Some(8));
        assert_eq!(end("\"a\"\"\n\",2\n"), Some(9));
        assert_eq!(end("5\" disk,2\n3"), Some(10), "a quote inside a cell is a quote");
        assert_eq!(end("\"a\n"), None);
        assert_eq!(end("1,"), None);
    }

    #[test]
    fn blocks_hold_whole_records_and_nothing_is_lost() {
        let mut text = String::new();
        for n in 0..120_000 {
            text.push_str(if n % 977 == 0 { "\"a\n\"\"b\",2\r\n" } else { "1,22,3\n" });
        }
        text.push_str("1,2");
        let mut blocks = Blocks::new(text.as_bytes(), b',', Vec::new());
        let (mut all, mut count) = (Vec::new(), 0);
        while let Some(block) = blocks.next(Vec::new()).unwrap() {
            assert!(block.ends_with(b"\n"));
            all.extend(block);
            count += 1;
        }
        assert!(count > 1, "{count} blocks");
        assert_eq!(all, format!("{text}\n").into_bytes());
    }

    #[test]
    fn a_quote_that_is_never_closed_is_noticed() {
        let endless = io::repeat(b'x');
        let mut blocks = Blocks::new(endless, b',', b"\"".to_vec());
        assert!(matches!(blocks.next(Vec::new()), Err(Stop::Endless)));
    }
}
