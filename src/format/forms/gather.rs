//! Gathers a table of responses column by column, so that a million forms take a few megabytes.
//!
//! Blocks of the table are gathered side by side and put behind each other afterwards.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::cells::{Meaning, is_code};
use super::headings::{Mapping, Role};
use super::scan::{Known, ODD, PASSED, Sink, Slot};
use super::{Fault, MOST_TOLD, Trouble, Troubles, told};
use crate::i18n::forms::{BLANKS, MINUTES, NO_ANSWERS, SECONDS, SKIPPED, TICKED, UNTICKED};
use crate::scheme::field::{NON_ANSWERS, fold_width};
use crate::scheme::{Question, Questionnaire, Refusal};
use crate::survey::batch::{Cells, Column};
use crate::survey::{Batch, DURATION, SERIAL};

/// Longest number of a form.
const LONGEST_SERIAL: usize = 64;

/// What a column of the table is for.
#[derive(Debug, Clone, Copy)]
enum Part {
    Passed,
    Serial(usize),
    Duration(usize),
    Answer(usize),
    Tick(usize, usize),
}

/// States of a column of ticks.
const NO_TICK: Slot = 1;
const TICK: Slot = 2;
const BLANK: Slot = 3;
const NOT_ASKED: Slot = 4;
/// From here on the states stand for the non-answers after blank.
const OTHER: Slot = 5;

/// What is gathered and how.
pub(super) struct Gathering<'a> {
    questionnaire: &'a Questionnaire,
    /// Of all columns of the table.
    pub known: Vec<Known>,
    parts: Vec<Part>,
    outs: Vec<Out>,
    /// For each question the column that its answers are gathered in.
    of_question: Vec<Option<usize>>,
    has_conditions: bool,
    has_constraints: bool,
    /// The day on which the forms come in.
    today: NaiveDate,
}

/// A column that is gathered.
struct Out {
    key: String,
    question: Option<usize>,
    meaning: Option<Meaning>,
    is_text: bool,
}

impl<'a> Gathering<'a> {
    pub fn new(questionnaire: &'a Questionnaire, mapping: &Mapping, today: NaiveDate) -> Self {
        let mut all = Self {
            questionnaire,
            known: Vec::new(),
            parts: Vec::new(),
            outs: Vec::new(),
            of_question: vec![None; questionnaire.questions.len()],
            has_constraints: questionnaire.questions.iter().any(|q| q.constraint.is_some()),
            has_conditions: questionnaire.questions.iter().any(|q| q.show_if.is_some()),
            today,
        };
        for column in &mapping.columns {
            let (part, known) = match column.role {
                Role::Ignored => (Part::Passed, Known::all(PASSED)),
                Role::Serial => (Part::Serial(all.text(SERIAL)), Known::all(ODD)),
                Role::Duration => (Part::Duration(all.text(DURATION)), Known::all(ODD)),
                Role::Answer(q) => {
                    let out = all.question(q);
                    let known = all.outs[out].meaning.as_ref().filter(|_| !all.outs[out].is_text);
                    (Part::Answer(out), known.map_or(Known::all(ODD), |m| m.known.clone()))
                }
                Role::Tick(q, choice) => (Part::Tick(all.question(q), choice), all.tick(q, choice)),
            };
            all.parts.push(part);
            all.known.push(known);
        }
        all
    }

    /// How many answers are numbers that elsewhere say why there is none.
    pub fn codes_taken(&self, batch: &Batch) -> u64 {
        let questions = self.questionnaire.questions.iter().filter(|q| q.takes_negatives());
        let of = |q: &Question| {
            let column = batch.columns().iter().find(|c| c.key() == q.id);
            let answers =
                |c: &Column| (0..batch.len()).filter_map(|row| c.get(row)).filter(|a| is_code(a)).count();
            column.map_or(0, answers) as u64
        };
        questions.map(of).sum()
    }

    fn text(&mut self, key: &str) -> usize {
        self.outs.push(Out { key: key.to_owned(), question: None, meaning: None, is_text: true });
        self.outs.len() - 1
    }

    /// The column that answers to a question are gathered in.
    fn question(&mut self, q: usize) -> usize {
        if let Some(out) = self.of_question[q] {
            return out;
        }
        let question = &self.questionnaire.questions[q];
        self.of_question[q] = Some(self.outs.len());
        self.outs.push(Out {
            key: question.id.clone(),
            question: Some(q),
            meaning: Some(Meaning::of(question)),
            is_text: !question.has_choices(),
        });
        self.outs.len() - 1
    }

