//! What follows from the record beyond scores: which finding answers which deduction, what in the
//! registers contradicts itself, what evidence each indicator has, and what a signature is worth.
//!
//! Everything here is derived and a pure function of scheme, ledger and scorecard: no disk,
//! terminal, clock or language. [`gate::admit`] is asked before anything is recorded that other
//! records have a say in; nothing here records.

pub mod brackets;
pub mod coverage;
pub mod gate;
pub mod links;
mod plan;
mod remarks;
pub mod signing;
pub mod track;

pub use coverage::{Coverage, Kind, Mark};
pub use gate::{Objection, admit};
pub use links::Links;
pub use plan::replaced_plan;
pub use remarks::{Remark, RemarkKind};
pub use signing::{Reopening, Signing, Standing};
pub use track::Track;

use crate::ledger::{Facts, Ledger};
use crate::scheme::{Register, Scheme, register};
use crate::score::{Readings, Scorecard};

/// All that follows, kept beside the scorecard.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Dossier {
    /// Findings against deductions, suggestions against findings.
    pub links: Links,
    /// What contradicts itself or is not complete.
    pub remarks: Vec<Remark>,
    /// What evidence each scored indicator has.
    pub coverage: Coverage,
    /// Who signed what, and whether it still stands.
    pub signing: Signing,
}

impl Dossier {
    /// What follows from a project's record.
    pub fn of(scheme: &Scheme, ledger: &Ledger, readings: &Readings, card: &Scorecard) -> Self {
        Self::after(&mut Track::default(), scheme, ledger, readings, card)
    }

    /// The same where the ledger was followed before: only what was added to it is read.
    pub fn after(
        track: &mut Track,
        scheme: &Scheme,
        ledger: &Ledger,
        readings: &Readings,
        card: &Scorecard,
    ) -> Self {
        let signing = track.follow(ledger);
        Self::with(scheme, ledger.facts(), readings, card, signing)
    }

    /// What follows from facts that have no history: a scheme's folder, an export of one. There
    /// signatures stand as they are written.
    pub fn of_facts(scheme: &Scheme, facts: &Facts, readings: &Readings, card: &Scorecard) -> Self {
        Self::with(scheme, facts, readings, card, Signing::of_facts(facts))
    }

    fn with(scheme: &Scheme, facts: &Facts, readings: &Readings, card: &Scorecard, signing: Signing) -> Self {
        let links = Links::of(scheme, facts, card);
        let remarks = remarks::find(scheme, facts, &links);
        let coverage = Coverage::of(scheme, facts, readings, card, &links, &signing);
        Self { links, remarks, coverage, signing }
    }
}

/// The references recorded at a field of a register's row.
pub fn refs<'f>(facts: &'f Facts, register: Register, row: u32, column: &str) -> Vec<&'f str> {
    facts.get(&register.path(row, column)).map(|v| register::split(v).collect()).unwrap_or_default()
}

/// Whether a project is locked: the report is issued and nobody has unlocked it since.
pub fn is_locked(facts: &Facts) -> bool {
    facts.is_locked()
}
