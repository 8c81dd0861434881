//! The whole tree: leaves, what does not apply, levels, total and grade.
//!
//! Levels and total are sums of rounded leaves, so that the printed table adds up; the exact
//! sums stand beside them for schemes whose grade looks at those.

use rust_decimal::Decimal;

use super::eval::Eval;
use super::leaf::{Leaf, rounded};
use super::range::firm;
use super::reading::Readings;
use super::trace::Silent;
use super::{Graded, Notice, NoticeKind, Range, Score, Scorecard, Span, Status};
use crate::scheme::rounding::Mode;
use crate::scheme::{NotApplicable, Rounding, Scheme};

/// Scores everything from readings; `off` says of each indicator whether it does not apply.
///
/// An indicator that does not apply, by the policy of its rule or of the scheme:
///
/// - *full*: earns its full marks;
/// - *share*: earns nothing of nothing; its weight goes to the other children of its parent in
///   proportion (and, where none is left, the parent's weight goes to the parent's siblings).
///   The new full marks are cut to the places of the rounding, the last sibling taking what is
///   left, so that they still add up;
/// - *rescale*: earns nothing of nothing; the total, as the sum of all leaves, is multiplied by
///   full marks ÷ (full marks − its weight) and rounded once more. Levels stay as they are;
/// - *peer mean*: earns the mean of what the units to which it applies earn, rounded; anything
///   while there are none.
pub(super) fn card(scheme: &Scheme, readings: &Readings, off: &[bool], rounding: Rounding) -> Scorecard {
    let maxima = maxima(scheme, off, rounding);
    let mut notices = readings.notices.clone();
    let mut scores = Vec::with_capacity(scheme.indicators.len());
    let (mut barred_by, mut maybe_barred) = (None, false);
    for (n, indicator) in scheme.indicators.iter().enumerate() {
        let max = maxima.as_ref().map_or(indicator.weight, |m| m[n]);
        let Some(rule) = &indicator.rule else {
            scores.push(Score { max: Decimal::ZERO, status: Status::NotApplicable, ..Score::default() });
            continue;
        };
        if is_off(off, n) {
            let points = earned(scheme, readings, n, max, rounding);
            scores.push(Score { points, exact: points, max, status: Status::NotApplicable });
            continue;
        }
        let leaf = Leaf { scheme, readings, indicator: n, rule, rounding, max };
        let outcome = leaf.score(&mut notices, &mut Silent);
        if outcome.bars == Some(true) {
            barred_by = barred_by.or(Some(n));
        }
        maybe_barred |= outcome.bars != Some(false);
        scores.push(outcome.score);
    }
    let mut total = add_up(scheme, &mut scores, rounding);
    rescale(scheme, off, rounding, &mut total);
    let mut grade = Graded {
        low: grade_of(scheme, &total, |s| s.low, maybe_barred),
        high: grade_of(scheme, &total, |s| s.high, barred_by.is_some()),
        barred_by,
    };
    let by_total = grade;
    given(scheme, readings, &mut grade, &mut notices);
    if let (None, Some(known)) = (by_total.low, graded_points(scheme, &total).known())
        && !scheme.grades.is_empty()
        && grade == by_total
    {
        notices.push(Notice { path: String::new(), kind: NoticeKind::NoGrade { total: known } });
    }
    Scorecard { scores, total, grade, notices, rounding }
}

/// What an indicator that does not apply earns of its full marks.
fn earned(scheme: &Scheme, readings: &Readings, n: usize, max: Decimal, rounding: Rounding) -> Span {
    let rule = scheme.indicators[n].rule.as_ref();
    if rule.and_then(|r| r.not_applicable).unwrap_or(scheme.not_applicable) != NotApplicable::PeerMean {
        return Span::exactly(max);
    }
    let mean = readings.peers.as_ref().and_then(|p| p.mean_of(n)).unwrap_or(Range::ANY);
    let rounding = rule.and_then(|r| r.rounding).unwrap_or(rounding);
    mean.points(max).map(|p| rounded(rounding, p, max))
}

