//! Every screen in both languages at two sizes, as text.

use super::keyed;
use super::stage::Stage;
use jiping::i18n::Lang;

type Scene = (&'static str, fn(Lang, u16, u16) -> Stage);

fn go(mut stage: Stage, keys: &str) -> Stage {
    stage.press(keys);
    stage
}

/// Goes down the tree to the indicator with this id, which is the same in both languages.
fn at(mut stage: Stage, id: &str, keys: &str) -> Stage {
    let work = stage.app.work.as_mut().unwrap();
    let n = work.scheme.indicator(id).unwrap();
    let row = work.tree().iter().position(|i| *i == n).unwrap();
    stage.press("<tab><home>");
    let down = "<down>".repeat(row);
    stage.press(&format!("{down}<enter>{keys}"));
    stage
}

const SCENES: &[Scene] = &[
    ("home-first-run", |l, w, h| Stage::home(l, w, h)),
    ("home", |l, w, h| Stage::home(l, w, h).remember("某市2024年项目", "/data/某市2024.jp")),
    ("overview-empty", |l, w, h| Stage::empty(l, w, h)),
    ("overview-half", |l, w, h| Stage::half(l, w, h)),
    ("overview-full", |l, w, h| Stage::full(l, w, h)),
    ("tree", |l, w, h| {
        let stage = Stage::half(l, w, h);
        go(stage, "<tab>")
    }),
    ("training", |l, w, h| at(Stage::full(l, w, h), "training-rate", "n2023-11-08<enter>")),
    ("checklist-empty", |l, w, h| at(Stage::empty(l, w, h), "basis-sufficiency", "1")),
    ("budget", |l, w, h| at(Stage::full(l, w, h), "budget-execution", "")),
    ("faults", |l, w, h| at(Stage::full(l, w, h), "indicator-clarity", "")),
    ("refusal", |l, w, h| at(Stage::full(l, w, h), "training-rate", "<home><enter>.5<enter>")),
    ("form", |l, w, h| go(Stage::empty(l, w, h), "2f12")),
    ("statistics", |l, w, h| go(Stage::full(l, w, h), "2<down><down>i")),
    ("tally", |l, w, h| go(Stage::full(l, w, h), "2t")),
    ("form-kinds", |l, w, h| keyed::example(l, w, h, "2f2413<enter>11")),
    ("form-hidden", |l, w, h| keyed::example(l, w, h, "2f2413<enter>1<up><up><up>1")),
    ("tally-both", |l, w, h| go(Stage::full(l, w, h), "2t<tab>f2111111<enter>t")),
    ("why", |l, w, h| at(Stage::full(l, w, h), "budget-execution", "w")),
    ("ledger", |l, w, h| at(Stage::full(l, w, h), "training-rate", "n2023-11-08<enter><esc><esc>6")),
    ("import-files", |l, w, h| go(Stage::empty(l, w, h), "2I答卷<enter>")),
    ("import-report", |l, w, h| go(Stage::empty(l, w, h), "2I答卷<enter>resp<enter>")),
    ("import-troubles", |l, w, h| go(Stage::empty(l, w, h), "2I答卷<enter>troub<enter><enter>")),
    ("import-list", |l, w, h| at(Stage::empty(l, w, h), "training-rate", "I答卷<enter>sessions-bad<enter>")),
    ("whatif-scenario", |l, w, h| go(Stage::full(l, w, h), "5ntraining.total<enter>2<enter>")),
    ("whatif-columns", |l, w, h| {
        let keys = "5ntraining.total<enter>2<enter><esc>nbudget-basis.argued<enter>1<esc><home><tab>";
        go(Stage::full(l, w, h), keys)
    }),
    ("whatif-levers", |l, w, h| go(Stage::full(l, w, h), "5<down><tab>")),
    ("whatif-levers-half", |l, w, h| go(Stage::half(l, w, h), "5<down><tab>")),
    ("whatif-robust", |l, w, h| go(Stage::full(l, w, h), "5<down><down><tab>")),
    ("whatif-robust-half", |l, w, h| go(Stage::half(l, w, h), "5<down><down><tab>")),
    ("whatif-scenario-half", |l, w, h| go(Stage::half(l, w, h), "5ntraining.total<enter>2<enter>")),
    ("whatif-compare-half", |l, w, h| go(Stage::half(l, w, h), "5<down><down><down><tab>")),
    ("whatif-charts-half", |l, w, h| go(Stage::half(l, w, h), "5<end><tab>")),
    ("replay-half", |l, w, h| go(Stage::half(l, w, h), "6r")),
    ("help", |l, w, h| at(Stage::full(l, w, h), "training-rate", "?")),
    ("palette", |l, w, h| go(Stage::full(l, w, h), "<ctrl-p>")),
    ("search", |l, w, h| go(Stage::full(l, w, h), "/xj")),
    ("evidence", |l, w, h| at(Stage::full(l, w, h), "budget-soundness", "<home>o<down>缺论证材料")),
    ("coverage", |l, w, h| go(Stage::full(l, w, h), "7<enter>")),
    ("dossier", |l, w, h| go(Stage::full(l, w, h), "7<down><down><down>")),
    ("interviews", |l, w, h| go(Stage::full(l, w, h), "7<down><down><enter>")),
    ("documents", |l, w, h| go(Stage::full(l, w, h), "7<down><enter>")),
    ("findings", |l, w, h| go(Stage::full(l, w, h), "7<down><down><down><enter>")),
    ("suggestions-empty", |l, w, h| go(Stage::empty(l, w, h), "7<down><down><down><down><enter>")),
    ("signoff", |l, w, h| go(Stage::full(l, w, h), "7<end><enter><down><down><down><enter>")),
    ("too-small", |l, _, _| Stage::full(l, 50, 10)),
];

fn check(lang: Lang, width: u16, height: u16) {
    check_some(lang, width, height, "");
}

/// Those scenes whose names begin with `prefix`.
fn check_some(lang: Lang, width: u16, height: u16, prefix: &str) {
    for (name, scene) in SCENES.iter().filter(|(name, _)| name.starts_with(prefix)) {
        let stage = scene(lang, width, height);
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(format!("{name}-{}-{width}x{height}", lang.name()), stage.text());
        });
    }
}

