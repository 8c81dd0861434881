//! The project's database: how it is opened, what it holds, and events as its rows.
//!
//! The only module that names `SQLite` besides the mapping of its errors.

mod blobs;

use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::types::{Type, ValueRef};
use rusqlite::{Connection, OpenFlags, OptionalExtension as _, Row, Statement, TransactionBehavior, params};

pub(super) use blobs::WITH_ATTACHMENTS;

use super::Fault;
use super::attachments::Attachment;
use super::codec::{hex, unhex};
use super::error::Code;
use crate::ledger::{Change, Digest, Event, Kind, ReplicaId, Stamp};

/// Marks the file as ours ("JXPJ"), for this program and for `file`.
pub(super) const APPLICATION_ID: i64 = 0x4A58_504A;
/// Version of the schema below, without attachments.
pub(super) const PLAIN: i64 = 1;
/// Latest version known.
pub(super) const VERSION: i64 = WITH_ATTACHMENTS;

/// The whole schema, statement by statement, as `SQLite` keeps it. A file that says anything else
/// is not written to: foreign triggers and views never run.
///
/// `arrival` is local order; `(replica, seq)` identifies an event everywhere, so that entries of
/// another copy can stand beside these without another schema.
const SCHEMA: [(&str, &str); 5] = [
    (
        "event",
        "CREATE TABLE event(
  arrival INTEGER PRIMARY KEY,
  id      BLOB NOT NULL UNIQUE,
  replica BLOB NOT NULL,
  seq     INTEGER NOT NULL,
  step    INTEGER NOT NULL,
  base    BLOB,
  at      TEXT NOT NULL,
  actor   TEXT NOT NULL,
  kind    TEXT NOT NULL,
  target  INTEGER,
  path    TEXT NOT NULL,
  old     TEXT,
  new     TEXT,
  reason  TEXT,
  prev    BLOB NOT NULL,
  hash    BLOB NOT NULL,
  UNIQUE(replica, seq)
) STRICT",
    ),
    (
        "event_no_delete",
        "CREATE TRIGGER event_no_delete BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END",
    ),
    (
        "event_no_replace",
        "CREATE TRIGGER event_no_replace BEFORE INSERT ON event
WHEN EXISTS(SELECT 1 FROM event WHERE id = NEW.id OR arrival = NEW.arrival)
  OR EXISTS(SELECT 1 FROM event WHERE replica = NEW.replica AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'events are never replaced'); END",
    ),
    (
        "event_no_update",
        "CREATE TRIGGER event_no_update BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'events are never changed'); END",
    ),
    ("meta", "CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT"),
];

/// Bytes of a page, as they are by default.
const PAGE: usize = 4096;
/// So many bytes of a file that is no project are looked at.
const LOOKED_AT: u64 = 1 << 20;

const COLUMNS: &str =
    "id, replica, seq, step, base, at, actor, kind, target, path, old, new, reason, prev, hash";
const PLACES: &str = "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15";

/// Settings that every connection takes: name, value, what it reads back as.
const READING: [(&str, &str, &str); 4] = [
    ("trusted_schema", "OFF", "0"),
    ("foreign_keys", "ON", "1"),
    ("cell_size_check", "ON", "1"),
    ("mmap_size", "0", "0"),
];

/// Settings that safe writing depends on besides.
const WRITING: [(&str, &str, &str); 4] = [
    ("journal_mode", "TRUNCATE", "truncate"),
    ("synchronous", "EXTRA", "3"),
    ("fullfsync", "ON", "1"),
    ("secure_delete", "ON", "1"),
];

/// An open project database.
#[derive(Debug)]
pub(super) struct Db(Connection);

/// How a database may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    Read,
    Write,
}

/// Events as far as they could be read, and what stopped the reading.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub(super) events: Vec<Event>,
    pub(super) stopped: Option<Stopped>,
}

/// Reading stopped, and the number of the reason, if it has one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stopped(pub(super) Option<Code>);

