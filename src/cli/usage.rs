//! What the argument parser found wrong, in the program's own words and languages.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::error::CliError;
use crate::i18n::{Lang, cli as words};

/// Why there is nothing to run.
#[derive(Debug)]
pub enum Stop {
    /// Help or version was asked for; this is it.
    Shown(String),
    /// The arguments are wrong.
    Wrong(CliError),
}

/// What to tell the person about `error`.
pub fn stop(error: &clap::Error, lang: Lang) -> Stop {
    match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => Stop::Shown(error.render().to_string()),
        kind => {
            let mut wrong = CliError::usage(message(kind, error, lang));
            wrong.hints = hints(error, lang);
            Stop::Wrong(wrong)
        }
    }
}

fn message(kind: ErrorKind, error: &clap::Error, lang: Lang) -> String {
    let arg = context(error, ContextKind::InvalidArg);
    let value = context(error, ContextKind::InvalidValue);
    match kind {
        ErrorKind::UnknownArgument => words::unknown_argument(lang, &arg),
        ErrorKind::InvalidSubcommand => {
            words::unknown_command(lang, &context(error, ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingRequiredArgument => words::missing_argument(lang, &arg),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if value.is_empty() => {
            words::missing_value(lang, &arg)
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => words::wrong_value(lang, &value, &arg),
        ErrorKind::ArgumentConflict => words::conflict(lang, &arg, &context(error, ContextKind::PriorArg)),
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            words::wrong_number(lang, &arg)
        }
        ErrorKind::InvalidUtf8 => words::not_text(lang),
        _ => error.to_string().lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned(),
    }
}

fn hints(error: &clap::Error, lang: Lang) -> Vec<String> {
    let mut hints = Vec::new();
    for kind in [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue] {
        let nearest = context(error, kind);
        if !nearest.is_empty() {
            hints.push(words::did_you_mean(lang, &nearest));
        }
    }
    let allowed = context(error, ContextKind::ValidValue);
    if !allowed.is_empty() {
        hints.push(words::allowed(lang, &allowed));
    }
    if hints.is_empty() {
        hints.push(words::see_help(lang));
    }
    hints
}

/// A piece of the parser's finding as text; empty if there is none.
fn context(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        Some(other) => other.to_string(),
        None => String::new(),
    }
}