fn is_off(off: &[bool], indicator: usize) -> bool {
    off.get(indicator).copied().unwrap_or(false)
}

/// What happens to the weight of an indicator that does not apply; `None` if it applies.
pub(super) fn policy(scheme: &Scheme, off: &[bool], indicator: usize) -> Option<NotApplicable> {
    let rule = scheme.indicators[indicator].rule.as_ref()?;
    is_off(off, indicator).then(|| rule.not_applicable.unwrap_or(scheme.not_applicable))
}

/// Full marks of every node; `None` while every indicator has its own weight.
pub(super) fn maxima(scheme: &Scheme, off: &[bool], rounding: Rounding) -> Option<Vec<Decimal>> {
    let policies = || (0..scheme.indicators.len()).map(|n| policy(scheme, off, n));
    if policies().all(|p| matches!(p, None | Some(NotApplicable::Full | NotApplicable::PeerMean))) {
        return None;
    }
    let (tops, children) = families(scheme);
    let mut shared: Vec<bool> = policies().map(|p| p == Some(NotApplicable::Share)).collect();
    // A branch whose children are all shared out is shared out itself.
    for n in (0..shared.len()).rev() {
        if scheme.indicators[n].rule.is_none() {
            shared[n] = !children[n].is_empty() && children[n].iter().all(|c| shared[*c]);
        }
    }
    let mut maxima: Vec<Decimal> = scheme.indicators.iter().map(|i| i.weight).collect();
    let all = tops.iter().fold(Decimal::ZERO, |sum, n| sum.saturating_add(maxima[*n]));
    share_out(scheme, &tops, (all, all), &shared, rounding, &mut maxima);
    for n in 0..maxima.len() {
        let whole = (scheme.indicators[n].weight, maxima[n]);
        share_out(scheme, &children[n], whole, &shared, rounding, &mut maxima);
    }
    for (n, policy) in policies().enumerate() {
        if policy == Some(NotApplicable::Rescale) {
            maxima[n] = Decimal::ZERO;
        }
    }
    Some(maxima)
}

/// The top level, and the children of each indicator; found in one go, for asking for the
/// children of one looks through all.
fn families(scheme: &Scheme) -> (Vec<usize>, Vec<Vec<usize>>) {
    let mut tops = Vec::new();
    let mut children = vec![Vec::new(); scheme.indicators.len()];
    for (n, indicator) in scheme.indicators.iter().enumerate() {
        indicator.parent.map_or(&mut tops, |parent| &mut children[parent]).push(n);
    }
    (tops, children)
}

/// Gives the parent's full marks (`before` and now) to those of `nodes` that are not shared out,
/// in proportion to their weights.
fn share_out(
    scheme: &Scheme,
    nodes: &[usize],
    (before, whole): (Decimal, Decimal),
    shared: &[bool],
    rounding: Rounding,
    maxima: &mut [Decimal],
) {
    let weight = |n: usize| scheme.indicators[n].weight;
    let staying: Vec<usize> = nodes.iter().copied().filter(|n| !shared[*n]).collect();
    nodes.iter().filter(|n| shared[**n]).for_each(|n| maxima[*n] = Decimal::ZERO);
    if before == whole && staying.len() == nodes.len() {
        return;
    }
    let rest = staying.iter().fold(Decimal::ZERO, |sum, n| sum.saturating_add(weight(*n)));
    let mut left = whole;
    for (place, &n) in staying.iter().enumerate() {
        let part = whole.checked_mul(weight(n)).and_then(|p| p.checked_div(rest)).unwrap_or_default();
        let part = Mode::HalfUp.round(firm(part), rounding.places).min(left);
        maxima[n] = if place + 1 == staying.len() { left } else { part };
        left -= maxima[n];
    }
}

