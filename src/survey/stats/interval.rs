//! How far from the truth a figure may lie because not everyone was asked.
//!
//! Every interval is two-sided at 95 % and assumes that those who answered were drawn at random.
//! With a known population two things are done: the standard error is multiplied by
//! √((N − n) ÷ (N − 1)), the variant of `statpsych` (Cochran's is √(1 − n ÷ N), slightly narrower
//! with the same deviation), and the ends are kept within what those not asked can still make of
//! the figure. When everyone was asked nothing is left to doubt and the interval has no width.

use rust_decimal::Decimal;

use super::irrational::{Z, sqrt, t};

const FOUR: Decimal = Decimal::from_parts(4, 0, 0, false, 0);

/// The formula an interval comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// Everyone was asked.
    Known,
    /// A share, population unknown: Wilson's score interval.
    Wilson,
    /// A share, population known: `statpsych` `ci.prop.fpc`.
    ShareOfPopulation,
    /// A mean, population unknown: Student's t.
    Mean,
    /// A mean, population known: `statpsych` `ci.mean.fpc`.
    MeanOfPopulation,
}

/// An interval about a figure, in the unit of the figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// Lower end.
    pub low: Decimal,
    /// Upper end.
    pub high: Decimal,
    /// Standard error; `None` where the formula has none.
    pub error: Option<Decimal>,
    /// Where it comes from.
    pub method: Method,
}

impl Interval {
    const fn known(value: Decimal) -> Self {
        Self { low: value, high: value, error: Some(Decimal::ZERO), method: Method::Known }
    }

    /// The same in hundredths: a share as a percentage.
    #[must_use]
    pub fn percent(self) -> Self {
        let by = |d: Decimal| d * Decimal::ONE_HUNDRED;
        Self { low: by(self.low), high: by(self.high), error: self.error.map(by), ..self }
    }

    /// The part of it from `low` to `high`, reaching at least to `figure`.
    fn within(self, figure: Decimal, low: Decimal, high: Decimal) -> Self {
        Self { low: self.low.min(figure).max(low), high: self.high.max(figure).min(high), ..self }
    }
}

/// (N − n) ÷ (N − 1): how much of the variance is left when `n` of `population` were asked.
///
/// Source: `statpsych`, functions `ci.prop.fpc` and `ci.mean.fpc`.
pub fn correction(n: u64, population: u64) -> Option<Decimal> {
    let left = Decimal::from(population.checked_sub(n)?);
    if left.is_zero() {
        return Some(Decimal::ZERO);
    }
    left.checked_div(Decimal::from(population - 1))
}

/// Wilson's interval for the share `count` of `n`, both ends between 0 and 1; `None` without
/// answers.
///
/// Centre (p + z²/2n) ÷ (1 + z²/n), half-width z √(p(1 − p)/n + z²/4n²) ÷ (1 + z²/n). Source:
/// Wilson 1927; statsmodels `proportion_confint(method="wilson")`.
pub fn wilson(count: u64, n: u64) -> Option<Interval> {
    let (all, p) = (Decimal::from(n), Decimal::from(count).checked_div(Decimal::from(n))?);
    let z2 = Z * Z;
    let scale = Decimal::ONE + z2 / all;
    let centre = (p + z2 / (Decimal::TWO * all)) / scale;
    let spread = p * (Decimal::ONE - p) / all + z2 / (FOUR * all) / all;
    let half = Z * sqrt(spread)? / scale;
    let ends = Interval { low: centre - half, high: centre + half, error: None, method: Method::Wilson };
    Some(ends.within(p, Decimal::ZERO, Decimal::ONE))
}

