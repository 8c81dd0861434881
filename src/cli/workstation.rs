//! No subcommand, `demo`, `open FILE.jp`: the workstation.

use super::error::CliError;
use crate::i18n::{Lang, cli as words};
use crate::tui::{self, NoTerminal, Start};

/// Runs the workstation.
pub fn run(start: &Start, lang: Lang) -> Result<(), CliError> {
    tui::run(start).map_err(|error| {
        if error.is::<NoTerminal>() {
            CliError::disk(words::no_terminal(lang)).hint(words::no_terminal_hint(lang))
        } else {
            CliError::disk(format!("{error:#}"))
        }
    })
}
