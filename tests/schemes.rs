//! Schemes as files: the shipped case loads clean, broken ones say where and go on, and the
//! documentation and the editor's schema say what the reader does.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails here")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use jiping::format::{self, Loaded, SourceFile, diagnose, keys};
use jiping::i18n::Lang;
use jiping::scheme::indicator::{Curve, Edge, Input};
use jiping::scheme::measure::{ColumnKind, TableSpec};
use jiping::scheme::{Label, MeasureKind, Origin};
use rust_decimal::Decimal;

const CASE: &str = "surveys/yangquan-2023";

/// Loads a folder under the package root.
fn load(folder: impl AsRef<Path>) -> Loaded {
    let folder = folder.as_ref();
    let entries = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
    let mut paths: Vec<_> = entries.filter(|p| p.is_file()).collect();
    paths.sort();
    let file = |p: &Path| SourceFile {
        name: p.file_name().unwrap().to_str().unwrap().to_owned(),
        bytes: std::fs::read(p).unwrap(),
    };
    let files: Vec<SourceFile> = paths.iter().map(|p| file(p)).collect();
    format::load(folder.file_name().unwrap().to_str().unwrap(), &files)
}

fn load_text(scheme: &str, facts: &str) -> Loaded {
    let file = |name: &str, text: &str| SourceFile { name: name.to_owned(), bytes: text.as_bytes().to_vec() };
    format::load("test", &[file("scheme.toml", scheme), file("facts.toml", facts)])
}

fn rendered(loaded: &Loaded, lang: Lang) -> String {
    let mut all = String::new();
    for problem in &loaded.problems {
        writeln!(all, "{}\n", diagnose::render(problem, &loaded.sources, lang, false)).unwrap();
    }
    all
}

/// The problems as `code file:line:column`, and what was loaded all the same.
fn summary(loaded: &Loaded) -> String {
    let mut all = String::new();
    for problem in &loaded.problems {
        let (file, line, column) = diagnose::position(problem, &loaded.sources);
        writeln!(all, "{} {file}:{line}:{column}", problem.fault.code()).unwrap();
    }
    let scheme = &loaded.scheme;
    writeln!(
        all,
        "loaded {} indicators, {} measures, {} questionnaires, {} facts",
        scheme.indicators.len(),
        scheme.measures.len(),
        scheme.questionnaires.len(),
        loaded.facts.len()
    )
    .unwrap();
    all
}

#[test]
fn broken_schemes_say_where_and_the_rest_still_loads() {
    let mut failures = String::new();
    let mut count = 0;
    for folder in std::fs::read_dir("tests/schemes/invalid").unwrap() {
        let folder = folder.unwrap().path();
        let loaded = load(&folder);
        let expected = std::fs::read_to_string(folder.join("expected.txt")).unwrap();
        let found = summary(&loaded);
        count += 1;
        if found != expected {
            let shown = rendered(&loaded, Lang::En);
            writeln!(failures, "{}\nexpected:\n{expected}found:\n{found}\n{shown}", folder.display())
                .unwrap();
        }
    }
    assert!(count >= 15, "only {count} folders");
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn problems_are_underlined_under_chinese_text_in_both_languages() {
    let mut shown = String::new();
    for folder in ["bad-expression", "duplicate-id", "overlapping-bands", "survey", "questions"] {
        let loaded = load(Path::new("tests/schemes/invalid").join(folder));
        for lang in [Lang::Zh, Lang::En] {
            shown.push_str(&rendered(&loaded, lang));
        }
    }
    insta::assert_snapshot!("diagnostics", shown);
}

#[test]
fn every_fault_met_has_words_of_its_own_in_both_languages() {
    let mut messages = BTreeSet::new();
    let mut codes = BTreeSet::new();
    for folder in std::fs::read_dir("tests/schemes/invalid").unwrap() {
        for problem in load(folder.unwrap().path()).problems {
            let fault = &problem.fault;
            codes.insert(fault.code());
            for lang in [Lang::Zh, Lang::En] {
                let message = jiping::i18n::problem::message(lang, fault);
                assert_ne!(message, fault.code(), "a code is not a message");
                assert!(!jiping::i18n::problem::mend(lang, fault).is_empty());
                messages.insert(message);
            }
        }
    }
    assert!(codes.len() >= 22, "examples for only {codes:?}");
    assert!(messages.len() >= 2 * codes.len());
}

fn table<'a>(loaded: &'a Loaded, id: &str) -> &'a TableSpec {
    let measure = loaded.scheme.measure(id).unwrap();
    match &loaded.scheme.measures[measure].kind {
        MeasureKind::Table(table) => table,
        other => panic!("{id} is {other:?}"),
    }
}

