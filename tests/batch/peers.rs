//! Rules that compare units with each other: ranks, means, the first of all, the mean of others.

use std::collections::HashMap;
use std::sync::Arc;

use super::place::{CASE, Place, Ran};
use jiping::format::{SourceFile, load};
use jiping::ledger::Facts;
use jiping::scheme::{Paths, Scheme};
use jiping::score::{Census, Scorecard, score_among};
use proptest::prelude::*;
use serde_json::json;

/// Not below the mean of all is full marks, each percent below costs 0.1; ranks 1, 2 and 3 earn
/// 10, 8 and 6, others 5; the first earns full marks and the others in proportion to the first;
/// what does not apply earns the mean of the others.
const SCHEME: &str = r#"
[scheme]
title = "县区比较"
title_en = "Counties compared"
levels = ["指标"]
levels_en = ["Indicator"]
full = 40
[[grade]]
name = "合格"
name_en = "Passed"
[[measure]]
id = "growth"
name = "增长"
kind = "number"
decimals = 1
unit = "%"
[[measure]]
id = "output"
name = "产出"
kind = "number"
[[measure]]
id = "trained"
name = "培训"
kind = "number"
[[measure]]
id = "planned"
name = "计划"
kind = "number"
[[indicator]]
id = "mean"
name = "不低于平均"
weight = 10
[indicator.rule]
value = "growth - peer_mean(growth)"
curve = "steps"
target = 0
step = 1
points = 0.1
[[indicator]]
id = "place"
name = "名次"
weight = 10
[indicator.rule]
value = "rank(output)"
curve = "bands"
bands = [{ at_most = 1, points = 10 }, { at_most = 2, points = 8 }, { at_most = 3, points = 6 }, { points = 5 }]
[[indicator]]
id = "first"
name = "与第一名之比"
weight = 10
[indicator.rule]
value = "output / peer_max(output)"
curve = "proportional"
full = "100%"
[[indicator]]
id = "training"
name = "培训完成率"
weight = 10
[indicator.rule]
value = "trained / planned"
curve = "proportional"
full = "100%"
not_applicable = "peer-mean"
"#;

const HEAD: &str = "unit,growth,output,trained,planned,indicator.training.na\n";

fn run(scheme: &str, table: &str) -> Ran {
    let place = Place::new();
    let dir = place.scheme(&[("scheme.toml", scheme.as_bytes())]);
    std::fs::write(place.path("facts.csv"), table).unwrap();
    place.run(&["batch", &dir, &place.path("facts.csv").display().to_string()])
}

fn column<'a>(rows: &'a [HashMap<String, String>], name: &str) -> Vec<&'a str> {
    rows.iter().map(|r| r[name].as_str()).collect()
}

#[test]
fn units_are_compared_with_each_other() {
    // Mean growth (5 + 3 + 1 + 3) ÷ 4 = 3: c is 2 below and loses 0.2.
    // Outputs 100, 80, 80, 50 rank 1, 2, 2, 4 and are 100 %, 80 %, 80 %, 50 % of the first.
    // Training 10, 7.5 and 2.5 points: c, to which it does not apply, gets 20 ÷ 3 = 6.67.
    let table = "a,5,100,4,4,\nb,3,80,3,4,\nc,1,80,,,no staff\nd,3,50,1,4,\n";
    let rows = super::rows(&run(SCHEME, &format!("{HEAD}{table}")).ok());
    assert_eq!(column(&rows, "mean"), ["10.00", "10.00", "9.80", "10.00"]);
    assert_eq!(column(&rows, "place"), ["10.00", "8.00", "8.00", "5.00"]);
    assert_eq!(column(&rows, "first"), ["10.00", "8.00", "8.00", "5.00"]);
    assert_eq!(column(&rows, "training"), ["10.00", "7.50", "6.67", "2.50"]);
    assert_eq!(column(&rows, "total"), ["40.00", "33.50", "32.47", "22.50"]);
}

