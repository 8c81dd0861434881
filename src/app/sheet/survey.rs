//! Lays out what is keyed of a questionnaire: one form, or totals.

use std::borrow::Cow;

use crate::app::figures;
use crate::i18n::filled::filled;
use crate::i18n::width::{pad, pad_left, width};
use crate::i18n::{Lang, dossier, label, ui};
use crate::scheme::field::{COUNTS_BY, NON_ANSWERS, keys};
use crate::scheme::{Choice, Label, Question, QuestionKind, Questionnaire};
use crate::survey::{Basis, Responses, Tabulation};

use super::build::{Context, origin};
use super::lines::{cell, choices, numbered, text};
use super::{Cell, Limit, Line, Tone, check};

/// Keys of answers that are no choices, in the order of [`NON_ANSWERS`].
const SIGNS: [&str; 3] = [".", "-", "*"];

/// The lines of a form: the questions it shows, and those it hides although they are answered.
pub(super) fn form(questionnaire: usize, number: u32, context: &Context) -> Vec<Line> {
    let spec = &context.scheme.questionnaires[questionnaire];
    let mut lines = Vec::new();
    lines.extend(check::suspicion(questionnaire, number, context));
    if let Some(reason) = context.facts.get(&format!("{}.form.{number}.invalid", spec.id)) {
        lines.extend(text(context, &ui::invalid_because(context.lang, reason), Tone::Attention));
        lines.push(Line::Blank);
    }
    if let Some(serial) = context.facts.get(&format!("{}.form.{number}.serial", spec.id)) {
        lines.extend(text(context, &ui::serial_is(context.lang, serial), Tone::Dim));
        lines.push(Line::Blank);
    }
    lines.extend(answers(spec, "form", context.facts.responses(&spec.id), number, context));
    lines
}

/// The lines of a form that is keyed again. Nothing here knows what the first keying says.
pub(super) fn second(questionnaire: usize, number: u32, context: &Context) -> Vec<Line> {
    let spec = &context.scheme.questionnaires[questionnaire];
    answers(spec, "second", context.facts.seconds(&spec.id), number, context)
}

/// The questions of one keying of a form; `word` is that of its paths.
fn answers(
    spec: &Questionnaire,
    word: &str,
    keyed: Option<&Responses>,
    number: u32,
    context: &Context,
) -> Vec<Line> {
    let mut lines = Vec::new();
    let given = |n: usize| keyed?.get(number, &spec.questions[n].id);
    let shown = spec.shown(given);
    let answered = |n: usize| given(n).filter(|_| shown.get(n).copied().unwrap_or(false));
    for (n, question) in spec.questions.iter().enumerate() {
        lines.extend(asides(spec, n, &answered, context));
        let path = format!("{}.{word}.{number}.{}", spec.id, question.id);
        if shown[n] {
            let wording = |text: &Label| {
                filled(context.lang, context.scheme, spec, context.lang.label(text), &answered)
            };
            let asked = |cell| asked(n, question, &wording, cell, context);
            lines.extend(cell(context, &path).map(asked).unwrap_or_default());
            if let Some(broken) = spec.broken(n, given, context.held_to(&spec.id, number, &question.id)) {
                let message = broken.message.as_ref().map(wording);
                let words = dossier::constraint(context.lang, message, &spec.constraint_text(n));
                lines.extend(text(context, &format!("! {words}"), Tone::Attention));
            }
        } else if let Some(answer) = given(n) {
            let answer = label::value(context.lang, context.scheme, &path, answer);
            let words = format!("{} {}", n + 1, ui::hidden_answer(context.lang, &answer));
            lines.extend(text(context, &words, Tone::Attention));
        }
    }
    lines.extend(asides(spec, spec.questions.len(), &answered, context));
    lines
}

