//! The lines at the head and foot: title, result, saved; screens; what was said; what can be done.

use ratatui::Frame;
use ratatui::text::{Line, Span};

use crate::app::command::{self, Command, Scope};
use crate::app::dialog::Dialog;
use crate::app::foot::{self, Tone};
use crate::app::key::Key;
use crate::app::layout::Layout;
use crate::app::work::Work;
use crate::app::{App, figures, hints, screen};
use crate::i18n::safe::display_safe;
use crate::i18n::width::{pad, pad_left, width};
use crate::i18n::{command as words, dossier, import as import_words, ui};

use super::super::theme::Look;
use super::row;

/// Columns for total, grade, distance and saved, on narrow and on wide screens.
const RESULT: usize = 44;
const RESULT_WIDE: usize = 58;
/// From this width on, the wide ones.
const WIDE: usize = 100;

/// Title, total, grade, distance, pending, saved; and the names of the screens below.
pub(super) fn draw(frame: &mut Frame, app: &App, work: &Work, layout: &Layout, look: &Look) {
    let lang = app.lang();
    let room = usize::from(layout.title.width);
    let mut result = vec![
        Span::styled(figures::total(work), look.strong),
        Span::raw(" "),
        Span::styled(figures::grade(work, lang), look.strong),
    ];
    let reopened = work.dossier.signing.reopened().next();
    let reopened = reopened.map(|(state, _)| dossier::reopened_at(lang, state));
    let laid = figures::laid(work, lang);
    // Where there is no room for both, what is laid over says more than the way to the next grade.
    let distance = figures::to_next_grade(work, lang).filter(|_| laid.is_none() || room >= WIDE);
    let more = [distance, figures::pending(work, lang), laid, reopened];
    for text in more.into_iter().flatten() {
        result.push(Span::raw("   "));
        result.push(Span::styled(text, look.attention));
    }
    let (saved, urgent) = saved(app, work);
    let used: usize = result.iter().map(Span::width).sum();
    let need = used + width(&saved) + 4;
    // The result always begins at the same column, whatever is said behind it.
    let part = need.max(if room < WIDE { RESULT } else { RESULT_WIDE }).min(room);
    let title = format!(" {} · {}", ui::program(lang), display_safe(lang.label(&work.scheme.title)));
    let mut spans = vec![Span::styled(pad(&title, room - part), look.here), Span::raw("  ")];
    spans.extend(result);
    let saved = pad_left(&saved, part.saturating_sub(used + 3));
    spans.push(Span::styled(saved, if urgent { look.attention } else { look.dim }));
    row(frame, layout.title, 0, Line::from(spans));
    tabs(frame, app, work, layout, look);
}

/// How far the record has reached the disk, and whether that needs a look.
fn saved(app: &App, work: &Work) -> (String, bool) {
    let lang = app.lang();
    let last = work.ledger.events().last();
    let waiting = last.map_or(0, |e| e.seq.saturating_sub(work.saving.stored));
    if work.read_only.is_some() {
        (ui::read_only(lang), true)
    } else if work.ledger.facts().is_locked() {
        (dossier::locked_short(lang), true)
    } else if work.path.is_none() {
        (ui::demo_mark(lang), true)
    } else if work.saving.failed.is_some() {
        (ui::not_saved(lang, waiting), true)
    } else if waiting > 0 {
        (ui::saving(lang, waiting), false)
    } else {
        let time = last.map(|e| e.stamp.at.format("%H:%M").to_string()).unwrap_or_default();
        (ui::saved(lang, &time), false)
    }
}

fn tabs(frame: &mut Frame, app: &App, work: &Work, layout: &Layout, look: &Look) {
    let digits = app.scopes().contains(&Scope::Browse);
    let tabs = screen::tabs(app);
    let mut x = tabs.first().map_or(0, |(_, _, start, _)| *start);
    // What stands before the first: room, or that Alt goes before all of them.
    let lead = if x > 1 { "Alt " } else { " " };
    let mut spans = vec![Span::styled(lead, look.dim)];
    for (tab, text, start, columns) in tabs {
        spans.push(Span::raw(" ".repeat(usize::from(start - x))));
        x = start + columns;
        let style = if tab == work.view.tab {
            look.resting
        } else if digits {
            look.plain
        } else {
            look.dim
        };
        spans.push(Span::styled(text, style));
    }
    spans.push(Span::raw("   "));
    let used: usize = spans.iter().map(Span::width).sum();
    let room = usize::from(layout.tabs.width).saturating_sub(used);
    let right = beside_tabs(app, room);
    spans.push(Span::styled(pad_left(&right, room), look.dim));
    row(frame, layout.tabs, 0, Line::from(spans));
}

