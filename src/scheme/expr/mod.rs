//! Expressions over measures: parsed once, resolved to measures, evaluated in decimals.
//!
//! Owns the tree of an expression, its names, and how it is written out. [`parse`] turns text
//! into a tree; evaluation over ranges lives in `score`. Published evaluators know neither
//! ranges nor columns, which is why the language is the program's own.
//!
//! Grammar, loosest binding first:
//!
//! ```text
//! or · and · not · = == != < <= > >= · + - · * / · unary - · number, name, call, ( … )
//! ```
//!
//! - Numbers: `12`, `0.5`, `68%` (the same as 0.68). No thousands separators.
//! - Names: segments of letters of any script, digits, `_` and `-`, joined by dots; the first
//!   character is a letter or `_`. `-` inside a word belongs to the name, so `inspection-rate`
//!   is one name and the difference of two names is written with spaces: `planned - actual`.
//! - Functions: `min max sum mean count` over one or more values or columns, `round(x)` and
//!   `round(x, places)` (half away from zero), `floor` and `ceil` likewise, `abs(x)`,
//!   `if(condition, then, else)`.
//! - Conversions of units: `to_wan to_yuan to_ratio to_percent`.
//! - Over all units that are scored together: `peer_mean peer_min peer_max peer_count rank`, of
//!   one value that asks for no other units itself.
//! - A column (`ID.COL`) stands only directly inside `sum min max mean count`.
//! - Full-width signs and `× ÷ − ≥ ≤ ≠` mean the same as their ASCII twins.

pub(super) mod lexer;
mod parser;
mod print;
#[cfg(test)]
mod tests;

pub use parser::parse;

use rust_decimal::Decimal;

/// Deepest nesting of an expression; a sum of `n` terms nests `n` deep.
pub const MAX_DEPTH: usize = 128;
/// Most decimal places `round` takes.
pub const MAX_PLACES: u32 = 12;

/// 元 in a 万元.
const TEN_THOUSAND: Decimal = Decimal::from_parts(10_000, 0, 0, false, 0);

/// What a name in an expression stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ValueRef {
    /// Index into the scheme's measures.
    pub measure: usize,
    /// Which of its values.
    pub part: ValuePart,
}

/// Which value of a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ValuePart {
    /// `ID`: a number, a formula, the worth of a choice, a survey's figure (0–100).
    Whole,
    /// `ID.planned` of a table.
    Planned,
    /// `ID.count` of a table: its rows, or the bare total.
    Count,
    /// `ID.COL`: a whole column, only inside `sum`, `min`, `max`, `mean`, `count`.
    Column(usize),
    /// `ID.ROW.COL`: one cell of a fixed row; `ID.QUESTION.CODE` of a survey: how many chose it.
    Cell(usize, usize),
    /// `COL` of the row itself, in what is computed row by row; the measure means nothing then.
    Own(usize),
    /// `ID.points` of a checklist.
    Points,
    /// `ID.ITEM` of a checklist: 1 met, 0 not met, the declared share if partly;
    /// `ID.QUESTION` of a survey: the question's figure (0–100).
    Item(usize),
}

/// A parsed expression with every name resolved. Made by [`parse`], which sees to it that
/// conditions and numbers stand where they belong and columns only inside aggregates.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// A number as written; a percentage keeps its look and holds the ratio.
    Number {
        /// The number, 0.68 for `68%`.
        value: Decimal,
        /// Whether it was written with `%`.
        percent: bool,
    },
    /// The value of a name.
    Value(ValueRef),
    /// `-x`.
    Negate(Box<Expr>),
    /// `not x`.
    Not(Box<Expr>),
    /// Two operands.
    Binary(Op, Box<Expr>, Box<Expr>),
    /// A function and its arguments.
    Call(Function, Vec<Expr>),
}

/// An operator between two operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `=` or `==`
    Equal,
    /// `!=`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
    /// `and`
    And,
    /// `or`
    Or,
}

