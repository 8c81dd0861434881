//! What each command does. One small function for each group of commands.

mod dossier;
mod entry;
mod forms;
pub(super) mod second;
pub(super) mod whatif;

pub(super) use dossier::evidence;
pub(super) use forms::warn_of_totals;

use crate::i18n::{Lang, command as words, register as register_words, ui, whatif as tried_words};
use crate::scheme::Register;

use super::command::{self, Command as C, Scope};
use super::dialog::{Action, Ask, AskFor, Chooser, Dialog, Item};
use super::edit::LineEdit;
use super::hints;
use super::layout::{Cursor, Pane};
use super::screen::{self, home, ledger, overview};
use super::sheet::Target;
use super::work::Tab;
use super::{App, Cx, Effect};

/// Runs `command`.
pub(super) fn run(app: &mut App, command: C, cx: &Cx) -> Vec<Effect> {
    match command {
        C::Quit | C::Help | C::Palette | C::Search | C::SwitchLanguage | C::SwitchTheme | C::SetName => {
            general(app, command)
        }
        C::OpenPath | C::NewProject | C::OpenDemo | C::Forget | C::GoHome => home_command(app, command),
        C::Overview | C::Survey | C::Verify | C::Indicators | C::WhatIf | C::Ledger | C::Dossier => {
            go(app, command);
            Vec::new()
        }
        C::Finding | C::Suggestion | C::Related => dossier::run(app, command),
        C::Up | C::Down | C::Left | C::Right | C::PageUp | C::PageDown | C::First | C::Last => {
            move_selection(app, command);
            Vec::new()
        }
        C::NextIndicator | C::PreviousIndicator => {
            neighbour(app, command == C::NextIndicator);
            Vec::new()
        }
        C::NextPane | C::PreviousPane | C::Back | C::Fold | C::Why => {
            panes(app, command);
            Vec::new()
        }
        _ if second::takes(app, command) => second::run(app, command, cx),
        C::Open => open(app, cx),
        C::Edit | C::NewRecord | C::Clear | C::Remove | C::Evidence | C::Attach | C::NotApplicable => {
            entry::run(app, command, cx)
        }
        C::Undo | C::Redo => entry::undo(app, command, cx),
        C::Export => {
            app.ask(AskFor::ExportTo, "exports");
            Vec::new()
        }
        C::Import => app.ask_import(),
        C::RetrySave => vec![Effect::RetrySave],
        C::Statistics | C::PreviousQuestion | C::NextQuestion => forms::statistics(app, command),
        C::RepeatAnswer | C::Blank | C::Unreadable | C::Refused | C::FillRest => {
            forms::answer(app, command, cx)
        }
        C::NewScenario
        | C::RenameScenario
        | C::DropScenario
        | C::LayOver
        | C::Apply
        | C::NewTweak
        | C::DropTweak
        | C::Wider
        | C::Narrower
        | C::Redraw => {
            whatif::run(app, command);
            Vec::new()
        }
        _ => meeting(app, command).unwrap_or_else(|| forms::run(app, command)),
    }
}

/// The presenter's screen, the charts and the replay; nothing for any other command.
fn meeting(app: &mut App, command: C) -> Option<Vec<Effect>> {
    match command {
        C::Present => return Some(app.toggle_present()),
        C::NextChart | C::PreviousChart => app.turn_chart(command),
        C::Replay
        | C::StepForward
        | C::StepBack
        | C::NextChange
        | C::PreviousChange
        | C::LargestChange
        | C::MarkMoment
        | C::CompareMoments
        | C::ShowEntry => app.replay(command),
        _ => return None,
    }
    Some(Vec::new())
}

fn general(app: &mut App, command: C) -> Vec<Effect> {
    match command {
        C::Quit => return quit(app),
        C::Help => help(app),
        C::Palette => palette(app),
        C::Search => search(app),
        C::SwitchLanguage => {
            app.prefs.lang = match app.prefs.lang {
                Lang::Zh => Lang::En,
                Lang::En => Lang::Zh,
            };
            return vec![Effect::SaveSettings(app.prefs.clone())];
        }
        C::SwitchTheme => {
            app.prefs.theme = app.prefs.theme.next();
            return vec![Effect::SaveSettings(app.prefs.clone())];
        }
        _ => {
            let name = app.prefs.actor.clone();
            app.ask(AskFor::Name { then: None }, &name);
        }
    }
    Vec::new()
}

