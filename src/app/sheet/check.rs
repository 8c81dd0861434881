//! Lays out the list of answers on which two keyings differ, and the list of suspect forms.

use crate::i18n::width::{cut, width};
use crate::i18n::{label, verify};
use crate::ledger::second::path_of;
use crate::scheme::Questionnaire;
use crate::survey::double::{Mismatch, Way};
use crate::survey::validity::ACCEPTED;
use crate::survey::{INVALID, Responses, double};

use super::lines::text;
use super::{Context, Line, Tone};

/// Columns of a line that are neither text nor figure.
const MARGINS: usize = 5;

/// The two keyings side by side: how far they are, what they say of the error rate, what differs.
pub(super) fn differences(q: usize, context: &Context) -> Vec<Line> {
    let lang = context.lang;
    let spec = &context.scheme.questionnaires[q];
    let comparison = &context.checks[q].comparison;
    let mut lines = vec![Line::Title { text: progress(spec, context), figure: String::new(), done: false }];
    if let Some(reason) = context.facts.get(&format!("{}.redo.alone", spec.id)) {
        lines.extend(text(context, &verify::alone(lang, reason), Tone::Attention));
    }
    if comparison.forms() == 0 {
        lines.extend(text(context, &verify::nothing_compared(lang), Tone::Dim));
        return lines;
    }
    let counts = verify::compared(lang, comparison.answers, comparison.differing, comparison.undecided());
    lines.extend(text(context, &counts, Tone::Plain));
    lines.extend(rate(spec, context));
    lines.push(Line::Blank);
    if comparison.differing == 0 {
        lines.extend(text(context, &verify::no_differences(lang), Tone::Plain));
    }
    if comparison.differing > 0 {
        lines.extend(text(context, &verify::columns(lang), Tone::Dim));
    }
    // What is to be decided comes first.
    for open in [true, false] {
        let mismatches = comparison.mismatches().filter(|m| m.decided.is_none() == open);
        lines.extend(mismatches.map(|m| mismatch(spec, m, context)));
    }
    lines
}

fn progress(spec: &Questionnaire, context: &Context) -> String {
    let lang = context.lang;
    let Some(draw) = context.facts.draw(&spec.id) else { return verify::title_differences(lang) };
    let at = |name: &str| context.facts.get(&format!("{}.redo.{name}", spec.id)).unwrap_or_default();
    let way = verify::way(lang, draw.way);
    let way = match draw.way {
        Way::All => way,
        Way::Random => verify::drawn(lang, &way, at("of"), at("seed")),
        Way::Risk => verify::drawn_by_risk(lang, &way, at("of")),
    };
    let nothing = Responses::default();
    let first = context.facts.responses(&spec.id).unwrap_or(&nothing);
    let second = context.facts.seconds(&spec.id).unwrap_or(&nothing);
    // Forms of an earlier draw are compared, too, but are no part of this one.
    let done = draw.forms(first).filter(|n| double::is_filed(second, *n)).count();
    let all = draw.len(first);
    verify::progress(lang, done, all, &way)
}

/// The error rate with its bound, and what to think of it.
fn rate(spec: &Questionnaire, context: &Context) -> Vec<Line> {
    let lang = context.lang;
    let Some(q) = context.scheme.questionnaire(&spec.id) else { return Vec::new() };
    let comparison = &context.checks[q].comparison;
    let (Some(rate), Some(upper)) = (comparison.rate(), comparison.upper()) else { return Vec::new() };
    let mut lines = text(
        context,
        &verify::error_rate(lang, &double::percent(rate), &double::percent(upper)),
        Tone::Plain,
    );
    if let Some(three) =
        crate::survey::bound::rule_of_three(comparison.answers).filter(|_| comparison.errors == 0)
    {
        lines.extend(text(context, &verify::three(lang, &double::percent(three)), Tone::Dim));
    }
    lines.extend(text(context, &verify::caveat(lang), Tone::Dim));
    if context.facts.draw(&spec.id).is_some_and(|d| d.way == Way::Risk) {
        lines.extend(text(context, &verify::caveat_risk(lang), Tone::Dim));
    }
    lines
}

