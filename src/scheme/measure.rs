//! The named quantities that rules read and evaluators key in.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::indicator::{Edge, within};
use super::register::RefTo;
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
    /// One of some judged answers, each worth a value: letters, tiers, a way chosen. Recorded at
    /// `ID`; where an answer is worth a stretch, the value within it at `ID.judged`.
    Choice(Vec<Tier>),
    /// A value looked up for the answers to several choices. Nothing is recorded here.
    Lookup(Lookup),
    /// What a questionnaire or some of its questions say. Nothing is recorded here.
    Survey {
        /// Index into the scheme's questionnaires.
        questionnaire: usize,
        /// Indexes of the questions that count; empty means all of them.
        questions: Vec<usize>,
        /// What is made of the answers to a question.
        method: Method,
    },
    /// Computed from other measures. Nothing is recorded here.
    Formula {
        /// The computation.
        expr: Expr,
        /// Unit of the result, for display.
        unit: Unit,
    },
}

/// An answer of a choice and what it is worth.
#[derive(Debug, Clone)]
pub struct Tier {
    /// What is recorded.
    pub code: String,
    /// What is shown.
    pub label: Label,
    /// Smallest worth.
    pub low: Edge,
    /// Largest worth; the same as the smallest where nothing is left to judge.
    pub high: Edge,
    /// Where it stands in the file.
    pub place: Place,
}

impl Tier {
    /// Its worth, if nothing is left to judge.
    pub fn fixed(&self) -> Option<Decimal> {
        (self.low.at == self.high.at).then_some(self.low.at)
    }

    /// Whether `worth` may be judged within it.
    pub fn holds(&self, worth: Decimal) -> bool {
        within(Some(self.low), Some(self.high), worth)
    }
}

/// A table from the answers to several choices to a value. The first row that fits counts.
#[derive(Debug, Clone)]
pub struct Lookup {
    /// Indexes of the choice measures.
    pub of: Vec<usize>,
    /// Whether a row fits in any order: two B and a C, whichever the choices.
    pub any_order: bool,
    /// The rows in order.
    pub rows: Vec<LookupRow>,
    /// Whether there is a row for all answers.
    pub complete: bool,
}

/// A row of a [`Lookup`].
#[derive(Debug, Clone)]
pub struct LookupRow {
    /// One code for each choice; `None` fits any.
    pub codes: Vec<Option<String>>,
    /// The value.
    pub value: Decimal,
    /// Where it stands in the file.
    pub place: Place,
}

/// Most combinations of answers that a look-up is checked for.
const MOST_COMBINATIONS: usize = 20_000;

impl Lookup {
    /// The first answers that no row fits; the choices' codes are given in the order of `of`.
    /// Look-ups of more than 20,000 combinations need a row that fits all.
    pub fn gap(&self, codes: &[Vec<&str>]) -> Option<Vec<String>> {
        let any = |row: &LookupRow| row.codes.iter().all(Option::is_none);
        if self.rows.iter().any(any) {
            return None;
        }
        let all = codes.iter().try_fold(1usize, |n, c| n.checked_mul(c.len()));
        let all = all.unwrap_or(usize::MAX).min(MOST_COMBINATIONS + 1);
        (0..all).find_map(|number| {
            let mut rest = number;
            let mut answers = Vec::with_capacity(codes.len());
            for choices in codes {
                answers.push(choices.get(rest % choices.len()).copied());
                rest /= choices.len();
            }
            let fits = self.rows.iter().any(|row| self.fits(row, &answers) == Some(true));
            let named = || answers.iter().flatten().map(|a| (*a).to_owned()).collect();
            (!fits || number == MOST_COMBINATIONS).then(named)
        })
    }

