//! Rules, policies and unknowns, through scheme files as an evaluator writes them.
//!
//! Every expected figure is worked out by hand beside it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

use jiping::format::{SourceFile, load};
use jiping::i18n::{Lang, notice, trace};
use jiping::ledger::Facts;
use jiping::scheme::indicator::Edge;
use jiping::scheme::{Rounding, Scheme};
use jiping::score::{self, Notice, NoticeKind, Reading, Scorecard, Status};
use rust_decimal::Decimal;

fn d(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn scheme(text: &str) -> Scheme {
    let bytes = text.as_bytes().to_vec();
    let loaded = load("test", &[SourceFile { name: "scheme.toml".into(), bytes }]);
    // These schemes are cut to what a test looks at; only what could not be read matters.
    let unread = loaded.problems.iter().filter(|p| !["points", "unread-measure"].contains(&p.fault.code()));
    let messages: Vec<String> = unread.map(|p| jiping::i18n::problem::message(Lang::En, &p.fault)).collect();
    assert_eq!(messages, Vec::<String>::new());
    loaded.scheme
}

fn facts(text: &str) -> Facts {
    let mut facts = Facts::default();
    for line in text.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let (path, value) = line.split_once(" = ").unwrap();
        facts.set(path, Some(value));
    }
    facts
}

/// One leaf of 10 points; `rule` and `measures` as in a scheme file.
fn one(rule: &str, measures: &str) -> Scheme {
    scheme(&format!(
        r#"
[scheme]
title = "t"
levels = ["one"]
full = 10
{GRADES}
[[indicator]]
id = "x"
name = "x"
weight = 10
[indicator.rule]
{rule}
{measures}
"#
    ))
}

const GRADES: &str = r#"
[[grade]]
name = "good"
at_least = 8
[[grade]]
name = "fair"
at_least = 6
[[grade]]
name = "poor"
"#;

const PLAN: &str = r#"
[[measure]]
id = "done"
name = "done"
kind = "number"
[[measure]]
id = "plan"
name = "plan"
kind = "number"
"#;

const LOG: &str = r#"
[[measure]]
id = "log"
name = "log"
kind = "table"
planned = true
columns = [
  { id = "cost", name = "cost", kind = "number", decimals = 2, required = true },
  { id = "extra", name = "extra", kind = "number" },
  { id = "what", name = "what", kind = "text" },
]
"#;

fn span(card: &Scorecard, n: usize) -> (String, String) {
    let points = card.scores[n].points;
    (points.low.normalize().to_string(), points.high.normalize().to_string())
}

fn scored(scheme: &Scheme, text: &str) -> (String, String) {
    span(&score::score(scheme, &facts(text), None), 0)
}

fn both(text: &str) -> (String, String) {
    (text.into(), text.into())
}

fn between(low: &str, high: &str) -> (String, String) {
    (low.into(), high.into())
}

fn kinds(notices: &[Notice]) -> Vec<&'static str> {
    notices.iter().map(|n| n.kind.code()).collect()
}

#[test]
fn unknown_numbers_leave_the_points_open_and_known_ones_settle_them() {
    let s = one("value = \"done / plan\"\ncurve = \"proportional\"\nfull = 1", PLAN);
    assert_eq!(scored(&s, ""), between("0", "10"));
    assert_eq!(scored(&s, "done = 3"), between("0", "10"));
    assert_eq!(scored(&s, "done = 3\nplan = 4"), both("7.5"));
    // 2 ÷ 3 × 10 = 6.666…
    assert_eq!(scored(&s, "done = 2\nplan = 3"), both("6.67"));
    let status = |text| score::score(&s, &facts(text), None).scores[0].status;
    assert_eq!(status(""), Status::Unknown);
    assert_eq!(status("done = 3"), Status::Partial);
    assert_eq!(status("done = 3\nplan = 4"), Status::Scored);
}

#[test]
fn a_zero_plan_is_shown_and_decides_nothing() {
    let s = one("value = \"done / plan\"\ncurve = \"proportional\"\nfull = 1", PLAN);
    for text in ["done = 3\nplan = 0", "done = 0\nplan = 0"] {
        let card = score::score(&s, &facts(text), None);
        assert_eq!(span(&card, 0), between("0", "10"));
        assert_eq!(card.notices, [Notice { path: "indicator.x".into(), kind: NoticeKind::ZeroDenominator }]);
        let steps = score::explain(&s, &facts(text), None, 0);
        let lines = trace::lines(&steps, &s, Lang::En);
        assert!(lines.contains(&"the divisor is 0, the points cannot be told".to_owned()), "{lines:?}");
    }
}

