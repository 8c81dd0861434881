//! Second keying and suspect forms on the screen: what is asked and what is chosen in their
//! dialogs, and keeping the checks up as facts change. The commands are in `run::second`.

use crate::ledger::Event;
use crate::score::checks;
use crate::survey::double::Way;

use super::layout::Pane;
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

impl Work {
    /// Shows one of the lists of a questionnaire.
    pub(super) fn show_list(&mut self, questionnaire: usize, mode: SurveyMode) {
        self.view.tab = Tab::Survey;
        self.view.focus = Pane::Main;
        let row = self.question_rows().iter().position(|r| *r == (questionnaire, None));
        self.view.questions.at = row.unwrap_or(0);
        self.show_survey(questionnaire, mode);
    }

    /// Looks at all forms.
    pub(super) fn check_all(&mut self) {
        self.checks = checks::checks(&self.scheme, self.ledger.facts(), Some(&self.ledger));
        self.say_what_is_open();
    }

    /// Looks again at the forms that an act changed.
    pub(super) fn check_again(&mut self, events: &[Event]) {
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
