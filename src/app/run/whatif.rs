//! Commands of the what-if screen: making scenarios, changing something in one, laying it over,
//! applying it as ordinary entries, dropping it.

use crate::app::command::Command as C;
use crate::app::dialog::{Action, AskFor, Chooser, Dialog, Item};
use crate::app::layout::{Cursor, Pane};
use crate::app::screen::whatif::{self as screen, Act, Row};
use crate::app::whatif::{PERCENT, Place, Spot, View};
use crate::app::work::{Tab, Work};
use crate::app::{App, Cx, Effect};
use crate::format::amend::{Unamendable, amend};
use crate::format::diagnose::position_of;
use crate::i18n::{Lang, label, problem, ui, whatif as words};
use crate::ledger::{Facts, SCHEME_PREFIX};
use crate::scheme::parameter::parameter;
use crate::scheme::rounding::{Mode, Of};
use crate::scheme::{FieldKind, MeasureKind, Rounding, Scheme, parameters};
use crate::score;
use crate::score::whatif::{Scenario, Tweak, gate_typed};

pub(in crate::app) fn run(app: &mut App, command: C) {
    let lang = app.lang();
    let Some(work) = &mut app.work else { return };
    let selected = work.whatif.selected();
    match (command, selected) {
        (C::NewScenario, _) => {
            new_scenario(work, lang, Vec::new());
            work.view.focus = Pane::Main;
            choose_spot(app);
        }
        (C::LayOver, Some(n)) => {
            work.whatif.laid = if work.whatif.laid == Some(n) { None } else { Some(n) };
            work.whatif.forget();
        }
        (C::RenameScenario, Some(n)) => {
            let name = work.whatif.scenarios[n].name.clone();
            app.ask(AskFor::ScenarioName(n), &name);
        }
        (C::DropScenario, Some(n)) => {
            if let Some(dropped) = work.whatif.remove(n) {
                work.whatif.main = Cursor::default();
                if work.whatif.selected().is_none() {
                    work.whatif.show(Place::View(View::Scenarios));
                }
                work.view.focus = Pane::List;
                app.say(words::dropped(lang, &dropped.name), false);
            }
        }
        (C::Apply, Some(n)) => {
            if work.barred(lang).is_some() {
                app.refuse_read_only();
            } else if changes(work, n).is_empty() {
                app.say(words::nothing_to_apply(lang), false);
            } else {
                app.ask(AskFor::Apply(n), "");
            }
        }
        (C::Wider | C::Narrower, _) => {
            let step = |p: u32| if p > 5 || (p == 5 && command == C::Wider) { 5 } else { 1 };
            let now = work.whatif.percent;
            let next = if command == C::Wider { now + step(now) } else { now.saturating_sub(step(now)) };
            work.whatif.percent = next.clamp(PERCENT.1, PERCENT.2);
            work.whatif.firmness = None;
        }
        (C::Redraw, _) => {
            work.whatif.seed += 1;
            work.whatif.firmness = None;
        }
        (C::NewTweak, Some(_)) => choose_spot(app),
        (C::DropTweak, Some(n)) => {
            if let Some(spot) = chosen(app)
                && let Some(work) = &mut app.work
            {
                work.whatif.scenarios[n].tweaks.retain(|t| Spot::of(t) != spot);
                work.retry();
            }
        }
        _ => {}
    }
}

/// Makes a scenario with a name of its own and shows it.
pub(in crate::app) fn new_scenario(work: &mut Work, lang: Lang, tweaks: Vec<Tweak>) {
    let taken = |name: &str| work.whatif.scenarios.iter().any(|s| s.name == name);
    let names = (work.whatif.scenarios.len() + 1..).map(|n| words::scenario_named(lang, n));
    let name = names.into_iter().find(|name| !taken(name)).unwrap_or_default();
    work.whatif.scenarios.push(Scenario { name, tweaks });
    work.retry();
    let last = work.whatif.scenarios.len() - 1;
    work.whatif.show(Place::Scenario(last));
}

impl Work {
    /// Scores the scenarios again.
    pub(in crate::app) fn retry(&mut self) {
        self.whatif.recompute(&self.scheme, self.ledger.facts(), &self.card);
    }
}

