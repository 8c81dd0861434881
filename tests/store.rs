//! What an evaluator may rely on: nothing saved is lost, nothing damaged passes for sound, and
//! whatever cannot be done says why.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use chrono::{DateTime, FixedOffset};
use jiping::format::SourceFile;
use jiping::ledger::{Breach, Event, Ledger, Stamp};
use jiping::store::{
    self, Damage, Fault, Finding, Home, MirrorFinding, MirrorTrouble, Opened, ReadOnly, Recent, Report,
    Settings, State,
};

/// Nothing here takes a tenth of it; it only ends a test that would otherwise hang.
const LIMIT: Duration = Duration::from_secs(60);

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
        let found: Vec<PathBuf> = folder.map(|e| e.unwrap().path()).collect();
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

fn fault_of(path: &Path) -> Fault {
    let home = Home::at(path);
    let error = store::open(path, &home, |_| {}).unwrap_err();
    assert_eq!(error.path, path);
    assert_eq!(store::read(path).unwrap_err(), error);
    assert_eq!(store::verify(path, &home).unwrap_err(), error);
    error.fault
}

#[test]
fn what_is_no_project_says_what_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = dir.path().canonicalize().unwrap().join(name);
        fs::write(&path, bytes).unwrap();
        path
    };
    assert_eq!(fault_of(&dir.path().join("none.jp")), Fault::Missing);
    assert_eq!(fault_of(&dir.path().canonicalize().unwrap()), Fault::IsFolder);
    assert_eq!(fault_of(&file("empty.jp", b"")), Fault::Empty);
    assert_eq!(fault_of(&file("text.jp", "问卷\n".repeat(200).as_bytes())), Fault::NotOurs);
    let other = dir.path().canonicalize().unwrap().join("other.jp");
    let connection = rusqlite::Connection::open(&other).unwrap();
    connection.execute_batch("CREATE TABLE event(seq INTEGER PRIMARY KEY)").unwrap();
    connection.close().unwrap();
    assert_eq!(fault_of(&other), Fault::NotOurs);
    let home = Home::at(dir.path());
    let nowhere = dir.path().join("no folder").join("a.jp");
    let error = store::new_project(&nowhere, &home, &[], &[], &stamp(0), |_| {}).unwrap_err();
    assert_eq!((error.path.as_path(), error.fault), (nowhere.parent().unwrap(), Fault::Missing));
}

#[test]
fn history_cannot_be_changed_with_any_sqlite_tool() {
    let (bench, ledger) = with_cells(3);
    let connection = rusqlite::Connection::open(bench.file()).unwrap();
    for sql in [
        "UPDATE event SET new = '100' WHERE seq = 3",
        "DELETE FROM event WHERE seq = 5",
        "DELETE FROM event",
        "INSERT OR REPLACE INTO event SELECT arrival, id, replica, seq, step, base, at, actor, kind, target,
           path, old, '100', reason, prev, hash FROM event WHERE seq = 4",
        "INSERT OR REPLACE INTO event SELECT NULL, randomblob(16), replica, seq, step, base, at, actor, kind,
           target, path, old, '100', reason, prev, hash FROM event WHERE seq = 4",
    ] {
        let error = connection.execute(sql, []).unwrap_err().to_string();
        assert!(error.starts_with("events are never"), "{sql}: {error}");
    }
    drop(connection);
    assert_eq!(store::read(&bench.file()).unwrap().ledger.events(), ledger.events());
}

