//! Stories told in keys: what a person presses, and what it comes to.

use super::stage::{self, Stage};
use jiping::app::layout::Size;
use jiping::app::{Effect, Msg};
use jiping::i18n::Lang;

#[test]
fn entering_the_second_training_turns_good_into_excellent() {
    let mut stage = Stage::full(Lang::Zh, 120, 40);
    assert_eq!(stage.result(), "89.73 良");
    stage.find("培训").press("n2023-11-08<enter>");
    assert_eq!(stage.result(), "91.73 优");
    assert!(stage.text().contains("信息维护人员培训 1→2"), "{}", stage.text());
    assert_eq!(stage.fact("training.2.date").as_deref(), Some("2023-11-08"));
}

#[test]
fn undo_and_redo_go_back_and_forth_and_leave_both_in_the_ledger() {
    let mut stage = Stage::full(Lang::Zh, 120, 40);
    let before = stage.app.work.as_ref().unwrap().ledger.events().len();
    stage.find("培训").press("n2023-11-08<enter><esc>u");
    assert_eq!(stage.result(), "89.73 良");
    stage.press("U");
    assert_eq!(stage.result(), "91.73 优");
    assert_eq!(stage.app.work.as_ref().unwrap().ledger.events().len(), before + 3);
}

#[test]
fn the_facts_that_came_with_the_project_cannot_be_undone() {
    let mut stage = Stage::full(Lang::Zh, 120, 40);
    stage.press("u");
    assert_eq!(stage.result(), "89.73 良");
    assert_eq!(stage.said(), "没有可撤销的。");
}

#[test]
fn a_refused_number_stays_where_it_was_typed() {
    for (typed, reason) in [("12.5", "小数"), ("-3", "小"), ("abc", "数"), ("999999999999", "大")] {
        let mut stage = Stage::full(Lang::Zh, 120, 40);
        stage.find("培训").press(&format!("<home><enter><backspace>{typed}<enter>"));
        assert!(stage.said().contains(reason), "{typed}: {}", stage.said());
        assert!(stage.text().contains(typed), "{typed} is gone");
        assert_eq!(stage.fact("training.planned").as_deref(), Some("2"));
        stage.press("<esc>");
        assert_eq!(stage.result(), "89.73 良");
    }
}

#[test]
fn more_done_than_planned_is_taken_and_flagged() {
    let mut stage = Stage::full(Lang::Zh, 120, 40);
    stage.find("培训").press("n2023-11-08<enter><esc>n2023-12-01<enter><esc>");
    assert_eq!(stage.result(), "91.73 优");
    stage.press("<esc>1");
    assert!(stage.text().contains('3'), "{}", stage.text());
    let kinds = &stage.app.work.as_ref().unwrap().card.notices;
    assert!(kinds.iter().any(|n| matches!(n.kind, jiping::score::NoticeKind::OverPlan { .. })));
}

#[test]
fn a_form_of_seven_questions_is_seven_digits_and_one_enter() {
    let mut stage = Stage::empty(Lang::Zh, 120, 40);
    stage.press("2f");
    stage.press("1211123<enter>");
    assert_eq!(stage.fact("staff.form.1.Q2").as_deref(), Some("2"));
    assert_eq!(stage.fact("staff.form.1.Q7").as_deref(), Some("3"));
    assert!(stage.said().contains("第 1 份已归档"), "{}", stage.said());
    stage.press("1");
    assert_eq!(stage.fact("staff.form.2.Q1").as_deref(), Some("1"));
}

#[test]
fn full_width_digits_answer_too_and_other_answers_have_a_key_each() {
    let mut stage = Stage::empty(Lang::Zh, 120, 40);
    stage.press("2f１2<enter>");
    assert!(stage.said().contains("还有 5 题"), "{}", stage.said());
    stage.press("0-*1");
    assert_eq!(stage.fact("staff.form.1.Q3").as_deref(), Some("blank"));
    assert_eq!(stage.fact("staff.form.1.Q4").as_deref(), Some("unreadable"));
    assert_eq!(stage.fact("staff.form.1.Q5").as_deref(), Some("refused"));
    stage.press("1<enter>=");
    assert_eq!(stage.fact("staff.form.2.Q1").as_deref(), Some("1"));
}

#[test]
fn a_digit_beyond_the_choices_is_refused_in_place() {
    let mut stage = Stage::empty(Lang::Zh, 120, 40);
    stage.press("2f9");
    assert_eq!(stage.fact("staff.form.1.Q1"), None);
    assert!(stage.said().contains("1 满足"), "{}", stage.said());
}

