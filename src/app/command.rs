//! The one command table: what can be done, where, by which keys.
//!
//! Keymap, hint bar, help screen, command palette and the README's key table all read it.

use super::key::Key;

/// Everything a person can ask for. Texts are in `i18n::command`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Command {
    Quit,
    Help,
    Palette,
    Search,
    SwitchLanguage,
    SwitchTheme,
    SetName,
    GoHome,
    Overview,
    Survey,
    Verify,
    Indicators,
    WhatIf,
    Ledger,
    Dossier,
    NextPane,
    PreviousPane,
    Up,
    Down,
    Left,
    Right,
    PageUp,
    PageDown,
    First,
    Last,
    Open,
    Back,
    Fold,
    Edit,
    NewRecord,
    Clear,
    Remove,
    NextIndicator,
    PreviousIndicator,
    Evidence,
    Attach,
    Why,
    NotApplicable,
    Finding,
    Suggestion,
    Related,
    Undo,
    Redo,
    Import,
    TakeAll,
    SayColumn,
    TakeUnread,
    TakeDoubtful,
    Export,
    RetrySave,
    Forms,
    Tally,
    Statistics,
    PreviousQuestion,
    NextQuestion,
    FileForm,
    PreviousForm,
    NextForm,
    RepeatAnswer,
    Blank,
    Unreadable,
    Refused,
    InvalidForm,
    Second,
    Draw,
    Differences,
    KeepFirst,
    KeepSecond,
    Suspects,
    Accept,
    GoToForm,
    GoToQuestion,
    FillRest,
    Serial,
    NewScenario,
    RenameScenario,
    DropScenario,
    LayOver,
    Apply,
    NewTweak,
    DropTweak,
    Wider,
    Narrower,
    Redraw,
    OpenPath,
    NewProject,
    OpenDemo,
    Forget,
    Present,
    NextChart,
    PreviousChart,
    Replay,
    StepForward,
    StepBack,
    NextChange,
    PreviousChange,
    LargestChange,
    MarkMoment,
    CompareMoments,
    /// To the entry of the ledger that led to the moment.
    ShowEntry,
}

/// Where a command applies. Several are active at once, innermost first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Everywhere outside of text fields.
    Global,
    /// The home screen.
    Home,
    /// Any screen of an open project.
    Project,
    /// Panes that only show: digits switch screens there.
    Browse,
    /// The list on the left.
    Tree,
    /// The list of questions.
    Questions,
    /// Fields to key into.
    Sheet,
    /// Fields of one questionnaire form.
    Form,
    /// Totals of a questionnaire.
    Tally,
    /// Statistics of a questionnaire.
    Statistics,
    /// One form keyed again.
    Second,
    /// A list of what somebody has to decide on.
    Cases,
    /// Answers on which two keyings differ.
    Differences,
    /// Suspect forms.
    Suspects,
    /// A file that could be taken in.
    Import,
    /// The list of scenarios and views.
    Scenarios,
    /// A scenario.
    Scenario,
    /// Robustness.
    Robust,
    /// The ledger.
    Ledger,
    /// Indicator × evidence.
    Coverage,
    /// The presenter's screen.
    Present,
    /// Charts, in their pane or on the presenter's screen.
    Charts,
    /// The ledger walked in time.
    Replay,
    /// A text field being typed into; only shown in hints.
    Typing,
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// What it does.
    pub command: Command,
    /// Where.
    pub scope: Scope,
    /// Keys, the shown one first.
    pub keys: &'static [&'static str],
    /// Place in the hint bar; 0 keeps it out of the bar.
    pub hint: u8,
}

const fn row(scope: Scope, command: Command, keys: &'static [&'static str], hint: u8) -> Row {
    Row { command, scope, keys, hint }
}

use Command as C;
use Scope as S;

