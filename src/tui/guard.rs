//! Entering and leaving the terminal: everything switched on is switched off exactly once,
//! whether the program ends well, fails or panics.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, execute, queue};
use ratatui::backend::CrosstermBackend;
use ratatui::{Frame, Terminal};

use crate::app::layout::Size;

/// What goes to the terminal, held back until the frame is whole: one write a frame, because each
/// write may show, and costs a way through the system.
#[derive(Debug, Clone, Default)]
struct Held(Rc<RefCell<Vec<u8>>>);

impl Held {
    /// Sends everything held.
    fn send(&self) -> io::Result<()> {
        let mut held = self.0.borrow_mut();
        let mut out = io::stdout().lock();
        let sent = out.write_all(&held).and_then(|()| out.flush());
        held.clear();
        sent
    }
}

impl Write for Held {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    /// Holds on: what is flushed on the way is only a part of the frame.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

static ENTERED: AtomicBool = AtomicBool::new(false);

/// Holds the terminal; gives it back when dropped.
pub struct Guard {
    screen: Terminal<CrosstermBackend<Held>>,
    held: Held,
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
        let held = Held::default();
        let screen = entered.and_then(|()| Terminal::new(CrosstermBackend::new(held.clone())));
        match screen {
            Ok(screen) => Ok(Self { screen, held }),
            Err(error) => {
                leave();
                Err(error)
            }
        }
    }

    /// Columns and rows there are now.
    ///
    /// # Errors
    /// When the terminal does not say.
    pub fn size(&self) -> io::Result<Size> {
        let size = self.screen.size()?;
        Ok(Size { width: size.width, height: size.height })
    }

    /// Shows what `draw` draws, in one go.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn paint(&mut self, draw: impl FnOnce(&mut Frame)) -> io::Result<()> {
        queue!(self.held, BeginSynchronizedUpdate)?;
        self.screen.draw(draw)?;
        queue!(self.held, EndSynchronizedUpdate)?;
        self.held.send()
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
