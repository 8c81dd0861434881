//! What is laid over the record is what would be recorded: facts keyed by hand, numbers written
//! into the scheme's files; and what a comparison says of two records.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

use std::path::Path;

use chrono::DateTime;
use jiping::format::amend::amend;
use jiping::format::{Loaded, SourceFile, load};
use jiping::ledger::{Facts, Ledger, Stamp};
use jiping::scheme::parameters;
use jiping::score;
use jiping::score::compare::{Cause, Side, compare};
use jiping::score::whatif::{Tweak, Unfit, gate, lay};
use proptest::prelude::*;
use rust_decimal::Decimal;

fn d(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn case() -> Loaded {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("surveys/yangquan-2023");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        SourceFile { name, bytes: std::fs::read(path).unwrap() }
    });
    load("yangquan-2023", &files.collect::<Vec<_>>())
}

fn facts(case: &Loaded) -> Facts {
    let mut facts = Facts::default();
    for (path, value) in &case.facts {
        facts.set(path, Some(value));
    }
    facts
}

fn stamp() -> Stamp {
    let at = DateTime::parse_from_rfc3339("2024-08-15T14:32:00+08:00").unwrap();
    Stamp { at, actor: "评价员".to_owned() }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is typed for whatever fact: a scenario takes what an entry would take, and scores
    /// what the ledger then scores.
    #[test]
    fn an_applied_scenario_equals_the_same_facts_keyed_by_hand(
        picks in prop::collection::vec((any::<prop::sample::Index>(), 0usize..10), 1..8),
    ) {
        let typed = ["0", "1", "2", "met", "unmet", "３", "12,000.50", "2023-11-08", "", "坏"];
        let case = case();
        let mut ledger = Ledger::new([1; 16]);
        ledger.open_with(case.facts.clone(), &stamp());
        let mut tweaks: Vec<Tweak> = Vec::new();
        let mut keyed = Vec::new();
        for (pick, value) in picks {
            let path = &pick.get(&case.facts).0;
            if tweaks.iter().any(|t| t.path() == path) {
                continue;
            }
            let value = Some(typed[value]).filter(|t| !t.is_empty());
            tweaks.push(Tweak::Fact { path: path.clone(), value: value.map(str::to_owned) });
            // By hand: the field takes it, or nothing is recorded.
            let field = case.scheme.field(path).unwrap();
            match value.map(|v| field.kind.accept(v)).transpose() {
                Ok(value) => keyed.push((path.clone(), value)),
                Err(refusal) => prop_assert_eq!(gate(&case.scheme, path, value), Err(Unfit::Refused(refusal))),
            }
        }
        let refused = tweaks.len() - keyed.len();
        let laid = lay(&case.scheme, ledger.facts(), &tweaks);
        prop_assert_eq!(laid.unfit.len(), refused);
        ledger.record(keyed, Some("依据"), &stamp());
        prop_assert_eq!(&laid.facts, ledger.facts());
        prop_assert_eq!(laid.card, score::score(&case.scheme, ledger.facts(), None));
    }
}

#[test]
fn every_number_has_a_path_of_its_own_and_takes_its_own_value() {
    let scheme = case().scheme;
    let all = parameters(&scheme);
    let mut paths: Vec<&str> = all.iter().map(|p| p.path.as_str()).collect();
    paths.sort_unstable();
    paths.dedup();
    assert_eq!(paths.len(), all.len());
    // 40 weights (4 + 12 + 24), 3 edges of grades, and the rules.
    assert_eq!(all.iter().filter(|p| p.path.starts_with("weight.")).count(), 40);
    assert_eq!(all.iter().filter(|p| p.path.starts_with("grade.")).count(), 3);
    for parameter in &all {
        assert_eq!(
            parameter.accept(&parameter.typed(parameter.value)),
            Ok(parameter.value),
            "{}",
            parameter.path
        );
    }
}

#[test]
fn what_is_written_into_the_files_is_what_was_laid_over() {
    let case = case();
    let facts = facts(&case);
    let mut written = 0;
    for parameter in parameters(&case.scheme).iter().step_by(5) {
        let value = parameter.value + d("0.1");
        if parameter.accept(&value.to_string()).is_err() || parameter.path.starts_with("weight.") {
            continue;
        }
        let tweak = Tweak::Parameter { path: parameter.path.clone(), value };
        let laid = lay(&case.scheme, &facts, std::slice::from_ref(&tweak));
        // What cannot be written alone is refused.
        let Ok(amended) = amend(&case.scheme, &case.sources, std::slice::from_ref(&tweak)) else { continue };
        written += 1;
        assert_eq!(score::score(&amended.scheme, &facts, None), laid.card, "{}", parameter.path);
        let differing = amended.sources.iter().zip(&case.sources).filter(|(a, b)| a != b).count();
        assert_eq!(differing, 1, "{}", parameter.path);
    }
    assert!(written > 10, "{written}");
}

