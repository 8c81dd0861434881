//! What a set of units says of a value: its mean, its ends, how many there are, and the rank of
//! one among them; and the mean score of an indicator.
//!
//! A [`Census`] says what must be asked of every unit before any of them can be scored; the
//! answers together make [`Peers`]. Which units there are and how they are gone through is
//! decided elsewhere. What is not known of one unit makes ranges for all, and those hold the
//! truth whatever is found out:
//!
//! - the unit itself is one of the set;
//! - a unit stays out where its value has none for certain (a zero divisor, the mean of nothing),
//!   and where every indicator that asks for the value does not apply to it;
//! - rank 1 is the largest value, and units of the same value share a rank: one more than there
//!   are units with a larger value (1, 2, 2, 4). The rank of `-x` makes the smallest value first.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::eval::Eval;
use super::reading::readings_among;
use super::{Range, Scorecard, Span, compute};
use crate::ledger::Recorded;
use crate::scheme::expr::Function;
use crate::scheme::{Expr, MeasureKind, NotApplicable, Paths, Rule, Scheme};

/// What all units say together.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Peers {
    /// The values asked for and what is known of each.
    values: Vec<(Expr, Set)>,
    /// Per indicator: the mean of its points, where it is asked for.
    means: Vec<Option<Range>>,
}

/// What one unit says of one value; `None` if it stays out.
pub type Answer = Option<Said>;

/// A value of one unit of the set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    value: Range,
    /// Whether the unit belongs to the set for certain.
    certain: bool,
}

/// The values of all units.
#[derive(Debug, Clone, PartialEq, Default)]
struct Set {
    /// Lower ends, ascending, of units that belong to the set for certain; open ends left out.
    certain_lows: Vec<Decimal>,
    /// Upper ends, ascending; open ends left out.
    highs: Vec<Decimal>,
    /// How many units belong for certain, and how many may.
    count: (usize, usize),
    mean: Range,
    min: Range,
    max: Range,
}

impl Set {
    fn of(answers: &(impl Iterator<Item = Said> + Clone)) -> Self {
        let certain = || answers.clone().filter(|s| s.certain).map(|s| s.value);
        let all = || answers.clone().map(|s| s.value);
        let ascending = |ends: &mut Vec<Decimal>| ends.sort_unstable();
        let mut certain_lows: Vec<Decimal> = certain().filter_map(|v| v.low).collect();
        let mut highs: Vec<Decimal> = all().filter_map(|v| v.high).collect();
        ascending(&mut certain_lows);
        ascending(&mut highs);
        let count = (certain().count(), all().count());
        let hull = all().reduce(Range::hull).unwrap_or(Range::ANY);
        let sum = all().fold(Range::exactly(Decimal::ZERO), Range::plus);
        let settled = count.0 == count.1 && count.0 > 0;
        // Some of the certain ones are there; those that may join can only move the ends outward.
        let least = certain().map(|v| v.high).reduce(|a, b| a.zip(b).map(|(a, b)| a.min(b)).or(a).or(b));
        let most = certain().map(|v| v.low).reduce(|a, b| a.zip(b).map(|(a, b)| a.max(b)).or(a).or(b));
        Self {
            mean: if settled { sum.over(Range::exactly(Decimal::from(count.0))) } else { hull },
            min: Range { low: hull.low, high: least.flatten().or(hull.high) },
            max: Range { low: most.flatten().or(hull.low), high: hull.high },
            certain_lows,
            highs,
            count,
        }
    }

    /// Between how many units of a larger value there are for certain and how many there may be.
    fn rank(&self, own: Range, is_in: bool) -> Range {
        let larger = |ends: &[Decimal], than: Decimal| ends.len() - ends.partition_point(|e| *e <= than);
        let certain = own.high.map_or(0, |high| larger(&self.certain_lows, high));
        let open = self.count.1 - self.highs.len();
        let possible = own.low.map_or(self.count.1, |low| open + larger(&self.highs, low));
        // The unit is not larger than itself.
        let itself = usize::from(is_in && own.known().is_none());
        let rank = |larger: usize| Decimal::from(larger + 1);
        Range::between(rank(certain), rank(possible.saturating_sub(itself).max(certain)))
    }
}

impl Peers {
    /// What `function` makes of the value that `of` computes, for a unit whose own is `own`;
    /// `is_in` says whether that unit is one of the set.
    pub(super) fn value(&self, function: Function, of: &Expr, own: Range, is_in: bool) -> Range {
        let Some((_, set)) = self.values.iter().find(|(expr, _)| expr == of) else {
            return unknown(function);
        };
        match function {
            Function::PeerMean => set.mean,
            Function::PeerMin => set.min,
            Function::PeerMax => set.max,
            Function::Rank => set.rank(own, is_in),
            _ => Range::between(Decimal::from(set.count.0), Decimal::from(set.count.1)),
        }
    }

    /// The mean of an indicator's points over the units to which it applies.
    pub(super) fn mean_of(&self, indicator: usize) -> Option<Range> {
        self.means.get(indicator).copied().flatten()
    }
}

/// What can be said of a unit alone.
pub(super) const fn unknown(function: Function) -> Range {
    match function {
        Function::Rank | Function::PeerCount => Range { low: Some(Decimal::ONE), high: None },
        _ => Range::ANY,
    }
}

/// Whether the score of a rule depends on other units.
pub(super) fn depends(scheme: &Scheme, rule: &Rule) -> bool {
    rule.expressions().any(|expr| reads_peers(scheme, expr))
}

