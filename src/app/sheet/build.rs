//! Lays a sheet out: which lines a subject needs, from scheme, facts and results.

use crate::app::{amounts, figures};
use crate::dossier::Dossier;
use crate::i18n::{Lang, label, notice, ui};
use crate::ledger::{Facts, Ledger};
use crate::scheme::field::{EVIDENCE, JUDGED, STATES};
use crate::scheme::indicator::Provenance;
use crate::scheme::measure::{Item, MeasureKind, Tier};
use crate::scheme::{INDICATOR_PREFIX, Scheme};
use crate::score::checks::Checks;
use crate::score::{Notice, Readings, Scorecard};

use super::lines::{cell, choices, numbered, text};
use super::{Line, Subject, Target, Tone, check, survey};

/// What a sheet is laid out from.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The rules.
    pub scheme: &'a Scheme,
    /// What is recorded.
    pub facts: &'a Facts,
    /// Who recorded it when.
    pub ledger: &'a Ledger,
    /// The measures' values.
    pub readings: &'a Readings,
    /// The results.
    pub card: &'a Scorecard,
    /// Links, remarks, coverage, signatures.
    pub dossier: &'a Dossier,
    /// Suspect forms and second keying, one per questionnaire.
    pub checks: &'a [Checks],
    /// Language of names.
    pub lang: Lang,
    /// Columns of the pane.
    pub width: usize,
    /// The day it is.
    pub today: chrono::NaiveDate,
    /// Entries recorded so far: tells whether anything above has changed.
    pub entries: usize,
}

impl Context<'_> {
    /// The day that an answer is held to: that of its keying, see [`Ledger::keyed_on`]; today if it
    /// is not keyed yet.
    pub fn held_to(&self, questionnaire: &str, form: u32, question: &str) -> chrono::NaiveDate {
        self.ledger.keyed_on(questionnaire, form, question).unwrap_or(self.today)
    }
}

/// The lines for a subject. `draft` is an opened row that holds nothing yet.
pub fn build(subject: &Subject, draft: Option<&(String, u32)>, context: &Context) -> Vec<Line> {
    match subject {
        Subject::Nothing => Vec::new(),
        Subject::Indicator(i) if context.scheme.indicators[*i].rule.is_some() => {
            indicator(*i, draft, context)
        }
        Subject::Indicator(i) => branch(*i, context),
        Subject::Form { questionnaire, number } => survey::form(*questionnaire, *number, context),
        Subject::Second { questionnaire, number } => survey::second(*questionnaire, *number, context),
        Subject::Differences(q) => check::differences(*q, context),
        Subject::Suspects(q) => check::suspects(*q, context),
        Subject::Tally(q) => survey::tally(*q, context),
        Subject::Evidence(path) => evidence(path, context),
        Subject::Signoff => super::signoff::build(context),
        Subject::Register(register) => super::register::build(*register, draft, context),
    }
}

fn indicator(indicator: usize, draft: Option<&(String, u32)>, context: &Context) -> Vec<Line> {
    let mut lines = Vec::new();
    let node = &context.scheme.indicators[indicator];
    if let Some(reason) = context.facts.get(&format!("{INDICATOR_PREFIX}.{}.na", node.id)) {
        lines.extend(text(context, &ui::not_applicable_because(context.lang, reason), Tone::Attention));
        lines.push(Line::Blank);
    }
    for measure in crate::score::inputs(context.scheme, indicator) {
        if !lines.is_empty() {
            lines.push(Line::Blank);
        }
        measure_lines(measure, draft, context, &mut lines);
    }
    let linked = super::register::of_indicator(indicator, context);
    if !linked.is_empty() {
        lines.push(Line::Blank);
        lines.extend(linked);
    }
    if let Some(rule) = node.rule.as_ref().and_then(|r| r.text.as_ref()) {
        lines.push(Line::Blank);
        lines.extend(text(context, &ui::rule_is(context.lang, context.lang.label(rule)), Tone::Dim));
    }
    lines.extend(origin(context, &ui::the_rule(context.lang), &node.provenance));
    lines
}

/// Words on what is not simply stated in the source.
pub(super) fn origin(context: &Context, what: &str, provenance: &Provenance) -> Vec<Line> {
    let words = ui::provenance(context.lang, what, provenance);
    words.map(|w| text(context, &w, Tone::Attention)).unwrap_or_default()
}

fn branch(indicator: usize, context: &Context) -> Vec<Line> {
    let scheme = context.scheme;
    let below = |n: usize| scheme.path_to(n).contains(&indicator);
    scheme
        .leaves()
        .filter(|&n| below(n))
        .map(|n| Line::Jump {
            text: context.lang.label(&scheme.indicators[n].name).to_owned(),
            figure: figures::score(context.card, n),
            to: Target::Indicator(n),
        })
        .collect()
}