impl Db {
    /// Makes a project database at `path`, where no file may be, holding these events.
    pub(super) fn create(path: &Path, replica: ReplicaId, events: &[Event]) -> Result<(), Fault> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut db = Self(Connection::open_with_flags(path, flags)?);
        db.configure(Access::Write)?;
        let tx = db.0.transaction_with_behavior(TransactionBehavior::Immediate)?;
        tx.pragma_update(None, "application_id", APPLICATION_ID)?;
        tx.pragma_update(None, "user_version", PLAIN)?;
        for (_, sql) in SCHEMA {
            tx.execute_batch(sql)?;
        }
        tx.execute("INSERT INTO meta(key, value) VALUES ('replica', ?1)", [hex(&replica)])?;
        tx.commit()?;
        db.append(replica, &events.iter().collect::<Vec<_>>(), &[])?;
        db.close()
    }

    /// Opens a file that is there, and makes sure that it is a project.
    pub(super) fn open(path: &Path, access: Access) -> Result<Self, Fault> {
        let flags = match access {
            Access::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
            Access::Write => OpenFlags::SQLITE_OPEN_READ_WRITE,
        };
        let opened = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX);
        let db = Self(opened.map_err(|e| why_not_opened(path, e))?);
        db.0.busy_timeout(Duration::from_secs(10))?;
        if db.pragma("application_id").map_err(|e| why_not_opened(path, e))? != APPLICATION_ID.to_string() {
            return Err(not_ours(path));
        }
        db.configure(access)?;
        Ok(db)
    }

    /// Sets what safety depends on and reads it back. A rollback journal, because the file
    /// travels on sticks and shares where a write-ahead log would lose its tail; `EXTRA`, because
    /// a commit must be on the disk, folder included, before it is called saved.
    fn configure(&self, access: Access) -> Result<(), Fault> {
        self.0.busy_timeout(Duration::from_secs(10))?;
        self.0.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        self.0.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
        let writing = if access == Access::Write { &WRITING[..] } else { &[] };
        for &(name, value, wanted) in READING.iter().chain(writing) {
            self.0.pragma_update(None, name, value)?;
            let got = self.pragma(name)?;
            if got != wanted {
                return Err(Fault::Setting { name, wanted, got });
            }
        }
        Ok(())
    }

    fn pragma(&self, name: &str) -> rusqlite::Result<String> {
        self.0.pragma_query_value(None, name, |row| {
            Ok(match row.get_ref(0)? {
                ValueRef::Integer(n) => n.to_string(),
                other => other.as_str().unwrap_or_default().to_owned(),
            })
        })
    }

    /// Reads within one transaction, so that what another program writes meanwhile is not seen.
    pub(super) fn at_one_moment<T>(&self, read: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
        self.0.execute_batch("BEGIN")?;
        let result = read();
        // Nothing was written, so there is nothing that ending it could lose.
        let _ = self.0.execute_batch("ROLLBACK");
        result
    }

    /// Whether the system gave only the right to read although writing was asked for.
    pub(super) fn is_read_only(&self) -> Result<bool, Fault> {
        Ok(self.0.is_readonly("main")?)
    }

    /// Version of the schema that the file was written with.
    pub(super) fn version(&self) -> Result<i64, Fault> {
        Ok(self.0.pragma_query_value(None, "user_version", |row| row.get(0))?)
    }

    /// Whether the schema is exactly ours.
    pub(super) fn schema_is_ours(&self) -> Result<bool, Fault> {
        let sql =
            "SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name";
        let mut statement = self.0.prepare(sql)?;
        let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
        let found = rows.collect::<Result<Vec<_>, _>>()?;
        let more = if self.version()? < WITH_ATTACHMENTS { &[] } else { &blobs::SCHEMA[..] };
        let ours = more.iter().chain(&SCHEMA).copied();
        Ok(found.iter().map(|(name, sql)| (name.as_str(), sql.as_str())).eq(ours))
    }

    /// The copy of the project that this file writes as.
    pub(super) fn replica(&self) -> Result<ReplicaId, Fault> {
        let sql = "SELECT value FROM meta WHERE key = 'replica'";
        let text: Option<String> = self.0.query_row(sql, [], |row| row.get(0)).optional()?;
        text.as_deref().and_then(unhex).ok_or(Fault::Damaged(None))
    }

    /// How many things `SQLite` itself finds wrong, up to a hundred. `thorough` also compares the
    /// indexes.
    pub(super) fn check(&self, thorough: bool) -> Result<usize, Fault> {
        let mut found = 0;
        let name = if thorough { "integrity_check" } else { "quick_check" };
        let checked = self.0.pragma_query(None, name, |row| {
            // A heading, which begins with stars, stands above what it is about.
            let text = row.get::<_, String>(0)?;
            found += text.lines().filter(|line| *line != "ok" && !line.starts_with("***")).count();
            Ok(())
        });
        match checked.map_err(Fault::from) {
            Ok(()) => Ok(found),
            Err(Fault::Damaged(_)) => Ok(found + 1),
            Err(other) => Err(other),
        }
    }

    /// All events numbered above `after`, in order, as far as they can be read.
    pub(super) fn events(&self, after: u64) -> Rows {
        let mut rows = Rows::default();
        rows.stopped = self.read_into(&mut rows.events, after).err().map(|e| Stopped(Code::of(&e)));
        rows
    }

    fn read_into(&self, events: &mut Vec<Event>, after: u64) -> rusqlite::Result<()> {
        // In order of arrival: that is the table itself, so a damaged index does not matter.
        let sql = format!("SELECT {COLUMNS} FROM event WHERE seq > ?1 ORDER BY arrival");
        let mut statement = self.0.prepare(&sql)?;
        let mut rows = statement.query([i64::try_from(after).unwrap_or(i64::MAX)])?;
        while let Some(row) = rows.next()? {
            events.push(event_of(row)?);
        }
        Ok(())
    }

    /// Number and hash of the last event of `replica`; zeros if there is none.
    pub(super) fn head(&self, replica: ReplicaId) -> Result<(u64, Digest), Fault> {
        Ok(head(&self.0, replica)?)
    }

    /// Hash of one event, if it is there.
    pub(super) fn hash_at(&self, replica: ReplicaId, seq: u64) -> Result<Option<Digest>, Fault> {
        let sql = "SELECT hash FROM event WHERE replica = ?1 AND seq = ?2";
        let seq = i64::try_from(seq).unwrap_or(i64::MAX);
        Ok(self.0.query_row(sql, params![replica, seq], |row| Ok(Digest(bytes(row, 0)?))).optional()?)
    }

    /// Appends events and what they attach in one transaction. Events that are there already,
    /// because an earlier attempt reached the disk after all, are passed over.
    pub(super) fn append(
        &mut self,
        replica: ReplicaId,
        events: &[&Event],
        attachments: &[&Attachment],
    ) -> Result<(), Fault> {
        let tx = self.0.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let (mut seq, mut hash) = head(&tx, replica)?;
        {
            let mut look_up = tx.prepare("SELECT hash FROM event WHERE id = ?1")?;
            let mut insert = tx.prepare(&format!("INSERT INTO event({COLUMNS}) VALUES ({PLACES})"))?;
            for event in events {
                if event.seq <= seq {
                    let there = look_up.query_row([event.id], |row| Ok(Digest(bytes(row, 0)?))).optional()?;
                    if there != Some(event.hash) {
                        return Err(Fault::ChangedElsewhere { seq: event.seq });
                    }
                    continue;
                }
                if event.seq != seq + 1 || event.prev != hash {
                    return Err(Fault::ChangedElsewhere { seq: seq + 1 });
                }
                insert_event(&mut insert, event)?;
                (seq, hash) = (event.seq, event.hash);
            }
        }
        blobs::keep(&tx, attachments)?;
        Ok(tx.commit()?)
    }

    /// Closes it and takes the journal away, so that the project is one file again.
    pub(super) fn close(self) -> Result<(), Fault> {
        let tidied = self.0.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()));
        self.0.close().map_err(|(_, e)| e)?;
        Ok(tidied?)
    }
}

