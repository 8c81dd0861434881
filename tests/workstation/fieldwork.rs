//! Stories of field records: the year of a log, plans that change, doubts, attachments.

use std::sync::Arc;

use super::stage::{self, Stage};
use jiping::app::{Effect, Msg};
use jiping::i18n::Lang;
use jiping::store::{Attachment, Kind, Picture, PictureFault};

#[test]
fn a_missed_month_shows_in_the_year_and_can_be_filled() {
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        let mut stage = Stage::full(Lang::Zh, width, height);
        stage.find("定期巡检完成率");
        assert!(stage.text().contains("1✓ 2✓ 3✓"), "{}", stage.text());
        stage.press("<home><down><down><down>D");
        assert_eq!(stage.fact("inspection.3.date"), None, "{}", stage.text());
        assert!(stage.text().contains("3✗"), "{}", stage.text());
        assert!(stage.text().contains("漏 1"), "{}", stage.text());
    }
}

#[test]
fn a_plan_on_record_changes_only_with_a_reason_which_the_ledger_keeps() {
    let mut stage = Stage::full(Lang::Zh, 120, 40);
    stage.find("定期巡检完成率").press("<home><enter><backspace><backspace>4<enter>");
    assert!(stage.text().contains("计划已记录为 12，改为 4"), "{}", stage.text());
    assert_eq!(stage.fact("inspection.planned").as_deref(), Some("12"));
    stage.press("<enter>");
    assert_eq!(stage.fact("inspection.planned").as_deref(), Some("12"), "no reason, no change");
    stage.press("预案改为每季度一次<enter>");
    assert_eq!(stage.fact("inspection.planned").as_deref(), Some("4"));
    assert!(stage.text().contains("1季✓ 2季✓"), "{}", stage.text());
    let work = stage.app.work.as_ref().unwrap();
    assert_eq!(work.ledger.events().last().unwrap().reason.as_deref(), Some("预案改为每季度一次"));
    // Escape leaves the plan as it is.
    stage.press("<home><enter><backspace>6<enter><esc>");
    assert_eq!(stage.fact("inspection.planned").as_deref(), Some("4"));
}

#[test]
fn a_first_plan_needs_no_reason() {
    let mut stage = Stage::empty(Lang::Zh, 120, 40);
    stage.find("定期巡检完成率").press("<home><enter>12<enter>");
    assert_eq!(stage.fact("inspection.planned").as_deref(), Some("12"));
    assert!(stage.app.dialogs.is_empty());
}

#[test]
fn doubtful_dates_are_taken_and_said() {
    let mut stage = Stage::full(Lang::Zh, 120, 40);
    stage.find("培训完成率").press("n2023-05-24<enter>");
    assert!(stage.said().contains("重复"), "{}", stage.said());
    assert_eq!(stage.fact("training.2.date").as_deref(), Some("2023-05-24"));
    stage.press("<esc>n2022-11-08<enter>");
    assert!(stage.said().contains("不在评价年度 2023 年"), "{}", stage.said());
    stage.press("<esc>n2024-08-16<enter>");
    assert!(stage.said().contains("晚于今天"), "{}", stage.said());
    assert_eq!(stage.fact("training.4.date").as_deref(), Some("2024-08-16"));
    assert!(!stage.app.notice.as_ref().unwrap().urgent);
}

#[test]
fn who_said_so_and_on_what_basis_stands_below_the_answer() {
    let mut stage = Stage::empty(Lang::Zh, 120, 40);
    stage.find("立项程序").press("<home>1<up>o批复文件<enter>");
    stage.press("<esc>");
    assert_eq!(stage.fact("procedure.application@source").as_deref(), Some("批复文件"));
    assert!(stage.text().contains("来源 批复文件"), "{}", stage.text());
}

/// Full marks need a recorded answer as much as deductions do.
#[test]
fn an_item_without_an_answer_keeps_full_marks_open() {
    let mut stage = Stage::full(Lang::Zh, 120, 40);
    stage.find("立项程序").press("<home><delete>");
    assert_eq!(stage.result(), "88.23–89.73 良");
}

const ITEM: &str = "project-basis.law";