/// A share of a population as `statpsych` has it: estimate p̃ = (count + 2) ÷ (n + 4), standard
/// error √(p̃(1 − p̃) ÷ (n + 4) · (N − n) ÷ (N − 1)), and p̃ ± z · error. The ends are as the formula
/// gives them, which close to 0 and 1 can lie where no share is possible.
///
/// Source: Bonett, R package `statpsych`, function `ci.prop.fpc`.
pub fn prop_fpc(count: u64, n: u64, population: u64) -> Option<(Decimal, Interval)> {
    let all = Decimal::from(n) + FOUR;
    let p = (Decimal::from(count) + Decimal::TWO).checked_div(all)?;
    let error = sqrt(p * (Decimal::ONE - p) / all * correction(n, population)?)?;
    let (low, high) = (p - Z * error, p + Z * error);
    Some((p, Interval { low, high, error: Some(error), method: Method::ShareOfPopulation }))
}

/// The interval for the share `count` of `n` that is shown: Wilson's, or with a known population
/// that of [`prop_fpc`], which is made to hold the share observed and kept within what the rest
/// of the population can still make of it. `None` without answers or if the population is
/// smaller than `n`.
pub fn share(count: u64, n: u64, population: Option<u64>) -> Option<Interval> {
    let Some(population) = population else { return wilson(count, n) };
    let p = Decimal::from(count).checked_div(Decimal::from(n))?;
    let rest = population.checked_sub(n)?;
    if rest == 0 {
        return Some(Interval::known(p));
    }
    let all = Decimal::from(population);
    let low = Decimal::from(count) / all;
    let (_, interval) = prop_fpc(count, n, population)?;
    Some(interval.within(p, low, low + Decimal::from(rest) / all))
}

/// A mean and its standard error: √(variance ÷ n), with a known population times
/// √((N − n) ÷ (N − 1)). Ends lie t · error away, t with n − 1 degrees of freedom.
///
/// Source: Student's interval; with a population `statpsych` `ci.mean.fpc`.
pub fn mean_fpc(mean: Decimal, variance: Decimal, n: u64, population: Option<u64>) -> Option<Interval> {
    let left = population.map_or(Some(Decimal::ONE), |all| correction(n, all))?;
    let error = sqrt(variance.checked_div(Decimal::from(n))?.checked_mul(left)?)?;
    let half = error * t(n.checked_sub(1)?)?;
    let method = if population.is_some() { Method::MeanOfPopulation } else { Method::Mean };
    Some(Interval { low: mean - half, high: mean + half, error: Some(error), method })
}

/// A mean of answers that lie between `ends`, and what is known about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MeanOf {
    /// The mean.
    pub mean: Decimal,
    /// Variance of the answers, with n − 1.
    pub variance: Option<Decimal>,
    /// How many answered.
    pub n: u64,
    /// How many could have, if that is known.
    pub population: Option<u64>,
    /// Lowest and highest answer possible.
    pub ends: (Decimal, Decimal),
}

impl MeanOf {
    /// What the mean over the whole population certainly lies between: those not asked may all
    /// give the lowest answer or all the highest.
    pub fn certain(&self) -> (Decimal, Decimal) {
        let Some(all) = self.population.filter(|all| *all >= self.n && *all > 0) else { return self.ends };
        let (asked, rest) = (Decimal::from(self.n), Decimal::from(all - self.n));
        let with = |each: Decimal| (self.mean * asked + each * rest) / Decimal::from(all);
        (with(self.ends.0), with(self.ends.1))
    }

    /// Its interval; `None` with fewer than two answers, unless everyone was asked.
    pub fn interval(&self) -> Option<Interval> {
        if self.population == Some(self.n) && self.n > 0 {
            return Some(Interval::known(self.mean));
        }
        let raw = mean_fpc(self.mean, self.variance?, self.n, self.population)?;
        let (low, high) = self.certain();
        Some(raw.within(self.mean, low, high))
    }
}

