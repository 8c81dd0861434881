//! `xlsform FORM.xlsx --to DIR`: a form of Kobo or ODK as a questionnaire of a scheme folder.
//!
//! Never overwrites, and writes nothing unless what comes out is sound.

use std::path::Path;

use super::args::Xlsform as Args;
use super::error::CliError;
use super::{out, source};
use crate::format::xlsform::{self, Left, Nothing, Translated};
use crate::format::{self, Loaded, SourceFile};
use crate::i18n::safe::{display_safe, display_safe_lines};
use crate::i18n::{self, Lang, xlsform as words};
use crate::scheme::Severity;
use crate::store;

/// Largest workbook of a form, in bytes.
const LIMIT: u64 = 32 << 20;

/// Translates the form, reports, and writes.
///
/// # Errors
/// Besides reading and writing errors, [`CliError::problems`] if a cell was left out.
pub fn run(args: &Args, lang: Lang) -> Result<(), CliError> {
    let bytes = store::read_limited(&args.form, LIMIT).map_err(|e| source::disk(&e, lang))?;
    let stem = args.form.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let translated = xlsform::translate(bytes, &stem).map_err(|n| nothing(n, &args.form, lang))?;
    let files = files(args, &translated, lang)?;
    out::print(&report(&translated, lang))?;
    if args.dry_run {
        out::print(&words::nothing_written(lang))?;
    } else {
        store::write_new(&args.to, &files).map_err(|e| source::disk(&e, lang))?;
        let names: Vec<String> = files.iter().map(|f| args.to.join(&f.name).display().to_string()).collect();
        let dir = args.to.display().to_string();
        let said = [words::written(lang, &names.join(", ")), words::next(lang, &dir)];
        out::print(&display_safe_lines(&said.join("\n")))?;
    }
    if translated.left.is_empty() { Ok(()) } else { Err(CliError::problems()) }
}

/// What is to be written, after making sure that it is sound and overwrites nothing.
fn files(args: &Args, translated: &Translated, lang: Lang) -> Result<Vec<SourceFile>, CliError> {
    let questionnaire = &translated.questionnaire;
    let file = |name: String, text: String| SourceFile { name, bytes: text.into_bytes() };
    let mut new =
        vec![file(format!("{}.toml", questionnaire.id), xlsform::questionnaire_file(questionnaire))];
    let there = store::folder_contents(&args.to).map_err(|e| source::disk(&e, lang))?;
    let is_scheme = there.iter().any(|name| name == format::SCHEME);
    let shown = |path: &Path| display_safe(&path.display().to_string()).into_owned();
    let mut all = Vec::new();
    if is_scheme {
        all = store::read_scheme_folder(&args.to).map_err(|e| source::disk(&e, lang))?;
        let scheme = format::load("", &all).scheme;
        let id = questionnaire.id.as_str();
        if scheme.questionnaire(id).is_some() || scheme.measure(id).is_some() {
            return Err(CliError::usage(words::same_id(lang, id)).hint(words::mend_id(lang)));
        }
    } else if there.is_empty() {
        new.insert(0, file(format::SCHEME.to_owned(), xlsform::scheme_file(&translated.title)));
    } else {
        let message = words::other_contents(lang, &shown(&args.to));
        return Err(CliError::usage(message).hint(words::mend_contents(lang)));
    }
    if let Some(taken) = new.iter().find(|f| there.contains(&f.name)) {
        let message = words::is_there(lang, &shown(&args.to.join(&taken.name)));
        return Err(CliError::usage(message).hint(words::mend_there(lang)));
    }
    all.extend(new.iter().cloned());
    let name = &new[new.len() - 1].name;
    sound(&format::load("", &all), name, lang)?;
    Ok(new)
}

/// Refuses what the scheme's own check refuses.
fn sound(loaded: &Loaded, name: &str, lang: Lang) -> Result<(), CliError> {
    let own = |p: &&crate::scheme::Problem| {
        let file = loaded.sources.get(usize::from(p.place.file)).map(|s| s.name.as_str());
        file == Some(name) && p.fault.severity() == Severity::Error
    };
    let Some(problem) = loaded.problems.iter().find(own) else { return Ok(()) };
    let why = i18n::problem::message(lang, &problem.fault);
    Err(CliError::usage(words::unsound(lang, &why)).hint(words::mend_unsound(lang)))
}

fn report(translated: &Translated, lang: Lang) -> String {
    let questionnaire = &translated.questionnaire;
    let choices = questionnaire.questions.iter().map(|q| q.choices.len()).sum();
    let taken = words::taken(lang, questionnaire.questions.len(), choices, questionnaire.asides.len());
    let mut lines = vec![taken];
    lines.extend(left_out(&translated.left, lang));
    lines.join("\n")
}

fn left_out(left: &[Left], lang: Lang) -> Vec<String> {
    if left.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![words::left_out(lang, left.len())];
    for one in left {
        lines.push(String::new());
        lines.extend(words::left(lang, one).iter().map(|l| display_safe(l).into_owned()));
    }
    lines
}

/// Why nothing came of it.
fn nothing(nothing: Nothing, path: &Path, lang: Lang) -> CliError {
    match nothing {
        Nothing::Stop(stop) => {
            let none = crate::scheme::Questionnaire::default();
            super::table::stop(&stop, path, &none, lang)
        }
        Nothing::NoSheet(sheets) => {
            CliError::usage(words::no_sheet(lang, &sheets.join(", "))).hint(words::mend_sheet(lang))
        }
        Nothing::NoColumn(sheet, column) => {
            CliError::usage(words::missing_column(lang, sheet, column)).hint(words::mend_top(lang))
        }
        Nothing::NoQuestions(left) => {
            super::table::say(&left_out(&left, lang).join("\n"));
            CliError::usage(words::no_questions(lang)).hint(words::nothing_written(lang))
        }
    }
}
