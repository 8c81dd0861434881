//! Tables of responses: counted, imported, exported, as scripts and people meet them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

#[path = "../cli/place.rs"]
mod place;

mod export;
mod import;
mod kobo;
mod tally;
