//! What the program remembers of the user between runs.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::files::folder_of;
use super::{Fault, Home, StoreError, atomic_write};

/// How many projects are remembered.
const RECENT: usize = 20;

/// The user's choices. What is not chosen is decided by whoever needs it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Name of the language, as on the command line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// Name of the colour theme.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
    /// Whose name entries bear; empty if nobody has said.
    pub actor: String,
    /// Where a file was chosen last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub folder: Option<PathBuf>,
    /// Projects opened before, latest first.
    pub recent: Vec<Recent>,
}

/// A project opened before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recent {
    /// Its file.
    pub path: PathBuf,
    /// Title of its scheme.
    pub title: String,
    /// When it was last opened.
    pub opened: DateTime<FixedOffset>,
}

impl Settings {
    /// The user's settings, and what kept them from being read; then these are the defaults.
    /// No file is no error.
    pub fn load(home: &Home) -> (Self, Option<StoreError>) {
        let read = || -> Result<Self, Fault> {
            let bytes = match fs::read(&home.settings) {
                Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
                bytes => bytes?,
            };
            let text = String::from_utf8(bytes).map_err(|_| Fault::NotText)?;
            toml::from_str(&text).map_err(|e| Fault::NotToml(e.to_string()))
        };
        match read() {
            Ok(settings) => (settings, None),
            Err(fault) => (Self::default(), Some(fault.at(&home.settings))),
        }
    }

    /// Writes them, whole or not at all. A file that could not be read is kept beside them under
    /// the name `settings.toml.unreadable`.
    ///
    /// # Errors
    /// What the disk says; the old file is then untouched.
    pub fn save(&self, home: &Home) -> Result<(), StoreError> {
        let path = &home.settings;
        let text = toml::to_string(self).map_err(|_| Fault::Io(None).at(path))?;
        fs::create_dir_all(folder_of(path)).map_err(|e| Fault::from(e).at(folder_of(path)))?;
        if let (_, Some(_)) = Self::load(home)
            && let Ok(unreadable) = fs::read(path)
        {
            atomic_write(&path.with_extension("toml.unreadable"), &unreadable)?;
        }
        atomic_write(path, text.as_bytes())
    }

    /// Puts a project first among those opened before.
    pub fn remember(&mut self, path: &Path, title: &str, opened: DateTime<FixedOffset>) {
        self.recent.retain(|r| r.path != path);
        self.recent.insert(0, Recent { path: path.to_owned(), title: title.to_owned(), opened });
        self.recent.truncate(RECENT);
    }
}
