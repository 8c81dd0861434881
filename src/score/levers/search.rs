//! The search itself: gains within groups of levers that share leaves, put together by branch and
//! bound, every result scored as a whole and narrowed to the least that suffices.

use std::collections::HashMap;
use std::rc::Rc;

use rust_decimal::Decimal;

use super::branch::Branch;
use super::{Change, Coverage, Crossing, Direction, Lever, Levers, Sets, Trial};
use crate::scheme::indicator::VetoEffect;
use crate::scheme::{NotApplicable, Scheme};
use crate::score::{Scorecard, Status};

/// Most changes in a set.
pub const MOST_CHANGES: usize = 3;
/// How often the record is scored at most before the search is cut short.
const MOST_SCORED: usize = 12_000;
/// How often an amount is halved on the way from all of it to the least that is tried.
const RUNGS: u32 = 12;
/// Most sets that are reported.
pub(super) const MOST_FOUND: usize = 80;

/// What trying a set of levers came to.
#[derive(Debug, Clone)]
pub(super) struct Tried {
    /// Most points gained by it or any smaller set.
    pub best: Decimal,
    /// The alternatives that gain most.
    pub choice: Vec<usize>,
    /// Whether it gains more than every smaller set, so that it can be part of a smallest one.
    useful: bool,
    /// Whether it crosses alone.
    crosses: bool,
    /// Whether no larger set can be of interest.
    closed: bool,
}

/// A change that is tried: a lever, its alternative, and how many steps of it.
type Taken = (usize, usize, u64);

/// Levers that share leaves, and what was tried of them.
pub(super) struct Group {
    levers: Vec<usize>,
    /// Points that can be gained at most; `None` where that cannot be told.
    headroom: Option<Decimal>,
    pub tried: HashMap<Vec<usize>, Tried>,
}

struct Search<'t, 'a> {
    trial: &'t mut Trial<'a>,
    levers: &'t [Lever],
    /// How many steps of each alternative help most, alone.
    peaks: Vec<Vec<u64>>,
    /// What that many would record.
    full: Vec<Vec<Rc<Sets>>>,
    /// What so many steps of an alternative gain alone. Levers without a common leaf gain the sum.
    alone: HashMap<Taken, Decimal>,
    direction: Direction,
    cut_short: bool,
}

pub(super) fn search(
    mut trial: Trial,
    levers: Vec<Lever>,
    direction: Direction,
    mut coverage: Coverage,
) -> Levers {
    let mut crossings = Vec::new();
    let possible = possible(&trial, direction);
    let mut groups = groups(&trial, &levers, direction);
    let (peaks, full, alone) = (Vec::new(), Vec::new(), HashMap::new());
    let mut search =
        Search { trial: &mut trial, levers: &levers, peaks, full, alone, direction, cut_short: false };
    if possible {
        search.climb();
    }
    for size in 1..=MOST_CHANGES {
        if !possible || search.cut_short || (size > 2 && !crossings.is_empty()) {
            break;
        }
        // No larger sets will be made of these.
        let is_last = size == MOST_CHANGES || (size > 1 && !crossings.is_empty());
        for group in &mut groups {
            search.explore(group, size, is_last);
        }
        let found = search.combine(&groups, size);
        search.cut_short |= crossings.len() + found.len() > MOST_FOUND;
        let room = MOST_FOUND.saturating_sub(crossings.len());
        crossings.extend(found.iter().take(room).filter_map(|set| search.narrowed(set)));
        if !search.cut_short {
            coverage.size = size;
        }
    }
    crossings.sort_by_key(|c| (c.changes.len(), c.gain.abs()));
    coverage.cut_short = search.cut_short;
    coverage.scored = trial.scored;
    Levers { levers, crossings, coverage }
}

/// Whether there is a grade beyond that of the record at all.
fn possible(trial: &Trial, direction: Direction) -> bool {
    let last = trial.scheme.grades.len().checked_sub(1);
    match direction {
        Direction::Up => trial.base.grade.low != Some(0) && last.is_some(),
        Direction::Down => trial.base.grade.high.is_some() && trial.base.grade.high != last,
    }
}

/// Whether the total is the sum of the leaves whatever is recorded, and the grade follows from it.
pub(super) fn adds_up(scheme: &Scheme, base: &Scorecard) -> bool {
    let rules = || scheme.indicators.iter().filter_map(|i| i.rule.as_ref());
    let bars = |effect: &VetoEffect| matches!(effect, VetoEffect::BarTopGrade);
    let policy = |own: Option<NotApplicable>| own.unwrap_or(scheme.not_applicable);
    let rescaled = scheme.leaves().any(|n| {
        let own = scheme.indicators[n].rule.as_ref().and_then(|r| r.not_applicable);
        base.scores[n].status == Status::NotApplicable && policy(own) == NotApplicable::Rescale
    });
    !(scheme.total_of_levels && scheme.level_places.is_some())
        && scheme.grades.iter().all(|g| g.when.is_none())
        && rules().all(|r| r.applies.is_none() && !r.vetoes.iter().any(|v| bars(&v.effect)))
        && !rescaled
}