#[test]
fn an_item_that_does_not_apply_asks_why_and_is_to_be_checked_until_somebody_says_so() {
    let mut stage = Stage::empty(Lang::Zh, 120, 40);
    stage.find("立项依据充分性").press("<home>4");
    assert!(stage.text().contains("不适用的理由"), "{}", stage.text());
    // Without a reason it is not recorded, and the selection stays where it was.
    stage.press("<enter>");
    assert_eq!(stage.fact(ITEM), None, "{}", stage.text());
    stage.press("<esc>4");
    assert_eq!(stage.fact(ITEM), None);
    stage.press("只涉及本单位<enter>");
    assert_eq!(stage.fact(ITEM).as_deref(), Some("na"));
    assert_eq!(stage.fact(&format!("{ITEM}@note")).as_deref(), Some("只涉及本单位"));
    assert!(stage.text().contains("备注 只涉及本单位"), "{}", stage.text());
    assert!(!stage.text().contains("还没有写理由"), "{}", stage.text());
    // The next digit answers the next item; one step takes answer and reason back.
    stage.press("1uu");
    assert_eq!((stage.fact(ITEM), stage.fact(&format!("{ITEM}@note"))), (None, None));

    // Recorded elsewhere without a reason, it is said at the item, on the overview, at signing.
    let mut facts = stage::case().facts;
    facts.retain(|(path, _)| !path.starts_with(ITEM));
    facts.push((ITEM.to_owned(), "na".to_owned()));
    for (lang, words) in [(Lang::Zh, "还没有写理由"), (Lang::En, "not applicable,")] {
        let mut stage = Stage::with(stage::project(&facts), lang, 120, 60);
        assert!(stage.text().contains(words), "{}", stage.text());
        stage.find(if lang == Lang::Zh { "立项依据充分性" } else { "Sufficiency of the basis" });
        assert!(stage.text().contains(words), "{}", stage.text());
        stage.press("<alt-7><esc><end><enter>");
        assert!(stage.text().contains(words), "{}", stage.text());
    }
}

fn attach(stage: &mut Stage, name: &str, bytes: &[u8]) {
    let asked = stage.effects.iter().rev().find_map(|e| match e {
        Effect::ReadAttachment { path, supports } => Some((path.clone(), supports.clone())),
        _ => None,
    });
    let (path, supports) = asked.unwrap();
    assert_eq!(path.file_name().unwrap().to_str(), Some(name));
    let read = Attachment::of(name, bytes.to_vec()).map(Arc::new).map_err(|f| format!("{f:?}"));
    stage.send(Msg::AttachmentRead(read, supports));
}

#[test]
fn a_photo_attached_to_a_field_is_listed_with_its_indicator_and_opens() {
    let mut stage = Stage::full(Lang::Zh, 120, 40);
    // The way a terminal writes a dropped file.
    stage.find("培训完成率").press("<home><down>a'/照片/5月 培训.txt'<enter>");
    attach(&mut stage, "5月 培训.txt", b"30");
    assert!(stage.said().contains("已附：1 5月 培训.txt"), "{}", stage.said());
    assert_eq!(stage.fact("attachment.1.supports").as_deref(), Some("training.1.date"));
    assert!(matches!(stage.effects.last(), Some(Effect::Attach(..))), "bytes and row go together");
    assert!(stage.text().contains("附件 1 5月 培训.txt"), "{}", stage.text());
    stage.press("<end><enter>");
    assert!(matches!(stage.effects.last(), Some(Effect::View(entry, _)) if entry.row == 1));
    stage.press("u");
    assert_eq!(stage.fact("attachment.1.name"), None);
}

/// Red and green above blue and white: two columns, one row of cells.
fn photo() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let pixels = vec![255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255];
    let picture = image::RgbImage::from_raw(2, 2, pixels).unwrap();
    picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

