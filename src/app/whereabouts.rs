//! Where one is: the places of the panes, and where the keys are looked up.

use super::App;
use super::command::Scope;
use super::dialog::Dialog;
use super::foot;
use super::layout::{Layout, Pane};
use super::screen::dossier;
use super::sheet::Subject;
use super::whatif::{Place, View};
use super::work::Tab;

/// Columns that the coverage wants beside other panes.
const COVERAGE_WIDTH: u16 = 64;

impl App {
    /// Places of the panes at this size.
    pub fn layout(&self) -> Layout {
        self.panes().with_message(foot::rows(self))
    }

    fn panes(&self) -> Layout {
        let view = self.work.as_ref().map(|w| &w.view);
        let focus = view.map_or(Pane::List, |v| v.focus);
        let plain = self.size.layout(focus, view.is_some_and(|v| v.tab == Tab::Ledger));
        // The dossier's list is short: what its parts hold is seen below it.
        let on_dossier = view.is_some_and(|v| v.tab == Tab::Dossier);
        let plain = if on_dossier { plain.with_main_below(dossier::sections().len()) } else { plain };
        // What is tried needs room for two values and their difference; the record's total and
        // grade stay in the title.
        if view.is_some_and(|v| v.tab == Tab::WhatIf) {
            return plain.without_live();
        }
        // The coverage takes all the room where its names would be cut to nothing beside others.
        let covers = self.work.as_ref().is_some_and(|w| w.view.tab == Tab::Dossier && !w.on_sheet());
        let plain = if covers { plain.without_live() } else { plain };
        let narrow = plain.main.is_some_and(|main| main.width < COVERAGE_WIDTH);
        if covers && narrow && focus == Pane::Main { self.size.layout(focus, true) } else { plain }
    }

    /// Where commands are looked up now, innermost first.
    pub fn scopes(&self) -> Vec<Scope> {
        if let Some(dialog) = self.dialogs.last() {
            let scope = if matches!(dialog, Dialog::Import(_)) { Scope::Import } else { Scope::Typing };
            return vec![scope];
        }
        let Some(work) = &self.work else { return vec![Scope::Home, Scope::Global] };
        if self.present.is_some() {
            return vec![Scope::Present, Scope::Charts, Scope::Global];
        }
        if work.view.sheet.typing.is_some() {
            return vec![Scope::Typing];
        }
        if work.replay.shown {
            return vec![Scope::Replay, Scope::Global];
        }
        let mut scopes = match (work.view.focus, work.view.tab) {
            (Pane::List, Tab::Survey) => vec![Scope::Questions, Scope::Browse],
            (Pane::List, Tab::WhatIf) => vec![Scope::Scenarios, Scope::Browse],
            (Pane::Main, Tab::WhatIf) if work.whatif.place() == Place::View(View::Charts) => {
                vec![Scope::Charts, Scope::Browse]
            }
            (Pane::Main, Tab::WhatIf) if work.whatif.selected().is_some() => {
                vec![Scope::Scenario, Scope::Browse]
            }
            (Pane::Main, Tab::WhatIf) if work.whatif.place() == Place::View(View::Scenarios) => {
                vec![Scope::Scenarios, Scope::Browse]
            }
            (Pane::Main, Tab::WhatIf) if work.whatif.place() == Place::View(View::Robust) => {
                vec![Scope::Robust, Scope::Browse]
            }
            (Pane::List, Tab::Ledger | Tab::Dossier)
            | (Pane::Main, Tab::Overview | Tab::Indicators | Tab::WhatIf) => {
                vec![Scope::Browse]
            }
            (Pane::List, _) => vec![Scope::Tree, Scope::Browse],
            (Pane::Main, Tab::Dossier) if !work.on_sheet() => vec![Scope::Coverage, Scope::Browse],
            (Pane::Main, Tab::Verify | Tab::Dossier) => vec![Scope::Sheet],
            (Pane::Main, Tab::Ledger) => vec![Scope::Ledger, Scope::Browse],
            (Pane::Main, Tab::Survey) if work.view.statistics.is_some() => {
                vec![Scope::Statistics, Scope::Browse]
            }
            (Pane::Main, Tab::Survey) => match work.view.sheet.subject {
                Subject::Tally(_) => vec![Scope::Tally, Scope::Sheet],
                Subject::Second { .. } => vec![Scope::Second, Scope::Form, Scope::Sheet],
                Subject::Differences(_) => vec![Scope::Differences, Scope::Cases],
                Subject::Suspects(_) => vec![Scope::Suspects, Scope::Cases],
                _ => vec![Scope::Form, Scope::Sheet],
            },
        };
        scopes.extend([Scope::Project, Scope::Global]);
        scopes
    }

    /// The indicator that is looked at, where the screen shows which it is: elsewhere a hint at
    /// what it leads to would be about nothing in sight.
    pub(super) fn shown_indicator(&self) -> Option<usize> {
        let work = self.work.as_ref()?;
        let shows = match work.view.tab {
            Tab::Overview | Tab::Verify | Tab::Indicators => true,
            Tab::Dossier => work.view.focus == Pane::Main,
            Tab::Survey | Tab::WhatIf | Tab::Ledger => false,
        };
        work.looked_at(self.lang()).filter(|_| shows)
    }
}
