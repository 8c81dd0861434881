//! Questionnaires keyed as a person would, key by key, with the keys counted.
//!
//! The forms are constructed (see `forms-32.txt`); the figures they end at are the published
//! ones, written down by hand.

use jiping::app::key::script;
use jiping::app::sheet::Subject;
use jiping::app::work::SurveyMode;
use jiping::export::{self, survey};
use jiping::i18n::Lang;
use jiping::scheme::{Rounding, rounding};

use super::stage::{self, Stage};

const FORMS: &str = include_str!("forms-32.txt");

fn forms() -> Vec<&'static str> {
    FORMS.lines().filter(|l| !l.starts_with('#')).collect()
}

/// The shipped case with everything recorded but the answers of the questionnaire.
fn before_the_survey() -> Stage {
    let mut facts = stage::case().facts;
    facts.retain(|(path, _)| !path.starts_with("staff.tally."));
    Stage::with(stage::project(&facts), Lang::Zh, 120, 40)
}

/// Presses keys and says how many they were.
fn keyed(stage: &mut Stage, keys: &str) -> usize {
    stage.press(keys);
    script(keys).len()
}

/// Everything published about the survey and what follows from it.
fn is_as_published(stage: &Stage) {
    let work = stage.app.work.as_ref().unwrap();
    let half_even = Rounding { mode: rounding::Mode::HalfEven, places: 2, ..Rounding::default() };
    assert_eq!((work.scheme.rates.mode, work.scheme.rates.places), (half_even.mode, half_even.places));
    let printed: [&[(u64, &str)]; 7] = [
        &[(32, "100.00"), (0, "0.00"), (0, "0.00")],
        &[(29, "90.62"), (3, "9.38"), (0, "0.00"), (0, "0.00"), (0, "0.00")],
        &[(31, "96.88"), (1, "3.12"), (0, "0.00")],
        &[(31, "96.88"), (1, "3.12"), (0, "0.00")],
        &[(31, "96.88"), (1, "3.12"), (0, "0.00")],
        &[(27, "84.38"), (4, "12.50"), (0, "0.00"), (1, "3.12"), (0, "0.00")],
        &[(28, "87.50"), (3, "9.38"), (1, "3.12"), (0, "0.00"), (0, "0.00")],
    ];
    for (counts, printed) in work.readings.surveys[0].questions.iter().zip(printed) {
        let found: Vec<(u64, String)> = (0..counts.choices.len())
            .map(|c| (counts.choices[c], counts.percent(c, work.scheme.rates).unwrap()))
            .collect();
        let found: Vec<(u64, &str)> = found.iter().map(|(n, p)| (*n, p.as_str())).collect();
        assert_eq!(found, printed);
    }
    let subject = export::Subject {
        scheme: &work.scheme,
        facts: work.ledger.facts(),
        card: &work.card,
        dossier: &work.dossier,
        lang: Lang::Zh,
    };
    let counted = survey::counted(&subject);
    assert_eq!(survey::index(&subject, counted[0].index).as_deref(), Some("98.17"));
    // The five indicators that read the questionnaire, each with full marks as published.
    for id in ["consumables-timeliness", "safety-efficiency", "normal-operation", "work-efficiency"] {
        let n = work.scheme.indicator(id).unwrap();
        assert_eq!(jiping::app::figures::score(&work.card, n), "5.00/5", "{id}");
    }
    let n = work.scheme.indicator("staff-satisfaction").unwrap();
    assert_eq!(jiping::app::figures::score(&work.card, n), "10.00/10");
    assert_eq!(stage.result(), "89.73 良");
}

#[test]
fn the_32_forms_of_the_case_take_eight_keys_each_and_give_the_published_table() {
    let mut stage = before_the_survey();
    stage.press("2f");
    let forms = forms();
    assert_eq!(forms.len(), 32);
    let mut keys = 0;
    for (n, answers) in forms.iter().enumerate() {
        keys += keyed(&mut stage, &format!("{answers}<enter>"));
        assert_eq!(stage.said(), format!("第 {} 份已归档。", n + 1));
    }
    assert_eq!(keys, 32 * (7 + 1));
    is_as_published(&stage);
    // Whether keyed on paper-wide digits or not is all the same.
    let mut wide = before_the_survey();
    wide.press("2f");
    for answers in forms {
        let answers: String =
            answers.chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap()).collect();
        wide.press(&format!("{answers}<enter>"));
    }
    is_as_published(&wide);
}