fn quit(app: &mut App) -> Vec<Effect> {
    let lang = app.lang();
    let failed = app.work.as_ref().is_some_and(|w| w.saving.failed.is_some() && w.unsaved());
    let trial = app.work.as_ref().is_some_and(|w| w.path.is_none() && w.ledger.can_undo());
    if trial {
        let items = vec![
            item(ui::stay(lang), ui::stay_detail(lang), Action::Stay),
            item(ui::quit_trial(lang), ui::quit_trial_detail(lang), Action::QuitUnsaved),
        ];
        app.dialogs.push(Dialog::Choose(Chooser::new(ui::trial_title(lang), items)));
        return Vec::new();
    }
    let tried = app.work.as_ref().map_or(0, |w| w.whatif.scenarios.len());
    if !failed && tried > 0 {
        let items = vec![
            item(ui::stay(lang), tried_words::quit_scenarios_detail(lang), Action::Stay),
            item(ui::quit_trial(lang), tried_words::leave_scenarios(lang), Action::QuitUnsaved),
        ];
        app.dialogs.push(Dialog::Choose(Chooser::new(tried_words::quit_scenarios(lang, tried), items)));
        return Vec::new();
    }
    if !failed {
        return vec![Effect::Quit];
    }
    let items = vec![
        item(ui::retry_save(lang), ui::retry_save_detail(lang), Action::Run(C::RetrySave)),
        item(ui::quit_unsaved(lang), ui::quit_unsaved_detail(lang), Action::QuitUnsaved),
    ];
    app.dialogs.push(Dialog::Choose(Chooser::new(ui::not_saved_title(lang), items)));
    Vec::new()
}

fn item(text: String, detail: String, action: Action) -> Item {
    Item { text, detail, key: String::new(), action }
}

fn command_items(app: &App, scopes: &[Scope]) -> Vec<Item> {
    let lang = app.lang();
    command::active(scopes)
        .into_iter()
        .filter(|active| hints::useful(app, active.row.command))
        .map(|active| Item {
            text: words::name(lang, active.row.command).to_owned(),
            detail: words::about(lang, active.row.command).to_owned(),
            key: active.keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
            action: Action::Run(active.row.command),
        })
        .collect()
}

fn help(app: &mut App) {
    let scopes = app.scopes();
    let items = command_items(app, &scopes);
    let title = ui::help_title(app.lang(), &screen::place(app));
    app.dialogs.push(Dialog::Choose(Chooser::new(title, items)));
}

fn palette(app: &mut App) {
    let mut scopes = app.scopes();
    // The palette also offers what is one pane away, so that nothing has to be hunted for.
    let aside = app.present.is_some() || scopes.contains(&Scope::Replay);
    if app.work.is_some() && !aside && !scopes.contains(&Scope::Browse) {
        scopes.push(Scope::Browse);
    }
    let moves = [C::Up, C::Down, C::Left, C::Right, C::PageUp, C::PageDown, C::First, C::Last, C::Palette];
    let mut items = command_items(app, &scopes);
    items.retain(|i| !matches!(&i.action, Action::Run(c) if moves.contains(c)));
    let title = ui::palette_title(app.lang());
    app.dialogs.push(Dialog::Choose(Chooser::new(title, items)));
}

