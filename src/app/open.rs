//! What comes back from outside, and what dialogs lead to.

use std::path::{Path, PathBuf};

use crate::i18n::{label, ui};
use crate::scheme::{INDICATOR_PREFIX, register};
use crate::store::Listed;

use super::command::{self, Command, Scope};
use super::dialog::{Action, AskFor, Chooser, Dialog, Item};
use super::effect::{Opened, Recent, SchemeEntry};
use super::files::Choice;
use super::key::{Code, Key};
use super::layout::Pane;
use super::run;
use super::screen;
use super::screen::dossier::Section;
use super::sheet::{Cell, Outcome, Target};
use super::work::{SurveyMode, Tab, Work};
use super::{App, Cx, Effect};

/// How many projects the home screen remembers.
const RECENT: usize = 12;

impl App {
    pub(super) fn opened(&mut self, result: Result<Opened, String>) -> Vec<Effect> {
        self.busy = None;
        let opened = match result {
            Ok(opened) => opened,
            Err(why) => {
                self.refuse(why);
                return Vec::new();
            }
        };
        let lang = self.lang();
        let warning = opened.read_only.clone().map(|why| ui::read_only_because(lang, &why));
        let warning = warning.or_else(|| opened.warnings.first().cloned());
        let path = opened.path.clone();
        let work = Work::new(opened);
        let warning = warning.or_else(|| work.barred(lang));
        let title = lang.label(&work.scheme.title).to_owned();
        self.work = Some(work);
        self.dialogs.clear();
        self.present = None;
        if let Some(warning) = warning {
            self.say(warning, true);
        }
        let Some(path) = path else { return Vec::new() };
        if self.prefs.actor.is_empty() {
            self.ask(AskFor::Name { then: None }, "");
        }
        self.prefs.recent.retain(|r| r.path != path);
        self.prefs.recent.insert(0, Recent { path, title });
        self.prefs.recent.truncate(RECENT);
        vec![Effect::SaveSettings(self.prefs.clone())]
    }

    pub(super) fn offer_schemes(&mut self, schemes: Vec<SchemeEntry>) -> Vec<Effect> {
        let lang = self.lang();
        let mut items = Vec::new();
        for scheme in schemes {
            let action = |with_facts| Action::Scheme {
                source: scheme.source.clone(),
                with_facts,
                name: scheme.title.clone(),
            };
            items.push(Item {
                text: scheme.title.clone(),
                detail: ui::scheme_blank(lang, &scheme.place),
                key: String::new(),
                action: action(false),
            });
            if scheme.has_facts {
                items.push(Item {
                    text: scheme.title.clone(),
                    detail: ui::scheme_with_facts(lang, &scheme.place),
                    key: String::new(),
                    action: action(true),
                });
            }
        }
        self.dialogs.push(Dialog::Choose(Chooser::new(ui::choose_scheme(lang), items)));
        Vec::new()
    }

    pub(super) fn exported(&mut self, result: Result<Vec<PathBuf>, String>) {
        let lang = self.lang();
        match result {
            Ok(files) => {
                self.dialogs.clear();
                let folder = files.first().and_then(|f| f.parent()).map(|p| p.display().to_string());
                self.say(ui::exported(lang, files.len(), &folder.unwrap_or_default()), false);
            }
            Err(why) => self.refuse(why),
        }
    }

    /// Shows what lies in a folder below the line that asked for it.
    pub(super) fn take_folder(&mut self, asked: &Path, read: Result<(PathBuf, Vec<Listed>), String>) {
        for dialog in &mut self.dialogs {
            if let Dialog::Ask(ask) = dialog
                && let Some(listing) = &mut ask.listing
            {
                let typed = ask.edit.text().to_owned();
                return listing.take(asked, read, &typed);
            }
        }
    }

    /// Says why something could not be done: in the line that asked for it, if one did, so that
    /// what was typed is still there to be mended.
    pub(super) fn refuse(&mut self, why: String) {
        if let Some(Dialog::Ask(ask)) = self.dialogs.last_mut() {
            ask.refusal = Some(why);
        } else {
            self.say(why, true);
        }
    }

