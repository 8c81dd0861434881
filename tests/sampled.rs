//! The interval of a survey's figure carried through the rules, against figures worked by hand.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

use jiping::format::{Loaded, SourceFile, load};
use jiping::ledger::Facts;
use jiping::score::robust::{Reach, Sampled, sampled};
use jiping::score::{self, Span};
use rust_decimal::Decimal;

fn d(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// One indicator of 100 points that reads one question worth 100 or 0.
fn scheme(rule: &str) -> Loaded {
    let text = format!(
        r#"[scheme]
title = "t"
levels = ["l"]
full = 100
[[grade]]
name = "a"
at_least = 60
[[grade]]
name = "b"
[[questionnaire]]
id = "q"
name = "q"
[[questionnaire.question]]
id = "Q1"
text = "x"
choices = [{{ code = "1", label = "yes", value = 100 }}, {{ code = "2", label = "no", value = 0 }}]
[[measure]]
id = "view"
name = "view"
kind = "survey"
questionnaire = "q"
[[indicator]]
id = "i"
name = "i"
weight = 100
rule = {rule}
"#
    );
    let loaded = load("small", &[SourceFile { name: "scheme.toml".into(), bytes: text.into_bytes() }]);
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    loaded
}

const RISING: &str = r#"{ value = "view", curve = "proportional", full = 100 }"#;
const PEAK: &str = r#"{ value = "view", curve = "line", knots = [{ value = 0, points = 0 }, { value = 80, points = 100 }, { value = 100, points = 60 }] }"#;

fn carried(rule: &str, facts: &[(&str, &str)]) -> (Vec<Sampled>, Span) {
    let loaded = scheme(rule);
    let mut all = Facts::default();
    for (path, value) in facts {
        all.set(path, Some(value));
    }
    let readings = score::readings(&loaded.scheme, &all);
    let card = score::compute(&loaded.scheme, &readings, None);
    (sampled(&loaded.scheme, &all, &readings, &card), card.total.points)
}

/// 8 of 10 said yes.
const EIGHT: [(&str, &str); 2] = [("q.tally.Q1.1", "8"), ("q.tally.Q1.2", "2")];

#[test]
fn the_ends_of_the_interval_go_through_a_rising_rule_exactly() {
    // n = 10, mean 80, variance (8 × 20² + 2 × 80²) ÷ 9 = 16000 ÷ 9; with a population of 50 the
    // error is √(16000 ÷ 90 × 40 ÷ 49) = 12.046772, times t(9) = 2.262157 is 27.251692. The lower
    // end is 52.74830834…, the upper one what the 40 not asked can still make of it: 4800 ÷ 50 = 96.
    let (all, total) = carried(RISING, &[&EIGHT[..], &[("q.population", "50")]].concat());
    assert_eq!(total.known(), Some(d("80")));
    let [one] = all.as_slice() else { panic!("{all:?}") };
    let Some((0, Reach::Between(low, high))) = one.of else { panic!("{one:?}") };
    assert_eq!((low, high), (d("52.748308"), d("96")), "rounded outwards");
    assert_eq!((one.less.known(), one.more.known()), (Some(d("52.75")), Some(d("96"))));
    assert_eq!(one.total, Span { low: d("52.75"), high: d("96") });
    assert!(one.is_reached);
    assert_eq!((one.grade.low, one.grade.high), (Some(1), Some(0)));
    assert_eq!(one.leaves, [(0, one.total)]);
    // Without a population nothing narrows it: 42.16370 = √(16000 ÷ 9), ÷ √10 × 2.262157 is
    // 30.162093.
    let (all, _) = carried(RISING, &EIGHT);
    assert_eq!(all[0].total, Span { low: d("49.84"), high: d("100") });
}

#[test]
fn when_everyone_was_asked_the_interval_has_no_width() {
    let (all, total) = carried(RISING, &[&EIGHT[..], &[("q.population", "10")]].concat());
    assert_eq!(all[0].of, Some((0, Reach::Everyone)));
    assert!(!all[0].moves());
    assert_eq!((all[0].total, all[0].leaves.len()), (total, 0));
}

#[test]
fn too_few_answers_have_no_interval_and_an_empty_record_no_survey() {
    let (all, total) = carried(RISING, &[("q.tally.Q1.1", "1")]);
    assert_eq!((all[0].of, all[0].total), (Some((0, Reach::TooFew)), total));
    assert!(carried(RISING, &[]).0.is_empty());
}

#[test]
fn a_rule_with_a_peak_is_not_said_to_reach_its_ends() {
    // At 52.748308 the line gives 65.94, at 96 it gives 68; between them, at 80, all 100.
    let (all, _) = carried(PEAK, &[&EIGHT[..], &[("q.population", "50")]].concat());
    assert_eq!((all[0].less.known(), all[0].more.known()), (Some(d("65.94")), Some(d("68"))));
    assert_eq!(all[0].total, Span { low: d("65.94"), high: d("100") });
    assert!(!all[0].is_reached);
}

#[test]
fn answers_still_to_be_keyed_widen_the_figure_as_in_the_record() {
    // 8 of 10 with 20 valid forms: the record says 8 ÷ 20 to 18 ÷ 20, the interval 49.84 to 100.
    let (all, total) = carried(RISING, &[&EIGHT[..], &[("q.valid", "20")]].concat());
    assert_eq!(total, Span { low: d("40"), high: d("90") });
    assert_eq!(all[0].total, Span { low: d("40"), high: d("100") });
}

#[test]
fn counts_of_single_choices_move_within_the_interval_of_their_share() {
    // Full marks when ten of ten say yes. Wilson's interval for 8 of 10 is 0.490162 to 0.943318
    // (statsmodels), 4.90162 to 9.43318 of ten answers.
    let rule = r#"{ value = "view.Q1.1", curve = "proportional", full = 10 }"#;
    let (all, total) = carried(rule, &EIGHT);
    assert_eq!(total.known(), Some(d("80")));
    let [one] = all.as_slice() else { panic!("{all:?}") };
    assert_eq!(one.of, Some((0, Reach::NotRead)));
    let [count] = one.counts.as_slice() else { panic!("{one:?}") };
    assert_eq!((count.question, count.choice, count.counted), (0, 0, 8));
    let (low, high) = count.between.unwrap();
    assert_eq!((low.round_dp(3), high.round_dp(3)), (d("4.902"), d("9.433")));
    assert_eq!(one.total, Span { low: d("49.02"), high: d("94.33") });
    assert!(one.is_reached && one.moves());
    // With everyone asked there is no interval, and nothing moves.
    let (all, total) = carried(rule, &[&EIGHT[..], &[("q.population", "10")]].concat());
    assert_eq!((all[0].counts[0].between, all[0].total), (None, total));
    assert!(!all[0].moves());
}

#[test]
fn the_worse_choice_is_chosen_more_where_the_better_one_is_chosen_less() {
    // yes ÷ (yes + no): 8 ÷ 10. With yes at 4.90162 no is at 5.09838 (Wilson is symmetrical), so that
    // the lower end is 49.02 of 100 and the upper 94.33; both ends together are not narrower.
    let rule = r#"{ value = "view.Q1.1 / (view.Q1.1 + view.Q1.2)", curve = "proportional", full = "100%" }"#;
    let (all, _) = carried(rule, &EIGHT);
    assert_eq!((all[0].less.known(), all[0].more.known()), (Some(d("49.02")), Some(d("94.33"))));
    assert!(all[0].total.low <= d("49.02") && all[0].total.high >= d("94.33"));
}
