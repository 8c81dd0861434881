//! The named quantities that rules read and evaluators key in.

use rust_decimal::Decimal;

use super::{Expr, Label, Place, Provenance};

/// A named quantity. What may be recorded for it, and under which paths, is said by
/// [`super::field`].
#[derive(Debug, Clone)]
pub struct Measure {
    /// Unique among measures and questionnaires; the first segment of its paths.
    pub id: String,
    /// Name on screen.
    pub name: Label,
    /// What to look for and where, for the person who keys it.
    pub hint: Option<Label>,
    /// Kind and its particulars.
    pub kind: MeasureKind,
    /// Where its definition comes from.
    pub provenance: Provenance,
    /// Where it stands in the scheme's files.
    pub place: Place,
}

/// The kinds of measure.
#[derive(Debug, Clone)]
pub enum MeasureKind {
    /// One number: a count, an amount, judged points. Recorded at `ID`.
    Number(NumberSpec),
    /// Rows and columns: a dated log, batches, budget lines, occurrences.
    Table(TableSpec),
    /// Conditions, each met, not met, partly met or not applicable. Recorded at `ID.ITEM`.
    Checklist(Vec<Item>),
    /// The index of a questionnaire or of some of its questions. Nothing is recorded here.
    Survey {
        /// Index into the scheme's questionnaires.
        questionnaire: usize,
        /// Indexes of the questions that count; empty means all of them.
        questions: Vec<usize>,
    },
    /// Computed from other measures. Nothing is recorded here.
    Formula {
        /// The computation.
        expr: Expr,
        /// Unit of the result, for display.
        unit: Unit,
    },
}

/// The unit of a number, as written, with its sense for checks and conversions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unit(pub String);

/// What numbers a field takes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NumberSpec {
    /// Unit as written: 元, 万元, 次, 个, %, 分, …
    pub unit: Unit,
    /// Most decimals accepted; 0 for counts.
    pub decimals: u32,
    /// Smallest number accepted; 0 unless the file says otherwise.
    pub min: Decimal,
    /// Largest number accepted; `None` is [`super::field::ABSURD`].
    pub max: Option<Decimal>,
}

/// Rows and columns. Values: `ID.count`, `ID.planned`, and columns to aggregate: `sum(ID.COL)`.
///
/// Paths: `ID.planned`, `ID.total` (a bare total typed instead of rows; 0 says "looked for and
/// none found") and `ID.ROW.COL`, where ROW is a number for open rows and a row id otherwise.
#[derive(Debug, Clone, Default)]
pub struct TableSpec {
    /// Fixed rows (budget lines), or empty when the evaluator adds rows (a log).
    pub rows: Vec<Row>,
    /// Columns in order.
    pub columns: Vec<Column>,
    /// Unit of the count: 次, 个, 项.
    pub unit: Unit,
    /// Whether there is a plan to compare the count with (`ID.planned`).
    pub planned: bool,
    /// What a row is called: 次, 培训, 批次; names the "new …" line.
    pub row_name: Option<Label>,
}

impl TableSpec {
    /// Whether evaluators add rows themselves.
    pub fn is_open(&self) -> bool {
        self.rows.is_empty()
    }
}

/// A fixed row of a table.
#[derive(Debug, Clone)]
pub struct Row {
    /// Segment of its paths.
    pub id: String,
    /// Name on screen.
    pub name: Label,
}

/// A column of a table.
#[derive(Debug, Clone)]
pub struct Column {
    /// Last segment of its paths.
    pub id: String,
    /// Heading.
    pub name: Label,
    /// What it takes.
    pub kind: ColumnKind,
    /// A row without it is listed as unsupported.
    pub required: bool,
}

/// What a column takes.
#[derive(Debug, Clone)]
pub enum ColumnKind {
    /// A number.
    Number(NumberSpec),
    /// A line of text.
    Text,
    /// A day (2023-05-24) or a month (2023-05).
    Date,
    /// One of some codes.
    Choice(Vec<Choice>),
}

/// A code and its label in a choice column.
#[derive(Debug, Clone)]
pub struct Choice {
    /// What is recorded.
    pub code: String,
    /// What is shown.
    pub label: Label,
}

/// One condition of a checklist.
#[derive(Debug, Clone)]
pub struct Item {
    /// Last segment of its path.
    pub id: String,
    /// The condition.
    pub name: Label,
    /// Points if met.
    pub points: Decimal,
    /// Share of the points if partly met, 0 to 1; one half unless the file says otherwise.
    pub partly: Decimal,
    /// Where it stands in the file.
    pub place: Place,
}
