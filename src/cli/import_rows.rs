//! `import FILE.jp LIST --measure ID`: a list taken into a table, all of it or nothing.

use super::args::Import as Args;
use super::error::CliError;
use super::{out, set, source};
use crate::dossier;
use crate::format::forms::Watch;
use crate::format::rows::{self, List, Plan};
use crate::i18n::safe::display_safe;
use crate::i18n::{self, Lang, rows as row_words};
use crate::scheme::Scheme;
use crate::store::{self, Asked, State, Unread};

/// Takes the list, or says what is wrong with it row by row and takes nothing.
pub fn run(args: &Args, lang: Lang) -> Result<(), CliError> {
    let home = source::home(lang)?;
    let measure = args.list.measure.as_deref().unwrap_or_default();
    let name = args.table.display().to_string();
    let stop = |stop: &rows::Stop| {
        CliError::usage(row_words::stop(lang, stop, &name)).hint(row_words::mend(lang, stop))
    };
    let mut opened = store::open(&args.file, &home, |_| {}).map_err(|e| source::disk(&e, lang))?;
    let loaded = source::scheme_of(&opened);
    let scheme = &loaded.scheme;
    opened.replay_mirror().map_err(|fault| CliError::disk(i18n::store::chain(lang, fault)))?;
    let before = opened.ledger.facts().clone();
    let (sheet, today) = (args.sheet.as_deref(), source::today());
    let asked = Asked { path: &args.table, sheet, today, watch: &Watch::nobody() };
    let read = store::read_rows(asked, scheme, &before, measure, &[]).map_err(|unread| match unread {
        Unread::Disk(error) => source::disk(&error, lang),
        Unread::Stop(e) => stop(&e),
    })?;
    let plan = read.plan.map_err(|e| {
        let error = stop(&e);
        if !matches!(e, rows::Stop::NoMeasure) {
            return error;
        }
        error.hint(source::meant(lang, measure, scheme.measures.iter().map(|m| m.id.as_str())))
    })?;
    let mut lines = report(scheme, measure, &plan, &read.list, lang);
    let takes = |b: &rows::Bad| args.list.accept_flagged && b.fault.is_doubt();
    let refused = plan.bad.iter().any(|b| !takes(b));
    if refused || args.dry_run {
        lines.push(if refused {
            row_words::nothing_taken(lang)
        } else {
            row_words::would_take(lang, plan.rows)
        });
        print(&lines)?;
        return if refused { Err(CliError::problems()) } else { Ok(()) };
    }
    if let State::ReadOnly(reason) = &opened.state {
        return Err(CliError::disk(i18n::store::read_only(lang, reason)));
    }
    let reason = row_words::reason(lang, &read.name);
    dossier::admit(scheme, &opened.ledger, &plan.sets, Some(&reason), source::today())
        .map_err(|objection| set::refused(scheme, measure, &objection, lang))?;
    let events = opened.ledger.record(plan.sets, Some(&reason), &source::stamp(&home)).to_vec();
    if let Some(writer) = opened.writer.take() {
        writer.append(events);
        writer.close().map_err(|unsaved| source::disk(&unsaved.error, lang))?;
    }
    lines.push(row_words::taken(lang, plan.rows));
    lines.push(set::moved(scheme, &before, opened.ledger.facts(), lang));
    print(&lines)
}

fn print(lines: &[String]) -> Result<(), CliError> {
    let lines: Vec<String> = lines.iter().map(|l| display_safe(l).into_owned()).collect();
    out::print(&lines.join("\n"))
}

/// What is wrong, row by row, and what is not taken.
fn report(scheme: &Scheme, measure: &str, plan: &Plan, list: &List, lang: Lang) -> Vec<String> {
    let mut lines = vec![row_words::read(lang, plan.rows, plan.bad.len())];
    lines.extend(plan.bad.iter().map(|b| format!("  {}", row_words::bad(lang, scheme, measure, b))));
    let left_out = plan.left_out(list);
    if !left_out.is_empty() {
        lines.push(row_words::left_out(lang, &left_out.join(", ")));
    }
    lines
}
