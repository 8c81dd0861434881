//! The program on a terminal that is not its controlling one: no signal tells it when that
//! terminal goes. Read on the test's own thread, so that closing it really closes it.

use std::fs::File;
use std::io::Read as _;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;
use std::process::{Child, Command};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, Signal, kill_process};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

use super::terminal::LIMIT;

/// Ends a synchronized update.
const END_OF_FRAME: &[u8] = b"\x1b[?2026l";

/// A terminal with the workstation on it.
pub struct Window {
    end: File,
    program: Child,
}

impl Window {
    /// The workstation on a project.
    pub fn open(home: &Path, project: &Path) -> Self {
        let end = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
        grantpt(&end).unwrap();
        unlockpt(&end).unwrap();
        let name = ptsname(&end, Vec::new()).unwrap();
        let name = Path::new(std::ffi::OsStr::from_bytes(name.as_bytes()));
        let terminal = File::options().read(true).write(true).open(name).unwrap();
        tcsetwinsize(&terminal, Winsize { ws_row: 40, ws_col: 120, ws_xpixel: 0, ws_ypixel: 0 }).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_jiping"));
        command.arg("open").arg(project).args(["--lang", "zh"]);
        command.env("JIPING_HOME", home).env("TERM", "xterm-256color");
        command.stdin(terminal.try_clone().unwrap()).stdout(terminal.try_clone().unwrap()).stderr(terminal);
        Self { program: command.spawn().unwrap(), end: end.into() }
    }

    /// Takes output until this is in it and the frame is whole, so that nothing more comes.
    #[track_caller]
    pub fn read_frame_with(&self, wanted: &str) {
        let until = Instant::now() + LIMIT;
        let mut output = Vec::new();
        while !(String::from_utf8_lossy(&output).contains(wanted) && output.ends_with(END_OF_FRAME)) {
            let left = until.saturating_duration_since(Instant::now());
            let left = Timespec::try_from(left).unwrap();
            let ready = poll(&mut [PollFd::new(&self.end, PollFlags::IN)], Some(&left)).unwrap();
            assert!(ready > 0, "no {wanted:?} in {}", String::from_utf8_lossy(&output));
            let mut buffer = [0; 4096];
            let n = (&self.end).read(&mut buffer).unwrap();
            output.extend_from_slice(&buffer[..n]);
        }
    }

    /// Closes the window; whether the program ends by itself within this time.
    pub fn close(self, limit: Duration) -> bool {
        let Self { end, mut program } = self;
        drop(end);
        let id = Pid::from_child(&program);
        let (tell, ended) = channel();
        let waiting = std::thread::spawn(move || {
            let _ = tell.send(program.wait().unwrap());
        });
        let in_time = ended.recv_timeout(limit).is_ok();
        if !in_time {
            let _ = kill_process(id, Signal::KILL);
        }
        waiting.join().unwrap();
        in_time
    }
}
