//! Counts a table of responses without keeping a form: in memory that does not grow with it, and
//! on all processors.
//!
//! A questionnaire of single choices that are always shown and free is counted cell by cell; any
//! other form by form, a block at a time.

use std::collections::HashMap;
use std::io::Read;
use std::sync::Arc;

use chrono::NaiveDate;

use super::cells::Meaning;
use super::gather::Gathering;
use super::headings::{self, Mapping, Role};
use super::scan::{Known, MOST, PASSED, Sink, Slot, scan};
use super::table::Table;
use super::{Fault, Stop, Trouble, Troubles, mapped, told};
use crate::scheme::Questionnaire;
use crate::survey::{Plan, Responses};

/// Most different odd cells that a block remembers.
const MEMORY: usize = 512;

/// As many as a slot has values, so that none is out of range.
const SLOTS: usize = Slot::MAX as usize + 1;

/// A table, counted.
#[derive(Debug, Clone)]
pub struct Counted {
    /// Which column was taken for what.
    pub mapping: Mapping,
    /// How often each answer was given; holds no single form.
    pub responses: Responses,
    /// Rows with any content.
    pub forms: u64,
    /// What was wrong.
    pub troubles: Troubles,
}

/// Counts the table that `source` gives, on the day `today`.
///
/// # Errors
/// See [`Stop`]; single rows and cells that are wrong are in [`Counted::troubles`] instead.
pub fn count(
    questionnaire: &Questionnaire,
    source: impl Read + Send,
    said: &[(String, String)],
    today: NaiveDate,
) -> Result<Counted, Stop> {
    let table = Table::open(source)?;
    let mapping = mapped(questionnaire, &table.headings, said, None)?;
    let delimiter = table.delimiter;
    let plan = Plan::of(questionnaire);
    let ticks = mapping.columns.iter().any(|c| matches!(c.role, Role::Tick(..)));
    let mut responses = Responses::following(plan.map(Arc::new));
    let mut all = Tally::default();
    let constraints = questionnaire.questions.iter().any(|q| q.constraint.is_some());
    if Plan::of(questionnaire).is_none() && !ticks && !constraints {
        let counting = Counting::new(questionnaire, &mapping, delimiter);
        all = Tally::new(&counting);
        table.each(|block| counting.count(block), |block, rows| all.merge(block, rows))?;
        all.absorbed_by(&counting, &mut responses);
    } else {
        // What is shown and what must hold depends on the whole form, so forms are gathered,
        // counted and let go.
        let gathering = Gathering::new(questionnaire, &mapping, today);
        let look = |block: &[u8]| {
            let mut gatherer = gathering.start();
            let rows = scan(block, delimiter, &gathering.known, &mut gatherer);
            let mut done = gatherer.done;
            let (forms, troubles) = (done.forms, std::mem::take(&mut done.troubles));
            ((done.batch(&gathering), forms, troubles), rows)
        };
        table.each(look, |(batch, forms, troubles), rows| {
            if let Some(batch) = batch {
                responses.absorb(&batch);
            }
            all.forms += forms as u64;
            all.troubles.append(troubles, rows);
        })?;
    }
    Ok(Counted { mapping, responses, forms: all.forms, troubles: all.troubles })
}

/// What is counted and how.
struct Counting {
    delimiter: u8,
    /// Of all columns.
    known: Vec<Known>,
    /// Of columns with answers: the question's id and what its cells say.
    meanings: Vec<Option<(String, Meaning)>>,
}

impl Counting {
    fn new(questionnaire: &Questionnaire, mapping: &Mapping, delimiter: u8) -> Self {
        let meaning = |column: &headings::Column| match column.role {
            Role::Answer(q) => {
                questionnaire.questions.get(q).map(|question| (question.id.clone(), Meaning::of(question)))
            }
            _ => None,
        };
        let meanings: Vec<_> = mapping.columns.iter().map(meaning).collect();
        let known = meanings.iter().map(|m| m.as_ref().map_or(Known::all(PASSED), |(_, m)| m.known.clone()));
        Self { delimiter, known: known.collect(), meanings }
    }

