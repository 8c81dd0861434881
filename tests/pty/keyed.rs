//! The whole case keyed from a blank project, evidence included, as `case.txt` has it.

use super::terminal::Terminal;
use super::{TempDir, png, run};

/// Keys and what the screen must show after them.
const STORY: &str = include_str!("case.txt");

/// What a terminal sends for keys written as in the story: names in `<>`, everything else typed.
fn bytes(keys: &str) -> String {
    let mut sent = String::new();
    let mut rest = keys;
    while let Some(open) = rest.find('<') {
        let close = open + rest[open..].find('>').unwrap();
        sent += &rest[..open];
        let key = match &rest[open + 1..close] {
            "enter" => "\r".to_owned(),
            // As terminals send it that tell a lone Esc from the beginning of another key.
            "esc" => "\x1b[27u".to_owned(),
            "up" => "\x1b[A".to_owned(),
            "down" => "\x1b[B".to_owned(),
            "home" => "\x1b[H".to_owned(),
            "end" => "\x1b[F".to_owned(),
            name => match name.split_once('-') {
                Some(("ctrl", letter)) => char::from(letter.as_bytes()[0] & 0x1f).to_string(),
                Some(("alt", letter)) => format!("\x1b{letter}"),
                _ => panic!("no key is called {name}"),
            },
        };
        sent += &key;
        rest = &rest[close + 1..];
    }
    sent + rest
}

#[test]
fn the_whole_case_is_keyed_from_a_blank_project_to_its_published_total() {
    let dir = TempDir::new().unwrap();
    std::fs::write(dir.path().join("photo.png"), png()).unwrap();
    let mut terminal = Terminal::jiping(dir.path(), &[], 120, 40);
    terminal.shows(&["n 新建项目"]);
    for line in STORY.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (keys, wanted) = line.split_once(" ⇒ ").unwrap();
        terminal.send(&bytes(keys));
        terminal.shows(&wanted.split(" ‖ ").collect::<Vec<_>>());
    }
    terminal.send("\x11");
    assert!(terminal.ends().success());

    // Opened anew it is all there: the published figures, sound, nothing left unsupported but
    // what the report itself leaves so.
    let file = dir.path().join("case.jp");
    let file = file.to_str().unwrap();
    let score: serde_json::Value =
        serde_json::from_str(&run(dir.path(), &["score", file, "--json"])).unwrap();
    assert_eq!((&score["total"]["score"], &score["grade"]["name"]), (&"89.73".into(), &"良".into()));
    let levels: Vec<&str> =
        score["levels"].as_array().unwrap().iter().filter_map(|l| l["score"].as_str()).collect();
    assert_eq!(levels, ["16.50", "17.73", "25.50", "30.00"]);
    run(dir.path(), &["verify", file]);
    let mut terminal = Terminal::jiping(dir.path(), &["open", file], 120, 40);
    terminal.shows(&["89.73 良", "失分 6 项"]);
    terminal.send("/信息维护人员培训\r");
    terminal.shows(&["附件 1 photo.png", "2023-05-24"]);
}
