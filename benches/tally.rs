//! How long counting a table of responses takes, and what a loop over the records of the `csv`
//! crate takes that counts the same answers by hand.
//!
//! A million forms of seven questions: by code, in words, and packed with gzip. The ratios to the
//! floor are printed first; the goal is at most 0.8 for the plain table.

#![expect(clippy::expect_used, reason = "nothing can be measured without the case")]

#[path = "case/mod.rs"]
mod case;
#[path = "case/table.rs"]
mod table;

use std::io::{Read, Write};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use flate2::Compression;
use flate2::write::GzEncoder;
use jiping::format::forms;
use jiping::scheme::{Questionnaire, Scheme};

use table::responses;

/// Forms in the table.
const FORMS: usize = 1_000_000;

fn main() {
    ratios();
    divan::main();
}

fn scheme() -> &'static Scheme {
    static SCHEME: OnceLock<Scheme> = OnceLock::new();
    SCHEME.get_or_init(|| case::loaded().scheme)
}

fn questionnaire() -> &'static Questionnaire {
    &scheme().questionnaires[0]
}

fn codes() -> &'static [u8] {
    static TABLE: OnceLock<Vec<u8>> = OnceLock::new();
    TABLE.get_or_init(|| responses(questionnaire(), FORMS, |choice| &choice.code).into_bytes())
}

fn words() -> &'static [u8] {
    static TABLE: OnceLock<Vec<u8>> = OnceLock::new();
    TABLE.get_or_init(|| responses(questionnaire(), FORMS, |choice| &choice.label.text).into_bytes())
}

fn packed() -> &'static [u8] {
    static TABLE: OnceLock<Vec<u8>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
        gzip.write_all(codes()).expect("memory");
        gzip.finish().expect("memory")
    })
}

/// Counts with everything that `jiping tally` does; the answers counted.
fn tally(table: &'static [u8]) -> u64 {
    let counted =
        forms::count(questionnaire(), table, &[], chrono::NaiveDate::default()).expect("a sound table");
    assert_eq!((counted.forms, counted.troubles.count), (FORMS as u64, 0));
    let question = &questionnaire().questions[0];
    question.choices.iter().map(|c| u64::from(counted.responses.tally(&question.id, &c.code))).sum()
}

/// Counts the same by hand, in one thread: what anybody would write who has the `csv` crate.
fn floor(table: &'static [u8]) -> u64 {
    by_hand(table)
}

fn packed_floor(table: &'static [u8]) -> u64 {
    by_hand(flate2::bufread::GzDecoder::new(table))
}

fn by_hand(table: impl Read) -> u64 {
    let mut reader = csv::ReaderBuilder::new().buffer_capacity(1 << 18).from_reader(table);
    let mut record = csv::ByteRecord::new();
    let mut counts = [[0u64; 256]; 7];
    while reader.read_byte_record(&mut record).expect("memory") {
        for (cell, counts) in record.iter().zip(&mut counts) {
            if let [code] = cell {
                counts[usize::from(*code)] += 1;
            }
        }
    }
    counts[0].iter().sum()
}

/// Prints how long each takes beside its floor: the best of five each.
fn ratios() {
    let best = |f: fn(&'static [u8]) -> u64, table: &'static [u8]| {
        let times = (0..5).map(|_| {
            let start = Instant::now();
            assert_eq!(black_box(f(black_box(table))), FORMS as u64);
            start.elapsed()
        });
        times.min().unwrap_or_default()
    };
    let say = |name: &str, tally: Duration, floor: Duration| {
        let hundredths = tally.as_micros() * 100 / floor.as_micros().max(1);
        let (whole, part) = (hundredths / 100, hundredths % 100);
        let line = format!("{name}: tally {tally:.1?}, by hand {floor:.1?}, ratio {whole}.{part:02}");
        writeln!(std::io::stdout(), "{line}").expect("standard output");
    };
    say("codes", best(tally, codes()), best(floor, codes()));
    say("gzip", best(tally, packed()), best(packed_floor, packed()));
}

#[divan::bench(max_time = 3)]
fn tally_codes(bencher: Bencher) {
    bencher.counter(ItemsCount::new(FORMS)).bench_local(|| tally(black_box(codes())));
}

#[divan::bench(max_time = 3)]
fn tally_words(bencher: Bencher) {
    bencher.counter(ItemsCount::new(FORMS)).bench_local(|| tally(black_box(words())));
}

#[divan::bench(max_time = 3)]
fn tally_gzip(bencher: Bencher) {
    bencher.counter(ItemsCount::new(FORMS)).bench_local(|| tally(black_box(packed())));
}

#[divan::bench(max_time = 3)]
fn by_hand_codes(bencher: Bencher) {
    bencher.counter(ItemsCount::new(FORMS)).bench_local(|| floor(black_box(codes())));
}

#[divan::bench(max_time = 3)]
fn by_hand_gzip(bencher: Bencher) {
    bencher.counter(ItemsCount::new(FORMS)).bench_local(|| packed_floor(black_box(packed())));
}
