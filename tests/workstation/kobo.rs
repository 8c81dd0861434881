//! A form made for Kobo, translated and keyed by keys alone.

#[path = "../xlsform/book.rs"]
mod book;

use jiping::app::Opened;
use jiping::format::{self, SourceFile, xlsform};
use jiping::i18n::Lang;
use jiping::ledger::Ledger;

use crate::stage::Stage;

/// The villagers' form as a project of its own.
fn opened() -> Opened {
    project_of(book::villagers())
}

/// A form as a project of its own.
fn project_of(form: Vec<u8>) -> Opened {
    let translated = xlsform::translate(form, "form").unwrap();
    assert!(translated.left.is_empty(), "{:?}", translated.left);
    project_from(&translated)
}

fn project_from(translated: &xlsform::Translated) -> Opened {
    let file = |name: &str, text: String| SourceFile { name: name.to_owned(), bytes: text.into_bytes() };
    let loaded = format::load(
        "villagers",
        &[
            file("scheme.toml", xlsform::scheme_file(&translated.title)),
            file("villagers.toml", xlsform::questionnaire_file(&translated.questionnaire)),
        ],
    );
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    let ledger = Ledger::new([7; 16]);
    Opened { path: Some("v.jp".into()), ledger, loaded, read_only: None, warnings: Vec::new() }
}

#[test]
fn a_form_of_words_and_numbers_is_keyed_by_digits() {
    let mut stage = Stage::with(opened(), Lang::Zh, 100, 48);
    stage.press("2f");
    stage.press("东沟村<enter>2024-05-08<enter>");
    // 17 is refused in place with the form's own words, and stays where it was typed.
    stage.press("17<enter>");
    assert!(stage.said().contains("年龄应在 18 到 110 之间"), "{}", stage.said());
    assert_eq!(stage.fact("villagers.form.1.age"), None);
    assert!(stage.text().contains("17"));
    stage.press("<backspace><backspace>18<enter>");
    assert_eq!(stage.fact("villagers.form.1.age").as_deref(), Some("18"));
    // Words are answered by one digit, and recorded as the form's own codes.
    stage.press("1");
    assert_eq!(stage.fact("villagers.form.1.knows").as_deref(), Some("yes"));
    // Three ticks are one too many: one does not go on until one is taken off again.
    stage.press("123<enter>");
    assert!(stage.said().contains("最多选两项"), "{}", stage.said());
    assert_eq!(stage.fact("villagers.form.1.sources").as_deref(), Some("meeting board phone"));
    stage.press("2<enter>");
    assert_eq!(stage.fact("villagers.form.1.sources").as_deref(), Some("meeting phone"));
    // (2 + 3 + 3) ÷ 3 = 2.666…, below 3, so what is not good is asked.
    stage.press("233");
    let screen = stage.text();
    assert!(screen.contains("三项平均：≈ 2.666667"), "{screen}");
    assert!(screen.contains("哪里不满意？"), "{screen}");
    stage.press("坑多<enter>");
    // 20 × 7.5 × 2 ÷ 60 = 5 hours.
    stage.press("20<enter>7.5<enter>");
    assert_eq!(stage.fact("villagers.form.1.minutes").as_deref(), Some("7.5"));
    assert!(stage.text().contains("每月约 5 小时"), "{}", stage.text());
    stage.press("3教师<enter>");
    assert_eq!(stage.fact("villagers.form.1.work").as_deref(), Some("other"));
    assert_eq!(stage.fact("villagers.form.1.work_other").as_deref(), Some("教师"));
    stage.press("4<enter>5<enter>");
    assert!(stage.said().contains("不能多于家里人数"), "{}", stage.said());
    stage.press("<backspace>2<enter>");
    assert_eq!(stage.fact("villagers.form.1.pupils").as_deref(), Some("2"));
    insta::assert_snapshot!("kobo_form_zh", stage.text());
    stage.press("<enter>");
    assert!(stage.text().contains("第 2 份"), "{}", stage.text());
}

#[test]
fn what_a_group_is_about_is_not_asked_of_those_it_does_not_concern() {
    let mut stage = Stage::with(opened(), Lang::En, 100, 48);
    stage.press("2fA<enter>2024-05-08<enter>30<enter>2");
    assert_eq!(stage.fact("villagers.form.1.knows").as_deref(), Some("no"));
    let screen = stage.text();
    // Only the list of questions names them.
    assert_eq!(
        (screen.matches("Smooth surface").count(), screen.contains("II. Views")),
        (1, false),
        "{screen}"
    );
    assert!(
        screen.contains("Trips a month") && screen.contains("Please key what the paper says"),
        "{screen}"
    );
    insta::assert_snapshot!("kobo_form_en", screen);
    stage.press("<esc>1");
    insta::assert_snapshot!("kobo_overview_en", stage.text());
}

