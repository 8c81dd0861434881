//! `new FILE.jp --scheme DIR`: a project made from a scheme folder. Never overwrites.

use super::args::New as Args;
use super::error::CliError;
use super::out;
use super::source::{self, Source};
use crate::format::{self, SourceFile};
use crate::i18n::safe::display_safe;
use crate::i18n::{Lang, cli as words};
use crate::store;

/// Makes the project and says how to go on.
pub fn run(args: &Args, lang: Lang) -> Result<(), CliError> {
    let files = store::read_scheme_folder(&args.scheme).map_err(|e| source::disk(&e, lang))?;
    let source = Source::from_files(&args.scheme, &files);
    let facts = if args.with_facts { source.loaded.facts.clone() } else { Vec::new() };
    let home = source::home(lang)?;
    let rules: Vec<SourceFile> = files.into_iter().filter(|f| f.name != format::FACTS).collect();
    store::new_project(&args.file, &home, &rules, &facts, &source::stamp(&home), |_| {})
        .map_err(|e| source::disk(&e, lang))?;
    let path = args.file.display().to_string();
    let path = display_safe(&path);
    let title = display_safe(lang.label(&source.scheme().title)).into_owned();
    let mut lines = vec![words::made(lang, &path, &title, facts.len()), words::next_open(lang, &path)];
    lines.extend(source.warnings(lang));
    out::print(&lines.join("\n"))
}
