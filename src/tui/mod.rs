//! The workstation on the terminal: loop, input, drawing, theme.
//!
//! The only place that names a terminal library. Must not decide what keys mean or what is
//! stored.

use std::io::IsTerminal as _;
use std::path::PathBuf;

/// Where the workstation begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Start {
    /// At the home screen.
    Home,
    /// In a throw-away project made from the shipped case.
    Demo,
    /// In this project.
    Open(PathBuf),
}

/// There is no terminal to draw on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("standard input or output is not a terminal")]
pub struct NoTerminal;

/// Runs the workstation until the person leaves it.
///
/// # Errors
/// [`NoTerminal`] without a terminal; otherwise what went wrong with terminal or project.
pub fn run(start: &Start) -> anyhow::Result<()> {
    let _ = start;
    anyhow::ensure!(std::io::stdin().is_terminal() && std::io::stdout().is_terminal(), NoTerminal);
    Ok(())
}
