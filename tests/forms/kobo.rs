//! A form made for Kobo, from its workbook to the answers that Kobo exports.

use std::io::Read as _;

use rust_xlsxwriter::{Formula, Workbook};

use crate::book::villagers;
use crate::import::with_part;
use crate::place::Place;

#[test]
fn the_command_writes_a_sound_folder_and_overwrites_nothing() {
    let place = Place::new();
    let at = |name: &str| place.path(name).display().to_string();
    let file = |name: &str, bytes: &[u8]| std::fs::write(at(name), bytes).unwrap();
    let (form, made, jp) = (at("v.xlsx"), at("made"), at("v.jp"));
    file("v.xlsx", &villagers());
    let said = place.run(&["--lang", "en", "xlsform", &form, "--to", &made]).ok();
    assert!(said.contains("jiping check"), "{said}");
    place.run(&["--lang", "en", "check", &made]).ok();
    let again = place.run(&["--lang", "en", "xlsform", &form, "--to", &made]);
    again.refused(2, &["villagers", "form_id"]);
    place.run(&["new", &jp, "--scheme", &made]).ok();
    place.run(&["--lang", "en", "score", &jp]).ok();
    let card = place.run(&["score", &jp, "--json"]).json();
    assert!(card["total"]["score"].is_null() && card["grade"]["name"].is_null(), "{card}");
    place.run(&["export", &jp, "--to", &at("out")]).ok();
    place
        .run(&["--lang", "en", "set", &jp, "villagers.form.1.age", "12"])
        .refused(2, &["Age from 18 to 110"]);
    place.run(&["set", &jp, "villagers.form.1.age", "18"]).ok();
    // What Kobo exports comes in: codes, groups before the names, ticks together and apart.
    let kobo = "start,village,visited,age,knows,sources,sources/meeting,sources/board,sources/phone,\
        views/q_smooth,views/q_clean,views/q_quick,trips,work,work_other,_id,_uuid\n\
        2024-05-08T10:00,东沟村,2024-05-08,44,yes,phone meeting,1,0,1,5,4,4,20,other,教师,7,u\n";
    file("kobo.csv", kobo.as_bytes());
    let said = place.run(&["--lang", "en", "import", &jp, &at("kobo.csv")]).ok();
    assert!(said.contains("imported") || said.contains("Imported") || said.contains("Form"), "{said}");
    let log = place.run(&["tally", &jp, "--json"]).json();
    assert_eq!(log["questions"][5]["choices"][0]["count"], 1, "{log}");
    let smooth = log["questions"].as_array().unwrap().iter().find(|q| q["id"] == "q_smooth").unwrap();
    assert_eq!(smooth["n"], 1, "{smooth}");
    let bad = kobo.replace(",44,", ",12,");
    file("bad.csv", bad.as_bytes());
    let bad = place.run(&["--lang", "en", "import", &jp, &at("bad.csv")]);
    assert!(bad.code == 1 && bad.out.contains("Age from 18 to 110"), "{} {}", bad.out, bad.err);
}

/// A scheme with an indicator that reads a measure of its own.
const ROADS: &str = r#"
[scheme]
title = "村道养护"
levels = ["指标"]
full = 10
[[grade]]
name = "合格"
at_least = 6
[[grade]]
name = "不合格"
[[measure]]
id = "patrols"
name = "巡查次数"
kind = "number"
unit = "次"
decimals = 0
[[indicator]]
id = "patrolled"
name = "巡查"
weight = 10
rule = { text = "每次 1 分", value = "patrols", curve = "proportional", full = "10" }
"#;

