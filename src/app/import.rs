//! Taking in a file on the screen: choose it, look at what it would bring, take all or nothing.
//!
//! Owns the dialog's state and what its keys do. The file is read outside, watched and stopped
//! by its question number; nothing is recorded before Enter, and then as one act.

use std::path::PathBuf;
use std::sync::Arc;

use super::command::{self, Command, Scope};
use super::dialog::{Action, AskFor, Chooser, Dialog, Item};
use super::files::Listing;
use super::key::Key;
use super::layout::{Cursor, Pane};
use super::screen::import as report;
use super::sheet::{Add, Line, Subject};
use super::work::{Tab, Work};
use super::{App, Cx, Effect};
use crate::format::forms::{Forms, Role, Sheets, act, headings};
use crate::format::rows::Said;
use crate::i18n::{forms as form_words, import as words, rows as row_words, ui};
use crate::scheme::{MeasureKind, Questionnaire};
use crate::store::{FormsFile, RowsFile};

/// Endings of files that can be tables.
pub const TABLES: &[&str] = &[".csv", ".tsv", ".txt", ".gz", ".xlsx", ".xlsm"];

/// Where a file goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// Forms of this questionnaire.
    Forms(usize),
    /// Rows of the table of this measure.
    Rows(usize),
}

/// What was read.
#[derive(Debug)]
pub enum Taken {
    /// Forms.
    Forms(FormsFile),
    /// A table none of whose headings is a question.
    Unmatched {
        /// Its headings.
        headings: Vec<String>,
        /// Which sheet was read.
        sheets: Option<Sheets>,
    },
    /// A list.
    Rows(RowsFile),
}

/// How a file is to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Comes back with the answer.
    pub question: u64,
    /// The file.
    pub path: PathBuf,
    /// Where it goes.
    pub target: Destination,
    /// The sheet that is meant.
    pub sheet: Option<String>,
    /// What the person says about columns: place from 0, and the role or column id; `-` for none.
    pub said: Vec<(usize, String)>,
}

/// A file on its way in.
#[derive(Debug, Clone)]
pub struct Import {
    /// How it was read for what is shown, or is being read for the first time.
    pub reading: Reading,
    /// Being read (again): how, and how many hundredths are done.
    pub under_way: Option<(Reading, u8)>,
    /// What was read.
    pub taken: Option<Arc<Taken>>,
    /// Cells that cannot be read count as unreadable.
    pub unreadable: bool,
    /// Doubts do not matter: doubles, rows on no list, a file that came before.
    pub accepted: bool,
    /// Why something was not done.
    pub refusal: Option<String>,
    /// What is shown, one row a line.
    pub rows: Vec<report::Row>,
    /// Selected row.
    pub cursor: Cursor,
}

impl Import {
    /// The selected column of the table, or that of its sheet line.
    fn spot(&self) -> Option<report::Spot> {
        self.rows.get(self.cursor.at).and_then(|r| r.spot)
    }

    /// The sheet read and the others.
    pub fn sheets(&self) -> Option<&Sheets> {
        match self.taken.as_deref()? {
            Taken::Forms(file) => file.forms.sheets.as_ref(),
            Taken::Unmatched { sheets, .. } => sheets.as_ref(),
            Taken::Rows(file) => file.list.sheets.as_ref(),
        }
    }
}

/// The forms that the same file brought before.
pub fn came_before(
    work: &Work,
    questionnaire: &Questionnaire,
    file: &FormsFile,
) -> Option<crate::ledger::BatchEntry> {
    act::came_before(questionnaire, work.ledger.facts(), file.source)
}

/// Whether the forms may come in, the doubts apart.
pub fn forms_are_sound(forms: &Forms, unreadable: bool) -> bool {
    !forms.batch.is_empty() && (forms.troubles.is_empty() || unreadable && forms.troubles.are_cells())
}

impl Work {
    /// Where a file would go from here; nothing where it could not.
    pub fn import_target(&self) -> Option<Destination> {
        match self.view.tab {
            Tab::Survey if !self.keys_again() => self.current_questionnaire().map(Destination::Forms),
            Tab::Verify if self.view.focus == Pane::Main => self.open_measure().map(Destination::Rows),
            _ => None,
        }
    }

