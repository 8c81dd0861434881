//! The input thread: what the terminal sends, as messages.
//!
//! On Unix the bytes are read here; elsewhere the system hands over keys, not bytes, and the
//! terminal library asks it for them.

#[cfg(unix)]
mod decode;
#[cfg(not(unix))]
mod elsewhere;
#[cfg(unix)]
mod unix;

#[cfg(not(unix))]
pub(super) use elsewhere::listen;
#[cfg(unix)]
pub(super) use unix::listen;

/// Lines that one notch of the wheel moves.
const WHEEL: isize = 3;
