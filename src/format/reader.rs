//! Walks TOML tables by hand, so that every problem is told with its place and reading goes on.
//!
//! Owns the look-up of keys and the reading of plain values. Must not know what a scheme is.

use std::ops::Range;

use rust_decimal::Decimal;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::scheme::field::fold_width;
use crate::scheme::{Fault, Label, Place, Problem, Wanted};

use super::Source;
use super::keys::Keys;
use super::nearest::nearest;

/// Problems, in the order they are found, for which the name that was probably meant is looked
/// for; nobody mends more of them before asking again.
pub const SUGGESTED: usize = 500;

/// Collects what is wrong while files are read.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    /// The files, for the text under a span.
    pub sources: &'a [Source],
    /// What is wrong so far.
    pub problems: Vec<Problem>,
}

impl Reader<'_> {
    /// Whether names that were probably meant are still looked for. Each is held against all that
    /// there are, so thousands of wrong names in a large scheme would cost the square of it.
    pub fn suggests(&self) -> bool {
        self.problems.len() < SUGGESTED
    }

    /// The one of `known` that was probably meant by `word`, among the first problems.
    pub fn nearest<'a>(&self, word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
        if self.suggests() { nearest(word, known) } else { None }
    }

    /// Notes a problem.
    pub fn report(&mut self, place: Place, fault: Fault) {
        self.problems.push(Problem { place, fault });
    }
}

/// A value and the file it stands in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node<'a> {
    file: u16,
    value: &'a Spanned<DeValue<'a>>,
}

/// A table, its file and where it begins.
#[derive(Debug, Clone, Copy)]
pub(super) struct Table<'a> {
    file: u16,
    entries: &'a DeTable<'a>,
    place: Place,
}

/// The place of a span in a file. Files are far below 4 GB; beyond that places are cut off.
pub(super) fn place(file: u16, span: &Range<usize>) -> Place {
    let byte = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Place { file, start: byte(span.start), end: byte(span.end) }
}

impl<'a> Node<'a> {
    /// Where it stands.
    pub fn place(self) -> Place {
        place(self.file, &self.value.span())
    }

    /// The TOML value.
    pub fn value(self) -> &'a DeValue<'a> {
        self.value.get_ref()
    }

    /// A text, trimmed and not empty.
    pub fn text(self, reader: &mut Reader, key: &str) -> Option<String> {
        match self.value() {
            DeValue::String(s) if !s.trim().is_empty() => Some(s.trim().to_owned()),
            _ => self.wrong(reader, key, Wanted::Text),
        }
    }

    /// A number, exactly as written: `5`, `0.5`, `"5%"` (0.05), `"０.５"`.
    pub fn number(self, reader: &mut Reader, key: &str) -> Option<Decimal> {
        let number = match self.value() {
            DeValue::Integer(i) if i.radix() == 10 => Decimal::from_str_exact(i.as_str()).ok(),
            DeValue::Float(f) => {
                Decimal::from_str_exact(f.as_str()).or_else(|_| Decimal::from_scientific(f.as_str())).ok()
            }
            DeValue::String(s) => written_number(s),
            _ => None,
        };
        if number.is_none() { self.wrong(reader, key, Wanted::Number) } else { number }
    }

    /// A table whose keys are checked against `keys`.
    pub fn table(self, reader: &mut Reader, key: &str, keys: &[Keys]) -> Option<Table<'a>> {
        let table = self.unchecked_table(reader, key)?;
        table.check(reader, keys);
        Some(table)
    }

    /// A table whose keys the caller checks once it knows the table's kind.
    pub fn unchecked_table(self, reader: &mut Reader, key: &str) -> Option<Table<'a>> {
        self.as_table().or_else(|| self.wrong(reader, key, Wanted::Table))
    }

    /// The table, if it is one; nothing is reported.
    pub fn as_table(self) -> Option<Table<'a>> {
        match self.value() {
            DeValue::Table(entries) => Some(Table { file: self.file, entries, place: self.place() }),
            _ => None,
        }
    }

    /// The entries of a list.
    pub fn list(self, reader: &mut Reader, key: &str) -> Option<Vec<Node<'a>>> {
        match self.value() {
            DeValue::Array(values) => {
                Some(values.iter().map(|value| Node { file: self.file, value }).collect())
            }
            _ => self.wrong(reader, key, Wanted::List),
        }
    }

    /// Reports a value of the wrong type.
    pub fn wrong<T>(self, reader: &mut Reader, key: &str, wanted: Wanted) -> Option<T> {
        reader.report(self.place(), Fault::WrongType { key: key.to_owned(), wanted });
        None
    }
}

/// A number in quotes, with an optional percent sign and full-width digits.
fn written_number(text: &str) -> Option<Decimal> {
    let folded = fold_width(text.trim());
    match folded.strip_suffix('%') {
        Some(percent) => {
            let number = Decimal::from_str_exact(percent.trim()).ok()?;
            number.checked_div(Decimal::ONE_HUNDRED).map(|n| n.normalize())
        }
        None => Decimal::from_str_exact(&folded).ok(),
    }
}

impl<'a> Table<'a> {
    /// The whole of a file.
    pub fn of_file(file: u16, entries: &'a DeTable<'a>) -> Self {
        Self { file, entries, place: Place { file, start: 0, end: 0 } }
    }

    /// Where it begins: its header, or its braces.
    pub fn place(&self) -> Place {
        self.place
    }

    /// All entries with their keys, in file order.
    pub fn entries(&self) -> Vec<(&'a str, Place, Node<'a>)> {
        let mut entries: Vec<_> = self
            .entries
            .iter()
            .map(|(key, value)| {
                let node = Node { file: self.file, value };
                (key.get_ref().as_ref(), place(self.file, &key.span()), node)
            })
            .collect();
        entries.sort_by_key(|(_, place, _)| *place);
        entries
    }

