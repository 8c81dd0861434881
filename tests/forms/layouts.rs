//! The layouts that forms come in by: groups before names, columns of ticks alone, packed, one sheet
//! among others.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use rust_xlsxwriter::Workbook;

use crate::book::villagers;
use crate::computed::Kobo;
use crate::import::{Desk, TEXT, is_the_four_forms};

/// How many ticked each of meeting, board and phone, and who answered at all.
fn sources(kobo: &Kobo) -> ([u64; 3], u64) {
    let tally = kobo.place.run(&["tally", &kobo.project, "--json"]).json();
    let question = tally["questions"].as_array().unwrap().iter().find(|q| q["id"] == "sources").unwrap();
    let ticked = [0, 1, 2].map(|n| question["choices"][n]["count"].as_u64().unwrap());
    (ticked, question["n"].as_u64().unwrap())
}

#[test]
fn columns_of_ticks_need_no_column_that_joins_them() {
    let kobo = Kobo::of(&villagers());
    // Yes: meeting and phone; yes: board; yes, but nothing ticked; no, so not asked.
    let table = "village,age,knows,sources/meeting,sources/board,sources/phone\n\
        a,44,yes,1,0,1\nb,30,yes,0,1,0\nc,31,yes,0,0,0\nd,61,no,,,\n";
    kobo.import("split.csv", table.as_bytes(), &[]).ok();
    assert_eq!(sources(&kobo), ([1, 1, 1], 2));
    // What a row without a tick says is that the question was left blank.
    let set = ["--lang", "en", "set", &kobo.project, "villagers.form.3.sources", "meeting"];
    let said = kobo.place.run(&set).ok();
    assert!(said.contains("blank → Meeting"), "{said}");
}

#[test]
fn ticks_are_held_to_constraints_column_by_column_too() {
    let kobo = Kobo::of(&villagers());
    let table = "village,age,knows,sources/meeting,sources/board,sources/phone\na,44,yes,1,1,1\n";
    let ran = kobo.import("three.csv", table.as_bytes(), &[]);
    assert!(ran.code == 1 && ran.out.contains("At most two"), "{} {}", ran.out, ran.err);
    assert_eq!(sources(&kobo), ([0, 0, 0], 0));
}

#[test]
fn groups_stand_before_names_as_either_program_writes_them() {
    for between in ["/", "-"] {
        let kobo = Kobo::of(&villagers());
        let heading = |name: &str| format!("page 1{between}views{between}{name}");
        let headings = ["q_smooth", "q_clean", "q_quick"].map(heading).join(",");
        let table = format!("village,age,knows,{headings},KEY\na,44,yes,5,4,3,uuid:1\n");
        let report = kobo.import("f.csv", table.as_bytes(), &["--dry-run"]).ok();
        assert!(report.contains(&format!("page 1{between}views{between}q_clean  →  q_clean")), "{report}");
        kobo.import("f.csv", table.as_bytes(), &[]).ok();
        let tally = kobo.place.run(&["tally", &kobo.project, "--json"]).json();
        let clean = tally["questions"].as_array().unwrap().iter().find(|q| q["id"] == "q_clean").unwrap();
        // 好 is worth 80.
        assert_eq!((&clean["n"], &clean["index"]), (&1.into(), &"80.00".into()));
    }
}

#[test]
fn a_packed_table_comes_in_like_one_that_is_not() {
    let desk = Desk::new();
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(TEXT.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    desk.import(&desk.file("text.csv.gz", &packed), &[]).ok();
    is_the_four_forms(&desk.tally());
    // Half of it is none of it.
    let desk = Desk::new();
    desk.import(&desk.file("cut.csv.gz", &packed[..packed.len() / 2]), &[]).refused(3, &["cut.csv.gz"]);
    assert_eq!(desk.tally()["valid"], 0);
}

/// RFC 1952: the third byte is the method (8), the checksum begins 8 bytes before the end; RFC 1951:
/// blocks of type 3 (both bits behind the first of the stream, which begins at byte 10) do not exist.
#[test]
fn a_packed_table_that_is_damaged_is_called_so() {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(TEXT.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    let changed = |at: usize, flip: u8| {
        let mut bytes = packed.clone();
        bytes[at] ^= flip;
        bytes
    };
    let mut stream = packed.clone();
    stream[10] |= 0b110;
    let damaged = [
        ("header", changed(2, 1)),
        ("stream", stream),
        ("checksum", changed(packed.len() - 8, 0xff)),
        ("cut", packed[..packed.len() / 2].to_vec()),
    ];
    for (what, bytes) in damaged {
        let desk = Desk::new();
        let file = desk.file("damaged.csv.gz", &bytes);
        for (lang, words) in [("zh", "文件损坏，或只有一部分"), ("en", "it is damaged, or not whole")]
        {
            let ran = desk.place.run(&["--lang", lang, "import", &desk.project, &file]);
            assert_eq!(ran.code, 3, "{what}: {}", ran.err);
            assert!(ran.err.contains("damaged.csv.gz") && ran.err.contains(words), "{what}: {}", ran.err);
        }
        assert_eq!(desk.tally()["valid"], 0, "{what}");
    }
}

#[test]
fn a_sheet_is_chosen_by_its_name() {
    let desk = Desk::new();
    let mut book = Workbook::new();
    for (name, rows) in [("说明", &["导出日期", "2024"][..]), ("答卷", &["Q1", "1", "2", "1"][..])] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        for (row, text) in (0..).zip(rows) {
            sheet.write_string(row, 0, *text).unwrap();
        }
    }
    let file = desk.file("two.xlsx", &book.save_to_buffer().unwrap());
    // The first sheet holds no question, and the message says which others there are.
    desk.import(&file, &[]).refused(3, &["答卷"]);
    let report = desk.import(&file, &["--sheet", "答卷"]).ok();
    assert!(report.contains("答卷") && report.contains("说明"), "{report}");
    let tally = desk.tally();
    assert_eq!((&tally["valid"], &tally["questions"][0]["choices"][0]["count"]), (&3.into(), &2.into()));
}