    /// The table that grows row by row which is selected, or the first of the indicator.
    fn open_measure(&self) -> Option<usize> {
        let is_open = |m: &usize| matches!(&self.scheme.measures[*m].kind, MeasureKind::Table(table) if table.is_open());
        let sheet = &self.view.sheet;
        let Subject::Indicator(n) = sheet.subject else { return None };
        let at = match (sheet.cell(), sheet.line()) {
            (Some(cell), _) => cell.path.split('.').next().and_then(|id| self.scheme.measure(id)),
            (None, Some(Line::New { add: Add::Row(id), .. })) => self.scheme.measure(id),
            _ => None,
        };
        at.filter(is_open).or_else(|| crate::score::inputs(&self.scheme, n).into_iter().find(is_open))
    }
}

impl App {
    /// Asks which file to take in.
    pub(super) fn ask_import(&mut self) -> Vec<Effect> {
        let lang = self.lang();
        if self.work.as_ref().is_some_and(|w| w.barred(lang).is_some()) {
            return self.refuse_read_only();
        }
        match self.work.as_ref().and_then(Work::import_target) {
            Some(target) => self.ask_file(AskFor::Import(target), TABLES),
            None => self.say(words::no_target(lang), true),
        }
        Vec::new()
    }

    /// Asks for a file that is there; its folder is listed below.
    pub(super) fn ask_file(&mut self, purpose: AskFor, endings: &'static [&'static str]) {
        self.ask(purpose, "");
        let beside = self.work.as_ref().and_then(|w| w.path.as_ref()?.parent().map(PathBuf::from));
        let base = self.prefs.folder.clone().or(beside).unwrap_or_default();
        if let Some(Dialog::Ask(ask)) = self.dialogs.last_mut() {
            ask.listing = Some(Box::new(Listing::new(endings, base)));
        }
    }

    /// Asks for the folder below the line that has the keys, where it was not read yet.
    pub(super) fn ask_for_folder(&mut self) -> Option<Effect> {
        match self.dialogs.last_mut()? {
            Dialog::Ask(ask) => ask.listing.as_mut()?.ask(),
            _ => None,
        }
    }

    /// Begins to read a file; what it asked for stays below until it was taken in.
    pub(super) fn read_import(&mut self, path: PathBuf, target: Destination) -> Vec<Effect> {
        let reading = Reading { question: 0, path, target, sheet: None, said: Vec::new() };
        self.dialogs.push(Dialog::Import(Box::new(Import {
            reading: reading.clone(),
            under_way: None,
            taken: None,
            unreadable: false,
            accepted: false,
            refusal: None,
            rows: Vec::new(),
            cursor: Cursor::default(),
        })));
        self.read_again(reading)
    }

    /// Reads the file (again) in another way; what is shown stays until it was read.
    fn read_again(&mut self, mut reading: Reading) -> Vec<Effect> {
        self.questions += 1;
        reading.question = self.questions;
        if let Some(Dialog::Import(import)) = self.dialogs.last_mut() {
            import.under_way = Some((reading.clone(), 0));
            import.refusal = None;
        }
        vec![Effect::ReadTable(reading)]
    }

    /// The dialog that waits for this answer, if it still does.
    fn import_waiting(&mut self, question: u64) -> Option<&mut Import> {
        let import = self.dialogs.iter_mut().rev().find_map(|d| match d {
            Dialog::Import(import) => Some(&mut **import),
            _ => None,
        })?;
        import.under_way.as_ref().is_some_and(|(r, _)| r.question == question).then_some(import)
    }

    /// Takes note of how far reading has come.
    pub(super) fn import_progress(&mut self, question: u64, percent: u8) {
        if let Some((_, done)) = self.import_waiting(question).and_then(|i| i.under_way.as_mut()) {
            *done = percent;
        }
    }

    /// Takes over what was read, or why it could not be.
    pub(super) fn import_read(&mut self, question: u64, result: Result<Arc<Taken>, String>) {
        let Some(import) = self.import_waiting(question) else { return };
        let under_way = import.under_way.take();
        match result {
            Ok(taken) => {
                import.taken = Some(taken);
                import.reading = under_way.map_or_else(|| import.reading.clone(), |(reading, _)| reading);
            }
            Err(why) if import.taken.is_some() => import.refusal = Some(why),
            Err(why) => {
                self.dialogs.retain(|d| !matches!(d, Dialog::Import(_)));
                self.refuse(why);
            }
        }
    }

    /// Lays the report out again.
    pub(super) fn lay_import(&mut self) {
        let lang = self.lang();
        let (width, height) = report::room(self.size);
        let Some(work) = &self.work else { return };
        if let Some(Dialog::Import(import)) = self.dialogs.last_mut() {
            import.rows = report::rows(work, import, lang, width);
            import.cursor.settle(import.rows.len(), height);
        }
    }

    /// A key while a file is looked at.
    pub(super) fn import_key(&mut self, key: Key, cx: &Cx) -> Vec<Effect> {
        let (_, height) = report::room(self.size);
        let Some(Dialog::Import(import)) = self.dialogs.last_mut() else { return Vec::new() };
        let Some(command) = command::lookup(&[Scope::Import], key) else { return Vec::new() };
        if import.under_way.is_some() && command != Command::Back {
            return Vec::new();
        }
        import.refusal = None;
        let page = isize::try_from(height.max(2) - 1).unwrap_or(1);
        let rows = import.rows.len();
        match command {
            Command::Back => {
                let first = import.taken.is_none();
                let reads = import.under_way.take().is_some();
                // Stopping a second reading leaves what is known of the first.
                if first || !reads {
                    self.dialogs.pop();
                }
                return if reads { vec![Effect::StopReading] } else { Vec::new() };
            }
            Command::Up => import.cursor.move_by(-1, rows),
            Command::Down => import.cursor.move_by(1, rows),
            Command::PageUp => import.cursor.move_by(-page, rows),
            Command::PageDown => import.cursor.move_by(page, rows),
            Command::First => import.cursor.at = 0,
            Command::Last => import.cursor.at = rows.saturating_sub(1),
            Command::TakeUnread => import.unreadable = !import.unreadable,
            Command::TakeDoubtful => import.accepted = !import.accepted,
            Command::SayColumn => self.change_import(),
            Command::TakeAll => match self.take_all(cx) {
                Ok(effects) => return effects,
                Err(why) => {
                    if let Some(Dialog::Import(import)) = self.dialogs.last_mut() {
                        import.refusal = Some(why);
                    }
                }
            },
            _ => {}
        }
        Vec::new()
    }

    /// Offers what else the selected column can hold, or the other sheets.
    fn change_import(&mut self) {
        let lang = self.lang();
        let (Some(work), Some(Dialog::Import(import))) = (&self.work, self.dialogs.last()) else { return };
        let item =
            |text: String, detail: String, action: Action| Item { text, detail, key: String::new(), action };
        let (title, items) = match import.spot() {
            Some(report::Spot::Sheet) => {
                let Some((_, others)) = import.sheets() else { return };
                let sheets = others.iter();
                let items = sheets.map(|s| item(s.clone(), String::new(), Action::ImportSheet(s.clone())));
                (words::choose_sheet(lang), items.collect())
            }
            Some(report::Spot::Column(column)) => {
                let roles = report::roles(work, &import.reading.target, lang);
                let items = roles
                    .into_iter()
                    .map(|(role, text, detail)| item(text, detail, Action::ImportRole { column, role }));
                let heading = report::heading(import, column);
                (words::choose_role(lang, &form_words::letters(column + 1), &heading), items.collect())
            }
            None => return,
        };
        self.dialogs.push(Dialog::Choose(Chooser::new(title, items)));
    }

    /// Reads the file again with another sheet.
    pub(super) fn import_sheet(&mut self, sheet: String) -> Vec<Effect> {
        let Some(Dialog::Import(import)) = self.dialogs.last() else { return Vec::new() };
        self.read_again(Reading { sheet: Some(sheet), said: Vec::new(), ..import.reading.clone() })
    }

    /// Reads the file again with another meaning of a column.
    pub(super) fn import_role(&mut self, column: usize, role: String) -> Vec<Effect> {
        let Some(Dialog::Import(import)) = self.dialogs.last() else { return Vec::new() };
        let mut reading = import.reading.clone();
        reading.said.retain(|(c, r)| *c != column && (r == "-" || *r != role));
        reading.said.push((column, role));
        self.read_again(reading)
    }

    /// Records everything that was read as one act, or says why not.
    fn take_all(&mut self, cx: &Cx) -> Result<Vec<Effect>, String> {
        let lang = self.lang();
        let (Some(work), Some(Dialog::Import(import))) = (&mut self.work, self.dialogs.last()) else {
            return Ok(Vec::new());
        };
        if let Some(why) = report::objection(work, import, lang) {
            return Err(why);
        }
        let Some(taken) = import.taken.clone() else { return Ok(Vec::new()) };
        let before = work.ledger.events().len();
        let (effects, what) = match (&*taken, &import.reading.target) {
            (Taken::Forms(file), Destination::Forms(q)) => {
                let act = file.act(&work.scheme.questionnaires[*q], work.ledger.facts());
                let Some(act) = act else { return Err(report::too_many(lang, &file.name)) };
                work.ledger.shelve(file.content.digest(), file.content.batch.clone());
                let effects = self.record(act.sets, None, cx);
                let stored = |effect| match effect {
                    Effect::Append(events) => Effect::Attach(events, file.content.stored.clone()),
                    other => other,
                };
                let effects: Vec<Effect> = effects.into_iter().map(stored).collect();
                (effects, words::forms_taken(lang, act.first, act.last))
            }
            (Taken::Rows(file), _) => {
                let Ok(plan) = &file.plan else { return Ok(Vec::new()) };
                let reason = row_words::reason(lang, &file.name);
                let effects = self.record(plan.sets.clone(), Some(&reason), cx);
                (effects, words::rows_taken(lang, plan.rows))
            }
            _ => return Ok(Vec::new()),
        };
        let recorded = self.work.as_ref().is_some_and(|w| w.ledger.events().len() > before);
        if !recorded {
            let said = self.notice.take().map(|n| n.text);
            return Err(said.unwrap_or_else(|| ui::nothing_recorded(lang)));
        }
        self.dialogs.clear();
        self.show_taken();
        self.say(words::taken(lang, &what), false);
        Ok(effects)
    }

    /// Shows the forms that came in where forms are shown.
    fn show_taken(&mut self) {
        let Some(work) = &mut self.work else { return };
        work.view.incomplete = None;
        work.show_tab();
        self.rebuild();
    }
}

