//! Scorecards where it is not known yet whether an indicator applies.
//!
//! Each such indicator either applies or does not, which moves its weight to others or off the
//! scale. All cases are scored and their results held together.

use super::card::card;
use super::reading::Readings;
use super::{Score, Scorecard, Span, Status};
use crate::scheme::{Rounding, Scheme};

/// Most open indicators of which all cases are scored: 32 cards. Beyond that all that is said of
/// any points is that they lie between 0 and full marks.
const MOST: usize = 5;

/// Scores everything from readings. `rounding` overrides the scheme's (but not a rule's own).
pub fn compute(scheme: &Scheme, readings: &Readings, rounding: Option<Rounding>) -> Scorecard {
    let rounding = rounding.unwrap_or(scheme.rounding);
    let mut off = readings.not_applicable.clone();
    let mut whole = card(scheme, readings, &off, rounding);
    if readings.open.is_empty() {
        return whole;
    }
    if readings.open.len() > MOST {
        anything(scheme, &mut whole);
    } else {
        for case in 1..1u32 << readings.open.len() {
            for (bit, &n) in readings.open.iter().enumerate() {
                off[n] = case & (1 << bit) != 0;
            }
            join(&mut whole, &card(scheme, readings, &off, rounding));
        }
    }
    for &n in &readings.open {
        if whole.scores[n].points.known().is_none() {
            whole.scores[n].status = Status::Partial;
        }
    }
    whole
}

/// Holds another case together with those before it.
fn join(whole: &mut Scorecard, case: &Scorecard) {
    let both = |a: &mut Score, b: &Score| {
        a.points = a.points.hull(b.points);
        a.exact = a.exact.hull(b.exact);
        a.max = a.max.max(b.max);
        if a.status != b.status {
            a.status = Status::Partial;
        }
    };
    whole.scores.iter_mut().zip(&case.scores).for_each(|(a, b)| both(a, b));
    both(&mut whole.total, &case.total);
    // Grades stand best first.
    let (a, b) = (&mut whole.grade, &case.grade);
    a.low = a.low.zip(b.low).map(|(x, y)| x.max(y));
    a.high = a.high.zip(b.high).map(|(x, y)| x.min(y));
    a.barred_by = a.barred_by.filter(|_| a.barred_by == b.barred_by);
    // A notice stands only where it does in every case.
    whole.notices.retain(|n| case.notices.contains(n));
}

/// Says nothing of any points.
fn anything(scheme: &Scheme, whole: &mut Scorecard) {
    let span = Span { low: rust_decimal::Decimal::ZERO, high: scheme.full };
    for score in whole.scores.iter_mut().chain([&mut whole.total]) {
        (score.points, score.exact, score.max) = (span, span, score.max.max(scheme.full));
        score.status = Status::Partial;
    }
    whole.grade = super::Graded {
        low: (!scheme.grades.is_empty()).then(|| scheme.grades.len() - 1),
        high: (!scheme.grades.is_empty()).then_some(0),
        barred_by: None,
    };
}
