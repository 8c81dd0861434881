//! Stories of field records: the year of a log, plans that change, doubts, attachments.

use std::sync::Arc;

use super::stage::{self, Stage};
use jiping::app::{Effect, Msg};
use jiping::i18n::Lang;
use jiping::store::Attachment;

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
    stage.find("立项程序").press("<home>1<up>o<down>批复文件<enter>");
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
