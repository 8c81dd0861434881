//! The second leg: every event once more, as lines of text in the user's own folder.
//!
//! A mirror is written and flushed before the database commits, so it knows everything that was
//! ever called saved, and perhaps one act more. It is the outside witness that notices when a
//! project file lost its tail or was replaced by an older copy. There is one for each project file;
//! see [`super::places`].
//!
//! A mirror that contradicts the project is never changed or deleted: it is set aside under
//! another name and a new one is begun.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufRead as _, BufReader, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use super::codec::{read_line, write_line};
use super::files::{folder_of, sync_folder};
use super::{Fault, StoreError, places};
use crate::ledger::{Digest, Event, ReplicaId};

/// Why events are not mirrored, or not where they were. Work goes on without.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MirrorTrouble {
    /// It cannot be read or written.
    Failed(StoreError),
    /// Another copy of the same project is open and writes it.
    InUse(PathBuf),
    /// It contradicts the project, and was or will be set aside: another copy of the project was
    /// worked on here, or one of the two was damaged.
    Diverged(PathBuf),
}

/// What the project knows: its identity, its number of events, and the hash of each.
pub(super) struct Known<'a> {
    pub(super) replica: ReplicaId,
    pub(super) head: u64,
    pub(super) hash_at: &'a dyn Fn(u64) -> Option<Digest>,
}

/// How a mirror stands to its project.
#[derive(Debug, Default)]
pub(super) struct Standing {
    /// Number of the last event of its last whole act.
    pub(super) seq: u64,
    /// Bytes up to the end of that act.
    len: u64,
    /// Events that follow on the project's last one: whole acts.
    pub(super) ahead: Vec<Event>,
    /// Whether it contradicts the project.
    pub(super) diverged: bool,
}

/// An open mirror that this program alone writes.
#[derive(Debug)]
pub(super) struct Mirror {
    path: PathBuf,
    file: File,
    seq: u64,
    len: u64,
    /// Up to this number the project had its events when the mirror was opened.
    base: u64,
    /// Hashes of the events after `base`.
    since: Vec<Digest>,
    diverged: bool,
}

/// Looks at a mirror without changing or locking it; none if there is none.
pub(super) fn look(path: &Path, known: &Known<'_>) -> Result<Option<Standing>, MirrorTrouble> {
    match File::open(path) {
        Ok(mut file) => stand(&mut file, known).map(Some).map_err(|e| failed(path, e)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(failed(path, e)),
    }
}

/// All events of a mirror, and the number of its first line that is not one (from 1).
pub(super) fn read_all(path: &Path) -> io::Result<(Vec<Event>, Option<u64>)> {
    let mut events = Vec::new();
    let mut reader = BufReader::new(File::open(path)?);
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        reader.read_until(b'\n', &mut line)?;
        if !line.ends_with(b"\n") {
            break;
        }
        let Some((event, _)) = read_line(&line) else { return Ok((events, Some(number))) };
        events.push(event);
    }
    Ok((events, None))
}

impl Mirror {
    /// Opens or begins the mirror of a project, and says which events it has beyond it.
    pub(super) fn open(
        folder: &Path,
        project: &Path,
        known: &Known<'_>,
    ) -> Result<(Self, Vec<Event>), MirrorTrouble> {
        fs::create_dir_all(folder).map_err(|e| failed(folder, e))?;
        let path = places::mirror_of(folder, known.replica, project);
        let mut file = open_locked(&path)?;
        places::claim(&path, project).map_err(MirrorTrouble::Failed)?;
        let standing = stand(&mut file, known).map_err(|e| failed(&path, e))?;
        let mirror = Self {
            path,
            file,
            seq: standing.seq,
            len: standing.len,
            base: known.head,
            since: standing.ahead.iter().map(|e| e.hash).collect(),
            diverged: standing.diverged,
        };
        Ok((mirror, standing.ahead))
    }

    /// Whether it contradicts the project and will be set aside at the next entry.
    pub(super) fn diverged(&self) -> Option<MirrorTrouble> {
        self.diverged.then(|| MirrorTrouble::Diverged(self.path.clone()))
    }

    /// Writes events that the project has and the mirror lacks, up to number `upto`.
    /// `stored` gives the project's events after a number.
    pub(super) fn catch_up(
        &mut self,
        upto: u64,
        stored: impl FnOnce(u64) -> Vec<Event>,
    ) -> Result<(), MirrorTrouble> {
        if self.diverged || self.seq >= upto {
            return Ok(());
        }
        let missing = stored(self.seq);
        let missing: Vec<&Event> = missing.iter().take_while(|e| e.seq <= upto).collect();
        self.write(&missing)
    }

    /// Writes events and flushes them to the disk; those it has already are passed over.
    /// Gives the name under which a contradicting mirror was set aside, if that was needed.
    pub(super) fn append(
        &mut self,
        events: &[&Event],
        stored: impl FnOnce(u64) -> Vec<Event>,
    ) -> Result<Option<MirrorTrouble>, MirrorTrouble> {
        let Some(first) = events.first() else { return Ok(None) };
        let trouble = if self.diverged || events.iter().any(|e| self.contradicts(e)) {
            Some(MirrorTrouble::Diverged(self.start_over(first.seq - 1)?))
        } else {
            None
        };
        self.catch_up(first.seq - 1, stored)?;
        let fresh = events.partition_point(|e| e.seq <= self.seq);
        self.write(&events[fresh..])?;
        self.since.extend(events[fresh..].iter().map(|e| e.hash));
        Ok(trouble)
    }

