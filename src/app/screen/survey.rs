//! Questionnaires: which form or total is keyed, and moving between them.

use crate::app::layout::{Cursor, Pane};
use crate::app::sheet::Subject;
use crate::app::whatif::{Place, View};
use crate::app::work::{SurveyMode, Tab, Work};
use crate::i18n::Lang;
use crate::i18n::filled::Keyed;

use super::{dossier, ledger, overview, statistics, whatif, why};

impl Work {
    /// Rows of the question list: questionnaire, and question within it (`None` for its heading).
    pub fn question_rows(&self) -> Vec<(usize, Option<usize>)> {
        let rows = self.scheme.questionnaires.iter().enumerate();
        rows.flat_map(|(q, spec)| {
            std::iter::once((q, None)).chain((0..spec.questions.len()).map(move |n| (q, Some(n))))
        })
        .collect()
    }

    /// The questionnaire of the selected row of the question list.
    pub fn current_questionnaire(&self) -> Option<usize> {
        self.question_rows().get(self.view.questions.at).map(|(q, _)| *q)
    }

    /// Number of the last form keyed for a questionnaire; 0 if none.
    pub fn last_form(&self, questionnaire: usize) -> u32 {
        let id = &self.scheme.questionnaires[questionnaire].id;
        self.ledger.facts().responses(id).map_or(0, crate::survey::Responses::last)
    }

    /// Totals where totals were keyed and no forms, forms otherwise.
    pub fn fitting_mode(&self, questionnaire: usize) -> SurveyMode {
        if let Some(mode @ (SurveyMode::Form(_) | SurveyMode::Tally)) = self.view.mode {
            return mode;
        }
        let id = &self.scheme.questionnaires[questionnaire].id;
        let tallied = self.ledger.facts().under(&format!("{id}.tally.")).next().is_some();
        match self.last_form(questionnaire) {
            0 if tallied => SurveyMode::Tally,
            last => SurveyMode::Form(last.max(1)),
        }
    }

    /// Shows a form or the totals on the entry pane.
    pub fn show_survey(&mut self, questionnaire: usize, mode: SurveyMode) {
        self.view.mode = Some(mode);
        self.show(match mode {
            SurveyMode::Form(number) => Subject::Form { questionnaire, number },
            SurveyMode::Tally => Subject::Tally(questionnaire),
            SurveyMode::Second(number) => Subject::Second { questionnaire, number },
            SurveyMode::Differences => Subject::Differences(questionnaire),
            SurveyMode::Suspects => Subject::Suspects(questionnaire),
        });
    }

    /// Puts the selection on a question of the form or totals shown.
    pub fn select_question(&mut self, questionnaire: usize, question: usize) {
        let spec = &self.scheme.questionnaires[questionnaire];
        let question = &spec.questions[question];
        let word = match self.view.mode {
            Some(SurveyMode::Form(number)) => Some(("form", number)),
            Some(SurveyMode::Second(number)) => Some(("second", number)),
            _ => None,
        };
        let path = if let Some((word, number)) = word {
            format!("{}.{word}.{number}.{}", spec.id, question.id)
        } else {
            let code = question.choices.first().map_or("", |c| c.code.as_str());
            format!("{}.tally.{}.{code}", spec.id, question.id)
        };
        self.view.sheet.select(&path);
    }

