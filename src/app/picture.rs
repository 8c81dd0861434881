//! Looking at an attached picture: which one, what is known of it, what is said of it.
//!
//! Owns the choice and the keys. Must not decode or draw: a picture is asked for and arrives.

use std::sync::Arc;

use crate::i18n::{Lang, attachment, picture as words, register as names};
use crate::scheme::Register;
use crate::store::{self, Entry, Picture};

use super::dialog::Dialog;
use super::key::{Code, Key};
use super::work::Work;
use super::{App, Effect};

/// An attachment that is looked at.
#[derive(Debug, Clone)]
pub struct Preview {
    /// Its row in the register.
    pub row: u32,
    /// What is there to be seen.
    pub shown: Shown,
}

/// What is there to be seen of an attachment.
#[derive(Debug, Clone)]
pub enum Shown {
    /// It is being read.
    Reading,
    /// The picture.
    Picture(Arc<Picture>),
    /// Why it is not shown, in words.
    Not(String),
}

/// What is said of an attachment: names and values.
pub fn about(work: &Work, lang: Lang, preview: &Preview) -> Vec<(String, String)> {
    let facts = work.ledger.facts();
    let get = |column: &str| facts.get(&Register::Attachment.path(preview.row, column)).unwrap_or_default();
    let name = |column: &str| names::column(lang, Register::Attachment, column);
    let said = |column: &str| {
        let value = get(column);
        (name(column), if value.is_empty() { "—".to_owned() } else { value.to_owned() })
    };
    let mut size = get("size").parse().map(attachment::size).unwrap_or_default();
    if let Shown::Picture(picture) = &preview.shown {
        size = words::dimensions(lang, &size, picture.original.0, picture.original.1);
    }
    let supports = match get("supports") {
        "" => "—".to_owned(),
        paths => names::refs(lang, &work.scheme, paths),
    };
    vec![
        said("caption"),
        said("date"),
        said("place"),
        (name("supports"), supports),
        (name("size"), size),
        said("sm3"),
        said("sha256"),
    ]
}

impl App {
    /// Looks at an attachment: here if it is a picture that can be shown, with the system's viewer
    /// otherwise.
    pub(super) fn look_at(&mut self, row: u32) -> Vec<Effect> {
        match self.pictures().into_iter().find(|entry| entry.row == row) {
            Some(entry) => {
                self.dialogs.push(Dialog::Picture(Preview { row, shown: Shown::Reading }));
                self.read_picture(entry)
            }
            None => self.view_attachment(row),
        }
    }

    /// The attachments that are shown here.
    fn pictures(&self) -> Vec<Entry> {
        let entries = self.work.as_ref().map(|w| store::entries(w.ledger.facts())).unwrap_or_default();
        entries.into_iter().filter(|e| e.kind.is_some_and(Picture::takes)).collect()
    }

    fn read_picture(&self, entry: Entry) -> Vec<Effect> {
        vec![Effect::Preview(entry, self.work.as_ref().and_then(|w| w.path.clone()))]
    }

    /// A key while a picture is looked at.
    pub(super) fn picture_key(&mut self, key: Key) -> Vec<Effect> {
        let Some(Dialog::Picture(preview)) = self.dialogs.last() else { return Vec::new() };
        let row = preview.row;
        let by = match key.code {
            Code::Enter => return self.view_attachment(row),
            Code::Down | Code::Right | Code::PageDown => 1,
            Code::Up | Code::Left | Code::PageUp => -1,
            _ => return Vec::new(),
        };
        let pictures = self.pictures();
        let at = pictures.iter().position(|e| e.row == row);
        let next = at.and_then(|at| at.checked_add_signed(by)).and_then(|at| pictures.into_iter().nth(at));
        let Some(next) = next else { return Vec::new() };
        if let Some(Dialog::Picture(preview)) = self.dialogs.last_mut() {
            *preview = Preview { row: next.row, shown: Shown::Reading };
        }
        self.read_picture(next)
    }

    /// Shows a picture that was read, if it is still the one looked at.
    pub(super) fn take_picture(&mut self, row: u32, result: Result<Arc<Picture>, String>) {
        let waits = self.dialogs.iter_mut().find_map(|dialog| match dialog {
            Dialog::Picture(preview) if preview.row == row => Some(preview),
            _ => None,
        });
        if let Some(preview) = waits {
            preview.shown = result.map_or_else(Shown::Not, Shown::Picture);
        }
    }
}
