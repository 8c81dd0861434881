//! Answers as values with counts: mean, variance, boxes, net score. All exact but square roots.

use rust_decimal::Decimal;

use super::irrational::sqrt;
use crate::scheme::Question;
use crate::survey::Counts;

/// How many gave each value that an answer can have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sample {
    /// Value and count; values that nobody gave stand here too.
    values: Vec<(Decimal, u64)>,
}

impl Sample {
    /// From values and counts in any order.
    pub fn new(values: impl IntoIterator<Item = (Decimal, u64)>) -> Self {
        let mut values: Vec<(Decimal, u64)> = values.into_iter().collect();
        values.sort_unstable_by_key(|(value, _)| *value);
        values.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 = kept.1.saturating_add(next.1);
            }
            same
        });
        Self { values }
    }

    /// The worth of the answers to a question; choices without a worth are left out.
    pub fn of(question: &Question, counts: &Counts) -> Self {
        let worth = question.choices.iter().zip(&counts.choices);
        Self::new(worth.filter_map(|(choice, n)| Some((choice.value?, *n))))
    }

    /// The ratings 0 to 10 of a question whose choices are just these; `None` for others.
    pub fn of_ratings(question: &Question, counts: &Counts) -> Option<Self> {
        let rating = |code: &str| code.parse::<u8>().ok().filter(|r| *r <= 10 && r.to_string() == code);
        let values: Option<Vec<(Decimal, u64)>> = question
            .choices
            .iter()
            .zip(&counts.choices)
            .map(|(choice, n)| Some((Decimal::from(rating(&choice.code)?), *n)))
            .collect();
        values.map(Self::new).filter(|s| s.values.len() == 11)
    }

    /// Answers with a value.
    pub fn n(&self) -> u64 {
        self.values.iter().fold(0, |sum, (_, n)| sum.saturating_add(*n))
    }

    /// Different values an answer can have.
    pub fn levels(&self) -> usize {
        self.values.len()
    }

    /// Values with their counts, rising.
    pub fn values(&self) -> &[(Decimal, u64)] {
        &self.values
    }

    /// The lowest and the highest value an answer can have.
    pub fn ends(&self) -> Option<(Decimal, Decimal)> {
        Some((self.values.first()?.0, self.values.last()?.0))
    }

    /// Σ value · count ÷ n; `None` without answers.
    pub fn mean(&self) -> Option<Decimal> {
        let sum = self.values.iter().try_fold(Decimal::ZERO, |sum, (value, n)| {
            sum.checked_add(value.checked_mul(Decimal::from(*n))?)
        });
        sum?.checked_div(Decimal::from(self.n()))
    }

    /// Σ count · (value − mean)² ÷ (n − 1); `None` with fewer than two answers.
    ///
    /// Source: the unbiased sample variance, NumPy `var(ddof=1)`, R `var`.
    pub fn variance(&self) -> Option<Decimal> {
        let (mean, n) = (self.mean()?, self.n());
        let squares = self.values.iter().try_fold(Decimal::ZERO, |sum, (value, n)| {
            let off = value.checked_sub(mean)?;
            sum.checked_add(off.checked_mul(off)?.checked_mul(Decimal::from(*n))?)
        });
        squares?.checked_div(Decimal::from(n.checked_sub(1)?))
    }

    /// The square root of [`Self::variance`].
    pub fn deviation(&self) -> Option<Decimal> {
        sqrt(self.variance()?)
    }

    /// How many gave one of the `levels` highest values.
    pub fn top(&self, levels: usize) -> u64 {
        self.values.iter().rev().take(levels).map(|(_, n)| n).sum()
    }

    /// How many gave one of the `levels` lowest values.
    pub fn bottom(&self, levels: usize) -> u64 {
        self.values.iter().take(levels).map(|(_, n)| n).sum()
    }
}

/// What a net score takes from what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NetKind {
    /// Ratings 9 and 10 less ratings 0 to 6: the net promoter score.
    Promoters,
    /// The two best levels less the two worst, on scales of at least four.
    TopTwo,
    /// The best level less the worst, on shorter scales.
    Top,
}

