//! Tallies kept answer by answer against a recount from nothing, whatever is recorded, taken
//! away, undone and brought again, on a questionnaire with questions of every kind.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

use std::path::Path;

use chrono::DateTime;
use jiping::format;
use jiping::ledger::{Facts, Ledger, Stamp};
use jiping::scheme::field::NON_ANSWERS;
use jiping::scheme::{Questionnaire, Scheme};
use jiping::store;
use jiping::survey::{Stated, Tabulation, tabulate};
use proptest::prelude::*;

fn scheme() -> Scheme {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("surveys/examples/every-kind");
    format::load("every-kind", &store::read_scheme_folder(&folder).unwrap()).scheme
}

/// What may be answered to each question of the example, and some keys that are no questions.
const ANSWERS: [(&str, &[&str]); 10] = [
    ("role", &["1", "2", "3", "refused"]),
    ("Q1", &["1", "3", "4", "5", "blank"]),
    ("Q2", &["1", "1 3", "2 3", "9", "unreadable"]),
    ("Q3", &["1", "2", "3", "blank"]),
    ("Q4", &["0", "1", "10", "refused"]),
    ("age", &["7", "41", "refused"]),
    ("since", &["2023-05", "2024-01-09", "blank"]),
    ("wish", &["1 3", "more soup", "blank"]),
    ("invalid", &["the same sheet twice"]),
    ("serial", &["1", "A-7"]),
];

/// One thing done to the record.
#[derive(Debug, Clone)]
enum Act {
    /// Form, key, answer; `None` takes it away.
    Set(u32, usize, Option<usize>),
    Undo,
    Redo,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let set = (1..6u32, 0..ANSWERS.len(), prop::option::weighted(0.8, 0..8usize));
    let act = prop_oneof![
        8 => set.prop_map(|(form, key, answer)| Act::Set(form, key, answer)),
        1 => Just(Act::Undo),
        1 => Just(Act::Redo),
    ];
    prop::collection::vec(act, 0..120)
}

fn play(ledger: &mut Ledger, act: &Act) {
    let stamp = Stamp {
        at: DateTime::parse_from_rfc3339("2024-08-15T14:32:00+08:00").unwrap(),
        actor: "x".to_owned(),
    };
    match act {
        Act::Undo => _ = ledger.undo(&stamp),
        Act::Redo => _ = ledger.redo(&stamp),
        Act::Set(form, key, answer) => {
            let (key, answers) = ANSWERS[*key];
            let value = answer.map(|n| answers[n % answers.len()].to_owned());
            ledger.record(vec![(format!("diners.form.{form}.{key}"), value)], None, &stamp);
        }
    }
}

fn counted(questionnaire: &Questionnaire, facts: &Facts) -> Tabulation {
    tabulate(questionnaire, facts.responses("diners"), Stated::default())
}

/// What one form says, with the two conditions of the example written out by hand.
fn shown<'a>(facts: &'a Facts, form: u32, question: &str) -> Option<&'a str> {
    let answer = |q: &str| facts.get(&format!("diners.form.{form}.{q}"));
    let is_shown = match question {
        "Q2" => matches!(answer("Q1"), Some("4" | "5")),
        "since" => answer("Q3") != Some("3"),
        _ => true,
    };
    answer(question).filter(|_| is_shown)
}

