//! What a subcommand works on: a project file or a scheme folder, read and ready to be scored;
//! and what all subcommands share in dealing with the store.

use std::cell::OnceCell;
use std::path::Path;

use super::error::CliError;
use crate::dossier::Dossier;
use crate::export::Subject;
use crate::format::{self, Loaded, SourceFile};
use crate::i18n::safe::display_safe;
use crate::i18n::{self, Lang, cli as words, label};
use crate::ledger::{Facts, Ledger, Stamp, batch_path};
use crate::scheme::{FieldKind, Rounding, Scheme};
use crate::score::{Scorecard, checks};
use crate::store::{self, Home, Opened, Settings, State, StoreError};

/// A scheme with facts, wherever they came from.
pub struct Source {
    /// The scheme with its problems and texts.
    pub loaded: Loaded,
    /// What is recorded.
    pub facts: Facts,
    /// Who recorded it and when, if it comes from a project.
    pub ledger: Option<Ledger>,
    /// Links, remarks, coverage, signatures; worked out when they are asked for.
    dossier: OnceCell<Dossier>,
    /// The folder or file, as typed.
    name: String,
    /// What is wrong with the project file, in words.
    trouble: Option<String>,
}

impl Source {
    /// Reads a folder as a scheme with the facts in it, anything else as a project.
    pub fn open(path: &Path, lang: Lang) -> Result<Self, CliError> {
        if path.is_dir() { Self::folder(path, lang) } else { Self::project(path, lang) }
    }

    /// Reads a scheme folder.
    pub fn folder(path: &Path, lang: Lang) -> Result<Self, CliError> {
        let files = store::read_scheme_folder(path).map_err(|e| disk(&e, lang))?;
        Ok(Self::from_files(path, &files))
    }

    /// The scheme and facts of these files.
    pub fn from_files(path: &Path, files: &[SourceFile]) -> Self {
        // The name of `.` and `..` is known only once the path is resolved.
        let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let loaded = format::load(&stem(&real), files);
        let mut facts = Facts::default();
        for (path, value) in &loaded.facts {
            facts.set(path, Some(value));
        }
        Self {
            loaded,
            facts,
            ledger: None,
            dossier: OnceCell::new(),
            name: path.display().to_string(),
            trouble: None,
        }
    }

    /// Reads a project.
    pub fn project(path: &Path, lang: Lang) -> Result<Self, CliError> {
        let opened = store::read(path).map_err(|e| disk(&e, lang))?;
        let loaded = scheme_of(&opened);
        let trouble = match &opened.state {
            State::ReadOnly(reason @ (store::ReadOnly::Damaged(_) | store::ReadOnly::Newer { .. })) => {
                Some(i18n::store::read_only(lang, reason))
            }
            _ => None,
        };
        let mut facts = opened.ledger.facts().clone();
        facts.follow(&loaded.scheme);
        let (ledger, name) = (Some(opened.ledger), path.display().to_string());
        Ok(Self { loaded, facts, ledger, dossier: OnceCell::new(), name, trouble })
    }

    /// The rules.
    pub fn scheme(&self) -> &Scheme {
        &self.loaded.scheme
    }

    /// The scores, under another rounding than the scheme's if one is named.
    pub fn score(&self, rounding: Option<&str>) -> Scorecard {
        let places = self.scheme().rounding.places;
        let rounding = rounding.and_then(|name| Rounding::parse(name, places));
        let mut card = crate::score::score(self.scheme(), &self.facts, rounding);
        let checks = checks::checks(self.scheme(), &self.facts, self.ledger.as_ref());
        card.notices.extend(checks::notices(self.scheme(), &checks));
        card
    }

    /// For exports and documents.
    pub fn subject<'a>(&'a self, card: &'a Scorecard, lang: Lang) -> Subject<'a> {
        let dossier = self.dossier.get_or_init(|| {
            let readings = crate::score::readings(self.scheme(), &self.facts);
            match &self.ledger {
                Some(ledger) => Dossier::of(self.scheme(), ledger, &readings, card),
                None => Dossier::of_facts(self.scheme(), &self.facts, &readings, card),
            }
        });
        Subject { scheme: self.scheme(), facts: &self.facts, card, dossier, lang }
    }

    /// What to say besides the figures: the file is damaged, the scheme has problems.
    pub fn warnings(&self, lang: Lang) -> Vec<String> {
        let n = self.loaded.problems.len();
        let problems = (n > 0).then(|| match self.ledger {
            None => words::scheme_problems(lang, n, &display_safe(&self.name)),
            Some(_) => words::stored_scheme_problems(lang, n),
        });
        self.trouble.iter().cloned().chain(problems).collect()
    }
}

fn stem(path: &Path) -> String {
    path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The scheme that a project holds.
pub fn scheme_of(opened: &Opened) -> Loaded {
    format::load(&stem(&opened.path), &store::scheme_files(opened.ledger.facts()))
}

/// A disk error with its mend.
pub fn disk(error: &StoreError, lang: Lang) -> CliError {
    CliError::disk(i18n::store::message(lang, error)).hint(i18n::store::mend(lang, error))
}

/// The folders that the program keeps for the user.
pub fn home(lang: Lang) -> Result<Home, CliError> {
    Home::from_env().map_err(|e| disk(&e, lang))
}

/// Now, and whoever sits here: the name in the settings, else the system's.
pub fn stamp(home: &Home) -> Stamp {
    let chosen = Settings::load(home).0.actor;
    let system = ["USER", "USERNAME", "LOGNAME"].map(|name| std::env::var(name).unwrap_or_default());
    let actor = std::iter::once(chosen).chain(system).find(|name| !name.trim().is_empty());
    Stamp { at: chrono::Local::now().fixed_offset(), actor: actor.unwrap_or_else(|| "-".to_owned()) }
}

/// The day it is here.
pub fn today() -> chrono::NaiveDate {
    chrono::Local::now().date_naive()
}

/// A hint at the id that was probably meant, else at all of them.
pub fn meant<'a>(lang: Lang, id: &str, ids: impl IntoIterator<Item = &'a str> + Clone) -> String {
    format::nearest(id, ids.clone()).map_or_else(
        || words::allowed(lang, &ids.into_iter().collect::<Vec<_>>().join(", ")),
        |nearest| words::did_you_mean(lang, &nearest),
    )
}

/// A recorded value as people read it: codes with their words.
pub fn display_value(lang: Lang, scheme: &Scheme, path: &str, value: &str) -> String {
    if batch_path(path).is_some() {
        return label::value(lang, scheme, path, value);
    }
    match scheme.field(path).map(|f| f.kind) {
        Some(FieldKind::Code(_) | FieldKind::Ticks { .. }) => label::code(lang, scheme, path, value),
        _ => value.to_owned(),
    }
}
