//! What must hold for any survey: intervals hold their figure and close as everyone is asked,
//! nothing withheld can be worked out, chances add up.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

use jiping::scheme::Place;
use jiping::scheme::indicator::{Band, Edge};
use jiping::survey::stats::cross::Cross;
use jiping::survey::stats::interval::{MeanOf, at_most, share};
use jiping::survey::stats::posterior::{Draws, Part, Prior, chances};
use jiping::survey::stats::sample::{Sample, net};
use jiping::survey::stats::settle::settle;
use proptest::prelude::*;
use rust_decimal::Decimal;

const WORTH: [u64; 5] = [100, 80, 60, 20, 0];

fn sample(counts: &[u64]) -> Sample {
    Sample::new(WORTH.into_iter().map(Decimal::from).zip(counts.iter().copied()))
}

fn mean_of(sample: &Sample, population: Option<u64>) -> MeanOf {
    MeanOf {
        mean: sample.mean().unwrap(),
        variance: sample.variance(),
        n: sample.n(),
        population,
        ends: sample.ends().unwrap(),
    }
}

fn bands() -> Vec<Band> {
    let edge = |at: u64, inclusive| Some(Edge { at: at.into(), inclusive });
    let band = |low, high, points: i64| Band { low, high, points: points.into(), place: Place::default() };
    let between = |low, high, points| band(edge(low, true), edge(high, false), points);
    vec![
        band(edge(95, true), None, 5),
        between(90, 95, 4),
        between(75, 90, 3),
        band(None, edge(75, false), 0),
    ]
}

/// All tables of counts with the same sums that agree with what is shown, as far as they give
/// each withheld cell a second value.
fn second_values(cells: &[Vec<Option<u64>>], rows: &[u64], columns: &[u64]) -> Vec<Vec<Vec<u64>>> {
    let (height, width) = (rows.len(), columns.len());
    let mut found: Vec<Vec<Vec<u64>>> = vec![vec![Vec::new(); width]; height];
    let mut table = vec![vec![0; width]; height];
    fill(cells, &mut rows.to_vec(), &mut columns.to_vec(), 0, &mut table, &mut found);
    found
}

