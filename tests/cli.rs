//! The command line as scripts and people meet it: output, exit codes, refusals, both languages.

#[path = "cli/compare.rs"]
mod compare;
#[path = "cli/dossier.rs"]
mod dossier;
#[path = "cli/place.rs"]
mod place;
#[path = "cli/words.rs"]
mod words;

use serde_json::Value;

use place::{CASE, Place, Ran, jiping};

#[test]
fn score_gives_the_published_figures() {
    let card = Place::new().run(&["--lang", "zh", "score", CASE, "--json"]).json();
    assert_eq!(card["scheme"], "yangquan-2023");
    assert_eq!(card["rounding"], "deduction-down");
    assert_eq!(
        card["total"],
        serde_json::json!({"score": "89.73", "low": "89.73", "high": "89.73", "max": "100"})
    );
    assert_eq!(card["grade"], serde_json::json!({"name": "良", "low": "良", "high": "良"}));
    let levels: Vec<(&str, &str)> = card["levels"]
        .as_array()
        .unwrap()
        .iter()
        .map(|l| (l["name"].as_str().unwrap(), l["score"].as_str().unwrap()))
        .collect();
    assert_eq!(levels, [("决策", "16.50"), ("过程", "17.73"), ("产出", "25.50"), ("效益", "30.00")]);
    assert_eq!(
        card["levels"]
            .as_array()
            .unwrap()
            .iter()
            .map(|l| l["children"].as_array().unwrap().len())
            .sum::<usize>(),
        12
    );
    let indicators = card["indicators"].as_array().unwrap();
    assert_eq!(indicators.len(), 24);
    let execution = indicators.iter().find(|i| i["id"] == "budget-execution").unwrap();
    assert_eq!(execution["path"], serde_json::json!(["过程", "资金管理", "预算执行率"]));
    assert_eq!((&execution["score"], &execution["status"]), (&"2.73".into(), &"scored".into()));
    // 204,060.34 ÷ 300,000 = 0.6802011333…
    assert!(execution["trace"].to_string().contains("68.02"), "{execution}");
    assert!(execution["facts"].as_array().unwrap().contains(&"received".into()), "{execution}");
}

#[test]
fn another_rounding_moves_the_total() {
    // 4 × 0.68020113… = 2.7208…: half-up 2.72 where the deduction cut to 1.27 gives 2.73.
    let place = Place::new();
    let card = place.run(&["score", CASE, "--json", "--rounding", "half-up"]).json();
    assert_eq!((&card["total"]["score"], &card["rounding"]), (&"89.72".into(), &"half-up".into()));
    assert!(place.run(&["score", CASE, "--rounding", "half-up"]).ok().contains("89.72"));
    place.run(&["score", CASE, "--rounding", "halfup"]).refused(2, &["halfup", "half-up", "deduction-down"]);
}

#[test]
fn the_table_lines_up_in_both_languages() {
    let place = Place::new();
    for (lang, title, grade) in [("zh", "预算执行率", "良"), ("en", "Budget execution", "Good")] {
        let table = place.run(&["--lang", lang, "score", CASE]).ok();
        assert!(table.contains(title), "{table}");
        let ends: Vec<usize> = table
            .lines()
            .filter(|l| l.contains('.') && l.contains("  "))
            .filter_map(|line| {
                let score = line
                    .split_whitespace()
                    .find(|w| w.contains('.') && w.parse::<rust_decimal::Decimal>().is_ok())?;
                let before = &line[..line.find(score)? + score.len()];
                Some(jiping::i18n::width::width(before))
            })
            .collect();
        assert_eq!(ends.len(), 41, "{table}");
        assert!(ends.iter().all(|e| *e == ends[0]), "{table}");
        let total = table.lines().find(|l| l.contains("89.73")).unwrap();
        assert!(total.trim_end().ends_with(grade), "{total}");
    }
}

