//! Attachments: what goes in comes out byte for byte, what is not what it says stays outside, and
//! what was lost or changed is found.

use std::sync::Arc;

use super::*;
use jiping::store::{Attachment, AttachmentFault, Kind, Looks, Loss};

/// The smallest JPEG that says when it was taken.
fn photo() -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0".to_vec();
    // One entry: the camera's own directory, 26 bytes in.
    tiff.extend(b"\x01\0\x69\x87\x04\0\x01\0\0\0\x1a\0\0\0\0\0\0\0");
    // One entry there: when the photo was taken, 20 characters, 44 bytes in.
    tiff.extend(b"\x01\0\x03\x90\x02\0\x14\0\0\0\x2c\0\0\0\0\0\0\0");
    tiff.extend(b"2023:05:24 09:30:00\0");
    let mut bytes = b"\xff\xd8\xff\xe1".to_vec();
    bytes.extend(u16::try_from(tiff.len() + 8).unwrap().to_be_bytes());
    bytes.extend(b"Exif\0\0");
    bytes.extend(tiff);
    bytes.extend(b"\xff\xd9");
    bytes
}

/// Attaches it as the row with this number, in one act with its facts.
fn attach(opened: &mut Opened, row: u32, attachment: Attachment) {
    let fact = |(column, value)| (format!("attachment.{row}.{column}"), Some(value));
    let facts = attachment.facts().into_iter().map(fact).collect();
    let events = opened.ledger.record(facts, None, &stamp(3)).to_vec();
    opened.writer.as_ref().unwrap().attach(events, vec![Arc::new(attachment)]);
}

impl Bench {
    /// A file beside the project.
    fn paper(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.dir.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    fn refused(&self, name: &str, bytes: &[u8]) -> AttachmentFault {
        fault(&Attachment::read(&self.paper(name, bytes)).unwrap_err())
    }

    /// Changes the database behind the program's back, without its guards.
    fn meddle(&self, sql: &str) {
        let connection = rusqlite::Connection::open(self.file()).unwrap();
        let guards = ["attachment", "attachment_part"].map(|table| {
            let read = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?1";
            let mut statement = connection.prepare(read).unwrap();
            let rows = statement.query_map([table], |r| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?)));
            rows.unwrap().map(Result::unwrap).collect::<Vec<_>>()
        });
        for (name, _) in guards.iter().flatten() {
            connection.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
        }
        connection.execute_batch(sql).unwrap();
        for (_, sql) in guards.iter().flatten() {
            connection.execute_batch(sql).unwrap();
        }
    }

    fn losses(&self) -> Vec<Loss> {
        let all = self.verify().into_iter();
        all.filter_map(|f| if let Finding::Attachment(loss) = f { Some(loss) } else { None }).collect()
    }
}

