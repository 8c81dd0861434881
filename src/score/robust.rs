//! How the total and the grade behave when weights move, when points are rounded in another way,
//! when deductions that nothing supports are taken back or doubled, and, in [`sampled`], when a
//! survey's figure lies elsewhere within its interval.
//!
//! Weights: a leaf earns the share of its full marks that its printed points are. Its weight is
//! multiplied by `1 + d`, those of all others by one factor so that all still add up to full
//! marks. The total is then linear in `d`,
//!
//! ```text
//! total(d) = total + d × (points − weight × (total − points) ÷ (full − weight))
//! ```
//!
//! so that its ends and the `d` at which the grade changes are solved and not searched for. Points
//! are not rounded again. All weights together are a fraction of two sums, whose extremes lie
//! where every leaf with a larger share than some bound has its most weight and every other its
//! least; those are exact, too. Only how often each grade comes is simulated, from a seed.

mod sampled;

pub use sampled::{CountReach, Reach, Sampled, sampled};

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{Graded, NoticeKind, Readings, Scorecard, Span, compute, readings};
use crate::ledger::Facts;
use crate::scheme::rounding::{Mode, Of};
use crate::scheme::{MeasureKind, Rounding, Scheme};

/// One weight moved, the others after it.
#[derive(Debug, Clone, PartialEq)]
pub struct Swing {
    /// The leaf.
    pub leaf: usize,
    /// The total with the smallest weight.
    pub less: Span,
    /// The total with the largest weight.
    pub more: Span,
    /// The nearest moves of the weight, down and up, at which the grade changes, as shares of it:
    /// −0.25 is a quarter less. `None` where none does, or the total is open.
    pub flips: [Option<Decimal>; 2],
}

impl Swing {
    /// Between the lowest and the highest total.
    pub fn width(&self) -> Decimal {
        (self.more.high.max(self.less.high)) - self.more.low.min(self.less.low)
    }
}

/// The total and the grade in another way of rounding.
#[derive(Debug, Clone, PartialEq)]
pub struct Rounded {
    /// The way.
    pub rounding: Rounding,
    /// The total.
    pub total: Span,
    /// The grade.
    pub grade: Graded,
}

/// What a deduction is that nothing supports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ground {
    /// A bare total beyond the rows listed: so many are not described.
    Undescribed {
        /// Index of the measure.
        measure: usize,
        /// How many.
        count: u64,
    },
    /// A condition said not to be met, or to be met in part only, with neither note nor source.
    Bare {
        /// Index of the measure.
        measure: usize,
        /// Index of the item.
        item: usize,
        /// Whether it is met in part.
        is_partly: bool,
    },
}

/// A deduction that nothing supports, or all of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Unsupported {
    /// What; `None` for all of them together.
    pub ground: Option<Ground>,
    /// Points it costs.
    pub cost: Decimal,
    /// The total without it.
    pub removed: Span,
    /// The total with as much taken off again, each leaf down to none.
    pub doubled: Span,
}

/// How often each grade comes when all weights move at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Simulation {
    /// Where the draws start; the same seed gives the same draws.
    pub seed: u64,
    /// How many draws.
    pub draws: u32,
    /// Per grade of the scheme: how often the lowest possible total earns it.
    pub low: Vec<u32>,
    /// Per grade of the scheme: how often the highest possible total earns it.
    pub high: Vec<u32>,
}

/// Draws of a simulation.
pub const DRAWS: u32 = 10_000;

/// What a leaf earns of its full marks.
struct Leaf {
    index: usize,
    points: Span,
    weight: Decimal,
}

/// The leaves that have marks to earn.
fn leaves(scheme: &Scheme, card: &Scorecard) -> Vec<Leaf> {
    let leaf = |index: usize| {
        let score = card.scores[index];
        Leaf { index, points: score.points, weight: score.max }
    };
    scheme.leaves().map(leaf).filter(|l| l.weight > Decimal::ZERO).collect()
}

fn sum(leaves: &[Leaf]) -> (Span, Decimal) {
    let zero = (Span::default(), Decimal::ZERO);
    leaves.iter().fold(zero, |(points, full), l| (points.plus(l.points), full + l.weight))
}

