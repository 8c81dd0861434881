//! The presenter's screen: which chart is shown large, and the way there and back.
//!
//! Owns the choice of a chart; the same choice serves the chart pane, so that what is looked at
//! there can be thrown on the wall at once. Must not compute anything: charts read the results as
//! they stand at every drawing.

use crate::i18n::charts as words;

use super::command::Command;
use super::dialog::Dialog;
use super::work::Work;
use super::{App, Effect};

/// The charts, in the order of the presenter's pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Chart {
    /// Total and grade in large digits.
    #[default]
    Total,
    /// Where points were lost, most first.
    Lost,
    /// The levels of the first rank against full marks.
    Levels,
    /// Answers to the questionnaires.
    Survey,
    /// From full marks down to the total.
    Waterfall,
    /// How full the marks of each group are.
    Profile,
    /// What the last entry did.
    Change,
}

impl Chart {
    /// All charts in order.
    pub const ALL: [Self; 7] =
        [Self::Total, Self::Lost, Self::Levels, Self::Survey, Self::Waterfall, Self::Profile, Self::Change];

    /// Place among all charts.
    pub fn place(self) -> usize {
        Self::ALL.iter().position(|c| *c == self).unwrap_or(0)
    }

    /// The chart `by` places on, round and round.
    #[must_use]
    pub fn next(self, by: isize) -> Self {
        let all = Self::ALL.len();
        let at = self.place().checked_add_signed(by.rem_euclid(all.cast_signed())).unwrap_or(0) % all;
        Self::ALL[at]
    }
}

/// A chosen chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Chosen {
    /// Which.
    pub chart: Chart,
    /// Of a chart that is longer than the screen: how many questions are passed over.
    pub skipped: usize,
}

/// The presenter's screen is up; what lay over the screen before waits below it.
#[derive(Debug, Clone, Default)]
pub struct Present {
    below: Vec<Dialog>,
}

impl App {
    /// Puts the presenter's screen up, or takes it away again and leaves everything as it was.
    pub(super) fn toggle_present(&mut self) -> Vec<Effect> {
        match self.present.take() {
            Some(present) => self.dialogs = present.below,
            None if self.work.is_none() => {}
            None => {
                self.notice = None;
                self.present = Some(Present { below: std::mem::take(&mut self.dialogs) });
            }
        }
        Vec::new()
    }

    /// Turns the pages of the charts.
    pub(super) fn turn_chart(&mut self, command: Command) {
        let lang = self.lang();
        let Some(work) = &mut self.work else { return };
        let last = questions(work).saturating_sub(1);
        let chosen = &mut work.view.chart;
        match command {
            Command::NextChart => *chosen = Chosen { chart: chosen.chart.next(1), skipped: 0 },
            Command::PreviousChart => *chosen = Chosen { chart: chosen.chart.next(-1), skipped: 0 },
            Command::First => *chosen = Chosen::default(),
            Command::Last => *chosen = Chosen { chart: Chart::default().next(-1), skipped: 0 },
            _ if chosen.chart != Chart::Survey => {
                let name = words::chart(lang, chosen.chart);
                self.say(words::all_shown(lang, name), false);
            }
            Command::Down | Command::PageDown => chosen.skipped = (chosen.skipped + 1).min(last),
            _ => chosen.skipped = chosen.skipped.saturating_sub(1),
        }
    }
}

fn questions(work: &Work) -> usize {
    work.scheme.questionnaires.iter().map(|q| q.questions.len()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pages_go_round_both_ways() {
        assert_eq!(Chart::Total.next(1), Chart::Lost);
        assert_eq!(Chart::Total.next(-1), Chart::Change);
        let round = (0..Chart::ALL.len()).fold(Chart::Total, |chart, _| chart.next(1));
        assert_eq!(round, Chart::Total);
    }
}
