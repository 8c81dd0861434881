//! `set FILE.jp PATH VALUE`: one fact recorded, changed or taken away, through the same gate as
//! the screen.

use super::args::Set as Args;
use super::error::CliError;
use super::out;
use super::score::span_words;
use super::source::{self, display_value};
use crate::dossier::{self, Dossier, Objection};
use crate::export::json;
use crate::format;
use crate::i18n::safe::display_safe;
use crate::i18n::{self, Lang, cli as words, label};
use crate::ledger::{Facts, Ledger, Stamp};
use crate::scheme::field::Typed;
use crate::scheme::{Field, Scheme, register};
use crate::score::{Notice, NoticeKind};
use crate::store::{self, Opened, State};

/// Most paths that a hint lists.
const MOST_PATHS: usize = 8;

/// Records the fact and says what it did to the total.
pub fn run(args: &Args, lang: Lang) -> Result<(), CliError> {
    let home = source::home(lang)?;
    // Whatever becomes of the entry is told by closing the writer.
    let opened = store::open(&args.file, &home, |_| {}).map_err(|e| source::disk(&e, lang))?;
    let loaded = source::scheme_of(&opened);
    let field = field(&loaded.scheme, &args.path, lang)?;
    let typed = accepted(args, &loaded.scheme, &field, lang)?;
    let from = typed.as_ref().and_then(|t| Some((t.from.clone()?, t.value.clone())));
    let new = typed.map(|t| t.value);
    let (recovered, ledger, before) = record(opened, args, &loaded.scheme, new, &source::stamp(&home), lang)?;
    let after = ledger.facts();
    let mut lines = Vec::new();
    if recovered > 0 {
        lines.push(words::recovered(lang, recovered));
    }
    lines.extend(from.map(|(from, value)| label::converted(lang, &from, &field.kind, &value)));
    lines.extend(report(&loaded.scheme, &field.path, &before, after, lang));
    lines.extend(remarks(&loaded.scheme, &ledger, &field.path, lang));
    out::print(&lines.join("\n"))
}

fn field(scheme: &Scheme, path: &str, lang: Lang) -> Result<Field, CliError> {
    scheme
        .field(path)
        .ok_or_else(|| CliError::usage(words::no_such_path(lang, path)).hint(meant(scheme, path, lang)))
}

/// The path that was probably meant; else the paths of the measure it begins with; else the
/// measures.
fn meant(scheme: &Scheme, path: &str, lang: Lang) -> String {
    let known = format::known_paths(scheme, path);
    if let Some(nearest) = format::nearest(path, known.iter().map(String::as_str)) {
        return words::did_you_mean(lang, &nearest);
    }
    let first = path.split(['.', '@']).next().unwrap_or_default();
    let beginning = format!("{first}.");
    let below: Vec<&str> =
        known.iter().map(String::as_str).filter(|p| p.starts_with(&beginning)).take(MOST_PATHS).collect();
    if !below.is_empty() {
        return words::allowed(lang, &below.join(", "));
    }
    let ids = scheme.measures.iter().map(|m| m.id.as_str());
    source::meant(lang, first, ids.chain(scheme.questionnaires.iter().map(|q| q.id.as_str())))
}

/// What is to be recorded, or the field's reason against it.
fn accepted(args: &Args, scheme: &Scheme, field: &Field, lang: Lang) -> Result<Option<Typed>, CliError> {
    let Some(typed) = args.value.as_deref().filter(|v| !v.is_empty()) else { return Ok(None) };
    field.kind.accept_typed(typed).map(Some).map_err(|refusal| {
        let name = label::fact(lang, scheme, &field.path);
        let reason = i18n::problem::refusal(lang, &refusal);
        CliError::usage(words::refused(lang, &name, &field.path, &reason))
            .hint(words::takes(lang, scheme, field))
    })
}

