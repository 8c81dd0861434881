//! The current value of every path, folded from changes, and what can be asked of any record.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

use super::{BatchEntry, Digest, SCHEME_PREFIX, batch_path};
use crate::scheme::field::{NON_ANSWERS, row_number};
use crate::scheme::measure::Column;
use crate::scheme::signoff::{self, State};
use crate::scheme::{Paths, Questionnaire, Scheme};
use crate::survey::validity::ACCEPTED;
use crate::survey::{Batch, Plan, Responses};

/// A record that can be scored: values by their paths. One project's [`Facts`] are such a record;
/// so is a row of a table with a unit in each row.
pub trait Recorded {
    /// The value at `path`.
    fn get(&self, path: &str) -> Option<&str>;

    /// All paths below `prefix` (which ends with `.` or `/`) with their values, in order.
    /// Forms are not among them; see [`Self::responses`].
    fn under<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)>;

    /// The forms keyed for a questionnaire.
    fn responses(&self, questionnaire: &str) -> Option<&Responses>;

    /// The value at the path with this number. Records that are read many times find it without
    /// looking at the path.
    fn at(&self, paths: &Paths, number: usize) -> Option<&str> {
        self.get(paths.all().get(number)?)
    }

    /// What was recorded of the rows that were added to a table: row, number of the column (none
    /// for the evidence of a cell), value. What belongs to a row stands together.
    fn added<'a>(
        &'a self,
        paths: &'a Paths,
        measure: usize,
        columns: &'a [Column],
    ) -> impl Iterator<Item = (&'a str, Option<usize>, &'a str)> {
        let prefix = paths.prefix(measure);
        self.under(prefix).filter_map(move |(path, value)| {
            let (row, column) = added_cell(path, prefix, columns)?;
            Some((row, column, value))
        })
    }

    /// The totals typed for the questions of a questionnaire: question, answer (a choice, or
    /// behind the choices one of the answers that are none), value.
    fn totals<'a>(
        &'a self,
        paths: &'a Paths,
        questionnaire: usize,
        asked: &'a Questionnaire,
    ) -> impl Iterator<Item = (usize, usize, &'a str)> {
        let prefix = paths.totals(questionnaire);
        self.under(prefix).filter_map(move |(path, value)| {
            let (question, answer) = total_cell(path, prefix, asked)?;
            Some((question, answer, value))
        })
    }
}

/// Question and answer that the total at a path is about, as [`Recorded::totals`] numbers them.
pub fn total_cell(path: &str, prefix: &str, asked: &Questionnaire) -> Option<(usize, usize)> {
    let (question, code) = path.strip_prefix(prefix)?.split_once('.')?;
    let question = asked.question(question)?;
    let choices = asked.questions[question].choices.iter().map(|c| c.code.as_str());
    Some((question, choices.chain(NON_ANSWERS).position(|c| c == code)?))
}

/// Row and number of the column of a cell in a row that was added to the table at `prefix`.
pub fn added_cell<'a>(path: &'a str, prefix: &str, columns: &[Column]) -> Option<(&'a str, Option<usize>)> {
    let (row, column) = path.strip_prefix(prefix)?.split_once('.')?;
    row_number(row)?;
    Some((row, columns.iter().position(|c| c.id == column)))
}

impl Recorded for Facts {
    fn get(&self, path: &str) -> Option<&str> {
        Self::get(self, path)
    }

    fn under<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        Self::under(self, prefix)
    }

    fn responses(&self, questionnaire: &str) -> Option<&Responses> {
        Self::responses(self, questionnaire)
    }
}

/// What is recorded now: path → value, with the forms of questionnaires kept compactly.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    cells: BTreeMap<String, String>,
    responses: BTreeMap<String, Responses>,
    /// How forms are counted, where their questionnaire needs it said.
    plans: BTreeMap<String, Arc<Plan>>,
    /// What a second person keyed from the same forms.
    seconds: BTreeMap<String, Responses>,
    /// Contents of batches, those that were taken back included: they may come again.
    shelf: BTreeMap<Digest, Arc<Batch>>,
}

