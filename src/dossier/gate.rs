//! Whether something may be recorded, where other records have a say: the lock, signatures and
//! references. What a field takes by itself is said by [`crate::scheme::field`].

use chrono::NaiveDate;

use super::remarks::leads;
use super::signing::{Signing, Standing, person, recorded_by};
use crate::ledger::Ledger;
use crate::scheme::field::row_number;
use crate::scheme::signoff::{self, RELEASED, State};
use crate::scheme::{FieldKind, Label, RefTo, Refusal, Scheme, register};

/// Why something may not be recorded now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Objection {
    /// The report is issued and the project locked.
    Locked,
    /// Unlocking needs a reason.
    ReasonWanted,
    /// A state before is not signed, or does not stand any more.
    Before(State),
    /// The same person already holds another of the states that four persons sign.
    SamePerson {
        /// The person, as recorded there.
        name: String,
        /// That state.
        holds: State,
    },
    /// The person recorded facts that are scored, and so cannot review them.
    Scorer {
        /// The person.
        name: String,
        /// Number of the first such entry.
        seq: u64,
    },
    /// Dated before the state that comes before it.
    TooEarly {
        /// That state.
        before: State,
        /// Its date.
        date: String,
    },
    /// A reference leads nowhere.
    Reference(Refusal),
    /// An answer is none that its question takes, given the others of its form.
    Constraint {
        /// What the questionnaire says about it.
        message: Option<Label>,
        /// What must hold, in the words of the scheme.
        holds: String,
        /// The answer.
        path: String,
        /// Whether the answer is ticks, which may be on their way to what holds.
        is_ticks: bool,
    },
}

/// Whether this act may be recorded on the day `today`.
///
/// # Errors
/// The first objection to one of its parts.
pub fn admit(
    scheme: &Scheme,
    ledger: &Ledger,
    sets: &[(String, Option<String>)],
    reason: Option<&str>,
    today: NaiveDate,
) -> Result<(), Objection> {
    let locked = ledger.facts().is_locked();
    if locked && !sets.iter().all(|(path, _)| path == RELEASED) {
        return Err(Objection::Locked);
    }
    let releases = sets.iter().any(|(path, value)| path == RELEASED && value.is_some());
    if releases && reason.is_none_or(|r| r.trim().is_empty()) {
        return Err(Objection::ReasonWanted);
    }
    for (path, value) in sets {
        let Some(value) = value else { continue };
        if let Some((state, field)) = signoff::parse(path) {
            signature(ledger, sets, state, field, value)?;
        } else if register::row_of(path).is_some() && !path.contains('@') {
            references(scheme, ledger, path, value)?;
        } else {
            constraint(scheme, ledger, sets, path, today)?;
        }
    }
    Ok(())
}

fn signature(
    ledger: &Ledger,
    sets: &[(String, Option<String>)],
    state: State,
    field: &str,
    value: &str,
) -> Result<(), Objection> {
    if !signoff::SIGNING.contains(&field) {
        return Ok(());
    }
    if let Some(before) = state.before() {
        let signing = Signing::of(ledger);
        let signature = signing.get(before);
        if signature.standing != Standing::Stands {
            let first = signing.next().unwrap_or(before);
            return Err(Objection::Before(first.min(before)));
        }
        if let ("date", Some(date)) = (field, &signature.date)
            && is_before(value, date)
        {
            return Err(Objection::TooEarly { before, date: date.clone() });
        }
    }
    if field == "name" && State::APART.contains(&state) { apart(ledger, sets, state, value) } else { Ok(()) }
}

/// Scorer, first reviewer, second reviewer and quality control are four persons.
fn apart(
    ledger: &Ledger,
    sets: &[(String, Option<String>)],
    state: State,
    name: &str,
) -> Result<(), Objection> {
    for holds in State::APART.into_iter().filter(|s| *s != state) {
        let path = holds.path("name");
        let set = sets.iter().find(|(p, _)| *p == path).map(|(_, value)| value.as_deref());
        let there = set.unwrap_or_else(|| ledger.facts().get(&path));
        if let Some(there) = there.filter(|there| person(there) == person(name)) {
            return Err(Objection::SamePerson { name: there.to_owned(), holds });
        }
    }
    match recorded_by(ledger, name).filter(|_| state != State::Scored) {
        Some(event) => Err(Objection::Scorer { name: event.stamp.actor.clone(), seq: event.seq }),
        None => Ok(()),
    }
}

/// An answer against the constraint of its question and the other answers of the form, as they
/// stand or as they are recorded along with it. What is keyed again or decided is held to the day
/// on which the paper was keyed first: it says the same as then.
fn constraint(
    scheme: &Scheme,
    ledger: &Ledger,
    sets: &[(String, Option<String>)],
    path: &str,
    today: NaiveDate,
) -> Result<(), Objection> {
    let parts: Vec<&str> = path.split('.').collect();
    let [id, keying @ ("form" | "second" | "decided"), number, question] = parts.as_slice() else {
        return Ok(());
    };
    let Some(spec) = scheme.questionnaire(id).map(|n| &scheme.questionnaires[n]) else { return Ok(()) };
    let Some(n) = spec.question(question).filter(|n| spec.questions[*n].constraint.is_some()) else {
        return Ok(());
    };
    let Some(form) = row_number(number) else { return Ok(()) };
    let facts = ledger.facts();
    let keyed = if *keying == "second" { facts.seconds(id) } else { facts.responses(id) };
    let answer = |q: usize| {
        let own = format!("{id}.{keying}.{number}.{}", spec.questions[q].id);
        let set = sets.iter().find(|(p, _)| *p == own).map(|(_, value)| value.as_deref());
        set.unwrap_or_else(|| keyed?.get(form, &spec.questions[q].id))
    };
    let decided = format!("{id}.decided.{number}.{question}");
    let is_first = *keying == "form" && !sets.iter().any(|(p, value)| *p == decided && value.is_some());
    let before = if is_first { None } else { ledger.keyed_on(id, form, question) };
    let Some(broken) = spec.broken(n, answer, before.unwrap_or(today)) else { return Ok(()) };
    Err(Objection::Constraint {
        message: broken.message.clone(),
        holds: spec.constraint_text(n),
        path: path.to_owned(),
        is_ticks: spec.questions[n].is_multiple(),
    })
}

/// Whether one date lies before another, as far as both are known.
fn is_before(one: &str, other: &str) -> bool {
    let shared = one.len().min(other.len());
    one.get(..shared) < other.get(..shared)
}

fn references(scheme: &Scheme, ledger: &Ledger, path: &str, value: &str) -> Result<(), Objection> {
    let Some(FieldKind::Refs { to, known }) = scheme.field(path).map(|f| f.kind) else { return Ok(()) };
    let facts = ledger.facts();
    let wrong = register::split(value).find(|given| !leads(scheme, facts, to, given));
    let Some(given) = wrong else { return Ok(()) };
    let known = match to {
        RefTo::Rows(register) => facts.rows(register.id()).iter().map(ToString::to_string).collect(),
        RefTo::Indicators | RefTo::Facts => known,
    };
    Err(Objection::Reference(Refusal::no_such(given, known)))
}