/// Whether an expression asks for other units, itself or through formulas.
pub fn reads_peers(scheme: &Scheme, expr: &Expr) -> bool {
    let mut found = false;
    expr.visit(&mut |node| match node {
        Expr::Call(function, _) => found |= function.is_peer(),
        Expr::Value(name) => {
            if let MeasureKind::Formula { expr, .. } = &scheme.measures[name.measure].kind {
                found |= reads_peers(scheme, expr);
            }
        }
        _ => {}
    });
    found
}

/// What must be asked of every unit before any can be scored.
#[derive(Debug)]
pub struct Census<'a> {
    scheme: &'a Scheme,
    paths: Paths,
    /// Values asked for, with the indicators whose rules ask for them; none for a formula's.
    values: Vec<(&'a Expr, Vec<usize>)>,
    /// Indicators whose mean score is asked for.
    means: Vec<usize>,
}

impl<'a> Census<'a> {
    /// What `scheme` asks for.
    pub fn of(scheme: &'a Scheme) -> Self {
        let mut census = Self { scheme, paths: Paths::of(scheme), values: Vec::new(), means: Vec::new() };
        for (n, rule) in scheme.indicators.iter().enumerate().filter_map(|(n, i)| Some((n, i.rule.as_ref()?)))
        {
            rule.expressions().for_each(|expr| census.ask(expr, Some(n)));
            if rule.not_applicable.unwrap_or(scheme.not_applicable) == NotApplicable::PeerMean {
                census.means.push(n);
            }
        }
        for measure in &scheme.measures {
            if let MeasureKind::Formula { expr, .. } = &measure.kind {
                census.ask(expr, None);
            }
        }
        scheme.grades.iter().filter_map(|g| g.when.as_ref()).for_each(|when| census.ask(when, None));
        census
    }

    fn ask(&mut self, expr: &'a Expr, indicator: Option<usize>) {
        match expr {
            Expr::Number { .. } | Expr::Value(_) => {}
            Expr::Negate(inner) | Expr::Not(inner) => self.ask(inner, indicator),
            Expr::Binary(_, left, right) => {
                self.ask(left, indicator);
                self.ask(right, indicator);
            }
            Expr::Call(function, args) if function.is_peer() => {
                for arg in args {
                    match self.values.iter_mut().find(|(known, _)| *known == arg) {
                        // Asked for by something that always applies: nobody stays out.
                        Some((_, readers)) if indicator.is_none() || readers.is_empty() => readers.clear(),
                        Some((_, readers)) => readers.extend(indicator),
                        None => self.values.push((arg, indicator.into_iter().collect())),
                    }
                }
            }
            Expr::Call(_, args) => args.iter().for_each(|arg| self.ask(arg, indicator)),
        }
    }

    /// Whether any unit can be scored only after all have been asked.
    pub fn is_needed(&self) -> bool {
        self.asks_values() || self.asks_scores()
    }

    /// Whether values are asked for.
    pub fn asks_values(&self) -> bool {
        !self.values.is_empty()
    }

    /// Whether scores are asked for.
    pub fn asks_scores(&self) -> bool {
        !self.means.is_empty()
    }

    /// What a unit says of the values.
    pub fn values(&self, facts: &impl Recorded) -> Vec<Answer> {
        let readings = readings_among(self.scheme, &self.paths, facts, None);
        let answer = |(expr, readers): &(&Expr, Vec<usize>)| {
            let off = |n: &usize| readings.not_applicable[*n];
            if !readers.is_empty() && readers.iter().all(off) {
                return None;
            }
            let mut eval = Eval::of(&readings);
            let value = eval.value(expr);
            let applies = readers.is_empty() || readers.iter().any(|n| !off(n) && !readings.open.contains(n));
            (!eval.undefined).then_some(Said { value, certain: applies && value != Range::ANY })
        };
        self.values.iter().map(answer).collect()
    }

    /// What a unit's scores say of the indicators whose means are asked for.
    pub fn scores(&self, facts: &impl Recorded, peers: &Arc<Peers>) -> Vec<Answer> {
        let readings = readings_among(self.scheme, &self.paths, facts, Some(peers));
        let card = compute(self.scheme, &readings, None);
        let answer = |&n: &usize| {
            let Span { low, high } = card.scores[n].points;
            let said = Said { value: Range::between(low, high), certain: !readings.open.contains(&n) };
            (!readings.not_applicable[n]).then_some(said)
        };
        self.means.iter().map(answer).collect()
    }

    /// What all units say of the values; one list of answers for each unit.
    pub fn peers(&self, answers: &[Vec<Answer>]) -> Peers {
        let set = |n: usize| Set::of(&answers.iter().filter_map(move |unit| unit[n]));
        let values = self.values.iter().enumerate().map(|(n, (expr, _))| ((*expr).clone(), set(n)));
        Peers { values: values.collect(), means: Vec::new() }
    }

    /// The same with the means of scores.
    #[must_use]
    pub fn with_means(&self, mut peers: Peers, answers: &[Vec<Answer>]) -> Peers {
        peers.means = vec![None; self.scheme.indicators.len()];
        for (n, indicator) in self.means.iter().enumerate() {
            let set = Set::of(&answers.iter().filter_map(|unit| unit[n]));
            peers.means[*indicator] = (set.count.1 > 0).then_some(set.mean);
        }
        peers
    }
}

/// Scores a unit among its peers.
pub fn score_among(
    scheme: &Scheme,
    paths: &Paths,
    facts: &impl Recorded,
    peers: Option<&Arc<Peers>>,
) -> Scorecard {
    compute(scheme, &readings_among(scheme, paths, facts, peers), None)
}
