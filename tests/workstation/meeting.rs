//! The meeting: the presenter's screen and its charts, in keys and as text at three sizes.

use super::stage::Stage;
use jiping::app::Theme;
use jiping::app::present::Chart;
use jiping::i18n::Lang;

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (200, 60)];
const LANGS: [Lang; 2] = [Lang::Zh, Lang::En];

/// The presenter's screen on a chart.
fn presenting(mut stage: Stage, chart: Chart) -> Stage {
    let turns = "<right>".repeat(chart.place());
    stage.press(&format!("<f5>{turns}"));
    assert_eq!(stage.app.work.as_ref().unwrap().view.chart.chart, chart);
    stage
}

fn snapshot(name: &str, stage: &Stage) {
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(name, stage.text());
    });
}

/// Every chart with full, half and no data; the empty ones in one language, for the words are those
/// of the full ones.
#[test]
fn charts_at_three_sizes() {
    for chart in Chart::ALL {
        let name = format!("{chart:?}").to_lowercase();
        for (width, height) in SIZES {
            for lang in LANGS {
                let mut stage = Stage::full(lang, width, height);
                stage.press("/training-rate<esc>");
                let mut stage = presenting(stage, chart);
                if chart == Chart::Change {
                    stage.press("<esc>");
                    stage.find(if lang == Lang::Zh { "培训完成率" } else { "Training" });
                    stage.press("n2023-11-08<enter><f5>");
                }
                snapshot(&format!("present-{name}-full-{}-{width}x{height}", lang.name()), &stage);
            }
            for lang in LANGS {
                let half = presenting(Stage::half(lang, width, height), chart);
                snapshot(&format!("present-{name}-half-{}-{width}x{height}", lang.name()), &half);
            }
            let empty = presenting(Stage::empty(Lang::En, width, height), chart);
            snapshot(&format!("present-{name}-empty-en-{width}x{height}"), &empty);
        }
    }
}

#[test]
fn presenting_returns_to_exactly_where_one_was() {
    let mut stage = Stage::full(Lang::Zh, 120, 40);
    // In the middle of a field, with something typed.
    stage.find("培训").press("n2023-11");
    let before = stage.text();
    stage.press("<f5>");
    assert!(!stage.text().contains("2023-11"), "{}", stage.text());
    stage.press("<right><right>x5<esc>");
    assert_eq!(stage.text(), before);
    // Under a dialog.
    stage.press("<esc>/xj");
    let before = stage.text();
    stage.press("<f5>");
    assert_ne!(stage.text(), before);
    stage.press("<f5>");
    assert_eq!(stage.text(), before);
}

#[test]
fn nothing_is_recorded_while_presenting() {
    let mut stage = Stage::full(Lang::Zh, 120, 40);
    stage.find("培训").press("<f5>");
    let entries = stage.app.work.as_ref().unwrap().ledger.events().len();
    stage.press("1234567890nxuD<enter><delete><ctrl-n><ctrl-z>");
    stage.send(jiping::app::Msg::Paste("7\t8".to_owned()));
    stage.send(jiping::app::Msg::Click(40, 10));
    assert_eq!(stage.app.work.as_ref().unwrap().ledger.events().len(), entries);
    assert!(stage.app.present.is_some());
}

#[test]
fn an_answer_keyed_meanwhile_changes_what_is_presented() {
    let mut stage = Stage::full(Lang::Zh, 120, 40);
    stage.press("<f5>");
    assert!(stage.text().contains("距优 0.27"), "{}", stage.text());
    let work = stage.app.work.as_mut().unwrap();
    let stamp = jiping::ledger::Stamp { at: super::stage::now(), actor: "另一人".to_owned() };
    let sets = vec![("training.2.date".to_owned(), Some("2023-11-08".to_owned()))];
    work.record(sets, None, &stamp);
    assert!(stage.text().contains("优"), "{}", stage.text());
    assert!(!stage.text().contains("距优"), "{}", stage.text());
    stage.press("<left>");
    assert!(stage.text().contains("89.73  →  91.73  优"), "{}", stage.text());
}