fn search(app: &mut App) {
    let lang = app.lang();
    let Some(work) = &app.work else { return };
    let scheme = &work.scheme;
    let mut items: Vec<Item> = Vec::new();
    for (n, indicator) in scheme.indicators.iter().enumerate() {
        let path: Vec<&str> =
            scheme.path_to(n).into_iter().map(|p| lang.label(&scheme.indicators[p].name)).collect();
        let detail = path[..path.len() - 1].join(" / ");
        items.push(item(lang.label(&indicator.name).to_owned(), detail, Action::Go(Target::Indicator(n))));
    }
    for (n, measure) in scheme.measures.iter().enumerate() {
        let name = lang.label(&measure.name).to_owned();
        items.push(item(name, ui::a_measure(lang), Action::Go(Target::Measure(n))));
    }
    for (q, questionnaire) in scheme.questionnaires.iter().enumerate() {
        for (n, question) in questionnaire.questions.iter().enumerate() {
            let text = lang.wording(&question.text).into_owned();
            items.push(item(text, ui::a_question(lang, &question.id), Action::Go(Target::Question(q, n))));
        }
    }
    for register in Register::ALL {
        for row in work.ledger.facts().rows(register.id()) {
            let title = work.ledger.facts().get(&register.path(row, register.title_column()));
            let detail = register_words::by_name(lang, register_words::one(lang, register), row);
            let action = Action::Go(Target::Row(register, row));
            items.push(item(title.unwrap_or_default().to_owned(), detail, action));
        }
    }
    app.dialogs.push(Dialog::Choose(Chooser::new(ui::search_title(lang), items)));
}

fn home_command(app: &mut App, command: C) -> Vec<Effect> {
    match command {
        C::OpenPath => {
            app.ask_file(AskFor::OpenPath, &[".jp"]);
            Vec::new()
        }
        // Everything in a project carries a name, from its first entry on.
        C::NewProject if app.prefs.actor.is_empty() => {
            app.ask(AskFor::Name { then: Some(C::NewProject) }, "");
            Vec::new()
        }
        C::NewProject => vec![Effect::ListSchemes],
        C::OpenDemo => vec![Effect::OpenDemo],
        C::Forget => {
            if let Some(home::Row::Recent(n)) = home::rows(app).get(app.home.at) {
                app.prefs.recent.remove(*n);
                return vec![Effect::SaveSettings(app.prefs.clone())];
            }
            Vec::new()
        }
        _ => {
            app.work = None;
            app.home.at = home::first(&app.prefs);
            vec![Effect::Close]
        }
    }
}

fn go(app: &mut App, command: C) {
    let tab = match command {
        C::Overview => Tab::Overview,
        C::Survey => Tab::Survey,
        C::Verify => Tab::Verify,
        C::Indicators => Tab::Indicators,
        C::WhatIf => Tab::WhatIf,
        C::Dossier => Tab::Dossier,
        _ => Tab::Ledger,
    };
    app.go_tab(tab);
}

fn move_selection(app: &mut App, command: C) {
    if app.scopes().contains(&Scope::Replay) {
        app.replay(command);
        return;
    }
    if matches!(command, C::Left | C::Right) && app.scopes().contains(&Scope::Coverage) {
        dossier::move_column(app, command == C::Right);
        return;
    }
    if app.scopes().contains(&Scope::Charts) {
        app.turn_chart(command);
        return;
    }
    let layout = app.layout();
    let lang = app.lang();
    let Some(work) = &mut app.work else {
        let rows = home::rows(app).len();
        app.home.move_by(if command == C::Up { -1 } else { 1 }, rows);
        return;
    };
    let main = work.view.focus == Pane::Main;
    let area = if main { layout.main } else { layout.list }.unwrap_or_default();
    let page = isize::try_from(area.inner().height.max(2) - 1).unwrap_or(1);
    let by = match command {
        C::Up => -1,
        C::Down => 1,
        C::PageUp => -page,
        C::PageDown => page,
        C::First => isize::MIN / 2,
        _ => isize::MAX / 2,
    };
    if main && work.on_sheet() && !work.shows_statistics() {
        let sheet = &mut work.view.sheet;
        match command {
            C::Left => sheet.move_cells(-1),
            C::Right => sheet.move_cells(1),
            C::First => sheet.move_to_end(false),
            C::Last => sheet.move_to_end(true),
            _ => sheet.move_rows(by),
        }
    } else {
        work.move_list(by, lang, usize::from(area.inner().width));
    }
}

