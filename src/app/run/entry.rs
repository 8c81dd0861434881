//! Commands on a sheet: changing, adding, removing, evidence, not applicable, undo.

use crate::app::command::Command as C;
use crate::app::dialog::{AskFor, Dialog};
use crate::app::sheet::{Add, Line, Sheet, Subject, Target};
use crate::app::work::Work;
use crate::app::{App, Cx, Effect};
use crate::i18n::ui;
use crate::ledger::Facts;
use crate::scheme::{INDICATOR_PREFIX, Register};

pub(super) fn run(app: &mut App, command: C, cx: &Cx) -> Vec<Effect> {
    let lang = app.lang();
    let Some(work) = &mut app.work else { return Vec::new() };
    match (command, work.view.sheet.line()) {
        (C::Edit, Some(Line::Jump { to: Target::Attachment(row), .. })) => {
            let row = *row;
            return app.look_at(row);
        }
        (C::Attach, _) | (C::Edit | C::NewRecord, Some(Line::New { add: Add::Attachment, .. })) => {
            app.ask_attachment();
            return Vec::new();
        }
        (C::Edit, Some(Line::Jump { to, .. })) => {
            let to = *to;
            work.leave_trail();
            app.follow(to);
            return Vec::new();
        }
        (C::Evidence, _) => {
            evidence(app);
            return Vec::new();
        }
        (C::Edit, Some(Line::New { add: Add::Unlock, .. })) if work.read_only.is_none() => {
            return super::dossier::open_line(app, &Add::Unlock, cx);
        }
        _ if work.barred(lang).is_some() => return app.refuse_read_only(),
        (C::Edit, Some(Line::New { add, .. })) if !matches!(add, Add::Row(_)) => {
            let add = add.clone();
            return super::dossier::open_line(app, &add, cx);
        }
        (C::Edit, Some(line)) if matches!(line.cells(), [.., _]) && work.view.sheet.is_on_refs() => {
            app.pick_refs();
        }
        (C::Edit, Some(Line::New { .. })) | (C::NewRecord, _) => new_record(app),
        (C::Edit, _) => {
            let outcome = work.view.sheet.open(false);
            return app.sheet_outcome(outcome, cx);
        }
        (C::Clear, _) => {
            let path = work.view.sheet.cell().map(|c| c.path.clone());
            return path.map_or_else(Vec::new, |path| app.set_fact(&path, None, cx).unwrap_or_default());
        }
        (C::Remove, _) => return remove(app, cx),
        _ => return not_applicable(app, cx),
    }
    Vec::new()
}

/// Opens an empty row in the table nearest to the selection.
fn new_record(app: &mut App) {
    let lang = app.lang();
    let Some(work) = &mut app.work else { return };
    let sheet = &work.view.sheet;
    let at = sheet.cursor.at;
    let is_new = |n: &usize| matches!(sheet.lines[*n], Line::New { add: Add::Row(_), .. });
    let line = (at..sheet.lines.len()).find(is_new).or_else(|| (0..at).rev().find(is_new));
    if sheet.subject == Subject::Register(Register::Attachment) {
        app.ask_attachment();
        return;
    }
    let Some(Line::New { add: Add::Row(id), .. }) = line.map(|n| sheet.lines[n].clone()) else {
        app.say(ui::no_table_here(lang), false);
        return;
    };
    open_row(app, &id);
}

/// Opens an empty row of a table and its first field to type into.
pub(super) fn open_row(app: &mut App, table: &str) {
    let Some(work) = &mut app.work else { return };
    let number = work.ledger.facts().rows(table).last().map_or(1, |n| n + 1);
    work.view.sheet.draft = Some((table.to_owned(), number));
    app.rebuild();
    let Some(work) = &mut app.work else { return };
    let first = work.scheme.open_table(table).and_then(|t| t.columns.first());
    if let Some(path) = first.map(|column| format!("{table}.{number}.{}", column.id)) {
        work.view.sheet.select(&path);
        work.view.sheet.open(true);
    }
}

/// Removes the selected row of an open table, with its evidence.
fn remove(app: &mut App, cx: &Cx) -> Vec<Effect> {
    let Some(work) = &app.work else { return Vec::new() };
    let Some(line) = work.view.sheet.line() else { return Vec::new() };
    let facts = work.ledger.facts();
    let sets: Vec<(String, Option<String>)> = match line {
        Line::Record { cells, .. } | Line::Group { cells, .. } if is_open_row(work, &cells[0].path) => {
            let row = cells[0].path.rsplit_once('.').map_or("", |(row, _)| row);
            below(facts, row).into_iter().map(|path| (path, None)).collect()
        }
        _ => return Vec::new(),
    };
    app.record(sets, None, cx)
}

/// The paths of a row's fields and of their evidence.
fn below(facts: &Facts, row: &str) -> Vec<String> {
    let cells = format!("{row}.");
    let evidence = format!("{row}@");
    facts.under(&cells).chain(facts.under(&evidence)).map(|(path, _)| path.to_owned()).collect()
}

fn is_open_row(work: &Work, path: &str) -> bool {
    path.split('.').next().and_then(|id| work.scheme.open_table(id)).is_some()
}

fn evidence(app: &mut App) {
    let Some(work) = &app.work else { return };
    let Some(cell) = work.view.sheet.cell() else { return };
    if cell.path.contains('@') {
        let lang = app.lang();
        app.say(ui::no_evidence_here(lang), false);
        return;
    }
    app.dialogs.push(Dialog::Evidence(Box::new(Sheet::new(Subject::Evidence(cell.path.clone())))));
    app.rebuild();
}

fn not_applicable(app: &mut App, cx: &Cx) -> Vec<Effect> {
    let Some(work) = &app.work else { return Vec::new() };
    let Subject::Indicator(n) = work.view.sheet.subject else { return Vec::new() };
    if work.scheme.indicators[n].rule.is_none() {
        return Vec::new();
    }
    let path = format!("{INDICATOR_PREFIX}.{}.na", work.scheme.indicators[n].id);
    if work.ledger.facts().get(&path).is_some() {
        return app.record(vec![(path, None)], None, cx);
    }
    app.ask(AskFor::NotApplicable(n), "");
    Vec::new()
}

pub(super) fn undo(app: &mut App, command: C, cx: &Cx) -> Vec<Effect> {
    let lang = app.lang();
    let stamp = app.stamp(cx);
    let Some(work) = &mut app.work else { return Vec::new() };
    if work.barred(lang).is_some() {
        return app.refuse_read_only();
    }
    let effects = if command == C::Undo { work.undo(&stamp) } else { work.redo(&stamp) };
    app.fresh = !effects.is_empty();
    if effects.is_empty() {
        app.say(
            if command == C::Undo { ui::nothing_to_undo(lang) } else { ui::nothing_to_redo(lang) },
            false,
        );
    } else if let Some(path) = app.work.as_ref().and_then(|w| w.last.as_ref()).map(|l| l.path.clone()) {
        app.rebuild();
        app.sheet_mut(|sheet| sheet.select(&path));
    }
    effects
}
