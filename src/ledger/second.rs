//! What the record says about the second keying of a questionnaire, and about how long forms took.
//!
//! Reads paths; the comparing itself is [`crate::survey::double`]'s. Decides nothing.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, FixedOffset};

use super::{Event, Facts, Ledger, facts};
use crate::scheme::Questionnaire;
use crate::scheme::field::row_number;
use crate::survey::double::{self, Comparison, Decision, Decisions, Draw, Way};
use crate::survey::{INVALID, Responses};

/// What stands for an answer that the first keying did not give.
pub const NOT_GIVEN: &str = "(none)";

impl Facts {
    /// Which forms are to be keyed again; `None` as long as nobody has said.
    pub fn draw(&self, questionnaire: &str) -> Option<Draw> {
        let way = Way::named(self.get(&format!("{questionnaire}.redo.way"))?)?;
        let prefix = format!("{questionnaire}.redo.form.");
        let mut forms: Vec<(u32, u32)> = self
            .under(&prefix)
            .filter_map(|(path, rank)| Some((rank.parse().ok()?, row_number(&path[prefix.len()..])?)))
            .collect();
        forms.sort_unstable();
        Some(Draw { way, forms: forms.into_iter().map(|(_, form)| form).collect() })
    }

    /// What was decided about answers on which the two keyings differ.
    pub fn decisions(&self, questionnaire: &Questionnaire) -> Decisions {
        let prefix = format!("{}.decided.", questionnaire.id);
        let decided = self.under(&prefix).filter_map(|(path, chosen)| {
            let place = place(questionnaire, &path[prefix.len()..])?;
            Some((place, self.decision(questionnaire, place, chosen)))
        });
        decided.collect()
    }

    /// What was decided about one form.
    pub fn decisions_on(&self, questionnaire: &Questionnaire, form: u32) -> Decisions {
        let decided = (0..questionnaire.questions.len()).filter_map(|n| {
            let chosen = self.get(&path_of(questionnaire, "decided", form, n))?;
            Some(((form, n), self.decision(questionnaire, (form, n), chosen)))
        });
        decided.collect()
    }

    fn decision(&self, questionnaire: &Questionnaire, (form, n): (u32, usize), chosen: &str) -> Decision {
        let replaced = self.get(&path_of(questionnaire, "replaced", form, n));
        let was = |said: &str| (said != NOT_GIVEN).then(|| said.to_owned());
        Decision { chosen: chosen.to_owned(), replaced: replaced.map(was) }
    }

    /// The two keyings of a questionnaire side by side. Costs one pass over what was keyed again.
    pub fn comparison(&self, questionnaire: &Questionnaire) -> Comparison {
        let Some(second) = self.seconds(&questionnaire.id) else { return Comparison::default() };
        let nothing = Responses::default();
        let first = self.responses(&questionnaire.id).unwrap_or(&nothing);
        double::compare(questionnaire, (first, second), &self.decisions(questionnaire))
    }
}

/// `FORM.QUESTION` taken apart.
fn place(questionnaire: &Questionnaire, rest: &str) -> Option<(u32, usize)> {
    let (form, question) = rest.split_once('.')?;
    Some((row_number(form)?, questionnaire.question(question)?))
}

/// `ID.WORD.FORM.QUESTION`.
pub fn path_of(questionnaire: &Questionnaire, word: &str, form: u32, question: usize) -> String {
    format!("{}.{word}.{form}.{}", questionnaire.id, questionnaire.questions[question].id)
}

/// What it takes to say that `value` is the answer of a form, whatever the two keyings say: the
/// paths to set, as one act.
pub fn deciding(
    facts: &Facts,
    questionnaire: &Questionnaire,
    (form, question): (u32, usize),
    value: &str,
) -> Vec<(String, Option<String>)> {
    let path = |word| path_of(questionnaire, word, form, question);
    let now = facts.get(&path("form"));
    // What the first keying said is told once and stays, however often one decides.
    let was = facts.get(&path("replaced")).or(now);
    let replaced = (was != Some(value)).then(|| was.unwrap_or(NOT_GIVEN).to_owned());
    vec![
        (path("form"), Some(value.to_owned())),
        (path("decided"), Some(value.to_owned())),
        (path("replaced"), replaced),
    ]
}

