//! Cuts a table of comma separated values into blocks of whole records, so that several can be
//! looked at side by side.
//!
//! Quotes follow RFC 4180 as the `csv` crate reads it: they quote only at the beginning of a
//! cell, and a doubled quote inside is one quote.

use std::io::{self, Read};

use memchr::{memchr, memrchr};

/// Bytes of a block, unless a record is longer.
const BLOCK: usize = 512 << 10;
/// Bytes after which what should be one record is a quote that was never closed.
const LONGEST: usize = 32 << 20;

/// Why there is no next block.
#[derive(Debug)]
pub(super) enum Stop {
    /// It cannot be read.
    Read(io::Error),
    /// A record does not end.
    Endless,
}

/// The blocks of a table.
pub(super) struct Blocks<R> {
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
    pub fn next(&mut self, mut room: Vec<u8>) -> Result<Option<Vec<u8>>, Stop> {
        room.clear();
        room.append(&mut self.rest);
        let mut wanted = BLOCK;
        loop {
            self.fill(&mut room, wanted).map_err(Stop::Read)?;
            if self.ended {
                if !room.is_empty() && room.last() != Some(&b'\n') {
                    room.push(b'\n');
                }
                return Ok((!room.is_empty()).then_some(room));
            }
            if let Some(end) = last_end(&room, self.delimiter) {
                self.rest.extend_from_slice(&room[end..]);
                room.truncate(end);
                return Ok(Some(room));
            }
            if room.len() > LONGEST {
                return Err(Stop::Endless);
            }
            wanted = room.len() * 2;
        }
    }

    fn fill(&mut self, room: &mut Vec<u8>, wanted: usize) -> io::Result<()> {
        let missing = wanted.saturating_sub(room.len());
        let read = self.input.by_ref().take(missing as u64).read_to_end(room)?;
        self.ended = self.ended || read < missing;
        Ok(())
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
    while let Some(next) = record_end(bytes, end.unwrap_or(0), delimiter) {
        end = Some(next);
    }
    end
}

/// Where the record beginning at `at` ends, if it does.
pub(super) fn record_end(bytes: &[u8], mut at: usize, delimiter: u8) -> Option<usize> {
    loop {
        if bytes.get(at) == Some(&b'"') {
            at = quoted_end(bytes, at)?;
        }
        let stop = bytes[at..].iter().position(|b| *b == delimiter || *b == b'\n' || *b == b'\r')?;
        at += stop + 1;
        match bytes[at - 1] {
            b'\n' => return Some(at),
            b'\r' => match bytes.get(at) {
                Some(b'\n') => return Some(at + 1),
                Some(_) => return Some(at),
                None => return None,
            },
            _ if at == bytes.len() => return None,
            _ => {}
        }
    }
}

/// Where the quoted part that begins at `at` ends, behind its closing quote.
pub(super) fn quoted_end(bytes: &[u8], at: usize) -> Option<usize> {
    let mut at = at + 1;
    loop {
        at += memchr(b'"', &bytes[at..])? + 1;
        if bytes.get(at) != Some(&b'"') {
            return Some(at);
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_ends_at_a_line_end_outside_of_quotes() {
        let end = |text: &str| record_end(text.as_bytes(), 0, b',');
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
