//! A terminal with a program in it: keys go in as bytes, the screen is what a terminal makes of
//! the bytes that come out. Every wait is for something to show, and has an end.

use std::ffi::OsString;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process, kill_process_group};
use vt100::{MouseProtocolMode, Parser, Screen};

/// What shows elsewhere than on the screen, a file say, is looked for this often.
const GLANCE: Duration = Duration::from_millis(50);
/// Hard limit of a whole story.
pub const LIMIT: Duration = Duration::from_mins(1);

/// A program in a terminal of its own. It is gone when this is dropped.
pub struct Terminal {
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    shared: Arc<Shared>,
    reader: JoinHandle<()>,
    process: Process,
    until: Instant,
}

struct Shared {
    seen: Mutex<Seen>,
    changed: Condvar,
}

struct Seen {
    parser: Parser,
    /// Whether more output is taken.
    reads: bool,
    /// Whether the other end is closed.
    closed: bool,
}

impl Shared {
    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The leader of the terminal's session and everything in its group.
struct Process {
    id: Pid,
    ended: Receiver<ExitStatus>,
    gone: bool,
}

impl Process {
    fn wait(&mut self, limit: Duration) -> Option<ExitStatus> {
        let status = self.ended.recv_timeout(limit).ok()?;
        self.gone = true;
        Some(status)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if !self.gone && self.ended.try_recv().is_err() {
            let _ = kill_process_group(self.id, Signal::KILL);
        }
    }
}

fn cells(n: u16) -> NonZeroU16 {
    NonZeroU16::new(n).unwrap()
}

const fn size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

impl Terminal {
    /// The program under test with these arguments, speaking Chinese, keeping its things in `home`.
    pub fn jiping(home: &Path, args: &[&str], columns: u16, rows: u16) -> Self {
        let args = args.iter().copied().chain(["--lang", "zh"]).map(OsString::from);
        Self::start(home, env!("CARGO_BIN_EXE_jiping").as_ref(), args, columns, rows)
    }

    /// Any program with these arguments.
    pub fn start(
        home: &Path,
        program: &Path,
        args: impl Iterator<Item = OsString>,
        columns: u16,
        rows: u16,
    ) -> Self {
        let pair = native_pty_system().openpty(size(columns, rows)).unwrap();
        let mut command = CommandBuilder::new(program);
        command.args(args);
        command.cwd(home);
        command.env_clear();
        for name in ["PATH", "TMPDIR"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        command.env("JIPING_HOME", home);
        command.env("HOME", home);
        command.env("USER", "Zhang");
        command.env("TERM", "xterm-256color");
        let mut child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let id = i32::try_from(child.process_id().unwrap()).unwrap();
        let (tell, ended) = channel();
        std::thread::spawn(move || tell.send(child.wait().unwrap()));
        let seen = Seen { parser: Parser::new(cells(rows), cells(columns), 0), reads: true, closed: false };
        let shared = Arc::new(Shared { seen: Mutex::new(seen), changed: Condvar::new() });
        let output = pair.master.try_clone_reader().unwrap();
        let keys = pair.master.take_writer().unwrap();
        let process = Process { id: Pid::from_raw(id).unwrap(), ended, gone: false };
        let reader = std::thread::spawn({
            let shared = shared.clone();
            move || watch(output, &shared)
        });
        Self { master: pair.master, keys, shared, reader, process, until: Instant::now() + LIMIT }
    }

    /// Types, or sends whatever else a terminal sends, in one piece.
    pub fn send(&mut self, bytes: &str) {
        self.keys.write_all(bytes.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// Waits until the screen is as wanted and returns it as text.
    #[track_caller]
    pub fn until(&self, wanted: &str, met: impl Fn(&Screen) -> bool) -> String {
        let mut seen = self.shared.seen();
        loop {
            if met(seen.parser.screen()) {
                return seen.parser.screen().contents();
            }
            let left = self.until.saturating_duration_since(Instant::now());
            if left.is_zero() || seen.closed {
                let screen = seen.parser.screen().contents();
                drop(seen);
                panic!("{wanted} never came; the last screen:\n{screen}");
            }
            seen = self
                .shared
                .changed
                .wait_timeout(seen, left.min(GLANCE))
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
    }

    /// Waits until all these texts are on the screen.
    #[track_caller]
    pub fn shows(&self, texts: &[&str]) -> String {
        self.until(&format!("{texts:?}"), |screen| {
            let all = screen.contents();
            texts.iter().all(|text| all.contains(text))
        })
    }

    /// Gives the window another size.
    pub fn resize(&self, columns: u16, rows: u16) {
        self.shared.seen().parser.set_size(cells(rows), cells(columns));
        self.master.resize(size(columns, rows)).unwrap();
    }

    /// Sends a signal to the program.
    pub fn signal(&self, signal: Signal) {
        kill_process(self.process.id, signal).unwrap();
    }

    /// Waits for the program to end by itself and for its last output.
    #[track_caller]
    pub fn ends(&mut self) -> ExitStatus {
        let left = self.until.saturating_duration_since(Instant::now());
        let status = self.process.wait(left);
        let Some(status) = status else {
            panic!("it never ended; the last screen:\n{}", self.shared.seen().parser.screen().contents());
        };
        let mut seen = self.shared.seen();
        while !seen.closed {
            seen = self.shared.changed.wait(seen).unwrap_or_else(PoisonError::into_inner);
        }
        status
    }

    /// Everything the program switched on in the terminal is off again.
    #[track_caller]
    pub fn assert_given_back(&self) {
        let seen = self.shared.seen();
        let screen = seen.parser.screen();
        assert!(!screen.alternate_screen(), "the alternate screen was not left");
        assert!(!screen.bracketed_paste(), "bracketed paste is still on");
        assert_eq!(screen.mouse_protocol_mode(), MouseProtocolMode::None, "the mouse is still taken");
        assert!(!screen.hide_cursor(), "the cursor is still hidden");
    }

    /// Closes the window, and waits so long for the program to end by itself.
    pub fn hang_up(mut self, limit: Duration) -> Option<ExitStatus> {
        // The reading thread holds the window open until it has read once more: a new size is
        // always answered.
        self.shared.seen().reads = false;
        self.resize(100, 30);
        self.reader.join().unwrap();
        drop(self.keys);
        drop(self.master);
        self.process.wait(limit)
    }
}

fn watch(mut output: Box<dyn Read + Send>, shared: &Shared) {
    let mut buffer = vec![0; 1 << 16];
    loop {
        let n = output.read(&mut buffer).unwrap_or(0);
        let mut seen = shared.seen();
        seen.parser.process(&buffer[..n]);
        seen.closed = n == 0;
        shared.changed.notify_all();
        if n == 0 || !seen.reads {
            return;
        }
    }
}
