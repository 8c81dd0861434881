//! From a value to points: every curve at a known value, and over a range of values.

use rust_decimal::Decimal;

use super::range::firm;
use super::{Range, Span};
use crate::scheme::indicator::{Band, Curve, Knot, Partial, Side};

/// The points, of `max`, that a value somewhere in `value` can earn.
///
/// A curve is monotone on either side of its target, so its extremes lie at the ends of the
/// range and, for a target in between, at the target. A value that no band takes (a fault of
/// the scheme) may earn anything.
pub(super) fn points(curve: &Curve, value: Range, max: Decimal) -> Span {
    if let Curve::Bands(bands) = curve {
        return banded(bands, value, max);
    }
    if let Some(known) = value.known() {
        return Span::exactly(at(curve, known, max));
    }
    if let Curve::Line(knots) = curve {
        return along(knots, value, max);
    }
    let low = value.low.map_or_else(|| far(curve, false, max), |v| at(curve, v, max));
    let high = value.high.map_or_else(|| far(curve, true, max), |v| at(curve, v, max));
    let mut span = Span { low: low.min(high), high: low.max(high) };
    if let Curve::Steps { target, side: Side::Either, .. } = curve
        && value.holds(*target)
    {
        span.high = max;
    }
    span
}

/// Points infinitely far up or down.
fn far(curve: &Curve, up: bool, max: Decimal) -> Decimal {
    let full = match curve {
        Curve::Proportional { zero, full } => (full >= zero) == up,
        Curve::Steps { side: Side::Below, .. } => up,
        Curve::Inverse { .. } | Curve::Steps { side: Side::Above, .. } => !up,
        Curve::Steps { side: Side::Either, .. } | Curve::Bands(_) | Curve::Line(_) => false,
    };
    if full { max } else { Decimal::ZERO }
}

/// Points at a known value. What a decimal cannot hold lies beyond every edge: no points.
fn at(curve: &Curve, value: Decimal, max: Decimal) -> Decimal {
    let points = match curve {
        Curve::Proportional { zero, full } => proportional(*zero, *full, value, max),
        Curve::Inverse { full } if value <= *full => Some(max),
        Curve::Inverse { full } if *full <= Decimal::ZERO => None,
        Curve::Inverse { full } => max.checked_mul(*full).and_then(|p| p.checked_div(value)),
        Curve::Steps { target, side, step, points, partial } => {
            let gap = match side {
                Side::Below => target.checked_sub(value),
                Side::Above => value.checked_sub(*target),
                Side::Either => value.checked_sub(*target).map(|g| g.abs()),
            };
            gap.and_then(|gap| stepped(gap, *step, *points, *partial, max))
        }
        Curve::Line(knots) => on_line(knots, value),
        Curve::Bands(_) => None,
    };
    firm(points.unwrap_or(Decimal::ZERO)).min(max).max(Decimal::ZERO)
}

fn proportional(zero: Decimal, full: Decimal, value: Decimal, max: Decimal) -> Option<Decimal> {
    let rising = full >= zero;
    if (rising && value >= full) || (!rising && value <= full) {
        return Some(max);
    }
    if (rising && value <= zero) || (!rising && value >= zero) {
        return Some(Decimal::ZERO);
    }
    let along = value.checked_sub(zero)?.checked_mul(max)?;
    along.checked_div(full.checked_sub(zero)?)
}

fn stepped(gap: Decimal, step: Decimal, points: Decimal, partial: Partial, max: Decimal) -> Option<Decimal> {
    if gap <= Decimal::ZERO {
        return Some(max);
    }
    if step <= Decimal::ZERO {
        return None;
    }
    let off = match partial {
        // Multiplied first: 3 × 0.5 ÷ 1 keeps digits that 3 ÷ 1 × 0.5 could lose.
        Partial::ProRata => gap.checked_mul(points)?.checked_div(step)?,
        Partial::Whole => firm(gap.checked_div(step)?).floor().checked_mul(points)?,
        Partial::Begun => firm(gap.checked_div(step)?).ceil().checked_mul(points)?,
    };
    max.checked_sub(off)
}