/// Levers in groups so that no two groups share a leaf; all in one where points do not add up.
fn groups(trial: &Trial, levers: &[Lever], direction: Direction) -> Vec<Group> {
    let all = (0..levers.len()).collect();
    if !trial.adds_up {
        return vec![Group { levers: all, headroom: None, tried: HashMap::new() }];
    }
    let mut groups: Vec<(Vec<usize>, Vec<usize>)> = Vec::new();
    for (n, lever) in levers.iter().enumerate() {
        let (mut members, mut leaves) = (vec![n], lever.leaves.clone());
        groups.retain(|(others, theirs)| {
            let apart = !theirs.iter().any(|leaf| leaves.contains(leaf));
            if !apart {
                members.extend(others);
                leaves.extend(theirs);
            }
            apart
        });
        groups.push((members, leaves));
    }
    let group = |(mut levers, leaves): (Vec<usize>, Vec<usize>)| {
        levers.sort_unstable();
        Group { headroom: Some(headroom(trial, leaves, direction)), levers, tried: HashMap::new() }
    };
    groups.into_iter().map(group).collect()
}

/// All ways to take `size` of `from`, in order.
fn combinations(from: &[usize], size: usize) -> Vec<Vec<usize>> {
    if size == 0 {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for (n, first) in from.iter().enumerate() {
        for mut rest in combinations(&from[n + 1..], size - 1) {
            rest.insert(0, *first);
            all.push(rest);
        }
    }
    all
}

/// The points that some leaves can gain at most, or lose.
fn headroom(trial: &Trial, mut leaves: Vec<usize>, direction: Direction) -> Decimal {
    leaves.sort_unstable();
    leaves.dedup();
    let room = |n: &usize| {
        let score = &trial.base.scores[*n];
        let points = if trial.scheme.grade_on_exact { score.exact } else { score.points };
        match direction {
            Direction::Up => score.max - points.low,
            Direction::Down => points.high,
        }
    };
    leaves.iter().map(room).sum()
}

/// Numbers of steps that are tried of `steps`, each twice the one before.
fn ladder(steps: u64) -> Vec<u64> {
    let mut rungs: Vec<u64> = (0..RUNGS).rev().map(|k| (steps >> k).max(1)).collect();
    rungs.dedup();
    rungs
}

/// The sets with one lever less.
pub(super) fn smaller(set: &[usize]) -> impl Iterator<Item = Vec<usize>> + '_ {
    (0..set.len()).map(|n| {
        let mut less = set.to_vec();
        less.remove(n);
        less
    })
}

impl Search<'_, '_> {
    /// Finds for every alternative how many steps of it help most. Where several leaves read an
    /// amount, more is not always better: spending earns for execution and costs for saving.
    fn climb(&mut self) {
        for (n, lever) in self.levers.iter().enumerate() {
            let (mut peaks, mut full) = (Vec::new(), Vec::new());
            for (v, variant) in lever.variants.iter().enumerate() {
                let mut best: Option<((bool, Decimal), u64)> = None;
                for steps in ladder(variant.steps()) {
                    let once = variant.steps() == 1;
                    let worth = (!once).then(|| self.gain(&[(n, v, steps)]));
                    if worth.is_none() || best.as_ref().is_none_or(|(most, _)| worth > Some(*most)) {
                        best = Some((worth.unwrap_or_default(), steps));
                    }
                }
                if let Some((_, steps)) = best {
                    peaks.push(steps);
                    full.push(Rc::new(variant.sets(self.trial.facts(), steps)));
                }
            }
            self.peaks.push(peaks);
            self.full.push(full);
        }
    }

    /// The leaves that some levers move, without repetition.
    fn leaves(&self, levers: impl Iterator<Item = usize>) -> Vec<usize> {
        let mut leaves: Vec<usize> = levers.flat_map(|l| self.levers[l].leaves.iter().copied()).collect();
        leaves.sort_unstable();
        leaves.dedup();
        leaves
    }

    /// What is recorded by so many steps of an alternative.
    fn recorded(&self, (l, v, steps): Taken) -> Rc<Sets> {
        match self.peaks.get(l).and_then(|peaks| peaks.get(v)) {
            Some(peak) if *peak == steps => Rc::clone(&self.full[l][v]),
            _ => Rc::new(self.levers[l].variants[v].sets(self.trial.facts(), steps)),
        }
    }

