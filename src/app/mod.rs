//! The screen as a state machine: keys and messages in, effects out.
//!
//! Owns what is shown and where one is. Must not draw, read or write anything: what leaves
//! memory goes out as an [`Effect`], what comes back arrives as a [`Msg`]; time comes in with
//! [`Cx`].

pub mod amounts;
mod answer;
pub mod attach;
pub mod checks;
pub mod command;
pub mod compare;
pub mod dialog;
mod doubts;
pub mod edit;
pub mod effect;
pub mod figures;
pub mod files;
pub mod foot;
pub mod hints;
pub mod import;
pub mod key;
pub mod layout;
pub mod meter;
mod mouse;
mod open;
mod paste;
pub mod picture;
pub mod present;
mod record;
pub mod replay;
mod run;
pub mod screen;
pub mod search;
pub mod sheet;
pub mod sight;
pub mod statistics;
pub mod whatif;
mod whereabouts;
pub mod work;

use chrono::{DateTime, FixedOffset};

use crate::i18n::{Lang, ui};
use crate::ledger::Stamp;

use command::{Command, Scope};
use dialog::Dialog;
pub use effect::{Effect, Msg, Opened, Preferences, SchemeEntry, Theme};
use key::Key;
use layout::{Cursor, Size};
use sheet::Outcome;
use work::Work;

/// What an update may know of the world.
#[derive(Debug, Clone, Copy)]
pub struct Cx {
    /// Local time with its offset.
    pub now: DateTime<FixedOffset>,
}

/// What became of a key while the digits of a code might go on.
enum Pending {
    /// It belonged to the code; this is what it led to.
    Done(Vec<Effect>),
    /// It is for whatever comes next, after this.
    Goes(Vec<Effect>),
}

/// A message at the foot of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What.
    pub text: String,
    /// Whether it needs a look.
    pub urgent: bool,
}

/// Everything the screen shows.
#[derive(Debug, Clone)]
pub struct App {
    /// Language, colours, name, recent projects.
    pub prefs: Preferences,
    /// Size of the terminal.
    pub size: Size,
    /// Selected row of the home screen.
    pub home: Cursor,
    /// The open project.
    pub work: Option<Work>,
    /// What lies over the screen, topmost last.
    pub dialogs: Vec<Dialog>,
    /// The presenter's screen, while it is up.
    pub present: Option<present::Present>,
    /// How many questions were asked of the outside; each has its number.
    pub questions: u64,
    /// What was said last; goes with the next key.
    pub notice: Option<Notice>,
    /// What is under way outside, in words.
    pub busy: Option<String>,
    /// Whether the last change was made on this screen: only then the foot says what it did.
    pub fresh: bool,
}

impl App {
    /// The home screen.
    pub fn new(prefs: Preferences, size: Size) -> Self {
        Self {
            size,
            // The project worked on last is one Enter away.
            home: Cursor { at: screen::home::first(&prefs), top: 0 },
            work: None,
            dialogs: Vec::new(),
            present: None,
            questions: 0,
            notice: None,
            busy: None,
            fresh: false,
            prefs,
        }
    }

    /// Language of the screen.
    pub fn lang(&self) -> Lang {
        self.prefs.lang
    }

    /// Takes a message and says what must happen outside.
    pub fn update(&mut self, msg: Msg, cx: &Cx) -> Vec<Effect> {
        let mut effects = match msg {
            Msg::Key(key) => self.key(key, cx),
            Msg::Paste(text) => self.paste(&text, cx),
            Msg::Resize(size) => {
                self.size = size;
                Vec::new()
            }
            Msg::Click(x, y) => {
                let mut effects = self.end_code(cx);
                self.forget_complete();
                effects.extend(self.click(x, y, cx));
                effects
            }
            Msg::Scroll(x, y, by) => {
                self.forget_complete();
                self.scroll(x, y, by)
            }
            Msg::Saved(upto) => self.saved(Ok(upto)),
            Msg::SaveFailed(why) => self.saved(Err(why)),
            Msg::Warn(words) => {
                self.say(words, true);
                Vec::new()
            }
            Msg::Opened(result) => self.opened(*result),
            Msg::Schemes(schemes) => self.offer_schemes(schemes),
            Msg::Record(result) => {
                self.compare_with(*result);
                Vec::new()
            }
            Msg::Moments { question, stretch, is_last } => {
                self.take_moments(question, stretch, is_last);
                Vec::new()
            }
            Msg::AttachmentRead(result, supports) => self.attached(result, &supports, cx),
            msg @ (Msg::Folder(..)
            | Msg::TableProgress { .. }
            | Msg::TableRead { .. }
            | Msg::Previewed(..)
            | Msg::Viewed(_)) => {
                self.take_file(msg);
                Vec::new()
            }
            Msg::Exported(result) => {
                self.busy = None;
                self.exported(result);
                Vec::new()
            }
        };
        if let Some(work) = &mut self.work {
            work.today = cx.now.date_naive();
        }
        self.settle();
        effects.extend(self.ask_for_moments());
        effects.extend(self.ask_for_folder());
        effects
    }

