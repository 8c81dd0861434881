//! Pasting cells copied from a spreadsheet: rows and columns fall into the fields from the
//! selected one on, all of them or none.

use super::{App, Cx, Effect};
use crate::i18n::{label, problem, ui};

impl App {
    /// Whether a pasted text is more than one cell of a spreadsheet.
    pub(super) fn is_block(&self, text: &str) -> bool {
        let typing = self.work.as_ref().is_some_and(|w| w.view.sheet.typing.is_some());
        self.dialogs.is_empty() && typing && text.trim_end_matches(['\r', '\n']).contains(['\t', '\n'])
    }

    /// Puts pasted cells into the fields from the selected one on, as one act.
    pub(super) fn paste_block(&mut self, text: &str, cx: &Cx) -> Vec<Effect> {
        let lang = self.lang();
        let Some(work) = &self.work else { return Vec::new() };
        let sheet = &work.view.sheet;
        let rows =
            sheet.lines[sheet.cursor.at.min(sheet.lines.len())..].iter().filter(|l| !l.cells().is_empty());
        let lines = text.trim_end_matches(['\r', '\n']).lines();
        let mut sets = Vec::new();
        let mut rows = rows.enumerate();
        for line in lines {
            let Some((n, row)) = rows.next() else {
                self.say(ui::block_too_large(lang), true);
                return Vec::new();
            };
            let first = if n == 0 || row.cells().len() > 1 { sheet.column } else { 0 };
            let cells = row.cells().get(first.min(row.cells().len() - 1)..).unwrap_or_default();
            let values: Vec<&str> = line.split('\t').collect();
            if values.len() > cells.len() {
                self.say(ui::block_too_large(lang), true);
                return Vec::new();
            }
            for (cell, value) in cells.iter().zip(values).filter(|(_, v)| !v.trim().is_empty()) {
                match cell.take(value) {
                    Ok(value) => sets.push((cell.path.clone(), Some(value))),
                    Err(refusal) => {
                        let fact = label::fact(lang, &work.scheme, &cell.path);
                        let why = problem::refusal(lang, &refusal);
                        self.say(ui::block_refused(lang, &fact, value.trim(), &why), true);
                        return Vec::new();
                    }
                }
            }
        }
        self.sheet_mut(|sheet| sheet.typing = None);
        self.record(sets, None, cx)
    }
}
