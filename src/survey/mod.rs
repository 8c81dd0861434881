//! Survey answers: forms, tallies kept per answer, rates and the index.
//!
//! Pure: no disk, terminal, clock or language.

mod responses;

pub use responses::Responses;