#[test]
fn an_answer_that_no_longer_holds_is_marked_and_told_once_at_filing() {
    let mut stage = Stage::with(opened(), Lang::En, 100, 48);
    stage.press("2fA<enter>2024-05-08<enter>30<enter>2");
    stage.press("0<enter>1");
    stage.press("4<enter>3<enter>x<enter>");
    // The family shrinks below the pupils named.
    stage.press("<up><up>2<enter>");
    assert_eq!(stage.fact("villagers.form.1.family").as_deref(), Some("2"));
    assert!(stage.text().contains("! Not more than the family"), "{}", stage.text());
}

#[test]
fn every_screen_stands_a_survey_without_indicators() {
    for (lang, width, height) in [(Lang::Zh, 80, 24), (Lang::En, 120, 40), (Lang::Zh, 200, 60)] {
        let mut stage = Stage::with(opened(), lang, width, height);
        for keys in [
            "1",
            "w<esc>",
            "2t<esc>",
            "2i<esc>",
            "3",
            "4<enter><esc>",
            "5",
            "6",
            "7",
            "<f5><right><f5>",
            "1<enter>",
        ] {
            stage.press(keys);
            assert!(!stage.text().contains("0.00"), "{keys}: {}", stage.text());
        }
    }
}

/// A number with a pattern, a day that cannot be still to come, and texts that mention answers.
fn visits() -> Opened {
    let survey: &[&[&str]] = &[
        &["type", "name", "label", "hint", "constraint", "constraint_message"],
        &["text", "phone", "电话", "", "regex(., '1[0-9]{10}')", "手机号是 11 位"],
        &["date", "day", "走访日期", "", ". <= today()", "日期还没有到"],
        &["integer", "family", "家里几口人", "", ". >= 1"],
        &[
            "integer",
            "pupils",
            "这 ${family} 口人中在校学生几人",
            "不多于 ${family} 人",
            ". <= ${family}",
            "多于家里的 ${family} 人",
        ],
        &["select_one yn", "agree", "${pupils} 名学生都坐校车吗"],
    ];
    let choices: &[&[&str]] =
        &[&["list_name", "name", "label"], &["yn", "all", "${pupils} 名都坐"], &["yn", "some", "有的坐"]];
    project_of(book::book(survey, choices, &[]))
}

#[test]
fn patterns_and_days_hold_while_keying() {
    let mut stage = Stage::with(visits(), Lang::Zh, 100, 40);
    stage.press("2f");
    stage.press("1380000000<enter>");
    assert!(stage.said().contains("手机号是 11 位"), "{}", stage.said());
    assert_eq!(stage.fact("form.form.1.phone"), None);
    stage.press("0<enter>");
    assert_eq!(stage.fact("form.form.1.phone").as_deref(), Some("13800000000"));
    // It is 2024-08-15 here.
    stage.press("2024-08-16<enter>");
    assert!(stage.said().contains("日期还没有到"), "{}", stage.said());
    stage.press("<backspace>5<enter>");
    assert_eq!(stage.fact("form.form.1.day").as_deref(), Some("2024-08-15"));
}

#[test]
fn texts_say_what_the_form_beside_them_says() {
    let mut stage = Stage::with(visits(), Lang::Zh, 120, 40);
    stage.press("2");
    // No form says anything yet.
    assert!(stage.text().contains("这 … 口人中在校学生几人"), "{}", stage.text());
    assert!(!stage.text().contains("${"), "{}", stage.text());
    stage.press("f13800000000<enter>2024-08-15<enter>4<enter>");
    let screen = stage.text();
    // In the list of questions and on the form.
    assert_eq!(screen.matches("这 4 口人中在校学生几人").count(), 2, "{screen}");
    assert!(screen.contains("不多于 4 人"), "{screen}");
    stage.press("5<enter>");
    assert!(stage.said().contains("多于家里的 4 人"), "{}", stage.said());
    stage.press("<backspace>2<enter>");
    assert!(stage.text().contains("1 2 名都坐"), "{}", stage.text());
    for keys in ["1", "<esc>2t", "i<esc>", "/几人", "<esc>6", "4"] {
        stage.press(keys);
        assert!(!stage.text().contains("${"), "{keys}: {}", stage.text());
    }
}

#[test]
fn an_amount_that_its_constraint_refuses_stays_as_it_was_typed() {
    let survey: &[&[&str]] = &[
        &["type", "name", "label", "constraint", "constraint_message"],
        &["decimal", "income", "年收入", ". <= 500000", "太多"],
    ];
    let form = book::book(survey, &[&["list_name", "name", "label"]], &[]);
    let mut stage = Stage::with(project_of(form), Lang::Zh, 100, 40);
    stage.press("2f72 万<enter>");
    assert!(stage.said().contains("太多"), "{}", stage.said());
    assert!(stage.text().contains("72 万") && !stage.text().contains("720000"), "{}", stage.text());
    stage.press("<backspace>千<enter>");
    assert_eq!(stage.fact("form.form.1.income").as_deref(), Some("72000"), "{}", stage.text());
}

