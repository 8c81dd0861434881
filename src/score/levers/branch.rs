//! Sets of levers that share no leaf, put together by branch and bound: their gains add up, so
//! that what cannot reach another grade any more is left at once. Tries nothing itself.

use rust_decimal::Decimal;

use super::search::{Group, MOST_FOUND, Tried, pairs, smaller};
use super::{Direction, reaches};
use crate::scheme::Scheme;
use crate::score::Scorecard;

/// Branch and bound over groups.
pub(super) struct Branch<'b> {
    pub scheme: &'b Scheme,
    pub base: &'b Scorecard,
    pub groups: &'b [Group],
    pub pools: &'b [Vec<(&'b Vec<usize>, &'b Tried)>],
    /// Most that a set of each group gains.
    pub tops: &'b [Decimal],
    pub start: Decimal,
    pub direction: Direction,
}

type Pick<'b> = (&'b Vec<usize>, &'b Tried);

impl<'b> Branch<'b> {
    /// Whether this gain reaches another grade.
    fn reaches(&self, gain: Decimal) -> bool {
        let total = if self.direction == Direction::Up { self.start + gain } else { self.start - gain };
        reaches(self.scheme, self.base, total, self.direction)
    }

    /// Takes sets of the groups from `at` on, `left` levers in all.
    pub fn go(
        &self,
        at: usize,
        left: usize,
        gain: Decimal,
        picked: &mut Vec<Pick<'b>>,
        found: &mut Vec<Vec<(usize, usize)>>,
    ) {
        if found.len() > MOST_FOUND {
            return;
        }
        if left == 0 {
            if picked.len() > 1 && self.reaches(gain) && self.is_smallest(picked, gain) {
                let mut set: Vec<_> = picked.iter().flat_map(|(set, t)| pairs(set, t)).collect();
                set.sort_unstable();
                found.push(set);
            }
            return;
        }
        for n in at..self.pools.len() {
            // Each group takes at least one lever, so no more than `left` of them can follow.
            let bound: Decimal = self.tops[n..].iter().take(left).sum();
            if !self.reaches(gain + bound) {
                return;
            }
            for pick in self.pools[n].iter().filter(|(set, _)| set.len() <= left) {
                let rest = left - pick.0.len();
                let bound: Decimal = self.tops[n + 1..].iter().take(rest).sum();
                if !self.reaches(gain + pick.1.best + bound) {
                    continue;
                }
                picked.push(*pick);
                self.go(n + 1, rest, gain + pick.1.best, picked, found);
                picked.pop();
            }
        }
    }

    /// Whether no lever can be left out.
    fn is_smallest(&self, picked: &[Pick], gain: Decimal) -> bool {
        let best = |set: &Vec<usize>| {
            let tried = self.groups.iter().find_map(|group| group.tried.get(set));
            tried.map_or(Decimal::ZERO, |t| t.best.max(Decimal::ZERO))
        };
        let spare =
            |(set, tried): &Pick| smaller(set).any(|less| self.reaches(gain - tried.best + best(&less)));
        !picked.iter().any(spare)
    }
}
