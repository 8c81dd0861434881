//! What an evaluator may rely on: nothing saved is lost, nothing damaged passes for sound, and
//! whatever cannot be done says why.

mod attachments;
mod damage;
mod files;
mod mirror;
#[cfg(feature = "pictures")]
mod orientation;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use chrono::{DateTime, FixedOffset};
use jiping::format::SourceFile;
use jiping::i18n::{self, Lang};
use jiping::ledger::{Breach, Event, Ledger, Stamp};
use jiping::store::{
    self, Damage, Fault, Finding, Home, MirrorFinding, MirrorTrouble, Opened, ReadOnly, Recent, Report,
    Settings, State,
};

/// Nothing here takes a tenth of it; it only ends a test that would otherwise hang.
const LIMIT: Duration = Duration::from_mins(1);

fn stamp(second: i64) -> Stamp {
    let at: DateTime<FixedOffset> = "2023-12-01T09:00:00+08:00".parse().unwrap();
    Stamp { at: at + chrono::Duration::seconds(second), actor: "林评".to_owned() }
}

/// A folder with a project, a home for mirrors, and the reports of the last opening.
struct Bench {
    dir: tempfile::TempDir,
    reports: Receiver<Report>,
}

impl Bench {
    fn new() -> (Self, Opened) {
        let dir = tempfile::tempdir().unwrap();
        let (send, reports) = channel();
        let files = [SourceFile { name: "scheme.toml".to_owned(), bytes: "title = \"试\"\n".into() }];
        let facts = [("training.planned".to_owned(), "2".to_owned())];
        let report = move |r| drop(send.send(r));
        let bench = Self { dir, reports };
        let opened =
            store::new_project(&bench.file(), &bench.home(), &files, &facts, &stamp(0), report).unwrap();
        (bench, opened)
    }

    fn file(&self) -> PathBuf {
        self.dir.path().join("项目.jp")
    }

    fn home(&self) -> Home {
        Home::at(&self.dir.path().join("home"))
    }

    fn mirror(&self) -> PathBuf {
        let folder = fs::read_dir(self.home().mirrors).unwrap();
        let all = folder.map(|e| e.unwrap().path());
        let found: Vec<PathBuf> = all.filter(|p| p.extension().is_some_and(|e| e == "jsonl")).collect();
        assert_eq!(found.len(), 1, "{found:?}");
        found[0].clone()
    }

    fn open(&mut self) -> Opened {
        let (send, reports) = channel();
        self.reports = reports;
        store::open(&self.file(), &self.home(), move |r| drop(send.send(r))).unwrap()
    }

    /// Waits until `seq` is saved; the mirror must have it, too.
    fn saved(&self, seq: usize) {
        loop {
            match self.reports.recv_timeout(LIMIT).unwrap() {
                Report::Saved { upto_seq, mirror: None } if upto_seq == seq as u64 => return,
                Report::Saved { mirror: None, .. } => {}
                other => panic!("{other:?}"),
            }
        }
    }

    fn verify(&self) -> Vec<Finding> {
        store::verify(&self.file(), &self.home()).unwrap().findings
    }
}

fn record(opened: &mut Opened, path: &str, value: &str) {
    let events = opened.ledger.record(vec![(path.to_owned(), Some(value.to_owned()))], None, &stamp(1));
    opened.writer.as_ref().unwrap().append(events.to_vec());
}

fn close(opened: Opened) -> Ledger {
    opened.writer.unwrap().close().unwrap();
    opened.ledger
}

/// A project with `n` values `cell.1` … `cell.n`, one act each, closed.
fn with_cells(n: usize) -> (Bench, Ledger) {
    let (bench, mut opened) = Bench::new();
    for i in 1..=n {
        record(&mut opened, &format!("cell.{i}"), &format!("value-{i}"));
    }
    let ledger = close(opened);
    (bench, ledger)
}