#[test]
fn the_totals_of_the_case_take_31_keys() {
    let mut stage = before_the_survey();
    stage.press("2t");
    stage.app.work.as_mut().unwrap().view.sheet.select("staff.tally.Q1.1");
    // A question closes as its sum reaches 32, so the last number needs no Enter.
    let script = ["32", "29<enter>3", "31<enter>1", "31<enter>1", "31<enter>1", "27<enter>4<enter><down>1"];
    let mut keys = 0;
    for question in script {
        keys += keyed(&mut stage, question);
    }
    keys += keyed(&mut stage, "28<enter>3<enter>1");
    assert_eq!(keys, 31);
    is_as_published(&stage);
    assert!(stage.said().contains("汇总数已全部填满"), "{}", stage.said());
    // Whoever ends the last one with Enter, as the others, opens nothing by it.
    stage.press("<enter>");
    assert!(stage.app.work.as_ref().unwrap().view.sheet.typing.is_none());
    assert!(stage.said().contains("汇总数已全部填满"), "{}", stage.said());
    // A second one is meant.
    stage.press("<enter>");
    assert!(stage.app.work.as_ref().unwrap().view.sheet.typing.is_some());
    is_as_published(&stage);
}

#[test]
fn enter_elsewhere_is_not_taken_for_the_end_of_the_totals() {
    use jiping::app::Msg;
    use jiping::app::layout::Pane;
    let complete = || {
        let mut stage = before_the_survey();
        stage.press("2t");
        stage.app.work.as_mut().unwrap().view.sheet.select("staff.tally.Q1.1");
        stage.press("3229<enter>331<enter>131<enter>131<enter>127<enter>4<enter><down>128<enter>3<enter>1");
        assert!(stage.said().contains("汇总数已全部填满"), "{}", stage.said());
        stage
    };
    // By the mouse to another screen, whose list Enter opens.
    let mut stage = complete();
    let tabs = stage.text().lines().nth(1).unwrap().to_owned();
    let x = unicode_width::UnicodeWidthStr::width(tabs.split("3 核查").next().unwrap());
    stage.send(Msg::Click(u16::try_from(x).unwrap() + 1, 1));
    stage.press("<enter>");
    assert!(!stage.said().contains("汇总数"), "{}", stage.said());
    // By the wheel to another field, which Enter edits.
    let mut stage = complete();
    stage.send(Msg::Scroll(60, 10, -3));
    stage.press("<enter>");
    assert!(stage.app.work.as_ref().unwrap().view.sheet.typing.is_some(), "{}", stage.text());
    // Out of the field itself: the last number fills the question and the key leaves the screen.
    let mut stage = before_the_survey();
    stage.press("2t");
    stage.app.work.as_mut().unwrap().view.sheet.select("staff.tally.Q1.1");
    stage.press("3229<enter>331<enter>131<enter>131<enter>127<enter>4<enter><down>128<enter>4<alt-3>");
    assert_eq!(stage.fact("staff.tally.Q7.2").as_deref(), Some("4"));
    assert_eq!(stage.app.work.as_ref().unwrap().view.focus, Pane::List);
    stage.press("<enter>");
    assert!(!stage.said().contains("汇总数"), "{}", stage.said());
    assert!(stage.text().contains("▸ 决策"), "{}", stage.text());
}

#[test]
fn behind_the_last_question_the_first_that_is_short_is_next() {
    let mut stage = before_the_survey();
    stage.press("2t");
    let select = |stage: &mut Stage, path: &str| {
        stage.app.work.as_mut().unwrap().view.sheet.select(path);
    };
    select(&mut stage, "staff.tally.Q7.1");
    stage.press("32");
    assert_eq!(stage.fact("staff.tally.Q7.1").as_deref(), Some("32"));
    assert_eq!(stage.app.work.as_ref().unwrap().view.sheet.cell().unwrap().path, "staff.tally.Q1.1");
    assert!(!stage.said().contains("已全部填满"), "{}", stage.said());
}

