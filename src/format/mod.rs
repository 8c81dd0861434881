//! Bytes ↔ scheme, facts and results. No disk: files come in as bytes and go out as strings.
//!
//! [`load`] reads a scheme folder and tells every problem with its place; [`diagnose`] shows a
//! problem under the line it is about. The format is documented in `surveys/README.md`.

pub mod amend;
pub mod blob;
pub mod diagnose;
mod edges;
mod expressions;
mod facts;
pub mod forms;
mod indicators;
mod judged;
pub mod keys;
mod measures;
mod nearest;
mod questions;
mod reader;
pub mod records;
pub mod rows;
mod rules;
mod settings;
mod tables;
mod validity;
pub mod xlsform;

use std::collections::BTreeMap;
use std::path::Path;

use rust_decimal::Decimal;
use toml::de::DeTable;

use crate::scheme::lint::lint;
use crate::scheme::{Fault, Problem, Rounding, Scheme};

use expressions::read_formulas;
pub use facts::known_paths;
pub use nearest::nearest;
pub use reader::SUGGESTED;

use facts::read_facts;
use indicators::{Doubts, Home, read_indicators};
use judged::read_lookups;
use measures::read_measures;
use questions::{read_questionnaires, read_scales};
use reader::{Node, Reader, Seen, Table, place};
use settings::{read_grades, read_rates, read_rounding, read_scheme};

/// The file of a scheme folder that holds recorded facts.
pub const FACTS: &str = "facts.toml";
/// The file that makes a folder a scheme.
pub const SCHEME: &str = "scheme.toml";

/// A file as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Its name within the scheme folder, such as `indicators.toml`.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A text file of a scheme; [`crate::scheme::Place::file`] counts these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its name within the scheme folder.
    pub name: String,
    /// Its text (lossy if the bytes were not UTF-8; that is among the problems).
    pub text: String,
    /// Where its lines begin, so that placing a problem costs the same in a large file.
    lines: Vec<usize>,
}

impl Source {
    /// A file of this name and text.
    pub fn new(name: String, text: String) -> Self {
        let ends = memchr::memchr_iter(b'\n', text.as_bytes());
        let lines = std::iter::once(0).chain(ends.map(|n| n + 1)).collect();
        Self { name, text, lines }
    }

    /// Number of the line that a byte stands in, from 1, and where that line begins.
    pub(crate) fn line_of(&self, byte: usize) -> (usize, usize) {
        let line = self.lines.partition_point(|start| *start <= byte);
        (line, line.checked_sub(1).and_then(|n| self.lines.get(n)).copied().unwrap_or_default())
    }
}

/// Everything that could be read of a scheme folder, and what could not.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    /// The scheme.
    pub scheme: Scheme,
    /// Recorded facts from `facts.toml`, as (path, canonical value), in file order.
    pub facts: Vec<(String, String)>,
    /// What is wrong, in order of place.
    pub problems: Vec<Problem>,
    /// The files, for showing where.
    pub sources: Vec<Source>,
}

/// Reads a scheme and its facts. Never fails as a whole: what could not be read is in
/// `problems`, everything else is there. `id` names the scheme unless it names itself.
///
/// All `*.toml` files make the scheme together, except `facts.toml` (the recorded facts) and
/// `published.toml` (figures to compare with); other files are left alone.
pub fn load(id: &str, files: &[SourceFile]) -> Loaded {
    let (sources, encoding) = decode(files);
    let mut reader = Reader { sources: &sources, problems: encoding };
    let documents = parse(&mut reader);
    let mut scheme = Scheme { id: id.to_owned(), full: Decimal::ONE_HUNDRED, ..Scheme::default() };
    read_scheme_files(&mut reader, &mut scheme, &documents);
    let mut facts = Vec::new();
    for (file, document) in documents.iter().filter(|(file, _)| is_facts(&sources[usize::from(*file)])) {
        facts.extend(read_facts(&mut reader, &scheme, &Table::of_file(*file, document)));
    }
    let mut problems = reader.problems;
    problems.sort_by_key(|p| p.place);
    Loaded { scheme, facts, problems, sources }
}

fn is_facts(source: &Source) -> bool {
    source.name == FACTS
}