impl Op {
    /// Whether the result is a condition.
    pub const fn is_condition(self) -> bool {
        !matches!(self, Self::Add | Self::Subtract | Self::Multiply | Self::Divide)
    }

    /// Whether the operands are conditions.
    pub const fn takes_conditions(self) -> bool {
        matches!(self, Self::And | Self::Or)
    }

    pub(in crate::scheme) const fn binding(self) -> u8 {
        match self {
            Self::Or => 1,
            Self::And => 2,
            Self::Equal | Self::Unequal | Self::Less | Self::AtMost | Self::Greater | Self::AtLeast => 4,
            Self::Add | Self::Subtract => 5,
            Self::Multiply | Self::Divide => 6,
        }
    }
}

/// A function of the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// Smallest of values and columns.
    Min,
    /// Largest of values and columns.
    Max,
    /// Sum of values and columns.
    Sum,
    /// Mean of values and columns.
    Mean,
    /// How many values there are.
    Count,
    /// Half away from zero, to whole numbers or the given places.
    Round,
    /// Without its sign.
    Abs,
    /// `if(condition, then, else)`.
    If,
    /// Down to whole numbers or the given places.
    Floor,
    /// Up to whole numbers or the given places.
    Ceil,
    /// An amount in 元 as 万元.
    ToWan,
    /// An amount in 万元 as 元.
    ToYuan,
    /// A number of percent as a ratio.
    ToRatio,
    /// A ratio as a number of percent.
    ToPercent,
    /// Mean of a value over all units.
    PeerMean,
    /// Its smallest.
    PeerMin,
    /// Its largest.
    PeerMax,
    /// How many units have it.
    PeerCount,
    /// Place among all units, 1 for the largest value.
    Rank,
}

impl Function {
    /// All functions with the names they are called by.
    pub const ALL: [Self; 19] = [
        Self::Min,
        Self::Max,
        Self::Sum,
        Self::Mean,
        Self::Count,
        Self::Round,
        Self::Abs,
        Self::If,
        Self::Floor,
        Self::Ceil,
        Self::ToWan,
        Self::ToYuan,
        Self::ToRatio,
        Self::ToPercent,
        Self::PeerMean,
        Self::PeerMin,
        Self::PeerMax,
        Self::PeerCount,
        Self::Rank,
    ];

    /// The name it is called by.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Min => "min",
            Self::Max => "max",
            Self::Sum => "sum",
            Self::Mean => "mean",
            Self::Count => "count",
            Self::Round => "round",
            Self::Abs => "abs",
            Self::If => "if",
            Self::Floor => "floor",
            Self::Ceil => "ceil",
            Self::ToWan => "to_wan",
            Self::ToYuan => "to_yuan",
            Self::ToRatio => "to_ratio",
            Self::ToPercent => "to_percent",
            Self::PeerMean => "peer_mean",
            Self::PeerMin => "peer_min",
            Self::PeerMax => "peer_max",
            Self::PeerCount => "peer_count",
            Self::Rank => "rank",
        }
    }

    /// What a conversion of units does: the operator and the number of its second operand.
    pub const fn conversion(self) -> Option<(Op, Decimal)> {
        match self {
            Self::ToWan => Some((Op::Divide, TEN_THOUSAND)),
            Self::ToYuan => Some((Op::Multiply, TEN_THOUSAND)),
            Self::ToRatio => Some((Op::Divide, Decimal::ONE_HUNDRED)),
            Self::ToPercent => Some((Op::Multiply, Decimal::ONE_HUNDRED)),
            _ => None,
        }
    }

    /// Whether it looks at a value of all units instead of one.
    pub const fn is_peer(self) -> bool {
        matches!(self, Self::PeerMean | Self::PeerMin | Self::PeerMax | Self::PeerCount | Self::Rank)
    }

    /// Whether columns may be its arguments.
    pub const fn is_aggregate(self) -> bool {
        matches!(self, Self::Min | Self::Max | Self::Sum | Self::Mean | Self::Count)
    }

    /// Fewest and most arguments.
    pub const fn arity(self) -> (usize, usize) {
        match self {
            Self::Round | Self::Floor | Self::Ceil => (1, 2),
            Self::Abs | Self::ToWan | Self::ToYuan | Self::ToRatio | Self::ToPercent => (1, 1),
            Self::If => (3, 3),
            one if one.is_peer() => (1, 1),
            _ => (1, usize::MAX),
        }
    }
}

