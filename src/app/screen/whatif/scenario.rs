//! One scenario: what is taken to be otherwise, what comes of it level by level, and which
//! indicators change.

use rust_decimal::Decimal;

use super::{Act, Row};
use crate::app::figures;
use crate::app::whatif::{Outcome, Spot};
use crate::app::work::Work;
use crate::i18n::width::{cut, pad, pad_left, width};
use crate::i18n::{Lang, label, ui, whatif as words};
use crate::ledger::Facts;
use crate::scheme::parameter::parameter;
use crate::scheme::{Rounding, Scheme};
use crate::score::whatif::Tweak;
use crate::score::{Scorecard, Span};

/// Columns of a figure in the table of results, on narrow and on wide panes.
const FIGURES: [usize; 2] = [12, 16];
/// Columns of a difference.
const GAIN: usize = 6;
/// From this width on, the wide ones.
const WIDE: usize = 72;

pub(super) fn rows(work: &Work, n: usize, lang: Lang, room: usize) -> Vec<Row> {
    let (Some(scenario), Some(outcome)) = (work.whatif.scenarios.get(n), work.whatif.outcomes.get(n)) else {
        return Vec::new();
    };
    let mut rows = Vec::new();
    if scenario.tweaks.is_empty() {
        let lines = crate::i18n::width::wrap(&words::no_tweaks(lang), room.saturating_sub(2));
        rows.extend(lines.into_iter().map(Row::dim));
    } else {
        rows.push(Row::heading(words::tweaks(lang, scenario.tweaks.len()), String::new()));
    }
    for (k, tweak) in scenario.tweaks.iter().enumerate() {
        let (name, change) = tweak_words(&work.scheme, work.ledger.facts(), tweak, lang);
        rows.push(Row::new(format!("  {name}"), change).act(Act::Change(Spot::of(tweak))));
        if let Some((_, why)) = outcome.laid.unfit.iter().find(|(at, _)| *at == k) {
            rows.push(Row::new(format!("    {}", words::unfit(lang, why)), String::new()).attention());
        }
    }
    rows.push(Row::new(format!("  {}", words::add_tweak(lang)), String::new()).act(Act::Add));
    rows.push(Row::blank());
    results(work, outcome, lang, room, &mut rows);
    leaves(outcome, lang, &mut rows);
    rows
}

/// What a tweak changes, and its old and new value.
pub fn tweak_words(scheme: &Scheme, facts: &Facts, tweak: &Tweak, lang: Lang) -> (String, String) {
    let (old, new) = match tweak {
        Tweak::Fact { path, value } => {
            let words = |v: Option<&str>| fact_value(scheme, path, v, lang);
            (words(facts.get(path)), words(value.as_deref()))
        }
        Tweak::Parameter { path, value } => match parameter(scheme, path) {
            Some(known) => (known.typed(known.value), known.typed(*value)),
            None => (ui::nothing_recorded(lang), value.normalize().to_string()),
        },
        Tweak::Rounding(rounding) => {
            (words::rounding_words(lang, scheme.rounding), words::rounding_words(lang, *rounding))
        }
    };
    (spot_name(scheme, &Spot::of(tweak), lang), words::old_to_new(lang, &old, &new))
}

/// A recorded value in words, or that there is none.
pub fn fact_value(scheme: &Scheme, path: &str, value: Option<&str>, lang: Lang) -> String {
    value.map_or_else(|| ui::nothing_recorded(lang), |v| label::value(lang, scheme, path, v))
}

/// What can be changed, in words.
pub fn spot_name(scheme: &Scheme, spot: &Spot, lang: Lang) -> String {
    match spot {
        Spot::Fact(path) => label::fact(lang, scheme, path),
        Spot::Parameter(path) => {
            parameter(scheme, path).map_or_else(|| path.clone(), |p| words::parameter(lang, scheme, &p))
        }
        Spot::Rounding => words::rounding(lang),
    }
}

