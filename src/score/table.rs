//! What the facts say of a table: how many rows, and what is in their columns.
//!
//! - A table to which rows are added has as many as are listed, or as a larger bare total says.
//!   With neither it may have any number. A total of 0 without rows is "looked for, none found".
//! - A row that is only stated, not listed, may hold anything its fields take.
//! - A blank cell of a required column, or of a declared row, is not known yet. A blank cell of
//!   any other column is left out: it adds nothing to a sum and is not among the values of a
//!   mean, a smallest, a largest or a count. Where the scheme says what a blank counts as, it is
//!   that everywhere.

use rust_decimal::Decimal;

use super::reading::{At, limits};
use super::rows::{Looker, compute};
use super::values::{Gathered, Values};
use super::{Notice, NoticeKind, Range};
use crate::ledger::Recorded;
use crate::scheme::measure::{Column, ColumnKind, TableSpec};
use crate::scheme::paths;

/// What is known of a table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TableReading {
    /// How many rows there are.
    pub count: Range,
    /// How many were planned; `None` if the table has no plan.
    pub planned: Option<Range>,
    /// Rows listed with at least one entry.
    pub listed: u64,
    /// The bare total, if one was typed.
    pub stated: Option<u64>,
    /// One per column.
    pub columns: Vec<ColumnReading>,
    /// Cells that should be filled in the rows listed: those of required columns, and in a table
    /// of declared rows those that hold numbers.
    pub wanted: u64,
    /// How many of them are.
    pub filled: u64,
    /// Whether anything is recorded.
    pub touched: bool,
}

/// What is known of a column.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ColumnReading {
    /// Its values; only their count means anything unless the column holds numbers.
    pub values: Values,
    /// Its cells, if rows are declared, in their order.
    pub cells: Vec<Range>,
}

impl TableReading {
    /// Done ÷ planned; `None` without a plan or with a plan of zero.
    pub fn rate(&self) -> Option<Range> {
        let planned = self.planned.filter(|p| p.known() != Some(Decimal::ZERO))?;
        Some(self.count.over(planned).settled())
    }

    /// A cell of a declared row.
    pub(super) fn cell(&self, row: usize, column: usize) -> Range {
        let column = self.columns.get(column);
        column.and_then(|c| c.cells.get(row)).copied().unwrap_or(Range::ANY)
    }
}

/// Reads a table, row after row.
pub(super) fn read<'a, R: Recorded>(
    at: At<'a, R>,
    id: &'a str,
    spec: &'a TableSpec,
    year: Option<i32>,
    notices: &'a mut Vec<Notice>,
) -> TableReading {
    let columns = spec.columns.iter().map(|_| ColumnReading::default()).collect();
    let looker = Looker::new(id, spec, year, at.facts());
    let computes = spec.columns.iter().any(|c| c.computed.is_some()) || !spec.flags.is_empty();
    let table = TableReading { columns, ..Default::default() };
    let gathered = spec.columns.iter().map(|_| Gathered::default()).collect();
    let mut reader = Reader { id, spec, notices, looker, computes, own: Vec::new(), gathered, table };
    if spec.is_open() {
        reader.open_rows(at);
    } else {
        reader.fixed_rows(at);
    }
    for (column, gathered) in reader.table.columns.iter_mut().zip(&reader.gathered) {
        column.values = gathered.values();
    }
    let listed = reader.table.listed;
    let total = spec.is_open().then(|| at.count(paths::TOTAL)).flatten();
    let planned = spec.planned.then(|| at.count(paths::PLANNED));
    let at_least_zero = Range { low: Some(Decimal::ZERO), high: None };
    let exactly = |n: u64| Range::exactly(Decimal::from(n));
    let table = &mut reader.table;
    table.stated = total;
    table.planned = planned.map(|p| p.map_or(at_least_zero, exactly));
    table.touched = listed > 0 || total.is_some() || planned.flatten().is_some();
    table.count = match total {
        _ if !spec.is_open() => exactly(spec.rows.len() as u64),
        Some(total) => exactly(total.max(listed)),
        None if listed > 0 => exactly(listed),
        None => at_least_zero,
    };
    let undescribed = table.count.minus(exactly(listed));
    if spec.is_open() && undescribed.known() != Some(Decimal::ZERO) {
        for (column, spec) in table.columns.iter_mut().zip(&spec.columns) {
            column.values = column.values.with(unlisted(spec, undescribed));
        }
    }
    reader.count_notices();
    reader.table
}

/// The cells of rows that are stated but not listed: `rows` of them.
fn unlisted(column: &Column, rows: Range) -> Values {
    let ColumnKind::Number(spec) = &column.kind else {
        let count = if column.required { rows } else { Range { low: Some(Decimal::ZERO), ..rows } };
        return Values { count, ..Values::default() };
    };
    let cell = match &column.computed {
        Some(expr) if expr.is_condition() => Range::between(Decimal::ZERO, Decimal::ONE),
        Some(_) => Range::ANY,
        None => limits(spec),
    };
    if column.required || column.computed.is_some() {
        return Values { sum: cell.times(rows), min: cell, max: cell, count: rows };
    }
    let or_blank = cell.hull(Range::exactly(Decimal::ZERO));
    let count = Range { low: Some(Decimal::ZERO), ..rows };
    Values { sum: or_blank.times(rows), min: cell, max: cell, count }
}

