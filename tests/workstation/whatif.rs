//! What-if as a person meets it: another value laid over the record, scenarios side by side, the
//! way into the record, and nothing of it anywhere else.

use jiping::app::{Effect, Msg};
use jiping::i18n::Lang;
use jiping::ledger::SCHEME_PREFIX;
use jiping::score;

use super::stage::{Stage, case, project};

/// The paths of every entry that left for the disk.
fn recorded(stage: &Stage) -> Vec<String> {
    let events = stage.effects.iter().filter_map(|e| match e {
        Effect::Append(events) => Some(events),
        _ => None,
    });
    events.flatten().map(|e| e.change.path.clone()).collect()
}

/// A scenario with the training's bare total at 2.
fn second_training(lang: Lang, width: u16, height: u16) -> Stage {
    let mut stage = Stage::full(lang, width, height);
    stage.press("5ntraining.total<enter>2<enter>");
    stage
}

#[test]
fn another_value_is_seen_against_the_record_and_recorded_nowhere() {
    let stage = second_training(Lang::Zh, 120, 40);
    let text = stage.text();
    assert!(text.contains("推演 — 未入账 · 情景 1"), "{text}");
    assert!(text.contains("（无） → 2 次"), "{text}");
    for row in ["总分", "等次"] {
        let line = text.lines().find(|l| l.contains(&format!("  {row} "))).unwrap();
        let wanted = if row == "总分" { ["89.73", "91.73", "+2.00"] } else { ["良", "优", "◆"] };
        assert!(wanted.iter().all(|w| line.contains(w)), "{line}");
    }
    assert!(text.contains("2.00/4 → 4.00/4"), "{text}");
    // The head of the screen is the record, and nothing left for the disk.
    assert_eq!(stage.result(), "89.73 良");
    assert!(recorded(&stage).is_empty());
    assert_eq!(stage.fact("training.total"), None);
}

#[test]
fn a_frame_of_its_own_tells_a_scenario_from_the_record_without_colour() {
    let mut stage = second_training(Lang::Zh, 120, 40);
    assert!(stage.text().contains('╔'));
    stage.press("<esc><home>");
    assert!(!stage.text().contains('╔'), "{}", stage.text());
    // Laid over, it is marked in the other views as well.
    stage.press("<down>v<home>");
    assert!(stage.text().contains('╔') && stage.text().contains("推演 — 未入账"), "{}", stage.text());
    stage.press("1");
    assert!(!stage.text().contains('╔') && stage.result() == "89.73 良");
}

#[test]
fn what_the_record_would_refuse_a_scenario_refuses_too() {
    let mut stage = Stage::full(Lang::Zh, 120, 40);
    stage.press("5ntraining.total<enter>-1<enter>");
    assert!(stage.text().contains("小"), "{}", stage.text());
    stage.press("<esc>nweight.training-rate<enter>-4<enter>");
    assert!(stage.text().contains("小"), "{}", stage.text());
}

#[test]
fn a_scenario_takes_an_amount_with_its_unit_as_the_record_does() {
    for (lang, converted) in [(Lang::Zh, "72 万元 = 720,000.00 元"), (Lang::En, "72 × 10k yuan = 720,000.00")]
    {
        let mut stage = Stage::full(lang, 120, 40);
        stage.press("5nreceived<enter><ctrl-u>72万<enter>");
        assert!(stage.app.dialogs.is_empty() && stage.said().contains(converted), "{}", stage.text());
        assert!(stage.text().contains("→ 720,000.00"), "{}", stage.text());
        // In the field's own unit there is nothing to convert; another unit is refused in place.
        stage.press("<esc><home>nreceived<enter><ctrl-u>720元<enter>");
        assert!(stage.app.dialogs.is_empty() && !stage.said().contains(" = "), "{}", stage.text());
        assert!(stage.text().contains("→ 720.00"), "{}", stage.text());
        stage.press("<esc><home>nreceived<enter><ctrl-u>72美元<enter>");
        assert_eq!(stage.app.dialogs.len(), 1, "{}", stage.text());
        assert!(recorded(&stage).is_empty());
    }
}

