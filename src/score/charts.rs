//! The data behind charts: bars, losses, the way down from full marks, profile, distribution.
//!
//! Owns what a chart shows and in which order, never how it is drawn: the terminal, a presenter's
//! screen and a picture read the same data. What is not known is a [`Span`], never a zero.

use std::cmp::Reverse;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{Readings, Scorecard, Span, Status};
use crate::scheme::Scheme;

/// Points of a node against its full marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bar {
    /// The indicator.
    pub indicator: usize,
    /// Points.
    pub points: Span,
    /// Full marks.
    pub max: Decimal,
}

impl Bar {
    /// The points as a share of full marks, 0 to 1; nothing where there are no marks to earn.
    pub fn share(&self) -> Option<Span> {
        let share = |d: Decimal| d.checked_div(self.max);
        Some(Span { low: share(self.points.low)?, high: share(self.points.high)? })
    }
}

/// What takes points away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// A leaf that does not earn its full marks.
    Leaf(usize),
    /// So many further leaves, taken together for want of room.
    Others(usize),
    /// What the scheme does to the sum of the leaves: levels rounded again, or the whole scaled
    /// up where indicators are left out.
    Sum,
}

/// Points taken away: `low` for certain, `high` at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loss {
    /// By what.
    pub cause: Cause,
    /// How many.
    pub lost: Span,
}

/// A step of the way down from full marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fall {
    /// What takes the points.
    pub loss: Loss,
    /// What was left before it.
    pub before: Span,
    /// What is left after it.
    pub after: Span,
}

/// The way from full marks down to the total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waterfall {
    /// Where it begins.
    pub full: Decimal,
    /// Its steps.
    pub falls: Vec<Fall>,
    /// Where it ends.
    pub total: Span,
}

/// The nodes of the first rank.
pub fn levels(scheme: &Scheme, card: &Scorecard) -> Vec<Bar> {
    scheme.children(None).map(|n| bar(card, n)).collect()
}

/// The nodes of the second rank, or of the first where a node there is a leaf: the spokes of a
/// profile. Nodes without marks to earn are left out.
pub fn profile(scheme: &Scheme, card: &Scorecard) -> Vec<Bar> {
    let nodes = scheme.children(None).flat_map(|top| {
        let mut below: Vec<usize> = scheme.children(Some(top)).collect();
        if below.is_empty() {
            below.push(top);
        }
        below
    });
    nodes.map(|n| bar(card, n)).filter(|b| b.max > Decimal::ZERO).collect()
}

fn bar(card: &Scorecard, n: usize) -> Bar {
    Bar { indicator: n, points: card.scores[n].points, max: card.scores[n].max }
}

/// The leaves that lose points or may still, most lost for certain first, then most open; leaves
/// that lose the same stay in the order of the scheme. What the scheme does to their sum stands
/// last.
pub fn losses(scheme: &Scheme, card: &Scorecard) -> Vec<Loss> {
    let of = |n: usize| {
        let score = &card.scores[n];
        let lost = Span { low: score.max - score.points.high, high: score.max - score.points.low };
        Loss { cause: Cause::Leaf(n), lost }
    };
    let mut losses: Vec<Loss> = scheme.leaves().map(of).filter(|l| l.lost != Span::default()).collect();
    losses.sort_by_key(|l| (Reverse(l.lost.low), Reverse(l.lost.high)));
    let lost = total_lost(&losses);
    let total = card.total.points;
    let rest =
        Span { low: card.total.max - total.high - lost.low, high: card.total.max - total.low - lost.high };
    if !rest.low.is_zero() || !rest.high.is_zero() {
        losses.push(Loss { cause: Cause::Sum, lost: rest });
    }
    losses
}

/// All losses together.
pub fn total_lost(losses: &[Loss]) -> Span {
    losses.iter().fold(Span::default(), |sum, l| Span {
        low: sum.low.saturating_add(l.lost.low),
        high: sum.high.saturating_add(l.lost.high),
    })
}

/// At most `most` of `losses`: the smallest leaves are taken together where there are more. What
/// the scheme does to the sum keeps a place of its own.
pub fn gathered(losses: Vec<Loss>, most: usize) -> Vec<Loss> {
    let (mut leaves, sum): (Vec<Loss>, Vec<Loss>) = losses.into_iter().partition(|l| l.cause != Cause::Sum);
    let room = most.saturating_sub(sum.len()).max(1);
    if leaves.len() > room {
        let rest = leaves.split_off(room - 1);
        leaves.push(Loss { cause: Cause::Others(rest.len()), lost: total_lost(&rest) });
    }
    leaves.extend(sum);
    leaves
}

/// The way down from full marks in at most `most` steps, in the order of [`losses`].
pub fn waterfall(scheme: &Scheme, card: &Scorecard, most: usize) -> Waterfall {
    let full = card.total.max;
    let mut now = Span { low: full, high: full };
    let falls = gathered(losses(scheme, card), most).into_iter().map(|loss| {
        let before = now;
        now = Span {
            low: before.low.saturating_sub(loss.lost.high),
            high: before.high.saturating_sub(loss.lost.low),
        };
        Fall { loss, before, after: now }
    });
    let falls = falls.collect();
    Waterfall { full, falls, total: card.total.points }
}

/// The answers to a question, for a stacked bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answers {
    /// Which questionnaire.
    pub questionnaire: usize,
    /// Which of its questions.
    pub question: usize,
    /// How many chose each choice, in the order of the scheme.
    pub choices: Vec<u64>,
    /// How many left it blank, unreadable or refused.
    pub without: u64,
    /// How many are still to be keyed.
    pub missing: u64,
}

impl Answers {
    /// All of them, the missing included.
    pub fn all(&self) -> u64 {
        self.choices.iter().sum::<u64>() + self.without + self.missing
    }

