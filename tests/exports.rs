//! The committed sample under `exports/sample/` is what the program writes today.
//!
//! After a change that is meant, write it anew with `UPDATE=1 cargo test --test exports`.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

use std::path::{Path, PathBuf};

use jiping::dossier::Dossier;
use jiping::export::{Format, Subject, files};
use jiping::format::load;
use jiping::i18n::Lang;
use jiping::ledger::Facts;
use jiping::scheme::Scheme;
use jiping::score::{readings, score};
use jiping::store::read_scheme_folder;

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The files of an export of the shipped case, after `change` of its facts.
fn exported(lang: Lang, change: impl Fn(&mut Facts)) -> Vec<(String, String)> {
    exported_with(lang, |_, facts| change(facts))
}

/// The same, after `change` of its scheme, too.
fn exported_with(lang: Lang, change: impl Fn(&mut Scheme, &mut Facts)) -> Vec<(String, String)> {
    let mut loaded = load("yangquan-2023", &read_scheme_folder(&root("surveys/yangquan-2023")).unwrap());
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    let mut facts = Facts::default();
    for (path, value) in &loaded.facts {
        facts.set(path, Some(value));
    }
    change(&mut loaded.scheme, &mut facts);
    let card = score(&loaded.scheme, &facts, None);
    let readings = readings(&loaded.scheme, &facts);
    let dossier = Dossier::of_facts(&loaded.scheme, &facts, &readings, &card);
    let subject = Subject { scheme: &loaded.scheme, facts: &facts, card: &card, dossier: &dossier, lang };
    let text = |bytes| String::from_utf8(bytes).unwrap();
    files(&subject, &Format::RESULTS).into_iter().map(|(name, bytes)| (name, text(bytes))).collect()
}

fn file<'a>(files: &'a [(String, String)], name: &str) -> &'a str {
    &files.iter().find(|(n, _)| n == name).unwrap().1
}

/// The rows of a CSV, each as its cells.
fn rows(text: &str) -> Vec<Vec<String>> {
    let text = text.strip_prefix('\u{FEFF}').unwrap();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn the_sample_is_fresh() {
    let sample = root("exports/sample");
    let written = exported(Lang::Zh, |_| {});
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(&sample).unwrap();
        for (name, text) in &written {
            std::fs::write(sample.join(name), text).unwrap();
        }
    }
    let mut committed: Vec<String> =
        std::fs::read_dir(&sample).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    committed.sort();
    let mut names: Vec<&str> = written.iter().map(|(n, _)| n.as_str()).collect();
    names.sort_unstable();
    assert_eq!(committed, names);
    for (name, text) in &written {
        let there = std::fs::read_to_string(sample.join(name)).unwrap();
        assert!(there == *text, "exports/sample/{name} is stale: UPDATE=1 cargo test --test exports");
    }
}

#[test]
fn the_guide_names_every_file() {
    let guide = std::fs::read_to_string(root("exports/README.md")).unwrap();
    for (name, _) in exported(Lang::Zh, |_| {}) {
        assert!(guide.contains(&format!("`{name}`")), "exports/README.md does not name {name}");
    }
}

#[test]
fn the_score_table_has_the_published_points() {
    let rows = rows(file(&exported(Lang::Zh, |_| {}), "scores.csv"));
    assert_eq!(rows[0][..8], ["层级", "编号", "一级指标", "二级指标", "三级指标", "满分", "得分", "最低"]);
    let points =
        |level: &str| -> Vec<&str> { rows.iter().filter(|r| r[0] == level).map(|r| r[6].as_str()).collect() };
    assert_eq!(points("一级指标"), ["16.50", "17.73", "25.50", "30.00"]);
    assert_eq!(points("二级指标").len(), 12);
    // As published, indicator by indicator.
    let published = [
        "3.00", "3.00", "3.00", "1.50", "2.00", "4.00", "4.00", "2.73", "3.00", "4.00", "4.00", "3.00",
        "3.00", "3.00", "3.00", "2.00", "2.50", "4.00", "5.00", "5.00", "5.00", "5.00", "5.00", "10.00",
    ];
    assert_eq!(points("三级指标"), published);
    let total = rows.last().unwrap();
    assert_eq!([&total[0], &total[5], &total[6], &total[10]], ["合计", "100", "89.73", "良"]);
}

#[test]
fn the_budget_table_has_the_published_amounts() {
    let rows = rows(file(&exported(Lang::En, |_| {}), "budget.csv"));
    assert_eq!(rows[0], ["Table", "Id", "Line", "Budget", "Spent", "Balance", "Rate (%)", "Unit"]);
    assert_eq!(rows.len(), 9);
    // 50,000.00 − 13,652.00; 13,652 ÷ 50,000 = 27.304 %
    let repair = rows.iter().find(|r| r[1] == "repair").unwrap();
    assert_eq!(repair[3..7], ["50000.00", "13652.00", "36348.00", "27.30"]);
    // 204,060.34 ÷ 300,000 = 68.0201… %
    assert_eq!(rows[8][2..7], ["Total", "300000.00", "204060.34", "95939.66", "68.02"]);
}

