//! One leaf: its rule over the readings, down to rounded points.
//!
//! The same code scores and explains: it reports each step to a [`Sink`], which while scoring
//! is one that does nothing.

use rust_decimal::Decimal;

use super::eval::Eval;
use super::range::firm;
use super::reading::Readings;
use super::trace::{Sink, Step};
use super::{Notice, NoticeKind, Range, Score, Span, Status, curve, show};
use crate::scheme::expr::ValuePart;
use crate::scheme::indicator::{Combine, Input, Part, VetoEffect};
use crate::scheme::{Expr, INDICATOR_PREFIX, Rounding, Rule, Scheme};

/// What a leaf comes to.
pub(super) struct Outcome {
    pub score: Score,
    /// Whether a veto bars the best grade; `None` while that is open.
    pub bars: Option<bool>,
}

/// A leaf about to be scored.
pub(super) struct Leaf<'a> {
    pub scheme: &'a Scheme,
    pub readings: &'a Readings,
    pub indicator: usize,
    pub rule: &'a Rule,
    /// Rounding where the rule has none of its own.
    pub rounding: Rounding,
    /// Full marks after sharing out the weight of what does not apply.
    pub max: Decimal,
}

impl Leaf<'_> {
    pub(super) fn score<S: Sink>(&self, notices: &mut Vec<Notice>, sink: &mut S) -> Outcome {
        let weight = self.scheme.indicators[self.indicator].weight;
        let mut eval = Eval::of(self.readings);
        let mut points = self.combined(&mut eval, weight, sink);
        if eval.undefined {
            notices.push(self.notice(NoticeKind::ZeroDenominator));
            sink.step(|| Step::Undefined);
        }
        self.adjusted(&mut eval, weight, &mut points, sink);
        let bars = self.vetoed(&mut eval, &mut points, notices, sink);
        if self.max != weight {
            points = points.map(|p| scaled(p, self.max, weight));
            sink.step(|| Step::Scaled { weight, max: self.max, points });
        }
        let rounding = self.rule.rounding.unwrap_or(self.rounding);
        let rounded = points.map(|p| rounded(rounding, p, self.max));
        let status = match (rounded.known(), eval.touched) {
            (Some(_), _) => Status::Scored,
            (None, true) => Status::Partial,
            (None, false) => Status::Unknown,
        };
        self.warned(notices, sink);
        sink.step(|| Step::Rounded { rounding, max: self.max, before: points, after: rounded });
        let score = Score { points: rounded, exact: points, max: self.max, status };
        Outcome { score, bars }
    }

    fn notice(&self, kind: NoticeKind) -> Notice {
        let id = &self.scheme.indicators[self.indicator].id;
        Notice { path: format!("{INDICATOR_PREFIX}.{id}"), kind }
    }

    /// The parts brought together, within 0 and the weight. A rule without parts says nothing.
    fn combined<S: Sink>(&self, eval: &mut Eval, weight: Decimal, sink: &mut S) -> Span {
        let anything = Range::ANY.points(weight);
        let span = match self.rule.parts.as_slice() {
            [] => anything,
            [only @ Part { when: None, .. }] => part(only, 0, eval, sink),
            parts => {
                let mut taken = Vec::with_capacity(parts.len());
                for (n, p) in parts.iter().enumerate() {
                    let counts = p.when.as_ref().map_or(Some(true), |when| eval.condition(when));
                    if counts == Some(false) {
                        sink.step(|| self.left_out(n, p, counts, Span::default()));
                        continue;
                    }
                    let points = part(p, n, eval, sink);
                    if counts.is_none() {
                        sink.step(|| self.left_out(n, p, counts, points));
                    }
                    taken.push(Taken { points, share: p.share, certain: counts.is_some() });
                }
                let points = combine(self.rule.combine, &taken, eval).points(weight);
                let parts: Vec<Span> = taken.iter().map(|t| t.points).collect();
                if parts.len() > 1 {
                    sink.step(|| Step::Combined { combine: self.rule.combine, parts, points });
                }
                points
            }
        };
        Range::between(span.low, span.high).points(weight)
    }

    fn left_out(&self, number: usize, part: &Part, counts: Option<bool>, points: Span) -> Step {
        let when = part.when.as_ref().map(|when| show::filled(when, &self.readings.measures));
        Step::LeftOut { part: number, text: when.unwrap_or_default(), counts, points }
    }

    /// Adds and takes off points, in order; after each the points are kept within 0 and `weight`.
    fn adjusted<S: Sink>(&self, eval: &mut Eval, weight: Decimal, points: &mut Span, sink: &mut S) {
        for adjustment in &self.rule.adjustments {
            let applies = adjustment.when.as_ref().map_or(Some(true), |when| eval.condition(when));
            let mut value = eval.value(&adjustment.points).limited(adjustment.least, adjustment.most);
            let nothing = Range::exactly(Decimal::ZERO);
            match applies {
                Some(true) => {}
                Some(false) => value = nothing,
                None => value = value.hull(nothing),
            }
            *points = Range::between(points.low, points.high).plus(value).points(weight);
            let after = *points;
            sink.step(|| {
                let fill = |expr| show::filled(expr, &self.readings.measures);
                Step::Adjusted {
                    reason: adjustment.reason.clone(),
                    when: adjustment.when.as_ref().map(fill),
                    applies,
                    text: fill(&adjustment.points),
                    value,
                    points: after,
                }
            });
        }
    }

    /// Says what the scheme has to say beside the score. What it reads is no part of the score.
    fn warned<S: Sink>(&self, notices: &mut Vec<Notice>, sink: &mut S) {
        for (n, warning) in self.rule.warnings.iter().enumerate() {
            let applies = Eval::of(self.readings).condition(&warning.when);
            if applies == Some(true) {
                notices.push(self.notice(NoticeKind::Warned { indicator: self.indicator, warning: n }));
            }
            sink.step(|| {
                let when = show::filled(&warning.when, &self.readings.measures);
                Step::Warned { text: warning.text.clone(), level: warning.level, when, applies }
            });
        }
    }

    /// Applies the vetoes in order; says whether the best grade is barred.
    fn vetoed<S: Sink>(
        &self,
        eval: &mut Eval,
        points: &mut Span,
        notices: &mut Vec<Notice>,
        sink: &mut S,
    ) -> Option<bool> {
        let mut bars = Some(false);
        for (n, veto) in self.rule.vetoes.iter().enumerate() {
            let applies = eval.condition(&veto.when);
            if applies == Some(true) {
                notices.push(self.notice(NoticeKind::Vetoed { indicator: self.indicator, veto: n }));
            }
            let ceiling = match veto.effect {
                VetoEffect::Zero => Decimal::ZERO,
                VetoEffect::Cap(most) => most.max(Decimal::ZERO),
                VetoEffect::BarTopGrade => {
                    bars = match (bars, applies) {
                        (Some(true), _) | (_, Some(true)) => Some(true),
                        (Some(false), Some(false)) => Some(false),
                        _ => None,
                    };
                    points.high
                }
            };
            if applies != Some(false) {
                points.low = points.low.min(ceiling);
            }
            if applies == Some(true) {
                points.high = points.high.min(ceiling);
            }
            let after = *points;
            sink.step(|| {
                let text = show::filled(&veto.when, &self.readings.measures);
                let (reason, effect) = (veto.reason.clone(), veto.effect);
                Step::Veto { reason, effect, text, applies, points: after }
            });
        }
        bars
    }
}

