//! The one kind of error that reaches the edge: what went wrong, how to mend it, how to end.

use std::io::{self, ErrorKind, Write as _};
use std::process::ExitCode;

use crate::i18n::safe::display_safe_lines;
use crate::i18n::{Lang, cli as words, store};

/// How the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// What was checked has problems; they are already printed.
    Problems,
    /// Something was asked for in the wrong way.
    Usage,
    /// Something could not be read or written.
    Disk,
    /// The output could not be written, for this reason.
    Output(ErrorKind),
    /// Whoever read the output has gone; there is nothing to say and nobody to say it to.
    Hangup,
}

/// An error as the person sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CliError {
    /// How the program ends.
    pub kind: Kind,
    /// What is wrong, with its place; empty if that has been said.
    pub message: String,
    /// How to mend it, one line each.
    pub hints: Vec<String>,
}

impl CliError {
    /// Asked for in the wrong way.
    pub fn usage(message: impl Into<String>) -> Self {
        Self { kind: Kind::Usage, message: message.into(), hints: Vec::new() }
    }

    /// Cannot be read or written.
    pub fn disk(message: impl Into<String>) -> Self {
        Self { kind: Kind::Disk, message: message.into(), hints: Vec::new() }
    }

    /// Problems were found and printed.
    pub const fn problems() -> Self {
        Self { kind: Kind::Problems, message: String::new(), hints: Vec::new() }
    }

    /// The same with one more hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Writes the error to standard error.
    pub fn show(&self, lang: Lang) {
        let message = match self.kind {
            Kind::Output(kind) => words::no_output(lang, &store::fault(lang, &io::Error::from(kind).into())),
            _ => display_safe_lines(&self.message).into_owned(),
        };
        if self.kind == Kind::Hangup || message.is_empty() {
            return;
        }
        let mut text = words::error(lang, &message);
        for hint in &self.hints {
            text.push('\n');
            text.push_str(&words::hint(lang, &display_safe_lines(hint)));
        }
        // With standard error gone as well, the exit code is all there is left to say.
        let _ = writeln!(std::io::stderr(), "{text}");
    }

    /// The code for the system.
    pub fn exit_code(&self) -> ExitCode {
        match self.kind {
            Kind::Hangup => ExitCode::SUCCESS,
            Kind::Problems => ExitCode::from(1),
            Kind::Usage => ExitCode::from(2),
            Kind::Disk | Kind::Output(_) => ExitCode::from(3),
        }
    }
}