#[test]
fn the_pages_of_the_presenter_go_round() {
    let mut stage = Stage::full(Lang::En, 80, 24);
    stage.press("<f5><left>");
    assert!(stage.text().contains("Last change  7/7"), "{}", stage.text());
    stage.press("<right>");
    assert!(stage.text().contains("Total  1/7"), "{}", stage.text());
    stage.press("L");
    assert!(stage.text().contains("总分  1/7"), "{}", stage.text());
    // The palette offers what can be done here, and leads nowhere behind the wall.
    stage.press("<ctrl-p>");
    assert!(!stage.text().contains("核查证据"), "{}", stage.text());
    stage.press("<esc>");
    assert!(stage.app.present.is_some());
}

#[test]
fn what_is_open_is_hatched_and_never_a_zero() {
    let mut stage = Stage::empty(Lang::Zh, 80, 24);
    stage.press("<f5><right>");
    assert!(stage.text().contains("失分 0 项  待定 24 项"), "{}", stage.text());
    assert!(
        !stage.text().contains('█') || stage.text().matches('█').count() == 3,
        "only the legend is solid"
    );
    stage.press("<right>");
    assert!(stage.text().contains('╱'), "{}", stage.text());
}

#[test]
fn every_chart_is_drawn_in_every_theme_at_any_size() {
    use jiping::app::Msg;
    use jiping::app::layout::Size;
    use unicode_width::UnicodeWidthStr;
    for theme in Theme::ALL {
        let mut stage = Stage::half(Lang::En, 120, 40);
        stage.app.prefs.theme = theme;
        stage.press("<f5>");
        for (width, height) in [(60, 16), (64, 18), (80, 24), (99, 33), (120, 40), (240, 70), (300, 16)] {
            stage.send(Msg::Resize(Size { width, height }));
            for _ in Chart::ALL {
                stage.press("<right>");
                for line in stage.text().lines() {
                    assert!(line.width() <= usize::from(width), "{width}x{height}: {line}");
                }
            }
        }
    }
}

/// In monochrome three patterns tell certain, open and unearned apart without any colour.
#[test]
fn monochrome_needs_no_colour() {
    let mut stage = Stage::half(Lang::Zh, 80, 24);
    stage.app.prefs.theme = Theme::Mono;
    stage.press("<f5><right><right>");
    let buffer = stage.buffer();
    assert!(buffer.content().iter().all(|cell| cell.fg == ratatui::style::Color::Reset));
    for pattern in ["█", "╱", "░"] {
        assert!(stage.text().contains(pattern), "{pattern}");
    }
}

/// The shipped case keyed in steps: the last thirty facts one by one, a minute each, then a slip and
/// its correction.
fn keyed_in_steps(lang: Lang, width: u16, height: u16) -> Stage {
    use jiping::ledger::{Ledger, Stamp};
    let facts = super::stage::case().facts;
    let stamp = |minute: i64| Stamp {
        at: super::stage::now() + chrono::Duration::minutes(minute),
        actor: "评价员".to_owned(),
    };
    let mut ledger = Ledger::new([7; 16]);
    let (came, keyed) = facts.split_at(facts.len() - 30);
    ledger.open_with(came.to_vec(), &stamp(0));
    let mut minute = 0;
    let mut record = |path: &str, value: &str, reason: Option<&str>| {
        minute += 1;
        ledger.record(vec![(path.to_owned(), Some(value.to_owned()))], reason, &stamp(minute));
    };
    for (path, value) in keyed {
        record(path, value, None);
    }
    record("training.planned", "4", None);
    record("training.planned", "2", Some("计划为两次"));
    let mut opened = super::stage::project(&[]);
    opened.ledger = ledger;
    Stage::with(opened, lang, width, height)
}

fn ledger_key(stage: &mut Stage) -> &mut Stage {
    let place =
        jiping::app::work::Tab::ALL.iter().position(|t| *t == jiping::app::work::Tab::Ledger).unwrap();
    stage.press(&(place + 1).to_string())
}