#[test]
fn division_leaves_no_noise_behind() {
    // 2 ÷ 3 × 3 is 2, and cutting leaves it 2 however the 28th digit fell.
    let s = one("points = \"done / 3 * 3\"\nrounding = { points = \"down\" }", PLAN);
    assert_eq!(scored(&s, "done = 2"), both("2"));
    let s = one("points = \"done / 3 * 3\"\nrounding = { points = \"deduction-down\" }", PLAN);
    assert_eq!(scored(&s, "done = 2"), both("2"));
    let s = one("points = \"if(done / 3 * 3 >= 2, 10, 0)\"", PLAN);
    assert_eq!(scored(&s, "done = 2"), both("10"));
}

#[test]
fn roundings_differ_where_they_should() {
    let s = one("points = \"done / 1000\"", PLAN);
    let with = |name: &str, done: &str| {
        let rounding = Rounding::parse(name, 2);
        span(&score::score(&s, &facts(&format!("done = {done}")), rounding), 0).0
    };
    // 2.125, 2.135, 2.121 and 2.129 points of 10; deductions 7.875, 7.865, 7.879 and 7.871.
    let table = [
        ("half-up", ["2.13", "2.14", "2.12", "2.13"]),
        ("half-even", ["2.12", "2.14", "2.12", "2.13"]),
        ("down", ["2.12", "2.13", "2.12", "2.12"]),
        ("up", ["2.13", "2.14", "2.13", "2.13"]),
        ("deduction-half-up", ["2.12", "2.13", "2.12", "2.13"]),
        ("deduction-half-even", ["2.12", "2.14", "2.12", "2.13"]),
        ("deduction-down", ["2.13", "2.14", "2.13", "2.13"]),
        ("deduction-up", ["2.12", "2.13", "2.12", "2.12"]),
    ];
    for (name, expected) in table {
        let got = ["2125", "2135", "2121", "2129"].map(|done| with(name, done));
        assert_eq!(got, expected, "{name}");
    }
}

#[test]
fn a_rules_own_rounding_is_not_overridden() {
    let s = one("points = \"done / 1000\"\nrounding = { points = \"down\", places = 1 }", PLAN);
    let card = score::score(&s, &facts("done = 2199"), Rounding::parse("half-up", 2));
    assert_eq!(span(&card, 0), both("2.1"));
    assert_eq!(card.scores[0].exact.known(), Some(d("2.199")));
}

#[test]
fn tables_count_rows_or_a_stated_total() {
    let s = one("value = \"log.count / log.planned\"\ncurve = \"proportional\"\nfull = 1", LOG);
    let count = |text: &str| {
        let readings = score::readings(&s, &facts(text));
        let Reading::Table(t) = &readings.measures[0] else { panic!() };
        (t.count.low, t.count.high, kinds(&readings.notices))
    };
    let n = |n: u64| Some(Decimal::from(n));
    assert_eq!(count(""), (n(0), None, vec![]));
    assert_eq!(count("log.total = 0"), (n(0), n(0), vec![]));
    assert_eq!(count("log.total = 3"), (n(3), n(3), vec!["undescribed"]));
    assert_eq!(count("log.1.cost = 5\nlog.7.cost = 6"), (n(2), n(2), vec![]));
    assert_eq!(count("log.total = 3\nlog.1.cost = 5"), (n(3), n(3), vec!["undescribed"]));
    assert_eq!(
        count("log.total = 1\nlog.1.cost = 5\nlog.2.cost = 5"),
        (n(2), n(2), vec!["stated-below-listed"])
    );
    assert_eq!(count("log.1.what = a"), (n(1), n(1), vec!["row-incomplete"]));
    assert_eq!(count("log.planned = 1\nlog.total = 0\nlog.1.cost = 1").2, ["stated-below-listed"]);
    // More than planned counts in full, is capped by the curve, and is pointed out.
    let over = "log.planned = 1\nlog.1.cost = 5\nlog.10.cost = 5";
    assert_eq!(count(over).2, ["over-plan"]);
    assert_eq!(scored(&s, over), both("10"));
}