fn fault(error: &jiping::store::StoreError) -> AttachmentFault {
    // Whatever is refused says what and how to mend it, in both languages.
    for lang in [Lang::Zh, Lang::En] {
        assert!(!i18n::store::message(lang, error).is_empty());
        assert!(!i18n::store::mend(lang, error).is_empty());
    }
    match &error.fault {
        Fault::Attachment(fault) => fault.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_photo_goes_in_with_its_day_and_digests_and_comes_out_byte_for_byte() {
    let (bench, mut opened) = Bench::new();
    let attachment = Attachment::read(&bench.paper("5月培训.JPG", &photo())).unwrap();
    assert_eq!(attachment.kind, Kind::Jpeg);
    assert_eq!(attachment.date.as_deref(), Some("2023-05-24"));
    let sm3 = attachment.sm3;
    attach(&mut opened, 1, attachment);
    let ledger = close(opened);
    assert_eq!(jiping::store::attached(&bench.file(), sm3).unwrap(), photo());
    assert_eq!(bench.verify(), []);

    let folder = bench.dir.path().join("附件");
    let written = jiping::store::write_attachments(&bench.file(), ledger.facts(), &folder).unwrap();
    assert_eq!(written[0].outcome.as_deref(), Ok("001-5月培训.JPG"));
    assert_eq!(fs::read(folder.join("001-5月培训.JPG")).unwrap(), photo());
}

/// Published values for the three letters "abc": GB/T 32905-2016 appendix A, FIPS 180-4.
#[test]
fn digests_are_those_of_the_standards() {
    let attachment = Attachment::of("a.txt", b"abc".to_vec()).unwrap();
    assert_eq!(
        attachment.sm3.to_string(),
        "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    );
    let sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert!(attachment.facts().contains(&("sha256", sha256.to_owned())));
}

#[test]
fn the_same_bytes_twice_are_kept_once() {
    let (bench, mut opened) = Bench::new();
    attach(&mut opened, 1, Attachment::of("签到表.txt", b"3".to_vec()).unwrap());
    attach(&mut opened, 2, Attachment::of("again.txt", b"3".to_vec()).unwrap());
    close(opened);
    let connection = rusqlite::Connection::open(bench.file()).unwrap();
    let kept: i64 = connection.query_row("SELECT count(*) FROM attachment", [], |r| r.get(0)).unwrap();
    assert_eq!(kept, 1);
    drop(connection);
    assert_eq!(bench.losses(), []);
}

#[test]
fn a_large_scan_is_kept_in_parts_and_comes_back_whole() {
    let (bench, mut opened) = Bench::new();
    let mut scan = b"%PDF-1.7\n".to_vec();
    scan.extend((0..3_000_000u32).map(|n| n.to_le_bytes()[(n % 3) as usize]));
    let attachment = Attachment::of("扫描件.pdf", scan.clone()).unwrap();
    let sm3 = attachment.sm3;
    attach(&mut opened, 1, attachment);
    close(opened);
    assert_eq!(jiping::store::attached(&bench.file(), sm3).unwrap(), scan);
    let connection = rusqlite::Connection::open(bench.file()).unwrap();
    let sql = "SELECT count(*), max(length(bytes)) FROM attachment_part";
    let (parts, longest): (i64, i64) = connection.query_row(sql, [], |r| Ok((r.get(0)?, r.get(1)?))).unwrap();
    assert_eq!((parts, longest), (3, 1 << 20));
}

#[test]
fn a_project_without_attachments_stays_as_older_programs_know_it() {
    let (bench, opened) = Bench::new();
    close(opened);
    let version = |bench: &Bench| -> i64 {
        let connection = rusqlite::Connection::open(bench.file()).unwrap();
        connection.pragma_query_value(None, "user_version", |r| r.get(0)).unwrap()
    };
    assert_eq!(version(&bench), 1);
    let mut bench = bench;
    let mut opened = bench.open();
    attach(&mut opened, 1, Attachment::of("a.txt", b"1".to_vec()).unwrap());
    close(opened);
    assert_eq!(version(&bench), 2);
    assert_eq!(bench.open().state, State::Writable);
}

#[test]
fn empty_huge_and_disguised_files_stay_outside() {
    let (bench, opened) = Bench::new();
    assert_eq!(bench.refused("空.pdf", b""), AttachmentFault::Empty);
    assert_eq!(bench.refused("程序.exe", b"MZ\x90\0"), AttachmentFault::Ending("exe".to_owned()));
    assert_eq!(bench.refused("没有后缀", b"abc"), AttachmentFault::Ending(String::new()));
    assert_eq!(bench.refused("网页.svg", b"<svg/>"), AttachmentFault::Ending("svg".to_owned()));
    let disguised = |name: &str, bytes: &[u8]| match bench.refused(name, bytes) {
        AttachmentFault::Disguised { looks, .. } => looks,
        other => panic!("{other:?}"),
    };
    assert_eq!(disguised("照片.jpg", b"MZ\x90\0\x03"), Looks::Runs);
    assert_eq!(disguised("说明.txt", b"#!/bin/sh\n"), Looks::Runs);
    assert_eq!(disguised("照片.jpg", b"\x89PNG\r\n\x1a\n...."), Looks::Like(Kind::Png));
    assert_eq!(disguised("表.xlsx", b"a,b\n1,2\n"), Looks::Like(Kind::Text));
    assert_eq!(disguised("表.csv", b"a\0\x01"), Looks::Unknown);

    let huge = bench.dir.path().join("录像.pdf");
    fs::File::create(&huge).unwrap().set_len(jiping::store::ATTACHMENT_LIMIT + 1).unwrap();
    let refused = fault(&Attachment::read(&huge).unwrap_err());
    assert_eq!(refused, AttachmentFault::TooLarge { size: jiping::store::ATTACHMENT_LIMIT + 1 });

    let missing = Attachment::read(&bench.dir.path().join("没有.pdf")).unwrap_err();
    assert_eq!(missing.fault, Fault::Missing);
    assert_eq!(Attachment::read(bench.dir.path()).unwrap_err().fault, Fault::IsFolder);
    close(opened);
}

#[cfg(unix)]
#[test]
fn links_and_pipes_stay_outside_and_do_not_hang() {
    let (bench, opened) = Bench::new();
    let photo = bench.paper("真.jpg", &photo());
    let link = bench.dir.path().join("链接.jpg");
    std::os::unix::fs::symlink(&photo, &link).unwrap();
    assert_eq!(fault(&Attachment::read(&link).unwrap_err()), AttachmentFault::Link);
    let secret = bench.dir.path().join("shadow.txt");
    std::os::unix::fs::symlink("/etc/passwd", &secret).unwrap();
    assert_eq!(fault(&Attachment::read(&secret).unwrap_err()), AttachmentFault::Link);
    // A socket, for want of a pipe in the standard library.
    let socket = bench.dir.path().join("s.txt");
    let _listening = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    assert_eq!(fault(&Attachment::read(&socket).unwrap_err()), AttachmentFault::Special);
    close(opened);
}

#[test]
fn names_that_are_paths_or_trick_the_eye_stay_outside() {
    for name in [
        "../../etc/cron.d/job.txt",
        "C:\\windows\\a.txt",
        "a/b.txt",
        "..",
        "照片\u{202e}gpj.txt",
        "line\nbreak.txt",
        "con.txt",
        ".profile.txt",
        "尾.txt ",
        "",
    ] {
        let refused = Attachment::of(name, b"a".to_vec()).unwrap_err();
        assert_eq!(refused, AttachmentFault::Name(name.to_owned()), "{name:?}");
    }
    assert!(Attachment::of("2023年5月 培训（签到表）.txt", b"a".to_vec()).is_ok());
}

/// A record from elsewhere may name anything; nothing is ever written outside of the folder.
#[test]
fn a_recorded_name_never_leads_out_of_the_folder() {
    let (bench, mut opened) = Bench::new();
    attach(&mut opened, 1, Attachment::of("好.txt", b"a".to_vec()).unwrap());
    record(&mut opened, "attachment.1.name", "../出去.txt");
    attach(&mut opened, 2, Attachment::of("也好.txt", b"b".to_vec()).unwrap());
    record(&mut opened, "attachment.2.name", "也好.exe");
    attach(&mut opened, 3, Attachment::of("真好.txt", b"c".to_vec()).unwrap());
    let ledger = close(opened);
    let folder = bench.dir.path().join("出口");
    let written = jiping::store::write_attachments(&bench.file(), ledger.facts(), &folder).unwrap();
    let faults: Vec<_> = written.iter().map(|w| w.outcome.as_ref().err().map(fault)).collect();
    assert_eq!(faults[0], Some(AttachmentFault::Name("../出去.txt".to_owned())));
    assert_eq!(faults[1], Some(AttachmentFault::Ending("exe".to_owned())));
    assert_eq!(written[2].outcome.as_deref(), Ok("003-真好.txt"));
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
    assert!(!bench.dir.path().join("出去.txt").exists());
}

#[test]
fn an_attachment_changed_behind_our_back_is_found_and_not_given_out() {
    let (bench, mut opened) = Bench::new();
    let attachment = Attachment::of("凭证.txt", "付讫 1980 元".into()).unwrap();
    let sm3 = attachment.sm3;
    attach(&mut opened, 1, attachment);
    close(opened);
    bench.meddle("UPDATE attachment_part SET bytes = CAST('付讫 1890 元' AS BLOB)");
    assert_eq!(
        bench.losses(),
        [Loss { row: Some(1), name: "凭证.txt".to_owned(), fault: AttachmentFault::Altered }]
    );
    let refused = jiping::store::attached(&bench.file(), sm3).unwrap_err();
    assert_eq!(fault(&refused), AttachmentFault::Altered);
}

#[test]
fn an_attachment_that_is_gone_is_found() {
    let (bench, mut opened) = Bench::new();
    attach(&mut opened, 1, Attachment::of("凭证.txt", b"1".to_vec()).unwrap());
    close(opened);
    bench.meddle("DELETE FROM attachment_part; DELETE FROM attachment");
    assert_eq!(
        bench.losses(),
        [Loss { row: Some(1), name: "凭证.txt".to_owned(), fault: AttachmentFault::Missing }]
    );
}

#[test]
fn other_digests_on_record_are_found() {
    let (bench, mut opened) = Bench::new();
    attach(&mut opened, 1, Attachment::of("凭证.txt", b"1".to_vec()).unwrap());
    record(&mut opened, "attachment.1.sha256", &"0".repeat(64));
    attach(&mut opened, 2, Attachment::of("清单.txt", b"2".to_vec()).unwrap());
    record(&mut opened, "attachment.2.sm3", "not a digest");
    close(opened);
    let faults: Vec<AttachmentFault> = bench.losses().into_iter().map(|l| l.fault).collect();
    assert_eq!(faults, [AttachmentFault::Altered, AttachmentFault::Missing]);
}

/// Taking an attachment back keeps its bytes, so that undo can be undone.
#[test]
fn what_was_taken_back_is_still_there_and_still_watched() {
    let (bench, mut opened) = Bench::new();
    attach(&mut opened, 1, Attachment::of("凭证.txt", b"1".to_vec()).unwrap());
    let undone = opened.ledger.undo(&stamp(4)).to_vec();
    opened.writer.as_ref().unwrap().append(undone);
    close(opened);
    assert_eq!(bench.losses(), []);
    bench.meddle("UPDATE attachment_part SET bytes = x'00'");
    let losses = bench.losses();
    assert_eq!((losses.len(), losses[0].row), (1, None));
}

#[test]
fn the_database_itself_refuses_to_change_attachments() {
    let (bench, mut opened) = Bench::new();
    attach(&mut opened, 1, Attachment::of("凭证.txt", b"1".to_vec()).unwrap());
    close(opened);
    let connection = rusqlite::Connection::open(bench.file()).unwrap();
    for sql in [
        "DELETE FROM attachment",
        "UPDATE attachment SET size = 2",
        "INSERT OR REPLACE INTO attachment SELECT * FROM attachment",
        "DELETE FROM attachment_part",
        "UPDATE attachment_part SET bytes = x'00'",
        "INSERT OR REPLACE INTO attachment_part SELECT * FROM attachment_part",
    ] {
        assert!(connection.execute_batch(sql).is_err(), "{sql}");
    }
}

#[cfg(unix)]
#[test]
fn the_viewer_gets_a_private_file_that_cannot_be_run_or_written() {
    use std::os::unix::fs::PermissionsExt as _;
    let entry = jiping::store::Entry {
        row: 4,
        name: "照片.jpg".to_owned(),
        kind: Some(Kind::Jpeg),
        ..jiping::store::Entry::default()
    };
    let folder = tempfile::tempdir().unwrap();
    let path = jiping::store::lay_out(&entry, &photo(), folder.path()).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o400);
    assert_eq!(path.file_name().unwrap(), "004-照片.jpg");
    let refused = jiping::store::lay_out(&entry, b"#!/bin/sh\n", folder.path()).unwrap_err();
    assert!(matches!(fault(&refused), AttachmentFault::Disguised { .. }));
}

#[test]
fn a_rescued_project_keeps_its_attachments() {
    let (bench, mut opened) = Bench::new();
    let attachment = Attachment::of("凭证.txt", b"1".to_vec()).unwrap();
    let sm3 = attachment.sm3;
    attach(&mut opened, 1, attachment);
    close(opened);
    let rescued = bench.dir.path().join("另存.jp");
    store::read(&bench.file()).unwrap().rescue(&rescued).unwrap();
    assert_eq!(store::attached(&rescued, sm3).unwrap(), b"1");
}
