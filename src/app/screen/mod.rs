//! What the screens show, as plain rows: one file a screen.

pub mod dossier;
pub mod home;
pub mod import;
pub mod ledger;
pub mod overview;
pub mod statistics;
pub mod survey;
pub mod whatif;
pub mod why;

use crate::i18n::width::width;
use crate::i18n::{
    command, compare, dossier as dossier_words, import as import_words, label, table, ui, verify,
    whatif as words,
};

use super::App;
use super::command::{Command, Scope};
use super::dialog::AskFor;
use super::import::Destination;
use super::layout::Size;
use super::sheet::Subject;
use super::work::Tab;

/// Widest dialog.
pub const DIALOG_WIDTH: usize = 76;

/// Items that a list dialog shows at once at this size.
pub fn dialog_rows(size: Size) -> usize {
    usize::from(size.height).saturating_sub(9).clamp(3, 24)
}

/// Names that a line asking for a path shows of a folder at this size.
pub fn listing_rows(size: Size) -> usize {
    usize::from(size.height).saturating_sub(12).clamp(3, 20)
}

/// The command that leads to a screen.
pub const fn tab_command(tab: Tab) -> Command {
    match tab {
        Tab::Overview => Command::Overview,
        Tab::Survey => Command::Survey,
        Tab::Verify => Command::Verify,
        Tab::Indicators => Command::Indicators,
        Tab::WhatIf => Command::WhatIf,
        Tab::Ledger => Command::Ledger,
        Tab::Dossier => Command::Dossier,
    }
}

/// The screens with their digits, first column and width in the line of tabs.
pub fn tabs(app: &App) -> Vec<(Tab, String, u16, u16)> {
    // Where digits are entries, Alt goes before them: before each, or at least once before all.
    let alt = if app.scopes().contains(&Scope::Browse) { "" } else { "⌥" };
    let lead = if alt.is_empty() { " " } else { "Alt " };
    let layouts = [(" ", alt, 3), (" ", alt, 2), (" ", alt, 1), (lead, "", 1), (" ", "", 1)];
    let laid_out = layouts.map(|(lead, alt, gap)| lay_tabs(app, lead, alt, gap));
    let fits = |tabs: &Vec<(Tab, String, u16, u16)>| {
        tabs.last().is_none_or(|(_, _, start, columns)| start + columns <= app.size.width)
    };
    let [.., last] = &laid_out;
    laid_out.iter().find(|tabs| fits(tabs)).unwrap_or(last).clone()
}

fn lay_tabs(app: &App, lead: &str, alt: &str, gap: u16) -> Vec<(Tab, String, u16, u16)> {
    let mut x = u16::try_from(width(lead)).unwrap_or(0);
    Tab::ALL
        .into_iter()
        .enumerate()
        .map(|(n, tab)| {
            let text = format!("{alt}{} {}", n + 1, command::name(app.lang(), tab_command(tab)));
            let columns = u16::try_from(width(&text)).unwrap_or(0);
            let start = x;
            x += columns + gap;
            (tab, text, start, columns)
        })
        .collect()
}

/// The screen whose name stands at this column.
pub fn tab_at(app: &App, x: u16) -> Option<Tab> {
    tabs(app).into_iter().find(|(_, _, start, width)| x >= *start && x < start + width).map(|(tab, ..)| tab)
}

/// Where one is, in words.
pub fn place(app: &App) -> String {
    let lang = app.lang();
    match &app.work {
        None => command::scope(lang, Scope::Home).to_owned(),
        Some(work) if work.replay.shown && app.present.is_none() => {
            command::scope(lang, Scope::Replay).to_owned()
        }
        Some(_) if app.present.is_some() => command::scope(lang, Scope::Present).to_owned(),
        Some(work) => command::name(lang, tab_command(work.view.tab)).to_owned(),
    }
}

