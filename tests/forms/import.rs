//! `import FILE.jp RESPONSES.(csv|xlsx)`: forms taken into a project, all or none.

use std::io::{Read as _, Write as _};
use std::path::Path;

use encoding_rs::GB18030;
use rust_xlsxwriter::{Formula, Workbook};
use serde_json::Value;
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::place::{CASE, Place, Ran};

/// A questionnaire with a question of each kind, one of them on a condition.
const SCHEME: &str = r#"
[scheme]
title = "村道养护"
levels = ["指标"]
full = 100
[[indicator]]
id = "satisfaction"
name = "满意度"
weight = 100
rule = { text = "按满意度计分", value = "index", curve = "proportional", full = "100" }
[[measure]]
id = "index"
name = "满意度指数"
kind = "survey"
questionnaire = "villagers"
method = "index"
[[questionnaire]]
id = "villagers"
name = "村民问卷"
[[questionnaire.question]]
id = "Q1"
text = "您对村道养护满意吗？"
text_en = "Are you satisfied with the upkeep?"
choices = [
  { code = "1", label = "满意", label_en = "Satisfied", value = 100 },
  { code = "2", label = "一般", label_en = "So-so", value = 60 },
  { code = "3", label = "不满意", label_en = "Dissatisfied", value = 0 },
]
[[questionnaire.question]]
id = "Q2"
text = "哪些路段最该修？"
kind = "multiple"
show_if = "Q1 in [2, 3]"
choices = [
  { code = "1", label = "村口" },
  { code = "2", label = "学校(小学、中学)旁" },
  { code = "9", label = "其他" },
]
[[questionnaire.question]]
id = "Q3"
text = "您的年龄"
kind = "number"
min = 0
max = 120
[[questionnaire.question]]
id = "Q4"
text = "其他意见"
kind = "text"
"#;

/// The text layout of a platform: meta columns, `(空)` and `(跳过)`, `┋` between ticks, `〖〗`.
pub const TEXT: &str = "\
序号,提交答卷时间,所用时间,来源,来源详情,来自IP,1、您对村道养护满意吗？,2、哪些路段最该修？,3、您的年龄,4、其他意见
1,2024/7/16 12:00:00,95秒,微信,N/A,10.0.0.1,满意,(跳过),34,(空)
2,2024/7/16 12:03:00,1分35秒,微信,N/A,10.0.0.2,一般,村口┋其他〖桥头〗,51,路灯太暗
3,2024/7/16 12:09:00,20秒,微信,N/A,10.0.0.3,不满意,学校(小学、中学)旁,(空),(空)
4,2024/7/16 12:10:00,61秒,微信,N/A,10.0.0.4,满意,,27,\"好, 很好\"
";

/// The code layout of the same answers: numbers, a column a choice, −2 and −3.
const CODES: &str = "\
序号,提交答卷时间,所用时间,来源,来源详情,来自IP,1、您对村道养护满意吗？ ,第2题(村口),第2题(学校(小学、中学)旁),第2题(其他),3、您的年龄,4、其他意见
1,2024/7/16 12:00:00,95,微信,N/A,10.0.0.1,1,-3,-3,-3,34,-2
2,2024/7/16 12:03:00,95,微信,N/A,10.0.0.2,2,1,0,1,51,路灯太暗
3,2024/7/16 12:09:00,20,微信,N/A,10.0.0.3,3,0,1,0,-2,-2
4,2024/7/16 12:10:00,61,微信,N/A,10.0.0.4,1,-3,-3,-3,27,\"好, 很好\"
";

pub struct Desk {
    pub place: Place,
    pub project: String,
}

impl Desk {
    pub fn new() -> Self {
        let place = Place::new();
        let scheme = place.scheme(&[("scheme.toml", SCHEME.as_bytes())]);
        let project = place.path("road.jp").display().to_string();
        let made = place.run(&["new", &project, "--scheme", &scheme]);
        assert_eq!(made.code, 0, "{}", made.err);
        Self { place, project }
    }

    pub fn file(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.place.path(name);
        std::fs::write(&path, bytes).unwrap();
        path.display().to_string()
    }

    pub fn import(&self, file: &str, more: &[&str]) -> Ran {
        self.place.run(&[&["import", &self.project, file][..], more].concat())
    }

