//! Attachments: photos, scans and sheets copied into the project file.
//!
//! Owns what is taken and what is refused, the digests, and how attachments leave the project
//! again: written to a folder, or handed to the system's viewer from a private one. What is said
//! of an attachment (caption, date, place, what it supports) are ordinary facts of the register
//! [`REGISTER`]; only the bytes live here, once for each content, whatever its names.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use sm3::Sm3;

use super::codec::{hex, unhex};
use super::db::{Access, Db};
use super::kind::{Kind, Looks, looks};
use super::{Fault, StoreError, atomic_write};
use crate::ledger::{Digest, Facts};

/// The register whose rows describe attachments: `attachment.N.name` and so on.
pub const REGISTER: &str = "attachment";
/// Most bytes of one attachment: a 600 dpi scan of twenty pages fits, a film does not.
pub const LIMIT: u64 = 50 << 20;
/// Longest name kept, in bytes; file systems take no more than 255.
const LONGEST_NAME: usize = 200;

/// A file as it is attached.
#[derive(Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its name, without any folder.
    pub name: String,
    /// What its bytes are.
    pub kind: Kind,
    /// SM3 over its bytes; identifies it in the project.
    pub sm3: Digest,
    /// SHA-256 over its bytes, for those who check without SM3.
    pub sha256: [u8; 32],
    /// The day a photo was taken as its camera wrote it, `YYYY-MM-DD`.
    pub date: Option<String>,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Without the bytes, which nobody wants to see in a message.
impl std::fmt::Debug for Attachment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Attachment({:?}, {} bytes, {})", self.name, self.bytes.len(), self.sm3)
    }
}

/// Why a file is not taken as an attachment, or not given out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AttachmentFault {
    /// A file of no bytes.
    Empty,
    /// A link to somewhere else.
    Link,
    /// A device, pipe or socket.
    Special,
    /// It changed while it was read.
    Changing,
    /// More than [`LIMIT`] bytes.
    TooLarge {
        /// Its size as far as it is known.
        size: u64,
    },
    /// Its ending is none of those that are taken.
    Ending(String),
    /// Its bytes are something else than its ending says.
    Disguised {
        /// The ending.
        ending: String,
        /// What the bytes look like.
        looks: Looks,
    },
    /// Its name leads out of its folder or cannot be a file's name everywhere.
    Name(String),
    /// It is described in the record, but its bytes are not in the project.
    Missing,
    /// Its bytes are not those that were attached.
    Altered,
}

/// What is wrong with an attachment of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// Number of its row in the register; `None` for bytes that no row speaks of.
    pub row: Option<u32>,
    /// Its name as recorded.
    pub name: String,
    /// What is wrong.
    pub fault: AttachmentFault,
}

/// What a project says of one attachment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry {
    /// Number of its row in the register.
    pub row: u32,
    /// Its name as recorded; not to be trusted as a path.
    pub name: String,
    /// SM3 as recorded.
    pub sm3: Option<Digest>,
    /// SHA-256 as recorded.
    pub sha256: Option<[u8; 32]>,
    /// Kind as recorded.
    pub kind: Option<Kind>,
}

impl Attachment {
    /// Reads a file to attach it.
    ///
    /// # Errors
    /// What the disk says, or an [`AttachmentFault`]; nothing is kept then.
    pub fn read(path: &Path) -> Result<Self, StoreError> {
        read(path).map_err(|fault| fault.at(path))
    }

    /// The file that these bytes under this name are.
    ///
    /// # Errors
    /// Why they are not taken.
    pub fn of(name: &str, bytes: Vec<u8>) -> Result<Self, AttachmentFault> {
        check_name(name)?;
        if bytes.is_empty() {
            return Err(AttachmentFault::Empty);
        }
        if bytes.len() as u64 > LIMIT {
            return Err(AttachmentFault::TooLarge { size: bytes.len() as u64 });
        }
        let kind = kind_of(name, &bytes)?;
        let date = if matches!(kind, Kind::Jpeg | Kind::Tiff | Kind::Heic | Kind::Png | Kind::Webp) {
            taken_on(&bytes)
        } else {
            None
        };
        let (sm3, sha256) = digests(&bytes);
        Ok(Self { name: name.to_owned(), kind, sm3, sha256, date, bytes })
    }

    /// Bytes that are kept by their digest alone, without a row that describes them.
    pub(super) fn content(bytes: Vec<u8>) -> Self {
        let (sm3, sha256) = digests(&bytes);
        Self::kept(sm3, sha256, bytes)
    }

    /// Bytes that a project keeps already, whatever they are called there.
    pub(super) fn kept(sm3: Digest, sha256: [u8; 32], bytes: Vec<u8>) -> Self {
        Self { name: String::new(), kind: Kind::Text, sm3, sha256, date: None, bytes }
    }

