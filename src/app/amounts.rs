//! Amounts of tables in words: what is computed in rows, sums, 元 once more in 万元.

use rust_decimal::Decimal;

use crate::i18n::{label, table as words};
use crate::scheme::measure::{Column, ColumnKind, MeasureKind};
use crate::scheme::{Expr, Rounding};
use crate::score::{self, Range, Reading};

use super::figures::{BLANK, is_blank, percent, plain, table, value};
use super::sheet::Context;

/// What is computed in a row: a percentage, whether a condition holds, or a number.
pub fn computed(context: &Context, column: &Column, range: Range) -> String {
    let ColumnKind::Number(spec) = &column.kind else { return String::new() };
    if column.computed.as_ref().is_some_and(Expr::is_condition) {
        return match range.known() {
            Some(holds) if holds.is_zero() => String::new(),
            Some(_) => words::yes(context.lang),
            None => "?".to_owned(),
        };
    }
    if spec.unit.is_percent() {
        return percent(range, context.scheme.rates);
    }
    value(range, |v| {
        let mut v = context.scheme.rates.mode.round(v, spec.decimals);
        v.rescale(spec.decimals);
        label::grouped(&v.to_string())
    })
}

/// What is computed in a column, for all rows together.
pub fn computed_total(context: &Context, measure: usize, column: usize) -> String {
    let (Some(spec), Reading::Table(reading)) =
        (table(context, measure), &context.readings.measures[measure])
    else {
        return String::new();
    };
    let total = score::column_total(spec, reading, column);
    if spec.columns[column].computed.as_ref().is_some_and(Expr::is_condition) {
        return value(total, plain);
    }
    computed(context, &spec.columns[column], total)
}

/// The sums of columns in 元 once more in 万元; `None` if there are none.
pub fn sums_in_wan(context: &Context, measure: usize) -> Option<Vec<String>> {
    let spec = table(context, measure)?;
    let Reading::Table(reading) = &context.readings.measures[measure] else { return None };
    let in_yuan = |c: &Column| matches!(&c.kind, ColumnKind::Number(n) if n.unit.is_yuan());
    let sum = |(n, column): (usize, &Column)| {
        let total = || score::column_total(spec, reading, n);
        match in_yuan(column) {
            true if is_blank(context, measure, n) => BLANK.to_owned(),
            true => in_wan(context.scheme.rates, total()),
            false => String::new(),
        }
    };
    spec.columns.iter().any(in_yuan).then(|| spec.columns.iter().enumerate().map(sum).collect())
}

/// An amount in 元 as 万元 with two decimals, as accounts print it.
fn in_wan(rates: Rounding, yuan: Range) -> String {
    value(yuan, |v| {
        let mut wan = rates.mode.round(v / Decimal::from(10_000), 2);
        wan.rescale(2);
        label::grouped(&wan.to_string())
    })
}

/// A recorded amount in 元 once more in 万元; nothing for other numbers.
pub fn amount_in_wan(context: &Context, measure: usize) -> String {
    match (&context.scheme.measures[measure].kind, &context.readings.measures[measure]) {
        (MeasureKind::Number(spec), Reading::Number { value, recorded: true }) if spec.unit.is_yuan() => {
            format!("{} {}", in_wan(context.scheme.rates, *value), words::in_wan(context.lang))
        }
        _ => String::new(),
    }
}
