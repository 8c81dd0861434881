//! Bytes ↔ scheme, facts and results. No disk: files come in as bytes and go out as strings.

use crate::scheme::{Problem, Scheme};

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
pub fn load(id: &str, files: &[SourceFile]) -> Loaded {
    let _ = files;
    Loaded { scheme: Scheme { id: id.to_owned(), ..Scheme::default() }, ..Loaded::default() }
}
