//! What lies over the screen: a list to choose from, a line to fill in, the evidence of a fact.
//!
//! The topmost one takes all keys. Esc always closes it and changes nothing.

use std::path::PathBuf;

use super::checks::{CheckAction, CheckAsk};
use crate::score::whatif::Tweak;

use super::command::Command;
use super::edit::LineEdit;
use super::effect::SchemeSource;
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
}

impl Ask {
    /// What was typed as a path; `~` stays as typed.
    pub fn path(&self) -> Option<PathBuf> {
        let text = self.edit.text().trim();
        (!text.is_empty()).then(|| PathBuf::from(text))
    }
}