    /// What the cells of a column of ticks are: 1 and 0 and the like, or the choice's own words.
    fn tick(&self, q: usize, choice: usize) -> Known {
        let mut known = Known::all(ODD);
        let mut add = |words: &[&str], slot| words.iter().for_each(|w| known.add(w.as_bytes(), slot));
        add(&UNTICKED, NO_TICK);
        add(&TICKED, TICK);
        add(&BLANKS, BLANK);
        add(&SKIPPED, NOT_ASKED);
        for (slot, words) in (OTHER..).zip(&NO_ANSWERS[1..]) {
            add(words, slot);
        }
        if let Some(choice) = self.questionnaire.questions[q].choices.get(choice) {
            add(&[&choice.label.text], TICK);
        }
        known.add(b"", NO_TICK);
        known
    }

    /// Nothing gathered yet.
    pub fn start(&self) -> Gatherer<'_> {
        let filled = |out: &Out| Filled::new(out);
        Gatherer {
            plan: self,
            now: vec![Now::default(); self.outs.len()],
            memory: HashMap::new(),
            done: Gathered {
                columns: self.outs.iter().map(filled).collect(),
                forms: 0,
                beside: Vec::new(),
                troubles: Troubles::default(),
            },
        }
    }
}

/// What the row being read says under one column.
#[derive(Debug, Clone, Default)]
struct Now {
    slot: u16,
    text: String,
    /// Whether anything was said, be it that nothing is.
    is_said: bool,
    ticks: Vec<usize>,
    was_blank: bool,
    was_skipped: bool,
    /// The non-answer that the ticks are, besides blank.
    other: Option<&'static str>,
}

/// One column as far as it is gathered.
#[derive(Debug, Clone, Default)]
struct Filled {
    is_text: bool,
    cells: Vec<u16>,
    words: Vec<Box<str>>,
    index: HashMap<Box<str>, u16>,
    text: String,
    ends: Vec<u32>,
}

impl Filled {
    fn new(out: &Out) -> Self {
        let mut filled = Self { is_text: out.is_text, ..Self::default() };
        if let Some(meaning) = out.meaning.as_ref().filter(|_| !out.is_text) {
            meaning.answers.iter().for_each(|word| {
                filled.word(word);
            });
        }
        filled
    }

    /// The place of a word among those of the column.
    fn word(&mut self, word: &str) -> u16 {
        if let Some(place) = self.index.get(word) {
            return *place;
        }
        // Combinations of ticks are the only words that are not known from the first; a paper has
        // far fewer different ones.
        let place = u16::try_from(self.words.len()).unwrap_or(u16::MAX);
        if place < u16::MAX {
            self.words.push(word.into());
            self.index.insert(word.into(), place);
        }
        place
    }

    fn push_text(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
    }

    fn append(&mut self, more: &Self) {
        if self.is_text {
            let start = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
            self.text.push_str(&more.text);
            self.ends.extend(more.ends.iter().map(|end| end.saturating_add(start)));
            return;
        }
        let places: Vec<u16> = more.words.iter().map(|word| self.word(word)).collect();
        self.cells.extend(more.cells.iter().map(|c| places.get(usize::from(*c)).copied().unwrap_or(0)));
    }

    fn column(self, key: String) -> Option<Column> {
        if self.is_text {
            return Column::new(key, Vec::new(), Cells::Texts { text: self.text, ends: self.ends });
        }
        let narrow = || self.cells.iter().map(|c| u8::try_from(*c).ok()).collect::<Option<Vec<u8>>>();
        let cells = if self.words.len() <= 256 { narrow().map(Cells::Narrow) } else { None };
        let cells = cells.unwrap_or(Cells::Wide(self.cells));
        Column::new(key, self.words, cells)
    }
}

/// What was gathered of some rows.
#[derive(Debug, Clone, Default)]
pub(super) struct Gathered {
    columns: Vec<Filled>,
    pub forms: usize,
    /// What was written beside a choice: place of the form from 0, question, words.
    pub beside: Vec<(usize, usize, String)>,
    pub troubles: Troubles,
}

impl Gathered {
    /// Puts what was gathered behind so many rows after this.
    pub fn append(&mut self, more: Self, rows: u64) {
        self.columns.iter_mut().zip(more.columns).for_each(|(all, more)| all.append(&more));
        self.beside.extend(more.beside.into_iter().map(|(form, q, words)| (form + self.forms, q, words)));
        self.forms += more.forms;
        self.troubles.append(more.troubles, rows);
    }

    /// The forms as a batch; `None` if there are more than a batch takes, or more text than fits.
    pub fn batch(self, plan: &Gathering<'_>) -> Option<Batch> {
        let columns = self.columns.into_iter().zip(&plan.outs);
        let columns = columns.map(|(filled, out)| filled.column(out.key.clone()));
        Batch::new(self.forms, columns.collect::<Option<Vec<_>>>()?)
    }
}