#[test]
fn what_is_not_known_stays_empty() {
    let forget = |facts: &mut Facts| {
        facts.set("budget.repair.spent", None);
        for code in ["1", "2", "3"] {
            facts.set(&format!("staff.tally.Q1.{code}"), None);
        }
    };
    let files = exported(Lang::En, forget);
    let budget = rows(file(&files, "budget.csv"));
    let repair = budget.iter().find(|r| r[1] == "repair").unwrap();
    assert_eq!(repair[3..7], ["50000.00", "", "", ""]);
    assert_eq!(budget[8][3..7], ["300000.00", "", "", ""]);
    let scores = rows(file(&files, "scores.csv"));
    let execution = scores.iter().find(|r| r[1] == "budget-execution").unwrap();
    assert_eq!((execution[6].as_str(), execution[9].as_str()), ("", "uncertain"));
    assert!(execution[7] < execution[8], "{execution:?}");
    let survey = rows(file(&files, "survey.csv"));
    // 32 answers expected, none in: no count, no share, no index.
    assert_eq!(survey[1][5..], ["100", "", "", "", "32", "", "", "", "", ""]);
    assert_eq!(survey.last().unwrap()[10], "");
}

#[test]
fn the_survey_table_has_the_published_shares() {
    let rows = rows(file(&exported(Lang::Zh, |_| {}), "survey.csv"));
    let share = |question: &str, code: &str| {
        let row = rows.iter().find(|r| r[1] == question && r[3] == code).unwrap();
        (row[6].clone(), row[7].clone())
    };
    assert_eq!(share("Q2", "1"), ("29".into(), "90.62".into()));
    assert_eq!(share("Q6", "4"), ("1".into(), "3.12".into()));
    assert_eq!(share("Q7", "1"), ("28".into(), "87.50".into()));
    assert_eq!(rows.last().unwrap()[10], "98.17");
}

#[test]
fn names_from_outside_cannot_become_formulas() {
    let files = exported_with(Lang::Zh, |scheme, facts| {
        scheme.indicators.iter_mut().for_each(|i| i.name.text = "=HYPERLINK(\"x\")".to_owned());
        for path in [
            "document.1.title",
            "interview.1.roles",
            "finding.1.text",
            "suggestion.1.text",
            "attachment.1.caption",
        ] {
            facts.set(path, Some("=HYPERLINK(\"x\")"));
        }
        facts.set("sign.planned.name", Some("+1"));
        scheme.measures.iter_mut().for_each(|m| m.name.text = "+1".to_owned());
        scheme.questionnaires[0].name.text = "@sum".to_owned();
    });
    for (name, text) in files.iter().filter(|(n, _)| Path::new(n).extension().is_some_and(|e| e == "csv")) {
        assert!(text.contains("'=HYPER") || text.contains("'+1") || text.contains("'@sum"), "{name}");
        for cell in rows(text).concat() {
            assert!(!cell.starts_with(['=', '+', '@']), "{name}: {cell}");
        }
    }
}

/// Every key of a document, at whatever depth.
fn keys(value: &serde_json::Value, all: &mut std::collections::BTreeSet<String>) {
    match value {
        serde_json::Value::Object(map) => map.iter().for_each(|(key, value)| {
            all.insert(key.clone());
            keys(value, all);
        }),
        serde_json::Value::Array(items) => items.iter().for_each(|item| keys(item, all)),
        _ => {}
    }
}

#[test]
fn every_key_of_the_statistics_is_explained_where_a_script_writer_looks() {
    let guide = std::fs::read_to_string(root("exports/README.md")).unwrap();
    let guide = &guide[guide.find("## What `jiping tally --json` holds").unwrap()..];
    let case = std::fs::read_to_string(root("exports/sample/survey.json")).unwrap();
    // Forms, attributes, numbers and ticks are all in the example of every kind.
    let example = load("every-kind", &read_scheme_folder(&root("surveys/examples/every-kind")).unwrap());
    let mut facts = Facts::default();
    for (path, value) in &example.facts {
        facts.set(path, Some(value));
    }
    for (n, (role, pick)) in [("1", "1"), ("2", "2"), ("1", "1"), ("2", "1")].into_iter().enumerate() {
        for question in &example.scheme.questionnaires[0].questions {
            let value = match (question.is_multiple(), question.choices.len()) {
                (false, 0) => "5",
                (false, _) if n % 2 == 0 => role,
                _ => pick,
            };
            facts.set(
                &format!("{}.form.{}.{}", example.scheme.questionnaires[0].id, n + 1, question.id),
                Some(value),
            );
        }
    }
    let card = score(&example.scheme, &facts, None);
    let readings = readings(&example.scheme, &facts);
    let dossier = Dossier::of_facts(&example.scheme, &facts, &readings, &card);
    let lang = Lang::En;
    let subject = Subject { scheme: &example.scheme, facts: &facts, card: &card, dossier: &dossier, lang };
    let written = files(&subject, &Format::RESULTS);
    let (_, kinds) = written.iter().find(|(n, _)| n == "survey.json").unwrap();
    let mut all = std::collections::BTreeSet::new();
    keys(&serde_json::from_str(&case).unwrap(), &mut all);
    keys(&serde_json::from_slice(kinds).unwrap(), &mut all);
    assert!(["crosses", "alpha", "numbers", "ticks", "seed"].iter().all(|k| all.contains(*k)), "{all:?}");
    let missing: Vec<_> = all.iter().filter(|k| !guide.contains(&format!("`{k}`"))).collect();
    assert!(missing.is_empty(), "not explained: {missing:?}");
}
