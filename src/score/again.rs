//! Reads again only what a change of some facts touches, and scores only the leaves that read it:
//! what a search that tries thousands of changes needs.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::leaf::Leaf;
use super::reading::{formulas, read, tabulated};
use super::trace::Silent;
use super::{Reading, Readings, Rounding, Scorecard, Status, card, judged, readings};
use crate::ledger::Facts;
use crate::scheme::{MeasureKind, Paths, Scheme};
use crate::survey::Tabulation;

/// Facts with their readings, kept in step while changes are tried.
pub(super) struct Again<'a> {
    scheme: &'a Scheme,
    /// The facts as they are; changed and changed back by whoever tries.
    pub facts: Facts,
    readings: Readings,
    paths: Paths,
    maxima: Option<Vec<Decimal>>,
    rounding: Rounding,
    /// Whether anything is computed from measures before rules read it.
    computed: Vec<usize>,
}

impl<'a> Again<'a> {
    pub fn new(scheme: &'a Scheme, facts: &Facts) -> Self {
        let readings = readings(scheme, facts);
        let computed = |n: &usize| {
            matches!(scheme.measures[*n].kind, MeasureKind::Formula { .. } | MeasureKind::Lookup(_))
        };
        Self {
            scheme,
            facts: facts.clone(),
            paths: Paths::of(scheme),
            maxima: card::maxima(scheme, &readings.not_applicable, scheme.rounding),
            computed: (0..scheme.measures.len()).filter(computed).collect(),
            rounding: scheme.rounding,
            readings,
        }
    }

    /// What the paths touch: measures, and questionnaires with all measures that read them.
    pub fn touched<'p>(&self, paths: impl Iterator<Item = &'p str>) -> (Vec<usize>, Vec<usize>) {
        let (mut measures, mut surveys) = (Vec::new(), Vec::new());
        for path in paths {
            let id = path.split(['.', '@']).next().unwrap_or_default();
            if let Some(m) = self.scheme.measure(id) {
                measures.push(m);
            } else if let Some(q) = self.scheme.questionnaire(id).filter(|q| !surveys.contains(q)) {
                surveys.push(q);
                let reads = |m: &usize| {
                    matches!(self.scheme.measures[*m].kind,
                        MeasureKind::Survey { questionnaire, .. } if questionnaire == q)
                };
                measures.extend((0..self.scheme.measures.len()).filter(reads));
            }
        }
        measures.sort_unstable();
        measures.dedup();
        (measures, surveys)
    }

    /// The sum of some leaves' points, lowest and highest, with the facts as they now are; the
    /// readings are those of before afterwards. `exact` leaves the points as they are before
    /// rounding.
    pub fn sum(
        &mut self,
        (measures, surveys): (&[usize], &[usize]),
        leaves: &[usize],
        base: &Scorecard,
        exact: bool,
    ) -> (Decimal, Decimal) {
        let saved = self.reread(measures, surveys);
        let mut notices = Vec::new();
        let mut sum = (Decimal::ZERO, Decimal::ZERO);
        for &n in leaves {
            let node = &self.scheme.indicators[n];
            let mut score = base.scores[n];
            if let (Some(rule), true) = (&node.rule, score.status != Status::NotApplicable) {
                let max = self.maxima.as_ref().map_or(node.weight, |m| m[n]);
                let (scheme, readings) = (self.scheme, &self.readings);
                let leaf = Leaf { scheme, readings, indicator: n, rule, rounding: self.rounding, max };
                score = leaf.score(&mut notices, &mut Silent).score;
            }
            let points = if exact { score.exact } else { score.points };
            sum = (sum.0 + points.low, sum.1 + points.high);
        }
        self.restore(saved);
        sum
    }

    fn reread(&mut self, measures: &[usize], surveys: &[usize]) -> Saved {
        let mut notices = Vec::new();
        let mut saved = Saved::default();
        for &q in surveys {
            let fresh = tabulated(self.scheme, q, (&self.paths, &self.facts), &mut notices);
            saved.surveys.push((q, std::mem::replace(&mut self.readings.surveys[q], fresh)));
        }
        for &m in measures {
            let places = (&self.paths, &self.facts);
            let fresh = read(self.scheme, m, places, &self.readings.surveys, &mut notices);
            saved.measures.push((m, std::mem::replace(&mut self.readings.measures[m], fresh)));
        }
        if !self.computed.is_empty() {
            let before = self.computed.iter().map(|m| (*m, self.readings.measures[*m].clone()));
            saved.measures.extend(before);
            judged::lookups(self.scheme, &mut self.readings.measures);
            formulas(self.scheme, self.readings.peers.as_deref(), &mut self.readings.measures, &mut notices);
        }
        saved
    }

    fn restore(&mut self, saved: Saved) {
        for (m, reading) in saved.measures {
            self.readings.measures[m] = reading;
        }
        for (q, tabulation) in saved.surveys {
            self.readings.surveys[q] = tabulation;
        }
    }
}

/// What was read before.
#[derive(Default)]
struct Saved {
    measures: Vec<(usize, Reading)>,
    surveys: Vec<(usize, Arc<Tabulation>)>,
}
