//! The paths that scoring reads, formed once and numbered, so that a record which is read many
//! times (a table with a unit in each row) need not look them up again.
//!
//! What may stand at a path is said by [`super::field`]; rows that evaluators add have no paths
//! here, for nobody knows their numbers.

use super::field::JUDGED;
use super::measure::TableSpec;
use super::{MeasureKind, Scheme};

/// All paths of a scheme's measures, then of its questionnaires, in the order of the scheme.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Paths {
    all: Vec<String>,
    /// Per measure: its first path, and what all its paths begin with.
    measures: Vec<(usize, String)>,
    /// Per questionnaire: its first path, and what the paths of its totals begin with.
    surveys: Vec<(usize, String)>,
}

/// Offset of the answer of a choice and of the only path of a number.
pub const WHOLE: usize = 0;
/// Offset of the worth judged within a choice.
pub const WORTH: usize = 1;
/// Offset of the plan of a table.
pub const PLANNED: usize = 0;
/// Offset of the bare total of a table.
pub const TOTAL: usize = 1;

/// What is recorded of a questionnaire as a whole, in the order of the offsets of its paths.
pub const SURVEY: [&str; 5] = ["distributed", "returned", "valid", "population", "counts_by"];

/// Offset of a cell of a declared row.
pub const fn cell(table: &TableSpec, row: usize, column: usize) -> usize {
    2 + row * table.columns.len() + column
}

impl Paths {
    /// The paths of `scheme`.
    pub fn of(scheme: &Scheme) -> Self {
        let mut paths = Self::default();
        for measure in &scheme.measures {
            let id = &measure.id;
            paths.measures.push((paths.all.len(), format!("{id}.")));
            match &measure.kind {
                MeasureKind::Number(_) => paths.all.push(id.clone()),
                MeasureKind::Choice(_) => paths.all.extend([id.clone(), format!("{id}.{JUDGED}")]),
                MeasureKind::Checklist(items) => {
                    paths.all.extend(items.iter().map(|item| format!("{id}.{}", item.id)));
                }
                MeasureKind::Table(table) => {
                    paths.all.extend(["planned", "total"].map(|word| format!("{id}.{word}")));
                    for row in &table.rows {
                        let cells = table.columns.iter().map(|c| format!("{id}.{}.{}", row.id, c.id));
                        paths.all.extend(cells);
                    }
                }
                MeasureKind::Lookup(_) | MeasureKind::Survey { .. } | MeasureKind::Formula { .. } => {}
            }
        }
        for questionnaire in &scheme.questionnaires {
            let id = &questionnaire.id;
            paths.surveys.push((paths.all.len(), format!("{id}.tally.")));
            paths.all.extend(SURVEY.map(|word| format!("{id}.{word}")));
        }
        paths
    }

    /// All paths in order; their places are their numbers.
    pub fn all(&self) -> &[String] {
        &self.all
    }

    /// Number of the path at `offset` of a measure: of a checklist the number of the item, else
    /// one of [`WHOLE`], [`WORTH`], [`PLANNED`], [`TOTAL`] and [`cell`].
    pub fn number(&self, measure: usize, offset: usize) -> usize {
        self.measures[measure].0 + offset
    }

    /// Number of the path of what is recorded of a questionnaire as a whole: a place in
    /// [`SURVEY`].
    pub fn survey(&self, questionnaire: usize, place: usize) -> usize {
        self.surveys[questionnaire].0 + place
    }

    /// What the paths of the totals of a questionnaire begin with.
    pub fn totals(&self, questionnaire: usize) -> &str {
        &self.surveys[questionnaire].1
    }

    /// What the paths of everything below a measure begin with.
    pub fn prefix(&self, measure: usize) -> &str {
        &self.measures[measure].1
    }
}
