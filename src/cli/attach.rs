//! `attach FILE.jp PATH`: a file copied into the project as evidence.

use std::sync::Arc;

use super::args::Attach as Args;
use super::error::CliError;
use super::out;
use super::{set, source};
use crate::app::attach::row_facts;
use crate::dossier;
use crate::i18n::safe::display_safe;
use crate::i18n::{self, Lang, attachment as words, cli, label};
use crate::ledger::Stamp;
use crate::scheme::{Register, Scheme};
use crate::store::{self, Attachment, REGISTER, State};

/// Copies the file in, records its row and says where it went.
pub fn run(args: &Args, lang: Lang) -> Result<(), CliError> {
    let home = source::home(lang)?;
    // Read first: what is refused leaves the project untouched and unlocked.
    let attachment = Attachment::read(&args.path).map_err(|e| source::disk(&e, lang))?;
    let mut opened = store::open(&args.file, &home, |_| {}).map_err(|e| source::disk(&e, lang))?;
    let loaded = source::scheme_of(&opened);
    if let State::ReadOnly(reason) = &opened.state {
        return Err(CliError::disk(i18n::store::read_only(lang, reason)));
    }
    opened.replay_mirror().map_err(|fault| CliError::disk(i18n::store::chain(lang, fault)))?;
    let entries = store::entries(opened.ledger.facts());
    let row = entries.last().map_or(1, |e| e.row + 1);
    let twin = entries.iter().find(|e| e.sm3 == Some(attachment.sm3)).map(|e| e.row);
    let mut facts = row_facts(&attachment, row, "");
    for (column, typed) in [
        ("supports", &args.supports),
        ("caption", &args.caption),
        ("place", &args.place),
        ("date", &args.date),
    ] {
        let Some(typed) = typed else { continue };
        let path = Register::Attachment.path(row, column);
        facts.retain(|(p, _)| *p != path);
        facts.push((path.clone(), Some(accepted(&loaded.scheme, &path, typed, lang)?)));
    }
    let mut lines = vec![said(&attachment, row, twin, lang)];
    lines.extend(attachment.date.iter().filter(|_| args.date.is_none()).map(|d| words::taken_on(lang, d)));
    let name = |s: &String| words::supporting(lang, &label::fact(lang, &loaded.scheme, s));
    lines.extend(args.supports.iter().map(name));
    lines.push(format!("SM3      {}", attachment.sm3));
    dossier::admit(&loaded.scheme, &opened.ledger, &facts, None, source::today())
        .map_err(|objection| set::refused(&loaded.scheme, REGISTER, &objection, lang))?;
    let stamp: Stamp = source::stamp(&home);
    let events = opened.ledger.record(facts, None, &stamp).to_vec();
    if let Some(writer) = opened.writer.take() {
        writer.attach(events, vec![Arc::new(attachment)]);
        writer.close().map_err(|unsaved| source::disk(&unsaved.error, lang))?;
    }
    let lines: Vec<String> = lines.iter().map(|l| display_safe(l).into_owned()).collect();
    out::print(&lines.join("\n"))
}

fn said(attachment: &Attachment, row: u32, twin: Option<u32>, lang: Lang) -> String {
    match twin {
        Some(other) => words::attached_again(lang, row, &attachment.name, other),
        None => words::attached(lang, row, &attachment.name, &words::size(attachment.bytes.len() as u64)),
    }
}

/// What a field of the row takes, or its reason against it.
fn accepted(scheme: &Scheme, path: &str, typed: &str, lang: Lang) -> Result<String, CliError> {
    let name = label::fact(lang, scheme, path);
    let Some(field) = scheme.field(path) else { return Err(CliError::usage(cli::no_such_path(lang, path))) };
    field.kind.accept(typed).map_err(|refusal| {
        let reason = i18n::problem::refusal(lang, &refusal);
        CliError::usage(cli::refused(lang, &name, path, &reason)).hint(cli::takes(lang, scheme, &field))
    })
}
