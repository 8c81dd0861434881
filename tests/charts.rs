//! The data behind the charts against figures worked by hand from the published case.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

use jiping::format::{self, Loaded};
use jiping::ledger::Facts;
use jiping::score::charts::{self, Cause};
use jiping::score::{self, Readings, Scorecard, Span};
use jiping::store;
use rust_decimal::Decimal;

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn scored(share: usize) -> (Loaded, Readings, Scorecard) {
    let loaded = format::load(store::SHIPPED, &store::shipped());
    let mut facts = Facts::default();
    for (path, value) in loaded.facts.iter().take(loaded.facts.len() * share / 100) {
        facts.set(path, Some(value));
    }
    let readings = score::readings(&loaded.scheme, &facts);
    let card = score::score(&loaded.scheme, &facts, None);
    (loaded, readings, card)
}

#[test]
fn the_way_down_from_one_hundred_ends_at_the_published_total() {
    let (loaded, _, card) = scored(100);
    let way = charts::waterfall(&loaded.scheme, &card, usize::MAX);
    assert_eq!(way.full, dec("100"));
    // The published deductions, largest first: 5 − 2.5, 4 − 2, 4 − 2, 3 − 1.5, 4 − 2.73, 4 − 3.
    let expected = [
        ("labour-payment", "2.50", "97.50"),
        ("budget-soundness", "2.00", "95.50"),
        ("training-rate", "2.00", "93.50"),
        ("indicator-clarity", "1.50", "92.00"),
        ("budget-execution", "1.27", "90.73"),
        ("fund-use-compliance", "1.00", "89.73"),
    ];
    let steps: Vec<(String, Decimal, Decimal)> = way
        .falls
        .iter()
        .map(|fall| {
            let Cause::Leaf(n) = fall.loss.cause else { panic!("{fall:?}") };
            let id = loaded.scheme.indicators[n].id.clone();
            (id, fall.loss.lost.known().unwrap(), fall.after.known().unwrap())
        })
        .collect();
    let expected: Vec<_> = expected.map(|(id, lost, after)| (id.to_owned(), dec(lost), dec(after))).to_vec();
    assert_eq!(steps, expected);
    assert_eq!(way.total.known(), Some(dec("89.73")));
}

#[test]
fn a_shorter_way_ends_at_the_same_total() {
    let (loaded, _, card) = scored(100);
    let way = charts::waterfall(&loaded.scheme, &card, 3);
    assert_eq!(way.falls.len(), 3);
    let last = way.falls.last().unwrap();
    // 1.50 and 1.27 and 1.00 and 2.00 are left when two steps are shown.
    assert_eq!(last.loss.cause, Cause::Others(4));
    assert_eq!(last.loss.lost.known(), Some(dec("5.77")));
    assert_eq!(last.after.known(), Some(dec("89.73")));
}

#[test]
fn what_is_not_known_is_open_and_never_lost() {
    let (loaded, _, card) = scored(0);
    let losses = charts::losses(&loaded.scheme, &card);
    assert_eq!(losses.len(), loaded.scheme.leaves().count());
    assert!(losses.iter().all(|l| l.lost.low.is_zero() && l.lost.high > Decimal::ZERO));
    assert_eq!(charts::total_lost(&losses), Span { low: dec("0"), high: dec("100") });
    let way = charts::waterfall(&loaded.scheme, &card, usize::MAX);
    let end = way.falls.last().unwrap().after;
    assert_eq!((end.low, end.high), (dec("0"), dec("100")));
}

#[test]
fn half_the_facts_leave_a_way_that_ends_at_the_range_of_the_total() {
    let (loaded, _, card) = scored(50);
    let way = charts::waterfall(&loaded.scheme, &card, usize::MAX);
    assert!(card.total.points.known().is_none());
    assert_eq!(way.falls.last().unwrap().after, card.total.points);
}

#[test]
fn levels_are_the_bars_of_the_published_chart() {
    let (loaded, _, card) = scored(100);
    let bars = charts::levels(&loaded.scheme, &card);
    let figures: Vec<_> = bars.iter().map(|b| (b.points.known().unwrap(), b.max)).collect();
    let published = [("16.5", "20"), ("17.73", "20"), ("25.5", "30"), ("30", "30")];
    assert_eq!(figures, published.map(|(points, max)| (dec(points), dec(max))));
    // 16.5 ÷ 20 = 0.825.
    assert_eq!(bars[0].share().unwrap().known(), Some(dec("0.825")));
    // Twelve groups of the second rank.
    assert_eq!(charts::profile(&loaded.scheme, &card).len(), 12);
}

#[test]
fn the_distribution_is_the_published_one() {
    let (loaded, readings, _) = scored(100);
    let answers = charts::distribution(&loaded.scheme, &readings);
    assert_eq!(answers.len(), 7);
    assert!(answers.iter().all(|a| a.all() == 32));
    // A column a form: every part is its count.
    for question in &answers {
        let columns = question.columns(32);
        let counts: Vec<usize> = question.choices.iter().map(|n| usize::try_from(*n).unwrap()).collect();
        assert_eq!(columns[..counts.len()], counts);
    }
}
