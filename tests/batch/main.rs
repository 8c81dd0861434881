//! Many units at once: order, refusals with their places, both forms of output, both languages.

mod peers;
#[path = "../cli/place.rs"]
mod place;

use std::fmt::Write as _;
use std::path::Path;

use jiping::batch::{self, Batch, Columns, Fault, Form, Report, Row};
use jiping::format::records::{Record, record_end};
use jiping::format::{SourceFile, load};
use jiping::i18n::Lang;
use jiping::ledger::Facts;
use jiping::scheme::{Paths, Scheme};
use jiping::score;
use place::{CASE, Place, Ran, jiping};
use proptest::prelude::*;
use serde_json::{Value, json};

fn shipped() -> (Scheme, Vec<(String, String)>) {
    let files = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(CASE)).unwrap().map(|entry| {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        SourceFile { name, bytes: std::fs::read(&path).unwrap() }
    });
    let loaded = load("yangquan-2023", &files.collect::<Vec<_>>());
    (loaded.scheme, loaded.facts)
}

/// A table with these headings and rows.
fn table<T: AsRef<[u8]>>(head: &[&str], rows: &[Vec<T>]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    writer.write_record(head).unwrap();
    for row in rows {
        writer.write_record(row).unwrap();
    }
    writer.into_inner().unwrap()
}

/// The shipped facts as a table of one row.
fn case() -> Vec<u8> {
    let (_, facts) = shipped();
    let head: Vec<&str> =
        std::iter::once("unit").chain(facts.iter().map(|(path, _)| path.as_str())).collect();
    let row = std::iter::once("阳泉市财政局").chain(facts.iter().map(|(_, value)| value.as_str()));
    table(&head, &[row.collect()])
}

fn run(args: &[&str], table: &[u8]) -> Ran {
    let place = Place::new();
    std::fs::write(place.path("facts.csv"), table).unwrap();
    let file = place.path("facts.csv").display().to_string();
    let mut all = vec!["--lang", "en", "batch", CASE, file.as_str()];
    all.extend(args);
    place.run(&all)
}

/// The rows of a CSV answer by heading.
fn rows(out: &str) -> Vec<std::collections::HashMap<String, String>> {
    let text = out.strip_prefix('\u{FEFF}').unwrap();
    csv::Reader::from_reader(text.as_bytes()).deserialize().map(Result::unwrap).collect()
}