    /// Reports keys that are in none of the lists.
    pub fn check(&self, reader: &mut Reader, keys: &[Keys]) {
        for (key, place, _) in self.entries() {
            let known = || keys.iter().copied().flatten().copied();
            if known().any(|k| k == key) {
                continue;
            }
            let nearest = nearest(key, known());
            reader.report(place, Fault::UnknownKey { key: key.to_owned(), nearest });
        }
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<Node<'a>> {
        self.entries.get(key).map(|value| Node { file: self.file, value })
    }

    /// The value of a key that must be there.
    pub fn need(&self, reader: &mut Reader, key: &'static str) -> Option<Node<'a>> {
        let node = self.get(key);
        if node.is_none() {
            reader.report(self.place, Fault::MissingKey { key });
        }
        node
    }

    /// Where the value of a key stands; the table itself if the key is missing.
    pub fn place_of(&self, key: &str) -> Place {
        self.get(key).map_or(self.place, Node::place)
    }

    /// The text of an optional key.
    pub fn text(&self, reader: &mut Reader, key: &str) -> Option<String> {
        self.get(key)?.text(reader, key)
    }

    /// The text of an optional key with its English twin, `KEY_en`.
    pub fn label(&self, reader: &mut Reader, key: &str) -> Option<Label> {
        let twin = format!("{key}_en");
        let en = self.text(reader, &twin);
        let text = self.text(reader, key)?;
        Some(Label { text, en })
    }

    /// The text of a key that must be there, with its English twin; empty if missing.
    pub fn need_label(&self, reader: &mut Reader, key: &'static str) -> Label {
        self.need(reader, key);
        self.label(reader, key).unwrap_or_default()
    }

    /// The number of an optional key within limits, which are named in `allowed`.
    pub fn number(
        &self,
        reader: &mut Reader,
        key: &str,
        allowed: &str,
        within: impl Fn(Decimal) -> bool,
    ) -> Option<Decimal> {
        let node = self.get(key)?;
        let number = node.number(reader, key)?;
        if within(number) {
            return Some(number);
        }
        reader.report(node.place(), Fault::OutOfRange { key: key.to_owned(), allowed: allowed.to_owned() });
        None
    }

    /// The whole number of an optional key, at most `most`.
    pub fn whole(&self, reader: &mut Reader, key: &str, most: u32) -> Option<u32> {
        let node = self.get(key)?;
        let DeValue::Integer(written) = node.value() else {
            return node.wrong(reader, key, Wanted::Whole);
        };
        let number = written.as_str().parse().ok().filter(|n| written.radix() == 10 && *n <= most);
        if number.is_none() {
            let allowed = format!("0–{most}");
            reader.report(node.place(), Fault::OutOfRange { key: key.to_owned(), allowed });
        }
        number
    }

    /// The truth of an optional key: false if missing, true if it cannot be read, as someone
    /// who writes the key wants what it says.
    pub fn flag(&self, reader: &mut Reader, key: &str) -> bool {
        let Some(node) = self.get(key) else { return false };
        match node.value() {
            DeValue::Boolean(flag) => *flag,
            _ => node.wrong(reader, key, Wanted::Flag).unwrap_or(true),
        }
    }

    /// The meaning of an optional key that takes one of some words.
    pub fn word<T: Copy>(&self, reader: &mut Reader, key: &str, words: &[(&str, T)]) -> Option<T> {
        let node = self.get(key)?;
        let word = node.text(reader, key)?;
        let meaning = words.iter().find(|(w, _)| *w == word).map(|(_, meaning)| *meaning);
        if meaning.is_none() {
            let allowed: Vec<&str> = words.iter().map(|(w, _)| *w).collect();
            let fault = Fault::UnknownWord { key: key.to_owned(), word, allowed: allowed.join(", ") };
            reader.report(node.place(), fault);
        }
        meaning
    }

    /// The entries of an optional list; none if missing.
    pub fn list(&self, reader: &mut Reader, key: &str) -> Vec<Node<'a>> {
        self.get(key).and_then(|node| node.list(reader, key)).unwrap_or_default()
    }

    /// The entries of a list that must be there and not be empty.
    pub fn need_list(&self, reader: &mut Reader, key: &'static str) -> Vec<Node<'a>> {
        let list = self.need(reader, key).and_then(|node| node.list(reader, key));
        if list.as_ref().is_some_and(Vec::is_empty) {
            reader.report(self.place_of(key), Fault::MissingKey { key });
        }
        list.unwrap_or_default()
    }

    /// The `id` (or `code`) that must be there, and whether paths can hold it.
    pub fn id(&self, reader: &mut Reader, key: &'static str, reserved: &[&str]) -> Option<String> {
        let node = self.need(reader, key)?;
        let id = node.text(reader, key)?;
        // What is typed is folded to half width before it is compared, so ids must be, too.
        let letters =
            id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_')) && fold_width(&id) == id;
        let reserved = reserved.contains(&id.as_str());
        if !letters || reserved || id.chars().count() > 64 {
            reader.report(node.place(), Fault::BadId { id: id.clone() });
        }
        Some(id)
    }
}

/// Ids met so far and where, to find those that stand twice.
#[derive(Debug, Default)]
pub(super) struct Seen(std::collections::HashMap<String, Place>);

impl Seen {
    /// Whether `id` is new; reports it if not.
    pub fn add(&mut self, reader: &mut Reader, id: &str, place: Place) -> bool {
        if let Some(&first) = self.0.get(id) {
            reader.report(place, Fault::DuplicateId { id: id.to_owned(), first });
            return false;
        }
        self.0.insert(id.to_owned(), place);
        true
    }
}
