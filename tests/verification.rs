//! Second keying and suspect forms without a screen: draws that can be repeated, comparisons,
//! error rates, rules of validity; and that looking form by form comes to the same as looking at all.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta};
use jiping::dossier;
use jiping::format::{self, SourceFile};
use jiping::ledger::second::{deciding, drawing};
use jiping::ledger::{BatchEntry, Digest, Facts, Ledger, Stamp};
use jiping::scheme::{Questionnaire, Scheme};
use jiping::score::checks::{self, Checks};
use jiping::survey::Responses;
use jiping::survey::double::{self, Draw, Way};
use jiping::survey::validity::{Known, Suspects, Suspicion};
use proptest::prelude::*;

const QUESTIONS: &str = r#"
[[scale]]
id = "five"
choices = [
  { code = "1", label = "a", value = 100 }, { code = "2", label = "b", value = 80 },
  { code = "3", label = "c", value = 60 }, { code = "4", label = "d", value = 20 },
  { code = "5", label = "e", value = 0 },
]
[[questionnaire]]
id = "q"
name = "q"
"#;

/// A scheme with one questionnaire of six questions on the same scale and these rules.
fn scheme(rules: &str) -> Scheme {
    let mut text = QUESTIONS.to_owned();
    for n in 1..=6 {
        text.extend([format!("[[questionnaire.question]]\nid = \"Q{n}\"\ntext = \"t\"\nscale = \"five\"\n")]);
    }
    text += "[[questionnaire.question]]\nid = \"took\"\ntext = \"t\"\nkind = \"number\"\n";
    text += rules;
    let files = [SourceFile { name: "scheme.toml".to_owned(), bytes: text.into_bytes() }];
    let loaded = format::load("t", &files);
    assert_eq!(loaded.scheme.questionnaires.len(), 1, "{:?}", loaded.problems);
    loaded.scheme
}

fn form(responses: &mut Responses, number: u32, answers: &str) {
    for (n, answer) in answers.chars().enumerate().filter(|(_, c)| *c != ' ') {
        let code = if answer == '0' { "blank".to_owned() } else { answer.to_string() };
        responses.set(number, &format!("Q{}", n + 1), Some(&code));
    }
}

fn forms(rows: &[&str]) -> Responses {
    let mut responses = Responses::default();
    for (n, answers) in (1..).zip(rows) {
        form(&mut responses, n, answers);
    }
    responses
}

fn known<'a>() -> Known<'a> {
    Known { seconds: &|_| None, accepted: &|_| false }
}

fn why(questionnaire: &Questionnaire, responses: &Responses) -> Vec<(u32, Vec<Suspicion>)> {
    let suspects = Suspects::of(questionnaire, responses, known());
    suspects.iter().map(|(form, s)| (form, s.why.clone())).collect()
}

#[test]
fn the_same_seed_draws_the_same_forms_and_a_larger_sample_holds_the_smaller() {
    let small = double::at_random(1..=1000, 20, 7);
    assert_eq!(small, double::at_random((1..=1000).rev(), 20, 7));
    assert_ne!(small, double::at_random(1..=1000, 20, 8));
    let large: BTreeSet<u32> = double::at_random(1..=1000, 100, 7).into_iter().collect();
    assert!(small.iter().all(|n| large.contains(n)));
    assert_eq!((small.len(), large.len()), (20, 100));
}

#[test]
fn every_form_is_drawn_equally_often() {
    // 10 of 50 forms, 2,000 seeds: each is expected 400 times, standard deviation √(2000 × 0.2 ×
    // 0.8) = 17.9; five of them are 90.
    let mut drawn = [0u32; 50];
    for seed in 0..2000 {
        for form in double::at_random(1..=50, 10, seed) {
            drawn[form as usize - 1] += 1;
        }
    }
    assert!(drawn.iter().all(|n| (310..=490).contains(n)), "{drawn:?}");
}

