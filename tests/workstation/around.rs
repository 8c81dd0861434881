//! What stands around every screen: the home screen, messages at the foot, names asked for,
//! lists over the screen.

use jiping::app::Msg;
use jiping::i18n::{Lang, store as words, ui};
use jiping::store::{Fault, StoreError};

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
