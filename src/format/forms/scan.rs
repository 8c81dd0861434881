//! Walks the cells of a block and looks each up in the table of its column.
//!
//! Nearly every cell is one known byte or one known word; those cost a look-up. Everything else
//! goes to the sink as it stands, unquoted. Must not know what cells mean.

use crate::format::records::{byte, cell_end, unquoted};

/// What a cell may be worth: up to [`MOST`] numbers, nothing at all, or something to look into.
pub(super) type Slot = u8;
/// The largest number.
pub(super) const MOST: Slot = 250;
/// The column is passed over.
pub(super) const PASSED: Slot = 254;
/// The cell is none of those known.
pub(super) const ODD: Slot = 255;

/// What the cells of one column are known to be.
#[derive(Debug, Clone)]
pub(super) struct Known {
    /// By the only byte of a cell.
    bytes: [Slot; 256],
    /// What an empty cell is.
    empty: Slot,
    /// By all bytes of a cell.
    words: Words,
}

/// Words by their bytes: a table of places with room to spare, so that looking one up is a
/// multiplication and a comparison.
#[derive(Debug, Clone, Default)]
struct Words {
    all: Vec<(Box<[u8]>, Slot)>,
    /// Places in `all` plus 1 by hash; 0 is free. Its length is a power of two.
    table: Vec<u16>,
}

impl Words {
    fn add(&mut self, word: &[u8], slot: Slot) {
        if self.find(word).is_some() {
            return;
        }
        self.all.push((word.into(), slot));
        self.table = vec![0; (self.all.len() * 4).next_power_of_two().max(16)];
        for n in 0..self.all.len() {
            let mut at = self.start(&self.all[n].0);
            while self.table[at] != 0 {
                at = (at + 1) & (self.table.len() - 1);
            }
            // More words than a column can have slots are never entered.
            self.table[at] = u16::try_from(n + 1).unwrap_or(u16::MAX);
        }
    }

    /// The beginning and the end of a word tell nearly all words apart.
    fn start(&self, word: &[u8]) -> usize {
        let eight = |bytes: &[u8]| {
            let mut eight = [0; 8];
            eight[..bytes.len()].copy_from_slice(bytes);
            u64::from_le_bytes(eight)
        };
        let part = word.len().min(8);
        let (first, last) = (eight(&word[..part]), eight(&word[word.len() - part..]));
        let mixed = (first ^ last.rotate_left(29) ^ word.len() as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        // The upper bits are the best mixed.
        usize::try_from(mixed >> 40).unwrap_or(0) & (self.table.len() - 1)
    }

    fn find(&self, word: &[u8]) -> Option<Slot> {
        if self.table.is_empty() {
            return None;
        }
        let mut at = self.start(word);
        while self.table[at] != 0 {
            let (known, slot) = &self.all[usize::from(self.table[at]) - 1];
            if **known == *word {
                return Some(*slot);
            }
            at = (at + 1) & (self.table.len() - 1);
        }
        None
    }
}

/// Bytes that are never the only one of a cell, unless it is quoted.
const STRUCTURE: [u8; 6] = [b'"', b'\n', b'\r', b',', b'\t', b';'];

impl Known {
    /// A column of which every cell is this.
    pub fn all(slot: Slot) -> Self {
        let mut bytes = [slot; 256];
        for byte in STRUCTURE {
            bytes[usize::from(byte)] = ODD;
        }
        Self { bytes, empty: slot, words: Words::default() }
    }

    /// From now on a cell with this text is this.
    pub fn add(&mut self, text: &[u8], slot: Slot) {
        match text {
            [] => self.empty = slot,
            [byte] if STRUCTURE.contains(byte) => {}
            [byte] => self.bytes[usize::from(*byte)] = slot,
            _ => self.words.add(text, slot),
        }
    }

