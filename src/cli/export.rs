//! `export FILE.jp|DIR --to DIR`: results as files.

use super::args::Export as Args;
use super::error::CliError;
use super::out;
use super::source::{self, Source};
use crate::export::{self, Format};
use crate::i18n::safe::display_safe;
use crate::i18n::{Lang, cli as words};

/// Writes the files and names them.
pub fn run(args: &Args, lang: Lang) -> Result<(), CliError> {
    let source = Source::open(&args.source, lang)?;
    let card = source.score(None);
    let wanted = |f: &Format| args.format.iter().any(|name| name == f.name());
    let formats: Vec<Format> = Format::ALL.into_iter().filter(wanted).collect();
    let written = export::write(&source.subject(&card, lang), &formats, &args.to)
        .map_err(|e| source::disk(&e, lang))?;
    let mut lines: Vec<String> =
        written.iter().map(|p| words::wrote(lang, &display_safe(&p.display().to_string()))).collect();
    let mut lost = false;
    if source.ledger.is_some() {
        let (files, faults) = export::attachments(&args.source, &source.facts, &args.to, lang)
            .map_err(|e| source::disk(&e, lang))?;
        lines.extend(files.iter().map(|p| words::wrote(lang, &display_safe(&p.display().to_string()))));
        lost = !faults.is_empty();
        lines.extend(faults.iter().map(|f| display_safe(f).into_owned()));
    }
    lines.extend(source.warnings(lang));
    out::print(&lines.join("\n"))?;
    if lost { Err(CliError::problems()) } else { Ok(()) }
}