#[test]
fn what_was_recorded_is_there_again_and_undo_survives() {
    let (mut bench, mut opened) = Bench::new();
    record(&mut opened, "training.total", "1");
    record(&mut opened, "training.total", "2");
    let undone = opened.ledger.undo(&stamp(2)).to_vec();
    opened.writer.as_ref().unwrap().append(undone);
    let before = close(opened);

    let mut opened = bench.open();
    assert_eq!(opened.state, State::Writable);
    assert_eq!(opened.ledger.events(), before.events());
    assert_eq!(opened.ledger.facts().get("training.total"), Some("1"));
    assert!(opened.mirror_ahead.is_empty());
    assert_eq!(opened.mirror_trouble, None);
    let events = opened.ledger.redo(&stamp(3)).to_vec();
    opened.writer.as_ref().unwrap().append(events);
    assert_eq!(opened.ledger.facts().get("training.total"), Some("2"));
    bench.saved(6);
    for undone in [1, 1, 0] {
        let events = opened.ledger.undo(&stamp(4)).to_vec();
        assert_eq!(events.len(), undone);
        opened.writer.as_ref().unwrap().append(events);
    }
    // What the project was opened with stays.
    assert_eq!(opened.ledger.facts().get("training.total"), None);
    assert_eq!(opened.ledger.facts().get("training.planned"), Some("2"));
    let files = store::scheme_files(opened.ledger.facts());
    assert_eq!(files, [SourceFile { name: "scheme.toml".to_owned(), bytes: "title = \"试\"\n".into() }]);
    close(opened);
    assert_eq!(bench.verify(), []);
}

#[test]
fn saved_is_said_in_order_and_only_the_project_stays_behind() {
    let (bench, mut opened) = Bench::new();
    for i in 0..50 {
        record(&mut opened, "cell", &i.to_string());
    }
    let last = opened.ledger.events().len() as u64;
    close(opened);
    let said: Vec<u64> = bench
        .reports
        .try_iter()
        .map(|r| match r {
            Report::Saved { upto_seq, mirror: None } => upto_seq,
            other => panic!("{other:?}"),
        })
        .collect();
    assert!(said.is_sorted(), "{said:?}");
    assert_eq!(said.last(), Some(&last));
    let mut names: Vec<_> = fs::read_dir(bench.dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["home", "项目.jp"]);
}

#[test]
fn dropping_the_writer_saves_what_waits() {
    let (mut bench, mut opened) = Bench::new();
    for i in 0..20 {
        record(&mut opened, "cell", &i.to_string());
    }
    drop(opened);
    let opened = bench.open();
    assert_eq!(opened.ledger.facts().get("cell"), Some("19"));
}

#[test]
fn an_existing_file_is_never_overwritten() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("notes.jp");
    fs::write(&path, "mine").unwrap();
    let home = Home::at(dir.path());
    let error = store::new_project(&path, &home, &[], &[], &stamp(0), |_| {}).unwrap_err();
    assert_eq!((error.path.as_path(), error.fault), (path.as_path(), Fault::Exists));
    assert_eq!(fs::read(&path).unwrap(), b"mine");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
}

#[test]
fn a_scheme_file_that_is_not_text_is_named_and_nothing_is_made() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("new.jp");
    let files = [SourceFile { name: "measures.toml".to_owned(), bytes: vec![0xff, 0xfe] }];
    let error = store::new_project(&path, &Home::at(dir.path()), &files, &[], &stamp(0), |_| {}).unwrap_err();
    assert_eq!((error.path, error.fault), (PathBuf::from("measures.toml"), Fault::NotText));
    assert!(!path.exists());
}

#[test]
fn the_second_program_looks_on_and_the_first_goes_on_working() {
    let (bench, mut first) = Bench::new();
    let second = store::open(&bench.file(), &bench.home(), |_| {}).unwrap();
    assert_eq!(second.state, State::ReadOnly(ReadOnly::InUse));
    assert!(second.writer.is_none());
    assert_eq!(second.ledger.facts().get("training.planned"), Some("2"));
    assert_eq!(bench.verify(), [Finding::Mirror(MirrorFinding::InUse)]);
    record(&mut first, "cell", "1");
    bench.saved(3);
    assert_eq!(store::read(&bench.file()).unwrap().ledger.facts().get("cell"), Some("1"));
    close(first);
    let third = store::open(&bench.file(), &bench.home(), |_| {}).unwrap();
    assert_eq!(third.state, State::Writable);
}

