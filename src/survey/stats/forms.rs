//! What only the forms themselves tell: who answered what together.
//!
//! Sums to which a form can be added and from which it can be taken away, so that after one pass
//! a change of a form costs one form, however many there are.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::alpha::{Moments, Reliability, scaled};
use super::cross::Cross;
use super::interval::{Interval, MeanOf};
use super::values::{Numbers, Values};
use crate::scheme::condition::Calculation;
use crate::scheme::field::NON_ANSWERS;
use crate::scheme::{Question, QuestionKind, Questionnaire};
use crate::survey::Responses;

/// Running sums over the valid forms of a questionnaire.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormSums {
    /// Scored questions.
    items: Vec<usize>,
    moments: Moments,
    /// Per attribute and question: counts by group, then choice; ticked choices are followed by
    /// the respondents.
    crosses: BTreeMap<(usize, usize), Vec<Vec<u64>>>,
    /// Per question that asks for a number: how many gave each.
    numbers: BTreeMap<usize, Values>,
    /// Per value that is computed on a form, in the order of the paper: how many come to each.
    computed: Vec<(Arc<Calculation>, Values)>,
}

/// A cross table of a question by an attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrossOf {
    /// The attribute.
    pub attribute: usize,
    /// The question.
    pub question: usize,
    /// The tables: one, or where several choices may be ticked one for each choice, with those
    /// who ticked it and those who did not. `None` if there are too few people to compare.
    pub tables: Vec<Option<Cross>>,
}

/// Which choice of a question an answer is.
fn place(question: &Question, answer: &str) -> Option<usize> {
    question.choices.iter().position(|c| c.code == answer)
}

impl FormSums {
    /// No forms yet.
    pub fn new(questionnaire: &Questionnaire) -> Self {
        let questions = || questionnaire.questions.iter().enumerate();
        let has_worth = |q: &Question| q.choices.iter().any(|c| c.value.is_some());
        let items: Vec<usize> =
            questions().filter(|(_, q)| q.is_scored() && has_worth(q)).map(|(n, _)| n).collect();
        let mut crosses = BTreeMap::new();
        let is_attribute = |q: &Question| q.attribute && q.kind == QuestionKind::Single;
        for (a, attribute) in questions().filter(|(_, q)| is_attribute(q)) {
            for (n, question) in questions().filter(|(_, q)| !q.attribute && q.has_choices()) {
                let rows = question.choices.len() + usize::from(question.is_multiple());
                crosses.insert((a, n), vec![vec![0; rows]; attribute.choices.len()]);
            }
        }
        let numbers = questions().filter(|(_, q)| matches!(q.kind, QuestionKind::Number(_)));
        let numbers = numbers.map(|(n, _)| (n, Values::default())).collect();
        let computed = questionnaire.calculations().into_iter().map(|c| (c, Values::default())).collect();
        Self { moments: Moments::new(items.len()), items, crosses, numbers, computed }
    }

    /// All valid forms: one pass.
    pub fn of(questionnaire: &Questionnaire, responses: &Responses) -> Self {
        let mut sums = Self::new(questionnaire);
        responses.visit(questionnaire, |answers| sums.add(questionnaire, answers, true));
        sums
    }

    /// Adds a valid form or takes it away: its answers in the order of the questions. A form
    /// without any does not count.
    pub fn add(&mut self, questionnaire: &Questionnaire, answers: &[Option<&str>], add: bool) {
        let questions = &questionnaire.questions;
        if answers.iter().all(Option::is_none) {
            return;
        }
        let worth = |n: &usize| {
            let choice = place(&questions[*n], answers.get(*n).copied().flatten()?)?;
            questions[*n].choices[choice].value.map(scaled)
        };
        let form: Vec<Option<i64>> = self.items.iter().map(worth).collect();
        self.moments.add(&form, add);
        let step = |count: &mut u64| *count = if add { *count + 1 } else { count.saturating_sub(1) };
        for ((attribute, n), counts) in &mut self.crosses {
            let answer = |n: usize| answers.get(n).copied().flatten();
            let Some(group) = answer(*attribute).and_then(|a| place(&questions[*attribute], a)) else {
                continue;
            };
            let (Some(answer), Some(column)) = (answer(*n), counts.get_mut(group)) else { continue };
            let question = &questions[*n];
            if !question.is_multiple() {
                place(question, answer).and_then(|row| column.get_mut(row)).map(step);
            } else if !NON_ANSWERS.contains(&answer) {
                for row in answer.split(' ').filter_map(|code| place(question, code)) {
                    column.get_mut(row).map(step);
                }
                column.last_mut().map(step);
            }
        }
        let answer = |n: usize| answers.get(n).copied().flatten();
        for (n, numbers) in &mut self.numbers {
            if let Some(number) = answer(*n).and_then(|a| Decimal::from_str_exact(a).ok()) {
                numbers.number(number, add);
            }
        }
        for (calculation, values) in &mut self.computed {
            if let Some(value) = calculation.value(&answer) {
                values.value(value, add);
            }
        }
    }

    /// Questions whose worth is added up, in the order of [`Reliability::without`].
    pub fn items(&self) -> &[usize] {
        &self.items
    }

    /// Cronbach's α over all scored questions.
    pub fn reliability(&self) -> Reliability {
        self.moments.reliability()
    }