impl Troubles {
    /// Puts those of later rows after these.
    pub(super) fn append(&mut self, more: Self, rows: u64) {
        self.count += more.count;
        let room = MOST_TOLD.saturating_sub(self.told.len());
        self.told.extend(more.told.into_iter().take(room).map(|t| Trouble { row: t.row + rows, ..t }));
    }
}

/// Takes the cells of some rows.
pub(super) struct Gatherer<'a> {
    plan: &'a Gathering<'a>,
    now: Vec<Now>,
    /// Cells that are not known and what they came to.
    memory: HashMap<(usize, Box<[u8]>), u16>,
    pub done: Gathered,
}

/// Most different odd cells that are remembered.
const MEMORY: usize = 512;

impl Gatherer<'_> {
    /// Takes one cell of a row that does not come from text.
    pub fn cell(&mut self, row: u64, column: usize, text: &str) {
        match self.plan.known.get(column).map_or(PASSED, |known| known.text(text.as_bytes())) {
            PASSED => {}
            ODD => self.odd(row, column, text.as_bytes()),
            slot => self.slot(column, slot),
        }
    }

    /// Tells that a cell says nothing that can be taken; it counts as unreadable.
    pub fn refuse(&mut self, row: u64, column: usize, fault: Fault) {
        if let Some(Part::Answer(out)) = self.plan.parts.get(column) {
            self.say(*out, NON_ANSWERS[1]);
        }
        self.done.troubles.add(Trouble { row: row + 1, column: Some(column + 1), fault });
    }

    fn say(&mut self, out: usize, answer: &str) {
        let now = &mut self.now[out];
        now.is_said = true;
        if self.plan.outs[out].is_text {
            now.text.clear();
            now.text.push_str(answer);
        } else {
            now.slot = self.done.columns[out].word(answer);
        }
    }

    fn answer(&mut self, row: u64, column: usize, out: usize, bytes: &[u8]) {
        let key = (column, Box::from(bytes));
        if let Some(slot) = self.memory.get(&key).copied() {
            (self.now[out].slot, self.now[out].is_said) = (slot, true);
            return;
        }
        let text = std::str::from_utf8(bytes).ok().filter(|t| !t.contains('\u{FFFD}'));
        let Some(text) = text else { return self.refuse(row, column, Fault::NotText) };
        let Some(meaning) = &self.plan.outs[out].meaning else { return };
        match meaning.say(text) {
            Err(refusal) => self.refuse(row, column, Fault::Refused { value: told(text), refusal }),
            Ok(said) => {
                self.say(out, said.answer.as_deref().unwrap_or_default());
                if let (Some(words), Some(q)) = (said.beside, self.plan.outs[out].question) {
                    self.done.beside.push((self.done.forms, q, words));
                } else if !self.plan.outs[out].is_text && self.memory.len() < MEMORY {
                    self.memory.insert(key, self.now[out].slot);
                }
            }
        }
    }

    /// Ticks of one question as one answer.
    fn gather_ticks(&mut self, out: usize) {
        let now = &mut self.now[out];
        let mut ticks = std::mem::take(&mut now.ticks);
        ticks.sort_unstable();
        let (blank, skipped) = (now.was_blank, now.was_skipped);
        let other = now.other.take();
        let Some(q) = self.plan.outs[out].question else { return };
        let choices = &self.plan.questionnaire.questions[q].choices;
        let codes: Vec<&str> =
            ticks.iter().filter_map(|n| choices.get(*n)).map(|c| c.code.as_str()).collect();
        if let Some(other) = other.filter(|_| codes.is_empty()) {
            self.say(out, other);
        } else if codes.is_empty() {
            self.say(out, if skipped && !blank { "" } else { NON_ANSWERS[0] });
        } else {
            self.say(out, &codes.join(" "));
        }
    }

    /// What the row says to a question.
    fn said(&self, q: usize) -> Option<&str> {
        let out = self.plan.of_question.get(q).copied().flatten()?;
        let now = &self.now[out];
        let answer = if self.plan.outs[out].is_text {
            now.text.as_str()
        } else {
            self.done.columns[out].words.get(usize::from(now.slot))?
        };
        Some(answer).filter(|a| !a.is_empty())
    }

    /// Refuses answers that break what their questions ask for; one after the other, since what is
    /// not taken answers nothing any more.
    fn hold_to_constraints(&mut self, row: u64) {
        let plan = self.plan;
        for q in 0..plan.questionnaire.questions.len() {
            let Some(broken) = plan.questionnaire.broken(q, |n| self.said(n), plan.today) else { continue };
            let (message, holds) = (broken.message.clone(), plan.questionnaire.constraint_text(q));
            let Some(out) = plan.of_question[q] else { continue };
            let is_here = |p: &Part| matches!(p, Part::Answer(o) | Part::Tick(o, _) if *o == out);
            let column = plan.parts.iter().position(is_here).map(|n| n + 1);
            self.say(out, NON_ANSWERS[1]);
            let fault = Fault::Broken { message, holds };
            self.done.troubles.add(Trouble { row: row + 1, column, fault });
        }
    }

    /// A question that is not shown was not left blank: nothing is recorded of it.
    fn drop_hidden(&mut self) {
        let plan = self.plan;
        let shown = plan.questionnaire.shown(|q| self.said(q));
        for (out, shown) in plan.of_question.iter().zip(shown) {
            let Some(out) = out.filter(|_| !shown) else { continue };
            let (filled, now) = (&mut self.done.columns[out], &mut self.now[out]);
            if now.text == NON_ANSWERS[0] {
                now.text.clear();
            }
            if !filled.is_text
                && filled.words.get(usize::from(now.slot)).is_some_and(|w| **w == *NON_ANSWERS[0])
            {
                now.slot = 0;
            }
        }
    }
}

