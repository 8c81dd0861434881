//! The ends of a range are reached: facts of the shipped case are taken away, and for every
//! indicator some completion gives the worst and some the best points its range promises.
//!
//! Divisors stay recorded. Where a divisor is open the range is the full one, whose worst end is
//! only approached: the more there was to do, the nearer to nothing is what was done.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

use std::collections::BTreeMap;

use jiping::format::{self, Loaded};
use jiping::ledger::Facts;
use jiping::scheme::measure::{Column, ColumnKind};
use jiping::scheme::{MeasureKind, Scheme};
use jiping::score;
use jiping::store;
use proptest::prelude::*;
use rust_decimal::Decimal;

type Sets = Vec<(String, String)>;

/// Something not recorded, and the ways in which it may turn out.
struct Gap {
    /// What it belongs to: a measure or a questionnaire.
    owner: String,
    /// Facts that are missing.
    paths: Vec<String>,
    /// What may be recorded instead.
    ways: Vec<Sets>,
}

/// Numbers that something is divided by.
const DIVISORS: [&str; 1] = ["received"];

/// Whether a column must be filled with numbers, which rules then add up.
fn is_added_up(column: &Column) -> bool {
    column.required && matches!(column.kind, ColumnKind::Number(_))
}

fn gaps(scheme: &Scheme, recorded: &BTreeMap<String, String>) -> Vec<Gap> {
    let mut gaps = Vec::new();
    let one = |path: &str, values: &[&str]| Gap {
        owner: path.split('.').next().unwrap().to_owned(),
        paths: vec![path.to_owned()],
        ways: values.iter().map(|v| vec![(path.to_owned(), (*v).to_owned())]).collect(),
    };
    for measure in &scheme.measures {
        let id = &measure.id;
        let below: Vec<String> =
            recorded.keys().filter(|p| p.starts_with(&format!("{id}."))).cloned().collect();
        match &measure.kind {
            MeasureKind::Number(spec) if !DIVISORS.contains(&id.as_str()) => {
                let most = spec.max.map_or("99999".to_owned(), |m| m.to_string());
                gaps.push(one(id, &[&spec.min.to_string(), &most]));
            }
            MeasureKind::Checklist(items) => {
                gaps.extend(items.iter().map(|i| one(&format!("{id}.{}", i.id), &["unmet", "met"])));
            }
            // A log or a list of occurrences as a whole: nothing found up to very many.
            MeasureKind::Table(t) if t.is_open() && !t.columns.iter().any(is_added_up) => {
                let total = |n: &str| vec![(format!("{id}.total"), n.to_owned())];
                let paths = below.into_iter().filter(|p| !p.ends_with(".planned")).collect();
                let ways = ["0", "1", "1000"].map(total).to_vec();
                gaps.push(Gap { owner: id.clone(), paths, ways });
            }
            MeasureKind::Table(_) => {
                let cells = below.iter().filter(|p| {
                    let column = p.rsplit('.').next().unwrap();
                    ["spent", "made", "met"].contains(&column)
                });
                gaps.extend(cells.map(|p| one(p, &["0", "99999999"])));
            }
            _ => {}
        }
    }
    for questionnaire in &scheme.questionnaires {
        for question in &questionnaire.questions {
            let path = |code: &str| format!("{}.tally.{}.{code}", questionnaire.id, question.id);
            let all_choose = |chosen: usize| -> Sets {
                let counts = question.choices.iter().enumerate();
                counts
                    .map(|(n, c)| (path(&c.code), if n == chosen { "32" } else { "0" }.to_owned()))
                    .collect()
            };
            gaps.push(Gap {
                owner: questionnaire.id.clone(),
                paths: question.choices.iter().map(|c| path(&c.code)).collect(),
                ways: (0..question.choices.len()).map(all_choose).collect(),
            });
        }
    }
    gaps
}

fn facts<'a>(entries: impl IntoIterator<Item = (&'a String, &'a String)>) -> Facts {
    let mut facts = Facts::default();
    entries.into_iter().for_each(|(path, value)| facts.set(path, Some(value)));
    facts
}

/// The lowest (or highest) points of a leaf that filling the gaps can give, found by improving
/// one gap after the other; the rules of the case are monotone in each fact.
fn reach(scheme: &Scheme, partial: &Facts, gaps: &[&Gap], leaf: usize, worst: bool) -> Decimal {
    let points = |ways: &[usize]| {
        let mut facts = partial.clone();
        for (gap, way) in gaps.iter().zip(ways) {
            gap.ways[*way].iter().for_each(|(path, value)| facts.set(path, Some(value)));
        }
        score::score(scheme, &facts, None).scores[leaf].points.known()
    };
    let mut ways = vec![0; gaps.len()];
    let mut best = points(&ways);
    for _ in 0..2 {
        for gap in 0..gaps.len() {
            for way in 0..gaps[gap].ways.len() {
                let mut other = ways.clone();
                other[gap] = way;
                let found = points(&other);
                if found.is_some_and(|f| best.is_none_or(|b| if worst { f < b } else { f > b })) {
                    (ways, best) = (other, found);
                }
            }
        }
    }
    best.unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn some_completion_reaches_each_end(taken in proptest::collection::vec(any::<bool>(), 80)) {
        let Loaded { scheme, facts: recorded, .. } = format::load(store::SHIPPED, &store::shipped());
        let mut recorded: BTreeMap<String, String> = recorded.into_iter().collect();
        let all = gaps(&scheme, &recorded);
        let open: Vec<&Gap> = all.iter().zip(&taken).filter(|(_, taken)| **taken).map(|(gap, _)| gap).collect();
        for path in open.iter().flat_map(|gap| &gap.paths) {
            recorded.remove(path);
        }
        let partial = facts(&recorded);
        let card = score::score(&scheme, &partial, None);
        for leaf in scheme.leaves() {
            let range = card.scores[leaf].points;
            let reads: Vec<&str> = score::inputs(&scheme, leaf)
                .into_iter()
                .map(|m| match &scheme.measures[m].kind {
                    MeasureKind::Survey { questionnaire, .. } => scheme.questionnaires[*questionnaire].id.as_str(),
                    _ => scheme.measures[m].id.as_str(),
                })
                .collect();
            let matter: Vec<&Gap> = open.iter().filter(|g| reads.contains(&g.owner.as_str())).copied().collect();
            let id = &scheme.indicators[leaf].id;
            prop_assert_eq!(reach(&scheme, &partial, &matter, leaf, true), range.low, "the worst of {}", id);
            prop_assert_eq!(reach(&scheme, &partial, &matter, leaf, false), range.high, "the best of {}", id);
        }
    }
}
