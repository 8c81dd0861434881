//! `verify FILE.jp`: whether a project file is what it should be.

use super::args::Verify as Args;
use super::error::CliError;
use super::{out, source};
use crate::i18n::safe::display_safe_lines;
use crate::i18n::{self, Lang, cli as words};
use crate::store;

/// Checks database, chain and mirror.
///
/// # Errors
/// Besides reading errors, [`CliError::problems`] if anything is wrong.
pub fn run(args: &Args, lang: Lang) -> Result<(), CliError> {
    let verdict = store::verify(&args.file, &source::home(lang)?).map_err(|e| source::disk(&e, lang))?;
    let mut lines: Vec<String> = verdict
        .findings
        .iter()
        .map(|finding| display_safe_lines(&i18n::store::finding(lang, finding)).into_owned())
        .collect();
    let faults = verdict.findings.iter().filter(|f| f.is_fault()).count();
    lines.push(if verdict.is_sound() {
        words::verified(lang, verdict.events, &verdict.head.to_string())
    } else {
        words::verify_found(lang, faults, verdict.events)
    });
    out::print(&lines.join("\n"))?;
    if verdict.is_sound() { Ok(()) } else { Err(CliError::problems()) }
}
