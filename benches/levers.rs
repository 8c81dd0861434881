//! How long it takes to find the way to the next grade, and the way down, for the shipped case of
//! 24 indicators.

#![expect(clippy::expect_used, reason = "nothing can be measured without the case")]

#[path = "case/mod.rs"]
mod case;

use divan::{Bencher, black_box};
use jiping::format::Loaded;
use jiping::ledger::Facts;
use jiping::score;
use jiping::score::levers::{Direction, levers};

fn main() {
    let (loaded, facts) = case();
    for direction in [Direction::Up, Direction::Down] {
        let found = levers(&loaded.scheme, &facts, direction);
        println!("{direction:?}: {} sets; {:?}", found.crossings.len(), found.coverage);
    }
    divan::main();
}

fn case() -> (Loaded, Facts) {
    let loaded = case::loaded();
    let mut facts = Facts::default();
    loaded.facts.iter().for_each(|(path, value)| facts.set(path, Some(value)));
    (loaded, facts)
}

#[divan::bench(args = [Direction::Up, Direction::Down])]
fn way(bencher: Bencher, direction: Direction) {
    let (loaded, facts) = case();
    bencher.bench_local(|| levers(black_box(&loaded.scheme), black_box(&facts), direction));
}

#[divan::bench]
fn once(bencher: Bencher) {
    let (loaded, facts) = case();
    bencher.bench_local(|| score::score(black_box(&loaded.scheme), black_box(&facts), None));
}