/// The selected row of a view.
pub(in crate::app) fn row(app: &App) -> Option<Row> {
    let work = app.work.as_ref().filter(|w| w.view.tab == Tab::WhatIf && w.view.focus == Pane::Main)?;
    let width = usize::from(app.layout().main.unwrap_or_default().inner().width);
    screen::rows(work, app.lang(), width).into_iter().nth(work.whatif.main.at)
}

/// What the selected row of a scenario changes.
pub(in crate::app) fn chosen(app: &App) -> Option<Spot> {
    match row(app)?.act? {
        Act::Change(spot) => Some(spot),
        _ => None,
    }
}

/// What Enter does on the selected row.
pub(in crate::app) fn open(app: &mut App) {
    let Some(act) = row(app).and_then(|r| r.act) else { return };
    match act {
        Act::Change(spot) => otherwise(app, &spot),
        Act::Add => choose_spot(app),
        Act::Indicator(n) => {
            if let Some(work) = &mut app.work {
                work.select(n);
            }
            app.go_tab(Tab::Indicators);
        }
        Act::Try(tweaks, _) => {
            let lang = app.lang();
            if let Some(work) = &mut app.work {
                // On top of what is laid over, for it was found there.
                let laid = work.whatif.laid.and_then(|n| work.whatif.scenarios.get(n));
                let mut scenario = laid.cloned().unwrap_or_default();
                for tweak in tweaks {
                    scenario.set(tweak);
                }
                new_scenario(work, lang, scenario.tweaks);
            }
        }
        Act::CompareWith => app.ask(AskFor::CompareWith, ""),
        Act::Scenario(n) => {
            if let Some(work) = &mut app.work {
                work.whatif.show(Place::Scenario(n));
            }
        }
    }
}

/// Offers everything that can be changed.
fn choose_spot(app: &mut App) {
    let lang = app.lang();
    let Some(work) = &app.work else { return };
    let (scheme, facts) = (&work.scheme, work.ledger.facts());
    let item = |spot: Spot, path: &str, now: &str| Item {
        text: screen::scenario::spot_name(scheme, &spot, lang),
        detail: words::at_present(lang, path, now),
        key: String::new(),
        action: Action::Otherwise(spot),
    };
    let mut items: Vec<Item> = places(scheme, facts)
        .into_iter()
        .map(|path| {
            let now = screen::scenario::fact_value(scheme, &path, facts.get(&path), lang);
            item(Spot::Fact(path.clone()), &path, &now)
        })
        .collect();
    items.extend(parameters(scheme).into_iter().map(|p| Item {
        text: words::parameter(lang, scheme, &p),
        detail: words::at_present(lang, &p.path, &p.typed(p.value)),
        key: String::new(),
        action: Action::Otherwise(Spot::Parameter(p.path)),
    }));
    let rounding = words::rounding_words(lang, scheme.rounding);
    items.push(item(Spot::Rounding, crate::score::whatif::ROUNDING, &rounding));
    app.dialogs.push(Dialog::Choose(Chooser::new(words::choose_tweak(lang), items)));
}

/// Most answers on forms that are offered one by one; beyond that totals are.
const MOST_ANSWERS: usize = 600;

/// The paths at which something is or may be recorded: open tables with their rows and one more.
fn places(scheme: &Scheme, facts: &Facts) -> Vec<String> {
    let mut paths = Vec::new();
    for measure in &scheme.measures {
        let id = &measure.id;
        match &measure.kind {
            MeasureKind::Number(_) => paths.push(id.clone()),
            MeasureKind::Choice(_) => paths.extend([id.clone(), format!("{id}.judged")]),
            MeasureKind::Checklist(items) => paths.extend(items.iter().map(|i| format!("{id}.{}", i.id))),
            MeasureKind::Table(table) => {
                paths.extend(["planned", "total"].map(|word| format!("{id}.{word}")));
                let mut rows: Vec<String> = table.rows.iter().map(|r| r.id.clone()).collect();
                if table.is_open() {
                    let numbers = facts.rows(id);
                    let next = numbers.last().map_or(1, |n| n + 1);
                    rows.extend(numbers.into_iter().chain([next]).map(|n| n.to_string()));
                }
                for row in rows {
                    paths.extend(table.columns.iter().map(|c| format!("{id}.{row}.{}", c.id)));
                }
            }
            MeasureKind::Lookup(_) | MeasureKind::Survey { .. } | MeasureKind::Formula { .. } => {}
        }
    }
    for questionnaire in &scheme.questionnaires {
        let id = &questionnaire.id;
        paths.extend(["distributed", "returned", "valid", "population"].map(|word| format!("{id}.{word}")));
        for question in &questionnaire.questions {
            paths.extend(question.choices.iter().map(|c| format!("{id}.tally.{}.{}", question.id, c.code)));
        }
        let Some(responses) = facts.responses(id) else { continue };
        if responses.len() * questionnaire.questions.len() <= MOST_ANSWERS {
            let forms = responses.numbers();
            paths.extend(forms.flat_map(|n| {
                questionnaire.questions.iter().map(move |q| format!("{id}.form.{n}.{}", q.id))
            }));
        }
    }
    paths.extend(scheme.leaves().map(|n| format!("indicator.{}.na", scheme.indicators[n].id)));
    paths.retain(|path| scheme.field(path).is_some());
    paths
}

