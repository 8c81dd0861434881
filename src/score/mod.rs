//! Scheme × facts → scorecard: scores, ranges, grade, traces, notices.
//!
//! Everything here is derived and a pure function of its arguments: no disk, terminal, clock or
//! language, no floats. What is not known yet is a range, never a zero.

mod again;
mod calendar;
mod card;
pub mod charts;
mod checklist;
pub mod checks;
pub mod compare;
mod curve;
mod eval;
mod judged;
mod leaf;
pub mod levers;
mod peers;
mod range;
mod reading;
pub mod replay;
mod rests;
pub mod robust;
mod rows;
pub mod show;
mod survey;
mod table;
mod trace;
mod values;
pub mod whatif;
mod worlds;

pub use calendar::{Slot, SlotName, SlotState, calendar, is_future};
pub use checklist::{ChecklistReading, ItemReading, ItemState, reason_path};
pub use judged::ChoiceReading;
pub use leaf::curve_value;
pub use peers::{Answer, Census, Peers, reads_peers, score_among};
pub use reading::{Reading, Readings, SurveyReading, readings};
pub use rests::{completeness, fact_paths, inputs, is_ratio, unit};
pub use rows::{Doubt, column_total, compared, first_date, known_values, row_values, unique_columns};
pub use table::{ColumnReading, TableReading};
pub use trace::{Evidence, Step, explain, explain_read};
pub use values::Values;
pub use worlds::compute;

use rust_decimal::Decimal;

use crate::ledger::Recorded;
use crate::scheme::{Rounding, Scheme};

/// What is known of a value: its true value lies between `low` and `high`, both included.
/// `None` is unbounded on that side. Equal ends mean the value is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Range {
    /// Smallest possible value.
    pub low: Option<Decimal>,
    /// Largest possible value.
    pub high: Option<Decimal>,
}

impl Range {
    /// A known value.
    pub const fn exactly(value: Decimal) -> Self {
        Self { low: Some(value), high: Some(value) }
    }

    /// The value, if it is known.
    pub fn known(self) -> Option<Decimal> {
        let (low, high) = (self.low?, self.high?);
        same(low, high).then_some(low)
    }
}

/// Whether two numbers are equal. Ends of known ranges are the same to the last bit, which is
/// seen at once; comparing numbers of different scales takes its time.
fn same(a: Decimal, b: Decimal) -> bool {
    a.serialize() == b.serialize() || a == b
}

/// Points between two ends, both reachable as far as the facts say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Span {
    /// Fewest points.
    pub low: Decimal,
    /// Most points.
    pub high: Decimal,
}

impl Span {
    /// The points, if they are certain.
    pub fn known(self) -> Option<Decimal> {
        same(self.low, self.high).then_some(self.low)
    }
}

/// How far an indicator is settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Status {
    /// Nothing recorded that it reads.
    #[default]
    Unknown,
    /// Something recorded, points not certain.
    Partial,
    /// Points certain.
    Scored,
    /// Declared not applicable.
    NotApplicable,
}

/// The result of one node of the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Score {
    /// Rounded points.
    pub points: Span,
    /// Points before rounding (what the grade looks at if the scheme says so).
    pub exact: Span,
    /// Full marks after the not-applicable policy.
    pub max: Decimal,
    /// How far settled.
    pub status: Status,
}

/// The grade between the worst and the best total; indexes into the scheme's grades.
/// `None` where a total falls into no grade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Graded {
    /// Grade of the lowest possible total.
    pub low: Option<usize>,
    /// Grade of the highest possible total.
    pub high: Option<usize>,
    /// Leaf whose veto bars the best grade, if one applies for certain.
    pub barred_by: Option<usize>,
}

/// All results. `scores` runs parallel to the scheme's indicators.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scorecard {
    /// One per indicator, branches included.
    pub scores: Vec<Score>,
    /// The whole.
    pub total: Score,
    /// The grade of the whole.
    pub grade: Graded,
    /// What an evaluator should look at.
    pub notices: Vec<Notice>,
    /// Rounding used where rules do not override it.
    pub rounding: Rounding,
}

