//! Somebody watching a file being read: how far it is, and whether it is still wanted.
//!
//! Large tables take seconds. Whoever shows a screen meanwhile says how far reading has come and
//! can end it; everybody else watches nothing. Must not know who watches.

use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// What is told how many hundredths are read; `false` ends the reading.
type See = dyn Fn(u8) -> bool + Send + Sync;

/// Watches one file being read, by whatever readers it goes through.
#[derive(Clone)]
pub struct Watch {
    see: Arc<See>,
    read: Arc<AtomicU64>,
    all: u64,
}

impl Watch {
    /// `see` is told how many hundredths are read, again and again; when it says `false` the next
    /// piece fails to be read.
    pub fn new(see: impl Fn(u8) -> bool + Send + Sync + 'static) -> Self {
        Self { see: Arc::new(see), read: Arc::default(), all: 0 }
    }

    /// Nobody watches.
    pub fn nobody() -> Self {
        Self::new(|_| true)
    }

    /// The same for a file of which so many bytes will be read altogether.
    #[must_use]
    pub fn over(mut self, bytes: u64) -> Self {
        self.all = bytes;
        self
    }

    /// A watch of one part of the work, which is told as hundredths `from` to `to` of the whole.
    #[must_use]
    pub fn part(&self, from: u8, to: u8) -> Self {
        let see = Arc::clone(&self.see);
        let share = u16::from(to.saturating_sub(from));
        Self::new(move |hundredths| {
            let of_part = u8::try_from(u16::from(hundredths) * share / 100).unwrap_or(100);
            see(from.saturating_add(of_part))
        })
    }

    /// Takes note of more bytes read.
    ///
    /// # Errors
    /// If what is read is no longer wanted.
    pub fn count(&self, bytes: usize) -> io::Result<()> {
        let read = self.read.fetch_add(bytes as u64, Ordering::Relaxed) + bytes as u64;
        // What comes after the last byte takes time, too.
        let hundredths = u8::try_from(read.saturating_mul(100) / self.all.max(1)).unwrap_or(99).min(99);
        let is_wanted = (self.see)(hundredths);
        is_wanted.then_some(()).ok_or_else(|| io::Error::other("no longer wanted"))
    }

    /// A reader that is watched.
    pub fn over_reader<R>(&self, inner: R) -> Watched<R> {
        Watched { inner, watch: self.clone() }
    }
}

impl std::fmt::Debug for Watch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Watch").field("read", &self.read).field("all", &self.all).finish_non_exhaustive()
    }
}

/// A reader that is watched.
#[derive(Debug)]
pub struct Watched<R> {
    inner: R,
    watch: Watch,
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.watch.count(read)?;
        Ok(read)
    }
}

impl<R: Seek> Seek for Watched<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[test]
    fn reading_is_told_in_hundredths_and_ends_when_nobody_wants_it() {
        let told = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&told);
        let watch = Watch::new(move |hundredths| {
            heard.lock().unwrap().push(hundredths);
            hundredths < 50
        });
        let mut reader = watch.over(200).over_reader(&[7u8; 200][..]);
        let mut piece = [0; 40];
        assert_eq!(reader.read(&mut piece).unwrap(), 40);
        assert_eq!(reader.read(&mut piece).unwrap(), 40);
        assert!(reader.read(&mut piece).is_err());
        assert_eq!(*told.lock().unwrap(), [20, 40, 60]);
    }

    #[test]
    fn parts_of_the_work_follow_each_other() {
        let told = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&told);
        let watch = Watch::new(move |hundredths| {
            heard.lock().unwrap().push(hundredths);
            true
        });
        for (from, to, bytes) in [(0, 20, 100), (20, 100, 200)] {
            let part = watch.part(from, to).over(bytes);
            part.count(50).unwrap();
            part.count(50).unwrap();
        }
        // Half and (almost) all of the first fifth; a quarter and half of the other four.
        assert_eq!(*told.lock().unwrap(), [10, 19, 40, 60]);
    }
}