#[test]
fn unknown_is_null_and_a_range() {
    let place = Place::new();
    let file = place.path("empty.jp").display().to_string();
    place.run(&["new", &file, "--scheme", CASE]).ok();
    let card = place.run(&["score", &file, "--json"]).json();
    assert_eq!(card["total"]["score"], Value::Null);
    assert_eq!((&card["total"]["low"], &card["total"]["high"]), (&"0.00".into(), &"100.00".into()));
    assert_eq!(card["grade"], serde_json::json!({"name": null, "low": "Poor", "high": "Excellent"}));
    assert_eq!(card["indicators"][0]["status"], "unknown");
    assert!(place.run(&["score", &file]).ok().contains("0.00–100.00"));
}

#[test]
fn explain_says_rule_steps_facts_and_who() {
    let place = Place::new();
    let file = place.case();
    let text = place.run(&["--lang", "zh", "score", &file, "--explain", "training-rate"]).ok();
    for part in ["信息维护人员培训完成率", "2.00 / 4", "修复", "50.00 %", "training.planned", "Zhang"]
    {
        assert!(text.contains(part), "no {part} in {text}");
    }
    let branch = place.run(&["score", CASE, "--explain", "funding"]).ok();
    assert!(branch.contains("Soundness of the budget") && branch.contains("Soundness of the allocation"));
    place.run(&["score", CASE, "--explain", "trainin-rate"]).refused(2, &["trainin-rate", "training-rate?"]);
    place.run(&["score", CASE, "--explain", "training-rate", "--json"]).refused(2, &["--json", "--explain"]);
}

#[test]
fn check_passes_the_shipped_scheme() {
    let place = Place::new();
    assert!(place.run(&["check", CASE]).ok().contains("no problems"));
    assert_eq!(place.run(&["check", CASE, "--json"]).json(), serde_json::json!([]));
}