/// Heading of the main pane.
pub fn main_title(app: &App) -> String {
    let lang = app.lang();
    let Some(work) = &app.work else { return String::new() };
    if work.view.tab == Tab::WhatIf {
        return whatif::title(work, lang);
    }
    let tab = command::name(lang, tab_command(work.view.tab));
    let what = match (work.view.tab, &work.view.sheet.subject) {
        (Tab::Verify | Tab::Indicators, _) => {
            work.selected().map(|n| lang.label(&work.scheme.indicators[n].name).to_owned())
        }
        (Tab::Survey, _) if work.view.statistics.is_some() => {
            Some(command::name(lang, Command::Statistics).to_owned())
        }
        (Tab::Survey, Subject::Form { number, .. }) => {
            Some(crate::i18n::label::form(lang, &number.to_string()))
        }
        (Tab::Ledger, _) if work.replay.shown => Some(command::name(lang, Command::Replay).to_owned()),
        (Tab::Survey, Subject::Second { number, .. }) => {
            Some(verify::title_second(lang, &number.to_string()))
        }
        (Tab::Survey, Subject::Differences(_)) => Some(verify::title_differences(lang)),
        (Tab::Survey, Subject::Suspects(_)) => Some(verify::title_suspects(lang)),
        (Tab::Survey, Subject::Tally(_)) => Some(command::name(lang, Command::Tally).to_owned()),
        (Tab::Dossier, _) => Some(work.section().title(work, lang)),
        _ => None,
    };
    what.map_or_else(|| tab.to_owned(), |what| format!("{tab} · {what}"))
}

/// Title and hint of a line to fill in.
pub fn ask_words(app: &App, purpose: &AskFor) -> (String, String) {
    let lang = app.lang();
    match purpose {
        AskFor::OpenPath => (command::about(lang, Command::OpenPath).to_owned(), ui::ask_open(lang)),
        AskFor::CreateAt { .. } => {
            (command::name(lang, Command::NewProject).to_owned(), ui::ask_create(lang))
        }
        AskFor::Name { .. } => (command::name(lang, Command::SetName).to_owned(), ui::ask_name(lang)),
        AskFor::NotApplicable(_) => {
            (command::name(lang, Command::NotApplicable).to_owned(), ui::ask_not_applicable(lang))
        }
        AskFor::ExemptItem(path) => {
            let item = app.work.as_ref().map(|w| label::fact(lang, &w.scheme, path)).unwrap_or_default();
            (item, ui::ask_exempt_item(lang))
        }
        AskFor::InvalidForm { .. } => {
            (command::name(lang, Command::InvalidForm).to_owned(), ui::ask_invalid(lang))
        }
        AskFor::Unlock => (dossier_words::unlock(lang), dossier_words::ask_unlock(lang)),
        AskFor::FormNumber(_) => (command::about(lang, Command::GoToForm).to_owned(), ui::ask_form(lang)),
        AskFor::Attach { about, .. } => {
            (command::about(lang, Command::Attach).to_owned(), ui::ask_attach(lang, about))
        }
        AskFor::Import(target) => {
            let what = app.work.as_ref().map(|w| import::target(w, target, lang)).unwrap_or_default();
            let hint = match target {
                Destination::Forms(_) => import_words::ask_forms(lang, &what),
                Destination::Rows(_) => import_words::ask_rows(lang, &what),
            };
            (command::name(lang, Command::Import).to_owned(), hint)
        }
        AskFor::PlanReason { old, new, .. } => {
            let hint = match new {
                Some(new) => table::ask_reason(lang, old, new),
                None => table::ask_reason_clear(lang, old),
            };
            (table::plan_title(lang), hint)
        }
        AskFor::Serial { .. } => (command::name(lang, Command::Serial).to_owned(), ui::ask_serial(lang)),
        AskFor::QuestionNumber(_) => {
            (command::about(lang, Command::GoToQuestion).to_owned(), ui::ask_question(lang))
        }
        AskFor::Check(ask) => {
            let spec = app.work.as_ref().map(|w| &w.scheme.questionnaires[ask.questionnaire()]);
            let about = spec.map(|q| verify::ask(lang, ask, q)).unwrap_or_default();
            (verify::ask_title(lang, ask), about)
        }
        AskFor::ScenarioName(_) => {
            (command::name(lang, Command::RenameScenario).to_owned(), words::ask_name(lang))
        }
        AskFor::Otherwise(spot) => whatif::ask_words(app, spot),
        AskFor::Apply(n) => (
            command::name(lang, Command::Apply).to_owned(),
            words::ask_reason(lang, app.work.as_ref().map_or(0, |w| w.whatif.tweaks(*n))),
        ),
        AskFor::CompareWith => (compare::view(lang), compare::ask(lang)),
        AskFor::ExportTo => (command::name(lang, Command::Export).to_owned(), ui::ask_export(lang)),
    }
}
