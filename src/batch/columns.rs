//! What the columns of a table record, found out once, and a row of it as a record.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::{Fault, Stop, Trouble, UNIT};
use crate::format::records::{self, Record};
use crate::format::{known_paths, nearest};
use crate::ledger::{Recorded, added_cell, form_path, total_cell};
use crate::scheme::measure::Column as TableColumn;
use crate::scheme::{FieldKind, Measure, MeasureKind, Paths, Questionnaire, Refusal, Scheme};
use crate::survey::Responses;

/// Finds short paths faster than the usual hash, which guards against keys that somebody chose
/// to collide; here they are the headings of one table (FNV-1a).
#[derive(Debug, Clone)]
struct Fnv(u64);

type Quick = BuildHasherDefault<Fnv>;

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// The columns of a table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Columns {
    /// All but the first, in order.
    all: Vec<Column>,
    /// Path to place in `all`.
    places: HashMap<String, usize, Quick>,
    /// Places in order of path, without answers on forms.
    sorted: Vec<usize>,
    /// Questionnaires whose forms have columns, and the places of those.
    forms: Vec<(String, Vec<usize>)>,
    /// Per number of a path that scoring reads: its place.
    numbered: Vec<Option<usize>>,
    /// Per measure: its cells in rows that are added, in order of path.
    added: Vec<Vec<Added>>,
    /// Per questionnaire: the totals of its questions, as question, answer and place.
    totals: Vec<Vec<(usize, usize, usize)>>,
}

/// A column with a cell of a row that is added to a table.
#[derive(Debug, Clone, PartialEq)]
struct Added {
    row: String,
    /// Number of the table's column.
    column: Option<usize>,
    place: usize,
}

/// A column.
#[derive(Debug, Clone, PartialEq)]
struct Column {
    /// Its heading: the path of a fact.
    path: String,
    /// What it takes; `None` if it is passed over.
    kind: Option<FieldKind>,
}

impl Columns {
    /// The columns under these headings. What is wrong with one of them goes to `troubles`.
    ///
    /// # Errors
    /// [`Stop::NoHead`] and [`Stop::HeadNotUtf8`].
    pub fn read(
        scheme: &Scheme,
        paths: &Paths,
        head: &[Vec<u8>],
        line: u64,
        troubles: &mut Vec<Trouble>,
    ) -> Result<Self, Stop> {
        let mut names = Vec::with_capacity(head.len());
        for cell in head {
            names.push(std::str::from_utf8(cell).map_err(|_| Stop::HeadNotUtf8)?.trim());
        }
        if names.first() != Some(&UNIT) {
            return Err(Stop::NoHead(names.first().map(|n| (*n).to_owned()).unwrap_or_default()));
        }
        let mut columns = Self::default();
        for name in &names[1..] {
            let kind = scheme.field(name).map(|f| f.kind);
            let is_new = !columns.places.contains_key(*name);
            let fault = match (&kind, is_new) {
                (_, false) => Some(Fault::RepeatedColumn),
                (None, _) => Some(Fault::UnknownColumn { nearest: meant(scheme, name) }),
                _ => None,
            };
            if is_new {
                columns.places.insert((*name).to_owned(), columns.all.len());
            }
            let kind = kind.filter(|_| fault.is_none());
            columns.all.push(Column { path: (*name).to_owned(), kind });
            troubles.extend(fault.map(|fault| Trouble { line, column: Some((*name).to_owned()), fault }));
        }
        columns.arrange();
        columns.number(scheme, paths);
        Ok(columns)
    }

    fn arrange(&mut self) {
        for (place, column) in self.all.iter().enumerate().filter(|(_, c)| c.kind.is_some()) {
            match form_path(&column.path) {
                None => self.sorted.push(place),
                Some((id, ..)) => match self.forms.iter_mut().find(|(known, _)| known == id) {
                    Some((_, places)) => places.push(place),
                    None => self.forms.push((id.to_owned(), vec![place])),
                },
            }
        }
        self.sorted.sort_by(|a, b| self.all[*a].path.cmp(&self.all[*b].path));
    }