#[test]
fn rules_weights_values_and_rounding_can_be_otherwise() {
    // 2.73 becomes 2.72 when scores are rounded half up: 2.7208… (the published rounding cuts 1.2791… to 1.27).
    let mut stage = Stage::full(Lang::Zh, 120, 40);
    stage.press("5nrounding<enter>1");
    assert!(stage.text().contains("89.72"), "{}", stage.text());
    // Each gap of clarity costs 0.5: at 0.4 three of them cost 1.2 instead of 1.5.
    stage.press("nrule.indicator-clarity.part.1.points<enter>0.4<enter>");
    assert!(stage.text().contains("90.02"), "{}", stage.text());
    // Bands are not of this case; the choice values of the questionnaire are.
    stage.press("nchoice.staff.Q1.1<enter>90<enter>");
    assert!(stage.text().contains("100 → 90"), "{}", stage.text());
}

#[test]
fn scenarios_stand_side_by_side_and_are_dropped_without_a_trace() {
    let mut stage = second_training(Lang::En, 120, 40);
    stage.press("<esc>nbudget-basis.argued<enter>1");
    stage.press("<esc><home>");
    let text = stage.text();
    let line = text.lines().find(|l| l.contains("Total ")).unwrap();
    let total = line.split_once("Total ").unwrap().1.to_owned();
    // 1 point for the argued budget: 90.73; 2 points for the training: 91.73.
    let at = |figure: &str| total.find(figure).unwrap_or_else(|| panic!("{figure} in {total}"));
    assert!(at("89.73") < at("91.73") && at("91.73") < at("90.73"), "{total}");
    stage.press("<down>DD");
    assert!(stage.text().contains("No scenarios yet"), "{}", stage.text());
    assert!(recorded(&stage).is_empty());
}

#[test]
fn scenarios_follow_what_someone_keys() {
    let mut stage = second_training(Lang::Zh, 120, 40);
    stage.press("<alt-3>").find("资金使用合规性").press("<home>1<esc>5");
    assert_eq!(stage.result(), "90.73 优");
    assert!(stage.text().contains("92.73 优"), "{}", stage.text());
}

#[test]
fn an_applied_scenario_is_one_act_with_one_reason() {
    let mut stage = second_training(Lang::Zh, 120, 40);
    stage.press("nbudget-basis.argued<enter>1");
    stage.press("A<enter>");
    assert!(recorded(&stage).is_empty(), "a reason is required");
    stage.press("补到了签到表和论证材料<enter>");
    assert_eq!(stage.result(), "92.73 优");
    let work = stage.app.work.as_ref().unwrap();
    let last: Vec<_> = work.ledger.events().iter().rev().take(2).collect();
    assert_eq!(last[0].step, last[1].step);
    assert!(last.iter().all(|e| e.reason.as_deref() == Some("补到了签到表和论证材料")));
    assert!(work.whatif.scenarios.is_empty(), "what is recorded is no scenario any more");
    stage.press("u");
    assert_eq!(stage.result(), "89.73 良");
}

#[test]
fn the_reason_of_an_applied_scenario_is_the_note_of_an_item_that_does_not_apply() {
    let mut stage = Stage::full(Lang::Zh, 120, 40);
    stage.press("5nbudget-basis.argued<enter>4A本项目不需论证<enter>");
    assert_eq!(stage.fact("budget-basis.argued").as_deref(), Some("na"), "{}", stage.text());
    assert_eq!(stage.fact("budget-basis.argued@note").as_deref(), Some("本项目不需论证"));
    stage.press("u");
    assert_eq!(stage.fact("budget-basis.argued").as_deref(), Some("unmet"), "one act");
    assert_eq!(stage.fact("budget-basis.argued@note").as_deref(), Some("按上年实际支出编制，未经论证。"));
}

