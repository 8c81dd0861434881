//! Reads the terminal of a Unix system on a thread of its own.

use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use super::super::Incoming;
use super::decode::Decoder;

/// So long after its last byte a paste counts as ended, whether its end came or not: longer than
/// a line over the world falls silent, and not yet so long that one closes the window.
const PASTE_PATIENCE: Duration = Duration::from_secs(3);
/// So long a key may take to arrive in pieces.
const KEY_PATIENCE: Duration = Duration::from_millis(100);
/// Bytes read at once.
const PIECE: usize = 4096;

/// Reads until the terminal is gone or nobody listens. Reading blocks; the loop never waits for
/// it, so that a terminal that disappears cannot hold it up.
pub(in crate::tui) fn listen(to: Sender<Incoming>) {
    thread::spawn(move || {
        let mut decoder = Decoder::default();
        while let Some(messages) = next(&mut decoder) {
            for message in messages {
                if to.send(Incoming::Msg(message)).is_err() {
                    return;
                }
            }
        }
        // Nobody listening is as good as leaving.
        let _gone = to.send(Incoming::TerminalGone);
    });
}

/// What the terminal sends next; nothing once it is gone.
fn next(decoder: &mut Decoder) -> Option<Vec<crate::app::Msg>> {
    let stdin = std::io::stdin();
    let patience = if decoder.is_pasting() {
        Some(PASTE_PATIENCE)
    } else {
        decoder.is_waiting().then_some(KEY_PATIENCE)
    };
    let limit = patience.and_then(|p| Timespec::try_from(p).ok());
    let mut terminal = [PollFd::new(&stdin, PollFlags::IN)];
    match poll(&mut terminal, limit.as_ref()) {
        Ok(0) => return Some(decoder.rest().into_iter().collect()),
        Err(Errno::INTR) => return Some(Vec::new()),
        Err(_) => return None,
        Ok(_) => {}
    }
    // What was sent before the window closed is not waited for: nobody sees its effect.
    if terminal[0].revents().intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
        return None;
    }
    let mut bytes = [0; PIECE];
    match rustix::io::read(&stdin, &mut bytes) {
        Ok(0) => None,
        Ok(read) => Some(decoder.take(&bytes[..read], read == PIECE)),
        Err(Errno::INTR | Errno::AGAIN) => Some(Vec::new()),
        Err(_) => None,
    }
}