    /// Up to which event the record is on the disk, or why it is not.
    fn saved(&mut self, result: Result<u64, String>) -> Vec<Effect> {
        if let Some(work) = &mut self.work {
            match result {
                Ok(upto) => {
                    work.saving.stored = work.saving.stored.max(upto);
                    work.saving.failed = None;
                }
                Err(why) => work.saving.failed = Some(why),
            }
        }
        Vec::new()
    }

    /// Takes over what the disk says of folders, files being read and files being looked at.
    fn take_file(&mut self, msg: Msg) {
        match msg {
            Msg::Folder(asked, read) => self.take_folder(&asked, read),
            Msg::Previewed(row, result) => self.take_picture(row, result),
            Msg::TableProgress { question, percent } => self.import_progress(question, percent),
            Msg::TableRead { question, result } => self.import_read(question, result),
            Msg::Viewed(Ok(name)) => self.say(ui::viewing(self.lang(), &name), false),
            Msg::Viewed(Err(why)) => self.say(why, true),
            _ => {}
        }
    }

    fn key(&mut self, key: Key, cx: &Cx) -> Vec<Effect> {
        self.notice = None;
        if self.size.too_small() && key.code != key::Code::Char('q') {
            return Vec::new();
        }
        // From anywhere, also out of a field being typed into, which waits as it is.
        if self.work.is_some() && command::lookup(&[Scope::Project], key) == Some(Command::Present) {
            return self.run(Command::Present, cx);
        }
        if !self.dialogs.is_empty() {
            return self.dialog_key(key, cx);
        }
        let lang = self.lang();
        let hidden = self.present.is_some();
        if let Some(work) = self.work.as_mut().filter(|w| w.view.sheet.typing.is_some() && !hidden) {
            let quits = command::lookup(&[Scope::Global], key).filter(|c| *c == Command::Quit);
            let leaves = command::lookup(&[Scope::Project], key).filter(|_| key.alt).or(quits);
            if work.on_forms() {
                work.view.meter.key(cx.now, leaves.is_none());
            }
            if let Some(command) = leaves {
                return self.leave_field(command, cx);
            }
            let outcome = work.view.sheet.type_key(key, lang);
            return self.sheet_outcome(outcome, cx);
        }
        if let Some(work) = &mut self.work {
            work.view.sheet.refusal = None;
            // Whoever ends totals with Enter has not seen yet that the last one ended itself.
            if std::mem::take(&mut work.view.sheet.complete) && key.code == key::Code::Enter {
                self.say(ui::totals_complete(lang), false);
                return Vec::new();
            }
        }
        let mut effects = match self.pending_key(key, cx) {
            Pending::Done(effects) => return effects,
            Pending::Goes(effects) => effects,
        };
        let scopes = self.scopes();
        let command = command::lookup(&scopes, key).filter(|_| !self.types(&scopes, key));
        self.count_key(&scopes, command, cx);
        let on_sheet = scopes.contains(&Scope::Sheet);
        effects.extend(match (command, self.work.as_mut().filter(|_| on_sheet)) {
            (Some(command), _) => {
                // What the last change did is said until the next act; leaving its field is none.
                self.fresh &= command == Command::Back;
                self.run(command, cx)
            }
            (None, Some(work)) if work.barred(lang).is_some() => self.refuse_read_only(),
            (None, Some(work)) => {
                let outcome = work.view.sheet.press(key, lang);
                self.sheet_outcome(outcome, cx)
            }
            (None, None) => Vec::new(),
        });
        effects
    }

