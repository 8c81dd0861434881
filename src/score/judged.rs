//! What the facts say of choices, and what is looked up for several of them.
//!
//! An answer that leaves a stretch to judge is worth anything within it until the worth itself
//! is recorded; a worth that lies outside of the answer's stretch says nothing and is flagged.

use rust_decimal::Decimal;

use super::reading::{At, Reading};
use super::{Notice, NoticeKind, Range};
use crate::ledger::Recorded;
use crate::scheme::measure::{Lookup, Tier};
use crate::scheme::paths;
use crate::scheme::{MeasureKind, Scheme};

/// What is known of a choice.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ChoiceReading {
    /// Index of the answer.
    pub tier: Option<usize>,
    /// What it is worth.
    pub value: Range,
}

/// Reads the answer and the worth judged within it.
pub(super) fn choice<R: Recorded>(
    at: At<'_, R>,
    id: &str,
    tiers: &[Tier],
    notices: &mut Vec<Notice>,
) -> ChoiceReading {
    let tier = at.value(paths::WHOLE).and_then(|code| tiers.iter().position(|t| t.code == code));
    let stretch = |t: &Tier| Range::between(t.low.at, t.high.at);
    let Some(chosen) = tier.map(|n| &tiers[n]) else {
        let value = tiers.iter().map(stretch).reduce(Range::hull).unwrap_or(Range::ANY);
        return ChoiceReading { tier, value };
    };
    let mut value = stretch(chosen);
    if value.known().is_none()
        && let Some(worth) = at.value(paths::WORTH).and_then(|w| Decimal::from_str_exact(w).ok())
    {
        if chosen.holds(worth) {
            value = Range::exactly(worth);
        } else {
            let kind = NoticeKind::OutsideTier { worth, low: chosen.low.at, high: chosen.high.at };
            notices.push(Notice { path: id.to_owned(), kind });
        }
    }
    ChoiceReading { tier, value }
}

/// Looks up everything that is looked up, now that the choices are read.
pub(super) fn lookups(scheme: &Scheme, measures: &mut [Reading]) {
    for n in 0..measures.len() {
        if let MeasureKind::Lookup(lookup) = &scheme.measures[n].kind {
            measures[n] = look_up(scheme, lookup, measures);
        }
    }
}

/// The answers to the choices of a look-up.
pub(super) fn answers<'a>(scheme: &'a Scheme, lookup: &Lookup, measures: &[Reading]) -> Vec<Option<&'a str>> {
    let code = |m: &usize| match (&scheme.measures.get(*m)?.kind, measures.get(*m)?) {
        (MeasureKind::Choice(tiers), Reading::Choice(read)) => {
            read.tier.and_then(|t| tiers.get(t)).map(|t| t.code.as_str())
        }
        _ => None,
    };
    lookup.of.iter().map(code).collect()
}

/// The values of all rows that may be the first that fits. No row at all says nothing.
fn look_up(scheme: &Scheme, lookup: &Lookup, measures: &[Reading]) -> Reading {
    let answers = answers(scheme, lookup, measures);
    let mut value: Option<Range> = None;
    let mut certain = false;
    for row in &lookup.rows {
        let fits = lookup.fits(row, &answers);
        if fits == Some(false) {
            continue;
        }
        let own = Range::exactly(row.value);
        value = Some(value.map_or(own, |v| v.hull(own)));
        certain = fits == Some(true);
        if certain {
            break;
        }
    }
    // Where some answers have no row, those still to come may be such.
    let value = value.filter(|_| certain || lookup.complete).unwrap_or(Range::ANY);
    Reading::Lookup { value, touched: answers.iter().any(Option::is_some) }
}
