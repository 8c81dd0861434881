//! The program as a person meets it: on a real terminal, key by key, with windows that change
//! size or vanish and processes that are killed.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

#[path = "pty/keyed.rs"]
mod keyed;
#[path = "pty/terminal.rs"]
mod terminal;
#[path = "pty/viewer.rs"]
mod viewer;
#[path = "pty/window.rs"]
mod window;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use jiping::tui::guard::Guard;
use rustix::process::Signal;
use tempfile::TempDir;
use terminal::{LIMIT, Terminal};
use window::Window;

/// How long a program may take to end after its window is closed.
const PROMPT: Duration = Duration::from_secs(2);
/// Names the part that [`panicking_program`] plays; without it that test has nothing to do.
const PART: &str = "JIPING_TEST_PANIC";

fn run(home: &Path, args: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jiping"));
    command.args(args).args(["--lang", "zh"]).env("JIPING_HOME", home).env("USER", "Zhang");
    let output = command.current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// A folder of its own, and in it a project made from the shipped case with its facts.
fn project() -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("case.jp");
    run(dir.path(), &["new", file.to_str().unwrap(), "--scheme", "surveys/yangquan-2023", "--with-facts"]);
    (dir, file)
}

/// A picture of two by two pixels: red, green, blue, white.
fn png() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let pixels = vec![255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255];
    let picture = image::RgbImage::from_raw(2, 2, pixels).unwrap();
    picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn opened(dir: &TempDir, file: &Path) -> Terminal {
    let terminal = Terminal::jiping(dir.path(), &["open", file.to_str().unwrap()], 120, 40);
    terminal.shows(&["89.73 良", "已保存"]);
    terminal
}

/// Goes to the training sessions and begins a new record.
fn begin_training(terminal: &mut Terminal) {
    terminal.send("/");
    terminal.shows(&["查找", "输入以筛选"]);
    terminal.send("培训");
    terminal.shows(&["培训完成率"]);
    terminal.send("\r");
    terminal.shows(&["核查 · 信息维护人员培训完成率"]);
    terminal.send("n");
    terminal.shows(&["Enter 确定"]);
}

#[test]
fn good_becomes_excellent_and_leaving_gives_the_terminal_back() {
    let dir = tempfile::tempdir().unwrap();
    let script = "\"$0\" demo --lang zh && stty -a".into();
    let args = ["-c".into(), script, env!("CARGO_BIN_EXE_jiping").into()];
    let mut terminal = Terminal::start(dir.path(), "/bin/sh".as_ref(), args.into_iter(), 120, 40);
    terminal.until("the demo", |s| s.alternate_screen() && s.contents().contains("89.73 良"));
    begin_training(&mut terminal);
    terminal.send("2023-11-08");
    terminal.shows(&["2023-11-08"]);
    terminal.send("\r");
    terminal.shows(&["91.73 优", "信息维护人员培训 1→2"]);
    terminal.send("\x1b");
    terminal.shows(&["n 新记录"]);
    // A trial with changes asks before it is left: ^Q, down to leaving, Enter.
    terminal.send("\x11");
    terminal.shows(&["这是试用，改动不保存"]);
    terminal.send("\x1b[B\r");
    let left = terminal.shows(&["echo"]);
    assert!(terminal.ends().success());
    terminal.assert_given_back();
    for mode in ["icanon", "echo", "isig"] {
        assert!(left.split_whitespace().any(|m| m == mode), "still raw, no {mode}:\n{left}");
    }
}

#[test]
fn what_was_called_saved_is_there_after_a_kill() {
    let (dir, file) = project();
    let mut terminal = opened(&dir, &file);
    begin_training(&mut terminal);
    terminal.send("2023-11-08\r");
    terminal.shows(&["91.73 优", "信息维护人员培训 1→2"]);
    // As an input method commits it, and from a clipboard with a line end.
    terminal.send("密码");
    terminal.shows(&["密码"]);
    terminal.send("\x1b[200~与测评\r\n\x1b[201~");
    terminal.shows(&["密码与测评"]);
    terminal.send("\r\x1b");
    terminal.shows(&["密码与测评", "n 新记录", "✓ 已保存"]);
    terminal.signal(Signal::KILL);
    assert!(!terminal.ends().success());

    run(dir.path(), &["verify", file.to_str().unwrap()]);
    let mut terminal = Terminal::jiping(dir.path(), &["open", file.to_str().unwrap()], 120, 40);
    terminal.shows(&["91.73 优", "已保存"]);
    terminal.send("/培训\r");
    terminal.shows(&["2023-11-08", "密码与测评"]);
}

