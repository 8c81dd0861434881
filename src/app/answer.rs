//! What an answer in a dialog leads to, or why it is not taken.

use std::path::{Path, PathBuf};

use crate::i18n::safe::display_safe;
use crate::i18n::{Lang, ui};
use crate::scheme::field::NOTE;
use crate::scheme::signoff::RELEASED;
use crate::scheme::{INDICATOR_PREFIX, Refusal};
use crate::score::ItemState;
use crate::survey::{INVALID, SERIAL};

use super::dialog::{Ask, AskFor, Dialog};
use super::sheet::Then;
use super::work::SurveyMode;
use super::{App, Cx, Effect, attach, run};

/// What the name of a project ends with.
const ENDING: &str = ".jp";

impl App {
    pub(super) fn answer_ask(&mut self, cx: &Cx) -> Vec<Effect> {
        let lang = self.lang();
        let Some(Dialog::Ask(ask)) = self.dialogs.last() else { return Vec::new() };
        let ask = ask.clone();
        let effects = match self.take_answer(&ask, cx) {
            Ok(effects) => effects,
            Err(refusal) => {
                if let Some(Dialog::Ask(ask)) = self.dialogs.last_mut() {
                    ask.refusal = Some(refusal);
                }
                return Vec::new();
            }
        };
        let waits = |p: &AskFor| {
            use AskFor::{Attach, CompareWith, CreateAt, ExportTo, OpenPath};
            matches!(p, OpenPath | CreateAt { .. } | ExportTo | CompareWith | Attach { .. })
        };
        let mut effects = effects;
        effects.extend(self.remember_folder(&ask));
        if waits(&ask.purpose) {
            // The line stays until the disk has answered.
            self.busy = Some(ui::working(lang));
        } else if !matches!(ask.purpose, AskFor::Import(_)) {
            self.dialogs.retain(|d| !matches!(d, Dialog::Ask(a) if a.purpose == ask.purpose));
        }
        effects
    }

    /// Where a file was chosen is where the next one is looked for.
    fn remember_folder(&mut self, ask: &Ask) -> Option<Effect> {
        ask.listing.as_ref()?;
        let folder = ask.path()?.parent().filter(|p| p.is_absolute())?.to_owned();
        if self.prefs.folder.as_ref() == Some(&folder) {
            return None;
        }
        self.prefs.folder = Some(folder);
        Some(Effect::SaveSettings(self.prefs.clone()))
    }