#[test]
fn the_second_keying_is_held_to_the_same_constraints() {
    let mut stage = Stage::with(visits(), Lang::Zh, 100, 40);
    stage.press("2f13800000000<enter>2024-08-15<enter>4<enter>2<enter>1<enter><esc>");
    "复录员".clone_into(&mut stage.app.prefs.actor);
    stage.press("c<enter>");
    stage.press("1380000<enter>");
    assert!(stage.said().contains("手机号是 11 位"), "{}", stage.said());
    assert_eq!(stage.fact("form.second.1.phone"), None);
    stage.press("0000<enter>2024-08-15<enter>");
    // Held against what the second person says of the family, not the first: 3, not 4.
    stage.press("3<enter>4<enter>");
    assert!(stage.said().contains("多于家里的 3 人"), "{}", stage.said());
    assert!(!stage.text().contains("4 口人"), "blind: {}", stage.text());
    stage.press("<backspace>2<enter>1<enter>");
    assert_eq!(stage.fact("form.second.1.pupils").as_deref(), Some("2"));
    assert!(stage.said().contains("1 处不一致"), "{}", stage.said());
}

#[test]
fn totals_are_keyed_beside_the_numbers_that_forms_are_keyed_by() {
    let mut stage = Stage::with(opened(), Lang::Zh, 100, 48);
    stage.press("2t");
    let text = stage.text();
    assert!(text.contains(" 1 知道") && text.contains(" 2 不知道"), "{text}");
    assert!(!text.contains("yes"), "{text}");
    insta::assert_snapshot!("kobo_totals_zh", text);
}

#[test]
fn an_index_without_answers_waits_for_them() {
    let survey: &[&[&str]] = &[
        &["type", "name", "label", "relevant"],
        &["select_one yn", "use", "用过吗？", ""],
        &["select_one five", "good", "好用吗？", "${use} = 'yes'"],
        &["calculate", "hidden", "", ""],
    ];
    let choices: &[&[&str]] = &[
        &["list_name", "name", "label", "score"],
        &["yn", "yes", "用过", ""],
        &["yn", "no", "没有", ""],
        &["five", "1", "好", "100"],
        &["five", "2", "不好", "0"],
        &["five", "9", "不清楚", ""],
    ];
    let translated = xlsform::translate(book::book(survey, choices, &[]), "form").unwrap();
    assert_eq!(translated.left.len(), 1, "the calculation without an expression");
    let mut stage = Stage::with(project_from(&translated), Lang::Zh, 100, 40);
    // Nobody was asked, and where no choice has a worth nobody expects an index.
    stage.press("2f2<enter><esc><esc>1");
    assert!(!stage.text().contains("除数") && !stage.text().contains("指数"), "{}", stage.text());
    // With answers that have no worth it is said how many.
    stage.press("2f<pagedown>19<enter><esc><esc>1");
    assert!(!stage.text().contains("除数"), "{}", stage.text());
    assert!(stage.text().contains("good 的 1 个答案都不计分"), "{}", stage.text());
    stage.press("L");
    assert!(stage.text().contains("good: 1 answer, which is without worth"), "{}", stage.text());
}

#[test]
fn empty_screens_of_a_survey_say_what_would_stand_there() {
    for (lang, width, height) in [(Lang::Zh, 80, 24), (Lang::En, 120, 40), (Lang::En, 200, 60)] {
        let mut stage = Stage::with(opened(), lang, width, height);
        let words = |zh: &'static str, en: &'static str| if lang == Lang::Zh { zh } else { en };
        for (keys, expected) in [
            ("3", words("有指标时，这里录每项指标的核查证据", "their evidence is keyed")),
            ("4", words("有指标时，这里是每项指标的评分标准", "their rules and every")),
            ("5", words("有指标时，这里试算", "weights or roundings")),
            ("7", words("还缺哪些", "which evidence")),
        ] {
            let flat = |stage: &Stage| {
                let text = stage.text();
                let parts: Vec<&str> = text.split(['\n', '│']).map(str::trim).collect();
                let text = parts.join(" ");
                if lang == Lang::Zh { text.replace(' ', "") } else { text }
            };
            stage.press(keys);
            // At 80 columns the list stands before what it leads to.
            let said = std::iter::repeat_with(|| {
                let text = flat(&stage);
                stage.press("<tab>");
                text
            });
            let screens: Vec<String> = said.take(2).collect();
            assert!(screens.iter().any(|s| s.contains(expected)), "{keys}: {screens:?}");
        }
    }
}