#[test]
fn a_form_joins_a_scheme_that_is_there_and_changes_none_of_its_files() {
    let place = Place::new();
    let scheme = place.scheme(&[("scheme.toml", ROADS.as_bytes())]);
    let form = place.path("v.xlsx").display().to_string();
    std::fs::write(&form, villagers()).unwrap();
    place.run(&["--lang", "en", "xlsform", &form, "--to", &scheme]).ok();
    let own = std::fs::read_to_string(std::path::Path::new(&scheme).join("scheme.toml")).unwrap();
    assert_eq!(own, ROADS);
    // What is left to do is to say which measure reads the questions.
    let checked = place.run(&["--lang", "en", "check", &scheme]);
    assert!(checked.out.contains("0 errors") || checked.err.contains("0 errors"), "{}", checked.out);
    let project = place.path("v.jp").display().to_string();
    place.run(&["new", &project, "--scheme", &scheme]).ok();
    // Both are there: what was scored before, and the questions.
    place.run(&["set", &project, "patrols", "7"]).ok();
    place.run(&["set", &project, "villagers.form.1.knows", "yes"]).ok();
    assert_eq!(place.run(&["score", &project, "--json"]).json()["total"]["score"], "7.00");
    // An id that a measure has already, in either language.
    let elsewhere = Place::new();
    let taken = elsewhere.scheme(&[("scheme.toml", ROADS.replace("patrols", "villagers").as_bytes())]);
    place.run(&["--lang", "en", "xlsform", &form, "--to", &taken]).refused(2, &["villagers", "form_id"]);
    place.run(&["--lang", "zh", "xlsform", &form, "--to", &taken]).refused(2, &["已有编号为“villagers”"]);
    // A folder of something else.
    let other = place.path("letters").display().to_string();
    std::fs::create_dir(&other).unwrap();
    std::fs::write(std::path::Path::new(&other).join("letter.txt"), "x").unwrap();
    place.run(&["--lang", "en", "xlsform", &form, "--to", &other]).refused(2, &["is no scheme"]);
    assert_eq!(std::fs::read_dir(&other).unwrap().count(), 1);
}

#[test]
fn workbooks_that_could_do_harm_are_no_forms() {
    let place = Place::new();
    let refused = |name: &str, bytes: &[u8], words: &[&str]| {
        let (form, made) = (place.path(name).display().to_string(), place.path("made").display().to_string());
        std::fs::write(&form, bytes).unwrap();
        place.run(&["--lang", "en", "xlsform", &form, "--to", &made]).refused(3, words);
        assert!(!place.path("made").exists(), "{name}");
    };
    let bomb = with_part(&villagers(), "xl/media/a.xml", &mut std::io::repeat(b' ').take(40 << 20));
    refused("bomb.xlsx", &bomb, &["packed more than 200 times"]);
    let doctype = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"b\">]><x/>";
    let doctype = with_part(&villagers(), "xl/styles.xml", &mut doctype.as_bytes());
    refused("doctype.xlsx", &doctype, &["xl/styles.xml", "DOCTYPE"]);
    refused("cut.xlsx", &villagers()[..200], &["damaged"]);
}

#[test]
fn formulas_of_a_form_are_their_saved_results_and_errors_are_told() {
    let place = Place::new();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("survey").unwrap();
    for (row, cells) in (0..).zip([["type", "name", "label"], ["integer", "age", ""], ["text", "why", ""]]) {
        for (column, text) in (0..).zip(cells) {
            sheet.write_string(row, column, text).unwrap();
        }
    }
    sheet.write_formula(1, 2, Formula::new("=\"Your\"&\" age\"").set_result("Your age")).unwrap();
    sheet.write_formula(2, 2, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    let (form, made) = (place.path("f.xlsx").display().to_string(), place.path("made").display().to_string());
    book.save(&form).unwrap();
    let ran = place.run(&["--lang", "en", "xlsform", &form, "--to", &made]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.out.contains("survey!C3  this cell holds an error"), "{}", ran.out);
    let file = std::fs::read_to_string(place.path("made").join("f.toml")).unwrap();
    assert!(file.contains("text = \"Your age\"") && !file.contains("=1/0"), "{file}");
}
