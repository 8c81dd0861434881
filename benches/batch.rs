//! How long scoring a table of units takes, from bytes to bytes, and what merely reading and
//! writing the same bytes takes.
//!
//! `score` and `floor` with 10², 10³, 10⁴ and 10⁵ units of the shipped case; the last column of
//! each line is units a second, so that equal figures down a group show that the cost is linear.
//! The ratio of the two groups is printed first.

#![expect(clippy::expect_used, reason = "nothing can be measured without the case")]

#[path = "case/mod.rs"]
mod case;

use std::io::Write;
use std::sync::OnceLock;
use std::time::Instant;

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use jiping::batch::{self, Batch, Form, REMEMBERED};
use jiping::format::Loaded;
use jiping::i18n::Lang;

const UNITS: [usize; 4] = [100, 1_000, 10_000, 100_000];

fn main() {
    ratio(10_000);
    divan::main();
}

fn shipped() -> &'static Loaded {
    static CASE: OnceLock<Loaded> = OnceLock::new();
    CASE.get_or_init(case::loaded)
}

/// The shipped facts `units` times, each time with other spending and some cells empty.
fn table(units: usize) -> Vec<u8> {
    let facts: Vec<&(String, String)> =
        shipped().facts.iter().filter(|(path, _)| !path.contains('@')).collect();
    let mut writer = csv::Writer::from_writer(Vec::new());
    let head = std::iter::once("unit").chain(facts.iter().map(|(path, _)| path.as_str()));
    writer.write_record(head).expect("memory");
    for unit in 0..units {
        writer.write_field(format!("{unit:06}")).expect("memory");
        for (n, (path, value)) in facts.iter().enumerate() {
            if path.starts_with("budget.") {
                writer.write_field(format!("{}.{:02}", 100 + (unit * 7919 + n) % 60_000, unit % 100))
            } else if (unit + n * 31) % 53 == 1 {
                writer.write_field("")
            } else {
                writer.write_field(value)
            }
            .expect("memory");
        }
        writer.write_record(None::<&[u8]>).expect("memory");
    }
    writer.into_inner().expect("memory")
}

/// Reads, scores and writes.
fn score(table: &[u8]) -> u64 {
    let batch = Batch { scheme: &shipped().scheme, form: Form::Csv, lang: Lang::Zh, remembered: REMEMBERED };
    let summary = batch::run(&batch, table, std::io::sink(), &mut |_| {}).expect("a sound table");
    assert_eq!(summary.left_out, 0);
    summary.scored
}

/// Reads and writes, and nothing between: no way of scoring a table can be faster than this.
fn floor(table: &[u8]) -> u64 {
    let mut reader = csv::ReaderBuilder::new().buffer_capacity(1 << 18).from_reader(table);
    let mut writer = csv::Writer::from_writer(std::io::sink());
    let mut record = csv::ByteRecord::new();
    let mut rows = 0;
    while reader.read_byte_record(&mut record).expect("memory") {
        writer.write_byte_record(&record).expect("memory");
        rows += 1;
    }
    writer.flush().expect("memory");
    rows
}

/// Prints how many times longer scoring takes than reading and writing: the best of five each.
fn ratio(units: usize) {
    let table = table(units);
    let best = |f: fn(&[u8]) -> u64| {
        let times = (0..5).map(|_| {
            let start = Instant::now();
            assert_eq!(black_box(f(black_box(&table))), units as u64);
            start.elapsed()
        });
        times.min().unwrap_or_default()
    };
    let (score, floor) = (best(score), best(floor));
    let tenths = score.as_micros() * 10 / floor.as_micros().max(1);
    let line =
        format!("{units} units: score {score:.1?}, floor {floor:.1?}, {}.{} times", tenths / 10, tenths % 10);
    writeln!(std::io::stdout(), "{line}").expect("standard output");
}

#[divan::bench(args = UNITS, max_time = 5)]
fn score_units(bencher: Bencher, units: usize) {
    let table = table(units);
    bencher.counter(ItemsCount::new(units)).bench_local(|| score(black_box(&table)));
}

#[divan::bench(args = UNITS, max_time = 2)]
fn floor_units(bencher: Bencher, units: usize) {
    let table = table(units);
    bencher.counter(ItemsCount::new(units)).bench_local(|| floor(black_box(&table)));
}
