//! Statistics of the questionnaire in front, kept up to date as long as they are looked at.
//!
//! Counts give most of it at once. What needs the forms (reliability, cross tables) is summed up in
//! one pass when it is first looked at; after that a change costs the forms it touches, which are
//! taken away as they were and added as they are, so that keying never waits for the others.

use std::collections::BTreeMap;

use crate::ledger::{Event, batch_path, form_path};
use crate::scheme::{Questionnaire, Scheme};
use crate::survey::stats::forms::FormSums;
use crate::survey::stats::outlook::outlooks;
use crate::survey::stats::posterior::Draws;
use crate::survey::stats::{Statistics, summary};
use crate::survey::{INVALID, Responses, Tabulation};

/// So many forms are summed up without being asked for.
const FEW: usize = 20_000;

/// The statistics of one questionnaire.
#[derive(Debug, Clone, Default)]
pub struct Live {
    /// Which questionnaire, and how many events they rest on.
    at: Option<(usize, usize)>,
    /// The counts they rest on, which may change without an event while something is tried.
    counts: Tabulation,
    /// The statistics.
    pub now: Statistics,
    draws: Draws,
}

/// What the statistics are made from.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    /// The rules.
    pub scheme: &'a Scheme,
    /// Which questionnaire.
    pub questionnaire: usize,
    /// Its counts.
    pub tabulation: &'a Tabulation,
    /// Its forms.
    pub responses: Option<&'a Responses>,
    /// Everything recorded.
    pub events: &'a [Event],
}

impl Live {
    /// Brings them up to date. `asked`: whether whoever looks wants the forms gone through,
    /// however many they are.
    pub fn refresh(&mut self, ground: Ground<'_>, asked: bool) {
        let Some(spec) = ground.scheme.questionnaires.get(ground.questionnaire) else { return };
        let forms = ground.responses.map_or(0, |r| r.len() - r.invalid());
        let lacking = self.now.forms.is_none() && forms > 0 && (asked || forms <= FEW);
        let same = self.at == Some((ground.questionnaire, ground.events.len()));
        if same && self.counts == *ground.tabulation && !lacking {
            return;
        }
        let known = self.at.filter(|(q, seen)| *q == ground.questionnaire && *seen <= ground.events.len());
        let since = known.map(|(_, seen)| &ground.events[seen..]);
        self.now.forms = self.forms(spec, ground, since, asked || forms <= FEW);
        self.now.summary = summary::summary(spec, ground.tabulation, ground.scheme.rates);
        self.now.outlooks = outlooks(ground.scheme, ground.questionnaire, ground.tabulation, &mut self.draws);
        self.at = Some((ground.questionnaire, ground.events.len()));
        self.counts.clone_from(ground.tabulation);
    }

    fn forms(
        &mut self,
        spec: &Questionnaire,
        ground: Ground<'_>,
        since: Option<&[Event]>,
        wanted: bool,
    ) -> Option<FormSums> {
        let responses = ground.responses.filter(|r| r.has_forms() && r.len() > r.invalid())?;
        if let (Some(mut sums), Some(since)) = (self.now.forms.take(), since)
            && let Some(before) = before(&spec.id, since)
        {
            for (form, changed) in before {
                if let Some(was) = answers(spec, |key| match changed.get(key) {
                    Some(old) => *old,
                    None => responses.get(form, key),
                }) {
                    sums.add(spec, &was, false);
                }
                if let Some(is) = answers(spec, |key| responses.get(form, key)) {
                    sums.add(spec, &is, true);
                }
            }
            return Some(sums);
        }
        wanted.then(|| FormSums::of(spec, responses))
    }
}

/// What counts on a form; `None` if it does not count at all.
fn answers<'a>(
    spec: &'a Questionnaire,
    get: impl Fn(&str) -> Option<&'a str>,
) -> Option<Vec<Option<&'a str>>> {
    if get(INVALID).is_some() {
        return None;
    }
    let given: Vec<Option<&str>> = spec.questions.iter().map(|q| get(&q.id)).collect();
    let shown = spec.shown(|n| given.get(n).copied().flatten());
    Some(given.into_iter().zip(shown).map(|(answer, shown)| answer.filter(|_| shown)).collect())
}

/// Per form touched since, what stood at each key before; `None` if something touched forms in a
/// way that is not one answer after the other.
fn before<'e>(id: &str, since: &'e [Event]) -> Option<BTreeMap<u32, BTreeMap<&'e str, Option<&'e str>>>> {
    let mut forms: BTreeMap<u32, BTreeMap<&str, Option<&str>>> = BTreeMap::new();
    for event in since {
        let path = event.change.path.as_str();
        match form_path(path) {
            Some((of, form, key)) if of == id => {
                // The first change tells what stood there to begin with.
                forms.entry(form).or_default().entry(key).or_insert(event.change.old.as_deref());
            }
            Some(_) => {}
            None => {
                if batch_path(path) == Some(id) {
                    return None;
                }
            }
        }
    }
    Some(forms)
}
