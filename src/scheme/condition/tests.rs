//! Conditions on answers: what they mean and what is refused.

use super::*;
use crate::scheme::expr::ExprFaultKind;
use crate::scheme::measure::NumberSpec;
use crate::scheme::questionnaire::Choice;
use crate::scheme::questionnaire::{Question, QuestionKind};
use crate::scheme::{Label, Place, Provenance};

fn question(id: &str, kind: QuestionKind, codes: &[&str]) -> Question {
    let choice = |code: &&str| Choice {
        code: (*code).to_owned(),
        label: Label::default(),
        value: None,
        exclusive: false,
    };
    Question {
        id: id.into(),
        text: Label::default(),
        kind,
        choices: codes.iter().map(choice).collect(),
        weight: Decimal::ONE,
        required: true,
        show_if: None,
        constraint: None,
        hint: None,
        attribute: false,
        group: None,
        provenance: Provenance::default(),
        place: Place::default(),
    }
}

fn questions() -> Vec<Question> {
    vec![
        question("Q1", QuestionKind::Single, &["1", "2", "01", "A"]),
        question("Q2", QuestionKind::Multiple, &["1", "2", "3"]),
        question("age", QuestionKind::Number(NumberSpec::default()), &[]),
        question("why", QuestionKind::Text, &[]),
        question("rate", QuestionKind::Single, &["0", "1", "10"]),
    ]
}

fn holds(text: &str, answers: [Option<&str>; 5]) -> bool {
    Condition::parse(text, Known::questions(&questions())).unwrap().holds(&|n| answers[n])
}

#[test]
fn conditions_mean_what_they_say() {
    let form = [Some("2"), Some("1 3"), Some("40"), Some("路远"), Some("10")];
    for (text, expected) in [
        ("Q1 = 2", true),
        ("Ｑ1＝２", true),
        ("Q1 = 1", false),
        ("Q1 != 1", true),
        ("Q1 in [1, 2]", true),
        ("Q1 in [01, A]", false),
        ("selected(Q2, 3)", true),
        ("selected(Q2, 2)", false),
        ("not selected(Q2, 2) and age >= 40", true),
        ("age > 40 or rate >= 9", true),
        ("rate < 9", false),
        ("answered(why)", true),
        ("not (Q1 = 2 and age = 40)", false),
        ("Q1 = 1 or Q1 = 2 and age < 18", false),
    ] {
        assert_eq!(holds(text, form), expected, "{text}");
    }
}

#[test]
fn what_was_not_answered_equals_nothing() {
    let nothing = [None; 5];
    for (text, expected) in [
        ("Q1 = 1", false),
        ("Q1 != 1", true),
        ("age < 18", false),
        ("not age < 18", true),
        ("selected(Q2, 1)", false),
        ("answered(Q1)", false),
    ] {
        assert_eq!(holds(text, nothing), expected, "{text}");
    }
    // Left blank is recorded, but answers nothing.
    let blank = [Some("blank"), None, Some("refused"), None, None];
    assert!(holds("Q1 = blank and not answered(Q1)", blank));
    assert!(!holds("age > 0 or age <= 0", blank));
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    use ExprFaultKind as K;
    let fault = |text: &str| {
        let fault = Condition::parse(text, Known::questions(&questions())).unwrap_err();
        (text[fault.start..fault.end].to_owned(), fault.kind)
    };
    assert_eq!(fault("Q9 = 1"), ("Q9".into(), K::NotBefore("Q9".into())));
    let not_a_code = K::NotACode { question: "Q1".into(), code: "3".into() };
    assert_eq!(fault("Q1 in [1, 3]"), ("3".into(), not_a_code));
    assert_eq!(fault("Q2 = 1"), ("Q2".into(), K::UnfitQuestion("Q2".into())));
    assert_eq!(fault("why > 3"), ("why".into(), K::UnfitQuestion("why".into())));
    assert_eq!(fault("selected(age, 1)"), ("age".into(), K::UnfitQuestion("age".into())));
    assert_eq!(fault("Q1 > 1").1, K::UnfitQuestion("Q1".into()), "A is no number");
    assert_eq!(fault("chosen(Q1)").1, K::UnknownFunction("chosen".into()));
    assert_eq!(fault("Q1 =").1, K::EndTooSoon);
    assert_eq!(fault("(Q1 = 1").1, K::Unclosed);
    assert_eq!(fault("Q1 = 1 Q1"), ("Q1".into(), K::Unexpected("Q1".into())));
    assert_eq!(fault("").1, K::Empty);
    let deep = format!("{}Q1 = 1", "not ".repeat(1000));
    assert_eq!(fault(&deep).1, K::TooDeep);
}