    pub fn tally(&self) -> Value {
        self.place.run(&["tally", &self.project, "--json"]).json()
    }

    fn log(&self) -> Vec<Value> {
        self.place.run(&["log", &self.project, "--json"]).json().as_array().unwrap().clone()
    }
}

fn count(tally: &Value, question: usize, choice: usize) -> u64 {
    tally["questions"][question]["choices"][choice]["count"].as_u64().unwrap()
}

/// Both layouts say: 满意 2, 一般 1, 不满意 1; shown the second question: two forms.
pub fn is_the_four_forms(tally: &Value) {
    assert_eq!(tally["valid"], 4, "{tally}");
    assert_eq!([0, 1, 2].map(|c| count(tally, 0, c)), [2, 1, 1]);
    assert_eq!([0, 1, 2].map(|c| count(tally, 1, c)), [1, 1, 1]);
    // (2 × 100 + 60 + 0) ÷ 4 = 65
    assert_eq!(tally["questions"][0]["index"], "65.00");
}

#[test]
fn the_text_and_the_code_layout_of_a_platform_give_the_same_forms() {
    for (name, table) in
        [("text.csv", TEXT.as_bytes().to_vec()), ("codes.csv", GB18030.encode(CODES).0.into())]
    {
        let desk = Desk::new();
        let file = desk.file(name, &table);
        desk.import(&file, &[]).ok();
        is_the_four_forms(&desk.tally());
        let facts =
            desk.place.run(&["export", &desk.project, "--to", &desk.place.path("out").display().to_string()]);
        assert_eq!(facts.code, 0, "{}", facts.err);
        assert_eq!(desk.place.run(&["verify", &desk.project]).code, 0);
        // The batch, its layout, and the one text beside a choice where there is one.
        let paths: Vec<String> = desk
            .log()
            .iter()
            .map(|e| e["path"].as_str().unwrap().to_owned())
            .filter(|p| p.starts_with("villagers"))
            .collect();
        let notes = if name == "text.csv" { vec!["villagers.form.2.Q2@note"] } else { Vec::new() };
        assert_eq!(paths[0], "villagers.batch.1");
        assert!(paths[1].starts_with("villagers.layout."), "{paths:?}");
        assert_eq!(paths[2..], notes);
    }
}

#[test]
fn a_dry_run_shows_the_mapping_and_writes_nothing() {
    let desk = Desk::new();
    let file = desk.file("text.csv", TEXT.as_bytes());
    let before = std::fs::read(&desk.project).unwrap();
    let report = desk.import(&file, &["--dry-run"]).ok();
    for words in ["4 forms", "G  1、您对村道养护满意吗？  →  Q1", "A  序号  →  serial", "nothing was written"]
    {
        assert!(report.contains(words), "{words}: {report}");
    }
    assert_eq!(std::fs::read(&desk.project).unwrap(), before);
}

#[test]
fn a_bad_cell_keeps_the_whole_file_out() {
    let desk = Desk::new();
    let table = TEXT.replace(",51,", ",151,").replace(",满意,,27", ",很好,,27");
    let file = desk.file("text.csv", table.as_bytes());
    let ran = desk.import(&file, &[]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("Nothing was imported"), "{}", ran.err);
    for words in ["row 3, column I (3、您的年龄): “151”", "row 5, column G", "“很好”"] {
        assert!(ran.out.contains(words), "{words}: {}", ran.out);
    }
    assert_eq!(desk.tally()["valid"], 0);
    desk.import(&file, &["--unreadable"]).ok();
    let tally = desk.tally();
    assert_eq!((&tally["valid"], count(&tally, 0, 0)), (&4.into(), 1));
}

#[test]
fn the_same_file_is_noticed_and_one_undo_takes_it_back() {
    let desk = Desk::new();
    let file = desk.file("text.csv", TEXT.as_bytes());
    desk.import(&file, &[]).ok();
    let renamed = desk.file("另存.csv", TEXT.as_bytes());
    desk.import(&renamed, &[]).refused(2, &["text.csv", "forms 1–4", "--again"]);
    desk.import(&renamed, &["--again"]).ok();
    assert_eq!(desk.tally()["valid"], 8);
    // A single form is corrected like any other.
    desk.place.run(&["set", &desk.project, "villagers.form.3.Q1", "1", "--reason", "misread"]).ok();
    assert_eq!(count(&desk.tally(), 0, 0), 5);
    let last = desk.log().pop().unwrap();
    assert_eq!((&last["old"], &last["new"]), (&"3".into(), &"1".into()));
}

