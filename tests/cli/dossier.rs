//! Registers and signatures by `set`: warned of, refused, locked, unlocked with a reason.

use super::place::Place;

#[test]
fn a_register_is_recorded_and_warned_of_and_an_issued_project_is_locked() {
    let place = Place::new();
    let file = place.case();
    let said = place.run(&["--lang", "en", "set", &file, "document.10.number", "某预[2020]10号"]).ok();
    assert!(said.contains("document 10: the year of a document number belongs in"), "{said}");
    let refused = place.run(&["--lang", "en", "set", &file, "suggestion.1.findings", "9"]);
    assert_eq!(refused.code, 2, "{}", refused.err);
    assert!(refused.err.contains("there is no `9`"), "{}", refused.err);
    let states = [
        "planned",
        "agreed",
        "fieldwork",
        "scored",
        "drafted",
        "review-1",
        "review-2",
        "quality",
        "sent",
        "answered",
        "signed",
        "issued",
    ];
    let early = place.run(&["--lang", "en", "set", &file, "sign.issued.name", "x"]);
    assert!(early.err.contains("plan drafted"), "{}", early.err);
    for (n, state) in states.iter().enumerate() {
        place.run(&["set", &file, &format!("sign.{state}.name"), &format!("P{n}")]).ok();
        place.run(&["set", &file, &format!("sign.{state}.date"), "2024-09-13"]).ok();
    }
    let locked = place.run(&["--lang", "en", "set", &file, "document.1.title", "x"]);
    assert_eq!(locked.code, 3, "{}", locked.err);
    assert!(locked.err.contains("lock.released yes --reason"), "{}", locked.err);
    let bare = place.run(&["--lang", "en", "set", &file, "lock.released", "yes"]);
    assert!(bare.code != 0 && bare.err.contains("--reason"), "{}", bare.err);
    place.run(&["set", &file, "lock.released", "yes", "--reason", "correction"]).ok();
    place.run(&["set", &file, "document.1.title", "x"]).ok();
    assert!(place.run(&["log", &file]).ok().contains("correction"));
}

#[test]
fn the_reason_given_for_an_item_that_does_not_apply_is_its_note() {
    let place = Place::new();
    let file = place.case();
    let said =
        place.run(&["--lang", "en", "set", &file, "goal.fits-work", "na", "--reason", "no such plan"]).ok();
    assert!(!said.contains("@note"), "{said}");
    let log = place.run(&["log", &file, "--json"]).json();
    let last: Vec<&serde_json::Value> = log.as_array().unwrap().iter().rev().take(2).collect();
    let note = last.iter().find(|e| e["path"] == "goal.fits-work@note").unwrap();
    assert_eq!((&note["new"], &last[0]["step"]), (&"no such plan".into(), &last[1]["step"]), "{note}");
    // Other answers take their reason to the log only.
    place.run(&["set", &file, "budget-basis.argued", "partly", "--reason", "x"]).ok();
    let log = place.run(&["log", &file, "--json"]).json();
    let last = log.as_array().unwrap().last().unwrap();
    assert_eq!((&last["path"], &last["new"]), (&"budget-basis.argued".into(), &"partly".into()));
}

#[test]
fn an_item_set_not_applicable_is_to_be_checked_until_a_note_says_why() {
    let place = Place::new();
    let file = place.case();
    let item = "goal.fits-work";
    let said = place.run(&["--lang", "en", "set", &file, item, "na"]).ok();
    // The item keeps its point: the total is the published one either way.
    assert!(said.contains("89.73 Good → 89.73 Good"), "{said}");
    assert!(said.contains("the reason goes to goal.fits-work@note"), "{said}");
    let problem = || {
        let score = place.run(&["score", &file, "--json"]).ok();
        let score: serde_json::Value = serde_json::from_str(&score).unwrap();
        let problems = score["problems"].as_array().unwrap().clone();
        problems.into_iter().any(|p| p["code"] == "exempt-item" && p["path"] == item)
    };
    assert!(problem());
    let said = place.run(&["set", &file, "goal.fits-work@note", "no plan of the sector"]).ok();
    assert!(!said.contains("@note；"), "{said}");
    assert!(!problem());
}
