//! What can be done now: which commands mean something where one is, and what digits do.
//!
//! Owns what the hint bar may offer. Must not run anything or change state.

use crate::i18n::ui;
use crate::scheme::field::NON_ANSWERS;
use crate::scheme::{FieldKind, Register};

use super::command::{Command, WRITES};
use super::layout::Pane;
use super::sheet::{Add, Line, Subject};
use super::work::{Tab, Work};
use super::{App, run};

/// What digits do on the selected field, for the hint bar.
pub fn digits(app: &App) -> Option<String> {
    let work = app.work.as_ref()?;
    if !app.scopes().contains(&super::command::Scope::Sheet) {
        return None;
    }
    let cell = work.view.sheet.cell().filter(|_| work.barred(app.lang()).is_none())?;
    if !work.view.sheet.pending.is_empty() {
        return Some(ui::code_waits(app.lang(), &work.view.sheet.pending));
    }
    match cell.kind.inner() {
        FieldKind::Ticks { codes, .. } => {
            let [first, last] = [codes.first(), codes.last()].map(|c| c.cloned().unwrap_or_default());
            Some(ui::digits_tick(app.lang(), &first, &last))
        }
        FieldKind::Code(codes) => {
            let digit = |c: &&String| c.bytes().all(|b| b.is_ascii_digit());
            let own: Vec<&String> = codes.iter().filter(digit).collect();
            let (first, last) = if let [first, .., last] = own.as_slice() {
                ((*first).clone(), (*last).clone())
            } else {
                // Words are answered by their place.
                let choices = codes.iter().filter(|c| !NON_ANSWERS.contains(&c.as_str()));
                ("1".to_owned(), choices.count().min(9).to_string())
            };
            Some(ui::digits_choose(app.lang(), &first, &last))
        }
        FieldKind::Number(_) | FieldKind::Date => Some(ui::digits_type(app.lang())),
        FieldKind::Text | FieldKind::Refs { .. } | FieldKind::Answer(_) => None,
    }
}

/// Whether there is somewhere to go back to.
fn leads_back(app: &App, work: &Work) -> bool {
    let aside = app.present.is_some() || work.replay.shown;
    aside || work.view.focus == Pane::Main || !work.view.trail.is_empty()
}

/// Whether the line that unlocks is selected: it can be opened although the project is locked.
fn on_lock(sheet: &super::sheet::Sheet) -> bool {
    matches!(sheet.line(), Some(Line::New { add: Add::Unlock, .. }))
}

/// Whether a command would do anything now; the hint bar leaves out what would not.
pub fn useful(app: &App, command: Command) -> bool {
    let Some(work) = &app.work else { return true };
    let sheet = &work.view.sheet;
    let held = sheet.cell().is_some_and(|c| c.value.is_some());
    let leaf = matches!(sheet.subject, Subject::Indicator(n) if work.scheme.indicators[n].rule.is_some());
    if work.barred(app.lang()).is_some() && WRITES.contains(&command) && !on_lock(sheet) {
        return false;
    }
    if let Some(useful) = super::import::useful(app, command) {
        return useful;
    }
    let form = matches!(sheet.subject, Subject::Form { .. } | Subject::Second { .. });
    match command {
        // Esc first drops the digits of a code.
        Command::Back if !sheet.pending.is_empty() => false,
        Command::Back => leads_back(app, work),
        // Charts are only looked at.
        Command::Open | Command::Why if app.scopes().contains(&super::command::Scope::Charts) => false,
        Command::Fold => work.selected().is_some_and(|n| work.scheme.indicators[n].rule.is_none()),
        // On a form digits answer; a list of the choices would only be slower.
        Command::Edit if form => false,
        Command::NewRecord => {
            sheet.subject == Subject::Register(Register::Attachment)
                || sheet.lines.iter().any(|l| matches!(l, Line::New { add: Add::Row(_), .. }))
        }
        Command::Clear => held,
        Command::Remove => sheet.is_in_open_table(),
        // Forms are keyed at speed; what belongs to a questionnaire is attached to its indicator.
        Command::Attach => matches!(sheet.subject, Subject::Indicator(_) | Subject::Register(_)),
        Command::NotApplicable | Command::NextIndicator | Command::PreviousIndicator => leaf,
        Command::Evidence => sheet.cell().is_some(),
        Command::Why => work.view.tab != Tab::Indicators && app.shown_indicator().is_some(),
        Command::Finding => app.shown_indicator().is_some_and(|n| work.loses(n)),
        Command::Suggestion => {
            work.view.tab == Tab::Dossier && sheet.subject == Subject::Register(Register::Finding)
        }
        Command::Related => app.shown_indicator().is_some(),
        Command::LayOver | Command::RenameScenario | Command::DropScenario => {
            work.whatif.selected().is_some()
        }
        Command::Apply => {
            work.barred(app.lang()).is_none()
                && work.whatif.selected().is_some_and(|n| work.whatif.tweaks(n) > 0)
        }
        Command::DropTweak => run::whatif::chosen(app).is_some(),
        Command::Undo => work.ledger.can_undo(),
        // Enter moves on there.
        Command::FileForm => {
            let several = sheet.cell().is_some_and(|c| !matches!(c.kind, FieldKind::Code(_)));
            sheet.pending.is_empty() && (!several || sheet.is_on_last())
        }
        Command::GoToQuestion | Command::Serial => form,
        Command::FillRest => sheet.cell().is_some_and(|c| c.limit.is_some_and(|l| l.closes && l.rest() > 0)),
        Command::Blank | Command::Unreadable | Command::Refused if !form => {
            sheet.cell().is_some_and(|c| c.limit.is_some_and(|l| l.closes && l.rest() > 0))
        }
        Command::RepeatAnswer => sheet.cell().is_some_and(|c| work.previous_answer(&c.path).is_some()),
        _ => super::checks::useful(work, command),
    }
}
