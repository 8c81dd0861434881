//! The sheets of a form as tables: headings made comparable, cells by heading.
//!
//! Headings come in any case, with spaces or underscores, under older names, and with a language
//! behind `::` or `:`. Must not know what a column is for.

use crate::format::forms::Stop;
use crate::format::forms::workbook::{Cell, Content, Workbook};
use crate::i18n::forms::WORTHS;

use super::{Nothing, Sheet, Spot};

/// Most rows of a sheet; a form that long is none.
const MOST_ROWS: usize = 20_000;

/// Older and longer names of headings.
const ALIASES: [(&str, &str); 22] = [
    ("command", "type"),
    ("tag", "name"),
    ("caption", "label"),
    ("relevance", "relevant"),
    ("calculate", "calculation"),
    ("constraining_message", "constraint_message"),
    ("bind::relevant", "relevant"),
    ("bind::constraint", "constraint"),
    ("bind::required", "required"),
    ("bind::calculate", "calculation"),
    ("bind::type", "type"),
    ("bind::readonly", "read_only"),
    ("bind::jr:constraintmsg", "constraint_message"),
    ("bind::jr:requiredmsg", "required_message"),
    ("readonly", "read_only"),
    ("list", "list_name"),
    ("listname", "list_name"),
    ("choice_list", "list_name"),
    ("title", "form_title"),
    ("id_string", "form_id"),
    ("set_form_title", "form_title"),
    ("set_form_id", "form_id"),
];

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Heading {
    /// From 0.
    pub column: usize,
    /// As it stands.
    pub text: String,
    /// What it is called here.
    pub name: String,
    /// The language behind it, as it stands.
    pub language: Option<String>,
}

/// A row below the headings.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    /// From 1.
    pub number: u64,
    cells: Vec<(usize, String)>,
    /// Columns with an error value.
    pub errors: Vec<(usize, String)>,
}

/// One sheet.
#[derive(Debug, Clone)]
pub(super) struct Table {
    pub sheet: Sheet,
    /// Row of the headings, from 1.
    pub top: u64,
    pub headings: Vec<Heading>,
    pub rows: Vec<Row>,
}

/// The sheets of a form.
#[derive(Debug, Clone)]
pub(super) struct Sheets {
    pub survey: Table,
    pub choices: Table,
    pub settings: Table,
}

/// Reads the three sheets; only the first must be there.
pub(super) fn read(book: &mut Workbook) -> Result<Sheets, Nothing> {
    let names = book.sheets();
    let mut table = |sheet: Sheet| -> Result<Option<Table>, Nothing> {
        let found = names.iter().find(|n| n.trim().eq_ignore_ascii_case(sheet.name()));
        Ok(match found {
            Some(name) => Some(read_table(book, name, sheet)?),
            None => None,
        })
    };
    let empty = |sheet| Table { sheet, top: 1, headings: Vec::new(), rows: Vec::new() };
    let survey = table(Sheet::Survey)?;
    let choices = table(Sheet::Choices)?.unwrap_or_else(|| empty(Sheet::Choices));
    let settings = table(Sheet::Settings)?.unwrap_or_else(|| empty(Sheet::Settings));
    let survey = survey.ok_or(Nothing::NoSheet(names))?;
    for name in ["type", "name"] {
        if survey.column(name).is_none() {
            return Err(Nothing::NoColumn(Sheet::Survey, name));
        }
    }
    Ok(Sheets { survey, choices, settings })
}

fn read_table(book: &mut Workbook, name: &str, sheet: Sheet) -> Result<Table, Stop> {
    let mut table = Table { sheet, top: 1, headings: Vec::new(), rows: Vec::new() };
    book.rows(name, |row, cells| {
        let number = row + 1;
        if table.headings.is_empty() {
            table.top = number;
            table.headings = headings(cells, sheet);
            return Ok(());
        }
        if table.rows.len() >= MOST_ROWS {
            return Err(Stop::TooMany);
        }
        let mut row = Row { number, ..Row::default() };
        for Cell { column, content, .. } in cells {
            match content {
                Content::Text(text) => row.cells.push((*column, one_line(text))),
                Content::Error(error) => row.errors.push((*column, error.clone())),
            }
        }
        table.rows.push(row);
        Ok(())
    })?;
    Ok(table)
}

fn headings(cells: &[Cell], sheet: Sheet) -> Vec<Heading> {
    let mut headings = Vec::new();
    for cell in cells {
        let Content::Text(text) = &cell.content else { continue };
        let (name, language) = named(text);
        headings.push(Heading { column: cell.column, text: text.trim().to_owned(), name, language });
    }
    // In lists of choices `value` is an older word for `name`; beside a name it is a worth.
    if sheet == Sheet::Choices {
        let has_name = headings.iter().any(|h| h.name == "name");
        for heading in &mut headings {
            if heading.name == "value" && !has_name {
                "name".clone_into(&mut heading.name);
            } else if WORTHS.contains(&heading.name.as_str()) {
                "worth".clone_into(&mut heading.name);
            }
        }
    } else if sheet == Sheet::Survey && !headings.iter().any(|h| h.name == "name") {
        for heading in headings.iter_mut().filter(|h| h.name == "value") {
            "name".clone_into(&mut heading.name);
        }
    }
    headings
}

/// The name of a heading made comparable, and the language behind it.
fn named(text: &str) -> (String, Option<String>) {
    let text = text.trim();
    let plain = |t: &str| t.trim().to_lowercase().replace([' ', '-'], "_");
    let alias = |name: String| {
        ALIASES.iter().find(|(from, _)| *from == name).map_or(name, |(_, to)| (*to).to_owned())
    };
    let whole = alias(plain(text));
    if ["bind::", "body::", "instance::"].iter().any(|p| whole.starts_with(p)) || !text.contains(':') {
        return (whole, None);
    }
    let text = text.strip_prefix("media::").unwrap_or(text);
    let (name, language) = text.split_once("::").or_else(|| text.split_once(':')).unwrap_or((text, ""));
    let language = Some(language.trim().to_owned()).filter(|l| !l.is_empty());
    (alias(plain(name)), language)
}

/// A cell on one line, without control characters.
fn one_line(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() || c == '\u{A0}' { ' ' } else { c }).collect();
    plain.trim().to_owned()
}

impl Table {
    /// The first column of this name without a language.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.headings.iter().find(|h| h.name == name && h.language.is_none()).map(|h| h.column)
    }

    /// What stands under a heading, if anything does, and where.
    pub fn cell<'r>(&self, row: &'r Row, name: &str) -> Option<(Spot, &'r str)> {
        let column = self.column(name)?;
        row.text(column).map(|text| (self.spot(row, column), text))
    }

    /// The place of a cell.
    pub fn spot(&self, row: &Row, column: usize) -> Spot {
        Spot { sheet: self.sheet, row: row.number, column }
    }
}

impl Row {
    /// What stands in a column.
    pub fn text(&self, column: usize) -> Option<&str> {
        let found = self.cells.iter().find(|(c, _)| *c == column);
        found.map(|(_, text)| text.as_str()).filter(|text| !text.is_empty())
    }
}
