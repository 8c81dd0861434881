//! Numbers, ranges and expressions as signs and digits that read the same in every language.

use rust_decimal::Decimal;

use super::Range;
use super::eval::Eval;
use super::reading::Reading;
use crate::scheme::Expr;
use crate::scheme::expr::ValuePart;

/// Decimals shown of a number that has more; `…` stands for the rest.
const MOST: u32 = 8;

/// A number with thousands separators: `204,060.34`, `1.27919546…`. At least `least` decimals.
pub fn number(value: Decimal, least: u32) -> String {
    let cut = value.trunc_with_scale(MOST.max(least)).normalize();
    let is_cut = cut != value;
    let mut shown = cut;
    if shown.scale() < least {
        shown.rescale(least);
    }
    let text = shown.abs().to_string();
    let (whole, decimals) = text.split_once('.').map_or((text.as_str(), None), |(w, d)| (w, Some(d)));
    let mut out = String::with_capacity(text.len() + 8);
    if shown.is_sign_negative() && !shown.is_zero() {
        out.push('−');
    }
    for (n, digit) in whole.chars().enumerate() {
        if n > 0 && (whole.len() - n) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(decimals) = decimals {
        out.push('.');
        out.push_str(decimals);
    }
    if is_cut {
        out.push('…');
    }
    out
}

/// A ratio as a percentage: `50.00 %`. At least `least` decimals.
pub fn percent(ratio: Decimal, least: u32) -> String {
    let hundredfold = ratio.saturating_mul(Decimal::ONE_HUNDRED);
    format!("{} %", number(hundredfold, least))
}

/// A range: the number if it is known, else `[0, 12]`, `[0, ∞)` or `(−∞, ∞)`.
pub fn range(value: Range, show: impl Fn(Decimal) -> String) -> String {
    if let Some(known) = value.known() {
        return show(known);
    }
    let low = value.low.map_or_else(|| "(−∞".to_owned(), |d| format!("[{}", show(d)));
    let high = value.high.map_or_else(|| "∞)".to_owned(), |d| format!("{}]", show(d)));
    format!("{low}, {high}")
}

/// An expression with what is known in place of its names; a column becomes its aggregate.
pub(super) fn filled(expr: &Expr, measures: &[Reading]) -> String {
    expr.show(&|node| {
        let is_read = match node {
            Expr::Value(_) => true,
            Expr::Call(_, args) => args.iter().any(is_column),
            _ => false,
        };
        is_read.then(|| range(Eval::new(measures, None).value(node), |d| number(d, 0)))
    })
}

fn is_column(expr: &Expr) -> bool {
    matches!(expr, Expr::Value(name) if matches!(name.part, ValuePart::Column(_)))
}