#[test]
fn the_odd_form_is_keyed_again_first() {
    let scheme = scheme("");
    let q = &scheme.questionnaires[0];
    let mut rows = vec!["121212"; 30];
    rows[16] = "121252";
    rows[20] = "111111";
    let responses = forms(&rows);
    let order: Vec<u32> = double::riskiest_first(q, &responses, &|_| None).iter().map(|r| r.form).collect();
    assert_eq!(order[..3], [21, 17, 1]);
    // Very fast ones come before the ordinary: a third of the median is 20 seconds.
    let seconds = |form: u32| Some(if form == 9 { 10 } else { 60 });
    let order: Vec<u32> = double::riskiest_first(q, &responses, &seconds).iter().map(|r| r.form).collect();
    assert_eq!(order[..3], [21, 17, 9]);
}

#[test]
fn surprise_is_counted_in_bits() {
    let scheme = scheme("");
    let q = &scheme.questionnaires[0];
    // One question, four forms: three say 1, one says 2. With ½ added to each of the eight
    // codes: 3.5 ÷ 8 and 1.5 ÷ 8, −log₂ = 1.192645 and 2.415037.
    let mut responses = Responses::default();
    for (n, code) in (1..).zip(["1", "1", "1", "2"]) {
        responses.set(n, "Q1", Some(code));
    }
    let risks = double::riskiest_first(q, &responses, &|_| None);
    let bits: Vec<String> = risks.iter().map(|r| r.bits.round_dp(6).to_string()).collect();
    assert_eq!((risks[0].form, bits[0].as_str(), bits[1].as_str()), (4, "2.415037", "1.192645"));
}

/// A ledger in which `ann` keyed forms first and `bob` again.
fn keyed(first: &[&str], second: &[&str]) -> Ledger {
    let mut ledger = Ledger::new([1; 16]);
    for (actor, word, rows) in [("ann", "form", first), ("bob", "second", second)] {
        for (n, answers) in (1..).zip(rows) {
            let mut sets: Vec<(String, Option<String>)> = answers
                .chars()
                .enumerate()
                .map(|(q, c)| (format!("q.{word}.{n}.Q{}", q + 1), Some(c.to_string())))
                .collect();
            if word == "second" {
                sets.push((format!("q.second.{n}.filed"), Some("yes".to_owned())));
            }
            record(&mut ledger, actor, sets);
        }
    }
    ledger
}

fn record(ledger: &mut Ledger, actor: &str, sets: Vec<(String, Option<String>)>) {
    let at = DateTime::parse_from_rfc3339("2024-08-15T14:32:00+08:00").unwrap();
    ledger.record(sets, Some("r"), &Stamp { at, actor: actor.to_owned() });
}

#[test]
fn keyings_are_compared_answer_by_answer() {
    let scheme = scheme("");
    let q = &scheme.questionnaires[0];
    let ledger = keyed(&["111111", "222222"], &["111131", "222222"]);
    let comparison = ledger.facts().comparison(q);
    assert_eq!((comparison.forms(), comparison.answers, comparison.differing), (2, 12, 1));
    let m = comparison.mismatches().next().unwrap();
    assert_eq!((m.form, m.question), (1, 4));
    assert_eq!((m.first.as_deref(), m.second.as_deref()), (Some("1"), Some("3")));
    // 1 ÷ 12 = 8.33 %.
    assert_eq!(comparison.rate().unwrap().round_dp(4).to_string(), "0.0833");
}

#[test]
fn nothing_is_told_before_the_form_is_filed() {
    let scheme = scheme("");
    let mut ledger = keyed(&["111111"], &["111131"]);
    record(&mut ledger, "bob", vec![("q.second.1.filed".to_owned(), None)]);
    assert_eq!(ledger.facts().comparison(&scheme.questionnaires[0]).forms(), 0);
}

