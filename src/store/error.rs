//! What can go wrong on disk: as data, put into words by `i18n::store`.

use std::io;
use std::path::{Path, PathBuf};

use super::AttachmentFault;

/// Something on disk did not work: where, and what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreError {
    /// The file or folder.
    pub path: PathBuf,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What is wrong. Every variant has a message and a mend in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// There is no such file or folder.
    Missing,
    /// A folder where a file is wanted.
    IsFolder,
    /// A file where a folder is wanted.
    NotAFolder,
    /// A file of no bytes where a project is wanted.
    Empty,
    /// There is something already; nothing is overwritten.
    Exists,
    /// A name that the disk does not take: too long, or with characters that it keeps for itself.
    BadName,
    /// The folder that a new file is to stand in is not there.
    NoFolder,
    /// Not a project of this program.
    NotOurs,
    /// No project by its beginning, but the rest looks like one.
    HeadDamaged,
    /// A file of somebody else's whose content contradicts itself or ends too early.
    Unsound,
    /// A project whose database cannot be read.
    Damaged(Option<Code>),
    /// A project written by a newer version whose entries this one cannot read.
    Newer { found: i64, known: i64 },
    /// The rights do not allow it.
    Denied,
    /// The folder or medium does not take changes.
    ReadOnlyPlace,
    /// A write was cut short and can be mended only where the folder takes changes.
    Unfinished,
    /// No room left on the disk or in the quota.
    DiskFull,
    /// Another program keeps it locked.
    Busy,
    /// The database did not take a setting that safety depends on.
    Setting { name: &'static str, wanted: &'static str, got: String },
    /// The project holds other entries than this program left there, from this number on.
    ChangedElsewhere { seq: u64 },
    /// The ledger has no entry of this number.
    NoSuchEntry { seq: u64, last: u64 },
    /// An entry lies within an act of several; the moments next to it, 0 being the empty file.
    WithinAct { seq: u64, before: u64, after: u64 },
    /// The file is not UTF-8 text.
    NotText,
    /// The file is text but not what it should hold; the parser's own words.
    NotToml(String),
    /// The file is larger than this many bytes.
    TooLarge { limit: u64 },
    /// A folder without any `.toml` file.
    NoScheme,
    /// A link that leads out of its folder.
    OutsideLink,
    /// A file that is not taken as an attachment, or an attachment that cannot be given out.
    Attachment(AttachmentFault),
    /// The user's own folder cannot be found.
    NoHome,
    /// Reading or writing failed for a reason that has only a number.
    Io(Option<Code>),
}

/// The number by which a lower layer knows what went wrong: those who mend systems ask for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// The operating system's.
    System(i32),
    /// `SQLite`'s extended result code.
    Database(i32),
}

impl Fault {
    /// Stable name for scripts, the same in every language.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::IsFolder => "is-folder",
            Self::NotAFolder => "not-a-folder",
            Self::Empty => "empty",
            Self::Exists => "exists",
            Self::BadName => "bad-name",
            Self::NoFolder => "no-folder",
            Self::NotOurs => "not-a-project",
            Self::HeadDamaged => "head-damaged",
            Self::Unsound => "unsound",
            Self::Damaged(_) => "damaged",
            Self::Newer { .. } => "newer",
            Self::Denied => "denied",
            Self::ReadOnlyPlace => "read-only-place",
            Self::Unfinished => "unfinished",
            Self::DiskFull => "disk-full",
            Self::Busy => "busy",
            Self::Setting { .. } => "setting",
            Self::ChangedElsewhere { .. } => "changed-elsewhere",
            Self::NoSuchEntry { .. } => "no-such-entry",
            Self::WithinAct { .. } => "within-act",
            Self::NotText => "not-text",
            Self::NotToml(_) => "not-toml",
            Self::TooLarge { .. } => "too-large",
            Self::NoScheme => "no-scheme",
            Self::OutsideLink => "outside-link",
            Self::Attachment(_) => "attachment",
            Self::NoHome => "no-home",
            Self::Io(_) => "io",
        }
    }

    /// What is wrong where the content of an open file is read: its name was taken, so that input
    /// found invalid is content. Unpackers call it so for a header, a stream or a checksum.
    pub fn of_content(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::InvalidInput if error.raw_os_error().is_none() => Self::Unsound,
            _ => error.into(),
        }
    }

    pub(super) fn at(self, path: &Path) -> StoreError {
        StoreError { path: path.to_owned(), fault: self }
    }
}

impl std::fmt::Display for StoreError {
    /// For logs; people read `i18n::store`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.fault.code())
    }
}

impl std::error::Error for StoreError {}

impl From<AttachmentFault> for Fault {
    fn from(fault: AttachmentFault) -> Self {
        Self::Attachment(fault)
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        use io::ErrorKind as K;
        match error.kind() {
            K::NotFound => Self::Missing,
            K::PermissionDenied => Self::Denied,
            K::AlreadyExists => Self::Exists,
            K::IsADirectory => Self::IsFolder,
            K::NotADirectory => Self::NotAFolder,
            K::ReadOnlyFilesystem => Self::ReadOnlyPlace,
            K::StorageFull | K::QuotaExceeded => Self::DiskFull,
            K::ResourceBusy => Self::Busy,
            // Some disks call a name that they do not take an invalid input.
            K::InvalidFilename | K::InvalidInput => Self::BadName,
            K::InvalidData | K::UnexpectedEof => Self::Unsound,
            _ => Self::Io(error.raw_os_error().map(Code::System)),
        }
    }
}

impl Code {
    /// The number of what the database says, if it gives one.
    pub(super) fn of(error: &rusqlite::Error) -> Option<Self> {
        match error {
            rusqlite::Error::SqliteFailure(failure, _) => Some(Self::Database(failure.extended_code)),
            _ => None,
        }
    }
}

impl From<&io::Error> for Fault {
    /// The same for an error that somebody else keeps.
    fn from(error: &io::Error) -> Self {
        match error.raw_os_error() {
            Some(code) => io::Error::from_raw_os_error(code).into(),
            None => io::Error::from(error.kind()).into(),
        }
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as C;
        use rusqlite::ffi;
        let code = Code::of(&error);
        let rusqlite::Error::SqliteFailure(failure, _) = error else { return Self::Damaged(code) };
        match failure.code {
            C::NotADatabase => Self::NotOurs,
            C::DatabaseCorrupt => Self::Damaged(code),
            C::DiskFull => Self::DiskFull,
            C::DatabaseBusy | C::DatabaseLocked => Self::Busy,
            C::PermissionDenied => Self::Denied,
            C::ReadOnly if failure.extended_code == ffi::SQLITE_READONLY_ROLLBACK => Self::Unfinished,
            C::ReadOnly => Self::ReadOnlyPlace,
            _ => Self::Io(code),
        }
    }
}