#[test]
fn the_forms_of_the_case_are_keyed_at_a_terminal_in_a_few_seconds() {
    let (dir, file) = project();
    let mut terminal = opened(&dir, &file);
    terminal.send("2");
    terminal.shows(&["题目", "f 逐份录入"]);
    terminal.send("f");
    terminal.shows(&["问卷 · 第 1 份"]);
    let forms = include_str!("workstation/forms-32.txt").lines().filter(|l| !l.starts_with('#'));
    for (n, form) in forms.enumerate() {
        terminal.send(&format!("{form}\r"));
        terminal.shows(&[&format!("第 {} 份已归档", n + 1)]);
    }
    terminal.shows(&["89.73 良", "已保存"]);
    terminal.send("\x11");
    assert!(terminal.ends().success());
    let counted = run(dir.path(), &["tally", file.to_str().unwrap(), "--questionnaire", "staff", "--json"]);
    assert!(counted.contains("\"valid\": 32") && counted.contains("\"index\": \"98.17\""), "{counted}");
}

/// Forms whose keys wait while the first are filed: seconds of work.
const QUEUED: usize = 4_000;

/// Begins keying and sends far more keys than are worked through at once, as a paste does where
/// the terminal does not mark it. Back when a picture was drawn in the middle of them.
fn flooded(dir: &TempDir, file: &Path) -> Terminal {
    let mut terminal = opened(dir, file);
    terminal.send("2f");
    terminal.shows(&["问卷 · 第 1 份"]);
    terminal.send(&"1111111\r".repeat(QUEUED));
    let form = |screen: &str| -> Option<usize> {
        screen.split_once("问卷 · 第 ")?.1.split_once(" 份")?.0.parse().ok()
    };
    let is_between = |n| n > 2 && n < QUEUED;
    terminal.until("a picture while keys wait", |s| form(&s.contents()).is_some_and(is_between));
    terminal
}

/// What an input library leaves unread comes a key late, each time a key is pressed.
#[test]
fn keys_beyond_what_a_terminal_holds_are_all_taken() {
    let (dir, file) = project();
    let mut terminal = opened(&dir, &file);
    terminal.send(&("j".repeat(6_000) + "?"));
    terminal.shows(&["↑↓ 选择"]);
    terminal.send("\x1b");
    terminal.until("the screen below the help", |s| !s.contents().contains("↑↓ 选择"));
    terminal.send("\x11");
    assert!(terminal.ends().success());
}

#[test]
fn a_signal_goes_before_thousands_of_keys_that_wait() {
    let (dir, file) = project();
    let mut terminal = flooded(&dir, &file);
    terminal.signal(Signal::TERM);
    let asked = Instant::now();
    assert!(terminal.ends().success());
    assert!(asked.elapsed() < PROMPT, "{:?}", asked.elapsed());
    terminal.assert_given_back();
    // What was keyed until then is stored and sound; what still waited is not.
    run(dir.path(), &["verify", file.to_str().unwrap()]);
    let counted = run(dir.path(), &["tally", file.to_str().unwrap(), "--questionnaire", "staff", "--json"]);
    let counted: serde_json::Value = serde_json::from_str(&counted).unwrap();
    let forms = counted["valid"].as_u64().unwrap();
    assert!((1..QUEUED as u64).contains(&forms), "{counted}");
}

#[test]
fn a_window_closed_on_thousands_of_keys_that_wait_ends_the_program() {
    let (dir, file) = project();
    let terminal = flooded(&dir, &file);
    assert!(terminal.hang_up(PROMPT).is_some(), "it is still running");
    run(dir.path(), &["verify", file.to_str().unwrap()]);
}

#[test]
fn a_window_that_changes_size_loses_nothing_typed() {
    let dir = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::jiping(dir.path(), &["demo"], 120, 40);
    terminal.shows(&["89.73 良"]);
    begin_training(&mut terminal);
    terminal.send("2023-11-08\r网");
    terminal.shows(&["91.73 优", "网"]);
    terminal.resize(60, 16);
    terminal.send("络");
    terminal.until("the narrow screen", |s| {
        let last = s.rows(0, 60).nth(15).unwrap_or_default();
        last.contains("Enter 确定") && s.contents().contains("网络")
    });
    terminal.resize(40, 10);
    terminal.shows(&["窗口太小"]);
    terminal.resize(80, 24);
    terminal.shows(&["网络", "Enter 确定"]);
    terminal.send("安全\r\x1b");
    terminal.shows(&["网络安全", "n 新记录"]);
}

