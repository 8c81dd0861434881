//! What a subcommand works on: a project file or a scheme folder, read and ready to be scored.

use std::path::Path;

use super::error::CliError;
use crate::export::Subject;
use crate::format::Loaded;
use crate::i18n::safe::display_safe;
use crate::i18n::{Lang, cli as words};
use crate::ledger::{Facts, Ledger};
use crate::scheme::{Rounding, Scheme};
use crate::score::Scorecard;
use crate::store::{self, Project, StoreError};

/// A scheme with facts, wherever they came from.
pub struct Source {
    /// The scheme with its problems and texts.
    pub loaded: Loaded,
    /// What is recorded.
    pub facts: Facts,
    /// Who recorded it and when, if it comes from a project.
    pub ledger: Option<Ledger>,
    /// The folder or file, as typed.
    pub name: String,
}

impl Source {
    /// Reads a folder as a scheme with the facts in it, anything else as a project.
    pub fn open(path: &Path, lang: Lang) -> Result<Self, CliError> {
        if path.is_dir() { Self::folder(path, lang) } else { Self::project(path, lang) }
    }

    /// Reads a scheme folder.
    pub fn folder(path: &Path, lang: Lang) -> Result<Self, CliError> {
        let loaded = store::read_scheme_folder(path).map_err(|e| disk(&e, lang))?;
        let mut facts = Facts::default();
        for (path, value) in &loaded.facts {
            facts.set(path, Some(value));
        }
        Ok(Self { loaded, facts, ledger: None, name: path.display().to_string() })
    }

    fn project(path: &Path, lang: Lang) -> Result<Self, CliError> {
        let project = Project::open_read_only(path).map_err(|e| disk(&e, lang))?;
        let (loaded, ledger) = project.into_parts();
        let facts = ledger.facts().clone();
        Ok(Self { loaded, facts, ledger: Some(ledger), name: path.display().to_string() })
    }

    /// The rules.
    pub fn scheme(&self) -> &Scheme {
        &self.loaded.scheme
    }

    /// The scores, under another rounding than the scheme's if one is named.
    pub fn score(&self, rounding: Option<&str>) -> Scorecard {
        let places = self.scheme().rounding.places;
        let rounding = rounding.and_then(|name| Rounding::parse(name, places));
        crate::score::score(self.scheme(), &self.facts, rounding)
    }

    /// For exports and documents.
    pub fn subject<'a>(&'a self, card: &'a Scorecard, lang: Lang) -> Subject<'a> {
        Subject { scheme: self.scheme(), facts: &self.facts, card, lang }
    }

    /// What to say if the scheme's files have problems.
    pub fn warning(&self, lang: Lang) -> Option<String> {
        let n = self.loaded.problems.len();
        if n == 0 {
            return None;
        }
        Some(match self.ledger {
            None => words::scheme_problems(lang, n, &display_safe(&self.name)),
            Some(_) => words::stored_scheme_problems(lang, n),
        })
    }
}

/// A disk error with its mend.
pub fn disk(error: &StoreError, lang: Lang) -> CliError {
    CliError::disk(crate::i18n::store::message(lang, error)).hint(crate::i18n::store::mend(lang, error))
}

/// The id among `ids` that was probably meant.
pub fn nearest<'a>(id: &str, ids: impl IntoIterator<Item = &'a str>) -> Option<String> {
    crate::format::nearest(id, ids)
}
