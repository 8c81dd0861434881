//! Commands on questionnaires: forms one after the other, totals, answers that are no choices.

use crate::app::command::Command as C;
use crate::app::dialog::AskFor;
use crate::app::layout::{Cursor, Pane};
use crate::app::sheet::{Cell, Context, Line, Subject, Then};
use crate::app::work::SurveyMode;
use crate::app::{App, Cx, Effect};
use crate::i18n::filled::Keyed;
use crate::i18n::{dossier, ui};
use crate::scheme::field::NON_ANSWERS;
use crate::scheme::{FieldKind, Questionnaire};

/// Statistics in the place of the entry, or the entry again; which question they are about.
pub(super) fn statistics(app: &mut App, command: C) -> Vec<Effect> {
    let Some(work) = &mut app.work else { return Vec::new() };
    match command {
        C::PreviousQuestion => work.move_question(-1),
        C::NextQuestion => work.move_question(1),
        _ => {
            let shown = work.view.statistics.take().is_some();
            work.view.statistics = (!shown).then(Cursor::default);
            work.view.focus = Pane::Main;
        }
    }
    Vec::new()
}

pub(super) fn run(app: &mut App, command: C) -> Vec<Effect> {
    let Some(work) = &mut app.work else { return Vec::new() };
    let Some(questionnaire) = work.current_questionnaire() else { return Vec::new() };
    if matches!(command, C::Tally | C::Forms) {
        work.view.statistics = None;
    }
    match command {
        C::Tally => {
            work.show_survey(questionnaire, SurveyMode::Tally);
            work.view.focus = Pane::Main;
        }
        C::Forms => {
            let number = work.last_form(questionnaire).max(1);
            work.show_survey(questionnaire, SurveyMode::Form(number));
            work.view.focus = Pane::Main;
            go_on(app);
        }
        C::FileForm => file_form(app, questionnaire),
        C::PreviousForm | C::NextForm => {
            if let Some(SurveyMode::Form(number)) = work.view.mode {
                let next = if command == C::NextForm {
                    (number + 1).min(work.last_form(questionnaire) + 1)
                } else {
                    number.saturating_sub(1).max(1)
                };
                work.show_survey(questionnaire, SurveyMode::Form(next));
            }
        }
        C::GoToForm => app.ask(AskFor::FormNumber(questionnaire), ""),
        C::Serial => {
            if let Some(SurveyMode::Form(number)) = work.view.mode {
                let path = format!("{}.form.{number}.serial", work.scheme.questionnaires[questionnaire].id);
                let now = work.ledger.facts().get(&path).unwrap_or_default().to_owned();
                app.ask(AskFor::Serial { questionnaire, number }, &now);
            }
        }
        C::GoToQuestion => app.ask(AskFor::QuestionNumber(questionnaire), ""),
        _ => {
            if let Some(SurveyMode::Form(number)) = work.view.mode {
                app.ask(AskFor::InvalidForm { questionnaire, number }, "");
            }
        }
    }
    Vec::new()
}

/// On a form that was left half answered: goes to the first question that is still open, so that
/// keying on from the paper does not overwrite what is there.
fn go_on(app: &mut App) {
    let lang = app.lang();
    app.rebuild();
    let Some(work) = &mut app.work else { return };
    let cells: Vec<&Cell> = work.view.sheet.lines.iter().flat_map(Line::cells).collect();
    let is_open = |c: &&&Cell| c.value.is_none();
    let open = cells.iter().filter(is_open).count();
    let first = cells.iter().find(is_open).map(|c| c.path.clone());
    if let Some(first) = first.filter(|_| open < cells.len()) {
        work.view.sheet.select(&first);
        app.say(ui::form_goes_on(lang, open), false);
    }
}

/// Goes on behind a question that is answered in several keys; anywhere else, and behind the
/// last one, files the form and opens the next. A form with gaps asks once.
fn file_form(app: &mut App, questionnaire: usize) {
    let lang = app.lang();
    let Some(SurveyMode::Form(number)) = app.work.as_ref().and_then(|w| w.view.mode) else { return };
    if !is_complete(app, questionnaire, number) {
        return;
    }
    let Some(work) = &mut app.work else { return };
    work.view.meter.filed();
    work.show_survey(questionnaire, SurveyMode::Form(number + 1));
    app.say(ui::form_filed(lang, number), false);
}

/// Whether the form at hand may be filed. If not, says why or goes on to the next question.
pub(super) fn is_complete(app: &mut App, questionnaire: usize, number: u32) -> bool {
    let lang = app.lang();
    let Some(work) = &mut app.work else { return false };
    let sheet = &mut work.view.sheet;
    let several = sheet.cell().is_some_and(|c| !matches!(c.kind, FieldKind::Code(_)));
    let (on_last, here) = (sheet.is_on_last(), sheet.cell().map(|c| c.path.clone()));
    // Ticks are held against what they must be once somebody goes on.
    let spec = &work.scheme.questionnaires[questionnaire];
    let broken = broken(spec, &work.view.sheet.subject, number, &work.context(lang, 0));
    let at_hand = |(id, _): &&(String, String)| here.as_ref().is_some_and(|h| h.ends_with(&format!(".{id}")));
    if let Some((_, why)) = broken.iter().find(at_hand) {
        work.view.sheet.refusal = Some(why.clone());
        return false;
    }
    if several && !on_last {
        work.view.sheet.move_rows(1);
        return false;
    }
    if let Some((id, why)) = broken.first().filter(|_| work.view.incomplete != Some(number)) {
        let (path, why) = (
            work.view
                .sheet
                .lines
                .iter()
                .flat_map(Line::cells)
                .map(|c| c.path.clone())
                .find(|p| p.ends_with(&format!(".{id}"))),
            why.clone(),
        );
        work.view.incomplete = Some(number);
        path.map(|path| work.view.sheet.select(&path));
        app.say(why, true);
        return false;
    }
    let Some(work) = &mut app.work else { return false };
    let spec = &work.scheme.questionnaires[questionnaire];
    let cells = || work.view.sheet.lines.iter().flat_map(Line::cells);
    let wanted = |path: &str| {
        let question = path.rsplit('.').next().and_then(|id| spec.question(id));
        question.is_some_and(|n| spec.questions[n].required)
    };
    let open: Vec<String> =
        cells().filter(|c| c.value.is_none() && wanted(&c.path)).map(|c| c.path.clone()).collect();
    if cells().all(|c| c.value.is_none()) {
        app.say(ui::form_is_empty(lang), true);
        return false;
    }
    if !open.is_empty() && work.view.incomplete != Some(number) {
        work.view.incomplete = Some(number);
        work.view.sheet.select(&open[0]);
        app.say(ui::form_has_gaps(lang, open.len()), true);
        return false;
    }
    work.view.incomplete = None;
    true
}