#[test]
fn a_rule_is_applied_as_an_entry_of_the_schemes_file_and_taken_back_by_undo() {
    let mut stage = Stage::full(Lang::Zh, 120, 40);
    stage.press("5nrule.indicator-clarity.part.1.points<enter>0.4<enter>nrounding<enter>1");
    stage.press("A会议决定<enter>");
    assert_eq!(stage.result(), "90.02 优", "{}", stage.text());
    let paths = recorded(&stage);
    assert!(paths.iter().all(|p| p.starts_with(SCHEME_PREFIX)), "{paths:?}");
    // What was written is what a new reading of the files gives, comments and all.
    let work = stage.app.work.as_ref().unwrap();
    let file = work.sources.iter().find(|s| s.name == "scheme.toml").unwrap();
    assert!(file.text.contains("points = \"half-up\"") && file.text.starts_with("#:schema"));
    stage.press("u");
    assert_eq!(stage.result(), "89.73 良");
}

#[test]
fn a_change_that_would_break_the_scheme_or_is_shared_is_refused_with_its_place() {
    let mut stage = Stage::full(Lang::Zh, 120, 40);
    // A weight alone: the siblings no longer add up to their parent.
    stage.press("5nweight.training-rate<enter>5<enter>A试试<enter>");
    assert!(stage.text().contains("未入账"), "{}", stage.text());
    assert!(recorded(&stage).is_empty());
    // The worth of an answer that several questions take from one scale.
    stage.press("<esc><esc>nchoice.staff.Q2.1<enter>90<enter>A试试<enter>");
    assert!(stage.text().contains("questionnaire.toml"), "{}", stage.text());
    assert!(recorded(&stage).is_empty());
}

#[test]
fn every_size_language_and_state_of_the_record_can_be_looked_at() {
    let all = case().facts;
    for lang in [Lang::Zh, Lang::En] {
        for (width, height) in [(60, 16), (80, 24), (120, 40), (200, 60)] {
            for facts in [&all[..], &all[..all.len() / 2], &[]] {
                let mut stage = Stage::with(project(facts), lang, width, height);
                stage.press("5ntraining.total<enter>2<enter>");
                let text = stage.text();
                let banner = if lang == Lang::Zh { "未入账" } else { "not recorded" };
                assert!(text.contains(banner), "{text}");
                let rows = stage.app.work.as_ref().unwrap().whatif.places().len();
                stage.press("<esc><home>");
                for _ in 0..rows {
                    stage.press("<tab><end><home><tab><down>");
                }
                stage.send(Msg::Resize(jiping::app::layout::Size { width: height, height: width }));
            }
        }
    }
}

#[test]
fn what_is_laid_over_has_the_scores_of_the_same_facts_keyed_by_hand() {
    let stage = second_training(Lang::Zh, 120, 40);
    let work = stage.app.work.as_ref().unwrap();
    let mut by_hand = Stage::full(Lang::Zh, 120, 40);
    by_hand.find("培训").press("<end>2<enter>");
    let keyed = by_hand.app.work.as_ref().unwrap();
    assert_eq!(keyed.ledger.facts().get("training.total"), Some("2"));
    assert_eq!(work.whatif.outcomes[0].laid.card, keyed.card);
    assert_eq!(work.whatif.outcomes[0].laid.facts, *keyed.ledger.facts());
    assert_eq!(score::score(&keyed.scheme, keyed.ledger.facts(), None), keyed.card);
}

#[test]
fn the_way_to_the_next_grade_is_shown_in_the_schemes_own_terms() {
    let mut stage = Stage::full(Lang::Zh, 120, 40);
    stage.press("5<down><tab>");
    let text = stage.text();
    assert!(text.contains("升到“优”：还差 0.27"), "{text}");
    let line = text
        .lines()
        .find(|l| l.contains("信息维护人员培训 · 条数 1 → 2"))
        .unwrap_or_else(|| panic!("{text}"));
    assert!(line.contains("+2.00 → 91.73 优"), "{line}");
    assert!(text.contains("信息维护人员培训完成率 2.00 → 4.00/4"), "{text}");
    assert!(recorded(&stage).is_empty());
}