/// The interval of a weighted mean of means when the same people gave them all and it is not
/// known who gave which: the standard error is at most the weighted mean of the standard errors
/// (it is that when whoever is above the mean in one is so in all; Minkowski's inequality), so
/// that the interval is at least as wide as it has to be. t takes the fewest degrees of freedom.
///
/// `None` if there is none for one of them, or no weights.
pub fn at_most(parts: &[(Decimal, MeanOf)]) -> Option<Interval> {
    let over = |f: &dyn Fn(&MeanOf) -> Option<Decimal>| {
        let (mut sum, mut weights) = (Decimal::ZERO, Decimal::ZERO);
        for (weight, part) in parts {
            sum += weight.checked_mul(f(part)?)?;
            weights += *weight;
        }
        sum.checked_div(weights)
    };
    let mean = over(&|p| Some(p.mean))?;
    if parts.iter().all(|(_, p)| p.population == Some(p.n)) {
        return Some(Interval::known(mean));
    }
    let error = over(&|p| p.interval()?.error)?;
    let fewest = parts.iter().map(|(_, p)| p.n).min()?;
    let half = error * t(fewest.checked_sub(1)?)?;
    let low = over(&|p| Some(p.certain().0))?;
    let high = over(&|p| Some(p.certain().1))?;
    let finite = parts.iter().all(|(_, p)| p.population.is_some());
    let method = if finite { Method::MeanOfPopulation } else { Method::Mean };
    let raw = Interval { low: mean - half, high: mean + half, error: Some(error), method };
    Some(raw.within(mean, low, high))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(interval: Interval, low: Decimal, high: Decimal, places: u32) {
        let ends = (interval.low.round_dp(places), interval.high.round_dp(places));
        assert_eq!(ends, (low, high));
    }

    /// Expected: statsmodels 0.15 `proportion_confint(count, n, method="wilson")`.
    #[test]
    fn wilson_is_that_of_statsmodels() {
        same(wilson(31, 32).unwrap(), dec!(0.8425573618), dec!(0.9944621398), 10);
        same(wilson(0, 10).unwrap(), dec!(0), dec!(0.2775327999), 10);
        same(wilson(12, 100).unwrap(), dec!(0.0699940644), dec!(0.1981209943), 10);
        assert_eq!(wilson(0, 0), None);
    }

    /// The examples in the manual of `statpsych`: `ci.prop.fpc(.05, 12, 100, 400)` and
    /// `ci.prop.fpc(.05, 61, 75, 415)`.
    #[test]
    fn a_share_of_a_population_is_that_of_statpsych() {
        let (p, interval) = prop_fpc(12, 100, 400).unwrap();
        assert_eq!((p.round_dp(7), interval.error.unwrap().round_dp(7)), (dec!(0.1346154), dec!(0.0290208)));
        assert_eq!(
            (interval.low.round_dp(8), interval.high.round_dp(7)),
            (dec!(0.07773565), dec!(0.1914951))
        );
        let (p, interval) = prop_fpc(61, 75, 415).unwrap();
        assert_eq!((p.round_dp(7), interval.error.unwrap().round_dp(8)), (dec!(0.7974684), dec!(0.04097594)));
        assert_eq!((interval.low.round_dp(6), interval.high.round_dp(7)), (dec!(0.717157), dec!(0.8777797)));
    }

    #[test]
    fn a_share_that_is_shown_holds_what_was_observed_and_only_what_is_possible() {
        // 31 of 31 in a population of 32: the last one decides between 31/32 and 1. The formula
        // alone would say 0.929 to 0.957, which holds neither.
        let interval = share(31, 31, Some(32)).unwrap();
        assert_eq!((interval.low, interval.high), (dec!(0.96875), dec!(1)));
        assert_eq!(share(31, 32, Some(32)).unwrap().low, dec!(0.96875));
        assert_eq!(share(31, 32, Some(31)), None);
    }

    /// `ci.mean.fpc(.05, 24.5, 3.65, 40, 300)` of `statpsych`.
    #[test]
    fn a_mean_of_a_population_is_that_of_statpsych() {
        let interval = mean_fpc(dec!(24.5), dec!(3.65) * dec!(3.65), 40, Some(300)).unwrap();
        assert_eq!(interval.error.unwrap().round_dp(7), dec!(0.5381631));
        same(interval, dec!(23.41146), dec!(25.58854), 5);
    }
}
