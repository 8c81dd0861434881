//! Second keying, suspect forms and the meter, told in keys; and their screens.

use super::stage::{self, Stage};
use chrono::TimeDelta;
use jiping::app::key::script;
use jiping::app::{Cx, Msg, Opened};
use jiping::format::{self, SourceFile};
use jiping::i18n::Lang;
use jiping::ledger::{Ledger, Stamp};

/// Two persons at one desk.
const FIRST: &str = "评价员";
const OTHER: &str = "复核员";

/// Two forms of the shipped questionnaire keyed by the first person, the second person at the
/// list of questions.
fn keyed_once(lang: Lang, width: u16, height: u16) -> Stage {
    let mut stage = Stage::empty(lang, width, height);
    stage.press("2f1211123<enter>1111111<enter><esc>");
    OTHER.clone_into(&mut stage.app.prefs.actor);
    stage
}

/// The same with all forms drawn and the first keyed again, at the list: one answer differs.
fn keyed_twice(lang: Lang, width: u16, height: u16) -> Stage {
    let mut stage = keyed_once(lang, width, height);
    stage.press("c<enter>1211113<enter>d");
    stage
}

#[test]
fn a_second_person_keys_blind_and_hears_of_differences_at_the_end() {
    let mut stage = keyed_once(Lang::Zh, 200, 60);
    stage.press("c<enter>");
    assert_eq!(stage.fact("staff.redo.way").as_deref(), Some("all"));
    assert!(stage.text().contains("复录第 1 份"), "{}", stage.text());
    for (keyed, digit) in "111111".chars().enumerate() {
        // Nothing on the widest screen says what the first person keyed, neither the form nor the
        // last entries beside it: as many answers are marked as the second person gave, and where
        // the first said 比较满意 they said something else.
        let screen = stage.text();
        assert_eq!(screen.matches('[').count(), keyed, "{screen}");
        assert!(!screen.contains("→ 比较满意") && !screen.contains("不一致"), "{screen}");
        stage.press(&digit.to_string());
    }
    stage.press("3");
    assert!(!stage.text().contains("不一致"), "{}", stage.text());
    stage.press("<enter>");
    assert_eq!(stage.said(), "第 1 份复录完毕，2 处不一致；d 看差异清单，复录完再裁定也行。");
    assert!(stage.text().contains("复录第 2 份"), "{}", stage.text());
    stage.press("d");
    assert!(stage.text().contains("2 比较满意 → 1 非常满意"), "{}", stage.text());
    assert_eq!(stage.fact("staff.form.1.Q6").as_deref(), Some("2"), "the first counts until decided");
}

#[test]
fn whoever_keys_on_without_looking_decides_nothing() {
    let mut stage = keyed_once(Lang::Zh, 120, 40);
    // The second form, of the same answers as the first keying but for one, follows at once.
    stage.press("c<enter>1211113<enter>1111121<enter>");
    let second: Vec<_> = (1..=7).filter_map(|q| stage.fact(&format!("staff.second.2.Q{q}"))).collect();
    assert_eq!(second.concat(), "1111121");
    assert_eq!(stage.fact("staff.second.2.filed").as_deref(), Some("yes"));
    let events = stage.app.work.as_ref().unwrap().ledger.events();
    assert!(events.iter().all(|e| !e.change.path.contains(".decided.") && e.reason.is_none()));
    // All are keyed: now the list, and digits that go on still decide nothing.
    assert!(stage.text().contains("复录 2 ╱ 2 份"), "{}", stage.text());
    assert_eq!(stage.said(), "第 2 份复录完毕，1 处不一致。");
    stage.press("1111121");
    assert!(stage.app.dialogs.is_empty());
}

#[test]
fn a_decision_has_a_reason_changes_the_answer_and_can_be_undone() {
    let mut stage = keyed_twice(Lang::Zh, 120, 40);
    stage.press(">");
    assert!(stage.text().contains("核对纸质问卷"), "{}", stage.text());
    stage.press("<enter>");
    assert_eq!(stage.fact("staff.form.1.Q6").as_deref(), Some("1"));
    assert_eq!(stage.fact("staff.decided.1.Q6").as_deref(), Some("1"));
    assert_eq!(stage.fact("staff.replaced.1.Q6").as_deref(), Some("2"));
    let last = stage.app.work.as_ref().unwrap().ledger.events().last().unwrap().clone();
    assert_eq!(last.reason.as_deref(), Some("核对纸质问卷"));
    assert_eq!(last.stamp.actor, OTHER);
    // One of seven answers was wrong: 1 ÷ 7 = 14.29 %; p with (1 − p)⁷ + 7p(1 − p)⁶ = 0.05 is 52.07 %.
    assert!(stage.text().contains("首录差错率 14.29 %，95 % 单侧上限 52.07 %"), "{}", stage.text());
    assert!(stage.text().contains("定为 1"), "{}", stage.text());
    stage.press("u");
    assert_eq!(stage.fact("staff.form.1.Q6").as_deref(), Some("2"));
    assert_eq!(stage.fact("staff.decided.1.Q6"), None);
    assert!(stage.text().contains("待裁定"), "{}", stage.text());
}