    /// Whether these changes cross, and what they gain.
    fn gain(&mut self, taken: &[Taken]) -> (bool, Decimal) {
        let leaves = self.leaves(taken.iter().map(|(l, ..)| *l));
        let apart = leaves.len() == taken.iter().map(|(l, ..)| self.levers[*l].leaves.len()).sum::<usize>();
        if !(self.trial.adds_up && apart) {
            let sets: Vec<Rc<Sets>> = taken.iter().map(|t| self.recorded(*t)).collect();
            let sets: Vec<&Sets> = sets.iter().map(AsRef::as_ref).collect();
            return self.trial.try_out(&sets, &leaves, self.direction);
        }
        let mut gain = Decimal::ZERO;
        for change in taken {
            if let Some(known) = self.alone.get(change) {
                gain += known;
                continue;
            }
            let sets = self.recorded(*change);
            let (_, alone) = self.trial.try_out(&[&sets], &self.levers[change.0].leaves, self.direction);
            self.alone.insert(*change, alone);
            gain += alone;
        }
        (self.trial.reaches_by(gain, self.direction), gain)
    }

    /// Tries every set of `size` levers of a group that may be of interest; of the last size, those
    /// that may cross.
    fn explore(&mut self, group: &mut Group, size: usize, is_last: bool) {
        if size > group.levers.len() {
            return;
        }
        for set in combinations(&group.levers, size) {
            let less: Vec<&Tried> = smaller(&set).filter_map(|s| group.tried.get(&s)).collect();
            // What crosses with less, or cannot gain more, need not be tried.
            if less.iter().any(|t| t.closed) || (size > 1 && less.len() < size) {
                let best = less.iter().map(|t| t.best).max().unwrap_or_default();
                let closed = less.iter().any(|t| t.closed);
                let tried = Tried { best, choice: Vec::new(), useful: false, crosses: false, closed };
                group.tried.insert(set, tried);
                continue;
            }
            let before = less.iter().map(|t| t.best).max().unwrap_or_default().max(Decimal::ZERO);
            // Nor what its leaves have no room for: more than with less, or, where nothing larger
            // will be made of it, enough to cross.
            if group.headroom.is_some() {
                let most = headroom(self.trial, self.leaves(set.iter().copied()), self.direction);
                let enough = !is_last || self.trial.reaches_by(most, self.direction);
                if before >= most || !enough {
                    let (best, choice) = (before, Vec::new());
                    let tried = Tried { best, choice, useful: false, crosses: false, closed: false };
                    group.tried.insert(set, tried);
                    continue;
                }
            }
            let Some((gain, choice, crosses)) = self.best_of(&set) else { continue };
            let best = before.max(gain);
            let closed = crosses || group.headroom.is_some_and(|most| best >= most);
            let tried = Tried { best, choice, useful: crosses || gain > before, crosses, closed };
            group.tried.insert(set, tried);
            if self.trial.scored >= MOST_SCORED {
                self.cut_short = true;
                return;
            }
        }
    }

    /// The alternatives of these levers that gain most, and whether any of them crosses; `None`
    /// if none can be taken together.
    fn best_of(&mut self, set: &[usize]) -> Option<(Decimal, Vec<usize>, bool)> {
        let full: Vec<Vec<Rc<Sets>>> = set.iter().map(|l| self.full[*l].clone()).collect();
        let mut best: Option<(Decimal, Vec<usize>, bool)> = None;
        let mut choice = vec![0; set.len()];
        loop {
            let sets: Vec<&Sets> = full.iter().zip(&choice).map(|(sets, v)| sets[*v].as_ref()).collect();
            if !clash(&sets) {
                let taken: Vec<Taken> =
                    set.iter().zip(&choice).map(|(l, v)| (*l, *v, self.peaks[*l][*v])).collect();
                let (crosses, gain) = self.gain(&taken);
                if best.as_ref().is_none_or(|(most, _, does)| (crosses, gain) > (*does, *most)) {
                    best = Some((gain, choice.clone(), crosses));
                }
                if self.trial.scored >= MOST_SCORED {
                    self.cut_short = true;
                    return best;
                }
            }
            let next = (0..set.len()).find(|n| choice[*n] + 1 < full[*n].len());
            let Some(next) = next else { return best };
            choice[..next].fill(0);
            choice[next] += 1;
        }
    }