/// The value that the first curve of a leaf is read at: its computation, the same with numbers
/// filled in, and what is known of it where there are no other units to compare with. `None` for
/// branches and for leaves without a curve.
pub fn curve_value<'a>(
    scheme: &'a Scheme,
    readings: &Readings,
    indicator: usize,
) -> Option<(&'a Expr, String, Range)> {
    let rule = scheme.indicators.get(indicator)?.rule.as_ref()?;
    let expr = rule.parts.iter().find_map(|part| match &part.input {
        Input::Curve { value, .. } => Some(value),
        _ => None,
    })?;
    let value = Eval::new(&readings.measures, None).value(expr);
    Some((expr, show::filled(expr, &readings.measures), value))
}

fn part<S: Sink>(part: &Part, number: usize, eval: &mut Eval, sink: &mut S) -> Span {
    let max = part.max.max(Decimal::ZERO);
    match &part.input {
        Input::Curve { value: expr, curve } => {
            let value = eval.value(expr);
            let points = curve::points(curve, value, max);
            sink.step(|| {
                let text = show::filled(expr, eval.measures());
                let expr = expr.clone();
                Step::Curve { part: number, expr, text, curve: curve.clone(), value, max, points }
            });
            points
        }
        Input::Checklist(measure) => {
            let points = eval.part(*measure, ValuePart::Points).points(max);
            sink.step(|| Step::Checklist { measure: *measure, max, points });
            points
        }
        Input::Points(expr) => {
            let value = eval.value(expr);
            let points = value.points(max);
            sink.step(|| {
                let text = show::filled(expr, eval.measures());
                Step::Points { part: number, expr: expr.clone(), text, value, max, points }
            });
            points
        }
    }
}