    pub(super) fn dialog_key(&mut self, key: Key, cx: &Cx) -> Vec<Effect> {
        if command::lookup(&[Scope::Global], key) == Some(Command::Quit) {
            return self.quit_from_dialog(cx);
        }
        let height = screen::dialog_rows(self.size);
        let lang = self.lang();
        match self.dialogs.last_mut() {
            Some(Dialog::Evidence(sheet)) => {
                if sheet.typing.is_some() {
                    let outcome = sheet.type_key(key, lang);
                    return self.sheet_outcome(outcome, cx);
                }
                self.evidence_key(key, cx)
            }
            Some(Dialog::Choose(_) | Dialog::Ask(_) | Dialog::Picture(_)) if key.code == Code::Esc => {
                self.dialogs.pop();
                Vec::new()
            }
            Some(Dialog::Picture(_)) => self.picture_key(key),
            Some(Dialog::Choose(chooser)) if key.code == Code::Enter => {
                let action = chooser.selected().map(|i| i.action.clone());
                action.map_or_else(Vec::new, |action| {
                    // Behind the name of a new project the choice of its scheme waits for Esc.
                    if !matches!(action, Action::Scheme { .. }) {
                        self.dialogs.pop();
                    }
                    self.act(action, cx)
                })
            }
            Some(Dialog::Choose(chooser)) => {
                // Codes have digits; a digit chooses at once, as it does on the sheet.
                let by_digit = chooser.coded(key);
                if let Some(action) = by_digit {
                    self.dialogs.pop();
                    return self.act(action, cx);
                }
                chooser.press(key, height);
                Vec::new()
            }
            Some(Dialog::Ask(ask)) if key.code == Code::Enter => {
                if let Some(Choice::Into(folder)) = ask.choice() {
                    ask.enter(folder);
                    return Vec::new();
                }
                self.answer_ask(cx)
            }
            Some(Dialog::Ask(ask)) => {
                let height = screen::listing_rows(self.size);
                ask.press(key, height);
                Vec::new()
            }
            Some(Dialog::Import(_)) => self.import_key(key, cx),
            None => Vec::new(),
        }
    }

    /// Leaves the program from a dialog. What is typed into evidence is taken first, or one stays.
    fn quit_from_dialog(&mut self, cx: &Cx) -> Vec<Effect> {
        let lang = self.lang();
        let asked = |item: &Item| matches!(item.action, Action::QuitUnsaved);
        let mut effects = Vec::new();
        match self.dialogs.last_mut() {
            // It is being asked already whether to leave.
            Some(Dialog::Choose(chooser)) if chooser.items.iter().any(asked) => return effects,
            Some(Dialog::Evidence(sheet)) if sheet.typing.is_some() => {
                let outcome = sheet.accept(lang);
                effects = self.sheet_outcome(outcome, cx);
                if self.sheet_mut(|sheet| sheet.typing.is_some()) == Some(true) {
                    return effects;
                }
            }
            _ => {}
        }
        effects.extend(self.run(Command::Quit, cx));
        effects
    }

    fn evidence_key(&mut self, key: Key, cx: &Cx) -> Vec<Effect> {
        let lang = self.lang();
        let Some(Dialog::Evidence(sheet)) = self.dialogs.last_mut() else { return Vec::new() };
        let outcome = match key.code {
            Code::Esc => {
                self.dialogs.pop();
                return Vec::new();
            }
            Code::Up | Code::BackTab => {
                sheet.move_rows(-1);
                Outcome::Taken
            }
            Code::Down | Code::Tab => {
                sheet.move_rows(1);
                Outcome::Taken
            }
            Code::Delete => sheet.cell().map_or(Outcome::Ignored, |c| Outcome::Set {
                path: c.path.clone(),
                value: None,
                then: super::sheet::Then::Stay,
            }),
            Code::Enter => sheet.open(false),
            _ => match sheet.press(key, lang) {
                // Everything here is words, so any character begins to type.
                Outcome::Ignored if key.typed().is_some() => {
                    sheet.open(false);
                    sheet.type_key(key, lang)
                }
                outcome => outcome,
            },
        };
        self.sheet_outcome(outcome, cx)
    }

    fn act(&mut self, action: Action, cx: &Cx) -> Vec<Effect> {
        match action {
            Action::Run(command) => run::run(self, command, cx),
            Action::Go(target) => {
                // A new way begins: Esc must not lead back along one that was left long ago.
                if let Some(work) = &mut self.work {
                    work.view.trail.clear();
                }
                self.go_to(target);
                Vec::new()
            }
            Action::Code { path, code } => {
                let Ok(effects) = self.set_fact(&path, Some(code), cx) else { return Vec::new() };
                self.sheet_mut(|sheet| {
                    sheet.advance(super::sheet::Then::Next { chain: sheet.draft.is_some() });
                });
                effects
            }
            Action::Otherwise(spot) => {
                run::whatif::otherwise(self, &spot);
                Vec::new()
            }
            Action::Tweak(tweak) => {
                run::whatif::take(self, tweak);
                Vec::new()
            }
            Action::Scheme { source, with_facts, name } => {
                let name = format!("{}.jp", name.replace(['/', '\\', ':'], "-"));
                self.ask(AskFor::CreateAt { source, with_facts }, &name);
                Vec::new()
            }
            Action::Evidence { leaf, kind } => {
                run::evidence(self, leaf, kind);
                Vec::new()
            }
            Action::Refs { path, value } => {
                let effects = self.record(vec![(path.clone(), value)], None, cx);
                self.sheet_mut(|sheet| sheet.select(&path));
                effects
            }
            Action::ImportRole { column, role } => self.import_role(column, role),
            Action::ImportSheet(sheet) => self.import_sheet(sheet),
            Action::Check(action) => run::second::act(self, action, cx),
            Action::QuitUnsaved => vec![Effect::Quit],
            Action::Stay => Vec::new(),
        }
    }

