//! A curve at a known value, in words.

use rust_decimal::Decimal;

use super::{Writer, full_marks, in_band, is, no_band, no_points, used_up};
use crate::scheme::indicator::{Band, Curve, Edge, Knot, Partial, Side};
use crate::score::Span;
use crate::score::show::{number, percent};

/// A curve at a known value.
pub(super) struct Applied<'a> {
    pub writer: &'a Writer<'a>,
    /// Whether the value is a share.
    pub ratio: bool,
    /// The value.
    pub v: Decimal,
    /// Most points.
    pub max: Decimal,
    pub points: Span,
}

impl Applied<'_> {
    /// What the curve makes of the value.
    pub fn by(&self, curve: &Curve) -> String {
        match curve {
            Curve::Proportional { zero, full } => self.proportional(*zero, *full),
            Curve::Inverse { full } if self.v <= *full => self.full("≤", *full),
            Curve::Inverse { full } => {
                self.equals(&format!("{} ÷ {} × {}", self.show(*full), self.value(), self.most()))
            }
            Curve::Steps { target, side, step, points, partial } => {
                self.steps(*target, *side, (*step, *points), *partial)
            }
            Curve::Bands(bands) => self.band(bands),
            Curve::Line(knots) => self.line(knots),
        }
    }

    /// A number of the rule, as short as it was written.
    fn show(&self, value: Decimal) -> String {
        if self.ratio { percent(value, 0) } else { number(value, 0) }
    }

    fn value(&self) -> String {
        self.writer.plain(self.v, self.ratio)
    }

    fn most(&self) -> String {
        number(self.max, 0)
    }

    fn equals(&self, sum: &str) -> String {
        is(self.writer.lang, sum, &self.writer.span(self.points))
    }

    fn full(&self, sign: &str, edge: Decimal) -> String {
        let why = format!("{} {sign} {}", self.value(), self.show(edge));
        full_marks(self.writer.lang, &why, &self.writer.span(self.points))
    }

    fn proportional(&self, zero: Decimal, full: Decimal) -> String {
        let rising = full >= zero;
        if if rising { self.v >= full } else { self.v <= full } {
            return self.full(if rising { "≥" } else { "≤" }, full);
        }
        if if rising { self.v <= zero } else { self.v >= zero } {
            let sign = if rising { "≤" } else { "≥" };
            return no_points(self.writer.lang, &format!("{} {sign} {}", self.value(), self.show(zero)));
        }
        let (value, most) = (self.value(), self.most());
        let sum = if !zero.is_zero() {
            let (zero, full) = (operand(&self.show(zero)), operand(&self.show(full)));
            format!("({value} − {zero}) ÷ ({full} − {zero}) × {most}")
        } else if full == Decimal::ONE {
            format!("{value} × {most}")
        } else {
            format!("{value} ÷ {} × {most}", self.show(full))
        };
        self.equals(&sum)
    }

    fn steps(
        &self,
        target: Decimal,
        side: Side,
        (step, off): (Decimal, Decimal),
        partial: Partial,
    ) -> String {
        let (is_met, sign) = match side {
            Side::Below => (self.v >= target, "≥"),
            Side::Above => (self.v <= target, "≤"),
            Side::Either => (self.v == target, "="),
        };
        if is_met {
            return self.full(sign, target);
        }
        let (value, at) = (self.value(), operand(&self.show(target)));
        let gap = match side {
            Side::Above if target.is_zero() => value,
            Side::Below => format!("({at} − {value})"),
            Side::Above => format!("({value} − {at})"),
            Side::Either => format!("|{value} − {at}|"),
        };
        let steps =
            if step == Decimal::ONE && !self.ratio { gap } else { format!("{gap} ÷ {}", self.show(step)) };
        let steps = match partial {
            Partial::ProRata => steps,
            Partial::Whole => format!("⌊{steps}⌋"),
            Partial::Begun => format!("⌈{steps}⌉"),
        };
        let sum = format!("{} − {steps} × {}", self.most(), number(off, 0));
        if self.points.high.is_zero() { used_up(self.writer.lang, &sum) } else { self.equals(&sum) }
    }

    fn band(&self, bands: &[Band]) -> String {
        let (lang, points) = (self.writer.lang, self.writer.span(self.points));
        let Some(band) = bands.iter().find(|b| b.holds(self.v)) else {
            return no_band(lang, &self.value(), &points);
        };
        let low = band.low.map_or_else(|| "(−∞".to_owned(), |e| self.edge(e, "[", "(", ""));
        let high = band
            .high
            .map_or_else(|| "∞)".to_owned(), |e| self.edge(e, "", "", if e.inclusive { "]" } else { ")" }));
        in_band(lang, &self.value(), &format!("{low}, {high}"), &points)
    }

    fn edge(&self, edge: Edge, closed: &str, open: &str, after: &str) -> String {
        let before = if edge.inclusive { closed } else { open };
        format!("{before}{}{after}", self.show(edge.at))
    }

    /// Between two knots, or at one.
    fn line(&self, knots: &[Knot]) -> String {
        let after = knots.iter().position(|k| k.value >= self.v);
        let (value, points) = (self.value(), |p: Decimal| self.writer.one(p));
        let beyond = |knot: &Knot, sign: &str| {
            format!("{value} {sign} {} → {}", self.show(knot.value), points(knot.points))
        };
        match (after, knots) {
            (Some(0), [first, ..]) => beyond(first, "≤"),
            (None, [.., last]) => beyond(last, "≥"),
            (Some(n), _) => {
                let (a, b) = (knots[n - 1], knots[n]);
                let (from, to) = (operand(&self.show(a.value)), operand(&self.show(b.value)));
                let rise = operand(&number(b.points - a.points, 0));
                let start = number(a.points, 0);
                self.equals(&format!("{start} + ({value} − {from}) ÷ ({to} − {from}) × {rise}"))
            }
            (None, []) => self.writer.span(self.points),
        }
    }
}

/// A number among operators: in parentheses if it is negative.
fn operand(text: &str) -> String {
    if text.starts_with('−') { format!("({text})") } else { text.to_owned() }
}