#[test]
fn checklist_items_take_digits_and_notes() {
    let mut stage = Stage::empty(Lang::Zh, 120, 40);
    stage.find("立项程序").press("<home>12");
    assert_eq!(stage.fact("procedure.application").as_deref(), Some("met"));
    assert_eq!(stage.fact("procedure.papers").as_deref(), Some("unmet"));
    stage.press("o<down>缺审批表<enter><esc>");
    assert_eq!(stage.fact("procedure.papers@note").as_deref(), Some("缺审批表"));
}

#[test]
fn not_applicable_needs_a_reason_and_can_be_taken_back() {
    let mut stage = Stage::full(Lang::Zh, 120, 40);
    stage.find("培训完成率").press("x<enter>");
    assert!(!stage.app.dialogs.is_empty(), "an empty reason must not be taken");
    stage.press("没有信息维护人员<enter>");
    assert_eq!(stage.result(), "91.73 优");
    stage.press("x");
    assert_eq!(stage.result(), "89.73 良");
}

#[test]
fn removing_a_record_can_be_undone() {
    let mut stage = Stage::full(Lang::Zh, 120, 40);
    stage.find("定期巡检完成率").press("<home><down>D");
    assert_eq!(stage.fact("inspection.1.date"), None);
    assert_eq!(stage.result(), "89.48 良"); // 3 × 11 ÷ 12 = 2.75, not a hair more
    stage.press("u");
    assert_eq!(stage.result(), "89.73 良");
}

#[test]
fn nothing_recorded_is_a_range_from_the_worst_to_the_best() {
    let stage = Stage::empty(Lang::Zh, 120, 40);
    let first = stage.text().lines().next().unwrap().to_owned();
    assert!(first.contains("0.00–100.00"), "{first}");
    assert!(first.contains("差–优"), "{first}");
}

#[test]
fn search_finds_by_initials_and_goes_to_the_field() {
    let mut stage = Stage::full(Lang::Zh, 120, 40);
    stage.press("/xj<enter>");
    assert!(stage.text().contains("核查 · 定期巡检完成率"), "{}", stage.text());
}

#[test]
fn one_key_switches_the_language_and_keeps_the_place() {
    let mut stage = Stage::full(Lang::Zh, 120, 40);
    stage.find("定期巡检").press("<esc>L");
    assert!(stage.text().contains("Verification · Inspections completed"), "{}", stage.text());
    assert!(stage.effects.iter().any(|e| matches!(e, Effect::SaveSettings(p) if p.lang == Lang::En)));
}

#[test]
fn any_size_is_drawn_without_complaint() {
    let mut stage = Stage::full(Lang::Zh, 120, 40);
    for (width, height) in [(1, 1), (0, 0), (59, 15), (60, 16), (80, 24), (200, 60), (500, 5), (99, 100)] {
        stage.send(Msg::Resize(Size { width, height }));
        for keys in ["1", "2", "3", "4", "5", "6", "7", "?<esc>", "<ctrl-p><esc>", "/<esc>"] {
            stage.press(keys);
            stage.text();
        }
    }
}

#[test]
fn a_failed_save_is_said_and_leaving_asks() {
    let mut stage = Stage::full(Lang::Zh, 120, 40);
    stage.find("培训").press("n2023-11-08<enter><esc>");
    // The disk forgets what it said.
    stage.app.work.as_mut().unwrap().saving.stored = 0;
    stage.send(Msg::SaveFailed("磁盘已满".to_owned()));
    assert!(stage.text().contains("磁盘已满"));
    stage.press("<esc>q");
    assert!(!stage.effects.contains(&Effect::Quit));
    stage.press("<enter>");
    assert!(stage.effects.contains(&Effect::RetrySave));
}

#[test]
fn a_read_only_project_refuses_entries_and_says_why() {
    let mut opened = stage::project(&stage::case().facts);
    opened.read_only = Some("另一个程序正在使用".to_owned());
    let mut stage = Stage::with(opened, Lang::Zh, 120, 40);
    stage.find("培训").press("n");
    assert!(stage.said().contains("另一个程序正在使用"), "{}", stage.said());
    stage.press("<esc>u");
    assert_eq!(stage.result(), "89.73 良");
}

#[test]
fn a_long_paste_is_refused_whole() {
    let mut stage = Stage::full(Lang::Zh, 120, 40);
    stage.find("培训").press("n");
    stage.send(Msg::Paste("长".repeat(100_000)));
    assert!(stage.said().contains("4000"), "{}", stage.said());
    assert_eq!(stage.fact("training.2.date"), None);
}