    /// The interval of the mean over forms of each form's own mean: with it the answers of one
    /// person to several questions are no longer taken for tied. Only for questions of the same
    /// weight, and of the forms that answer all; `None` otherwise.
    pub fn interval(&self, questionnaire: &Questionnaire, population: Option<u64>) -> Option<Interval> {
        let weight = questionnaire.questions.get(*self.items.first()?)?.weight;
        let alike = self.items.iter().all(|n| questionnaire.questions[*n].weight == weight);
        let (mean, variance, n) = self.moments.mean_of_items()?;
        let worth =
            self.items.iter().flat_map(|n| &questionnaire.questions[*n].choices).filter_map(|c| c.value);
        let ends = (worth.clone().min()?, worth.max()?);
        let population = population.filter(|all| *all >= n);
        alike.then(|| MeanOf { mean, variance, n, population, ends }.interval())?
    }

    /// All cross tables.
    pub fn crosses(&self, questionnaire: &Questionnaire) -> Vec<CrossOf> {
        let least = questionnaire.min_cell;
        let of = |((attribute, n), counts): (&(usize, usize), &Vec<Vec<u64>>)| {
            let question = &questionnaire.questions[*n];
            let tables = if question.is_multiple() {
                (0..question.choices.len())
                    .map(|c| Cross::new(&ticked(counts, c), &[None, None], least))
                    .collect()
            } else {
                let scored = question.is_scored();
                let worth: Vec<_> = question.choices.iter().map(|c| c.value.filter(|_| scored)).collect();
                vec![Cross::new(counts, &worth, least)]
            };
            CrossOf { attribute: *attribute, question: *n, tables }
        };
        self.crosses.iter().map(of).collect()
    }

    /// The figures of all questions that ask for a number and have some, by the place of the
    /// question.
    pub fn numbers(&self) -> Vec<(usize, Numbers)> {
        self.numbers.iter().filter_map(|(question, values)| Some((*question, values.numbers()?))).collect()
    }

    /// What is computed on the forms, by its id, in the order of the paper; what no form comes to
    /// is left out.
    pub fn computed(&self) -> impl Iterator<Item = (&str, &Values)> {
        let all = self.computed.iter().filter(|(_, values)| !values.is_empty());
        all.map(|(calculation, values)| (calculation.id.as_str(), values))
    }
}

/// Per group: who ticked a choice and who, of the respondents, did not.
fn ticked(counts: &[Vec<u64>], choice: usize) -> Vec<Vec<u64>> {
    let of = |column: &Vec<u64>| {
        let (ticked, all) = (column.get(choice).copied(), column.last().copied());
        let ticked = ticked.unwrap_or(0);
        vec![ticked, all.unwrap_or(0).saturating_sub(ticked)]
    };
    counts.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scheme::{Choice, Label, Place, Provenance};
    use crate::survey::Batch;
    use crate::survey::batch::{Cells, Column};

    fn questionnaire() -> Questionnaire {
        let choice = |(code, value): (&str, i64)| Choice {
            code: code.into(),
            label: Label::default(),
            value: Some(value.into()),
            exclusive: false,
        };
        let question = |id: &str| Question {
            id: id.into(),
            text: Label::default(),
            kind: QuestionKind::Single,
            choices: [("1", 100), ("2", 50), ("3", 0)].map(choice).to_vec(),
            weight: Decimal::ONE,
            required: true,
            show_if: None,
            constraint: None,
            hint: None,
            attribute: false,
            group: None,
            provenance: Provenance::default(),
            place: Place::default(),
        };
        Questionnaire {
            id: "q".into(),
            name: Label::default(),
            groups: Vec::new(),
            min_cell: 5,
            asides: Vec::new(),
            questions: vec![question("a"), question("b")],
            validity: Vec::new(),
            place: Place::default(),
        }
    }

    /// Forms keyed, forms that came in together, one of those corrected and one made invalid.
    #[test]
    fn forms_that_came_in_together_are_summed_up_like_keyed_ones() {
        let spec = questionnaire();
        let column = |key: &str, cells: Vec<u8>| {
            let words = ["", "1", "2", "3"].map(Into::into).to_vec();
            Column::new(key.to_owned(), words, Cells::Narrow(cells)).unwrap()
        };
        let batch =
            Batch::new(4, vec![column("a", vec![1, 2, 3, 1]), column("b", vec![1, 2, 0, 2])]).unwrap();
        let mut together = Responses::default();
        together.set(1, "a", Some("2"));
        together.set(1, "b", Some("3"));
        together.add_batch(2, Arc::new(batch));
        together.set(4, "b", Some("3"));
        together.set(5, "invalid", Some("twice"));
        let mut keyed = Responses::default();
        for (form, a, b) in [(1, "2", "3"), (2, "1", "1"), (3, "2", "2"), (4, "3", "3")] {
            keyed.set(form, "a", Some(a));
            keyed.set(form, "b", Some(b));
        }
        let sums = FormSums::of(&spec, &together);
        assert_eq!(sums, FormSums::of(&spec, &keyed));
        // Totals 50, 200, 100, 0: variance 7291.67; items 50, 100, 50, 0 and 0, 100, 50, 0: 1666.67
        // and 2291.67; 2 × (1 − 3958.33 ÷ 7291.67) = 0.914286, as NumPy has it.
        assert_eq!(sums.reliability().alpha.map(|a| a.round_dp(6)), Some(dec!(0.914286)));
    }
}
