//! What the facts say of questionnaires: totals typed, figures of questions, what needs a look.
//!
//! Counting itself is [`crate::survey`]'s.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::reading::{SurveyReading, count};
use super::{FormStage, Notice, NoticeKind, Range};
use crate::ledger::Recorded;
use crate::scheme::field::NON_ANSWERS;
use crate::scheme::measure::Method;
use crate::scheme::{Paths, Questionnaire, Scheme};
use crate::survey::{Basis, Counts, Index, Stated, Tabulation};

/// What was typed for a questionnaire, by its number, besides forms.
pub(super) fn stated(
    number: usize,
    questionnaire: &Questionnaire,
    paths: &Paths,
    facts: &impl Recorded,
) -> Stated {
    let [distributed, returned, valid, population, counts_by] =
        std::array::from_fn(|place| facts.at(paths, paths.survey(number, place)));
    let answers = |choices: usize| vec![None; choices + NON_ANSWERS.len()];
    let mut tallies: Vec<Vec<Option<u64>>> =
        questionnaire.questions.iter().map(|q| answers(q.choices.len())).collect();
    for (question, answer, value) in facts.totals(paths, number, questionnaire) {
        tallies[question][answer] = count(value);
    }
    let counts_by = match counts_by {
        Some("forms") => Some(Basis::Forms),
        Some("tally") => Some(Basis::Tallies),
        _ => None,
    };
    let [distributed, returned, valid, population] =
        [distributed, returned, valid, population].map(|n| n.and_then(count));
    Stated { distributed, returned, valid, population, counts_by, tallies }
}

/// What gives reason to look at a questionnaire.
pub(super) fn notices(q: &Questionnaire, t: &Tabulation, found: &mut Vec<Notice>) {
    let mut add = |kind| found.push(Notice { path: q.id.clone(), kind });
    let s = &t.stated;
    let returned = s.returned.or(s.distributed);
    let keyed = Some(t.valid).filter(|n| *n > 0);
    let stages = [
        (FormStage::Distributed, s.distributed),
        (FormStage::Returned, s.returned),
        (FormStage::Valid, s.valid),
        (FormStage::Keyed, keyed),
    ];
    // Each against the nearest stage before it that is known.
    let mut before: Option<(FormStage, u64)> = None;
    for (stage, n) in stages.into_iter().filter_map(|(stage, n)| Some((stage, n?))) {
        if let Some(before) = before.filter(|(_, all)| n > *all) {
            add(NoticeKind::FormCounts { more: (stage, n), than: before });
        }
        before = Some((stage, n));
    }
    let answers = t.questions.iter().map(Counts::answers).max().unwrap_or(0);
    if let Some(population) = s.population.filter(|all| *all < answers) {
        add(NoticeKind::PopulationBelow { population, answers });
    }
    for (question, counts) in q.questions.iter().zip(&t.questions) {
        if counts.disagrees {
            let by_totals = counts.basis == Basis::Tallies;
            add(NoticeKind::TallyAgainstForms { question: question.id.clone(), by_totals });
        }
        let limit = s.valid.or(returned).filter(|_| counts.basis == Basis::Tallies);
        let most = question.choices.iter().zip(&counts.choices).max_by_key(|(_, n)| **n);
        if let (Some(valid), Some((choice, &count)), true) = (limit, most, question.is_multiple()) {
            if count > valid {
                let (question, code) = (question.id.clone(), choice.code.clone());
                add(NoticeKind::TicksOverflow { question, code, count, valid });
            }
        } else if let Some(valid) = limit.filter(|valid| *valid < counts.answers()) {
            let sum = counts.answers();
            add(NoticeKind::TallyOverflow { question: question.id.clone(), sum, valid });
        }
        // Where no choice has a worth nobody expects an index.
        let is_expected = question.is_scored() && question.choices.iter().any(|c| c.value.is_some());
        if is_expected && counts.is_without_index(question) {
            add(NoticeKind::NoIndex { question: question.id.clone(), answers: counts.answers() });
        }
    }
}

/// What a survey measure says: the figures of its questions by their weights.
pub(super) fn read(
    scheme: &Scheme,
    surveys: &[Arc<Tabulation>],
    number: usize,
    chosen: &[usize],
    method: &Method,
) -> SurveyReading {
    let unknown = SurveyReading { questionnaire: number, index: Range::ANY, ..SurveyReading::default() };
    let (Some(questionnaire), Some(tabulation)) = (scheme.questionnaires.get(number), surveys.get(number))
    else {
        return unknown;
    };
    let chosen = || {
        let all = 0..if chosen.is_empty() { questionnaire.questions.len() } else { 0 };
        all.chain(chosen.iter().copied())
    };
    let counts = tabulation.clone();
    let questions = Vec::with_capacity(chosen().count());
    let mut reading = SurveyReading { index: Range::exactly(Decimal::ZERO), counts, questions, ..unknown };
    let mut weights = Range::exactly(Decimal::ZERO);
    for n in chosen() {
        let (Some(question), Some(counts)) = (questionnaire.questions.get(n), tabulation.questions.get(n))
        else {
            continue;
        };
        reading.touched |= counts.basis != Basis::Nothing;
        let index = counts.figure(question, method).unwrap_or_else(|| Index::of_any(question, method));
        let range = Range::between(index.low, index.high);
        reading.questions.push((n, range));
        let weight = Range::exactly(question.weight);
        reading.index = reading.index.plus(range.times(weight));
        weights = weights.plus(weight);
    }
    reading.index = reading.index.over(weights).settled();
    reading
}
