//! How long it takes to walk a ledger of 100,000 entries: to its end, a step, and back to its
//! beginning, each beside the least it can cost: setting the facts once, or scoring twice.

#![expect(clippy::unwrap_used, reason = "nothing can be measured without the case")]

#[path = "case/mod.rs"]
mod case;

use divan::{Bencher, black_box};
use jiping::format::Loaded;
use jiping::ledger::{Event, Facts, Ledger, Stamp};
use jiping::score;
use jiping::score::replay::{Walker, acts};

const EVENTS: usize = 100_000;

fn main() {
    divan::main();
}

/// The case, then forms keyed answer by answer, each answer an act of its own.
fn ledger() -> (Loaded, Vec<Event>) {
    let loaded = case::loaded();
    let at = chrono::DateTime::parse_from_rfc3339("2024-08-15T14:32:00+08:00").unwrap();
    let stamp = Stamp { at, actor: "n".to_owned() };
    let mut ledger = Ledger::new([7; 16]);
    ledger.open_with(loaded.facts.clone(), &stamp);
    for n in 0.. {
        if ledger.events().len() >= EVENTS {
            break;
        }
        let path = format!("staff.form.{}.Q{}", n / 7 + 1, n % 7 + 1);
        ledger.record(vec![(path, Some((n % 3 + 1).to_string()))], None, &stamp);
    }
    let events = ledger.events().to_vec();
    (loaded, events)
}

fn at_the_end(events: &[Event]) -> Walker {
    let mut walker = Walker::default();
    walker.go(events, events.len());
    walker
}

/// The floor of opening: every fact set once.
#[divan::bench(sample_count = 10)]
fn fold(bencher: Bencher) {
    let (_, events) = ledger();
    bencher.bench_local(|| {
        let mut facts = Facts::default();
        for event in &events {
            facts.set(&event.change.path, event.change.new.as_deref());
        }
        facts
    });
}

/// Opening the replay: its moments, and the facts of the last.
#[divan::bench(sample_count = 10)]
fn open(bencher: Bencher) {
    let (loaded, events) = ledger();
    bencher.bench_local(|| {
        let ends: Vec<usize> = acts(&events).map(|act| act.end).collect();
        let walker = at_the_end(&events);
        (score::score(&loaded.scheme, walker.facts(), None), ends.len())
    });
}

/// The floor of a step: two moments scored.
#[divan::bench]
fn score_twice(bencher: Bencher) {
    let (loaded, events) = ledger();
    let walker = at_the_end(&events);
    bencher.bench_local(|| {
        black_box(score::score(&loaded.scheme, walker.facts(), None));
        score::score(&loaded.scheme, walker.facts(), None)
    });
}

/// One step back and on, each with the moment before it, as the screen does.
#[divan::bench]
fn step(bencher: Bencher) {
    let (loaded, events) = ledger();
    let mut walker = at_the_end(&events);
    bencher.bench_local(|| {
        walker.go(&events, EVENTS - 1);
        let before = score::score(&loaded.scheme, walker.facts(), None);
        walker.go(&events, EVENTS);
        (before, score::score(&loaded.scheme, walker.facts(), None))
    });
}

/// From the end to the beginning and back: two keys.
#[divan::bench(sample_count = 10)]
fn there_and_back(bencher: Bencher) {
    let (_, events) = ledger();
    let mut walker = at_the_end(&events);
    bencher.bench_local(|| {
        walker.go(&events, 0);
        walker.go(&events, events.len());
    });
}