#[test]
fn the_ledger_leads_back_to_the_field() {
    let mut stage = Stage::full(Lang::Zh, 120, 40);
    stage.find("培训").press("n2023-11-08<enter><esc><esc>6");
    assert!(stage.text().contains("信息维护人员培训 · 第 2 条"), "{}", stage.text());
    stage.press("<enter>");
    assert!(stage.text().contains("核查 · 信息维护人员培训完成率"), "{}", stage.text());
}

#[test]
fn the_mouse_helps() {
    let mut stage = Stage::full(Lang::Zh, 120, 40);
    let place = |stage: &Stage, what: &str| {
        let text = stage.text();
        let (y, line) = text.lines().enumerate().find(|(_, l)| l.contains(what)).unwrap();
        let before: String = line.split(what).next().unwrap().to_owned();
        (unicode_width::UnicodeWidthStr::width(before.as_str()), y)
    };
    let click = |stage: &mut Stage, what: &str| {
        let (x, y) = place(stage, what);
        stage.send(Msg::Click(u16::try_from(x).unwrap() + 1, u16::try_from(y).unwrap()));
    };
    click(&mut stage, "定期巡检完成率");
    click(&mut stage, "3 核查");
    assert!(stage.text().contains("核查 · 定期巡检完成率"), "{}", stage.text());
    click(&mut stage, "6 台账");
    assert!(stage.text().contains("原值 → 新值"), "{}", stage.text());
    stage.send(Msg::Scroll(10, 10, 3));
    assert_eq!(stage.app.work.as_ref().unwrap().view.ledger.at, 3);
}

#[test]
fn without_a_name_the_first_project_asks_for_one() {
    let mut stage = Stage::home(Lang::Zh, 120, 40);
    stage.app.prefs.actor.clear();
    stage.press("n");
    assert!(!stage.effects.contains(&Effect::ListSchemes));
    stage.press("王评价<enter>");
    assert!(stage.effects.contains(&Effect::ListSchemes));
    assert_eq!(stage.app.prefs.actor, "王评价");
}

#[test]
fn the_whole_tree_can_be_folded_and_found_again() {
    let mut stage = Stage::full(Lang::Zh, 120, 40);
    stage.press("<tab><home> ");
    assert!(!stage.text().contains("立项依据充分性"), "{}", stage.text());
    stage.find("立项依据充分性");
    assert!(stage.text().contains("▾ 决策"), "{}", stage.text());
}

#[test]
fn digits_pressed_in_haste_choose_screens_and_never_answer() {
    let mut stage = Stage::full(Lang::Zh, 80, 24);
    let before = stage.app.work.as_ref().unwrap().ledger.events().len();
    stage.press("12345123452341");
    assert_eq!(stage.app.work.as_ref().unwrap().ledger.events().len(), before);
}

#[test]
fn on_a_field_for_words_every_letter_types() {
    let mut stage = Stage::full(Lang::Zh, 120, 40);
    stage.find("培训").press("<home><down><right><delete>quxDnow<enter>");
    assert_eq!(stage.fact("training.1.topic").as_deref(), Some("quxDnow"));
    assert!(!stage.effects.contains(&Effect::Quit));
}

#[test]
fn words_that_stand_there_are_not_typed_over_by_a_stray_key() {
    let mut stage = Stage::full(Lang::Zh, 120, 40);
    let topic = |stage: &Stage| stage.fact("training.1.topic").unwrap();
    stage.find("培训").press("<home><down><right>");
    let held = topic(&stage);
    stage.press("]");
    assert!(!stage.text().contains("核查 · 信息维护人员培训"), "] goes on: {}", stage.text());
    stage.press("[").press("<home><down><right>等<enter>");
    assert_eq!(topic(&stage), format!("{held}等"));
}

#[test]
fn a_form_left_half_answered_goes_on_at_its_first_open_question() {
    for (lang, said) in [(Lang::Zh, "还有 5 题没有答案"), (Lang::En, "5 of this form")] {
        let mut stage = Stage::empty(lang, 120, 40);
        stage.press("2f12<esc>1");
        stage.press("2f");
        assert!(stage.said().contains(said), "{}", stage.said());
        stage.press("3");
        let answers = [1, 2, 3].map(|n| stage.fact(&format!("staff.form.1.Q{n}")));
        assert_eq!(answers.map(Option::unwrap), ["1", "2", "3"]);
    }
}