    /// What is recorded of it in its row: column and value.
    pub fn facts(&self) -> Vec<(&'static str, String)> {
        let mut facts = vec![
            ("name", self.name.clone()),
            ("kind", self.kind.name().to_owned()),
            ("size", self.bytes.len().to_string()),
            ("sm3", self.sm3.to_string()),
            ("sha256", hex(&self.sha256)),
        ];
        facts.extend(self.date.clone().map(|date| ("date", date)));
        facts
    }
}

/// SM3 and SHA-256 of some bytes.
pub(super) fn digests(bytes: &[u8]) -> (Digest, [u8; 32]) {
    let mut sm3 = Digest::default();
    sm3.0.copy_from_slice(&Sm3::digest(bytes));
    let mut sha256 = [0; 32];
    sha256.copy_from_slice(&Sha256::digest(bytes));
    (sm3, sha256)
}

fn read(path: &Path) -> Result<Attachment, Fault> {
    let name = path.file_name().ok_or(Fault::IsFolder)?;
    let name = name
        .to_str()
        .ok_or_else(|| Fault::Attachment(AttachmentFault::Name(name.to_string_lossy().into_owned())))?;
    // Asked of the name itself, so that a link is seen as one and a pipe is never opened.
    let named = fs::symlink_metadata(path)?;
    if named.is_symlink() {
        return Err(AttachmentFault::Link.into());
    }
    if named.is_dir() {
        return Err(Fault::IsFolder);
    }
    if !named.is_file() {
        return Err(AttachmentFault::Special.into());
    }
    if named.len() > LIMIT {
        return Err(AttachmentFault::TooLarge { size: named.len() }.into());
    }
    let file = File::open(path)?;
    let opened = file.metadata()?;
    if !opened.is_file() || !is_same_file(&named, &opened) {
        return Err(AttachmentFault::Changing.into());
    }
    let mut bytes = Vec::new();
    file.take(LIMIT + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 != opened.len() {
        return Err(AttachmentFault::Changing.into());
    }
    Ok(Attachment::of(name, bytes)?)
}

/// Whether what was opened is what was looked at before.
#[cfg(unix)]
fn is_same_file(named: &fs::Metadata, opened: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    (named.dev(), named.ino()) == (opened.dev(), opened.ino())
}

#[cfg(not(unix))]
fn is_same_file(_: &fs::Metadata, _: &fs::Metadata) -> bool {
    true
}

/// Whether a name can stand for one file in one folder, on every system and on the screen.
///
/// # Errors
/// The name, if it cannot.
pub fn check_name(name: &str) -> Result<(), AttachmentFault> {
    // Marks that turn the writing direction make `gpj.exe` read `exe.jpg`.
    let turns = |c: char| matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}');
    let breaks = |c: char| c.is_control() || turns(c) || r#"/\:*?"<>|"#.contains(c);
    let stem = name.split('.').next().unwrap_or_default().to_ascii_uppercase();
    let device = ["CON", "PRN", "AUX", "NUL"].contains(&stem.as_str())
        || (stem.len() == 4 && (stem.starts_with("COM") || stem.starts_with("LPT")));
    let bad = name.is_empty()
        || name.len() > LONGEST_NAME
        || name.starts_with(['.', ' ', '-'])
        || name.ends_with(['.', ' '])
        || name.contains(breaks)
        || device;
    if bad { Err(AttachmentFault::Name(name.to_owned())) } else { Ok(()) }
}

/// The kind that ending and bytes agree on.
fn kind_of(name: &str, bytes: &[u8]) -> Result<Kind, AttachmentFault> {
    let ending = Path::new(name).extension().and_then(|e| e.to_str()).unwrap_or_default();
    let kind = Kind::of_ending(ending).ok_or_else(|| AttachmentFault::Ending(ending.to_owned()))?;
    match looks(bytes) {
        Looks::Like(found) if found == kind => Ok(kind),
        looks => Err(AttachmentFault::Disguised { ending: ending.to_owned(), looks }),
    }
}

/// The day a photo was taken, if its camera wrote it. The day a file was last edited is not it.
fn taken_on(bytes: &[u8]) -> Option<String> {
    let exif = exif::Reader::new().read_from_container(&mut io::Cursor::new(bytes)).ok()?;
    let field = [exif::Tag::DateTimeOriginal, exif::Tag::DateTimeDigitized]
        .into_iter()
        .find_map(|tag| exif.get_field(tag, exif::In::PRIMARY))?;
    let exif::Value::Ascii(lines) = &field.value else { return None };
    let at = exif::DateTime::from_ascii(lines.first()?).ok()?;
    let day = chrono::NaiveDate::from_ymd_opt(i32::from(at.year), u32::from(at.month), u32::from(at.day))?;
    (1900..=2200).contains(&at.year).then(|| day.to_string())
}

/// What the record says of every attachment, in order of row.
pub fn entries(facts: &Facts) -> Vec<Entry> {
    let of = |row: u32| {
        let get = |column: &str| facts.get(&format!("{REGISTER}.{row}.{column}"));
        Entry {
            row,
            name: get("name").unwrap_or_default().to_owned(),
            sm3: get("sm3").and_then(unhex).map(Digest),
            sha256: get("sha256").and_then(unhex),
            kind: get("kind").and_then(Kind::named),
        }
    };
    facts.rows(REGISTER).into_iter().map(of).collect()
}

