//! How long it takes to walk a ledger of 100,000 entries: to its end, a step, and back to its
//! beginning, each beside the least it can cost: setting the facts once, or scoring twice.

#![expect(clippy::unwrap_used, reason = "nothing can be measured without the case")]

#[path = "case/mod.rs"]
mod case;

use divan::{Bencher, black_box};
use jiping::format::Loaded;
use jiping::ledger::{Event, Facts, Ledger, Stamp};
use jiping::score::replay::{Stretch, Walker, acts, series};
use jiping::score::{self, Scorecard};

const EVENTS: usize = 100_000;

fn main() {
    divan::main();
}

/// The case, then forms keyed answer by answer, each answer an act of its own.
fn ledger() -> (Loaded, Ledger) {
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
    ledger.follow(&loaded.scheme);
    (loaded, ledger)
}

/// What the screen does to look at a moment: the one before it scored, and itself.
fn look_at(loaded: &Loaded, walker: &mut Walker, events: &[Event], to: usize) -> [Scorecard; 2] {
    [to.saturating_sub(1), to].map(|to| {
        walker.go(events, to);
        score::score(&loaded.scheme, walker.facts(), None)
    })
}

/// The floor of opening: every fact set once.
#[divan::bench(sample_count = 10)]
fn fold(bencher: Bencher) {
    let (_, ledger) = ledger();
    bencher.bench_local(|| {
        let mut facts = Facts::default();
        for event in ledger.events() {
            facts.set(&event.change.path, event.change.new.as_deref());
        }
        facts
    });
}

/// Opening the replay: its moments, its waypoints at both ends, and the last of its moments.
#[divan::bench(sample_count = 10)]
fn open(bencher: Bencher) {
    let (loaded, ledger) = ledger();
    bencher.bench_local(|| {
        let ends: Vec<usize> = acts(ledger.events()).map(|act| act.end).collect();
        let mut walker = Walker::of(&ledger);
        (look_at(&loaded, &mut walker, ledger.events(), EVENTS), ends.len())
    });
}

/// The entries copied for the thread that scores all moments, when the replay is opened.
#[divan::bench(sample_count = 10)]
fn handing_over(bencher: Bencher) {
    let (_, ledger) = ledger();
    bencher.bench_local(|| ledger.events().to_vec());
}

/// The floor of a step: two moments scored.
#[divan::bench]
fn score_twice(bencher: Bencher) {
    let (loaded, ledger) = ledger();
    bencher.bench_local(|| {
        black_box(score::score(&loaded.scheme, ledger.facts(), None));
        score::score(&loaded.scheme, ledger.facts(), None)
    });
}

/// One step back and on.
#[divan::bench]
fn step(bencher: Bencher) {
    let (loaded, ledger) = ledger();
    let mut walker = Walker::of(&ledger);
    bencher.bench_local(|| {
        black_box(look_at(&loaded, &mut walker, ledger.events(), EVENTS - 1));
        look_at(&loaded, &mut walker, ledger.events(), EVENTS)
    });
}

/// From the end to the beginning and back: two keys.
#[divan::bench(sample_count = 10)]
fn there_and_back(bencher: Bencher) {
    let (loaded, ledger) = ledger();
    let mut walker = Walker::of(&ledger);
    bencher.bench_local(|| {
        black_box(look_at(&loaded, &mut walker, ledger.events(), 0));
        look_at(&loaded, &mut walker, ledger.events(), EVENTS)
    });
}

/// From the end to a place far from both ends: with the waypoints that the scoring of all moments
/// left, and (`false`) in the first seconds, before it passed there.
#[divan::bench(args = [true, false], sample_count = 10)]
fn jump_to_the_middle(bencher: Bencher, is_known: bool) {
    let (loaded, ledger) = ledger();
    let start = Walker::of(&ledger);
    let mut walker = start.clone();
    if is_known {
        series(&loaded.scheme, ledger.events(), start, 0, usize::MAX, |Stretch { waypoint, .. }| {
            if let Some(waypoint) = waypoint {
                walker.keep(waypoint);
            }
            true
        });
    }
    // Half-way between two waypoints, as far as it can be from one.
    let to = EVENTS * 9 / 18;
    bencher.with_inputs(|| walker.clone()).bench_local_values(|mut walker| {
        look_at(&loaded, &mut walker, ledger.events(), to);
        walker
    });
}