/// All commands. Within one scope a key stands once; an inner scope wins over an outer one.
pub const TABLE: &[Row] = &[
    row(S::Home, C::Open, &["enter"], 1),
    row(S::Home, C::NewProject, &["n"], 2),
    row(S::Home, C::OpenPath, &["o"], 3),
    row(S::Home, C::OpenDemo, &["d"], 4),
    row(S::Home, C::Forget, &["delete"], 0),
    row(S::Home, C::Up, &["up", "k"], 0),
    row(S::Home, C::Down, &["down", "j"], 0),
    row(S::Home, C::Quit, &["q"], 11),
    row(S::Form, C::FileForm, &["enter"], 1),
    row(S::Form, C::RepeatAnswer, &["="], 2),
    row(S::Form, C::Blank, &[".", "0"], 3),
    row(S::Form, C::Unreadable, &["-"], 4),
    row(S::Form, C::Refused, &["*"], 5),
    row(S::Form, C::Clear, &["delete"], 0),
    row(S::Form, C::PreviousForm, &["pageup", "["], 6),
    row(S::Form, C::NextForm, &["pagedown", "]"], 7),
    row(S::Form, C::Serial, &["s", "ctrl-l"], 0),
    row(S::Form, C::GoToQuestion, &["#"], 0),
    row(S::Form, C::GoToForm, &["g", "ctrl-g"], 8),
    row(S::Form, C::InvalidForm, &["x", "ctrl-x"], 9),
    row(S::Form, C::Tally, &["t", "ctrl-t"], 10),
    row(S::Form, C::Statistics, &["i", "ctrl-k"], 10),
    row(S::Tally, C::Statistics, &["i", "ctrl-k"], 7),
    row(S::Statistics, C::Statistics, &["i", "enter", "esc", "ctrl-k"], 1),
    row(S::Statistics, C::PreviousQuestion, &["left", "h", "["], 2),
    row(S::Statistics, C::NextQuestion, &["right", "l", "]"], 3),
    row(S::Form, C::Second, &["c"], 0),
    row(S::Form, C::Differences, &["d"], 0),
    row(S::Form, C::Suspects, &["y"], 0),
    row(S::Tally, C::FillRest, &["r"], 1),
    row(S::Tally, C::Blank, &["."], 3),
    row(S::Tally, C::Unreadable, &["-"], 0),
    row(S::Tally, C::Refused, &["*"], 0),
    row(S::Tally, C::Forms, &["f"], 6),
    row(S::Second, C::Differences, &["d"], 9),
    row(S::Second, C::Draw, &["C"], 0),
    row(S::Differences, C::KeepFirst, &["<", "left"], 1),
    row(S::Differences, C::KeepSecond, &[">", "right"], 2),
    row(S::Differences, C::Edit, &["enter", "f2"], 3),
    row(S::Differences, C::Second, &["c"], 4),
    row(S::Differences, C::Draw, &["C"], 5),
    row(S::Suspects, C::Open, &["enter"], 1),
    row(S::Suspects, C::Accept, &["+"], 2),
    row(S::Suspects, C::InvalidForm, &["x", "ctrl-x"], 3),
    row(S::Cases, C::Up, &["up", "k"], 0),
    row(S::Cases, C::Down, &["down", "j"], 0),
    row(S::Cases, C::PageUp, &["pageup"], 0),
    row(S::Cases, C::PageDown, &["pagedown"], 0),
    row(S::Cases, C::First, &["home"], 0),
    row(S::Cases, C::Last, &["end"], 0),
    row(S::Cases, C::Back, &["esc"], 8),
    row(S::Sheet, C::Edit, &["enter", "f2"], 2),
    row(S::Sheet, C::NewRecord, &["n", "ctrl-n"], 1),
    row(S::Sheet, C::Clear, &["delete"], 4),
    row(S::Sheet, C::Remove, &["D", "ctrl-d"], 6),
    row(S::Sheet, C::Evidence, &["o", "ctrl-o"], 5),
    row(S::Sheet, C::Attach, &["a", "ctrl-a"], 6),
    row(S::Sheet, C::Import, &["I", "ctrl-b"], 11),
    row(S::Sheet, C::NotApplicable, &["x"], 9),
    row(S::Sheet, C::NextIndicator, &["]", "ctrl-down"], 0),
    row(S::Sheet, C::PreviousIndicator, &["[", "ctrl-up"], 0),
    row(S::Sheet, C::Up, &["up", "k"], 0),
    row(S::Sheet, C::Down, &["down", "j"], 0),
    row(S::Sheet, C::Left, &["left", "h"], 0),
    row(S::Sheet, C::Right, &["right", "l"], 0),
    row(S::Sheet, C::PageUp, &["pageup"], 0),
    row(S::Sheet, C::PageDown, &["pagedown"], 0),
    row(S::Sheet, C::First, &["home"], 0),
    row(S::Sheet, C::Last, &["end"], 0),
    row(S::Sheet, C::Back, &["esc"], 3),
    row(S::Questions, C::Open, &["enter"], 1),
    row(S::Questions, C::Forms, &["f"], 2),
    row(S::Questions, C::Tally, &["t"], 3),
    row(S::Questions, C::Statistics, &["i", "ctrl-k"], 7),
    row(S::Questions, C::Second, &["c"], 4),
    row(S::Questions, C::Differences, &["d"], 5),
    row(S::Questions, C::Suspects, &["y"], 6),
    row(S::Questions, C::Import, &["I", "ctrl-b"], 4),
    row(S::Import, C::TakeAll, &["enter"], 1),
    row(S::Import, C::SayColumn, &["f2"], 2),
    row(S::Import, C::TakeUnread, &["-"], 3),
    row(S::Import, C::TakeDoubtful, &["+"], 4),
    row(S::Import, C::Back, &["esc"], 5),
    row(S::Import, C::Up, &["up", "k"], 0),
    row(S::Import, C::Down, &["down", "j"], 0),
    row(S::Import, C::PageUp, &["pageup"], 0),
    row(S::Import, C::PageDown, &["pagedown"], 0),
    row(S::Import, C::First, &["home", "g"], 0),
    row(S::Import, C::Last, &["end", "G"], 0),
    row(S::Tree, C::Open, &["enter"], 1),
    row(S::Tree, C::Fold, &["space", "left", "right"], 2),
    row(S::Coverage, C::Left, &["left", "h"], 0),
    row(S::Coverage, C::Right, &["right", "l"], 0),
    row(S::Scenarios, C::Open, &["enter"], 1),
    row(S::Scenarios, C::NewScenario, &["n", "ctrl-n"], 2),
    row(S::Scenarios, C::LayOver, &["v"], 3),
    row(S::Scenarios, C::Apply, &["A"], 4),
    row(S::Scenarios, C::RenameScenario, &["f2"], 5),
    row(S::Scenarios, C::DropScenario, &["D", "ctrl-d"], 6),
    row(S::Scenario, C::NewTweak, &["n", "ctrl-n"], 1),
    row(S::Scenario, C::Open, &["enter"], 2),
    row(S::Scenario, C::DropTweak, &["delete"], 3),
    row(S::Scenario, C::Apply, &["A"], 4),
    row(S::Scenario, C::LayOver, &["v"], 5),
    row(S::Scenario, C::DropScenario, &["D", "ctrl-d"], 6),
    row(S::Robust, C::Wider, &["right", "l"], 1),
    row(S::Robust, C::Narrower, &["left", "h"], 2),
    row(S::Robust, C::Redraw, &["z"], 3),
    row(S::Browse, C::Up, &["up", "k"], 0),
    row(S::Browse, C::Down, &["down", "j"], 0),
    row(S::Browse, C::PageUp, &["pageup"], 0),
    row(S::Browse, C::PageDown, &["pagedown"], 0),
    row(S::Browse, C::First, &["home", "g"], 0),
    row(S::Browse, C::Last, &["end", "G"], 0),
    row(S::Browse, C::Open, &["enter"], 1),
    row(S::Browse, C::Back, &["esc"], 9),
    row(S::Browse, C::Quit, &["q"], 11),
    row(S::Browse, C::Overview, &["1", "alt-1"], 0),
    row(S::Browse, C::Survey, &["2", "alt-2"], 0),
    row(S::Browse, C::Verify, &["3", "alt-3"], 0),
    row(S::Browse, C::Indicators, &["4", "alt-4"], 0),
    row(S::Ledger, C::Replay, &["r"], 2),
    row(S::Replay, C::StepBack, &["left", "h"], 2),
    row(S::Replay, C::StepForward, &["right", "l"], 1),
    row(S::Replay, C::ShowEntry, &["enter"], 4),
    row(S::Replay, C::NextChange, &["down", "]", "j"], 5),
    row(S::Replay, C::PreviousChange, &["up", "[", "k"], 6),
    row(S::Replay, C::LargestChange, &["b"], 7),
    row(S::Replay, C::MarkMoment, &["m"], 8),
    row(S::Replay, C::CompareMoments, &["c"], 9),
    row(S::Replay, C::Back, &["esc", "q"], 3),
    row(S::Replay, C::PageUp, &["pageup"], 0),
    row(S::Replay, C::PageDown, &["pagedown"], 0),
    row(S::Replay, C::First, &["home", "g"], 0),
    row(S::Replay, C::Last, &["end", "G"], 0),
    row(S::Browse, C::WhatIf, &["5", "alt-5"], 0),
    row(S::Browse, C::Ledger, &["6", "alt-6"], 0),
    row(S::Present, C::Back, &["esc", "f5", "q"], 3),
    row(S::Charts, C::NextChart, &["right", "space", "l"], 1),
    row(S::Charts, C::PreviousChart, &["left", "backspace", "h"], 2),
    row(S::Charts, C::Up, &["up", "pageup", "k"], 0),
    row(S::Charts, C::Down, &["down", "pagedown", "j"], 0),
    row(S::Charts, C::First, &["home", "g"], 0),
    row(S::Charts, C::Last, &["end", "G"], 0),
    row(S::Browse, C::Dossier, &["7", "alt-7"], 0),
    row(S::Project, C::Overview, &["alt-1"], 0),
    row(S::Project, C::Survey, &["alt-2"], 0),
    row(S::Project, C::Verify, &["alt-3"], 0),
    row(S::Project, C::Indicators, &["alt-4"], 0),
    row(S::Project, C::WhatIf, &["alt-5"], 0),
    row(S::Project, C::Ledger, &["alt-6"], 0),
    row(S::Project, C::Dossier, &["alt-7"], 0),
    row(S::Project, C::NextPane, &["tab"], 10),
    row(S::Project, C::PreviousPane, &["backtab"], 0),
    row(S::Project, C::Undo, &["u", "ctrl-z"], 7),
    row(S::Project, C::Redo, &["U", "ctrl-y"], 0),
    row(S::Project, C::Why, &["w", "ctrl-w"], 8),
    row(S::Project, C::Related, &["r", "ctrl-r"], 8),
    row(S::Project, C::Finding, &["p", "ctrl-t"], 9),
    row(S::Project, C::Suggestion, &["s", "ctrl-g"], 9),
    row(S::Project, C::Search, &["/", "ctrl-f"], 0),
    row(S::Project, C::Export, &["e", "ctrl-e"], 0),
    row(S::Project, C::RetrySave, &["ctrl-s"], 0),
    row(S::Project, C::GoHome, &["H"], 0),
    row(S::Project, C::Present, &["f5"], 0),
    row(S::Global, C::Help, &["?", "f1"], 12),
    row(S::Global, C::Palette, &["ctrl-p"], 0),
    row(S::Global, C::SwitchLanguage, &["L"], 0),
    row(S::Global, C::SwitchTheme, &["T"], 0),
    row(S::Global, C::SetName, &["N"], 0),
    row(S::Global, C::Quit, &["ctrl-q"], 11),
];

