//! What the uncertainty of a survey means for the points: the chance of each band of an
//! indicator that reads a survey's figure, and how many more forms would settle it.

use rust_decimal::Decimal;

use super::interval::{Interval, MeanOf, at_most};
use super::posterior::{Chances, Draws, Part, Prior, chances};
use super::sample::Sample;
use super::settle::{Settle, settle};
use super::summary::reachable;
use crate::scheme::expr::ValuePart;
use crate::scheme::indicator::{Band, Curve, Input};
use crate::scheme::measure::{Among, Method};
use crate::scheme::{Expr, MeasureKind, Question, Scheme};
use crate::survey::{Counts, Tabulation};

/// An indicator (or a part of one) that turns a survey's figure into points by bands.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlook {
    /// The indicator.
    pub indicator: usize,
    /// The questions that count, by their place on the paper.
    pub questions: Vec<usize>,
    /// The figure as answered so far: the mean over questions, missing answers left out.
    pub figure: Decimal,
    /// Its interval.
    pub interval: Option<Interval>,
    /// The bands, best first as the scheme has them.
    pub bands: Vec<Band>,
    /// The chance of each.
    pub chances: Chances,
    /// The same if every choice counted as one form beforehand: how much the model matters.
    pub uniform: Chances,
    /// How many more forms settle it.
    pub settle: Settle,
    /// Whether the population is known.
    pub is_finite: bool,
}

/// The outlook of all indicators that read a figure of the questionnaire through bands, with
/// answers to all its questions.
pub fn outlooks(
    scheme: &Scheme,
    questionnaire: usize,
    tabulation: &Tabulation,
    draws: &mut Draws,
) -> Vec<Outlook> {
    let mut found = Vec::new();
    for (indicator, node) in scheme.indicators.iter().enumerate() {
        for part in node.rule.iter().flat_map(|r| &r.parts) {
            let Input::Curve { value: Expr::Value(value), curve: Curve::Bands(bands) } = &part.input else {
                continue;
            };
            let measure = scheme.measures.get(value.measure).map(|m| &m.kind);
            let Some(MeasureKind::Survey { questionnaire: of, questions, method }) = measure else {
                continue;
            };
            let chosen = match value.part {
                ValuePart::Whole => questions.clone(),
                ValuePart::Item(question) => vec![question],
                _ => continue,
            };
            if *of == questionnaire {
                let read = Read { scheme, questionnaire, tabulation, method };
                found.extend(read.outlook(indicator, &chosen, bands, draws));
            }
        }
    }
    found
}

/// How a measure reads a questionnaire.
struct Read<'a> {
    scheme: &'a Scheme,
    questionnaire: usize,
    tabulation: &'a Tabulation,
    method: &'a Method,
}

impl Read<'_> {
    fn outlook(
        &self,
        indicator: usize,
        chosen: &[usize],
        bands: &[Band],
        draws: &mut Draws,
    ) -> Option<Outlook> {
        let all = &self.scheme.questionnaires.get(self.questionnaire)?.questions;
        let counts = &self.tabulation.questions;
        let chosen: Vec<usize> = match chosen {
            [] => (0..all.len()).filter(|n| *self.method != Method::Index || all[*n].is_scored()).collect(),
            some => some.to_vec(),
        };
        let parts: Vec<Part> =
            chosen.iter().map(|n| self.part(*n, all.get(*n)?, counts.get(*n)?)).collect::<Option<_>>()?;
        let means: Vec<(Decimal, MeanOf)> =
            parts.iter().map(|p| Some((p.weight, mean_of(p)?))).collect::<Option<_>>()?;
        let weights: Decimal = means.iter().map(|(w, _)| w).sum();
        let sum: Decimal = means.iter().map(|(w, m)| w * m.mean).sum();
        Some(Outlook {
            indicator,
            questions: chosen,
            figure: sum.checked_div(weights)?,
            interval: at_most(&means),
            bands: bands.to_vec(),
            chances: chances(&parts, bands, Prior::OneForm, draws)?,
            uniform: chances(&parts, bands, Prior::Uniform, draws)?,
            settle: settle(&means, bands),
            is_finite: parts.iter().all(|p| p.population.is_some()),
        })
    }

    /// A question as the measure's method sees it: the worth of its choices, or 100 for those
    /// that count and 0 for those they are compared with.
    fn part(&self, place: usize, question: &Question, counts: &Counts) -> Option<Part> {
        let pairs = || question.choices.iter().zip(&counts.choices);
        let choices: Vec<(Decimal, u64)> = match self.method {
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
        let population = reachable(question, counts, n, self.tabulation.stated.population);
        let stream = u64::try_from(place).ok()?;
        Some(Part { weight: question.weight, choices, population, stream })
    }
}

fn mean_of(part: &Part) -> Option<MeanOf> {
    let sample = Sample::new(part.choices.iter().copied());
    let (mean, variance, n) = (sample.mean()?, sample.variance(), sample.n());
    Some(MeanOf { mean, variance, n, population: part.population, ends: sample.ends()? })
}