#[test]
fn replays_at_three_sizes() {
    for (width, height) in SIZES {
        for lang in LANGS {
            let mut stage = keyed_in_steps(lang, width, height);
            ledger_key(&mut stage).press("r<left>");
            snapshot(&format!("replay-slip-{}-{width}x{height}", lang.name()), &stage);
        }
        let mut stage = keyed_in_steps(Lang::Zh, width, height);
        ledger_key(&mut stage).press("r<home><right><right><right>m<end><left>");
        snapshot(&format!("replay-marked-zh-{width}x{height}"), &stage);
        stage.press("<home>");
        snapshot(&format!("replay-before-zh-{width}x{height}"), &stage);
        let mut stage = Stage::empty(Lang::En, width, height);
        ledger_key(&mut stage).press("r");
        snapshot(&format!("replay-empty-en-{width}x{height}"), &stage);
    }
}

#[test]
fn a_replay_walks_in_time_and_leaves_the_ledger_alone() {
    let mut stage = keyed_in_steps(Lang::Zh, 120, 40);
    let entries = stage.app.work.as_ref().unwrap().ledger.events().len();
    ledger_key(&mut stage).press("r");
    assert!(stage.text().contains(&format!("回放 #{entries} / {entries}")), "{}", stage.text());
    assert!(stage.text().contains("即现在"), "{}", stage.text());
    // The correction, then the slip: one of four sessions instead of one of two.
    assert!(stage.text().contains("+1.00"), "{}", stage.text());
    assert!(stage.text().contains("计划为两次"), "{}", stage.text());
    stage.press("<left>");
    assert!(stage.text().contains("88.73  良"), "{}", stage.text());
    assert!(stage.text().contains("−1.00"), "{}", stage.text());
    assert!(stage.text().contains("台账未改动"), "{}", stage.text());
    // Keys that would record elsewhere do nothing here.
    stage.press("uUnx1234<delete>");
    assert_eq!(stage.app.work.as_ref().unwrap().ledger.events().len(), entries);
    assert_eq!(stage.result(), "89.73 良");
    stage.press("<home>");
    assert!(stage.text().contains("尚无记录"), "{}", stage.text());
    assert!(stage.text().contains("0.00–100.00"), "{}", stage.text());
    stage.press("<esc>");
    assert!(!stage.text().contains("台账未改动"), "{}", stage.text());
    assert!(stage.text().contains("原值 → 新值"), "{}", stage.text());
}

#[test]
fn clicks_in_the_replay_open_nothing_of_the_ledger_under_it() {
    use jiping::app::Msg;
    let mut stage = keyed_in_steps(Lang::Zh, 120, 40);
    ledger_key(&mut stage).press("r");
    let before = stage.text();
    for y in 3..30 {
        stage.send(Msg::Click(60, y));
        stage.send(Msg::Click(60, y));
        assert_eq!(stage.text(), before, "row {y}");
    }
    // Enter leads to its own entry, the correction, and a click there opens as ever.
    stage.press("<enter>");
    assert!(stage.text().contains("原值 → 新值"), "{}", stage.text());
}

#[test]
fn the_replay_keeps_what_shortens_its_ways_from_one_opening_to_the_next() {
    use jiping::ledger::Stamp;
    let stamp = Stamp { at: super::stage::now(), actor: "评价员".to_owned() };
    let mut opened = super::stage::project(&super::stage::case().facts);
    // Thirteen acts of a thousand answers each: a place to go on from behind each 4,096 of them.
    for act in 0..13 {
        let answers = (0..1_000).map(|n| {
            let path = format!("staff.form.{}.Q{}", n / 7 + 1, n % 7 + 1);
            (path, Some(((act + n) % 3 + 1).to_string()))
        });
        opened.ledger.record(answers.collect(), None, &stamp);
    }
    let mut stage = Stage::with(opened, Lang::Zh, 120, 40);
    let places = |stage: &Stage| -> Vec<usize> {
        let walker = stage.app.work.as_ref().unwrap().replay.walker();
        walker.waypoints().iter().map(|w| w.done).collect()
    };
    ledger_key(&mut stage).press("r<right>");
    let first = places(&stage);
    // Both ends, and what was passed between them.
    assert!(first.len() > 3, "{first:?}");
    stage.press("<esc>r<right>");
    assert_eq!(places(&stage), first);
    // Recorded meanwhile: the end is another one, the rest stays.
    stage.press("<esc>").find("培训完成率").press("n2023-11-08<enter><esc><esc>");
    ledger_key(&mut stage).press("r");
    let then = places(&stage);
    assert_eq!(then[..then.len() - 1], first[..first.len() - 1]);
    assert_eq!(then.last(), Some(&stage.app.work.as_ref().unwrap().ledger.events().len()));
    assert_eq!(stage.app.work.as_ref().unwrap().replay.moments.len(), 1 + 1 + 13 + 1);
}

