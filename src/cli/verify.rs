//! `verify FILE.jp`: whether a project file is what it should be.

use super::args::Verify as Args;
use super::error::CliError;
use super::{out, source};
use crate::i18n::safe::display_safe_lines;
use crate::i18n::{self, Lang, cli as words};
use crate::store::{self, Home};

/// Checks database, chain and mirror.
///
/// # Errors
/// Besides reading errors, [`CliError::problems`] if anything is wrong.
pub fn run(args: &Args, lang: Lang) -> Result<(), CliError> {
    let home = Home::from_env().map_err(|e| source::disk(&e, lang))?;
    let verdict = store::verify(&args.file, &home).map_err(|e| source::project_error(&e, lang))?;
    let findings = i18n::store::findings(lang, &verdict);
    if findings.is_empty() {
        return out::print(&words::verified(lang, verdict.entries));
    }
    let mut lines: Vec<String> = findings.iter().map(|f| display_safe_lines(f).into_owned()).collect();
    lines.push(words::verify_found(lang, findings.len()));
    out::print(&lines.join("\n"))?;
    Err(CliError::problems())
}
