//! `check DIR`: a scheme folder linted: where, what is wrong, how to mend it.

use std::path::Path;

use serde_json::{Value, json};

use super::args::Check as Args;
use super::error::CliError;
use super::{out, source};
use crate::format::{Loaded, SUGGESTED, Source, diagnose};
use crate::i18n::safe::display_safe_lines;
use crate::i18n::{self, Lang, cli as words};
use crate::scheme::expr::ExprFaultKind;
use crate::scheme::{Fault, Problem, Severity};

/// Prints the problems and a summary.
///
/// # Errors
/// Besides reading errors, [`CliError::problems`] if there are any.
pub fn run(args: &Args, lang: Lang) -> Result<(), CliError> {
    let loaded = &source::Source::folder(&args.dir, lang)?.loaded;
    if args.json {
        out::print_json(&problems_json(loaded, lang).into())?;
    } else {
        let sources = in_folder(&args.dir, &loaded.sources);
        let show = |p: &Problem| display_safe_lines(&diagnose::render(p, &sources, lang, false)).into_owned();
        let mut text: Vec<String> = loaded.problems.iter().map(show).collect();
        text.push(summary(loaded, lang));
        out::print(&text.join("\n\n"))?;
    }
    if loaded.problems.is_empty() { Ok(()) } else { Err(CliError::problems()) }
}

/// The files by the names under which they are reached from here, so that editors find them.
fn in_folder(dir: &Path, sources: &[Source]) -> Vec<Source> {
    let name = |s: &Source| dir.join(&s.name).display().to_string();
    sources.iter().map(|s| Source::new(name(s), s.text.clone())).collect()
}

fn summary(loaded: &Loaded, lang: Lang) -> String {
    let scheme = &loaded.scheme;
    let files = loaded.sources.len();
    if loaded.problems.is_empty() {
        let leaves = scheme.leaves().count();
        return words::check_clean(lang, files, scheme.indicators.len(), leaves, scheme.measures.len());
    }
    let errors = loaded.problems.iter().filter(|p| p.fault.severity() == Severity::Error).count();
    let found = words::check_found(lang, errors, loaded.problems.len() - errors, files);
    if loaded.problems.len() > SUGGESTED && loaded.problems.iter().any(lacks_name) {
        return format!("{found}\n{}", words::check_suggested(lang, SUGGESTED));
    }
    found
}

/// Whether a name is wrong and none is suggested.
const fn lacks_name(problem: &Problem) -> bool {
    matches!(
        &problem.fault,
        Fault::UnknownId { nearest: None, .. }
            | Fault::UnknownPath { nearest: None, .. }
            | Fault::BadExpression { kind: ExprFaultKind::UnknownName(_), nearest: None }
    )
}

/// The problems as entries of a document.
pub fn problems_json(loaded: &Loaded, lang: Lang) -> Vec<Value> {
    loaded.problems.iter().map(|p| problem_json(loaded, p, lang)).collect()
}

fn problem_json(loaded: &Loaded, problem: &Problem, lang: Lang) -> Value {
    let (file, line, column) = diagnose::position(problem, &loaded.sources);
    json!({
        "code": problem.fault.code(),
        "path": format!("{file}:{line}:{column}"),
        "message": i18n::problem::message(lang, &problem.fault),
        "mend": i18n::problem::mend(lang, &problem.fault),
        "severity": match problem.fault.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
    })
}
