//! Responses to the shipped questionnaire, made up, as a table of any size.

use jiping::scheme::{Choice, Questionnaire};

/// A table with so many rows; `cell` writes a choice, by its code or in words. The same every time.
pub fn responses(questionnaire: &Questionnaire, forms: usize, cell: impl Fn(&Choice) -> &str) -> String {
    let questions = &questionnaire.questions;
    let ids: Vec<&str> = questions.iter().map(|q| q.id.as_str()).collect();
    let mut text = format!("{}\n", ids.join(","));
    let mut seed = 20_231_124_u64;
    for _ in 0..forms {
        for (n, question) in questions.iter().enumerate() {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let roll = usize::try_from(seed >> 33).unwrap_or_default();
            // Most answers are the best one, as in life.
            let choice = if roll % 10 < 7 { 0 } else { roll / 10 % question.choices.len() };
            text.push_str(cell(&question.choices[choice]));
            text.push(if n + 1 == questions.len() { '\n' } else { ',' });
        }
    }
    text
}
