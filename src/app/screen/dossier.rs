//! The dossier: the parts of the record that no single indicator owns, listed on the left.

use crate::app::sheet::Subject;
use crate::app::work::Work;
use crate::i18n::{Lang, register as words};
use crate::scheme::Register;

/// A part of the dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// A register.
    Register(Register),
}

/// The parts in the order of the list.
pub fn sections() -> Vec<Section> {
    Register::ALL.into_iter().map(Section::Register).collect()
}

impl Section {
    /// Its name and what it holds, for the list.
    pub fn row(self, work: &Work, lang: Lang) -> (String, String) {
        match self {
            Self::Register(register) => {
                let rows = work.ledger.facts().rows(register.id()).len();
                (words::name(lang, register).to_owned(), rows.to_string())
            }
        }
    }

    /// What is keyed in it; `None` where it only shows.
    pub const fn subject(self) -> Option<Subject> {
        match self {
            Self::Register(register) => Some(Subject::Register(register)),
        }
    }
}

impl Work {
    /// The selected part of the dossier.
    pub fn section(&self) -> Section {
        let sections = sections();
        sections[self.view.dossier.at.min(sections.len() - 1)]
    }

    /// Selects a part of the dossier and puts it on the screen.
    pub fn show_section(&mut self, section: Section) {
        self.view.dossier.at = sections().iter().position(|s| *s == section).unwrap_or(0);
        self.show(section.subject().unwrap_or_default());
    }
}