fn fill(
    cells: &[Vec<Option<u64>>],
    rows: &mut Vec<u64>,
    columns: &mut Vec<u64>,
    at: usize,
    table: &mut Vec<Vec<u64>>,
    found: &mut Vec<Vec<Vec<u64>>>,
) {
    let width = columns.len();
    let (row, column) = (at / width, at % width);
    if row == rows.len() {
        if rows.iter().chain(columns.iter()).all(|left| *left == 0) {
            for (found, values) in found.iter_mut().flatten().zip(table.iter().flatten()) {
                if !found.contains(values) {
                    found.push(*values);
                }
            }
        }
        return;
    }
    if column == 0 && row > 0 && rows[row - 1] > 0 {
        return;
    }
    let most = rows[row].min(columns[column]);
    let values = cells[row][column].map_or(0..=most, |shown| shown..=shown);
    for value in values.filter(|v| *v <= most) {
        rows[row] -= value;
        columns[column] -= value;
        table[row][column] = value;
        fill(cells, rows, columns, at + 1, table, found);
        rows[row] += value;
        columns[column] += value;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn a_share_lies_in_its_interval_and_a_smaller_population_narrows_it(
        n in 1u64..400, of in 0u64..400, more in 0u64..500, beyond in 1u64..5000,
    ) {
        let count = of % (n + 1);
        let p = Decimal::from(count) / Decimal::from(n);
        let wilson = share(count, n, None).unwrap();
        prop_assert!(Decimal::ZERO <= wilson.low && wilson.low <= p && p <= wilson.high);
        prop_assert!(wilson.high <= Decimal::ONE);
        let near = share(count, n, Some(n + more)).unwrap();
        let far = share(count, n, Some(n + more + beyond)).unwrap();
        prop_assert!(near.low <= p && p <= near.high, "{near:?}");
        prop_assert!(near.high - near.low <= far.high - far.low, "{near:?} {far:?}");
        let all = share(count, n, Some(n)).unwrap();
        prop_assert_eq!((all.low, all.high), (p, p));
        // What the others could make of it is never left out.
        let least = Decimal::from(count) / Decimal::from(n + more);
        prop_assert!(near.low >= least && near.high <= least + Decimal::from(more) / Decimal::from(n + more));
        prop_assert_eq!(share(count, n, Some(n - 1)), None);
    }

    #[test]
    fn an_index_lies_in_its_interval_and_a_smaller_population_narrows_it(
        counts in prop::collection::vec(0u64..60, 5), more in 0u64..500, beyond in 1u64..5000,
    ) {
        let sample = sample(&counts);
        prop_assume!(sample.n() >= 2);
        let (n, mean) = (sample.n(), sample.mean().unwrap());
        let of = |population| mean_of(&sample, population).interval().unwrap();
        let (near, far, free) = (of(Some(n + more)), of(Some(n + more + beyond)), of(None));
        for interval in [near, far, free] {
            prop_assert!(interval.low <= mean && mean <= interval.high, "{interval:?}");
            prop_assert!(interval.low >= Decimal::ZERO && interval.high <= Decimal::ONE_HUNDRED);
        }
        prop_assert!(near.high - near.low <= far.high - far.low);
        prop_assert!(far.high - far.low <= free.high - free.low);
        let all = of(Some(n));
        prop_assert_eq!((all.low, all.high), (mean, mean));
        // The interval of two questions is no narrower than that of their mean could be at best,
        // and no wider than the wider of the two.
        let one = mean_of(&sample, None);
        let both = at_most(&[(Decimal::ONE, one), (Decimal::ONE, one)]).unwrap();
        prop_assert!((both.low - free.low).abs() < Decimal::new(1, 9), "{both:?} {free:?}");
    }

    #[test]
    fn boxes_and_net_scores_keep_their_bounds(counts in prop::collection::vec(0u64..60, 5)) {
        let sample = sample(&counts);
        prop_assert!(sample.top(1) <= sample.top(2) && sample.top(2) <= sample.n());
        prop_assert_eq!(sample.top(5), sample.n());
        if let Some(net) = net(&sample, false) {
            prop_assert!(net.score.abs() <= Decimal::ONE_HUNDRED && net.error >= Decimal::ZERO);
        }
    }

    /// No cell that is withheld, in any small table, has only one value left, even to someone who
    /// tries all tables.
    #[test]
    fn what_is_withheld_cannot_be_worked_out(
        counts in (2usize..5, 2usize..4).prop_flat_map(|(groups, choices)| {
            prop::collection::vec(prop::collection::vec(0u64..6, choices), groups)
        }),
        min_cell in 2u64..5,
    ) {
        let worth: Vec<Option<Decimal>> = WORTH.iter().take(counts[0].len()).map(|w| Some((*w).into())).collect();
        let Some(cross) = Cross::new(&counts, &worth, min_cell) else { return Ok(()) };
        let columns: Vec<u64> = cross.groups.iter().map(|g| g.n).collect();
        prop_assert!(columns.iter().all(|n| *n >= min_cell));
        let found = second_values(&cross.cells, &cross.totals, &columns);
        for (row, shown) in cross.cells.iter().enumerate() {
            for (column, cell) in shown.iter().enumerate() {
                match cell {
                    None => prop_assert!(found[row][column].len() > 1, "{cross:?}"),
                    Some(n) => prop_assert!(*n == 0 || *n >= min_cell, "{cross:?}"),
                }
                if cell.is_none() {
                    prop_assert_eq!(cross.groups[column].index, None);
                    prop_assert_eq!(cross.association, None);
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn chances_add_up_and_certainty_is_certain(
        counts in prop::collection::vec(0u64..30, 5), more in 0u64..40, known in any::<bool>(),
    ) {
        let sample = sample(&counts);
        prop_assume!(sample.n() >= 2);
        let population = known.then_some(sample.n() + more);
        let part = Part {
            weight: Decimal::ONE,
            choices: WORTH.into_iter().map(Decimal::from).zip(counts.iter().copied()).collect(),
            population,
            stream: 0,
        };
        let settle = settle(&[(Decimal::ONE, mean_of(&sample, population))], &bands());
        for prior in [Prior::OneForm, Prior::Uniform] {
            let found = chances(&[part.clone(), part.clone()], &bands(), prior, &mut Draws::default()).unwrap();
            let one = chances(std::slice::from_ref(&part), &bands(), prior, &mut Draws::default()).unwrap();
            for chances in [&found.apart, &found.tied, &one.apart] {
                let sum: Decimal = chances.iter().sum();
                prop_assert!((sum - Decimal::ONE).abs() < Decimal::new(1, 6), "{chances:?}");
            }
            if settle.certain == Some(0) {
                prop_assert!(one.apart.iter().any(|c| *c > Decimal::new(999_999, 6)), "{one:?}");
            }
        }
        if let (Some(firm), Some(certain)) = (settle.firm, settle.certain) {
            prop_assert!(firm <= certain);
        }
    }
}
