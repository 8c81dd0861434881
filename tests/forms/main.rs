//! Tables of responses: counted, imported, exported, as scripts and people meet them.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails here")]

#[path = "../xlsform/book.rs"]
mod book;
#[path = "../cli/place.rs"]
mod place;

mod computed;
mod export;
mod import;
mod kobo;
mod layouts;
mod tally;