/// The points on the lines between knots; those of the nearest knot outside of them.
fn on_line(knots: &[Knot], value: Decimal) -> Option<Decimal> {
    let after = knots.iter().position(|k| k.value >= value);
    match after {
        None => knots.last().map(|k| k.points),
        Some(0) => knots.first().map(|k| k.points),
        Some(n) => {
            let (a, b) = (knots[n - 1], knots[n]);
            let rise = b.points.checked_sub(a.points)?.checked_mul(value.checked_sub(a.value)?)?;
            a.points.checked_add(rise.checked_div(b.value.checked_sub(a.value)?)?)
        }
    }
}

/// The extremes of lines over a range lie at its ends or at knots within it.
fn along(knots: &[Knot], value: Range, max: Decimal) -> Span {
    let end = |bound: Option<Decimal>, far: Option<&Knot>| match bound {
        Some(v) => on_line(knots, v),
        None => far.map(|k| k.points),
    };
    let ends = [end(value.low, knots.first()), end(value.high, knots.last())];
    let within = knots.iter().filter(|k| value.holds(k.value)).map(|k| Some(k.points));
    let keep = |p: Option<Decimal>| Span::exactly(firm(p.unwrap_or_default()).min(max).max(Decimal::ZERO));
    let all = ends.into_iter().chain(within).map(keep).reduce(Span::hull);
    all.unwrap_or(Span { low: Decimal::ZERO, high: max })
}

fn banded(bands: &[Band], value: Range, max: Decimal) -> Span {
    let keep = |band: &Band| band.points.min(max).max(Decimal::ZERO);
    let anything = Span { low: Decimal::ZERO, high: max };
    if let Some(known) = value.known() {
        return band_of(bands, known).map_or(anything, |n| Span::exactly(keep(&bands[n])));
    }
    let met = bands.iter().filter(|b| meets(b, value)).map(|b| Span::exactly(keep(b)));
    met.reduce(Span::hull).unwrap_or(anything)
}

/// The band that takes `value`.
pub(super) fn band_of(bands: &[Band], value: Decimal) -> Option<usize> {
    bands.iter().position(|b| b.holds(value))
}

/// Whether the band takes at least one value of the range.
fn meets(band: &Band, value: Range) -> bool {
    let from_below = band.low.zip(value.high).is_none_or(|(e, v)| v > e.at || (e.inclusive && v == e.at));
    let from_above = band.high.zip(value.low).is_none_or(|(e, v)| v < e.at || (e.inclusive && v == e.at));
    from_below && from_above
}

#[cfg(test)]
mod tests {
    use super::super::range::settled;
    use super::*;
    use crate::scheme::Place;
    use crate::scheme::indicator::Edge;