/// Adds leaves up to their branches and the whole. Where the scheme rounds levels again, each is
/// the rounded sum of its leaves; the total adds up leaves, or the rounded top level.
fn add_up(scheme: &Scheme, scores: &mut [Score], rounding: Rounding) -> Score {
    let mut total = Score { status: Status::NotApplicable, ..Score::default() };
    for n in (0..scores.len()).rev() {
        let score = scores[n];
        match scheme.indicators[n].parent {
            // Parents stand before their children; anything else is a fault of the scheme.
            Some(parent) if parent < n => add(&mut scores[parent], score),
            _ => add(&mut total, score),
        }
    }
    let Some(places) = scheme.level_places else { return total };
    let is_branch = |n: usize| scheme.indicators[n].rule.is_none();
    for (_, score) in scores.iter_mut().enumerate().filter(|(n, _)| is_branch(*n)) {
        score.points = score.points.map(|p| rounding.mode.round(p, places).min(score.max));
    }
    if scheme.total_of_levels {
        let tops = scheme.children(None).map(|n| scores[n].points);
        total.points = tops.fold(Span::default(), Span::plus);
    }
    total
}

fn add(whole: &mut Score, part: Score) {
    whole.points = whole.points.plus(part.points);
    whole.exact = whole.exact.plus(part.exact);
    whole.max = whole.max.saturating_add(part.max);
    whole.status = match (whole.status, part.status) {
        (Status::NotApplicable, other) | (other, Status::NotApplicable) => other,
        (a, b) if a == b => a,
        _ => Status::Partial,
    };
}

/// Scales the total up to full marks where indicators were left out.
fn rescale(scheme: &Scheme, off: &[bool], rounding: Rounding, total: &mut Score) {
    let left_out = |n: &usize| policy(scheme, off, *n) == Some(NotApplicable::Rescale);
    if !(0..scheme.indicators.len()).any(|n| left_out(&n)) {
        return;
    }
    let (full, rest) = (scheme.full, total.max);
    total.max = full;
    if rest <= Decimal::ZERO {
        // Nothing applies at all: nothing can be said of the whole.
        total.points = Span { low: Decimal::ZERO, high: full };
        total.exact = total.points;
        return;
    }
    let scale = |d: Decimal| firm(d.checked_mul(full).and_then(|p| p.checked_div(rest)).unwrap_or(full));
    total.exact = total.exact.map(scale);
    total.points = total.points.map(|d| rounded(rounding, scale(d), full));
}

/// The points that the grade looks at.
fn graded_points(scheme: &Scheme, total: &Score) -> Span {
    if scheme.grade_on_exact { total.exact } else { total.points }
}

/// Gives a grade whose condition holds, whatever the total, or lets it stand beside the grades of
/// the total while that is open.
fn given(scheme: &Scheme, readings: &Readings, grade: &mut Graded, notices: &mut Vec<Notice>) {
    let mut worst = None;
    for (n, own) in scheme.grades.iter().enumerate() {
        let Some(when) = &own.when else { continue };
        match Eval::of(readings).condition(when) {
            Some(false) => {}
            Some(true) if worst.is_none() => {
                let kind = NoticeKind::GradeGiven { grade: n };
                notices.push(Notice { path: String::new(), kind });
                (grade.low, grade.high) = (Some(n), Some(n));
                return;
            }
            _ => worst = Some(n),
        }
    }
    // Such grades stand behind all others.
    grade.low = worst.or(grade.low);
}

fn grade_of(scheme: &Scheme, total: &Score, end: impl Fn(Span) -> Decimal, barred: bool) -> Option<usize> {
    let points = end(graded_points(scheme, total));
    let found = scheme.grades.iter().position(|g| g.takes(points))?;
    let second = scheme.grades.get(1).is_some_and(|g| g.when.is_none());
    Some(if barred && found == 0 && second { 1 } else { found })
}