#[test]
fn a_way_becomes_a_scenario_with_one_key() {
    let mut stage = Stage::full(Lang::Zh, 120, 40);
    stage.press("5<down><tab>");
    let width = usize::from(stage.app.layout().main.unwrap().inner().width);
    let rows = jiping::app::screen::whatif::rows(stage.app.work.as_ref().unwrap(), Lang::Zh, width);
    let at = rows.iter().position(|r| r.text.contains("条数 1 → 2")).unwrap();
    stage.press(&format!("<home>{}<enter>", "<down>".repeat(at)));
    let work = stage.app.work.as_ref().unwrap();
    assert_eq!(work.whatif.scenarios.len(), 1);
    assert!(
        stage.text().contains("推演 — 未入账 · 情景 1") && stage.text().contains("91.73"),
        "{}",
        stage.text()
    );
}

#[test]
fn robustness_shows_the_seed_and_moves_with_two_keys() {
    let mut stage = Stage::full(Lang::En, 120, 40);
    stage.press("5<down><down><tab>");
    assert!(stage.text().contains("±10%") && stage.text().contains("seed 1"), "{}", stage.text());
    stage.press("<right>z");
    assert!(stage.text().contains("±15%") && stage.text().contains("seed 2"), "{}", stage.text());
    // Other views lie over a scenario once one is laid over, and say so.
    stage.press("<esc><home>ntraining.total<enter>2<enter><esc>v<down><down><tab>");
    assert!(stage.text().contains("not recorded · Scenario 1 · Robustness"), "{}", stage.text());
}

#[test]
fn ways_follow_what_someone_keys() {
    let mut stage = Stage::full(Lang::Zh, 120, 40);
    stage.press("5<down><tab><esc><alt-3>").find("培训").press("n2023-11-08<enter><esc><esc>5<tab>");
    assert_eq!(stage.result(), "91.73 优");
    assert!(stage.text().contains("已是最高等次"), "{}", stage.text());
    assert!(stage.text().contains("跌出“优”：余量 1.73"), "{}", stage.text());
}

#[test]
fn leaving_asks_while_a_scenario_is_not_applied() {
    let mut stage = second_training(Lang::Zh, 120, 40);
    stage.press("q");
    assert!(stage.text().contains("还有 1 个情景未入账"), "{}", stage.text());
    assert!(!stage.effects.contains(&Effect::Quit));
    stage.press("<down><enter>");
    assert!(stage.effects.contains(&Effect::Quit));
}

#[test]
fn the_ways_name_in_full_what_is_changed_however_narrow_the_screen() {
    for lang in [Lang::Zh, Lang::En] {
        let mut stage = Stage::full(lang, 80, 24);
        stage.press("5<down><tab>");
        let work = stage.app.work.as_ref().unwrap();
        let width = usize::from(stage.app.layout().main.unwrap().inner().width);
        let rows = jiping::app::screen::whatif::rows(work, lang, width);
        // Enter stands on the first row of a way; its figure is on that or a row below it.
        for (n, row) in rows.iter().enumerate().filter(|(_, r)| r.act.is_some()) {
            let used = jiping::i18n::width::width(&row.text) + jiping::i18n::width::width(&row.figure);
            assert!(used + 3 <= width, "{row:?}");
            assert!(rows[n..].iter().take(4).any(|r| r.figure.contains('→')), "{row:?}");
        }
    }
}