#[test]
fn a_changed_value_is_found_and_everything_before_it_is_kept() {
    let (mut bench, ledger) = with_cells(40);
    let mut bytes = fs::read(bench.file()).unwrap();
    let at = bytes.windows(8).rposition(|w| w == b"value-20").unwrap();
    bytes[at + 7] = b'9';
    fs::write(bench.file(), bytes).unwrap();

    let opened = bench.open();
    // Two opening entries, then one per cell: the twentieth is number 22.
    let State::ReadOnly(ReadOnly::Damaged(damage)) = &opened.state else { panic!("{:?}", opened.state) };
    let [Damage::Chain(fault)] = damage[..] else { panic!("{damage:?}") };
    assert_eq!((fault.seq, fault.breach), (22, Breach::Content));
    assert_eq!(opened.ledger.events(), &ledger.events()[..21]);
    assert!(opened.writer.is_none());
    // The mirror has the rest, so a rescue is complete, and the damaged file is left alone.
    assert_eq!(opened.mirror_ahead, &ledger.events()[21..]);
    let rescued = bench.dir.path().join("rescued.jp");
    opened.rescue(&rescued).unwrap();
    assert_eq!(store::read(&rescued).unwrap().ledger.events(), ledger.events());
    assert!(bench.verify().contains(&Finding::Damage(Damage::Chain(fault))));
}

#[test]
fn a_removed_event_or_an_added_trigger_is_found() {
    let (mut bench, _) = with_cells(5);
    let connection = rusqlite::Connection::open(bench.file()).unwrap();
    connection.execute_batch("DROP TRIGGER event_no_delete; DELETE FROM event WHERE seq = 4").unwrap();
    drop(connection);
    let opened = bench.open();
    let State::ReadOnly(ReadOnly::Damaged(damage)) = opened.state else { panic!("{:?}", opened.state) };
    assert_eq!(damage[0], Damage::Schema);
    let Damage::Chain(fault) = damage[1] else { panic!("{damage:?}") };
    assert_eq!((fault.seq, fault.breach), (4, Breach::Gap));
    assert_eq!(opened.ledger.events().len(), 3);
}

/// Whatever is done to the bytes: either it is noticed, or nothing has changed.
fn noticed_or_unchanged(bench: &mut Bench, ledger: &Ledger, damage: &str) -> bool {
    let Ok(found) = store::verify(&bench.file(), &bench.home()) else { return true };
    let noticed = !found.is_sound();
    let (send, reports) = channel();
    bench.reports = reports;
    let Ok(opened) = store::open(&bench.file(), &bench.home(), move |r| drop(send.send(r))) else {
        assert!(noticed, "{damage}: only opening noticed it");
        return true;
    };
    let kept = opened.ledger.events();
    assert_eq!(kept, &ledger.events()[..kept.len()], "{damage}: changed entries were shown");
    let whole = kept.len() == ledger.events().len();
    let told = opened.state != State::Writable || !opened.mirror_ahead.is_empty();
    assert!(whole || told, "{damage}: lost entries without a word");
    assert!(whole || noticed, "{damage}: verify said nothing");
    noticed
}

#[test]
fn a_file_cut_short_anywhere_is_noticed() {
    let (mut bench, ledger) = with_cells(60);
    let whole = fs::read(bench.file()).unwrap();
    for length in (1..whole.len()).step_by(509) {
        fs::write(bench.file(), &whole[..length]).unwrap();
        assert!(noticed_or_unchanged(&mut bench, &ledger, &format!("cut to {length}")), "cut to {length}");
    }
}

#[test]
fn a_flipped_bit_is_noticed_or_changes_nothing() {
    let (mut bench, ledger) = with_cells(40);
    let whole = fs::read(bench.file()).unwrap();
    let mut damage = |at: usize, bit: usize| {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << bit;
        fs::write(bench.file(), bytes).unwrap();
        noticed_or_unchanged(&mut bench, &ledger, &format!("bit {bit} of byte {at}"))
    };
    for n in 0..300 {
        damage(n * 7919 % whole.len(), n % 8);
    }
    // Anything that belongs to an entry is noticed without exception.
    for (n, event) in ledger.events().iter().enumerate() {
        let cell = event.change.path.as_bytes();
        for stored in [&event.id[..], &event.hash.0, cell] {
            for (at, _) in whole.windows(stored.len()).enumerate().filter(|(_, w)| *w == stored) {
                assert!(damage(at + n % stored.len(), n % 8), "event {}, byte {at}", event.seq);
            }
        }
    }
}

