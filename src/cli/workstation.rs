//! No subcommand, `demo`, `open FILE.jp`: the workstation.

use super::error::CliError;
use super::lang::Choice;
use crate::i18n::cli as words;
use crate::tui::{self, Language, NoTerminal, Start};

/// Runs the workstation.
pub fn run(start: &Start, choice: Choice) -> Result<(), CliError> {
    let lang = choice.lang();
    let language = match choice {
        Choice::Flag(lang) => Language::Asked(lang),
        Choice::Environment(lang) => Language::Usual(lang),
    };
    tui::run(start, language).map_err(|error| {
        if error.is::<NoTerminal>() {
            CliError::disk(words::no_terminal(lang)).hint(words::no_terminal_hint(lang))
        } else {
            CliError::disk(format!("{error:#}"))
        }
    })
}
