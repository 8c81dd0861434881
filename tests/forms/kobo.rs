//! A form made for Kobo, from its workbook to the answers that Kobo exports.

use crate::book::villagers;
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