#[test]
fn a_replay_jumps_to_what_moved_the_total_and_to_its_entry() {
    let mut stage = keyed_in_steps(Lang::Zh, 120, 40);
    let entries = stage.app.work.as_ref().unwrap().ledger.events().len();
    ledger_key(&mut stage).press("rb");
    // What came along at once moved it most.
    let came = entries - 32;
    assert!(stage.text().contains(&format!("回放 #{came} / {entries}")), "{}", stage.text());
    stage.press("<end><up>");
    assert!(stage.text().contains(&format!("回放 #{} / {entries}", entries - 1)), "{}", stage.text());
    stage.press("<down><down>");
    assert!(stage.said().contains("没有使总分变动的步"), "{}", stage.said());
    stage.press("<up><enter>");
    let work = stage.app.work.as_ref().unwrap();
    let selected = jiping::app::screen::ledger::selected(work).unwrap();
    assert_eq!(selected.change.path, "training.planned");
    assert_eq!(selected.change.new.as_deref(), Some("4"));
}

/// Goes to a view of the what-if screen.
fn view(stage: &mut Stage, view: jiping::app::whatif::View) -> &mut Stage {
    use jiping::app::whatif::Place;
    let tab = jiping::app::work::Tab::ALL.iter().position(|t| *t == jiping::app::work::Tab::WhatIf).unwrap();
    stage.press(&(tab + 1).to_string());
    let place = stage.app.work.as_ref().unwrap().whatif.places();
    let row = place.iter().position(|p| *p == Place::View(view)).unwrap();
    stage.press("<home>").press(&"<down>".repeat(row)).press("<enter>")
}

/// The published case as a colleague's file, with one session more and one note.
fn colleague() -> jiping::store::Record {
    let loaded = super::stage::case();
    let mut facts = jiping::ledger::Facts::default();
    for (path, value) in &loaded.facts {
        facts.set(path, Some(value));
    }
    facts.set("training.2.date", Some("2023-11-08"));
    facts.set("goal-rationality.linked", Some("unmet"));
    jiping::store::Record { name: "同事.jp".to_owned(), loaded, facts }
}

fn compared(lang: Lang, width: u16, height: u16) -> Stage {
    let mut stage = Stage::full(lang, width, height);
    view(&mut stage, jiping::app::whatif::View::Compare).press("<enter>同事.jp<enter>");
    let asked = jiping::app::Effect::ReadRecord("同事.jp".into());
    assert!(stage.effects.contains(&asked), "{:?}", stage.effects);
    stage.send(jiping::app::Msg::Record(Box::new(Ok(colleague()))));
    stage
}

#[test]
fn comparisons_and_the_chart_pane_at_three_sizes() {
    use jiping::app::whatif::View;
    for (width, height) in SIZES {
        for lang in LANGS {
            snapshot(&format!("compare-{}-{width}x{height}", lang.name()), &compared(lang, width, height));
            let mut stage = Stage::half(lang, width, height);
            view(&mut stage, View::Charts).press("<right>");
            snapshot(&format!("charts-{}-{width}x{height}", lang.name()), &stage);
        }
        let mut stage = Stage::empty(Lang::Zh, width, height);
        view(&mut stage, View::Compare);
        snapshot(&format!("compare-nothing-zh-{width}x{height}"), &stage);
    }
}

#[test]
fn a_comparison_follows_what_is_keyed() {
    let mut stage = compared(Lang::Zh, 120, 40);
    assert!(stage.text().contains("91.73/100"), "{}", stage.text());
    assert!(stage.text().contains("−2.00"), "{}", stage.text());
    assert!(stage.text().contains("等次不同"), "{}", stage.text());
    stage.find("培训完成率").press("n2023-11-08<enter><esc><esc>");
    view(&mut stage, jiping::app::whatif::View::Compare);
    assert!(!stage.text().contains("等次不同"), "{}", stage.text());
    assert!(!stage.text().contains("信息维护人员培训完成率"), "{}", stage.text());
}

