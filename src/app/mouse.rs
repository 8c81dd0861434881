//! What the mouse does: it chooses and opens as keys do, and is never needed.

use super::command::Command;
use super::dialog::Dialog;
use super::layout::Pane;
use super::run;
use super::screen;
use super::work::Work;
use super::{App, Cx, Effect};

impl App {
    pub(super) fn click(&mut self, x: u16, y: u16, cx: &Cx) -> Vec<Effect> {
        if !self.dialogs.is_empty() || self.size.too_small() || self.present.is_some() {
            return Vec::new();
        }
        let layout = self.layout();
        if self.work.is_none() {
            if let Some(row) = screen::home::row_at(self, y) {
                let again = self.home.at == row;
                self.home.at = row;
                return if again { run::run(self, Command::Open, cx) } else { Vec::new() };
            }
            return Vec::new();
        }
        if layout.tabs.holds(x, y) {
            if let Some(tab) = screen::tab_at(self, x) {
                self.go_tab(tab);
            }
            return Vec::new();
        }
        // What the replay covers is not there to be opened.
        let Some(work) = self.work.as_mut().filter(|w| w.view.sheet.typing.is_none() && !w.replay.shown)
        else {
            return Vec::new();
        };
        for (area, pane) in [(layout.list, Pane::List), (layout.main, Pane::Main)] {
            let Some(area) = area.map(super::layout::Area::inner).filter(|a| a.holds(x, y)) else { continue };
            let again = work.click(pane, usize::from(y - area.y), usize::from(area.height));
            if again {
                return run::run(
                    self,
                    if pane == Pane::Main { edit_or_open(self) } else { Command::Open },
                    cx,
                );
            }
        }
        Vec::new()
    }

    pub(super) fn scroll(&mut self, x: u16, y: u16, by: isize) -> Vec<Effect> {
        let layout = self.layout();
        let lang = self.lang();
        if let Some(Dialog::Choose(chooser)) = self.dialogs.last_mut() {
            chooser.cursor.move_by(by, chooser.hits.len());
            return Vec::new();
        }
        if let Some(Dialog::Import(import)) = self.dialogs.last_mut() {
            import.cursor.move_by(by, import.rows.len());
            return Vec::new();
        }
        if let Some(Dialog::Ask(ask)) = self.dialogs.last_mut() {
            if let Some(listing) = &mut ask.listing {
                listing.cursor.move_by(by, listing.hits.len());
            }
            return Vec::new();
        }
        if self.present.is_some() {
            self.turn_chart(if by > 0 { Command::Down } else { Command::Up });
            return Vec::new();
        }
        if self.work.as_ref().is_some_and(|w| w.replay.shown) {
            self.replay(if by > 0 { Command::StepForward } else { Command::StepBack });
            return Vec::new();
        }
        let Some(work) = self.work.as_mut().filter(|w| w.view.sheet.typing.is_none()) else {
            return Vec::new();
        };
        for (area, pane) in [(layout.list, Pane::List), (layout.main, Pane::Main)] {
            if let Some(area) = area.filter(|a| a.holds(x, y)) {
                let focus = std::mem::replace(&mut work.view.focus, pane);
                if pane == Pane::Main && work.on_sheet() {
                    work.view.sheet.move_rows(by);
                } else {
                    work.move_list(by, lang, usize::from(area.inner().width));
                }
                work.view.focus = focus;
            }
        }
        Vec::new()
    }
}

fn edit_or_open(app: &App) -> Command {
    let sheet = app.work.as_ref().is_some_and(Work::on_sheet);
    if sheet { Command::Edit } else { Command::Open }
}