    /// Takes what is typed and goes elsewhere; what is not taken stays, and so does one.
    fn leave_field(&mut self, command: Command, cx: &Cx) -> Vec<Effect> {
        let lang = self.lang();
        let outcome = self.work.as_mut().map_or(Outcome::Ignored, |w| w.view.sheet.accept(lang));
        let mut effects = self.sheet_outcome(outcome, cx);
        let stays = self.work.as_ref().is_some_and(|w| w.view.sheet.typing.is_some());
        if self.dialogs.is_empty() && !stays {
            effects.extend(self.run(command, cx));
        }
        effects
    }

    /// Whoever goes elsewhere has seen that the totals are complete.
    fn forget_complete(&mut self) {
        if let Some(work) = &mut self.work {
            work.view.sheet.complete = false;
        }
    }

    /// Counts a key that is pressed on a form.
    fn count_key(&mut self, scopes: &[Scope], command: Option<Command>, cx: &Cx) {
        use Command as C;
        let answers = matches!(
            command,
            None | Some(C::FileForm | C::RepeatAnswer | C::Blank | C::Unreadable | C::Refused | C::Clear)
        );
        if let Some(work) = self.work.as_mut().filter(|_| scopes.contains(&Scope::Form)) {
            work.view.meter.key(cx.now, answers);
        }
    }

    /// Whether a key types into the selected field although it is a command elsewhere.
    fn types(&self, scopes: &[Scope], key: Key) -> bool {
        let (true, Some(typed), Some(work)) =
            (scopes.contains(&Scope::Sheet), key.folded().typed(), &self.work)
        else {
            return false;
        };
        let sheet = &work.view.sheet;
        let on_form = scopes.contains(&Scope::Form);
        match typed {
            '0' if on_form && sheet.takes_zero() => true,
            '-' if on_form && sheet.takes_minus() => true,
            // On a form the signs for "left blank" and the like are kept from words.
            '.' | '-' | '*' | '=' | '#' if on_form => false,
            _ => sheet.is_on_text(),
        }
    }

    /// A key while the digits of a code may go on.
    fn pending_key(&mut self, key: Key, cx: &Cx) -> Pending {
        let lang = self.lang();
        let waiting = self.work.as_mut().filter(|w| !w.view.sheet.pending.is_empty());
        let Some(sheet) = waiting.map(|w| &mut w.view.sheet) else { return Pending::Goes(Vec::new()) };
        match key.code {
            key::Code::Esc | key::Code::Backspace => {
                sheet.pending.clear();
                Pending::Done(Vec::new())
            }
            key::Code::Enter => {
                let outcome = sheet.end_code(lang);
                Pending::Done(self.sheet_outcome(outcome, cx))
            }
            _ if key.folded().typed().is_some_and(|c| c.is_ascii_digit()) => Pending::Goes(Vec::new()),
            _ => {
                let effects = self.end_code(cx);
                if self.refused() { Pending::Done(effects) } else { Pending::Goes(effects) }
            }
        }
    }

    /// Takes the digits typed so far for a code that does not go on, without moving on.
    fn end_code(&mut self, cx: &Cx) -> Vec<Effect> {
        let lang = self.lang();
        let outcome = self.work.as_mut().map_or(Outcome::Ignored, |w| w.view.sheet.end_code(lang));
        let outcome = match outcome {
            Outcome::Set { path, value, .. } => Outcome::Set { path, value, then: sheet::Then::Stay },
            other => other,
        };
        self.sheet_outcome(outcome, cx)
    }

    /// Whether the sheet has just refused something.
    fn refused(&self) -> bool {
        self.work.as_ref().is_some_and(|w| w.view.sheet.refusal.is_some())
    }

    fn paste(&mut self, text: &str, cx: &Cx) -> Vec<Effect> {
        if self.present.is_some() && self.dialogs.is_empty() {
            return Vec::new();
        }
        if self.dialogs.is_empty() && self.scopes().contains(&Scope::Sheet) || self.is_block(text) {
            return self.paste_block(text, cx);
        }
        let edit = match self.dialogs.last_mut() {
            Some(Dialog::Choose(chooser)) => Some(&mut chooser.filter),
            Some(Dialog::Ask(ask)) => Some(&mut ask.edit),
            Some(Dialog::Evidence(sheet)) => sheet.typing.as_mut().map(|t| &mut t.edit),
            Some(Dialog::Import(_) | Dialog::Picture(_)) => None,
            None => self.work.as_mut().and_then(|w| w.view.sheet.typing.as_mut()).map(|t| &mut t.edit),
        };
        let taken = edit.map(|e| e.paste(text));
        if taken == Some(false) {
            self.say(ui::paste_too_long(self.lang(), edit::MAX_PASTE), true);
        }
        match self.dialogs.last_mut() {
            Some(Dialog::Choose(chooser)) => chooser.refilter(),
            Some(Dialog::Ask(ask)) => ask.look_again(),
            _ => {}
        }
        Vec::new()
    }