/// What stands before a question and takes no answer: words, and what is computed.
fn asides<'a>(
    spec: &Questionnaire,
    before: usize,
    answered: &impl Fn(usize) -> Option<&'a str>,
    context: &Context,
) -> Vec<Line> {
    let mut lines = Vec::new();
    for aside in spec.asides.iter().filter(|a| a.before == before) {
        // A value without a name of its own serves other questions and is no news to anybody.
        let is_nameless = aside.value.is_some() && aside.text.text == aside.id;
        if is_nameless || aside.show_if.as_ref().is_some_and(|when| !when.holds(answered)) {
            continue;
        }
        let words = filled(context.lang, context.scheme, spec, context.lang.label(&aside.text), answered);
        let words = match &aside.value {
            None => words,
            Some(of) if of.when.as_ref().is_some_and(|when| !when.holds(answered)) => continue,
            Some(of) => {
                let value = of.value(answered).map_or_else(|| "—".to_owned(), label::computed);
                let unit = label::unit(context.lang, &aside.unit.0);
                ui::note_value(context.lang, &words, format!("{value} {unit}").trim_end())
            }
        };
        lines.extend(text(context, &words, Tone::Dim));
    }
    lines
}

/// A question with its choices, or with the field it is answered in.
fn asked(
    n: usize,
    question: &Question,
    wording: &dyn Fn(&Label) -> String,
    cell: Cell,
    context: &Context,
) -> Vec<Line> {
    let lang = context.lang;
    let mut marks = Vec::new();
    if question.is_multiple() {
        marks.push(ui::several(lang));
    } else if !question.required {
        marks.push(ui::optional(lang));
    }
    let mut lines = numbered(context, n, &wording(&question.text), &marks.join(" "));
    if let Some(hint) = &question.hint {
        lines.extend(text(context, &wording(hint), Tone::Dim));
    }
    if question.has_choices() {
        lines.extend(offered(question, wording, cell, context));
        return lines;
    }
    let unit = match &question.kind {
        QuestionKind::Number(spec) if !is_non_answer(&cell) => label::unit(lang, &spec.unit.0).to_owned(),
        _ => String::new(),
    };
    lines.push(Line::Field { label: ui::answer(lang), cell, unit, figure: String::new() });
    lines
}

/// Whether it says why there is no answer.
fn is_non_answer(cell: &Cell) -> bool {
    cell.value.as_deref().is_some_and(|value| NON_ANSWERS.contains(&value))
}