/// Goes to the leaf before or after the one that is keyed.
fn neighbour(app: &mut App, forward: bool) {
    let Some(work) = &app.work else { return };
    let leaves: Vec<usize> = work.scheme.leaves().collect();
    let Some(at) = work.selected().and_then(|n| leaves.iter().position(|l| *l == n)) else { return };
    let next = if forward { at.checked_add(1) } else { at.checked_sub(1) };
    if let Some(&n) = next.and_then(|n| leaves.get(n)) {
        app.go_to(Target::Indicator(n));
    }
}

fn panes(app: &mut App, command: C) {
    if app.present.is_some() {
        app.toggle_present();
        return;
    }
    let looked_at = app.looked_at();
    let Some(work) = &mut app.work else { return };
    if work.replay.shown {
        app.leave_replay(false);
        return;
    }
    match command {
        C::Back => {
            if !work.walk_back() {
                work.view.focus = Pane::List;
            }
        }
        C::Fold => {
            if let Some(selected) = work.selected().filter(|&n| work.scheme.indicators[n].rule.is_none()) {
                if let Some(at) = work.view.folded.iter().position(|&f| f == selected) {
                    work.view.folded.remove(at);
                } else {
                    work.view.folded.push(selected);
                }
            }
        }
        C::Why => {
            if let Some(n) = looked_at {
                work.select(n);
            }
            work.view.tab = Tab::Indicators;
            work.view.focus = Pane::Main;
        }
        _ => {
            work.view.focus = match work.view.focus {
                Pane::List => Pane::Main,
                Pane::Main => Pane::List,
            };
            app.rebuild();
        }
    }
}

fn open(app: &mut App, cx: &Cx) -> Vec<Effect> {
    let lang = app.lang();
    let width = usize::from(app.layout().main.unwrap_or_default().inner().width);
    let Some(work) = &mut app.work else { return home::open(app, cx) };
    match (work.view.focus, work.view.tab) {
        (Pane::List, Tab::Survey) => {
            if let Some((q, question)) = work.question_rows().get(work.view.questions.at).copied() {
                work.view.statistics = None;
                app.go_to(Target::Question(q, question.unwrap_or(0)));
            }
        }
        (Pane::List, Tab::WhatIf | Tab::Dossier) => work.view.focus = Pane::Main,
        (Pane::Main, Tab::WhatIf) => whatif::open(app),
        (Pane::List, _) => match work.selected() {
            Some(n) if work.scheme.indicators[n].rule.is_some() => app.go_to(Target::Indicator(n)),
            Some(_) => panes(app, C::Fold),
            None => {}
        },
        (Pane::Main, Tab::Overview) => {
            let row = overview::rows(work, lang, width).into_iter().nth(work.view.overview.at);
            if let Some(target) = row.and_then(|r| r.target) {
                app.go_to(target);
            }
        }
        (Pane::Main, Tab::Ledger) => {
            if let Some(path) = ledger::selected(work).map(|e| e.change.path.clone()) {
                app.go_to_fact(&path);
            }
        }
        (Pane::Main, Tab::Dossier) => dossier::open_coverage(app),
        (Pane::Main, _) => app.go_tab(Tab::Verify),
    }
    Vec::new()
}

impl App {
    /// Asks for a line, with `start` typed already.
    pub(super) fn ask(&mut self, purpose: AskFor, start: &str) {
        let (title, hint) = screen::ask_words(self, &purpose);
        self.dialogs.push(Dialog::Ask(Ask {
            purpose,
            title,
            hint,
            edit: LineEdit::suggesting(start),
            refusal: None,
            listing: None,
        }));
    }

    /// Goes to a screen and puts the keys where they are of use.
    pub(super) fn go_tab(&mut self, tab: Tab) {
        self.fresh = false;
        self.forget_complete();
        let Some(work) = &mut self.work else { return };
        work.view.tab = tab;
        work.replay.shown = false;
        // Where digits are entries, one first chooses what to key: a second digit pressed in haste
        // must not become an answer.
        let keyed = matches!(tab, Tab::Survey | Tab::Verify | Tab::WhatIf | Tab::Dossier);
        work.view.trail.clear();
        work.view.focus = if keyed { Pane::List } else { Pane::Main };
        if tab == Tab::Ledger {
            work.view.ledger = Cursor::default();
        }
        work.show_tab();
        self.rebuild();
    }
}
