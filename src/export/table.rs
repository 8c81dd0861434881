//! A table on its way to a file: headings and cells that know whether they are numbers.

use rust_decimal::Decimal;

/// What stands in one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Words, of the program or of those who wrote the scheme and the facts.
    Text(String),
    /// Digits that a spreadsheet may calculate with.
    Number(String),
    /// Nothing known.
    Empty,
}

impl Cell {
    /// A number as it stands, or nothing.
    pub fn number(value: Option<Decimal>) -> Self {
        value.map_or(Self::Empty, |v| Self::Number(v.to_string()))
    }

    /// Printed digits, or nothing.
    pub fn printed(value: Option<String>) -> Self {
        value.map_or(Self::Empty, Self::Number)
    }

    /// Words.
    pub fn text(words: impl Into<String>) -> Self {
        Self::Text(words.into())
    }
}

/// Headings and rows; every row is as long as the headings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// Headings.
    pub head: Vec<String>,
    /// Rows.
    pub rows: Vec<Vec<Cell>>,
}