fn head(connection: &Connection, replica: ReplicaId) -> rusqlite::Result<(u64, Digest)> {
    let sql = "SELECT seq, hash FROM event WHERE replica = ?1 ORDER BY seq DESC LIMIT 1";
    let read = |row: &Row<'_>| Ok((number(row, 0)?, Digest(bytes(row, 1)?)));
    Ok(connection.query_row(sql, [replica], read).optional()?.unwrap_or_default())
}

/// `SQLite` says only that it could not open; the system knows why.
fn why_not_opened(path: &Path, error: rusqlite::Error) -> Fault {
    if error.sqlite_error_code() == Some(rusqlite::ErrorCode::CannotOpen)
        && let Err(e) = std::fs::File::open(path)
    {
        return e.into();
    }
    match error.into() {
        Fault::NotOurs => not_ours(path),
        fault => fault,
    }
}

/// A file that is no project by its beginning: damaged there, if the rest looks like one.
fn not_ours(path: &Path) -> Fault {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|f| f.take(LOOKED_AT).read_to_end(&mut bytes));
    if read.is_ok() && looks_ours(&bytes) { Fault::HeadDamaged } else { Fault::NotOurs }
}

/// Whether bytes that begin a file were one of our projects, if their very beginning is damaged.
/// By the marks that the first page carries, or, where the whole of it is lost, by the pages
/// behind it: each begins with a byte that says its kind (<https://sqlite.org/fileformat2.html>).
fn looks_ours(bytes: &[u8]) -> bool {
    let mark = i32::try_from(APPLICATION_ID).unwrap_or_default().to_be_bytes();
    if bytes.get(68..72) == Some(&mark) {
        return true;
    }
    let trigger = SCHEMA[1].0.as_bytes();
    if bytes.get(..PAGE).is_some_and(|page| page.windows(trigger.len()).any(|w| w == trigger)) {
        return true;
    }
    if bytes.starts_with(b"SQLite format 3\0") {
        return false;
    }
    let mut pages = bytes.chunks_exact(PAGE).skip(1);
    let is_leaf = |page: &[u8]| matches!(page[0], 0x0a | 0x0d);
    let leaves = pages.clone().filter(|page| is_leaf(page)).count();
    leaves > 0 && pages.all(|page| is_leaf(page) || matches!(page[0], 0 | 2 | 5))
}

