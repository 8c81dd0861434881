//! Files taken in from the screen: chosen, looked at, all of it or nothing.

use super::stage::Stage;
use jiping::app::Effect;
use jiping::i18n::Lang;

/// In the survey, with the folder of tables listed.
fn in_survey(lang: Lang) -> Stage {
    let mut stage = Stage::empty(lang, 80, 24);
    stage.press("2I");
    stage.press("答卷<enter>");
    stage
}

fn questionnaire(stage: &Stage) -> String {
    stage.app.work.as_ref().unwrap().scheme.questionnaires[0].id.clone()
}

fn count(stage: &Stage) -> usize {
    let id = questionnaire(stage);
    stage.app.work.as_ref().unwrap().ledger.facts().responses(&id).map_or(0, jiping::survey::Responses::len)
}

#[test]
fn a_table_of_responses_comes_in_as_one_act_and_goes_with_one_undo() {
    let mut stage = in_survey(Lang::Zh);
    stage.press("resp<enter>");
    let text = stage.text();
    assert!(text.contains("4 份答卷，将录为第 1–4 份"), "{text}");
    assert!(text.contains("备注") && text.contains("不采用"), "{text}");
    // Looking changes nothing.
    assert_eq!(count(&stage), 0);
    let before = stage.app.work.as_ref().unwrap().ledger.events().len();
    stage.press("<enter>");
    assert_eq!(count(&stage), 4);
    assert!(stage.said().contains("第 1–4 份"), "{}", stage.said());
    // The forms go to the disk in the same act as their entry.
    let stored = stage.effects.iter().filter(|e| matches!(e, Effect::Attach(..))).count();
    assert_eq!(stored, 1);
    let id = questionnaire(&stage);
    assert_eq!(stage.fact(&format!("{id}.form.2.Q1")).as_deref(), Some("2"), "row 3 is form 2");
    let work = stage.app.work.as_ref().unwrap();
    let step = work.ledger.events()[before].step;
    assert!(work.ledger.events()[before..].iter().all(|e| e.step == step), "one act");
    stage.press("u");
    assert_eq!(count(&stage), 0);
    stage.press("U");
    assert_eq!(count(&stage), 4);
}

#[test]
fn nothing_comes_in_while_a_cell_cannot_be_read_unless_it_is_said_to_be_unreadable() {
    let mut stage = in_survey(Lang::Zh);
    stage.press("troub<enter><enter>");
    assert_eq!(count(&stage), 0, "half a table is none");
    assert!(stage.text().contains("2 处有问题"), "{}", stage.text());
    stage.press("<end>");
    let text = stage.text();
    // Heading is row 1: the 9 stands in the second form, column B; 很好 in the third, column E.
    assert!(text.contains("第 3 行 B 列（Q1）：“9”"), "{text}");
    assert!(text.contains("第 4 行 E 列（Q4）：“很好”"), "{text}");
    stage.press("-<enter>");
    assert_eq!(count(&stage), 3);
    let id = questionnaire(&stage);
    let work = stage.app.work.as_ref().unwrap();
    assert_eq!(work.ledger.facts().responses(&id).unwrap().get(2, "Q1"), Some("unreadable"));
}

#[test]
fn a_table_with_unknown_headings_is_matched_by_hand() {
    let mut stage = in_survey(Lang::Zh);
    stage.press("other<enter>");
    assert!(stage.text().contains("还没有一列对应题目"), "{}", stage.text());
    stage.press("<enter>");
    assert_eq!(count(&stage), 0);
    // Below the two lines and the head of the columns: 甲 is question 1, 乙 question 2.
    stage.press("<home><down><down><down><f2>Q1<enter>");
    assert!(stage.text().contains("2 份答卷"), "{}", stage.text());
    let row = |stage: &Stage, heading: &str| {
        let text = stage.text();
        text.lines().find(|l| l.contains(heading)).unwrap_or_default().to_owned()
    };
    assert!(row(&stage, "甲").contains("指定"), "{}", stage.text());
    let at = |stage: &Stage| match stage.app.dialogs.last().unwrap() {
        jiping::app::dialog::Dialog::Import(import) => {
            import.rows.iter().position(|r| r.text.contains('乙')).unwrap()
        }
        _ => panic!("no report"),
    };
    let down = "<down>".repeat(at(&stage));
    stage.press(&format!("<home>{down}<f2>Q2<enter>"));
    assert!(row(&stage, "乙").contains("Q2"), "{}", stage.text());
    stage.press("<enter>");
    assert_eq!(count(&stage), 2);
    let id = questionnaire(&stage);
    let work = stage.app.work.as_ref().unwrap();
    let responses = work.ledger.facts().responses(&id).unwrap();
    assert_eq!((responses.get(1, "Q1"), responses.get(1, "Q2")), (Some("1"), Some("5")));
}

