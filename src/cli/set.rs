//! `set FILE.jp PATH VALUE`: one fact recorded, changed or taken away, through the same gate as
//! the screen.

use super::args::Set as Args;
use super::error::CliError;
use super::out;
use super::score::span_words;
use super::source::{self, Source, display_value};
use crate::export::json;
use crate::i18n::safe::display_safe;
use crate::i18n::{self, Lang, cli as words, label};
use crate::ledger::Facts;
use crate::scheme::{Field, Scheme};
use crate::store::{self, Home, Opened};

/// Records the fact and says what it did to the total.
pub fn run(args: &Args, lang: Lang) -> Result<(), CliError> {
    let home = Home::from_env().map_err(|e| source::disk(&e, lang))?;
    // Whatever became of the entry is told by closing the writer.
    let opened = store::open(&args.file, &home, |_| {}).map_err(|e| source::project_error(&e, lang))?;
    let loaded = source::scheme_of(&opened);
    let field = field(&loaded.scheme, &args.path, lang)?;
    let new = accepted(args, &loaded.scheme, &field, lang)?;
    let (recovered, before, after) = record(opened, &home, args, new.clone(), lang)?;
    let mut lines: Vec<String> = (recovered > 0).then(|| words::recovered(lang, recovered)).into_iter().collect();
    lines.extend(report(&loaded.scheme, &field.path, &before, &after, lang));
    out::print(&lines.join("\n"))
}

fn field(scheme: &Scheme, path: &str, lang: Lang) -> Result<Field, CliError> {
    scheme.field(path).ok_or_else(|| {
        let nearest = crate::format::nearest_paths(scheme, path);
        let hint = if nearest.is_empty() {
            words::list_paths(lang)
        } else {
            words::did_you_mean(lang, &nearest.join(words::or(lang)))
        };
        CliError::usage(words::no_such_path(lang, path)).hint(hint)
    })
}

/// What is to be recorded, or the field's reason against it.
fn accepted(args: &Args, scheme: &Scheme, field: &Field, lang: Lang) -> Result<Option<String>, CliError> {
    let Some(typed) = args.value.as_deref().filter(|v| !v.is_empty()) else { return Ok(None) };
    field.kind.accept(typed).map(Some).map_err(|refusal| {
        let name = label::fact(lang, scheme, &field.path);
        let reason = i18n::problem::refusal(lang, &refusal);
        CliError::usage(words::refused(lang, &name, &field.path, &reason))
            .hint(words::takes(lang, &i18n::problem::takes(lang, &field.kind)))
    })
}

/// Saves the change; returns how many entries came back from the mirror, and the facts before
/// and after.
fn record(
    mut opened: Opened,
    args: &Args,
    new: Option<String>,
    lang: Lang,
) -> Result<(usize, Facts, Facts), CliError> {
    if opened.writer.is_none() {
        return Err(source::read_only(&opened, lang));
    }
    let recovered = source::recover(&mut opened);
    let before = opened.ledger.facts().clone();
    let events = opened.ledger.record(vec![(args.path.clone(), new)], args.reason.as_deref(), &source::stamp()?);
    let events = events.to_vec();
    if let Some(writer) = opened.writer.take() {
        writer.append(events);
        writer.close().map_err(|unsaved| source::disk(&unsaved.error, lang))?;
    }
    Ok((recovered, before, opened.ledger.facts().clone()))
}

fn report(scheme: &Scheme, path: &str, before: &Facts, after: &Facts, lang: Lang) -> Vec<String> {
    let name = label::fact(lang, scheme, path);
    let name = display_safe(&name);
    let value = |facts: &Facts| {
        let value = facts.get(path).map(|v| display_value(lang, scheme, path, v));
        value.map_or_else(|| words::nothing(lang), |v| display_safe(&v).into_owned())
    };
    if before.get(path) == after.get(path) {
        return vec![match after.get(path) {
            Some(_) => words::unchanged(lang, &name, &value(after)),
            None => words::unchanged_empty(lang, &name),
        }];
    }
    let total = |facts: &Facts| {
        let card = crate::score::score(scheme, facts, None);
        let subject = crate::export::Subject { scheme, facts, card: &card, lang };
        format!("{} {}", span_words(&subject, card.total.points), json::grade_words(&subject))
    };
    vec![
        format!("{name}  {} → {}", value(before), value(after)),
        words::total_moved(lang, total(before).trim(), total(after).trim()),
    ]
}