    pub(super) fn pick_code(&mut self, cell: &Cell) {
        let Some(work) = &self.work else { return };
        let title = label::fact(self.lang(), &work.scheme, &cell.path);
        let items: Vec<Item> = cell
            .codes
            .iter()
            .enumerate()
            .map(|(n, (code, words))| Item {
                text: words.clone(),
                detail: String::new(),
                key: (n + 1).to_string(),
                action: Action::Code { path: cell.path.clone(), code: code.clone() },
            })
            .collect();
        let at = cell.codes.iter().position(|(code, _)| Some(code) == cell.value.as_ref()).unwrap_or(0);
        self.dialogs.push(Dialog::Choose(Chooser::new(title, items).at(at)));
    }

    /// Goes where something is keyed.
    pub(super) fn go_to(&mut self, target: Target) {
        self.fresh = false;
        self.forget_complete();
        let Some(work) = &mut self.work else { return };
        work.view.focus = Pane::Main;
        work.replay.shown &= matches!(target, Target::Attachment(_));
        match target {
            Target::Indicator(n) => {
                work.select(n);
                let leaf = work.scheme.indicators[n].rule.is_some();
                work.view.tab = Tab::Verify;
                if !leaf {
                    work.view.focus = Pane::List;
                }
            }
            Target::Measure(m) => {
                work.view.tab = Tab::Verify;
                if let Some(n) = work.reader(m) {
                    work.select(n);
                }
            }
            Target::Suspects(q) => work.show_list(q, SurveyMode::Suspects),
            Target::Differences(q) => work.show_list(q, SurveyMode::Differences),
            Target::Question(q, n) => {
                work.view.tab = Tab::Survey;
                let row = work.question_rows().iter().position(|r| *r == (q, Some(n)));
                work.view.questions.at = row.unwrap_or(0);
                work.show_survey(q, work.fitting_mode(q));
            }
            // Looked at outside, without leaving the place.
            Target::Attachment(_) => {}
            Target::Section(section) => {
                work.view.tab = Tab::Dossier;
                work.show_section(section);
            }
            Target::Row(register, _) => {
                work.view.tab = Tab::Dossier;
                work.show_section(Section::Register(register));
            }
        }
        self.rebuild();
        if let (Target::Row(register, row), Some(work)) = (target, &mut self.work) {
            let first = register.table().columns.first().map_or("", |c| c.id.as_str());
            work.view.sheet.select(&register.path(row, first));
        }
        if let (Target::Question(q, n), Some(work)) = (target, &mut self.work) {
            work.select_question(q, n);
        }
    }

    /// Goes to the field of a recorded fact.
    pub(super) fn go_to_fact(&mut self, path: &str) {
        let Some(work) = &mut self.work else { return };
        let base = path.split('@').next().unwrap_or(path);
        let segments: Vec<&str> = base.split('.').collect();
        let target = match segments.as_slice() {
            _ if register::row_of(path).is_some() => {
                register::row_of(path).map(|(register, row)| Target::Row(register, row))
            }
            [INDICATOR_PREFIX, id, ..] => work.scheme.indicator(id).map(Target::Indicator),
            [id, ..] => work
                .scheme
                .measure(id)
                .map(Target::Measure)
                .or_else(|| work.scheme.questionnaire(id).map(|q| Target::Question(q, 0))),
            [] => None,
        };
        let Some(target) = target else { return };
        self.go_to(target);
        if let (Some(work), [_, "form", number, _]) = (&mut self.work, segments.as_slice())
            && let (Target::Question(q, _), Ok(number)) = (target, number.parse())
        {
            work.show_survey(q, SurveyMode::Form(number));
        }
        self.rebuild();
        self.sheet_mut(|sheet| sheet.select(base));
    }
}
