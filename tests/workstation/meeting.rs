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

/// Every chart with full, half and no data; the empty and half ones in one language, for the words
/// are those of the full ones.
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
            let half = presenting(Stage::half(Lang::Zh, width, height), chart);
            snapshot(&format!("present-{name}-half-zh-{width}x{height}"), &half);
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