/// Total, grade and levels: record, scenario and difference.
fn results(work: &Work, outcome: &Outcome, lang: Lang, room: usize, rows: &mut Vec<Row>) {
    let laid = &outcome.laid;
    let figure = FIGURES[usize::from(room >= WIDE)];
    let name = room.saturating_sub(figure * 3 + 2).clamp(8, 36);
    let line = |head: &str, figures: [String; 3]| {
        let columns = figures.iter().map(|f| pad_left(&cut(f, figure - 1), figure)).collect::<String>();
        Row::new(format!("  {}{columns}", pad(head, name)), String::new())
    };
    let heads = [words::record(lang), words::views(lang), words::difference(lang)];
    rows.push(Row { heading: true, ..line(&words::results(lang), heads) });
    let cards = (&work.card, &laid.card);
    rows.push(line(&words::total(lang), three(cards, cards.0.total.points, cards.1.total.points)));
    let grades =
        [figures::grade_of(&work.scheme, cards.0, lang), figures::grade_of(&laid.scheme, cards.1, lang)];
    let [old, new] = grades;
    let changed = if old == new { String::new() } else { "◆".to_owned() };
    rows.push(line(&words::grade(lang), [old, new, changed]));
    for level in work.scheme.children(None) {
        let (old, new) = (cards.0.scores[level], cards.1.scores[level]);
        let mut figures = three(cards, old.points, new.points);
        figures[0] = format!("{}/{}", figures[0], old.max.normalize());
        figures[1] = format!("{}/{}", figures[1], new.max.normalize());
        let name = format!("  {}", lang.label(&work.scheme.indicators[level].name));
        rows.push(line(&name, figures));
    }
    let sum = laid.scheme.children(None).fold(Decimal::ZERO, |s, n| s + laid.scheme.indicators[n].weight);
    let off = cards.1.total.max != laid.scheme.full;
    if sum != laid.scheme.full || off {
        let sum = if sum == laid.scheme.full { cards.1.total.max } else { sum };
        let text =
            words::weights_off(lang, &sum.normalize().to_string(), &laid.scheme.full.normalize().to_string());
        rows.push(Row::new(format!("  {text}"), String::new()).attention());
    }
}

fn three((old, new): (&Scorecard, &Scorecard), before: Span, after: Span) -> [String; 3] {
    [
        figures::span(old.rounding, before),
        figures::span(new.rounding, after),
        gain(new.rounding, before, after),
    ]
}

/// The difference of two known scores with its sign; a dash where one is open.
pub fn gain(rounding: Rounding, before: Span, after: Span) -> String {
    match (before.known(), after.known()) {
        (Some(a), Some(b)) if a == b => String::new(),
        (Some(a), Some(b)) => signed(rounding, b - a),
        _ if before == after => String::new(),
        _ => "—".to_owned(),
    }
}

/// Points with their sign.
pub fn signed(rounding: Rounding, points: Decimal) -> String {
    let sign = if points.is_sign_negative() { "−" } else { "+" };
    format!("{sign}{}", figures::points(rounding, points.abs()))
}

fn leaves(outcome: &Outcome, lang: Lang, rows: &mut Vec<Row>) {
    let laid = &outcome.laid;
    let changed: Vec<_> = outcome.comparison.leaves(&laid.scheme);
    let changed: Vec<_> = changed.into_iter().filter(|row| row.differs()).collect();
    rows.push(Row::blank());
    if changed.is_empty() {
        rows.push(Row::dim(words::no_leaf_changes(lang)));
        return;
    }
    rows.push(Row::heading(words::leaves_changed(lang, changed.len()), String::new()));
    for row in changed {
        let (Some((_, old)), Some((n, new))) = (row.before, row.after) else { continue };
        let figure = |s: crate::score::Score| {
            format!("{}/{}", figures::span(laid.card.rounding, s.points), s.max.normalize())
        };
        let gain = gain(laid.card.rounding, old.points, new.points);
        let pair = words::old_to_new(lang, &figure(old), &figure(new));
        let gain = pad_left(&gain, GAIN.max(width(&gain)));
        let name = format!("  {}", lang.label(&laid.scheme.indicators[n].name));
        rows.push(Row::new(name, format!("{pair} {gain}")).act(Act::Indicator(n)));
    }
}