/// Asks for another value of something in the selected scenario.
pub(in crate::app) fn otherwise(app: &mut App, spot: &Spot) {
    let lang = app.lang();
    let Some(work) = &app.work else { return };
    let scenario = work.whatif.selected().and_then(|n| work.whatif.scenarios.get(n));
    let tweak = scenario.and_then(|s| s.tweaks.iter().find(|t| Spot::of(t) == *spot));
    let title = screen::scenario::spot_name(&work.scheme, spot, lang);
    match spot {
        Spot::Rounding => {
            let now = work.scheme.rounding;
            let habits =
                [Of::Score, Of::Deduction].into_iter().flat_map(|of| Mode::ALL.map(|mode| (of, mode)));
            let items = habits.enumerate().map(|(n, (of, mode))| {
                let rounding = Rounding { of, mode, places: now.places };
                let mark = if rounding == now { words::record(lang) } else { String::new() };
                choice(n, words::rounding_words(lang, rounding), mark, Tweak::Rounding(rounding))
            });
            app.dialogs.push(Dialog::Choose(Chooser::new(title, items.collect())));
        }
        Spot::Fact(path) => {
            let Some(field) = work.scheme.field(path) else { return };
            if let FieldKind::Code(codes) = field.kind {
                let fact = |value: Option<String>| Tweak::Fact { path: path.clone(), value };
                let codes = codes.into_iter().map(Some).chain([None]);
                let items = codes.enumerate().map(|(n, code)| {
                    let text = code.as_ref().map_or_else(
                        || ui::nothing_recorded(lang),
                        |code| label::code(lang, &work.scheme, path, code),
                    );
                    let is_now = code.as_deref() == work.ledger.facts().get(path);
                    let mark = if is_now { words::record(lang) } else { String::new() };
                    choice(n, text, mark, fact(code))
                });
                app.dialogs.push(Dialog::Choose(Chooser::new(title, items.collect())));
                return;
            }
            let start = match tweak {
                Some(Tweak::Fact { value, .. }) => value.clone(),
                _ => work.ledger.facts().get(path).map(str::to_owned),
            };
            app.ask(AskFor::Otherwise(spot.clone()), &start.unwrap_or_default());
        }
        Spot::Parameter(path) => {
            let Some(known) = parameter(&work.scheme, path) else { return };
            let start = match tweak {
                Some(Tweak::Parameter { value, .. }) => known.typed(*value),
                _ => known.typed(known.value),
            };
            app.ask(AskFor::Otherwise(spot.clone()), &start);
        }
    }
}

fn choice(n: usize, text: String, detail: String, tweak: Tweak) -> Item {
    Item { text, detail, key: (n + 1).to_string(), action: Action::Tweak(tweak) }
}

/// Takes what was typed as the other value, or says why not.
pub(in crate::app) fn typed(app: &mut App, spot: &Spot, text: &str) -> Result<(), String> {
    let lang = app.lang();
    let Some(work) = &app.work else { return Ok(()) };
    let tweak = match spot {
        Spot::Fact(path) if text.is_empty() => Tweak::Fact { path: path.clone(), value: None },
        Spot::Fact(path) => {
            let typed = gate_typed(&work.scheme, path, text).map_err(|why| words::unfit(lang, &why))?;
            app.say_converted(typed.from.as_ref(), path, Some(&typed.value));
            Tweak::Fact { path: path.clone(), value: Some(typed.value) }
        }
        Spot::Parameter(path) => {
            let known = parameter(&work.scheme, path).ok_or_else(|| words::no_such_path(lang))?;
            let value = known.accept(text).map_err(|why| problem::refusal(lang, &why))?;
            Tweak::Parameter { path: path.clone(), value }
        }
        Spot::Rounding => return Ok(()),
    };
    take(app, tweak);
    Ok(())
}