    fn count(&self, block: &[u8]) -> (Tally, u64) {
        let mut sink = Counter { plan: self, tally: Tally::new(self), memory: HashMap::new() };
        let rows = scan(block, self.delimiter, &self.known, &mut sink);
        (sink.tally, rows)
    }
}

/// What was counted so far.
#[derive(Debug, Default)]
struct Tally {
    /// For each column and slot; those of columns that are passed over are of no use.
    slots: Vec<[u64; SLOTS]>,
    forms: u64,
    troubles: Troubles,
}

impl Tally {
    fn new(plan: &Counting) -> Self {
        Self { slots: vec![[0; SLOTS]; plan.known.len()], forms: 0, troubles: Troubles::default() }
    }

    /// Adds what was counted in a block that begins behind so many rows.
    fn merge(&mut self, block: Self, rows: u64) {
        for (all, more) in self.slots.iter_mut().zip(block.slots) {
            all.iter_mut().zip(more).for_each(|(all, more)| *all += more);
        }
        self.forms += block.forms;
        self.troubles.append(block.troubles, rows);
    }

    /// Counts as if the forms had been keyed.
    fn absorbed_by(&self, plan: &Counting, responses: &mut Responses) {
        let forms = usize::try_from(self.forms).unwrap_or(usize::MAX);
        let counts = self.slots.iter().zip(&plan.meanings).filter_map(|(s, m)| Some((s, m.as_ref()?)));
        let counts = counts.flat_map(|(slots, (id, meaning))| {
            let answers = meaning.answers.iter().zip(slots).skip(1).filter(|(_, n)| **n > 0);
            answers.map(|(word, n)| (id.as_str(), &**word, u32::try_from(*n).unwrap_or(u32::MAX)))
        });
        responses.absorb_counts(forms, counts);
    }
}

/// Counts the cells of a block.
struct Counter<'a> {
    plan: &'a Counting,
    tally: Tally,
    /// Cells that are not known and what they came to.
    memory: HashMap<(usize, Vec<u8>), Slot>,
}

impl Sink for Counter<'_> {
    #[inline]
    fn slot(&mut self, column: usize, slot: Slot) {
        self.tally.slots[column][usize::from(slot)] += 1;
    }

    #[inline]
    fn row(&mut self, _: u64, slots: &[Slot]) {
        for (counts, slot) in self.tally.slots.iter_mut().zip(slots) {
            counts[usize::from(*slot)] += 1;
        }
        self.tally.forms += 1;
    }

    fn odd(&mut self, row: u64, column: usize, text: &[u8]) {
        let key = (column, text.to_vec());
        if let Some(slot) = self.memory.get(&key).copied() {
            return self.slot(column, slot);
        }
        let Some((_, meaning)) = &self.plan.meanings[column] else { return };
        let fault = match std::str::from_utf8(text) {
            Err(_) => Fault::NotText,
            Ok(text) if text.contains('\u{FFFD}') => Fault::NotText,
            Ok(text) => match meaning.say(text) {
                Err(refusal) => Fault::Refused { value: told(text), refusal },
                Ok(said) => {
                    let answer = said.answer.unwrap_or_default();
                    let place = meaning.answers.iter().position(|a| **a == *answer);
                    if let Some(slot) = place.and_then(|n| Slot::try_from(n).ok()).filter(|n| *n <= MOST) {
                        self.slot(column, slot);
                        if self.memory.len() < MEMORY {
                            self.memory.insert(key, slot);
                        }
                    }
                    return;
                }
            },
        };
        self.tally.troubles.add(Trouble { row: row + 1, column: Some(column + 1), fault });
    }

    fn end(&mut self, row: u64, cells: usize) {
        self.tally.forms += 1;
        let wanted = self.plan.known.len();
        if cells != wanted {
            let fault = Fault::Cells { found: cells, wanted };
            self.tally.troubles.add(Trouble { row: row + 1, column: None, fault });
        }
    }
}