/// Equal if the same is recorded, however it is counted and whatever stands on the shelf besides.
impl PartialEq for Facts {
    fn eq(&self, other: &Self) -> bool {
        self.cells == other.cells && self.responses == other.responses && self.seconds == other.seconds
    }
}

impl Eq for Facts {}

impl Facts {
    /// The value at `path`.
    pub fn get(&self, path: &str) -> Option<&str> {
        match keyed_path(path) {
            Some((keying, questionnaire, form, key)) => self.keyed(keying).get(questionnaire)?.get(form, key),
            None => self.cells.get(path).map(String::as_str),
        }
    }

    /// Puts `value` at `path`, or takes away what is there.
    pub fn set(&mut self, path: &str, value: Option<&str>) {
        if let Some((keying, questionnaire, form, key)) = keyed_path(path) {
            let all = match keying {
                Keying::First => &mut self.responses,
                Keying::Second => &mut self.seconds,
            };
            // Only what counts is counted by a plan.
            let plan = self.plans.get(questionnaire).filter(|_| keying == Keying::First);
            change(all, (questionnaire, plan), |responses| responses.set(form, key, value));
            return;
        }
        let old = match value {
            Some(value) => self.cells.insert(path.to_owned(), value.to_owned()),
            None => self.cells.remove(path),
        };
        if let Some(questionnaire) = batch_path(path) {
            self.set_batch(questionnaire, old.as_deref(), value);
        }
    }

    fn set_batch(&mut self, questionnaire: &str, old: Option<&str>, new: Option<&str>) {
        let new = new.and_then(BatchEntry::parse);
        let content = new.and_then(|e| Some((e.first, Arc::clone(self.shelf.get(&e.content)?))));
        let plan = self.plans.get(questionnaire);
        change(&mut self.responses, (questionnaire, plan), |responses| {
            if let Some(old) = old.and_then(BatchEntry::parse) {
                responses.remove_batch(old.first);
            }
            if let Some((first, content)) = content {
                responses.add_batch(first, content);
            }
        });
    }

    /// Facts of which only the answers to one questionnaire are known.
    pub fn of_responses(questionnaire: &str, responses: Responses) -> Self {
        let responses = BTreeMap::from([(questionnaire.to_owned(), responses)]);
        Self { responses, ..Self::default() }
    }

    /// Puts the content of a batch where an entry that names its digest finds it.
    pub fn shelve(&mut self, digest: Digest, content: Arc<Batch>) {
        self.shelf.insert(digest, content);
    }

    /// Whether `value` at `path` can be recorded: if it brings forms, they must be on the shelf,
    /// as many as it says.
    pub(super) fn has_content(&self, path: &str, value: Option<&str>) -> bool {
        let (Some(_), Some(value)) = (batch_path(path), value) else { return true };
        let entry = BatchEntry::parse(value);
        entry.is_some_and(|e| self.shelf.get(&e.content).is_some_and(|b| b.len() == e.forms as usize))
    }

    /// Nothing recorded, but contents of batches found and forms counted as here: what a walk
    /// through the same ledger begins with.
    #[must_use]
    pub fn emptied(&self) -> Self {
        Self { plans: self.plans.clone(), shelf: self.shelf.clone(), ..Self::default() }
    }

    /// Whether the same contents of batches are found here and there.
    pub fn finds_as(&self, other: &Self) -> bool {
        self.shelf.keys().eq(other.shelf.keys())
    }

    fn keyed(&self, keying: Keying) -> &BTreeMap<String, Responses> {
        match keying {
            Keying::First => &self.responses,
            Keying::Second => &self.seconds,
        }
    }

