//! How long scoring the shipped case takes: from readings, from facts, and with a trace.

#![expect(clippy::expect_used, reason = "nothing can be measured without the case")]

use std::path::Path;

use divan::{Bencher, black_box};
use jiping::format::{SourceFile, load};
use jiping::ledger::Facts;
use jiping::scheme::Scheme;
use jiping::score;

fn main() {
    divan::main();
}

fn case() -> (Scheme, Facts) {
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
    (loaded.scheme, facts)
}

/// All 24 indicators, levels, total and grade, from readings.
#[divan::bench]
fn recompute(bencher: Bencher) {
    let (scheme, facts) = case();
    let readings = score::readings(&scheme, &facts);
    bencher.bench_local(|| score::compute(black_box(&scheme), black_box(&readings), None));
}

/// The same from recorded texts: what one key costs at most.
#[divan::bench]
fn read_and_recompute(bencher: Bencher) {
    let (scheme, facts) = case();
    bencher.bench_local(|| score::score(black_box(&scheme), black_box(&facts), None));
}

/// The same with nothing recorded: everything is a range.
#[divan::bench]
fn read_and_recompute_empty(bencher: Bencher) {
    let (scheme, _) = case();
    let facts = Facts::default();
    bencher.bench_local(|| score::score(black_box(&scheme), black_box(&facts), None));
}

/// The steps of one indicator.
#[divan::bench]
fn explain(bencher: Bencher) {
    let (scheme, facts) = case();
    let indicator = scheme.indicator("budget-execution").expect("a shipped indicator");
    bencher.bench_local(|| score::explain(black_box(&scheme), black_box(&facts), None, indicator));
}