/// Shares of the best less shares of the worst, in percentage points from −100 to 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Net {
    /// What is taken from what.
    pub kind: NetKind,
    /// The score.
    pub score: Decimal,
    /// Its standard error in percentage points, without a correction for the population.
    pub error: Decimal,
}

/// The net score: of ratings 0 to 10 if the sample holds them (`ratings`), else of the best and
/// worst levels. `None` without answers or with fewer than two levels.
///
/// With shares p of the best and d of the worst the score is p − d and its standard error
/// √((p + d − (p − d)²) ÷ n). Source: R package `NPS`, functions `nps` and `nps.var`; it is the
/// variance of a difference of two cells of a multinomial distribution.
pub fn net(sample: &Sample, ratings: bool) -> Option<Net> {
    let (kind, best, worst) = match sample.levels() {
        11 if ratings => (NetKind::Promoters, 2, 7),
        0 | 1 => return None,
        2 | 3 => (NetKind::Top, 1, 1),
        _ => (NetKind::TopTwo, 2, 2),
    };
    let n = Decimal::from(sample.n());
    let share = |count: u64| Decimal::from(count).checked_div(n);
    let (p, d) = (share(sample.top(best))?, share(sample.bottom(worst))?);
    let variance = (p + d - (p - d) * (p - d)).max(Decimal::ZERO).checked_div(n)?;
    let percent = |share: Decimal| share * Decimal::ONE_HUNDRED;
    Some(Net { kind, score: percent(p - d), error: percent(sqrt(variance)?) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(values: &[(i64, u64)]) -> Sample {
        Sample::new(values.iter().map(|(v, n)| (Decimal::from(*v), *n)))
    }

    /// 40 ratings. Expected: NumPy 2 `mean`, `std(ddof=1)`; the net score by hand: 20 of 40 give 9
    /// or 10, 7 of 40 give 0 to 6; 100 × (0.5 − 0.175) = 32.5, and
    /// 100 × √((0.675 − 0.325²) ÷ 40) = 11.9307900.
    #[test]
    fn ratings_give_mean_deviation_and_net_promoter_score() {
        let counts = [1, 0, 0, 1, 0, 2, 3, 5, 8, 7, 13];
        let ratings = Sample::new((0..11).map(Decimal::from).zip(counts));
        assert_eq!(ratings.mean(), Some(dec!(8.075)));
        assert_eq!(ratings.deviation().map(|d| d.round_dp(9)), Some(dec!(2.164841440)));
        let net = net(&ratings, true).unwrap();
        assert_eq!((net.kind, net.score), (NetKind::Promoters, dec!(32.5)));
        assert_eq!(net.error.round_dp(9), dec!(11.930789999));
    }

    /// The same variance as a published worked case: 31 × 100 and 1 × 70 have mean 99.0625 and, by
    /// NumPy `std(ddof=1)`, a deviation of 5.303300858899107.
    #[test]
    fn a_deviation_divides_by_one_less() {
        let sample = sample(&[(100, 31), (70, 1), (0, 0)]);
        assert_eq!(sample.mean(), Some(dec!(99.0625)));
        assert_eq!(sample.deviation().map(|d| d.round_dp(10)), Some(dec!(5.3033008589)));
        assert_eq!(self::sample(&[(100, 1)]).variance(), None);
        assert_eq!(self::sample(&[(100, 0)]).mean(), None);
    }

    #[test]
    fn boxes_count_levels_not_choices() {
        // Two choices of the same worth are one level.
        let sample = sample(&[(100, 3), (100, 2), (80, 4), (60, 1), (20, 2), (0, 8)]);
        assert_eq!((sample.n(), sample.levels()), (20, 5));
        assert_eq!((sample.top(1), sample.top(2), sample.bottom(2)), (5, 9, 10));
        // Two best less two worst: 9 ÷ 20 − 10 ÷ 20 = −5 points.
        let all = net(&sample, false).unwrap();
        assert_eq!((all.kind, all.score), (NetKind::TopTwo, dec!(-5)));
        let three = net(&self::sample(&[(100, 6), (70, 3), (0, 1)]), false).unwrap();
        assert_eq!((three.kind, three.score), (NetKind::Top, dec!(50)));
        assert_eq!(net(&self::sample(&[(100, 6)]), false), None);
    }
}