/// The bytes of an attachment of a project.
///
/// # Errors
/// [`AttachmentFault::Missing`] or [`AttachmentFault::Altered`]; what the disk says otherwise.
pub fn attached(project: &Path, sm3: Digest) -> Result<Vec<u8>, StoreError> {
    let read = || {
        let db = Db::open(project, Access::Read)?;
        db.at_one_moment(|| db.attachment(sm3))?.ok_or(AttachmentFault::Missing.into())
    };
    read().map_err(|fault: Fault| fault.at(project))
}

/// Looks at every attachment that the record speaks of, and at all bytes that are kept.
pub(super) fn losses(db: &Db, facts: &Facts) -> Result<Vec<Loss>, Fault> {
    let kept = db.attachments()?;
    let mut losses = Vec::new();
    let mut spoken = Vec::new();
    for entry in entries(facts) {
        let found = entry.sm3.and_then(|sm3| kept.iter().find(|k| k.sm3 == sm3));
        spoken.extend(entry.sm3);
        let fault = match found {
            None => AttachmentFault::Missing,
            Some(kept) if !kept.sound || entry.sha256 != Some(kept.sha256) => AttachmentFault::Altered,
            Some(_) => continue,
        };
        losses.push(Loss { row: Some(entry.row), name: entry.name, fault });
    }
    // What was taken back stays in the file, and is looked at, too.
    let silent = kept.iter().filter(|k| !k.sound && !spoken.contains(&k.sm3));
    losses.extend(silent.map(|k| Loss {
        row: None,
        name: k.sm3.to_string(),
        fault: AttachmentFault::Altered,
    }));
    Ok(losses)
}

/// Where an attachment was written, or why it was not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// What the record says of it.
    pub entry: Entry,
    /// The file's name in the folder.
    pub outcome: Result<String, StoreError>,
}

/// Writes all attachments of a project into `folder`, which is made if it is not there. Names
/// begin with the row's number, so that no two are the same. One that cannot be written does
/// not keep the others from it.
///
/// # Errors
/// If the project cannot be read or the folder not be made.
pub fn write_attachments(project: &Path, facts: &Facts, folder: &Path) -> Result<Vec<Written>, StoreError> {
    let entries = entries(facts);
    if entries.is_empty() {
        return Ok(Vec::new());
    }
    fs::create_dir_all(folder).map_err(|e| Fault::from(e).at(folder))?;
    let write = |entry: Entry| {
        let write = || {
            let name = exported_name(&entry).map_err(|f| Fault::from(f).at(Path::new(&entry.name)))?;
            let sm3 = entry.sm3.ok_or_else(|| Fault::from(AttachmentFault::Missing).at(Path::new(&name)))?;
            let bytes = attached(project, sm3)
                .map_err(|e| StoreError { path: PathBuf::from(&entry.name), fault: e.fault })?;
            atomic_write(&folder.join(&name), &bytes)?;
            Ok(name)
        };
        let outcome = write();
        Written { entry, outcome }
    };
    Ok(entries.into_iter().map(write).collect())
}

/// `003-签到表.jpg`, with the ending of its kind whatever the record says.
fn exported_name(entry: &Entry) -> Result<String, AttachmentFault> {
    check_name(&entry.name)?;
    let kind = entry.kind.ok_or_else(|| AttachmentFault::Ending(String::new()))?;
    let ending = Path::new(&entry.name).extension().and_then(|e| e.to_str()).unwrap_or_default();
    if Kind::of_ending(ending) != Some(kind) {
        return Err(AttachmentFault::Ending(ending.to_owned()));
    }
    Ok(format!("{:03}-{}", entry.row, entry.name))
}

/// Puts an attachment into a private folder for the system's viewer. It is readable by this
/// person only, cannot be run, and is gone with the folder.
///
/// # Errors
/// If its bytes are not of a known kind with the ending of its name, or what the disk says.
pub fn lay_out(entry: &Entry, bytes: &[u8], folder: &Path) -> Result<PathBuf, StoreError> {
    let name = exported_name(entry).map_err(|f| Fault::from(f).at(Path::new(&entry.name)))?;
    let path = folder.join(&name);
    // The bytes are looked at once more: the record may come from elsewhere.
    kind_of(&entry.name, bytes).map_err(|f| Fault::from(f).at(&path))?;
    if path.exists() {
        return Ok(path);
    }
    atomic_write(&path, bytes)?;
    protect(&path).map_err(|e| Fault::from(e).at(&path))?;
    Ok(path)
}

#[cfg(unix)]
fn protect(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o400))
}

#[cfg(not(unix))]
fn protect(path: &Path) -> io::Result<()> {
    let mut permissions = fs::metadata(path)?.permissions();
    permissions.set_readonly(true);
    fs::set_permissions(path, permissions)
}