    /// Columns of each part (choices, without a choice, missing) in a bar of `columns`. They add
    /// up to the bar; what is there at all has at least one column while there is room, so that a
    /// single answer among hundreds is still seen.
    pub fn columns(&self, columns: usize) -> Vec<usize> {
        let parts: Vec<u64> = self.choices.iter().copied().chain([self.without, self.missing]).collect();
        share_out(&parts, columns)
    }
}

/// Splits `columns` in proportion to `parts`, largest remainders first; parts that are not zero
/// get at least one column where there are enough.
fn share_out(parts: &[u64], columns: usize) -> Vec<usize> {
    let all: u128 = parts.iter().map(|p| u128::from(*p)).sum();
    if all == 0 {
        return vec![0; parts.len()];
    }
    let wide = columns as u128;
    let floor = |p: u64| usize::try_from(u128::from(p) * wide / all).unwrap_or(0);
    let mut shares: Vec<usize> = parts.iter().map(|p| floor(*p)).collect();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|n| Reverse(u128::from(parts[*n]) * wide % all));
    let left = columns - shares.iter().sum::<usize>();
    order.iter().take(left).for_each(|n| shares[*n] += 1);
    for n in 0..parts.len() {
        if parts[n] > 0 && shares[n] == 0 {
            let widest = (0..shares.len()).max_by_key(|m| shares[*m]).filter(|m| shares[*m] > 1);
            if let Some(widest) = widest {
                shares[widest] -= 1;
                shares[n] = 1;
            }
        }
    }
    shares
}

/// The answers to every question of every questionnaire.
pub fn distribution(scheme: &Scheme, readings: &Readings) -> Vec<Answers> {
    let mut all = Vec::new();
    for (q, questionnaire) in scheme.questionnaires.iter().enumerate() {
        for n in 0..questionnaire.questions.len() {
            let Some(counts) = readings.surveys.get(q).and_then(|s| s.questions.get(n)) else { continue };
            all.push(Answers {
                questionnaire: q,
                question: n,
                choices: counts.choices.clone(),
                without: counts.non_answers.iter().sum(),
                missing: counts.missing,
            });
        }
    }
    all
}

/// A scale of whole columns from one value to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    /// Value at the left edge.
    pub from: Decimal,
    /// Value at the right edge.
    pub to: Decimal,
    /// Columns between them.
    pub columns: usize,
}

impl Scale {
    /// Columns from the left edge to `value`, rounded to the nearest and kept on the scale. A value
    /// short of the right edge does not reach it, and one beyond the left edge leaves it.
    pub fn at(&self, value: Decimal) -> usize {
        let reach = self.to - self.from;
        if reach <= Decimal::ZERO || value <= self.from {
            return 0;
        }
        if value >= self.to {
            return self.columns;
        }
        let share = (value - self.from).checked_div(reach).unwrap_or_default();
        let at = share.saturating_mul(Decimal::from(self.columns)).round().to_usize().unwrap_or(0);
        at.clamp(1.min(self.columns), self.columns.saturating_sub(1).max(1).min(self.columns))
    }

    /// The scale of a way down to `low`: from the last whole ten below it, so that what was lost
    /// can be seen, to `full`.
    pub fn down_to(low: Decimal, full: Decimal, columns: usize) -> Self {
        let ten = Decimal::TEN;
        let from = (low / ten).floor() * ten;
        let from = if from >= full { (full - ten).max(Decimal::ZERO) } else { from.max(Decimal::ZERO) };
        Self { from, to: full, columns }
    }
}

/// Whether anything bears on the result yet.
pub fn is_begun(card: &Scorecard) -> bool {
    card.total.status != Status::Unknown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dec(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn loss(cause: Cause, low: &str, high: &str) -> Loss {
        Loss { cause, lost: Span { low: dec(low), high: dec(high) } }
    }

    #[test]
    fn the_smallest_losses_are_gathered_and_nothing_is_dropped() {
        let all = vec![
            loss(Cause::Leaf(4), "2.5", "2.5"),
            loss(Cause::Leaf(1), "1", "3"),
            loss(Cause::Leaf(2), "0", "4"),
            loss(Cause::Sum, "0.01", "0.01"),
        ];
        let few = gathered(all.clone(), 3);
        assert_eq!(few, [all[0], loss(Cause::Others(2), "1", "7"), all[3]]);
        assert_eq!(total_lost(&few), total_lost(&all));
        assert_eq!(gathered(all.clone(), 4), all);
    }

    #[test]
    fn a_single_answer_among_hundreds_is_still_seen() {
        let answers =
            Answers { questionnaire: 0, question: 0, choices: vec![998, 1, 0], without: 1, missing: 0 };
        assert_eq!(answers.columns(20), [18, 1, 0, 1, 0]);
        // 29 : 1 : 2 of 32 columns: a column a form.
        let case = Answers { choices: vec![29, 1, 2], without: 0, ..answers };
        assert_eq!(case.columns(32), [29, 1, 2, 0, 0]);
        assert_eq!(case.columns(0), [0, 0, 0, 0, 0]);
    }

    #[test]
    fn a_scale_never_rounds_onto_full_marks_or_onto_nothing() {
        let scale = Scale { from: dec("0"), to: dec("20"), columns: 10 };
        assert_eq!(scale.at(dec("20")), 10);
        assert_eq!(scale.at(dec("19.99")), 9);
        assert_eq!(scale.at(dec("0.01")), 1);
        assert_eq!(scale.at(dec("0")), 0);
        assert_eq!(Scale::down_to(dec("89.73"), dec("100"), 10).from, dec("80"));
        assert_eq!(Scale::down_to(dec("100"), dec("100"), 10).from, dec("90"));
    }
}
