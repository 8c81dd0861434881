//! Events as text: one JSON line each, the same columns as the database, readable with any editor.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use crate::ledger::{Change, Digest, Event, Kind, Stamp};

/// One line of a mirror.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    seq: u64,
    step: u64,
    at: String,
    actor: String,
    kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    target: Option<u64>,
    path: String,
    old: Option<String>,
    new: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    id: String,
    replica: String,
    base: Option<String>,
    prev: String,
    hash: String,
    /// Last event of its act. An act whose end is missing was cut off while being written.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    end: bool,
}

/// The event as a line with its newline; `end` marks the last event of an act.
pub(super) fn write_line(event: &Event, end: bool, out: &mut Vec<u8>) -> serde_json::Result<()> {
    let line = Line {
        seq: event.seq,
        step: event.step,
        at: event.stamp.at.to_rfc3339(),
        actor: event.stamp.actor.clone(),
        kind: event.kind.word().to_owned(),
        target: event.kind.target(),
        path: event.change.path.clone(),
        old: event.change.old.clone(),
        new: event.change.new.clone(),
        reason: event.reason.clone(),
        id: hex(&event.id),
        replica: hex(&event.replica),
        base: event.base.as_ref().map(|b| hex(b)),
        prev: hex(&event.prev.0),
        hash: hex(&event.hash.0),
        end,
    };
    serde_json::to_writer(&mut *out, &line)?;
    out.push(b'\n');
    Ok(())
}

/// The event on a line and whether it ends its act; none if the line is not one of ours.
pub(super) fn read_line(line: &[u8]) -> Option<(Event, bool)> {
    let line: Line = serde_json::from_slice(line).ok()?;
    let event = Event {
        id: unhex(&line.id)?,
        replica: unhex(&line.replica)?,
        seq: line.seq,
        step: line.step,
        base: line.base.as_deref().map_or(Some(None), |b| unhex(b).map(Some))?,
        stamp: Stamp { at: time(&line.at)?, actor: line.actor },
        kind: Kind::from_parts(&line.kind, line.target)?,
        change: Change { path: line.path, old: line.old, new: line.new },
        reason: line.reason,
        prev: Digest(unhex(&line.prev)?),
        hash: Digest(unhex(&line.hash)?),
    };
    Some((event, line.end))
}

/// A stored time. Only the very form it is written in counts, because that form is hashed.
pub(super) fn time(text: &str) -> Option<DateTime<FixedOffset>> {
    DateTime::parse_from_rfc3339(text).ok().filter(|at| at.to_rfc3339() == text)
}

/// Bytes as lower-case hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let nibbles = bytes.iter().flat_map(|b| [b >> 4, b & 15]);
    nibbles.map(|n| char::from(DIGITS[usize::from(n)])).collect()
}

/// Exactly `N` bytes from lower-case hexadecimal digits.
pub(super) fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digit = |c: u8| match c {
        b'0'..=b'9' => Some(c - b'0'),
        b'a'..=b'f' => Some(c - b'a' + 10),
        _ => None,
    };
    let digits = text.as_bytes();
    if digits.len() != 2 * N {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(bytes)
}