fn mismatch(spec: &Questionnaire, m: &Mismatch, context: &Context) -> Line {
    let lang = context.lang;
    let path = path_of(spec, "form", m.form, m.question);
    let words = |value: &Option<String>| match value {
        None => verify::not_given(lang),
        Some(value) => answer(context, &path, value),
    };
    // Codes stand in front of words and are enough once it is decided.
    let figure = match &m.decided {
        None => verify::to_decide(lang),
        Some(code) => verify::decided_as(lang, code),
    };
    let head = verify::case(lang, m.form, &spec.questions[m.question].id);
    let (first, second) = (words(&m.first), words(&m.second));
    let taken = width(&head) + width(&figure) + width(&verify::difference(lang, "", "", "")) + MARGINS;
    let room = context.width.saturating_sub(taken);
    let first = cut(&first, room.saturating_sub(width(&second)).max(room / 2));
    let second = cut(&second, room.saturating_sub(width(&first)));
    Line::Case {
        form: m.form,
        question: Some(m.question),
        text: verify::difference(lang, &head, &first, &second),
        figure,
        open: m.decided.is_none(),
    }
}

/// Why a form is suspect, on the form itself.
pub(super) fn suspicion(q: usize, form: u32, context: &Context) -> Vec<Line> {
    let Some(suspect) = context.checks.get(q).and_then(|c| c.suspects.get(form)) else { return Vec::new() };
    let lang = context.lang;
    let spec = &context.scheme.questionnaires[q];
    let why = verify::suspicions(lang, spec, &suspect.why);
    let accepted = context.facts.get(&format!("{}.form.{form}.{ACCEPTED}", spec.id));
    let words = match accepted {
        Some(reason) => format!("{} {}", verify::why_suspect(lang, &why), verify::is_accepted(lang, reason)),
        None => verify::why_suspect(lang, &why),
    };
    let mut lines = text(context, &words, if suspect.open { Tone::Attention } else { Tone::Dim });
    lines.push(Line::Blank);
    lines
}

/// An answer with its code, as it stands on the paper.
pub(in crate::app) fn answer(context: &Context, path: &str, value: &str) -> String {
    let words = label::value(context.lang, context.scheme, path, value);
    let is_code = value.bytes().all(|b| b.is_ascii_digit()) && words != value;
    if is_code { format!("{value} {words}") } else { words }
}

/// The suspect forms with their reasons and what was decided.
pub(super) fn suspects(q: usize, context: &Context) -> Vec<Line> {
    let lang = context.lang;
    let spec = &context.scheme.questionnaires[q];
    let suspects = &context.checks[q].suspects;
    let count = suspects.iter().count();
    if count == 0 {
        let words = if spec.validity.is_empty() { verify::no_rules(lang) } else { verify::no_suspects(lang) };
        return text(context, &words, Tone::Dim);
    }
    let mut lines = text(context, &verify::suspects_of(lang, count, suspects.open()), Tone::Plain);
    lines.push(Line::Blank);
    for open in [true, false] {
        for (form, suspect) in suspects.iter().filter(|(_, s)| s.open == open) {
            let at = |key: &str| context.facts.get(&format!("{}.form.{form}.{key}", spec.id));
            let figure = match (at(INVALID), at(ACCEPTED)) {
                (Some(reason), _) => verify::is_invalid(lang, reason),
                (None, Some(reason)) => verify::is_accepted(lang, reason),
                (None, None) => verify::is_open(lang),
            };
            let why = verify::suspicions(lang, spec, &suspect.why);
            let text = verify::suspect(lang, form, &why);
            lines.push(Line::Case { form, question: None, text, figure, open });
        }
    }
    lines
}
