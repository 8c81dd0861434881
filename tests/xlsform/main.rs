//! Forms of Kobo and ODK: translated, and told by cell.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails here")]

mod book;
mod expressions;
mod translated;
