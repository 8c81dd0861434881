//! Numbers typed together with their unit: `720元`, `72万`, `72 万元`.
//!
//! What is in the field's own unit is taken as it stands; 百, 千, 万, 亿 and what they make together
//! (百万) are converted exactly, and whoever records it must show the conversion. Files keep to [`FieldKind::accept`], which takes
//! numbers only: in a table of thousands nobody would look at each.

use rust_decimal::Decimal;

use super::{FieldKind, Missing, Refusal, fold_width, without_thousands};
use crate::scheme::measure::Unit;

/// What signs in front of a unit multiply it by.
const MULTIPLES: [(char, u64); 2] = [('万', 10_000), ('亿', 100_000_000)];
/// What signs in front of those or of a unit multiply by.
const SMALL: [(char, u64); 3] = [('十', 10), ('百', 100), ('千', 1000)];

/// What a person typed into a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// What is recorded for it.
    pub value: String,
    /// What it was converted from, if its unit is another one.
    pub from: Option<Amount>,
}

/// A number and its unit, as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    /// The number.
    pub number: String,
    /// Its unit in full.
    pub unit: String,
}

impl FieldKind {
    /// What is recorded for something typed by a person, with or without a unit.
    ///
    /// # Errors
    /// As [`Self::accept`], and [`Refusal::OtherUnit`] for a unit that is not the field's.
    pub fn accept_typed(&self, typed: &str) -> Result<Typed, Refusal> {
        let plain = |value: String| Typed { value, from: None };
        let Self::Number(spec) = self.inner() else { return self.accept(typed).map(plain) };
        let folded = fold_width(typed);
        let is_of_number = |c: char| c.is_ascii_digit() || "+-.,".contains(c);
        let (number, unit) =
            folded.trim().split_at(folded.trim().find(|c| !is_of_number(c)).unwrap_or(folded.trim().len()));
        let unit = unit.trim();
        if number.is_empty() || unit.is_empty() {
            return self.accept(typed).map(plain);
        }
        let (own, given) = (parts(&spec.unit.0), parts(unit));
        // 万 alone is 万 of whatever the field counts.
        let base = if given.1.is_empty() { own.1 } else { given.1 };
        if base != own.1 {
            let is_money = Unit(base.to_owned()).is_yuan();
            let other = || {
                Refusal::OtherUnit(Box::new(Missing {
                    given: unit.to_owned(),
                    known: vec![spec.unit.0.clone()],
                }))
            };
            return Err(if is_money { other() } else { Refusal::NotANumber });
        }
        if own.0 == given.0 {
            return self.accept(number).map(plain);
        }
        let exact = without_thousands(number).and_then(|n| Decimal::from_str_exact(&n).ok());
        let exact = exact.ok_or(Refusal::NotANumber)?;
        // Multiples are powers of ten, so that nothing is lost.
        let converted = exact.checked_mul(given.0.into()).and_then(|n| n.checked_div(own.0.into()));
        let converted = converted.ok_or(Refusal::NotANumber)?.normalize();
        let value = self.accept(&converted.to_string())?;
        let from = Amount { number: exact.normalize().to_string(), unit: in_full(unit, base) };
        Ok(Typed { value, from: Some(from) })
    }
}

/// A unit as a multiple of what it counts.
fn parts(unit: &str) -> (u64, &str) {
    let (small, rest) = multiple(&SMALL, unit);
    let (times, base) = multiple(&MULTIPLES, rest);
    let (again, base) = multiple(&MULTIPLES, base);
    // 百分点 are points of a percentage, and a ten alone begins words of all kinds.
    let is_word = times == 1 && (base.starts_with('分') || small == 10);
    let (times, base) = if is_word { (1, unit) } else { (small * times * again, base) };
    (times, if base.eq_ignore_ascii_case("yuan") { "元" } else { base })
}

/// What a sign in front multiplies by, 1 without one, and what stands behind it.
fn multiple<'a>(signs: &[(char, u64)], unit: &'a str) -> (u64, &'a str) {
    let found = signs.iter().find_map(|&(sign, times)| Some((times, unit.strip_prefix(sign)?.trim())));
    found.unwrap_or((1, unit))
}

/// The unit with what it counts, where only 万 was typed.
fn in_full(unit: &str, base: &str) -> String {
    if parts(unit).1.is_empty() { format!("{unit}{base}") } else { unit.to_owned() }
}
