//! An open project: its record, what follows from it, and where one is on its screens.

use std::path::PathBuf;

use chrono::NaiveDate;

use crate::dossier::{Dossier, Track};
use crate::format::{self, Source, SourceFile};
use crate::i18n::{Lang, dossier as words};
use crate::ledger::{Event, Ledger, SCHEME_PREFIX, Stamp, batch_path};
use crate::scheme::{Problem, Register, Scheme};
use crate::score::checks::Checks;
use crate::score::{self, Readings, Scorecard, Span};

use super::compare::Beside;
use super::effect::{Effect, Opened};
use super::figures::{self, Rate};
use super::layout::{Cursor, Pane};
use super::meter::Meter;
use super::present::Chosen;
use super::replay::Replay;
use super::screen::statistics;
use super::sheet::{Context, Sheet, Subject};
use super::statistics::{Ground, Live};
use super::whatif::WhatIf;

/// The screens of a project, in the order of their digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tab {
    /// Scores, what is open, what needs a look.
    #[default]
    Overview,
    /// Questionnaires.
    Survey,
    /// Entry of evidence.
    Verify,
    /// Rule and trace.
    Indicators,
    /// Scenarios laid over the record.
    WhatIf,
    /// Who changed what.
    Ledger,
    /// Coverage, documents, findings, signatures: what no single indicator owns.
    Dossier,
}

impl Tab {
    /// All screens in order.
    pub const ALL: [Self; 7] = [
        Self::Overview,
        Self::Survey,
        Self::Verify,
        Self::Indicators,
        Self::WhatIf,
        Self::Ledger,
        Self::Dossier,
    ];
}

/// Most places remembered on the way.
const LONGEST_TRAIL: usize = 16;

/// How a questionnaire is keyed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SurveyMode {
    /// This form.
    Form(u32),
    /// Totals.
    Tally,
    /// This form, keyed again.
    Second(u32),
    /// Answers on which two keyings differ.
    Differences,
    /// Suspect forms.
    Suspects,
}

/// What the last change did to the result.
#[derive(Debug, Clone, PartialEq)]
pub struct Last {
    /// Which fact; the first one if the act changed several.
    pub path: String,
    /// Its value before.
    pub old: Option<String>,
    /// Its value after.
    pub new: Option<String>,
    /// Rows of its table before and after, where that changed.
    pub count: Option<(usize, usize)>,
    /// Total before.
    pub before: Span,
    /// Total after.
    pub after: Span,
    /// Whether it was an undo (−1), a redo (1) or an entry (0).
    pub direction: i8,
}

/// How far the record has reached the disk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Saving {
    /// Number of the last stored event.
    pub stored: u64,
    /// Why storing stopped, in words.
    pub failed: Option<String>,
}

/// Where one is on the screens of a project.
#[derive(Debug, Clone, Default)]
pub struct View {
    /// The screen.
    pub tab: Tab,
    /// The pane with the keys.
    pub focus: Pane,
    /// Selected row of the indicator tree.
    pub tree: Cursor,
    /// Indicators whose children are hidden.
    pub folded: Vec<usize>,
    /// The entry pane.
    pub sheet: Sheet,
    /// Selected row of the question list.
    pub questions: Cursor,
    /// How the selected questionnaire is keyed.
    pub mode: Option<SurveyMode>,
    /// A form that was asked to be filed although answers are missing.
    pub incomplete: Option<u32>,
    /// First row of the statistics, while they stand in the place of the entry.
    pub statistics: Option<Cursor>,
    /// How fast forms are keyed.
    pub meter: Meter,
    /// Selected row of the overview.
    pub overview: Cursor,
    /// First row of the explanation shown.
    pub why: Cursor,
    /// Selected row of the ledger.
    pub ledger: Cursor,
    /// The chart last looked at.
    pub chart: Chosen,
    /// Selected part of the dossier.
    pub dossier: Cursor,
    /// Selected indicator of the coverage.
    pub coverage: Cursor,
    /// Selected kind of evidence; `None` for the first that is missing.
    pub column: Option<usize>,
    /// Where one was before following a way elsewhere, latest last.
    pub trail: Vec<View>,
}

/// An open project.
#[derive(Debug, Clone)]
pub struct Work {
    /// Its file; `None` for the throw-away demo.
    pub path: Option<PathBuf>,
    /// The rules.
    pub scheme: Scheme,
    /// What is wrong with the rules.
    pub problems: Vec<Problem>,
    /// The rules' files.
    pub sources: Vec<Source>,
    /// The same as they were opened.
    opened: Vec<Source>,
    /// The record.
    pub ledger: Ledger,
    /// The measures' values.
    pub readings: Readings,
    /// The results.
    pub card: Scorecard,
    /// Links, remarks, coverage, signatures.
    pub dossier: Dossier,
    /// The signatures as far as the record was read for them.
    signatures: Track,
    /// The rates and indexes that leaves are scored by.
    pub rates: Vec<Rate>,
    /// One per questionnaire: suspect forms and second keying.
    pub checks: Vec<Checks>,
    /// What the last change did.
    pub last: Option<Last>,
    /// How far the record has reached the disk.
    pub saving: Saving,
    /// Why nothing can be recorded, in words.
    pub read_only: Option<String>,
    /// Statistics of the questionnaire in front.
    pub statistics: Live,
    /// What the record is compared with.
    pub beside: Option<Beside>,
    /// A walk through the ledger.
    pub replay: Replay,
    /// The day it is, for what is due.
    pub today: NaiveDate,
    /// What is tried beside the record.
    pub whatif: WhatIf,
    /// Where one is.
    pub view: View,
}