/// Commands that record something, and so do nothing where nothing may be recorded.
pub const WRITES: [Command; 21] = [
    Command::Import,
    Command::Attach,
    Command::Edit,
    Command::NewRecord,
    Command::Clear,
    Command::Remove,
    Command::NotApplicable,
    Command::Undo,
    Command::Redo,
    Command::Blank,
    Command::Unreadable,
    Command::Refused,
    Command::RepeatAnswer,
    Command::InvalidForm,
    Command::Finding,
    Command::Suggestion,
    Command::Second,
    Command::Draw,
    Command::KeepFirst,
    Command::KeepSecond,
    Command::Accept,
];

/// The command that `key` means where `scopes` are active, innermost first.
pub fn lookup(scopes: &[Scope], key: Key) -> Option<Command> {
    let key = key.folded();
    scopes.iter().find_map(|scope| {
        TABLE
            .iter()
            .filter(|r| r.scope == *scope)
            .find(|r| r.keys.iter().any(|k| Key::parse(k) == Some(key)))
            .map(|r| r.command)
    })
}

/// A command that can be given now, and by which keys.
#[derive(Debug, Clone)]
pub struct Active {
    /// The command's row.
    pub row: &'static Row,
    /// Its keys that no inner scope takes, the shown one first.
    pub keys: Vec<Key>,
}

