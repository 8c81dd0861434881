//! The rules of the house as a test: layers, exactness, languages, sizes, no shortcuts.
//!
//! Reads `src/**` as text. Each rule is also shown to bite on an example that breaks it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

#[path = "tidy/scan.rs"]
mod scan;

use std::path::{Path, PathBuf};

use scan::Scan;

/// A source file under `src/`.
struct File {
    /// Its path from `src/`, with forward slashes.
    path: String,
    /// Its text.
    text: String,
}

impl File {
    /// The layer it belongs to: its folder, or its own name for files of the crate's root.
    fn layer(&self) -> &str {
        self.path.split_once('/').map_or(self.path.trim_end_matches(".rs"), |(layer, _)| layer)
    }

    /// Whether it holds only tests.
    fn is_test(&self) -> bool {
        self.path.ends_with("/tests.rs") || self.path.contains("/tests/")
    }
}

/// What a rule finds wrong: line and words.
type Finding = (usize, String);
/// A rule looks at one file.
type Rule = fn(&File, &Scan) -> Vec<Finding>;

const RULES: [(&str, Rule); 8] = [
    ("layers import only what lies below them", layers),
    ("only the outermost layers reach terminal, disk, clock and environment", outside_world),
    ("no floats between a fact and a score", floats),
    ("texts live in i18n", texts),
    ("files stay small", size),
    ("every file says what it owns", header),
    ("no panics outside tests", panics),
    ("lints are expected with a reason, never allowed", allows),
];

/// What each layer may import of the crate. A layer may always import itself.
const IMPORTS: [(&str, &[&str]); 14] = [
    ("scheme", &[]),
    ("survey", &["scheme"]),
    ("ledger", &["scheme", "survey"]),
    ("score", &["scheme", "survey", "ledger"]),
    ("dossier", &["scheme", "survey", "ledger", "score"]),
    // Words for the data of every layer; closed only to what draws and runs.
    ("i18n", &["scheme", "survey", "ledger", "score", "dossier", "format", "store", "app", "batch"]),
    ("format", &["scheme", "survey", "ledger", "score", "i18n"]),
    ("store", &["scheme", "survey", "ledger", "score", "format"]),
    ("export", &["scheme", "survey", "ledger", "score", "dossier", "format", "i18n", "store"]),
    ("batch", &["scheme", "survey", "ledger", "score", "format", "i18n", "export"]),
    ("app", &["scheme", "survey", "ledger", "score", "dossier", "format", "i18n", "store", "export"]),
    ("tui", &["scheme", "survey", "ledger", "score", "dossier", "format", "i18n", "store", "export", "app"]),
    (
        "cli",
        &[
            "scheme", "survey", "ledger", "score", "dossier", "format", "i18n", "store", "export", "batch",
            "app", "tui",
        ],
    ),
    ("main", &[]),
];

/// What reaches the outside world, and the layers that may.
const OUTSIDE: [(&str, &[&str]); 10] = [
    ("ratatui::", &["tui"]),
    ("crossterm::", &["tui"]),
    ("std::fs", &["store", "export", "cli"]),
    ("rusqlite::", &["store"]),
    ("std::env", &["store", "tui", "cli", "main"]),
    ("std::process", &["tui", "cli", "main"]),
    ("chrono::Local", &["store", "tui", "cli"]),
    ("SystemTime", &["store", "tui", "cli"]),
    ("println!", &["cli"]),
    // Checking a chain of hashes and counting a table are pure whoever computes them; everything
    // else runs in one thread.
    ("rayon::", &["batch", "format", "ledger"]),
];

/// Layers whose every number is exact.
const EXACT: [&str; 5] = ["scheme", "survey", "ledger", "score", "dossier"];

/// The files of those layers that are about what no decimal holds: quantiles, tails, chances.
const IRRATIONAL: [&str; 1] = ["survey/bound.rs"];

/// Most lines of a file.
const MAX_LINES: usize = 500;