#[test]
fn a_record_that_cannot_be_read_keeps_what_was_typed() {
    let mut stage = Stage::full(Lang::Zh, 120, 40);
    view(&mut stage, jiping::app::whatif::View::Compare).press("<enter>去年.jp<enter>");
    stage.send(jiping::app::Msg::Record(Box::new(Err("没有这个文件".to_owned()))));
    assert!(stage.text().contains("没有这个文件"), "{}", stage.text());
    assert!(stage.text().contains("去年.jp"), "{}", stage.text());
}

#[test]
fn two_moments_of_the_replay_are_compared() {
    let mut stage = keyed_in_steps(Lang::Zh, 120, 40);
    ledger_key(&mut stage).press("rc");
    assert!(stage.said().contains("按 m 标记"), "{}", stage.said());
    stage.press("<left>m<left>c");
    assert!(stage.text().contains("推演 · 对比"), "{}", stage.text());
    // Earlier first: the slip took a point.
    assert!(stage.text().contains("−1.00"), "{}", stage.text());
    assert!(stage.text().contains("计划  2 次 → 4"), "{}", stage.text());
    assert_eq!(stage.result(), "89.73 良");
}

#[test]
fn the_chart_pane_and_the_wall_show_the_same_chart() {
    let mut stage = Stage::full(Lang::Zh, 120, 40);
    view(&mut stage, jiping::app::whatif::View::Charts).press("<right><right>");
    assert!(stage.text().contains("图表 · 分级得分"), "{}", stage.text());
    stage.press("<f5>");
    assert!(stage.text().contains("分级得分  3/7"), "{}", stage.text());
    stage.press("<right><f5>");
    assert!(stage.text().contains("图表 · 问卷分布"), "{}", stage.text());
}

#[test]
fn a_replay_begins_at_the_selected_entry_and_comes_back_to_it() {
    let mut stage = keyed_in_steps(Lang::Zh, 120, 40);
    let entries = stage.app.work.as_ref().unwrap().ledger.events().len();
    // The entry before the correction is the slip.
    ledger_key(&mut stage).press("<down>r");
    assert!(stage.text().contains(&format!("回放 #{} / {entries}", entries - 1)), "{}", stage.text());
    assert!(stage.text().contains("Enter 看条目"), "{}", stage.text());
    stage.press("<left><left><enter>r");
    assert!(stage.text().contains(&format!("回放 #{} / {entries}", entries - 3)), "{}", stage.text());
    // An entry that came along with others belongs to the moment after all of them.
    stage.press("<esc><end>r");
    assert!(stage.text().contains(&format!("回放 #{} / {entries}", entries - 32)), "{}", stage.text());
}

#[test]
fn the_list_of_what_if_shows_what_is_selected_where_nothing_else_fits() {
    use jiping::app::whatif::View;
    for lang in LANGS {
        let mut stage = Stage::full(lang, 80, 24);
        stage.press("5");
        snapshot(&format!("whatif-list-{}-80x24", lang.name()), &stage);
        stage.press("<down>");
        // Training alone is one of the ways; the first of them stand below the list.
        assert!(stage.text().contains("98,083.01"), "{}", stage.text());
    }
    // With two panes the view stands beside the list, once.
    let mut stage = Stage::full(Lang::Zh, 120, 40);
    view(&mut stage, View::Levers);
    assert_eq!(stage.text().matches("98,083.01").count(), 1, "{}", stage.text());
}

#[test]
fn the_calculation_beside_is_that_of_what_is_selected() {
    let calculation = |stage: &Stage| {
        let text = stage.text();
        let beside = text.lines().filter_map(|line| line.rsplit_once("││").map(|(_, side)| side.to_owned()));
        beside.take(30).collect::<Vec<_>>().join("\n")
    };
    // A way to the next grade: the budget's execution, whose rule the pane tells.
    let mut stage = Stage::full(Lang::En, 200, 60);
    view(&mut stage, jiping::app::whatif::View::Levers).press("<down><down>");
    assert!(stage.text().contains("Calculation · Record"), "{}", stage.text());
    assert!(calculation(&stage).contains("204,060.34"), "{}", stage.text());
}
