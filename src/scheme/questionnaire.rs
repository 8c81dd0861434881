//! What is asked: questionnaires, questions, choices and their values.

use rust_decimal::Decimal;

use super::validity::Validity;
use super::{Label, Place, Provenance};

/// A questionnaire. Paths: `ID.distributed`, `ID.returned`, `ID.valid`, `ID.population`,
/// `ID.form.N.QUESTION`, `ID.form.N.invalid` and `ID.form.N.accepted` (reasons),
/// `ID.tally.QUESTION.CODE`, and those of the second keying: `ID.second.N.QUESTION`,
/// `ID.second.N.filed`, `ID.decided.N.QUESTION`, `ID.replaced.N.QUESTION`, `ID.redo.…`.
#[derive(Debug, Clone)]
pub struct Questionnaire {
    /// Unique among measures and questionnaires; the first segment of its paths.
    pub id: String,
    /// Name on screen.
    pub name: Label,
    /// Questions in the order of the paper.
    pub questions: Vec<Question>,
    /// What makes a form suspect.
    pub validity: Vec<Validity>,
    /// Where it stands in the scheme's files.
    pub place: Place,
}

impl Questionnaire {
    /// Index of the question with this id.
    pub fn question(&self, id: &str) -> Option<usize> {
        self.questions.iter().position(|q| q.id == id)
    }
}

/// A question with one answer out of its choices.
#[derive(Debug, Clone)]
pub struct Question {
    /// Segment of its paths.
    pub id: String,
    /// The wording.
    pub text: Label,
    /// Choices in the order of the paper. Codes are single digits wherever there are ≤ 9.
    pub choices: Vec<Choice>,
    /// Weight among the questions of a survey, above 0; 1 unless the file says otherwise.
    pub weight: Decimal,
    /// Where the choice values come from.
    pub provenance: Provenance,
    /// Where it stands in the scheme's files.
    pub place: Place,
}

/// A choice and what it is worth.
#[derive(Debug, Clone)]
pub struct Choice {
    /// What is keyed and recorded.
    pub code: String,
    /// The wording.
    pub label: Label,
    /// Worth on the hundred scale, 0 to 100; `None` keeps it out of the index.
    pub value: Option<Decimal>,
}
