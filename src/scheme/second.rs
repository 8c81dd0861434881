//! What may be recorded about the second keying of a questionnaire: its answers, what was decided
//! where the keyings differ, and which forms were drawn.

use rust_decimal::Decimal;

use super::field::{FieldKind, answer_kind, row_number};
use super::measure::{NumberSpec, Unit};
use super::{Question, Questionnaire};

/// Words of `ID.redo.way`: how forms are chosen.
pub const WAYS: [&str; 3] = ["all", "random", "risk"];
/// What `ID.second.N.filed` takes.
pub const FILED: [&str; 1] = ["yes"];

/// What the field at `ID.REST` takes, if it is one of the second keying.
pub(super) fn kind(questionnaire: &Questionnaire, rest: &[&str]) -> Option<FieldKind> {
    let number = |min: u32| {
        FieldKind::Number(NumberSpec {
            unit: Unit::default(),
            decimals: 0,
            min: Decimal::from(min),
            max: None,
        })
    };
    let question =
        |id: &str| -> Option<&Question> { questionnaire.question(id).map(|n| &questionnaire.questions[n]) };
    match rest {
        ["second", form, "filed"] => {
            row_number(form).map(|_| FieldKind::Code(FILED.map(str::to_owned).to_vec()))
        }
        ["second" | "decided", form, id] => {
            row_number(form)?;
            question(id).map(answer_kind)
        }
        // What the first keying said, or that it said nothing: it was accepted once before.
        ["replaced", form, id] => {
            row_number(form)?;
            question(id).map(|_| FieldKind::Text)
        }
        ["redo", "way"] => Some(FieldKind::Code(WAYS.map(str::to_owned).to_vec())),
        ["redo", "seed"] => Some(number(0)),
        ["redo", "of"] => Some(number(1)),
        ["redo", "alone"] => Some(FieldKind::Text),
        ["redo", "form", form] => row_number(form).map(|_| number(1)),
        _ => None,
    }
}