#[test]
fn weights_that_still_add_up_are_written_together() {
    let case = case();
    let tweak = |path: &str, value: &str| Tweak::Parameter { path: path.to_owned(), value: d(value) };
    // Two leaves under one parent, both scored by a rate: a point goes from one to the other.
    let both = [tweak("weight.inspection-rate", "2"), tweak("weight.training-rate", "5")];
    assert!(amend(&case.scheme, &case.sources, &both[..1]).is_err(), "one alone does not add up");
    let amended = amend(&case.scheme, &case.sources, &both).unwrap();
    // 3 of 3 become 2 of 2, 2 of 4 become 2.5 of 5: 89.73 − 1 + 0.5.
    let card = score::score(&amended.scheme, &facts(&case), None);
    assert_eq!(card.total.points.known(), Some(d("89.23")));
}

#[test]
fn a_comparison_names_the_facts_and_what_each_is_worth() {
    let case = case();
    let before = facts(&case);
    let mut after = before.clone();
    after.set("training.total", Some("2"));
    after.set("fund-use.rules", Some("met"));
    after.set("budget-basis.argued", Some("met"));
    after.set("budget-basis.calculated", Some("met"));
    let cards = [&before, &after].map(|f| score::score(&case.scheme, f, None));
    let side = |facts, card| Side { scheme: &case.scheme, facts, card };
    let found = compare(side(&before, &cards[0]), side(&after, &cards[1]));
    // 2 + 1 + 1 + 1: from 89.73 to 94.73.
    assert_eq!(found.gain, Some(d("5.00")));
    let row = |id: &str| {
        let n = case.scheme.indicator(id).unwrap();
        found.rows.iter().find(|r| r.after.is_some_and(|(m, _)| m == n)).unwrap()
    };
    assert_eq!(row("training-rate").gain(), Some(d("2.00")));
    let causes = &row("budget-soundness").causes;
    assert_eq!(causes.len(), 2);
    for cause in causes {
        let Cause::Fact { old, new, alone, .. } = cause else { panic!("{cause:?}") };
        assert_eq!((old.as_deref(), new.as_deref(), *alone), (Some("unmet"), Some("met"), Some(d("1.00"))));
    }
    assert!(row("budget-execution").causes.is_empty());
    assert_eq!(found.leaves(&case.scheme).len(), 3);
}

#[test]
fn a_comparison_names_the_rule_the_rounding_and_what_is_in_one_record_only() {
    let case = case();
    let facts = facts(&case);
    let card = score::score(&case.scheme, &facts, None);
    let tweaks = [
        Tweak::Parameter { path: "rule.indicator-clarity.part.1.points".to_owned(), value: d("0.4") },
        Tweak::Rounding(jiping::scheme::Rounding::default()),
    ];
    let mut laid = lay(&case.scheme, &facts, &tweaks);
    let gone = laid.scheme.indicators.len() - 1;
    "renamed".clone_into(&mut laid.scheme.indicators[gone].id);
    // Neither by its id nor by its name is it known again.
    "renamed".clone_into(&mut laid.scheme.indicators[gone].name.text);
    let before = Side { scheme: &case.scheme, facts: &facts, card: &card };
    let found = compare(before, Side { scheme: &laid.scheme, facts: &laid.facts, card: &laid.card });
    let row = |id: &str| {
        let n = laid.scheme.indicator(id).unwrap();
        found.rows.iter().find(|r| r.after.is_some_and(|(m, _)| m == n)).unwrap()
    };
    let clarity = &row("indicator-clarity").causes;
    let number = |c: &Cause| matches!(c, Cause::Parameter { old: Some(a), new: Some(b), .. } if (*a, *b) == (d("0.5"), d("0.4")));
    assert!(clarity.iter().any(number), "{clarity:?}");
    assert!(matches!(row("budget-execution").causes.as_slice(), [Cause::Rounding { .. }]));
    assert!(row("renamed").before.is_none());
    assert!(found.rows.last().unwrap().after.is_none());
    assert!(found.rounding.is_some());
}
