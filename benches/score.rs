//! How long scoring the shipped case takes: from readings, from facts, and with a trace.

#![expect(clippy::expect_used, reason = "nothing can be measured without the case")]

#[path = "case/mod.rs"]
mod case;

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use jiping::format::{SourceFile, load};
use jiping::ledger::Facts;
use jiping::scheme::expr::{Op, ValuePart};
use jiping::scheme::indicator::Input;
use jiping::scheme::{Expr, Indicator, Measure, Scheme, ValueRef};
use jiping::score;

fn main() {
    divan::main();
}

fn case() -> (Scheme, Facts) {
    let loaded = case::loaded();
    let mut facts = Facts::default();
    loaded.facts.iter().for_each(|(path, value)| facts.set(path, Some(value)));
    (loaded.scheme, facts)
}

/// All 24 indicators, levels, total and grade, from readings.
#[divan::bench]
fn recompute(bencher: Bencher) {
    let (scheme, facts) = case();
    let readings = score::readings(&scheme, &facts);
    bencher.bench_local(|| score::compute(black_box(&scheme), black_box(&readings), None));
}

/// The same from recorded texts: what one key costs at most.
#[divan::bench]
fn read_and_recompute(bencher: Bencher) {
    let (scheme, facts) = case();
    bencher.bench_local(|| score::score(black_box(&scheme), black_box(&facts), None));
}

/// The same with nothing recorded: everything is a range.
#[divan::bench]
fn read_and_recompute_empty(bencher: Bencher) {
    let (scheme, _) = case();
    let facts = Facts::default();
    bencher.bench_local(|| score::score(black_box(&scheme), black_box(&facts), None));
}

/// The steps of one indicator.
#[divan::bench]
fn explain(bencher: Bencher) {
    let (scheme, facts) = case();
    let indicator = scheme.indicator("budget-execution").expect("a shipped indicator");
    bencher.bench_local(|| score::explain(black_box(&scheme), black_box(&facts), None, indicator));
}

/// A scheme of so many indicators, ten to a branch, each a ratio of two counts, and its facts:
/// one indicator as it is loaded, again and again.
fn many(indicators: usize) -> (Scheme, Facts) {
    let text = b"[scheme]\nid = \"many\"\ntitle = \"many\"\nlevels = [\"1\", \"2\"]\nfull = 100\n\
        [[indicator]]\nid = \"branch\"\nname = \"branch\"\nweight = 100\n\
        [[indicator]]\nid = \"leaf\"\nparent = \"branch\"\nname = \"leaf\"\nweight = 100\n\
        [indicator.rule]\nvalue = \"done / planned\"\ncurve = \"proportional\"\nfull = 1\n\
        [[measure]]\nid = \"done\"\nname = \"done\"\nkind = \"number\"\nunit = \"1\"\n\
        [[measure]]\nid = \"planned\"\nname = \"planned\"\nkind = \"number\"\nunit = \"1\"\n";
    let mut scheme = load("many", &[SourceFile { name: "scheme.toml".into(), bytes: text.to_vec() }]).scheme;
    let (nodes, measures) = (std::mem::take(&mut scheme.indicators), std::mem::take(&mut scheme.measures));
    let mut facts = Facts::default();
    let mut branch = 0;
    for n in 0..indicators {
        if n % 10 == 0 {
            branch = scheme.indicators.len();
            scheme.indicators.push(Indicator { id: format!("b{n}"), ..nodes[0].clone() });
        }
        let mut leaf = Indicator { id: format!("i{n}"), parent: Some(branch), ..nodes[1].clone() };
        let rule = leaf.rule.as_mut().expect("a leaf has a rule");
        let Input::Curve { value, .. } = &mut rule.parts[0].input else { panic!("a ratio has a curve") };
        let count = |measure| Box::new(Expr::Value(ValueRef { measure, part: ValuePart::Whole }));
        *value = Expr::Binary(Op::Divide, count(2 * n), count(2 * n + 1));
        scheme.indicators.push(leaf);
        for (measure, value) in measures.iter().zip([n % 12, 12]) {
            let id = format!("{}{n}", measure.id);
            facts.set(&id, Some(&value.to_string()));
            scheme.measures.push(Measure { id, ..measure.clone() });
        }
    }
    (scheme, facts)
}

/// Facts to scorecard by the number of indicators; the last column is indicators a second, so
/// that equal figures show that the cost is linear.
#[divan::bench(args = [100, 1_000, 10_000, 100_000])]
fn indicators(bencher: Bencher, indicators: usize) {
    let (scheme, facts) = many(indicators);
    bencher
        .counter(ItemsCount::new(indicators))
        .bench_local(|| score::score(black_box(&scheme), black_box(&facts), None));
}
