//! The shipped case against the figures that were published.
//!
//! Expected figures are the printed ones, written down by hand; none is taken from a run of this
//! program. Full marks are 20 / 20 / 30 / 30.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails here")]

use std::path::Path;

use jiping::format::{SourceFile, load};
use jiping::i18n::{Lang, trace};
use jiping::ledger::Facts;
use jiping::scheme::{Rounding, Scheme};
use jiping::score::{self, NoticeKind, Reading, Scorecard, Status};
use rust_decimal::Decimal;

/// Scores of the 24 indicators in the order of the published table.
const PUBLISHED: [(&str, &str); 24] = [
    ("basis-sufficiency", "3"),
    ("procedure-compliance", "3"),
    ("goal-rationality", "3"),
    ("indicator-clarity", "1.5"),
    ("budget-soundness", "2"),
    ("allocation-rationality", "4"),
    ("funds-in-place", "4"),
    ("budget-execution", "2.73"),
    ("fund-use-compliance", "3"),
    ("rules-completeness", "4"),
    ("rules-execution", "4"),
    ("project-reporting", "3"),
    ("inspection-rate", "3"),
    ("ukey-rate", "3"),
    ("cyber-defence", "3"),
    ("training-rate", "2"),
    ("labour-payment", "2.5"),
    ("cost-saving", "4"),
    ("consumables-timeliness", "5"),
    ("safety-efficiency", "5"),
    ("normal-operation", "5"),
    ("work-efficiency", "5"),
    ("continuity", "5"),
    ("staff-satisfaction", "10"),
];

fn case() -> (Scheme, Facts) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("surveys/yangquan-2023");
    let mut files = Vec::new();
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        files.push(SourceFile { name, bytes: std::fs::read(&path).unwrap() });
    }
    let loaded = load("yangquan-2023", &files);
    assert_eq!(loaded.problems, []);
    let mut facts = Facts::default();
    for (path, value) in &loaded.facts {
        facts.set(path, Some(value));
    }
    (loaded.scheme, facts)
}

fn d(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn points(scheme: &Scheme, card: &Scorecard, id: &str) -> Decimal {
    let n = scheme.indicator(id).unwrap_or_else(|| panic!("no indicator {id}"));
    card.scores[n].points.known().unwrap_or_else(|| panic!("{id} is not settled"))
}

fn grade<'a>(scheme: &'a Scheme, card: &Scorecard) -> &'a str {
    assert_eq!(card.grade.low, card.grade.high);
    &scheme.grades[card.grade.low.unwrap()].name.text
}

fn half_up() -> Option<Rounding> {
    Rounding::parse("half-up", 2)
}

#[test]
fn every_indicator_scores_as_published() {
    let (scheme, facts) = case();
    let card = score::score(&scheme, &facts, None);
    let leaves: Vec<&str> = scheme.leaves().map(|n| scheme.indicators[n].id.as_str()).collect();
    assert_eq!(leaves, PUBLISHED.map(|(id, _)| id));
    for (id, published) in PUBLISHED {
        assert_eq!(points(&scheme, &card, id), d(published), "{id}");
    }
    let levels: Vec<Decimal> =
        scheme.children(None).map(|n| card.scores[n].points.known().unwrap()).collect();
    assert_eq!(levels, ["16.5", "17.73", "25.5", "30"].map(d));
    assert_eq!(card.total.points.known(), Some(d("89.73")));
    assert_eq!(card.total.max, d("100"));
    assert_eq!(grade(&scheme, &card), "良");
}

#[test]
fn half_up_takes_a_hundredth_off() {
    let (scheme, facts) = case();
    let card = score::score(&scheme, &facts, half_up());
    // 4 × 204,060.34 ÷ 300,000 = 2.72080453…
    assert_eq!(points(&scheme, &card, "budget-execution"), d("2.72"));
    assert_eq!(card.total.points.known(), Some(d("89.72")));
    assert_eq!(grade(&scheme, &card), "良");
}

#[test]
fn a_second_training_makes_it_excellent() {
    let (scheme, mut facts) = case();
    facts.set("training.2.date", Some("2023-11-02"));
    facts.set("training.2.topic", Some("数据安全"));
    let card = score::score(&scheme, &facts, None);
    assert_eq!(points(&scheme, &card, "training-rate"), d("4"));
    assert_eq!(card.total.points.known(), Some(d("91.73")));
    assert_eq!(grade(&scheme, &card), "优");
}

