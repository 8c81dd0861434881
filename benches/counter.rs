//! The least a screen of this kind can cost: a number that `j` and `k` change, drawn with the
//! same libraries on the same alternate screen. What the workstation takes is measured against it.
//!
//! It is a program to be driven from outside, not a benchmark that measures itself:
//!
//! 1. `cargo bench --bench counter --no-run` builds it and prints its path;
//! 2. in a pseudo-terminal of 120×40, take the time from writing a key to the last byte of the
//!    repaint, and from starting the program to its first printable character, for both programs in
//!    turn; compare the medians.
//!
//! `q` leaves. Run by `cargo bench`, or without a terminal, it ends at once.

use std::io::{self, IsTerminal as _};

use crossterm::event::{self, Event, KeyCode};
use crossterm::execute;
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;

fn main() -> io::Result<()> {
    let asked = std::env::args().len() == 1;
    if !asked || !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return Ok(());
    }
    enable_raw_mode()?;
    execute!(io::stdout(), EnterAlternateScreen)?;
    let counted = count();
    execute!(io::stdout(), LeaveAlternateScreen)?;
    disable_raw_mode()?;
    counted
}

fn count() -> io::Result<()> {
    let mut screen = Terminal::new(CrosstermBackend::new(io::stdout()))?;
    let mut number = 0_i64;
    loop {
        screen.draw(|frame| frame.render_widget(number.to_string(), frame.area()))?;
        if let Event::Key(key) = event::read()? {
            match key.code {
                KeyCode::Char('j') => number += 1,
                KeyCode::Char('k') => number -= 1,
                KeyCode::Char('q') => return Ok(()),
                _ => {}
            }
        }
    }
}
