//! Evaluation of expressions over readings, in ranges and in conditions that may be open.

use rust_decimal::{Decimal, RoundingStrategy};

use super::Range;
use super::peers::{self, Peers};
use super::reading::{Reading, Readings};
use super::values::Values;
use crate::scheme::expr::{Function, Op, ValuePart};
use crate::scheme::rounding::Mode;
use crate::scheme::{Expr, ValueRef};

/// Evaluates expressions and remembers what it met on the way.
pub(super) struct Eval<'a> {
    measures: &'a [Reading],
    /// The units scored together with this one; without them nothing is known of those.
    peers: Option<&'a Peers>,
    /// The columns of the row that is computed, if one is.
    own: &'a [Range],
    /// Whether anything it read was recorded.
    pub touched: bool,
    /// Whether something had no value for certain: a zero divisor, the mean of nothing.
    pub undefined: bool,
}

impl<'a> Eval<'a> {
    pub(super) fn new(measures: &'a [Reading], peers: Option<&'a Peers>) -> Self {
        Self { measures, peers, own: &[], touched: false, undefined: false }
    }

    /// Within one row of a table, over its columns alone.
    pub(super) fn of_row(own: &'a [Range]) -> Self {
        Self { own, ..Self::new(&[], None) }
    }

    /// Over everything that is read of a unit.
    pub(super) fn of(readings: &'a Readings) -> Self {
        Self::new(&readings.measures, readings.peers.as_deref())
    }

    /// What is known of a number, without the noise of divisions.
    pub(super) fn value(&mut self, expr: &Expr) -> Range {
        self.number(expr).settled()
    }

