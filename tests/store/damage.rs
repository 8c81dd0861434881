//! Damage and tampering are noticed, and nothing damaged passes for sound.

use super::*;

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
    assert_eq!((error.path.as_path(), error.fault), (nowhere.parent().unwrap(), Fault::NoFolder));
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
