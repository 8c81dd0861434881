//! How many more forms would settle which band an index falls in.

use rust_decimal::Decimal;

use super::interval::{MeanOf, at_most};
use crate::scheme::indicator::Band;

/// Beyond this many more forms the answer is that no survey settles it.
const MOST: u64 = 100_000_000;

/// How many more forms it takes, counted from those answered so far. Each is `None` where no
/// number does, or where the population is not known and it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Settle {
    /// Until the interval lies within one band, if further forms answer in the same shares.
    pub likely: Option<u64>,
    /// Until not even the worst or the best answers of all others can leave the band, if further
    /// forms answer in the same shares.
    pub firm: Option<u64>,
    /// Until it is certain whatever anyone answers: 0 if the band can no longer change, else
    /// everyone. There is nothing between: as long as an edge is in reach of those left, answers
    /// exist that keep it in reach until the last.
    pub certain: Option<u64>,
    /// Whether all answers so far are alike: the interval then has no width whatever n is, and
    /// `likely` says nothing.
    pub is_flat: bool,
}

/// How many more forms settle the band of a weighted mean of means.
pub fn settle(parts: &[(Decimal, MeanOf)], bands: &[Band]) -> Settle {
    let is_flat = parts.iter().all(|(_, p)| p.variance.is_none_or(|v| v.is_zero()));
    let one_band = |ends: Option<(Decimal, Decimal)>| {
        ends.is_some_and(|(low, high)| bands.iter().any(|b| b.holds(low) && b.holds(high)))
    };
    let left = parts.iter().map(|(_, p)| Some(p.population?.saturating_sub(p.n))).max().flatten();
    let finite = parts.iter().all(|(_, p)| p.population.is_some());
    let most = if finite { left } else { None };
    let likely = |more: u64| {
        let grown: Vec<_> = parts.iter().map(|(w, p)| (*w, grown(p, more))).collect();
        one_band(at_most(&grown).map(|i| (i.low, i.high)))
    };
    let firm = |more: u64| {
        let grown: Vec<_> = parts.iter().map(|(w, p)| (*w, grown(p, more))).collect();
        one_band(certain(&grown))
    };
    Settle {
        likely: if is_flat && most != Some(0) { None } else { smallest(most.unwrap_or(MOST), likely) },
        firm: most.and_then(|most| smallest(most, firm)),
        certain: most.map(|most| if firm(0) { 0 } else { most }),
        is_flat,
    }
}

/// The same answers from more people: as many of `more` as there are, in the same shares, so that
/// Σ(x − mean)² grows with n.
fn grown(part: &MeanOf, more: u64) -> MeanOf {
    let n = part.n.saturating_add(more);
    let n = part.population.map_or(n, |all| n.min(all.max(part.n)));
    let spread = part.variance.and_then(|variance| {
        let (now, then) = (Decimal::from(part.n), Decimal::from(n));
        let share = variance.checked_mul((now - Decimal::ONE).checked_div(now)?)?;
        share.checked_mul(then.checked_div(then - Decimal::ONE)?)
    });
    MeanOf { n, variance: spread, ..*part }
}

/// What the weighted mean certainly lies between.
fn certain(parts: &[(Decimal, MeanOf)]) -> Option<(Decimal, Decimal)> {
    let (mut low, mut high, mut weights) = (Decimal::ZERO, Decimal::ZERO, Decimal::ZERO);
    for (weight, part) in parts {
        let ends = part.certain();
        low = low.checked_add(weight.checked_mul(ends.0)?)?;
        high = high.checked_add(weight.checked_mul(ends.1)?)?;
        weights += *weight;
    }
    Some((low.checked_div(weights)?, high.checked_div(weights)?))
}

/// The smallest number up to `most` for which `holds`, which then holds for all larger ones.
fn smallest(most: u64, holds: impl Fn(u64) -> bool) -> Option<u64> {
    if holds(0) {
        return Some(0);
    }
    let (mut low, mut high) = (0, 1.min(most));
    while !holds(high) {
        if high >= most {
            return None;
        }
        low = high;
        high = high.saturating_mul(2).min(most);
    }
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    Some(high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scheme::Place;
    use crate::scheme::indicator::Edge;
    use crate::survey::stats::sample::Sample;

    fn bands() -> Vec<Band> {
        let edge = |inclusive| Some(Edge { at: dec!(95), inclusive });
        let band =
            |low, high, points: i64| Band { low, high, points: points.into(), place: Place::default() };
        vec![band(edge(true), None, 5), band(None, edge(false), 4)]
    }

    fn mean(values: &[(i64, u64)], population: Option<u64>) -> Vec<(Decimal, MeanOf)> {
        let sample = Sample::new(values.iter().map(|(v, n)| (Decimal::from(*v), *n)));
        let mean = MeanOf {
            mean: sample.mean().unwrap(),
            variance: sample.variance(),
            n: sample.n(),
            population,
            ends: sample.ends().unwrap(),
        };
        vec![(Decimal::ONE, mean)]
    }

    /// 28 × 100 and 4 × 80: mean 97.5, lower end 95.077, so no more are needed. 14 × 100 and 2 × 80:
    /// lower end 93.860; counting n up in NumPy and SciPy with the same shares, 31 forms are the
    /// first to reach 95 (95.034), 15 more than 16.
    #[test]
    fn forms_in_the_same_shares_narrow_the_interval() {
        assert_eq!(settle(&mean(&[(100, 28), (80, 4), (0, 0)], None), &bands()).likely, Some(0));
        assert_eq!(settle(&mean(&[(100, 14), (80, 2), (0, 0)], None), &bands()).likely, Some(15));
    }

    /// 10 of 12 people asked, all 100; the other two could both answer 0: 1000 ÷ 12 = 83.3. One
    /// more 100 leaves one: 1100 ÷ 12 = 91.7. Only when all were asked is it certain.
    #[test]
    fn the_worst_of_those_left_decide_what_is_firm() {
        let found = settle(&mean(&[(100, 10), (0, 0)], Some(12)), &bands());
        assert_eq!((found.firm, found.certain, found.is_flat), (Some(2), Some(2), true));
        // 95 of 97: both others at 0 leave 9500 ÷ 97 = 97.9, certain now.
        let found = settle(&mean(&[(100, 95), (0, 0)], Some(97)), &bands());
        assert_eq!((found.firm, found.certain), (Some(0), Some(0)));
        // 40 of 100, all 100: 100 − r asked must leave (100 − 5) at least, so 55 more.
        let found = settle(&mean(&[(100, 40), (0, 0)], Some(100)), &bands());
        assert_eq!((found.firm, found.certain), (Some(55), Some(60)));
        // Nothing certain about a population without limit.
        let found = settle(&mean(&[(100, 40), (0, 0)], None), &bands());
        assert_eq!((found.likely, found.firm, found.certain), (None, None, None));
    }

    #[test]
    fn an_index_on_an_edge_is_never_settled_by_more_of_the_same() {
        let found = settle(&mean(&[(100, 30), (80, 10)], None), &bands());
        assert_eq!(found.likely, None);
        // Unless everyone is asked: the edge belongs to the upper band.
        assert_eq!(settle(&mean(&[(100, 30), (80, 10)], Some(50)), &bands()).likely, Some(10));
    }
}