#[test]
fn closing_the_window_keeps_the_entry_and_ends_the_program() {
    let (dir, file) = project();
    let mut terminal = opened(&dir, &file);
    begin_training(&mut terminal);
    terminal.send("2023-11-08\r");
    terminal.shows(&["91.73 优"]);
    assert!(terminal.hang_up(PROMPT).is_some(), "it is still running");
    let log = run(dir.path(), &["log", file.to_str().unwrap()]);
    assert!(log.lines().last().unwrap().contains("2023-11-08"), "{log}");
}

#[test]
fn a_window_that_vanishes_without_a_signal_ends_the_program_too() {
    let (dir, file) = project();
    // Not the leader of a session, as behind remote shells and multiplexers: nobody tells it.
    let window = Window::open(dir.path(), &file);
    window.read_frame_with("89.73");
    assert!(window.close(PROMPT), "it is still running");
}

#[test]
fn the_hardware_cursor_stands_behind_what_is_typed() {
    let dir = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::jiping(dir.path(), &["demo"], 120, 40);
    terminal.shows(&["89.73 良"]);
    begin_training(&mut terminal);
    terminal.send("2023-11-08\r网络");
    // An input method puts its window where the cursor is.
    terminal.until("the cursor behind 网络", |screen| {
        let (row, column) = screen.cursor_position();
        let before = screen.contents_between(row, column.saturating_sub(4), row, column);
        !screen.hide_cursor() && before == "网络"
    });
}

#[test]
fn a_polite_kill_ends_well_and_gives_the_terminal_back() {
    let (dir, file) = project();
    let mut terminal = opened(&dir, &file);
    terminal.signal(Signal::TERM);
    assert!(terminal.ends().success());
    terminal.assert_given_back();
}

/// Plays the program that panics in [`a_panic_is_read_on_a_terminal_given_back`].
#[test]
fn panicking_program() {
    if std::env::args().any(|arg| arg == PART) {
        let _guard = Guard::enter().unwrap();
        panic!("the reason to be read");
    }
}

#[test]
fn a_panic_is_read_on_a_terminal_given_back() {
    let dir = tempfile::tempdir().unwrap();
    let this = std::env::current_exe().unwrap();
    let args = ["--exact", "--nocapture", "panicking_program", PART].map(Into::into);
    let mut terminal = Terminal::start(dir.path(), &this, args.into_iter(), 120, 40);
    assert!(!terminal.ends().success());
    terminal.assert_given_back();
    let screen = terminal.shows(&[]);
    assert!(screen.contains("the reason to be read"), "{screen}");
}

/// Rows go in until the terminal says how many are done; then the table ends and nothing of that
/// is left on the line.
#[test]
fn many_units_show_how_far_they_are() {
    let dir = tempfile::tempdir().unwrap();
    let fifo = dir.path().join("table");
    assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    let script = format!(
        "\"$0\" --lang en batch '{}' - < '{}' > '{}' && echo finished",
        Path::new(env!("CARGO_MANIFEST_DIR")).join("surveys/yangquan-2023").display(),
        fifo.display(),
        dir.path().join("scores.csv").display()
    );
    let args = ["-c".into(), script.into(), env!("CARGO_BIN_EXE_jiping").into()];
    let mut terminal = Terminal::start(dir.path(), "/bin/sh".as_ref(), args.into_iter(), 80, 24);
    let begun = Instant::now();
    let mut table = std::fs::OpenOptions::new().write(true).open(&fifo).unwrap();
    table.write_all(b"unit,received\n").unwrap();
    let mut unit = 0;
    while !terminal.until("anything", |_| true).contains("rows done,") {
        assert!(begun.elapsed() < LIMIT, "nothing said how far it was");
        let rows: Vec<String> = (unit..unit + 512).map(|n| format!("{n},300000\n")).collect();
        table.write_all(rows.concat().as_bytes()).unwrap();
        unit += 512;
    }
    drop(table);
    let end = terminal.shows(&["finished"]);
    assert!(!end.contains("rows done"), "{end}");
    assert!(terminal.ends().success());
    let scores = std::fs::read_to_string(dir.path().join("scores.csv")).unwrap();
    assert_eq!(scores.lines().count(), unit + 1);
}
