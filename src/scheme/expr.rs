//! Expressions over measures: parsed once, resolved to measures, evaluated in decimals.
//!
//! Grammar, functions and unit rules are documented in `surveys/README.md`.

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
    /// `ID`: a number, a formula, a survey's index (0–100).
    Whole,
    /// `ID.planned` of a table.
    Planned,
    /// `ID.count` of a table: its rows, or the bare total.
    Count,
    /// `ID.COL`: a whole column, only inside `sum`, `min`, `max`, `mean`, `count`.
    Column(usize),
    /// `ID.ROW.COL`: one cell of a fixed row.
    Cell(usize, usize),
    /// `ID.points` of a checklist.
    Points,
    /// `ID.ITEM` of a checklist: 1 met, 0 not met, the declared share if partly.
    Item(usize),
}

/// A parsed expression with every name resolved.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr;
