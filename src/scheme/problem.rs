//! What can be wrong with a scheme or its facts: as data, put into words by `i18n::problem`.

use rust_decimal::Decimal;

use super::Refusal;
use super::expr::ExprFaultKind;

/// A stretch of one of the scheme's files, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord)]
pub struct Place {
    /// Index into the list of files the scheme was read from.
    pub file: u16,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// Whether what is wrong keeps a part of the scheme from being used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// A part of the scheme could not be taken over as written.
    Error,
    /// Usable, but surely or probably not what was meant.
    Warning,
}

/// One thing wrong, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// Where it stands.
    pub place: Place,
    /// What it is.
    pub fault: Fault,
}

/// Codes of warnings about an indicator that its author may let stand.
pub const ACCEPTABLE: [&str; 3] = ["opposite-directions", "shared-question", "nearly-same"];

/// How a ratio is named among units; put into words by `i18n`.
pub const RATIO: &str = "1";

/// What a key takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// A text in quotes, not empty.
    Text,
    /// A number: 5, 0.5, "5%".
    Number,
    /// A whole number.
    Whole,
    /// `true` or `false`.
    Flag,
    /// A list in square brackets.
    List,
    /// A table of keys.
    Table,
    /// A text, a number or a date: what can be a fact.
    Value,
}

/// What is wrong. Every variant has a message and a mend in both languages.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// The bytes are not UTF-8.
    NotUtf8,
    /// The file is not TOML; the parser's own words.
    Syntax(String),
    /// A key that means nothing here.
    UnknownKey { key: String, nearest: Option<String> },
    /// A key that must be there is not.
    MissingKey { key: &'static str },
    /// A value of another type than the key takes.
    WrongType { key: String, wanted: Wanted },
    /// A word outside of the words the key takes.
    UnknownWord { key: String, word: String, allowed: String },
    /// A number outside of what the key takes.
    OutOfRange { key: String, allowed: String },
    /// Two things of one kind with the same id.
    DuplicateId { id: String, first: Place },
    /// An id with characters that paths cannot hold, or a reserved word.
    BadId { id: String },
    /// An id that is not declared anywhere.
    UnknownId { id: String, nearest: Option<String> },
    /// A parent that is a scored leaf, or stands below its own child.
    BadParent { id: String },
    /// An indicator deeper than the levels that have a name.
    TooDeep { id: String, levels: usize },
    /// An indicator with neither rule nor children.
    EmptyIndicator { id: String },
    /// Weights of the children against their parent (or, with no parent named, of the top level
    /// against full marks).
    WeightsDoNotAddUp { parent: String, sum: Decimal, expected: Decimal },
    /// Points that a rule's parts can give against the indicator's weight.
    PointsDoNotAddUp { id: String, sum: Decimal, expected: Decimal },
    /// Values between two bands that no band takes; `None` is unbounded.
    BandGap {
        /// Where it begins; `None` is without end.
        from: Option<Decimal>,
        /// Where it ends.
        to: Option<Decimal>,
        /// The first and the last printed total that falls through.
        totals: Option<(Decimal, Decimal)>,
    },
    /// Values that two bands take; `None` is unbounded.
    BandOverlap { from: Option<Decimal>, to: Option<Decimal> },
    /// A band that can never be reached.
    BandUnreachable { at: Decimal },
    /// An expression that cannot be parsed.
    BadExpression { kind: ExprFaultKind, nearest: Option<String> },
    /// A formula that reads itself, directly or through others.
    CircularFormula { id: String },
    /// Two quantities put together whose units differ.
    UnitMismatch { id: String, left: String, right: String },
    /// A look-up without a row for these answers.
    LookupGap { answers: String },
    /// Two indicators reward the same fact in opposite directions.
    OppositeDirections { up: String, down: String, fact: String },
    /// One question of a survey feeds two indicators.
    SharedQuestion { question: String, first: String, second: String },
    /// Two ids or names that differ by a character.
    NearlySame { one: String, other: String },
    /// A measure that no rule reads.
    UnreadMeasure { id: String },
    /// A question that no measure reads.
    UnreadQuestion { id: String },
    /// A question without an index in a survey measure.
    NotScored { id: String },
    /// `origin` other than stated without a reason.
    MissingReason { id: String },
    /// A recorded fact under a path the scheme does not know.
    UnknownPath { path: String, nearest: Option<String> },
    /// A recorded fact that its field refuses.
    RefusedFact { path: String, refusal: Refusal },
}

impl Fault {
    /// Whether it keeps something from being used.
    pub fn severity(&self) -> Severity {
        match self {
            Self::UnreadMeasure { .. }
            | Self::UnreadQuestion { .. }
            | Self::MissingReason { .. }
            | Self::OppositeDirections { .. }
            | Self::SharedQuestion { .. }
            | Self::NearlySame { .. }
            | Self::BandUnreachable { .. } => Severity::Warning,
            _ => Severity::Error,
        }
    }

    /// Stable name for scripts, the same in every language.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotUtf8 => "not-utf8",
            Self::Syntax(_) => "syntax",
            Self::UnknownKey { .. } => "unknown-key",
            Self::MissingKey { .. } => "missing-key",
            Self::WrongType { .. } => "wrong-type",
            Self::UnknownWord { .. } => "unknown-word",
            Self::OutOfRange { .. } => "out-of-range",
            Self::DuplicateId { .. } => "duplicate-id",
            Self::BadId { .. } => "bad-id",
            Self::UnknownId { .. } => "unknown-id",
            Self::BadParent { .. } => "bad-parent",
            Self::TooDeep { .. } => "too-deep",
            Self::EmptyIndicator { .. } => "empty-indicator",
            Self::WeightsDoNotAddUp { .. } => "weights",
            Self::PointsDoNotAddUp { .. } => "points",
            Self::BandGap { .. } => "band-gap",
            Self::BandOverlap { .. } => "band-overlap",
            Self::BandUnreachable { .. } => "band-unreachable",
            Self::BadExpression { .. } => "expression",
            Self::CircularFormula { .. } => "circular-formula",
            Self::UnitMismatch { .. } => "unit",
            Self::LookupGap { .. } => "lookup-gap",
            Self::OppositeDirections { .. } => "opposite-directions",
            Self::SharedQuestion { .. } => "shared-question",
            Self::NearlySame { .. } => "nearly-same",
            Self::UnreadMeasure { .. } => "unread-measure",
            Self::UnreadQuestion { .. } => "unread-question",
            Self::NotScored { .. } => "not-scored",
            Self::MissingReason { .. } => "missing-reason",
            Self::UnknownPath { .. } => "unknown-path",
            Self::RefusedFact { .. } => "refused-fact",
        }
    }
}