struct Reader<'a> {
    id: &'a str,
    spec: &'a TableSpec,
    notices: &'a mut Vec<Notice>,
    /// Absent where rows of this table are never in doubt.
    looker: Option<Looker<'a>>,
    /// Whether anything is computed within a row.
    computes: bool,
    /// What is known of the columns of the row at hand, for what is computed from them.
    own: Vec<Range>,
    /// The values of each column so far.
    gathered: Vec<Gathered>,
    table: TableReading,
}

impl<'a> Reader<'a> {
    /// Rows that evaluators add. Cells of one row stand together, for `.` sorts before digits.
    fn open_rows<R: Recorded>(&mut self, at: At<'a, R>) {
        let mut cells: Vec<Option<&str>> = vec![None; self.spec.columns.len()];
        let mut current: Option<&str> = None;
        for (row, column, value) in at.added(&self.spec.columns) {
            if current != Some(row) {
                self.end_row(current, &mut cells);
                current = Some(row);
            }
            if let Some(column) = column {
                cells[column] = Some(value);
            }
        }
        self.end_row(current, &mut cells);
    }

    /// Rows that the scheme declares.
    fn fixed_rows<R: Recorded>(&mut self, at: At<'a, R>) {
        let mut cells: Vec<Option<&str>> = vec![None; self.spec.columns.len()];
        for column in &mut self.table.columns {
            column.cells.reserve_exact(self.spec.rows.len());
        }
        for (n, row) in self.spec.rows.iter().enumerate() {
            for (column, cell) in cells.iter_mut().enumerate() {
                *cell = at.value(paths::cell(self.spec, n, column));
            }
            self.end_row(Some(&row.id), &mut cells);
        }
    }

    /// Takes a row's cells over and clears them.
    fn end_row(&mut self, row: Option<&'a str>, cells: &mut [Option<&'a str>]) {
        let Some(row) = row else { return };
        let is_open = self.spec.is_open();
        let is_begun = is_open || cells.iter().any(Option::is_some);
        self.table.listed += u64::from(is_begun);
        if self.computes {
            self.own.clear();
            self.own.extend(self.spec.columns.iter().zip(cells.iter()).map(|(c, cell)| own_value(c, *cell)));
            compute(self.spec, &mut self.own);
        }
        if let Some(looker) = self.looker.as_mut().filter(|_| is_begun) {
            looker.look(row, cells, &self.own, self.notices);
        }
        let columns = self.spec.columns.iter().enumerate();
        let readings = self.table.columns.iter_mut().zip(&mut self.gathered);
        for ((cell, (n, column)), (reading, gathered)) in cells.iter_mut().zip(columns).zip(readings) {
            let text = cell.take();
            let is_number = matches!(column.kind, ColumnKind::Number(_));
            if column.computed.is_some() {
                let own = self.own.get(n).copied().unwrap_or(Range::ANY);
                if !is_open {
                    reading.cells.push(own);
                }
                gathered.add(own);
                continue;
            }
            if column.required || (!is_open && is_number && column.blank.is_none()) {
                self.table.wanted += 1;
                self.table.filled += u64::from(text.is_some());
            }
            if column.required && is_begun && text.is_none() {
                let kind = NoticeKind::RowIncomplete { row: row.to_owned(), column: column.id.clone() };
                self.notices.push(Notice { path: self.id.to_owned(), kind });
            }
            let value = cell_value(column, text, is_open);
            if !is_open {
                reading.cells.push(value.unwrap_or(Range::ANY));
            }
            if let Some(value) = value {
                gathered.add(value);
            }
        }
    }

    fn count_notices(&mut self) {
        let table = &self.table;
        let mut add = |kind| self.notices.push(Notice { path: self.id.to_owned(), kind });
        if let Some(stated) = table.stated {
            let listed = table.listed;
            if stated > listed {
                add(NoticeKind::Undescribed { stated, listed });
            } else if stated < listed {
                add(NoticeKind::StatedBelowListed { stated, listed });
            }
        }
        let planned = table.planned.and_then(Range::known);
        if let (Some(actual), Some(planned)) = (table.count.known(), planned)
            && actual > planned
        {
            add(NoticeKind::OverPlan { actual, planned });
        }
    }
}

/// What is known of a cell for what is computed from it.
pub(super) fn own_value(column: &Column, text: Option<&str>) -> Range {
    match &column.kind {
        ColumnKind::Number(_) => cell_value(column, text, false).unwrap_or(Range::ANY),
        _ => Range::ANY,
    }
}

/// What a cell holds; `None` if it is left out.
fn cell_value(column: &Column, text: Option<&str>, is_open: bool) -> Option<Range> {
    match (&column.kind, text) {
        (ColumnKind::Number(spec), Some(text)) => {
            Some(Decimal::from_str_exact(text).map_or_else(|_| limits(spec), Range::exactly))
        }
        (ColumnKind::Number(_), None) if column.blank.is_some() => column.blank.map(Range::exactly),
        (ColumnKind::Number(spec), None) if column.required || !is_open => Some(limits(spec)),
        (ColumnKind::Number(_), None) => None,
        // Nothing to compute with, but something to count.
        (_, text) => (text.is_some() || column.required).then_some(Range::ANY),
    }
}