    /// Whether the row fits the answers, as far as they are known: `None` where that hangs on
    /// answers not given yet.
    pub fn fits(&self, row: &LookupRow, answers: &[Option<&str>]) -> Option<bool> {
        if !self.any_order {
            let mut certain = true;
            for (code, answer) in row.codes.iter().zip(answers) {
                match (code, answer) {
                    (None, _) => {}
                    (Some(_), None) => certain = false,
                    (Some(code), Some(answer)) if code == answer => {}
                    _ => return Some(false),
                }
            }
            return certain.then_some(true);
        }
        // Each answer takes an equal code, else one that fits any; what is left waits.
        let mut left: Vec<Option<&str>> = row.codes.iter().map(Option::as_deref).collect();
        for answer in answers.iter().flatten() {
            let equal = left.iter().position(|c| c == &Some(*answer));
            let Some(n) = equal.or_else(|| left.iter().position(Option::is_none)) else { return Some(false) };
            left.swap_remove(n);
        }
        left.iter().all(Option::is_none).then_some(true)
    }
}

/// What is made of the answers to a question.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Method {
    /// The mean of the values chosen, 0 to 100.
    #[default]
    Index,
    /// How many of a hundred chose one of `counts`.
    Share {
        /// Codes of the choices that count.
        counts: Vec<String>,
        /// Whom they are compared with.
        among: Among,
    },
}

/// The denominator of a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Among {
    /// Everyone who chose something, 不清楚 included.
    #[default]
    Choices,
    /// Everyone who chose something that has a value.
    Valued,
    /// Every form, blanks and refusals included.
    Forms,
}

/// The unit of a number, as written, with its sense for checks and conversions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unit(pub String);

impl Unit {
    /// Whether it is 元.
    pub fn is_yuan(&self) -> bool {
        self.0 == "\u{5143}"
    }

    /// Whether it is a percentage; what is computed in it holds the ratio.
    pub fn is_percent(&self) -> bool {
        matches!(self.0.as_str(), "%" | "\u{FF05}")
    }
}

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
    /// When what is planned falls due; `None` if only the count matters.
    pub rhythm: Option<Rhythm>,
    /// Conditions on a row that ask for a look.
    pub flags: Vec<Flag>,
    /// The two columns that comparisons set against each other: planned and done.
    pub compare: Option<(usize, usize)>,
    /// What a row is called: 次, 培训, 批次; names the "new …" line.
    pub row_name: Option<Label>,
}

impl TableSpec {
    /// Whether evaluators add rows themselves.
    pub fn is_open(&self) -> bool {
        self.rows.is_empty()
    }
}

/// When something planned falls due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rhythm {
    /// Once a month, unless the plan recorded says otherwise.
    Month,
    /// Once a quarter, unless the plan recorded says otherwise.
    Quarter,
    /// On or before these days, in order.
    Dates(Vec<NaiveDate>),
}

/// A condition on the columns of a row, and what to say where it holds.
#[derive(Debug, Clone)]
pub struct Flag {
    /// The condition; its names are columns of the row.
    pub when: Expr,
    /// What is said.
    pub text: Label,
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
#[derive(Debug, Clone, Default)]
pub struct Column {
    /// Last segment of its paths.
    pub id: String,
    /// Heading.
    pub name: Label,
    /// What it takes.
    pub kind: ColumnKind,
    /// A row without it is listed as unsupported.
    pub required: bool,
    /// Computed from the other columns of its row: nothing is recorded here. A condition counts
    /// as 1 where it holds and 0 where it does not.
    pub computed: Option<Expr>,
    /// What a blank cell counts as; without it a blank is unknown or left out.
    pub blank: Option<Decimal>,
    /// Together with the other columns so marked it names a row; a second such row is listed.
    pub unique: bool,
    /// What may stand here; anything else is taken and listed.
    pub known: Option<Known>,
}

/// A list of what may stand in a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// Written out in the scheme.
    These(Vec<String>),
    /// What is recorded in a column of another table.
    Column {
        /// Id of the table.
        measure: String,
        /// Id of the column.
        column: String,
        /// Where it stands in the file.
        place: Place,
    },
}

/// What a column takes.
#[derive(Debug, Clone, Default)]
pub enum ColumnKind {
    /// A number.
    Number(NumberSpec),
    /// A line of text.
    #[default]
    Text,
    /// A day (2023-05-24) or a month (2023-05).
    Date,
    /// One of some codes.
    Choice(Vec<Choice>),
    /// References, in registers only.
    Refs(RefTo),
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
