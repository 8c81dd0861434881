//! The dossier: the parts of the record that no single indicator owns, listed on the left.

use crate::app::figures;
use crate::app::sheet::Subject;
use crate::app::work::Work;
use crate::dossier::Kind;
use crate::i18n::{Lang, dossier as more, register as words};
use crate::scheme::Register;
use crate::scheme::signoff::State;

/// A part of the dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// Indicator × evidence.
    Coverage,
    /// A register.
    Register(Register),
    /// Signatures and the lock.
    Signoff,
}

/// The parts in the order of the list.
pub fn sections() -> Vec<Section> {
    let registers = Register::ALL.into_iter().map(Section::Register);
    std::iter::once(Section::Coverage).chain(registers).chain([Section::Signoff]).collect()
}

impl Section {
    /// Its name and what it holds, for the list.
    pub fn row(self, work: &Work, lang: Lang) -> (String, String) {
        match self {
            Self::Coverage => {
                let all = work.dossier.coverage.rows.len();
                let done = all - work.dossier.coverage.open();
                (more::coverage(lang), format!("{done}/{all}"))
            }
            Self::Register(register) => {
                let rows = work.ledger.facts().rows(register.id()).len();
                (words::name(lang, register).to_owned(), rows.to_string())
            }
            Self::Signoff => {
                let next = work.dossier.signing.next().map_or(State::ALL.len(), State::place);
                (more::signoff(lang), format!("{next}/{}", State::ALL.len()))
            }
        }
    }

    /// What is keyed in it; `None` where it only shows.
    pub const fn subject(self) -> Option<Subject> {
        match self {
            Self::Coverage => None,
            Self::Register(register) => Some(Subject::Register(register)),
            Self::Signoff => Some(Subject::Signoff),
        }
    }

    /// Heading of its pane.
    pub fn title(self, work: &Work, lang: Lang) -> String {
        if self != Self::Coverage {
            return self.row(work, lang).0;
        }
        let coverage = &work.dossier.coverage;
        match coverage.open() {
            0 => more::coverage_done(lang),
            open => more::coverage_title(lang, open, &figures::points(work.card.rounding, coverage.stake())),
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

    /// Whether a scored indicator loses points for certain.
    pub fn loses(&self, indicator: usize) -> bool {
        let scored = self.scheme.indicators[indicator].rule.is_some();
        scored && !crate::dossier::links::lost(&self.card, indicator).is_zero()
    }

    /// The column of the coverage that is selected: the one chosen, or the first gap of the row.
    pub fn coverage_column(&self) -> usize {
        let row = self.dossier.coverage.rows.get(self.view.coverage.at);
        let gap = row.and_then(crate::dossier::coverage::Row::first_missing).unwrap_or(0);
        self.view.column.unwrap_or(gap).min(Kind::all().len() - 1)
    }
}