#[test]
fn a_protected_file_opens_for_reading() {
    let (mut bench, ledger) = with_cells(2);
    let mut permissions = fs::metadata(bench.file()).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(bench.file(), permissions).unwrap();
    let opened = bench.open();
    assert_eq!(opened.state, State::ReadOnly(ReadOnly::Protected));
    assert_eq!(opened.ledger.events(), ledger.events());
}

#[cfg(unix)]
#[test]
fn a_file_with_two_names_opens_for_reading() {
    let (mut bench, _) = with_cells(1);
    fs::hard_link(bench.file(), bench.dir.path().join("other.jp")).unwrap();
    assert_eq!(bench.open().state, State::ReadOnly(ReadOnly::Linked));
}

#[test]
fn a_newer_project_opens_for_reading() {
    let (mut bench, ledger) = with_cells(2);
    let connection = rusqlite::Connection::open(bench.file()).unwrap();
    connection.pragma_update(None, "user_version", 7).unwrap();
    connection.execute_batch("CREATE TABLE seal(head BLOB)").unwrap();
    drop(connection);
    let opened = bench.open();
    assert_eq!(opened.state, State::ReadOnly(ReadOnly::Newer { found: 7, known: 2 }));
    assert_eq!(opened.ledger.events(), ledger.events());
    assert_eq!(bench.verify(), [Finding::Newer { found: 7, known: 2 }]);
}

#[test]
fn a_project_that_vanishes_is_said_and_what_was_typed_is_saved_when_it_is_back() {
    let (mut bench, mut opened) = Bench::new();
    record(&mut opened, "cell", "1");
    bench.saved(3);
    let elsewhere = bench.dir.path().join("pulled out.jp");
    fs::rename(bench.file(), &elsewhere).unwrap();
    record(&mut opened, "cell", "2");
    let report = bench.reports.recv_timeout(LIMIT).unwrap();
    let Report::Failed { error, upto_seq: 4 } = report else { panic!("{report:?}") };
    assert_eq!(error.fault, Fault::Missing);
    record(&mut opened, "cell", "3");
    let report = bench.reports.recv_timeout(LIMIT).unwrap();
    assert!(matches!(report, Report::Failed { upto_seq: 5, .. }), "{report:?}");
    fs::rename(&elsewhere, bench.file()).unwrap();
    opened.writer.as_ref().unwrap().retry();
    bench.saved(5);
    let before = close(opened);
    assert_eq!(bench.open().ledger.events(), before.events());
}

#[test]
fn closing_hands_back_what_could_not_be_saved() {
    let (bench, mut opened) = Bench::new();
    fs::remove_file(bench.file()).unwrap();
    record(&mut opened, "cell", "1");
    record(&mut opened, "cell", "2");
    let unsaved = opened.writer.take().unwrap().close().unwrap_err();
    assert_eq!(unsaved.error.fault, Fault::Missing);
    assert_eq!(unsaved.events, &opened.ledger.events()[2..]);
}

#[test]
fn another_project_put_in_its_place_is_not_written_to() {
    let (bench, mut opened) = Bench::new();
    let (other, stranger) = with_cells(1);
    fs::rename(other.file(), bench.file()).unwrap();
    record(&mut opened, "cell", "1");
    let report = bench.reports.recv_timeout(LIMIT).unwrap();
    let Report::Failed { error, .. } = report else { panic!("{report:?}") };
    assert_eq!(error.fault, Fault::ChangedElsewhere { seq: 1 });
    assert_eq!(store::read(&bench.file()).unwrap().ledger.events(), stranger.events());
}
