//! `import FILE.jp RESPONSES.(csv|xlsx)`: the forms of a table taken into a project, all of them
//! or none, after a report of what would be taken for what.

use std::path::Path;

use super::args::Import as Args;
use super::error::CliError;
use super::source::{self, scheme_of};
use super::{import_rows, out, set, table};
use crate::dossier;
use crate::format::forms::{Stop, Watch, act};
use crate::i18n::safe::{display_safe, display_safe_lines};
use crate::i18n::{self, Lang, cli as words, forms as form_words};
use crate::ledger::Facts;
use crate::scheme::{Questionnaire, Scheme};
use crate::store::{self, Asked, FormsFile, Opened, State, Unread};

/// Reports what the table holds, and records it unless only the report is wanted.
///
/// # Errors
/// Besides reading and writing errors, [`CliError::problems`] if something in the table is wrong;
/// nothing is recorded then.
pub fn run(args: &Args, lang: Lang) -> Result<(), CliError> {
    if args.list.measure.is_some() {
        return import_rows::run(args, lang);
    }
    let mut opened = open(args, lang)?;
    let loaded = scheme_of(&opened);
    let questionnaire = table::questionnaire(&loaded.scheme, args.questionnaire.as_deref(), lang)?;
    let said = table::said(&args.map, lang)?;
    let file = read(args, questionnaire, opened.ledger.facts(), &said, lang)?;
    let before = act::came_before(questionnaire, opened.ledger.facts(), file.source);
    if let Some(before) = before.filter(|_| !args.again) {
        let last = before.first + before.forms.saturating_sub(1);
        let message = form_words::came_before(lang, &file.name, &before.name, before.first, last);
        return Err(CliError::usage(message).hint(form_words::again_hint(lang)));
    }
    let forms = &file.forms;
    let report = form_words::report(lang, questionnaire, forms);
    let report: Vec<String> = report.iter().map(|l| display_safe_lines(l).into_owned()).collect();
    out::print(&report.join("\n"))?;
    let is_taken = forms.troubles.is_empty() || args.unreadable && forms.troubles.are_cells();
    if !is_taken {
        table::say(&form_words::nothing_imported(lang));
        return Err(CliError::problems());
    }
    if args.dry_run {
        return out::print(&form_words::only_looked(lang));
    }
    if forms.batch.is_empty() {
        return Err(table::stop(&Stop::Empty, &args.table, questionnaire, lang));
    }
    let before = opened.ledger.facts().clone();
    let (first, last) = record(&mut opened, (&loaded.scheme, questionnaire), &file, lang)?;
    let total = set::moved(&loaded.scheme, &before, opened.ledger.facts(), lang);
    out::print(&format!("{}\n{}", form_words::imported(lang, first, last), display_safe(&total)))
}

/// The project: to read for a dry run, to write otherwise.
fn open(args: &Args, lang: Lang) -> Result<Opened, CliError> {
    if args.dry_run {
        return store::read(&args.file).map_err(|e| source::disk(&e, lang));
    }
    let home = source::home(lang)?;
    // Whatever becomes of the entry is told by closing the writer.
    let mut opened = store::open(&args.file, &home, |_| {}).map_err(|e| source::disk(&e, lang))?;
    if let State::ReadOnly(reason) = &opened.state {
        return Err(CliError::disk(i18n::store::read_only(lang, reason)));
    }
    let recovered = opened.mirror_ahead.len();
    opened.replay_mirror().map_err(|fault| CliError::disk(i18n::store::chain(lang, fault)))?;
    if recovered > 0 {
        table::say(&words::recovered(lang, recovered));
    }
    Ok(opened)
}

fn read(
    args: &Args,
    questionnaire: &Questionnaire,
    facts: &Facts,
    said: &[(String, String)],
    lang: Lang,
) -> Result<FormsFile, CliError> {
    let (sheet, today) = (args.sheet.as_deref(), source::today());
    let asked = Asked { path: &args.table, sheet, today, watch: &Watch::nobody() };
    store::read_forms(asked, questionnaire, facts, said).map_err(|unread| match unread {
        Unread::Disk(error) => source::disk(&error, lang),
        Unread::Stop(stop) => table::stop(&stop, &args.table, questionnaire, lang),
    })
}

/// Records the forms as one act; the numbers of the first and the last.
fn record(
    opened: &mut Opened,
    (scheme, questionnaire): (&Scheme, &Questionnaire),
    file: &FormsFile,
    lang: Lang,
) -> Result<(u32, u32), CliError> {
    let Some(act) = file.act(questionnaire, opened.ledger.facts()) else {
        return Err(table::stop(&Stop::TooMany, Path::new(&file.name), questionnaire, lang));
    };
    opened.ledger.shelve(file.content.digest(), file.content.batch.clone());
    dossier::admit(scheme, &opened.ledger, &act.sets, None, source::today())
        .map_err(|objection| set::refused(scheme, &questionnaire.id, &objection, lang))?;
    let stamp = source::stamp(&source::home(lang)?);
    let events = opened.ledger.record(act.sets, None, &stamp).to_vec();
    if let Some(writer) = opened.writer.take() {
        writer.attach(events, vec![file.content.stored.clone()]);
        writer.close().map_err(|unsaved| source::disk(&unsaved.error, lang))?;
    }
    Ok((act.first, act.last))
}