    /// The keying of the form that this answer stands on.
    pub fn keyed(&self, path: &str) -> Option<Keyed<'_>> {
        let segments: Vec<&str> = path.split('.').collect();
        let [id, word @ ("form" | "second"), number, _] = segments.as_slice() else { return None };
        Some(Keyed {
            scheme: &self.scheme,
            questionnaire: &self.scheme.questionnaires[self.scheme.questionnaire(id)?],
            facts: self.ledger.facts(),
            form: number.parse().ok()?,
            is_second: *word == "second",
        })
    }

    /// The wording of a question of the list: as the form beside it fills it in, if there is one.
    pub fn wording(&self, lang: Lang, questionnaire: usize, question: usize) -> String {
        let spec = &self.scheme.questionnaires[questionnaire];
        let text = &spec.questions[question].text;
        let keyed = |form, is_second| Keyed {
            scheme: &self.scheme,
            questionnaire: spec,
            facts: self.ledger.facts(),
            form,
            is_second,
        };
        match self.view.sheet.subject {
            Subject::Form { questionnaire: q, number } if q == questionnaire => {
                keyed(number, false).wording(lang, text)
            }
            Subject::Second { questionnaire: q, number } if q == questionnaire => {
                keyed(number, true).wording(lang, text)
            }
            _ => lang.wording(text).into_owned(),
        }
    }

    /// Puts the selection on the question with this number on the paper, or this id; `false` if
    /// the form shown does not ask it.
    pub fn find_question(&mut self, questionnaire: usize, typed: &str) -> bool {
        let spec = &self.scheme.questionnaires[questionnaire];
        let by_number = typed.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
        let by_number = by_number.filter(|n| *n < spec.questions.len());
        let Some(question) = by_number.or_else(|| spec.question(typed)) else { return false };
        self.select_question(questionnaire, question);
        let id = &self.scheme.questionnaires[questionnaire].questions[question].id;
        self.view.sheet.cell().is_some_and(|c| c.path.rsplit('.').next() == Some(id))
    }

    /// Looks at the next question, or the one before.
    pub fn move_question(&mut self, by: isize) {
        let Some((questionnaire, question)) = statistics::question(self) else { return };
        let questions = self.scheme.questionnaires[questionnaire].questions.len();
        let next = question.saturating_add_signed(by).min(questions.saturating_sub(1));
        self.select_question(questionnaire, next);
        let listed = self.question_rows().iter().position(|row| *row == (questionnaire, Some(next)));
        self.view.questions.at = listed.unwrap_or(self.view.questions.at);
        self.view.statistics = Some(Cursor::default());
    }

    /// The answer to the same question on the form before.
    pub fn previous_answer(&self, path: &str) -> Option<String> {
        let segments: Vec<&str> = path.split('.').collect();
        let [id, "form", number, question] = segments.as_slice() else { return None };
        let number: u32 = number.parse().ok()?;
        let responses = self.ledger.facts().responses(id)?;
        let before = responses.before(number)?;
        responses.get(before, question).map(str::to_owned)
    }

    /// Puts on the entry pane what the screen in front shows.
    pub fn show_tab(&mut self) {
        match self.view.tab {
            Tab::Survey => {
                if let Some(q) = self.current_questionnaire() {
                    self.show_survey(q, self.fitting_mode(q));
                }
            }
            Tab::Dossier => {
                let section = self.section();
                self.show_section(section);
            }
            _ => {
                if let Some(n) = self.selected() {
                    self.show(Subject::Indicator(n));
                }
            }
        }
    }

    /// Moves the selection of the list with the keys.
    pub fn move_list(&mut self, by: isize, lang: Lang, width: usize) {
        match (self.view.focus, self.view.tab) {
            (Pane::List, Tab::Survey) => {
                self.view.questions.move_by(by, self.question_rows().len());
                if let Some(&(q, question)) = self.question_rows().get(self.view.questions.at) {
                    self.show_survey(q, self.fitting_mode(q));
                    self.select_question(q, question.unwrap_or(0));
                }
            }
            (Pane::List, Tab::WhatIf) => {
                let len = self.whatif.places().len();
                self.whatif.list.move_by(by, len);
                self.whatif.main = crate::app::layout::Cursor::default();
            }
            (Pane::Main, Tab::WhatIf) => {
                let rows = whatif::rows(self, lang, width).len();
                self.whatif.main.move_by(by, rows);
            }
            (Pane::List, Tab::Overview | Tab::Verify | Tab::Indicators) => {
                let len = self.tree().len();
                self.view.tree.move_by(by, len);
                self.view.why = crate::app::layout::Cursor::default();
                self.show_tab();
            }
            (Pane::Main, Tab::Overview) => {
                let rows = overview::rows(self, lang, width);
                self.view.overview.move_over(by, rows.len(), |n| rows[n].target.is_some());
            }
            (Pane::Main, Tab::Indicators) => {
                let len = self.selected().map_or(0, |n| why::rows(self, n, lang, width).len());
                self.view.why.move_by(by, len);
            }
            (Pane::List, Tab::Dossier) => {
                self.view.dossier.move_by(by, dossier::sections().len());
                self.show_tab();
            }
            (Pane::Main, Tab::Survey) if self.view.statistics.is_some() => {
                let len = statistics::rows(self, lang, width.saturating_sub(2)).len();
                if let Some(cursor) = &mut self.view.statistics {
                    cursor.scroll(by, len);
                }
            }
            (Pane::Main, Tab::Dossier) if !self.on_sheet() => {
                self.view.coverage.move_by(by, self.dossier.coverage.rows.len());
                self.view.column = None;
            }
            (_, Tab::Ledger) => self.view.ledger.move_by(by, ledger::len(self)),
            (Pane::Main, _) => self.view.sheet.move_rows(by),
        }
    }

    /// Keeps selections inside their lists and windows of `list` and `main` rows.
    pub fn settle(&mut self, lang: Lang, list: usize, main: usize, width: usize) {
        let tree = self.tree().len();
        self.view.tree.settle(tree, list);
        let questions = self.question_rows().len();
        self.view.questions.settle(questions, list);
        self.view.dossier.settle(dossier::sections().len(), list);
        self.view.sheet.settle(main);
        match self.view.tab {
            Tab::Overview => {
                let rows = overview::rows(self, lang, width);
                self.view.overview.stand(rows.len(), true, |n| rows[n].target.is_some());
                self.view.overview.settle(rows.len(), main);
            }
            Tab::Survey if self.view.statistics.is_some() => {
                let len = statistics::rows(self, lang, width.saturating_sub(2)).len();
                if let Some(cursor) = &mut self.view.statistics {
                    cursor.top = cursor.top.min(len.saturating_sub(main));
                }
            }
            Tab::Indicators => {
                let len = self.selected().map_or(0, |n| why::rows(self, n, lang, width).len());
                self.view.why.settle(len, main);
            }
            Tab::Dossier => {
                let rows = self.dossier.coverage.rows.len();
                self.view.coverage.settle(rows, main.saturating_sub(1));
            }
            Tab::WhatIf => {
                if self.whatif.place() == Place::View(View::Compare) {
                    self.keep_up_comparison(lang);
                }
                let len = self.whatif.places().len();
                self.whatif.list.settle(len, list);
                self.look_into();
                let rows = whatif::rows(self, lang, width);
                self.whatif.main.settle(rows.len(), main);
            }
            // One row is the heading.
            Tab::Ledger => {
                let len = ledger::len(self);
                self.view.ledger.settle(len, main.saturating_sub(1));
            }
            _ => {}
        }
    }

    /// Selects the row that was pressed of a pane of `height` rows; `true` if it was selected
    /// already.
    pub fn click(&mut self, pane: Pane, row: usize, height: usize) -> bool {
        let again = |at: usize, now: usize, focus: bool| focus && at == now;
        let focused = self.view.focus == pane;
        let coverage = !self.on_sheet();
        self.view.focus = pane;
        let (cursor, skip) = match (pane, self.view.tab) {
            (Pane::List, Tab::Survey) => (&mut self.view.questions, 0),
            (Pane::List, Tab::WhatIf) => (&mut self.whatif.list, 0),
            (Pane::Main, Tab::WhatIf) => (&mut self.whatif.main, 0),
            (Pane::List, Tab::Dossier) => (&mut self.view.dossier, 0),
            (Pane::List, _) => (&mut self.view.tree, 0),
            (Pane::Main, Tab::Overview) => (&mut self.view.overview, 0),
            (Pane::Main, Tab::Indicators) => return false,
            (Pane::Main, Tab::Survey) if self.view.statistics.is_some() => return false,
            (Pane::Main, Tab::Ledger) => (&mut self.view.ledger, 1),
            (Pane::Main, Tab::Dossier) if coverage => (&mut self.view.coverage, 1),
            (Pane::Main, _) => {
                let sheet = &mut self.view.sheet;
                let Some(at) = sheet.line_at(row, height) else { return false };
                let stop = sheet.lines.get(at).is_some_and(super::super::sheet::Line::is_stop);
                let same = again(at, sheet.cursor.at, focused);
                if stop {
                    sheet.cursor.at = at;
                    sheet.column = 0;
                }
                return same && stop;
            }
        };
        let at = cursor.top + row.saturating_sub(skip);
        let same = again(at, cursor.at, focused);
        cursor.at = at;
        if pane == Pane::List {
            self.show_tab();
        }
        same
    }
}
