//! Commands of the dossier: findings, suggestions, ways from an indicator to its evidence and
//! back, signatures, unlocking.

use crate::app::command::Command as C;
use crate::app::dialog::{Action, AskFor, Chooser, Dialog, Item};
use crate::app::layout::Pane;
use crate::app::screen::dossier::Section;
use crate::app::sheet::{Add, Line, Sheet, Subject, Target};
use crate::app::work::{Tab, Work};
use crate::app::{App, Cx, Effect};
use crate::dossier::{Kind, links};
use crate::i18n::{Lang, dossier as words, label, register as names};
use crate::scheme::register::{row_of, split};
use crate::scheme::signoff::{RELEASED, SIGNING, State};
use crate::scheme::{FieldKind, MeasureKind, RefTo, Register};

pub(super) fn run(app: &mut App, command: C) -> Vec<Effect> {
    let lang = app.lang();
    let Some(work) = &app.work else { return Vec::new() };
    match command {
        C::Finding => {
            if let Some(leaf) = leaf(work, lang) {
                finding(app, leaf);
            }
        }
        C::Suggestion => match finding_here(work) {
            Some(row) => suggestion(app, row),
            None => app.say(words::on_a_finding(lang), false),
        },
        _ => related(app),
    }
    Vec::new()
}

/// Selects the kind of evidence beside the selected one.
pub(super) fn move_column(app: &mut App, right: bool) {
    let Some(work) = &mut app.work else { return };
    let last = Kind::all().len() - 1;
    let at = work.coverage_column();
    work.view.column = Some(if right { (at + 1).min(last) } else { at.saturating_sub(1) });
}

/// The scored indicator that is looked at, whatever screen shows it.
fn leaf(work: &Work, lang: Lang) -> Option<usize> {
    let leaf = work.looked_at(lang);
    leaf.filter(|&n| work.scheme.indicators[n].rule.is_some())
}

/// The finding that the selection stands on or belongs to.
fn finding_here(work: &Work) -> Option<u32> {
    if work.view.tab != Tab::Dossier {
        return None;
    }
    if let Some(
        Line::New { add: Add::Suggestion(row), .. }
        | Line::Jump { to: Target::Row(Register::Finding, row), .. },
    ) = work.view.sheet.line()
    {
        return Some(*row);
    }
    let (register, row) = row_of(&work.view.sheet.cell()?.path)?;
    (register == Register::Finding).then_some(row)
}

/// Goes to the finding about a leaf's deduction, or opens a new one.
pub(super) fn finding(app: &mut App, leaf: usize) {
    let lang = app.lang();
    let Some(work) = &mut app.work else { return };
    let there = work.dossier.links.findings_of(leaf).next().map(|f| f.row);
    if let Some(row) = there {
        work.leave_trail();
        app.follow(Target::Row(Register::Finding, row));
    } else if links::lost(&work.card, leaf).is_zero() {
        app.say(words::loses_nothing(lang), false);
    } else {
        let along = work.scheme.indicators[leaf].id.clone();
        work.leave_trail();
        open_linked(app, Register::Finding, Some(("indicators", along)));
    }
}

/// Goes to the suggestion about a finding, or opens a new one.
pub(super) fn suggestion(app: &mut App, finding: u32) {
    let Some(work) = &mut app.work else { return };
    let links = &work.dossier.links;
    let there = links.findings.iter().find(|f| f.row == finding).and_then(|f| f.suggestions.first().copied());
    work.leave_trail();
    match there {
        Some(row) => app.follow(Target::Row(Register::Suggestion, row)),
        None => open_linked(app, Register::Suggestion, Some(("findings", finding.to_string()))),
    }
}

/// Opens an empty row of a register; what it is linked with is recorded with its first field.
fn open_linked(app: &mut App, register: Register, along: Option<(&str, String)>) {
    app.follow(Target::Section(Section::Register(register)));
    if app.work.as_ref().is_some_and(|w| w.barred(app.lang()).is_some()) {
        app.refuse_read_only();
        return;
    }
    super::entry::open_row(app, register.id());
    let Some(work) = &mut app.work else { return };
    if let (Some((_, row)), Some((column, value))) = (&work.view.sheet.draft, along) {
        work.view.sheet.along = Some((register.path(*row, column), value));
    }
    app.rebuild();
}