/// Why a text is not an expression, and where (bytes of the text).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExprFault {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What is wrong there.
    pub kind: ExprFaultKind,
}

/// What is wrong with an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExprFaultKind {
    /// Nothing but spaces.
    Empty,
    /// A character that means nothing here.
    UnknownCharacter(char),
    /// A word that should not stand here.
    Unexpected(String),
    /// The text ends where something must follow.
    EndTooSoon,
    /// A parenthesis that is never closed.
    Unclosed,
    /// A name that no measure answers to. If it holds `-`, spaces around it may be missing.
    UnknownName(String),
    /// A function that does not exist.
    UnknownFunction(String),
    /// A whole column where one value is needed.
    ColumnOutsideAggregate(String),
    /// Fewer or more arguments than the function takes.
    WrongArgumentCount {
        /// The function.
        function: &'static str,
        /// How many were given.
        given: usize,
    },
    /// The places of `round` must be a whole number from 0 to [`MAX_PLACES`], written out.
    BadPlaces,
    /// A condition where a number is needed.
    NumberWanted,
    /// A number where a condition is needed.
    ConditionWanted,
    /// More digits than a decimal can hold.
    NumberTooLong,
    /// A function over all units of a value that needs all units itself.
    PeersOfPeers,
    /// Nested deeper than [`MAX_DEPTH`].
    TooDeep,
    /// In a condition on answers: no question of this name comes before.
    NotBefore(String),
    /// In a condition on answers: a code that the question does not have.
    NotACode {
        /// The question.
        question: String,
        /// What was written.
        code: String,
    },
    /// In a form of another program: something else where a question must stand.
    NotAQuestion,
    /// In a form of another program: something else where a pattern must be written out.
    NotAPattern,
    /// In a form of another program: something else where a day must stand.
    NotADay,
    /// In a condition on answers: a regular expression that is none, or not known here.
    BadPattern(String),
    /// In a condition on answers: the day of keying, where what is recorded would change its meaning
    /// with the day one looks at it.
    TodayOutsideConstraint,
    /// In a condition on answers: a day among numbers.
    DayInSum,
    /// In a condition on answers: a question of a kind that cannot be looked at so.
    UnfitQuestion(String),
}

impl Expr {
    /// Whether it is a condition (true or false) rather than a number.
    pub fn is_condition(&self) -> bool {
        match self {
            Self::Not(_) => true,
            Self::Binary(op, ..) => op.is_condition(),
            Self::Call(Function::If, args) => args.get(1).is_some_and(Self::is_condition),
            _ => false,
        }
    }

    /// Every name it reads, in reading order; a name that stands twice is there twice.
    pub fn refs(&self) -> Vec<ValueRef> {
        let mut refs = Vec::new();
        self.visit(&mut |e| {
            if let Self::Value(name) = e {
                refs.push(*name);
            }
        });
        refs
    }

    /// Calls `seen` for this node and all below it, left to right.
    pub fn visit(&self, seen: &mut dyn FnMut(&Self)) {
        seen(self);
        match self {
            Self::Number { .. } | Self::Value(_) => {}
            Self::Negate(inner) | Self::Not(inner) => inner.visit(seen),
            Self::Binary(_, left, right) => {
                left.visit(seen);
                right.visit(seen);
            }
            Self::Call(_, args) => args.iter().for_each(|a| a.visit(seen)),
        }
    }
}