fn measure_lines(measure: usize, draft: Option<&(String, u32)>, context: &Context, lines: &mut Vec<Line>) {
    let spec = &context.scheme.measures[measure];
    let name = context.lang.label(&spec.name).to_owned();
    let (figure, done) = figures::measure(context, measure);
    let hint = spec.hint.as_ref().map(|h| text(context, context.lang.label(h), Tone::Dim));
    match &spec.kind {
        MeasureKind::Number(number) => {
            lines.extend(cell(context, &spec.id).map(|cell| Line::Field {
                label: name,
                cell,
                unit: label::unit(context.lang, &number.unit.0).to_owned(),
                figure: amounts::amount_in_wan(context, measure),
            }));
            lines.extend(hint.into_iter().flatten());
        }
        MeasureKind::Survey { questionnaire, questions, .. } => {
            let question = questions.first().copied().unwrap_or(0);
            lines.push(Line::Jump { text: name, figure, to: Target::Question(*questionnaire, question) });
            lines.extend(hint.into_iter().flatten());
        }
        MeasureKind::Formula { .. } | MeasureKind::Lookup(_) => {
            lines.push(Line::Title { text: name, figure, done });
        }
        MeasureKind::Choice(tiers) => {
            lines.push(Line::Title { text: name, figure, done });
            lines.extend(hint.into_iter().flatten());
            choice_lines(&spec.id, tiers, context, lines);
        }
        MeasureKind::Checklist(items) => {
            lines.push(Line::Title { text: name, figure, done });
            lines.extend(hint.into_iter().flatten());
            items.iter().enumerate().for_each(|(n, item)| item_lines(&spec.id, n, item, context, lines));
        }
        MeasureKind::Table(table) => {
            lines.push(Line::Title { text: name, figure, done });
            lines.extend(hint.into_iter().flatten());
            super::table::build(measure, table, draft, context, lines);
        }
    }
    lines.extend(origin(context, &ui::the_measure(context.lang), &spec.provenance));
}

fn choice_lines(measure: &str, tiers: &[Tier], context: &Context, lines: &mut Vec<Line>) {
    let Some(answer) = cell(context, measure) else { return };
    let words = |t: &Tier| (t.code.clone(), context.lang.label(&t.label).to_owned());
    lines.extend(choices(context, answer, tiers.iter().map(words).collect()));
    let judged = format!("{measure}.{JUDGED}");
    if tiers.iter().any(|t| t.fixed().is_none())
        && let Some(cell) = cell(context, &judged)
    {
        let label = label::judged(context.lang);
        lines.push(Line::Field { label, cell, unit: String::new(), figure: String::new() });
    }
}

fn item_lines(measure: &str, n: usize, item: &Item, context: &Context, lines: &mut Vec<Line>) {
    let path = format!("{measure}.{}", item.id);
    let Some(cell) = cell(context, &path) else { return };
    let figure = ui::points(context.lang, &item.points.normalize().to_string());
    lines.extend(numbered(context, n, context.lang.label(&item.name), &figure));
    let words = |state: &str| label::code(context.lang, context.scheme, &cell.path, state);
    let states = STATES.iter().enumerate().map(|(n, state)| ((n + 1).to_string(), words(state))).collect();
    let mut rows = choices(context, cell, states);
    // States are shown by their digits; what is recorded is the state.
    for row in &mut rows {
        if let Line::Choices { current, .. } = row {
            for state in current {
                if let Some(n) = STATES.iter().position(|s| s == state) {
                    *state = (n + 1).to_string();
                }
            }
        }
    }
    lines.extend(rows);
    evidence_line(&path, context, lines);
    let of_item = |n: &&Notice| n.path == path;
    for found in context.card.notices.iter().filter(of_item) {
        let words = notice::words(context.lang, context.scheme, found);
        lines.extend(text(context, &format!("! {words}"), Tone::Attention));
    }
}

/// Basis, who said so and note of an answer, below it.
fn evidence_line(path: &str, context: &Context, lines: &mut Vec<Line>) {
    let said = |key: &&str| {
        let value = context.facts.get(&format!("{path}@{key}"))?;
        Some(format!("{} {value}", label::evidence(context.lang, key)))
    };
    let words: Vec<String> = EVIDENCE.iter().filter_map(said).collect();
    if !words.is_empty() {
        let words = format!("  {}", words.join(" · "));
        lines.extend(text(context, &words, Tone::Dim));
    }
}

fn evidence(path: &str, context: &Context) -> Vec<Line> {
    EVIDENCE
        .iter()
        .filter_map(|key| {
            Some(Line::Field {
                label: label::evidence(context.lang, key),
                cell: cell(context, &format!("{path}@{key}"))?,
                unit: String::new(),
                figure: String::new(),
            })
        })
        .collect()
}