#[test]
fn what_was_said_about_columns_is_remembered_with_the_project() {
    let desk = Desk::new();
    let first = desk.file("a.csv", "no,zufrieden,alter\n7,1,30\n".as_bytes());
    desk.import(&first, &[]).refused(3, &["no | zufrieden | alter", "--map"]);
    desk.import(&first, &["--map", "zufrieden=Q1", "--map", "C=Q3", "--map", "A=serial"]).ok();
    let second = desk.file("b.csv", "no,zufrieden,alter\n8,2,40\n".as_bytes());
    let report = desk.import(&second, &[]).ok();
    assert!(report.contains("zufrieden  →  Q1 (as last time)"), "{report}");
    assert_eq!(desk.tally()["valid"], 2);
    assert!(
        desk.place
            .run(&["set", &desk.project, "villagers.form.2.serial", "8"])
            .ok()
            .contains("nothing changed")
    );
}

/// A workbook with these rows of texts; numbers are written as numbers.
fn workbook(path: &Path, rows: &[Vec<&str>]) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Sheet1").unwrap();
    for (r, row) in rows.iter().enumerate() {
        for (c, cell) in row.iter().enumerate() {
            let (r, c) = (u32::try_from(r).unwrap(), u16::try_from(c).unwrap());
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(r, c, number).unwrap(),
                Err(_) => sheet.write_string(r, c, *cell).unwrap(),
            };
        }
    }
    book.save(path).unwrap();
}

#[test]
fn a_workbook_is_read_like_its_csv() {
    let desk = Desk::new();
    let path = desk.place.path("codes.xlsx");
    let rows: Vec<Vec<&str>> = CODES.lines().map(|l| l.split(',').collect()).collect();
    // The last cell of the last row holds a comma of its own in the CSV.
    let rows: Vec<Vec<&str>> = rows.into_iter().map(|r| r.into_iter().take(12).collect()).collect();
    workbook(&path, &rows);
    desk.import(&path.display().to_string(), &[]).ok();
    is_the_four_forms(&desk.tally());
    desk.import(&path.display().to_string(), &["--again", "--sheet", "答卷"]).refused(3, &["答卷", "Sheet1"]);
}

