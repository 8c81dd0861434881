//! What differs from what was signed, kept while entries are added.
//!
//! Each entry of the ledger is read once: what one more costs does not grow with what was changed
//! since a signature. Must not say what a signature is worth; that is [`super::signing`]'s.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::signing::{Reopening, Signing, Standing, touches};
use crate::ledger::{Event, Ledger, SCHEME_PREFIX};
use crate::scheme::signoff::{self, SIGNING, State};

/// The signatures of one ledger, as far as it was read.
#[derive(Debug, Clone, Default)]
pub struct Track {
    /// Entries read.
    read: usize,
    /// Per fact: the entries that changed it since the first signature, by index.
    entries: HashMap<String, Vec<usize>>,
    /// One for each of [`State::ALL`].
    covered: [Covered; 12],
}

/// What became of all that one signature covers.
#[derive(Debug, Clone, Default)]
struct Covered {
    /// Entries that it covers; `None` before its first.
    upto: Option<usize>,
    /// Per fact that is not as it was signed: the first entry that changed it, by index.
    differing: BTreeSet<usize>,
    /// How many such facts each owner has.
    owners: BTreeMap<String, usize>,
}

impl Track {
    /// Reads what was added to the ledger, which must be the one read so far, and says what its
    /// signatures are worth now.
    pub fn follow(&mut self, ledger: &Ledger) -> Signing {
        let mut signing = Signing::of_facts(ledger.facts());
        for (index, event) in ledger.events().iter().enumerate().skip(self.read) {
            self.take(ledger, &signing, index, event);
        }
        self.read = ledger.events().len();
        for (state, covered) in State::ALL.into_iter().zip(&self.covered) {
            let signature = signing.get_mut(state);
            if signature.standing == Standing::Open {
                continue;
            }
            signature.covers = covered.upto.map_or(0, |n| n as u64);
            signature.differing = covered.owners.keys().cloned().collect();
            if let Some(first) = covered.differing.first().and_then(|n| ledger.events().get(*n)) {
                let path = first.change.path.as_str();
                signature.standing = Standing::Reopened(Box::new(Reopening {
                    seq: ledger.last_event(path).map_or(0, |e| e.seq),
                    path: path.to_owned(),
                    old: first.change.old.clone(),
                    new: ledger.facts().get(path).map(str::to_owned),
                    others: covered.differing.len() - 1,
                }));
            }
        }
        signing
    }

    fn take(&mut self, ledger: &Ledger, signing: &Signing, index: usize, event: &Event) {
        let path = event.change.path.as_str();
        if let Some((state, field)) = signoff::parse(path)
            && SIGNING.contains(&field)
        {
            let upto = Some(index + 1);
            self.covered[state.place()] = Covered { upto, ..Covered::default() };
        }
        let Some(touched) = touches(path) else { return };
        if self.covered.iter().all(|c| c.upto.is_none()) {
            return;
        }
        let entries = self.entries.entry(path.to_owned()).or_default();
        entries.push(index);
        let now = ledger.facts().get(path);
        for state in State::ALL.into_iter().filter(|state| *state >= touched) {
            let covered = &mut self.covered[state.place()];
            // A signature that is gone comes back with an entry of its own, and covers all before.
            let (Some(upto), false) = (covered.upto, signing.get(state).standing == Standing::Open) else {
                continue;
            };
            let since = entries.partition_point(|n| *n < upto);
            let first = entries.get(since).and_then(|n| Some((*n, ledger.events().get(*n)?)));
            if let Some((n, first)) = first {
                covered.note(n, path, first.change.old.as_deref() != now);
            }
        }
    }
}

impl Covered {
    /// Notes whether the fact that entry `first` was the first to change is now another.
    fn note(&mut self, first: usize, path: &str, differs: bool) {
        if differs && self.differing.insert(first) {
            *self.owners.entry(owner(path)).or_default() += 1;
        } else if !differs && self.differing.remove(&first) {
            let owner = owner(path);
            let count = self.owners.entry(owner.clone()).or_default();
            *count = count.saturating_sub(1);
            if *count == 0 {
                self.owners.remove(&owner);
            }
        }
    }
}

/// What a fact belongs to: a file of the rules, a measure, questionnaire or register, or an
/// indicator with its prefix. There are only as many as the scheme has.
fn owner(path: &str) -> String {
    let own = path.split('@').next().unwrap_or(path);
    let owner = if path.starts_with(SCHEME_PREFIX) {
        path
    } else if own.starts_with("indicator.") {
        own.rsplit_once('.').map_or(own, |(owner, _)| owner)
    } else {
        own.split('.').next().unwrap_or(own)
    };
    owner.to_owned()
}