    /// Finds out once where scoring will look.
    fn number(&mut self, scheme: &Scheme, paths: &Paths) {
        let used = |place: &usize| self.all[*place].kind.is_some();
        let place = |path: &String| self.places.get(path).copied().filter(used);
        self.numbered = paths.all().iter().map(place).collect();
        let added = |(n, measure): (usize, &Measure)| {
            let MeasureKind::Table(table) = &measure.kind else { return Vec::new() };
            let cell = |&place: &usize| {
                let path = &self.all[place].path;
                let (row, column) = added_cell(path, paths.prefix(n), &table.columns)?;
                Some(Added { row: row.to_owned(), column, place })
            };
            self.sorted.iter().filter_map(cell).collect()
        };
        self.added = scheme.measures.iter().enumerate().map(added).collect();
        let totals = |(n, asked): (usize, &Questionnaire)| {
            let total = |&place: &usize| {
                let (question, answer) = total_cell(&self.all[place].path, paths.totals(n), asked)?;
                Some((question, answer, place))
            };
            self.sorted.iter().filter_map(total).collect()
        };
        self.totals = scheme.questionnaires.iter().enumerate().map(totals).collect();
    }

    /// The row in this record; `twin` is the line of another with the same unit.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn row<'a>(
        &'a self,
        line: u64,
        twin: Option<u64>,
        record: Record<'a>,
    ) -> Result<Row<'a>, Vec<Trouble>> {
        let trouble =
            |column: Option<&str>, fault| Trouble { line, column: column.map(str::to_owned), fault };
        let wanted = self.all.len() + 1;
        if record.cells() != wanted {
            return Err(vec![trouble(None, Fault::Cells { found: record.cells(), wanted })]);
        }
        let mut troubles = Vec::new();
        // Looked through once as a whole; only where something is wrong is it worth asking where.
        let whole = simdutf8::basic::from_utf8(record.bytes()).ok();
        let unit = text(record, 0, whole).map(trimmed);
        match unit.as_deref() {
            Err(_) => troubles.push(trouble(Some(UNIT), Fault::NotUtf8)),
            Ok("") => troubles.push(trouble(Some(UNIT), Fault::Nameless)),
            Ok(unit) => {
                let repeated = |first| Fault::RepeatedUnit { unit: unit.to_owned(), first };
                troubles.extend(twin.map(|first| trouble(Some(UNIT), repeated(first))));
            }
        }
        let mut cells = Vec::with_capacity(self.all.len());
        for (n, column) in self.all.iter().enumerate() {
            let cell = text(record, n + 1, whole).and_then(|text| column.take(text));
            let cell = cell.unwrap_or_else(|fault| {
                troubles.push(trouble(Some(&column.path), fault));
                None
            });
            cells.push(cell);
        }
        if !troubles.is_empty() {
            return Err(troubles);
        }
        let responses = self.forms.iter().map(|(id, places)| (id.as_str(), self.responses(places, &cells)));
        let responses = responses.collect();
        Ok(Row { unit: unit.unwrap_or_default(), columns: self, cells, responses })
    }

    fn responses(&self, places: &[usize], cells: &[Option<Cow<'_, str>>]) -> Responses {
        let mut responses = Responses::default();
        for place in places {
            if let (Some((_, form, key)), Some(value)) =
                (form_path(&self.all[*place].path), cells[*place].as_deref())
            {
                responses.set(form, key, Some(value));
            }
        }
        responses
    }
}