#[test]
fn more_valid_forms_than_came_back_are_told_with_both_numbers() {
    let mut stage = Stage::full(Lang::Zh, 120, 40);
    stage.press("2t");
    stage.app.work.as_mut().unwrap().view.sheet.select("staff.returned");
    stage.press("30<enter><esc>1");
    let text = stage.text();
    assert!(text.contains("机关人员满意度问卷：有效 32 份，多于收回 30"), "{text}");
    stage.press("L");
    let text = stage.text();
    assert!(text.contains("Staff satisfaction questionnaire: 32 valid"), "{text}");
    assert!(text.contains("only 30 returned"), "{text}");
}

#[test]
fn a_form_far_beyond_those_keyed_is_gone_to_only_if_that_is_meant() {
    let mut stage = before_the_survey();
    stage.press("2f1211111<enter>g77<enter>");
    assert!(stage.text().contains("才录到第 1 份，第 77 份离得太远"), "{}", stage.text());
    // Nothing is left for it: the question stays open, and behind it the next form.
    assert_eq!(stage.app.dialogs.len(), 1);
    assert_eq!(stage.app.work.as_ref().unwrap().view.mode, Some(SurveyMode::Form(2)));
    // Another number is asked about anew; the next form is not far.
    stage.press("<backspace>8<enter>");
    assert!(stage.text().contains("第 78 份离得太远"), "{}", stage.text());
    stage.press("<backspace><backspace>2<enter>");
    assert!(stage.app.dialogs.is_empty() && stage.text().contains("问卷 · 第 2 份"), "{}", stage.text());
    stage.app.prefs.lang = Lang::En;
    stage.press("g77<enter>");
    assert!(stage.text().contains("Keyed only up to form 1;"), "{}", stage.text());
    stage.app.prefs.lang = Lang::Zh;
    stage.press("<esc>g77<enter><enter>");
    assert!(stage.app.dialogs.is_empty() && stage.text().contains("问卷 · 第 77 份"), "{}", stage.text());
}

#[test]
fn the_rest_of_a_question_is_one_key() {
    let mut stage = before_the_survey();
    stage.press("2t");
    stage.app.work.as_mut().unwrap().view.sheet.select("staff.tally.Q2.1");
    stage.press("29<enter>r");
    assert_eq!(stage.fact("staff.tally.Q2.2").as_deref(), Some("3"));
    // It moved on to the next question; there four left it blank.
    stage.press("28<enter>.");
    assert_eq!(stage.fact("staff.tally.Q3.blank").as_deref(), Some("4"));
    assert_eq!(stage.fact("staff.tally.Q3.1").as_deref(), Some("28"));
    assert!(stage.text().contains("32/32 ✓"), "{}", stage.text());
    stage.press("<up>r");
    assert!(stage.said().contains("没有剩余"), "{}", stage.said());
}

#[test]
fn a_total_over_the_valid_forms_is_refused_where_it_was_typed() {
    let mut stage = before_the_survey();
    stage.press("2t");
    stage.app.work.as_mut().unwrap().view.sheet.select("staff.tally.Q2.1");
    stage.press("29<enter>5<enter>");
    assert!(stage.said().contains("34") && stage.said().contains("最多填 3"), "{}", stage.said());
    assert_eq!(stage.fact("staff.tally.Q2.2"), None);
    // What was typed is still there to be mended.
    assert!(stage.app.work.as_ref().unwrap().view.sheet.typing.is_some());
    stage.press("<backspace>3");
    assert_eq!(stage.fact("staff.tally.Q2.2").as_deref(), Some("3"));
    // Without a number of valid forms nothing can be held against it.
    let mut stage = Stage::empty(Lang::Zh, 120, 40);
    stage.press("2t");
    stage.app.work.as_mut().unwrap().view.sheet.select("staff.tally.Q2.1");
    stage.press("r");
    assert!(stage.said().contains("有效份数"), "{}", stage.said());
}

