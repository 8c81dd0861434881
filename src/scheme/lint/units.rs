//! Whether the units in expressions fit: a unit is a dimension and a scale.
//!
//! Money and shares come in several scales; any other word is a dimension of its own. What is
//! multiplied or divided by a bare number has no known unit any more, so an explicit factor is
//! always taken; conversions say what they take and give.

use rust_decimal::Decimal;

use crate::scheme::expr::{Function, Op, ValuePart};
use crate::scheme::indicator::{Curve, Input};
use crate::scheme::measure::{ColumnKind, Unit};
use crate::scheme::problem::RATIO;
use crate::scheme::{Expr, Fault, MeasureKind, Place, Problem, Scheme, ValueRef};

/// Units of money and the power of ten of each against the yuan.
const MONEY: [(&str, i8); 5] = [
    ("\u{5143}", 0),
    ("\u{5343}\u{5143}", 3),
    ("\u{4E07}\u{5143}", 4),
    ("\u{767E}\u{4E07}\u{5143}", 6),
    ("\u{4EBF}\u{5143}", 8),
];
/// Units of a share and the power of ten of each against the ratio.
const SHARE: [(&str, i8); 4] =
    [("%", -2), ("\u{FF05}", -2), ("\u{767E}\u{5206}\u{70B9}", -2), ("\u{2030}", -3)];
/// The largest edge of a curve over a ratio that is still believed: ten times the whole.
const LARGEST_RATIO: Decimal = Decimal::TEN;

/// What a number is a number of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sense<'a> {
    /// Money at a scale.
    Money(i8),
    /// A share at a scale; 0 is a ratio.
    Share(i8),
    /// Anything else, by its word.
    Word(&'a str),
}

const RATIO_SENSE: Sense = Sense::Share(0);
const PERCENT: Sense = Sense::Share(-2);

impl Sense<'_> {
    fn name(self) -> String {
        let find =
            |all: &[(&str, i8)], scale| all.iter().find(|(_, s)| *s == scale).map(|(w, _)| (*w).to_owned());
        match self {
            Self::Money(scale) => find(&MONEY, scale).unwrap_or_default(),
            Self::Share(0) => RATIO.to_owned(),
            Self::Share(scale) => find(&SHARE, scale).unwrap_or_default(),
            Self::Word(word) => word.to_owned(),
        }
    }
}

/// Sums, differences and comparisons of unlike units, ratios of unlike units of money, conversions
/// of something else, and edges of curves that are percentages where values are ratios.
pub(super) fn check(scheme: &Scheme, problems: &mut Vec<Problem>) {
    for indicator in &scheme.indicators {
        let mut checker = Checker { scheme, id: &indicator.id, place: indicator.place, problems };
        let Some(rule) = &indicator.rule else { continue };
        rule.expressions().for_each(|expr| {
            checker.sense(expr);
        });
        for part in &rule.parts {
            if let Input::Curve { value, curve } = &part.input {
                checker.edges(value, curve);
            }
        }
    }
    for measure in &scheme.measures {
        if let MeasureKind::Formula { expr, unit } = &measure.kind {
            let mut checker = Checker { scheme, id: &measure.id, place: measure.place, problems };
            let found = checker.sense(expr);
            checker.alike(found, of_formula(unit));
        }
    }
}

struct Checker<'a, 'p> {
    scheme: &'a Scheme,
    id: &'a str,
    place: Place,
    problems: &'p mut Vec<Problem>,
}

