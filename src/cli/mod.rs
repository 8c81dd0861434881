//! The command line: one file per subcommand, one kind of error, one way out.
//!
//! Owns arguments, exit codes (0 fine, 1 problems found, 2 wrong usage, 3 cannot read or write)
//! and what goes to standard output and standard error. Must not compute or store anything
//! itself, and never asks a question.

mod args;
mod attach;
mod batch;
mod check;
mod compare;
mod completions;
mod error;
mod explain;
mod export;
mod import;
mod import_rows;
mod lang;
mod log;
mod man;
mod new;
mod out;
mod score;
mod set;
mod source;
mod table;
mod tally;
mod usage;
mod verify;
mod workstation;
mod xlsform;

use std::ffi::OsString;
use std::process::ExitCode;

use crate::tui::Start;
use args::Command;
pub use args::tree;
use error::CliError;
use lang::Choice;

/// Runs the program with these arguments (the first is its name) and says how it ended.
pub fn run(args: Vec<OsString>) -> ExitCode {
    let choice = lang::chosen(&args);
    let lang = choice.lang();
    let outcome = match args::parse(args, lang) {
        Ok(command) => dispatch(command, choice),
        Err(usage::Stop::Shown(text)) => out::print(&text),
        Err(usage::Stop::Wrong(error)) => Err(error),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            error.show(lang);
            error.exit_code()
        }
    }
}

fn dispatch(command: Option<Command>, choice: Choice) -> Result<(), CliError> {
    let lang = choice.lang();
    match command {
        None => workstation::run(&Start::Home, choice),
        Some(Command::Demo) => workstation::run(&Start::Demo, choice),
        Some(Command::Open { file }) => workstation::run(&Start::Open(file), choice),
        Some(Command::New(args)) => new::run(&args, lang),
        Some(Command::Score(args)) => score::run(&args, lang),
        Some(Command::Check(args)) => check::run(&args, lang),
        Some(Command::Set(args)) => set::run(&args, lang),
        Some(Command::Attach(args)) => attach::run(&args, lang),
        Some(Command::Import(args)) => import::run(&args, lang),
        Some(Command::Xlsform(args)) => xlsform::run(&args, lang),
        Some(Command::Tally(args)) => tally::run(&args, lang),
        Some(Command::Batch(args)) => batch::run(&args, lang),
        Some(Command::Export(args)) => export::run(&args, lang),
        Some(Command::Log(args)) => log::run(&args, lang),
        Some(Command::Compare(args)) => compare::run(&args, lang),
        Some(Command::Verify(args)) => verify::run(&args, lang),
        Some(Command::Completions { shell }) => completions::run(shell, lang),
        Some(Command::Man) => man::run(lang),
    }
}
