//! What the interval of a survey's figure makes of points, total and grade.
//!
//! Owns how an interval goes through the rules: the figure of every measure that reads a
//! questionnaire is taken to lie anywhere between the ends of its 95 % interval
//! ([`crate::survey::stats::figure`]), and the same arithmetic over ranges that scores what is not
//! known yet scores that. Nothing is simulated. The ends of a figure are decimals, rounded
//! outwards to six places; from there on everything is exact.
//!
//! Where a rule reads how many chose a single choice, the interval of that choice's share
//! ([`crate::survey::stats::interval::share`]) is carried instead: so many of those who answered
//! would have chosen it if the share were at an end of its interval. A choice worth less than the
//! figure lies at its upper end where the figure is at its lower. What chosen counts have to do
//! with each other beyond that is not known, so a rule that reads several is said to give at most
//! what comes out.
//!
//! Answers still to be keyed widen a figure as they do in the record: it then lies anywhere
//! that either the interval or the missing answers allow.

use rust_decimal::Decimal;

use crate::ledger::Facts;
use crate::scheme::expr::ValuePart;
use crate::scheme::{MeasureKind, Scheme};
use crate::score::reading::{SurveyReading, with_surveys};
use crate::score::rests::{hangs_on, read_anywhere};
use crate::score::{Graded, Range, Reading, Readings, Scorecard, Span, compute};
use crate::survey::stats::figure::{Figure, carried};
use crate::survey::stats::interval::{Interval, share};
use crate::survey::stats::summary::reachable;

/// What is known of how far a survey's figure may lie from the truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Everyone who could be asked answered: the interval has no width.
    Everyone,
    /// It lies between these ends.
    Between(Decimal, Decimal),
    /// Too few answers for an interval.
    TooFew,
    /// Rules read counts of its choices only, never the figure.
    NotRead,
}

/// How far the number of those who chose a choice may lie from the truth, among as many answers as
/// there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountReach {
    /// Place of the question on the paper.
    pub question: usize,
    /// Place of the choice.
    pub choice: usize,
    /// How many chose it.
    pub counted: u64,
    /// The least and the most it may be; `None` with no answers, or where everyone was asked.
    pub between: Option<(Decimal, Decimal)>,
}

/// A survey's figure with its interval carried through the rules, or all of them at once.
#[derive(Debug, Clone, PartialEq)]
pub struct Sampled {
    /// Index of the measure and how far its figure may lie from the truth; `None` for all
    /// measures together.
    pub of: Option<(usize, Reach)>,
    /// The counts of its choices that rules read.
    pub counts: Vec<CountReach>,
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
            || self.counts.iter().any(|c| c.between.is_some())
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
    let parts = read_anywhere(scheme).into_iter().map(|v| (v.measure, v.part)).collect();
    let carry = Carry { scheme, facts, readings, card, parts };
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
    /// What rules read.
    parts: Vec<(usize, ValuePart)>,
}

impl Carry<'_> {
    fn one(&self, measure: usize) -> Sampled {
        let (reach, counts) = (self.reach(measure), self.counts(measure));
        let moves = matches!(reach, Reach::Between(..)) || counts.iter().any(|c| c.between.is_some());
        let moving = if moves { vec![measure] } else { Vec::new() };
        Sampled { counts, ..self.through(Some((measure, reach)), &moving) }
    }

    /// The counts of choices that rules read from a measure, each once.
    fn counts(&self, measure: usize) -> Vec<CountReach> {
        let Some(Reading::Survey(survey)) = self.readings.measures.get(measure) else { return Vec::new() };
        let cell = |(of, part): &(usize, ValuePart)| match part {
            ValuePart::Cell(question, choice) if *of == measure => Some((*question, *choice)),
            _ => None,
        };
        let mut cells: Vec<(usize, usize)> = self.parts.iter().filter_map(cell).collect();
        cells.sort_unstable();
        cells.dedup();
        cells.into_iter().filter_map(|(q, c)| self.count(survey, q, c)).collect()
    }

    /// The interval of a choice's share, times those who answered.
    fn count(&self, survey: &SurveyReading, question: usize, choice: usize) -> Option<CountReach> {
        let spec = self.scheme.questionnaires.get(survey.questionnaire)?.questions.get(question)?;
        let counts = survey.counts.questions.get(question)?;
        let (n, counted) = (counts.n(), *counts.choices.get(choice)?);
        let population = reachable(spec, counts, n, survey.counts.stated.population);
        let of_n = |i: Interval| {
            let times = |d: Decimal| d * Decimal::from(n);
            carried(&Interval { low: times(i.low), high: times(i.high), ..i })
        };
        let between = share(counted.min(n), n, population).map(of_n).filter(|(low, high)| low < high);
        Some(CountReach { question, choice, counted, between })
    }

    fn reach(&self, measure: usize) -> Reach {
        let is_figure = |(of, part): &(usize, ValuePart)| {
            *of == measure && matches!(part, ValuePart::Whole | ValuePart::Item(_))
        };
        if !self.parts.iter().any(is_figure) {
            return Reach::NotRead;
        }
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
            counts: Vec::new(),
            less: ends[0],
            more: ends[1],
            total,
            grade: between.grade,
            leaves: self.scheme.leaves().filter(moved).map(|n| (n, between.scores[n].points)).collect(),
            is_reached: total.low == low && total.high == high,
        }
    }

    /// The counts that rules read, within their intervals: a choice worth less than its question's
    /// figure at the opposite end.
    fn placed_counts(&self, measure: usize, survey: &SurveyReading, end: End) -> Vec<(usize, usize, Range)> {
        let questions = self.scheme.questionnaires.get(survey.questionnaire).map(|q| &q.questions);
        let is_worse = |count: &CountReach| {
            let question = questions?.get(count.question)?;
            let figure = survey.counts.questions.get(count.question)?.index(question)?;
            Some(question.choices.get(count.choice)?.value? < figure.low)
        };
        let place = |count: CountReach| {
            let end = match end {
                End::Low if is_worse(&count) == Some(true) => End::High,
                End::High if is_worse(&count) == Some(true) => End::Low,
                end => end,
            };
            let recorded = survey.chose(count.question, count.choice);
            Some((count.question, count.choice, within(recorded, count.between?, end)))
        };
        self.counts(measure).into_iter().filter_map(place).collect()
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
            survey.placed = self.placed_counts(n, survey, end);
        });
        compute(self.scheme, &readings, None)
    }
}

/// A figure within what its interval and the missing answers allow, at one end of that or
/// anywhere.
fn placed(recorded: Range, figure: Option<&Figure>, end: End) -> Range {
    let Some(between) = figure.and_then(Figure::interval).map(|i| carried(&i)) else { return recorded };
    within(recorded, between, end)
}

fn within(recorded: Range, (low, high): (Decimal, Decimal), end: End) -> Range {
    let low = recorded.low.map(|l| l.min(low));
    let high = recorded.high.map(|h| h.max(high));
    match end {
        End::Low => Range { low, high: low },
        End::High => Range { low: high, high },
        End::Anywhere => Range { low, high },
    }
}