    /// What a cell with this text is.
    pub fn text(&self, text: &[u8]) -> Slot {
        match text {
            [] => self.empty,
            [byte] => self.bytes[usize::from(*byte)],
            // A column that is passed over takes anything.
            _ if self.empty == PASSED => PASSED,
            _ => self.words.find(text).unwrap_or(ODD),
        }
    }
}

/// Takes what was found.
pub(super) trait Sink {
    /// A known cell of a column that is not passed over.
    fn slot(&mut self, column: usize, slot: Slot);
    /// A cell that is none of those known: its bytes without quotes.
    fn odd(&mut self, row: u64, column: usize, text: &[u8]);
    /// The end of a row that had so many cells.
    fn end(&mut self, row: u64, cells: usize);
    /// A whole row of known cells, one slot a column.
    #[inline]
    fn row(&mut self, row: u64, slots: &[Slot]) {
        for (column, slot) in slots.iter().enumerate().filter(|(_, s)| **s != PASSED) {
            self.slot(column, *slot);
        }
        self.end(row, slots.len());
    }
}

/// Goes through the records of a block. Rows are numbered from 0, empty ones included, as a
/// spreadsheet numbers them. Returns how many there are.
pub(super) fn scan(bytes: &[u8], delimiter: u8, columns: &[Known], sink: &mut impl Sink) -> u64 {
    let mut slots = vec![PASSED; columns.len()];
    let mut scratch = Vec::new();
    let (mut at, mut row) = (0, 0);
    while at < bytes.len() {
        if let Some(next) = short_row(bytes, at, delimiter, columns, &mut slots) {
            sink.row(row, &slots);
            (at, row) = (next, row + 1);
            continue;
        }
        if let Some(next) = empty_row(bytes, at, delimiter) {
            (at, row) = (next, row + 1);
            continue;
        }
        let mut column = 0;
        loop {
            let end = cell_end(bytes, at, delimiter);
            let raw = &bytes[at..end];
            let text = if raw.first() == Some(&b'"') { unquoted(raw, &mut scratch) } else { raw };
            match columns.get(column).map_or(PASSED, |known| known.text(text)) {
                PASSED => {}
                ODD => sink.odd(row, column, text),
                slot => sink.slot(column, slot),
            }
            column += 1;
            at = end + 1;
            if byte(bytes, end) != delimiter {
                if byte(bytes, end) == b'\r' && bytes.get(at) == Some(&b'\n') {
                    at += 1;
                }
                break;
            }
        }
        sink.end(row, column);
        row += 1;
    }
    row
}

/// Where the row beginning at `at` ends if every cell of it is one known byte, as tables of codes
/// are; the slots of its cells are in `slots` then.
#[inline]
fn short_row(bytes: &[u8], at: usize, delimiter: u8, columns: &[Known], slots: &mut [Slot]) -> Option<usize> {
    let length = columns.len() * 2;
    let row = bytes.get(at..at + length)?;
    if row[length - 1] != b'\n' {
        return None;
    }
    let mut fits = true;
    let last = columns.len() - 1;
    for (n, ((cell, known), slot)) in row.chunks_exact(2).zip(columns).zip(slots.iter_mut()).enumerate() {
        *slot = known.bytes[usize::from(cell[0])];
        fits &= *slot != ODD && (n == last || cell[1] == delimiter);
    }
    fits.then_some(at + length)
}

/// Where the row beginning at `at` ends if nothing stands in it but delimiters and blanks.
fn empty_row(bytes: &[u8], at: usize, delimiter: u8) -> Option<usize> {
    let is_blank = |b: u8| b == delimiter || b == b' ' || b == b'\t';
    if !is_blank(byte(bytes, at)) && !matches!(byte(bytes, at), b'\n' | b'\r') {
        return None;
    }
    let end = at + bytes[at..].iter().position(|b| !is_blank(*b)).unwrap_or(bytes.len() - at);
    match (byte(bytes, end), byte(bytes, end + 1)) {
        (b'\r', b'\n') => Some((end + 2).min(bytes.len())),
        (b'\n' | b'\r', _) => Some((end + 1).min(bytes.len())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Writes down every cell as it comes.
    #[derive(Default)]
    struct All(Vec<Vec<Vec<u8>>>, Vec<Vec<u8>>);

    impl Sink for All {
        fn slot(&mut self, _: usize, slot: Slot) {
            self.1.push(if slot == 0 { Vec::new() } else { vec![slot] });
        }

        fn odd(&mut self, _: u64, _: usize, text: &[u8]) {
            self.1.push(text.to_vec());
        }

        fn end(&mut self, _: u64, cells: usize) {
            assert_eq!(self.1.len(), cells);
            self.0.push(std::mem::take(&mut self.1));
        }
    }

    fn scanned(text: &[u8]) -> Vec<Vec<Vec<u8>>> {
        let mut known = Known::all(ODD);
        known.add(b"", 0);
        known.add(b"1", b'1');
        let mut all = All::default();
        scan(text, b',', &vec![known; 40], &mut all);
        all.0
    }

    /// The same by the `csv` crate; rows without any content are passed over.
    fn read(text: &[u8]) -> Vec<Vec<Vec<u8>>> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text);
        let rows = reader.byte_records().map(|r| r.unwrap().iter().map(<[u8]>::to_vec).collect());
        let blank = |row: &Vec<Vec<u8>>| row.iter().flatten().all(|b| matches!(b, b' ' | b'\t'));
        rows.filter(|row| !blank(row)).collect()
    }

    #[test]
    fn cells_are_what_the_csv_crate_reads() {
        for text in [
            "1,2\n3,4\n",
            "1,2\r\n\r\n3,",
            ",\n1,\n",
            "\"a,\"\"b\",1\r1\n",
            "5\" x,\"y\"z\n",
            "\"\",1\n",
            "\"\"\"\",1\n",
            "\"a\"\"\"\"b\"\n",
        ] {
            assert_eq!(scanned(text.as_bytes()), read(text.as_bytes()), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_as_the_csv_crate_reads_it(
            rows in prop::collection::vec(prop::collection::vec("[1a]{0,2}|\"([1a,\n]|\"\"){0,4}\"|1\"a|\"1\"a", 1..4), 0..8),
            end in "\n|\r\n|\r",
        ) {
            let mut text = String::new();
            for row in rows {
                text.push_str(&row.join(","));
                text.push_str(&end);
            }
            let blank = |row: &Vec<Vec<u8>>| row.iter().flatten().next().is_none();
            let some = |rows: Vec<Vec<Vec<u8>>>| rows.into_iter().filter(|r| !blank(r)).collect::<Vec<_>>();
            prop_assert_eq!(some(scanned(text.as_bytes())), some(read(text.as_bytes())));
        }
    }
}