#[test]
fn the_same_file_comes_in_twice_only_if_that_is_said() {
    let mut stage = in_survey(Lang::Zh);
    stage.press("resp<enter><enter>2Iresp<enter><enter>");
    assert_eq!(count(&stage), 4);
    assert!(stage.text().contains("内容与已导入的 responses.csv 相同"), "{}", stage.text());
    stage.press("+<enter>");
    assert_eq!(count(&stage), 8);
}

#[test]
fn escape_stops_reading_and_leaves_everything_as_it_was() {
    let mut stage = in_survey(Lang::Zh);
    stage.is_slow = true;
    stage.press("resp<enter>");
    let asked = |effect: &Effect| match effect {
        Effect::ReadTable(reading) => Some(reading.clone()),
        _ => None,
    };
    let reading = stage.effects.iter().find_map(asked).unwrap();
    stage.send(jiping::app::Msg::TableProgress { question: reading.question, percent: 40 });
    assert!(stage.text().contains("正在读取… 40 %"), "{}", stage.text());
    // Enter takes in nothing that is not read.
    stage.press("<enter><esc>");
    assert_eq!(stage.effects.last(), Some(&Effect::StopReading));
    // What comes late is not wanted any more; the line with the path is still there.
    stage.finish(&reading);
    assert!(stage.text().contains("答卷表"), "{}", stage.text());
    stage.press("<esc>");
    assert!(stage.app.dialogs.is_empty());
    assert_eq!(count(&stage), 0);
}

#[test]
fn a_list_goes_into_the_table_that_is_selected() {
    let mut stage = Stage::empty(Lang::Zh, 120, 40);
    stage.find("信息维护人员培训完成率").press("I答卷<enter>sessions.csv<enter>");
    // 开课日期 is no column of the table: which it is, is said by hand.
    assert!(stage.text().contains("找不到"), "{}", stage.text());
    let at = match stage.app.dialogs.last().unwrap() {
        jiping::app::dialog::Dialog::Import(import) => {
            import.rows.iter().position(|r| r.text.contains("开课日期")).unwrap()
        }
        _ => panic!("no report"),
    };
    let down = "<down>".repeat(at);
    stage.press(&format!("<home>{down}<f2><down><enter>"));
    assert!(stage.text().contains("2 行，加在已有 0 条之后"), "{}", stage.text());
    stage.press("<enter>");
    assert_eq!(stage.fact("training.1.date").as_deref(), Some("2023-05-24"));
    assert_eq!(stage.fact("training.2.date").as_deref(), Some("2023-11-08"));
    stage.press("u");
    assert_eq!(stage.fact("training.1.date"), None);
    assert_eq!(stage.fact("training.2.date"), None);
}

#[test]
fn a_list_with_a_wrong_row_takes_in_none() {
    let mut stage = Stage::empty(Lang::En, 80, 24);
    stage.find("Training completed").press("I答卷<enter>sessions-bad<enter><enter>");
    assert_eq!(stage.fact("training.1.date"), None);
    assert_eq!(stage.fact("training.2.date"), None);
    stage.press("<end>");
    assert!(stage.text().contains("row 2: "), "{}", stage.text());
}

#[test]
fn where_no_file_can_go_the_hint_is_silent_and_the_key_says_why() {
    let mut stage = Stage::empty(Lang::Zh, 120, 40);
    stage.find("预算执行率");
    assert!(!stage.text().contains("I 导入"), "{}", stage.text());
    stage.press("I");
    assert!(stage.said().contains("在问卷，或逐行添加的核查表上按 I"), "{}", stage.said());
    assert_eq!(count(&stage), 0);
}
