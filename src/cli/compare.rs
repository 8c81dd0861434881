//! `compare A B`: two records side by side, indicator by indicator, with what caused each
//! difference.

use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};

use super::args::Compare as Args;
use super::error::CliError;
use super::out::{self, Side};
use super::source::disk;
use crate::app::compare::{Compared, Kind, Line, Party, lines, same_rules};
use crate::app::figures;
use crate::export::points;
use crate::i18n::safe::display_safe;
use crate::i18n::{Lang, cli as words};
use crate::score::Span;
use crate::score::compare::{Cause, Row};
use crate::store::{Record, record_at};

/// Most causes printed below an indicator; `--json` has all of them.
const MOST: usize = 12;

/// Prints the comparison.
pub fn run(args: &Args, lang: Lang) -> Result<(), CliError> {
    let read = |place: &Path| record_at(place).map_err(|e| disk(&e, lang));
    let (a, b) = (read(&args.before)?, read(&args.after)?);
    let problems: Vec<usize> = [&a, &b].map(|r| r.loaded.problems.len()).to_vec();
    let names = [args.before.display().to_string(), args.after.display().to_string()];
    let compared = compared(a, b);
    if args.json {
        return out::print_json(&document(&compared, lang));
    }
    let mut text = table(&lines(&compared, MOST, lang));
    for (n, name) in problems.into_iter().zip(&names).filter(|(n, _)| *n > 0) {
        text.extend([String::new(), words::scheme_problems(lang, n, &display_safe(name))]);
    }
    out::print(&text.join("\n"))
}

fn compared(a: Record, b: Record) -> Compared {
    let same = same_rules(&a.loaded.sources, &b.loaded.sources);
    let (first, second) = (Arc::new(a.loaded.scheme), b.loaded.scheme);
    // Of the same rules more can be said: what a single fact is worth.
    let second = if same { Arc::clone(&first) } else { Arc::new(second) };
    Compared::new(Party::new(a.name, first, a.facts), Party::new(b.name, second, b.facts))
}

/// Scores in columns; causes and lists below them at their own width.
fn table(lines: &[Line]) -> Vec<String> {
    let has_figures = |l: &&Line| l.figures.iter().any(|f| !f.is_empty()) && l.kind != Kind::Cause;
    let text = |l: &Line| format!("{}{}", "  ".repeat(l.depth), l.text);
    let rows: Vec<Vec<String>> = lines
        .iter()
        .filter(has_figures)
        .map(|l| std::iter::once(text(l)).chain(l.figures.iter().cloned()).collect())
        .collect();
    let sides = [Side::Left, Side::Right, Side::Right, Side::Right];
    let mut scores = out::columns(&sides, &rows).into_iter();
    let line = |l: &Line| {
        if has_figures(&l) {
            return scores.next().unwrap_or_default();
        }
        display_safe(format!("{}  {}", text(l), l.figures[2]).trim_end()).into_owned()
    };
    lines.iter().map(line).collect()
}

fn document(compared: &Compared, lang: Lang) -> Value {
    let (before, after) = (&compared.before, &compared.after);
    let party = |party: &Party| {
        json!({
            "name": party.name,
            "scheme": party.scheme.id,
            "total": span(party, party.card.total.points),
            "grade": figures::grade_of(&party.scheme, &party.card, lang),
        })
    };
    let places = after.card.rounding.places;
    let rows: Vec<Value> = compared.comparison.rows.iter().map(|row| row_json(compared, row, lang)).collect();
    json!({
        "before": party(before),
        "after": party(after),
        "gain": compared.comparison.gain.map(|g| points(g, places)),
        "same_rules": Arc::ptr_eq(&before.scheme, &after.scheme),
        "indicators": rows,
        "facts_only_before": compared.loose.before,
        "facts_only_after": compared.loose.after,
        "facts_differing": compared.loose.differing,
    })
}

fn span(party: &Party, span: Span) -> Value {
    let places = party.card.rounding.places;
    json!({
        "score": span.known().map(|p| points(p, places)),
        "low": points(span.low, places),
        "high": points(span.high, places),
    })
}

fn row_json(compared: &Compared, row: &Row, lang: Lang) -> Value {
    let side = |party: &Party, side: Option<(usize, crate::score::Score)>| {
        side.map(|(n, score)| {
            let node = &party.scheme.indicators[n];
            let mut value = span(party, score.points);
            value["id"] = json!(node.id);
            value["name"] = json!(lang.label(&node.name));
            value["max"] = json!(score.max.normalize().to_string());
            value
        })
    };
    let places = compared.after.card.rounding.places;
    json!({
        "before": side(&compared.before, row.before),
        "after": side(&compared.after, row.after),
        "gain": row.gain().map(|g| points(g, places)),
        "differs": row.differs(),
        "causes": row.causes.iter().map(|c| cause_json(c, places)).collect::<Vec<_>>(),
    })
}

fn cause_json(cause: &Cause, places: u32) -> Value {
    match cause {
        Cause::Fact { path, old, new, alone } => {
            json!({"kind": "fact", "path": path, "old": old, "new": new, "alone": alone.map(|a| points(a, places))})
        }
        Cause::Parameter { path, old, new, .. } => {
            let number = |v: &Option<rust_decimal::Decimal>| v.map(|d| d.normalize().to_string());
            json!({"kind": "parameter", "path": path, "old": number(old), "new": number(new)})
        }
        Cause::Rule => json!({"kind": "rule"}),
        Cause::Rounding { old, new } => json!({"kind": "rounding", "old": old.name(), "new": new.name()}),
        Cause::Shared => json!({"kind": "full-marks"}),
    }
}
