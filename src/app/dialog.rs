//! What lies over the screen: a list to choose from, a line to fill in, the evidence of a fact.
//!
//! The topmost one takes all keys. Esc always closes it and changes nothing.

use std::path::PathBuf;

use super::checks::{CheckAction, CheckAsk};
use crate::score::whatif::Tweak;

use super::attach::typed_path;
use super::command::Command;
use super::edit::LineEdit;
use super::effect::SchemeSource;
use super::files::{Choice, Listing};
use super::import::{Destination, Import};
use super::key::{Code, Key};
use super::layout::Cursor;
use super::picture::Preview;
use super::search::{Needles, matches};
use super::sheet::{Sheet, Target};
use super::whatif::Spot;
use crate::dossier::Kind;

/// Something over the screen.
#[derive(Debug, Clone)]
pub enum Dialog {
    /// Choose from a list that can be filtered by typing.
    Choose(Chooser),
    /// Fill in a line.
    Ask(Ask),
    /// The evidence of a fact.
    Evidence(Box<Sheet>),
    /// A file that could be taken in.
    Import(Box<Import>),
    /// An attached picture.
    Picture(Preview),
}

/// What choosing an item does.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Runs a command.
    Run(Command),
    /// Goes somewhere.
    Go(Target),
    /// Records a code.
    Code {
        /// Which fact.
        path: String,
        /// The code.
        code: String,
    },
    /// Changes this in the selected scenario: asks for the other value.
    Otherwise(Spot),
    /// Takes this as the other value in the selected scenario.
    Tweak(Tweak),
    /// Takes this scheme for a new project; with or without its recorded facts.
    Scheme {
        /// Which scheme.
        source: SchemeSource,
        /// Whether its facts are taken over.
        with_facts: bool,
        /// Suggested name of the file.
        name: String,
    },
    /// Goes where an indicator's evidence of a kind is keyed.
    Evidence {
        /// Which indicator.
        leaf: usize,
        /// Which kind.
        kind: Kind,
    },
    /// Records references.
    Refs {
        /// Which fact.
        path: String,
        /// The references; `None` takes the last one away.
        value: Option<String>,
    },
    /// Takes a column of the file that is looked at for this.
    ImportRole {
        /// Its place from 0.
        column: usize,
        /// What it holds, as the reader says it.
        role: String,
    },
    /// Reads another sheet of the file that is looked at.
    ImportSheet(String),
    /// Something about second keying.
    Check(CheckAction),
    /// Leaves although something is not stored.
    QuitUnsaved,
    /// Does not leave.
    Stay,
}

/// An item to choose.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// What it is.
    pub text: String,
    /// More about it.
    pub detail: String,
    /// Its key elsewhere, if it has one.
    pub key: String,
    /// What it does.
    pub action: Action,
}

/// A list that can be filtered by typing.
#[derive(Debug, Clone)]
pub struct Chooser {
    /// What it is about.
    pub title: String,
    /// All items.
    pub items: Vec<Item>,
    /// What is typed to filter them.
    pub filter: LineEdit,
    /// Indexes of the items that fit, best first.
    pub hits: Vec<usize>,
    /// Selected hit.
    pub cursor: Cursor,
    needles: Vec<Needles>,
}

impl Chooser {
    /// A list with nothing filtered.
    pub fn new(title: String, items: Vec<Item>) -> Self {
        let needles = items.iter().map(|i| Needles::new(&format!("{} {}", i.text, i.detail))).collect();
        let hits = (0..items.len()).collect();
        Self { title, items, filter: LineEdit::new(""), hits, cursor: Cursor::default(), needles }
    }

    /// The same with another item selected first.
    #[must_use]
    pub fn at(mut self, item: usize) -> Self {
        self.cursor.at = item;
        self
    }

    /// The selected item.
    pub fn selected(&self) -> Option<&Item> {
        self.hits.get(self.cursor.at).map(|&n| &self.items[n])
    }

    /// What a digit chooses in a list of codes.
    pub fn coded(&self, key: Key) -> Option<Action> {
        let digit = key.folded().typed().filter(char::is_ascii_digit)?.to_string();
        let by_digit = |action: &Action| {
            let decides = matches!(action, Action::Check(CheckAction::Decide(_)));
            decides || matches!(action, Action::Code { .. } | Action::Tweak(_) | Action::Evidence { .. })
        };
        let item = self.items.iter().find(|i| i.key == digit && by_digit(&i.action))?;
        Some(item.action.clone())
    }

    /// Takes a key: arrows move, everything else filters.
    pub fn press(&mut self, key: Key, height: usize) {
        let page = isize::try_from(height.max(2) - 1).unwrap_or(1);
        match key.code {
            Code::Up => self.cursor.move_by(-1, self.hits.len()),
            Code::Down | Code::Tab => self.cursor.move_by(1, self.hits.len()),
            Code::PageUp => self.cursor.move_by(-page, self.hits.len()),
            Code::PageDown => self.cursor.move_by(page, self.hits.len()),
            _ => {
                if self.filter.press(key) {
                    self.refilter();
                }
            }
        }
    }

