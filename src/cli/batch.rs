//! `batch DIR FACTS.csv`: many units scored at once, one row each.

use std::fs::File;
use std::io::{BufReader, ErrorKind, IsTerminal as _, Read, Write as _};
use std::path::Path;
use std::time::{Duration, Instant};

use super::args::Batch as Args;
use super::error::{CliError, Kind};
use super::source::{self, Source};
use crate::batch::{self, Batch, Form, Report, Stop};
use crate::i18n::safe::{display_safe, display_safe_lines};
use crate::i18n::{Lang, batch as words, cli};
use crate::scheme::Scheme;
use crate::store::{Fault, StoreError};

/// Time between two looks at how far it is.
const BEAT: Duration = Duration::from_millis(200);

/// Prints a row of scores for each unit.
///
/// # Errors
/// Besides reading and writing errors, [`CliError::problems`] if something in the table was wrong.
pub fn run(args: &Args, lang: Lang) -> Result<(), CliError> {
    let source = Source::folder(&args.dir, lang)?;
    let form = if args.json { Form::Json } else { Form::Csv };
    let batch = Batch { scheme: source.scheme(), form, lang, remembered: batch::REMEMBERED };
    let mut said = Said::new(batch.scheme, lang);
    for warning in source.warnings(lang) {
        said.line(&warning);
    }
    let input = open(&args.facts, lang)?;
    let outcome = batch::run(&batch, input, std::io::stdout(), &mut |report| said.report(report));
    said.wipe();
    let summary = outcome.map_err(|stop| error(&stop, &args.facts, lang))?;
    if summary.scored + summary.left_out > batch::REMEMBERED as u64 {
        said.line(&words::forgetful(lang, batch::REMEMBERED));
    }
    if summary.troubles == 0 {
        return Ok(());
    }
    said.line(&words::summary(lang, summary.scored, summary.left_out));
    if !said.unread.is_empty() {
        said.line(&words::columns_unread(lang, &said.unread.join(cli::separator(lang))));
    }
    Err(CliError::problems())
}

/// The table: a file, or standard input for `-`.
fn open(path: &Path, lang: Lang) -> Result<Box<dyn Read + Send>, CliError> {
    if path == Path::new("-") {
        return Ok(Box::new(std::io::stdin()));
    }
    let open = || -> Result<File, Fault> {
        let file = File::open(path)?;
        if file.metadata()?.is_dir() { Err(Fault::IsFolder) } else { Ok(file) }
    };
    let file = open().map_err(|fault| source::disk(&StoreError { path: path.to_owned(), fault }, lang))?;
    Ok(Box::new(BufReader::new(file)))
}

fn error(stop: &Stop, path: &Path, lang: Lang) -> CliError {
    match stop {
        Stop::Write(error) if error.kind() == ErrorKind::BrokenPipe => {
            CliError { kind: Kind::Hangup, ..CliError::problems() }
        }
        Stop::Read(error) => {
            let fault = Fault::of_content(error);
            source::disk(&StoreError { path: path.to_owned(), fault }, lang)
        }
        Stop::Write(_) => CliError::disk(words::stop(lang, stop).0),
        Stop::NoHead(_) | Stop::HeadNotUtf8 | Stop::Endless => {
            let (message, mend) = words::stop(lang, stop);
            let error = CliError::usage(message);
            mend.into_iter().fold(error, CliError::hint)
        }
    }
}

/// Standard error: troubles as they come, and how far it is if somebody watches.
struct Said<'a> {
    scheme: &'a Scheme,
    lang: Lang,
    watched: bool,
    begun: Instant,
    last: Instant,
    showing: bool,
    /// Columns that are passed over.
    unread: Vec<String>,
}

impl<'a> Said<'a> {
    fn new(scheme: &'a Scheme, lang: Lang) -> Self {
        let now = Instant::now();
        let watched = std::io::stderr().is_terminal();
        Self { scheme, lang, watched, begun: now, last: now, showing: false, unread: Vec::new() }
    }

    fn report(&mut self, report: Report) {
        match report {
            Report::Trouble(trouble) => {
                let message = words::trouble(self.lang, &trouble);
                let mend = words::mend(self.lang, self.scheme, &trouble);
                let severe = if trouble.fault.leaves_row_out() { cli::error } else { cli::warning };
                self.line(&severe(self.lang, &display_safe(&message)));
                self.line(&cli::hint(self.lang, &display_safe(&mend)));
                self.unread.extend(trouble.column.filter(|_| !trouble.fault.leaves_row_out()));
            }
            Report::Read(rows) => self.show(|lang, _| words::reading(lang, rows)),
            Report::Done(rows) => {
                self.show(|lang, millis| words::progress(lang, rows, rows.saturating_mul(1000) / millis));
            }
        }
    }

    /// Shows how far it is, if somebody watches and some time has passed; the words get to know
    /// how many milliseconds it took so far.
    fn show(&mut self, words: impl Fn(Lang, u64) -> String) {
        if self.watched && self.last.elapsed() >= BEAT {
            self.last = Instant::now();
            let millis = u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX).max(1);
            self.wipe();
            let _ = write!(std::io::stderr(), "{}", words(self.lang, millis));
            self.showing = true;
        }
    }

    /// A whole line, in place of how far it is. Nobody can be told that this failed.
    fn line(&mut self, text: &str) {
        self.wipe();
        let _ = writeln!(std::io::stderr(), "{}", display_safe_lines(text));
    }

    /// Takes away how far it is.
    fn wipe(&mut self) {
        if std::mem::take(&mut self.showing) {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}
