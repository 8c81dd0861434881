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
    let head = verdict.head.to_string();
    let mut lines = vec![if verdict.is_sound() {
        words::verified(lang, verdict.events, &head)
    } else {
        words::not_sound(lang, verdict.events, &head)
    }];
    lines.extend(verdict.findings.iter().map(|f| format!("  {}", i18n::store::finding(lang, f))));
    let lines: Vec<String> = lines.iter().map(|l| display_safe_lines(l).into_owned()).collect();
    out::print(&lines.join("\n"))?;
    if verdict.is_sound() { Ok(()) } else { Err(CliError::problems()) }
}
