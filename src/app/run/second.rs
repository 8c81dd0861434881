//! Commands of the second keying and of suspect forms.
//!
//! The second person sees only what they key themselves: the form opens empty, whatever the first
//! keying says, and what differs is told once the form is filed.

use crate::app::checks::{CheckAction, CheckAsk};
use crate::app::command::Command as C;
use crate::app::dialog::{Action, AskFor, Chooser, Dialog, Item};
use crate::app::layout::Pane;
use crate::app::sheet::{self, Line, Subject};
use crate::app::work::{SurveyMode, Tab, Work};
use crate::app::{App, Cx, Effect};
use crate::i18n::{problem, verify};
use crate::ledger::second;
use crate::scheme::field::NON_ANSWERS;
use crate::scheme::{FieldKind, Refusal};
use crate::survey::Responses;
use crate::survey::double::{self, Draw, FILED, Mismatch, Way, YES};

use super::forms;

pub(super) fn run(app: &mut App, command: C, cx: &Cx) -> Vec<Effect> {
    let Some(work) = &mut app.work else { return Vec::new() };
    let Some(q) = work.current_questionnaire() else { return Vec::new() };
    work.view.statistics = None;
    match command {
        C::Second => start(app, q),
        C::Draw => choose_way(app, q),
        C::Differences => list(app, q, SurveyMode::Differences),
        C::Suspects => list(app, q, SurveyMode::Suspects),
        C::FileForm => return file(app, q, cx),
        C::PreviousForm | C::NextForm => neighbour(app, q, command == C::NextForm),
        C::KeepFirst | C::KeepSecond => keep(app, q, command == C::KeepFirst),
        C::Edit => other(app, q),
        C::Open => {
            if let Some(form) = selected(work).map(|(form, _)| form) {
                work.show_survey(q, SurveyMode::Form(form));
            }
        }
        C::InvalidForm => invalid(app, q),
        _ => accept(app, q),
    }
    Vec::new()
}

/// Whether a command is one of the second keying's here: some mean the same on a form as on the
/// lists and when a form is keyed again.
pub(super) fn takes(app: &App, command: C) -> bool {
    let again = app.work.as_ref().is_some_and(Work::keys_again);
    match command {
        C::Second | C::Draw | C::Differences | C::KeepFirst | C::KeepSecond | C::Suspects | C::Accept => true,
        C::FileForm | C::PreviousForm | C::NextForm => again,
        C::Open | C::Edit | C::InvalidForm => on_list(app),
        _ => false,
    }
}

/// Whether a list of what is to be decided has the keys.
fn on_list(app: &App) -> bool {
    let on_main = app.work.as_ref().filter(|w| w.view.tab == Tab::Survey && w.view.focus == Pane::Main);
    on_main.is_some_and(|w| matches!(w.view.sheet.subject, Subject::Differences(_) | Subject::Suspects(_)))
}

/// The form and question of the selected line of a list.
fn selected(work: &Work) -> Option<(u32, Option<usize>)> {
    match work.view.sheet.line()? {
        Line::Case { form, question, .. } => Some((*form, *question)),
        _ => None,
    }
}

/// Shows one of the lists.
fn list(app: &mut App, q: usize, mode: SurveyMode) {
    let Some(work) = &mut app.work else { return };
    work.show_list(q, mode);
    app.rebuild();
    app.sheet_mut(|sheet| sheet.move_to_end(false));
}

/// Opens the next form to key again, or asks first which they are.
fn start(app: &mut App, q: usize) {
    let lang = app.lang();
    let Some(work) = &app.work else { return };
    if work.barred(lang).is_some() {
        app.refuse_read_only();
        return;
    }
    let id = &work.scheme.questionnaires[q].id;
    if work.ledger.facts().responses(id).is_none() {
        app.say(verify::no_forms(lang), true);
        return;
    }
    if work.ledger.facts().draw(id).is_none() {
        choose_way(app, q);
        return;
    }
    open_next(app, q, 0);
}

/// The forms still to be keyed again, in their order.
fn remaining(work: &Work, q: usize) -> Vec<u32> {
    let id = &work.scheme.questionnaires[q].id;
    let facts = work.ledger.facts();
    let (Some(draw), Some(first)) = (facts.draw(id), facts.responses(id)) else { return Vec::new() };
    let nothing = Responses::default();
    let second = facts.seconds(id).unwrap_or(&nothing);
    draw.forms(first).filter(|form| !double::is_filed(second, *form)).collect()
}

