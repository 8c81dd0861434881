//! What was called saved survives a killed program, and what could not be saved is said and
//! saved later. The programs that suffer are this very test binary, started once more.
#![cfg(unix)]

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use jiping::ledger::{Event, Ledger, Stamp};
use jiping::store::{self, Fault, Finding, Home, MirrorFinding, Opened, ReadOnly, Report, State};

/// Hard limit of any one wait.
const LIMIT: Duration = Duration::from_mins(1);
const ROUNDS: u64 = 15;
/// Names the folder that [`suffering_program`] works in; without it that test has nothing to do.
const FOLDER: &str = "JIPING_TEST_FOLDER";
/// Names what it does there.
const PART: &str = "JIPING_TEST_PART";

fn stamp() -> Stamp {
    Stamp { at: "2023-12-01T09:00:00+08:00".parse().unwrap(), actor: "林评".to_owned() }
}

fn open(folder: &Path, report: impl Fn(Report) + Send + 'static) -> Opened {
    store::open(&folder.join("a.jp"), &Home::at(folder), report).unwrap()
}

/// One act of one to three values, each saying its own number.
fn act(ledger: &mut Ledger) -> Vec<Event> {
    let next = ledger.events().len() + 1;
    let sets = (next..=next + next % 3).map(|n| (format!("cell.{}", n % 97), Some(format!("value {n}"))));
    ledger.record(sets.collect(), Some("counted again"), &stamp()).to_vec()
}

/// Not a check of its own: what the other tests of this file start as a program of its own.
#[test]
fn suffering_program() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let folder = Path::new(&folder);
    match std::env::var(PART).as_deref() {
        Ok("work") => work_until_killed(folder),
        Ok("cramped") => work_in_little_room(folder),
        other => panic!("{other:?}"),
    }
}

/// Works with up to sixteen acts under way and prints each number that was called saved.
fn work_until_killed(folder: &Path) {
    let (report, reports) = channel();
    let mut opened = open(folder, move |r| drop(report.send(r)));
    let writer = opened.writer.as_ref().unwrap();
    let (mut sent, mut saved) = (opened.ledger.events().len() as u64, opened.ledger.events().len() as u64);
    let started = Instant::now();
    while started.elapsed() < LIMIT {
        while sent < saved + 32 {
            let events = act(&mut opened.ledger);
            sent = events.last().unwrap().seq;
            writer.append(events);
        }
        match reports.recv_timeout(LIMIT).unwrap() {
            Report::Saved { upto_seq, .. } => saved = upto_seq,
            failed @ Report::Failed { .. } => panic!("{failed:?}"),
        }
        println!("saved {saved}");
    }
}

/// Files may not grow beyond a limit, until they may again.
fn work_in_little_room(folder: &Path) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    // Otherwise the system ends a program that writes beyond the limit.
    let signal = signal_hook::consts::SIGXFSZ;
    signal_hook::flag::register(signal, std::sync::Arc::default()).unwrap();
    let roomy = getrlimit(Resource::Fsize);
    let limit =
        |bytes| setrlimit(Resource::Fsize, Rlimit { current: bytes, maximum: roomy.maximum }).unwrap();

    let (report, reports) = channel();
    let mut opened = open(folder, move |r| drop(report.send(r)));
    let writer = opened.writer.as_ref().unwrap();
    limit(Some(100_000));
    let (mut saved, mut failed) = (0, None);
    while failed.is_none() {
        writer.append(act(&mut opened.ledger));
        match reports.recv_timeout(LIMIT).unwrap() {
            Report::Saved { upto_seq, .. } => saved = upto_seq,
            Report::Failed { error, upto_seq } => failed = Some((error, upto_seq)),
        }
    }
    let (error, waiting) = failed.unwrap();
    assert!(matches!(error.fault, Fault::Io(_) | Fault::DiskFull), "{error:?}");
    assert_eq!(waiting, opened.ledger.events().len() as u64);
    // Later and smaller entries do not overtake it.
    let one = vec![("small".to_owned(), Some("1".to_owned()))];
    let events = opened.ledger.record(one, None, &stamp()).to_vec();
    let all = events[0].seq;
    writer.append(events);
    let report = reports.recv_timeout(LIMIT).unwrap();
    assert!(matches!(report, Report::Failed { upto_seq, .. } if upto_seq == all), "{report:?}");
    let there = store::read(&folder.join("a.jp")).unwrap().ledger.events().len() as u64;
    assert!(there >= saved && there < all, "{saved} {there} {all}");

    limit(roomy.current);
    writer.retry();
    loop {
        match reports.recv_timeout(LIMIT).unwrap() {
            Report::Saved { upto_seq, mirror: None } if upto_seq == all => break,
            Report::Saved { upto_seq, mirror: None } if upto_seq < all => {}
            report => panic!("{report:?}"),
        }
    }
    let ledger = opened.ledger;
    opened.writer.unwrap().close().unwrap();
    // Each entry once, in order: the chain would not hold otherwise.
    assert_eq!(store::read(&folder.join("a.jp")).unwrap().ledger.events(), ledger.events());
}