    /// Smallest sets of `size` levers that cross, with the alternatives that gain most.
    fn combine(&mut self, groups: &[Group], size: usize) -> Vec<Vec<(usize, usize)>> {
        let mut found = Vec::new();
        let mut pools: Vec<Vec<(&Vec<usize>, &Tried)>> = Vec::new();
        for group in groups {
            let useful = group.tried.iter().filter(|(set, t)| t.useful && set.len() <= size);
            let (alone, pool): (Vec<_>, Vec<_>) = useful.partition(|(_, t)| t.crosses);
            let alone = alone.into_iter().filter(|(set, _)| set.len() == size);
            found.extend(alone.map(|(set, t)| pairs(set, t)));
            pools.push(pool);
        }
        pools.retain(|pool| !pool.is_empty());
        // Groups that gain most come first, and in them the sets that do: what cannot cross any
        // more is then seen early.
        let most = |pool: &Vec<(&Vec<usize>, &Tried)>| pool.iter().map(|(_, t)| t.best).max();
        pools.sort_by_key(|pool| std::cmp::Reverse(most(pool)));
        for pool in &mut pools {
            pool.sort_by(|a, b| b.1.best.cmp(&a.1.best).then_with(|| a.0.cmp(b.0)));
        }
        let tops: Vec<Decimal> = pools.iter().map(|pool| most(pool).unwrap_or_default()).collect();
        let start = self.trial.points(&self.trial.base, self.direction);
        let branch = Branch {
            scheme: self.trial.scheme,
            base: &self.trial.base,
            groups,
            pools: &pools,
            tops: &tops,
            start,
            direction: self.direction,
        };
        branch.go(0, size, Decimal::ZERO, &mut Vec::new(), &mut found);
        found.sort();
        found
    }

    /// A set with each change reduced to the least that still crosses; `None` if, scored as a
    /// whole, it does not cross at all.
    fn narrowed(&mut self, set: &[(usize, usize)]) -> Option<Crossing> {
        let steps = |(l, v): &(usize, usize)| (*l, *v, self.peaks[*l][*v]);
        let mut taken: Vec<Taken> = set.iter().map(steps).collect();
        if !self.gain(&taken).0 {
            return None;
        }
        for n in 0..taken.len() {
            let lever = taken[n].0;
            for v in 0..self.levers[lever].variants.len() {
                let mut other = taken.clone();
                other[n] = (lever, v, self.peaks[lever][v]);
                if v == taken[n].1 || self.gain(&other).0 {
                    taken = other;
                    break;
                }
            }
            self.reduce(&mut taken, n);
        }
        self.crossing(&taken)
    }

    /// The fewest steps of one change with which the set still crosses.
    fn reduce(&mut self, taken: &mut [Taken], n: usize) {
        let (mut least, mut enough) = (0, taken[n].2);
        // The first rung that is enough; what lies below it is not.
        let rungs: Vec<u64> = ladder(enough).into_iter().filter(|rung| *rung < enough).collect();
        for rung in rungs {
            taken[n].2 = rung;
            if self.gain(taken).0 {
                enough = rung;
                break;
            }
            least = rung;
        }
        while enough - least > 1 {
            let middle = least + (enough - least) / 2;
            taken[n].2 = middle;
            if self.gain(taken).0 {
                enough = middle;
            } else {
                least = middle;
            }
        }
        taken[n].2 = enough;
    }

    fn sets(&self, taken: &[Taken]) -> Vec<Sets> {
        let of = |(l, v, steps): &Taken| self.levers[*l].variants[*v].sets(self.trial.facts(), *steps);
        taken.iter().map(of).collect()
    }

    /// The set scored as a whole; `None` if, against all reckoning, it does not cross.
    fn crossing(&mut self, taken: &[Taken]) -> Option<Crossing> {
        let sets = self.sets(taken);
        let card = self.trial.score(&sets.iter().collect::<Vec<_>>());
        if !self.trial.crosses(&card, self.direction) {
            return None;
        }
        let base = &self.trial.base;
        let leaves = self.trial.scheme.leaves().filter(|n| base.scores[*n].points != card.scores[*n].points);
        let leaves = leaves.map(|n| (n, base.scores[n], card.scores[n])).collect();
        let points = |card| self.trial.points(card, self.direction);
        let change =
            |(&(lever, variant, steps), sets): (&Taken, Sets)| Change { lever, variant, steps, sets };
        Some(Crossing {
            changes: taken.iter().zip(sets).map(change).collect(),
            gain: points(&card) - points(base),
            total: card.total,
            grade: card.grade,
            leaves,
        })
    }
}

pub(super) fn pairs(set: &[usize], tried: &Tried) -> Vec<(usize, usize)> {
    set.iter().copied().zip(tried.choice.iter().copied()).collect()
}

/// Whether two changes are about the same fact.
fn clash(sets: &[&Sets]) -> bool {
    sets.iter().enumerate().any(|(n, one)| {
        let later = sets[n + 1..].iter().flat_map(|other| other.iter());
        later.into_iter().any(|(path, _)| one.iter().any(|(own, _)| own == path))
    })
}
