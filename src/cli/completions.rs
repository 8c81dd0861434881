//! `completions SHELL`: a completion script for a shell.

use super::error::CliError;
use super::{args, out};
use crate::i18n::Lang;

/// Prints the script.
pub fn run(shell: clap_complete::Shell, lang: Lang) -> Result<(), CliError> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut args::tree(lang), "jiping", &mut script);
    out::print(&String::from_utf8_lossy(&script))
}
