//! What is computed within one row of a table, and what in it asks for a look.
//!
//! - A column that is computed is unknown as far as what it reads is. A condition is 1 where it
//!   holds, 0 where it does not, and between where that is open.
//! - A row whose unique columns say the same as an earlier row's is listed, not left out. In a
//!   log with a plan the first date is unique unless the scheme marks other columns.
//! - What is not in a column's list is listed, as soon as the list holds anything.
//! - In a log, the first date of a row lies in the year that is evaluated.

use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use rust_decimal::Decimal;

use super::eval::Eval;
use super::table::{TableReading, own_value};
use super::{Notice, NoticeKind, Range};
use crate::ledger::Recorded;
use crate::scheme::Expr;
use crate::scheme::field::{fold_width, is_folded};
use crate::scheme::measure::{Column, ColumnKind, Known, TableSpec};

/// What in a row asks for a look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
    /// One of the table's conditions holds.
    Flagged {
        /// Which of them.
        flag: usize,
    },
    /// An earlier row says the same in all unique columns.
    Twice {
        /// That row.
        first: String,
    },
    /// Not in the column's list.
    Unknown {
        /// Which column.
        column: usize,
        /// What stands there.
        value: String,
    },
    /// A date outside of the year that is evaluated.
    OutsideYear {
        /// What stands there.
        date: String,
        /// The year.
        year: i32,
    },
}

impl Doubt {
    /// Stable name for scripts.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Flagged { .. } => "row-flagged",
            Self::Twice { .. } => "row-twice",
            Self::Unknown { .. } => "value-unknown",
            Self::OutsideYear { .. } => "outside-year",
        }
    }
}

/// Columns that name a row together.
pub fn unique_columns(spec: &TableSpec) -> Vec<usize> {
    let marked: Vec<usize> = (0..spec.columns.len()).filter(|&n| spec.columns[n].unique).collect();
    if !marked.is_empty() || !spec.planned || !spec.is_open() {
        return marked;
    }
    first_date(spec).into_iter().collect()
}

/// The column that says when a row was.
pub fn first_date(spec: &TableSpec) -> Option<usize> {
    spec.columns.iter().position(|c| matches!(c.kind, ColumnKind::Date))
}

/// A text as it is compared: width of letters and spaces around do not matter.
pub fn compared(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    if is_folded(text) { Cow::Borrowed(text) } else { Cow::Owned(fold_width(text)) }
}

/// What may stand in a column, as it is compared; `None` if anything may. A list of another
/// table that is still empty knows nothing yet.
pub fn known_values(column: &Column, facts: &impl Recorded) -> Option<HashSet<String>> {
    let known: HashSet<String> = match column.known.as_ref()? {
        Known::These(these) => these.iter().map(|t| compared(t).into_owned()).collect(),
        Known::Column { measure, column, .. } => {
            let prefix = format!("{measure}.");
            let is_it = |path: &str| path.rsplit_once('.').is_some_and(|(_, last)| last == column);
            facts
                .under(&prefix)
                .filter(|(path, _)| is_it(path))
                .map(|(_, v)| compared(v).into_owned())
                .collect()
        }
    };
    (!known.is_empty()).then_some(known)
}

/// Looks at the rows of a table, one after the other.
pub(super) struct Looker<'a> {
    id: &'a str,
    spec: &'a TableSpec,
    year: Option<i32>,
    date: Option<usize>,
    unique: Vec<usize>,
    known: Vec<Option<HashSet<String>>>,
    seen: HashMap<Vec<Cow<'a, str>>, &'a str>,
}

impl<'a> Looker<'a> {
    /// `None` if no row of the table can be in doubt.
    pub(super) fn new(
        id: &'a str,
        spec: &'a TableSpec,
        year: Option<i32>,
        facts: &impl Recorded,
    ) -> Option<Self> {
        let date = first_date(spec).filter(|_| spec.is_open() && year.is_some());
        let unique = unique_columns(spec);
        let checked = spec.columns.iter().any(|c| c.known.is_some());
        if date.is_none() && unique.is_empty() && !checked && spec.flags.is_empty() {
            return None;
        }
        let known = spec.columns.iter().map(|c| known_values(c, facts)).collect();
        Some(Self { id, spec, year, date, unique, known, seen: HashMap::new() })
    }