    /// Filters again after the filter changed.
    pub fn refilter(&mut self) {
        self.hits = matches(&self.needles, self.filter.text().trim());
        self.cursor = Cursor::default();
    }
}

/// What a line is filled in for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AskFor {
    /// The path of a project to open.
    OpenPath,
    /// The path of a project to make.
    CreateAt {
        /// From this scheme.
        source: SchemeSource,
        /// With its recorded facts.
        with_facts: bool,
    },
    /// The name written beside everything recorded; what was asked for before comes after it.
    Name {
        /// What goes on once the name is there.
        then: Option<Command>,
    },
    /// Why an indicator does not apply.
    NotApplicable(usize),
    /// Why the checklist item at this path does not apply.
    ExemptItem(String),
    /// Why a form is invalid.
    InvalidForm {
        /// Which questionnaire.
        questionnaire: usize,
        /// Which form.
        number: u32,
    },
    /// The number printed on a form.
    Serial {
        /// Which questionnaire.
        questionnaire: usize,
        /// Which form.
        number: u32,
    },
    /// The form to go to.
    FormNumber(usize),
    /// Why a locked project is unlocked.
    Unlock,
    /// Something about second keying or suspect forms.
    Check(CheckAsk),
    /// The question of the form to go to, by its number on the paper or its id.
    QuestionNumber(usize),
    /// The name of a scenario.
    ScenarioName(usize),
    /// Another value of this in the selected scenario.
    Otherwise(Spot),
    /// Why a scenario becomes part of the record.
    Apply(usize),
    /// The record to compare with.
    CompareWith,
    /// The folder for exports.
    ExportTo,
    /// The file to attach.
    Attach {
        /// Path of the fact that it supports, or nothing.
        supports: String,
        /// The same in words.
        about: String,
    },
    /// The file to take in.
    Import(Destination),
    /// Why a plan on record becomes another.
    PlanReason {
        /// Path of the plan.
        path: String,
        /// What is on record.
        old: String,
        /// What it becomes.
        new: Option<String>,
    },
}

/// A line to fill in.
#[derive(Debug, Clone)]
pub struct Ask {
    /// What for.
    pub purpose: AskFor,
    /// What it is about.
    pub title: String,
    /// What is expected.
    pub hint: String,
    /// What is typed.
    pub edit: LineEdit,
    /// Why it was not taken.
    pub refusal: Option<String>,
    /// The folder below, where a file that is there is asked for.
    pub listing: Option<Box<Listing>>,
}

impl Ask {
    /// What is selected below, or else what was typed as a path; `~` stays as typed.
    pub fn path(&self) -> Option<PathBuf> {
        if let Some(Choice::File(path)) = self.choice() {
            return Some(path);
        }
        let text = self.edit.text().trim();
        let base = self.listing.as_ref().map(|l| l.base.as_path());
        let typed = || if self.listing.is_some() { typed_path(text) } else { PathBuf::from(text) };
        // What begins with `~` is nobody's subfolder.
        let full =
            |path: PathBuf| base.filter(|_| !path.starts_with("~")).map_or(path.clone(), |b| b.join(&path));
        (!text.is_empty()).then(|| full(typed()))
    }

    /// What is selected below.
    pub fn choice(&self) -> Option<Choice> {
        self.listing.as_ref().and_then(|l| l.choice())
    }

    /// Looks at what is typed now.
    pub(super) fn look_again(&mut self) {
        if let Some(listing) = &mut self.listing {
            listing.typed(self.edit.text());
        }
    }

    /// Shows another folder below, with nothing typed.
    pub(super) fn enter(&mut self, folder: PathBuf) {
        self.edit = LineEdit::new("");
        self.refusal = None;
        if let Some(listing) = &mut self.listing {
            listing.enter(folder);
        }
    }

    /// Keeps the selection below inside its list and its window.
    pub(super) fn settle(&mut self, height: usize) {
        if let Some(listing) = &mut self.listing {
            listing.cursor.settle(listing.hits.len(), height);
        }
    }

    /// Takes a key other than Enter and Esc.
    pub(super) fn press(&mut self, key: Key, height: usize) {
        self.refusal = None;
        let Some(listing) = &mut self.listing else {
            self.edit.press(key);
            return;
        };
        let page = isize::try_from(height.max(2) - 1).unwrap_or(1);
        let hits = listing.hits.len();
        match key.code {
            Code::Up => listing.cursor.move_by(-1, hits),
            Code::Down => listing.cursor.move_by(1, hits),
            Code::PageUp => listing.cursor.move_by(-page, hits),
            Code::PageDown => listing.cursor.move_by(page, hits),
            Code::Tab => {
                if let Some(edit) = listing.complete(&self.edit) {
                    self.edit = edit;
                    self.look_again();
                }
            }
            Code::Backspace if self.edit.text().is_empty() => {
                if let Some(above) = listing.above() {
                    self.enter(above);
                }
            }
            _ => {
                if self.edit.press(key) {
                    self.look_again();
                }
            }
        }
    }
}