#[test]
fn a_decision_without_a_reason_is_not_taken() {
    let mut stage = keyed_twice(Lang::Zh, 120, 40);
    stage.press("<<backspace><enter>");
    assert!(!stage.app.dialogs.is_empty());
    assert_eq!(stage.fact("staff.decided.1.Q6"), None);
    stage.press("字迹如此<enter>");
    assert_eq!(stage.fact("staff.decided.1.Q6").as_deref(), Some("2"));
    // The first was right: no error among seven answers.
    assert!(stage.text().contains("首录差错率 0.00 %"), "{}", stage.text());
}

#[test]
fn a_third_answer_is_chosen_by_its_digit() {
    let mut stage = keyed_twice(Lang::Zh, 120, 40);
    stage.press("<enter>3<enter>");
    assert_eq!(stage.fact("staff.form.1.Q6").as_deref(), Some("3"));
    assert!(stage.text().contains("定为 3"), "{}", stage.text());
}

#[test]
fn equal_forms_go_on_to_the_next_and_the_end_shows_the_list() {
    let mut stage = keyed_once(Lang::Zh, 120, 40);
    stage.press("c<enter>1211123<enter>");
    assert_eq!(stage.said(), "第 1 份复录完毕，全部一致。");
    assert!(stage.text().contains("复录第 2 份"), "{}", stage.text());
    stage.press("1111111<enter>");
    assert!(stage.text().contains("复录 2 ╱ 2 份"), "{}", stage.text());
    // No error in 14 answers: 1 − 0.05^(1/14) = 19.26 %; 3 ÷ 14 = 21.43 %.
    assert!(stage.text().contains("95 % 单侧上限 19.26 %"), "{}", stage.text());
    assert!(stage.text().contains("21.43 %"), "{}", stage.text());
}

#[test]
fn the_person_who_keyed_a_form_first_must_say_why_nobody_else_can() {
    let mut stage = keyed_once(Lang::Zh, 120, 40);
    FIRST.clone_into(&mut stage.app.prefs.actor);
    stage.press("c<enter>");
    assert!(stage.text().contains("第 1 份由评价员首录"), "{}", stage.text());
    stage.press("<esc>");
    assert!(!stage.text().contains("复录第 1 份"), "{}", stage.text());
    stage.press("c只有一人在场<enter>1211123<enter>");
    assert_eq!(stage.fact("staff.second.1.filed").as_deref(), Some("yes"));
    assert_eq!(stage.fact("staff.redo.alone").as_deref(), Some("只有一人在场"));
    stage.press("<esc>d");
    assert!(stage.text().contains("由同一人复录：只有一人在场"), "{}", stage.text());
}

#[test]
fn a_filed_form_is_not_keyed_a_third_time() {
    let mut stage = keyed_twice(Lang::Zh, 120, 40);
    stage.press("c");
    assert!(stage.text().contains("复录第 2 份"), "{}", stage.text());
    stage.press("g1<enter>");
    assert!(stage.text().contains("第 1 份已复录归档"), "{}", stage.text());
}

#[test]
fn a_random_draw_is_recorded_with_its_seed_and_can_be_drawn_again() {
    let mut stage = Stage::empty(Lang::Zh, 120, 40);
    stage.press("2f");
    (0..12).for_each(|_| {
        stage.press("1111111<enter>");
    });
    OTHER.clone_into(&mut stage.app.prefs.actor);
    stage.press("<esc>c<down><enter>13<enter>");
    assert!(stage.text().contains("1 到 12 之间"), "{}", stage.text());
    stage.press("<backspace><backspace>4<enter>");
    let facts = stage.app.work.as_ref().unwrap().ledger.facts().clone();
    let seed: u64 = facts.get("staff.redo.seed").unwrap().parse().unwrap();
    assert_eq!(facts.draw("staff").unwrap().forms, jiping::survey::double::at_random(1..=12, 4, seed));
    assert_eq!(facts.get("staff.redo.of"), Some("12"));
}