fn insert_event(insert: &mut Statement<'_>, event: &Event) -> rusqlite::Result<()> {
    let signed = |n: u64| i64::try_from(n).map_err(|e| rusqlite::Error::ToSqlConversionFailure(e.into()));
    insert.execute(params![
        event.id,
        event.replica,
        signed(event.seq)?,
        signed(event.step)?,
        event.base,
        event.stamp.at.to_rfc3339(),
        event.stamp.actor,
        event.kind.word(),
        event.kind.target().map(signed).transpose()?,
        event.change.path,
        event.change.old,
        event.change.new,
        event.reason,
        event.prev.0,
        event.hash.0,
    ])?;
    Ok(())
}

/// The columns of [`COLUMNS`] as an event.
fn event_of(row: &Row<'_>) -> rusqlite::Result<Event> {
    let at = text(row, 5)?;
    let target = if absent(row, 8)? { None } else { Some(number(row, 8)?) };
    Ok(Event {
        id: bytes(row, 0)?,
        replica: bytes(row, 1)?,
        seq: number(row, 2)?,
        step: number(row, 3)?,
        base: if absent(row, 4)? { None } else { Some(bytes(row, 4)?) },
        stamp: Stamp { at: super::codec::time(&at).ok_or_else(|| misfit(row, 5))?, actor: text(row, 6)? },
        kind: Kind::from_parts(&text(row, 7)?, target).ok_or_else(|| misfit(row, 7))?,
        change: Change { path: text(row, 9)?, old: row.get(10)?, new: row.get(11)? },
        reason: row.get(12)?,
        prev: Digest(bytes(row, 13)?),
        hash: Digest(bytes(row, 14)?),
    })
}

fn text(row: &Row<'_>, column: usize) -> rusqlite::Result<String> {
    row.get(column)
}

fn absent(row: &Row<'_>, column: usize) -> rusqlite::Result<bool> {
    Ok(row.get_ref(column)? == ValueRef::Null)
}

fn number(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    u64::try_from(row.get::<_, i64>(column)?).map_err(|_| misfit(row, column))
}

fn bytes<const N: usize>(row: &Row<'_>, column: usize) -> rusqlite::Result<[u8; N]> {
    let blob = row.get_ref(column)?.as_blob().map_err(|_| misfit(row, column))?;
    blob.try_into().map_err(|_| misfit(row, column))
}

/// A stored value that no event can have.
fn misfit(row: &Row<'_>, column: usize) -> rusqlite::Error {
    let kind = row.get_ref(column).map_or(Type::Null, |value| value.data_type());
    let name = COLUMNS.split(", ").nth(column).unwrap_or_default().to_owned();
    rusqlite::Error::InvalidColumnType(column, name, kind)
}