#[test]
fn what_is_not_known_of_one_unit_opens_the_places_of_all() {
    let table = "a,5,100,4,4,\nb,3,80,3,4,\nc,3,80,4,4,\nd,3,50,1,4,\ne,3,,4,4,\n";
    let rows = super::rows(&run(SCHEME, &format!("{HEAD}{table}")).ok());
    // e may be before or behind anyone: a is 1st or 2nd, b and c 2nd or 3rd, d 4th or 5th.
    assert_eq!(column(&rows, "place"), ["", "", "", "5.00", ""]);
    for (row, range) in
        rows.iter().zip(["place 8.00–10.00", "place 6.00–8.00", "place 6.00–8.00", "", "place 5.00–10.00"])
    {
        assert!(row["ranges"].contains(range), "{}", row["ranges"]);
    }
    // The largest output is at least 100: d has at most half of it.
    assert!(rows[3]["ranges"].contains("first 0.00–5.00"), "{}", rows[3]["ranges"]);
    // (5 + 3 × 4) ÷ 5 = 3.4 is known: 0.4 short costs 0.04.
    assert_eq!(column(&rows, "mean"), ["10.00", "9.96", "9.96", "9.96", "9.96"]);
}

#[test]
fn rows_with_troubles_have_no_say() {
    let table = "a,5,100,4,4,\nb,3,many,4,4,\nc,3,80,4,4,\na,5,900,4,4,\n";
    let ran = run(SCHEME, &format!("{HEAD}{table}"));
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("line 3, column output: “many”"), "{}", ran.err);
    assert!(ran.err.contains("line 5, column unit: a stands in line 2 already"), "{}", ran.err);
    let lines: Vec<&str> = ran.out.lines().skip(1).collect();
    assert!(lines.len() == 2 && lines[1].starts_with("c,") && lines[1].contains(",8.00,8.00,"), "{lines:?}");
}

#[test]
fn a_unit_without_a_value_takes_the_mean_of_those_that_have_one() {
    // Small values first: the rank of what is left over. Rates 1, 0.5 and none: mean 0.75.
    let scheme = SCHEME.replace("rank(output)", "rank(-output)");
    let scheme = scheme.replace("output / peer_max(output)", "if(output > peer_mean(output), 1, 0)").replace(
        "\"trained / planned\"",
        "\"if(planned = 0, peer_mean(trained / planned), trained / planned)\"",
    );
    let table = "a,0,10,4,4,\nb,0,20,2,4,\nc,0,30,0,0,\n";
    let rows = super::rows(&run(&scheme, &format!("{HEAD}{table}")).ok());
    assert_eq!(column(&rows, "training"), ["10.00", "5.00", "7.50"]);
    assert_eq!(column(&rows, "place"), ["10.00", "8.00", "6.00"]);
    assert_eq!(column(&rows, "first"), ["0.00", "0.00", "10.00"]);
}

#[test]
fn shares_of_ranks_and_ends_of_the_set() {
    // The better half earns 10, others 5; a line between the worst and the best of all.
    let scheme = SCHEME
        .replace("rank(output)", "rank(output) / peer_count(output)")
        .replace("at_most = 1,", "at_most = \"50%\",")
        .replace("{ at_most = 2, points = 8 }, { at_most = 3, points = 6 }, ", "")
        .replace(
            "output / peer_max(output)",
            "(output - peer_min(output)) / (peer_max(output) - peer_min(output))",
        );
    let table = "a,0,10,4,4,\nb,0,20,4,4,\nc,0,30,4,4,\nd,0,50,4,4,\n";
    let rows = super::rows(&run(&scheme, &format!("{HEAD}{table}")).ok());
    assert_eq!(column(&rows, "place"), ["5.00", "5.00", "10.00", "10.00"]);
    assert_eq!(column(&rows, "first"), ["0.00", "2.50", "5.00", "10.00"]);
}

