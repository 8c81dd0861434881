//! The scorecard as a JSON document: what `score --json` prints and `scores.json` holds.
//!
//! Decimals are strings, so that no reader turns them into floats; `null` is unknown. Names of
//! states and codes are the same in every language.

use std::borrow::Cow;

use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::Subject;
use super::scores::points;
use crate::i18n::{self, Lang};
use crate::scheme::{Origin, Scheme};
use crate::score::{self, Graded, Score, Status};

/// A document as the bytes of a file: indented, with a line feed at the end.
pub fn bytes(document: &Value) -> Vec<u8> {
    format!("{document:#}\n").into_bytes()
}

/// The scorecard. Problems are what an evaluator should look at in the facts; whoever has read
/// the scheme's files adds what is wrong there.
pub fn score(subject: &Subject<'_>) -> Value {
    let Subject { scheme, card, lang, .. } = *subject;
    let mut document = json!({
        "scheme": scheme.id,
        "title": lang.label(&scheme.title),
        "rounding": card.rounding.name(),
        "total": figures(subject, &card.total),
        "grade": grade(subject),
        "levels": branches(subject, None),
        "indicators": scheme.leaves().map(|n| leaf(subject, n)).collect::<Vec<Value>>(),
        "problems": notices(subject),
    });
    // Nothing to score is no score of 0.
    if !scheme.is_scored() {
        document["total"] = json!({ "score": null, "low": null, "high": null, "max": null });
        document["grade"] = json!({ "name": null, "low": null, "high": null });
    }
    if scheme.sample {
        document["sample"] = true.into();
    }
    document
}

/// Score, lowest, highest and full marks of a node.
fn figures(subject: &Subject<'_>, score: &Score) -> Value {
    let print = |v: Decimal| points(v, subject.card.rounding.places);
    json!({
        "score": score.points.known().map(print),
        "low": print(score.points.low),
        "high": print(score.points.high),
        "max": score.max.normalize().to_string(),
    })
}

fn grade(subject: &Subject<'_>) -> Value {
    let graded = subject.card.grade;
    let name = |grade: Option<usize>| grade.map(|g| subject.lang.label(&subject.scheme.grades[g].name));
    let certain = if graded.low == graded.high { graded.low } else { None };
    json!({"name": name(certain), "low": name(graded.low), "high": name(graded.high)})
}

/// The grade as one word, or the two it lies between.
pub fn grade_words(subject: &Subject<'_>) -> String {
    grade_between(subject.lang, subject.scheme, subject.card.grade).into_owned()
}

/// The same for any grading.
pub fn grade_between(lang: Lang, scheme: &Scheme, graded: Graded) -> Cow<'_, str> {
    let name = |grade: Option<usize>| grade.map_or("", |g| lang.label(&scheme.grades[g].name));
    let (low, high) = (name(graded.low), name(graded.high));
    if low == high { low.into() } else { format!("{low}–{high}").into() }
}

/// The branches of the tree, nested; leaves are among the indicators.
fn branches(subject: &Subject<'_>, parent: Option<usize>) -> Vec<Value> {
    let scheme = subject.scheme;
    let nodes = scheme.children(parent).filter(|&n| scheme.indicators[n].rule.is_none());
    nodes
        .map(|n| {
            let indicator = &scheme.indicators[n];
            let head = json!({"id": indicator.id, "name": subject.lang.label(&indicator.name)});
            let tail = json!({"children": branches(subject, Some(n))});
            joined([head, figures(subject, &subject.card.scores[n]), tail])
        })
        .collect()
}

fn leaf(subject: &Subject<'_>, n: usize) -> Value {
    let scheme = subject.scheme;
    let path: Vec<&str> =
        scheme.path_to(n).into_iter().map(|p| subject.lang.label(&scheme.indicators[p].name)).collect();
    let score = &subject.card.scores[n];
    joined([
        json!({"id": scheme.indicators[n].id, "path": path}),
        figures(subject, score),
        json!({
            "status": status_name(score.status),
            "trace": trace(subject, n),
            "facts": fact_paths(subject, n),
        }),
    ])
}

fn notices(subject: &Subject<'_>) -> Vec<Value> {
    let entry = |notice: &score::Notice| {
        json!({
            "code": notice.kind.code(),
            "path": notice.path,
            "message": i18n::notice::message(subject.lang, subject.scheme, notice),
        })
    };
    subject.card.notices.iter().map(entry).collect()
}

/// How a leaf came to its points, line by line in words and numbers.
pub fn trace(subject: &Subject<'_>, leaf: usize) -> Vec<String> {
    if subject.scheme.indicators[leaf].rule.is_none() {
        return Vec::new();
    }
    let steps = score::explain(subject.scheme, subject.facts, Some(subject.card.rounding), leaf);
    i18n::trace::lines(&steps, subject.scheme, subject.lang)
}

/// The recorded facts that a leaf reads.
pub fn fact_paths(subject: &Subject<'_>, leaf: usize) -> Vec<String> {
    score::fact_paths(subject.scheme, subject.facts, leaf)
}

const fn status_name(status: Status) -> &'static str {
    match status {
        Status::Unknown => "unknown",
        Status::Partial => "partial",
        Status::Scored => "scored",
        Status::NotApplicable => "not-applicable",
    }
}

/// The word that scheme files use for an origin.
pub const fn origin_name(origin: Origin) -> &'static str {
    match origin {
        Origin::Stated => "stated",
        Origin::Repaired => "repaired",
        Origin::Inferred => "inferred",
        Origin::Lost => "lost",
    }
}

/// One object with the keys of several, in their order.
pub fn joined<const N: usize>(parts: [Value; N]) -> Value {
    let mut whole = Map::new();
    for part in parts {
        if let Value::Object(part) = part {
            whole.extend(part);
        }
    }
    Value::Object(whole)
}
