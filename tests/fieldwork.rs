//! Field records of the example scheme: figures computed by hand, lists as a bureau hands them
//! over, files attached and given out again.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails here")]

#[path = "cli/place.rs"]
mod place;

use chrono::NaiveDate;
use jiping::format::{self, SourceFile};
use jiping::ledger::Facts;
use jiping::scheme::Scheme;
use jiping::score::SlotState::{Ahead, Done, Due, Missed};
use jiping::score::{self, Doubt, NoticeKind, Reading};
use place::{Place, Ran};
use rust_decimal::Decimal;

const EXAMPLE: &str = "surveys/field-records";
const LISTS: &str = "tests/data/ukey";

fn example() -> (Scheme, Facts) {
    let file = |name: &str| SourceFile {
        name: name.to_owned(),
        bytes: std::fs::read(format!("{EXAMPLE}/{name}")).unwrap(),
    };
    let loaded = format::load("field-records", &[file("scheme.toml"), file("facts.toml")]);
    assert_eq!(loaded.problems, []);
    let mut facts = Facts::default();
    for (path, value) in &loaded.facts {
        facts.set(path, Some(value));
    }
    (loaded.scheme, facts)
}

fn d(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn column(scheme: &Scheme, facts: &Facts, measure: &str, column: &str) -> Decimal {
    let readings = score::readings(scheme, facts);
    let m = scheme.measure(measure).unwrap();
    let jiping::scheme::MeasureKind::Table(spec) = &scheme.measures[m].kind else { panic!("{measure}") };
    let Reading::Table(table) = &readings.measures[m] else { panic!("{measure}") };
    let n = spec.columns.iter().position(|c| c.id == column).unwrap();
    score::column_total(spec, table, n).known().unwrap()
}

/// Two persons in January 3,960 = 2 × 1,980; February 1,900 is 80 short; March 1,980; April two
/// persons were paid as one; May 2,000 is 20 over; June to December 7 × 1,980 = 13,860. Three of
/// six payments are off: 5 − 3 × 0.5 = 3.5.
#[test]
fn payments_off_the_standard_are_the_occurrences_that_the_rule_counts() {
    let (scheme, mut facts) = example();
    assert_eq!(column(&scheme, &facts, "pay", "off"), d("3"));
    let standard = d("3960") + d("1980") * d("2") + d("3960") + d("1980") + d("13860");
    assert_eq!(column(&scheme, &facts, "pay", "standard"), standard);
    let points = |facts: &Facts| {
        let card = score::score(&scheme, facts, None);
        card.scores[scheme.indicator("pay-standard").unwrap()].points
    };
    assert_eq!(points(&facts).known(), Some(d("3.5")));
    facts.set("pay.4.persons", Some("1"));
    assert_eq!(points(&facts).known(), Some(d("4")));
    // A payment that is not known yet is neither on nor off the standard.
    facts.set("pay.5.paid", None);
    assert_eq!((points(&facts).low, points(&facts).high), (d("4"), d("4.5")));
}

/// Materials: 80,000 + 20,000 − 61,000 = 39,000, 61 % spent. Labour: 23,000 − 23,760 = −760.
/// Together 84,760 of 123,000 = 68.9105…%, not the mean of the two rates.
#[test]
fn balances_and_rates_of_budget_lines_follow_their_adjustments() {
    let (scheme, facts) = example();
    assert_eq!(column(&scheme, &facts, "budget", "balance"), d("38240"));
    let rate = column(&scheme, &facts, "budget", "rate");
    assert_eq!(scheme.rates.percent(rate), "68.91");
    let m = scheme.measure("budget").unwrap();
    let jiping::scheme::MeasureKind::Table(spec) = &scheme.measures[m].kind else { panic!() };
    let own = score::row_values("budget", spec, "material", &facts);
    assert_eq!((own[5].known(), own[6].known()), (Some(d("39000")), Some(d("0.61"))));
    let flags: Vec<(String, usize)> = score::score(&scheme, &facts, None)
        .notices
        .into_iter()
        .filter_map(|n| match n.kind {
            NoticeKind::Row { row, doubt: Doubt::Flagged { flag } } => Some((row, flag)),
            _ => None,
        })
        .collect();
    assert_eq!(flags, [("material".to_owned(), 1), ("labour".to_owned(), 0)]);
}

#[test]
fn a_year_past_has_nothing_due_and_a_running_one_has() {
    let (scheme, facts) = example();
    let training = scheme.measure("training").unwrap();
    let states = |today: &str| {
        let today: NaiveDate = today.parse().unwrap();
        let slots = score::calendar(&scheme, &facts, training, today).unwrap();
        slots.into_iter().map(|s| s.state).collect::<Vec<_>>()
    };
    assert_eq!(states("2024-08-15"), [Done, Missed]);
    assert_eq!(states("2023-12-31"), [Done, Due]);
    assert_eq!(states("2023-06-30"), [Done, Ahead]);
}

impl Place {
    /// A project of the example with its register of 200 units.
    fn records(&self) -> String {
        let file = self.path("records.jp").display().to_string();
        let rules = std::fs::read(format!("{EXAMPLE}/scheme.toml")).unwrap();
        let rules = self.scheme(&[("scheme.toml", &rules)]);
        self.run(&["new", &file, "--scheme", &rules]).ok();
        let taken = self.import(&file, &format!("{LISTS}/units.csv"), "office", &[]).ok();
        assert!(taken.contains("200 rows"), "{taken}");
        file
    }

    fn import(&self, file: &str, list: &str, measure: &str, more: &[&str]) -> Ran {
        self.run(&[&["import", file, list, "--measure", measure], more].concat())
    }

    fn entries(&self, file: &str) -> usize {
        self.run(&["log", file]).ok().lines().count()
    }
}

#[test]
fn a_list_with_three_wrong_rows_is_told_by_row_and_not_taken() {
    let place = Place::new();
    let file = place.records();
    let before = place.entries(&file);
    let list = format!("{LISTS}/ukeys-three-wrong.csv");
    for lang in ["zh", "en"] {
        let ran = place.run(&["--lang", lang, "import", &file, &list, "--measure", "ukey"]);
        assert_eq!(ran.code, 1, "{}", ran.err);
        let of_rows: Vec<&str> = ran.out.lines().filter(|l| l.starts_with("  ")).collect();
        assert_eq!(of_rows.len(), 3, "{}", ran.out);
        let names = if lang == "zh" {
            ["第 57 行", "第 121 行", "第 178 行"]
        } else {
            ["row 57", "row 121", "row 178"]
        };
        for (line, name) in of_rows.iter().zip(names) {
            assert!(line.contains(name), "{line}");
        }
        assert!(of_rows[0].contains("12"), "{}", of_rows[0]);
        assert!(of_rows[1].contains("河阳县退役军人事务局（筹）"), "{}", of_rows[1]);
        assert!(of_rows[2].contains('壹'), "{}", of_rows[2]);
    }
    // A count that is none cannot be taken whatever is said.
    assert_eq!(place.import(&file, &list, "ukey", &["--accept-flagged"]).code, 1);
    assert_eq!(place.entries(&file), before);
}

/// The same table as a workbook, with days and counts as a spreadsheet keeps them.
fn as_workbook(place: &Place, csv: &str) -> String {
    let mut book = rust_xlsxwriter::Workbook::new();
    let day = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    let sheet = book.add_worksheet();
    let text = std::fs::read_to_string(format!("{LISTS}/{csv}")).unwrap();
    for (row, line) in (0..).zip(text.trim_start_matches('\u{feff}').lines()) {
        for (column, cell) in (0..).zip(line.split(',')) {
            if let Ok(date) = NaiveDate::parse_from_str(cell, "%Y-%m-%d") {
                let date = rust_xlsxwriter::ExcelDateTime::parse_from_str(&date.to_string()).unwrap();
                sheet.write_datetime_with_format(row, column, &date, &day).unwrap();
            } else if let Ok(number) = cell.parse::<u32>() {
                sheet.write_number(row, column, number).unwrap();
            } else {
                sheet.write_string(row, column, cell).unwrap();
            }
        }
    }
    let name = csv.replace(".csv", ".xlsx");
    let path = place.path(&name);
    book.save(&path).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_workbook_is_taken_like_the_text_it_was_made_from() {
    let place = Place::new();
    let file = place.records();
    let wrong = as_workbook(&place, "ukeys-three-wrong.csv");
    let ran = place.import(&file, &wrong, "ukey", &[]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let of_rows: Vec<&str> = ran.out.lines().filter(|l| l.starts_with("  ")).collect();
    assert_eq!(of_rows.len(), 3, "{}", ran.out);
    for (line, name) in of_rows.iter().zip(["row 57", "row 121", "row 178"]) {
        assert!(line.contains(name), "{line}");
    }
    place.import(&file, &as_workbook(&place, "ukeys.csv"), "ukey", &[]).ok();
    // 144 units with one key and 56 with two, as in the text; the first row is of 3 January.
    let score = place.run(&["score", &file, "--json"]).json();
    let ukey = score["indicators"].as_array().unwrap().iter().find(|i| i["id"] == "ukey-rate").unwrap();
    assert!(ukey["trace"].to_string().contains("256 ÷ 256"), "{ukey}");
    let opened = jiping::store::read(std::path::Path::new(&file)).unwrap();
    assert_eq!(opened.ledger.facts().get("ukey.1.date"), Some("2023-01-03"));
}

#[test]
fn the_mended_list_is_taken_as_one_act_and_scored() {
    let place = Place::new();
    let file = place.records();
    let list = format!("{LISTS}/ukeys.csv");
    let before = place.entries(&file);
    let tried = place.import(&file, &list, "ukey", &["--dry-run"]).ok();
    assert!(tried.contains("200 rows would be taken"), "{tried}");
    assert_eq!(place.entries(&file), before);
    place.import(&file, &list, "ukey", &[]).ok();
    // 144 units with one key and 56 with two: 256 of 256, 10 of 10 points.
    let score = place.run(&["score", &file, "--json"]).json();
    let ukey = score["indicators"].as_array().unwrap().iter().find(|i| i["id"] == "ukey-rate").unwrap();
    assert_eq!(ukey["score"], "10.00");
    assert!(ukey["trace"].to_string().contains("256 ÷ 256"), "{ukey}");
    // The same list once more is recorded already, row by row.
    let again = place.import(&file, &list, "ukey", &[]);
    assert_eq!(again.code, 1);
    assert_eq!(again.out.lines().filter(|l| l.starts_with("  ")).count(), 200);
    let opened = jiping::store::read(std::path::Path::new(&file)).unwrap();
    let events = opened.ledger.events();
    let act = events.last().unwrap().step;
    assert_eq!(events.iter().filter(|e| e.step == act).count(), 200 * 5);
}

#[test]
fn doubtful_rows_are_taken_on_request_and_stay_flagged() {
    let place = Place::new();
    let file = place.records();
    let text = std::fs::read_to_string(format!("{LISTS}/ukeys-three-wrong.csv")).unwrap().replace('壹', "1");
    // GB18030, as spreadsheets of Chinese offices save CSV.
    let (bytes, ..) = encoding_rs::GB18030.encode(&text);
    let list = place.path("名单.csv");
    std::fs::write(&list, bytes).unwrap();
    let list = list.display().to_string();
    assert_eq!(place.import(&file, &list, "ukey", &[]).code, 1);
    let taken = place.import(&file, &list, "ukey", &["--accept-flagged"]).ok();
    assert!(taken.contains("200 rows taken"), "{taken}");
    let score = place.run(&["score", &file, "--json"]).json();
    let codes: Vec<&str> =
        score["problems"].as_array().unwrap().iter().filter_map(|p| p["code"].as_str()).collect();
    assert!(codes.contains(&"row-twice") && codes.contains(&"value-unknown"), "{codes:?}");
}

#[test]
fn lists_that_do_not_fit_say_why() {
    let place = Place::new();
    let file = place.records();
    let refused = |name: &str, bytes: &[u8], measure: &str, words: &[&str]| {
        let list = place.path(name);
        std::fs::write(&list, bytes).unwrap();
        place.import(&file, &list.display().to_string(), measure, &[]).refused(2, words);
    };
    refused("empty.csv", b"", "ukey", &["nothing"]);
    refused("broken.xlsx", b"PK\x03\x04 cut off", "ukey", &["broken.xlsx"]);
    refused("head.csv", "申请单位,申请数\n".as_bytes(), "ukey", &["nothing"]);
    refused("lacks.csv", "申请单位,日期\n市财政局,2023-01-01\n".as_bytes(), "ukey", &["申请数", "完成数"]);
    refused("twice.csv", "unit,申请单位,requested,made\na,b,1,1\n".as_bytes(), "ukey", &["two headings"]);
    refused("binary.csv", b"a\0b,c\n1,2\n", "ukey", &["no table"]);
    refused("other.csv", b"a,b\n1,2\n", "ukeys", &["no table of this id", "ukey"]);
    refused("fixed.csv", b"a,b\n1,2\n", "budget", &["grows row by row"]);
}

#[test]
fn a_file_attached_is_recorded_verified_and_given_out_again() {
    let place = Place::new();
    let file = place.case();
    let paper = place.path("签到表.txt");
    std::fs::write(&paper, "2023-05-24 到会 30 人").unwrap();
    let paper = paper.display().to_string();
    let said = place
        .run(&[
            "attach",
            &file,
            &paper,
            "--supports",
            "training.1",
            "--caption",
            "签到",
            "--date",
            "2023-05-24",
        ])
        .ok();
    assert!(said.contains("attached: 1"), "{said}");
    let again = place.run(&["attach", &file, &paper, "--supports", "training-rate"]).ok();
    assert!(again.contains("the same bytes as attachment 1"), "{again}");
    place.run(&["verify", &file]).ok();
    let to = place.path("out").display().to_string();
    place.run(&["export", &file, "--to", &to]).ok();
    let kept = std::fs::read_to_string(place.path("out/attachments/001-签到表.txt")).unwrap();
    assert_eq!(kept, "2023-05-24 到会 30 人");
    let index = std::fs::read_to_string(place.path("out/attachments/index.csv")).unwrap();
    assert!(index.lines().count() == 3 && index.contains("签到") && index.contains("training.1"), "{index}");
}

#[test]
fn what_cannot_be_attached_says_why_and_leaves_the_project_alone() {
    let place = Place::new();
    let file = place.case();
    let before = place.entries(&file);
    let put = |name: &str, bytes: &[u8]| {
        let path = place.path(name);
        std::fs::write(&path, bytes).unwrap();
        path.display().to_string()
    };
    place.run(&["attach", &file, &put("a.jpg", b"MZ\x90")]).refused(3, &["a program or a script", "rename"]);
    place.run(&["attach", &file, &put("b.pdf", b"")]).refused(3, &["empty"]);
    place.run(&["attach", &file, &put("c.exe", b"MZ")]).refused(3, &["exe", "jpg"]);
    place.run(&["attach", &file, "nowhere.pdf"]).refused(3, &["no such file"]);
    let good = put("d.txt", b"1");
    place.run(&["attach", &file, &good, "--supports", "trainings"]).refused(2, &["trainings"]);
    assert_eq!(place.entries(&file), before);
}
