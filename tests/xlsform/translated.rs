//! What becomes of a workbook, and what is told of each cell that cannot be taken.

use jiping::format::xlsform::{self, Fault, Left, Nothing, Translated};
use jiping::scheme::QuestionKind;

use crate::book::{book, villagers};

const SURVEY: [&str; 8] =
    ["Type", "Name", "Label", "Required", "Relevance", "Constraint", "Calculate", "default"];

fn translated(survey: &[&[&str]], choices: &[&[&str]]) -> Translated {
    let rows: Vec<&[&str]> = std::iter::once(&SURVEY[..]).chain(survey.iter().copied()).collect();
    let lists: Vec<&[&str]> = std::iter::once(&["list name", "name", "label", "score"][..])
        .chain(choices.iter().copied())
        .collect();
    xlsform::translate(book(&rows, &lists, &[]), "my form").unwrap()
}

fn spots(left: &[Left]) -> Vec<(String, &Fault)> {
    left.iter().map(|l| (l.spot.to_string(), &l.fault)).collect()
}

#[test]
fn every_listed_type_is_taken() {
    let form = translated(
        &[
            &["text", "a", "A"],
            &["integer", "b", "B", "yes"],
            &["decimal", "c", "C"],
            &["date", "d", "D"],
            &["select_one yn", "e", "E"],
            &["select multiple from yn", "f", "F"],
            &["note", "g", "G"],
            &["calculate", "h", "", "", "", "", "${b} * 2"],
            &["begin group", "i", "I"],
            &["select_one yn or_other", "j", "J"],
            &["end group"],
            &["today", "k"],
        ],
        &[&["yn", "y", "Yes", "100"], &["yn", "n", "No", "0"]],
    );
    assert!(form.left.is_empty(), "{:?}", form.left);
    let q = &form.questionnaire;
    assert_eq!(q.id, "my-form");
    let ids: Vec<&str> = q.questions.iter().map(|q| q.id.as_str()).collect();
    assert_eq!(ids, ["a", "b", "c", "d", "e", "f", "j", "j_other"]);
    assert_eq!(q.asides.iter().map(|a| a.text.text.as_str()).collect::<Vec<_>>(), ["G", "h", "I"]);
    assert!(q.questions[1].required && !q.questions[0].required);
    assert_eq!(q.questions[5].kind, QuestionKind::Multiple);
    assert_eq!(q.questions[4].choices[0].value, Some(100.into()));
    assert_eq!(q.questions[6].choices.len(), 3);
}

#[test]
fn what_is_left_out_is_told_by_its_cell() {
    let form = translated(
        &[
            &["geopoint", "a", "A"],
            &["text", "serial", "B"],
            &["text", "c", "C", "maybe", "${z} = 1", "regex(., '(?=x)')", "", "hello"],
            &["text", "c", "C again"],
            &["select_one nothing", "e", "E"],
            &["begin_repeat", "r", "R"],
            &["text", "inner", "I"],
            &["end_repeat"],
            &["calculate", "f"],
            &["end_group"],
            &["text", "", "no name"],
            &["begin_group", "g"],
        ],
        &[&["yn", "blank", "B"], &["yn", "y", "Y", "120"], &["yn", "y", "Y"]],
    );
    let spots = spots(&form.left);
    let names: Vec<&str> = spots.iter().map(|(s, _)| s.as_str()).collect();
    assert_eq!(
        names,
        [
            "survey!A2",
            "survey!B3",
            "survey!D4",
            "survey!E4",
            "survey!F4",
            "survey!H4",
            "survey!B5",
            "survey!A6",
            "survey!A7",
            "survey!A10",
            "survey!A11",
            "survey!B12",
            "survey!A13",
            "choices!B2",
            "choices!D3",
            "choices!B4",
        ]
    );
    assert_eq!(spots[0].1, &Fault::Type);
    assert!(matches!(spots[4].1, Fault::Expression { start: 9, end: 16, .. }), "{:?}", spots[4]);
    assert_eq!(spots[6].1, &Fault::Twice { row: 4 });
    assert_eq!(spots[8].1, &Fault::Repeat { to: 9 });
    assert_eq!(form.questionnaire.questions.len(), 1);
}

#[test]
fn nothing_comes_of_what_is_no_form() {
    let none = xlsform::translate(book(&[&["a", "b"]], &[], &[]), "x");
    assert!(matches!(none, Err(Nothing::NoColumn(..))));
    assert!(matches!(xlsform::translate(b"PK\x03\x04rubbish".to_vec(), "x"), Err(Nothing::Stop(_))));
    let only = book(&[&["type", "name"], &["geopoint", "a"]], &[], &[]);
    assert!(matches!(xlsform::translate(only, "x"), Err(Nothing::NoQuestions(left)) if left.len() == 1));
}

#[test]
fn languages_find_their_places() {
    let survey: &[&[&str]] = &[
        &["type", "name", "label::English (en)", "label::Français (fr)", "label::中文 (zh)"],
        &["text", "a", "Name", "Nom", "姓名"],
        &["text", "b", "Only English", "", ""],
    ];
    let form = xlsform::translate(book(survey, &[], &[]), "x").unwrap();
    let text = |n: usize| form.questionnaire.questions[n].text.clone();
    assert_eq!((text(0).text.as_str(), text(0).en.as_deref()), ("姓名", Some("Name")));
    assert_eq!((text(1).text.as_str(), text(1).en), ("Only English", None));
    assert_eq!(spots(&form.left), [("survey!D1".to_owned(), &Fault::Language)]);
}

#[test]
fn the_whole_form_of_the_villagers_is_taken() {
    let form = xlsform::translate(villagers(), "x").unwrap();
    assert!(form.left.is_empty(), "{:?}", form.left);
    // Fifteen of the sheet, and the words behind “other”.
    assert_eq!((form.questionnaire.questions.len(), form.questionnaire.asides.len()), (16, 5));
    assert_eq!(form.title.text, "村民问卷");
}
