//! Arithmetic over ranges: what can be said of a result when its operands are not known yet.
//!
//! Every bound is sound: whatever the operands turn out to be within their ranges, the result
//! lies within the range given here. Bounds are exact where every unknown stands once in an
//! expression; where one stands twice (`x - x`) they may be wider than the truth. A bound that
//! a decimal cannot hold becomes open, so nothing here can fail.

use rust_decimal::Decimal;

use super::{Range, Span, same};

/// Decimals behind which a digit is noise of a division and not a fact. A decimal carries 28
/// digits; quotients of recorded figures that differ at all differ before the 22nd decimal.
const NOISE: u32 = 22;

/// `value` without the noise that divisions leave: 1 ÷ 3 × 3 is 1, not 0.9999….
pub(super) fn settled(value: Decimal) -> Decimal {
    if value.scale() <= NOISE { value } else { value.round_dp(NOISE) }
}

/// Decimals kept of what is computed from a settled value: what settling shifted by half a unit
/// of its last place, times weights and steps, stays far behind these.
const FIRM: u32 = 18;

/// `value`, computed from settled ones, without what settling left: 11 ÷ 12 × 3 is 2.75 and not
/// 2.7500…01, which would cut to another score.
pub(super) fn firm(value: Decimal) -> Decimal {
    if value.scale() <= FIRM { value } else { value.round_dp(FIRM) }
}

/// One end of a range, ordered as on the number line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    Below,
    At(Decimal),
    Above,
}

impl End {
    fn sign(self) -> i8 {
        match self {
            Self::At(d) if d.is_zero() => 0,
            Self::At(d) if d.is_sign_negative() => -1,
            Self::Below => -1,
            Self::At(_) | Self::Above => 1,
        }
    }

    /// The end that lies infinitely far on the side of `sign`.
    fn far(sign: i8) -> Self {
        match sign {
            0 => Self::At(Decimal::ZERO),
            1.. => Self::Above,
            _ => Self::Below,
        }
    }

    fn times(self, other: Self) -> Self {
        let product = match (self, other) {
            (Self::At(a), Self::At(b)) => a.checked_mul(b),
            _ => None,
        };
        product.map_or_else(|| Self::far(self.sign() * other.sign()), Self::At)
    }

    /// The quotient; `other` is not zero.
    fn over(self, other: Self) -> Self {
        match (self, other) {
            (Self::At(a), Self::At(b)) => {
                a.checked_div(b).map_or_else(|| Self::far(self.sign() * other.sign()), Self::At)
            }
            (_, Self::Below | Self::Above) => Self::At(Decimal::ZERO),
            _ => Self::far(self.sign() * other.sign()),
        }
    }
}

impl Range {
    /// Nothing is known.
    pub const ANY: Self = Self { low: None, high: None };

    /// From `low` to `high`.
    pub const fn between(low: Decimal, high: Decimal) -> Self {
        Self { low: Some(low), high: Some(high) }
    }

    /// Whether `value` is possible.
    pub fn holds(self, value: Decimal) -> bool {
        self.low.is_none_or(|l| l <= value) && self.high.is_none_or(|h| value <= h)
    }

    /// The smallest range that holds both.
    #[must_use]
    pub fn hull(self, other: Self) -> Self {
        Self {
            low: self.low.zip(other.low).map(|(a, b)| a.min(b)),
            high: self.high.zip(other.high).map(|(a, b)| a.max(b)),
        }
    }

    /// The points that a value within it can mean, kept within 0 and `max`.
    pub(super) fn points(self, max: Decimal) -> Span {
        let max = max.max(Decimal::ZERO);
        let keep = |d: Decimal| firm(d).min(max).max(Decimal::ZERO);
        if let Some(known) = self.known() {
            return Span::exactly(keep(known));
        }
        Span { low: self.low.map_or(Decimal::ZERO, keep), high: self.high.map_or(max, keep) }
    }

    /// Kept within limits, where there are any.
    pub(super) fn limited(self, least: Option<Decimal>, most: Option<Decimal>) -> Self {
        let keep = |d: Decimal| {
            let d = least.map_or(d, |l| d.max(l));
            most.map_or(d, |m| d.min(m))
        };
        Self {
            low: self.low.map_or(least, |d| Some(keep(d))),
            high: self.high.map_or(most, |d| Some(keep(d))),
        }
    }

    pub(super) fn settled(self) -> Self {
        Self { low: self.low.map(settled), high: self.high.map(settled) }
    }

    /// Applies something that never turns larger into smaller.
    pub(super) fn rising(self, f: impl Fn(Decimal) -> Decimal) -> Self {
        Self { low: self.low.map(&f), high: self.high.map(&f) }
    }

    pub(super) fn negated(self) -> Self {
        Self { low: self.high.map(|d| -d), high: self.low.map(|d| -d) }
    }

    pub(super) fn plus(self, other: Self) -> Self {
        if let (Some(a), Some(b)) = (self.known(), other.known())
            && let Some(sum) = a.checked_add(b)
        {
            return Self::exactly(sum);
        }
        let low = self
            .low
            .zip(other.low)
            .and_then(|(a, b)| a.checked_add(b).or_else(|| a.is_sign_positive().then_some(Decimal::MAX)));
        let high = self
            .high
            .zip(other.high)
            .and_then(|(a, b)| a.checked_add(b).or_else(|| a.is_sign_negative().then_some(Decimal::MIN)));
        Self { low, high }
    }

    pub(super) fn minus(self, other: Self) -> Self {
        self.plus(other.negated())
    }

