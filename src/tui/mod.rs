//! The workstation on the terminal: loop, input, drawing, theme.
//!
//! The only place that names a terminal library. Must not decide what keys mean or what is
//! stored. One thread reads keys, one stores entries, one writes exports; this one waits for all
//! of them, takes what waits, and draws when nothing does, or when it was long enough busy.

mod desk;
pub mod draw;
pub mod guard;
mod input;
pub mod intake;
pub mod theme;
mod viewer;

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::{Duration, Instant};

use crate::app::{App, Cx, Msg};
use crate::i18n::Lang;
use chrono::Local;

use desk::Desk;
use guard::Guard;
use theme::Look;

/// Where the workstation begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Start {
    /// At the home screen.
    Home,
    /// In a throw-away project made from the shipped case.
    Demo,
    /// In this project.
    Open(PathBuf),
}

/// The language to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Asked for on the command line.
    Asked(Lang),
    /// The environment's; what the settings say goes before it.
    Usual(Lang),
}

/// There is no terminal to draw on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("standard input or output is not a terminal")]
pub struct NoTerminal;

/// Longest time without a new picture while more and more is to be done: keys pasted by the
/// thousand, say.
const FRAME: Duration = Duration::from_millis(50);

/// Whether the loop is asked to end. It goes before everything that waits in the queue.
#[derive(Clone)]
struct Ending {
    asked: Arc<AtomicBool>,
    to_loop: Sender<Incoming>,
}

impl Ending {
    fn of(to_loop: &Sender<Incoming>) -> Self {
        Self { asked: Arc::default(), to_loop: to_loop.clone() }
    }

    /// Asks for it, and wakes a loop that waits; `false` if it has ended.
    fn ask(&self) -> bool {
        self.asked.store(true, Ordering::Relaxed);
        self.to_loop.send(Incoming::TerminalGone).is_ok()
    }

    fn is_asked(&self) -> bool {
        self.asked.load(Ordering::Relaxed)
    }
}

/// What reaches the loop.
enum Incoming {
    /// Something for the screen.
    Msg(Msg),
    /// The terminal is gone or the system asks to end: store and leave.
    TerminalGone,
}

/// Runs the workstation until the person leaves it.
///
/// # Errors
/// [`NoTerminal`] without a terminal; otherwise what the terminal said.
pub fn run(start: &Start, language: Language) -> anyhow::Result<()> {
    anyhow::ensure!(std::io::stdin().is_terminal() && std::io::stdout().is_terminal(), NoTerminal);
    let (to_loop, incoming) = mpsc::channel();
    let mut desk = Desk::new(to_loop.clone());
    let prefs = desk.preferences(language);
    let mut guard = Guard::enter()?;
    let ending = Ending::of(&to_loop);
    on_hangup(&ending)?;
    let mut app = App::new(prefs, guard.size()?);
    if let Some(effect) = desk::first_effect(start) {
        desk.run(effect, &app);
    }
    // What is there already is shown at once, before the first key is waited for.
    while let Ok(Incoming::Msg(msg)) = incoming.try_recv() {
        take(&mut app, &mut desk, msg);
    }
    app.update(Msg::Resize(app.size), &now());
    input::listen(to_loop, ending.clone());
    let ended = run_loop(&mut guard, &mut app, &mut desk, &incoming, &ending);
    drop(guard);
    desk.close(app.lang());
    ended
}

fn now() -> Cx {
    Cx { now: Local::now().fixed_offset() }
}

/// Runs one message through the screen and its effects through the desk; `true` to leave.
fn take(app: &mut App, desk: &mut Desk, msg: Msg) -> bool {
    let effects = app.update(msg, &now());
    // Every effect runs, also behind one that leaves.
    let leaves: Vec<bool> = effects.into_iter().map(|effect| desk.run(effect, app)).collect();
    leaves.contains(&true)
}

fn run_loop(
    guard: &mut Guard,
    app: &mut App,
    desk: &mut Desk,
    incoming: &Receiver<Incoming>,
    ending: &Ending,
) -> anyhow::Result<()> {
    let all_colours = knows_all_colours();
    loop {
        fit(guard, app, desk)?;
        let look = Look::of(app.prefs.theme).on(all_colours);
        guard.paint(|frame| draw::root(frame, app, &look))?;
        let drawn = Instant::now();
        let Ok(mut next) = incoming.recv() else { return Ok(()) };
        loop {
            // Keys that still wait were typed at a terminal that is gone.
            if ending.is_asked() {
                return Ok(());
            }
            match next {
                Incoming::TerminalGone => return Ok(()),
                Incoming::Msg(msg) => {
                    if take(app, desk, msg) {
                        return Ok(());
                    }
                }
            }
            if drawn.elapsed() >= FRAME {
                break;
            }
            match incoming.try_recv() {
                Ok(more) => next = more,
                Err(_) => break,
            }
        }
    }
}

/// Whether the terminal says that it shows any colour; one that says nothing may show garbage.
fn knows_all_colours() -> bool {
    let says = |value: std::ffi::OsString| value == "truecolor" || value == "24bit";
    std::env::var_os("COLORTERM").is_some_and(says) || std::env::var_os("WT_SESSION").is_some()
}

/// Lays the screen out for the size that is there now. The message about a new size may be lost
/// when a key arrives together with it; what is drawn must fit all the same.
fn fit(guard: &Guard, app: &mut App, desk: &mut Desk) -> std::io::Result<()> {
    let size = guard.size()?;
    if size != app.size {
        take(app, desk, Msg::Resize(size));
    }
    Ok(())
}

/// A closed window or a polite kill ends the loop like leaving does.
#[cfg(unix)]
fn on_hangup(ending: &Ending) -> std::io::Result<()> {
    use rustix::event::{PollFd, PollFlags, poll};
    use signal_hook::consts::{SIGHUP, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGHUP, SIGTERM])?;
    let signalled = ending.clone();
    std::thread::spawn(move || {
        for _ in signals.forever() {
            if !signalled.ask() {
                return;
            }
        }
    });
    // Only the leader of a session is told by a signal, and reading a terminal that is gone never
    // ends: the input library tries again at once. So the terminal is asked itself.
    let gone = ending.clone();
    std::thread::spawn(move || {
        let stdin = std::io::stdin();
        loop {
            let mut terminal = [PollFd::new(&stdin, PollFlags::empty())];
            let answer = poll(&mut terminal, None);
            if answer.is_ok() && terminal[0].revents().intersects(PollFlags::HUP | PollFlags::ERR) {
                gone.ask();
            }
            if answer != Err(rustix::io::Errno::INTR) {
                return;
            }
        }
    });
    Ok(())
}

/// Other systems end the program with its window.
#[cfg(not(unix))]
fn on_hangup(_: &Ending) -> std::io::Result<()> {
    Ok(())
}