/// A part that counts, or may count.
struct Taken {
    points: Span,
    share: Decimal,
    /// Whether it counts for certain.
    certain: bool,
}

/// The parts together. Parts that may be left out widen the result; where none is sure to be
/// there, only a sum says something. Exact for each way.
fn combine(how: Combine, parts: &[Taken], eval: &mut Eval) -> Range {
    let range = |t: &Taken| Range::between(t.points.low, t.points.high);
    let zero = Range::exactly(Decimal::ZERO);
    if how == Combine::Sum {
        let each = |t: &Taken| if t.certain { range(t) } else { range(t).hull(zero) };
        return parts.iter().fold(zero, |sum, t| sum.plus(each(t)));
    }
    let certain = || parts.iter().filter(|t| t.certain);
    if certain().next().is_none() {
        eval.undefined |= parts.is_empty();
        return Range::ANY;
    }
    let low = |t: &Taken| t.points.low;
    let high = |t: &Taken| t.points.high;
    match how {
        Combine::Min => Range { low: parts.iter().map(low).min(), high: certain().map(high).min() },
        Combine::Max => Range { low: certain().map(low).max(), high: parts.iter().map(high).max() },
        Combine::Sum | Combine::Mean => {
            let (bottom, top) = (mean(parts, low, false), mean(parts, high, true));
            eval.undefined |= bottom.is_none();
            Range { low: bottom, high: top }
        }
    }
}

/// The most extreme weighted mean: parts that may be left out join as long as they pull it
/// further `up`, or down.
fn mean(parts: &[Taken], end: impl Fn(&Taken) -> Decimal, up: bool) -> Option<Decimal> {
    let zero = (Decimal::ZERO, Decimal::ZERO);
    let with = |(sum, shares): (Decimal, Decimal), t: &Taken| {
        Some((sum.checked_add(end(t).checked_mul(t.share)?)?, shares.checked_add(t.share)?))
    };
    let mut sums = parts.iter().filter(|t| t.certain).try_fold(zero, with)?;
    let mut open: Vec<&Taken> = parts.iter().filter(|t| !t.certain).collect();
    open.sort_by_key(|t| end(t));
    if up {
        open.reverse();
    }
    for t in open {
        let now = sums.0.checked_div(sums.1)?;
        if if up { end(t) > now } else { end(t) < now } {
            sums = with(sums, t)?;
        }
    }
    sums.0.checked_div(sums.1)
}

/// `points` of `weight` as points of `max`.
fn scaled(points: Decimal, max: Decimal, weight: Decimal) -> Decimal {
    let share = points.checked_mul(max).and_then(|p| p.checked_div(weight));
    firm(share.unwrap_or(Decimal::ZERO))
}

/// `points` rounded by the policy and kept within 0 and `max`: rounding up must not give more
/// than there is.
pub(super) fn rounded(rounding: Rounding, points: Decimal, max: Decimal) -> Decimal {
    rounding.points(points, max).min(max).max(Decimal::ZERO)
}