    pub(super) fn times(self, other: Self) -> Self {
        if let (Some(a), Some(b)) = (self.known(), other.known())
            && let Some(product) = a.checked_mul(b)
        {
            return Self::exactly(product);
        }
        self.corners(other, End::times)
    }

    /// The quotient; [`Self::ANY`] if the divisor can be zero, for then it may have none.
    pub(super) fn over(self, other: Self) -> Self {
        if let (Some(a), Some(b)) = (self.known(), other.known())
            && let Some(quotient) = a.checked_div(b)
        {
            return Self::exactly(quotient);
        }
        if other.holds(Decimal::ZERO) {
            return Self::ANY;
        }
        self.corners(other, End::over)
    }

    pub(super) fn absolute(self) -> Self {
        if self.low.is_some_and(|l| !l.is_sign_negative()) {
            return self;
        }
        let flipped = self.negated();
        if self.high.is_some_and(|h| h.is_sign_negative()) {
            return flipped;
        }
        let high = self.high.zip(flipped.high).map(|(a, b)| a.max(b));
        Self { low: Some(Decimal::ZERO), high }
    }

    /// Extremes of a function that is monotone in each operand: they lie at the corners.
    fn corners(self, other: Self, f: impl Fn(End, End) -> End) -> Self {
        let (a, b) = (self.ends(), other.ends());
        let corners = [f(a.0, b.0), f(a.0, b.1), f(a.1, b.0), f(a.1, b.1)];
        let low = corners.iter().min().copied().unwrap_or(End::Below);
        let high = corners.iter().max().copied().unwrap_or(End::Above);
        Self {
            low: match low {
                End::Below => None,
                End::At(d) => Some(d),
                End::Above => Some(Decimal::MAX),
            },
            high: match high {
                End::Below => Some(Decimal::MIN),
                End::At(d) => Some(d),
                End::Above => None,
            },
        }
    }

    fn ends(self) -> (End, End) {
        (self.low.map_or(End::Below, End::At), self.high.map_or(End::Above, End::At))
    }
}

impl Span {
    /// Known points.
    pub const fn exactly(points: Decimal) -> Self {
        Self { low: points, high: points }
    }

    /// Applies `f` to both ends and puts them in order.
    pub(super) fn map(self, f: impl Fn(Decimal) -> Decimal) -> Self {
        if same(self.low, self.high) {
            return Self::exactly(f(self.low));
        }
        let (a, b) = (f(self.low), f(self.high));
        Self { low: a.min(b), high: a.max(b) }
    }

    pub(super) fn plus(self, other: Self) -> Self {
        let low = self.low.saturating_add(other.low);
        if same(self.low, self.high) && same(other.low, other.high) {
            return Self::exactly(low);
        }
        Self { low, high: self.high.saturating_add(other.high) }
    }

    /// The smallest span that holds both.
    pub(super) fn hull(self, other: Self) -> Self {
        Self { low: self.low.min(other.low), high: self.high.max(other.high) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn r(low: Option<&str>, high: Option<&str>) -> Range {
        Range { low: low.map(d), high: high.map(d) }
    }

    #[test]
    fn products_take_their_extremes_from_the_corners() {
        let a = r(Some("-2"), Some("3"));
        assert_eq!(a.times(r(Some("-5"), Some("4"))), r(Some("-15"), Some("12")));
        assert_eq!(a.times(r(Some("1"), None)), Range::ANY);
        assert_eq!(r(Some("0"), Some("3")).times(r(Some("1"), None)), r(Some("0"), None));
        assert_eq!(r(Some("0"), Some("0")).times(Range::ANY), r(Some("0"), Some("0")));
    }

    #[test]
    fn quotients_are_open_where_the_divisor_may_vanish() {
        let three = Range::exactly(d("3"));
        assert_eq!(three.over(r(Some("2"), Some("4"))), r(Some("0.75"), Some("1.5")));
        assert_eq!(three.over(r(Some("2"), None)), r(Some("0"), Some("1.5")));
        assert_eq!(three.over(r(Some("0"), Some("4"))), Range::ANY);
        assert_eq!(three.over(Range::exactly(Decimal::ZERO)), Range::ANY);
        assert_eq!(r(Some("1"), None).over(r(Some("-4"), Some("-2"))), r(None, Some("-0.25")));
    }

    #[test]
    fn what_a_decimal_cannot_hold_becomes_an_open_end() {
        let max = Range::exactly(Decimal::MAX);
        assert_eq!(max.plus(max), Range { low: Some(Decimal::MAX), high: None });
        assert_eq!(max.times(max.negated()), Range { low: None, high: Some(Decimal::MIN) });
        assert_eq!(max.over(Range::exactly(d("0.1"))), Range { low: Some(Decimal::MAX), high: None });
    }

    #[test]
    fn absolute_folds_at_zero() {
        assert_eq!(r(Some("-3"), Some("2")).absolute(), r(Some("0"), Some("3")));
        assert_eq!(r(Some("-3"), Some("-2")).absolute(), r(Some("2"), Some("3")));
        assert_eq!(r(None, Some("2")).absolute(), r(Some("0"), None));
    }

    #[test]
    fn a_third_of_three_is_one() {
        let third = Range::exactly(d("1")).over(Range::exactly(d("3")));
        let one = third.times(Range::exactly(d("3")));
        assert_ne!(one.known(), Some(d("1")));
        assert_eq!(one.settled().known(), Some(d("1")));
    }
}
