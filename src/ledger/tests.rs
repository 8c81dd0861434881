//! What the ledger promises: undo and redo, replay equals live, damage is named.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use proptest::prelude::*;

use super::{BatchEntry, Breach, ChainFault, Change, Digest, Event, Facts, Kind, Ledger, Stamp};
use crate::survey::Batch;
use crate::survey::batch::{Cells, Column};

const REPLICA: [u8; 16] = [7; 16];

fn stamp(second: i64) -> Stamp {
    let zone = FixedOffset::east_opt(8 * 3600).unwrap();
    let at = DateTime::from_timestamp(1_700_000_000 + second, 0).unwrap().with_timezone(&zone);
    Stamp { at, actor: "Lin".to_owned() }
}

fn set(path: &str, value: &str) -> (String, Option<String>) {
    (path.to_owned(), Some(value.to_owned()))
}

fn three_acts() -> Ledger {
    let mut ledger = Ledger::new(REPLICA);
    ledger.open_with(vec![("scheme/scheme.toml".to_owned(), "id = \"x\"".to_owned())], &stamp(0));
    ledger.record(vec![set("training.planned", "2"), set("training.total", "1")], None, &stamp(1));
    ledger.record(vec![set("training.total", "2")], Some("second session found"), &stamp(2));
    ledger
}

#[test]
fn only_what_differs_is_recorded() {
    let mut ledger = three_acts();
    assert!(ledger.record(vec![set("training.total", "2")], None, &stamp(3)).is_empty());
    assert_eq!(ledger.events().len(), 4);
    let last = ledger.last_event("training.total").unwrap();
    assert_eq!(last.change.old.as_deref(), Some("1"));
    assert_eq!(last.base, Some(ledger.events()[2].id));
    assert_eq!(last.reason.as_deref(), Some("second session found"));
}

#[test]
fn a_path_set_twice_in_one_act_keeps_both_steps_and_replays() {
    let mut ledger = Ledger::new(REPLICA);
    ledger.record(vec![set("a", "1"), set("a", "2")], None, &stamp(0));
    let olds: Vec<_> = ledger.events().iter().map(|e| e.change.old.clone()).collect();
    assert_eq!(olds, [None, Some("1".to_owned())]);
    assert!(Ledger::replay(REPLICA, ledger.events().to_vec()).is_ok());
    ledger.undo(&stamp(1));
    assert_eq!(ledger.facts().get("a"), None);
}

#[test]
fn undo_and_redo_take_whole_acts_and_append() {
    let mut ledger = three_acts();
    ledger.undo(&stamp(3));
    assert_eq!(ledger.facts().get("training.total"), Some("1"));
    ledger.undo(&stamp(4));
    assert_eq!(ledger.facts().get("training.total"), None);
    assert_eq!(ledger.facts().get("training.planned"), None);
    ledger.redo(&stamp(5));
    ledger.redo(&stamp(6));
    assert_eq!(ledger.facts().get("training.total"), Some("2"));
    assert!(ledger.redo(&stamp(7)).is_empty());
    assert_eq!(ledger.events().len(), 4 + 1 + 2 + 2 + 1);
}

#[test]
fn a_new_act_ends_redo() {
    let mut ledger = three_acts();
    ledger.undo(&stamp(3));
    ledger.record(vec![set("training.total", "3")], None, &stamp(4));
    assert!(ledger.redo(&stamp(5)).is_empty());
}

#[test]
fn opening_entries_are_not_undone_even_after_replay() {
    let mut ledger = Ledger::replay(REPLICA, three_acts().events().to_vec()).unwrap();
    assert!(!ledger.undo(&stamp(3)).is_empty());
    assert!(!ledger.undo(&stamp(4)).is_empty());
    assert!(ledger.undo(&stamp(5)).is_empty());
    assert_eq!(ledger.facts().get("scheme/scheme.toml"), Some("id = \"x\""));
}

