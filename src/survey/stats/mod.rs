//! Statistics of a questionnaire: rates, boxes, net scores, intervals, reliability, cross tables,
//! and what all that means for the points.
//!
//! Works on counts, so that it costs the same for ten forms and for a million; only reliability
//! and cross tables need the forms themselves. Shares, means and indexes are exact; floats live in
//! [`irrational`] (quantiles and tails) and `posterior` (chances) and nowhere else.

/// A decimal as written, in tests.
#[cfg(test)]
macro_rules! dec {
    ($number:literal) => {
        rust_decimal::Decimal::from_str_exact(stringify!($number)).unwrap()
    };
}

pub mod alpha;
pub mod cross;
pub mod figure;
pub mod forms;
pub mod interval;
pub mod irrational;
pub mod outlook;
pub mod posterior;
pub mod rates;
pub mod sample;
pub mod settle;
pub mod summary;
pub mod values;
pub mod withhold;

use crate::scheme::Scheme;
use crate::survey::{Responses, Tabulation};

/// All statistics of a questionnaire.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Statistics {
    /// What follows from the counts.
    pub summary: summary::Summary,
    /// What only forms tell; `None` without forms.
    pub forms: Option<forms::FormSums>,
    /// What it means for the points.
    pub outlooks: Vec<outlook::Outlook>,
}

impl Statistics {
    /// Everything about a questionnaire of the scheme, with one pass over its forms; `None` if
    /// there is no such questionnaire.
    pub fn of(
        scheme: &Scheme,
        questionnaire: usize,
        tabulation: &Tabulation,
        responses: Option<&Responses>,
    ) -> Option<Self> {
        let spec = scheme.questionnaires.get(questionnaire)?;
        let mut draws = posterior::Draws::default();
        Some(Self {
            summary: summary::summary(spec, tabulation, scheme.rates),
            forms: responses
                .filter(|r| r.has_forms() && r.len() > r.invalid())
                .map(|r| forms::FormSums::of(spec, r)),
            outlooks: outlook::outlooks(scheme, questionnaire, tabulation, &mut draws),
        })
    }
}
