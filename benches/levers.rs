//! How long it takes to find the way to the next grade, and the way down, for the shipped case of
//! 24 indicators; and what robustness costs.

#![expect(clippy::expect_used, reason = "nothing can be measured without the case")]

use std::path::Path;

use divan::{Bencher, black_box};
use jiping::format::{Loaded, SourceFile, load};
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
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("surveys/yangquan-2023");
    let entries = std::fs::read_dir(&folder).expect("the shipped case");
    let files = entries.map(|entry| {
        let path = entry.expect("an entry").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        SourceFile { name, bytes: std::fs::read(&path).expect("a readable file") }
    });
    let loaded = load("yangquan-2023", &files.collect::<Vec<_>>());
    let mut facts = Facts::default();
    for (path, value) in &loaded.facts {
        facts.set(path, Some(value));
    }
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
