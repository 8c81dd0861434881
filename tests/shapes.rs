//! Every shape of scoring rule met in the field, numbered as in `surveys/README.md`: a small
//! scheme each, and points worked out by hand on both sides of every edge.
//!
//! `shapes/NAME/scheme.toml` is a scheme without a fault; `vectors.toml` beside it lists facts, the
//! points of indicators (`low..high` where they are open) and how they come about.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails here")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use jiping::format::{SourceFile, load};
use jiping::i18n::{Lang, notice, problem, trace};
use jiping::ledger::Facts;
use jiping::scheme::Scheme;
use jiping::score::{self, Scorecard, Span, Status};
use rust_decimal::Decimal;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vectors {
    vector: Vec<Vector>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vector {
    /// How the points come about.
    why: String,
    /// Path → value.
    facts: BTreeMap<String, String>,
    /// Indicator → points.
    points: BTreeMap<String, String>,
    total: Option<String>,
    /// Name of the grade, or `worst..best`.
    grade: Option<String>,
    /// Codes of what is to be looked at; not compared if missing.
    notices: Option<Vec<String>>,
    /// Of the first indicator.
    status: Option<String>,
}

fn scheme(folder: &Path) -> Scheme {
    let bytes = std::fs::read(folder.join("scheme.toml")).unwrap();
    let loaded = load("shape", &[SourceFile { name: "scheme.toml".into(), bytes }]);
    let told: Vec<String> = loaded.problems.iter().map(|p| problem::message(Lang::En, &p.fault)).collect();
    assert_eq!(told, Vec::<String>::new(), "{}", folder.display());
    loaded.scheme
}

fn shown(low: &str, high: &str) -> String {
    if low == high { low.to_owned() } else { format!("{low}..{high}") }
}

fn span(span: Span) -> String {
    let text = |d: Decimal| d.normalize().to_string();
    shown(&text(span.low), &text(span.high))
}

fn grade(scheme: &Scheme, card: &Scorecard) -> String {
    let name = |n: Option<usize>| n.map_or("none", |n| scheme.grades[n].name.text.as_str());
    shown(name(card.grade.low), name(card.grade.high))
}

fn recorded(scheme: &Scheme, vector: &Vector) -> Facts {
    let mut facts = Facts::default();
    for (path, value) in &vector.facts {
        let field = scheme.field(path).unwrap_or_else(|| panic!("no place for {path}"));
        let value = field.kind.accept(value).unwrap_or_else(|r| panic!("{path} refuses {value}: {r:?}"));
        facts.set(path, Some(&value));
    }
    facts
}

/// What differs from the vector.
fn differences(scheme: &Scheme, vector: &Vector) -> String {
    let facts = recorded(scheme, vector);
    let card = score::score(scheme, &facts, None);
    let mut out = String::new();
    let mut check = |what: &str, found: String, wanted: &str| {
        if found != wanted {
            writeln!(out, "  {what}: {found}, not {wanted}").unwrap();
        }
    };
    for (id, wanted) in &vector.points {
        let n = scheme.indicator(id).unwrap_or_else(|| panic!("no indicator {id}"));
        check(id, span(card.scores[n].points), wanted);
    }
    if let Some(wanted) = &vector.total {
        check("total", span(card.total.points), wanted);
    }
    if let Some(wanted) = &vector.grade {
        check("grade", grade(scheme, &card), wanted);
    }
    if let Some(wanted) = &vector.notices {
        let found: Vec<&str> = card.notices.iter().map(|n| n.kind.code()).collect();
        check("notices", found.join(" "), &wanted.join(" "));
    }
    if vector.status.is_some() {
        assert_eq!(vector.status.as_deref(), Some("not-applicable"));
        assert_eq!(card.scores[0].status, Status::NotApplicable, "{}", vector.why);
    }
    for lang in [Lang::Zh, Lang::En] {
        for leaf in scheme.leaves() {
            let lines = trace::lines(&score::explain(scheme, &facts, None, leaf), scheme, lang);
            assert!(!lines.is_empty() && lines.iter().all(|l| !l.is_empty()), "{}", vector.why);
        }
        assert!(card.notices.iter().all(|n| !notice::message(lang, scheme, n).is_empty()));
    }
    out
}

#[test]
fn every_shape_gives_the_points_worked_out_by_hand() {
    let mut failures = String::new();
    let mut shapes = BTreeSet::new();
    let mut folders: Vec<_> = std::fs::read_dir("tests/shapes").unwrap().map(|e| e.unwrap().path()).collect();
    folders.sort();
    for folder in folders {
        let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
        let scheme = scheme(&folder);
        let text = std::fs::read_to_string(folder.join("vectors.toml")).unwrap();
        let vectors: Vectors = toml::from_str(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
        for vector in &vectors.vector {
            let found = differences(&scheme, vector);
            if !found.is_empty() {
                writeln!(failures, "{name}: {}\n{found}", vector.why).unwrap();
            }
        }
        shapes.extend(name.split('-').next().and_then(|n| n.get(..2)).and_then(|n| n.parse::<u32>().ok()));
    }
    assert!(failures.is_empty(), "{failures}");
    // Ranks (16) and peers (17) need a set of units.
    let wanted: BTreeSet<u32> = (1..=30).filter(|n| ![16, 17].contains(n)).collect();
    assert_eq!(wanted.difference(&shapes).collect::<Vec<_>>(), Vec::<&u32>::new());
}

/// The trace of `x` in one of the shapes, in both languages.
fn explained(shape: &str, facts: &[(&str, &str)]) -> String {
    let scheme = scheme(&Path::new("tests/shapes").join(shape));
    let mut all = Facts::default();
    for (path, value) in facts {
        all.set(path, Some(value));
    }
    let steps = score::explain(&scheme, &all, None, scheme.indicator("x").unwrap());
    let both = [Lang::Zh, Lang::En].map(|lang| trace::lines(&steps, &scheme, lang).join("\n"));
    format!("{shape}\n{}\n", both.join("\n"))
}

#[test]
fn every_piece_says_in_words_what_it_does() {
    let mut all = String::new();
    for (shape, facts) in [
        ("03-typed-cases", &[("faults.total", "6")][..]),
        ("10-letters-by-table", &[("one", "A"), ("two", "D"), ("three", "C")]),
        ("11d-interpolation", &[("infections", "0.25")]),
        ("15-over-achievement", &[("done", "120"), ("plan", "100")]),
        ("18-bonus-and-malus", &[("joined", "11")]),
        ("19-exemption", &[("projects", "0")]),
        ("19-exemption", &[("delayed", "5")]),
        ("19-no-deduction", &[("late.total", "2"), ("share", "46"), ("mean", "40")]),
        ("20-one-of-two", &[("way", "2"), ("cheap", "30")]),
        ("22a-tiers", &[("judged", "2")]),
        ("22a-tiers", &[("judged", "2"), ("judged.judged", "0.7")]),
        ("25-share-of-satisfied", &[("folk.tally.Q1.1", "8"), ("folk.tally.Q1.3", "2")]),
        (
            "s2-question-weights",
            &[("folk.tally.Q1.1", "4"), ("folk.tally.Q2.2", "4"), ("folk.tally.Q3.3", "4")],
        ),
        ("s3-three-two-one", &[("folk.tally.Q1.1", "2"), ("folk.tally.Q1.2", "1"), ("folk.tally.Q1.3", "1")]),
        ("u1-conversions", &[("spent", "300000"), ("budget", "60"), ("set", "50")]),
    ] {
        writeln!(all, "{}", explained(shape, facts)).unwrap();
    }
    insta::assert_snapshot!("shapes", all);
}