    /// What the keys of a sheet came to: the one on the screen or the one in a dialog.
    fn sheet_outcome(&mut self, outcome: Outcome, cx: &Cx) -> Vec<Effect> {
        match outcome {
            Outcome::Ignored | Outcome::Taken => Vec::new(),
            Outcome::Pick(cell) => {
                self.pick_code(&cell);
                Vec::new()
            }
            Outcome::Set { path, value, then } => {
                let Ok(effects) = self.set_fact(&path, value.clone(), cx) else { return Vec::new() };
                let converted = self.sheet_mut(|sheet| sheet.converted.take()).flatten();
                // A plan waits for its reason first.
                let is_recorded =
                    self.work.as_ref().is_some_and(|w| w.ledger.facts().get(&path) == value.as_deref());
                let from = converted.as_ref().map(|c| &c.from).filter(|_| is_recorded);
                self.say_converted(from, &path, value.as_deref());
                self.sheet_mut(|sheet| sheet.advance(then));
                run::warn_of_totals(self, &path);
                if self.work.as_ref().is_some_and(|w| w.view.sheet.complete) {
                    self.say(ui::totals_complete(self.lang()), false);
                }
                effects
            }
        }
    }

    /// The sheet that has the keys.
    pub(in crate::app) fn sheet_mut<T>(&mut self, change: impl FnOnce(&mut sheet::Sheet) -> T) -> Option<T> {
        if let Some(Dialog::Evidence(sheet)) = self.dialogs.last_mut() {
            return Some(change(sheet));
        }
        self.work.as_mut().map(|w| change(&mut w.view.sheet))
    }

    fn stamp(&self, cx: &Cx) -> Stamp {
        Stamp { at: cx.now, actor: self.actor() }
    }

    /// The name under which things are recorded.
    fn actor(&self) -> String {
        let name = &self.prefs.actor;
        if name.is_empty() { ui::unnamed(self.lang()) } else { name.clone() }
    }

    fn refuse_read_only(&mut self) -> Vec<Effect> {
        let lang = self.lang();
        let why = self.work.as_ref().and_then(|w| w.barred(lang)).unwrap_or_default();
        self.say(ui::read_only_because(self.lang(), &why), true);
        Vec::new()
    }

    fn say(&mut self, text: String, urgent: bool) {
        self.notice = Some(Notice { text, urgent });
    }

    /// Lays out again what depends on facts, language or size.
    fn rebuild(&mut self) {
        let lang = self.lang();
        let width = self.layout().main.unwrap_or_default().inner().width;
        let Some(work) = &mut self.work else { return };
        work.rebuild_sheet(lang, usize::from(width));
        if let Some(Dialog::Evidence(sheet)) = self.dialogs.last_mut() {
            let room = usize::from(self.size.width).min(screen::DIALOG_WIDTH).saturating_sub(4);
            sheet.rebuild(&work.context(lang, room));
        }
    }

    /// Keeps every selection inside its list and its window.
    fn settle(&mut self) {
        self.rebuild();
        let layout = self.layout();
        let list = usize::from(layout.list.unwrap_or_default().inner().height);
        let main = usize::from(layout.main.unwrap_or_default().inner().height);
        screen::home::settle(self);
        let lang = self.lang();
        let width = usize::from(layout.main.unwrap_or_default().inner().width);
        if let Some(work) = &mut self.work {
            work.refresh_statistics(layout.side.is_some());
            work.settle(lang, list, main, width);
        }
        let height = screen::dialog_rows(self.size);
        match self.dialogs.last_mut() {
            Some(Dialog::Choose(chooser)) => chooser.cursor.settle(chooser.hits.len(), height),
            Some(Dialog::Ask(ask)) => ask.settle(screen::listing_rows(self.size)),
            Some(Dialog::Import(_)) => self.lay_import(),
            _ => {}
        }
    }

    /// Runs a command as if its key had been pressed.
    pub fn run(&mut self, command: Command, cx: &Cx) -> Vec<Effect> {
        run::run(self, command, cx)
    }
}