/// What it takes to draw other forms than before: the paths to set, as one act.
pub fn drawing(
    facts: &Facts,
    questionnaire: &str,
    draw: &Draw,
    seed: Option<u64>,
    of: usize,
) -> Vec<(String, Option<String>)> {
    let prefix = format!("{questionnaire}.redo.form.");
    let drawn: HashSet<u32> = draw.forms.iter().copied().collect();
    let again = |path: &str| row_number(&path[prefix.len()..]).is_some_and(|n| drawn.contains(&n));
    let gone = facts.under(&prefix).filter(|(path, _)| !again(path));
    let mut sets: Vec<(String, Option<String>)> = gone.map(|(path, _)| (path.to_owned(), None)).collect();
    let mut set =
        |name: &str, value: Option<String>| sets.push((format!("{questionnaire}.redo.{name}"), value));
    set("way", Some(draw.way.name().to_owned()));
    set("seed", seed.map(|s| s.to_string()));
    set("of", Some(of.to_string()));
    for (n, form) in draw.forms.iter().enumerate() {
        set(&format!("form.{form}"), Some((n + 1).to_string()));
    }
    sets
}

/// When the first and the last answer of a form were keyed.
type Times = (DateTime<FixedOffset>, DateTime<FixedOffset>, u64, u64);

impl Ledger {
    /// Seconds from the first to the last answer of a form, as they stand now; `None` where they
    /// were recorded in one act, as an import is, or came with the project.
    pub fn form_seconds(&self, questionnaire: &Questionnaire, form: u32) -> Option<u32> {
        let mut times: Option<Times> = None;
        for n in 0..questionnaire.questions.len() {
            if let Some(event) = self.last_event(&path_of(questionnaire, "form", form, n)) {
                widen(&mut times, event);
            }
        }
        seconds(times?)
    }

    /// The same for all forms at once: one pass over the ledger.
    pub fn all_form_seconds(&self, questionnaire: &Questionnaire) -> HashMap<u32, u32> {
        let mut all: HashMap<u32, Option<Times>> = HashMap::new();
        for event in self.events() {
            let keyed = facts::form_path(&event.change.path);
            let Some((id, form, key)) =
                keyed.filter(|(id, _, key)| *id == questionnaire.id && *key != INVALID)
            else {
                continue;
            };
            let latest = self.last_event(&event.change.path).is_some_and(|last| last.seq == event.seq);
            if latest && id == questionnaire.id && questionnaire.question(key).is_some() {
                widen(all.entry(form).or_default(), event);
            }
        }
        all.into_iter().filter_map(|(form, times)| Some((form, seconds(times?)?))).collect()
    }

    /// Who keyed the answers of a form first, each once; `word` is `form` or `second`.
    pub fn keyers(&self, questionnaire: &Questionnaire, word: &str, form: u32) -> Vec<&str> {
        let mut names: Vec<&str> = (0..questionnaire.questions.len())
            .filter_map(|n| self.last_event(&path_of(questionnaire, word, form, n)))
            .map(|event| event.stamp.actor.as_str())
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

fn widen(times: &mut Option<Times>, event: &Event) {
    let at = event.stamp.at;
    let (first, last, low, high) = times.unwrap_or((at, at, event.step, event.step));
    *times = Some((first.min(at), last.max(at), low.min(event.step), high.max(event.step)));
}

fn seconds((first, last, low, high): Times) -> Option<u32> {
    if low == high {
        return None;
    }
    u32::try_from((last - first).num_seconds()).ok()
}
