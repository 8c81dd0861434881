//! Whether a project is what it says it is: database, chain, numbering, facts, attachments, mirror.

use std::path::{Path, PathBuf};

use super::attachments::{Loss, losses};
use super::db::{Access, Db};
use super::files::Home;
use super::lock::{Lock, NoLock};
use super::mirror::{self, MirrorTrouble};
use super::project::{Contents, find, mend};
use super::{Damage, Fault, StoreError, places};
use crate::ledger::{Digest, Ledger};

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// The file, with links resolved.
    pub path: PathBuf,
    /// Events that are sound, from the first on.
    pub events: u64,
    /// Hash of the last of them; zeros if there is none. Written down elsewhere, it proves
    /// later that nothing before it was changed.
    pub head: Digest,
    /// In the order of what to look at first; empty if all is well.
    pub findings: Vec<Finding>,
}

/// Something worth knowing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// The project is damaged.
    Damage(Damage),
    /// A newer version of this program wrote it; only what this one knows was looked at.
    Newer { found: i64, known: i64 },
    /// An attachment is missing or not what was attached.
    Attachment(Loss),
    /// The mirror does not say the same.
    Mirror(MirrorFinding),
}

/// How a mirror differs from its project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MirrorFinding {
    /// There is none on this computer: the project was not worked on here.
    None,
    /// Somebody is working on the project, so the mirror was not looked at.
    InUse,
    /// It lacks the project's last events: they were entered elsewhere.
    Behind { has: u64, of: u64 },
    /// It has this many events that the project lacks.
    Ahead { events: u64 },
    /// From this event on it says something else.
    Differs { seq: u64 },
    /// This line of it cannot be read.
    Unreadable { line: u64 },
    /// It cannot be looked at.
    Trouble(MirrorTrouble),
}

impl Finding {
    /// Whether something is wrong; otherwise it is only worth knowing.
    pub fn is_fault(&self) -> bool {
        use MirrorFinding as M;
        !matches!(self, Self::Newer { .. } | Self::Mirror(M::None | M::InUse | M::Behind { .. }))
    }
}

impl Verification {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        !self.findings.iter().any(Finding::is_fault)
    }
}

/// Looks at everything and changes no entry: the database's own check with its indexes, every
/// number, link and hash, every replaced value against the facts folded so far, every attachment
/// against its digests, and every line of the mirror.
///
/// # Errors
/// If the project cannot be read at all.
pub fn verify(path: &Path, home: &Home) -> Result<Verification, StoreError> {
    let (path, _) = find(path)?;
    // While it is held nobody can be between mirror and database.
    let lock = Lock::take(&path);
    let read = || {
        let db = match Db::open(&path, Access::Read) {
            Err(Fault::Unfinished) if lock.is_ok() => {
                mend(&path)?;
                Db::open(&path, Access::Read)
            }
            opened => opened,
        };
        let db = db?;
        let contents = Contents::read(&db, true)?;
        let losses = losses(&db, contents.ledger.facts());
        Ok((contents, losses))
    };
    let (contents, losses) = read().map_err(|f: Fault| f.at(&path))?;
    let ledger = &contents.ledger;
    let mut findings: Vec<Finding> = contents.damage.into_iter().map(Finding::Damage).collect();
    if let Some(found) = contents.newer {
        findings.push(Finding::Newer { found, known: super::db::VERSION });
    }
    match losses {
        Ok(losses) => findings.extend(losses.into_iter().map(Finding::Attachment)),
        // A database that cannot be read has said so already.
        Err(_) if !findings.is_empty() => {}
        Err(_) => findings.push(Finding::Damage(Damage::Database(1))),
    }
    let mirror = match &lock {
        Err(NoLock::Held) => Some(MirrorFinding::InUse),
        _ => compare(ledger, &places::mirror_of(&home.mirrors, ledger.replica(), &path)),
    };
    findings.extend(mirror.map(Finding::Mirror));
    let events = ledger.events().len() as u64;
    let head = ledger.events().last().map_or(Digest::default(), |e| e.hash);
    Ok(Verification { path, events, head, findings })
}

/// How the mirror at `path` differs from the ledger, if it does.
fn compare(ledger: &Ledger, path: &Path) -> Option<MirrorFinding> {
    let (mirrored, unreadable) = match mirror::read_all(path) {
        Ok(read) => read,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Some(MirrorFinding::None),
        Err(e) => return Some(MirrorFinding::Trouble(MirrorTrouble::Failed(Fault::from(e).at(path)))),
    };
    let events = ledger.events();
    let differs = mirrored.iter().zip(events).position(|(mirrored, event)| mirrored != event);
    if let Some(n) = differs {
        return Some(MirrorFinding::Differs { seq: n as u64 + 1 });
    }
    if let Some(line) = unreadable {
        return Some(MirrorFinding::Unreadable { line });
    }
    let (has, of) = (mirrored.len() as u64, events.len() as u64);
    match has.cmp(&of) {
        std::cmp::Ordering::Less => Some(MirrorFinding::Behind { has, of }),
        std::cmp::Ordering::Equal => None,
        std::cmp::Ordering::Greater => Some(MirrorFinding::Ahead { events: has - of }),
    }
}