/// Opens the first form that is left behind `after`, or the first of all that are left.
fn open_next(app: &mut App, q: usize, after: u32) {
    let lang = app.lang();
    let Some(work) = &app.work else { return };
    let left = remaining(work, q);
    let next = left.iter().position(|n| *n == after).and_then(|at| left.get(at + 1)).or(left.first());
    if let Some(&form) = next {
        open(app, q, form);
        return;
    }
    let id = &work.scheme.questionnaires[q].id;
    let facts = work.ledger.facts();
    let all = facts.draw(id).zip(facts.responses(id)).map_or(0, |(draw, first)| draw.len(first));
    list(app, q, SurveyMode::Differences);
    app.say(verify::all_done(lang, all), false);
}

/// Opens a form for the second keying, unless the same person keyed it first and has not said why
/// nobody else can.
fn open(app: &mut App, q: usize, form: u32) {
    let actor = app.actor();
    let Some(work) = &mut app.work else { return };
    let spec = &work.scheme.questionnaires[q];
    let alone = format!("{}.redo.alone", spec.id);
    let said_why = work.ledger.facts().get(&alone).is_some()
        && work.ledger.last_event(&alone).is_some_and(|e| e.stamp.actor == actor);
    if work.ledger.keyers(spec, "form", form).contains(&actor.as_str()) && !said_why {
        app.ask(AskFor::Check(CheckAsk::Alone { questionnaire: q, form, by: actor }), "");
        return;
    }
    work.view.tab = Tab::Survey;
    work.view.focus = Pane::Main;
    work.show_survey(q, SurveyMode::Second(form));
    app.rebuild();
}

fn neighbour(app: &mut App, q: usize, forward: bool) {
    let Some(work) = &app.work else { return };
    let Some(SurveyMode::Second(form)) = work.view.mode else { return };
    let left = remaining(work, q);
    let Some(at) = left.iter().position(|n| *n == form) else { return };
    let next = if forward { at.checked_add(1) } else { at.checked_sub(1) };
    if let Some(&next) = next.and_then(|n| left.get(n)) {
        open(app, q, next);
    }
}

/// Goes to a form by its number, if it is to be keyed again.
pub(in crate::app) fn go_to_form(app: &mut App, q: usize, form: u32) -> Result<(), String> {
    let lang = app.lang();
    let Some(work) = &app.work else { return Ok(()) };
    let id = &work.scheme.questionnaires[q].id;
    let facts = work.ledger.facts();
    if facts.seconds(id).is_some_and(|second| double::is_filed(second, form)) {
        return Err(verify::already_filed(lang, form));
    }
    if !remaining(work, q).contains(&form) {
        return Err(verify::not_drawn(lang, form));
    }
    open(app, q, form);
    Ok(())
}

/// Files the second keying of a form and goes on to the next one; a form with gaps asks once.
fn file(app: &mut App, q: usize, cx: &Cx) -> Vec<Effect> {
    let lang = app.lang();
    let Some(SurveyMode::Second(form)) = app.work.as_ref().and_then(|w| w.view.mode) else {
        return Vec::new();
    };
    if !forms::is_complete(app, q, form) {
        return Vec::new();
    }
    let Some(work) = &app.work else { return Vec::new() };
    let path = format!("{}.second.{form}.{FILED}", work.scheme.questionnaires[q].id);
    let effects = app.record(vec![(path, Some(YES.to_owned()))], None, cx);
    let Some(work) = &mut app.work else { return effects };
    work.view.meter.filed();
    let different = work.checks[q].comparison.of_form(form).len();
    // Whoever keys goes on keying; what differs is decided afterwards, or when it is asked for.
    let is_last = remaining(work, q).is_empty();
    open_next(app, q, form);
    match different {
        0 => app.say(verify::filed_same(lang, form), false),
        _ if is_last => app.say(verify::filed_different(lang, form, different), true),
        _ => app.say(verify::filed_on(lang, form, different), true),
    }
    effects
}