#[test]
fn columns_add_up_what_is_there_and_leave_the_rest_open() {
    let sum = one("points = \"sum(log.cost) / 100\"", LOG);
    assert_eq!(scored(&sum, "log.1.cost = 150.50\nlog.2.cost = 49.50"), both("2"));
    assert_eq!(scored(&sum, "log.total = 0"), both("0"));
    // A blank required cell, and a row that is only stated, may still bring anything.
    assert_eq!(scored(&sum, "log.1.cost = 200\nlog.2.what = a"), between("2", "10"));
    assert_eq!(scored(&sum, "log.1.cost = 200\nlog.total = 2"), between("2", "10"));
    // A blank optional cell is left out.
    let extra = one("points = \"sum(log.extra)\"", LOG);
    assert_eq!(scored(&extra, "log.1.extra = 3\nlog.2.cost = 1"), both("3"));
    let mean = one("points = \"mean(log.extra)\"", LOG);
    assert_eq!(scored(&mean, "log.1.extra = 3\nlog.2.extra = 6\nlog.3.cost = 1"), both("4.5"));
    let count = one("points = \"count(log.extra)\"", LOG);
    assert_eq!(scored(&count, "log.1.extra = 4\nlog.2.extra = 9\nlog.3.cost = 1"), both("2"));
    let extremes = one("points = \"max(log.cost) - min(log.cost, 5)\"", LOG);
    // 9 − min(7, 9, 5) = 4
    assert_eq!(scored(&extremes, "log.1.cost = 7\nlog.2.cost = 9"), both("4"));
}

#[test]
fn the_mean_of_nothing_is_open_and_said() {
    let s = one("points = \"mean(log.cost)\"", LOG);
    let card = score::score(&s, &facts("log.total = 0"), None);
    assert_eq!(span(&card, 0), between("0", "10"));
    assert_eq!(kinds(&card.notices), ["zero-denominator"]);
}

const FIXED: &str = r#"
[[measure]]
id = "lines"
name = "lines"
kind = "table"
rows = [{ id = "a", name = "A" }, { id = "b", name = "B" }]
columns = [{ id = "plan", name = "plan", kind = "number" }, { id = "paid", name = "paid", kind = "number" }]
"#;

#[test]
fn declared_rows_are_open_until_filled() {
    let s = one("value = \"sum(lines.paid) / sum(lines.plan)\"\ncurve = \"proportional\"\nfull = 1", FIXED);
    let most = "lines.a.plan = 60\nlines.b.plan = 40\nlines.a.paid = 30";
    assert_eq!(scored(&s, most), between("3", "10"));
    assert_eq!(scored(&s, &format!("{most}\nlines.b.paid = 20")), both("5"));
    let cell = one("points = \"lines.b.paid - lines.a.paid\"", FIXED);
    assert_eq!(scored(&cell, "lines.a.paid = 3\nlines.b.paid = 7"), both("4"));
    let readings = score::readings(&s, &facts(most));
    assert_eq!(score::completeness(&s, &readings, 0), (4, 5));
}

const LIST: &str = r#"
[[measure]]
id = "list"
name = "list"
kind = "checklist"
items = [
  { id = "one", name = "one", points = 4 },
  { id = "two", name = "two", points = 6, partly = 0.25 },
]
"#;

#[test]
fn checklists_give_points_by_state() {
    let s = one("checklist = \"list\"", LIST);
    assert_eq!(scored(&s, ""), between("0", "10"));
    assert_eq!(scored(&s, "list.one = met"), between("4", "10"));
    // 4 × ½ + 6 × ¼ = 3.5
    assert_eq!(scored(&s, "list.one = partly\nlist.two = partly"), both("3.5"));
    assert_eq!(scored(&s, "list.one = unmet\nlist.two = na"), both("6"));
    let readings = score::readings(&s, &facts("list.one = met"));
    let Reading::Checklist(list) = &readings.measures[0] else { panic!() };
    assert_eq!((list.got, list.open), (d("4"), d("6")));
    assert_eq!(score::completeness(&s, &readings, 0), (1, 2));
    let steps = score::explain(&s, &facts("list.one = unmet\nlist.two = na"), None, 0);
    assert!(
        trace::lines(&steps, &s, Lang::En).contains(&"two: not applicable, counts in full: 6".to_owned())
    );
}

