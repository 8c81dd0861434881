//! What is evaluated: indicators, rules, measures, questionnaires, grades, rounding.
//!
//! Owns the vocabulary of an evaluation scheme as plain data, what may be recorded under which
//! path ([`field`]), the expression language of rules ([`expr`]) and the lint of a whole scheme.
//! Must not know files, terminal, disk, clock, environment or language: texts of a scheme are
//! carried as written, with an optional English twin.

pub mod condition;
pub mod expr;
pub mod field;
pub mod indicator;
pub mod lint;
pub mod measure;
pub mod parameter;
pub mod paths;
pub mod problem;
pub mod questionnaire;
pub mod register;
pub mod rounding;
mod second;
pub mod signoff;
pub mod validity;

pub use condition::Condition;
pub use expr::{Expr, ValueRef};
pub use field::{Field, FieldKind, Refusal};
pub use indicator::{Grade, Indicator, NotApplicable, Origin, Provenance, Rule};
pub use measure::{Measure, MeasureKind};
pub use parameter::{Parameter, parameters};
pub use paths::Paths;
pub use problem::{Fault, Place, Problem, Severity, Wanted};
pub use questionnaire::{Choice, Question, QuestionKind, Questionnaire};
pub use register::{RefTo, Register};
pub use rounding::{Mode, Of, Rounding};

use rust_decimal::Decimal;

/// First segment of paths that belong to indicators themselves; no measure may be called so.
pub const INDICATOR_PREFIX: &str = "indicator";

/// First segments of paths that are the program's own; no measure or questionnaire may be called so.
pub fn reserved() -> Vec<&'static str> {
    let own = [INDICATOR_PREFIX, "scheme", signoff::SIGN, signoff::LOCK];
    own.into_iter().chain(Register::ALL.map(Register::id)).collect()
}

/// A text of the scheme as its author wrote it, with an optional English twin.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Label {
    /// The text in the scheme's own language.
    pub text: String,
    /// The same in English, where the author gave one.
    pub en: Option<String>,
}

impl Label {
    /// A label without an English twin.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), en: None }
    }
}

/// The rules of one evaluation. Indicators stand in tree order (a parent before its children).
#[derive(Debug, Clone, Default)]
pub struct Scheme {
    /// Short name, used in file names; the folder's name unless the file says otherwise.
    pub id: String,
    /// Title of the evaluation.
    pub title: Label,
    /// Names of the levels, outermost first (一级指标, 二级指标, 三级指标).
    pub levels: Vec<Label>,
    /// Full marks of the whole, normally 100. The weights of the top level must add up to it.
    pub full: Decimal,
    /// How points are rounded unless a rule says otherwise.
    pub rounding: Rounding,
    /// How rates and indexes are printed (never used in computing points).
    pub rates: Rounding,
    /// Whether the grade looks at the rounded (printed) or the exact total.
    pub grade_on_exact: bool,
    /// Decimals that levels above the leaves are rounded to again; `None` leaves them as sums.
    pub level_places: Option<u32>,
    /// Whether the total adds up the rounded top level instead of the leaves.
    pub total_of_levels: bool,
    /// Grades, best first; those given on a condition last.
    pub grades: Vec<Grade>,
    /// What to do with an indicator that does not apply, unless its rule says otherwise.
    pub not_applicable: NotApplicable,
    /// All indicators in tree order.
    pub indicators: Vec<Indicator>,
    /// All measures, in file order.
    pub measures: Vec<Measure>,
    /// All questionnaires, in file order.
    pub questionnaires: Vec<Questionnaire>,
    /// The year that is evaluated, where it is one.
    pub year: Option<i32>,
    /// True if the shipped facts are sample data; shown wherever the figures are shown.
    pub sample: bool,
}

impl Scheme {
    /// Whether anything is scored; a scheme of questionnaires alone has neither points nor grade.
    pub fn is_scored(&self) -> bool {
        !self.indicators.is_empty()
    }

    /// Whether it is meant for surveys alone.
    pub fn is_survey(&self) -> bool {
        self.indicators.is_empty() && self.grades.is_empty() && !self.questionnaires.is_empty()
    }

    /// Index of the indicator with this id.
    pub fn indicator(&self, id: &str) -> Option<usize> {
        self.indicators.iter().position(|i| i.id == id)
    }

    /// Index of the measure with this id.
    pub fn measure(&self, id: &str) -> Option<usize> {
        self.measures.iter().position(|m| m.id == id)
    }

    /// The open table of this id, the program's own registers included.
    pub fn open_table(&self, id: &str) -> Option<&measure::TableSpec> {
        if let Some(register) = Register::named(id) {
            return Some(register.table());
        }
        match &self.measures[self.measure(id)?].kind {
            MeasureKind::Table(table) if table.is_open() => Some(table),
            _ => None,
        }
    }

    /// Index of the questionnaire with this id.
    pub fn questionnaire(&self, id: &str) -> Option<usize> {
        self.questionnaires.iter().position(|q| q.id == id)
    }

    /// Indexes of the direct children of `parent` (`None`: the top level), in order.
    pub fn children(&self, parent: Option<usize>) -> impl Iterator<Item = usize> + '_ {
        self.indicators.iter().enumerate().filter(move |(_, i)| i.parent == parent).map(|(n, _)| n)
    }

    /// Indexes of the scored leaves, in order.
    pub fn leaves(&self) -> impl Iterator<Item = usize> + '_ {
        self.indicators.iter().enumerate().filter(|(_, i)| i.rule.is_some()).map(|(n, _)| n)
    }

    /// From the top level down to and including `indicator`.
    pub fn path_to(&self, indicator: usize) -> Vec<usize> {
        let mut path = vec![indicator];
        while let Some(parent) = self.indicators[path[path.len() - 1]].parent {
            path.push(parent);
        }
        path.reverse();
        path
    }
}
