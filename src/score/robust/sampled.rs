//! What the interval of a survey's figure makes of points, total and grade.
//!
//! Owns how an interval goes through the rules: the figure of every measure that reads a
//! questionnaire is taken to lie anywhere between the ends of its 95 % interval
//! ([`crate::survey::stats::figure`]), and the same arithmetic over ranges that scores what is not
//! known yet scores that. Nothing is simulated. The ends of a figure are decimals, rounded
//! outwards to six places; from there on everything is exact.
//!
//! Answers still to be keyed widen the figure as they do in the record: it then lies anywhere
//! that either the interval or the missing answers allow. Counts of single choices that a rule
//! reads are what was counted and have no interval here.

use rust_decimal::Decimal;

use crate::ledger::Facts;
use crate::scheme::{MeasureKind, Scheme};
use crate::score::reading::{SurveyReading, with_surveys};
use crate::score::rests::hangs_on;
use crate::score::{Graded, Range, Reading, Readings, Scorecard, Span, compute};
use crate::survey::stats::figure::{Figure, carried};

/// What is known of how far a survey's figure may lie from the truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Everyone who could be asked answered: the interval has no width.
    Everyone,
    /// It lies between these ends.
    Between(Decimal, Decimal),
    /// Too few answers for an interval.
    TooFew,
}

/// A survey's figure with its interval carried through the rules, or all of them at once.
#[derive(Debug, Clone, PartialEq)]
pub struct Sampled {
    /// Index of the measure and how far its figure may lie from the truth; `None` for all
    /// measures together.
    pub of: Option<(usize, Reach)>,
    /// The total with the figure at its lower end.
    pub less: Span,
    /// The total with the figure at its upper end.
    pub more: Span,
    /// The total with the figure anywhere between.
    pub total: Span,
    /// The grade with the figure anywhere between.
    pub grade: Graded,
    /// Leaves whose points move, and between what.
    pub leaves: Vec<(usize, Span)>,
    /// Whether the ends of the total are reached at the ends of the figure, as they are where
    /// rules only rise or only fall. Otherwise the total lies at most between its ends.
    pub is_reached: bool,
}

impl Sampled {
    /// Whether the interval has a width to carry.
    pub fn moves(&self) -> bool {
        self.of.is_none_or(|(_, reach)| matches!(reach, Reach::Between(..)))
    }
}

/// Where the figures are taken to lie.
#[derive(Clone, Copy)]
enum End {
    Low,
    High,
    Anywhere,
}

/// The intervals of all surveys that a rule reads, one by one in the order of the scheme and,
/// where several have a width, all together, which come last.
pub fn sampled(scheme: &Scheme, facts: &Facts, readings: &Readings, card: &Scorecard) -> Vec<Sampled> {
    let read: Vec<usize> = scheme.leaves().flat_map(|leaf| hangs_on(scheme, leaf)).collect();
    let is_read = |n: &usize| {
        let touched = readings.measures.get(*n).is_some_and(Reading::is_touched);
        read.contains(n) && touched && matches!(scheme.measures[*n].kind, MeasureKind::Survey { .. })
    };
    let measures: Vec<usize> = (0..scheme.measures.len()).filter(is_read).collect();
    let carry = Carry { scheme, facts, readings, card };
    let mut found: Vec<Sampled> = measures.iter().map(|n| carry.one(*n)).collect();
    let moving: Vec<usize> = found.iter().filter(|s| s.moves()).filter_map(|s| Some(s.of?.0)).collect();
    if moving.len() > 1 {
        found.push(carry.through(None, &moving));
    }
    found
}

struct Carry<'a> {
    scheme: &'a Scheme,
    facts: &'a Facts,
    readings: &'a Readings,
    card: &'a Scorecard,
}

impl Carry<'_> {
    fn one(&self, measure: usize) -> Sampled {
        let reach = self.reach(measure);
        let moving = if matches!(reach, Reach::Between(..)) { vec![measure] } else { Vec::new() };
        self.through(Some((measure, reach)), &moving)
    }

    fn reach(&self, measure: usize) -> Reach {
        let Some(Reading::Survey(survey)) = self.readings.measures.get(measure) else { return Reach::TooFew };
        let Some(figure) = self.figure(measure, survey, None) else { return Reach::TooFew };
        let Some(interval) = figure.interval() else { return Reach::TooFew };
        if figure.is_of_everyone() {
            return Reach::Everyone;
        }
        let (low, high) = carried(&interval);
        Reach::Between(low, high)
    }

    /// The answers that the measure counts, or those to one of its questions.
    fn figure(&self, measure: usize, survey: &SurveyReading, question: Option<usize>) -> Option<Figure> {
        let MeasureKind::Survey { questionnaire, method, .. } = &self.scheme.measures[measure].kind else {
            return None;
        };
        let all: Vec<usize> = survey.questions.iter().map(|(n, _)| *n).collect();
        let chosen = question.map_or(all, |n| vec![n]);
        Figure::of(self.scheme, *questionnaire, &survey.counts, method, &chosen)
    }

    fn through(&self, of: Option<(usize, Reach)>, moving: &[usize]) -> Sampled {
        let [less, more, between] = [End::Low, End::High, End::Anywhere].map(|end| self.card(moving, end));
        let (total, ends) = (between.total.points, [less.total.points, more.total.points]);
        let low = ends[0].low.min(ends[1].low);
        let high = ends[0].high.max(ends[1].high);
        let moved = |n: &usize| between.scores[*n].points != self.card.scores[*n].points;
        Sampled {
            of,
            less: ends[0],
            more: ends[1],
            total,
            grade: between.grade,
            leaves: self.scheme.leaves().filter(moved).map(|n| (n, between.scores[n].points)).collect(),
            is_reached: total.low == low && total.high == high,
        }
    }

    fn card(&self, moving: &[usize], end: End) -> Scorecard {
        if moving.is_empty() {
            return self.card.clone();
        }
        let readings = with_surveys(self.scheme, self.facts, self.readings, |n, survey| {
            if !moving.contains(&n) {
                return;
            }
            let whole = self.figure(n, survey, None);
            survey.index = placed(survey.index, whole.as_ref(), end);
            let each: Vec<Option<Figure>> =
                survey.questions.iter().map(|(q, _)| self.figure(n, survey, Some(*q))).collect();
            for ((_, index), figure) in survey.questions.iter_mut().zip(&each) {
                *index = placed(*index, figure.as_ref(), end);
            }
        });
        compute(self.scheme, &readings, None)
    }
}

/// A figure within what its interval and the missing answers allow, at one end of that or
/// anywhere.
fn placed(recorded: Range, figure: Option<&Figure>, end: End) -> Range {
    let Some((low, high)) = figure.and_then(Figure::interval).map(|i| carried(&i)) else { return recorded };
    let low = recorded.low.map(|l| l.min(low));
    let high = recorded.high.map(|h| h.max(high));
    match end {
        End::Low => Range { low, high: low },
        End::High => Range { low: high, high },
        End::Anywhere => Range { low, high },
    }
}
