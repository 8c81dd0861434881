//! Choosing a file: what lies in a folder stands below the line that asks for a path.
//!
//! What is typed filters the list; with folders before it, it leads there. Enter takes what is
//! selected, and what is typed where nothing fits. Owns which folder is listed and what of it
//! fits; reads nothing itself.

use std::path::{MAIN_SEPARATOR, Path, PathBuf};

use super::Effect;
use super::attach::typed_path;
use super::edit::LineEdit;
use super::layout::Cursor;
use super::search::{Needles, matches};
use crate::store::Listed;

/// The way to the folder above, among the names of a folder.
pub const UP: &str = "..";

/// A folder below a line that asks for a path.
#[derive(Debug, Clone)]
pub struct Listing {
    /// Endings of the names that fit, with their dots; any if there are none.
    pub endings: &'static [&'static str],
    /// The folder that typed paths start from.
    pub base: PathBuf,
    /// The folder that is shown, in full, once it was read.
    pub shown: Option<PathBuf>,
    /// What lies in it; the way up comes last.
    pub entries: Vec<Listed>,
    /// Why it could not be read, in words.
    pub refusal: Option<String>,
    /// Indexes of the entries that fit what is typed, best first.
    pub hits: Vec<usize>,
    /// Selected hit.
    pub cursor: Cursor,
    /// The folder asked for last, as it was asked for.
    wanted: PathBuf,
    /// Whether it was asked for.
    asked: bool,
    needles: Vec<Needles>,
}

/// What Enter means below a line that asks for a path.
pub enum Choice {
    /// This folder is shown next.
    Into(PathBuf),
    /// This file is taken.
    File(PathBuf),
}

impl Listing {
    /// Nothing shown yet of the folder `base`.
    pub fn new(endings: &'static [&'static str], base: PathBuf) -> Self {
        Self {
            endings,
            wanted: base.clone(),
            asked: false,
            base,
            shown: None,
            entries: Vec::new(),
            refusal: None,
            hits: Vec::new(),
            cursor: Cursor::default(),
            needles: Vec::new(),
        }
    }

    /// Asks for the wanted folder, once.
    pub fn ask(&mut self) -> Option<Effect> {
        let asked = std::mem::replace(&mut self.asked, true);
        (!asked).then(|| Effect::ListFolder(self.wanted.clone(), self.endings))
    }

    fn want(&mut self, folder: PathBuf) {
        (self.wanted, self.asked) = (folder, false);
        (self.shown, self.entries, self.needles, self.hits) = (None, Vec::new(), Vec::new(), Vec::new());
    }

    /// Takes what was read of a folder, if it is still the one that is wanted.
    pub fn take(&mut self, asked: &Path, read: Result<(PathBuf, Vec<Listed>), String>, typed: &str) {
        if *asked != *self.wanted {
            return;
        }
        (self.shown, self.entries, self.refusal) = match read {
            Ok((folder, mut entries)) => {
                if folder.parent().is_some() {
                    entries.push(Listed { name: UP.to_owned(), is_folder: true, bytes: 0 });
                }
                (Some(folder), entries, None)
            }
            Err(why) => (None, Vec::new(), Some(why)),
        };
        self.needles = self.entries.iter().map(|e| Needles::new(&e.name)).collect();
        self.filter(typed);
    }

    /// Looks again at what is typed.
    pub fn typed(&mut self, typed: &str) {
        let (folders, _) = split(typed);
        let wanted = if folders.is_empty() { self.base.clone() } else { self.base.join(typed_path(folders)) };
        if wanted == self.wanted {
            self.filter(typed);
        } else {
            self.want(wanted);
        }
    }

    /// Shows another folder.
    pub fn enter(&mut self, folder: PathBuf) {
        self.base.clone_from(&folder);
        self.want(folder);
    }

    fn filter(&mut self, typed: &str) {
        let (_, name) = split(typed);
        let name = name.trim_matches(['\'', '"']).trim();
        self.cursor = Cursor::default();
        self.hits = matches(&self.needles, name);
        // The name itself goes before names that only hold it.
        if let Some(at) = self.hits.iter().position(|n| self.entries[*n].name == name) {
            let hit = self.hits.remove(at);
            self.hits.insert(0, hit);
        }
    }

    /// The selected entry.
    pub fn selected(&self) -> Option<&Listed> {
        self.hits.get(self.cursor.at).map(|n| &self.entries[*n])
    }

    /// What Enter means now; `None` if there is nothing selected.
    pub fn choice(&self) -> Option<Choice> {
        let (entry, shown) = (self.selected()?, self.shown.as_ref()?);
        Some(match (entry.is_folder, entry.name.as_str()) {
            (true, UP) => Choice::Into(shown.parent()?.to_owned()),
            (true, name) => Choice::Into(shown.join(name)),
            (false, name) => Choice::File(shown.join(name)),
        })
    }

    /// The folder above the one that is shown.
    pub fn above(&self) -> Option<PathBuf> {
        Some(self.shown.as_ref()?.parent()?.to_owned())
    }

    /// Puts the selected name into the line.
    pub fn complete(&self, edit: &LineEdit) -> Option<LineEdit> {
        let entry = self.selected().filter(|e| e.name != UP)?;
        let (folders, _) = split(edit.text());
        let end = if entry.is_folder { String::from(MAIN_SEPARATOR) } else { String::new() };
        Some(LineEdit::new(&format!("{folders}{}{end}", entry.name)))
    }
}

/// What is typed as the folders before a name, with their last separator, and the name.
fn split(typed: &str) -> (&str, &str) {
    let is_separator = |c: char| c == '/' || c == MAIN_SEPARATOR;
    typed.rfind(is_separator).map_or(("", typed), |at| typed.split_at(at + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keys come faster than a stick answers.
    #[test]
    fn a_path_is_typed_on_before_its_folder_is_read() {
        let file = |name: &str| Listed { name: name.to_owned(), is_folder: false, bytes: 1 };
        let base = Path::new("/base");
        let mut listing = Listing::new(&[], base.to_owned());
        let read = Ok((base.to_owned(), ["fa.csv", "fb.csv", "fo.csv"].map(file).to_vec()));
        listing.take(base, read, "");
        assert_eq!(listing.selected().map(|l| l.name.as_str()), Some("fa.csv"));
        for typed in ["/", "/d/", "/d/f", "/d/fo"] {
            listing.typed(typed);
            assert!(listing.selected().is_none(), "nothing of the folder before stands behind {typed}");
        }
        let folder = Path::new("/d/");
        listing.take(folder, Ok((folder.to_owned(), vec![file("forms.csv")])), "/d/fo");
        assert!(matches!(listing.choice(), Some(Choice::File(file)) if file == Path::new("/d/forms.csv")));
    }
}