#[test]
fn a_single_project_has_no_peers_and_says_so() {
    let place = Place::new();
    let dir = place.scheme(&[
        ("scheme.toml", SCHEME.as_bytes()),
        ("facts.toml", b"growth = 5\noutput = 100\n\"indicator.training.na\" = \"none\"\n" as &[u8]),
    ]);
    let card = place.run(&["score", &dir, "--json"]).json();
    let ends: Vec<_> =
        (0..4).map(|n| (&card["indicators"][n]["low"], &card["indicators"][n]["high"])).collect();
    let (low, high) = (json!("0.00"), json!("10.00"));
    assert_eq!(ends, [(&low, &high), (&json!("5.00"), &high), (&low, &high), (&low, &high)]);
    let why = place.run(&["score", &dir, "--explain", "place"]).ok();
    assert!(why.contains("possible only when many are scored at once"), "{why}");
    let why = place.run(&["--lang", "zh", "score", &dir, "--explain", "training"]).ok();
    assert!(why.contains("取其他单位这一项得分的平均"), "{why}");
    // A project is no scheme folder.
    place.run(&["batch", &place.case(), "-"]).refused(3, &["case.jp"]);
    assert!(!place.run(&["score", CASE, "--explain", "training-rate"]).ok().contains("scored at once"));
}

#[test]
fn peers_of_peers_are_refused() {
    let nested = SCHEME.replace("rank(output)", "rank(output - peer_mean(output))");
    let formula = SCHEME.replace("rank(output)", "rank(gap)").replace(
        "[[indicator]]\nid = \"mean\"",
        "[[measure]]\nid = \"gap\"\nname = \"差\"\nkind = \"formula\"\nvalue = \"output - peer_mean(output)\"\n[[indicator]]\nid = \"mean\"",
    );
    for scheme in [nested, formula] {
        let place = Place::new();
        let dir = place.scheme(&[("scheme.toml", scheme.as_bytes())]);
        let ran = place.run(&["check", &dir]);
        assert_eq!(ran.code, 1);
        assert!(ran.out.contains("take a unit's own value"), "{}", ran.out);
    }
}

fn scheme() -> Scheme {
    load("peers", &[SourceFile { name: "scheme.toml".into(), bytes: SCHEME.into() }]).scheme
}

fn cards(scheme: &Scheme, units: &[Facts]) -> Vec<Scorecard> {
    let (census, paths) = (Census::of(scheme), Paths::of(scheme));
    let answers: Vec<_> = units.iter().map(|facts| census.values(facts)).collect();
    let peers = Arc::new(census.peers(&answers));
    let answers: Vec<_> = units.iter().map(|facts| census.scores(facts, &peers)).collect();
    let peers = Arc::new(census.with_means((*peers).clone(), &answers));
    units.iter().map(|facts| score_among(scheme, &paths, facts, Some(&peers))).collect()
}

/// One unit: four values, whether each is known yet, and whether training applies.
type Unit = ([(u8, bool); 4], bool);

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn completions_of_a_set_stay_within_its_ranges(
        units in prop::collection::vec((prop::array::uniform4((0..6u8, prop::bool::weighted(0.7))), prop::bool::weighted(0.2)), 1..6)
    ) {
        let scheme = scheme();
        let facts = |all: bool| {
            let of = |unit: &Unit| {
                let mut facts = Facts::default();
                for ((value, known), path) in unit.0.iter().zip(["growth", "output", "trained", "planned"]) {
                    if all || *known {
                        facts.set(path, Some(&value.to_string()));
                    }
                }
                if unit.1 {
                    facts.set("indicator.training.na", Some("none"));
                }
                facts
            };
            units.iter().map(of).collect::<Vec<_>>()
        };
        let (full, partial) = (cards(&scheme, &facts(true)), cards(&scheme, &facts(false)));
        for (full, partial) in full.iter().zip(&partial) {
            for (f, p) in full.scores.iter().zip(&partial.scores) {
                prop_assert!(p.points.low <= f.points.low && f.points.high <= p.points.high, "{f:?} outside {p:?}");
            }
            prop_assert!(partial.total.points.low <= full.total.points.low);
            prop_assert!(full.total.points.high <= partial.total.points.high);
        }
    }
}