/// Asks which forms are keyed again.
fn choose_way(app: &mut App, q: usize) {
    let lang = app.lang();
    let Some(work) = &app.work else { return };
    let forms = work.ledger.facts().responses(&work.scheme.questionnaires[q].id).map_or(0, double::valid);
    if forms == 0 {
        app.say(verify::no_forms(lang), true);
        return;
    }
    let item = |way| Item {
        text: verify::way(lang, way),
        detail: match way {
            Way::All => verify::about_all(lang, forms),
            Way::Random => verify::about_random(lang),
            Way::Risk => verify::about_risk(lang),
        },
        key: String::new(),
        action: Action::Check(CheckAction::Draw { questionnaire: q, way }),
    };
    let items = Way::ALL.map(item).to_vec();
    app.dialogs.push(Dialog::Choose(Chooser::new(verify::choose_way(lang), items)));
}

/// What was chosen in a list.
pub(in crate::app) fn act(app: &mut App, action: CheckAction, cx: &Cx) -> Vec<Effect> {
    match action {
        CheckAction::Draw { questionnaire, way: Way::All } => {
            draw(app, questionnaire, Way::All, usize::MAX, cx)
        }
        CheckAction::Draw { questionnaire, way } => {
            let Some(work) = &app.work else { return Vec::new() };
            let id = &work.scheme.questionnaires[questionnaire].id;
            let of = work.ledger.facts().responses(id).map_or(0, double::valid);
            let start = suggested(of).to_string();
            app.ask(AskFor::Check(CheckAsk::Count { questionnaire, way, of }), &start);
            Vec::new()
        }
        CheckAction::Decide(ask) => {
            app.ask(AskFor::Check(ask), &verify::checked_paper(app.lang()));
            Vec::new()
        }
    }
}

/// A tenth of the forms, but five at least.
fn suggested(of: usize) -> usize {
    of.div_ceil(10).max(5).min(of)
}

/// Draws forms and opens the first of them.
fn draw(app: &mut App, q: usize, way: Way, count: usize, cx: &Cx) -> Vec<Effect> {
    let Some(work) = &app.work else { return Vec::new() };
    let spec = &work.scheme.questionnaires[q];
    let Some(first) = work.ledger.facts().responses(&spec.id) else { return Vec::new() };
    let seed = u64::try_from(cx.now.timestamp()).unwrap_or_default();
    let forms = match way {
        Way::All => Vec::new(),
        Way::Random => double::at_random(double::valid_forms(first), count, seed),
        Way::Risk => {
            let times = work.ledger.all_form_seconds(spec);
            let ranked = double::riskiest_first(spec, first, &|form| times.get(&form).copied());
            ranked.into_iter().take(count).map(|r| r.form).collect()
        }
    };
    let draw = Draw { way, forms };
    let seed = (way == Way::Random).then_some(seed);
    let sets = second::drawing(work.ledger.facts(), &spec.id, &draw, seed, double::valid(first));
    let effects = app.record(sets, None, cx);
    open_next(app, q, 0);
    effects
}

fn mismatch(work: &Work, q: usize) -> Option<&Mismatch> {
    let (form, question) = selected(work)?;
    work.checks[q].comparison.of_form(form).iter().find(|m| Some(m.question) == question)
}

/// Asks why an answer is the one that counts.
fn ask_why(app: &mut App, questionnaire: usize, form: u32, question: usize, value: String) {
    let lang = app.lang();
    let Some(work) = &app.work else { return };
    let path = second::path_of(&work.scheme.questionnaires[questionnaire], "form", form, question);
    let words = sheet::answer(&work.context(lang, 0), &path, &value);
    let ask = CheckAsk::Decision { questionnaire, form, question, value, words };
    app.ask(AskFor::Check(ask), &verify::checked_paper(lang));
}

fn keep(app: &mut App, q: usize, first: bool) {
    let Some(work) = &app.work else { return };
    let Some(m) = mismatch(work, q) else { return };
    let kept = if first { &m.first } else { &m.second };
    // Nothing keyed and nothing on the paper: that is a blank.
    let value = kept.clone().unwrap_or_else(|| NON_ANSWERS[0].to_owned());
    let (form, question) = (m.form, m.question);
    ask_why(app, q, form, question, value);
}