#[test]
fn an_attached_picture_is_shown_in_half_blocks_with_what_is_said_of_it() {
    use ratatui::style::Color;
    for (lang, width, height) in [(Lang::Zh, 80, 24), (Lang::En, 120, 40), (Lang::Zh, 200, 60)] {
        let mut stage = Stage::full(lang, width, height);
        stage.find(if lang == Lang::Zh { "培训完成率" } else { "Training" }).press("<home>a/x/a.png<enter>");
        attach(&mut stage, "a.png", &photo());
        stage.press("<end><enter>");
        assert!(matches!(stage.effects.last(), Some(Effect::Preview(entry, _)) if entry.row == 1));
        let picture = Picture::decode(Kind::Png, &photo()).unwrap();
        stage.send(Msg::Previewed(1, Ok(Arc::new(picture))));
        let text = stage.text();
        for part in ["a.png", "2 × 2", "SM3", "SHA-256", "▀▀"] {
            assert!(text.contains(part), "no {part} at {width}:\n{text}");
        }
        let buffer = stage.buffer();
        let at = buffer.content().iter().position(|c| c.symbol() == "▀").unwrap();
        let colours = |n: usize| (buffer.content()[at + n].fg, buffer.content()[at + n].bg);
        assert_eq!(colours(0), (Color::Rgb(255, 0, 0), Color::Rgb(0, 0, 255)));
        assert_eq!(colours(1), (Color::Rgb(0, 255, 0), Color::Rgb(255, 255, 255)));
        // Without colour: the lighter half is the denser shade, and it says so.
        stage.app.prefs.theme = jiping::app::Theme::Mono;
        assert!(stage.text().contains("░▓"), "{}", stage.text());
        // Enter hands the original to the viewer; Esc leads back.
        stage.press("<enter>");
        assert!(matches!(stage.effects.last(), Some(Effect::View(..))));
        stage.press("<esc>");
        assert!(stage.app.dialogs.is_empty(), "{width} {:?}", stage.app.dialogs);
    }
}