/// What a person says of columns as the reader of responses takes it.
pub fn said_of_forms(said: &[(usize, String)]) -> Vec<(String, String)> {
    said.iter().map(|(column, role)| (format!("#{}", column + 1), role.clone())).collect()
}

/// The same as the reader of lists takes it.
pub fn said_of_list(said: &[(usize, String)]) -> Vec<Said> {
    said.iter().map(|(column, id)| (*column, Some(id.clone()).filter(|id| id != "-"))).collect()
}

/// A role as the reader writes it.
pub(super) fn role_word(role: Role, questionnaire: &Questionnaire) -> String {
    headings::role_word(role, questionnaire)
}

/// Whether a command about a file would do anything now; nothing for any other command.
pub(super) fn useful(app: &App, command: Command) -> Option<bool> {
    let work = app.work.as_ref()?;
    if command == Command::Import {
        return Some(work.import_target().is_some());
    }
    let Some(Dialog::Import(import)) = app.dialogs.last() else { return None };
    if import.under_way.is_some() {
        return Some(command == Command::Back);
    }
    Some(match (command, import.taken.as_deref()) {
        (Command::TakeAll, _) => report::objection(work, import, app.lang()).is_none(),
        (Command::SayColumn, _) => import.spot().is_some(),
        (Command::TakeUnread, Some(Taken::Forms(file))) => {
            !file.forms.troubles.is_empty() && file.forms.troubles.are_cells()
        }
        (Command::TakeDoubtful, Some(Taken::Forms(file))) => {
            let Destination::Forms(q) = import.reading.target else { return Some(false) };
            came_before(work, &work.scheme.questionnaires[q], file).is_some()
        }
        (Command::TakeDoubtful, Some(Taken::Rows(file))) => {
            file.plan.as_ref().is_ok_and(|plan| plan.bad.iter().any(|b| b.fault.is_doubt()))
        }
        (Command::TakeUnread | Command::TakeDoubtful, _) => false,
        _ => true,
    })
}