fn lines(out: &str) -> Vec<Value> {
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn the_shipped_facts_as_a_row_give_the_published_figures() {
    let out = run(&[], &case()).ok();
    let all = rows(&out);
    assert_eq!(all.len(), 1);
    let row = &all[0];
    let of = |column: &str| row[column].as_str();
    assert_eq!(
        (of("unit"), of("total"), of("low"), of("high"), of("grade")),
        ("阳泉市财政局", "89.73", "89.73", "89.73", "Good")
    );
    assert_eq!((of("budget-execution"), of("training-rate"), of("ranges")), ("2.73", "2.00", ""));
    assert_eq!(row.len(), 5 + 24 + 2);

    let unit = &lines(&run(&["--json"], &case()).ok())[0];
    assert_eq!(unit["unit"], "阳泉市财政局");
    assert_eq!(unit["total"], json!({"score": "89.73", "low": "89.73", "high": "89.73"}));
    assert_eq!(unit["grade"], json!({"name": "Good", "low": "Good", "high": "Good"}));
    assert_eq!(unit["scores"]["budget-execution"], "2.73");
    assert_eq!((unit["scores"].as_object().unwrap().len(), &unit["ranges"]), (24, &json!({})));
    assert_eq!(unit["problems"][0]["code"], "undescribed");
}

#[test]
fn what_is_not_recorded_stays_open() {
    // 2 of 4 trainings would be 4 × 2 ÷ 4 = 2 points; without a plan any score is possible.
    let facts =
        table(&["unit", "training.planned", "training.total"], &[vec!["a", "4", "2"], vec!["b", "", "2"]]);
    let out = run(&[], &facts).ok();
    let all = rows(&out);
    assert_eq!(all[0]["training-rate"], "2.00");
    assert_eq!(
        (all[0]["total"].as_str(), all[0]["low"].as_str(), all[0]["high"].as_str()),
        ("", "2.00", "98.00")
    );
    assert_eq!(all[0]["grade"], "Poor–Excellent");
    assert_eq!(all[1]["training-rate"], "");
    assert!(all[1]["ranges"].contains("training-rate 0.00–4.00"), "{}", all[1]["ranges"]);
    let units = lines(&run(&["--json"], &facts).ok());
    assert_eq!(units[1]["scores"]["training-rate"], Value::Null);
    assert_eq!(units[1]["ranges"]["training-rate"], json!({"low": "0.00", "high": "4.00"}));
    assert_eq!(units[0]["ranges"].get("training-rate"), None);
    assert_eq!(units[0]["total"]["score"], Value::Null);
}

/// Rows with a plan of 4 and as many trainings as their number leaves over.
fn many(n: usize) -> Vec<u8> {
    let mut text = "unit,training.planned,training.total\n".to_owned();
    for unit in 1..=n {
        writeln!(text, "u{unit},4,{}", unit % 5).unwrap();
    }
    text.into_bytes()
}

#[test]
fn results_stand_in_the_order_of_the_rows_however_many_there_are() {
    let out = run(&[], &many(5000)).ok();
    let all = rows(&out);
    assert_eq!(all.len(), 5000);
    for (n, row) in all.iter().enumerate() {
        let points = format!("{}.00", (n + 1) % 5);
        assert_eq!((&row["unit"], &row["training-rate"]), (&format!("u{}", n + 1), &points));
    }
    let units = lines(&run(&["--json"], &many(3000)).ok());
    assert!(units.iter().enumerate().all(|(n, u)| u["unit"] == format!("u{}", n + 1)));
}

#[test]
fn bad_rows_are_reported_with_their_places_and_the_rest_goes_on() {
    let head = ["unit", "received", "procedure.papers", "trainin.planned", "inspection.1.date", "received"];
    let mut facts = table(
        &head,
        &[
            vec!["a", "300000", "met", "1", "2023-05", ""],
            vec!["b", "3o0000", "good", "", "2023-02-30", ""],
            vec!["c", "1"],
            vec!["a", "1", "met", "", "", ""],
            vec!["", "1", "met", "", "", ""],
            vec!["two\nlines", "1", "met", "", "", ""],
            vec!["", "", "", "", "", ""],
            vec!["d", "-1", "met", "", "", ""],
        ],
    );
    facts.extend(b"e\xff,1,met,,,\nf,1,m\xc3,,,\n\"g\",1,met,,,\n");
    let ran = run(&[], &facts);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let units: Vec<String> = rows(&ran.out).into_iter().map(|mut r| r.remove("unit").unwrap()).collect();
    assert_eq!(units, ["a", "two\nlines", "g"]);
    for said in [
        "warning: line 1, column trainin.planned: nothing can be recorded there",
        "did you mean training.planned?",
        "warning: line 1, column received: the heading stands there twice",
        "error: line 3, column received: “3o0000”",
        "it takes a number from 0 to",
        "line 3, column procedure.papers: “good”",
        "met (met), unmet (not met)",
        "line 3, column inspection.1.date: “2023-02-30”",
        "line 4: 2 cells under 6 headings",
        "line 5, column unit: a stands in line 2 already",
        "line 6, column unit: no unit is named",
        // The unit of the row before took two lines, the empty row one.
        "line 10, column received: “-1”",
        "line 11, column unit: not UTF-8",
        "line 12, column procedure.papers: not UTF-8",
        "CSV UTF-8",
        "3 units scored, 7 rows left out",
        "columns not read: trainin.planned, received",
    ] {
        assert!(ran.err.contains(said), "no {said:?} in\n{}", ran.err);
    }
    assert!(!ran.err.contains('\r') && !ran.err.contains("a second"), "{}", ran.err);
}

#[test]
fn troubles_are_told_in_chinese_too() {
    let place = Place::new();
    std::fs::write(place.path("facts.csv"), "unit,received\n甲,3o\n甲,4\n").unwrap();
    let ran = place.run(&["--lang", "zh", "batch", CASE, &place.path("facts.csv").display().to_string()]);
    assert_eq!(ran.code, 1);
    for said in [
        "第 2 行 received 列：“3o”",
        "提示：",
        "第 3 行 unit 列：甲 在第 2 行已经有了",
        "计分 0 个单位，略过 2 行",
    ] {
        assert!(ran.err.contains(said), "no {said:?} in\n{}", ran.err);
    }
}

#[test]
fn a_column_that_is_not_read_is_a_warning_and_still_ends_as_a_problem() {
    let place = Place::new();
    std::fs::write(place.path("facts.csv"), "unit,received,speed\n甲,300000,1\n").unwrap();
    for (lang, said) in [
        ("zh", ["提醒：第 1 行 speed 列", "计分 1 个单位，略过 0 行", "未读入的列：speed"]),
        (
            "en",
            ["warning: line 1, column speed", "1 unit scored, 0 rows left out", "columns not read: speed"],
        ),
    ] {
        let table = place.path("facts.csv").display().to_string();
        let ran = place.run(&["--lang", lang, "batch", CASE, &table]);
        assert_eq!(ran.code, 1, "{}", ran.err);
        assert!(said.iter().all(|said| ran.err.contains(said)), "{}", ran.err);
        assert!(!ran.err.contains("错误") && !ran.err.contains("error"), "{}", ran.err);
    }
}

#[test]
fn a_table_comes_from_standard_input_as_well() {
    let place = Place::new();
    let mut command = jiping(&place.path("home"));
    // As spreadsheets save it: a byte order mark and carriage returns.
    let text = String::from_utf8(case()).unwrap().replace('\n', "\r\n");
    command.args(["batch", CASE, "-", "--csv"]).write_stdin(format!("\u{FEFF}{text}"));
    let out = Ran::of(&command.output().unwrap()).ok();
    assert_eq!(rows(&out)[0]["total"], "89.73");
}

#[test]
fn a_unit_cannot_smuggle_a_formula_into_a_spreadsheet() {
    let out = run(&[], b"unit,received\n=1+1,5\n").ok();
    assert_eq!(rows(&out)[0]["unit"], "'=1+1");
}

#[test]
fn tables_that_are_none_are_refused_as_a_whole() {
    run(&[], b"name,received\na,1\n")
        .refused(2, &["the first column must be unit, not “name”", "training.planned"]);
    run(&[], b"").refused(2, &["unit"]);
    run(&[], b"unit,\xb5\xa5\na,1\n").refused(2, &["not UTF-8", "CSV UTF-8"]);
    run(&["--json", "--csv"], b"unit\n").refused(2, &["--json", "--csv"]);
    let place = Place::new();
    place.run(&["batch", CASE, "nowhere.csv"]).refused(3, &["nowhere.csv"]);
    place.run(&["batch", CASE, CASE]).refused(3, &[CASE]);
    place.run(&["batch", "nowhere", "-"]).refused(3, &["nowhere"]);
}

/// Columns of every kind of field, forms included.
fn paths() -> Vec<String> {
    let (_, facts) = shipped();
    let more = [
        "training.2.date",
        "training.10.date",
        "training.2.topic",
        "inspection.total",
        "goal-fault.2.where@note",
        "staff.distributed",
        "staff.form.1.Q1",
        "staff.form.2.Q1",
        "staff.form.2.invalid",
        "staff.tally.Q2.blank",
        "indicator.training-rate.na",
        "indicator.staff-satisfaction.na",
        "ukey.2.made",
        "ukey.3.requested",
    ];
    facts.into_iter().map(|(path, _)| path).chain(more.map(str::to_owned)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_row_is_worth_what_the_same_facts_are_worth(picks in prop::collection::vec(any::<u16>(), 400)) {
        thread_local! {
            static CASE: (Scheme, Vec<String>) = (shipped().0, paths());
        }
        CASE.with(|(scheme, paths)| {
            let typed = ["", "0", "3", "12", "1,024.50", "２", "met", "unmet", "partly", "na", "1", "2", "2023-05-24"];
            let mut cells = vec!["u".to_owned()];
            let mut facts = Facts::default();
            for (path, pick) in paths.iter().zip(&picks) {
                // The first value from there on that the field takes; half of the cells are empty.
                let kind = scheme.field(path).unwrap().kind;
                let start = usize::from(*pick) % (2 * typed.len());
                let taken = typed.iter().cycle().skip(start).take(typed.len()).find(|t| kind.accept(t).is_ok());
                let cell = taken.filter(|_| start < typed.len()).copied().unwrap_or("");
                if let Ok(value) = kind.accept(cell) {
                    facts.set(path, Some(&value));
                }
                cells.push(cell.to_owned());
            }
            let bytes = |text: &str| text.as_bytes().to_vec();
            let head: Vec<Vec<u8>> = std::iter::once("unit").chain(paths.iter().map(String::as_str)).map(bytes).collect();
            let mut troubles = Vec::new();
            let columns = Columns::read(scheme, &Paths::of(scheme), &head, 1, &mut troubles).unwrap();
            prop_assert_eq!(&troubles, &[]);
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(&cells).unwrap();
            let line = writer.into_inner().unwrap();
            let mut ends = Vec::new();
            record_end(&line, 0, b',', |end| ends.push(end)).unwrap();
            let row: Row<'_> = columns.row(2, None, Record::new(&line, 0, &ends)).unwrap();
            prop_assert_eq!(score::readings(scheme, &row), score::readings(scheme, &facts));
            prop_assert_eq!(score::score(scheme, &row, None), score::score(scheme, &facts, None));
            Ok(())
        })?;
    }
}

/// Memory must not grow with the table, so only so many units are remembered.
#[test]
fn a_unit_is_known_again_only_among_those_remembered() {
    let scheme = shipped().0;
    let table = "unit,received\na,1\nb,2\nc,3\na,4\nc,5\n";
    let batch = Batch { scheme: &scheme, form: Form::Csv, lang: Lang::En, remembered: 2 };
    let mut twice = Vec::new();
    let mut report = |report| {
        if let Report::Trouble(trouble) = report {
            twice.push((trouble.line, trouble.fault));
        }
    };
    let summary = batch::run(&batch, table.as_bytes(), std::io::sink(), &mut report).unwrap();
    assert_eq!(twice, [(5, Fault::RepeatedUnit { unit: "a".into(), first: 2 })]);
    assert_eq!((summary.scored, summary.left_out), (4, 1));
}

/// Spreadsheets end lines in three ways, quote cells that hold line ends, and leave empty rows.
#[test]
fn rows_are_found_in_their_lines_however_the_table_is_written() {
    let scheme = shipped().0;
    let batch = Batch { scheme: &scheme, form: Form::Csv, lang: Lang::En, remembered: 9 };
    let run = |table: &[u8]| {
        let (mut output, mut troubles) = (Vec::new(), Vec::new());
        let mut report = |report| {
            if let Report::Trouble(trouble) = report {
                troubles.push((trouble.line, trouble.column));
            }
        };
        batch::run(&batch, table, &mut output, &mut report).unwrap();
        let output = String::from_utf8(output).unwrap();
        let units: Vec<String> =
            output.lines().skip(1).map(|l| l.split(',').next().unwrap_or_default().to_owned()).collect();
        (units, troubles)
    };
    let refused = |line| (line, Some("received".to_owned()));
    for end in ["\n", "\r\n", "\r"] {
        let rows = [
            "\u{FEFF}unit,received,goal-fault.1.what",
            "a,1,\"one\ntwo, \"\"three\"\"\"",
            "",
            " , ,\"\"",
            "\"b\",x,c",
            "c,3,",
        ];
        let (units, troubles) = run(rows.join(end).as_bytes());
        assert_eq!(units, ["a", "c"], "{end:?}");
        // The quoted line end makes one line more, where lines end with line feeds.
        let line = if end == "\r" { 5 } else { 6 };
        assert_eq!(troubles, [refused(line)], "{end:?}");
    }
    // A quote that is never closed takes in what follows, and nothing is scored twice.
    assert_eq!(run(b"unit,received,goal-fault.1.what\na,1,\"one\nb,2,c\n").0, ["a"]);
    // Rows over the borders of what is read at once: 64 KiB at least, some 5,000 rows here.
    let mut table = String::from("unit,received\n");
    (0..12_000).for_each(|n| writeln!(table, "u{n},{n}").unwrap());
    let batch = Batch { remembered: 1 << 20, ..batch };
    let mut output = Vec::new();
    let summary = batch::run(&batch, table.as_bytes(), &mut output, &mut |_| {}).unwrap();
    assert_eq!((summary.scored, summary.troubles), (12_000, 0));
    let output = String::from_utf8(output).unwrap();
    assert!(output.lines().skip(1).enumerate().all(|(n, l)| l.starts_with(&format!("u{n},"))));
}
