//! The `XPath` of forms: what it means on both sides of each edge, and that no text breaks it.

use jiping::format::xlsform::{self, xpath};
use jiping::scheme::Questionnaire;
use jiping::scheme::condition::{Known, TODAY, Value, print};
use proptest::prelude::*;

use crate::book::book;

/// Questions to talk about: a number, a single choice, ticks, words, a day.
fn questions() -> Questionnaire {
    let survey: &[&[&str]] = &[
        &["type", "name", "label"],
        &["decimal", "n", "N"],
        &["select_one l", "s", "S"],
        &["select_multiple l", "m", "M"],
        &["text", "t", "T"],
        &["date", "d", "D"],
    ];
    let choices: &[&[&str]] =
        &[&["list_name", "name", "label"], &["l", "yes", "Y"], &["l", "no", "N"], &["l", "2", "Two"]];
    xlsform::translate(book(survey, choices, &[]), "x").unwrap().questionnaire
}

type Answers<'a> = [Option<&'a str>; 5];

fn holds(text: &str, answers: Answers) -> bool {
    let spec = questions();
    xpath::condition(text, Known::questions(&spec.questions))
        .unwrap_or_else(|e| panic!("{text}: {e:?}"))
        .holds(&|n| answers.get(n).copied().flatten())
}

#[test]
fn conditions_turn_at_their_edges() {
    let num = |n| [Some(n), None, None, None, None];
    let one = |s| [None, Some(s), None, None, None];
    let many = |m| [None, None, Some(m), None, None];
    let words = |t| [None, None, None, Some(t), None];
    let day = |d| [None, None, None, None, Some(d)];
    let none = [None; 5];
    for (text, yes, no) in [
        ("${n} >= 18", num("18"), num("17.99")),
        ("${n} > 18", num("18.01"), num("18")),
        ("18 <= ${n} and ${n} < 20", num("19.9"), num("20")),
        ("${n} != 3", num("3.01"), num("3.00")),
        ("${n} = ''", none, num("0")),
        ("${n} != ''", num("0"), none),
        ("${n} + 1 * 2 = 5", num("3"), num("2.5")),
        ("${n} div 4 = 0.25", num("1"), num("1.1")),
        ("${n} mod 5 = 2", num("7"), num("8")),
        ("-${n} < -2", num("3"), num("2")),
        ("round(${n}) = 3", num("2.5"), num("2.49")),
        ("int(${n}) = 2", num("2.99"), num("3")),
        ("if(${n} > 1, 10, 20) = 10", num("2"), num("1")),
        ("coalesce(${n}, 7) = 7", none, num("8")),
        ("not(${n} = 1)", num("2"), num("1")),
        ("${n} = 1 or ${n} = 2 and true()", num("2"), num("3")),
        ("${s} = 'yes'", one("yes"), one("no")),
        ("'yes' = ${s}", one("yes"), none),
        ("${s} != \"yes\"", none, one("yes")),
        ("selected(${m}, 'no')", many("yes no"), many("yes 2")),
        ("not(selected(${m}, 'no')) and ${m} != ''", many("yes"), none),
        ("${m} = 'no'", many("no"), many("no 2")),
        ("count-selected(${m}) <= 2", many("yes no"), many("yes no 2")),
        ("string-length(${t}) = 3", words("好的呀"), words("好的")),
        ("contains(${t}, '桥')", words("过桥后"), words("过河后")),
        ("regex(${t}, '[0-9]{3}')", words("123"), words("1234")),
        ("not(regex(${t}, '^a|b$'))", words("ab"), words("b")),
        ("regex(${t}, '(.{2})?')", none, words("路")),
        ("${d} <= date('2024-05-31')", day("2024-05"), day("2024-06")),
        ("${d} <= date('2024-6-1')", day("2024-06-01"), day("2024-12-01")),
        ("${d} >= '2024-6'", day("2024-12-01"), day("2024-05-31")),
        ("${d} = '2024-6-1'", day("2024-06-01"), day("2024-06-02")),
        ("starts-with(${t}, '过')", words("过桥"), words("桥过")),
        ("${d} <= date('2024-05-31')", day("2024-05-31"), day("2024-06-01")),
        ("${ n } > number('3')", num("4"), num("3")),
    ] {
        assert!(holds(text, yes), "{text} with {yes:?}");
        assert!(!holds(text, no), "{text} with {no:?}");
    }
}