#[test]
fn formulas_give_their_saved_results_and_errors_are_told() {
    let desk = Desk::new();
    let path = desk.place.path("formulas.xlsx");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (c, heading) in ["Q1", "Q3"].iter().enumerate() {
        sheet.write_string(0, u16::try_from(c).unwrap(), *heading).unwrap();
    }
    sheet.write_formula(1, 0, Formula::new("=1+1").set_result("2")).unwrap();
    sheet.write_number(1, 1, 30).unwrap();
    sheet.write_formula(2, 0, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    book.save(&path).unwrap();
    let ran = desk.import(&path.display().to_string(), &["--dry-run"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("2 cells are formulas (A2 for one)"), "{}", ran.out);
    assert!(ran.out.contains("row 3, column A (Q1)") && ran.out.contains("#DIV/0!"), "{}", ran.out);
}

/// A workbook with one part replaced or added.
pub fn with_part(book: &[u8], part: &str, content: &mut dyn std::io::Read) -> Vec<u8> {
    let mut old = zip::ZipArchive::new(std::io::Cursor::new(book)).unwrap();
    let mut new = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for n in 0..old.len() {
        let file = old.by_index_raw(n).unwrap();
        if file.name().unwrap() != part {
            new.raw_copy_file(file).unwrap();
        }
    }
    new.start_file(part, SimpleFileOptions::default()).unwrap();
    std::io::copy(content, &mut new).unwrap();
    new.flush().unwrap();
    new.finish().unwrap().into_inner()
}

#[test]
fn workbooks_that_could_do_harm_are_not_opened() {
    let desk = Desk::new();
    let good = desk.place.path("good.xlsx");
    workbook(&good, &[vec!["Q1"], vec!["1"]]);
    let good = std::fs::read(good).unwrap();
    let with = |name: &str, part: &str, content: &mut dyn std::io::Read| {
        desk.file(name, &with_part(&good, part, content))
    };
    let bomb = with("bomb.xlsx", "xl/media/a.xml", &mut std::io::repeat(b' ').take(40 << 20));
    desk.import(&bomb, &[]).refused(3, &["packed more than 200 times"]);
    let doctype = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"b\">]><x/>";
    let doctype = with("doctype.xlsx", "xl/styles.xml", &mut doctype.as_bytes());
    desk.import(&doctype, &[]).refused(3, &["xl/styles.xml", "DOCTYPE"]);
    let cell = |at: &str, row: u64| {
        format!(r#"<row r="{row}"><c r="{at}" t="inlineStr"><is><t>Q1</t></is></c></row>"#)
    };
    let sheet = |rows: &str| {
        format!(
            r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/><sheetData>{rows}</sheetData></worksheet>"#
        )
    };
    // One cell in the last corner: a table of 17 thousand million cells, if one believed it.
    let far = sheet(&format!("{}{}", cell("A1", 1), cell("XFD1048576", 1_048_576)));
    let far = with("far.xlsx", "xl/worksheets/sheet1.xml", &mut far.as_bytes());
    desk.import(&far, &[]).refused(3, &["4096 columns"]);
    let low =
        sheet(&format!("{}{}", cell("A1", 1), r#"<row r="1048576"><c r="A1048576"><v>1</v></c></row>"#));
    let low = with("low.xlsx", "xl/worksheets/sheet1.xml", &mut low.as_bytes());
    desk.import(&low, &[]).ok();
    assert_eq!(desk.tally()["valid"], 1, "rows between are no forms");
    desk.import(&desk.file("cut.xlsx", b"PK\x03\x04nothing"), &[]).refused(3, &["damaged"]);
}

#[test]
fn a_batch_is_verified_and_survives_a_lost_tail() {
    let place = Place::new();
    let project = place.case();
    let table = place.path("staff.csv");
    std::fs::write(&table, "Q1,Q2\n1,2\n1,1\n").unwrap();
    let old = std::fs::read(&project).unwrap();
    place.run(&["import", &project, &table.display().to_string()]).ok();
    place.run(&["verify", &project]).ok();
    // An older copy is put in its place: the mirror brings the forms back.
    std::fs::write(&project, old).unwrap();
    place.run(&["set", &project, "staff.population", "64"]).ok();
    let tally = place.run(&["tally", &project, "--json"]).json();
    assert_eq!(tally["questions"][1]["choices"][1]["count"], 1);
    place.run(&["verify", &project]).ok();
    assert!(!place.run(&["log", &project]).ok().is_empty());
    assert!(Path::new(CASE).is_dir());
}

/// Where the answer itself may be −2, a platform's −2 for a blank cannot be told from it.
#[test]
fn codes_taken_as_numbers_are_told() {
    let place = Place::new();
    let text = "[[questionnaire]]\nid = \"q\"\nname = \"q\"\n[[questionnaire.question]]\nid = \"cold\"\ntext = \"t\"\n\
        kind = \"number\"\ndecimals = 1\nmin = -40\nrequired = false\n\
        [[questionnaire.question]]\nid = \"age\"\ntext = \"a\"\nkind = \"number\"\nrequired = false\n";
    let scheme = place.scheme(&[("scheme.toml", text.as_bytes())]);
    let project = place.path("cold.jp").display().to_string();
    place.run(&["new", &project, "--scheme", &scheme]).ok();
    let desk = Desk { place, project };
    // Five of −2 to −5 under the first question, one of them written as a fraction; 空白 is none.
    let table = "cold,age\n-2,-2\n-3,30\n-2.0,31\n-20,32\n空白,33\n-4,34\n-5,35\n-1,36\n";
    let file = desk.file("cold.csv", table.as_bytes());
    let said = desk.import(&file, &["--dry-run", "--lang", "en"]).ok();
    assert!(said.contains("5 cells of −2 to −5 are taken as numbers"), "{said}");
    // Eight answers each, but for the 空白 and the age of −2.
    desk.import(&file, &[]).ok();
    let tally = desk.tally();
    assert_eq!((&tally["questions"][0]["n"], &tally["questions"][1]["n"]), (&7.into(), &7.into()), "{tally}");
    let file = desk.file("warm.csv", b"cold,age\n2,-2\n");
    assert!(!desk.import(&file, &["--dry-run", "--lang", "en"]).ok().contains("taken as numbers"));
}