/// The questions of a keyed form whose answers break what they must be, and what is said of each.
fn broken(spec: &Questionnaire, subject: &Subject, number: u32, context: &Context) -> Vec<(String, String)> {
    let facts = context.facts;
    let is_second = matches!(subject, Subject::Second { .. });
    let keyed = if is_second { facts.seconds(&spec.id) } else { facts.responses(&spec.id) };
    let answer = |q: usize| keyed?.get(number, &spec.questions[q].id);
    let told = |n: usize| {
        let day = context.held_to(&spec.id, number, &spec.questions[n].id);
        let broken = spec.broken(n, answer, day)?;
        let keyed = Keyed { scheme: context.scheme, questionnaire: spec, facts, form: number, is_second };
        let message = broken.message.as_ref().map(|m| keyed.wording(context.lang, m));
        let why = dossier::constraint(context.lang, message, &spec.constraint_text(n));
        Some((spec.questions[n].id.clone(), why))
    };
    (0..spec.questions.len()).filter_map(told).collect()
}

/// Says once, at the first answer, that forms now count instead of the totals typed.
pub(in crate::app) fn warn_of_totals(app: &mut App, path: &str) {
    let lang = app.lang();
    let Some(work) = &app.work else { return };
    let id = path.split('.').next().unwrap_or_default();
    let Some(questionnaire) = work.scheme.questionnaire(id).filter(|_| path.contains(".form.")) else {
        return;
    };
    let tabulation = &work.readings.surveys[questionnaire];
    let overruled = tabulation.questions.iter().any(|q| q.disagrees);
    if overruled && tabulation.valid == 1 && tabulation.stated.counts_by.is_none() {
        let missing = tabulation.questions.iter().map(|q| q.missing).max().unwrap_or(0);
        app.say(ui::forms_overrule(lang, missing), true);
    }
}

pub(super) fn answer(app: &mut App, command: C, cx: &Cx) -> Vec<Effect> {
    let lang = app.lang();
    let Some(work) = &app.work else { return Vec::new() };
    let Some(cell) = work.view.sheet.cell() else { return Vec::new() };
    if matches!(work.view.sheet.subject, Subject::Tally(_)) {
        return fill_rest(app, command, cx);
    }
    let path = cell.path.clone();
    let value = match non_answer(command) {
        Some(code) => Some(code.to_owned()),
        None => work.previous_answer(&path),
    };
    let Some(value) = value else {
        app.say(ui::no_previous_answer(lang), false);
        return Vec::new();
    };
    let effects = app.record(vec![(path, Some(value))], None, cx);
    app.sheet_mut(|sheet| {
        sheet.pending.clear();
        sheet.move_cells(1);
    });
    effects
}

/// The code of an answer that is no choice.
fn non_answer(command: C) -> Option<&'static str> {
    let [blank, unreadable, refused] = NON_ANSWERS;
    match command {
        C::Blank => Some(blank),
        C::Unreadable => Some(unreadable),
        C::Refused => Some(refused),
        _ => None,
    }
}

/// Counts all forms that are left for the selected choice, or as left blank and the like, and
/// moves on to the next question.
fn fill_rest(app: &mut App, command: C, cx: &Cx) -> Vec<Effect> {
    let lang = app.lang();
    let Some(work) = &app.work else { return Vec::new() };
    let Some(cell) = work.view.sheet.cell().filter(|c| c.path.contains(".tally.")) else { return Vec::new() };
    let question = cell.path.rsplit_once('.').map_or("", |(question, _)| question);
    let path = non_answer(command).map_or_else(|| cell.path.clone(), |code| format!("{question}.{code}"));
    let facts = work.ledger.facts();
    let held = |path: &str| facts.get(path).and_then(|v| v.parse::<u64>().ok()).unwrap_or(0);
    let left = match cell.limit {
        None => Err(ui::needs_valid(lang)),
        Some(limit) if !limit.closes => Err(ui::not_of_ticks(lang)),
        Some(limit) => Ok(limit.rest().saturating_sub(held(&cell.path)) + held(&path)),
    };
    match left {
        Ok(left) if left > 0 && left != held(&path) => {
            let effects = app.record(vec![(path, Some(left.to_string()))], None, cx);
            app.sheet_mut(|sheet| sheet.advance(Then::NextQuestion));
            return effects;
        }
        Ok(_) => app.say(ui::nothing_left(lang), true),
        Err(why) => app.say(why, true),
    }
    Vec::new()
}
