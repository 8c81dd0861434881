//! Attachments in the database: bytes in parts, each content once, never changed.
//!
//! The tables are made with the first attachment, in the same transaction as its entry; a project
//! without attachments stays readable by programs that know none.

use rusqlite::{OptionalExtension as _, Transaction, TransactionBehavior, params};

use super::{Db, bytes, number};
use crate::ledger::Digest;
use crate::store::Fault;
use crate::store::attachments::{Attachment, AttachmentFault, digests};

/// Version of the schema with these tables.
pub(in crate::store) const WITH_ATTACHMENTS: i64 = 2;

/// Most bytes of a part: what is read and written at once stays small.
const PART: usize = 1 << 20;

/// The tables, as `SQLite` keeps them, in order of name.
pub(super) const SCHEMA: [(&str, &str); 8] = [
    (
        "attachment",
        "CREATE TABLE attachment(
  sm3    BLOB PRIMARY KEY,
  sha256 BLOB NOT NULL,
  size   INTEGER NOT NULL
) STRICT",
    ),
    (
        "attachment_no_delete",
        "CREATE TRIGGER attachment_no_delete BEFORE DELETE ON attachment
BEGIN SELECT RAISE(ABORT, 'attachments are never deleted'); END",
    ),
    (
        "attachment_no_replace",
        "CREATE TRIGGER attachment_no_replace BEFORE INSERT ON attachment
WHEN EXISTS(SELECT 1 FROM attachment WHERE sm3 = NEW.sm3)
BEGIN SELECT RAISE(ABORT, 'attachments are never replaced'); END",
    ),
    (
        "attachment_no_update",
        "CREATE TRIGGER attachment_no_update BEFORE UPDATE ON attachment
BEGIN SELECT RAISE(ABORT, 'attachments are never changed'); END",
    ),
    (
        "attachment_part",
        "CREATE TABLE attachment_part(
  sm3   BLOB NOT NULL,
  part  INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY(sm3, part)
) STRICT",
    ),
    (
        "attachment_part_no_delete",
        "CREATE TRIGGER attachment_part_no_delete BEFORE DELETE ON attachment_part
BEGIN SELECT RAISE(ABORT, 'attachments are never deleted'); END",
    ),
    (
        "attachment_part_no_replace",
        "CREATE TRIGGER attachment_part_no_replace BEFORE INSERT ON attachment_part
WHEN EXISTS(SELECT 1 FROM attachment_part WHERE sm3 = NEW.sm3 AND part = NEW.part)
BEGIN SELECT RAISE(ABORT, 'attachments are never replaced'); END",
    ),
    (
        "attachment_part_no_update",
        "CREATE TRIGGER attachment_part_no_update BEFORE UPDATE ON attachment_part
BEGIN SELECT RAISE(ABORT, 'attachments are never changed'); END",
    ),
];

/// What is kept of one content.
pub(in crate::store) struct Kept {
    pub(in crate::store) sm3: Digest,
    pub(in crate::store) sha256: [u8; 32],
    /// Whether its bytes have these digests and its size.
    pub(in crate::store) sound: bool,
}

/// Keeps attachments as part of a transaction. A content that is there already is kept once.
pub(super) fn keep(tx: &Transaction<'_>, attachments: &[&Attachment]) -> Result<(), Fault> {
    if attachments.is_empty() {
        return Ok(());
    }
    let version: i64 = tx.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if version < WITH_ATTACHMENTS {
        for (_, sql) in SCHEMA {
            tx.execute_batch(sql)?;
        }
        tx.pragma_update(None, "user_version", WITH_ATTACHMENTS)?;
    }
    let mut known = tx.prepare("SELECT 1 FROM attachment WHERE sm3 = ?1")?;
    let mut insert = tx.prepare("INSERT INTO attachment(sm3, sha256, size) VALUES (?1, ?2, ?3)")?;
    let mut insert_part = tx.prepare("INSERT INTO attachment_part(sm3, part, bytes) VALUES (?1, ?2, ?3)")?;
    for attachment in attachments {
        if known.exists([attachment.sm3.0])? {
            continue;
        }
        // No attachment is so large that these would not fit.
        let size = i64::try_from(attachment.bytes.len()).unwrap_or(i64::MAX);
        insert.execute(params![attachment.sm3.0, attachment.sha256, size])?;
        for (n, part) in (0i64..).zip(attachment.bytes.chunks(PART)) {
            insert_part.execute(params![attachment.sm3.0, n, part])?;
        }
    }
    Ok(())
}

impl Db {
    /// The bytes of an attachment; `None` if there are none.
    ///
    /// # Errors
    /// [`AttachmentFault::Altered`] if they are not what its digests say.
    pub(in crate::store) fn attachment(&self, sm3: Digest) -> Result<Option<Vec<u8>>, Fault> {
        if self.version()? < WITH_ATTACHMENTS {
            return Ok(None);
        }
        let sql = "SELECT sha256, size FROM attachment WHERE sm3 = ?1";
        let read = |row: &rusqlite::Row<'_>| Ok((bytes::<32>(row, 0)?, number(row, 1)?));
        let Some((sha256, size)) = self.0.query_row(sql, [sm3.0], read).optional()? else { return Ok(None) };
        let mut all = Vec::with_capacity(usize::try_from(size.min(1 << 26)).unwrap_or_default());
        let mut statement =
            self.0.prepare("SELECT bytes FROM attachment_part WHERE sm3 = ?1 ORDER BY part")?;
        let mut rows = statement.query([sm3.0])?;
        while let Some(row) = rows.next()? {
            all.extend_from_slice(row.get_ref(0)?.as_blob().map_err(|_| AttachmentFault::Altered)?);
        }
        let sound = all.len() as u64 == size && digests(&all) == (sm3, sha256);
        if sound { Ok(Some(all)) } else { Err(AttachmentFault::Altered.into()) }
    }

    /// All attachments that are kept, each checked against its digests.
    pub(in crate::store) fn attachments(&self) -> Result<Vec<Kept>, Fault> {
        if self.version()? < WITH_ATTACHMENTS {
            return Ok(Vec::new());
        }
        let mut statement = self.0.prepare("SELECT sm3, sha256 FROM attachment ORDER BY sm3")?;
        let rows = statement.query_map([], |row| Ok((Digest(bytes(row, 0)?), bytes::<32>(row, 1)?)))?;
        let mut all = Vec::new();
        for row in rows {
            let (sm3, sha256) = row?;
            let sound = match self.attachment(sm3) {
                Ok(found) => found.is_some(),
                Err(Fault::Attachment(_)) => false,
                Err(fault) => return Err(fault),
            };
            all.push(Kept { sm3, sha256, sound });
        }
        Ok(all)
    }

    /// Takes over what is sound among the attachments of another project, one after the other.
    pub(in crate::store) fn take_attachments(&mut self, from: &Self) -> Result<(), Fault> {
        for kept in from.attachments()?.iter().filter(|k| k.sound) {
            let Some(bytes) = from.attachment(kept.sm3)? else { continue };
            let attachment = Attachment::kept(kept.sm3, kept.sha256, bytes);
            let tx = self.0.transaction_with_behavior(TransactionBehavior::Immediate)?;
            keep(&tx, &[&attachment])?;
            tx.commit()?;
        }
        Ok(())
    }
}
