//! The figure that a measure makes of a questionnaire: which answers count, what they are worth,
//! and the interval of their mean.
//!
//! Owns how a measure's method sees a question; whoever wants chances, settling or the ends of
//! the interval reads them from here, so that all of them are about the same answers.

use rust_decimal::{Decimal, RoundingStrategy};

use super::interval::{Interval, MeanOf, Method as From, at_most};
use super::posterior::Part;
use super::sample::Sample;
use super::summary::reachable;
use crate::scheme::measure::{Among, Method};
use crate::scheme::{Question, Scheme};
use crate::survey::{Counts, Tabulation};

/// Decimals of an end of an interval where it goes on into a score, see [`carried`].
pub const PLACES: u32 = 6;

/// Some questions as a measure reads them, all with answers.
#[derive(Debug, Clone)]
pub struct Figure {
    /// The questions that count, by their place on the paper.
    pub questions: Vec<usize>,
    /// What their answers are worth and how many gave each.
    pub parts: Vec<Part>,
    /// Weight of each question, and the mean of its answers, 0 to 100.
    pub means: Vec<(Decimal, MeanOf)>,
}

impl Figure {
    /// What `method` makes of the questions `chosen` of a questionnaire, all that are scored if
    /// none is; `None` as long as one of them has no answers.
    pub fn of(
        scheme: &Scheme,
        questionnaire: usize,
        tabulation: &Tabulation,
        method: &Method,
        chosen: &[usize],
    ) -> Option<Self> {
        let all = &scheme.questionnaires.get(questionnaire)?.questions;
        let questions: Vec<usize> = match chosen {
            [] => (0..all.len()).filter(|n| *method != Method::Index || all[*n].is_scored()).collect(),
            some => some.to_vec(),
        };
        let of = |n: &usize| part(*n, all.get(*n)?, tabulation.questions.get(*n)?, method, tabulation);
        let parts: Vec<Part> = questions.iter().map(of).collect::<Option<_>>()?;
        let means = parts.iter().map(|p| Some((p.weight, mean_of(p)?))).collect::<Option<_>>()?;
        Some(Self { questions, parts, means })
    }

    /// The figure as answered so far: the mean over questions, missing answers left out.
    pub fn value(&self) -> Option<Decimal> {
        let weights: Decimal = self.means.iter().map(|(w, _)| w).sum();
        let sum: Decimal = self.means.iter().map(|(w, m)| w * m.mean).sum();
        sum.checked_div(weights)
    }

    /// Its interval, at most as wide as this.
    pub fn interval(&self) -> Option<Interval> {
        at_most(&self.means)
    }

    /// Whether everyone who could answer did, so that nothing was left to chance.
    pub fn is_of_everyone(&self) -> bool {
        self.interval().is_some_and(|i| i.method == From::Known)
    }
}

/// The ends of an interval as they go on into a score: to six decimals, rounded outwards so that
/// rounding never narrows it. An interval without a width stays as it is.
pub fn carried(interval: &Interval) -> (Decimal, Decimal) {
    if interval.method == From::Known {
        return (interval.low, interval.high);
    }
    let low = interval.low.round_dp_with_strategy(PLACES, RoundingStrategy::ToNegativeInfinity);
    let high = interval.high.round_dp_with_strategy(PLACES, RoundingStrategy::ToPositiveInfinity);
    (low, high)
}

/// A question as the measure's method sees it: the worth of its choices, or 100 for those that
/// count and 0 for those they are compared with.
fn part(
    place: usize,
    question: &Question,
    counts: &Counts,
    method: &Method,
    tabulation: &Tabulation,
) -> Option<Part> {
    let pairs = || question.choices.iter().zip(&counts.choices);
    let choices: Vec<(Decimal, u64)> = match method {
        Method::Index => pairs().filter_map(|(c, n)| Some((c.value?, *n))).collect(),
        Method::Share { counts: codes, among } => {
            let of: u64 = pairs().filter(|(c, _)| codes.contains(&c.code)).map(|(_, n)| n).sum();
            let all = match among {
                Among::Choices => counts.n(),
                Among::Valued => pairs().filter(|(c, _)| c.value.is_some()).map(|(_, n)| n).sum(),
                Among::Forms => counts.answers(),
            };
            vec![(Decimal::ONE_HUNDRED, of), (Decimal::ZERO, all.checked_sub(of)?)]
        }
    };
    let n = choices.iter().map(|(_, n)| n).sum();
    let population = reachable(question, counts, n, tabulation.stated.population);
    let stream = u64::try_from(place).ok()?;
    Some(Part { weight: question.weight, choices, population, stream })
}

fn mean_of(part: &Part) -> Option<MeanOf> {
    let sample = Sample::new(part.choices.iter().copied());
    let (mean, variance, n) = (sample.mean()?, sample.variance(), sample.n());
    Some(MeanOf { mean, variance, n, population: part.population, ends: sample.ends()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_an_end_never_narrows_the_interval() {
        let interval = |low, high, method| Interval { low, high, error: None, method };
        let ends = carried(&interval(dec!(91.23456789), dec!(97.65432101), From::Mean));
        assert_eq!(ends, (dec!(91.234567), dec!(97.654322)));
        // Where everyone was asked the figure is what it is, to the last digit.
        let third = dec!(33.333333333333);
        assert_eq!(carried(&interval(third, third, From::Known)), (third, third));
    }
}