#[test]
fn what_is_too_large_gives_way_to_the_next_digits() {
    let mut stage = Stage::empty(Lang::Zh, 120, 40);
    stage.press("2t");
    stage.app.work.as_mut().unwrap().view.sheet.select("staff.valid");
    stage.press("32<enter>");
    stage.app.work.as_mut().unwrap().view.sheet.select("staff.tally.Q1.1");
    stage.press("40<enter>");
    assert!(stage.said().contains("32"), "{}", stage.said());
    stage.press("31<enter>");
    assert_eq!(stage.fact("staff.tally.Q1.1").as_deref(), Some("31"));
}

#[test]
fn delete_clears_a_field_and_keeps_the_record() {
    let mut stage = Stage::full(Lang::Zh, 120, 40);
    stage.find("培训").press("<home><down><right><delete>");
    assert_eq!(stage.fact("training.1.topic"), None);
    assert_eq!(stage.fact("training.1.date").as_deref(), Some("2023-05-24"));
}

#[test]
fn cells_of_a_spreadsheet_fall_into_the_fields_all_or_none() {
    let mut stage = Stage::empty(Lang::Zh, 120, 40);
    stage.find("预算执行率").press("<home>");
    stage.send(Msg::Paste("136,000\t77893.34\r\n1000\t720\r\n".to_owned()));
    assert_eq!(stage.fact("budget.office.spent").as_deref(), Some("77893.34"));
    assert_eq!(stage.fact("budget.water.budget").as_deref(), Some("1000"));
    stage.press("u");
    assert_eq!(stage.fact("budget.office.spent"), None, "one act, one undo");
    stage.press("<home>");
    stage.send(Msg::Paste("136000\t不详".to_owned()));
    assert!(stage.said().contains("不详"), "{}", stage.said());
    assert_eq!(stage.fact("budget.office.budget"), None);
    // Two cells are not one number.
    stage.press("<home><enter>");
    stage.send(Msg::Paste("136000\t77893.34".to_owned()));
    assert_eq!(stage.fact("budget.office.budget").as_deref(), Some("136000"));
    assert_eq!(stage.fact("budget.office.spent").as_deref(), Some("77893.34"));
}

#[test]
fn a_bad_date_in_evidence_says_so() {
    let mut stage = Stage::full(Lang::Zh, 120, 40);
    stage.find("到位率").press("<home>o<down><down>2023-13-45<enter>");
    assert!(stage.said().contains("不是日期"), "{}", stage.said());
}

#[test]
fn leaving_a_trial_with_changes_asks() {
    let mut opened = stage::project(&stage::case().facts);
    opened.path = None;
    let mut stage = Stage::with(opened, Lang::Zh, 120, 40);
    stage.find("培训").press("n2023-11-08<enter><esc><esc>q");
    assert!(!stage.effects.contains(&Effect::Quit));
    stage.press("<down><enter>");
    assert!(stage.effects.contains(&Effect::Quit));
}

#[test]
fn why_on_the_overview_explains_the_selected_line() {
    let mut stage = Stage::full(Lang::Zh, 120, 40);
    stage.press("w");
    assert!(stage.text().contains("指标 · 劳务人员支出合规性"), "{}", stage.text());
}

#[test]
fn the_key_to_leave_works_in_a_box_and_in_a_field() {
    let mut stage = Stage::empty(Lang::Zh, 120, 40);
    stage.press("N<ctrl-q>");
    assert!(stage.effects.contains(&Effect::Quit));
    // What is typed is taken first; what is refused is not left behind.
    let mut stage = Stage::empty(Lang::Zh, 120, 40);
    stage.press("2t45<ctrl-q>");
    assert_eq!(stage.fact("staff.distributed").as_deref(), Some("45"));
    assert!(stage.effects.contains(&Effect::Quit));
    let mut stage = Stage::empty(Lang::Zh, 120, 40);
    stage.press("2t4x<ctrl-q>");
    assert!(!stage.effects.contains(&Effect::Quit), "{}", stage.text());
    // Where it asks first, it asks once.
    let mut stage =
        Stage::with(jiping::app::Opened { path: None, ..super::stage::project(&[]) }, Lang::Zh, 120, 40);
    stage.press("2t45<enter>N<ctrl-q><ctrl-q>");
    assert_eq!(stage.app.dialogs.len(), 2);
    assert!(stage.text().contains("这是试用"), "{}", stage.text());
    stage.press("<esc><esc>");
    assert!(stage.app.dialogs.is_empty());
}