#[test]
fn replay_names_the_first_event_that_does_not_fit_and_keeps_those_before() {
    let sound = three_acts().events().to_vec();
    let breach = |damage: &dyn Fn(&mut Vec<Event>)| {
        let mut events = sound.clone();
        damage(&mut events);
        let mut ledger = Ledger::new(REPLICA);
        let fault = ledger.extend(events).unwrap_err();
        assert_eq!(ledger.events().len() as u64, fault.seq - 1);
        assert_eq!(ledger.events(), &sound[..ledger.events().len()]);
        fault
    };
    let expect = |seq, breach| ChainFault { seq, breach };
    assert_eq!(breach(&|e| drop(e.remove(1))), expect(2, Breach::Gap));
    assert_eq!(breach(&|e| e.insert(2, e[1].clone())), expect(3, Breach::Gap));
    assert_eq!(breach(&|e| e[2].prev.0[5] ^= 1), expect(3, Breach::Link));
    assert_eq!(breach(&|e| e[3].replica[0] ^= 1), expect(4, Breach::Foreign));
}

#[test]
fn a_change_of_any_column_breaks_the_chain_there() {
    let damages: [fn(&mut Event); 12] = [
        |e| e.id[15] ^= 1,
        |e| e.step = 3,
        |e| e.base = None,
        |e| e.stamp.at += chrono::Duration::seconds(1),
        |e| e.stamp.at = e.stamp.at.with_timezone(&FixedOffset::east_opt(0).unwrap()),
        |e| e.stamp.actor.push('x'),
        |e| e.kind = Kind::Open,
        |e| e.kind = Kind::Undo(2),
        |e| e.change.path.push('x'),
        |e| e.change.old = None,
        |e| e.change.new = Some("9".to_owned()),
        |e| e.reason = None,
    ];
    for (n, damage) in damages.iter().enumerate() {
        let mut events = three_acts().events().to_vec();
        damage(&mut events[3]);
        let fault = Ledger::replay(REPLICA, events).unwrap_err();
        assert_eq!(fault, ChainFault { seq: 4, breach: Breach::Content }, "damage {n}");
    }
}

#[test]
fn a_recomputed_chain_with_a_false_old_value_is_noticed() {
    let mut events = three_acts().events().to_vec();
    events[3].change.old = Some("7".to_owned());
    events[3] = super::chain::sealed(events[3].clone());
    let fault = Ledger::replay(REPLICA, events).unwrap_err();
    assert_eq!(fault, ChainFault { seq: 4, breach: Breach::Fold });
}

#[test]
fn neighbouring_columns_cannot_trade_text_without_changing_the_hash() {
    let event = three_acts().events()[3].clone();
    let mut traded = event.clone();
    traded.change.path = "training.tota".to_owned();
    traded.change.old = Some("l1".to_owned());
    assert_ne!(super::chain::sealed(traded).hash, event.hash);
}

#[test]
fn kinds_survive_storage() {
    for kind in [Kind::Open, Kind::Record, Kind::Undo(3), Kind::Redo(4)] {
        assert_eq!(Kind::from_parts(kind.word(), kind.target()), Some(kind));
    }
    assert_eq!(Kind::from_parts("record", Some(1)), None);
    assert_eq!(Kind::from_parts("undo", None), None);
}

#[test]
fn rows_are_in_numeric_order_each_once() {
    let mut facts = Facts::default();
    for row in ["10", "2", "1"] {
        for column in ["date", "topic", "topic@note"] {
            facts.set(&format!("training.{row}.{column}"), Some("x"));
        }
    }
    facts.set("training.planned", Some("2"));
    facts.set("training.planned@note", Some("see 3.1"));
    facts.set("trainings.5.date", Some("x"));
    assert_eq!(facts.rows("training"), [1, 2, 10]);
}

#[test]
fn forms_are_kept_apart_and_scheme_files_are_never_forms() {
    let mut facts = Facts::default();
    facts.set("survey.form.3.q1", Some("1"));
    facts.set("survey.form.3.q1@note", Some("smudged"));
    facts.set("scheme/survey.form.1.toml", Some("text"));
    assert_eq!(facts.get("survey.form.3.q1"), Some("1"));
    assert_eq!(facts.responses("survey").unwrap().len(), 1);
    assert_eq!(facts.cells().count(), 2);
    facts.set("survey.form.3.q1", None);
    assert_eq!(facts.responses("survey"), None);
}

