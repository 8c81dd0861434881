//! What may be recorded of a questionnaire: its counts, its forms, its totals.

use super::super::measure::Unit;
use super::super::questionnaire::{Question, QuestionKind, Questionnaire};
use super::{COUNTS_BY, FieldKind, NON_ANSWERS, Refusal, count_spec, row_number};

/// What is taken below a questionnaire.
pub(super) fn kind_at(q: &Questionnaire, rest: &[&str]) -> Option<FieldKind> {
    match rest {
        ["distributed" | "returned" | "valid" | "population"] => {
            Some(FieldKind::Number(count_spec(&Unit::default())))
        }
        ["counts_by"] => Some(FieldKind::Code(COUNTS_BY.map(str::to_owned).to_vec())),
        ["form", n, "invalid" | "serial" | "accepted"] => row_number(n).map(|_| FieldKind::Text),
        ["form", n, "duration"] => row_number(n).map(|_| FieldKind::Number(count_spec(&Unit::default()))),
        ["form", n, question] => {
            row_number(n)?;
            Some(answer_kind(&q.questions[q.question(question)?]))
        }
        ["tally", question, code] => {
            let question = &q.questions[q.question(question)?];
            question.has_choices().then_some(())?;
            let is_choice = question.choices.iter().any(|c| c.code == *code);
            (is_choice || NON_ANSWERS.contains(code)).then_some(())?;
            Some(FieldKind::Number(count_spec(&Unit::default())))
        }
        _ => super::super::second::kind(q, rest),
    }
}

/// What the answer to a question takes.
pub fn answer_kind(question: &Question) -> FieldKind {
    let codes = || question.choices.iter().map(|c| c.code.clone());
    match &question.kind {
        QuestionKind::Single => FieldKind::Code(codes().chain(NON_ANSWERS.map(str::to_owned)).collect()),
        QuestionKind::Multiple => {
            let alone = question.choices.iter().filter(|c| c.exclusive);
            FieldKind::Ticks { codes: codes().collect(), exclusive: alone.map(|c| c.code.clone()).collect() }
        }
        QuestionKind::Number(spec) => FieldKind::Answer(Box::new(FieldKind::Number(spec.clone()))),
        QuestionKind::Date => FieldKind::Answer(Box::new(FieldKind::Date)),
        QuestionKind::Text => FieldKind::Answer(Box::new(FieldKind::Text)),
    }
}

/// The digits that each of these codes is keyed by: a code of digits by itself, any other (a word,
/// a negative number) by its place if that is free, else by the next free number.
pub fn keys(codes: &[String]) -> Vec<String> {
    let is_number = |code: &str| !code.is_empty() && code.bytes().all(|b| b.is_ascii_digit());
    let mut taken: Vec<String> = codes.iter().filter(|c| is_number(c)).cloned().collect();
    let words = codes.iter().filter(|c| !is_number(c)).count();
    let mut keys = Vec::with_capacity(codes.len());
    for (place, code) in (1..).zip(codes) {
        if is_number(code) {
            keys.push(code.clone());
            continue;
        }
        // A key never begins another where that can be helped: no waiting for a second digit.
        let free = |n: &usize| !taken.contains(&n.to_string());
        let key =
            std::iter::once(place).chain(1..=codes.len() + words).find(free).unwrap_or(place).to_string();
        taken.push(key.clone());
        keys.push(key);
    }
    keys
}

/// The codes ticked, each once and in the order of the paper. They may stand in any order, apart
/// by spaces or commas, or side by side where every code is one character.
pub(super) fn accept_ticks(codes: &[String], exclusive: &[String], typed: &str) -> Result<String, Refusal> {
    let mut ticked = vec![false; codes.len()];
    let short = codes.iter().all(|c| c.chars().count() == 1);
    let place = |code: &str| {
        let found = codes.iter().position(|c| c == code);
        found.ok_or_else(|| Refusal::NotACode(codes.to_vec()))
    };
    for part in typed.split([' ', ',', ';']).filter(|p| !p.is_empty()) {
        if short {
            for c in part.chars() {
                ticked[place(c.encode_utf8(&mut [0; 4]))?] = true;
            }
        } else {
            ticked[place(part)?] = true;
        }
    }
    let all: Vec<&str> =
        codes.iter().zip(&ticked).filter(|(_, ticked)| **ticked).map(|(c, _)| c.as_str()).collect();
    match exclusive.iter().find(|alone| all.len() > 1 && all.contains(&alone.as_str())) {
        Some(alone) => Err(Refusal::NotTogether(alone.clone())),
        None if all.is_empty() => Err(Refusal::Empty),
        None => Ok(all.join(" ")),
    }
}
