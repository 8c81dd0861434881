//! Commands on questionnaires: forms one after the other, totals, answers that are no choices.

use crate::app::command::Command as C;
use crate::app::dialog::AskFor;
use crate::app::layout::{Cursor, Pane};
use crate::app::sheet::Line;
use crate::app::work::SurveyMode;
use crate::app::{App, Cx, Effect};
use crate::i18n::ui;
use crate::scheme::FieldKind;

pub(super) fn run(app: &mut App, command: C) -> Vec<Effect> {
    let Some(work) = &mut app.work else { return Vec::new() };
    let Some(questionnaire) = work.current_questionnaire() else { return Vec::new() };
    match command {
        C::Tally => {
            work.show_survey(questionnaire, SurveyMode::Tally);
            work.view.focus = Pane::Main;
        }
        C::Forms => {
            let number = work.last_form(questionnaire).max(1);
            work.show_survey(questionnaire, SurveyMode::Form(number));
            work.view.focus = Pane::Main;
        }
        C::Statistics => {
            let shown = work.view.statistics.take().is_some();
            work.view.statistics = (!shown).then(Cursor::default);
            work.view.focus = Pane::Main;
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
        C::GoToQuestion => app.ask(AskFor::QuestionNumber(questionnaire), ""),
        _ => {
            if let Some(SurveyMode::Form(number)) = work.view.mode {
                app.ask(AskFor::InvalidForm { questionnaire, number }, "");
            }
        }
    }
    Vec::new()
}

/// Goes on behind a question that is answered in several keys; anywhere else, and behind the
/// last one, files the form and opens the next. A form with gaps asks once.
fn file_form(app: &mut App, questionnaire: usize) {
    let lang = app.lang();
    let Some(work) = &mut app.work else { return };
    let Some(SurveyMode::Form(number)) = work.view.mode else { return };
    let sheet = &mut work.view.sheet;
    let several = sheet.cell().is_some_and(|c| !matches!(c.kind, FieldKind::Code(_)));
    if several && !sheet.is_on_last() {
        sheet.move_rows(1);
        return;
    }
    let cells = || work.view.sheet.lines.iter().flat_map(Line::cells);
    let spec = &work.scheme.questionnaires[questionnaire];
    let wanted = |path: &str| {
        let question = path.rsplit('.').next().and_then(|id| spec.question(id));
        question.is_some_and(|n| spec.questions[n].required)
    };
    let open: Vec<String> =
        cells().filter(|c| c.value.is_none() && wanted(&c.path)).map(|c| c.path.clone()).collect();
    if cells().all(|c| c.value.is_none()) {
        app.say(ui::form_is_empty(lang), true);
    } else if !open.is_empty() && work.view.incomplete != Some(number) {
        work.view.incomplete = Some(number);
        work.view.sheet.select(&open[0]);
        app.say(ui::form_has_gaps(lang, open.len()), true);
    } else {
        work.view.incomplete = None;
        work.show_survey(questionnaire, SurveyMode::Form(number + 1));
        app.say(ui::form_filed(lang, number), false);
    }
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
    if overruled && tabulation.valid == 1 {
        let missing = tabulation.questions.iter().map(|q| q.missing).max().unwrap_or(0);
        app.say(ui::forms_overrule(lang, missing), true);
    }
}

pub(super) fn answer(app: &mut App, command: C, cx: &Cx) -> Vec<Effect> {
    let lang = app.lang();
    let Some(work) = &app.work else { return Vec::new() };
    let Some(cell) = work.view.sheet.cell() else { return Vec::new() };
    let path = cell.path.clone();
    let value = match command {
        C::Blank => Some("blank".to_owned()),
        C::Unreadable => Some("unreadable".to_owned()),
        C::Refused => Some("refused".to_owned()),
        _ => work.previous_answer(&path),
    };
    let Some(value) = value else {
        app.say(ui::no_previous_answer(lang), false);
        return Vec::new();
    };
    let effects = app.record(vec![(path, Some(value))], None, cx);
    app.sheet_mut(|sheet| sheet.move_cells(1));
    effects
}
