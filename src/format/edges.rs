//! Reads the ends of bands and grades, and closes those left open.

use rust_decimal::Decimal;

use crate::scheme::Fault;
use crate::scheme::indicator::Edge;

use super::reader::{Reader, Table};

/// Lower and upper end as written; `None` where nothing is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Ends {
    /// `at_least` or `above`.
    pub low: Option<Edge>,
    /// `at_most` or `below`.
    pub high: Option<Edge>,
}

/// Reads `at_least`, `above`, `at_most`, `below`; `None` if one cannot be read.
pub(super) fn read(reader: &mut Reader, table: &Table) -> Option<Ends> {
    let low = end(reader, table, "at_least", "above");
    let high = end(reader, table, "at_most", "below");
    Some(Ends { low: low?, high: high? })
}

/// One end, from the key that includes it or the key that does not. The outer `None` says that
/// it cannot be read, the inner that there is none.
#[expect(clippy::option_option, reason = "unreadable and absent are two things here")]
fn end(reader: &mut Reader, table: &Table, including: &str, excluding: &str) -> Option<Option<Edge>> {
    if let (Some(_), Some(node)) = (table.get(including), table.get(excluding)) {
        reader.report(node.place(), Fault::UnknownKey { key: excluding.to_owned(), nearest: None });
    }
    for (key, inclusive) in [(including, true), (excluding, false)] {
        if let Some(node) = table.get(key) {
            return node.number(reader, key).map(|at| Some(Edge { at, inclusive }));
        }
    }
    Some(None)
}

/// Closes ends left open: where no entry has an upper end, each ends where the next higher one
/// begins, and an entry without any end takes what lies below all others; the other way round
/// where no entry has a lower end. Entries with both ends anywhere stay as written.
pub(super) fn close(entries: &mut [Ends]) {
    if entries.iter().all(|e| e.high.is_none()) {
        close_upper(entries, |e| e.low, |e, edge| e.high = edge, |a, b| a < b);
    } else if entries.iter().all(|e| e.low.is_none()) {
        close_upper(entries, |e| e.high, |e, edge| e.low = edge, |a, b| a > b);
    }
}

/// Gives every entry the nearest edge beyond its own, turned to its other side.
fn close_upper(
    entries: &mut [Ends],
    own: impl Fn(&Ends) -> Option<Edge>,
    set: impl Fn(&mut Ends, Option<Edge>),
    before: impl Fn((Decimal, bool), (Decimal, bool)) -> bool,
) {
    // For lower ends `≥ 5` begins before `> 5`; for upper ends `≤ 5` reaches further than `< 5`.
    let rank = |edge: Edge| (edge.at, !edge.inclusive);
    let upper = |edge: Edge| (edge.at, edge.inclusive);
    let is_upper = before((Decimal::ONE, false), (Decimal::ZERO, false));
    let key = |edge: Edge| if is_upper { upper(edge) } else { rank(edge) };
    let edges: Vec<Option<Edge>> = entries.iter().map(&own).collect();
    for (entry, edge) in entries.iter_mut().zip(&edges) {
        let beyond = edges.iter().flatten().filter(|e| edge.is_none_or(|own| before(key(own), key(**e))));
        let nearest = beyond.copied().reduce(|a, b| if before(key(a), key(b)) { a } else { b });
        set(entry, nearest.map(|e| Edge { at: e.at, inclusive: !e.inclusive }));
    }
}
