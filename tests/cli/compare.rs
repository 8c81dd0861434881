//! `compare`: files, folders and moments side by side.

use serde_json::{Value, json};

use super::place::{CASE, Place};

fn set(place: &Place, file: &str, path: &str, value: &str) {
    assert_eq!(place.run(&["set", file, path, value]).code, 0);
}

fn leaf<'a>(document: &'a Value, id: &str) -> &'a Value {
    let rows = document["indicators"].as_array().unwrap();
    rows.iter().find(|r| r["after"]["id"] == id).unwrap()
}

#[test]
fn a_project_against_the_published_case_names_the_fact_that_made_the_difference() {
    let place = Place::new();
    let file = place.case();
    set(&place, &file, "training.2.date", "2023-11-08");
    let document = place.run(&["compare", CASE, &file, "--json"]).json();
    // The second of two sessions: 1/2 → 2/2 of four points.
    assert_eq!(document["gain"], "2.00");
    assert_eq!(document["same_rules"], true);
    assert_eq!(
        (&document["before"]["grade"], &document["after"]["grade"]),
        (&json!("Good"), &json!("Excellent"))
    );
    let training = leaf(&document, "training-rate");
    assert_eq!((&training["gain"], &training["differs"]), (&json!("2.00"), &json!(true)));
    assert_eq!(
        training["causes"],
        json!([{"kind": "fact", "path": "training.2.date", "old": null, "new": "2023-11-08", "alone": "2.00"}])
    );
    assert_eq!(leaf(&document, "ukey-rate")["causes"], json!([]));
    let text = place.run(&["--lang", "zh", "compare", CASE, &file]).ok();
    for shown in ["89.73/100", "91.73/100", "+2.00", "等次不同", "信息维护人员培训完成率", "单独 +2.00"]
    {
        assert!(text.contains(shown), "no {shown} in\n{text}");
    }
}

#[test]
fn two_moments_of_one_ledger() {
    let place = Place::new();
    let file = place.case();
    // A plan on record changes with a reason only.
    let refused = place.run(&["set", &file, "training.planned", "4"]);
    assert_eq!(refused.code, 2, "{}", refused.err);
    assert!(
        refused.err.contains("the plan on record is 2") && refused.err.contains("--reason"),
        "{}",
        refused.err
    );
    for plan in ["4", "2"] {
        place.run(&["set", &file, "training.planned", plan, "--reason", "put off, and back"]).ok();
    }
    let log = place.run(&["log", &file, "--json"]).json();
    let last = log.as_array().unwrap().len();
    let [before, slip] = [last - 2, last - 1].map(|seq| format!("{file}@{seq}"));
    let document = place.run(&["compare", &before, &slip, "--json"]).json();
    // One of four sessions instead of one of two: 4 × 1/4 − 4 × 1/2.
    assert_eq!(document["gain"], "-1.00");
    assert_eq!(document["before"]["name"], format!("case.jp@{}", last - 2));
    let back = place.run(&["compare", &before, &file, "--json"]).json();
    assert_eq!(back["gain"], "0.00");
    assert!(back["indicators"].as_array().unwrap().iter().all(|r| r["differs"] == false));
    let text = place.run(&["compare", &before, &file]).ok();
    assert!(text.contains("All indicators have the same points and grounds."), "{text}");
}

#[test]
fn what_cannot_be_read_is_refused_with_its_reason() {
    let place = Place::new();
    let file = place.case();
    place.run(&["compare", &file, &format!("{file}@99999")]).refused(3, &["99999", "jiping log"]);
    // The project was opened with its scheme, then with two hundred facts at once.
    let log = place.run(&["log", &file, "--json"]).json();
    let last = log.as_array().unwrap().len();
    let came = last - 200;
    let within = place.run(&["compare", &file, &format!("{file}@{}", came + 7)]);
    within.refused(3, &[&format!("@{came}"), &format!("@{last}")]);
    place.run(&["compare", &file, &format!("{file}@1")]).refused(3, &[&format!("@{came}")]);
    place.run(&["compare", &file, "nowhere.jp"]).refused(3, &["nowhere.jp"]);
    place.run(&["compare", &file]).refused(2, &[]);
}
