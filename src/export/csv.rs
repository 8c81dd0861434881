//! A table as CSV that Excel, WPS and scripts read alike.
//!
//! UTF-8 with a byte order mark, commas, line feeds. Words that a spreadsheet would take for a
//! formula get an apostrophe in front; numbers stay numbers.

use std::borrow::Cow;

use super::{Cell, Table};

/// Tells Excel and WPS that the file is UTF-8; without it they show Chinese as garbage.
const BYTE_ORDER_MARK: &[u8] = "\u{FEFF}".as_bytes();

/// What a spreadsheet begins a formula with.
const FORMULA_STARTS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The file's bytes.
pub fn bytes(table: &Table) -> Vec<u8> {
    let mut writer = ::csv::WriterBuilder::new().flexible(true).from_writer(BYTE_ORDER_MARK.to_vec());
    let head = table.head.iter().map(|h| guarded(h).into_owned());
    // Writing to memory cannot fail; an error would leave the file visibly short, never wrong.
    let _ = writer.write_record(head);
    for row in &table.rows {
        let _ = writer.write_record(row.iter().map(field));
    }
    writer.into_inner().unwrap_or_default()
}

fn field(cell: &Cell) -> String {
    match cell {
        Cell::Text(words) => guarded(words).into_owned(),
        Cell::Number(digits) => digits.clone(),
        Cell::Empty => String::new(),
    }
}

/// Words as a cell that no spreadsheet takes for a formula.
pub fn guarded(words: &str) -> Cow<'_, str> {
    if words.starts_with(FORMULA_STARTS) { format!("'{words}").into() } else { words.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(table: &Table) -> String {
        String::from_utf8(bytes(table)).unwrap()
    }

    #[test]
    fn words_that_look_like_formulas_are_disarmed_and_numbers_are_not() {
        let table = Table {
            head: vec!["名称".into(), "差".into()],
            rows: vec![
                vec![Cell::text("=HYPERLINK(\"x\")"), Cell::Number("-12.50".into())],
                vec![Cell::text("@sum"), Cell::Empty],
                vec![Cell::text("\t+1"), Cell::Number("+1".into())],
            ],
        };
        let expected = "\u{FEFF}名称,差\n\"'=HYPERLINK(\"\"x\"\")\",-12.50\n'@sum,\n'\t+1,+1\n";
        assert_eq!(text(&table), expected);
    }

    #[test]
    fn commas_quotes_and_line_breaks_stay_inside_their_cell() {
        let table = Table {
            head: vec!["a".into()],
            rows: vec![vec![Cell::text("x,\"y\"\nz")], vec![Cell::text("1")]],
        };
        assert_eq!(text(&table), "\u{FEFF}a\n\"x,\"\"y\"\"\nz\"\n1\n");
    }
}