/// Saves the change; returns how many entries came back from the mirror, the ledger, and the facts
/// before.
fn record(
    mut opened: Opened,
    args: &Args,
    scheme: &Scheme,
    new: Option<String>,
    stamp: &Stamp,
    lang: Lang,
) -> Result<(usize, Ledger, Facts), CliError> {
    if let State::ReadOnly(reason) = &opened.state {
        return Err(CliError::disk(i18n::store::read_only(lang, reason)));
    }
    let recovered = opened.mirror_ahead.len();
    opened.replay_mirror().map_err(|fault| CliError::disk(i18n::store::chain(lang, fault)))?;
    let before = opened.ledger.facts().clone();
    if let Some(old) = dossier::replaced_plan(scheme, &before, &args.path, new.as_deref())
        && args.reason.is_none()
    {
        let name = label::fact(lang, scheme, &args.path);
        let reason = words::plan_reason(lang, &display_safe(&old));
        let error = CliError::usage(words::refused(lang, &name, &args.path, &reason));
        return Err(error.hint(words::plan_reason_mend(lang)));
    }
    // Why an item does not apply stands beside it, where whoever reads it looks.
    let note = crate::score::reason_path(scheme, &args.path, new.as_deref()).zip(args.reason.clone());
    let mut sets = vec![(args.path.clone(), new)];
    sets.extend(note.filter(|(_, why)| !why.trim().is_empty()).map(|(path, why)| (path, Some(why))));
    dossier::admit(scheme, &opened.ledger, &sets, args.reason.as_deref(), source::today())
        .map_err(|objection| refused(scheme, &args.path, &objection, lang))?;
    let events = opened.ledger.record(sets, args.reason.as_deref(), stamp).to_vec();
    if let Some(writer) = opened.writer.take() {
        writer.append(events);
        writer.close().map_err(|unsaved| source::disk(&unsaved.error, lang))?;
    }
    Ok((recovered, opened.ledger, before))
}

/// Why other records keep the fact from being recorded, and what helps.
pub fn refused(scheme: &Scheme, path: &str, objection: &Objection, lang: Lang) -> CliError {
    let reason = i18n::dossier::objection(lang, objection);
    let error = if *objection == Objection::Locked {
        CliError::disk(reason)
    } else {
        CliError::usage(words::refused(lang, &label::fact(lang, scheme, path), path, &reason))
    };
    match i18n::dossier::mend(lang, objection) {
        Some(hint) => error.hint(hint),
        None => error,
    }
}

/// What is to be said of the fact, or of the register's row, that was changed.
fn remarks(scheme: &Scheme, ledger: &Ledger, path: &str, lang: Lang) -> Vec<String> {
    let readings = crate::score::readings(scheme, ledger.facts());
    let card = crate::score::compute(scheme, &readings, None);
    let Some((register, row)) = register::row_of(path) else {
        let unsaid = |n: &&Notice| n.path == path && n.kind == NoticeKind::ExemptItem;
        let said =
            |n: &Notice| words::reason_wanted_at(lang, &i18n::notice::message(lang, scheme, n), &n.path);
        return card.notices.iter().filter(unsaid).map(said).collect();
    };
    let dossier = Dossier::of(scheme, ledger, &readings, &card);
    let here = |r: &&dossier::Remark| r.register == register && r.row == row && r.kind.is_contradiction();
    let said = |r: &dossier::Remark| display_safe(&i18n::dossier::remark(lang, r)).into_owned();
    dossier.remarks.iter().filter(here).map(said).collect()
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
    vec![format!("{name}  {} → {}", value(before), value(after)), moved(scheme, before, after, lang)]
}

/// What became of the total.
pub fn moved(scheme: &Scheme, before: &Facts, after: &Facts, lang: Lang) -> String {
    let total = |facts: &Facts| {
        let card = crate::score::score(scheme, facts, None);
        let dossier = Dossier::default();
        let subject = crate::export::Subject { scheme, facts, card: &card, dossier: &dossier, lang };
        format!("{} {}", span_words(&subject, card.total.points), json::grade_words(&subject))
    };
    if !scheme.is_scored() {
        return crate::i18n::ui::not_scored(lang);
    }
    words::total_moved(lang, total(before).trim(), total(after).trim())
}