#[test]
fn forms_and_totals_stand_side_by_side_and_one_says_which_count() {
    let mut stage = Stage::full(Lang::Zh, 120, 40);
    stage.press("2<down><enter>");
    stage.app.work.as_mut().unwrap().view.sheet.select("staff.tally.Q1.1");
    stage.press("f2111111<enter>");
    assert_ne!(stage.result(), "89.73 良", "one form of 32 leaves the rest open");
    stage.press("t<home>");
    let text = stage.text();
    assert!(text.contains("32   ≠ 0") && text.contains("0   ≠ 1"), "{text}");
    assert!(text.contains("1 逐份答卷") && text.contains("2 汇总数"), "{text}");
    let basis =
        |stage: &Stage| stage.app.work.as_ref().unwrap().readings.surveys[0].questions[0].choices.clone();
    assert_eq!(basis(&stage), [0, 1, 0], "a question with forms counts by them");
    stage.app.work.as_mut().unwrap().view.sheet.select("staff.counts_by");
    stage.press("2");
    assert_eq!(stage.fact("staff.counts_by").as_deref(), Some("tally"));
    assert_eq!(basis(&stage), [32, 0, 0]);
    assert_eq!(stage.result(), "89.73 良");
    stage.press("u");
    assert_eq!(basis(&stage), [0, 1, 0]);
}

/// The example with a question of every kind.
fn every_kind(lang: Lang, width: u16, height: u16) -> Stage {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("surveys/examples/every-kind");
    let files = jiping::store::read_scheme_folder(&folder).unwrap();
    let loaded = jiping::format::load("every-kind", &files);
    assert_eq!(loaded.problems, []);
    Stage::with(jiping::app::Opened { loaded, ..stage::project(&[]) }, lang, width, height)
}

#[test]
fn every_kind_of_question_has_its_keys() {
    let mut stage = every_kind(Lang::Zh, 120, 40);
    stage.press("2f");
    // Working; dissatisfied, so that Q2 is asked: too salty and not hot, Enter; often; 10;
    // 41 years, Enter; since May, Enter; a wish, Enter; Enter files.
    stage.press("2413<enter>110");
    assert_eq!(stage.fact("diners.form.1.Q2").as_deref(), Some("1 3"));
    assert_eq!(stage.fact("diners.form.1.Q4").as_deref(), Some("10"));
    stage.press("41<enter>2024-5<enter>菜单提前一周公布<enter>");
    assert_eq!(stage.fact("diners.form.1.age").as_deref(), Some("41"));
    assert_eq!(stage.fact("diners.form.1.since").as_deref(), Some("2024-05"));
    assert_eq!(stage.fact("diners.form.1.wish").as_deref(), Some("菜单提前一周公布"));
    stage.press("<enter>");
    assert!(stage.said().contains("第 1 份已归档"), "{}", stage.said());
    // Satisfied: Q2 is not asked, nor are its keys needed; never: `since` is not asked.
    stage.press("12371");
    assert_eq!(stage.fact("diners.form.2.Q3").as_deref(), Some("3"));
    assert_eq!(stage.fact("diners.form.2.Q4").as_deref(), Some("7"));
    assert_eq!(stage.fact("diners.form.2.Q2"), None);
    let sheet = &stage.app.work.as_ref().unwrap().view.sheet;
    assert_eq!((sheet.find("diners.form.2.Q2"), sheet.find("diners.form.2.since")), (None, None));
    stage.press("8<enter><enter>");
    assert_eq!(stage.fact("diners.form.2.age").as_deref(), Some("18"));
    assert!(stage.said().contains("第 2 份已归档"), "{}", stage.said());
    // One of two forms asks Q2, and nothing is missing of it.
    let counts = &stage.app.work.as_ref().unwrap().readings.surveys[0].questions[2];
    assert_eq!((counts.choices.clone(), counts.respondents, counts.missing), (vec![1, 0, 1, 0], 1, 0));
}

