//! Attachments as files in a folder of their own, with a table that says what each is.

use std::path::{Path, PathBuf};

use super::{Cell, Table, csv};
use crate::i18n::{Lang, attachment as words, export as heads, register, store as store_words};
use crate::ledger::Facts;
use crate::scheme::Register;
use crate::store::{StoreError, atomic_write, write_attachments};

/// Name of the folder.
const FOLDER: &str = "attachments";
/// Name of the table in it.
const INDEX: &str = "index.csv";

/// Writes the attachments of a project below `dir`, and a table of what is recorded of each.
/// Returns the table's path, none if there are no attachments, and in words what could not be
/// written: one lost attachment does not keep the others from it.
///
/// # Errors
/// If the project cannot be read or the folder not be written.
pub fn attachments(
    project: &Path,
    facts: &Facts,
    dir: &Path,
    lang: Lang,
) -> Result<(Option<PathBuf>, Vec<String>), StoreError> {
    let folder = dir.join(FOLDER);
    let written = write_attachments(project, facts, &folder)?;
    if written.is_empty() {
        return Ok((None, Vec::new()));
    }
    let columns = &Register::Attachment.table().columns;
    let mut head = vec![heads::attachment_number(lang), heads::attachment_file(lang)];
    head.extend(columns.iter().map(|c| register::column(lang, Register::Attachment, &c.id)));
    let mut table = Table { head, rows: Vec::new() };
    let mut faults = Vec::new();
    for file in &written {
        let mut row = vec![
            Cell::Number(file.entry.row.to_string()),
            Cell::Text(file.outcome.clone().unwrap_or_default()),
        ];
        for column in columns {
            let value = facts.get(&Register::Attachment.path(file.entry.row, &column.id));
            row.push(Cell::Text(value.unwrap_or_default().to_owned()));
        }
        table.rows.push(row);
        if let Err(error) = &file.outcome {
            faults.push(words::not_written(lang, &file.entry.name, &store_words::fault(lang, &error.fault)));
        }
    }
    let index = folder.join(INDEX);
    atomic_write(&index, &csv::bytes(&table))?;
    Ok((Some(index), faults))
}