#[test]
fn the_shipped_case_loads_clean_and_whole() {
    let loaded = load(CASE);
    assert_eq!(rendered(&loaded, Lang::En), "");
    let scheme = &loaded.scheme;
    let at = |depth| scheme.indicators.iter().filter(|i| i.depth == depth).count();
    assert_eq!([at(0), at(1), at(2)], [4, 12, 24]);
    assert_eq!(scheme.leaves().count(), 24);
    assert!(scheme.leaves().all(|n| scheme.indicators[n].depth == 2));
    assert_eq!(table(&loaded, "budget").rows.len(), 7);
    assert_eq!(scheme.questionnaires[0].questions.len(), 7);
    assert_eq!(scheme.rounding.name(), "deduction-down");
    let grades: Vec<&str> = scheme.grades.iter().map(|g| g.name.text.as_str()).collect();
    assert_eq!(grades, ["优", "良", "中", "差"]);
}

#[test]
fn the_shipped_facts_are_the_published_figures_to_the_last_digit() {
    let loaded = load(CASE);
    let fact = |path: &str| {
        let (_, value) =
            loaded.facts.iter().find(|(p, _)| p == path).unwrap_or_else(|| panic!("nothing at {path}"));
        value.as_str()
    };
    let sum = |column: &str| -> Decimal {
        let rows = table(&loaded, "budget").rows.iter();
        rows.map(|r| fact(&format!("budget.{}.{column}", r.id)).parse::<Decimal>().unwrap()).sum()
    };
    // The report's table of budget lines: 300,000.00 budgeted, 204,060.34 spent.
    assert_eq!(sum("budget").to_string(), "300000");
    assert_eq!(sum("spent").to_string(), "204060.34");
    for month in 1..=12 {
        assert_eq!(fact(&format!("inspection.{month}.date")), format!("2023-{month:02}"));
    }
    assert_eq!((fact("ukey.1.requested"), fact("ukey.1.made")), ("256", "256"));
    assert_eq!((fact("training.planned"), fact("training.1.date")), ("2", "2023-05-24"));
    for question in &loaded.scheme.questionnaires[0].questions {
        let counts = question.choices.iter().map(|c| format!("staff.tally.{}.{}", question.id, c.code));
        let answers: u32 = counts.map(|path| fact(&path).parse::<u32>().unwrap()).sum();
        assert_eq!(answers, 32, "{}", question.id);
    }
}

#[test]
fn what_the_source_leaves_open_says_so_with_a_reason_in_both_languages() {
    let scheme = load(CASE).scheme;
    let origin = |id: &str| scheme.indicators[scheme.indicator(id).unwrap()].provenance.origin;
    assert_eq!(origin("budget-execution"), Origin::Stated);
    assert_eq!(origin("cost-saving"), Origin::Repaired);
    assert_eq!(origin("staff-satisfaction"), Origin::Inferred);
    assert_eq!(origin("continuity"), Origin::Lost);
    let indicators = scheme.indicators.iter().map(|i| &i.provenance);
    let questions = scheme.questionnaires[0].questions.iter().map(|q| &q.provenance);
    for provenance in indicators.chain(questions).filter(|p| p.origin != Origin::Stated) {
        assert!(provenance.reason.as_ref().unwrap().en.is_some());
    }
    assert!(scheme.questionnaires[0].questions.iter().all(|q| q.provenance.origin == Origin::Inferred));
}