impl<'a> Checker<'a, '_> {
    /// Reports two senses that are known and differ; returns what is known of both.
    fn alike(&mut self, left: Option<Sense<'a>>, right: Option<Sense<'a>>) -> Option<Sense<'a>> {
        if let (Some(a), Some(b)) = (left, right)
            && a != b
        {
            let fault = Fault::UnitMismatch { id: self.id.to_owned(), left: a.name(), right: b.name() };
            let problem = Problem { place: self.place, fault };
            if !self.problems.contains(&problem) {
                self.problems.push(problem);
            }
        }
        left.or(right)
    }

    /// The sense of an expression, where it is known.
    fn sense(&mut self, expr: &'a Expr) -> Option<Sense<'a>> {
        match expr {
            Expr::Number { percent, .. } => percent.then_some(RATIO_SENSE),
            Expr::Value(name) => of_value(self.scheme, *name),
            Expr::Negate(inner) => self.sense(inner),
            Expr::Not(inner) => {
                self.sense(inner);
                None
            }
            Expr::Binary(op, left, right) => {
                let (a, b) = (self.sense(left), self.sense(right));
                self.binary(*op, a, b)
            }
            Expr::Call(function, args) => self.call(*function, args),
        }
    }

    fn binary(&mut self, op: Op, a: Option<Sense<'a>>, b: Option<Sense<'a>>) -> Option<Sense<'a>> {
        match (op, a, b) {
            (Op::Add | Op::Subtract, ..) => self.alike(a, b),
            (Op::Multiply, Some(RATIO_SENSE), other) | (Op::Multiply, other, Some(RATIO_SENSE)) => other,
            (Op::Divide, Some(x), Some(y)) => {
                if matches!((x, y), (Sense::Money(_), Sense::Money(_)) | (Sense::Share(_), Sense::Share(_))) {
                    self.alike(a, b);
                }
                if x == y { Some(RATIO_SENSE) } else { a.filter(|_| y == RATIO_SENSE) }
            }
            (Op::Multiply | Op::Divide | Op::And | Op::Or, ..) => None,
            _ => {
                self.alike(a, b);
                None
            }
        }
    }

    fn call(&mut self, function: Function, args: &'a [Expr]) -> Option<Sense<'a>> {
        let senses: Vec<Option<Sense>> = args.iter().map(|arg| self.sense(arg)).collect();
        let first = senses.first().copied().flatten();
        let (takes, gives) = match function {
            Function::ToWan => (Sense::Money(0), Sense::Money(4)),
            Function::ToYuan => (Sense::Money(4), Sense::Money(0)),
            Function::ToRatio => (PERCENT, RATIO_SENSE),
            Function::ToPercent => (RATIO_SENSE, PERCENT),
            Function::Count | Function::PeerCount | Function::Rank => return None,
            Function::If => {
                return self.alike(senses.get(1).copied().flatten(), senses.get(2).copied().flatten());
            }
            Function::Round | Function::Floor | Function::Ceil | Function::Abs => return first,
            _ => return senses.into_iter().fold(None, |all, next| self.alike(all, next)),
        };
        self.alike(first, Some(takes));
        Some(gives)
    }

    /// Edges written as ratios over a value in percent, and the other way round.
    fn edges(&mut self, value: &'a Expr, curve: &Curve) {
        let largest = match curve {
            Curve::Proportional { zero, full } => zero.abs().max(full.abs()),
            Curve::Inverse { full } => full.abs(),
            Curve::Steps { target, .. } => target.abs(),
            Curve::Bands(bands) => {
                let ends = bands.iter().flat_map(|b| [b.low, b.high]).flatten();
                ends.map(|e| e.at.abs()).max().unwrap_or_default()
            }
            Curve::Line(knots) => knots.iter().map(|k| k.value.abs()).max().unwrap_or_default(),
        };
        match self.sense(value) {
            Some(PERCENT) if !largest.is_zero() && largest <= Decimal::ONE => {
                self.alike(Some(PERCENT), Some(RATIO_SENSE));
            }
            Some(RATIO_SENSE) if largest > LARGEST_RATIO => {
                self.alike(Some(RATIO_SENSE), Some(PERCENT));
            }
            _ => {}
        }
    }
}

fn of_word(unit: &Unit) -> Option<Sense<'_>> {
    let word = unit.0.as_str();
    let scale = |all: &[(&str, i8)]| all.iter().find(|(w, _)| *w == word).map(|(_, s)| *s);
    scale(&MONEY)
        .map(Sense::Money)
        .or_else(|| scale(&SHARE).map(Sense::Share))
        .or_else(|| (!word.is_empty()).then_some(Sense::Word(word)))
}

/// A formula whose unit is a percentage holds the ratio and is only shown as a percentage.
fn of_formula(unit: &Unit) -> Option<Sense<'_>> {
    of_word(unit).map(|sense| if sense == PERCENT { RATIO_SENSE } else { sense })
}

fn of_value(scheme: &Scheme, name: ValueRef) -> Option<Sense<'_>> {
    if let (MeasureKind::Formula { unit, .. }, ValuePart::Whole) =
        (&scheme.measures[name.measure].kind, name.part)
    {
        return of_formula(unit);
    }
    let unit: &Unit = match (&scheme.measures[name.measure].kind, name.part) {
        (MeasureKind::Number(spec), ValuePart::Whole) => &spec.unit,
        (MeasureKind::Table(table), ValuePart::Planned | ValuePart::Count) => &table.unit,
        (MeasureKind::Table(table), ValuePart::Column(column) | ValuePart::Cell(_, column)) => {
            match &table.columns.get(column)?.kind {
                ColumnKind::Number(spec) => &spec.unit,
                _ => return None,
            }
        }
        _ => return None,
    };
    of_word(unit)
}
