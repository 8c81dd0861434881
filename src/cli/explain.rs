//! `score --explain ID`: how one indicator came to its points: rule, origin, steps, facts.

use super::error::CliError;
use super::out;
use super::score::span_words;
use super::source::{Source, display_value};
use crate::export::{Subject, json};
use crate::format;
use crate::i18n::safe::display_safe;
use crate::i18n::{Lang, cli as words, export as export_words, label};
use crate::ledger::Event;
use crate::scheme::Origin;

/// Most facts that are listed: a survey keyed form by form has thousands.
const MOST_FACTS: usize = 60;

/// Explains the indicator with this id; a branch is explained leaf by leaf.
pub fn run(source: &Source, subject: &Subject<'_>, id: &str) -> Result<(), CliError> {
    let Some(indicator) = subject.scheme.indicator(id) else {
        return Err(unknown(subject, id));
    };
    let mut lines = Vec::new();
    for leaf in subject.scheme.leaves().filter(|&l| subject.scheme.path_to(l).contains(&indicator)) {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(explained(source, subject, leaf));
    }
    for warning in source.warnings(subject.lang) {
        lines.extend([String::new(), warning]);
    }
    out::print(&lines.join("\n"))
}

fn unknown(subject: &Subject<'_>, id: &str) -> CliError {
    let lang = subject.lang;
    let ids = subject.scheme.indicators.iter().map(|i| i.id.as_str());
    let hint =
        format::nearest(id, ids).map_or_else(|| words::list_ids(lang), |n| words::did_you_mean(lang, &n));
    CliError::usage(words::no_indicator(lang, id)).hint(hint)
}

fn explained(source: &Source, subject: &Subject<'_>, leaf: usize) -> Vec<String> {
    let Subject { scheme, card, lang, .. } = *subject;
    let names: Vec<&str> =
        scheme.path_to(leaf).into_iter().map(|n| lang.label(&scheme.indicators[n].name)).collect();
    let (indicator, score) = (&scheme.indicators[leaf], &card.scores[leaf]);
    let points = span_words(subject, score.points);
    let status = export_words::status(lang, score.status);
    let mut lines = vec![
        display_safe(&names.join(" / ")).into_owned(),
        format!("{points} / {}  {status}", score.max.normalize()),
    ];
    if let Some(text) = indicator.rule.as_ref().and_then(|r| r.text.as_ref()) {
        lines.push(entry(&words::rule(lang), lang.label(text)));
    }
    if indicator.provenance.origin != Origin::Stated {
        let origin = export_words::attested(lang, indicator.provenance.origin);
        let reason = indicator.provenance.reason.as_ref().map(|r| lang.label(r)).unwrap_or_default();
        lines.push(entry(&words::origin(lang), format!("{origin}  {reason}").trim_end()));
    }
    lines.push(words::steps(lang));
    lines.extend(json::trace(subject, leaf).iter().map(|l| format!("  {}", display_safe(l))));
    lines.push(words::facts(lang));
    lines.extend(facts(source, subject, leaf));
    lines
}

fn entry(heading: &str, text: &str) -> String {
    format!("{heading}  {}", display_safe(text))
}

/// The recorded facts that the leaf reads, and who recorded them if a project knows.
fn facts(source: &Source, subject: &Subject<'_>, leaf: usize) -> Vec<String> {
    let lang = subject.lang;
    let paths = json::fact_paths(subject, leaf);
    let mut lines: Vec<String> = paths
        .iter()
        .take(MOST_FACTS)
        .filter_map(|path| {
            let value = display_value(lang, subject.scheme, path, subject.facts.get(path)?);
            let name = label::fact(lang, subject.scheme, path);
            let by = source.ledger.as_ref().and_then(|l| l.last_event(path)).map(|e| recorded(lang, e));
            let line = format!("{name} = {value}  ({path})  {}", by.unwrap_or_default());
            Some(format!("  {}", display_safe(line.trim_end())))
        })
        .collect();
    if paths.is_empty() {
        lines.push(format!("  {}", words::no_facts(lang)));
    }
    if paths.len() > MOST_FACTS {
        lines.push(format!("  {}", words::more_facts(lang, paths.len() - MOST_FACTS)));
    }
    lines
}

fn recorded(lang: Lang, event: &Event) -> String {
    let at = super::log::time(&event.stamp);
    match &event.reason {
        Some(reason) => words::recorded_by_because(lang, &event.stamp.actor, &at, reason),
        None => words::recorded_by(lang, &event.stamp.actor, &at),
    }
}