const RULES: &str = r#"
[scheme]
title = "公厕保洁"
title_en = "Public toilets"
levels = ["指标"]
levels_en = ["Indicator"]
[[questionnaire]]
id = "users"
name = "使用者问卷"
name_en = "Users"
[[questionnaire.validity]]
rule = "blank"
over = "50%"
[[questionnaire.validity]]
rule = "straight"
least = 4
[[questionnaire.validity]]
rule = "contradiction"
when = "Q1 = 1 and Q4 = 3"
reason = "干净却总评不满意"
reason_en = "Clean, but dissatisfied on the whole"
"#;

/// A questionnaire with rules and forms: 2 mostly blank, 3 the same throughout, 5 against itself.
fn suspects(lang: Lang, width: u16, height: u16) -> Stage {
    let mut text = RULES.to_owned();
    for (n, zh, en) in [
        (1, "干净吗？", "Clean?"),
        (2, "纸够用吗？", "Enough paper?"),
        (3, "好找吗？", "Easy to find?"),
        (4, "总的满意吗？", "All in all?"),
    ] {
        text.extend([format!(
            "[[questionnaire.question]]\nid = \"Q{n}\"\ntext = \"{zh}\"\ntext_en = \"{en}\"\nscale = \"three\"\n")]);
    }
    text += "[[scale]]\nid = \"three\"\nchoices = [\n";
    for (code, zh, en, value) in [(1, "满意", "yes", 100), (2, "一般", "so-so", 60), (3, "不满意", "no", 0)]
    {
        text.extend([format!(
            "{{ code = \"{code}\", label = \"{zh}\", label_en = \"{en}\", value = {value} }},\n"
        )]);
    }
    text +=
        "]\n[[grade]]\nname = \"合格\"\nname_en = \"Pass\"\n[[indicator]]\nid = \"it\"\nname = \"满意度\"\n";
    text += "name_en = \"Satisfaction\"\nweight = 100\n[indicator.rule]\nvalue = \"index\"\ncurve = \"proportional\"\nfull = 100\n";
    text += "[[measure]]\nid = \"index\"\nname = \"满意度\"\nname_en = \"Satisfaction\"\nkind = \"survey\"\nquestionnaire = \"users\"\n";
    let files = [SourceFile { name: "scheme.toml".to_owned(), bytes: text.into_bytes() }];
    let loaded = format::load("users", &files);
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    let mut ledger = Ledger::new([7; 16]);
    let stamp = Stamp { at: stage::now(), actor: FIRST.to_owned() };
    for (n, answers) in (1..).zip(["1211", "0001", "1111", "2212", "1213"]) {
        let answer = |c: char| if c == '0' { "blank".to_owned() } else { c.to_string() };
        let sets = answers
            .chars()
            .enumerate()
            .map(|(q, c)| (format!("users.form.{n}.Q{}", q + 1), Some(answer(c))))
            .collect();
        ledger.record(sets, None, &stamp);
    }
    let opened =
        Opened { path: Some("users.jp".into()), ledger, loaded, read_only: None, warnings: Vec::new() };
    Stage::with(opened, lang, width, height)
}

#[test]
fn suspects_are_listed_with_reasons_and_decided_with_a_key_each() {
    let mut stage = suspects(Lang::Zh, 120, 40);
    assert!(stage.text().contains("3 份答卷可疑，尚未决定"), "{}", stage.text());
    stage.press("2y");
    let text = stage.text();
    assert!(text.contains("第 2 份  4 题中 3 题没有可用答案"), "{text}");
    assert!(text.contains("第 3 份  4 题全选 1"), "{text}");
    assert!(text.contains("第 5 份  干净却总评不满意"), "{text}");
    // The reason for the first is why it is suspect; the second is let stand.
    stage.press("x<enter>");
    assert_eq!(stage.fact("users.form.2.invalid").as_deref(), Some("4 题中 3 题没有可用答案"));
    stage.press("+<enter>");
    assert_eq!(stage.fact("users.form.3.accepted").as_deref(), Some("核对纸质问卷，答案如此"));
    assert!(stage.text().contains("可疑 3 份，待定 1 份"), "{}", stage.text());
    let work = stage.app.work.as_ref().unwrap();
    assert_eq!((work.readings.surveys[0].valid, work.readings.surveys[0].invalid), (4, 1));
    // Undone, it is open again.
    stage.press("u");
    assert_eq!(stage.fact("users.form.3.accepted"), None);
    assert!(stage.text().contains("可疑 3 份，待定 2 份"), "{}", stage.text());
}

