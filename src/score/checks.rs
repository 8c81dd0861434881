//! What is known about the quality of a questionnaire's answers: suspect forms, and where the
//! second keying differs from the first. Kept up form by form, so that keying costs the same
//! however many forms there are. Decides nothing: what is open comes out as notices.

use std::collections::HashMap;

use super::{Notice, NoticeKind};
use crate::ledger::{Facts, Ledger};
use crate::scheme::validity::Check;
use crate::scheme::{Questionnaire, Scheme};
use crate::survey::double::Comparison;
use crate::survey::validity::{ACCEPTED, Known, Suspects};
use crate::survey::{DURATION, Responses};

/// The quality of one questionnaire's answers.
#[derive(Debug, Clone, Default)]
pub struct Checks {
    /// Forms that a rule makes suspect.
    pub suspects: Suspects,
    /// The two keyings side by side.
    pub comparison: Comparison,
}

/// Looks at every form of every questionnaire; `ledger` knows how long their keying took.
pub fn checks(scheme: &Scheme, facts: &Facts, ledger: Option<&Ledger>) -> Vec<Checks> {
    let all = scheme.questionnaires.iter().map(|q| {
        // The pass over the ledger is made only where a rule asks for it.
        let times = ledger.filter(|_| asks_for_time(q)).map(|l| l.all_form_seconds(q)).unwrap_or_default();
        Checks { suspects: suspects(q, facts, &times), comparison: facts.comparison(q) }
    });
    all.collect()
}

fn asks_for_time(questionnaire: &Questionnaire) -> bool {
    questionnaire.validity.iter().any(|v| matches!(v.check, Check::Fast { question: None, .. }))
}

fn suspects(questionnaire: &Questionnaire, facts: &Facts, times: &HashMap<u32, u32>) -> Suspects {
    let Some(responses) = facts.responses(&questionnaire.id) else { return Suspects::default() };
    let accepted = |form| is_accepted(facts, questionnaire, form);
    let seconds = |form| stated_seconds(responses, form).or_else(|| times.get(&form).copied());
    let known = Known { seconds: &seconds, accepted: &accepted };
    Suspects::of(questionnaire, responses, known)
}

/// The time that a platform states for a form.
fn stated_seconds(responses: &Responses, form: u32) -> Option<u32> {
    responses.get(form, DURATION)?.parse().ok()
}

/// Whether a form was accepted although it is suspect.
fn is_accepted(facts: &Facts, questionnaire: &Questionnaire, form: u32) -> bool {
    facts.get(&format!("{}.form.{form}.{ACCEPTED}", questionnaire.id)).is_some()
}

/// Looks again at the form that `path` belongs to, if it belongs to one.
pub fn update(all: &mut [Checks], scheme: &Scheme, ledger: &Ledger, path: &str) {
    let Some((n, form)) = form_of(scheme, path) else { return };
    let (Some(questionnaire), Some(checks)) = (scheme.questionnaires.get(n), all.get_mut(n)) else { return };
    let facts = ledger.facts();
    let nothing = Responses::default();
    let first = facts.responses(&questionnaire.id).unwrap_or(&nothing);
    let second = facts.seconds(&questionnaire.id).unwrap_or(&nothing);
    let decisions = facts.decisions_on(questionnaire, form);
    checks.comparison.update(questionnaire, (first, second), &decisions, form);
    let keyed =
        |form| asks_for_time(questionnaire).then(|| ledger.form_seconds(questionnaire, form)).flatten();
    let seconds = |form| stated_seconds(first, form).or_else(|| keyed(form));
    let known = Known { seconds: &seconds, accepted: &|form| is_accepted(facts, questionnaire, form) };
    checks.suspects.update(questionnaire, first, form, known);
}

/// The questionnaire and form of `ID.WORD.N.…`.
fn form_of(scheme: &Scheme, path: &str) -> Option<(usize, u32)> {
    let mut segments = path.split('.');
    let questionnaire = scheme.questionnaire(segments.next()?)?;
    let word = segments.next().filter(|w| matches!(*w, "form" | "second" | "decided" | "replaced"));
    word.and(segments.next()?.parse().ok()).map(|form| (questionnaire, form))
}

/// What is still to be decided, as notices.
pub fn notices(scheme: &Scheme, all: &[Checks]) -> Vec<Notice> {
    let mut notices = Vec::new();
    for (questionnaire, checks) in scheme.questionnaires.iter().zip(all) {
        let mut add = |kind| notices.push(Notice { path: questionnaire.id.clone(), kind });
        let (forms, answers) = (checks.suspects.open(), checks.comparison.undecided());
        if forms > 0 {
            add(NoticeKind::Suspects { forms });
        }
        if answers > 0 {
            add(NoticeKind::Differences { answers });
        }
    }
    notices
}