/// Lists what an indicator has of each kind of evidence; a digit goes there.
fn related(app: &mut App) {
    let lang = app.lang();
    let Some(work) = &app.work else { return };
    let Some(leaf) = leaf(work, lang) else { return };
    let Some(row) = work.dossier.coverage.rows.iter().find(|r| r.leaf == leaf) else { return };
    let items = Kind::all().into_iter().zip(&row.marks).enumerate().map(|(n, (kind, mark))| Item {
        text: words::kind_about(lang, kind).to_owned(),
        detail: words::mark(lang, *mark),
        key: (n + 1).to_string(),
        action: Action::Evidence { leaf, kind },
    });
    let title = words::related_title(lang, lang.label(&work.scheme.indicators[leaf].name));
    app.dialogs.push(Dialog::Choose(Chooser::new(title, items.collect())));
}

/// Goes where an indicator's evidence of a kind is keyed; Esc leads back.
pub(in crate::app) fn evidence(app: &mut App, leaf: usize, kind: Kind) {
    if kind == Kind::Finding {
        return finding(app, leaf);
    }
    let Some(work) = &mut app.work else { return };
    work.leave_trail();
    match kind {
        Kind::Facts => {
            app.follow(Target::Indicator(leaf));
            select(app, |line| line.cells().iter().any(|c| c.value.is_none()));
        }
        Kind::Occurrences => {
            app.follow(Target::Indicator(leaf));
            select(app, |line| match line {
                Line::Record { attention, .. } => *attention,
                Line::New { add: Add::Row(_), .. } => true,
                _ => false,
            });
        }
        Kind::Source => source(app, leaf),
        Kind::Register(register) => {
            let there = links::supporting(&work.scheme, work.ledger.facts(), register, leaf);
            match (there.first(), register.support_column()) {
                (Some(&row), _) => app.follow(Target::Row(register, row)),
                (None, _) if register == Register::Attachment => {
                    let id = work.scheme.indicators[leaf].id.clone();
                    app.ask_attachment_for(id);
                }
                (None, column) => {
                    let id = work.scheme.indicators[leaf].id.clone();
                    open_linked(app, register, column.map(|column| (column, id)));
                }
            }
        }
        Kind::Review | Kind::Finding => {
            app.follow(Target::Section(Section::Signoff));
            let state = [State::FirstReview, State::SecondReview];
            let signing = app.work.as_ref().map(|w| &w.dossier.signing);
            let open = |s: &State| {
                signing.is_some_and(|all| all.get(*s).standing != crate::dossier::Standing::Stands)
            };
            let state = state.into_iter().find(open).unwrap_or(State::FirstReview);
            app.sheet_mut(|sheet| sheet.select(&state.path("name")));
        }
    }
}

/// Selects the first line that fits, if there is one.
fn select(app: &mut App, fits: impl Fn(&Line) -> bool) {
    app.sheet_mut(|sheet| {
        if let Some(at) = sheet.lines.iter().position(fits) {
            sheet.cursor.at = at;
            let open = |cells: &[crate::app::sheet::Cell]| cells.iter().position(|c| c.value.is_none());
            sheet.column = open(sheet.lines[at].cells()).unwrap_or(0);
        }
    });
}

/// Opens the evidence of the first measure that has neither source nor note.
fn source(app: &mut App, leaf: usize) {
    app.follow(Target::Indicator(leaf));
    let Some(work) = &app.work else { return };
    let facts = work.ledger.facts();
    let inputs = crate::score::inputs(&work.scheme, leaf);
    let ids: Vec<String> = inputs
        .into_iter()
        .map(|m| match work.scheme.measures[m].kind {
            MeasureKind::Survey { questionnaire, .. } => work.scheme.questionnaires[questionnaire].id.clone(),
            _ => work.scheme.measures[m].id.clone(),
        })
        .collect();
    let bare = |id: &&String| {
        let below = [format!("{id}@"), format!("{id}.")];
        !below.iter().any(|prefix| facts.under(prefix).any(|(path, _)| path.contains('@')))
    };
    let Some(id) = ids.iter().find(bare).or(ids.first()).cloned() else { return };
    app.dialogs.push(Dialog::Evidence(Box::new(Sheet::new(Subject::Evidence(id)))));
    app.rebuild();
}

/// What opening a line that adds something of the dossier does.
pub(super) fn open_line(app: &mut App, add: &Add, cx: &Cx) -> Vec<Effect> {
    match add {
        Add::Row(_) => Vec::new(),
        Add::Attachment => {
            app.ask_attachment();
            Vec::new()
        }
        Add::Finding(leaf) => {
            finding(app, *leaf);
            Vec::new()
        }
        Add::Suggestion(row) => {
            suggestion(app, *row);
            Vec::new()
        }
        Add::Support(register, leaf) => {
            evidence(app, *leaf, Kind::Register(*register));
            Vec::new()
        }
        Add::Sign(state) => sign(app, *state, cx),
        Add::Unlock => {
            app.ask(AskFor::Unlock, "");
            Vec::new()
        }
    }
}

