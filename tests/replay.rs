//! The ledger walked in time: every moment scores as the facts recorded until then do.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

use chrono::DateTime;
use jiping::format::{self, Loaded};
use jiping::ledger::{Facts, Ledger, Stamp};
use jiping::score::replay::{self, Moment, Walker};
use jiping::{score, store};

/// The shipped case keyed fact by fact after half of it came along, with a note, a slip and its
/// correction, and an undo.
fn keyed() -> (Loaded, Ledger) {
    let loaded = format::load(store::SHIPPED, &store::shipped());
    let at = DateTime::parse_from_rfc3339("2024-08-15T14:32:00+08:00").unwrap();
    let stamp = Stamp { at, actor: "评价员".to_owned() };
    let mut ledger = Ledger::new([7; 16]);
    let (came, keyed) = loaded.facts.split_at(loaded.facts.len() / 2);
    ledger.open_with(came.to_vec(), &stamp);
    for (path, value) in keyed {
        ledger.record(vec![(path.clone(), Some(value.clone()))], None, &stamp);
    }
    ledger.record(vec![("training.1.topic@note".to_owned(), Some("复印件".to_owned()))], None, &stamp);
    ledger.record(vec![("training.planned".to_owned(), Some("4".to_owned()))], None, &stamp);
    ledger.undo(&stamp);
    (loaded, ledger)
}

fn moments(loaded: &Loaded, ledger: &Ledger, known: usize, batch: usize) -> Vec<Moment> {
    let mut all = Vec::new();
    replay::series(&loaded.scheme, ledger.events(), known, batch, |moments| {
        all.extend(moments);
        true
    });
    all
}

#[test]
fn every_moment_scores_as_the_facts_recorded_until_then() {
    let (loaded, ledger) = keyed();
    let all = moments(&loaded, &ledger, 0, 7);
    assert_eq!(all.len(), replay::acts(ledger.events()).count() + 1);
    let mut facts = Facts::default();
    let mut done = 0;
    for moment in &all {
        for event in &ledger.events()[done..usize::try_from(moment.seq).unwrap()] {
            facts.set(&event.change.path, event.change.new.as_deref());
        }
        done = usize::try_from(moment.seq).unwrap();
        let card = score::score(&loaded.scheme, &facts, None);
        assert_eq!((moment.total, moment.grade), (card.total.points, card.grade), "#{}", moment.seq);
    }
    // Nothing known at first; the published total at the end.
    assert_eq!((all[0].total.low, all[0].total.high), ("0".parse().unwrap(), "100".parse().unwrap()));
    assert_eq!(all.last().unwrap().total.known(), Some("89.73".parse().unwrap()));
}

#[test]
fn going_on_from_what_is_known_gives_the_same() {
    let (loaded, ledger) = keyed();
    let all = moments(&loaded, &ledger, 0, usize::MAX);
    for known in [1, 5, all.len() - 1] {
        assert_eq!(moments(&loaded, &ledger, known, 3), all[known..], "from {known}");
    }
    assert_eq!(moments(&loaded, &ledger, all.len(), 3), []);
}

#[test]
fn walking_back_takes_everything_back() {
    let (_, ledger) = keyed();
    let events = ledger.events();
    let mut walker = Walker::default();
    walker.go(events, events.len());
    assert_eq!(walker.facts(), ledger.facts());
    walker.go(events, 40);
    let mut there = Walker::default();
    there.go(events, 40);
    assert_eq!(walker.facts(), there.facts());
    walker.go(events, 0);
    assert_eq!(walker.facts(), &Facts::default());
}

#[test]
fn jumps_lead_to_the_acts_that_changed_the_total() {
    let (loaded, ledger) = keyed();
    let all = moments(&loaded, &ledger, 0, usize::MAX);
    let largest = replay::steps(&all);
    assert!(largest.len() > 3);
    // What came along at once narrowed the range most.
    assert_eq!(largest[0], 1);
    let last = all.len() - 1;
    // The undo brings the total back, the slip before it moved it, and the note did nothing.
    assert_eq!(replay::next_step(&all, last + 1, false), Some(last));
    assert_eq!(replay::next_step(&all, last, false), Some(last - 1));
    assert!(replay::next_step(&all, last - 1, false).unwrap() < last - 2);
    assert_eq!(replay::next_step(&all, last, true), None);
    // One of two sessions is half of four points, one of four a quarter: −1.00.
    assert_eq!(all[last - 1].total.known(), Some("88.73".parse().unwrap()));
}
