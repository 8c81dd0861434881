//! Attaching files: which fact they support, what is recorded of them, and looking at them again.

use std::path::PathBuf;
use std::sync::Arc;

use crate::i18n::{attachment as words, label, ui};
use crate::scheme::Register;
use crate::store::{self, Attachment};

use super::dialog::AskFor;
use super::sheet::Subject;
use super::{App, Cx, Effect};

/// The column that says what an attachment supports.
pub const SUPPORTS: &str = "supports";

/// What is recorded of a file as row `row`; `supports` may be empty.
pub fn row_facts(attachment: &Attachment, row: u32, supports: &str) -> Vec<(String, Option<String>)> {
    let path = |column: &str| Register::Attachment.path(row, column);
    let mut facts: Vec<_> =
        attachment.facts().into_iter().map(|(column, value)| (path(column), Some(value))).collect();
    if !supports.is_empty() {
        facts.push((path(SUPPORTS), Some(supports.to_owned())));
    }
    facts
}

/// A path as it is typed, pasted or dropped on a terminal: in quotes, with escapes, as an address.
pub fn typed_path(text: &str) -> PathBuf {
    let text = text.trim();
    let quoted = ['\'', '"'].into_iter().find_map(|q| text.strip_prefix(q)?.strip_suffix(q));
    if let Some(inner) = quoted {
        return PathBuf::from(inner);
    }
    let plain = text.strip_prefix("file://").unwrap_or(text);
    // Terminals escape spaces and brackets of dropped files; other systems separate folders so.
    if cfg!(windows) { PathBuf::from(plain) } else { PathBuf::from(plain.replace("\\ ", " ")) }
}

/// What a chosen path leads to.
pub(super) fn asked(path: PathBuf, supports: &str) -> Effect {
    Effect::ReadAttachment { path, supports: supports.to_owned() }
}

impl App {
    /// Asks for the file to attach to what is selected.
    pub(super) fn ask_attachment(&mut self) {
        let lang = self.lang();
        let Some(work) = &self.work else { return };
        if work.barred(lang).is_some() {
            self.refuse_read_only();
            return;
        }
        let sheet = &work.view.sheet;
        let supports = match (&sheet.subject, sheet.cell()) {
            (Subject::Register(_), _) => String::new(),
            (_, Some(cell)) => cell.path.split('@').next().unwrap_or_default().to_owned(),
            (Subject::Indicator(n), None) => work.scheme.indicators[*n].id.clone(),
            _ => String::new(),
        };
        self.ask_attachment_for(supports);
    }

    /// Asks for the file that supports a fact, or nothing in particular.
    pub(super) fn ask_attachment_for(&mut self, supports: String) {
        let lang = self.lang();
        let Some(work) = &self.work else { return };
        let about = if supports.is_empty() {
            String::new()
        } else {
            words::supporting(lang, &label::fact(lang, &work.scheme, &supports))
        };
        self.ask_file(AskFor::Attach { supports, about }, &[]);
    }

    /// Records a file that was read, in one act with its bytes.
    pub(super) fn attached(
        &mut self,
        result: Result<Arc<Attachment>, String>,
        supports: &str,
        cx: &Cx,
    ) -> Vec<Effect> {
        let lang = self.lang();
        self.busy = None;
        let attachment = match result {
            Ok(attachment) => attachment,
            Err(why) => {
                self.refuse(why);
                return Vec::new();
            }
        };
        self.dialogs.clear();
        let Some(work) = &self.work else { return Vec::new() };
        let entries = store::entries(work.ledger.facts());
        let row = entries.last().map_or(1, |e| e.row + 1);
        let twin = entries.iter().find(|e| e.sm3 == Some(attachment.sm3)).map(|e| e.row);
        let effects = self.record(row_facts(&attachment, row, supports), None, cx);
        let size = words::size(attachment.bytes.len() as u64);
        let said = twin.map_or_else(
            || words::attached(lang, row, &attachment.name, &size),
            |other| words::attached_again(lang, row, &attachment.name, other),
        );
        self.say(said, false);
        let attach = |effect| match effect {
            Effect::Append(events) => Effect::Attach(events, attachment.clone()),
            other => other,
        };
        effects.into_iter().map(attach).collect()
    }

    /// Hands an attachment to the system's viewer.
    pub(super) fn view_attachment(&mut self, row: u32) -> Vec<Effect> {
        let lang = self.lang();
        let Some(work) = &self.work else { return Vec::new() };
        let entry = store::entries(work.ledger.facts()).into_iter().find(|e| e.row == row);
        let Some(entry) = entry else { return Vec::new() };
        self.say(ui::working(lang), false);
        vec![Effect::View(entry, work_path(self))]
    }
}

fn work_path(app: &App) -> Option<PathBuf> {
    app.work.as_ref().and_then(|w| w.path.clone())
}
