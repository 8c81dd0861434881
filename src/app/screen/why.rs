//! Why the selected indicator has its score: rule, origin, calculation, facts.

use crate::app::figures;
use crate::app::sheet::Tone;
use crate::app::work::Work;
use crate::i18n::width::wrap;
use crate::i18n::{Lang, label, trace, ui};
use crate::ledger::Kind;
use crate::score;

/// A line of the explanation.
pub type Row = (String, Tone);

/// The explanation of an indicator, broken to `width` columns.
pub fn rows(work: &Work, indicator: usize, lang: Lang, width: usize) -> Vec<Row> {
    let node = &work.scheme.indicators[indicator];
    let mut rows: Vec<Row> = Vec::new();
    let mut say = |text: &str, tone: Tone| {
        // Continuations stand below their beginning.
        let words = text.trim_start();
        let lead = " ".repeat(text.len() - words.len());
        if words.is_empty() {
            rows.push((lead, tone));
        } else {
            let lines = wrap(words, width.saturating_sub(lead.len() + 2));
            rows.extend(lines.into_iter().map(|line| (format!("{lead}{line}"), tone)));
        }
    };
    if let Some(about) = &node.about {
        say(lang.label(about), Tone::Dim);
        say(" ", Tone::Dim);
    }
    if let Some(text) = node.rule.as_ref().and_then(|r| r.text.as_ref()) {
        say(&ui::rule_is(lang, lang.label(text)), Tone::Plain);
    }
    if let Some(words) = ui::provenance(lang, &ui::the_rule(lang), &node.provenance) {
        say(&words, Tone::Attention);
    }
    say(" ", Tone::Dim);
    say(&format!("{}  {}", ui::score_heading(lang), figures::score(&work.card, indicator)), Tone::Plain);
    if node.rule.is_some() {
        let steps = score::explain_read(&work.scheme, work.ledger.facts(), &work.readings, None, indicator);
        for line in trace::lines(&steps, &work.scheme, lang) {
            say(&format!("  {line}"), Tone::Plain);
        }
        fact_rows(work, indicator, lang, &mut say);
    } else {
        for child in work.scheme.children(Some(indicator)) {
            let name = lang.label(&work.scheme.indicators[child].name);
            say(&format!("  {name}  {}", figures::score(&work.card, child)), Tone::Plain);
        }
    }
    rows
}

fn fact_rows(work: &Work, indicator: usize, lang: Lang, say: &mut impl FnMut(&str, Tone)) {
    let facts = work.ledger.facts();
    let paths = score::fact_paths(&work.scheme, facts, indicator);
    if paths.is_empty() {
        return;
    }
    say(" ", Tone::Dim);
    say(&ui::facts_heading(lang), Tone::Plain);
    for path in paths {
        let value = facts.get(&path).unwrap_or_default();
        let value = label::value(lang, &work.scheme, &path, value);
        say(&format!("  {}{}{value}", label::fact(lang, &work.scheme, &path), ui::colon(lang)), Tone::Plain);
        if let Some(event) = work.ledger.last_event(&path) {
            let at = event.stamp.at.format("%Y-%m-%d %H:%M").to_string();
            let by = ui::entered_by(lang, &event.stamp.actor, &at, event.seq);
            let mark = if event.kind == Kind::Open { ui::came_along(lang) } else { String::new() };
            say(format!("    {by} {mark}").trim_end(), Tone::Dim);
        }
        for key in crate::scheme::field::EVIDENCE {
            if let Some(text) = facts.get(&format!("{path}@{key}")) {
                say(&format!("    {}{}{text}", label::evidence(lang, key), ui::colon(lang)), Tone::Dim);
            }
        }
    }
}
