//! How firm a grade is: against hand calculations and against trying every corner.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

use std::path::Path;

use jiping::format::{Loaded, SourceFile, load};
use jiping::ledger::Facts;
use jiping::scheme::{MeasureKind, Scheme};
use jiping::score::robust::{DRAWS, Ground, Unsupported, extremes, roundings, simulate, swings, unsupported};
use jiping::score::{self, Scorecard};
use proptest::prelude::*;
use rust_decimal::Decimal;

fn d(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn case() -> (Loaded, Facts) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("surveys/yangquan-2023");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        SourceFile { name, bytes: std::fs::read(path).unwrap() }
    });
    let loaded = load("yangquan-2023", &files.collect::<Vec<_>>());
    let mut facts = Facts::default();
    for (path, value) in &loaded.facts {
        facts.set(path, Some(value));
    }
    (loaded, facts)
}

/// A total with the leaves' weights multiplied and brought back to full marks.
fn reweighted(scheme: &Scheme, card: &Scorecard, factors: &[Decimal]) -> Decimal {
    let leaves: Vec<usize> = scheme.leaves().collect();
    let part = |n: &usize, f: &Decimal| (card.scores[*n].points.low * f, card.scores[*n].max * f);
    let sums = leaves.iter().zip(factors).map(|(n, f)| part(n, f));
    let (points, weights) = sums.fold((Decimal::ZERO, Decimal::ZERO), |(p, w), (a, b)| (p + a, w + b));
    let full: Decimal = leaves.iter().map(|n| card.scores[*n].max).sum();
    points * full / weights
}

#[test]
fn a_weight_moves_the_total_along_a_line_that_meets_the_edge_where_it_is_said_to() {
    let (case, facts) = case();
    let card = score::score(&case.scheme, &facts, None);
    let swings = swings(&case.scheme, &card, d("0.1"));
    assert_eq!(swings.len(), 24);
    let training = case.scheme.indicator("training-rate").unwrap();
    let swing = swings.iter().find(|s| s.leaf == training).unwrap();
    // 2 of 4 points, 87.73 of 96 elsewhere: the slope is 2 − 4 × 87.73 ÷ 96 = −1.655416…
    // At −10 %: 89.73 + 0.1655416… = 89.8955416…; at +10 %: 89.5644583…
    assert_eq!(swing.less.low.round_dp(7), d("89.8955417"));
    assert_eq!(swing.more.low.round_dp(7), d("89.5644583"));
    // 0.27 ÷ 1.655416… = 0.1631009…: with 16.31 % less weight it is 优.
    assert_eq!(swing.flips[0].unwrap().round_dp(7), d("-0.1631009"));
    // Downwards 9.73 + 0 are to be lost: 9.73 ÷ 1.655416… = 5.8776…
    assert_eq!(swing.flips[1].unwrap().round_dp(4), d("5.8777"));
    // On either side of the flip the grade is another one.
    for (hair, best) in [(d("-0.000001"), true), (d("0.000001"), false)] {
        let at = swing.flips[0].unwrap() + hair;
        let weight = card.scores[training].max;
        let rest = (d("100") - weight * (Decimal::ONE + at)) / (d("100") - weight);
        let leaves = case.scheme.leaves();
        let factors: Vec<Decimal> =
            leaves.map(|n| if n == training { Decimal::ONE + at } else { rest }).collect();
        assert_eq!(reweighted(&case.scheme, &card, &factors) >= d("90"), best);
    }
}

#[test]
fn every_way_of_rounding_is_scored() {
    let (case, facts) = case();
    let readings = score::readings(&case.scheme, &facts);
    let card = score::compute(&case.scheme, &readings, None);
    let ways = roundings(&case.scheme, &readings, &card);
    let total = |name: &str| ways.iter().find(|w| w.rounding.name() == name).unwrap().total.low;
    // Budget execution is 2.72080453…: 2.73 as published, 2.72 rounded half up.
    assert_eq!((total("deduction-down"), total("half-up")), (d("89.73"), d("89.72")));
    assert_eq!(ways.len(), 8);
}

#[test]
fn deductions_that_nothing_lists_are_taken_back_or_doubled() {
    let (case, facts) = case();
    let readings = score::readings(&case.scheme, &facts);
    let card = score::compute(&case.scheme, &readings, None);
    let found = unsupported(&case.scheme, &facts, &readings, &card);
    let of = |id: &str| {
        let measure = case.scheme.measure(id).unwrap();
        let is =
            |g: &Option<Ground>| matches!(g, Some(Ground::Undescribed { measure: m, .. }) if *m == measure);
        found.iter().find(|u| is(&u.ground)).unwrap()
    };
    // Three faults of clarity were counted and two described: one of them, 0.5 points, is open.
    let clarity = of("goal-fault");
    assert_eq!(
        clarity.ground.as_ref().map(|g| matches!(g, Ground::Undescribed { count: 1, .. })),
        Some(true)
    );
    assert_eq!((clarity.removed.low, clarity.doubled.low), (d("90.23"), d("89.23")));
    // Five faults of labour at 0.5 each, none described.
    let labour = of("labour-fault");
    assert_eq!((labour.cost, labour.removed.low), (d("2.50"), d("92.23")));
    let leaf = case.scheme.leaves().find(|n| card.scores[*n].max - card.scores[*n].points.low == d("2.50"));
    let left = card.scores[leaf.unwrap()].points.low;
    assert_eq!(labour.doubled.low, d("89.73") - left.min(d("2.50")));
    // All together come last.
    assert_eq!(found.last().unwrap().ground, None);
    assert_eq!(found.last().unwrap().removed.low, d("92.73"));
}