    /// The readings it evaluates over.
    pub(super) fn measures(&self) -> &'a [Reading] {
        self.measures
    }

    /// One value of a measure.
    pub(super) fn part(&mut self, measure: usize, part: ValuePart) -> Range {
        self.read(ValueRef { measure, part }).sum.settled()
    }

    fn number(&mut self, expr: &Expr) -> Range {
        match expr {
            Expr::Number { value, .. } => Range::exactly(*value),
            Expr::Value(name) => self.read(*name).sum,
            Expr::Negate(inner) => self.number(inner).negated(),
            Expr::Binary(op, left, right) => {
                let (a, b) = (self.number(left), self.number(right));
                match op {
                    Op::Add => a.plus(b),
                    Op::Subtract => a.minus(b),
                    Op::Multiply => a.times(b),
                    Op::Divide => {
                        self.undefined |= b.known() == Some(Decimal::ZERO);
                        a.over(b)
                    }
                    // The parser lets no condition stand where a number is needed.
                    _ => Range::ANY,
                }
            }
            Expr::Call(function, args) => self.call(*function, args),
            Expr::Not(_) => Range::ANY,
        }
    }

    fn call(&mut self, function: Function, args: &[Expr]) -> Range {
        match (function, args) {
            (Function::Abs, [x]) => self.number(x).absolute(),
            (Function::Round | Function::Floor | Function::Ceil, [x, rest @ ..]) => {
                let places = match rest {
                    [Expr::Number { value, .. }] => u32::try_from(*value).unwrap_or(0),
                    _ => 0,
                };
                self.value(x).rising(|d| cut(function, d, places))
            }
            (f, [x]) if f.conversion().is_some() => {
                let (op, factor) = f.conversion().unwrap_or((Op::Multiply, Decimal::ONE));
                let (x, factor) = (self.number(x), Range::exactly(factor));
                if op == Op::Divide { x.over(factor) } else { x.times(factor) }
            }
            (f, [x]) if f.is_peer() => self.among_peers(f, x),
            (Function::If, [when, then, otherwise]) => match self.condition(when) {
                Some(true) => self.number(then),
                Some(false) => self.number(otherwise),
                None => self.number(then).hull(self.number(otherwise)),
            },
            (f, args) if f.is_aggregate() => self.aggregate(f, args),
            _ => Range::ANY,
        }
    }

    /// Whether the unit has a value of its own decides whether it is one of the set, not whether
    /// what the set says can be told.
    fn among_peers(&mut self, function: Function, of: &Expr) -> Range {
        let mut own = Self::new(self.measures, None);
        let value = own.value(of);
        self.touched |= own.touched;
        match self.peers {
            Some(peers) => peers.value(function, of, value, !own.undefined),
            None => peers::unknown(function),
        }
    }

    /// `min max sum mean count` over values and columns alike. Columns that are empty for
    /// certain are left out; where nothing at all may be left, only `sum` and `count` have a value.
    fn aggregate(&mut self, function: Function, args: &[Expr]) -> Range {
        let nothing = Range::exactly(Decimal::ZERO);
        let mut all: Option<Values> = None;
        for arg in args {
            let next = match arg {
                Expr::Value(name) => self.read(*name),
                other => Values::one(self.number(other)),
            };
            all = match all {
                None => Some(next),
                Some(before) => Some(before.with(next)),
            };
        }
        let Some(all) = all else { return Range::ANY };
        match function {
            Function::Sum => return all.sum,
            Function::Count => return all.count,
            _ => {}
        }
        if all.count.holds(Decimal::ZERO) {
            self.undefined |= all.count == nothing;
            return Range::ANY;
        }
        match function {
            Function::Min => all.min,
            Function::Max => all.max,
            _ => all.sum.over(all.count),
        }
    }

    fn read(&mut self, name: ValueRef) -> Values {
        if let ValuePart::Own(column) = name.part {
            return Values::one(self.own.get(column).copied().unwrap_or(Range::ANY));
        }
        let Some(reading) = self.measures.get(name.measure) else { return Values::one(Range::ANY) };
        self.touched |= reading.is_touched();
        match name.part {
            ValuePart::Column(column) => reading.column(column),
            part => Values::one(reading.value(part)),
        }
    }

    /// Whether a condition holds; `None` while that is open.
    pub(super) fn condition(&mut self, expr: &Expr) -> Option<bool> {
        match expr {
            Expr::Not(inner) => self.condition(inner).map(|c| !c),
            Expr::Binary(Op::And, left, right) => match (self.condition(left), self.condition(right)) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            },
            Expr::Binary(Op::Or, left, right) => match (self.condition(left), self.condition(right)) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (Some(false), Some(false)) => Some(false),
                _ => None,
            },
            Expr::Binary(op, left, right) => {
                let (a, b) = (self.value(left), self.value(right));
                compare(*op, a, b)
            }
            Expr::Call(Function::If, args) => match args.as_slice() {
                [when, then, otherwise] => match self.condition(when) {
                    Some(true) => self.condition(then),
                    Some(false) => self.condition(otherwise),
                    None => {
                        let (a, b) = (self.condition(then), self.condition(otherwise));
                        a.filter(|_| a == b)
                    }
                },
                _ => None,
            },
            _ => None,
        }
    }
}

/// A number cut to its places.
fn cut(function: Function, value: Decimal, places: u32) -> Decimal {
    let strategy = match function {
        Function::Floor => RoundingStrategy::ToNegativeInfinity,
        Function::Ceil => RoundingStrategy::ToPositiveInfinity,
        _ => return Mode::HalfUp.round(value, places),
    };
    value.round_dp_with_strategy(places, strategy)
}

fn compare(op: Op, a: Range, b: Range) -> Option<bool> {
    let below = |a: Range, b: Range| a.high.zip(b.low).is_some_and(|(x, y)| x < y);
    let at_most = |a: Range, b: Range| a.high.zip(b.low).is_some_and(|(x, y)| x <= y);
    let decide = |yes: bool, no: bool| if yes { Some(true) } else { no.then_some(false) };
    let same = || match (a.known(), b.known()) {
        (Some(x), Some(y)) => Some(x == y),
        _ => decide(false, below(a, b) || below(b, a)),
    };
    match op {
        Op::Equal => same(),
        Op::Unequal => same().map(|s| !s),
        Op::Less => decide(below(a, b), at_most(b, a)),
        Op::AtMost => decide(at_most(a, b), below(b, a)),
        Op::Greater => decide(below(b, a), at_most(a, b)),
        Op::AtLeast => decide(at_most(b, a), below(a, b)),
        _ => None,
    }
}