/// Nothing that is only tried may be taken for the record, whichever way it could get out.
#[test]
fn an_overlay_reaches_neither_export_nor_wall_nor_ledger() {
    let mut stage = second_training(Lang::Zh, 120, 40);
    let entries = |stage: &Stage| stage.app.work.as_ref().unwrap().ledger.events().len();
    let before = entries(&stage);
    stage.press("<esc>v");
    // An export is asked for by its folder alone, and is written of what the ledger holds.
    stage.press("e<enter>");
    assert!(stage.effects.iter().any(|e| matches!(e, Effect::Export(_))));
    stage.send(Msg::Exported(Ok(Vec::new())));
    assert_eq!(stage.fact("training.total"), None);
    // On the wall stands the record; of the scenario no more than its result, marked as such.
    stage.press("<f5>");
    assert!(stage.text().contains("89.73") || stage.text().contains("距优 0.27"), "{}", stage.text());
    assert!(!stage.text().replace("推演 91.73 优，未入账", "").contains("91.73"), "{}", stage.text());
    stage.press("<esc>");
    // Undo while it is laid takes back an entry of the record and nothing of the scenario.
    stage.press("<alt-3>").find("资金使用合规性").press("<home>1<esc>5");
    assert_eq!((stage.result(), entries(&stage)), ("90.73 优".to_owned(), before + 1));
    stage.press("u");
    assert_eq!(stage.result(), "89.73 良");
    let work = stage.app.work.as_ref().unwrap();
    assert_eq!(work.whatif.scenarios[0].tweaks.len(), 1);
    assert_eq!(work.ledger.facts().get("training.total"), None);
    assert_eq!(entries(&stage), before + 2, "one entry and its undoing");
    // Applied and undone, it is gone from the record; the ledger keeps both.
    stage.press("5<home><down>A补到了签到表<enter>");
    assert_eq!(stage.result(), "91.73 优");
    stage.press("u");
    assert_eq!((stage.result(), stage.fact("training.total")), ("89.73 良".to_owned(), None));
}

/// What is laid over stands beside the record's result on every screen and on the wall, never in
/// its place.
#[test]
fn a_scenario_laid_over_is_told_on_every_screen_as_not_recorded() {
    for (lang, mark) in
        [(Lang::Zh, "推演 91.73 优，未入账"), (Lang::En, "what-if 91.73 Excellent, not recorded")]
    {
        for (width, height) in [(80, 24), (120, 40), (200, 60)] {
            let mut stage = Stage::full(lang, width, height);
            stage.press("5n");
            stage.press("training.2.date<enter>2023-11-08<enter>v");
            for screen in ["1", "2", "3", "4", "6", "7", "<f5>"] {
                stage.press(screen);
                let text = stage.text();
                assert!(text.contains(mark), "{screen} at {width}:\n{text}");
                assert!(screen == "<f5>" || text.contains("89.73"), "{screen} at {width}:\n{text}");
            }
            stage.press("<f5>5v1");
            assert!(!stage.text().contains(mark), "lifted off:\n{}", stage.text());
        }
    }
}

/// Whatever is looked at in the meeting shows the answer that somebody has just keyed.
#[test]
fn every_view_of_the_meeting_follows_what_is_keyed() {
    let views = ["5<tab>", "5<down><tab>", "5<down><down><tab>", "5<end><tab>", "<f5>", "6r"];
    let cases = [(Lang::Zh, 120, 40, "资金使用合规性"), (Lang::En, 200, 60, "Compliance of spending")];
    for (lang, width, height, name) in cases {
        for view in views {
            let mut stage = Stage::half(lang, width, height);
            let looked = |stage: &mut Stage| {
                stage.press(view);
                let text = stage.text();
                stage.press("<esc><esc><esc>");
                // The head line has the total in any case; what is meant is the view below it.
                text.lines().skip(2).collect::<Vec<_>>().join("\n")
            };
            let before = looked(&mut stage);
            stage.find(name).press("<home>1");
            let after = looked(&mut stage);
            assert_ne!(before, after, "{view} stands still:\n{after}");
        }
    }
}