    /// Counts forms as the scheme's questionnaires want it from now on, answer by answer. Without
    /// this everything is counted all the same, only in one pass over the forms each time.
    pub fn follow(&mut self, scheme: &Scheme) {
        let plan = |q: &Questionnaire| Some((q.id.clone(), Arc::new(Plan::of(q)?)));
        self.plans = scheme.questionnaires.iter().filter_map(plan).collect();
        for (id, responses) in &mut self.responses {
            responses.follow(self.plans.get(id).cloned());
        }
    }

    /// All paths below `prefix` (which ends with `.` or `/`) with their values, in order.
    /// Forms are not among them; see [`Self::responses`].
    pub fn under<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.cells
            .range::<str, _>((Bound::Included(prefix), Bound::Unbounded))
            .take_while(move |(path, _)| path.starts_with(prefix))
            .map(|(path, value)| (path.as_str(), value.as_str()))
    }

    /// Everything recorded except forms, in order of path.
    pub fn cells(&self) -> impl Iterator<Item = (&str, &str)> {
        self.cells.iter().map(|(path, value)| (path.as_str(), value.as_str()))
    }

    /// The forms keyed for a questionnaire.
    pub fn responses(&self, questionnaire: &str) -> Option<&Responses> {
        self.responses.get(questionnaire)
    }

    /// Whether the project is locked: its report is issued, and it was not unlocked since. While it
    /// is, nothing but the unlocking may be recorded.
    pub fn is_locked(&self) -> bool {
        let issued = |field| self.get(&State::Issued.path(field)).is_some();
        issued("name") && issued("date") && self.get(signoff::RELEASED).is_none()
    }

    /// What a second person keyed from the forms of a questionnaire.
    pub fn seconds(&self, questionnaire: &str) -> Option<&Responses> {
        self.seconds.get(questionnaire)
    }

    /// The running numbers of a table's open rows, ascending.
    pub fn rows(&self, measure: &str) -> Vec<u32> {
        let prefix = format!("{measure}.");
        let mut rows: Vec<u32> = Vec::new();
        let mut last = "";
        for (path, _) in self.under(&prefix) {
            // All columns of a row stand together, so each row is parsed once.
            if let Some((row, _)) = path[prefix.len()..].split_once('.')
                && row != last
            {
                last = row;
                rows.extend(row.parse::<u32>().ok());
            }
        }
        rows.sort_unstable();
        rows
    }
}

fn change(
    all: &mut BTreeMap<String, Responses>,
    (questionnaire, plan): (&str, Option<&Arc<Plan>>),
    change: impl FnOnce(&mut Responses),
) {
    if !all.contains_key(questionnaire) {
        all.insert(questionnaire.to_owned(), Responses::following(plan.cloned()));
    }
    let Some(responses) = all.get_mut(questionnaire) else { return };
    change(responses);
    if responses.is_empty() {
        all.remove(questionnaire);
    }
}

/// Whose keying of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Keying {
    /// The one that counts.
    First,
    /// The one it is checked against.
    Second,
}

/// `QUESTIONNAIRE.form.N.KEY` taken apart. Notes on answers (`…@note`) are ordinary cells, and so
/// is the reason why a suspect form is accepted.
pub fn form_path(path: &str) -> Option<(&str, u32, &str)> {
    match keyed_path(path)? {
        (Keying::First, questionnaire, form, key) => Some((questionnaire, form, key)),
        (Keying::Second, ..) => None,
    }
}

fn keyed_path(path: &str) -> Option<(Keying, &str, u32, &str)> {
    let (questionnaire, rest) = path.split_once('.')?;
    if questionnaire.starts_with(SCHEME_PREFIX) {
        return None;
    }
    let (keying, rest) = match rest.strip_prefix("form.") {
        Some(rest) => (Keying::First, rest),
        None => (Keying::Second, rest.strip_prefix("second.")?),
    };
    let (form, key) = rest.split_once('.')?;
    if key.contains('@') || key == ACCEPTED {
        return None;
    }
    Some((keying, questionnaire, form.parse().ok()?, key))
}
