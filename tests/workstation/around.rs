//! What stands around every screen: the home screen, messages at the foot, names asked for,
//! lists over the screen.

use jiping::app::effect::SchemeSource;
use jiping::app::work::Tab;
use jiping::app::{Effect, Msg, SchemeEntry};
use jiping::i18n::{Lang, store as words, ui};
use jiping::store::{Fault, StoreError};

use unicode_width::UnicodeWidthStr as _;

use crate::stage::Stage;

/// The whole screen on one line, as it is read: rows follow on each other without a gap.
fn run_on(text: &str) -> String {
    text.lines().map(str::trim).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_file_that_cannot_be_opened_keeps_its_advice_in_a_narrow_window() {
    for (lang, advice) in [(Lang::Zh, "会从镜像补回。"), (Lang::En, "brought back from the mirror.")] {
        let path = "/data/项目/2024年/数字财政运行管理费项目支出绩效评价.jp".into();
        let error = StoreError { path, fault: Fault::HeadDamaged };
        let why = ui::with_mend(lang, &words::message(lang, &error), &words::mend(lang, &error));
        for (width, height) in [(80, 24), (60, 16)] {
            let mut stage = Stage::home(lang, width, height).remember("某市2024年项目", "/data/某市2024.jp");
            stage.send(Msg::Opened(Box::new(Err(why.clone()))));
            // Chinese is broken anywhere, English at spaces.
            let screen = run_on(&stage.text()).replace(if lang == Lang::Zh { " " } else { "\n" }, "");
            assert!(screen.contains(advice), "{lang:?} {width}: {screen}");
            // The hints below are still there, and the next key takes the message away.
            assert!(stage.text().lines().last().unwrap().contains("Enter"), "{}", stage.text());
            stage.press("<down>");
            assert!(!run_on(&stage.text()).contains(advice));
        }
    }
}

#[test]
fn a_long_message_takes_its_rows_from_the_panes_and_never_hides_the_selected_field() {
    let mut stage = Stage::full(Lang::En, 80, 24);
    stage.find("training completed").press("<end><up>");
    let why = "The disk is full or the quota is. ".repeat(6);
    stage.send(Msg::SaveFailed(why));
    let screen = stage.text();
    assert!(run_on(&screen).contains("nothing is lost in memory"), "{screen}");
    let layout = stage.app.layout();
    let main = layout.main.unwrap();
    assert_eq!(main.y + main.height, layout.message.y);
    let cursor = stage.app.work.as_ref().unwrap().view.sheet.cursor;
    assert!((cursor.top..cursor.top + usize::from(main.inner().height)).contains(&cursor.at));
}

#[test]
fn what_a_change_did_is_said_until_the_next_act() {
    let mut stage = Stage::full(Lang::En, 120, 40);
    stage.find("training completed").press("n2023-11-08<enter><esc>");
    assert!(stage.said().contains("1→2") && stage.said().contains("91.73 Excellent"), "{}", stage.said());
    stage.press("<down>");
    assert_eq!(stage.said(), "");
    stage.press("u");
    assert!(stage.said().starts_with("undone"), "{}", stage.said());
    stage.press("<alt-6>");
    assert_eq!(stage.said(), "");
}

#[test]
fn home_shows_the_way_to_the_other_language_in_its_own_words() {
    for (width, height) in [(60, 16), (80, 24), (200, 60)] {
        assert!(Stage::home(Lang::En, width, height).text().contains("L 中文"));
        assert!(Stage::home(Lang::Zh, width, height).text().contains("L English"));
    }
    let mut stage = Stage::home(Lang::En, 80, 24);
    stage.press("L");
    assert!(stage.text().contains("最近项目"));
}

#[test]
fn lists_say_how_much_follows_above_and_below() {
    let mut stage = Stage::home(Lang::En, 80, 24);
    for n in 1..=12 {
        stage = stage.remember(&format!("Project {n}"), &format!("/data/{n}.jp"));
    }
    stage.send(Msg::Saved(0));
    // Nine rows of twelve fit.
    let screen = stage.text();
    assert!(screen.contains("Project 9") && !screen.contains("Project 10"), "{screen}");
    assert!(screen.contains("↓ 3") && !screen.contains('↑'), "{screen}");
    stage.press(&"<down>".repeat(20));
    let screen = stage.text();
    assert!(screen.contains("Project 12") && screen.contains("↑ 3") && !screen.contains('↓'), "{screen}");
    // What is clicked is what is seen there: Project 4 is the first one shown.
    let y = screen.lines().position(|l| l.contains("Project 4 ")).unwrap();
    stage.send(Msg::Click(10, u16::try_from(y).unwrap()));
    stage.send(Msg::Click(10, u16::try_from(y).unwrap()));
    assert!(matches!(stage.effects.last(), Some(Effect::Open(p)) if p.ends_with("4.jp")));

    for lang in [Lang::Zh, Lang::En] {
        for keys in ["?", "<ctrl-p>", "/"] {
            let mut stage = Stage::full(lang, 80, 24);
            stage.press(keys);
            // In the lower edge of what lies over the screen, which is the first that ends.
            let goes_on = |stage: &Stage| {
                let text = stage.text();
                let edge = text.lines().find(|l| l.contains('╰')).unwrap_or_default();
                ["↑ ", "↓ "].map(|mark| edge.contains(mark))
            };
            assert_eq!(goes_on(&stage), [false, true], "{keys}: {}", stage.text());
            stage.press(&"<pagedown>".repeat(20));
            assert_eq!(goes_on(&stage), [true, false], "{keys}: {}", stage.text());
        }
    }
}

#[test]
fn names_that_cannot_be_seen_or_mean_a_path_are_not_taken() {
    let mut stage = Stage::home(Lang::En, 80, 24);
    for (typed, said) in
        [("<ctrl-u>   ", "must not be empty"), ("<ctrl-u>Li/Na", "no /"), ("<ctrl-u>Li\\Na", "no /")]
    {
        stage.press("N").press(typed).press("<enter>");
        assert_eq!(stage.app.prefs.actor, "评价员", "{typed}");
        assert!(stage.text().contains(said) && stage.app.dialogs.len() == 1, "{}", stage.text());
        stage.press("<esc>");
    }
    stage.press("N<ctrl-u>");
    stage.send(Msg::Paste("李\u{200b}娜".to_owned()));
    stage.press("<enter>");
    assert_eq!(stage.app.prefs.actor, "评价员");
    stage.press("<ctrl-u> 李 娜 <enter>");
    assert_eq!(stage.app.prefs.actor, "李 娜");
}

fn offered(lang: Lang) -> Stage {
    let mut stage = Stage::home(lang, 80, 24);
    let scheme = |title: &str, has_facts| SchemeEntry {
        title: title.to_owned(),
        place: "surveys".to_owned(),
        source: SchemeSource::Shipped,
        has_facts,
    };
    stage.press("n");
    stage.send(Msg::Schemes(vec![scheme("Roads", false), scheme("Digital finance", true)]));
    stage
}

#[test]
fn esc_behind_the_name_of_a_new_project_goes_back_to_the_scheme_chosen() {
    for (lang, back) in [(Lang::Zh, "Esc 上一步"), (Lang::En, "Esc one step back")] {
        let mut stage = offered(lang);
        stage.press("<down><down><enter>");
        assert!(
            stage.text().contains("Digital finance.jp") && stage.text().contains(back),
            "{}",
            stage.text()
        );
        stage.press("<esc>");
        assert_eq!(stage.app.dialogs.len(), 1);
        // The same choice again leads to the same line.
        stage.press("<enter>");
        assert!(stage.text().contains("Digital finance.jp"), "{}", stage.text());
        stage.press("<enter>");
        let made = stage.effects.last();
        let with_facts = matches!(made, Some(Effect::Create { with_facts: true, path, .. })
            if path.to_str() == Some("Digital finance.jp"));
        assert!(with_facts, "{made:?}");
        stage.press("<esc><esc>");
        assert!(stage.app.dialogs.is_empty());
    }
}

#[test]
fn a_new_project_needs_a_name_and_keeps_all_of_it() {
    let mut stage = offered(Lang::En);
    stage.press("<enter>");
    for typed in ["  ", ".jp", "folder/", "folder/  .jp", ".."] {
        stage.press("<ctrl-u>").press(typed).press("<enter>");
        assert!(!matches!(stage.effects.last(), Some(Effect::Create { .. })), "{typed}");
        assert!(!stage.text().contains("Working"), "{typed}: {}", stage.text());
    }
    for (typed, path) in
        [("roads 2024.5", "roads 2024.5.jp"), ("data/roads.jp", "data/roads.jp"), ("道路.JP", "道路.JP")]
    {
        stage.press("<ctrl-u>").press(typed).press("<enter>");
        let made = stage.effects.last();
        assert!(matches!(made, Some(Effect::Create { path: p, .. }) if p.to_str() == Some(path)), "{made:?}");
    }
}

#[test]
fn tabs_say_that_alt_is_needed_where_digits_type() {
    for lang in [Lang::Zh, Lang::En] {
        for (width, height) in [(80, 24), (120, 40), (200, 60)] {
            let mut stage = Stage::full(lang, width, height);
            let tabs = |stage: &Stage| stage.text().lines().nth(1).unwrap().to_owned();
            assert!(!tabs(&stage).contains("⌥") && !tabs(&stage).contains("Alt"));
            stage.find(if lang == Lang::En { "train" } else { "培训" }).press("<home>");
            let line = tabs(&stage);
            assert!(line.contains("⌥1") || line.starts_with("Alt 1"), "{width}: {line}");
            let last = if lang == Lang::En { "7 Dossier" } else { "7 卷宗" };
            assert!(line.contains(last), "{width}: {line}");
            // The mouse hits the name it points at.
            let before = line.split(if lang == Lang::En { "2 Survey" } else { "2 问卷" }).next().unwrap();
            stage.send(Msg::Click(u16::try_from(before.width()).unwrap() + 1, 1));
            assert_eq!(stage.app.work.as_ref().unwrap().view.tab, Tab::Survey, "{width}: {line}");
        }
    }
}

#[test]
fn leaving_a_field_by_alt_and_a_digit_keeps_what_is_typed() {
    let mut stage = Stage::full(Lang::En, 80, 24);
    stage.find("budget ex").press("<home><right><enter><ctrl-u>1x<enter>");
    let refused = stage.text();
    assert!(refused.contains("1x") && refused.contains("only a number"), "{refused}");
    for key in ["<alt-2>", "<alt-1>", "<alt-x>"] {
        stage.press(key);
        assert_eq!(stage.text(), refused, "{key}");
    }
    // Mended, it is taken on the way out.
    let before = stage.app.work.as_ref().unwrap().ledger.events().len();
    stage.press("<backspace>2<alt-2>");
    let work = stage.app.work.as_ref().unwrap();
    assert_eq!(work.view.tab, Tab::Survey, "{}", stage.text());
    let recorded: Vec<_> = work.ledger.events()[before..].iter().map(|e| e.change.new.as_deref()).collect();
    assert_eq!(recorded, [Some("12")]);

    // A plan on record changes only with a reason, which is asked for before one leaves.
    let mut stage = Stage::full(Lang::En, 80, 24);
    stage.find("training completed").press("<home><enter><backspace>4<alt-2>");
    assert_eq!((stage.app.dialogs.len(), stage.fact("training.planned").as_deref()), (1, Some("2")));
}

#[test]
fn help_is_offered_on_every_screen_where_it_can_be_asked_for() {
    for lang in [Lang::Zh, Lang::En] {
        let name = if lang == Lang::En { "? Help" } else { "? 帮助" };
        for (width, height) in [(60, 16), (80, 24), (120, 40), (200, 60)] {
            assert!(Stage::home(lang, width, height).text().contains(name), "home {width}");
            for tab in 1..=7 {
                let mut stage = Stage::full(lang, width, height);
                stage.press(&tab.to_string());
                assert!(stage.text().contains(name), "{tab} at {width}: {}", stage.text());
                stage.press("<tab>");
                assert!(stage.text().contains(name), "{tab} at {width}, other pane: {}", stage.text());
            }
        }
    }
}