/// Each weight moved by `share` of itself either way (0.1 is ±10 %), the widest swing first.
pub fn swings(scheme: &Scheme, card: &Scorecard, share: Decimal) -> Vec<Swing> {
    let leaves = leaves(scheme, card);
    let (total, full) = sum(&leaves);
    let swing = |leaf: &Leaf| {
        let others = full - leaf.weight;
        let most = (full - leaf.weight).checked_div(leaf.weight).unwrap_or_default();
        let slope = |total: Decimal, points: Decimal| {
            let lost = (leaf.weight * (total - points)).checked_div(others).unwrap_or_default();
            points - lost
        };
        let slopes = (slope(total.low, leaf.points.low), slope(total.high, leaf.points.high));
        let at = |d: Decimal| Span {
            low: (total.low + d * slopes.0).round_dp(FIRM),
            high: (total.high + d * slopes.1).round_dp(FIRM),
        };
        let flips = total.known().map_or([None; 2], |t| flips(scheme, t, slopes.0, most));
        Swing { leaf: leaf.index, less: at(-share.min(Decimal::ONE)), more: at(share.min(most)), flips }
    };
    let mut swings: Vec<Swing> =
        if leaves.len() > 1 { leaves.iter().map(swing).collect() } else { Vec::new() };
    swings.sort_by_key(|s| std::cmp::Reverse(s.width()));
    swings
}

/// Decimals behind which a digit is noise of a division.
const FIRM: u32 = 18;

/// The nearest moves down and up at which the grade is another one. Along a line that is where it
/// meets the nearest edge above or below.
fn flips(scheme: &Scheme, total: Decimal, slope: Decimal, most: Decimal) -> [Option<Decimal>; 2] {
    let mut flips = [None, None];
    let now = scheme.grades.iter().position(|g| g.takes(total));
    for edge in scheme.grades.iter().filter_map(|g| g.low) {
        let Some(d) = (edge.at - total).checked_div(slope).map(|d| d.round_dp(FIRM)) else { continue };
        // On the edge itself, or, where it is part of the present grade, right behind it.
        let hair = Decimal::new(if d.is_sign_negative() { -1 } else { 1 }, 9);
        let behind = total + (d + hair) * slope;
        let changes = scheme.grades.iter().position(|g| g.takes(behind)) != now;
        let side = usize::from(d > Decimal::ZERO);
        if !changes || d.is_zero() || d < -Decimal::ONE || d > most {
            continue;
        }
        let nearer = |known: Decimal| d.abs() < known.abs();
        if flips[side].is_none_or(nearer) {
            flips[side] = Some(d);
        }
    }
    flips
}

/// The lowest and the highest total with every weight anywhere within ±`share` of itself, all
/// together made to add up to full marks again.
pub fn extremes(scheme: &Scheme, card: &Scorecard, share: Decimal) -> Span {
    let leaves = leaves(scheme, card);
    let low = extreme(&leaves, |l| l.points.low, share, false);
    let high = extreme(&leaves, |l| l.points.high, share, true);
    Span { low, high }
}

fn extreme(leaves: &[Leaf], end: impl Fn(&Leaf) -> Decimal, share: Decimal, up: bool) -> Decimal {
    let full: Decimal = leaves.iter().map(|l| l.weight).sum();
    let ratio = |l: &Leaf| end(l).checked_div(l.weight).unwrap_or_default();
    let mut order: Vec<&Leaf> = leaves.iter().collect();
    order.sort_by_key(|l| ratio(l));
    if up {
        order.reverse();
    }
    let share = share.clamp(Decimal::ZERO, Decimal::ONE);
    let total = |heavy: usize| {
        let factor = |n: usize| if n < heavy { Decimal::ONE + share } else { Decimal::ONE - share };
        let (mut points, mut weights) = (Decimal::ZERO, Decimal::ZERO);
        for (n, leaf) in order.iter().enumerate() {
            points += end(leaf) * factor(n);
            weights += leaf.weight * factor(n);
        }
        (points * full).checked_div(weights).map(|t| t.round_dp(FIRM))
    };
    let totals = (0..=order.len()).filter_map(total);
    if up { totals.max() } else { totals.min() }.unwrap_or_default()
}

/// Draws all weights at once, each anywhere within ±`share` of itself with the same chance, and
/// counts the grades. Whole numbers throughout, so that a seed gives the same everywhere.
pub fn simulate(scheme: &Scheme, card: &Scorecard, share: Decimal, seed: u64, draws: u32) -> Simulation {
    let leaves = leaves(scheme, card);
    let (_, full) = sum(&leaves);
    let millionths = |d: Decimal| (d * Decimal::from(MILLION)).round().to_i128().unwrap_or_default();
    let parts: Vec<[i128; 3]> =
        leaves.iter().map(|l| [l.points.low, l.points.high, l.weight].map(millionths)).collect();
    let reach = (share * Decimal::from(TENTHS)).round().to_u64().unwrap_or_default().min(TENTHS);
    let mut random = Random(seed);
    let none = vec![0; scheme.grades.len()];
    let mut found = Simulation { seed, draws, low: none.clone(), high: none };
    for _ in 0..draws {
        let mut sums = [0i128; 3];
        for part in &parts {
            let factor = i128::from(TENTHS - reach + random.below(2 * reach + 1));
            for (sum, value) in sums.iter_mut().zip(part) {
                *sum += value * factor;
            }
        }
        let total = |points: i128| {
            let points = Decimal::from_i128_with_scale(points, 0) * full;
            points.checked_div(Decimal::from_i128_with_scale(sums[2], 0)).unwrap_or_default().round_dp(FIRM)
        };
        let ends = [total(sums[0]), total(sums[1])];
        for (total, counts) in ends.into_iter().zip([&mut found.low, &mut found.high]) {
            if let Some(grade) = scheme.grades.iter().position(|g| g.takes(total)) {
                counts[grade] += 1;
            }
        }
    }
    found
}