#[test]
fn the_shipped_case_is_english_on_english_screens() {
    let scheme = load(CASE).scheme;
    let mut labels: Vec<&Label> = vec![&scheme.title];
    labels.extend(&scheme.levels);
    labels.extend(scheme.grades.iter().map(|g| &g.name));
    for indicator in &scheme.indicators {
        labels.push(&indicator.name);
        labels.extend(&indicator.about);
        if let Some(rule) = &indicator.rule {
            labels.extend(&rule.text);
            labels.extend(rule.vetoes.iter().map(|v| &v.reason));
        }
    }
    for measure in &scheme.measures {
        labels.push(&measure.name);
        labels.extend(&measure.hint);
        match &measure.kind {
            MeasureKind::Checklist(items) => labels.extend(items.iter().map(|i| &i.name)),
            MeasureKind::Table(table) => {
                labels.extend(&table.row_name);
                labels.extend(table.rows.iter().map(|r| &r.name));
                labels.extend(table.columns.iter().map(|c| &c.name));
                for column in &table.columns {
                    if let ColumnKind::Choice(choices) = &column.kind {
                        labels.extend(choices.iter().map(|c| &c.label));
                    }
                }
            }
            _ => {}
        }
    }
    for question in scheme.questionnaires.iter().flat_map(|q| &q.questions) {
        labels.push(&question.text);
        labels.extend(question.choices.iter().map(|c| &c.label));
    }
    let without: Vec<&str> = labels.iter().filter(|l| l.en.is_none()).map(|l| l.text.as_str()).collect();
    assert!(without.is_empty(), "no English for {without:?}");
}

/// The examples of `surveys/README.md`: (what they are, text).
fn examples(readme: &str) -> Vec<(&str, &str)> {
    let blocks = readme.split("```toml").skip(1);
    blocks
        .map(|b| b.split_once("```").unwrap().0.split_once('\n').unwrap())
        .map(|(k, t)| (k.trim(), t))
        .collect()
}

#[test]
fn every_example_scheme_loads_clean() {
    let mut seen = 0;
    for entry in std::fs::read_dir("surveys/examples").unwrap() {
        let folder = entry.unwrap().path();
        let loaded = load(&folder);
        assert_eq!(rendered(&loaded, Lang::En), "", "{}", folder.display());
        assert!(loaded.scheme.sample, "{} must say that it is an example", folder.display());
        seen += 1;
    }
    assert!(seen > 0);
}

#[test]
fn every_example_of_the_documentation_loads() {
    let readme = std::fs::read_to_string("surveys/README.md").unwrap();
    let examples = examples(&readme);
    let of = |kind: &str| -> Vec<&str> {
        examples.iter().filter(|(k, _)| *k == kind).map(|(_, text)| *text).collect()
    };
    for whole in of("") {
        assert_eq!(rendered(&load_text(whole, ""), Lang::En), "", "{whole}");
    }
    let measures = of("measure").concat();
    let facts = of("facts").concat();
    let head = "[scheme]\ntitle = \"例\"\nlevels = [\"指标\"]\nfull = 10\n[[grade]]\nname = \"合格\"\n";
    assert!(of("rule").len() >= 20);
    for rule in of("rule") {
        let indicator =
            format!("[[indicator]]\nid = \"it\"\nname = \"它\"\nweight = 10\n[indicator.rule]\n{rule}");
        let mut loaded = load_text(&format!("{head}{measures}{indicator}"), &facts);
        // Each example reads only some of the measures.
        loaded.problems.retain(|p| !p.fault.code().starts_with("unread-"));
        assert_eq!(rendered(&loaded, Lang::En), "", "{rule}");
        assert!(loaded.facts.len() >= 15);
    }
}

#[test]
fn the_editor_schema_lists_exactly_the_keys_that_the_reader_takes() {
    let text = std::fs::read_to_string("surveys/scheme.schema.json").unwrap();
    let schema: serde_json::Value = serde_json::from_str(&text).unwrap();
    let listed = |table: &serde_json::Value| -> BTreeSet<String> {
        table["properties"].as_object().unwrap().keys().cloned().collect()
    };
    let taken = |lists: &[keys::Keys]| -> BTreeSet<String> {
        lists.iter().copied().flatten().map(|k| (*k).to_owned()).collect()
    };
    assert_eq!(listed(&schema), taken(&[keys::FILE]));
    for (name, lists) in keys::DEFINITIONS {
        let definition = &schema["$defs"][name];
        assert_eq!(listed(definition), taken(lists), "{name}");
        assert_eq!(definition["additionalProperties"], false, "{name}");
    }
    let definitions = schema["$defs"].as_object().unwrap();
    let tables = definitions.iter().filter(|(_, d)| d["type"] == "object").map(|(name, _)| name.as_str());
    let known: BTreeSet<&str> = keys::DEFINITIONS.iter().map(|(name, _)| *name).collect();
    assert_eq!(tables.collect::<BTreeSet<_>>(), known);
}