#[test]
fn a_number_answered_has_its_unit_once() {
    let mut stage = every_kind(Lang::Zh, 80, 24);
    stage.press("2f");
    let row = |stage: &Stage, answer: &str| {
        let text = stage.text();
        let is_field = |l: &&str| l.contains("回答") && l.contains(answer);
        text.lines().find(is_field).map(|l| l.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    for (keys, answer, shown) in [("99<enter>", "99", "│ 回答 99 岁 │"), ("*", "拒答", "│ 回答 拒答 │")]
    {
        stage.app.work.as_mut().unwrap().view.sheet.select("diners.form.1.age");
        stage.press(keys);
        assert_eq!(row(&stage, answer).as_deref(), Some(shown), "{}", stage.text());
    }
}

#[test]
fn what_is_said_of_the_last_change_is_true_of_the_last_change() {
    let mut stage = Stage::empty(Lang::Zh, 200, 60);
    stage.press("2t50<enter>");
    assert!(stage.said().contains("发放 = 50"), "{}", stage.said());
    // The total does not move, the number does.
    for (keys, change) in [("40", "50→40"), ("30", "40→30"), ("45", "30→45")] {
        stage.press(&format!("<up>{keys}<enter>"));
        assert!(stage.said().contains(&format!("发放 {change}")), "{}", stage.said());
    }
    assert!(!stage.text().contains("= 50"), "{}", stage.text());
    stage.press("40<enter>");
    assert!(stage.said().contains("收回 = 40"), "{}", stage.said());
}

#[test]
fn numbers_of_forms_that_cannot_be_are_told_as_they_are_keyed() {
    let mut stage = Stage::empty(Lang::Zh, 200, 60);
    stage.press("2t50<enter>60<enter>");
    assert!(stage.said().contains("问卷：收回 60 份，多于发放 50 份"), "{}", stage.said());
    stage.press("<up>40<enter>45<enter>");
    assert!(stage.said().contains("问卷：有效 45 份，多于收回 40 份"), "{}", stage.said());
    // Of 30 people 32 cannot have answered.
    stage.press("<up>32<enter>30<enter>32");
    let told = "总体人数填了 30，少于作答的 32 人";
    assert!(stage.said().contains(&format!("问卷：{told}；不采用")), "{}", stage.said());
    // On the statistics of the question, and of the questionnaire as a whole.
    stage.press("<esc>i<left>");
    let text = stage.text();
    assert!(text.contains(told) && !text.contains("总体人数未填"), "{text}");
    stage.press("<esc><esc>1");
    assert!(stage.text().contains(told), "{}", stage.text());
    // Mended, it goes away.
    stage.press("2t");
    stage.app.work.as_mut().unwrap().view.sheet.select("staff.population");
    stage.press("60<enter>");
    assert!(!stage.text().contains("总体人数填了"), "{}", stage.text());
}

#[test]
fn a_code_that_others_begin_with_waits_and_can_be_ended() {
    let value = |keys: &str| {
        let mut stage = every_kind(Lang::Zh, 120, 40);
        stage.press("2f");
        stage.app.work.as_mut().unwrap().view.sheet.select("diners.form.1.Q4");
        stage.press(keys);
        (
            stage.fact("diners.form.1.Q4"),
            stage.app.work.as_ref().unwrap().view.sheet.cell().unwrap().path.clone(),
        )
    };
    let next = "diners.form.1.age";
    for (keys, code) in
        [("10", "10"), ("1<enter>", "1"), ("01", "1"), ("00", "0"), ("0<enter>", "0"), ("9", "9")]
    {
        let (found, at) = value(keys);
        assert_eq!((found.as_deref(), at.as_str()), (Some(code), next), "{keys}");
    }
    // Nothing is taken while it waits; Esc drops it; a digit that leads nowhere is refused.
    for keys in ["1", "1<esc>", "17"] {
        assert_eq!(value(keys).0, None, "{keys}");
    }
    assert_eq!(value("17<enter>").0.as_deref(), Some("1"));
    // Moving on takes what stands there; the key for blank is no digit here.
    assert_eq!(value("1<down>").0.as_deref(), Some("1"));
    assert_eq!(value(".").0.as_deref(), Some("blank"));
}

#[test]
fn ticks_toggle_and_one_stands_alone() {
    let mut stage = every_kind(Lang::Zh, 120, 40);
    stage.press("2f24");
    stage.press("31");
    assert_eq!(stage.fact("diners.form.1.Q2").as_deref(), Some("1 3"));
    stage.press("3");
    assert_eq!(stage.fact("diners.form.1.Q2").as_deref(), Some("1"));
    stage.press("9");
    assert!(stage.said().contains("不能与其他选项同选"), "{}", stage.said());
    assert_eq!(stage.fact("diners.form.1.Q2").as_deref(), Some("1"));
    stage.press("19");
    assert_eq!(stage.fact("diners.form.1.Q2").as_deref(), Some("9"));
    stage.press("-");
    assert_eq!(stage.fact("diners.form.1.Q2").as_deref(), Some("unreadable"));
}

#[test]
fn an_answer_that_is_no_longer_asked_is_kept_but_not_counted() {
    let mut stage = every_kind(Lang::Zh, 120, 40);
    stage.press("2f2413<enter>");
    let ticks =
        |stage: &Stage| stage.app.work.as_ref().unwrap().readings.surveys[0].questions[2].choices.clone();
    assert_eq!(ticks(&stage), [1, 0, 1, 0]);
    stage.app.work.as_mut().unwrap().view.sheet.select("diners.form.1.Q1");
    stage.press("1");
    assert!(stage.text().contains("太咸、不热"), "{}", stage.text());
    assert_eq!(stage.fact("diners.form.1.Q2").as_deref(), Some("1 3"));
    assert_eq!(ticks(&stage), [0, 0, 0, 0]);
    stage.press("u");
    assert_eq!(ticks(&stage), [1, 0, 1, 0]);
}

#[test]
fn open_answers_refuse_in_place_and_words_keep_their_letters() {
    let mut stage = every_kind(Lang::Zh, 120, 40);
    stage.press("2f");
    stage.app.work.as_mut().unwrap().view.sheet.select("diners.form.1.age");
    stage.press("５<enter>");
    assert!(stage.said().contains("不能小于 6"), "{}", stage.said());
    stage.press("6<enter>");
    assert_eq!(stage.fact("diners.form.1.age").as_deref(), Some("56"));
    stage.app.work.as_mut().unwrap().view.sheet.select("diners.form.1.wish");
    stage.press("xgtq0<enter>");
    assert_eq!(stage.fact("diners.form.1.wish").as_deref(), Some("xgtq0"));
    stage.press("*");
    assert_eq!(stage.fact("diners.form.1.wish").as_deref(), Some("refused"));
}

#[test]
fn a_form_is_moved_about_in_and_noted_on() {
    let mut stage = every_kind(Lang::Zh, 120, 40);
    stage.press("2f21");
    stage.press("#5<enter>");
    let at = |stage: &Stage| stage.app.work.as_ref().unwrap().view.sheet.cell().unwrap().path.clone();
    assert_eq!(at(&stage), "diners.form.1.Q4");
    // Question 3 is not asked on this form.
    stage.press("#3<enter>");
    assert!(stage.text().contains("没有这一题"), "{}", stage.text());
    stage.press("<esc>/口味<enter>");
    assert_eq!(at(&stage), "diners.form.1.Q1");
    stage.press("o<down>字迹模糊<enter><esc>");
    assert_eq!(stage.fact("diners.form.1.Q1@note").as_deref(), Some("字迹模糊"));
    assert!(matches!(stage.app.work.as_ref().unwrap().view.sheet.subject, Subject::Form { number: 1, .. }));
    stage.press("sA-0017<enter>");
    assert_eq!(stage.fact("diners.form.1.serial").as_deref(), Some("A-0017"));
    assert!(stage.text().contains("A-0017"), "{}", stage.text());
    // A form with required questions open asks once, and again would file it so.
    stage.press("<enter>");
    assert!(stage.said().contains("还有 2 题"), "{}", stage.said());
}

/// The form and the totals of the example, for the pictures of the screens.
pub fn example(lang: Lang, width: u16, height: u16, keys: &str) -> Stage {
    let mut stage = every_kind(lang, width, height);
    stage.press(keys);
    stage
}
