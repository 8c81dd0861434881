//! Budget comparison: planned against actual, line by line, with balance and rate.
//!
//! Concerns every table with fixed rows and at least two columns of numbers in one unit: the first
//! is what was planned, the second what was done, unless the scheme names them. A sum with an unknown part is unknown.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::json::joined;
use super::{Cell, Subject, Table};
use crate::i18n::export as words;
use crate::ledger::Facts;
use crate::scheme::measure::{Column, ColumnKind, NumberSpec};
use crate::scheme::{Label, Measure, MeasureKind, Rounding};

/// One table of planned against actual.
#[derive(Debug, Clone)]
pub struct Comparison<'a> {
    /// The measure.
    pub measure: &'a Measure,
    /// Heading of the planned column.
    pub planned: &'a Label,
    /// Heading of the actual column.
    pub actual: &'a Label,
    /// Unit of both.
    pub unit: &'a str,
    /// Lines in the order of the scheme.
    pub lines: Vec<Line<'a>>,
    /// All lines together.
    pub total: Amounts,
    decimals: u32,
    rates: Rounding,
}

/// One line of a comparison.
#[derive(Debug, Clone)]
pub struct Line<'a> {
    /// Id of the row.
    pub id: &'a str,
    /// Name of the row.
    pub name: &'a Label,
    /// What is known of it.
    pub amounts: Amounts,
}

/// Planned and actual; `None` where nothing is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Amounts {
    /// What was planned.
    pub planned: Option<Decimal>,
    /// What was done.
    pub actual: Option<Decimal>,
}

impl Amounts {
    /// Planned less actual: what was left over; negative if overspent.
    pub fn balance(self) -> Option<Decimal> {
        self.planned?.checked_sub(self.actual?)
    }

    /// Actual over planned, 1 being everything; `None` for a plan of nothing.
    pub fn rate(self) -> Option<Decimal> {
        self.actual?.checked_div(self.planned?)
    }
}

/// All comparisons that the scheme's tables hold.
pub fn comparisons<'a>(subject: &Subject<'a>) -> Vec<Comparison<'a>> {
    subject.scheme.measures.iter().filter_map(|m| comparison(subject, m)).collect()
}

fn comparison<'a>(subject: &Subject<'a>, measure: &'a Measure) -> Option<Comparison<'a>> {
    let MeasureKind::Table(table) = &measure.kind else { return None };
    let declared = table.compare.map(|(planned, done)| vec![&table.columns[planned], &table.columns[done]]);
    let columns = declared.unwrap_or_else(|| table.columns.iter().collect());
    let mut numbers = columns.into_iter().filter_map(|c| number(c).map(|spec| (c, spec)));
    let ((planned, spec), (actual, second)) = (numbers.next()?, numbers.next()?);
    if table.is_open() || spec.unit != second.unit {
        return None;
    }
    let lines: Vec<Line<'a>> = table
        .rows
        .iter()
        .map(|row| {
            let at = |column: &Column| amount(subject.facts, &measure.id, &row.id, &column.id);
            let amounts = Amounts { planned: at(planned), actual: at(actual) };
            Line { id: &row.id, name: &row.name, amounts }
        })
        .collect();
    let total = Amounts {
        planned: lines.iter().map(|l| l.amounts.planned).sum(),
        actual: lines.iter().map(|l| l.amounts.actual).sum(),
    };
    let decimals = spec.decimals.max(second.decimals);
    let (planned, actual, unit) = (&planned.name, &actual.name, spec.unit.0.as_str());
    Some(Comparison { measure, planned, actual, unit, lines, total, decimals, rates: subject.scheme.rates })
}

fn number(column: &Column) -> Option<&NumberSpec> {
    match &column.kind {
        ColumnKind::Number(spec) if column.computed.is_none() => Some(spec),
        _ => None,
    }
}

fn amount(facts: &Facts, measure: &str, row: &str, column: &str) -> Option<Decimal> {
    facts.get(&format!("{measure}.{row}.{column}"))?.parse().ok()
}

/// An amount with all the decimals of its column.
fn print(value: Option<Decimal>, decimals: u32) -> Option<String> {
    value.map(|mut v| {
        v.rescale(decimals);
        v.to_string()
    })
}

/// The four figures of a line as printed: planned, actual, balance, rate in percent.
fn figures(comparison: &Comparison<'_>, amounts: Amounts) -> [Option<String>; 4] {
    let amount = |value| print(value, comparison.decimals);
    let rate = amounts.rate().map(|r| comparison.rates.percent(r));
    [amount(amounts.planned), amount(amounts.actual), amount(amounts.balance()), rate]
}

/// The comparison as a table.
pub fn table(subject: &Subject<'_>) -> Table {
    let lang = subject.lang;
    let mut rows = Vec::new();
    for comparison in &comparisons(subject) {
        let name = lang.label(&comparison.measure.name);
        let mut row = |id: &str, line: String, amounts| {
            let mut cells = vec![Cell::text(name), Cell::text(id), Cell::Text(line)];
            cells.extend(figures(comparison, amounts).map(Cell::printed));
            cells.push(Cell::text(comparison.unit));
            rows.push(cells);
        };
        for line in &comparison.lines {
            row(line.id, lang.label(line.name).to_owned(), line.amounts);
        }
        row("", words::total(lang), comparison.total);
    }
    Table { head: words::budget_head(lang), rows }
}

/// The comparison as a document.
pub fn document(subject: &Subject<'_>) -> Value {
    let lang = subject.lang;
    let tables: Vec<Value> = comparisons(subject)
        .iter()
        .map(|c| {
            let lines = c.lines.iter().map(|l| {
                let line = json!({"id": l.id, "name": lang.label(l.name)});
                joined([line, amounts_json(c, l.amounts)])
            });
            json!({
                "id": c.measure.id,
                "name": lang.label(&c.measure.name),
                "unit": c.unit,
                "planned": lang.label(c.planned),
                "actual": lang.label(c.actual),
                "lines": lines.collect::<Vec<Value>>(),
                "total": amounts_json(c, c.total),
            })
        })
        .collect();
    json!({ "tables": tables })
}

fn amounts_json(comparison: &Comparison<'_>, amounts: Amounts) -> Value {
    let [planned, actual, balance, rate] = figures(comparison, amounts);
    json!({"planned": planned, "actual": actual, "balance": balance, "percent": rate})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn balance_and_rate_follow_the_definition() {
        // 维修(护)费 of the published case: 50,000.00 planned, 13,652.00 spent.
        let line = Amounts { planned: Some(Decimal::from(50_000)), actual: Some(Decimal::from(13_652)) };
        assert_eq!(line.balance(), Some(Decimal::from(36_348)));
        assert_eq!(Rounding::default().percent(line.rate().unwrap()), "27.30");
    }

    #[test]
    fn what_is_not_recorded_is_not_zero() {
        let unspent = Amounts { planned: Some(Decimal::TEN), actual: None };
        assert_eq!((unspent.balance(), unspent.rate()), (None, None));
        let unplanned = Amounts { planned: Some(Decimal::ZERO), actual: Some(Decimal::TEN) };
        assert_eq!((unplanned.balance(), unplanned.rate()), (Some(Decimal::from(-10)), None));
    }
}