const MILLION: u32 = 1_000_000;
/// Steps of a weight's factor: tenths of a thousandth.
const TENTHS: u64 = 10_000;

/// The generator `SplitMix64` by its published constants: small, and the same on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `n`; the chances differ by less than one in 2⁴⁰ for the `n` used here.
    fn below(&mut self, n: u64) -> u64 {
        u64::try_from((u128::from(self.next()) * u128::from(n)) >> 64).unwrap_or_default()
    }
}

/// The total and the grade in every way of rounding, with the places of the record. Rules that
/// have a way of their own keep it.
pub fn roundings(scheme: &Scheme, readings: &Readings, card: &Scorecard) -> Vec<Rounded> {
    let habits = [Of::Score, Of::Deduction].into_iter().flat_map(|of| Mode::ALL.map(|mode| (of, mode)));
    let rounded = |(of, mode)| {
        let rounding = Rounding { of, mode, places: card.rounding.places };
        let other = compute(scheme, readings, Some(rounding));
        Rounded { rounding, total: other.total.points, grade: other.grade }
    };
    habits.map(rounded).collect()
}

/// The deductions that nothing supports, one by one and, where there are several, all together,
/// which come last.
pub fn unsupported(
    scheme: &Scheme,
    facts: &Facts,
    readings: &Readings,
    card: &Scorecard,
) -> Vec<Unsupported> {
    let mut grounds: Vec<(Ground, (String, String))> = Vec::new();
    for notice in &readings.notices {
        if let (NoticeKind::Undescribed { stated, listed }, Some(measure)) =
            (&notice.kind, scheme.measure(&notice.path))
        {
            let path = format!("{}.total", notice.path);
            grounds
                .push((Ground::Undescribed { measure, count: stated - listed }, (path, listed.to_string())));
        }
    }
    for (measure, spec) in scheme.measures.iter().enumerate() {
        let MeasureKind::Checklist(items) = &spec.kind else { continue };
        for (item, of) in items.iter().enumerate() {
            let path = format!("{}.{}", spec.id, of.id);
            let state = facts.get(&path);
            let is_partly = state == Some("partly");
            let bare = ["note", "source"].iter().all(|kind| facts.get(&format!("{path}@{kind}")).is_none());
            if bare && (is_partly || state == Some("unmet")) {
                grounds.push((Ground::Bare { measure, item, is_partly }, (path, "met".to_owned())));
            }
        }
    }
    let mut all = Vec::new();
    let mut found: Vec<Unsupported> = Vec::new();
    for (ground, set) in grounds {
        let one = without(scheme, facts, card, std::slice::from_ref(&set));
        // What costs nothing is no deduction: an unplanned surplus, say.
        if one.cost > Decimal::ZERO {
            found.push(Unsupported { ground: Some(ground), ..one });
            all.push(set);
        }
    }
    if all.len() > 1 {
        found.push(without(scheme, facts, card, &all));
    }
    found
}

fn without(scheme: &Scheme, facts: &Facts, card: &Scorecard, sets: &[(String, String)]) -> Unsupported {
    let mut other = facts.clone();
    for (path, value) in sets {
        other.set(path, Some(value));
    }
    let removed = compute(scheme, &readings(scheme, &other), None);
    // Each leaf loses again what it lost, down to none.
    let again = scheme.leaves().map(|n| {
        let (now, then) = (card.scores[n].points, removed.scores[n].points);
        let off = |now: Decimal, then: Decimal| (then - now).max(Decimal::ZERO).min(now);
        Span { low: off(now.low, then.low), high: off(now.high, then.high) }
    });
    let again = again.fold(Span::default(), Span::plus);
    let total = card.total.points;
    Unsupported {
        ground: None,
        cost: removed.total.points.low - total.low,
        removed: removed.total.points,
        doubled: Span { low: total.low - again.low, high: total.high - again.high },
    }
}

#[cfg(test)]
mod tests {
    use super::Random;

    #[test]
    fn the_generator_gives_its_published_numbers() {
        // The first outputs that are published for the seed 1234567.
        let mut random = Random(1_234_567);
        let first: Vec<u64> = (0..3).map(|_| random.next()).collect();
        assert_eq!(first, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }
}