    /// Goes to the form or the question of this number; `refused` is why it was not done before.
    fn jump(&mut self, purpose: &AskFor, typed: &str, refused: Option<&String>) -> Result<(), String> {
        let lang = self.lang();
        let Some(work) = &mut self.work else { return Ok(()) };
        match purpose {
            AskFor::QuestionNumber(questionnaire) => {
                let found = work.find_question(*questionnaire, typed);
                let all = work.scheme.questionnaires[*questionnaire].questions.len();
                if found { Ok(()) } else { Err(ui::no_such_question(lang, all)) }
            }
            AskFor::FormNumber(questionnaire) => {
                let number = crate::scheme::field::row_number(typed)
                    .ok_or_else(|| crate::i18n::problem::refusal(lang, &Refusal::NotANumber))?;
                if matches!(work.view.mode, Some(SurveyMode::Second(_))) {
                    return run::second::go_to_form(self, *questionnaire, number);
                }
                let last = work.last_form(*questionnaire);
                let why = ui::form_far(lang, number, last);
                // Said once; whoever means it presses Enter again.
                if number > last + 1 && refused != Some(&why) {
                    return Err(why);
                }
                work.show_survey(*questionnaire, SurveyMode::Form(number));
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// What an answer leads to, or why it is not taken.
    fn take_answer(&mut self, ask: &Ask, cx: &Cx) -> Result<Vec<Effect>, String> {
        let lang = self.lang();
        let text = ask.edit.text().trim().to_owned();
        let path = || ask.path().ok_or_else(|| ui::path_missing(lang));
        let words = || {
            let taken = crate::scheme::FieldKind::Text.accept(&text);
            taken.map_err(|refusal| crate::i18n::problem::refusal(lang, &refusal))
        };
        match &ask.purpose {
            AskFor::OpenPath => Ok(vec![Effect::Open(path()?)]),
            AskFor::CreateAt { source, with_facts } => Ok(vec![Effect::Create {
                path: new_project_at(&path()?, &text, lang)?,
                scheme: source.clone(),
                with_facts: *with_facts,
            }]),
            AskFor::ExportTo => Ok(vec![Effect::Export(path()?)]),
            AskFor::CompareWith => Ok(vec![Effect::ReadRecord(path()?)]),
            AskFor::Attach { supports, .. } => Ok(vec![attach::asked(path()?, supports)]),
            AskFor::Import(target) => Ok(self.read_import(path()?, target.clone())),
            AskFor::PlanReason { path, new, .. } => {
                Ok(self.record(vec![(path.clone(), new.clone())], Some(&words()?), cx))
            }
            AskFor::ScenarioName(n) => {
                run::whatif::rename(self, *n, words()?);
                Ok(Vec::new())
            }
            AskFor::Otherwise(spot) => {
                run::whatif::typed(self, spot, &text)?;
                Ok(Vec::new())
            }
            AskFor::Apply(n) => run::whatif::apply(self, *n, &words()?, cx),
            AskFor::Name { then } => {
                self.prefs.actor = name_of_person(&words()?, lang)?;
                let mut effects = vec![Effect::SaveSettings(self.prefs.clone())];
                effects.extend(then.map(|c| run::run(self, c, cx)).unwrap_or_default());
                Ok(effects)
            }
            AskFor::Check(ask) => run::second::answered(self, ask, &text, cx),
            AskFor::NotApplicable(_) | AskFor::ExemptItem(_) => Ok(self.exempt(&ask.purpose, words()?, cx)),
            AskFor::InvalidForm { questionnaire, number } | AskFor::Serial { questionnaire, number } => {
                let id = self.work.as_ref().map(|w| w.scheme.questionnaires[*questionnaire].id.clone());
                let key = if matches!(ask.purpose, AskFor::Serial { .. }) { SERIAL } else { INVALID };
                let path = format!("{}.form.{number}.{key}", id.unwrap_or_default());
                // An empty reason makes the form valid again.
                let value = if text.is_empty() { None } else { Some(words()?) };
                Ok(self.record(vec![(path, value)], None, cx))
            }
            AskFor::Unlock => {
                let reason = words()?;
                let who = self.stamp(cx).actor;
                Ok(self.record(vec![(RELEASED.to_owned(), Some(who))], Some(&reason), cx))
            }
            AskFor::FormNumber(_) | AskFor::QuestionNumber(_) => {
                self.jump(&ask.purpose, &crate::scheme::field::fold_width(&text), ask.refusal.as_ref())?;
                Ok(Vec::new())
            }
        }
    }

    /// Records that an indicator or an item does not apply, with the reason.
    fn exempt(&mut self, purpose: &AskFor, reason: String, cx: &Cx) -> Vec<Effect> {
        match (purpose, &self.work) {
            (AskFor::NotApplicable(n), Some(work)) => {
                let id = &work.scheme.indicators[*n].id;
                self.record(vec![(format!("{INDICATOR_PREFIX}.{id}.na"), Some(reason))], None, cx)
            }
            (AskFor::ExemptItem(path), Some(_)) => {
                let state = (path.clone(), Some(ItemState::NotApplicable.code().to_owned()));
                let effects = self.record(vec![state, (format!("{path}@{NOTE}"), Some(reason))], None, cx);
                self.sheet_mut(|sheet| sheet.advance(Then::Next { chain: false }));
                effects
            }
            _ => Vec::new(),
        }
    }
}

/// A name that can stand beside entries: no sign in it that is not seen, none that means a path.
fn name_of_person(name: &str, lang: Lang) -> Result<String, String> {
    let plain = display_safe(name) == name && !name.contains(['/', '\\']);
    if plain { Ok(name.to_owned()) } else { Err(ui::name_signs(lang)) }
}

/// Where a new project is made: the ending is added, a name is wanted before it.
fn new_project_at(path: &Path, typed: &str, lang: Lang) -> Result<PathBuf, String> {
    let mut name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let given = name.len().checked_sub(ENDING.len()).and_then(|at| name.split_at_checked(at));
    let stem = match given {
        Some((stem, ending)) if ending.eq_ignore_ascii_case(ENDING) => stem,
        _ => name.as_str(),
    };
    if stem.trim().trim_matches('.').is_empty() || typed.ends_with(['/', '\\']) {
        return Err(ui::project_name_missing(lang));
    }
    if display_safe(&name) != name {
        return Err(ui::name_signs(lang));
    }
    if stem.len() == name.len() {
        name.push_str(ENDING);
    }
    Ok(path.with_file_name(name))
}
