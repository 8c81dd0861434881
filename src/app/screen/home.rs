//! The home screen: what to open.

use crate::app::command::Command;
use crate::app::layout::{Cursor, Size};
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
const COMMANDS_LEN: u16 = 3;
const COMMANDS: [Command; COMMANDS_LEN as usize] =
    [Command::OpenDemo, Command::NewProject, Command::OpenPath];

/// The rows: what can be done, then what was open lately.
pub fn rows(app: &App) -> Vec<Row> {
    let commands = COMMANDS.into_iter().map(Row::Do);
    commands.chain((0..app.prefs.recent.len()).map(Row::Recent)).collect()
}

/// The row that is selected first: the project opened last, or the first command.
pub fn first(prefs: &Preferences) -> usize {
    if prefs.recent.is_empty() { 0 } else { COMMANDS.len() }
}

/// Row of the screen below the heading of the recent projects.
pub const fn recent_top() -> u16 {
    TOP + COMMANDS_LEN + GAP
}

/// How many recent projects fit: message and hints stand below, and a row that says how many more
/// there are.
pub fn window(size: Size) -> usize {
    usize::from(size.height.saturating_sub(recent_top() + 3)).max(1)
}

/// Keeps the selection inside the list, and what is shown of the recent projects around it. The
/// cursor's top counts recent projects: the commands above them never move.
pub fn settle(app: &mut App) {
    app.home.at = app.home.at.min(rows(app).len().saturating_sub(1));
    let at = app.home.at.saturating_sub(COMMANDS.len());
    let mut shown = Cursor { at, top: app.home.top };
    shown.settle(app.prefs.recent.len(), window(app.size));
    app.home.top = shown.top;
}

/// The row of the screen that a row of the list stands on; none while it is out of sight.
pub fn y_of(app: &App, row: usize) -> Option<u16> {
    let Some(recent) = row.checked_sub(COMMANDS.len()) else {
        return u16::try_from(row).ok().map(|r| TOP + r);
    };
    let y = recent.checked_sub(app.home.top).filter(|y| *y < window(app.size))?;
    u16::try_from(y).ok().map(|y| recent_top() + y)
}

/// The row of the list at a row of the screen.
pub fn row_at(app: &App, y: u16) -> Option<usize> {
    (0..rows(app).len()).find(|&n| y_of(app, n) == Some(y))
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
