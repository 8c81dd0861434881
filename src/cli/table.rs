//! Tables of responses on the command line: opening them, and words for what is wrong with them.

use std::fs::File;
use std::io::{Read, Write as _};
use std::path::Path;

use super::error::CliError;
use super::source;
use crate::format::forms::Stop;
use crate::i18n::safe::display_safe_lines;
use crate::i18n::{Lang, cli as words, forms as form_words};
use crate::scheme::{Questionnaire, Scheme};
use crate::store::{Fault, StoreError};

/// The questionnaire that is meant: the named one, or the only one.
pub fn questionnaire<'a>(
    scheme: &'a Scheme,
    id: Option<&str>,
    lang: Lang,
) -> Result<&'a Questionnaire, CliError> {
    let ids = || scheme.questionnaires.iter().map(|q| q.id.as_str());
    match (id, scheme.questionnaires.as_slice()) {
        (_, []) => Err(CliError::usage(words::no_questionnaires(lang))),
        (None, [only]) => Ok(only),
        (None, _) => Err(CliError::usage(words::which_questionnaire(lang))
            .hint(words::allowed(lang, &ids().collect::<Vec<_>>().join(", ")))),
        (Some(id), all) => all.iter().find(|q| q.id == id).ok_or_else(|| {
            CliError::usage(words::no_questionnaire(lang, id)).hint(source::meant(lang, id, ids()))
        }),
    }
}

/// The pairs of `--map COLUMN=QUESTION`.
pub fn said(map: &[String], lang: Lang) -> Result<Vec<(String, String)>, CliError> {
    let pair = |entry: &String| {
        // A heading may hold an equals sign, the name of a question may not.
        let pair = entry.rsplit_once('=').map(|(column, role)| (column.trim(), role.trim()));
        let wrong = || CliError::usage(form_words::wrong_map(lang, entry)).hint(form_words::map_hint(lang));
        pair.map(|(c, r)| (c.to_owned(), r.to_owned())).ok_or_else(wrong)
    };
    map.iter().map(pair).collect()
}

/// The table: a file, or standard input for `-`.
pub fn open(path: &Path, lang: Lang) -> Result<Box<dyn Read + Send>, CliError> {
    if path == Path::new("-") {
        return Ok(Box::new(std::io::stdin()));
    }
    let open = || -> Result<File, Fault> {
        let file = File::open(path)?;
        if file.metadata()?.is_dir() { Err(Fault::IsFolder) } else { Ok(file) }
    };
    let file = open().map_err(|fault| source::disk(&StoreError { path: path.to_owned(), fault }, lang))?;
    Ok(Box::new(file))
}

/// Why a table could not be read.
pub fn stop(stop: &Stop, path: &Path, questionnaire: &Questionnaire, lang: Lang) -> CliError {
    let message = form_words::stop(lang, stop, &path.display().to_string(), questionnaire);
    let error = match stop {
        Stop::Mismatch(_) => CliError::usage(message),
        _ => CliError::disk(message),
    };
    error.hint(form_words::mend(lang, stop, questionnaire))
}

/// A line that is not part of the results.
pub fn say(line: &str) {
    // Nobody can be told that this failed.
    let _ = writeln!(std::io::stderr(), "{}", display_safe_lines(line));
}