    fn d(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    /// Points of 4 at each value.
    fn table(curve: &Curve, rows: &[(&str, &str)]) {
        for (value, expected) in rows {
            let got = points(curve, Range::exactly(d(value)), d("4"));
            assert_eq!(got, Span::exactly(d(expected)), "at {value}");
        }
    }

    fn over(curve: &Curve, low: Option<&str>, high: Option<&str>) -> (String, String) {
        let span = points(curve, Range { low: low.map(d), high: high.map(d) }, d("4"));
        (span.low.normalize().to_string(), span.high.normalize().to_string())
    }

    fn range(low: &str, high: &str) -> (String, String) {
        (low.into(), high.into())
    }

    #[test]
    fn proportional_is_flat_outside_its_ends() {
        let plain = Curve::Proportional { zero: d("0"), full: d("1") };
        table(&plain, &[("-1", "0"), ("0", "0"), ("0.5", "2"), ("0.999", "3.996"), ("1", "4"), ("1.2", "4")]);
        // (0.7 − 0.6) ÷ (0.95 − 0.6) × 4 = 0.4 ÷ 0.35 = 8/7
        let from = Curve::Proportional { zero: d("0.6"), full: d("0.95") };
        table(&from, &[("0.6", "0"), ("0.7", "1.142857142857142857"), ("0.95", "4")]);
        // Nothing at twice the target of 100, everything at the target.
        let reverse = Curve::Proportional { zero: d("200"), full: d("100") };
        table(&reverse, &[("99", "4"), ("100", "4"), ("125", "3"), ("200", "0"), ("201", "0")]);
        assert_eq!(over(&plain, Some("0.25"), Some("0.5")), range("1", "2"));
        assert_eq!(over(&plain, Some("0.25"), None), range("1", "4"));
        assert_eq!(over(&reverse, None, Some("150")), range("2", "4"));
    }

    #[test]
    fn inverse_is_target_over_actual() {
        let curve = Curve::Inverse { full: d("100") };
        table(&curve, &[("0", "4"), ("100", "4"), ("125", "3.2"), ("400", "1")]);
        // A target of zero: only nothing at all earns the marks.
        table(&Curve::Inverse { full: d("0") }, &[("0", "4"), ("0.01", "0")]);
        assert_eq!(over(&curve, Some("200"), None), range("0", "2"));
    }

    #[test]
    fn steps_count_by_part_whole_or_begun() {
        let steps =
            |partial, side| Curve::Steps { target: d("1"), side, step: d("0.01"), points: d("0.1"), partial };
        // 3.52 percentage points short.
        table(&steps(Partial::ProRata, Side::Below), &[("0.9648", "3.648"), ("1", "4"), ("1.5", "4")]);
        table(&steps(Partial::Whole, Side::Below), &[("0.9648", "3.7"), ("0.97", "3.7"), ("0.9701", "3.8")]);
        table(&steps(Partial::Begun, Side::Below), &[("0.9648", "3.6"), ("0.97", "3.7"), ("0.9699", "3.6")]);
        table(&steps(Partial::ProRata, Side::Above), &[("0.5", "4"), ("1", "4"), ("1.02", "3.8")]);
        table(&steps(Partial::ProRata, Side::Either), &[("0.98", "3.8"), ("1", "4"), ("1.02", "3.8")]);
        // Forty steps use the marks up; more takes nothing below zero.
        table(&steps(Partial::Whole, Side::Below), &[("0.6", "0"), ("0", "0")]);
        let either = steps(Partial::ProRata, Side::Either);
        assert_eq!(over(&either, Some("0.98"), Some("1.03")), range("3.7", "4"));
        assert_eq!(over(&either, Some("1.01"), Some("1.03")), range("3.7", "3.9"));
        assert_eq!(over(&either, None, None), range("0", "4"));
    }

    #[test]
    fn a_third_of_the_way_in_three_is_one_whole_step() {
        // 1 ÷ 3 of the plan short, a step a third: exactly one step, not 0.9999… of one.
        let third = Decimal::ONE / d("3");
        let curve = Curve::Steps {
            target: settled(third * d("3")),
            side: Side::Below,
            step: settled(third),
            points: d("1"),
            partial: Partial::Whole,
        };
        let value = Range::exactly(settled(third + third));
        assert_eq!(points(&curve, value, d("4")), Span::exactly(d("3")));
    }

    fn bands() -> Curve {
        let edge = |at: &str, inclusive| Some(Edge { at: d(at), inclusive });
        let band = |low, high, points: &str| Band { low, high, points: d(points), place: Place::default() };
        Curve::Bands(vec![
            band(edge("95", true), None, "4"),
            band(edge("90", true), edge("95", false), "3"),
            band(edge("80", false), edge("90", false), "2"),
            band(None, edge("80", true), "0"),
        ])
    }

    #[test]
    fn bands_give_their_edges_to_whom_they_say() {
        let rows = [
            ("94.9999999", "3"),
            ("95", "4"),
            ("90", "3"),
            ("89.9999999", "2"),
            ("80.0000001", "2"),
            ("80", "0"),
            ("-5", "0"),
            ("1000", "4"),
        ];
        table(&bands(), &rows);
        assert_eq!(over(&bands(), Some("80"), Some("90")), range("0", "3"));
        assert_eq!(over(&bands(), Some("80.5"), Some("89")), range("2", "2"));
        assert_eq!(over(&bands(), Some("91"), None), range("3", "4"));
    }

    #[test]
    fn no_input_is_too_wild() {
        let wild = [Decimal::MAX, Decimal::MIN, Decimal::ZERO, d("0.0000000000000000000000000001")];
        for a in wild {
            for b in wild {
                for curve in [
                    Curve::Proportional { zero: a, full: b },
                    Curve::Inverse { full: a },
                    Curve::Steps {
                        target: a,
                        side: Side::Either,
                        step: b,
                        points: a,
                        partial: Partial::Begun,
                    },
                    Curve::Bands(Vec::new()),
                ] {
                    for value in wild {
                        let span = points(&curve, Range::exactly(value), d("4"));
                        assert!(span.low >= Decimal::ZERO && span.high <= d("4"), "{curve:?} at {value}");
                    }
                }
            }
        }
    }
}