fn layers(file: &File, scan: &Scan) -> Vec<Finding> {
    let layer = file.layer();
    let Some((_, allowed)) = IMPORTS.iter().find(|(l, _)| *l == layer) else { return Vec::new() };
    let mut found = Vec::new();
    for (other, _) in IMPORTS.iter().filter(|(l, _)| *l != layer && !allowed.contains(l)) {
        for root in ["crate", "jiping"] {
            let main_entry = layer == "main" && *other == "cli";
            let name = format!("{root}::{other}");
            if !main_entry {
                found.extend(scan.lines_with(&name).map(|l| (l, format!("{layer} imports {other}"))));
            }
        }
    }
    found
        .extend(scan.lines_with("crate::{").map(|l| (l, "name each layer in a `use` of its own".to_owned())));
    found
}

fn outside_world(file: &File, scan: &Scan) -> Vec<Finding> {
    let layer = file.layer();
    let mut found = Vec::new();
    for (name, _) in OUTSIDE.iter().filter(|(_, layers)| !layers.contains(&layer)) {
        found.extend(scan.lines_with(name).map(|l| (l, format!("{layer} names {name}"))));
    }
    found
}

fn floats(file: &File, scan: &Scan) -> Vec<Finding> {
    if !EXACT.contains(&file.layer()) || IRRATIONAL.contains(&file.path.as_str()) {
        return Vec::new();
    }
    ["f32", "f64"]
        .into_iter()
        .flat_map(|name| scan.lines_with(name).map(move |l| (l, format!("names {name}"))))
        .collect()
}

/// Single characters are exempt: they recognise what is typed, nobody reads them.
fn texts(file: &File, scan: &Scan) -> Vec<Finding> {
    if file.layer() == "i18n" {
        return Vec::new();
    }
    let cjk =
        |c: char| matches!(c, '\u{3000}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}');
    let is_text = |s: &str| s.trim_matches('"').chars().count() > 1 && s.contains(cjk);
    scan.strings().filter(|(_, s)| is_text(s)).map(|(l, s)| (l, format!("text outside i18n: {s}"))).collect()
}

fn size(file: &File, _: &Scan) -> Vec<Finding> {
    let lines = file.text.lines().count();
    if lines > MAX_LINES { vec![(lines, format!("{lines} lines"))] } else { Vec::new() }
}

fn header(file: &File, _: &Scan) -> Vec<Finding> {
    let first = file.text.lines().next().unwrap_or_default();
    let says = first.strip_prefix("//!").is_some_and(|words| words.trim().len() > 10);
    if says { Vec::new() } else { vec![(1, "does not begin with //! and what it owns".to_owned())] }
}

fn panics(_: &File, scan: &Scan) -> Vec<Finding> {
    [".unwrap()", ".expect(", "panic!", "todo!", "unimplemented!", "unreachable!", "dbg!"]
        .into_iter()
        .flat_map(|name| scan.lines_with(name).map(move |l| (l, format!("uses {name}"))))
        .collect()
}

fn allows(_: &File, scan: &Scan) -> Vec<Finding> {
    ["#[allow", "#![allow"]
        .into_iter()
        .flat_map(|name| scan.lines_with(name).map(move |l| (l, format!("uses {name}"))))
        .collect()
}

fn read_all(dir: &Path, root: &Path, files: &mut Vec<File>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            read_all(&path, root, files);
        } else if path.extension().is_some_and(|e| e == "rs") {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            files.push(File { path: name, text: std::fs::read_to_string(&path).unwrap() });
        }
    }
}

#[test]
fn the_source_keeps_the_rules() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    read_all(&root, &root, &mut files);
    assert!(files.len() > 20, "looked in the wrong place: {} files", files.len());
    let mut found = Vec::new();
    for file in files.iter().filter(|f| !f.is_test()) {
        let scan = Scan::new(&file.text);
        for (name, rule) in RULES {
            for (line, words) in rule(file, &scan) {
                found.push(format!("src/{}:{line}: {words} ({name})", file.path));
            }
        }
    }
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

/// How often `rule` bites on a file.
fn bites(rule: Rule, path: &str, text: &str) -> usize {
    let file = File { path: path.to_owned(), text: text.to_owned() };
    rule(&file, &Scan::new(&file.text)).len()
}

