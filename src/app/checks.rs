//! Second keying and suspect forms on the screen: what is asked and what is chosen in their
//! dialogs, and keeping the checks up as facts change. The commands are in `run::second`.

use crate::ledger::{Event, batch_path};
use crate::score::checks;
use crate::survey::double::Way;

use super::command::Command;
use super::layout::Pane;
use super::sheet::{Line, Subject};
use super::work::{SurveyMode, Tab, Work};

/// What a line is filled in for. `questionnaire` and `question` are indexes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckAsk {
    /// How many forms to draw.
    Count {
        /// Of which questionnaire.
        questionnaire: usize,
        /// How they are chosen.
        way: Way,
        /// Forms there are.
        of: usize,
    },
    /// Why the person who keyed a form first keys it again.
    Alone {
        /// Of which questionnaire.
        questionnaire: usize,
        /// Which form.
        form: u32,
        /// Who keyed it first.
        by: String,
    },
    /// Why this is the answer on which two keyings differ.
    Decision {
        /// Of which questionnaire.
        questionnaire: usize,
        /// Which form.
        form: u32,
        /// Which question.
        question: usize,
        /// What is recorded.
        value: String,
        /// The same in words.
        words: String,
    },
    /// An answer that neither keying gave.
    Other {
        /// Of which questionnaire.
        questionnaire: usize,
        /// Which form.
        form: u32,
        /// Which question.
        question: usize,
    },
    /// Why a suspect form counts all the same.
    Accept {
        /// Of which questionnaire.
        questionnaire: usize,
        /// Which form.
        form: u32,
    },
}

impl CheckAsk {
    /// The questionnaire it is about.
    pub fn questionnaire(&self) -> usize {
        match self {
            Self::Count { questionnaire, .. }
            | Self::Alone { questionnaire, .. }
            | Self::Decision { questionnaire, .. }
            | Self::Other { questionnaire, .. }
            | Self::Accept { questionnaire, .. } => *questionnaire,
        }
    }
}

/// What choosing an item of a list does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckAction {
    /// Draws forms in this way.
    Draw {
        /// Of which questionnaire.
        questionnaire: usize,
        /// How.
        way: Way,
    },
    /// Takes this as the answer on which two keyings differ; the reason is asked next.
    Decide(CheckAsk),
}

/// Whether a command about second keying or suspect forms would do anything now.
pub(super) fn useful(work: &Work, command: Command) -> bool {
    let sheet = &work.view.sheet;
    let again = matches!(sheet.subject, Subject::Second { .. });
    let case = matches!(sheet.line(), Some(Line::Case { .. }));
    let on_list = matches!(sheet.subject, Subject::Suspects(_) | Subject::Differences(_));
    let responses = work
        .current_questionnaire()
        .and_then(|q| work.ledger.facts().responses(&work.scheme.questionnaires[q].id));
    match command {
        // Who keys a form again sees nothing that is known of it.
        Command::InvalidForm | Command::Serial | Command::Tally | Command::Suspects if again => false,
        Command::KeepFirst | Command::KeepSecond | Command::Accept => case,
        Command::InvalidForm | Command::Open | Command::Edit if on_list => case,
        Command::Second => !again && responses.is_some(),
        Command::Draw | Command::Differences => responses.is_some(),
        Command::Suspects => {
            work.current_questionnaire().is_some_and(|q| !work.scheme.questionnaires[q].validity.is_empty())
        }
        _ => true,
    }
}

impl Work {
    /// Whether a form is being keyed again.
    pub fn keys_again(&self) -> bool {
        let again = matches!(self.view.sheet.subject, Subject::Second { .. });
        again && self.view.tab == Tab::Survey && self.view.focus == Pane::Main
    }

    /// Whether a fact is kept from who keys a form again: what the first keying says.
    pub fn hides(&self, path: &str) -> bool {
        let word = path.split('.').nth(1).unwrap_or_default();
        self.keys_again() && ["form", "decided", "replaced", "tally"].contains(&word)
    }

    /// Shows one of the lists of a questionnaire.
    pub(super) fn show_list(&mut self, questionnaire: usize, mode: SurveyMode) {
        self.view.tab = Tab::Survey;
        self.view.focus = Pane::Main;
        let row = self.question_rows().iter().position(|r| *r == (questionnaire, None));
        self.view.questions.at = row.unwrap_or(0);
        self.show_survey(questionnaire, mode);
    }

    /// Whether a form is keyed, for the first or the second time.
    pub fn on_forms(&self) -> bool {
        matches!(self.view.sheet.subject, Subject::Form { .. } | Subject::Second { .. })
    }

    /// Counts the answers on the form at hand that an act changes or takes away.
    pub(super) fn note_corrections(&mut self, sets: &[(String, Option<String>)]) {
        if !self.on_forms() {
            return;
        }
        let facts = self.ledger.facts();
        let changed = |(path, new): &&(String, Option<String>)| {
            let old = facts.get(path);
            old.is_some() && old != new.as_deref() && self.view.sheet.find(path).is_some()
        };
        let count = sets.iter().filter(changed).count();
        (0..count).for_each(|_| self.view.meter.corrected());
    }

    /// Looks at all forms.
    pub(super) fn check_all(&mut self) {
        self.checks = checks::checks(&self.scheme, self.ledger.facts(), Some(&self.ledger));
        self.say_what_is_open();
    }

    /// Looks again at the forms that an act changed.
    pub(super) fn check_again(&mut self, events: &[Event]) {
        if events.iter().any(|e| batch_path(&e.change.path).is_some()) {
            return self.check_all();
        }
        for event in events {
            checks::update(&mut self.checks, &self.scheme, &self.ledger, &event.change.path);
        }
        self.say_what_is_open();
    }

    /// What somebody has to decide stands among the notices of the scorecard.
    fn say_what_is_open(&mut self) {
        self.card.notices.extend(checks::notices(&self.scheme, &self.checks));
    }
}