/// Puts a change into the selected scenario, in a new one if none is selected.
pub(in crate::app) fn take(app: &mut App, tweak: Tweak) {
    let lang = app.lang();
    let Some(work) = &mut app.work else { return };
    match work.whatif.selected() {
        Some(n) => {
            work.whatif.scenarios[n].set(tweak);
            work.retry();
        }
        None => new_scenario(work, lang, vec![tweak]),
    }
    work.view.focus = Pane::Main;
}

pub(in crate::app) fn rename(app: &mut App, n: usize, name: String) {
    let scenarios = app.work.as_mut().map(|w| &mut w.whatif.scenarios);
    if let Some(scenario) = scenarios.and_then(|s| s.get_mut(n)) {
        scenario.name = name;
    }
}

/// The tweaks of a scenario that differ from the record.
fn changes(work: &Work, n: usize) -> Vec<Tweak> {
    let differs = |tweak: &&Tweak| match tweak {
        Tweak::Fact { path, value } => work.ledger.facts().get(path) != value.as_deref(),
        Tweak::Parameter { path, value } => parameter(&work.scheme, path).is_some_and(|p| p.value != *value),
        Tweak::Rounding(rounding) => work.scheme.rounding != *rounding,
    };
    work.whatif.scenarios[n].tweaks.iter().filter(differs).cloned().collect()
}

/// Makes a scenario part of the record: its facts, and the scheme's files with its numbers, as
/// ordinary entries of one act with one reason. All of it or nothing.
pub(in crate::app) fn apply(app: &mut App, n: usize, reason: &str, cx: &Cx) -> Result<Vec<Effect>, String> {
    let lang = app.lang();
    let Some(work) = &app.work else { return Ok(Vec::new()) };
    let unfit = work.whatif.outcomes[n].laid.unfit.first();
    if let Some((k, why)) = unfit {
        let tweak = &work.whatif.scenarios[n].tweaks[*k];
        let name = screen::scenario::spot_name(&work.scheme, &Spot::of(tweak), lang);
        return Err(words::unfit_tweak(lang, &name, &words::unfit(lang, why)));
    }
    let tweaks = changes(work, n);
    let mut sets = Vec::new();
    if tweaks.iter().any(Tweak::is_of_scheme) {
        let amended = amend(&work.scheme, &work.sources, &tweaks);
        let amended = amended.map_err(|why| refusal(work, &tweaks, &why, lang))?;
        let changed = amended.sources.into_iter().zip(&work.sources).filter(|(new, old)| new != *old);
        sets.extend(changed.map(|(new, _)| (format!("{SCHEME_PREFIX}{}", new.name), Some(new.text))));
    }
    sets.extend(tweaks.into_iter().filter_map(|tweak| match tweak {
        Tweak::Fact { path, value } => Some((path, value)),
        _ => None,
    }));
    let count = sets.len();
    // An item that does not apply has its reason beside it.
    let wants = |(path, value): &(String, Option<String>)| {
        let note = score::reason_path(&work.scheme, path, value.as_deref())?;
        (!sets.iter().any(|(p, _)| *p == note)).then(|| (note, Some(reason.to_owned())))
    };
    let notes: Vec<_> = sets.iter().filter_map(wants).collect();
    sets.extend(notes);
    let effects = app.record(sets, Some(reason), cx);
    let Some(work) = &mut app.work else { return Ok(effects) };
    if !effects.is_empty()
        && let Some(applied) = work.whatif.remove(n)
    {
        work.whatif.show(Place::View(View::Scenarios));
        work.view.focus = Pane::List;
        app.fresh = false;
        app.say(words::applied(lang, count, &applied.name), false);
    }
    Ok(effects)
}

fn refusal(work: &Work, tweaks: &[Tweak], why: &Unamendable, lang: Lang) -> String {
    match why {
        Unamendable::Shared(n, place) => {
            let name = screen::scenario::spot_name(&work.scheme, &Spot::of(&tweaks[*n]), lang);
            let (file, line, _) = position_of(*place, &work.sources);
            words::cannot_amend(lang, &name, &file, line)
        }
        Unamendable::Broken(fault) => words::breaks_scheme(lang, &problem::message(lang, fault)),
    }
}