    /// Notes what is in doubt about a row: its texts, and the values of its number columns.
    pub(super) fn look(
        &mut self,
        row: &'a str,
        cells: &[Option<&'a str>],
        own: &[Range],
        notices: &mut Vec<Notice>,
    ) {
        let path = || self.id.to_owned();
        let mut add = |doubt| {
            notices.push(Notice { path: path(), kind: NoticeKind::Row { row: row.to_owned(), doubt } });
        };
        for (flag, _) in self.spec.flags.iter().enumerate().filter(|(_, f)| holds(&f.when, own)) {
            add(Doubt::Flagged { flag });
        }
        for (column, known) in self.known.iter().enumerate() {
            if let (Some(known), Some(value)) = (known, cells[column])
                && !known.contains(&*compared(value))
            {
                add(Doubt::Unknown { column, value: value.to_owned() });
            }
        }
        let date = self.date.and_then(|n| cells[n]);
        if let (Some(year), Some(date)) = (self.year, date)
            && date.get(..4).and_then(|y| y.parse().ok()) != Some(year)
        {
            add(Doubt::OutsideYear { date: date.to_owned(), year });
        }
        if self.unique.iter().any(|&n| cells[n].is_some()) {
            let key: Vec<_> = self.unique.iter().map(|&n| compared(cells[n].unwrap_or_default())).collect();
            match self.seen.entry(key) {
                Entry::Occupied(first) => add(Doubt::Twice { first: (*first.get()).to_owned() }),
                Entry::Vacant(place) => {
                    place.insert(row);
                }
            }
        }
    }
}

/// What is computed from the values of a row.
fn computed(expr: &Expr, own: &[Range]) -> Range {
    let mut eval = Eval::of_row(own);
    if !expr.is_condition() {
        return eval.value(expr);
    }
    match eval.condition(expr) {
        Some(true) => Range::exactly(Decimal::ONE),
        Some(false) => Range::exactly(Decimal::ZERO),
        None => Range::between(Decimal::ZERO, Decimal::ONE),
    }
}

/// The values of the columns of one row; of columns that hold no numbers nothing is known.
pub fn row_values(id: &str, spec: &TableSpec, row: &str, facts: &impl Recorded) -> Vec<Range> {
    let cell = |c: &Column| own_value(c, facts.get(&format!("{id}.{row}.{}", c.id)));
    let mut own: Vec<Range> = spec.columns.iter().map(cell).collect();
    compute(spec, &mut own);
    own
}

/// Fills in what is computed, each from what stands before it.
pub(super) fn compute(spec: &TableSpec, own: &mut [Range]) {
    for (n, column) in spec.columns.iter().enumerate() {
        if let Some(expr) = &column.computed {
            own[n] = computed(expr, own);
        }
    }
}

/// What a column comes to for all rows: the sum, or for a rate what its expression makes of the
/// sums of the columns it reads.
pub fn column_total(spec: &TableSpec, reading: &TableReading, column: usize) -> Range {
    let sum = |n: usize| reading.columns.get(n).map_or(Range::ANY, |c| c.values.sum);
    let Some(of) = spec.columns.get(column) else { return Range::ANY };
    match (&of.computed, &of.kind) {
        (Some(expr), ColumnKind::Number(number)) if number.unit.is_percent() && !expr.is_condition() => {
            let sums: Vec<Range> = (0..spec.columns.len()).map(sum).collect();
            computed(expr, &sums)
        }
        _ => sum(column),
    }
}

/// Whether a condition holds for certain.
fn holds(expr: &Expr, own: &[Range]) -> bool {
    Eval::of_row(own).condition(expr) == Some(true)
}