fn offered(
    question: &Question,
    wording: &dyn Fn(&Label) -> String,
    cell: Cell,
    context: &Context,
) -> Vec<Line> {
    let codes: Vec<String> = question.choices.iter().map(|c| c.code.clone()).collect();
    let keys = keys(&codes);
    // What is keyed stands before the words; it is the code wherever that is a number.
    let key_of = |code: &str| codes.iter().position(|c| c == code).map(|n| keys[n].clone());
    let words = |(c, key): (&Choice, &String)| {
        let words = wording(&c.label);
        // A rating is its own wording.
        (key.clone(), if words == c.code { String::new() } else { words })
    };
    let mut offered: Vec<(String, String)> = question.choices.iter().zip(&keys).map(words).collect();
    // What is no choice is shown by its key, as the hints name it.
    let sign = NON_ANSWERS.iter().position(|c| cell.value.as_deref() == Some(c)).map(|n| SIGNS[n].to_owned());
    offered.extend(sign.clone().map(|sign| (sign, cell.shown.clone())));
    let chosen: Vec<String> = cell.value.iter().flat_map(|v| v.split(' ')).filter_map(key_of).collect();
    let mut rows = choices(context, cell, offered);
    for row in &mut rows {
        if let Line::Choices { current, .. } = row {
            if let Some(sign) = &sign {
                *current = vec![sign.clone()];
            } else {
                current.clone_from(&chosen);
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
    lines.extend(counts_by(spec, &context.readings.surveys[questionnaire], context));
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

/// The wording of a choice; nothing for a rating, which is its own.
fn wording(choice: &Choice, lang: Lang) -> Cow<'_, str> {
    Some(lang.wording(&choice.label)).filter(|words| *words != choice.code).unwrap_or_default()
}

/// What a choice is worth in the index, behind its name.
fn worth(choice: &Choice) -> String {
    choice.value.map(|v| format!("  {}", v.normalize())).unwrap_or_default()
}

/// Which of forms and totals counts, where both were keyed or it was said before.
fn counts_by(spec: &Questionnaire, tabulation: &Tabulation, context: &Context) -> Vec<Line> {
    let both = |n: usize| {
        let typed = tabulation.stated.tallies.get(n).is_some_and(|t| t.iter().any(Option::is_some));
        typed && !tabulation.questions[n].from_forms.is_empty()
    };
    let said = tabulation.stated.counts_by.is_some();
    let Some(cell) = cell(context, &format!("{}.counts_by", spec.id)) else { return Vec::new() };
    if !said && !(0..spec.questions.len()).any(both) {
        return Vec::new();
    }
    let words = if said { ui::counts_as_said(context.lang) } else { ui::counts_by_default(context.lang) };
    let mut lines = vec![Line::Blank];
    lines.extend(text(context, &words, Tone::Attention));
    let place = |n: usize| (n + 1).to_string();
    let offered = cell.codes.iter().enumerate().map(|(n, (_, words))| (place(n), words.clone())).collect();
    let current = COUNTS_BY.iter().position(|c| cell.value.as_deref() == Some(c)).map(place);
    let mut rows = choices(context, cell, offered);
    for row in &mut rows {
        if let Line::Choices { current: now, .. } = row {
            *now = current.iter().cloned().collect();
        }
    }
    lines.extend(rows);
    lines
}

fn tally_question(q: usize, spec: &Questionnaire, n: usize, context: &Context, lines: &mut Vec<Line>) {
    let question = &spec.questions[n];
    let tabulation = &context.readings.surveys[q];
    let counts = &tabulation.questions[n];
    let typed = tabulation.stated.tallies.get(n).map_or(&[][..], Vec::as_slice);
    let sum: u64 = typed.iter().flatten().sum();
    let valid = tabulation.stated.valid;
    let several = question.is_multiple();
    let progress = match valid {
        Some(valid) if !several && sum > 0 => {
            format!("{sum}/{valid}{}", if sum == valid { " ✓" } else { "" })
        }
        _ if several => ui::several(context.lang),
        _ => String::new(),
    };
    lines.extend(numbered(context, n, &context.lang.wording(&question.text), &progress));
    if counts.disagrees {
        let words = match counts.basis {
            Basis::Tallies => ui::forms_overruled(context.lang),
            _ => ui::totals_overruled(context.lang),
        };
        lines.extend(text(context, &words, Tone::Attention));
    }
    let shares = figures::question(context, q, n).into_iter().chain(NON_ANSWERS.map(|_| String::new()));
    let codes = question.choices.iter().map(|c| c.code.as_str()).chain(NON_ANSWERS);
    let all: Vec<String> = question.choices.iter().map(|c| c.code.clone()).collect();
    let keys = keys(&all);
    let most = counts.from_forms.iter().map(|n| width(&n.to_string())).max().unwrap_or(0);
    for (place, (code, share)) in codes.zip(shares).enumerate() {
        let own = typed.get(place).copied().flatten();
        let forms = counts.from_forms.get(place).copied();
        let choice = question.choices.get(place);
        // What is no choice stands there only once something is said of it.
        if choice.is_none() && own.is_none() && forms.unwrap_or(0) == 0 {
            continue;
        }
        let Some(cell) = cell(context, &format!("{}.tally.{}.{code}", spec.id, question.id)) else {
            continue;
        };
        let others = if several { 0 } else { sum - own.unwrap_or(0) };
        let limit = valid.map(|valid| Limit { valid, others, closes: !several });
        let label = choice.map_or_else(
            || format!("  {} {}", sign_of(code), label::shared(context.lang, code)),
            // The same number stands before a choice as on a form.
            |c| format!("  {} {}{}", keys[place], wording(c, context.lang), worth(c)),
        );
        let figure = match forms {
            // Side by side: what was typed, and behind the mark what the forms say.
            Some(forms) => {
                let mark = match own.unwrap_or(0) == forms {
                    _ if sum == 0 => " ",
                    true => "=",
                    false => "≠",
                };
                format!("{mark} {}{}", pad(&forms.to_string(), most), pad_left(&share, SHARE))
            }
            None => share,
        };
        let cell = Cell { limit, ..cell };
        lines.push(Line::Field { label, cell, unit: String::new(), figure });
    }
}

/// Columns of a share beside the number of forms.
const SHARE: usize = 10;

/// The key of an answer that is no choice.
fn sign_of(code: &str) -> &'static str {
    NON_ANSWERS.iter().position(|c| *c == code).map_or("", |n| SIGNS[n])
}
