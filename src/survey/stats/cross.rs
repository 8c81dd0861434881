//! Cross tables: answers by who gave them, with small cells withheld.
//!
//! Groups of fewer people than the declared smallest cell are put together; what is still a small
//! cell is withheld by [`super::withhold`], with everything that would give it away.

use rust_decimal::Decimal;

use super::irrational::{chi_square_above, sqrt};
use super::rates::ratio;
use super::withhold::withheld;

/// Answers to a question by the groups of an attribute, ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cross {
    /// Columns, in the order of the attribute's choices; the rest put together comes last.
    pub groups: Vec<Group>,
    /// Per choice of the question: its count in each group, `None` where it is withheld.
    pub cells: Vec<Vec<Option<u64>>>,
    /// Per choice: its count in all groups.
    pub totals: Vec<u64>,
    /// Whether the groups differ; `None` if a cell is withheld (the figure would betray it) or
    /// nothing can differ.
    pub association: Option<Association>,
}

/// A column of a cross table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Choices of the attribute in it: one, or all those put together.
    pub of: Vec<usize>,
    /// Answers.
    pub n: u64,
    /// Mean worth of its answers; `None` if a cell is withheld, since it would betray the cell,
    /// or no answer has a worth.
    pub index: Option<Decimal>,
}

/// Whether an answer depends on who gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Association {
    /// Pearson's chi-square.
    pub chi_square: Decimal,
    /// (rows − 1)(columns − 1).
    pub df: u64,
    /// The chance of a chi-square as large if it does not depend.
    pub p: Decimal,
    /// Cramér's V: 0 not at all, 1 completely.
    pub v: Decimal,
    /// Whether a cell's expected count is below 5, so that the chance is only rough (Cochran).
    pub is_rough: bool,
}

impl Cross {
    /// A cross table of `counts[group][choice]`; `worth` of each choice. `None` if fewer than two
    /// groups of at least `min_cell` can be made.
    pub fn new(counts: &[Vec<u64>], worth: &[Option<Decimal>], min_cell: u64) -> Option<Self> {
        let (of, columns) = together(counts, min_cell)?;
        let hidden = withheld(&columns, min_cell);
        let groups = of.into_iter().zip(&columns).zip(&hidden).map(|((of, column), hidden)| Group {
            of,
            n: column.iter().sum(),
            index: if hidden.contains(&true) { None } else { mean(column, worth) },
        });
        let shown = |row: usize| {
            columns.iter().zip(&hidden).map(|(c, h)| (!h[row]).then_some(c[row])).collect::<Vec<_>>()
        };
        let rows = 0..worth.len();
        let any = hidden.iter().flatten().any(|h| *h);
        Some(Self {
            groups: groups.collect(),
            cells: rows.clone().map(shown).collect(),
            totals: rows.map(|row| columns.iter().map(|c| c[row]).sum()).collect(),
            association: if any { None } else { association(&columns) },
        })
    }

    /// The share of a group that made a choice; `None` where it is withheld.
    pub fn share(&self, choice: usize, group: usize) -> Option<Decimal> {
        ratio((*self.cells.get(choice)?.get(group)?)?, self.groups.get(group)?.n)
    }

    /// Cells that are withheld.
    pub fn withheld(&self) -> usize {
        self.cells.iter().flatten().filter(|c| c.is_none()).count()
    }
}

/// Choices of the attribute in each column, and the columns' counts.
type Together = (Vec<Vec<usize>>, Vec<Vec<u64>>);

/// Puts groups that are too small together, smallest first, until they are enough. Groups without
/// answers are left out.
fn together(counts: &[Vec<u64>], min_cell: u64) -> Option<Together> {
    let size = |g: &usize| counts[*g].iter().sum::<u64>();
    let mut all: Vec<usize> = (0..counts.len()).filter(|g| size(g) > 0).collect();
    all.sort_by_key(|g| size(g));
    let mut small = all.iter().take_while(|g| size(g) < min_cell).count();
    let held = |small: usize| all[..small].iter().map(size).sum::<u64>();
    while small > 0 && held(small) < min_cell && small < all.len() {
        small += 1;
    }
    let mut rest = all[..small].to_vec();
    rest.sort_unstable();
    let mut of: Vec<Vec<usize>> = all[small..].iter().map(|g| vec![*g]).collect();
    of.sort_unstable();
    if !rest.is_empty() {
        of.push(rest);
    }
    let sum = |groups: &Vec<usize>| {
        let first = counts[groups[0]].clone();
        groups[1..].iter().fold(first, |sum, g| sum.iter().zip(&counts[*g]).map(|(a, b)| a + b).collect())
    };
    let columns: Vec<Vec<u64>> = of.iter().map(sum).collect();
    (columns.len() > 1).then_some((of, columns))
}