#[test]
fn an_older_copy_put_in_place_offers_exactly_the_missing_entries() {
    let (mut bench, ledger) = with_cells(3);
    let yesterday = fs::read(bench.file()).unwrap();
    let mut opened = bench.open();
    for i in 4..=6 {
        record(&mut opened, &format!("cell.{i}"), "today");
    }
    let today = close(opened);
    fs::write(bench.file(), yesterday).unwrap();

    let missing = today.events()[ledger.events().len()..].to_vec();
    assert_eq!(bench.verify(), [Finding::Mirror(MirrorFinding::Ahead { events: 3 })]);
    let mut opened = bench.open();
    assert_eq!(opened.mirror_ahead, missing);
    opened.replay_mirror().unwrap();
    assert_eq!(opened.ledger.events(), today.events());
    bench.saved(today.events().len());
    record(&mut opened, "cell.7", "after");
    close(opened);
    assert_eq!(bench.verify(), []);
    assert_eq!(bench.open().ledger.facts().get("cell.6"), Some("today"));
}

#[test]
fn entries_that_are_not_wanted_back_are_set_aside_not_deleted() {
    let (mut bench, _) = with_cells(3);
    let yesterday = fs::read(bench.file()).unwrap();
    let mut opened = bench.open();
    record(&mut opened, "cell.4", "today");
    close(opened);
    let mirror = bench.mirror();
    let kept = fs::read(&mirror).unwrap();
    fs::write(bench.file(), yesterday).unwrap();

    let mut opened = bench.open();
    assert_eq!(opened.mirror_ahead.len(), 1);
    record(&mut opened, "cell.4", "otherwise");
    let Report::Saved { mirror: Some(MirrorTrouble::Diverged(aside)), .. } =
        bench.reports.recv_timeout(LIMIT).unwrap()
    else {
        panic!("not said")
    };
    assert_eq!(fs::read(aside).unwrap(), kept);
    close(opened);
    assert_eq!(bench.verify(), []);
    let opened = bench.open();
    assert_eq!((opened.mirror_ahead, opened.mirror_trouble), (Vec::new(), None));
}