/// The commands that can be given where `scopes` are active, inner scopes first, each once.
pub fn active(scopes: &[Scope]) -> Vec<Active> {
    let mut all: Vec<Active> = Vec::new();
    for (n, scope) in scopes.iter().enumerate() {
        for row in TABLE.iter().filter(|r| r.scope == *scope) {
            let free = |key: &Key| lookup(&scopes[..n], *key).is_none();
            let keys: Vec<Key> = row.keys.iter().filter_map(|k| Key::parse(k)).filter(free).collect();
            if let Some(known) = all.iter_mut().find(|a| a.row.command == row.command) {
                let more = keys.into_iter().filter(|k| !known.keys.contains(k)).collect::<Vec<_>>();
                known.keys.extend(more);
            } else if !keys.is_empty() {
                all.push(Active { row, keys });
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_parses_and_stands_once_in_its_scope() {
        for (n, row) in TABLE.iter().enumerate() {
            for name in row.keys {
                let key = Key::parse(name);
                assert!(key.is_some(), "{name} is not a key");
                let twice = TABLE[n + 1..]
                    .iter()
                    .find(|r| r.scope == row.scope && r.keys.iter().any(|k| Key::parse(k) == key));
                assert!(twice.is_none(), "{name}: {:?} and {:?}", row.command, twice.map(|r| r.command));
            }
        }
    }

    #[test]
    fn inner_scopes_win() {
        let enter = Key::parse("enter");
        assert_eq!(lookup(&[S::Form, S::Sheet], enter.unwrap()), Some(C::FileForm));
        assert_eq!(lookup(&[S::Sheet], enter.unwrap()), Some(C::Edit));
    }
}
