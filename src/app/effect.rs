//! What the state machine asks of the outside, and what the outside tells it: all as data.

use std::path::PathBuf;
use std::sync::Arc;

use crate::format::Loaded;
use crate::i18n::Lang;
use crate::ledger::{Event, Ledger};
use crate::score::replay::Stretch;
use crate::store::Record;
use crate::store::{Attachment, Entry, Listed, Picture};

use super::import::{Reading, Taken};
use super::key::Key;
use super::layout::Size;

/// What must happen outside of memory.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Store these events; they are one act.
    Append(Vec<Event>),
    /// Find the totals of the open project's moments, from the first that is not known yet.
    Replay {
        /// Comes back with the answers.
        question: u64,
        /// How many moments are known.
        known: usize,
    },
    /// Read a record to be compared with: a project, a scheme folder, a project at a moment.
    ReadRecord(PathBuf),
    /// Store these events, which attach this file; they are one act.
    Attach(Vec<Event>, Arc<Attachment>),
    /// Read a file to attach it.
    ReadAttachment {
        /// Where it is.
        path: PathBuf,
        /// Path of the fact that it supports, or nothing.
        supports: String,
    },
    /// List a folder: files with one of these endings, any if there are none, and folders.
    ListFolder(PathBuf, &'static [&'static str]),
    /// Read a file that could be taken in.
    ReadTable(Reading),
    /// What is being read is no longer wanted.
    StopReading,
    /// Hand an attachment to the system's viewer; from the project file, if there is one.
    View(Entry, Option<PathBuf>),
    /// Read a picture that is attached and make it small; from the project file, if there is one.
    Preview(Entry, Option<PathBuf>),
    /// Try again to store what could not be stored.
    RetrySave,
    /// Open a project file.
    Open(PathBuf),
    /// Open the shipped case in a throw-away project.
    OpenDemo,
    /// List the schemes a new project can be made from.
    ListSchemes,
    /// Make a project file and open it.
    Create {
        /// Where.
        path: PathBuf,
        /// Which of the listed schemes.
        scheme: SchemeSource,
        /// Whether the scheme's recorded facts are taken over.
        with_facts: bool,
    },
    /// Close the open project's file.
    Close,
    /// Write the exports into this folder.
    Export(PathBuf),
    /// Keep the settings for next time.
    SaveSettings(Preferences),
    /// Leave.
    Quit,
}

/// Where a scheme comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemeSource {
    /// The case that ships in the program.
    Shipped,
    /// A folder.
    Folder(PathBuf),
}

/// A scheme offered for a new project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemeEntry {
    /// Its title.
    pub title: String,
    /// Where it is, for people.
    pub place: String,
    /// Where it is.
    pub source: SchemeSource,
    /// Whether it has recorded facts.
    pub has_facts: bool,
}

/// What a person set once and expects again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Preferences {
    /// Language of the screen.
    pub lang: Lang,
    /// Colours.
    pub theme: Theme,
    /// Name written beside everything recorded.
    pub actor: String,
    /// Projects opened lately, latest first.
    pub recent: Vec<Recent>,
    /// Where a file was chosen last.
    pub folder: Option<PathBuf>,
}

/// A project opened lately.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recent {
    /// The file.
    pub path: PathBuf,
    /// Title of its evaluation.
    pub title: String,
}

/// Colours of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// For dark terminals.
    #[default]
    Dark,
    /// For light terminals and projectors.
    Light,
    /// No colour, only weight and reversal.
    Mono,
}

impl Theme {
    /// All themes, in the order they are switched through.
    pub const ALL: [Self; 3] = [Self::Dark, Self::Light, Self::Mono];

    /// The name kept in the settings.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Light => "light",
            Self::Mono => "mono",
        }
    }

    /// The theme with this name; dark for any other.
    pub fn named(name: &str) -> Self {
        Self::ALL.into_iter().find(|t| t.name() == name).unwrap_or_default()
    }

    /// The one after this.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Dark => Self::Light,
            Self::Light => Self::Mono,
            Self::Mono => Self::Dark,
        }
    }
}

/// An opened project, as the outside hands it over.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The file; `None` for the throw-away demo.
    pub path: Option<PathBuf>,
    /// Everything recorded.
    pub ledger: Ledger,
    /// Its scheme, and what is wrong with it.
    pub loaded: Loaded,
    /// Why nothing can be recorded, in words; `None` if everything is well.
    pub read_only: Option<String>,
    /// What else the person should know, in words.
    pub warnings: Vec<String>,
}

/// What reaches the state machine.
#[derive(Debug, Clone)]
pub enum Msg {
    /// A key.
    Key(Key),
    /// Text pasted by the terminal.
    Paste(String),
    /// The terminal's size, first and whenever it changes.
    Resize(Size),
    /// The mouse was pressed at a column and row.
    Click(u16, u16),
    /// The wheel turned by so many lines over a column and row.
    Scroll(u16, u16, isize),
    /// Everything up to this event number is stored.
    Saved(u64),
    /// Storing failed, in words; nothing is lost in memory.
    SaveFailed(String),
    /// Something the person should know, in words.
    Warn(String),
    /// A project was opened, or could not be, in words.
    Opened(Box<Result<Opened, String>>),
    /// The schemes there are.
    Schemes(Vec<SchemeEntry>),
    /// A file to attach was read, or could not be, in words; and what it supports.
    AttachmentRead(Result<Arc<Attachment>, String>, String),
    /// What lies in a folder (as asked for): the folder in full and its contents, or why not.
    Folder(PathBuf, Result<(PathBuf, Vec<Listed>), String>),
    /// How many hundredths of a file are read.
    TableProgress {
        /// Which question it belongs to.
        question: u64,
        /// Hundredths.
        percent: u8,
    },
    /// A file that could be taken in was read, or could not be, in words.
    TableRead {
        /// Which question it answers.
        question: u64,
        /// What was read.
        result: Result<Arc<Taken>, String>,
    },
    /// An attachment is with the viewer, or why not, in words.
    Viewed(Result<String, String>),
    /// The picture of this row, or why it is not shown, in words.
    Previewed(u32, Result<Arc<Picture>, String>),
    /// Exports were written, or could not be, in words.
    Exported(Result<Vec<PathBuf>, String>),
    /// A record to be compared with was read, or could not be, in words.
    Record(Box<Result<Record, String>>),
    /// Totals of further moments of the ledger, in order.
    Moments {
        /// Which question they answer.
        question: u64,
        /// The moments after those known or sent before.
        stretch: Stretch,
        /// Whether these are the last.
        is_last: bool,
    },
}
