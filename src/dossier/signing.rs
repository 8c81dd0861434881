//! Who signed what, and whether it still stands.
//!
//! # What a signature is worth
//!
//! A state is signed once its name and date are recorded; it covers everything up to the last
//! entry of the ledger that recorded its name, date or `upto`. It stands as long as everything it
//! covers is now what it was then. Each fact touches one state and all after it:
//!
//! | changed since | touches |
//! |---|---|
//! | the rules (`scheme/…`) | every state |
//! | facts of measures, questionnaires, indicators, and their evidence | 评分 and after |
//! | documents, interviews, attachments, findings, suggestions | 报告初稿 and after |
//! | name, date or `upto` of a signature | the states after that one |
//! | its role and opinion, the lock | none |
//!
//! What was changed and changed back, by undo or by hand, is what it was: it leaves signatures
//! standing. An undo that takes back what a review had seen reopens it like any other change.

use super::track::Track;
use crate::ledger::{Event, Facts, Kind, Ledger, SCHEME_PREFIX};
use crate::scheme::Register;
use crate::scheme::signoff::{self, LOCK, SIGNING, State};

/// Why a signature does not stand any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reopening {
    /// Number of the entry that gave the fact its present value.
    pub seq: u64,
    /// The fact.
    pub path: String,
    /// Its value when it was signed.
    pub old: Option<String>,
    /// Its value now.
    pub new: Option<String>,
    /// How many more facts differ from what was signed.
    pub others: usize,
}

/// What a signature is worth.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Standing {
    /// Not signed.
    #[default]
    Open,
    /// Signed, and everything it covers is as it was.
    Stands,
    /// Signed, but what it covers has changed.
    Reopened(Box<Reopening>),
}

/// One state with who signed it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Signature {
    /// Who.
    pub name: Option<String>,
    /// As what.
    pub role: Option<String>,
    /// When: a day or a month.
    pub date: Option<String>,
    /// Last entry of the ledger that it covers; 0 where there is no ledger.
    pub covers: u64,
    /// What it is worth.
    pub standing: Standing,
    /// What the facts that differ from what was signed belong to: files of the rules by their path,
    /// measures, questionnaires and registers by their id, indicators as `indicator.` and their id.
    pub differing: Vec<String>,
}

/// All states.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Signing {
    /// One for each of [`State::ALL`].
    signatures: [Signature; 12],
}

impl Signing {
    /// The signatures of a project.
    pub fn of(ledger: &Ledger) -> Self {
        Track::default().follow(ledger)
    }

    /// The signatures as they are written, where there is no history to hold them against.
    pub fn of_facts(facts: &Facts) -> Self {
        let signatures = State::ALL.map(|state| {
            let get = |field| facts.get(&state.path(field)).map(str::to_owned);
            let (name, date) = (get("name"), get("date"));
            let signed = name.is_some() && date.is_some();
            let standing = if signed { Standing::Stands } else { Standing::Open };
            Signature { name, role: get("role"), date, standing, ..Signature::default() }
        });
        Self { signatures }
    }

    /// The signature of a state.
    pub fn get(&self, state: State) -> &Signature {
        &self.signatures[state.place()]
    }

    pub(super) fn get_mut(&mut self, state: State) -> &mut Signature {
        &mut self.signatures[state.place()]
    }

    /// The states that were signed and do not stand any more, in order.
    pub fn reopened(&self) -> impl Iterator<Item = (State, &Reopening)> {
        State::ALL.into_iter().filter_map(|state| match &self.get(state).standing {
            Standing::Reopened(why) => Some((state, &**why)),
            _ => None,
        })
    }

    /// The first state that is not signed, or does not stand any more; `None` if all is done.
    pub fn next(&self) -> Option<State> {
        State::ALL.into_iter().find(|state| self.get(*state).standing != Standing::Stands)
    }

    /// Whether any state is signed.
    pub fn is_begun(&self) -> bool {
        self.signatures.iter().any(|s| s.standing != Standing::Open)
    }
}

/// The first state that a fact at `path` touches; `None` if it touches none.
pub fn touches(path: &str) -> Option<State> {
    if path.starts_with(SCHEME_PREFIX) {
        return Some(State::Planned);
    }
    if let Some((state, field)) = signoff::parse(path) {
        let is_signing = SIGNING.contains(&field);
        return State::ALL.get(state.place() + 1).copied().filter(|_| is_signing);
    }
    let first = path.split(['.', '@']).next().unwrap_or(path);
    if first == LOCK || first == signoff::SIGN {
        None
    } else if Register::named(first).is_some() {
        Some(State::Drafted)
    } else {
        Some(State::Scored)
    }
}

/// A name as it is compared: without spaces, full width folded, small letters.
pub fn person(name: &str) -> String {
    let chars = name.chars().filter(|c| !c.is_whitespace()).map(crate::scheme::field::fold_char);
    chars.flat_map(char::to_lowercase).filter(|c| !c.is_whitespace()).collect()
}

/// The first entry by which this person recorded, changed or took back a fact that is scored.
/// What a project was opened with was recorded by others.
pub fn recorded_by<'l>(ledger: &'l Ledger, name: &str) -> Option<&'l Event> {
    let name = person(name);
    let scores = |path: &str| !path.contains('@') && touches(path) == Some(State::Scored);
    ledger
        .events()
        .iter()
        .filter(|e| e.kind != Kind::Open && scores(&e.change.path))
        .find(|e| person(&e.stamp.actor) == name)
}