#[test]
fn a_decision_for_the_second_keeps_what_the_first_said_and_counts_as_its_error() {
    let scheme = scheme("");
    let q = &scheme.questionnaires[0];
    let mut ledger = keyed(&["111111"], &["111131"]);
    let sets = deciding(ledger.facts(), q, (1, 4), "3");
    record(&mut ledger, "cai", sets);
    assert_eq!(ledger.facts().get("q.form.1.Q5"), Some("3"));
    let c = ledger.facts().comparison(q);
    assert_eq!((c.differing, c.decided, c.errors), (1, 1, 1));
    let m = c.mismatches().next().unwrap();
    assert_eq!((m.first.as_deref(), m.decided.as_deref()), (Some("1"), Some("3")));
    // Decided again, for a third answer and then for the first: the error goes with it.
    for (value, errors) in [("2", 1), ("1", 0)] {
        let sets = deciding(ledger.facts(), q, (1, 4), value);
        record(&mut ledger, "cai", sets);
        let c = ledger.facts().comparison(q);
        assert_eq!((c.decided, c.errors), (1, errors), "{value}");
    }
    assert_eq!(ledger.facts().get("q.replaced.1.Q5"), None);
}

#[test]
fn a_decision_lapses_when_the_answer_is_changed_afterwards() {
    let scheme = scheme("");
    let q = &scheme.questionnaires[0];
    let mut ledger = keyed(&["111111"], &["111131"]);
    let sets = deciding(ledger.facts(), q, (1, 4), "1");
    record(&mut ledger, "cai", sets);
    record(&mut ledger, "ann", vec![("q.form.1.Q5".to_owned(), Some("2".to_owned()))]);
    assert_eq!(ledger.facts().comparison(q).undecided(), 1);
}

#[test]
fn a_draw_is_recorded_and_a_new_one_replaces_it() {
    let mut ledger = keyed(&["111111", "222222", "333333"], &[]);
    let draw = Draw { way: Way::Random, forms: vec![2, 3] };
    let sets = drawing(ledger.facts(), "q", &draw, Some(7), 3);
    record(&mut ledger, "bob", sets);
    assert_eq!(ledger.facts().draw("q"), Some(draw));
    let next = Draw { way: Way::Risk, forms: vec![3, 1] };
    let sets = drawing(ledger.facts(), "q", &next, None, 3);
    record(&mut ledger, "bob", sets);
    assert_eq!(ledger.facts().draw("q"), Some(next));
    assert_eq!(ledger.facts().get("q.redo.seed"), None);
}

#[test]
fn each_rule_names_its_reason() {
    let scheme = scheme(
        r#"
[[questionnaire.validity]]
rule = "blank"
over = "50%"
[[questionnaire.validity]]
rule = "straight"
least = 5
[[questionnaire.validity]]
rule = "duplicate"
[[questionnaire.validity]]
rule = "fast"
seconds = 30
question = "took"
[[questionnaire.validity]]
rule = "contradiction"
when = "Q1 = 1 and Q6 = 5"
reason = "says both"
"#,
    );
    let q = &scheme.questionnaires[0];
    let mut r = forms(&["121212", "000121", "000012", "222220", "222210", "121215"]);
    for (form, serial) in [(1, "A-1"), (2, "A-2"), (4, "A-2")] {
        r.set(form, "serial", Some(serial));
    }
    r.set(1, "took", Some("29"));
    r.set(2, "took", Some("30"));
    let found = why(q, &r);
    assert_eq!(
        found,
        [
            (1, vec![Suspicion::Fast { seconds: 29, least: 30 }]),
            // Half is not more than half.
            (3, vec![Suspicion::Blank { blank: 4, of: 6 }]),
            (
                4,
                vec![
                    Suspicion::Straight { code: "2".to_owned(), answers: 5 },
                    Suspicion::Duplicate { question: None, value: "A-2".to_owned(), earlier: 2 },
                ]
            ),
            (6, vec![Suspicion::Contradiction { rule: 4 }]),
        ]
    );
    // With the earlier twin out of the way the number is its own.
    r.set(2, "invalid", Some("torn"));
    assert_eq!(why(q, &r)[2].1, [Suspicion::Straight { code: "2".to_owned(), answers: 5 }]);
}

