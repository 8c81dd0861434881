//! A questionnaire as a file of a scheme.

use std::fmt::Write as _;

use crate::scheme::condition::{Known, print};
use crate::scheme::questionnaire::{Aside, Choice, Question, QuestionKind};
use crate::scheme::{Label, Questionnaire};

/// `scheme.toml` of a folder that holds nothing but questionnaires.
pub fn scheme_file(title: &Label) -> String {
    let mut out = String::from("[scheme]\n");
    label(&mut out, "title", title);
    out
}

/// The file of a questionnaire.
pub fn questionnaire_file(questionnaire: &Questionnaire) -> String {
    let mut out = String::from("[[questionnaire]]\n");
    key(&mut out, "id", &questionnaire.id);
    label(&mut out, "name", &questionnaire.name);
    let calculations = questionnaire.calculations();
    for n in 0..=questionnaire.questions.len() {
        let known =
            Known { questions: &questionnaire.questions[..n], calculations: &calculations, own: None };
        for one in questionnaire.asides.iter().filter(|a| a.before == n) {
            aside(&mut out, one, known);
        }
        if let Some(one) = questionnaire.questions.get(n) {
            question(&mut out, one, known);
        }
    }
    out
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn key(out: &mut String, key: &str, text: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{key} = {}", quoted(text));
}

fn label(out: &mut String, name: &str, label: &Label) {
    key(out, name, &label.text);
    if let Some(en) = &label.en {
        key(out, &format!("{name}_en"), en);
    }
}

fn aside(out: &mut String, aside: &Aside, known: Known) {
    out.push_str("\n[[questionnaire.question]]\n");
    if !aside.id.is_empty() {
        key(out, "id", &aside.id);
    }
    key(out, "kind", if aside.value.is_some() { "calculated" } else { "note" });
    label(out, "text", &aside.text);
    let calculated = aside.value.as_ref();
    if let Some(calculation) = calculated {
        key(out, "value", &calculation.value.print(known));
    }
    let show_if = aside.show_if.as_ref().or_else(|| calculated.and_then(|c| c.when.as_ref()));
    if let Some(show_if) = show_if {
        key(out, "show_if", &print(show_if, known));
    }
    if !aside.unit.0.is_empty() {
        key(out, "unit", &aside.unit.0);
    }
}

fn question(out: &mut String, question: &Question, known: Known) {
    out.push_str("\n[[questionnaire.question]]\n");
    key(out, "id", &question.id);
    label(out, "text", &question.text);
    if let Some(hint) = &question.hint {
        label(out, "hint", hint);
    }
    let kind = match &question.kind {
        QuestionKind::Single => "single",
        QuestionKind::Multiple => "multiple",
        QuestionKind::Number(_) => "number",
        QuestionKind::Date => "date",
        QuestionKind::Text => "text",
    };
    key(out, "kind", kind);
    let _ = writeln!(out, "required = {}", question.required);
    if let QuestionKind::Number(spec) = &question.kind {
        let _ = writeln!(out, "decimals = {}\nmin = {}", spec.decimals, spec.min);
    }
    if let Some(show_if) = &question.show_if {
        key(out, "show_if", &print(show_if, known));
    }
    if let Some(constraint) = &question.constraint {
        key(out, "constraint", &print(&constraint.holds, Known { own: Some(question), ..known }));
        if let Some(message) = &constraint.message {
            label(out, "message", message);
        }
    }
    if question.has_choices() {
        out.push_str("choices = [\n");
        question.choices.iter().for_each(|c| choice(out, c));
        out.push_str("]\n");
    }
}

fn choice(out: &mut String, choice: &Choice) {
    let _ = write!(out, "  {{ code = {}, label = {}", quoted(&choice.code), quoted(&choice.label.text));
    if let Some(en) = &choice.label.en {
        let _ = write!(out, ", label_en = {}", quoted(en));
    }
    if let Some(value) = choice.value {
        let _ = write!(out, ", value = {}", value.normalize());
    }
    out.push_str(" },\n");
}