fn mean(column: &[u64], worth: &[Option<Decimal>]) -> Option<Decimal> {
    let valued = column.iter().zip(worth).filter_map(|(n, worth)| Some((Decimal::from(*n), (*worth)?)));
    let (sum, n) = valued.fold((Decimal::ZERO, Decimal::ZERO), |(sum, all), (n, w)| (sum + n * w, all + n));
    sum.checked_div(n)
}

/// Pearson's chi-square Σ(O − E)² ÷ E with E = row · column ÷ n, without a correction for
/// continuity, and Cramér's V = √(χ² ÷ (n · min(rows − 1, columns − 1))). Rows without answers
/// are left out.
///
/// Source: SciPy `chi2_contingency(correction=False)`; Cramér 1946.
fn association(columns: &[Vec<u64>]) -> Option<Association> {
    let height = columns.first()?.len();
    let total = |row: usize| columns.iter().map(|c| c[row]).sum::<u64>();
    let rows: Vec<usize> = (0..height).filter(|row| total(*row) > 0).collect();
    let n: u64 = rows.iter().map(|row| total(*row)).sum();
    let least = rows.len().min(columns.len()).checked_sub(1).filter(|l| *l > 0)?;
    let (mut chi_square, mut is_rough) = (Decimal::ZERO, false);
    for column in columns {
        let size: u64 = column.iter().sum();
        for row in &rows {
            let expected = Decimal::from(total(*row)) * Decimal::from(size) / Decimal::from(n);
            let off = Decimal::from(column[*row]) - expected;
            chi_square += (off * off).checked_div(expected)?;
            is_rough |= expected < Decimal::from(5);
        }
    }
    let df = u64::try_from((rows.len() - 1) * (columns.len() - 1)).ok()?;
    let v = sqrt(chi_square / (Decimal::from(n) * Decimal::from(least)))?;
    Some(Association { chi_square, df, p: chi_square_above(chi_square, df)?, v, is_rough })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn worth() -> [Option<Decimal>; 3] {
        [100, 70, 0].map(|w| Some(Decimal::from(w)))
    }

    /// Expected: SciPy 1.17 `chi2_contingency([[12, 5, 3], [7, 9, 14]], correction=False)`; V by
    /// hand √(7.8919725785 ÷ 50) = 0.3972901.
    #[test]
    fn chi_square_is_that_of_scipy() {
        let cross = Cross::new(&[vec![12, 5, 3], vec![7, 9, 14]], &worth(), 1).unwrap();
        let a = cross.association.unwrap();
        assert_eq!((a.chi_square.round_dp(9), a.df), (dec!(7.891972579), 2));
        assert_eq!((a.p.round_dp(8), a.v.round_dp(8)), (dec!(0.01933214), dec!(0.39729014)));
        assert!(!a.is_rough);
        // (12 × 100 + 5 × 70) ÷ 20 = 77.5
        assert_eq!(cross.groups[0].index, Some(dec!(77.5)));
        assert_eq!(cross.share(0, 0), Some(dec!(0.6)));
    }

    #[test]
    fn small_groups_are_put_together() {
        let counts = [vec![9, 6, 0], vec![2, 0, 0], vec![0, 0, 0], vec![1, 0, 0], vec![7, 8, 0]];
        let cross = Cross::new(&counts, &worth(), 5).unwrap();
        // 2 and 1 are too few even together; the smallest of the others joins them.
        let of: Vec<&[usize]> = cross.groups.iter().map(|g| g.of.as_slice()).collect();
        assert_eq!(of.len(), 2, "{of:?}");
        assert!(cross.groups.iter().all(|g| g.n >= 5));
        assert_eq!(Cross::new(&[vec![3, 0, 0], vec![1, 0, 0]], &worth(), 5), None);
    }

    #[test]
    fn nothing_computed_from_a_withheld_cell_is_shown() {
        let cross = Cross::new(&[vec![12, 2, 6], vec![7, 9, 14], vec![8, 8, 8]], &worth(), 5).unwrap();
        assert_eq!(cross.cells[1][0], None);
        assert!(cross.withheld() >= 4, "{:?}", cross.cells);
        assert_eq!((cross.groups[0].index, cross.association), (None, None));
        assert_eq!(cross.share(1, 0), None);
        assert!(cross.groups.iter().any(|g| g.index.is_some()), "one column stays whole");
    }
}