impl Column {
    /// What a cell records; `None` for an empty cell and for a column that is passed over.
    fn take<'a>(&self, text: Cow<'a, str>) -> Result<Option<Cow<'a, str>>, Fault> {
        let Some(kind) = &self.kind else { return Ok(None) };
        let taken = match &text {
            Cow::Borrowed(text) => kind.take(text),
            Cow::Owned(text) => kind.accept(text).map(Cow::Owned),
        };
        match taken {
            Ok(value) => Ok(Some(value)),
            Err(Refusal::Empty) => Ok(None),
            Err(refusal) => Err(Fault::Refused { value: text.into_owned(), kind: kind.clone(), refusal }),
        }
    }
}

/// The text of a cell; `whole` is the text of the record, if it is one.
fn text<'a>(record: Record<'a>, cell: usize, whole: Option<&'a str>) -> Result<Cow<'a, str>, Fault> {
    let range = record.range(cell);
    let raw = &record.bytes()[range.clone()];
    if raw.first() != Some(&b'"')
        && let Some(text) = whole.and_then(|whole| whole.get(range))
    {
        return Ok(Cow::Borrowed(text));
    }
    match records::text(raw) {
        Cow::Borrowed(raw) => str::from_utf8(raw).map(Cow::Borrowed).map_err(|_| Fault::NotUtf8),
        Cow::Owned(raw) => String::from_utf8(raw).map(Cow::Owned).map_err(|_| Fault::NotUtf8),
    }
}

fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}

fn meant(scheme: &Scheme, name: &str) -> Option<String> {
    nearest(name, known_paths(scheme, name).iter().map(String::as_str))
}

/// A row of a table: what is recorded of one unit.
#[derive(Debug, Clone)]
pub struct Row<'a> {
    unit: Cow<'a, str>,
    columns: &'a Columns,
    cells: Vec<Option<Cow<'a, str>>>,
    responses: Vec<(&'a str, Responses)>,
}

impl Row<'_> {
    /// Name or number of the unit.
    pub fn unit(&self) -> &str {
        &self.unit
    }

    /// Everything recorded, as paths and values.
    pub fn facts(&self) -> impl Iterator<Item = (&str, &str)> {
        let columns = self.columns.all.iter().zip(&self.cells);
        columns.filter_map(|(column, cell)| Some((column.path.as_str(), cell.as_deref()?)))
    }
}

/// Numbers of paths are those of the scheme that its columns were read for.
impl Recorded for Row<'_> {
    fn get(&self, path: &str) -> Option<&str> {
        self.cells[*self.columns.places.get(path)?].as_deref()
    }

    fn under<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let path = |place: &usize| self.columns.all[*place].path.as_str();
        let first = self.columns.sorted.partition_point(|place| path(place) < prefix);
        let below =
            self.columns.sorted[first..].iter().take_while(move |place| path(place).starts_with(prefix));
        below.filter_map(move |place| Some((path(place), self.cells[*place].as_deref()?)))
    }

    fn responses(&self, questionnaire: &str) -> Option<&Responses> {
        self.responses.iter().find(|(id, r)| *id == questionnaire && !r.is_empty()).map(|(_, r)| r)
    }

    fn at(&self, _: &Paths, number: usize) -> Option<&str> {
        self.cells[(*self.columns.numbered.get(number)?)?].as_deref()
    }

    fn added<'a>(
        &'a self,
        _: &'a Paths,
        measure: usize,
        _: &'a [TableColumn],
    ) -> impl Iterator<Item = (&'a str, Option<usize>, &'a str)> {
        let cells = self.columns.added.get(measure).map_or(&[][..], Vec::as_slice);
        cells.iter().filter_map(|a| Some((a.row.as_str(), a.column, self.cells[a.place].as_deref()?)))
    }

    fn totals<'a>(
        &'a self,
        _: &'a Paths,
        questionnaire: usize,
        _: &'a Questionnaire,
    ) -> impl Iterator<Item = (usize, usize, &'a str)> {
        let cells = self.columns.totals.get(questionnaire).map_or(&[][..], Vec::as_slice);
        cells.iter().filter_map(|(question, answer, place)| {
            Some((*question, *answer, self.cells[*place].as_deref()?))
        })
    }
}
