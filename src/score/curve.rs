//! From a value to points: every curve at a known value, and over a range of values.

use rust_decimal::Decimal;

use super::range::settled;
use super::{Range, Span};
use crate::scheme::indicator::{Band, Curve, Partial, Side};

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
        Curve::Steps { side: Side::Either, .. } | Curve::Bands(_) => false,
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
        Curve::Bands(_) => None,
    };
    settled(points.unwrap_or(Decimal::ZERO)).min(max).max(Decimal::ZERO)
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
        Partial::Whole => settled(gap.checked_div(step)?).floor().checked_mul(points)?,
        Partial::Begun => settled(gap.checked_div(step)?).ceil().checked_mul(points)?,
    };
    max.checked_sub(off)
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
