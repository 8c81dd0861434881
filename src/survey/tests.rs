//! Forms that came in together beside forms keyed one by one.

use std::sync::Arc;

use super::batch::{Cells, Column};
use super::{Batch, Responses};

fn batch() -> Arc<Batch> {
    let words = || ["", "1", "2"].map(Box::from).to_vec();
    let columns = vec![
        Column::new("Q1".into(), words(), Cells::Narrow(vec![1, 2, 2])).unwrap(),
        Column::new("Q2".into(), words(), Cells::Narrow(vec![1, 0, 1])).unwrap(),
    ];
    Arc::new(Batch::new(3, columns).unwrap())
}

/// The same forms keyed one by one.
fn keyed() -> Responses {
    let mut keyed = Responses::default();
    for (form, key, answer) in
        [(1, "Q1", "2"), (5, "Q1", "1"), (5, "Q2", "1"), (6, "Q1", "2"), (7, "Q1", "2"), (7, "Q2", "1")]
    {
        keyed.set(form, key, Some(answer));
    }
    keyed
}

fn came_in() -> Responses {
    let mut responses = Responses::default();
    responses.set(1, "Q1", Some("2"));
    responses.add_batch(5, batch());
    responses
}

#[test]
fn a_batch_counts_like_its_forms_keyed_one_by_one() {
    let (mut a, mut b) = (came_in(), keyed());
    let same = |a: &Responses, b: &Responses| {
        assert_eq!(a, b);
        assert_eq!((a.len(), a.last(), a.invalid()), (b.len(), b.last(), b.invalid()));
        for (question, code) in [("Q1", "1"), ("Q1", "2"), ("Q2", "1"), ("Q2", "2")] {
            assert_eq!(a.tally(question, code), b.tally(question, code), "{question} {code}");
        }
        assert!(a.numbers().rev().eq(b.numbers().rev()));
    };
    same(&a, &b);
    for (form, key, value) in [
        (6, "Q1", Some("1")),
        (7, "invalid", Some("twice")),
        (5, "Q1", None),
        (5, "Q2", None),
        (9, "Q2", Some("2")),
        (7, "invalid", None),
        (6, "Q2", Some("2")),
    ] {
        a.set(form, key, value);
        b.set(form, key, value);
        same(&a, &b);
    }
    assert_eq!(a.numbers().collect::<Vec<_>>(), [1, 6, 7, 9]);
}

#[test]
fn what_is_put_back_leaves_no_trace_and_taking_the_batch_away_takes_its_forms() {
    let mut responses = came_in();
    responses.set(6, "Q1", Some("1"));
    responses.set(6, "Q1", Some("2"));
    responses.set(5, "Q2", None);
    responses.remove_batch(5);
    assert_eq!(responses.numbers().collect::<Vec<_>>(), [1, 5], "only what was changed stays");
    assert_eq!((responses.tally("Q1", "2"), responses.tally("Q1", "1"), responses.len()), (1, 1, 2));
}

#[test]
fn columns_that_do_not_fit_are_refused() {
    let words = || ["", "1"].map(Box::from).to_vec();
    assert!(Column::new("Q1".into(), words(), Cells::Narrow(vec![2])).is_none());
    assert!(Column::new("Q1".into(), vec!["1".into()], Cells::Narrow(vec![0])).is_none());
    let texts = |ends: Vec<u32>| Cells::Texts { text: "一二".into(), ends };
    assert!(Column::new("serial".into(), vec![], texts(vec![3, 6])).is_some());
    for ends in [vec![2, 6], vec![3], vec![6, 3], vec![3, 7]] {
        assert!(Column::new("serial".into(), vec![], texts(ends)).is_none());
    }
    let column = Column::new("Q1".into(), words(), Cells::Narrow(vec![1])).unwrap();
    assert!(Batch::new(2, vec![column.clone()]).is_none());
    assert!(Batch::new(1, vec![column.clone(), column]).is_none());
}
