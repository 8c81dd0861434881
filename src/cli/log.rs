//! `log FILE.jp`: who changed what, when, from what to what, and why.

use serde_json::{Value, json};

use super::args::Log as Args;
use super::error::CliError;
use super::out::{self, Side};
use super::source::{self, display_value};
use crate::i18n::width::cut;
use crate::i18n::{Lang, cli as words, label};
use crate::ledger::{Event, Kind, SCHEME_PREFIX, Stamp};
use crate::scheme::Scheme;

/// Columns that a value may take in the table; `--json` has all of it.
const VALUE_WIDTH: usize = 40;

/// Prints the ledger, oldest first.
pub fn run(args: &Args, lang: Lang) -> Result<(), CliError> {
    let source = source::Source::project(&args.file, lang)?;
    let events = source.ledger.as_ref().map_or(&[][..], |l| l.events());
    if args.json {
        let events: Vec<Value> = events.iter().map(|e| event_json(lang, source.scheme(), e)).collect();
        return out::print_json(&events.into());
    }
    if events.is_empty() {
        return out::print(&words::empty_log(lang));
    }
    let head = [
        words::head_number,
        words::head_time,
        words::head_actor,
        words::head_act,
        words::head_fact,
        words::head_change,
        words::head_reason,
    ];
    let mut rows = vec![head.map(|text| text(lang)).to_vec()];
    rows.extend(events.iter().map(|e| row(lang, source.scheme(), e)));
    let mut sides = [Side::Left; 7];
    sides[0] = Side::Right;
    out::print(&out::columns(&sides, &rows).join("\n"))
}

/// Local time as people read it, with the offset where it was recorded.
pub fn time(stamp: &Stamp) -> String {
    stamp.at.format("%Y-%m-%d %H:%M:%S %:z").to_string()
}

fn row(lang: Lang, scheme: &Scheme, event: &Event) -> Vec<String> {
    let change = &event.change;
    let side = |value: &Option<String>| match value {
        None => words::nothing(lang),
        Some(text) if change.path.starts_with(SCHEME_PREFIX) => words::file_text(lang, text.len()),
        Some(text) => cut(&display_value(lang, scheme, &change.path, text), VALUE_WIDTH).into_owned(),
    };
    vec![
        event.seq.to_string(),
        time(&event.stamp),
        event.stamp.actor.clone(),
        act(lang, event.kind),
        format!("{} ({})", label::fact(lang, scheme, &change.path), change.path),
        format!("{} → {}", side(&change.old), side(&change.new)),
        event.reason.clone().unwrap_or_default(),
    ]
}

fn act(lang: Lang, kind: Kind) -> String {
    match kind {
        Kind::Open => words::act_open(lang),
        Kind::Record => words::act_record(lang),
        Kind::Undo(step) => words::act_undo(lang, step),
        Kind::Redo(step) => words::act_redo(lang, step),
    }
}

fn event_json(lang: Lang, scheme: &Scheme, event: &Event) -> Value {
    json!({
        "seq": event.seq,
        "step": event.step,
        "at": event.stamp.at.to_rfc3339(),
        "actor": event.stamp.actor,
        "kind": event.kind.word(),
        "target": event.kind.target(),
        "path": event.change.path,
        "fact": label::fact(lang, scheme, &event.change.path),
        "old": event.change.old,
        "new": event.change.new,
        "reason": event.reason,
        "hash": event.hash.to_string(),
    })
}
