//! The ledger: every entry, newest first.

use crate::app::work::Work;
use crate::i18n::{Lang, label, ui};
use crate::ledger::{Event, Kind, SCHEME_PREFIX};

/// An entry in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Number of the entry.
    pub seq: u64,
    /// Day and time.
    pub at: String,
    /// Who.
    pub actor: String,
    /// Which fact.
    pub fact: String,
    /// Old and new value.
    pub change: String,
    /// Why, or that it is an undo or redo.
    pub reason: String,
    /// Whether the disk has it.
    pub stored: bool,
}

/// How many entries there are.
pub fn len(work: &Work) -> usize {
    work.ledger.events().len()
}

/// The selected entry.
pub fn selected(work: &Work) -> Option<&Event> {
    work.ledger.events().iter().rev().nth(work.view.ledger.at)
}

/// The entries from `top` on, newest first.
pub fn rows(work: &Work, top: usize, count: usize, lang: Lang) -> Vec<Row> {
    work.ledger.events().iter().rev().skip(top).take(count).map(|e| row(work, e, lang)).collect()
}

/// The last entries beside a screen, newest first, without those that must not be seen there.
pub fn latest(work: &Work, count: usize, lang: Lang) -> Vec<Row> {
    let seen = work.ledger.events().iter().rev().filter(|e| !work.hides(&e.change.path));
    seen.take(count).map(|e| row(work, e, lang)).collect()
}

fn row(work: &Work, event: &Event, lang: Lang) -> Row {
    let path = &event.change.path;
    let value = |v: &Option<String>| match v {
        None => ui::nothing_recorded(lang),
        Some(text) if path.starts_with(SCHEME_PREFIX) => ui::file_of(lang, text.lines().count()),
        Some(value) => label::value(lang, &work.scheme, path, value),
    };
    let mark = match event.kind {
        Kind::Undo(_) => ui::was_undo(lang),
        Kind::Redo(_) => ui::was_redo(lang),
        Kind::Open => ui::came_along(lang),
        Kind::Record => String::new(),
    };
    let reason = [mark, event.reason.clone().unwrap_or_default()].join(" ").trim().to_owned();
    Row {
        seq: event.seq,
        at: event.stamp.at.format("%Y-%m-%d %H:%M").to_string(),
        actor: event.stamp.actor.clone(),
        fact: label::fact(lang, &work.scheme, path),
        change: format!("{} → {}", value(&event.change.old), value(&event.change.new)),
        reason,
        stored: event.seq <= work.saving.stored,
    }
}