impl Work {
    /// Takes over an opened project.
    pub fn new(opened: Opened) -> Self {
        let stored = opened.ledger.events().last().map_or(0, |e| e.seq);
        let mut work = Self {
            path: opened.path,
            scheme: opened.loaded.scheme,
            problems: opened.loaded.problems,
            opened: opened.loaded.sources.clone(),
            sources: opened.loaded.sources,
            ledger: opened.ledger,
            readings: Readings::default(),
            card: Scorecard::default(),
            dossier: Dossier::default(),
            signatures: Track::default(),
            rates: Vec::new(),
            checks: Vec::new(),
            last: None,
            saving: Saving { stored, failed: None },
            read_only: opened.read_only,
            statistics: Live::default(),
            beside: None,
            replay: Replay::default(),
            today: NaiveDate::default(),
            whatif: WhatIf::default(),
            // The overview leads to everything; on a narrow screen it is what one sees first.
            view: View { focus: Pane::Main, ..View::default() },
        };
        work.ledger.follow(&work.scheme);
        work.recompute();
        work.check_all();
        let first = if work.scheme.is_scored() { Subject::Indicator(0) } else { Subject::Nothing };
        work.view.sheet = Sheet::new(first);
        work
    }

    fn recompute(&mut self) {
        self.readings = score::readings(&self.scheme, self.ledger.facts());
        self.card = score::compute(&self.scheme, &self.readings, None);
        let track = &mut self.signatures;
        self.dossier = Dossier::after(track, &self.scheme, &self.ledger, &self.readings, &self.card);
        self.rates = figures::find_rates(&self.scheme, &self.readings, &self.card);
        self.whatif.recompute(&self.scheme, self.ledger.facts(), &self.card);
    }

    /// Records one act. Returns what must be stored.
    pub fn record(
        &mut self,
        sets: Vec<(String, Option<String>)>,
        reason: Option<&str>,
        stamp: &Stamp,
    ) -> Vec<Effect> {
        self.act(0, |ledger| ledger.record(sets, reason, stamp).to_vec())
    }

    /// Takes the last act back.
    pub fn undo(&mut self, stamp: &Stamp) -> Vec<Effect> {
        self.act(-1, |ledger| ledger.undo(stamp).to_vec())
    }

    /// Brings back what was undone.
    pub fn redo(&mut self, stamp: &Stamp) -> Vec<Effect> {
        self.act(1, |ledger| ledger.redo(stamp).to_vec())
    }

    fn act(&mut self, direction: i8, change: impl FnOnce(&mut Ledger) -> Vec<Event>) -> Vec<Effect> {
        let before = self.card.total.points;
        let rows_before = self.row_counts();
        let events = change(&mut self.ledger);
        let batch = events.iter().find(|e| batch_path(&e.change.path).is_some());
        let Some(first) = batch.or(events.first()) else { return Vec::new() };
        let touched = first.change.clone();
        if events.iter().any(|e| e.change.path.starts_with(SCHEME_PREFIX)) {
            self.reload();
        }
        self.recompute();
        self.check_again(&events);
        let count = self.table_of(&touched.path).map(|measure| {
            let before = rows_before.iter().find(|(m, _)| *m == measure).map_or(0, |(_, n)| *n);
            (before, self.ledger.facts().rows(&measure).len())
        });
        self.last = Some(Last {
            path: touched.path,
            old: touched.old,
            new: touched.new,
            count: count.filter(|(a, b)| a != b),
            before,
            after: self.card.total.points,
            direction,
        });
        vec![Effect::Append(events)]
    }

    /// Reads the scheme again after its files were changed in the ledger. Files that the ledger
    /// does not hold are as they were opened.
    fn reload(&mut self) {
        let facts = self.ledger.facts();
        let text = |source: &Source| {
            let path = format!("{SCHEME_PREFIX}{}", source.name);
            facts.get(&path).unwrap_or(&source.text).as_bytes().to_vec()
        };
        let files: Vec<SourceFile> =
            self.opened.iter().map(|s| SourceFile { name: s.name.clone(), bytes: text(s) }).collect();
        let loaded = format::load(&self.scheme.id, &files);
        (self.scheme, self.problems, self.sources) = (loaded.scheme, loaded.problems, loaded.sources);
    }

    /// The open table that a path belongs to.
    fn table_of(&self, path: &str) -> Option<String> {
        let id = path.split(['.', '@']).next()?;
        self.scheme.open_table(id).map(|_| id.to_owned())
    }