#[test]
fn layers_bite() {
    assert_eq!(bites(layers, "scheme/expr.rs", "use crate::score::Range;"), 1);
    assert_eq!(bites(layers, "score/mod.rs", "let text = crate::i18n::notice(lang);"), 1);
    assert_eq!(bites(layers, "app/keys.rs", "use crate::tui::theme;"), 1);
    assert_eq!(bites(layers, "main.rs", "use jiping::store::project;"), 1);
    assert_eq!(bites(layers, "score/mod.rs", "use crate::{i18n, ledger};"), 1);
    assert_eq!(bites(layers, "score/mod.rs", "use crate::scheme::Scheme; // not crate::i18n"), 0);
    assert_eq!(bites(layers, "main.rs", "jiping::cli::run()"), 0);
}

#[test]
fn outside_world_bites() {
    assert_eq!(bites(outside_world, "app/mod.rs", "use ratatui::Frame;"), 1);
    assert_eq!(bites(outside_world, "score/mod.rs", "let text = std::fs::read(path);"), 1);
    assert_eq!(bites(outside_world, "ledger/mod.rs", "let now = chrono::Local::now();"), 1);
    assert_eq!(bites(outside_world, "i18n/mod.rs", "std::env::var(name)"), 1);
    assert_eq!(bites(outside_world, "store/mod.rs", "println!(\"saved\")"), 1);
    assert_eq!(bites(outside_world, "score/card.rs", "use rayon::prelude::*;"), 1);
    assert_eq!(bites(outside_world, "batch/mod.rs", "use rayon::prelude::*; std::fs::read(path);"), 1);
    assert_eq!(bites(outside_world, "store/mod.rs", "let text = std::fs::read(path);"), 0);
    assert_eq!(bites(outside_world, "tui/mod.rs", "use ratatui::Frame;"), 0);
}

#[test]
fn floats_bite() {
    assert_eq!(bites(floats, "score/mod.rs", "let rate: f64 = 0.5;"), 1);
    assert_eq!(bites(floats, "survey/mod.rs", "n as f32"), 1);
    assert_eq!(bites(floats, "score/mod.rs", "// not f64\nlet of64 = 1;"), 0);
    assert_eq!(bites(floats, "tui/mod.rs", "let x: f64 = 0.5;"), 0);
}

#[test]
fn texts_bite() {
    assert_eq!(bites(texts, "app/mod.rs", "let title = \"得分\";"), 1);
    assert_eq!(bites(texts, "cli/mod.rs", "r#\"优 \"良\" \"#"), 1);
    assert_eq!(bites(texts, "cli/mod.rs", "\"a\\\"，b\""), 1);
    assert_eq!(bites(texts, "scheme/field.rs", "/// 优\nlet year = ['年', \"％\"]; // 良\n/* \"中\" */"), 0);
    assert_eq!(bites(texts, "app/mod.rs", "#[cfg(test)]\nmod tests { fn f() { \"得分\"; } }"), 0);
    assert_eq!(bites(texts, "i18n/cli.rs", "\"得分\""), 0);
}

#[test]
fn size_and_header_bite() {
    assert_eq!(bites(size, "app/mod.rs", &"\n".repeat(501)), 1);
    assert_eq!(bites(size, "app/mod.rs", &"\n".repeat(500)), 0);
    assert_eq!(bites(header, "app/mod.rs", "use std::fmt;"), 1);
    assert_eq!(bites(header, "app/mod.rs", "//! app"), 1);
    assert_eq!(bites(header, "app/mod.rs", "//! The screen as a state machine."), 0);
}

#[test]
fn panics_and_allows_bite() {
    assert_eq!(bites(panics, "app/mod.rs", "let a = b.unwrap();"), 1);
    assert_eq!(bites(panics, "app/mod.rs", "b.expect(\"there\"); todo!()"), 2);
    assert_eq!(bites(panics, "app/mod.rs", "fn a() { unreachable!() }"), 1);
    assert_eq!(bites(panics, "app/mod.rs", "b.unwrap_or(1); // .unwrap()"), 0);
    let test = "fn a() {}\n#[cfg(test)]\nmod tests {\n  fn f() { x(\"}\").unwrap(); }\n}\n";
    assert_eq!(bites(panics, "app/mod.rs", test), 0);
    assert_eq!(bites(panics, "app/mod.rs", &format!("{test}fn b() {{ c.unwrap(); }}")), 1);
    assert_eq!(bites(allows, "app/mod.rs", "#[allow(dead_code)]\nfn f() {}"), 1);
    assert_eq!(bites(allows, "app/mod.rs", "#[expect(dead_code, reason = \"x\")]\nfn f() {}"), 0);
}