#[test]
fn a_condition_met_in_part_lacks_support_like_one_not_met() {
    let (case, mut facts) = case();
    // Half of 0.5 points and half of 1 point: 0.25 and 0.50 are lost; and all of 1.5 points.
    let marked = [("goal.fits-budget", "partly"), ("goal.set", "partly"), ("procedure.papers", "unmet")];
    for (path, _) in marked {
        for kind in ["note", "source"] {
            facts.set(&format!("{path}@{kind}"), None);
        }
    }
    for (path, state) in marked {
        facts.set(path, Some(state));
    }
    let bare = |facts: &Facts| -> Vec<(String, Decimal, bool)> {
        let readings = score::readings(&case.scheme, facts);
        let card = score::compute(&case.scheme, &readings, None);
        let found = unsupported(&case.scheme, facts, &readings, &card);
        let item = |u: &Unsupported| match u.ground {
            Some(Ground::Bare { measure, item, is_partly }) => {
                let spec = &case.scheme.measures[measure];
                let MeasureKind::Checklist(items) = &spec.kind else { panic!("no checklist") };
                Some((format!("{}.{}", spec.id, items[item].id), u.cost, is_partly))
            }
            _ => None,
        };
        found.iter().filter_map(item).collect()
    };
    let wanted =
        [("procedure.papers", "1.50", false), ("goal.set", "0.50", true), ("goal.fits-budget", "0.25", true)];
    assert_eq!(bare(&facts), wanted.map(|(path, cost, partly)| (path.to_owned(), d(cost), partly)));
    // A note supports one, a source another.
    facts.set("goal.set@note", Some("目标申报表第 3 行"));
    facts.set("procedure.papers@source", Some("批复文件"));
    assert_eq!(bare(&facts), [("goal.fits-budget".to_owned(), d("0.25"), true)]);
}

#[test]
fn a_seed_gives_the_same_shares_and_no_draw_leaves_the_exact_ends() {
    let (case, facts) = case();
    let card = score::score(&case.scheme, &facts, None);
    let ends = extremes(&case.scheme, &card, d("0.1"));
    assert!(ends.low < d("89.73") && d("89.73") < ends.high);
    let one = simulate(&case.scheme, &card, d("0.1"), 7, DRAWS);
    assert_eq!(one, simulate(&case.scheme, &card, d("0.1"), 7, DRAWS));
    assert_ne!(one.low, simulate(&case.scheme, &card, d("0.1"), 8, DRAWS).low);
    assert_eq!(one.low.iter().sum::<u32>(), DRAWS);
    // Both grades that lie between the ends come, and no other.
    assert!(one.low[0] > 0 && one.low[1] > 0 && one.low[2] == 0, "{one:?}");
    assert_eq!(one.low, one.high, "nothing is open");
    let still = simulate(&case.scheme, &card, Decimal::ZERO, 7, 100);
    assert_eq!(still.low[1], 100, "weights that do not move keep the grade");
}

#[test]
fn what_is_open_gives_ranges() {
    let (case, _) = case();
    let card = score::score(&case.scheme, &Facts::default(), None);
    let all = swings(&case.scheme, &card, d("0.1"));
    assert!(all.iter().all(|s| s.less.low < s.less.high && s.flips == [None, None]));
    let ends = extremes(&case.scheme, &card, d("0.1"));
    assert_eq!((ends.low, ends.high), (Decimal::ZERO, d("100")));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_ends_are_those_of_every_corner(
        leaves in prop::collection::vec((1u32..20, 0u32..=100), 2..7),
        percent in 1u32..60,
    ) {
        use std::fmt::Write as _;
        let full: u32 = leaves.iter().map(|(weight, _)| weight).sum();
        let mut text = format!(
            "[scheme]\ntitle = \"t\"\nlevels = [\"l\"]\nfull = {full}\n[[grade]]\nname = \"a\"\n"
        );
        for (n, (weight, share)) in leaves.iter().enumerate() {
            let points = Decimal::from(weight * share) / d("100");
            writeln!(text, "[[indicator]]\nid = \"i{n}\"\nname = \"i{n}\"\nweight = {weight}\n[indicator.rule]\npoints = {points}").unwrap();
        }
        let loaded = load("small", &[SourceFile { name: "scheme.toml".into(), bytes: text.into_bytes() }]);
        let card = score::score(&loaded.scheme, &Facts::default(), None);
        let share = Decimal::new(i64::from(percent), 2);
        let ends = extremes(&loaded.scheme, &card, share);
        let corners = (0..1u32 << leaves.len()).map(|corner| {
            let factor = |n: usize| if corner & (1 << n) != 0 { Decimal::ONE + share } else { Decimal::ONE - share };
            let factors: Vec<Decimal> = (0..leaves.len()).map(factor).collect();
            reweighted(&loaded.scheme, &card, &factors).round_dp(12)
        });
        let corners: Vec<Decimal> = corners.collect();
        prop_assert_eq!(Some(ends.low.round_dp(12)), corners.iter().min().copied());
        prop_assert_eq!(Some(ends.high.round_dp(12)), corners.iter().max().copied());
    }
}