#[test]
fn check_places_every_problem_and_ends_with_one() {
    let place = Place::new();
    let mut text =
        std::fs::read_to_string(format!("{}/{CASE}/indicators.toml", env!("CARGO_MANIFEST_DIR"))).unwrap();
    text = text.replacen("weight = 20", "weight = 21\ncolour = \"red\"", 1);
    let mut files = vec![("indicators.toml", text.as_bytes().to_vec())];
    for name in ["scheme.toml", "measures.toml", "questionnaire.toml"] {
        files.push((name, std::fs::read(format!("{}/{CASE}/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()));
    }
    let borrowed: Vec<(&str, &[u8])> = files.iter().map(|(n, b)| (*n, b.as_slice())).collect();
    let dir = place.scheme(&borrowed);
    let line = text.lines().position(|l| l.starts_with("colour")).unwrap() + 1;
    let ran = place.run(&["check", &dir]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""), "{}", ran.out);
    assert!(ran.out.contains(&format!("scheme/indicators.toml:{line}:1")), "{}", ran.out);
    assert!(ran.out.contains("colour"), "{}", ran.out);
    let ran = place.run(&["check", &dir, "--json"]);
    assert_eq!(ran.code, 1);
    let problems: Value = serde_json::from_str(&ran.out).unwrap();
    let codes: Vec<&str> = problems.as_array().unwrap().iter().map(|p| p["code"].as_str().unwrap()).collect();
    assert!(codes.contains(&"unknown-key") && codes.contains(&"weights"), "{codes:?}");
    // What could be read is scored all the same, with the problems said.
    let card = place.run(&["score", &dir, "--json"]).json();
    assert_eq!(card["indicators"].as_array().unwrap().len(), 24);
    assert_eq!(card["problems"].as_array().unwrap().len(), codes.len());
    assert!(place.run(&["score", &dir]).ok().contains("jiping check"));
}

#[test]
fn set_reports_old_new_and_what_it_does() {
    let place = Place::new();
    let file = place.case();
    let said = place.run(&["set", &file, "training.2.date", "2023-11-02", "--reason", "found it"]).ok();
    for part in ["(nothing) → 2023-11-02", "89.73 Good → 91.73 Excellent"] {
        assert!(said.contains(part), "{said}");
    }
    let log = place.run(&["log", &file, "--json"]).json();
    let last = log.as_array().unwrap().last().unwrap();
    assert_eq!(
        [&last["path"], &last["old"], &last["new"], &last["reason"], &last["actor"], &last["kind"]],
        [
            &"training.2.date".into(),
            &Value::Null,
            &"2023-11-02".into(),
            &"found it".into(),
            &"Zhang".into(),
            &"record".into()
        ]
    );
    let cleared = place.run(&["set", &file, "training.2.date", "--clear"]).ok();
    assert!(cleared.contains("2023-11-02 → (nothing)") && cleared.contains("→ 89.73 Good"), "{cleared}");
    let again = place.run(&["set", &file, "training.2.date", ""]).ok();
    assert!(again.contains("nothing changed"), "{again}");
    let entries = |log: Value| log.as_array().unwrap().len();
    assert_eq!(entries(place.run(&["log", &file, "--json"]).json()), entries(log) + 1);
}

#[test]
fn set_takes_what_the_screen_takes() {
    let place = Place::new();
    let file = place.case();
    // Full-width digits and thousands separators, as an input method types them.
    place.run(&["set", &file, "received", "３０５,０００．５"]).ok();
    let log = place.run(&["log", &file]).ok();
    assert!(log.contains("300000 → 305000.50"), "{log}");
    let said = place.run(&["--lang", "zh", "set", &file, "received", "30.5万元"]).ok();
    assert!(said.contains("30.5 万元 = 305,000.00 元"), "{said}");
    // A negative number is a value, not an option.
    place.run(&["set", &file, "received", "-5"]).refused(2, &["received", "0"]);
}

#[test]
fn set_refuses_with_field_reason_and_what_it_takes() {
    let place = Place::new();
    let file = place.case();
    let before = std::fs::read(&file).unwrap();
    let refused = |args: &[&str], words: &[&str]| {
        let mut all = vec!["set", &file];
        all.extend(args);
        place.run(&all).refused(2, words);
    };
    refused(&["training.planned", "two"], &["training.planned", "only a number", "whole number"]);
    refused(&["training.planned", "2.5"], &["no decimals"]);
    refused(&["training.planned", "9999999999999"], &["100000000000"]);
    refused(&["training.2.date", "2023-02-30"], &["not a date", "2023-05"]);
    refused(&["drill.held", "maybe"], &["met (met)", "unmet (not met)"]);
    refused(&["training.2.dat", "2023-11-02"], &["did you mean training.2.date?"]);
    refused(&["training", "2"], &["training.planned, training.total"]);
    refused(&["nothing.here", "2"], &["nothing.here", "training"]);
    refused(&["training.planned"], &["VALUE"]);
    assert_eq!(std::fs::read(&file).unwrap(), before);
}

#[test]
fn tally_gives_counts_rates_and_index() {
    let place = Place::new();
    let tally = place.run(&["--lang", "zh", "tally", CASE, "--questionnaire", "staff", "--json"]).json();
    assert_eq!(
        (&tally["valid"], &tally["invalid"], &tally["index"]),
        (&32.into(), &0.into(), &"98.17".into())
    );
    let questions = tally["questions"].as_array().unwrap();
    assert_eq!(questions.len(), 7);
    // 29 of 32 is 90.625 %, printed half-even.
    assert_eq!(
        questions[1]["choices"][0],
        serde_json::json!({"code": "1", "label": "非常满意", "count": 29, "percent": "90.62"})
    );
    // (31 × 100 + 1 × 70) ÷ 32 = 99.0625
    assert_eq!(questions[2]["index"], "99.06");
    assert_eq!((&questions[2]["n"], &questions[2]["missing"]), (&32.into(), &0.into()));
    let statistics = &tally["statistics"];
    assert_eq!((&statistics["returned"], &statistics["valid_rate"]), (&32.into(), &"100.00".into()));
    // 31 of 32 by Wilson: statsmodels gives 0.84256 to 0.99446.
    let share = &statistics["questions"][2]["share_intervals"][0];
    assert_eq!((&share["low"], &share["high"]), (&"84.26".into(), &"99.45".into()));
    assert_eq!(statistics["questions"][2]["percent_sum"], "100.00");
    // 98.1696 ± t(31) · s ÷ √32 for the second question: SciPy gives 95.98957.
    assert_eq!(statistics["questions"][1]["scale"]["interval"]["low"], "95.99");
    assert_eq!(statistics["bands"][0]["indicator"], "safety-efficiency");
    assert_eq!(statistics["bands"][0]["found"]["seed"], 20_231_231);
    let text = place.run(&["tally", CASE]).ok();
    assert!(text.contains("90.62 %") && text.contains("98.17"), "{text}");
    place.run(&["tally", CASE, "--questionnaire", "stuff"]).refused(2, &["stuff", "staff?"]);
}

#[test]
fn tally_counts_forms_keyed_one_by_one() {
    let place = Place::new();
    let file = place.path("forms.jp").display().to_string();
    place.run(&["new", &file, "--scheme", CASE]).ok();
    for (path, value) in [("staff.form.1.Q3", "1"), ("staff.form.2.Q3", "2"), ("staff.form.3.Q3", "blank")] {
        place.run(&["set", &file, path, value]).ok();
    }
    place.run(&["set", &file, "staff.form.4.Q3", "3"]).ok();
    place.run(&["set", &file, "staff.form.4.invalid", "two answers"]).ok();
    let tally = place.run(&["tally", &file, "--json"]).json();
    assert_eq!((&tally["valid"], &tally["invalid"]), (&3.into(), &1.into()));
    // (100 + 70) ÷ 2; the blank one is counted but not part of the index.
    assert_eq!((&tally["questions"][2]["n"], &tally["questions"][2]["index"]), (&2.into(), &"85.00".into()));
    assert_eq!((&tally["questions"][0]["index"], &tally["index"]), (&Value::Null, &Value::Null));
}

#[test]
fn export_writes_and_names_its_files() {
    let place = Place::new();
    let to = place.path("out/deeper").display().to_string();
    let said = place.run(&["export", CASE, "--to", &to, "--format", "csv"]).ok();
    let files = [
        "attachments.csv",
        "budget.csv",
        "coverage.csv",
        "documents.csv",
        "findings.csv",
        "indicators.csv",
        "interviews.csv",
        "scores.csv",
        "signoff.csv",
        "suggestions.csv",
        "survey.csv",
    ];
    assert_eq!(said.lines().count(), files.len(), "{said}");
    let mut names: Vec<String> =
        std::fs::read_dir(&to).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, files);
    // Again, in place of the old ones; anything else in the folder stays.
    std::fs::write(place.path("out/deeper/notes.txt"), "mine").unwrap();
    std::fs::write(place.path("out/deeper/scores.csv"), "old").unwrap();
    place.run(&["export", CASE, "--to", &to]).ok();
    assert!(std::fs::read_to_string(place.path("out/deeper/scores.csv")).unwrap().contains("89.73"));
    assert_eq!(std::fs::read_to_string(place.path("out/deeper/notes.txt")).unwrap(), "mine");
    place.run(&["export", CASE, "--to", &to, "--format", "pdf"]).refused(2, &["pdf", "csv, json"]);
    let blocked = place.path("blocked");
    std::fs::write(&blocked, "a file").unwrap();
    place.run(&["export", CASE, "--to", &blocked.display().to_string()]).refused(3, &["blocked", "hint:"]);
}

#[test]
fn log_names_facts_in_words() {
    let place = Place::new();
    let file = place.case();
    place.run(&["set", &file, "drill.held", "partly", "--reason", "third round\u{1b}[2J"]).ok();
    let log = place.run(&["--lang", "zh", "log", &file]).ok();
    let last = log.lines().last().unwrap();
    for part in ["Zhang", "记录", "攻防演习", "drill.held", "符合 → 部分符合", "third round␛[2J"]
    {
        assert!(last.contains(part), "no {part} in {last}");
    }
    assert!(!log.contains('\u{1b}'));
}

#[test]
fn new_never_overwrites_and_needs_a_scheme() {
    let place = Place::new();
    let file = place.case();
    let before = std::fs::read(&file).unwrap();
    place.run(&["new", &file, "--scheme", CASE]).refused(3, &["case.jp", "hint:"]);
    assert_eq!(std::fs::read(&file).unwrap(), before);
    let other = place.path("other.jp").display().to_string();
    place.run(&["new", &other, "--scheme", "surveys/nowhere"]).refused(3, &["nowhere", "hint:"]);
    place.run(&["new", &other]).refused(2, &["--scheme"]);
    assert!(!place.path("other.jp").exists());
}

#[test]
fn a_project_gives_the_same_scores_as_its_scheme() {
    let place = Place::new();
    let file = place.case();
    let mut from_project = place.run(&["score", &file, "--json"]).json();
    let mut from_folder = place.run(&["score", CASE, "--json"]).json();
    assert_eq!(from_project["total"]["score"], "89.73");
    // The same to the last word.
    assert_eq!(from_project.take(), from_folder.take());
}

#[test]
fn verify_passes_sound_projects_and_finds_tampering() {
    let place = Place::new();
    let file = place.case();
    assert!(place.run(&["verify", &file]).ok().starts_with("sound"));
    let mut bytes = std::fs::read(&file).unwrap();
    let needle = "网络与信息安全".as_bytes();
    let mut found = 0;
    for at in 0..bytes.len() - needle.len() {
        if &bytes[at..at + needle.len()] == needle {
            bytes[at..at + 3].copy_from_slice("岗".as_bytes());
            found += 1;
        }
    }
    assert!(found > 0);
    std::fs::write(&file, bytes).unwrap();
    let ran = place.run(&["verify", &file]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""), "{}", ran.out);
    assert!(ran.out.contains("not sound") && ran.out.contains("it was changed"), "{}", ran.out);
}

#[test]
fn what_cannot_be_read_is_said_with_a_hint() {
    let place = Place::new();
    let missing = place.path("missing.jp").display().to_string();
    for args in [["score", &missing], ["log", &missing], ["verify", &missing], ["check", &missing]] {
        place.run(&args).refused(3, &["missing.jp", "error: ", "hint: "]);
    }
    place.run(&["set", &missing, "received", "1"]).refused(3, &["missing.jp", "hint: "]);
    let text = place.path("notes.jp");
    std::fs::write(&text, "just a text, long enough to look like something\n".repeat(20)).unwrap();
    place.run(&["score", &text.display().to_string()]).refused(3, &["notes.jp", "hint: "]);
    place.run(&["log", CASE]).refused(3, &["yangquan-2023", "hint: "]);
}

#[test]
fn wrong_usage_is_refused_in_the_language_asked_for() {
    let place = Place::new();
    place.run(&["scroe", CASE]).refused(2, &["error: ", "scroe", "hint: did you mean score?"]);
    place.run(&["--lang", "zh", "scroe", CASE]).refused(2, &["错误：", "scroe", "提示：是不是 score？"]);
    place.run(&["score"]).refused(2, &["missing", "FILE.jp|DIR"]);
    place.run(&["score", CASE, "--jsn"]).refused(2, &["--jsn", "--json?"]);
    place.run(&["score", CASE, "--lang", "fr"]).refused(2, &["fr", "zh, en"]);
}

#[test]
fn help_speaks_both_languages_and_lists_every_command() {
    let place = Place::new();
    let commands = [
        "demo",
        "open",
        "new",
        "score",
        "check",
        "set",
        "tally",
        "export",
        "import",
        "log",
        "verify",
        "completions",
        "man",
    ];
    for (lang, usage) in [("zh", "用法："), ("en", "Usage:")] {
        let help = place.run(&["--lang", lang, "--help"]).ok();
        assert!(help.contains(usage), "{help}");
        for name in commands {
            assert!(help.lines().any(|l| l.trim_start().starts_with(&format!("{name} "))), "{name}: {help}");
            let own = place.run(&[name, "--lang", lang, "--help"]).ok();
            assert!(own.contains(usage), "{own}");
            // Every argument says what it is for.
            let is_argument =
                |l: &&str| l.starts_with("  ") && (l.trim().starts_with('-') || l.trim().starts_with('<'));
            for line in own.lines().filter(is_argument) {
                assert!(line.trim().split("  ").count() > 1, "no words in {name}: {line}");
            }
            let chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
            assert_eq!(own.contains(chinese), lang == "zh", "{own}");
        }
        for later in ["audit", "merge"] {
            assert!(!help.lines().any(|l| l.trim_start().starts_with(later)), "{help}");
        }
    }
    assert_eq!(place.run(&["--version"]).ok().trim(), concat!("jiping ", env!("CARGO_PKG_VERSION")));
}

#[test]
fn the_environment_decides_the_language_unless_asked() {
    let place = Place::new();
    let mistake = |variables: &[(&str, &str)], args: &[&str]| {
        let mut command = jiping(&place.path("home"));
        command.env_remove("LANG");
        for (name, value) in variables {
            command.env(name, value);
        }
        Ran::of(&command.args(args).arg("score").output().unwrap()).err
    };
    assert!(mistake(&[], &[]).starts_with("错误："));
    assert!(mistake(&[("LANG", "en_GB.UTF-8")], &[]).starts_with("error: "));
    assert!(mistake(&[("LANG", "en_GB.UTF-8"), ("LC_ALL", "zh_CN.UTF-8")], &[]).starts_with("错误："));
    assert!(mistake(&[("LANG", "zh_CN.UTF-8")], &["--lang", "en"]).starts_with("error: "));
}

#[test]
fn without_a_terminal_the_workstation_names_score() {
    let place = Place::new();
    for args in [&[][..], &["demo"], &["open", "any.jp"]] {
        place.run(args).refused(3, &["no terminal", "jiping score"]);
    }
}

#[test]
fn completions_and_manual_cover_the_commands() {
    let place = Place::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = place.run(&["completions", shell]).ok();
        assert!(script.contains("jiping") && script.contains("tally"), "{shell}");
    }
    place.run(&["completions", "tcsh"]).refused(2, &["tcsh", "bash"]);
    let page = place.run(&["man"]).ok();
    for part in [".TH", "jiping score", "explain", "EXIT STATUS", "LC_ALL"] {
        assert!(page.contains(part), "{part}");
    }
}

#[test]
fn output_has_no_colours() {
    let place = Place::new();
    for args in [vec!["score", CASE], vec!["--help"], vec!["score", "--help"], vec!["tally", CASE]] {
        assert!(!place.run(&args).ok().contains('\u{1b}'), "{args:?}");
    }
}

#[test]
fn a_reader_who_leaves_is_no_error() {
    let place = Place::new();
    for args in [&["score", CASE, "--json"][..], &["--help"], &["man"], &["check", CASE]] {
        // Nobody reads: every write meets a closed pipe.
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = std::process::Command::new(assert_cmd::cargo::cargo_bin("jiping"))
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .env("JIPING_HOME", place.path("home"))
            .args(args)
            .stdout(writer)
            .stderr(std::process::Stdio::piped())
            .spawn()
            .and_then(std::process::Child::wait_with_output)
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!((output.status.code(), said.as_str()), (Some(0), ""), "{args:?}");
    }
}
