//! Several values of one name: of the rows of a column, or of a formula's argument.

use rust_decimal::Decimal;

use super::Range;

/// What a name or a column stands for in a computation: the sum, the smallest, the largest and
/// the number of its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Values {
    /// Sum; the value itself if there is one.
    pub sum: Range,
    /// Smallest.
    pub min: Range,
    /// Largest.
    pub max: Range,
    /// How many.
    pub count: Range,
}

/// No values at all.
impl Default for Values {
    fn default() -> Self {
        let zero = Range::exactly(Decimal::ZERO);
        Self { sum: zero, min: Range::ANY, max: Range::ANY, count: zero }
    }
}

impl Values {
    /// A single value.
    pub(super) fn one(value: Range) -> Self {
        Self { sum: value, min: value, max: value, count: Range::exactly(Decimal::ONE) }
    }

    /// The extremes, where they are known of values that certainly exist.
    fn alone(&self) -> Option<(Decimal, Decimal)> {
        self.count.low.filter(|n| *n > Decimal::ZERO)?;
        Some((self.min.known()?, self.max.known()?))
    }

    /// Whether nothing is known of any value.
    fn is_open(&self) -> bool {
        let ends = [self.sum, self.min, self.max].map(|r| r.low.is_none() && r.high.is_none());
        ends == [true; 3]
    }

    /// Both together. Whatever may be empty bounds the extremes on one side only.
    pub(super) fn with(self, other: Self) -> Self {
        let empty = |v: &Self| v.count.high.is_some_and(|n| n.is_zero());
        let certain = |v: &Self| v.count.low.is_some_and(|n| n > Decimal::ZERO);
        if empty(&self) {
            return other;
        }
        if empty(&other) {
            return self;
        }
        if let (Some(a), Some(b)) = (self.alone(), other.alone()) {
            let (min, max) = (Range::exactly(a.0.min(b.0)), Range::exactly(a.1.max(b.1)));
            return Self { sum: self.sum.plus(other.sum), min, max, count: self.count.plus(other.count) };
        }
        if self.is_open() && other.is_open() {
            return Self { count: self.count.plus(other.count), ..self };
        }
        let mut min = self.min.hull(other.min);
        let mut max = self.max.hull(other.max);
        let lowest_high = [&self, &other].into_iter().filter(|v| certain(v)).filter_map(|v| v.min.high).min();
        let highest_low = [&self, &other].into_iter().filter(|v| certain(v)).filter_map(|v| v.max.low).max();
        min.high = lowest_high.or(min.high);
        max.low = highest_low.or(max.low);
        Self { sum: self.sum.plus(other.sum), min, max, count: self.count.plus(other.count) }
    }
}

/// Values being gathered. Known ones and those of which nothing is known, which nearly all are,
/// are only counted and added up; ranges come in at the end.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// Sum, smallest and largest of the known values.
    known: Option<(Decimal, Decimal, Decimal)>,
    /// How many they are.
    known_count: u64,
    /// How many are not known at all.
    open_count: u64,
    /// Those in between, and those whose sum a decimal cannot hold.
    others: Option<Values>,
}

impl Gathered {
    /// One more value.
    pub(super) fn add(&mut self, value: Range) {
        if value == Range::ANY {
            self.open_count += 1;
            return;
        }
        let known = value.known().and_then(|value| match self.known {
            None => Some((value, value, value)),
            Some((sum, min, max)) => Some((sum.checked_add(value)?, min.min(value), max.max(value))),
        });
        if known.is_some() {
            self.known = known;
            self.known_count += 1;
        } else {
            let value = Values::one(value);
            self.others = Some(self.others.map_or(value, |others| others.with(value)));
        }
    }

    /// All together.
    pub(super) fn values(&self) -> Values {
        let count = |n: u64| Range::exactly(n.into());
        let mut all = match self.known {
            Some((sum, min, max)) => Values {
                sum: Range::exactly(sum),
                min: Range::exactly(min),
                max: Range::exactly(max),
                count: count(self.known_count),
            },
            None => Values::default(),
        };
        if self.open_count > 0 {
            let open = Values { count: count(self.open_count), ..Values::one(Range::ANY) };
            all = if self.known.is_some() { all.with(open) } else { open };
        }
        self.others.map_or(all, |others| all.with(others))
    }
}
