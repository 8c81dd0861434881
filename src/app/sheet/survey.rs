//! Lays out what is keyed of a questionnaire: one form, or totals.

use crate::app::figures;
use crate::i18n::{label, ui};
use crate::scheme::field::NON_ANSWERS;
use crate::scheme::{Choice, Question, QuestionKind, Questionnaire};

use super::build::{Context, origin};
use super::lines::{cell, choices, numbered, text};
use super::{Cell, Line, Tone};

/// Keys of answers that are no choices, in the order of [`NON_ANSWERS`].
const SIGNS: [&str; 3] = [".", "-", "*"];

/// The lines of a form: the questions it shows, and those it hides although they are answered.
pub(super) fn form(questionnaire: usize, number: u32, context: &Context) -> Vec<Line> {
    let spec = &context.scheme.questionnaires[questionnaire];
    let mut lines = Vec::new();
    if let Some(reason) = context.facts.get(&format!("{}.form.{number}.invalid", spec.id)) {
        lines.extend(text(context, &ui::invalid_because(context.lang, reason), Tone::Attention));
        lines.push(Line::Blank);
    }
    let given = |n: usize| context.facts.responses(&spec.id)?.get(number, &spec.questions[n].id);
    let shown = spec.shown(given);
    for (n, question) in spec.questions.iter().enumerate() {
        let path = format!("{}.form.{number}.{}", spec.id, question.id);
        if shown[n] {
            lines.extend(
                cell(context, &path).map(|cell| asked(n, question, cell, context)).unwrap_or_default(),
            );
        } else if let Some(answer) = given(n) {
            let answer = label::value(context.lang, context.scheme, &path, answer);
            let words = format!("{} {}", n + 1, ui::hidden_answer(context.lang, &answer));
            lines.extend(text(context, &words, Tone::Attention));
        }
    }
    lines
}

/// A question with its choices, or with the field it is answered in.
fn asked(n: usize, question: &Question, cell: Cell, context: &Context) -> Vec<Line> {
    let lang = context.lang;
    let mut marks = Vec::new();
    if question.is_multiple() {
        marks.push(ui::several(lang));
    } else if !question.required {
        marks.push(ui::optional(lang));
    }
    let mut lines = numbered(context, n, lang.label(&question.text), &marks.join(" "));
    if question.has_choices() {
        lines.extend(offered(question, cell, context));
        return lines;
    }
    let unit = match &question.kind {
        QuestionKind::Number(spec) => label::unit(lang, &spec.unit.0).to_owned(),
        _ => String::new(),
    };
    lines.push(Line::Field { label: ui::answer(lang), cell, unit, figure: String::new() });
    lines
}

fn offered(question: &Question, cell: Cell, context: &Context) -> Vec<Line> {
    let words = |c: &Choice| {
        let label = context.lang.label(&c.label);
        // A rating is its own wording.
        (c.code.clone(), if label == c.code { String::new() } else { label.to_owned() })
    };
    let mut offered: Vec<(String, String)> = question.choices.iter().map(words).collect();
    // What is no choice is shown by its key, as the hints name it.
    let sign = NON_ANSWERS.iter().position(|c| cell.value.as_deref() == Some(c)).map(|n| SIGNS[n].to_owned());
    offered.extend(sign.clone().map(|sign| (sign, cell.shown.clone())));
    let ticked = question.is_multiple().then(|| cell.value.clone()).flatten();
    let mut rows = choices(context, cell, offered);
    for row in &mut rows {
        if let Line::Choices { current, .. } = row {
            if let Some(sign) = &sign {
                *current = vec![sign.clone()];
            } else if let Some(ticked) = &ticked {
                *current = ticked.split(' ').map(str::to_owned).collect();
            }
        }
    }
    rows
}

/// The lines of totals: the numbers of forms, and a field for each choice of each question.
pub(super) fn tally(questionnaire: usize, context: &Context) -> Vec<Line> {
    let spec = &context.scheme.questionnaires[questionnaire];
    let mut lines = Vec::new();
    for (key, words) in [
        ("distributed", label::distributed(context.lang)),
        ("returned", label::returned(context.lang)),
        ("valid", label::valid(context.lang)),
        ("population", label::population(context.lang)),
    ] {
        lines.extend(cell(context, &format!("{}.{key}", spec.id)).map(|cell| Line::Field {
            label: words,
            cell,
            unit: String::new(),
            figure: String::new(),
        }));
    }
    for (n, _) in spec.questions.iter().enumerate().filter(|(_, q)| q.has_choices()) {
        lines.push(Line::Blank);
        tally_question(questionnaire, spec, n, context, &mut lines);
    }
    // Scales are shared by questions, so their reasons are said once.
    let mut said: Vec<Vec<Line>> = Vec::new();
    for question in &spec.questions {
        let words = origin(context, &ui::the_values(context.lang), &question.provenance);
        if !words.is_empty() && !said.contains(&words) {
            said.push(words);
        }
    }
    for words in said {
        lines.push(Line::Blank);
        lines.extend(words);
    }
    lines
}

/// What a choice is worth in the index, behind its name.
fn worth(choice: &Choice) -> String {
    choice.value.map(|v| format!("  {}", v.normalize())).unwrap_or_default()
}

fn tally_question(q: usize, spec: &Questionnaire, n: usize, context: &Context, lines: &mut Vec<Line>) {
    let question = &spec.questions[n];
    lines.extend(numbered(context, n, context.lang.label(&question.text), ""));
    if context.readings.surveys[q].questions[n].disagrees {
        lines.extend(text(context, &ui::totals_overruled(context.lang), Tone::Attention));
    }
    let figures = figures::question(context, q, n);
    for (choice, figure) in question.choices.iter().zip(figures) {
        let path = format!("{}.tally.{}.{}", spec.id, question.id, choice.code);
        lines.extend(cell(context, &path).map(|cell| Line::Field {
            label: format!("  {} {}{}", choice.code, context.lang.label(&choice.label), worth(choice)),
            cell,
            unit: String::new(),
            figure,
        }));
    }
}