#[test]
fn survey_figures_are_those_printed() {
    let (scheme, facts) = case();
    let readings = score::readings(&scheme, &facts);
    let staff = &readings.surveys[scheme.questionnaire("staff").unwrap()];
    // The printed table, choice by choice.
    let printed: [&[&str]; 7] = [
        &["100.00", "0.00", "0.00"],
        &["90.62", "9.38", "0.00", "0.00", "0.00"],
        &["96.88", "3.12", "0.00"],
        &["96.88", "3.12", "0.00"],
        &["96.88", "3.12", "0.00"],
        &["84.38", "12.50", "0.00", "3.12", "0.00"],
        &["87.50", "9.38", "3.12", "0.00", "0.00"],
    ];
    for (counts, printed) in staff.questions.iter().zip(printed) {
        let percents: Vec<String> =
            (0..counts.choices.len()).map(|c| counts.percent(c, scheme.rates).unwrap()).collect();
        assert_eq!(percents, printed);
        assert_eq!((counts.n(), counts.missing), (32, 0));
    }
    let indexes: Vec<String> = readings
        .measures
        .iter()
        .filter_map(|r| match r {
            Reading::Survey(s) => Some(scheme.rates.print(s.index.known().unwrap())),
            _ => None,
        })
        .collect();
    assert_eq!(indexes, ["99.06", "99.06", "99.06", "98.17"]);
}

#[test]
fn rates_are_those_printed() {
    let (scheme, facts) = case();
    let readings = score::readings(&scheme, &facts);
    let rate = |id: &str| {
        let Reading::Table(table) = &readings.measures[scheme.measure(id).unwrap()] else {
            panic!("{id} is no table")
        };
        scheme.rates.percent(table.rate().unwrap().known().unwrap())
    };
    assert_eq!(rate("inspection"), "100.00");
    assert_eq!(rate("training"), "50.00");
}

#[test]
fn notices_name_what_the_record_does_not_describe() {
    let (scheme, facts) = case();
    let card = score::score(&scheme, &facts, None);
    let undescribed = |path: &str| card.notices.iter().find(|n| n.path == path).map(|n| n.kind.clone());
    // 1.5 points are three faults, two of which are told; five payments, none of which is.
    assert_eq!(undescribed("goal-fault"), Some(NoticeKind::Undescribed { stated: 3, listed: 2 }));
    assert_eq!(undescribed("labour-fault"), Some(NoticeKind::Undescribed { stated: 5, listed: 0 }));
    // Left over: office 58,106.66 of 136,000 (42.7 %), repair 36,348 of 50,000 (72.7 %); no other
    // line has more than 280 of 1,000 (28 %).
    let flagged = |n: &jiping::score::Notice| match &n.kind {
        NoticeKind::Row { row, doubt: jiping::score::Doubt::Flagged { flag: 1 } } => Some(row.clone()),
        _ => None,
    };
    let flagged: Vec<String> = card.notices.iter().filter_map(flagged).collect();
    assert_eq!(flagged, ["office", "repair"]);
    assert_eq!(card.notices.len(), 4);
}

#[test]
fn nothing_recorded_leaves_everything_open() {
    let (scheme, _) = case();
    let card = score::score(&scheme, &Facts::default(), None);
    assert_eq!((card.total.points.low, card.total.points.high), (d("0"), d("100")));
    assert!(scheme.leaves().all(|n| card.scores[n].status == Status::Unknown));
    assert_eq!(scheme.grades[card.grade.low.unwrap()].name.text, "差");
    assert_eq!(scheme.grades[card.grade.high.unwrap()].name.text, "优");
    assert_eq!(card.notices, []);
}

#[test]
fn the_trace_shows_numbers_and_the_cut() {
    let (scheme, facts) = case();
    let lines = |id: &str, lang, rounding| {
        let steps = score::explain(&scheme, &facts, rounding, scheme.indicator(id).unwrap());
        trace::lines(&steps, &scheme, lang).join("\n")
    };
    let training = lines("training-rate", Lang::Zh, None);
    assert!(training.contains("1 ÷ 2 = 50.00 %；50.00 % × 4 = 2.00"), "{training}");
    let execution = lines("budget-execution", Lang::Zh, None);
    assert!(execution.contains("204,060.34 ÷ 300,000 = 68.02011333… %"), "{execution}");
    assert!(execution.contains("4 − 1.27919546… → 扣分截去至 2 位 1.27 → 2.73"), "{execution}");
    let execution = lines("budget-execution", Lang::En, half_up());
    assert!(execution.contains("2.72080453… → rounded half up to 2 places 2.72"), "{execution}");
}

#[test]
fn scores_name_the_paths_they_rest_on() {
    let (scheme, facts) = case();
    let paths = |id: &str| score::fact_paths(&scheme, &facts, scheme.indicator(id).unwrap());
    assert_eq!(paths("training-rate"), ["training.planned", "training.1.date", "training.1.topic"]);
    assert_eq!(paths("fund-use-compliance").last().map(String::as_str), Some("fund-misuse.total"));
    assert!(paths("safety-efficiency").contains(&"staff.tally.Q3.1".to_owned()));
    assert!(!paths("safety-efficiency").iter().any(|p| p.contains("Q4") || p.contains('@')));
}
