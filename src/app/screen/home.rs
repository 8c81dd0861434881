//! The home screen: what to open.

use crate::app::command::Command;
use crate::app::{App, Cx, Effect, Preferences};

/// A row of the home screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    /// A command.
    Do(Command),
    /// A project opened lately, by its place in the settings.
    Recent(usize),
}

/// First row of the list on the screen.
pub const TOP: u16 = 7;
/// Empty rows between the commands and the recent projects: one for space, one for the heading.
pub const GAP: u16 = 2;
const COMMANDS: [Command; 3] = [Command::OpenDemo, Command::NewProject, Command::OpenPath];

/// The rows: what can be done, then what was open lately.
pub fn rows(app: &App) -> Vec<Row> {
    let commands = COMMANDS.into_iter().map(Row::Do);
    commands.chain((0..app.prefs.recent.len()).map(Row::Recent)).collect()
}

/// The row that is selected first: the project opened last, or the first command.
pub fn first(prefs: &Preferences) -> usize {
    if prefs.recent.is_empty() { 0 } else { COMMANDS.len() }
}

/// The row of the screen that a row of the list stands on.
pub fn y_of(row: usize) -> u16 {
    let y = TOP + u16::try_from(row).unwrap_or(u16::MAX / 2);
    if row < COMMANDS.len() { y } else { y + GAP }
}

/// The row of the list at a row of the screen.
pub fn row_at(app: &App, y: u16) -> Option<usize> {
    (0..rows(app).len()).find(|&n| y_of(n) == y)
}

/// Opens what is selected.
pub fn open(app: &mut App, cx: &Cx) -> Vec<Effect> {
    match rows(app).get(app.home.at) {
        Some(Row::Do(command)) => {
            let command = *command;
            app.run(command, cx)
        }
        Some(Row::Recent(n)) => vec![Effect::Open(app.prefs.recent[*n].path.clone())],
        None => Vec::new(),
    }
}