#[test]
fn what_is_tried_has_room_on_wide_screens() {
    check_some(Lang::Zh, 200, 60, "whatif");
    check_some(Lang::En, 200, 60, "whatif");
    check_some(Lang::Zh, 200, 60, "replay");
    check_some(Lang::En, 200, 60, "replay");
}

#[test]
fn chinese_80x24() {
    check(Lang::Zh, 80, 24);
}

#[test]
fn chinese_120x40() {
    check(Lang::Zh, 120, 40);
}

#[test]
fn english_80x24() {
    check(Lang::En, 80, 24);
}

#[test]
fn english_120x40() {
    check(Lang::En, 120, 40);
}

#[test]
fn no_line_is_wider_than_the_screen() {
    use unicode_width::UnicodeWidthStr;
    for (lang, width, height) in
        [(Lang::Zh, 60, 16), (Lang::Zh, 80, 24), (Lang::En, 100, 30), (Lang::En, 200, 60)]
    {
        for (name, scene) in SCENES {
            for line in scene(lang, width, height).text().lines() {
                assert!(line.width() <= usize::from(width), "{name} {width}x{height}: {line}");
            }
        }
    }
}

/// Screens whose layout differs where there is much room.
#[test]
fn the_dossier_on_a_wide_screen() {
    for lang in [Lang::Zh, Lang::En] {
        for name in ["coverage", "documents", "findings", "signoff"] {
            let (_, scene) = SCENES.iter().find(|(n, _)| *n == name).unwrap();
            let stage = scene(lang, 200, 60);
            insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
                insta::assert_snapshot!(format!("{name}-{}-200x60", lang.name()), stage.text());
            });
        }
    }
}
