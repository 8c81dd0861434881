//! All scenarios side by side: totals, grades, levels and every leaf that changes in one of them.

use super::scenario::tweak_words;
use super::{Act, Row};
use crate::app::command::{self, Command, Scope};
use crate::app::figures;
use crate::app::work::Work;
use crate::i18n::width::{cut, pad, pad_left, width, wrap};
use crate::i18n::{Lang, command as command_words, whatif as words};
use crate::scheme::Scheme;
use crate::score::Scorecard;

/// Fewest and most columns of a scenario.
const COLUMN: (usize, usize) = (10, 16);
/// Fewest columns left for names.
const NAME: usize = 14;

pub(super) fn rows(work: &Work, lang: Lang, room: usize) -> Vec<Row> {
    let whatif = &work.whatif;
    if whatif.scenarios.is_empty() {
        return none(lang, room);
    }
    let table = Table::new(work, lang, room);
    let mut rows = vec![table.heads()];
    rows.push(table.line(&words::total(lang), |_, card| figures::span(card.rounding, card.total.points)));
    rows.push(table.line(&words::grade(lang), |scheme, card| figures::grade_of(scheme, card, lang)));
    for level in work.scheme.children(None) {
        let name = format!("  {}", lang.label(&work.scheme.indicators[level].name));
        rows.push(table.line(&name, |_, card| figures::span(card.rounding, card.scores[level].points)));
    }
    let differs = |n: usize| whatif.outcomes.iter().any(|o| o.laid.card.scores[n] != work.card.scores[n]);
    let changed: Vec<usize> = work.scheme.leaves().filter(|n| differs(*n)).collect();
    if !changed.is_empty() {
        rows.push(Row::blank());
        rows.push(Row::heading(words::leaves_changed(lang, changed.len()), String::new()));
        rows.extend(changed.into_iter().map(|n| {
            let name = format!("  {}", lang.label(&work.scheme.indicators[n].name));
            let line = table.line(&name, |_, card| figures::span(card.rounding, card.scores[n].points));
            line.act(Act::Indicator(n))
        }));
    }
    for (n, scenario) in whatif.scenarios.iter().enumerate() {
        rows.push(Row::blank());
        rows.push(Row { act: Some(Act::Scenario(n)), ..Row::heading(scenario.name.clone(), String::new()) });
        for tweak in &scenario.tweaks {
            let (name, change) = tweak_words(&work.scheme, work.ledger.facts(), tweak, lang);
            rows.push(Row::new(format!("  {name}"), change));
        }
    }
    rows
}

/// What can be done as long as there is none, and with one.
fn none(lang: Lang, room: usize) -> Vec<Row> {
    let mut rows: Vec<Row> =
        wrap(&words::no_scenarios(lang), room.saturating_sub(2)).into_iter().map(Row::dim).collect();
    rows.push(Row::blank());
    for active in command::active(&[Scope::Scenarios]).into_iter().filter(|a| a.row.command != Command::Open)
    {
        let key = active.keys.first().map(ToString::to_string).unwrap_or_default();
        let head =
            format!("  {}  {}  ", pad(&key, 4), pad(command_words::name(lang, active.row.command), 14));
        let about = command_words::about(lang, active.row.command);
        for (n, line) in wrap(about, room.saturating_sub(width(&head) + 2).max(12)).into_iter().enumerate() {
            let head = if n == 0 { head.clone() } else { " ".repeat(width(&head)) };
            rows.push(Row::dim(format!("{head}{line}")));
        }
    }
    rows
}

/// The record and as many scenarios as fit beside it.
struct Table<'a> {
    work: &'a Work,
    lang: Lang,
    name: usize,
    shown: usize,
    column: usize,
}

impl<'a> Table<'a> {
    fn new(work: &'a Work, lang: Lang, room: usize) -> Self {
        let fit = room.saturating_sub(NAME) / COLUMN.0;
        let shown = work.whatif.scenarios.len().min(fit.saturating_sub(1).max(1));
        let column = (room.saturating_sub(2 * NAME) / (shown + 1)).clamp(COLUMN.0, COLUMN.1);
        let name = room.saturating_sub((shown + 1) * column).clamp(8, 44);
        Self { work, lang, name, shown, column }
    }

    fn columns(&self, head: &str, columns: impl Iterator<Item = String>) -> Row {
        let columns: String = columns.map(|c| pad_left(&cut(&c, self.column - 1), self.column)).collect();
        Row::new(format!("{}{columns}", pad(head, self.name)), String::new())
    }

    fn heads(&self) -> Row {
        let names = self.work.whatif.scenarios.iter().take(self.shown).map(|s| s.name.clone());
        let hidden = self.work.whatif.scenarios.len() - self.shown;
        let more = if hidden > 0 { format!("…+{hidden}") } else { String::new() };
        let heads = self.columns("", std::iter::once(words::record(self.lang)).chain(names));
        Row { heading: true, figure: more, ..heads }
    }

    fn line(&self, head: &str, of: impl Fn(&Scheme, &Scorecard) -> String) -> Row {
        let own = std::iter::once(of(&self.work.scheme, &self.work.card));
        let outcomes = self.work.whatif.outcomes.iter().take(self.shown);
        self.columns(head, own.chain(outcomes.map(|o| of(&o.laid.scheme, &o.laid.card))))
    }
}
