//! Results as files: score table, indicator system, survey table, budget comparison, registers,
//! coverage and signatures, as CSV and JSON; charts and screens as SVG; and single forms for other
//! programs.
//!
//! Owns which files there are, their names and their columns. Every file is written whole or not
//! at all, in place of the one an earlier export left under the same name; nothing else in the
//! folder is touched. Must not compute points: those come in with the scorecard.

mod attachments;
mod budget;
mod charts;
mod codebook;
mod csv;
mod dossier;
mod forms;
mod indicators;
pub mod json;
mod responses;
mod scores;
pub mod statistics;
pub mod survey;
pub mod svg;
mod table;

pub use attachments::attachments;
pub use budget::comparisons;
pub use csv::guarded as csv_guarded;
pub use scores::{points, push_points};
pub use table::{Cell, Table};

use std::path::{Path, PathBuf};

use crate::dossier::Dossier;
use crate::i18n::Lang;
use crate::ledger::Facts;
use crate::scheme::{Register, Scheme};
use crate::score::{Scorecard, score};
use crate::store::{Fault, StoreError, atomic_write, atomic_write_with};

/// What is exported, and in which language.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The rules.
    pub scheme: &'a Scheme,
    /// What was recorded.
    pub facts: &'a Facts,
    /// The scores that follow.
    pub card: &'a Scorecard,
    /// Links, remarks, coverage and signatures that follow.
    pub dossier: &'a Dossier,
    /// Language of headings and words of the program.
    pub lang: Lang,
}

/// The kinds of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// UTF-8 with a byte order mark, so that Excel reads Chinese rightly.
    Csv,
    /// UTF-8 without a byte order mark.
    Json,
    /// Charts, readable in print without colour.
    Svg,
    /// Every single form, by code and by label, with a codebook and SPSS syntax.
    Responses,
}

impl Format {
    /// All formats, in the order they are offered.
    pub const ALL: [Self; 4] = [Self::Csv, Self::Json, Self::Svg, Self::Responses];
    /// The formats of results. Single forms leave the project only where somebody asks for them.
    pub const RESULTS: [Self; 3] = [Self::Csv, Self::Json, Self::Svg];

    /// Name on the command line, and ending of the file where there is one.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Svg => "svg",
            Self::Responses => "responses",
        }
    }
}

/// The files of an export: name and bytes.
pub fn files(subject: &Subject<'_>, formats: &[Format]) -> Vec<(String, Vec<u8>)> {
    let tables = [scores::table, indicators::table, survey::table, budget::table];
    let documents = [json::score, indicators::document, survey::document, budget::document];
    let names = ["scores", "indicators", "survey", "budget"];
    let mut files = Vec::new();
    let mut add = |name: &str, table: &dyn Fn() -> Table, document: &dyn Fn() -> serde_json::Value| {
        for format in formats {
            let bytes = match format {
                Format::Csv => csv::bytes(&table()),
                Format::Json => json::bytes(&document()),
                Format::Svg | Format::Responses => continue,
            };
            files.push((format!("{name}.{}", format.name()), bytes));
        }
    };
    for (n, name) in names.iter().enumerate() {
        add(name, &|| tables[n](subject), &|| documents[n](subject));
    }
    for register in Register::ALL {
        let name = format!("{}s", register.id());
        add(&name, &|| dossier::register_table(subject, register), &|| {
            dossier::register_document(subject, register)
        });
    }
    add("coverage", &|| dossier::coverage_table(subject), &|| dossier::coverage_document(subject));
    add("signoff", &|| dossier::signoff_table(subject), &|| dossier::signoff_document(subject));
    if formats.contains(&Format::Svg) {
        let pictures = charts::all(subject).into_iter();
        files.extend(pictures.map(|(name, svg)| (format!("{name}.svg"), svg.into_bytes())));
    }
    files
}

/// Scores and writes everything there is to write, in all formats; see [`write()`].
///
/// # Errors
/// As [`write()`].
pub fn write_all(
    scheme: &Scheme,
    facts: &Facts,
    dossier: &Dossier,
    dir: &Path,
    lang: Lang,
) -> Result<Vec<PathBuf>, StoreError> {
    let card = score(scheme, facts, None);
    write(&Subject { scheme, facts, card: &card, dossier, lang }, &Format::RESULTS, dir)
}

/// Makes the folder of an export, with those above it, if it is not there.
fn make_folder(dir: &Path) -> Result<(), StoreError> {
    std::fs::create_dir_all(dir).map_err(|e| {
        let fault = match Fault::from(e) {
            // A file stands there, or there is nothing that could hold a folder.
            Fault::Exists => Fault::NotAFolder,
            Fault::Missing => Fault::ReadOnlyPlace,
            fault => fault,
        };
        StoreError { path: dir.to_owned(), fault }
    })
}

/// Writes the files of an export into `dir`, which is made if it is not there. Returns their paths.
///
/// # Errors
/// The first folder or file that could not be written; files before it are complete.
pub fn write(subject: &Subject<'_>, formats: &[Format], dir: &Path) -> Result<Vec<PathBuf>, StoreError> {
    make_folder(dir)?;
    let mut written = Vec::new();
    for (name, bytes) in files(subject, formats) {
        let path = dir.join(name);
        atomic_write(&path, &bytes)?;
        written.push(path);
    }
    if formats.contains(&Format::Responses) {
        for forms in responses::Forms::all(subject) {
            for (name, write) in responses::FILES {
                let path = dir.join(format!("responses-{}-{name}", forms.questionnaire.id));
                atomic_write_with(&path, |out| write(&forms, out))?;
                written.push(path);
            }
        }
    }
    Ok(written)
}
