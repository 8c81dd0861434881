//! The content of forms that came in together, kept like an attachment: by its digest, in the
//! same transaction as the entry that names it, and once more beside the mirror.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::attachments::Attachment;
use super::codec::hex;
use super::{Fault, atomic_write};
use crate::format::blob;
use crate::ledger::{BatchEntry, Digest, Event, Ledger, ReplicaId, batch_path};
use crate::survey::Batch;

/// Forms that are to be recorded, with the bytes that will be stored.
#[derive(Debug, Clone)]
pub struct BatchContent {
    /// The forms.
    pub batch: Arc<Batch>,
    /// What is handed to the writer with the entry.
    pub stored: Arc<Attachment>,
}

impl BatchContent {
    /// The content of a batch.
    pub fn of(batch: Batch) -> Self {
        let stored = Arc::new(Attachment::content(blob::encode(&batch)));
        Self { batch: Arc::new(batch), stored }
    }

    /// The digest that its entry names.
    pub fn digest(&self) -> Digest {
        self.stored.sm3
    }
}

/// The forms that came in together by these events, each content once.
fn batches<'a>(events: impl IntoIterator<Item = &'a Event>) -> Vec<BatchEntry> {
    let mut all: Vec<BatchEntry> = Vec::new();
    for change in events.into_iter().map(|e| &e.change).filter(|c| batch_path(&c.path).is_some()) {
        if let Some(entry) = change.new.as_deref().and_then(BatchEntry::parse)
            && all.iter().all(|e| e.content != entry.content)
        {
            all.push(entry);
        }
    }
    all
}

/// Puts on the shelf of `ledger` what the entries among `events` name. What is not there or not
/// sound is missed when its entry is folded in.
pub(super) fn shelve(
    ledger: &mut Ledger,
    events: &[Event],
    mut stored: impl FnMut(Digest) -> Option<Vec<u8>>,
) {
    for entry in batches(events) {
        if let Some(batch) = stored(entry.content).and_then(|bytes| blob::decode(&bytes).ok()) {
            ledger.shelve(entry.content, Arc::new(batch));
        }
    }
}

/// Where the content with this digest lies beside the mirror of a project.
fn path_in(mirrors: &Path, replica: ReplicaId, content: Digest) -> PathBuf {
    mirrors.join(format!("{}-{content}.forms", hex(&replica)))
}

/// Puts what the entries among `events` name beside the mirror.
pub(super) fn mirror(
    mirrors: &Path,
    replica: ReplicaId,
    events: &[&Event],
    attachments: &[&Attachment],
) -> Result<(), Fault> {
    for entry in batches(events.iter().copied()) {
        let path = path_in(mirrors, replica, entry.content);
        if let Some(content) = attachments.iter().find(|a| a.sm3 == entry.content).filter(|_| !path.exists())
        {
            atomic_write(&path, &content.bytes).map_err(|e| e.fault)?;
        }
    }
    Ok(())
}

/// What stands beside the mirror for the entries among `events`, if it is sound.
pub(super) fn mirrored(mirrors: &Path, replica: ReplicaId, events: &[Event]) -> Vec<Arc<Attachment>> {
    let content = |entry: BatchEntry| {
        let bytes = std::fs::read(path_in(mirrors, replica, entry.content)).ok()?;
        let content = Attachment::content(bytes);
        (content.sm3 == entry.content).then(|| Arc::new(content))
    };
    batches(events).into_iter().filter_map(content).collect()
}