/// Signs a state in the own name, with today's date, up to the last entry.
fn sign(app: &mut App, state: State, cx: &Cx) -> Vec<Effect> {
    let lang = app.lang();
    let actor = app.stamp(cx).actor;
    let Some(work) = &app.work else { return Vec::new() };
    let facts = work.ledger.facts();
    let upto = work.ledger.events().last().map_or(0, |e| e.seq).to_string();
    let values = [actor.clone(), cx.now.format("%Y-%m-%d").to_string(), upto];
    let mut sets: Vec<(String, Option<String>)> =
        SIGNING.iter().map(|field| state.path(field)).zip(values.map(Some)).collect();
    if facts.get(&state.path("role")).is_none() {
        sets.push((state.path("role"), Some(names::role(lang, state).to_owned())));
    }
    // Issuing anew locks anew.
    if state == State::Issued && facts.get(RELEASED).is_some() {
        sets.push((RELEASED.to_owned(), None));
    }
    let effects = app.record(sets, None, cx);
    if !effects.is_empty() {
        app.say(words::signed_by(lang, names::state(lang, state), &actor), false);
        app.sheet_mut(|sheet| {
            let next = |l: &Line| matches!(l, Line::New { add: Add::Sign(_) | Add::Unlock, .. });
            if let Some(at) = sheet.lines.iter().position(next) {
                sheet.cursor.at = at;
                sheet.column = 0;
            }
        });
    }
    effects
}

/// Opens the coverage's selected field for entry.
pub(super) fn open_coverage(app: &mut App) {
    let Some(work) = &app.work else { return };
    let Some(row) = work.dossier.coverage.rows.get(work.view.coverage.at) else { return };
    let (leaf, column) = (row.leaf, work.coverage_column());
    evidence(app, leaf, Kind::all()[column]);
}

impl App {
    /// Goes where a line leads, keeping the way back.
    pub(in crate::app) fn follow(&mut self, target: Target) {
        let trail = self.work.as_mut().map(|w| std::mem::take(&mut w.view.trail));
        self.go_to(target);
        if let (Some(work), Some(trail)) = (&mut self.work, trail) {
            work.view.trail = trail;
            if matches!(target, Target::Section(_)) {
                work.view.focus = Pane::Main;
            }
        }
    }

    /// Lists what the selected field may refer to; choosing adds it or takes it away.
    pub(in crate::app) fn pick_refs(&mut self) {
        let lang = self.lang();
        let Some(work) = &self.work else { return };
        let Some(cell) = work.view.sheet.cell() else { return };
        let FieldKind::Refs { to, known } = &cell.kind else { return };
        let facts = work.ledger.facts();
        let there: Vec<&str> = cell.value.as_deref().map(|v| split(v).collect()).unwrap_or_default();
        let offered: Vec<(String, String)> = match to {
            RefTo::Rows(register) => {
                let title = |row: u32| facts.get(&register.path(row, register.title_column())).unwrap_or("");
                let rows = facts.rows(register.id()).into_iter();
                rows.map(|row| (row.to_string(), title(row).to_owned())).collect()
            }
            _ => known.iter().map(|id| (id.clone(), names::refs(lang, &work.scheme, id))).collect(),
        };
        let items: Vec<Item> = offered
            .into_iter()
            .map(|(id, text)| {
                let chosen = there.contains(&id.as_str());
                let mut next: Vec<&str> = there.iter().copied().filter(|r| *r != id).collect();
                if !chosen {
                    next.push(&id);
                }
                let value = cell.kind.accept(&next.join(",")).ok();
                let mark = if chosen { "✓ " } else { "" };
                Item {
                    text: format!("{mark}{text}"),
                    action: Action::Refs { path: cell.path.clone(), value },
                    key: String::new(),
                    detail: id,
                }
            })
            .collect();
        if items.is_empty() {
            // Nothing to choose from: what is typed says so.
            self.sheet_mut(|sheet| sheet.open(false));
            return;
        }
        let title = label::fact(lang, &work.scheme, &cell.path);
        self.dialogs.push(Dialog::Choose(Chooser::new(title, items)));
    }
}
