//! What the facts say of a checklist.
//!
//! An item without an answer is worth 0 to 1. 不适用 is worth 1, for an item that does not apply
//! gives its points in full; it is noticed until a note says why.

use rust_decimal::Decimal;

use super::reading::At;
use super::{Notice, NoticeKind, Range, Span};
use crate::ledger::Recorded;
use crate::scheme::Scheme;
use crate::scheme::field::{NOTE, STATES};
use crate::scheme::measure::{Item, MeasureKind};

/// The conditions of a checklist.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ChecklistReading {
    /// One per item.
    pub items: Vec<ItemReading>,
    /// Points of all items together.
    pub points: Span,
    /// Points of the items answered so far.
    pub got: Decimal,
    /// Points of the items not answered yet.
    pub open: Decimal,
}

/// One condition.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ItemReading {
    /// The answer.
    pub state: Option<ItemState>,
    /// Share of the item's points: 0 to 1.
    pub share: Range,
}

/// The answers to a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemState {
    /// 符合.
    Met,
    /// 不符合.
    Unmet,
    /// 部分符合.
    Partly,
    /// 不适用.
    NotApplicable,
}

impl ItemState {
    /// The code it is recorded as, one of [`STATES`].
    pub const fn code(self) -> &'static str {
        STATES[self as usize]
    }

    /// The state recorded as one of [`STATES`].
    pub fn parse(code: &str) -> Option<Self> {
        let all = [Self::Met, Self::Unmet, Self::Partly, Self::NotApplicable];
        STATES.iter().position(|s| *s == code).map(|n| all[n])
    }
}

/// Where the reason belongs if this entry says that an item of a checklist does not apply.
pub fn reason_path(scheme: &Scheme, path: &str, value: Option<&str>) -> Option<String> {
    let measure = scheme.measure(path.split('.').next()?)?;
    let is_item = matches!(scheme.measures[measure].kind, MeasureKind::Checklist(_)) && !path.contains('@');
    let is_exempt = ItemState::parse(value?) == Some(ItemState::NotApplicable);
    (is_item && is_exempt).then(|| format!("{path}@{NOTE}"))
}

/// Its answers and points.
pub(super) fn read<R: Recorded>(
    at: At<'_, R>,
    id: &str,
    items: &[Item],
    notices: &mut Vec<Notice>,
) -> ChecklistReading {
    let mut reading = ChecklistReading { items: Vec::with_capacity(items.len()), ..Default::default() };
    for (n, item) in items.iter().enumerate() {
        let state = at.value(n).and_then(ItemState::parse);
        if state == Some(ItemState::NotApplicable) {
            let path = format!("{id}.{}", item.id);
            let is_reasoned = at.facts().get(&format!("{path}@{NOTE}")).is_some();
            notices.extend((!is_reasoned).then_some(Notice { path, kind: NoticeKind::ExemptItem }));
        }
        let share = match state {
            Some(ItemState::Met | ItemState::NotApplicable) => Range::exactly(Decimal::ONE),
            Some(ItemState::Unmet) => Range::exactly(Decimal::ZERO),
            Some(ItemState::Partly) => Range::exactly(item.partly),
            None => Range::between(Decimal::ZERO, Decimal::ONE),
        };
        let points = item_points(item, share);
        reading.points = reading.points.plus(points);
        match points.known().filter(|_| state.is_some()) {
            Some(known) => reading.got = reading.got.saturating_add(known),
            None => reading.open = reading.open.saturating_add(item.points),
        }
        reading.items.push(ItemReading { state, share });
    }
    reading
}

/// The points an item gives at a share.
pub(super) fn item_points(item: &Item, share: Range) -> Span {
    let points = Range::exactly(item.points).times(share);
    Span { low: points.low.unwrap_or_default(), high: points.high.unwrap_or(item.points) }
}
