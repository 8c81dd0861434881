//! Plans of logs: one that stands on record is replaced with a reason only.

use crate::ledger::Facts;
use crate::scheme::{MeasureKind, Scheme};

/// The plan that recording `new` at `path` would replace by another, or take away.
pub fn replaced_plan(scheme: &Scheme, facts: &Facts, path: &str, new: Option<&str>) -> Option<String> {
    let measure = scheme.measure(path.strip_suffix(".planned")?)?;
    let MeasureKind::Table(table) = &scheme.measures[measure].kind else { return None };
    let old = facts.get(path).filter(|_| table.planned)?;
    (Some(old) != new).then(|| old.to_owned())
}
