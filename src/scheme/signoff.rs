//! The states that an evaluation is signed through, from the draft of its plan to the issued
//! report, and the paths they are recorded under.
//!
//! Recorded at `sign.STATE.name`, `.role`, `.date`, `.opinion` and `.upto` (the last entry of the
//! ledger that the signature covers). What a signature is worth after later changes is derived
//! elsewhere; nothing about it is stored.

use rust_decimal::Decimal;

use super::field::FieldKind;
use super::measure::NumberSpec;

/// First segment of paths of signatures.
pub const SIGN: &str = "sign";
/// First segment of paths about the lock.
pub const LOCK: &str = "lock";
/// Where it is recorded that a locked project was opened again.
pub const RELEASED: &str = "lock.released";

/// The states in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    /// 方案草拟.
    Planned,
    /// 方案审定.
    Agreed,
    /// 现场核查完成.
    Fieldwork,
    /// 评分完成.
    Scored,
    /// 报告初稿.
    Drafted,
    /// 副组长复核, the first review.
    FirstReview,
    /// 组长复核, the second review.
    SecondReview,
    /// 质量控制.
    Quality,
    /// 送征求意见.
    Sent,
    /// 意见已答复.
    Answered,
    /// 签字盖章.
    Signed,
    /// 出具报告. Locks the project.
    Issued,
}

/// The fields of a state, in the order in which they are keyed.
pub const FIELDS: [&str; 5] = ["name", "role", "date", "opinion", "upto"];
/// The fields that make a signature; recording one of them anew is signing anew.
pub const SIGNING: [&str; 3] = ["name", "date", "upto"];

impl State {
    /// All states in order.
    pub const ALL: [Self; 12] = [
        Self::Planned,
        Self::Agreed,
        Self::Fieldwork,
        Self::Scored,
        Self::Drafted,
        Self::FirstReview,
        Self::SecondReview,
        Self::Quality,
        Self::Sent,
        Self::Answered,
        Self::Signed,
        Self::Issued,
    ];

    /// The states that four different persons sign: whoever scores, reviews first, reviews second
    /// and controls the quality.
    pub const APART: [Self; 4] = [Self::Scored, Self::FirstReview, Self::SecondReview, Self::Quality];

    /// Second segment of its paths.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Agreed => "agreed",
            Self::Fieldwork => "fieldwork",
            Self::Scored => "scored",
            Self::Drafted => "drafted",
            Self::FirstReview => "review-1",
            Self::SecondReview => "review-2",
            Self::Quality => "quality",
            Self::Sent => "sent",
            Self::Answered => "answered",
            Self::Signed => "signed",
            Self::Issued => "issued",
        }
    }

    /// The state with this id.
    pub fn named(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.id() == id)
    }

    /// Place in the order, from 0.
    pub const fn place(self) -> usize {
        self as usize
    }

    /// The state before.
    pub fn before(self) -> Option<Self> {
        Self::ALL.get(self.place().checked_sub(1)?).copied()
    }

    /// The path of one of its [`FIELDS`].
    pub fn path(self, field: &str) -> String {
        format!("{SIGN}.{}.{field}", self.id())
    }
}

/// The state and field that a path names.
pub fn parse(path: &str) -> Option<(State, &str)> {
    let mut segments = path.split('.');
    let (first, state, field) = (segments.next()?, segments.next()?, segments.next()?);
    let is_field = FIELDS.contains(&field) && segments.next().is_none();
    (first == SIGN && is_field).then_some((State::named(state)?, field))
}

/// What may be recorded at a path of signatures or of the lock.
pub(super) fn kind_at(path: &str) -> Option<FieldKind> {
    if path == RELEASED {
        return Some(FieldKind::Text);
    }
    let (_, field) = parse(path)?;
    Some(match field {
        "date" => FieldKind::Date,
        "upto" => FieldKind::Number(NumberSpec { min: Decimal::ZERO, ..NumberSpec::default() }),
        _ => FieldKind::Text,
    })
}
