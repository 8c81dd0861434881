//! The ledger walked in time: every moment scores as the facts recorded until then do.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

use std::sync::Arc;

use chrono::DateTime;
use jiping::format::{self, Loaded};
use jiping::ledger::{BatchEntry, Digest, Facts, Ledger, Stamp};
use jiping::score::replay::{self, Moment, Walker};
use jiping::survey::batch::{Batch, Cells, Column};
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

fn moments(loaded: &Loaded, ledger: &Ledger, known: usize, most: usize) -> Vec<Moment> {
    let mut all = Vec::new();
    let walker = Walker::of(ledger);
    replay::series(&loaded.scheme, ledger.events(), walker, known, most, |stretch| {
        all.extend(stretch.moments);
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
    let mut walker = Walker::of(&ledger);
    assert_eq!(walker.facts(), ledger.facts());
    for to in [events.len() - 3, 150, events.len(), 40, 41, 0, events.len()] {
        walker.go(events, to);
        assert_eq!(walker.facts(), &folded(&ledger, to), "to {to}");
    }
}

/// What the first events made.
fn folded(ledger: &Ledger, events: usize) -> Facts {
    let mut facts = Facts::default();
    for event in &ledger.events()[..events] {
        facts.set(&event.change.path, event.change.new.as_deref());
    }
    facts
}

/// Answers keyed and corrected, enough for waypoints to be left.
fn long() -> (Loaded, Ledger) {
    let loaded = format::load(store::SHIPPED, &store::shipped());
    let at = DateTime::parse_from_rfc3339("2024-08-15T14:32:00+08:00").unwrap();
    let stamp = Stamp { at, actor: "评价员".to_owned() };
    let mut ledger = Ledger::new([7; 16]);
    ledger.open_with(loaded.facts.clone(), &stamp);
    for n in 0..14_000 {
        // Every second time round the forms are corrected.
        let path = format!("staff.form.{}.Q{}", n % 2_800 / 7 + 1, n % 7 + 1);
        ledger.record(vec![(path, Some(((n / 2_800 + n) % 3 + 1).to_string()))], None, &stamp);
    }
    ledger.follow(&loaded.scheme);
    (loaded, ledger)
}

#[test]
fn waypoints_lead_to_the_same_facts_as_the_whole_way() {
    let (loaded, ledger) = long();
    let events = ledger.events();
    let mut walker = Walker::of(&ledger);
    let mut count = 0;
    replay::series(&loaded.scheme, events, walker.clone(), 0, 500, |stretch| {
        count += stretch.moments.len();
        if let Some(waypoint) = stretch.waypoint {
            walker.keep(waypoint);
        }
        true
    });
    assert_eq!(count, replay::acts(events).count() + 1);
    assert!(walker.waypoints().len() > 3, "{}", walker.waypoints().len());
    for to in [9_000, 100, 12_500, 4_096, 8_191, events.len(), 0, 6_000] {
        walker.go(events, to);
        assert_eq!(walker.facts(), &folded(&ledger, to), "to {to}");
    }
}

#[test]
fn forms_that_came_from_a_file_are_there_at_every_moment_after() {
    let loaded = format::load(store::SHIPPED, &store::shipped());
    let at = DateTime::parse_from_rfc3339("2024-08-15T14:32:00+08:00").unwrap();
    let stamp = Stamp { at, actor: "评价员".to_owned() };
    // Four forms that all answer question 3 with its best choice.
    let words = ["", "1"].map(Box::from).to_vec();
    let column = Column::new("Q3".into(), words, Cells::Narrow(vec![1; 4])).unwrap();
    let content = Digest::of(b"content");
    let entry =
        BatchEntry { content, first: 1, forms: 4, source: Digest::of(b"file"), name: "答卷.csv".into() };
    let mut ledger = Ledger::new([7; 16]);
    // What was found without the content is of no use once it is there.
    let without = Walker::of(&ledger);
    ledger.shelve(content, Arc::new(Batch::new(4, vec![column]).unwrap()));
    assert!(without.again(&ledger).is_none() && Walker::of(&ledger).again(&ledger).is_some());
    ledger.record(vec![("staff.batch.1".into(), Some(entry.to_string()))], None, &stamp);
    ledger.record(vec![("sustainability".into(), Some("5".into()))], None, &stamp);
    ledger.follow(&loaded.scheme);

    let all = moments(&loaded, &ledger, 0, usize::MAX);
    let low = |n: usize| all[n].total.low.to_string();
    // The question is one indicator of five points; what is judged another.
    assert_eq!([low(0), low(1), low(2)], ["0", "5", "10"]);
    let mut walker = Walker::of(&ledger);
    for (to, forms) in [(0, 0), (1, 4), (0, 0), (2, 4)] {
        walker.go(ledger.events(), to);
        let found = walker.facts().responses("staff").map_or(0, |r| r.tally("Q3", "1"));
        assert_eq!(found, forms, "to {to}");
    }
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
