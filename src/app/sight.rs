//! Which indicator is looked at, whatever is selected: a line of the tree, a question, a finding,
//! an entry of the ledger, a row of what-if.
//!
//! Owns the way from what is selected to the indicator it is about; selects nothing itself.

use crate::dossier;
use crate::i18n::Lang;
use crate::scheme::parameter::{Owner, parameter};
use crate::scheme::{MeasureKind, Register, register};
use crate::score;

use super::App;
use super::layout::Pane;
use super::run::whatif::row;
use super::screen::dossier::Section;
use super::screen::whatif::Act;
use super::screen::{ledger, overview};
use super::sheet::{Add, Line, Target};
use super::whatif::Spot;
use super::work::{SurveyMode, Tab, Work};

impl Work {
    /// The indicator that is looked at; of what-if only [`App::looked_at`] knows.
    pub fn looked_at(&self, lang: Lang) -> Option<usize> {
        match self.view.tab {
            Tab::Overview if self.view.focus == Pane::Main => {
                // Rows with a target are not broken, so that the width does not matter.
                let row = overview::rows(self, lang, usize::MAX / 2).into_iter().nth(self.view.overview.at);
                match row.and_then(|r| r.target) {
                    Some(Target::Indicator(n)) => Some(n),
                    _ => self.selected(),
                }
            }
            Tab::Dossier => self.cited(),
            // Who keys again blind must not see what the first answers came to.
            Tab::Survey if matches!(self.view.mode, Some(SurveyMode::Second(_))) => None,
            Tab::Survey => {
                let (questionnaire, question) = self.question_rows().get(self.view.questions.at).copied()?;
                self.reader_of_question(questionnaire, question)
            }
            Tab::Ledger => self.about(&ledger::selected(self)?.change.path),
            Tab::WhatIf => None,
            Tab::Overview | Tab::Verify | Tab::Indicators => self.selected(),
        }
    }

    /// The indicator that the dossier's selection is about.
    fn cited(&self) -> Option<usize> {
        if self.section() == Section::Coverage {
            return self.dossier.coverage.rows.get(self.view.coverage.at).map(|r| r.leaf);
        }
        match self.view.sheet.line()? {
            Line::Jump { to: Target::Indicator(n), .. } | Line::New { add: Add::Finding(n), .. } => {
                return Some(*n);
            }
            _ => {}
        }
        let (register, row) = register::row_of(&self.view.sheet.cell()?.path)?;
        let column = if register == Register::Finding { "indicators" } else { register.support_column()? };
        let ids = dossier::refs(self.ledger.facts(), register, row, column);
        ids.into_iter().find_map(|id| self.scheme.indicator(id))
    }

    /// The first indicator that reads a measure.
    pub(super) fn reader(&self, measure: usize) -> Option<usize> {
        self.scheme.leaves().find(|&n| score::inputs(&self.scheme, n).contains(&measure))
    }

    /// The first indicator that reads a question, or any of its questionnaire.
    fn reader_of_question(&self, questionnaire: usize, question: Option<usize>) -> Option<usize> {
        let reads = |measure: &usize| match &self.scheme.measures[*measure].kind {
            MeasureKind::Survey { questionnaire: of, questions, .. } => {
                *of == questionnaire
                    && question.is_none_or(|q| questions.is_empty() || questions.contains(&q))
            }
            _ => false,
        };
        (0..self.scheme.measures.len()).filter(reads).find_map(|m| self.reader(m))
    }

    /// The first indicator that a fact bears on.
    fn about(&self, path: &str) -> Option<usize> {
        let fact = path.split_once('@').map_or(path, |(fact, _)| fact);
        let mut parts = fact.split('.');
        let id = parts.next()?;
        if id == crate::scheme::INDICATOR_PREFIX {
            return self.scheme.indicator(parts.next()?);
        }
        if let Some(measure) = self.scheme.measure(id) {
            return self.reader(measure);
        }
        let questionnaire = self.scheme.questionnaires.iter().position(|q| q.id == id)?;
        let questions = &self.scheme.questionnaires[questionnaire].questions;
        let question = parts.find_map(|part| questions.iter().position(|q| q.id == part));
        self.reader_of_question(questionnaire, question)
    }

    fn changed_by(&self, spot: &Spot) -> Option<usize> {
        match spot {
            Spot::Fact(path) => self.about(path),
            Spot::Parameter(path) => match parameter(&self.scheme, path)?.owner {
                Owner::Indicator(n) => Some(n),
                Owner::Measure(m) => self.reader(m),
                Owner::Question(q, n) => self.reader_of_question(q, Some(n)),
                Owner::Grade(_) => None,
            },
            Spot::Rounding => None,
        }
    }
}

impl App {
    /// The indicator that is looked at.
    pub fn looked_at(&self) -> Option<usize> {
        let work = self.work.as_ref()?;
        if work.view.tab != Tab::WhatIf {
            return work.looked_at(self.lang());
        }
        match row(self)?.act? {
            Act::Change(spot) => work.changed_by(&spot),
            Act::Indicator(n) | Act::Try(_, Some(n)) => Some(n),
            Act::Add | Act::Scenario(_) | Act::CompareWith | Act::Try(_, None) => None,
        }
    }
}