    /// Rows of every open table.
    fn row_counts(&self) -> Vec<(String, usize)> {
        let measures = self.scheme.measures.iter().map(|m| m.id.as_str());
        let tables = measures.chain(Register::ALL.map(Register::id));
        tables
            .filter(|id| self.scheme.open_table(id).is_some())
            .map(|id| (id.to_owned(), self.ledger.facts().rows(id).len()))
            .collect()
    }

    /// Whether statistics stand in the place of the entry.
    pub fn shows_statistics(&self) -> bool {
        self.view.tab == Tab::Survey && self.view.statistics.is_some()
    }

    /// Whether statistics may stand beside the entry. Not while a form is keyed blind: they would tell
    /// what was keyed first.
    pub fn statistics_beside(&self) -> bool {
        let is_open = matches!(self.view.mode, None | Some(SurveyMode::Form(_) | SurveyMode::Tally));
        self.view.tab == Tab::Survey && self.view.statistics.is_none() && is_open
    }

    /// Brings statistics up to date if they are looked at: in the place of the entry, or `beside` it.
    pub fn refresh_statistics(&mut self, beside: bool) {
        let asked = self.view.statistics.is_some();
        let looked_at = self.shows_statistics() || (beside && self.statistics_beside());
        if !looked_at {
            return;
        }
        let Some((questionnaire, _)) = statistics::question(self) else { return };
        let Some(tabulation) = self.readings.surveys.get(questionnaire) else { return };
        let id = &self.scheme.questionnaires[questionnaire].id;
        let responses = self.ledger.facts().responses(id);
        let events = self.ledger.events();
        self.statistics
            .refresh(Ground { scheme: &self.scheme, questionnaire, tabulation, responses, events }, asked);
    }

    /// Why nothing can be recorded, in words: the file, or the lock after issuing.
    pub fn barred(&self, lang: Lang) -> Option<String> {
        let locked = || self.ledger.facts().is_locked().then(|| words::locked(lang));
        self.read_only.clone().or_else(locked)
    }

    /// Whether something waits to be stored.
    pub fn unsaved(&self) -> bool {
        self.ledger.events().last().is_some_and(|e| e.seq > self.saving.stored)
    }

    /// What a sheet is laid out from.
    pub fn context(&self, lang: Lang, width: usize) -> Context<'_> {
        Context {
            scheme: &self.scheme,
            facts: self.ledger.facts(),
            ledger: &self.ledger,
            readings: &self.readings,
            card: &self.card,
            dossier: &self.dossier,
            checks: &self.checks,
            lang,
            width,
            today: self.today,
            entries: self.ledger.events().len(),
        }
    }

    /// Lays the entry pane out again.
    pub fn rebuild_sheet(&mut self, lang: Lang, width: usize) {
        let mut sheet = std::mem::take(&mut self.view.sheet);
        sheet.rebuild(&self.context(lang, width));
        self.view.sheet = sheet;
    }

    /// Indicators shown in the tree, in order.
    pub fn tree(&self) -> Vec<usize> {
        let hidden = |n: usize| {
            let path = self.scheme.path_to(n);
            path[..path.len() - 1].iter().any(|p| self.view.folded.contains(p))
        };
        (0..self.scheme.indicators.len()).filter(|&n| !hidden(n)).collect()
    }

    /// The selected indicator.
    pub fn selected(&self) -> Option<usize> {
        self.tree().get(self.view.tree.at).copied()
    }

    /// Selects an indicator, unfolding what hides it.
    pub fn select(&mut self, indicator: usize) {
        let path = self.scheme.path_to(indicator);
        self.view.folded.retain(|f| !path[..path.len() - 1].contains(f));
        if let Some(at) = self.tree().iter().position(|&n| n == indicator) {
            self.view.tree.at = at;
        }
        self.show(Subject::Indicator(indicator));
        self.view.why = Cursor::default();
    }

    /// Puts a subject on the entry pane, if it is not there already.
    pub fn show(&mut self, subject: Subject) {
        if self.view.sheet.subject != subject {
            self.view.sheet = Sheet::new(subject);
        }
    }

    /// Whether the main pane is keyed into.
    pub fn on_sheet(&self) -> bool {
        match self.view.tab {
            Tab::Survey | Tab::Verify => true,
            Tab::Dossier => self.section().subject().is_some(),
            _ => false,
        }
    }

    /// Remembers where one is, so that Esc leads back.
    pub fn leave_trail(&mut self) {
        let mut trail = std::mem::take(&mut self.view.trail);
        let here = self.view.clone();
        // Nobody walks back further than this.
        if trail.len() == LONGEST_TRAIL {
            trail.remove(0);
        }
        trail.push(here);
        self.view.trail = trail;
    }

    /// Goes back to where one came from; `false` if one came from nowhere.
    pub fn walk_back(&mut self) -> bool {
        let mut trail = std::mem::take(&mut self.view.trail);
        let Some(mut view) = trail.pop() else { return false };
        view.folded = std::mem::take(&mut self.view.folded);
        view.trail = trail;
        self.view = view;
        true
    }
}