#[test]
fn an_undecided_suspect_counts_and_the_overview_leads_to_the_list() {
    let mut stage = suspects(Lang::Zh, 120, 40);
    assert_eq!(stage.app.work.as_ref().unwrap().readings.surveys[0].valid, 5);
    stage.press("<end><enter>");
    assert!(stage.text().contains("问卷 · 可疑答卷"), "{}", stage.text());
    stage.press("<enter>");
    assert!(stage.text().contains("问卷 · 第 2 份"), "{}", stage.text());
    assert!(stage.text().contains("可疑：4 题中 3 题没有可用答案"), "{}", stage.text());
}

#[test]
fn a_form_becomes_suspect_the_moment_it_is_keyed_so() {
    let mut stage = suspects(Lang::Zh, 120, 40);
    stage.press("2fg6<enter>222");
    assert!(!stage.text().contains("可疑："), "{}", stage.text());
    stage.press("2");
    assert!(stage.text().contains("可疑：4 题全选 2"), "{}", stage.text());
    stage.press("<up>1");
    assert!(!stage.text().contains("可疑："), "{}", stage.text());
}

#[test]
fn the_meter_stands_below_the_form_and_nothing_of_it_is_recorded() {
    let mut stage = Stage::empty(Lang::Zh, 120, 40);
    stage.press("2f");
    let mut now = stage::now();
    // Totals and attributes typed elsewhere are no keys of a form.
    stage.press("t40<enter>32<enter><esc>f");
    let mut type_slowly = |stage: &mut Stage, keys: &str| {
        for key in script(keys) {
            now += TimeDelta::seconds(4);
            stage.app.update(Msg::Key(key), &Cx { now });
        }
    };
    type_slowly(&mut stage, "1111111<enter>");
    // The second answer is corrected: eight keys become ten.
    type_slowly(&mut stage, "12<up>111111<enter>");
    // 18 keys, each 4 seconds after the one before: 2 × 3600 ÷ 72 = 100 forms an hour; 17 of them
    // answer or close a form, one goes back: 8.5 keys a form.
    assert!(stage.text().contains("100 份/时 · 8.5 键/份 · 更正 1"), "{}", stage.text());
    let events = stage.app.work.as_ref().unwrap().ledger.events();
    let keyed =
        |path: &str| path.contains(".form.") || ["staff.distributed", "staff.returned"].contains(&path);
    assert!(events.iter().all(|e| keyed(&e.change.path)), "only what is keyed is recorded");
    stage.press("<esc><esc>1");
    assert!(!stage.text().contains("份/时"), "{}", stage.text());
}

type Scene = (&'static str, fn(Lang, u16, u16) -> Stage);

fn go(mut stage: Stage, keys: &str) -> Stage {
    stage.press(keys);
    stage
}

const SCENES: &[Scene] = &[
    ("second-way", |l, w, h| go(keyed_once(l, w, h), "c")),
    ("second", |l, w, h| go(keyed_once(l, w, h), "c<enter>121")),
    ("second-alone", |l, w, h| {
        let mut stage = keyed_once(l, w, h);
        FIRST.clone_into(&mut stage.app.prefs.actor);
        go(stage, "c<enter>")
    }),
    ("differences-none", |l, w, h| go(keyed_once(l, w, h), "d")),
    ("differences", |l, w, h| keyed_twice(l, w, h)),
    ("differences-decided", |l, w, h| go(keyed_twice(l, w, h), "><enter>c1113111<enter>")),
    ("suspects", |l, w, h| go(suspects(l, w, h), "2yx<enter>")),
    ("suspect-form", |l, w, h| go(suspects(l, w, h), "2y<enter>")),
];

#[test]
fn screens_in_both_languages_at_three_sizes() {
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        for lang in [Lang::Zh, Lang::En] {
            for (name, scene) in SCENES {
                let text = scene(lang, width, height).text();
                for line in text.lines() {
                    let columns = unicode_width::UnicodeWidthStr::width(line);
                    assert!(columns <= usize::from(width), "{name}: {line}");
                }
                insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
                    insta::assert_snapshot!(format!("{name}-{}-{width}x{height}", lang.name()), text);
                });
            }
        }
    }
}
