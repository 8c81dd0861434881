//! `tally RESPONSES.csv --scheme DIR`: counting without storing.

use std::io::Write as _;

use encoding_rs::GB18030;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

use crate::place::{CASE, Place, Ran, jiping};

/// How many chose each choice, question by question, as the shipped report prints them for its 32
/// forms.
const PUBLISHED: [&[usize]; 7] = [
    &[32, 0, 0],
    &[29, 3, 0, 0, 0],
    &[31, 1, 0],
    &[31, 1, 0],
    &[31, 1, 0],
    &[27, 4, 0, 1, 0],
    &[28, 3, 1, 0, 0],
];

/// The choice of each form to a question: forms that match the published counts, made up as to
/// who said what.
fn choices(question: usize) -> Vec<usize> {
    let counts = PUBLISHED[question].iter().enumerate();
    let mut choices: Vec<usize> = counts.flat_map(|(choice, n)| std::iter::repeat_n(choice, *n)).collect();
    choices.rotate_left(question * 5);
    choices
}

/// A table of the 32 forms under these headings, cells written by `cell` from question and choice.
fn table(headings: &[&str], cell: impl Fn(usize, usize) -> String) -> String {
    let all: Vec<Vec<usize>> = (0..7).map(choices).collect();
    let mut text = format!("{}\n", headings.join(","));
    for form in 0..32 {
        let cells: Vec<String> = all.iter().enumerate().map(|(q, choices)| cell(q, choices[form])).collect();
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    text
}

const IDS: [&str; 7] = ["Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "Q7"];

fn codes() -> String {
    table(&IDS, |_, choice| (choice + 1).to_string())
}

fn tally(place: &Place, table: &[u8], more: &[&str]) -> Ran {
    let file = place.path("answers.csv");
    std::fs::write(&file, table).unwrap();
    let file = file.display().to_string();
    let args = ["tally", &file, "--scheme", CASE, "--questionnaire", "staff", "--json"];
    place.run(&[&args[..], more].concat())
}

/// The published index of the whole questionnaire, and the counts of each question.
fn is_as_published(ran: &Ran) {
    assert_eq!(ran.code, 0, "{}", ran.err);
    let tally: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((&tally["index"], &tally["valid"]), (&"98.17".into(), &32.into()));
    for (question, counts) in tally["questions"].as_array().unwrap().iter().zip(PUBLISHED) {
        let found: Vec<u64> =
            question["choices"].as_array().unwrap().iter().map(|c| c["count"].as_u64().unwrap()).collect();
        assert_eq!(found, counts.iter().map(|n| *n as u64).collect::<Vec<_>>(), "{}", question["id"]);
    }
}

#[test]
fn a_table_is_counted_in_any_usual_encoding() {
    let place = Place::new();
    is_as_published(&tally(&place, codes().as_bytes(), &[]));
    is_as_published(&tally(&place, format!("\u{FEFF}{}", codes().replace('\n', "\r\n")).as_bytes(), &[]));
    let headings: Vec<String> = (1..=7).map(|n| format!("第{n}题")).collect();
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let worded = table(&headings, |q, choice| {
        let three = ["满足", "一般", "不能满足"];
        let effect = ["显著", "一般", "没有效益"];
        let five = ["非常满意", "比较满意", "一般满意", "不满意", "非常不满意"];
        let words = match q {
            0 => &three[..],
            2..=4 => &effect[..],
            _ => &five[..],
        };
        words[choice].to_owned()
    });
    is_as_published(&tally(&place, worded.as_bytes(), &[]));
    is_as_published(&tally(&place, &GB18030.encode(&worded).0, &[]));
    is_as_published(&tally(&place, worded.replace(',', "\t").as_bytes(), &[]));
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(worded.as_bytes()).unwrap();
    is_as_published(&tally(&place, &gzip.finish().unwrap(), &[]));
}

#[test]
fn standard_input_is_counted_and_columns_can_be_named() {
    let place = Place::new();
    let table = codes().replace("Q1,Q2", "erste,zweite");
    let mut command = jiping(&place.path("home"));
    command.args(["tally", "-", "--scheme", CASE, "--json", "--map", "erste=Q1", "--map", "B=Q2"]);
    is_as_published(&Ran::of(&command.write_stdin(table.clone()).output().unwrap()));
    let without = self::tally(&place, table.as_bytes(), &[]);
    assert!(without.err.contains("without a column: Q1 Q2"), "{}", without.err);
    self::tally(&place, table.as_bytes(), &["--map", "erste=Q9"]).refused(2, &["Q9", "--map"]);
    self::tally(&place, table.as_bytes(), &["--map", "dritte=Q1"]).refused(2, &["dritte"]);
    self::tally(&place, b"a,b\n1,2\n", &[]).refused(3, &["a | b", "--map"]);
}

#[test]
fn every_bad_cell_is_told_by_row_and_column_and_the_rest_is_counted() {
    let place = Place::new();
    let mut lines: Vec<String> = codes().lines().map(str::to_owned).collect();
    lines[4] = "1,1,9,1,1,1,1".to_owned();
    lines[9] = "1,1,1,1,1,\"rather, good\",1".to_owned();
    lines[12] = "1,1,1".to_owned();
    let ran = tally(&place, lines.join("\n").as_bytes(), &[]);
    assert_eq!(ran.code, 1);
    for words in
        ["row 5, column C (Q3): “9”", "row 10, column F (Q6): “rather, good”", "row 13: 3 cells under 7"]
    {
        assert!(ran.err.contains(words), "{words}: {}", ran.err);
    }
    let tally: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(tally["valid"], 32);
    assert_eq!((&tally["questions"][2]["missing"], &tally["questions"][2]["n"]), (&1.into(), &31.into()));
    assert!(tally["index"].is_null(), "what is not known is no figure: {tally}");
}

#[test]
fn blanks_and_empty_lines_are_what_they_are() {
    let place = Place::new();
    let table = "Q1,Q2,Q3,Q4,Q5,Q6,Q7\n1,,1,1,1,(空),-2\n\n,,,,,,\n 1 ,１,1.0,\"1\",A.显著,refused,1\n";
    let ran = tally(&place, table.as_bytes(), &[]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let tally = ran.json();
    assert_eq!(tally["valid"], 2);
    let n: Vec<u64> =
        tally["questions"].as_array().unwrap().iter().map(|q| q["n"].as_u64().unwrap()).collect();
    assert_eq!(n, [2, 1, 2, 2, 2, 0, 1]);
}