const ALL_RULES: &str = r#"
[[questionnaire.validity]]
rule = "blank"
over = "30%"
[[questionnaire.validity]]
rule = "straight"
least = 3
[[questionnaire.validity]]
rule = "duplicate"
[[questionnaire.validity]]
rule = "duplicate"
question = "took"
[[questionnaire.validity]]
rule = "contradiction"
when = "Q1 = 1 and Q2 = 2"
reason = "both"
"#;

fn same(scheme: &Scheme, ledger: &Ledger, kept: &[Checks]) {
    let fresh = checks::checks(scheme, ledger.facts(), Some(ledger));
    assert_eq!(kept[0].comparison, fresh[0].comparison);
    let list = |c: &Checks| c.suspects.iter().map(|(f, s)| (f, s.clone())).collect::<Vec<_>>();
    assert_eq!(list(&kept[0]), list(&fresh[0]));
    assert_eq!(kept[0].suspects.open(), fresh[0].suspects.open());
}

fn change() -> impl Strategy<Value = (String, Option<String>)> {
    let code = prop_oneof![Just("1"), Just("2"), Just("blank")].prop_map(str::to_owned);
    let answer =
        (prop_oneof![Just("form"), Just("second"), Just("decided"), Just("replaced")], 1..5u32, 1..5)
            .prop_map(|(word, form, q)| format!("q.{word}.{form}.Q{q}"));
    let key = prop_oneof![
        Just("form.N.serial"),
        Just("form.N.took"),
        Just("form.N.invalid"),
        Just("form.N.accepted"),
    ];
    let other = (key, 1..5u32).prop_map(|(key, form)| format!("q.{}", key.replace('N', &form.to_string())));
    let filed = (1..5u32).prop_map(|form| format!("q.second.{form}.filed"));
    prop_oneof![
        6 => (answer, proptest::option::of(code.clone())),
        2 => (other, proptest::option::of(code)),
        1 => (filed, proptest::option::of(Just("yes".to_owned()))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is recorded, undone and brought back: looking again at the forms that changed
    /// comes to what looking at all of them does.
    #[test]
    fn checks_kept_up_are_checks_made_anew(changes in proptest::collection::vec(change(), 1..60)) {
        let scheme = scheme(ALL_RULES);
        let mut ledger = Ledger::new([1; 16]);
        let mut kept = checks::checks(&scheme, ledger.facts(), None);
        let at = DateTime::parse_from_rfc3339("2024-08-15T14:32:00+08:00").unwrap();
        let stamp = Stamp { at, actor: "ann".to_owned() };
        for (n, set) in changes.into_iter().enumerate() {
            let events = match n % 5 {
                3 => ledger.undo(&stamp).to_vec(),
                4 => ledger.redo(&stamp).to_vec(),
                _ => ledger.record(vec![set], None, &stamp).to_vec(),
            };
            for event in events {
                checks::update(&mut kept, &scheme, &ledger, &event.change.path);
            }
        }
        same(&scheme, &ledger, &kept);
    }

    /// The record alone gives everything back: replaying a project compares alike.
    #[test]
    fn facts_take_and_give_back_what_a_second_person_keys(
        changes in proptest::collection::vec(change(), 1..40)
    ) {
        let mut facts = Facts::default();
        let mut last = std::collections::BTreeMap::new();
        for (path, value) in changes {
            facts.set(&path, value.as_deref());
            last.insert(path, value);
        }
        for (path, value) in last {
            prop_assert_eq!(facts.get(&path), value.as_deref());
        }
    }
}

#[test]
fn the_time_of_a_form_is_that_between_its_first_and_last_answer() {
    let scheme = scheme("[[questionnaire.validity]]\nrule = \"fast\"\nseconds = 30\n");
    let q = &scheme.questionnaires[0];
    let start = DateTime::parse_from_rfc3339("2024-08-15T14:32:00+08:00").unwrap();
    let mut ledger = Ledger::new([1; 16]);
    for (form, pace) in [(1, 4), (2, 10)] {
        for n in 1..=6 {
            let at = start + TimeDelta::seconds(n * pace);
            let set = (format!("q.form.{form}.Q{n}"), Some("1".to_owned()));
            ledger.record(vec![set], None, &Stamp { at, actor: "ann".to_owned() });
        }
    }
    // A form that came in at one stroke has no time.
    let all = (1..=6).map(|n| (format!("q.form.3.Q{n}"), Some("2".to_owned())));
    ledger.record(all.collect(), None, &Stamp { at: start, actor: "ann".to_owned() });
    assert_eq!((ledger.form_seconds(q, 1), ledger.form_seconds(q, 3)), (Some(20), None));
    let found = checks::checks(&scheme, ledger.facts(), Some(&ledger));
    let suspects: Vec<u32> = found[0].suspects.iter().map(|(form, _)| form).collect();
    assert_eq!(suspects, [1]);
    assert_eq!(ledger.keyers(q, "form", 1), ["ann"]);
}

/// Keyed on Monday 2024-06-03 of a day that lay ahead then; keyed again on Thursday, decided on
/// Friday, when that day has passed.
#[test]
fn what_is_keyed_again_or_decided_is_held_to_the_day_of_the_first_keying() {
    let at = |day: &str| DateTime::parse_from_rfc3339(&format!("{day}T09:00:00+08:00")).unwrap();
    let stamp = |day: &str, actor: &str| Stamp { at: at(day), actor: actor.into() };
    let text = "[[questionnaire]]\nid = \"q\"\nname = \"q\"\n[[questionnaire.question]]\nid = \"due\"\ntext = \"t\"\n\
        kind = \"date\"\nconstraint = \". >= today()\"\n";
    let files = [SourceFile { name: "scheme.toml".to_owned(), bytes: text.as_bytes().to_vec() }];
    let scheme = format::load("t", &files).scheme;
    let set = |path: &str, value: &str| vec![(path.to_owned(), Some(value.to_owned()))];
    let admits = |ledger: &Ledger, sets: &[(String, Option<String>)], day: &str| {
        dossier::admit(&scheme, ledger, sets, Some("r"), at(day).date_naive()).is_ok()
    };
    let mut ledger = Ledger::new([1; 16]);
    let first = set("q.form.1.due", "2024-06-04");
    assert!(admits(&ledger, &first, "2024-06-03"));
    ledger.record(first, None, &stamp("2024-06-03", "a"));
    // A first keying is still held to its own day.
    assert!(!admits(&ledger, &set("q.form.2.due", "2024-06-04"), "2024-06-06"));
    let second = set("q.second.1.due", "2024-06-05");
    assert!(admits(&ledger, &second, "2024-06-06"));
    assert!(!admits(&ledger, &set("q.second.1.due", "2024-06-02"), "2024-06-06"), "past on Monday, too");
    ledger.record(second, None, &stamp("2024-06-06", "b"));
    let questionnaire = &scheme.questionnaires[0];
    for chosen in ["2024-06-05", "2024-06-04"] {
        let decision = deciding(ledger.facts(), questionnaire, (1, 0), chosen);
        assert!(admits(&ledger, &decision, "2024-06-07"), "{chosen}");
        ledger.record(decision, Some("r"), &stamp("2024-06-07", "b"));
        // What was decided on Friday is no news of Friday.
        assert_eq!(ledger.keyed_on("q", 1, "due"), Some(at("2024-06-03").date_naive()));
    }
}

#[test]
fn a_form_from_a_file_is_held_to_the_day_on_which_the_file_came_in() {
    let stamp =
        Stamp { at: DateTime::parse_from_rfc3339("2024-06-03T09:00:00+08:00").unwrap(), actor: "a".into() };
    let entry = BatchEntry {
        content: Digest::of(b"forms"),
        first: 3,
        forms: 2,
        source: Digest::of(b"file"),
        name: "f.csv".into(),
    };
    let mut ledger = Ledger::new([1; 16]);
    ledger.record(vec![("q.batch.1".to_owned(), Some(entry.to_string()))], None, &stamp);
    let day = Some(stamp.at.date_naive());
    let days = [2, 3, 4, 5].map(|form| ledger.keyed_on("q", form, "Q1"));
    assert_eq!(days, [None, day, day, None]);
}
