//! The indicator system: the tree with weights, rules, what they read and where they come from.

use serde_json::{Value, json};

use super::{Cell, Subject, Table};
use crate::i18n::export as words;
use crate::scheme::{Indicator, Label};
use crate::score;

/// The table: one row for each node in tree order.
pub fn table(subject: &Subject<'_>) -> Table {
    let (scheme, lang) = (subject.scheme, subject.lang);
    let deepest = scheme.indicators.iter().map(|i| i.depth + 1).max().unwrap_or(0);
    let levels = (0..deepest).map(|d| words::level_name(lang, scheme, d)).collect();
    let label = |l: &Option<Label>| l.as_ref().map_or(Cell::Empty, |l| Cell::text(lang.label(l)));
    let rows = (0..scheme.indicators.len())
        .map(|n| {
            let indicator = &scheme.indicators[n];
            let level = Cell::Text(words::level_name(lang, scheme, indicator.depth));
            let mut row = vec![level, Cell::text(indicator.id.as_str())];
            row.extend(super::scores::names(subject, n, deepest));
            row.push(Cell::Number(indicator.weight.normalize().to_string()));
            row.push(label(&indicator.about));
            row.push(indicator.rule.as_ref().map_or(Cell::Empty, |r| label(&r.text)));
            let origin = words::attested(lang, indicator.provenance.origin);
            if indicator.rule.is_some() {
                row.extend([Cell::Text(measures(subject, n).join("\n")), Cell::Text(origin)]);
            } else {
                row.extend([Cell::Empty, Cell::Empty]);
            }
            row.push(label(&indicator.provenance.reason));
            row
        })
        .collect();
    Table { head: words::indicators_head(lang, levels), rows }
}

/// The document: the tree, nested.
pub fn document(subject: &Subject<'_>) -> Value {
    let (scheme, lang) = (subject.scheme, subject.lang);
    let levels: Vec<&str> = scheme.levels.iter().map(|l| lang.label(l)).collect();
    json!({
        "scheme": scheme.id,
        "title": lang.label(&scheme.title),
        "levels": levels,
        "full": scheme.full.normalize().to_string(),
        "indicators": branch(subject, None),
    })
}

fn branch(subject: &Subject<'_>, parent: Option<usize>) -> Vec<Value> {
    subject.scheme.children(parent).map(|n| node(subject, n)).collect()
}

fn node(subject: &Subject<'_>, n: usize) -> Value {
    let Indicator { id, name, about, weight, rule, provenance, .. } = &subject.scheme.indicators[n];
    let lang = subject.lang;
    let label = |l: &Option<Label>| l.as_ref().map(|l| lang.label(l).to_owned());
    let mut node = json!({
        "id": id,
        "name": lang.label(name),
        "weight": weight.normalize().to_string(),
        "about": label(about),
    });
    if let Some(rule) = rule {
        node["rule"] = json!(label(&rule.text));
        node["reads"] = json!(measures(subject, n));
        node["origin"] = json!(super::json::origin_name(provenance.origin));
        node["reason"] = json!(label(&provenance.reason));
    } else {
        node["children"] = json!(branch(subject, Some(n)));
    }
    node
}

/// Names of what is keyed for a leaf, in the order in which its rule reads it.
fn measures(subject: &Subject<'_>, leaf: usize) -> Vec<String> {
    let name = |m: usize| subject.lang.label(&subject.scheme.measures[m].name).to_owned();
    score::inputs(subject.scheme, leaf).into_iter().map(name).collect()
}
