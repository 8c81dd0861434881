//! Which lines of a sheet are seen: a window that follows the selection, and below it, kept in
//! sight, the sums of a table that goes on beyond the window.

use super::{Line, Sheet, Tone};

/// The part of the window, as a divisor, that what is kept in sight may take.
const KEPT: usize = 3;

impl Sheet {
    /// Keeps the selection inside a window of `height` lines, and in sight what is said at the end
    /// of the table that the lower edge of the window cuts.
    pub fn settle(&mut self, height: usize) {
        let before = self.cursor;
        for kept in 0..=height / KEPT {
            self.cursor = before;
            self.settle_within(height - kept);
            self.kept = self.beyond(self.cursor.top + height - kept);
            if self.kept.len() <= kept {
                return;
            }
            self.kept.truncate(kept);
        }
    }

    fn settle_within(&mut self, height: usize) {
        self.cursor.settle(self.lines.len(), height);
        if self.is_on_last() {
            // Nothing below can be selected, so this is the way to see it.
            self.cursor.top =
                self.cursor.top.max(self.lines.len().saturating_sub(height)).min(self.cursor.at);
        }
    }

    /// The line at a row of a pane of `height` rows.
    pub fn line_at(&self, row: usize, height: usize) -> Option<usize> {
        self.window(height).nth(row)
    }

    /// The lines that a pane of `height` rows shows, from its first row on.
    pub fn window(&self, height: usize) -> impl Iterator<Item = usize> {
        let seen = height.saturating_sub(self.kept.len());
        (self.cursor.top..self.lines.len()).take(seen).chain(self.kept.iter().copied())
    }

    /// The sums and doubts from line `next` on of the table that goes on there.
    fn beyond(&self, next: usize) -> Vec<usize> {
        let is_end = |line: &Line| matches!(line, Line::Blank | Line::Title { .. });
        let Some((shown, below)) = self.lines.split_at_checked(next) else { return Vec::new() };
        let is_row = |line: &Line| matches!(line, Line::Record { .. } | Line::Group { .. });
        let begun = shown.iter().rev().take_while(|line| !is_end(line));
        let rest = || below.iter().take_while(|line| !is_end(line));
        let is_sum = |line: &Line| matches!(line, Line::Sum { .. });
        let is_summed = begun.clone().chain(rest()).any(is_sum);
        if !is_summed || !begun.chain(rest()).any(is_row) {
            return Vec::new();
        }
        let is_doubt = |line: &Line| matches!(line, Line::Text { tone: Tone::Attention, .. });
        (next..).zip(rest()).filter(|(_, line)| is_sum(line) || is_doubt(line)).map(|(n, _)| n).collect()
    }
}