const SMALL: &str = r#"
[scheme]
title = "例"
levels = ["指标"]
full = 1_0.0
[[grade]]
name = "合格"
[[measure]]
id = "amount"
name = "金额"
kind = "number"
decimals = 2
[[indicator]]
id = "it"
name = "它"
weight = 10
[indicator.rule]
value = "amount"
"#;

#[test]
fn numbers_are_read_digit_by_digit_however_they_are_written() {
    let rule = "curve = \"proportional\"\nzero = \"０.１％\"\nfull = 100000000000000.00000001\n";
    let loaded = load_text(&format!("{SMALL}{rule}"), "amount = 136_000.10\n");
    assert_eq!(rendered(&loaded, Lang::En), "");
    assert_eq!(loaded.facts, [("amount".to_owned(), "136000.10".to_owned())]);
    let rule = loaded.scheme.indicators[0].rule.as_ref().unwrap();
    let Input::Curve { curve: Curve::Proportional { zero, full }, .. } = &rule.parts[0].input else {
        panic!("{rule:?}");
    };
    assert_eq!((zero.to_string(), full.to_string()), ("0.001".into(), "100000000000000.00000001".into()));
}

/// Ends of the bands as `low..high`, with brackets for ends that belong to the band.
fn bands(written: &str) -> Vec<String> {
    let loaded = load_text(&format!("{SMALL}curve = \"bands\"\nbands = [{written}]\n"), "");
    assert_eq!(rendered(&loaded, Lang::En), "");
    let rule = loaded.scheme.indicators[0].rule.as_ref().unwrap();
    let Input::Curve { curve: Curve::Bands(bands), .. } = &rule.parts[0].input else { panic!("{rule:?}") };
    let end = |e: Option<Edge>, signs: [&str; 2]| match e {
        Some(e) => format!("{} {}", signs[usize::from(e.inclusive)], e.at),
        None => "∞".to_owned(),
    };
    bands.iter().map(|b| format!("{}, {}", end(b.low, [">", "≥"]), end(b.high, ["<", "≤"]))).collect()
}

#[test]
fn bands_left_open_end_where_their_neighbours_begin() {
    let lower = "{ at_least = 5, points = 10 }, { above = 3, points = 4 }, { points = 0 }";
    assert_eq!(bands(lower), ["≥ 5, ∞", "> 3, < 5", "∞, ≤ 3"]);
    let upper = "{ at_most = 0, points = 10 }, { points = 0 }, { below = 10, points = 4 }";
    assert_eq!(bands(upper), ["∞, ≤ 0", "≥ 10, ∞", "> 0, < 10"]);
}

#[test]
fn children_stand_below_their_parents_wherever_they_are_written() {
    let scheme = r#"
[scheme]
title = "例"
levels = ["一级", "二级"]
full = 10
[[grade]]
name = "合格"
[[indicator]]
id = "late"
parent = "b"
name = "先写的下级"
weight = 4
rule = { points = "4" }
[[indicator]]
id = "a"
name = "甲"
weight = 6
rule = { points = "6" }
[[indicator]]
id = "b"
name = "乙"
weight = 4
"#;
    let loaded = load_text(scheme, "");
    assert_eq!(rendered(&loaded, Lang::En), "");
    let tree: Vec<_> = loaded.scheme.indicators.iter().map(|i| (i.id.as_str(), i.parent, i.depth)).collect();
    assert_eq!(tree, [("a", None, 0), ("b", None, 0), ("late", Some(1), 1)]);
}

#[test]
fn files_of_any_content_load_without_panic_and_control_characters_do_not_reach_the_terminal() {
    let files =
        ["", "\u{FEFF}a = 1", "[[indicator]]", "indicator = 1", "[scheme", "= = =\n[[[", "a.b.c.d = {"];
    for text in files {
        assert!(!load_text(text, text).problems.is_empty(), "{text}");
    }
    let hostile = load_text("\"\\u001b[31m\" = 1\nx = \"\u{202E}\"\n", "");
    for lang in [Lang::Zh, Lang::En] {
        let shown = rendered(&hostile, lang);
        assert!(!shown.contains(['\u{1b}', '\u{202E}']), "{shown}");
    }
    assert!(!format::load("none", &[]).problems.is_empty());
}