/// The text of every TOML file, `scheme.toml` first and the facts last, so that causes are told
/// before what follows from them; bytes that are not UTF-8 become U+FFFD and are reported.
fn decode(files: &[SourceFile]) -> (Vec<Source>, Vec<Problem>) {
    let mut sources = Vec::new();
    let mut problems = Vec::new();
    let toml = |f: &&SourceFile| Path::new(&f.name).extension().is_some_and(|e| e == "toml");
    let mut files: Vec<_> = files.iter().filter(toml).filter(|f| f.name != "published.toml").collect();
    files.sort_by_key(|f| (f.name == FACTS, f.name != SCHEME));
    for file in files {
        if let Err(fault) = std::str::from_utf8(&file.bytes) {
            let start = fault.valid_up_to();
            let number = u16::try_from(sources.len()).unwrap_or(u16::MAX);
            // U+FFFD, which stands there instead, has three bytes.
            let place = place(number, &(start..start + 3));
            problems.push(Problem { place, fault: Fault::NotUtf8 });
        }
        let text = String::from_utf8_lossy(&file.bytes).into_owned();
        sources.push(Source::new(file.name.clone(), text));
    }
    (sources, problems)
}

/// The tables of every file, with syntax errors reported: the first of each line, because the
/// parser goes on and stumbles over the same slip again.
fn parse<'a>(reader: &mut Reader<'a>) -> Vec<(u16, DeTable<'a>)> {
    let mut documents = Vec::new();
    for (file, source) in (0..).zip(reader.sources) {
        let (table, mut errors) = DeTable::parse_recoverable(&source.text);
        errors.sort_by_key(|e| e.span().map(|span| span.start));
        let mut last_line = None;
        for error in errors {
            let span = error.span().unwrap_or_default();
            let line = source.text.get(..span.start).map(|before| before.matches('\n').count());
            if last_line.replace(line) != Some(line) {
                reader.report(place(file, &span), Fault::Syntax(error.message().to_owned()));
            }
        }
        documents.push((file, table.into_inner()));
    }
    documents
}

/// The top-level tables of all scheme files, merged.
#[derive(Default)]
struct Merged<'a> {
    singles: BTreeMap<&'static str, Table<'a>>,
    lists: BTreeMap<&'static str, Vec<Node<'a>>>,
}

impl<'a> Merged<'a> {
    fn list(&self, key: &str) -> &[Node<'a>] {
        self.lists.get(key).map_or(&[], Vec::as_slice)
    }
}

fn merge<'a>(reader: &mut Reader, documents: &'a [(u16, DeTable<'a>)]) -> Merged<'a> {
    let mut merged = Merged::default();
    let mut seen = Seen::default();
    for (file, document) in documents {
        if is_facts(&reader.sources[usize::from(*file)]) {
            continue;
        }
        let table = Table::of_file(*file, document);
        table.check(reader, &[keys::FILE]);
        for key in keys::FILE {
            let Some(node) = table.get(key) else { continue };
            if matches!(*key, "scheme" | "rounding" | "rates") {
                let Some(single) = node.unchecked_table(reader, key) else { continue };
                if seen.add(reader, key, node.place()) {
                    merged.singles.insert(key, single);
                }
            } else {
                let nodes = node.list(reader, key).unwrap_or_default();
                merged.lists.entry(key).or_default().extend(nodes);
            }
        }
    }
    merged
}

fn read_scheme_files(reader: &mut Reader, scheme: &mut Scheme, documents: &[(u16, DeTable)]) {
    let merged = merge(reader, documents);
    let mut doubts = Doubts::default();
    let mut home = Home::of(reader);
    match merged.singles.get("scheme") {
        Some(table) => {
            home.scheme = table.place();
            let is_survey = merged.list("indicator").is_empty() && !merged.list("questionnaire").is_empty();
            home.full = read_scheme(reader, scheme, table, is_survey);
        }
        None => reader.report(home.scheme, Fault::MissingKey { key: "[scheme]" }),
    }
    if let Some(table) = merged.singles.get("rounding") {
        scheme.rounding = read_rounding(reader, table, Rounding::default());
    }
    if let Some(table) = merged.singles.get("rates") {
        scheme.rates = read_rates(reader, table);
    }
    let before = reader.problems.len();
    let scales = read_scales(reader, merged.list("scale"));
    let mut seen = Seen::default();
    scheme.questionnaires = read_questionnaires(reader, merged.list("questionnaire"), &scales, &mut seen);
    let (measures, pending) =
        read_measures(reader, merged.list("measure"), &scheme.questionnaires, &mut seen);
    scheme.measures = measures;
    read_lookups(reader, scheme, &pending);
    read_formulas(reader, scheme, &pending);
    let grades = read_grades(reader, scheme, merged.list("grade"));
    doubts.grades = grades.is_none();
    scheme.grades = grades.unwrap_or_default();
    doubts.rules |= reader.problems.len() > before;
    let spots = read_indicators(reader, scheme, merged.list("indicator"), &mut doubts);
    let found = lint(scheme).into_iter().filter(|p| !doubts.cover(&p.fault));
    let found: Vec<Problem> = found.map(|p| indicators::spotted(scheme, &spots, home, p)).collect();
    reader.problems.extend(found);
}
