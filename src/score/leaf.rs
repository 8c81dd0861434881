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
use crate::scheme::{INDICATOR_PREFIX, Rounding, Rule, Scheme};

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
        let mut eval = Eval::new(&self.readings.measures);
        let mut points = self.combined(&mut eval, weight, sink);
        if eval.undefined {
            notices.push(self.notice(NoticeKind::ZeroDenominator));
            sink.step(|| Step::Undefined);
        }
        let bars = self.vetoed(&mut eval, &mut points, notices, sink);
        if self.max != weight {
            points = points.map(|p| scaled(p, self.max, weight));
            sink.step(|| Step::Scaled { weight, max: self.max, points });
        }
        let rounding = self.rule.rounding.unwrap_or(self.rounding);
        let rounded = points.map(|p| rounded(rounding, p, self.max));
        sink.step(|| Step::Rounded { rounding, max: self.max, before: points, after: rounded });
        let status = match (rounded.known(), eval.touched) {
            (Some(_), _) => Status::Scored,
            (None, true) => Status::Partial,
            (None, false) => Status::Unknown,
        };
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
            [only] => part(only, 0, eval, sink),
            parts => {
                let mut spans = Vec::with_capacity(parts.len());
                for (n, p) in parts.iter().enumerate() {
                    spans.push(part(p, n, eval, sink));
                }
                let points = combine(self.rule.combine, parts, &spans, eval).points(weight);
                sink.step(|| Step::Combined { combine: self.rule.combine, parts: spans, points });
                points
            }
        };
        Range::between(span.low, span.high).points(weight)
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

fn combine(how: Combine, parts: &[Part], spans: &[Span], eval: &mut Eval) -> Range {
    let all = spans.iter().map(|s| Range::between(s.low, s.high));
    let zero = Range::exactly(Decimal::ZERO);
    let lows = spans.iter().map(|s| s.low);
    let highs = spans.iter().map(|s| s.high);
    match how {
        Combine::Sum => all.fold(zero, Range::plus),
        Combine::Min => Range { low: lows.min(), high: highs.min() },
        Combine::Max => Range { low: lows.max(), high: highs.max() },
        Combine::Mean => {
            let shares = parts.iter().fold(zero, |sum, p| sum.plus(Range::exactly(p.share)));
            eval.undefined |= shares == zero;
            let weighted = all.zip(parts).map(|(points, p)| points.times(Range::exactly(p.share)));
            weighted.fold(zero, Range::plus).over(shares)
        }
    }
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
