//! Forms that came in together, column by column: a million of them take a few megabytes.
//!
//! A batch never changes. What is corrected on one of its forms stands in [`super::Responses`]
//! in place of that form. Must not know where a batch comes from or how it is stored.

use std::collections::HashSet;

use super::responses::INVALID;

/// Most forms of one batch.
pub const MAX_FORMS: usize = crate::scheme::field::MAX_ROW as usize;

/// Forms with running numbers in a row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Batch {
    forms: usize,
    columns: Vec<Column>,
}

/// What the forms of a batch say under one key: a question's id, or `serial` and the like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    key: String,
    /// Each answer that occurs, once; the first is the empty one, which stands for none.
    words: Vec<Box<str>>,
    /// How many forms give each of `words`.
    counts: Vec<u32>,
    cells: Cells,
}

/// The answer of each form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cells {
    /// Places in the column's words.
    Narrow(Vec<u8>),
    /// Places in the column's words, where there are more than 256.
    Wide(Vec<u16>),
    /// Texts of their own, one behind the other, and where each ends.
    Texts {
        /// All texts.
        text: String,
        /// Where the text of each form ends.
        ends: Vec<u32>,
    },
}

impl Column {
    /// A column from its parts. `None` if they do not fit together: no empty word first, a word
    /// twice, an answer that is not among the words, texts that do not end where they should.
    pub fn new(key: String, words: Vec<Box<str>>, cells: Cells) -> Option<Self> {
        let is_text = matches!(cells, Cells::Texts { .. });
        let sound = if is_text { words.is_empty() } else { words.first().is_some_and(|w| w.is_empty()) };
        let mut seen: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
        seen.sort_unstable();
        if key.is_empty() || !sound || seen.windows(2).any(|pair| pair[0] == pair[1]) {
            return None;
        }
        let mut counts = vec![0u32; words.len()];
        match &cells {
            Cells::Narrow(cells) => {
                let mut all = [0u32; 256];
                for cell in cells {
                    all[usize::from(*cell)] += 1;
                }
                let known = words.len().min(256);
                counts[..known].copy_from_slice(&all[..known]);
                if all[known..].iter().any(|n| *n > 0) {
                    return None;
                }
            }
            Cells::Wide(cells) => {
                for cell in cells {
                    *counts.get_mut(usize::from(*cell))? += 1;
                }
            }
            Cells::Texts { text, ends } => {
                let last = ends.last().map_or(0, |e| *e as usize);
                let fits = |end: &u32| text.is_char_boundary(*end as usize);
                if last != text.len() || !ends.is_sorted() || !ends.iter().all(fits) {
                    return None;
                }
            }
        }
        Some(Self { key, words, counts, cells })
    }

    /// What it is about.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Each answer that occurs, once.
    pub fn words(&self) -> &[Box<str>] {
        &self.words
    }

    /// The answers in the order of the forms.
    pub fn cells(&self) -> &Cells {
        &self.cells
    }

    /// Every answer with how many forms give it; none for columns of texts.
    pub fn counts(&self) -> impl Iterator<Item = (&str, u32)> {
        let words = self.words.iter().map(AsRef::as_ref).zip(self.counts.iter().copied());
        words.skip(1).filter(|(_, n)| *n > 0)
    }

    /// How many forms it holds.
    fn len(&self) -> usize {
        match &self.cells {
            Cells::Narrow(cells) => cells.len(),
            Cells::Wide(cells) => cells.len(),
            Cells::Texts { ends, .. } => ends.len(),
        }
    }

    /// The place among its words of what the form in this row says; `None` for columns of texts.
    pub(super) fn word_at(&self, row: usize) -> Option<usize> {
        match &self.cells {
            Cells::Narrow(cells) => cells.get(row).copied().map(usize::from),
            Cells::Wide(cells) => cells.get(row).copied().map(usize::from),
            Cells::Texts { .. } => None,
        }
    }

    /// What the form in this row says.
    pub fn get(&self, row: usize) -> Option<&str> {
        let answer = match &self.cells {
            Cells::Narrow(cells) => self.words.get(usize::from(*cells.get(row)?))?,
            Cells::Wide(cells) => self.words.get(usize::from(*cells.get(row)?))?,
            Cells::Texts { text, ends } => {
                let start = if row == 0 { 0 } else { *ends.get(row - 1)? as usize };
                text.get(start..*ends.get(row)? as usize)?
            }
        };
        Some(answer).filter(|a| !a.is_empty())
    }
}

impl Batch {
    /// Forms with these columns; `None` if a column has another number of them, two have the same
    /// key, one holds reasons of invalidity (those are recorded one by one), or there are more
    /// than [`MAX_FORMS`].
    pub fn new(forms: usize, columns: Vec<Column>) -> Option<Self> {
        let mut keys = HashSet::new();
        let sound =
            columns.iter().all(|c| c.len() == forms && keys.insert(c.key.as_str()) && c.key != INVALID);
        (sound && forms <= MAX_FORMS).then_some(Self { forms, columns })
    }

    /// How many forms.
    pub fn len(&self) -> usize {
        self.forms
    }

    /// Whether there is no form.
    pub fn is_empty(&self) -> bool {
        self.forms == 0
    }

    /// The columns.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// What the form in `row` (from 0) says under `key`.
    pub fn get(&self, row: usize, key: &str) -> Option<&str> {
        self.columns.iter().find(|c| c.key == key)?.get(row)
    }

    /// Everything the form in `row` says.
    pub fn answers(&self, row: usize) -> impl Iterator<Item = (&str, &str)> {
        self.columns.iter().filter_map(move |c| Some((c.key.as_str(), c.get(row)?)))
    }
}