#[test]
fn a_project_from_elsewhere_gets_a_mirror_here() {
    let (bench, ledger) = with_cells(3);
    fs::remove_file(bench.mirror()).unwrap();
    assert_eq!(bench.verify(), [Finding::Mirror(MirrorFinding::None)]);
    close(store::open(&bench.file(), &bench.home(), |_| {}).unwrap());
    assert_eq!(bench.verify(), []);
    // One line for each entry, readable with any editor.
    let lines = fs::read_to_string(bench.mirror()).unwrap();
    assert_eq!(lines.lines().count(), ledger.events().len());
    assert!(lines.contains(r#""path":"cell.2","old":null,"new":"value-2""#), "{lines}");
    assert!(lines.contains("林评"));
}

#[test]
fn a_mirror_line_cut_off_by_a_crash_is_replaced() {
    let (mut bench, _) = with_cells(3);
    let mirror = bench.mirror();
    let mut bytes = fs::read(&mirror).unwrap();
    bytes.extend_from_slice(br#"{"seq":6,"step":6,"at":"2023-"#);
    fs::write(&mirror, bytes).unwrap();
    let mut opened = bench.open();
    assert_eq!((&opened.mirror_ahead, &opened.mirror_trouble), (&Vec::new(), &None));
    record(&mut opened, "cell.4", "x");
    bench.saved(6);
    close(opened);
    assert_eq!(bench.verify(), []);
}

#[test]
fn half_an_act_in_the_mirror_is_not_offered() {
    let (mut bench, mut opened) = Bench::new();
    let before = opened.ledger.events().len();
    let sets = (1..=3).map(|i| (format!("cell.{i}"), Some("x".to_owned()))).collect();
    let act: Vec<Event> = opened.ledger.record(sets, None, &stamp(1)).to_vec();
    let old = fs::read(bench.file()).unwrap();
    opened.writer.as_ref().unwrap().append(act);
    close(opened);
    let mirror = bench.mirror();
    let lines = fs::read_to_string(&mirror).unwrap();
    let cut: Vec<&str> = lines.split_inclusive('\n').take(before + 2).collect();
    fs::write(&mirror, cut.concat()).unwrap();
    fs::write(bench.file(), old).unwrap();
    let opened = bench.open();
    assert_eq!((opened.mirror_ahead, opened.mirror_trouble), (Vec::new(), None));
}

#[test]
fn a_damaged_mirror_is_said_and_kept() {
    let (mut bench, _) = with_cells(3);
    let mirror = bench.mirror();
    let text = fs::read_to_string(&mirror).unwrap();
    fs::write(&mirror, text.replace("value-1", "value-9")).unwrap();
    assert_eq!(bench.verify(), [Finding::Mirror(MirrorFinding::Differs { seq: 3 })]);
    fs::write(&mirror, text.replace(r#""seq":5"#, r#""seq":"#)).unwrap();
    assert_eq!(bench.verify(), [Finding::Mirror(MirrorFinding::Unreadable { line: 5 })]);
    let opened = bench.open();
    assert_eq!(opened.mirror_trouble, Some(MirrorTrouble::Diverged(mirror)));
}

#[test]
fn work_goes_on_without_a_mirror_and_says_so() {
    let (mut bench, opened) = Bench::new();
    close(opened);
    let home = bench.home().mirrors;
    fs::remove_dir_all(&home).unwrap();
    fs::write(&home, "in the way").unwrap();
    let mut opened = bench.open();
    assert!(matches!(&opened.mirror_trouble, Some(MirrorTrouble::Failed(e)) if e.path.starts_with(&home)));
    record(&mut opened, "cell", "1");
    let report = bench.reports.recv_timeout(LIMIT).unwrap();
    assert!(matches!(report, Report::Saved { upto_seq: 3, mirror: Some(MirrorTrouble::Failed(_)) }));
    // As soon as it can be written again, everything is made up for.
    fs::remove_file(&home).unwrap();
    record(&mut opened, "cell", "2");
    bench.saved(4);
    close(opened);
    assert_eq!(bench.verify(), []);
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
fn a_copy_open_at_the_same_time_does_not_mix_up_the_mirror() {
    let (bench, mut first) = Bench::new();
    record(&mut first, "cell", "1");
    bench.saved(3);
    let copy = bench.dir.path().join("copy.jp");
    fs::copy(bench.file(), &copy).unwrap();
    let second = store::open(&copy, &bench.home(), |_| {}).unwrap();
    assert_eq!(second.state, State::Writable);
    assert_eq!(second.mirror_trouble, Some(MirrorTrouble::InUse(bench.mirror())));
    close(first);
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
    assert_eq!(opened.state, State::ReadOnly(ReadOnly::Newer { found: 7, known: 1 }));
    assert_eq!(opened.ledger.events(), ledger.events());
    assert_eq!(bench.verify(), [Finding::Newer { found: 7, known: 1 }]);
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

#[test]
fn replacing_a_file_keeps_the_old_one_until_the_new_one_is_whole() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("得分表.csv");
    store::atomic_write(&path, b"old").unwrap();
    store::atomic_write(&path, b"new").unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"new");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    let folder = dir.path().join("folder");
    fs::create_dir_all(folder.join("full")).unwrap();
    assert_eq!(store::atomic_write(&folder, b"x").unwrap_err().fault.code(), "is-folder");
    let missing = dir.path().join("none").join("a.csv");
    assert_eq!(store::atomic_write(&missing, b"x").unwrap_err().fault, Fault::Missing);
}

#[cfg(unix)]
#[test]
fn replacing_a_file_keeps_its_permissions_and_follows_links() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = tempfile::tempdir().unwrap();
    let (real, link) = (dir.path().join("real.csv"), dir.path().join("link.csv"));
    fs::write(&real, "old").unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink(&real, &link).unwrap();
    store::atomic_write(&link, b"new").unwrap();
    assert_eq!(fs::read(&real).unwrap(), b"new");
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(link.symlink_metadata().unwrap().is_symlink());
}

#[test]
fn settings_come_back_and_an_unreadable_file_is_kept() {
    let dir = tempfile::tempdir().unwrap();
    let home = Home::at(&dir.path().join("new folder"));
    assert_eq!(Settings::load(&home), (Settings::default(), None));
    let mut settings =
        Settings { lang: Some("en".to_owned()), actor: "林评".to_owned(), ..Settings::default() };
    for n in 0..25 {
        settings.remember(Path::new(&format!("/p/{n}.jp")), "试点", stamp(n).at);
    }
    settings.remember(Path::new("/p/20.jp"), "试点", stamp(30).at);
    settings.save(&home).unwrap();
    let (back, trouble) = Settings::load(&home);
    assert_eq!((&back, trouble), (&settings, None));
    assert_eq!(back.recent.len(), 20);
    let first = Recent { path: "/p/20.jp".into(), title: "试点".to_owned(), opened: stamp(30).at };
    assert_eq!((&back.recent[0], back.recent[1].path.as_path()), (&first, Path::new("/p/24.jp")));

    fs::write(&home.settings, "lang = 5\n").unwrap();
    let (defaults, trouble) = Settings::load(&home);
    assert_eq!(defaults, Settings::default());
    let trouble = trouble.unwrap();
    assert_eq!((&trouble.path, trouble.fault.code()), (&home.settings, "not-toml"));
    settings.save(&home).unwrap();
    assert_eq!(Settings::load(&home), (settings, None));
    assert_eq!(fs::read(home.settings.with_extension("toml.unreadable")).unwrap(), b"lang = 5\n");
}

#[test]
fn a_scheme_folder_gives_its_toml_files_in_order() {
    let dir = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| fs::write(dir.path().join(name), text).unwrap();
    assert_eq!(store::read_scheme_folder(dir.path()).unwrap_err().fault, Fault::NoScheme);
    for (name, text) in [("scheme.toml", "a"), ("facts.toml", "b"), ("README.md", "c"), ("._facts.toml", "d")]
    {
        put(name, text);
    }
    let files = store::read_scheme_folder(dir.path()).unwrap();
    let named: Vec<(&str, &[u8])> = files.iter().map(|f| (f.name.as_str(), f.bytes.as_slice())).collect();
    assert_eq!(named, [("facts.toml", &b"b"[..]), ("scheme.toml", &b"a"[..])]);
    let missing = dir.path().join("none");
    assert_eq!(store::read_scheme_folder(&missing).unwrap_err().fault, Fault::Missing);
    assert_eq!(
        store::read_scheme_folder(&dir.path().join("README.md")).unwrap_err().fault,
        Fault::NotAFolder
    );
    let huge = fs::File::create(dir.path().join("huge.toml")).unwrap();
    huge.set_len(17 * 1024 * 1024).unwrap();
    let error = store::read_scheme_folder(dir.path()).unwrap_err();
    assert_eq!(
        (error.path.file_name().unwrap().to_str(), error.fault.code()),
        (Some("huge.toml"), "too-large")
    );
}

#[cfg(unix)]
#[test]
fn a_link_out_of_a_scheme_folder_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let scheme = dir.path().join("scheme");
    fs::create_dir(&scheme).unwrap();
    fs::write(scheme.join("scheme.toml"), "a").unwrap();
    std::os::unix::fs::symlink(scheme.join("scheme.toml"), scheme.join("same.toml")).unwrap();
    assert_eq!(store::read_scheme_folder(&scheme).unwrap().len(), 2);
    fs::write(dir.path().join("secret.toml"), "b").unwrap();
    std::os::unix::fs::symlink(dir.path().join("secret.toml"), scheme.join("x.toml")).unwrap();
    assert_eq!(store::read_scheme_folder(&scheme).unwrap_err().fault, Fault::OutsideLink);
}