#[test]
fn a_picture_that_cannot_be_shown_says_why() {
    // A head that promises 60,000 × 60,000 pixels, and one that was cut off.
    let mut bomb = photo();
    bomb[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    let cut = &photo()[..40];
    assert!(Picture::decode(Kind::Png, &bomb).is_err());
    assert_eq!(Picture::decode(Kind::Png, cut), Err(PictureFault::Broken));
    assert_eq!(Picture::decode(Kind::Pdf, b"%PDF-"), Err(PictureFault::Kind));
}

/// A search begins a new way: Esc does not lead back along one that was left before it.
#[test]
fn after_a_search_escape_does_not_lead_back_to_where_one_was_long_ago() {
    let mut stage = Stage::full(Lang::Zh, 120, 40);
    stage.find("立项依据").press("<ctrl-r>3");
    assert!(stage.text().contains("卷宗 · 文件"), "{}", stage.text());
    stage.press("<ctrl-f>定期巡检完成率<enter><esc>");
    assert!(stage.text().contains("核查 · 定期巡检完成率"), "{}", stage.text());
}

/// Every kind of evidence of every indicator: two keys there, recorded nothing, and back.
#[test]
fn every_kind_of_evidence_is_two_keys_from_every_indicator_and_back() {
    let loaded = stage::case();
    let kinds = jiping::dossier::Kind::all().len();
    for leaf in loaded.scheme.leaves() {
        let name = loaded.scheme.indicators[leaf].name.text.clone();
        let mut stage = Stage::full(Lang::Zh, 120, 40);
        for digit in 1..=kinds {
            stage.find(&name);
            let (entries, title) = {
                let work = stage.app.work.as_ref().unwrap();
                (work.ledger.events().len(), format!("核查 · {name}"))
            };
            stage.press(&format!("<ctrl-r>{digit}"));
            // A dialog of its own or a field being opened takes one more Esc.
            for _ in 0..3 {
                let work = stage.app.work.as_ref().unwrap();
                let there = stage.app.dialogs.is_empty() && work.view.sheet.typing.is_none();
                if there && work.view.trail.is_empty() {
                    break;
                }
                stage.press("<esc>");
            }
            assert!(stage.text().contains(&title), "{name} {digit}:\n{}", stage.text());
            assert_eq!(stage.app.work.as_ref().unwrap().ledger.events().len(), entries, "{name} {digit}");
        }
    }
}

#[test]
fn what_cannot_be_attached_stays_in_the_line_that_asked_for_it() {
    let mut stage = Stage::full(Lang::Zh, 80, 24);
    stage.find("培训完成率").press("<home>a/tmp/照片.jpg<enter>");
    stage.send(Msg::AttachmentRead(Err("后缀是 .jpg，内容却是程序".to_owned()), String::new()));
    assert!(stage.text().contains("内容却是程序"), "{}", stage.text());
    assert!(stage.text().contains("照片.jpg"), "the path is still there to be mended");
    assert_eq!(stage.fact("attachment.1.name"), None);
}

#[test]
fn the_dossier_lists_attachments_and_takes_what_is_said_of_them() {
    let facts: Vec<(String, String)> = stage::case().facts;
    let mut stage = Stage::with(stage::project(&facts), Lang::Zh, 120, 40);
    stage.find("培训完成率").press("<home>a/x/通知.txt<enter>");
    attach(&mut stage, "通知.txt", b"1");
    stage.app.update(Msg::Key(jiping::app::key::script("<esc>")[0]), &jiping::app::Cx { now: stage::now() });
    let text = stage.text();
    assert!(text.contains("通知.txt"), "{text}");
}

/// Where numbers would be cut beside each other, each row gives its fields by name.
#[test]
fn numbers_of_wide_tables_are_never_cut() {
    use jiping::format::{self, SourceFile};
    let file = |name: &str| SourceFile {
        name: name.to_owned(),
        bytes: std::fs::read(format!("surveys/field-records/{name}")).unwrap(),
    };
    let loaded = format::load("field-records", &[file("scheme.toml"), file("facts.toml")]);
    for (lang, width, height) in [(Lang::Zh, 80, 24), (Lang::En, 120, 40), (Lang::Zh, 200, 60)] {
        let mut opened = stage::project(&loaded.facts);
        opened.loaded = loaded.clone();
        let mut stage = Stage::with(opened, lang, width, height);
        stage.find(if lang == Lang::Zh { "预算执行率" } else { "Budget execution" });
        let text = stage.text();
        for number in
            ["70,000.00", "80,000.00", "100,000.00", "61,000.00", "23,760.00", "123,000.00", "68.91 %"]
        {
            assert!(text.contains(number), "no {number} at {width}:\n{text}");
        }
    }
}

/// The field records with so many batches, two asked for and one made in each; three in the second.
fn batches(rows: u32, lang: Lang, width: u16, height: u16) -> Stage {
    use jiping::format::{self, SourceFile};
    let bytes = std::fs::read("surveys/field-records/scheme.toml").unwrap();
    let mut loaded = format::load("field-records", &[SourceFile { name: "scheme.toml".to_owned(), bytes }]);
    for row in 1..=rows {
        for (column, value) in [("unit", format!("U{row}")), ("requested", "2".into()), ("made", "1".into())]
        {
            loaded.facts.push((format!("ukey.{row}.{column}"), value));
        }
        loaded.facts.push((format!("office.{row}.name"), format!("U{row}")));
    }
    loaded.facts.push(("ukey.2.made".to_owned(), "3".to_owned()));
    let mut opened = stage::project(&loaded.facts);
    opened.loaded = loaded;
    Stage::with(opened, lang, width, height)
}

#[test]
fn sums_and_doubts_of_a_long_table_stay_in_sight_and_the_edge_says_how_much_follows() {
    for (lang, sum, doubt) in
        [(Lang::Zh, "合计", "! 第 2 条：完成数多于申请数"), (Lang::En, "Sum", "more made than requested")]
    {
        let mut stage = batches(40, lang, 80, 24);
        stage.find("UKey").press("<home>");
        // 40 × 2 = 80 asked for, 39 × 1 + 3 = 42 made.
        let wanted = |stage: &Stage| {
            let text = stage.text();
            let total = text.lines().find(|l| l.contains(sum) && l.contains("80")).unwrap_or_default();
            assert!(total.contains("42"), "no total:\n{text}");
            assert!(text.contains(doubt), "no doubt:\n{text}");
        };
        wanted(&stage);
        assert!(stage.text().contains("╰─ ↓ "), "{}", stage.text());
        for row in 2..=40 {
            stage.press("<down>");
            wanted(&stage);
            assert!(stage.text().contains(&format!(" {row} U{row} ")), "{}", stage.text());
        }
        assert!(stage.text().contains("╰─ ↑ "), "{}", stage.text());
    }
}

#[test]
fn an_amount_in_ten_thousands_is_taken_and_the_conversion_shown() {
    for (lang, find, shown) in [
        (Lang::Zh, "预算执行率", "72 万元 = 720,000.00 元"),
        (Lang::En, "Budget execution", "72 × 10k yuan = 720,000.00 yuan"),
    ] {
        let mut stage = Stage::full(lang, 80, 24);
        stage.find(find).press("<home>72 万元<enter>");
        assert_eq!(stage.fact("budget.office.budget").as_deref(), Some("720000"), "{}", stage.text());
        assert_eq!(stage.said(), shown);
        stage.press("77893.34元<enter>");
        assert_eq!(stage.fact("budget.office.spent").as_deref(), Some("77893.34"), "{}", stage.text());
        // 720,000 instead of 136,000: the sum below is 300,000 + 584,000.
        assert!(stage.text().contains("884,000.00"), "{}", stage.text());
        // Counts are not money.
        stage.press("<esc>").find(if lang == Lang::Zh { "培训完成率" } else { "Training completed" });
        stage.press("<home>3万元<enter>");
        assert!(
            stage.said().contains(if lang == Lang::Zh { "万元" } else { "10k yuan" }),
            "{}",
            stage.said()
        );
        assert_eq!(stage.fact("training.planned").as_deref(), Some("2"));
    }
}

/// 0.72 × 10,000 = 7,200 instead of 136,000: less than what is spent by then, as the record says.
#[test]
fn a_conversion_is_said_before_the_doubt_that_it_raises() {
    for (lang, find, became, doubt) in [
        (Lang::Zh, "预算执行率", "0.72 万元 = 7,200.00 元；", "超出预算"),
        (Lang::En, "Budget execution", "0.72 × 10k yuan = 7,200.00 yuan; ", "overspent"),
    ] {
        let mut stage = Stage::full(lang, 120, 40);
        stage.find(find).press("<home>0.72万<enter>");
        assert_eq!(stage.fact("budget.office.budget").as_deref(), Some("7200"));
        assert!(stage.said().starts_with(became) && stage.said().contains(doubt), "{}", stage.said());
    }
}

#[test]
fn nothing_is_said_of_a_conversion_that_still_waits_for_its_reason() {
    let mut stage = Stage::full(Lang::Zh, 120, 40);
    stage.find("培训完成率").press("<home>0.0003万<enter>");
    assert!(!stage.app.dialogs.is_empty(), "{}", stage.text());
    assert_eq!(stage.fact("training.planned").as_deref(), Some("2"));
    assert!(!stage.text().contains("万次 ="), "{}", stage.text());
}

/// A blank number of months counts as one: two payments without it are 1 + 1 = 2 months, and what
/// is due is 3 × 1 × 1,980 + 2 × 1 × 1,980 = 9,900 yuan.
#[test]
fn the_sum_of_a_column_whose_blanks_count_is_a_figure() {
    use jiping::format::{self, SourceFile};
    let bytes = std::fs::read("surveys/field-records/scheme.toml").unwrap();
    let mut loaded = format::load("field-records", &[SourceFile { name: "scheme.toml".to_owned(), bytes }]);
    let sum = |loaded: &format::Loaded| {
        let mut opened = stage::project(&loaded.facts);
        opened.loaded = loaded.clone();
        let mut stage = Stage::with(opened, Lang::En, 200, 60);
        stage.find("Labour").press("<home>");
        let text = stage.text();
        let sum = text.lines().find(|line| line.contains("Sum of rows")).map(str::to_owned);
        sum.unwrap_or_default()
    };
    // Without a payment nothing was keyed.
    assert_eq!(sum(&loaded), "");
    for (row, persons) in [("1", "3"), ("2", "2")] {
        for (column, value) in
            [("month", format!("2024-0{row}")), ("persons", persons.into()), ("paid", "100".into())]
        {
            loaded.facts.push((format!("pay.{row}.{column}"), value));
        }
    }
    let sum = sum(&loaded);
    let (_, sum) = sum.split_once("Sum of rows").unwrap();
    let figures: Vec<&str> = sum.split('│').next().unwrap().split_whitespace().collect();
    assert_eq!(figures, ["5", "2", "200.00", "9,900.00", "2"], "{sum}");
}