/// Something recorded that needs a look; put into words by `i18n`.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    /// The measure, questionnaire or indicator path it is about.
    pub path: String,
    /// What it is.
    pub kind: NoticeKind,
}

/// How far forms have come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormStage {
    /// Handed out.
    Distributed,
    /// Come back.
    Returned,
    /// Counting.
    Valid,
    /// Keyed and not invalid.
    Keyed,
}

/// What needs a look.
#[derive(Debug, Clone, PartialEq)]
pub enum NoticeKind {
    /// More done than planned; accepted, worth a reason.
    OverPlan { actual: Decimal, planned: Decimal },
    /// A bare total larger than the rows listed: so many are not described.
    Undescribed { stated: u64, listed: u64 },
    /// Fewer stated than listed; the rows count.
    StatedBelowListed { stated: u64, listed: u64 },
    /// An item counts in full because it does not apply, and nobody has said why: its note is empty.
    ExemptItem,
    /// A row lacks a required column.
    RowIncomplete { row: String, column: String },
    /// Something about a row asks for a look.
    Row { row: String, doubt: Doubt },
    /// A denominator is zero.
    ZeroDenominator,
    /// Tallied answers of a question exceed the valid forms.
    TallyOverflow { question: String, sum: u64, valid: u64 },
    /// More forms tick a choice than there are valid forms.
    TicksOverflow { question: String, code: String, count: u64, valid: u64 },
    /// Forms and tallies of a question disagree; whether it is the totals that count.
    TallyAgainstForms { question: String, by_totals: bool },
    /// More forms at one stage than at one before it.
    FormCounts { more: (FormStage, u64), than: (FormStage, u64) },
    /// Fewer people than have answered, by the question with most answers; the number is not used.
    PopulationBelow { population: u64, answers: u64 },
    /// No answer to a question has a worth, of so many that are there.
    NoIndex { question: String, answers: u64 },
    /// A worth judged outside of the tier that was chosen.
    OutsideTier { worth: Decimal, low: Decimal, high: Decimal },
    /// A veto applies.
    Vetoed { indicator: usize, veto: usize },
    /// A warning of the scheme is to be said.
    Warned { indicator: usize, warning: usize },
    /// A grade is given on its condition, whatever the total.
    GradeGiven { grade: usize },
    /// So many suspect forms that nobody has decided on; they count.
    Suspects { forms: usize },
    /// So many answers on which two keyings differ and nobody has decided; the first counts.
    Differences { answers: u64 },
    /// A total that falls into no grade.
    NoGrade { total: Decimal },
}

impl NoticeKind {
    /// Stable name for scripts, the same in every language.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::OverPlan { .. } => "over-plan",
            Self::Undescribed { .. } => "undescribed",
            Self::StatedBelowListed { .. } => "stated-below-listed",
            Self::ExemptItem => "exempt-item",
            Self::RowIncomplete { .. } => "row-incomplete",
            Self::Row { doubt, .. } => doubt.code(),
            // An index without answers is one, too.
            Self::ZeroDenominator | Self::NoIndex { .. } => "zero-denominator",
            Self::TallyOverflow { .. } => "tally-overflow",
            Self::TicksOverflow { .. } => "ticks-overflow",
            Self::TallyAgainstForms { .. } => "tally-against-forms",
            Self::FormCounts { .. } => "form-counts",
            Self::PopulationBelow { .. } => "population-below",
            Self::OutsideTier { .. } => "outside-tier",
            Self::Vetoed { .. } => "vetoed",
            Self::Warned { .. } => "warned",
            Self::GradeGiven { .. } => "grade-given",
            Self::Suspects { .. } => "suspects",
            Self::Differences { .. } => "differences",
            Self::NoGrade { .. } => "no-grade",
        }
    }
}

/// Scores everything. `rounding` overrides the scheme's (but not a rule's own).
pub fn score(scheme: &Scheme, facts: &impl Recorded, rounding: Option<Rounding>) -> Scorecard {
    compute(scheme, &readings(scheme, facts), rounding)
}
