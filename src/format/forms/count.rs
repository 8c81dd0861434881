//! Counts a table of responses without keeping a form: in memory that does not grow with it, and
//! on all processors.
//!
//! While some blocks are counted, the next ones are read.

use std::collections::HashMap;
use std::io::Read;

use rayon::prelude::*;

use super::blocks::{self, Blocks};
use super::cells::Meaning;
use super::headings::{self, Mapping, Role};
use super::scan::{Known, MOST, PASSED, Sink, Slot, first_record, scan};
use super::{Fault, MOST_COLUMNS, MOST_TOLD, Stop, Trouble, Troubles, input, told};
use crate::scheme::Questionnaire;
use crate::survey::Responses;

/// Delimiters that are recognised.
const DELIMITERS: [u8; 3] = [b',', b'\t', b';'];
/// Most different odd cells that a block remembers.
const MEMORY: usize = 512;

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

/// A table whose headings were read.
pub(super) struct Table<'a> {
    pub headings: Vec<String>,
    pub delimiter: u8,
    /// What follows the headings.
    pub rest: Vec<u8>,
    pub text: Box<dyn Read + Send + 'a>,
}

/// Reads the headings of a table.
pub(super) fn open<'a>(source: impl Read + Send + 'a) -> Result<Table<'a>, Stop> {
    let mut text = input::text(source)?;
    let mut start = Vec::new();
    text.by_ref().take(1 << 20).read_to_end(&mut start)?;
    if start.starts_with(&input::ZIP) || start.starts_with(&input::OLE) {
        return Err(Stop::Spreadsheet);
    }
    if start.iter().all(u8::is_ascii_whitespace) {
        return Err(Stop::Empty);
    }
    let skipped = start.iter().position(|b| !matches!(b, b'\r' | b'\n')).unwrap_or(0);
    start.drain(..skipped);
    let line = start.split(|b| *b == b'\n').next().unwrap_or_default();
    let often = |delimiter: &u8| line.iter().filter(|b| *b == delimiter).count();
    // Of those equally frequent the first counts, which is the usual one.
    let delimiter = DELIMITERS.into_iter().rev().max_by_key(often).unwrap_or(b',');
    let (cells, end) = first_record(&start, delimiter);
    if cells.len() > MOST_COLUMNS {
        return Err(Stop::TooWide);
    }
    let heading = |cell: &Vec<u8>| String::from_utf8_lossy(cell).trim().to_owned();
    let headings = cells.iter().map(heading).collect();
    Ok(Table { headings, delimiter, rest: start.split_off(end), text })
}

/// Counts the table that `source` gives.
///
/// # Errors
/// See [`Stop`]; single rows and cells that are wrong are in [`Counted::troubles`] instead.
pub fn count(
    questionnaire: &Questionnaire,
    source: impl Read + Send,
    said: &[(String, String)],
) -> Result<Counted, Stop> {
    let table = open(source)?;
    let mapping = headings::map(questionnaire, &table.headings, said, None).map_err(Stop::Mismatch)?;
    if mapping.without.len() == questionnaire.questions.len() {
        return Err(Stop::NoQuestions(table.headings));
    }
    let plan = Counting::new(questionnaire, &mapping, table.delimiter);
    let mut tally = Tally::new(&plan);
    // The headings are row 1.
    let mut rows = 1;
    let mut source = Blocks::new(table.text, table.delimiter, table.rest);
    let mut room: Vec<Vec<u8>> = Vec::new();
    let mut now = some_blocks(&mut source, &mut room)?;
    while !now.is_empty() {
        let (next, counted) = rayon::join(
            || some_blocks(&mut source, &mut room),
            || now.par_iter().map(|block| plan.count(block)).collect::<Vec<_>>(),
        );
        for (block, block_rows) in counted {
            tally.merge(block, rows);
            rows += block_rows;
        }
        room.append(&mut now);
        now = next?;
    }
    let responses = tally.responses(&plan);
    Ok(Counted { mapping, responses, forms: tally.forms, troubles: tally.troubles })
}

/// As many blocks as are counted side by side.
fn some_blocks<R: Read>(source: &mut Blocks<R>, room: &mut Vec<Vec<u8>>) -> Result<Vec<Vec<u8>>, Stop> {
    let mut some = Vec::new();
    while some.len() < rayon::current_num_threads() {
        match source.next(room.pop().unwrap_or_default()) {
            Ok(Some(block)) => some.push(block),
            Ok(None) => break,
            Err(blocks::Stop::Read(error)) => return Err(Stop::Read(error)),
            Err(blocks::Stop::Endless) => return Err(Stop::Endless),
        }
    }
    Ok(some)
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
    /// For each column and slot.
    slots: Vec<[u64; MOST as usize + 1]>,
    forms: u64,
    troubles: Troubles,
}

impl Tally {
    fn new(plan: &Counting) -> Self {
        Self { slots: vec![[0; MOST as usize + 1]; plan.known.len()], forms: 0, troubles: Troubles::default() }
    }

    /// Adds what was counted in a block that begins behind so many rows.
    fn merge(&mut self, block: Self, rows: u64) {
        for (all, more) in self.slots.iter_mut().zip(block.slots) {
            all.iter_mut().zip(more).for_each(|(all, more)| *all += more);
        }
        self.forms += block.forms;
        self.troubles.count += block.troubles.count;
        let room = MOST_TOLD.saturating_sub(self.troubles.told.len());
        let told = block.troubles.told.into_iter().take(room);
        self.troubles.told.extend(told.map(|t| Trouble { row: t.row + rows, ..t }));
    }

    /// The counts as if the forms had been keyed.
    fn responses(&self, plan: &Counting) -> Responses {
        let mut responses = Responses::default();
        let forms = usize::try_from(self.forms).unwrap_or(usize::MAX);
        let counts = self.slots.iter().zip(&plan.meanings).filter_map(|(s, m)| Some((s, m.as_ref()?)));
        let counts = counts.flat_map(|(slots, (id, meaning))| {
            let answers = meaning.answers.iter().zip(slots).skip(1).filter(|(_, n)| **n > 0);
            answers.map(|(word, n)| (id.as_str(), &**word, u32::try_from(*n).unwrap_or(u32::MAX)))
        });
        responses.absorb_counts(forms, counts);
        responses
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
