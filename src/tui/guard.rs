//! Entering and leaving the terminal: everything switched on is switched off exactly once,
//! whether the program ends well, fails or panics.

use std::io::{self, Stdout, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use crossterm::{cursor, execute};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;

/// The terminal as ratatui draws on it.
pub type Screen = Terminal<CrosstermBackend<Stdout>>;

static ENTERED: AtomicBool = AtomicBool::new(false);

/// Holds the terminal; gives it back when dropped.
pub struct Guard {
    /// What is drawn on.
    pub screen: Screen,
}

impl Guard {
    /// Takes the terminal over: raw mode, alternate screen, bracketed paste, mouse.
    ///
    /// # Errors
    /// When the terminal refuses; whatever was switched on is off again.
    pub fn enter() -> io::Result<Self> {
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            leave();
            hook(info);
        }));
        ENTERED.store(true, Ordering::SeqCst);
        let entered = enable_raw_mode().and_then(|()| {
            execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste, EnableMouseCapture)
        });
        let screen = entered.and_then(|()| Terminal::new(CrosstermBackend::new(io::stdout())));
        match screen {
            Ok(screen) => Ok(Self { screen }),
            Err(error) => {
                leave();
                Err(error)
            }
        }
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        leave();
    }
}

/// Gives the terminal back. A terminal that is gone cannot be told so; that is no error.
fn leave() {
    if !ENTERED.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = io::stdout();
    let _gone = execute!(out, DisableMouseCapture, DisableBracketedPaste, LeaveAlternateScreen, cursor::Show);
    let _gone = disable_raw_mode();
    let _gone = out.flush();
}