    fn contradicts(&self, event: &Event) -> bool {
        let nth = event.seq.checked_sub(self.base + 1).and_then(|n| usize::try_from(n).ok());
        nth.and_then(|n| self.since.get(n)).is_some_and(|hash| *hash != event.hash)
    }

    /// Sets the file aside under a name that is free, and begins a new one.
    fn start_over(&mut self, base: u64) -> Result<PathBuf, MirrorTrouble> {
        let mut number = 1;
        let aside = loop {
            let name = self.path.with_extension(format!("aside-{number}.jsonl"));
            if !name.exists() {
                break name;
            }
            number += 1;
        };
        fs::rename(&self.path, &aside).map_err(|e| failed(&self.path, e))?;
        self.file = open_locked(&self.path)?;
        (self.seq, self.len, self.base, self.diverged) = (0, 0, base, false);
        self.since.clear();
        Ok(aside)
    }

    fn write(&mut self, events: &[&Event]) -> Result<(), MirrorTrouble> {
        let Some(last) = events.last() else { return Ok(()) };
        let mut write = || -> io::Result<u64> {
            let mut lines = Vec::new();
            for (n, event) in events.iter().enumerate() {
                let end = events.get(n + 1).is_none_or(|next| next.step != event.step);
                write_line(event, end, &mut lines)?;
            }
            // An act that was cut off while being written goes first.
            self.file.set_len(self.len)?;
            self.file.seek(SeekFrom::Start(self.len))?;
            self.file.write_all(&lines)?;
            self.file.sync_data()?;
            if self.len == 0 {
                sync_folder(folder_of(&self.path))?;
            }
            Ok(lines.len() as u64)
        };
        self.len += write().map_err(|e| failed(&self.path, e))?;
        self.seq = last.seq;
        Ok(())
    }
}

fn failed(path: &Path, error: io::Error) -> MirrorTrouble {
    MirrorTrouble::Failed(Fault::from(error).at(path))
}

fn open_locked(path: &Path) -> Result<File, MirrorTrouble> {
    let open = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path);
    let file = open.map_err(|e| failed(path, e))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(MirrorTrouble::InUse(path.to_owned())),
        Err(TryLockError::Error(e)) => Err(failed(path, e)),
    }
}

/// Compares by the last entry alone where that settles it: equal hashes mean equal histories.
fn stand(file: &mut File, known: &Known<'_>) -> io::Result<Standing> {
    let tail = tail(file)?;
    let Some((last, len)) = tail.last else {
        return Ok(Standing { diverged: tail.unreadable, ..Standing::default() });
    };
    let mut standing = Standing { seq: last.seq, len, diverged: tail.unreadable, ..Standing::default() };
    if last.seq > known.head {
        let (ahead, sound) = ahead(file, len, known)?;
        standing.diverged |= !sound;
        standing.ahead = ahead;
    } else if (known.hash_at)(last.seq) != Some(last.hash) {
        standing.diverged = true;
    }
    Ok(standing)
}

/// The end of a mirror.
struct Tail {
    /// The last event of the last whole act, and where its line ends.
    last: Option<(Event, u64)>,
    /// Whether a whole line after that is not an event.
    unreadable: bool,
}

fn tail(file: &mut File) -> io::Result<Tail> {
    let size = file.metadata()?.len();
    let mut window = 64 * 1024;
    loop {
        let start = size.saturating_sub(window);
        let mut bytes = Vec::new();
        file.seek(SeekFrom::Start(start))?;
        file.take(size - start).read_to_end(&mut bytes)?;
        // A window that begins inside the file begins inside a line.
        let skip = if start == 0 {
            0
        } else {
            bytes.iter().position(|b| *b == b'\n').map_or(bytes.len(), |n| n + 1)
        };
        let tail = tail_of(&bytes[skip..], start + skip as u64);
        if tail.last.is_some() || start == 0 {
            return Ok(tail);
        }
        window *= 8;
    }
}

fn tail_of(lines: &[u8], offset: u64) -> Tail {
    let mut end = lines.iter().rposition(|b| *b == b'\n').map_or(0, |n| n + 1);
    let mut unreadable = false;
    while end > 0 {
        let start = lines[..end - 1].iter().rposition(|b| *b == b'\n').map_or(0, |n| n + 1);
        match read_line(&lines[start..end]) {
            Some((event, true)) => return Tail { last: Some((event, offset + end as u64)), unreadable },
            Some((_, false)) => {}
            None => unreadable = true,
        }
        end = start;
    }
    Tail { last: None, unreadable }
}

/// The events that follow on the project's last one, and whether all after it do.
fn ahead(file: &mut File, len: u64, known: &Known<'_>) -> io::Result<(Vec<Event>, bool)> {
    let mut prev = if known.head == 0 { Some(Digest::default()) } else { (known.hash_at)(known.head) };
    let mut events: Vec<Event> = Vec::new();
    let mut whole = 0;
    file.seek(SeekFrom::Start(0))?;
    let mut reader = BufReader::new(file.take(len));
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line)? > 0 {
        let Some((event, end)) = read_line(&line) else { break };
        line.clear();
        if event.seq <= known.head {
            continue;
        }
        if event.seq != known.head + events.len() as u64 + 1 || Some(event.prev) != prev {
            break;
        }
        prev = Some(event.hash);
        events.push(event);
        if end {
            whole = events.len();
        }
    }
    events.truncate(whole);
    let sound = line.is_empty() && reader.fill_buf()?.is_empty();
    Ok((events, sound))
}