/// Counted one form after the other, without the program's own counting.
fn check(questionnaire: &Questionnaire, facts: &Facts) -> Result<(), TestCaseError> {
    let found = counted(questionnaire, facts);
    let is_answer = |f: &u32, keys: &[(&str, &[&str])]| {
        keys.iter().any(|(k, _)| facts.get(&format!("diners.form.{f}.{k}")).is_some())
    };
    let forms: Vec<u32> = (1..6).filter(|f| is_answer(f, &ANSWERS)).collect();
    let (invalid, valid): (Vec<u32>, Vec<u32>) =
        forms.into_iter().partition(|f| facts.get(&format!("diners.form.{f}.invalid")).is_some());
    prop_assert_eq!((found.valid, found.invalid), (valid.len() as u64, invalid.len() as u64));
    for (question, counts) in questionnaire.questions.iter().zip(&found.questions) {
        let answers: Vec<&str> = valid.iter().filter_map(|f| shown(facts, *f, &question.id)).collect();
        let given: Vec<&&str> = answers.iter().filter(|a| !NON_ANSWERS.contains(a)).collect();
        let ticks = |code: &str| {
            let has = |a: &&&&str| {
                if question.is_multiple() { a.split(' ').any(|c| c == code) } else { **a == &code }
            };
            given.iter().filter(has).count() as u64
        };
        let choices: Vec<u64> = question.choices.iter().map(|c| ticks(&c.code)).collect();
        prop_assert_eq!(&counts.choices, &choices, "{}", question.id);
        prop_assert_eq!(counts.respondents, given.len() as u64, "{}", question.id);
        for (code, n) in NON_ANSWERS.iter().zip(counts.non_answers) {
            prop_assert_eq!(n, answers.iter().filter(|a| *a == code).count() as u64, "{}", question.id);
        }
        // Forms that do not show the question are not missing an answer to it.
        let hides = |f: &&u32| match question.id.as_str() {
            "Q2" => !matches!(facts.get(&format!("diners.form.{f}.Q1")), Some("4" | "5")),
            "since" => facts.get(&format!("diners.form.{f}.Q3")) == Some("3"),
            _ => false,
        };
        let expected = valid.len() - valid.iter().filter(hides).count();
        prop_assert_eq!(counts.missing, (expected - answers.len()) as u64, "{}", question.id);
        let kept = |f: &&u32| hides(f) && facts.get(&format!("diners.form.{f}.{}", question.id)).is_some();
        prop_assert_eq!(counts.hidden, valid.iter().filter(kept).count() as u64, "{}", question.id);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tallies_kept_per_answer_equal_a_recount(acts in acts()) {
        let scheme = scheme();
        let questionnaire = &scheme.questionnaires[0];
        // One follows the questionnaire from the start, one is counted anew each time, one
        // begins to follow when all is recorded.
        let mut following = Ledger::new([7; 16]);
        following.follow(&scheme);
        let mut plain = Ledger::new([7; 16]);
        for (n, act) in acts.iter().enumerate() {
            play(&mut following, act);
            play(&mut plain, act);
            if n % 16 == 0 {
                check(questionnaire, following.facts())?;
            }
        }
        check(questionnaire, following.facts())?;
        let kept = counted(questionnaire, following.facts());
        prop_assert_eq!(&kept, &counted(questionnaire, plain.facts()));
        plain.follow(&scheme);
        prop_assert_eq!(&kept, &counted(questionnaire, plain.facts()));
        prop_assert_eq!(following.facts(), plain.facts());
    }
}

/// Totals of ticks, by hand: 10 valid forms, 2 of them blank, so 8 may have ticked; 6 and 5 did.
#[test]
fn totals_of_ticks_may_add_up_to_more_than_there_are_forms() {
    let scheme = scheme();
    let mut facts = Facts::default();
    for (path, value) in [("valid", "10"), ("tally.Q2.1", "6"), ("tally.Q2.2", "5"), ("tally.Q2.blank", "2")]
    {
        let path = format!("diners.{path}");
        assert_eq!(scheme.field(&path).unwrap().kind.accept(value).as_deref(), Ok(value));
        facts.set(&path, Some(value));
    }
    let readings = jiping::score::readings(&scheme, &facts);
    let counts = &readings.surveys[0].questions[2];
    assert_eq!((counts.ticks(), counts.respondents, counts.missing), (11, 8, 0));
    // 6 ÷ 8 and 5 ÷ 8.
    assert_eq!(counts.percent(0, scheme.rates).as_deref(), Some("75.00"));
    assert_eq!(counts.percent(1, scheme.rates).as_deref(), Some("62.50"));
    assert_eq!(readings.notices, []);
    facts.set("diners.tally.Q2.1", Some("11"));
    let notices = jiping::score::readings(&scheme, &facts).notices;
    let codes: Vec<&str> = notices.iter().map(|n| n.kind.code()).collect();
    assert_eq!(codes, ["ticks-overflow"]);
}

#[test]
fn ratings_are_worth_their_place_between_the_ends() {
    let scheme = scheme();
    let questionnaire = &scheme.questionnaires[0];
    let rating = &questionnaire.questions[questionnaire.question("Q4").unwrap()];
    let codes: Vec<&str> = rating.choices.iter().map(|c| c.code.as_str()).collect();
    assert_eq!(codes, ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]);
    let worth = |n: usize| rating.choices[n].value.unwrap().to_string();
    assert_eq!(
        (worth(0), worth(1), worth(7), worth(10)),
        ("0".into(), "10".into(), "70".into(), "100".into())
    );
    // A rating of 7 and one of 10: (70 + 100) ÷ 2 = 85.
    let mut facts = Facts::default();
    facts.set("diners.form.1.Q4", Some("7"));
    facts.set("diners.form.2.Q4", Some("10"));
    let counts = &counted(questionnaire, &facts).questions[4];
    assert_eq!(counts.index(rating).unwrap().low.normalize().to_string(), "85");
}