impl Sink for Gatherer<'_> {
    fn slot(&mut self, column: usize, slot: Slot) {
        match self.plan.parts[column] {
            Part::Answer(out) => (self.now[out].slot, self.now[out].is_said) = (u16::from(slot), true),
            Part::Tick(out, choice) => match slot {
                TICK => self.now[out].ticks.push(choice),
                BLANK => self.now[out].was_blank = true,
                NOT_ASKED => self.now[out].was_skipped = true,
                slot if slot >= OTHER => {
                    self.now[out].other = NON_ANSWERS.get(usize::from(slot - OTHER) + 1).copied();
                }
                _ => {}
            },
            Part::Passed | Part::Serial(_) | Part::Duration(_) => {}
        }
    }

    fn odd(&mut self, row: u64, column: usize, bytes: &[u8]) {
        match self.plan.parts[column] {
            Part::Passed => {}
            Part::Answer(out) => self.answer(row, column, out, bytes),
            Part::Serial(out) => {
                let text = String::from_utf8_lossy(bytes);
                let text = text.trim().trim_end_matches(".0");
                let cut: String = text.chars().filter(|c| !c.is_control()).take(LONGEST_SERIAL).collect();
                self.say(out, &cut);
            }
            Part::Duration(out) => {
                let seconds = seconds(&String::from_utf8_lossy(bytes));
                self.say(out, &seconds.map_or_else(String::new, |s| s.to_string()));
            }
            Part::Tick(..) => {
                let text = String::from_utf8_lossy(bytes);
                let codes = ["0", "1"].map(str::to_owned).to_vec();
                let fault = Fault::Refused { value: told(&text), refusal: Refusal::NotACode(codes) };
                self.done.troubles.add(Trouble { row: row + 1, column: Some(column + 1), fault });
            }
        }
    }

    fn end(&mut self, row: u64, cells: usize) {
        let wanted = self.plan.known.len();
        if cells != wanted {
            let fault = Fault::Cells { found: cells, wanted };
            self.done.troubles.add(Trouble { row: row + 1, column: None, fault });
        }
        for column in 0..wanted {
            match self.plan.parts[column] {
                Part::Tick(out, _) if !self.now[out].is_said => self.gather_ticks(out),
                Part::Answer(out) if !self.now[out].is_said => self.say(out, NON_ANSWERS[0]),
                _ => {}
            }
        }
        if self.plan.has_conditions {
            self.drop_hidden();
        }
        if self.plan.has_constraints {
            self.hold_to_constraints(row);
        }
        // A row of which nothing is recorded is no form.
        let is_form = self.now.iter().any(|now| now.slot > 0 || !now.text.is_empty());
        self.done.forms += usize::from(is_form);
        for (filled, now) in self.done.columns.iter_mut().zip(&mut self.now) {
            match (is_form, filled.is_text) {
                (false, _) => {}
                (true, true) => filled.push_text(&now.text),
                (true, false) => filled.cells.push(now.slot),
            }
            now.text.clear();
            now.ticks.clear();
            (now.slot, now.is_said, now.was_blank, now.was_skipped) = (0, false, false, false);
        }
    }
}

/// A time in seconds as platforms write it: 95, 95秒, 1分35秒, 1:35.
fn seconds(text: &str) -> Option<u32> {
    let folded = fold_width(text.trim()).replace(MINUTES, ":");
    let folded = folded.trim_end_matches(SECONDS).trim_end_matches(".0").trim();
    let folded = folded.strip_suffix(':').map_or_else(|| folded.to_owned(), |m| format!("{m}:0"));
    let mut total: u32 = 0;
    for part in folded.split(':') {
        total = total.checked_mul(60)?.checked_add(part.trim().parse().ok()?)?;
    }
    Some(total)
}
