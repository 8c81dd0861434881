//! `score FILE.jp|DIR`: scores as a table, as a document, or one indicator explained.

use super::args::Score as Args;
use super::error::CliError;
use super::explain;
use super::out::{self, Side};
use super::source::Source;
use crate::export::json;
use crate::export::{Subject, points};
use crate::i18n::safe::display_safe;
use crate::i18n::{self, Lang, cli as words, export as export_words};
use crate::score::{Score, Span};

/// Prints the scores.
pub fn run(args: &Args, lang: Lang) -> Result<(), CliError> {
    let source = Source::open(&args.source, lang)?;
    let card = source.score(args.rounding.as_deref());
    let subject = source.subject(&card, lang);
    if let Some(id) = &args.explain {
        return explain::run(&source, &subject, id);
    }
    if args.json {
        return out::print_json(&document(&source, &subject));
    }
    out::print(&lines(&source, &subject).join("\n"))
}

/// The scorecard with the problems of the scheme's files before those of the facts.
fn document(source: &Source, subject: &Subject<'_>) -> serde_json::Value {
    let mut document = json::score(subject);
    let mut problems = super::check::problems_json(&source.loaded, subject.lang);
    if let Some(notices) = document["problems"].as_array_mut() {
        problems.append(notices);
    }
    document["problems"] = problems.into();
    document
}

fn lines(source: &Source, subject: &Subject<'_>) -> Vec<String> {
    let Subject { scheme, card, lang, .. } = *subject;
    let mut lines = vec![display_safe(lang.label(&scheme.title)).into_owned()];
    let rounding = i18n::whatif::rounding_words(lang, card.rounding);
    lines.push(words::rounding(lang, &rounding, &card.rounding.name()));
    if scheme.sample {
        lines.push(export_words::sample(lang));
    }
    lines.push(String::new());
    if scheme.is_scored() {
        lines.extend(table(subject));
    } else {
        lines.push(i18n::ui::only_surveys(lang));
    }
    if !card.notices.is_empty() {
        lines.push(String::new());
        lines.push(words::notices(lang, card.notices.len()));
        for notice in &card.notices {
            lines.push(format!("  {}", display_safe(&i18n::notice::message(lang, scheme, notice))));
        }
    }
    for warning in source.warnings(lang) {
        lines.extend([String::new(), warning]);
    }
    lines
}

fn table(subject: &Subject<'_>) -> Vec<String> {
    let Subject { scheme, card, lang, .. } = *subject;
    let heading = [
        words::heading_indicator,
        words::heading_id,
        words::heading_max,
        words::heading_score,
        words::heading_range,
        words::heading_status,
    ];
    let mut rows = vec![heading.map(|text| text(lang)).to_vec()];
    for (indicator, score) in scheme.indicators.iter().zip(&card.scores) {
        let name = format!("{}{}", "  ".repeat(indicator.depth), lang.label(&indicator.name));
        // Certain is the rule; only what is not is worth a word.
        let status = if score.points.known().is_some() && indicator.rule.is_none() {
            String::new()
        } else {
            export_words::status(lang, score.status)
        };
        rows.push(row(subject, name, indicator.id.clone(), score, status));
    }
    let grade = json::grade_words(subject);
    rows.push(row(subject, export_words::total(lang), String::new(), &card.total, grade));
    out::columns(&[Side::Left, Side::Left, Side::Right, Side::Right, Side::Left, Side::Left], &rows)
}

fn row(subject: &Subject<'_>, name: String, id: String, score: &Score, status: String) -> Vec<String> {
    let max = score.max.normalize().to_string();
    let (known, range) = figures(subject, score.points);
    vec![name, id, max, known.unwrap_or_else(|| words::unknown(subject.lang)), range, status]
}

/// Points if they are certain, the range if they are not.
fn figures(subject: &Subject<'_>, span: Span) -> (Option<String>, String) {
    let places = subject.card.rounding.places;
    match span.known() {
        Some(known) => (Some(points(known, places)), String::new()),
        None => (None, format!("{}–{}", points(span.low, places), points(span.high, places))),
    }
}

/// Points, or the range they lie in, as one word.
pub fn span_words(subject: &Subject<'_>, span: Span) -> String {
    let (known, range) = figures(subject, span);
    known.unwrap_or(range)
}
