//! Whether bands or grades take every value once.

use rust_decimal::Decimal;

use crate::scheme::indicator::Edge;
use crate::scheme::{Fault, Place, Problem};

/// What a band or a grade takes; an end that is `None` is unbounded.
#[derive(Debug, Clone, Copy)]
pub(super) struct Interval {
    /// Lower end.
    pub low: Option<Edge>,
    /// Upper end.
    pub high: Option<Edge>,
    /// Where it stands.
    pub place: Place,
}

/// A cut between values: below a number or just above it. Cuts compare like the values they
/// stand between.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Cut {
    Bottom,
    At(Decimal, bool),
    Top,
}

impl Cut {
    fn below(low: Option<Edge>) -> Self {
        low.map_or(Self::Bottom, |e| Self::At(e.at, !e.inclusive))
    }

    fn above(high: Option<Edge>) -> Self {
        high.map_or(Self::Top, |e| Self::At(e.at, e.inclusive))
    }

    fn number(self) -> Option<Decimal> {
        match self {
            Self::At(at, _) => Some(at),
            Self::Bottom | Self::Top => None,
        }
    }
}

/// What must be covered.
#[derive(Debug, Clone, Copy)]
pub(super) enum Whole {
    /// All numbers.
    Everything,
    /// Totals from nothing to full marks, both included, printed to so many decimals.
    Totals(Decimal, u32),
}

impl Whole {
    fn ends(self) -> (Cut, Cut) {
        match self {
            Self::Everything => (Cut::Bottom, Cut::Top),
            Self::Totals(full, _) => (Cut::At(Decimal::ZERO, false), Cut::At(full, true)),
        }
    }

    /// The first and the last printed total between two cuts, if there is any.
    fn totals(self, from: Cut, to: Cut) -> Option<(Decimal, Decimal)> {
        let (Self::Totals(_, places), Cut::At(from, after), Cut::At(to, through)) = (self, from, to) else {
            return None;
        };
        let step = Decimal::new(1, places);
        let first = if after { from + step } else { from };
        let last = if through { to } else { to - step };
        (first <= last).then_some((first, last))
    }
}

/// Reports gaps, overlaps and empty intervals.
pub(super) fn check(intervals: Vec<Interval>, whole: Whole, problems: &mut Vec<Problem>) {
    let (bottom, top) = whole.ends();
    let gap = |from: Cut, to: Cut| {
        let totals = whole.totals(from, to);
        Fault::BandGap { from: from.number(), to: to.number(), totals }
    };
    let mut cuts = Vec::new();
    for interval in intervals {
        let (low, high) = (Cut::below(interval.low), Cut::above(interval.high));
        if low < high {
            cuts.push((low, high, interval.place));
        } else {
            let at = low.number().or(high.number()).unwrap_or_default();
            problems.push(Problem { place: interval.place, fault: Fault::BandUnreachable { at } });
        }
    }
    cuts.sort_unstable();
    let mut reached = bottom;
    let mut last = None;
    for (low, high, place) in cuts {
        let mut report = |fault| problems.push(Problem { place, fault });
        if low > reached && reached < top {
            report(gap(reached, low));
        } else if low < reached && last.is_some() {
            report(Fault::BandOverlap { from: low.number(), to: reached.min(high).number() });
        }
        reached = reached.max(high);
        last = Some(place);
    }
    if let Some(place) = last.filter(|_| reached < top) {
        problems.push(Problem { place, fault: gap(reached, top) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where an end is and whether it belongs to the interval.
    type End = Option<(i64, bool)>;

    fn faults(bounds: &[(End, End)], whole: Option<i64>) -> Vec<Fault> {
        let edge = |e: End| e.map(|(at, inclusive)| Edge { at: at.into(), inclusive });
        let intervals = bounds.iter().map(|&(low, high)| Interval {
            low: edge(low),
            high: edge(high),
            place: Place::default(),
        });
        let mut problems = Vec::new();
        let whole = whole.map_or(Whole::Everything, |full: i64| Whole::Totals(full.into(), 2));
        check(intervals.collect(), whole, &mut problems);
        problems.into_iter().map(|p| p.fault).collect()
    }

    #[expect(clippy::unnecessary_wraps, reason = "faults hold optional ends")]
    fn at(n: i64) -> Option<Decimal> {
        Some(n.into())
    }

    #[test]
    fn half_open_bands_that_meet_are_in_order() {
        // x < 80, 80 ≤ x < 90, 90 ≤ x
        let bands =
            [(Some((90, true)), None), (Some((80, true)), Some((90, false))), (None, Some((80, false)))];
        assert_eq!(faults(&bands, None), []);
    }

    #[test]
    fn whole_number_grades_leave_89_73_without_a_grade() {
        let grades = [(Some((90, true)), Some((100, true))), (Some((0, true)), Some((89, true)))];
        let totals = Some((Decimal::new(89_01, 2), Decimal::new(89_99, 2)));
        assert_eq!(faults(&grades, Some(100)), [Fault::BandGap { from: at(89), to: at(90), totals }]);
    }

    #[test]
    fn an_edge_that_two_bands_take_is_an_overlap_and_one_that_none_takes_is_a_gap() {
        let both = [(None, Some((5, true))), (Some((5, true)), None)];
        assert_eq!(faults(&both, None), [Fault::BandOverlap { from: at(5), to: at(5) }]);
        let none = [(None, Some((5, false))), (Some((5, false)), None)];
        assert_eq!(faults(&none, None), [Fault::BandGap { from: at(5), to: at(5), totals: None }]);
    }

    #[test]
    fn values_outside_all_bands_and_bands_without_values_are_told() {
        let bands = [(Some((0, true)), Some((10, true))), (Some((7, false)), Some((7, true)))];
        let expected = [
            Fault::BandUnreachable { at: 7.into() },
            Fault::BandGap { from: None, to: at(0), totals: None },
            Fault::BandGap { from: at(10), to: None, totals: None },
        ];
        assert_eq!(faults(&bands, None), expected);
    }
}
