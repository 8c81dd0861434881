//! The mirror is an outside witness: it offers what the project lost, and never loses anything itself.

use super::*;

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
fn what_is_tried_in_a_copy_never_comes_back_into_the_original() {
    let (mut bench, mut original) = Bench::new();
    record(&mut original, "cell", "1");
    bench.saved(3);
    let at = bench.dir.path().join("copy.jp");
    fs::copy(bench.file(), &at).unwrap();
    // Both open at the same time, then one after the other.
    let mut copy = store::open(&at, &bench.home(), |_| {}).unwrap();
    assert_eq!((&copy.state, &copy.mirror_trouble), (&State::Writable, &None));
    record(&mut copy, "cell", "tried in the copy");
    close(copy);
    record(&mut original, "other", "kept in the original");
    bench.saved(4);
    close(original);
    assert_eq!(bench.verify(), []);
    assert_eq!(store::verify(&at, &bench.home()).unwrap().findings, []);
    let mut original = bench.open();
    assert_eq!((&original.mirror_ahead, &original.mirror_trouble), (&Vec::new(), &None));
    assert_eq!(original.ledger.facts().get("cell"), Some("1"));
    // The copy's own witness works for the copy.
    fs::copy(bench.file(), &at).unwrap();
    let copy = store::open(&at, &bench.home(), |_| {}).unwrap();
    assert!(copy.mirror_trouble.is_some(), "the copy was replaced by one that differs");
    close(copy);
    record(&mut original, "cell", "2");
    close(original);
}

#[test]
fn a_project_that_was_moved_keeps_its_mirror_and_a_backup_elsewhere_takes_it_over() {
    let (bench, mut opened) = Bench::new();
    let backup = bench.dir.path().join("backup.jp");
    fs::copy(bench.file(), &backup).unwrap();
    record(&mut opened, "cell", "1");
    bench.saved(3);
    close(opened);
    let moved = bench.dir.path().join("moved.jp");
    fs::rename(bench.file(), &moved).unwrap();
    let opened = store::open(&moved, &bench.home(), |_| {}).unwrap();
    assert_eq!((&opened.mirror_ahead, &opened.mirror_trouble), (&Vec::new(), &None));
    close(opened);
    bench.mirror();
    fs::remove_file(&moved).unwrap();
    let opened = store::open(&backup, &bench.home(), |_| {}).unwrap();
    assert_eq!(opened.mirror_ahead.len(), 1, "what was recorded after the backup");
    close(opened);
}
