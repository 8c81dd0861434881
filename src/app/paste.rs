//! Pasting: text into the line that is open, or cells copied from a spreadsheet, whose rows and
//! columns fall into the fields from the selected one on, all of them or none.

use super::command::Scope;
use super::dialog::Dialog;
use super::{App, Cx, Effect, edit};
use crate::i18n::{label, problem, ui};

/// Most that is taken in one paste, in bytes: a spreadsheet larger than that is a file to import.
pub const MAX_PASTED: usize = 1 << 20;

impl App {
    /// Takes pasted text to wherever text goes now.
    pub(super) fn paste(&mut self, text: &str, cx: &Cx) -> Vec<Effect> {
        self.notice = None;
        if text.len() > MAX_PASTED {
            self.say(ui::paste_too_large(self.lang(), MAX_PASTED >> 20), true);
            return Vec::new();
        }
        if self.present.is_some() && self.dialogs.is_empty() {
            return Vec::new();
        }
        if self.dialogs.is_empty() && self.scopes().contains(&Scope::Sheet) || self.is_block(text) {
            return self.paste_block(text, cx);
        }
        let edit = match self.dialogs.last_mut() {
            Some(Dialog::Choose(chooser)) => Some(&mut chooser.filter),
            Some(Dialog::Ask(ask)) => Some(&mut ask.edit),
            Some(Dialog::Evidence(sheet)) => sheet.typing.as_mut().map(|t| &mut t.edit),
            Some(Dialog::Import(_) | Dialog::Picture(_)) => None,
            None => self.work.as_mut().and_then(|w| w.view.sheet.typing.as_mut()).map(|t| &mut t.edit),
        };
        let taken = edit.map(|e| e.paste(text));
        if taken == Some(false) {
            self.say(ui::paste_too_long(self.lang(), edit::MAX_PASTE), true);
        }
        match self.dialogs.last_mut() {
            Some(Dialog::Choose(chooser)) => chooser.refilter(),
            Some(Dialog::Ask(ask)) => ask.look_again(),
            _ => {}
        }
        Vec::new()
    }

    /// The same for a paste whose end never came: what is on the screen must be looked at.
    pub(super) fn paste_cut(&mut self, text: &str, cx: &Cx) -> Vec<Effect> {
        let effects = self.paste(text, cx);
        if self.notice.is_none() {
            self.say(ui::paste_cut(self.lang()), true);
        }
        effects
    }

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