#[test]
fn vetoes_zero_cap_and_bar() {
    let rule = |effect: &str| {
        format!("points = \"done\"\n[[indicator.rule.veto]]\nwhen = \"plan > 1\"\n{effect}\nreason = \"r\"")
    };
    let zero = one(&rule("effect = \"zero\""), PLAN);
    assert_eq!(scored(&zero, "done = 9\nplan = 2"), both("0"));
    assert_eq!(scored(&zero, "done = 9\nplan = 1"), both("9"));
    assert_eq!(scored(&zero, "done = 9"), between("0", "9"));
    let cap = one(&rule("effect = \"cap\"\npoints = 5"), PLAN);
    assert_eq!(scored(&cap, "done = 9\nplan = 2"), both("5"));
    assert_eq!(scored(&cap, "done = 3\nplan = 2"), both("3"));
    assert_eq!(scored(&cap, "done = 9"), between("5", "9"));
    let bar = one(&rule("effect = \"bar-top-grade\""), PLAN);
    let grades = |text: &str| {
        let card = score::score(&bar, &facts(text), None);
        (card.grade.low, card.grade.high, card.grade.barred_by)
    };
    assert_eq!(grades("done = 9\nplan = 2"), (Some(1), Some(1), Some(0)));
    assert_eq!(grades("done = 9\nplan = 1"), (Some(0), Some(0), None));
    assert_eq!(grades("done = 9"), (Some(1), Some(0), None));
    assert_eq!(grades("done = 5\nplan = 2"), (Some(2), Some(2), Some(0)));
    let card = score::score(&bar, &facts("done = 9\nplan = 2"), None);
    let words: Vec<String> = card.notices.iter().map(|n| notice::message(Lang::En, &bar, n)).collect();
    assert_eq!(words, ["x: a veto applies: r"]);
}

#[test]
fn parts_come_together_as_declared() {
    let parts = "[[indicator.rule.part]]\npoints = \"done\"\nshare = 3\n[[indicator.rule.part]]\npoints = \"plan\"\nshare = 1";
    let text = "done = 4\nplan = 8";
    let with = |how: &str| one(&format!("combine = \"{how}\"\n{parts}"), PLAN);
    // (3 × 4 + 8) ÷ 4 = 5
    assert_eq!(scored(&with("mean"), text), both("5"));
    assert_eq!(scored(&with("min"), text), both("4"));
    assert_eq!(scored(&with("max"), text), both("8"));
    assert_eq!(scored(&with("max"), "plan = 8"), between("8", "10"));
    let halves = parts.replace("share = 3", "max = 4").replace("share = 1", "max = 6");
    let sum = one(&format!("combine = \"sum\"\n{halves}"), PLAN);
    assert_eq!(scored(&sum, text), both("10"));
    assert_eq!(scored(&sum, "done = 4"), between("4", "10"));
}

#[test]
fn conditions_stay_open_until_they_are_decided() {
    let s = one("points = \"if(done > 3 and plan > 3, 10, 2)\"", PLAN);
    assert_eq!(scored(&s, "done = 4"), between("2", "10"));
    assert_eq!(scored(&s, "done = 3"), both("2"));
    let s = one("points = \"if(not (done < 3 or plan = 4), 10, 2)\"", PLAN);
    assert_eq!(scored(&s, "done = 2"), both("2"));
    assert_eq!(scored(&s, "done = 3"), between("2", "10"));
    assert_eq!(scored(&s, "done = 3\nplan = 5"), both("10"));
}

#[test]
fn formulas_carry_what_is_known() {
    let formula = format!(
        "{PLAN}\n[[measure]]\nid = \"rate\"\nname = \"rate\"\nkind = \"formula\"\nvalue = \"done / plan\"\nunit = \"%\"\n"
    );
    let s = one("value = \"rate\"\ncurve = \"proportional\"\nfull = \"100%\"", &formula);
    assert_eq!(scored(&s, "done = 3\nplan = 4"), both("7.5"));
    assert_eq!(score::inputs(&s, 0), [0, 1]);
    assert_eq!(score::fact_paths(&s, &facts("done = 3\nplan = 4\ndone@note = n"), 0), ["done", "plan"]);
    let card = score::score(&s, &facts("done = 3\nplan = 0"), None);
    assert_eq!(card.notices, [Notice { path: "rate".into(), kind: NoticeKind::ZeroDenominator }]);
}

