//! The hash chain: SM3 over every column of every event, each naming the one before.

use rayon::prelude::*;
use sm3::{Digest as _, Sm3};

use super::{Event, EventId, ReplicaId, Stamp};

/// An SM3 digest (GB/T 32905-2016), 32 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Digest(pub [u8; 32]);

impl std::fmt::Display for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|b| write!(f, "{b:02x}"))
    }
}

impl Digest {
    /// The digest of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        let mut digest = [0; 32];
        digest.copy_from_slice(&Sm3::digest(bytes));
        Self(digest)
    }
}

/// Text that is not 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotADigest;

impl std::str::FromStr for Digest {
    type Err = NotADigest;

    fn from_str(text: &str) -> Result<Self, NotADigest> {
        let digits = text.as_bytes();
        let digit = |c: u8| match c {
            b'0'..=b'9' => Ok(c - b'0'),
            b'a'..=b'f' => Ok(c - b'a' + 10),
            _ => Err(NotADigest),
        };
        let mut bytes = [0; 32];
        if digits.len() != 64 {
            return Err(NotADigest);
        }
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = digit(pair[0])? << 4 | digit(pair[1])?;
        }
        Ok(Self(bytes))
    }
}

/// Where and how a stored chain is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChainFault {
    /// Number of the first event that does not fit.
    pub seq: u64,
    /// What does not fit.
    pub breach: Breach,
}

/// What does not fit in a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Breach {
    /// A number is missing or stands twice.
    Gap,
    /// It names another predecessor than the one before it.
    Link,
    /// Its content is not what its hash was made of.
    Content,
    /// It was written by another copy of the project.
    Foreign,
    /// It replaces another value than the one recorded before it, or stands in no proper step.
    Fold,
    /// It brings forms whose content is not there.
    Batch,
}

/// The event with its hash filled in.
pub(super) fn sealed(mut event: Event) -> Event {
    event.hash = hash_of(&event);
    event
}

/// From how many events on their hashes are worth spreading over the processors.
const MANY: usize = 4096;

/// How many events from the first on have the hash that their content makes. This is most of the
/// work of opening a large project, and the only part that can be spread.
pub(super) fn sound_contents(events: &[Event]) -> usize {
    let changed = |event: &Event| event.hash != hash_of(event);
    let first = if events.len() < MANY {
        events.iter().position(changed)
    } else {
        events.par_iter().position_first(changed)
    };
    first.unwrap_or(events.len())
}

/// Whether `event` is the one that follows number `seq` with hash `prev` in the chain of `replica`.
pub(super) fn link(replica: ReplicaId, seq: u64, prev: Digest, event: &Event) -> Result<(), ChainFault> {
    let breach = if event.seq != seq + 1 {
        Breach::Gap
    } else if event.replica != replica {
        Breach::Foreign
    } else if event.prev != prev {
        Breach::Link
    } else {
        return Ok(());
    };
    Err(ChainFault { seq: seq + 1, breach })
}

/// A `UUIDv7` of the event's time whose random part is drawn from replica and number, so that
/// building the same event again gives the same id.
pub(super) fn event_id(replica: ReplicaId, seq: u64, stamp: &Stamp) -> EventId {
    let mut sm3 = Sm3::new();
    sm3.update(replica);
    sm3.update(seq.to_be_bytes());
    let digest = sm3.finalize();
    let mut random = [0; 10];
    random.copy_from_slice(&digest[..10]);
    let millis = u64::try_from(stamp.at.timestamp_millis()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid().into_bytes()
}

/// SM3 over all columns in one canonical form: each is preceded by its length, absence is its
/// own mark.
fn hash_of(event: &Event) -> Digest {
    let mut sm3 = Sm3::new();
    let mut column = |bytes: Option<&[u8]>| match bytes {
        Some(bytes) => {
            sm3.update([1]);
            sm3.update((bytes.len() as u64).to_be_bytes());
            sm3.update(bytes);
        }
        None => sm3.update([0]),
    };
    column(Some(&event.id));
    column(Some(&event.replica));
    column(Some(&event.seq.to_be_bytes()));
    column(Some(&event.step.to_be_bytes()));
    column(event.base.as_ref().map(<[u8; 16]>::as_slice));
    column(Some(event.stamp.at.to_rfc3339().as_bytes()));
    column(Some(event.stamp.actor.as_bytes()));
    column(Some(event.kind.word().as_bytes()));
    column(event.kind.target().map(u64::to_be_bytes).as_ref().map(<[u8; 8]>::as_slice));
    column(Some(event.change.path.as_bytes()));
    column(event.change.old.as_deref().map(str::as_bytes));
    column(event.change.new.as_deref().map(str::as_bytes));
    column(event.reason.as_deref().map(str::as_bytes));
    column(Some(&event.prev.0));
    let mut hash = [0; 32];
    hash.copy_from_slice(&sm3.finalize());
    Digest(hash)
}