proptest! {
    #[test]
    fn a_change_and_its_inverse_leave_facts_as_they_were(
        path in "[a-c]\\.(form\\.[1-3]\\.q[12]|[1-3]\\.x|y)",
        old in proptest::option::of("[1-3]"),
        new in proptest::option::of("[1-3]"),
    ) {
        let mut facts = Facts::default();
        facts.set("a.y", Some("0"));
        facts.set(&path, old.as_deref());
        let before = facts.clone();
        let change = Change { path, old, new };
        for c in [&change, &change.inverse()] {
            facts.set(&c.path, c.new.as_deref());
        }
        prop_assert_eq!(facts, before);
    }

    #[test]
    fn replay_equals_live_and_undoing_everything_empties_it(
        acts in proptest::collection::vec(
            (0..5u8, proptest::collection::vec(("[ab]\\.(form\\.[12]\\.q|z)", proptest::option::of("[12]")), 1..4)),
            0..40,
        )
    ) {
        let mut ledger = Ledger::new(REPLICA);
        for (n, (what, sets)) in acts.into_iter().enumerate() {
            let stamp = stamp(i64::try_from(n).unwrap());
            match what {
                0 => ledger.undo(&stamp),
                1 => ledger.redo(&stamp),
                _ => ledger.record(sets, None, &stamp),
            };
        }
        let mut again = Ledger::replay(REPLICA, ledger.events().to_vec()).unwrap();
        prop_assert_eq!(again.facts(), ledger.facts());
        let full = again.facts().clone();
        let mut undone = 0;
        while !again.undo(&stamp(99)).is_empty() { undone += 1; }
        prop_assert_eq!(again.facts(), &Facts::default());
        for _ in 0..undone { again.redo(&stamp(100)); }
        prop_assert_eq!(again.facts(), &full);
        while !ledger.undo(&stamp(99)).is_empty() {}
        prop_assert_eq!(ledger.facts(), &Facts::default());
    }
}

/// A content of two forms, on the shelf of a new ledger, and the value that names it.
fn with_batch() -> (Ledger, Arc<Batch>, String) {
    let words = || ["", "1", "2"].map(Box::from).to_vec();
    let column = Column::new("Q1".into(), words(), Cells::Narrow(vec![1, 2])).unwrap();
    let content = Arc::new(Batch::new(2, vec![column]).unwrap());
    let entry = BatchEntry {
        content: Digest::of(b"content"),
        first: 1,
        forms: 2,
        source: Digest::of(b"file"),
        name: "答卷.csv".into(),
    };
    let mut ledger = Ledger::new(REPLICA);
    ledger.shelve(entry.content, Arc::clone(&content));
    (ledger, content, entry.to_string())
}

#[test]
fn a_batch_of_forms_is_one_act_and_its_forms_can_be_corrected() {
    let (mut ledger, content, value) = with_batch();
    assert_eq!(ledger.record(vec![set("staff.batch.1", &value)], None, &stamp(1)).len(), 1);
    ledger.record(vec![set("staff.form.2.Q1", "1")], Some("misread"), &stamp(2));
    let tally = |ledger: &Ledger| ledger.facts().responses("staff").map_or(0, |r| r.tally("Q1", "1"));
    assert_eq!(tally(&ledger), 2);
    assert_eq!(ledger.last_event("staff.form.2.Q1").unwrap().change.old.as_deref(), Some("2"));
    ledger.undo(&stamp(3));
    assert_eq!(tally(&ledger), 1);
    ledger.undo(&stamp(4));
    assert!(ledger.facts().responses("staff").is_none());
    ledger.redo(&stamp(5));
    ledger.redo(&stamp(6));
    assert_eq!(tally(&ledger), 2);

    let mut again = Ledger::new(REPLICA);
    again.shelve(Digest::of(b"content"), content);
    again.extend(ledger.events().to_vec()).unwrap();
    assert_eq!(again.facts(), ledger.facts());
}

#[test]
fn a_batch_without_its_content_is_noticed() {
    let (mut ledger, _, value) = with_batch();
    ledger.record(vec![set("staff.distributed", "5")], None, &stamp(0));
    ledger.record(vec![set("staff.batch.1", &value)], None, &stamp(1));
    let fault = Ledger::replay(REPLICA, ledger.events().to_vec()).unwrap_err();
    assert_eq!(fault, ChainFault { seq: 2, breach: Breach::Batch });
}
