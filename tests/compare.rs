//! Two records side by side: how indicators are matched, and what is listed on its own side.

use jiping::format::{self, SourceFile};
use jiping::ledger::Facts;
use jiping::score::compare::{Cause, Side, compare, loose};
use jiping::score::score;

/// A scheme of two indicators with these ids and names.
fn scheme(ids: [&str; 2], names: [&str; 2]) -> jiping::scheme::Scheme {
    let indicator = |n: usize| {
        format!(
            "[[measure]]\nid = \"m{n}\"\nname = \"M{n}\"\nkind = \"number\"\n\
             [[indicator]]\nid = \"{}\"\nname = \"{}\"\nweight = 50\n\
             rule = {{ value = \"m{n} / 10\", curve = \"proportional\", full = \"100%\" }}\n",
            ids[n], names[n]
        )
    };
    let head = "[scheme]\ntitle = \"T\"\nlevels = [\"Indicator\"]\nfull = 100\n\
                [[grade]]\nname = \"pass\"\nat_least = 60\n[[grade]]\nname = \"fail\"\n";
    let text = format!("{head}{}{}", indicator(0), indicator(1));
    let files = [SourceFile { name: "scheme.toml".to_owned(), bytes: text.into_bytes() }];
    let loaded = format::load("t", &files);
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    loaded.scheme
}

fn facts(values: &[(&str, &str)]) -> Facts {
    let mut facts = Facts::default();
    for (path, value) in values {
        facts.set(path, Some(value));
    }
    facts
}

#[test]
fn indicators_of_two_years_are_matched_by_id_then_by_name() {
    let last = scheme(["a", "old-b"], ["Patrols", "Repairs"]);
    let this = scheme(["a", "new-b"], ["Patrols held", "Repairs"]);
    let (one, two) = (facts(&[("m0", "5"), ("m1", "5"), ("x", "1")]), facts(&[("m0", "5"), ("m1", "9")]));
    let (first, second) = (score(&last, &one, None), score(&this, &two, None));
    let (before, after) = (
        Side { scheme: &last, facts: &one, card: &first },
        Side { scheme: &this, facts: &two, card: &second },
    );
    let comparison = compare(before, after);
    assert_eq!(comparison.rows.len(), 2, "everything found its twin");
    // By id, whatever its name; 25 points on both sides.
    assert_eq!(comparison.rows[0].gain(), Some("0".parse().unwrap()));
    // By name, whatever its id: 50 × 0.9 − 50 × 0.5.
    assert_eq!(comparison.rows[1].before.unwrap().0, 1);
    assert_eq!(comparison.rows[1].gain(), Some("20".parse().unwrap()));
    assert!(matches!(&comparison.rows[1].causes[..], [Cause::Fact { path, .. }] if path == "m1"));
    let loose = loose(before, after, &comparison);
    assert_eq!((loose.before, loose.after), (vec!["x".to_owned()], Vec::new()));
}

#[test]
fn what_cannot_be_matched_is_listed_on_its_side() {
    let last = scheme(["a", "b"], ["Patrols", "Repairs"]);
    let this = scheme(["a", "c"], ["Patrols", "Training"]);
    let none = facts(&[]);
    let (first, second) = (score(&last, &none, None), score(&this, &none, None));
    let comparison = compare(
        Side { scheme: &last, facts: &none, card: &first },
        Side { scheme: &this, facts: &none, card: &second },
    );
    let sides: Vec<_> =
        comparison.rows.iter().map(|r| (r.before.map(|b| b.0), r.after.map(|a| a.0))).collect();
    assert_eq!(sides, [(Some(0), Some(0)), (None, Some(1)), (Some(1), None)]);
}