const SURVEY: &str = r#"
[[questionnaire]]
id = "q"
name = "q"
[[questionnaire.question]]
id = "Q1"
text = "?"
choices = [
  { code = "1", label = "a", value = 100 },
  { code = "2", label = "b", value = 50 },
  { code = "3", label = "c", value = 0 },
]
[[questionnaire.question]]
id = "Q2"
text = "?"
choices = [{ code = "1", label = "a", value = 100 }, { code = "2", label = "b", value = 20 }]
[[measure]]
id = "index"
name = "index"
kind = "survey"
questionnaire = "q"
"#;

#[test]
fn surveys_take_missing_answers_between_worst_and_best() {
    let s = one("value = \"index\"\ncurve = \"proportional\"\nfull = 100", SURVEY);
    // Worst choices 0 and 20: mean 10.
    assert_eq!(scored(&s, ""), between("1", "10"));
    // Q1 (100 + 50) ÷ 2 = 75, Q2 (100 + 20) ÷ 2 = 60, mean 67.5.
    let two = "q.form.1.Q1 = 1\nq.form.1.Q2 = 1\nq.form.2.Q1 = 2\nq.form.2.Q2 = 2";
    assert_eq!(scored(&s, two), both("6.75"));
    // One more declared: Q1 150 ÷ 3 = 50 … 250 ÷ 3, Q2 140 ÷ 3 … 220 ÷ 3: 48.33 … 78.33.
    assert_eq!(scored(&s, &format!("{two}\nq.valid = 3")), between("4.83", "7.83"));
    // Marked invalid, a form no longer counts.
    assert_eq!(scored(&s, &format!("{two}\nq.form.2.invalid = twice")), both("10"));
    let card =
        score::score(&s, &facts(&format!("{two}\nq.valid = 1\nq.returned = 3\nq.distributed = 2")), None);
    // Three came back of two handed out, and two are keyed of the one that is valid: each is told.
    assert_eq!(kinds(&card.notices), ["form-counts", "form-counts"]);
    let more = |n: &Notice| match n.kind {
        NoticeKind::FormCounts { more, than } => (more.1, than.1),
        _ => (0, 0),
    };
    assert_eq!(card.notices.iter().map(more).collect::<Vec<_>>(), [(3, 2), (2, 1)]);
    // Two have answered, so that there cannot be one; of two everyone did.
    let card = score::score(&s, &facts(&format!("{two}\nq.population = 1")), None);
    let expected = NoticeKind::PopulationBelow { population: 1, answers: 2 };
    assert_eq!(card.notices, [Notice { path: "q".into(), kind: expected }]);
    let card = score::score(&s, &facts(&format!("{two}\nq.population = 2")), None);
    assert_eq!(card.notices, []);
    let card = score::score(&s, &facts("q.valid = 2\nq.tally.Q1.1 = 3\nq.tally.Q2.1 = 2"), None);
    let expected = NoticeKind::TallyOverflow { question: "Q1".into(), sum: 3, valid: 2 };
    assert_eq!(card.notices, [Notice { path: "q".into(), kind: expected }]);
}

/// a (30) with leaves a1 10, a2 20; b (70) with leaves b1 30, b2 40; all points typed.
fn tree(policy: &str) -> Scheme {
    let head = format!(
        "[scheme]\ntitle = \"t\"\nlevels = [\"one\", \"two\"]\nfull = 100\nnot_applicable = \"{policy}\"\n\
         [[grade]]\nname = \"good\"\nat_least = 80\n[[grade]]\nname = \"poor\"\n"
    );
    let branch =
        |id: &str, weight: u32| format!("[[indicator]]\nid = \"{id}\"\nname = \"{id}\"\nweight = {weight}\n");
    let leaf = |id: &str, parent: &str, weight: u32| {
        branch(id, weight) + &format!("parent = \"{parent}\"\n[indicator.rule]\npoints = \"m{id}\"\n")
    };
    let measure = |id: &str| format!("[[measure]]\nid = \"m{id}\"\nname = \"{id}\"\nkind = \"number\"\n");
    let nodes = [
        branch("a", 30),
        leaf("a1", "a", 10),
        leaf("a2", "a", 20),
        branch("b", 70),
        leaf("b1", "b", 30),
        leaf("b2", "b", 40),
    ];
    scheme(&(head + &nodes.concat() + &["a1", "a2", "b1", "b2"].map(measure).concat()))
}