/// Ends the program it stands for, whatever happens to the test.
struct Suffering(Child);

impl Suffering {
    fn start(part: &str, folder: &Path) -> (Self, Receiver<String>) {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["suffering_program", "--exact", "--nocapture"])
            .env(FOLDER, folder)
            .env(PART, part)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let (send, received) = channel();
        std::thread::spawn(move || {
            let mut line = String::new();
            // A line without its end was cut off by the kill and does not count.
            while lines.read_line(&mut line).is_ok_and(|_| line.ends_with('\n')) {
                let _ = send.send(std::mem::take(&mut line));
            }
        });
        (Self(child), received)
    }
}

impl Drop for Suffering {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn new_project(folder: &Path) {
    let home = Home::at(folder);
    let opened = store::new_project(&folder.join("a.jp"), &home, &[], &[], &stamp(), |_| {}).unwrap();
    opened.writer.unwrap().close().unwrap();
}

fn number(line: &str) -> Option<u64> {
    line.trim_end().rsplit_once("saved ")?.1.parse().ok()
}

#[test]
fn killed_at_any_moment_nothing_that_was_called_saved_is_lost() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path();
    new_project(folder);
    let mut random = 20_231_201_u64;
    let mut draw = |below: u64| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) % below
    };
    let mut acknowledged = 0;
    for round in 0..ROUNDS {
        let (program, lines) = Suffering::start("work", folder);
        let mut saved = 0;
        for _ in 0..=draw(30) {
            let line = lines.recv_timeout(LIMIT).unwrap();
            saved = number(&line).unwrap_or(saved);
        }
        // A moment more, to fall between two reports.
        for _ in 0..draw(3000) {
            std::thread::yield_now();
        }
        drop(program);
        saved = lines.iter().filter_map(|line| number(&line)).last().unwrap_or(saved);
        acknowledged += saved;
        check_after_kill(folder, saved, round);
    }
    assert!(acknowledged > 0);
}

fn check_after_kill(folder: &Path, saved: u64, round: u64) {
    let path = folder.join("a.jp");
    // Looking at it needs no writing program to have mended it before.
    let looked = store::read(&path).unwrap();
    assert_eq!(looked.state, State::ReadOnly(ReadOnly::Asked), "round {round}");
    let findings = store::verify(&path, &Home::at(folder)).unwrap().findings;
    let at_most_ahead = |f: &Finding| matches!(f, Finding::Mirror(MirrorFinding::Ahead { .. }));
    assert!(findings.iter().all(at_most_ahead), "round {round}: {findings:?}");

    let mut opened = open(folder, |_| {});
    assert_eq!(opened.state, State::Writable, "round {round}");
    assert!(opened.ledger.events().len() as u64 >= saved, "round {round}: lost what was saved");
    assert_eq!(opened.ledger.events(), looked.ledger.events());
    for event in opened.ledger.events() {
        assert_eq!(event.change.new, Some(format!("value {}", event.seq)));
    }
    // Every other time what the mirror has beyond the file is taken back.
    if round.is_multiple_of(2) {
        let ahead = opened.mirror_ahead.len();
        opened.replay_mirror().unwrap();
        assert_eq!(opened.ledger.events().len(), looked.ledger.events().len() + ahead);
    }
    opened.writer.unwrap().close().unwrap();
}

#[test]
fn without_room_it_says_so_keeps_everything_and_saves_it_later() {
    let dir = tempfile::tempdir().unwrap();
    new_project(dir.path());
    let (mut program, lines) = Suffering::start("cramped", dir.path());
    let output: String = lines.iter().collect();
    assert!(program.0.wait().unwrap().success(), "{output}");
    assert!(output.contains("1 passed"), "{output}");
}