/// The ways to everything, as many as there is room for beside the tabs; help is kept longest.
fn beside_tabs(app: &App, room: usize) -> String {
    let lang = app.lang();
    let help = format!("? {} ", words::name(lang, Command::Help));
    let search = format!("/ {}   ", words::name(lang, Command::Search));
    let palette = format!("^P {}   ", words::name(lang, Command::Palette));
    let offers = [format!("{palette}{search}{help}"), format!("{search}{help}"), help];
    offers.into_iter().find(|text| width(text) <= room).unwrap_or_default()
}

/// Whether help is offered at the head of the screen already.
fn names_help(app: &App) -> bool {
    let end = screen::tabs(app).last().map_or(0, |(_, _, start, columns)| start + columns + 3);
    app.work.is_some() && !beside_tabs(app, usize::from(app.size.width.saturating_sub(end))).is_empty()
}

/// What was said last, and what can be done now.
pub(super) fn foot(frame: &mut Frame, app: &App, look: &Look) {
    let layout = app.layout();
    let (lines, tone) = foot::message(app);
    let style = match tone {
        Tone::Plain => look.plain,
        Tone::Busy => look.strong,
        Tone::Urgent => look.attention,
        Tone::Changed => look.changed,
    };
    let room = usize::from(layout.message.width);
    for (n, text) in lines.into_iter().enumerate() {
        row(frame, layout.message, n, Line::styled(pad(&format!(" {text}"), room), style));
    }
    row(frame, layout.hints, 0, hints(app, look));
}

/// The commands with a place in the bar, as many as fit; the first hint is always kept.
fn hints(app: &App, look: &Look) -> Line<'static> {
    let lang = app.lang();
    let fixed = match (
        app.dialogs.last(),
        app.work.as_ref().map(|w| &w.view.sheet).filter(|_| app.present.is_none()),
    ) {
        (Some(Dialog::Choose(_)), _) => Some(ui::choose_keys(lang)),
        (Some(Dialog::Ask(ask)), _) if ask.listing.is_some() => Some(import_words::list_keys(lang)),
        (Some(Dialog::Ask(_)), _) if app.dialogs.len() > 1 => Some(ui::ask_back_keys(lang)),
        (Some(Dialog::Ask(_)), _) => Some(ui::ask_keys(lang)),
        (Some(Dialog::Picture(_)), _) => Some(crate::i18n::picture::keys(lang)),
        (Some(Dialog::Evidence(sheet)), _) if sheet.typing.is_none() => Some(ui::evidence_keys(lang)),
        (Some(Dialog::Evidence(_)), _) => Some(ui::typing_keys(lang)),
        (Some(Dialog::Import(import)), _) if import.under_way.is_some() => {
            Some(import_words::reading_keys(lang))
        }
        (None, Some(sheet)) if sheet.typing.is_some() => Some(ui::typing_keys(lang)),
        _ => None,
    };
    if let Some(text) = fixed {
        return Line::styled(format!(" {text}"), look.plain);
    }
    let mut spans = vec![Span::raw(" ")];
    let mut used = 1;
    if let Some(text) = hints::digits(app).filter(|_| app.dialogs.is_empty()) {
        used += width(&text) + 2;
        spans.push(Span::styled(text, look.here));
        spans.push(Span::raw("  "));
    }
    let scopes = app.scopes();
    let types =
        scopes.contains(&Scope::Sheet) && app.work.as_ref().is_some_and(|w| w.view.sheet.is_on_text());
    let mut rows = command::active(&scopes);
    rows.retain(|a| a.row.hint > 0 && hints::useful(app, a.row.command));
    rows.sort_by_key(|a| a.row.hint);
    let room = usize::from(app.size.width);
    // Whoever is here for the first time needs help most: it keeps its place.
    let help = rows.iter().position(|a| a.row.command == Command::Help).filter(|_| !names_help(app));
    let kept = help.map_or(0, |_| width(words::name(lang, Command::Help)) + 4);
    for active in rows {
        // On a field for words letters are typed, so the keys shown are those that still work.
        let works = |key: &&Key| !types || key.typed().is_none();
        let Some(key) = active.keys.iter().find(works).map(ToString::to_string) else { continue };
        let name = words::name(lang, active.row.command);
        let need = width(&key) + width(name) + 3;
        let kept = if active.row.command == Command::Help { 0 } else { kept };
        if used + need + kept > room {
            continue;
        }
        used += need;
        spans.push(Span::styled(key, look.here));
        spans.push(Span::raw(format!(" {name}  ")));
    }
    Line::from(spans)
}