const TYPED: &str = "ma1 = 5\nma2 = 20\nmb1 = 15\nmb2 = 30";

fn node(s: &Scheme, card: &Scorecard, id: &str) -> (String, String) {
    let score = card.scores[s.indicator(id).unwrap()];
    (score.points.known().unwrap().normalize().to_string(), score.max.normalize().to_string())
}

#[test]
fn not_applicable_in_full_earns_the_weight() {
    let s = tree("full");
    let card = score::score(&s, &facts(&format!("{TYPED}\nindicator.b1.na = none built")), None);
    assert_eq!(node(&s, &card, "b1"), between("30", "30"));
    assert_eq!(card.scores[s.indicator("b1").unwrap()].status, Status::NotApplicable);
    // 5 + 20 + 30 + 30
    assert_eq!(card.total.points.known(), Some(d("85")));
    assert_eq!(card.total.status, Status::Scored);
    assert_eq!(score::fact_paths(&s, &facts("mb1 = 2\nindicator.b1.na = x"), 4), ["indicator.b1.na"]);
}

#[test]
fn not_applicable_left_out_scales_the_total() {
    let s = tree("rescale");
    let card = score::score(&s, &facts(&format!("{TYPED}\nindicator.b1.na = none built")), None);
    assert_eq!(node(&s, &card, "b1"), between("0", "0"));
    assert_eq!(node(&s, &card, "b"), between("30", "40"));
    // (5 + 20 + 30) × 100 ÷ 70 = 78.571…
    assert_eq!(card.total.points.known(), Some(d("78.57")));
    assert_eq!(card.total.max, d("100"));
    let none = "indicator.a1.na = x\nindicator.a2.na = x\nindicator.b1.na = x\nindicator.b2.na = x";
    let card = score::score(&s, &facts(none), None);
    assert_eq!((card.total.points.low, card.total.points.high), (d("0"), d("100")));
}

#[test]
fn not_applicable_shared_goes_to_the_siblings() {
    let s = tree("share");
    let card = score::score(&s, &facts(&format!("{TYPED}\nindicator.b1.na = none built")), None);
    assert_eq!(node(&s, &card, "b1"), between("0", "0"));
    // b2 carries all 70: 30 ÷ 40 × 70 = 52.5.
    assert_eq!(node(&s, &card, "b2"), between("52.5", "70"));
    assert_eq!(card.total.points.known(), Some(d("77.5")));
    // With both below b out, a carries 100: a1 33.33 and a2 the rest.
    let both_out = format!("{TYPED}\nindicator.b1.na = x\nindicator.b2.na = x");
    let card = score::score(&s, &facts(&both_out), None);
    assert_eq!(node(&s, &card, "a1"), between("16.67", "33.33"));
    assert_eq!(node(&s, &card, "a2"), between("66.67", "66.67"));
    assert_eq!(card.total.max, d("100"));
    // Points stay within their places when deductions are what is rounded.
    let card = score::score(&s, &facts(&both_out), Rounding::parse("deduction-down", 2));
    assert_eq!(node(&s, &card, "a1"), between("16.67", "33.33"));
}

#[test]
fn whole_number_grades_leave_totals_without_a_grade() {
    let mut s = one("points = \"done\"", &PLAN.replace("\"number\"", "\"number\"\ndecimals = 2"));
    // 0 to 8 and 9 to 10, as whole numbers are printed.
    s.grades.truncate(2);
    s.grades[0].low.as_mut().unwrap().at = d("9");
    s.grades[1].low.as_mut().unwrap().at = d("0");
    s.grades[1].high = s.grades[0].low.map(|e| Edge { at: d("8"), ..e });
    let card = score::score(&s, &facts("done = 8.73"), None);
    assert_eq!((card.grade.low, card.grade.high), (None, None));
    assert_eq!(card.notices[0].kind, NoticeKind::NoGrade { total: d("8.73") });
    let card = score::score(&s, &facts("done = 8"), None);
    assert_eq!(card.grade.low, Some(1));
}
