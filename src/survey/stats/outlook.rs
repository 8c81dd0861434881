//! What the uncertainty of a survey means for the points: the chance of each band of an
//! indicator that reads a survey's figure, and how many more forms would settle it.

use rust_decimal::Decimal;

use super::figure::Figure;
use super::interval::Interval;
use super::posterior::{Chances, Draws, Prior, chances};
use super::settle::{Settle, settle};
use crate::scheme::expr::ValuePart;
use crate::scheme::indicator::{Band, Curve, Input};
use crate::scheme::{Expr, MeasureKind, Scheme};
use crate::survey::Tabulation;

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
                let figure = Figure::of(scheme, questionnaire, tabulation, method, &chosen);
                found.extend(figure.and_then(|figure| outlook(indicator, figure, bands, draws)));
            }
        }
    }
    found
}

fn outlook(indicator: usize, figure: Figure, bands: &[Band], draws: &mut Draws) -> Option<Outlook> {
    Some(Outlook {
        indicator,
        figure: figure.value()?,
        interval: figure.interval(),
        bands: bands.to_vec(),
        chances: chances(&figure.parts, bands, Prior::OneForm, draws)?,
        uniform: chances(&figure.parts, bands, Prior::Uniform, draws)?,
        settle: settle(&figure.means, bands),
        is_finite: figure.parts.iter().all(|p| p.population.is_some()),
        questions: figure.questions,
    })
}