/// Another answer than either keying gave: from a list where there are choices.
fn other(app: &mut App, q: usize) {
    let lang = app.lang();
    let Some(work) = &app.work else { return };
    let Some(&Mismatch { form, question, .. }) = mismatch(work, q) else { return };
    let path = second::path_of(&work.scheme.questionnaires[q], "form", form, question);
    let Some(FieldKind::Code(codes)) = work.scheme.field(&path).map(|f| f.kind) else {
        app.ask(AskFor::Check(CheckAsk::Other { questionnaire: q, form, question }), "");
        return;
    };
    let context = work.context(lang, 0);
    let item = |value: String| {
        let words = sheet::answer(&context, &path, &value);
        let key = if value.len() == 1 { value.clone() } else { String::new() };
        let ask = CheckAsk::Decision { questionnaire: q, form, question, value, words: words.clone() };
        Item { text: words, detail: String::new(), key, action: Action::Check(CheckAction::Decide(ask)) }
    };
    let title = verify::ask_other(lang, form, &work.scheme.questionnaires[q].questions[question].id);
    let items = codes.into_iter().map(item).collect();
    app.dialogs.push(Dialog::Choose(Chooser::new(title, items)));
}

/// The form that is looked at: on the list of suspects, or open.
fn looked_at(work: &Work) -> Option<u32> {
    match (&work.view.sheet.subject, work.view.mode) {
        (Subject::Suspects(_), _) => selected(work).map(|(form, _)| form),
        (_, Some(SurveyMode::Form(form))) => Some(form),
        _ => None,
    }
}

fn accept(app: &mut App, questionnaire: usize) {
    let lang = app.lang();
    let Some(form) = app.work.as_ref().and_then(looked_at) else { return };
    app.ask(AskFor::Check(CheckAsk::Accept { questionnaire, form }), &verify::paper_says_so(lang));
}

/// Marks the selected suspect invalid; the reason offered is why it is suspect.
fn invalid(app: &mut App, questionnaire: usize) {
    let lang = app.lang();
    let Some(work) = &app.work else { return };
    let Some(number) = looked_at(work) else { return };
    let suspect = work.checks[questionnaire].suspects.get(number);
    let spec = &work.scheme.questionnaires[questionnaire];
    let why = suspect.map(|s| verify::suspicions(lang, spec, &s.why)).unwrap_or_default();
    app.ask(AskFor::InvalidForm { questionnaire, number }, &why);
}

/// What a line that was filled in leads to, or why it is not taken.
pub(in crate::app) fn answered(
    app: &mut App,
    ask: &CheckAsk,
    text: &str,
    cx: &Cx,
) -> Result<Vec<Effect>, String> {
    let lang = app.lang();
    let taken = |kind: &FieldKind| kind.accept(text).map_err(|refusal| problem::refusal(lang, &refusal));
    let words = || taken(&FieldKind::Text);
    let Some(work) = &app.work else { return Ok(Vec::new()) };
    let spec = &work.scheme.questionnaires[ask.questionnaire()];
    match ask {
        CheckAsk::Count { questionnaire, way, of } => {
            let folded = crate::scheme::field::fold_width(text);
            let count = folded.parse().ok().filter(|n| (1..=*of).contains(n));
            let count = count.ok_or_else(|| verify::count_range(lang, *of))?;
            Ok(draw(app, *questionnaire, *way, count, cx))
        }
        CheckAsk::Alone { questionnaire, form, .. } => {
            let path = format!("{}.redo.alone", spec.id);
            let reason = words()?;
            // Said by another person before, it must be said again in one's own name.
            let mut effects = Vec::new();
            if work.ledger.facts().get(&path) == Some(reason.as_str()) {
                effects = app.record(vec![(path.clone(), None)], None, cx);
            }
            effects.extend(app.record(vec![(path, Some(reason))], None, cx));
            open(app, *questionnaire, *form);
            Ok(effects)
        }
        CheckAsk::Decision { form, question, value, .. } => {
            let reason = words()?;
            let sets = second::deciding(work.ledger.facts(), spec, (*form, *question), value);
            Ok(app.record(sets, Some(&reason), cx))
        }
        CheckAsk::Other { questionnaire, form, question } => {
            let path = second::path_of(spec, "form", *form, *question);
            let field = work.scheme.field(&path).ok_or_else(|| problem::refusal(lang, &Refusal::Empty))?;
            let value = taken(&field.kind)?;
            ask_why(app, *questionnaire, *form, *question, value);
            Ok(Vec::new())
        }
        CheckAsk::Accept { form, .. } => {
            let path = format!("{}.form.{form}.{}", spec.id, crate::survey::validity::ACCEPTED);
            let value = if text.is_empty() { None } else { Some(words()?) };
            Ok(app.record(vec![(path, value)], None, cx))
        }
    }
}
