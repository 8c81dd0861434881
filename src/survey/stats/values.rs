//! What numbers and words answers come to: how many forms say each, added up form by form.
//!
//! Owns the figures of questions for numbers and of values computed on a form. A change of a form
//! costs the values it touches, however many others there are.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::sample::Sample;
use crate::scheme::condition::Value;

/// How often each value was met.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Values {
    numbers: BTreeMap<Decimal, u64>,
    words: BTreeMap<Box<str>, u64>,
}

/// Figures of numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbers {
    /// How many there are.
    pub n: u64,
    /// Their mean.
    pub mean: Decimal,
    /// Standard deviation with n − 1.
    pub deviation: Option<Decimal>,
    /// Smallest and largest.
    pub ends: (Decimal, Decimal),
}

impl Values {
    /// Adds a number or takes it away.
    pub(super) fn number(&mut self, number: Decimal, add: bool) {
        step(&mut self.numbers, number, add);
    }

    /// Adds a value or takes it away: a number, or words that say none.
    pub(super) fn value(&mut self, value: Value, add: bool) {
        match value.number() {
            Some(number) => self.number(number, add),
            None => step(&mut self.words, value.text().into(), add),
        }
    }

    /// The figures of the numbers; `None` if there are none.
    pub fn numbers(&self) -> Option<Numbers> {
        let sample = Sample::new(self.numbers.iter().map(|(value, n)| (*value, *n)));
        let (mean, ends) = (sample.mean()?, sample.ends()?);
        Some(Numbers { n: sample.n(), mean, deviation: sample.deviation(), ends })
    }

    /// Words and how many forms come to them, the most frequent first.
    pub fn words(&self) -> Vec<(&str, u64)> {
        let mut words: Vec<(&str, u64)> = self.words.iter().map(|(word, n)| (&**word, *n)).collect();
        words.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        words
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty() && self.words.is_empty()
    }
}

/// One more, or one less; what is met no more is not kept.
fn step<K: Ord + Clone>(counts: &mut BTreeMap<K, u64>, key: K, add: bool) {
    if add {
        *counts.entry(key).or_default() += 1;
    } else if let Some(count) = counts.get_mut(&key) {
        *count -= 1;
        if *count == 0 {
            counts.remove(&key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_away_leaves_nothing() {
        let text = |t: &'static str| Value::Text(t.into());
        let mut values = Values::default();
        for value in [Value::Number(dec!(2)), text("2.0"), text("low"), text("high"), text("low")] {
            values.value(value, true);
        }
        // A text that says a number is one; 2 and 2.0 are the same.
        let numbers = values.numbers().unwrap();
        assert_eq!((numbers.n, numbers.mean, numbers.deviation), (2, dec!(2), Some(dec!(0))));
        assert_eq!(values.words(), [("low", 2), ("high", 1)]);
        for value in [text("low"), text("low"), text("high"), Value::Number(dec!(2.0)), text("2")] {
            values.value(value, false);
        }
        assert!(values.is_empty());
        assert_eq!(values, Values::default());
    }
}