#[test]
fn what_is_not_known_is_not_zero() {
    let spec = questions();
    let known = Known::questions(&spec.questions);
    let value = |text: &str, n: Option<&'static str>| {
        let term = xpath::term(text, known).unwrap();
        term.value(&|q| if q == 0 { n } else { None }).map(|v| v.text().into_owned())
    };
    assert_eq!(value("${n} * 0.1 + 0.2", Some("1")).as_deref(), Some("0.3"));
    assert_eq!(value("${n} + 1", None), None);
    assert_eq!(value("${n} div 0", Some("1")), None);
    assert_eq!(value("round(${n} div 3, 2)", Some("2")).as_deref(), Some("0.67"));
    assert_eq!(Value::Number("5.10".parse().unwrap()).text(), "5.1");
}

#[test]
fn the_day_of_keying_is_told_from_outside() {
    let spec = questions();
    let (before, own) = spec.questions.split_at(4);
    let known = Known { questions: before, calculations: &[], own: Some(&own[0]) };
    let text = ". <= today() and (. = today() or ${n} > 0)";
    let constraint = xpath::condition(text, known).unwrap();
    assert_eq!(print(&constraint, known), ". <= today() and (. = today() or n > 0)");
    let holds = |day: &str, today: &str| {
        constraint.holds(&|q| match q {
            4 => Some(day),
            TODAY => Some(today),
            _ => None,
        })
    };
    assert!(holds("2024-05-31", "2024-05-31"));
    assert!(!holds("2024-06-01", "2024-05-31") && !holds("2024-05-30", "2024-05-31"));
}

#[test]
fn faults_underline_what_is_wrong() {
    let spec = questions();
    for (text, under) in [
        ("${d} >= today()", "today"),
        ("${d} + 1 > 2", "${d}"),
        ("${路} = 1 and ${n} = 1", "${路}"),
        ("'好' = ${s}", "'好'"),
        ("${n} > 1 or ../n", "."),
        ("${t} > 3", "${t}"),
        ("selected(${n}, 'yes')", "${n}"),
        ("regex(${t}, ${n})", "${n}"),
        ("regex(${t}, '(?=x)')", "'(?=x)'"),
        ("if(${n} > 1, 2)", "if(${n} > 1, 2)"),
        ("(${n} = 1", "(${n} = 1"),
        ("${n} = 1 ${s}", "${s}"),
        ("${n} = 'x", "'x"),
        ("", ""),
    ] {
        let fault = xpath::condition(text, Known::questions(&spec.questions)).unwrap_err();
        assert_eq!(&text[fault.start..fault.end], under, "{text}: {fault:?}");
    }
}

proptest! {
    /// Whatever stands in a cell, reading it ends, and what is told lies on the cell's characters.
    #[test]
    fn no_text_breaks_the_reader(text in "(\\$\\{[nsmtd]\\}|[0-9.]{1,4}|'[^']{0,3}'|and|or|not\\(|div|mod|selected\\(|if\\(|[-+*=<>!(),.$ {}’“路\u{1F600}]|\\PC){0,24}") {
        let spec = questions();
        let known = Known::questions(&spec.questions);
        for fault in [xpath::condition(&text, known).err(), xpath::term(&text, known).err()].into_iter().flatten() {
            prop_assert!(fault.start <= fault.end && fault.end <= text.len());
            prop_assert!(text.is_char_boundary(fault.start) && text.is_char_boundary(fault.end));
        }
    }
}
