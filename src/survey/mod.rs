//! Survey answers: forms, tallies kept per answer, rates and the index.
//!
//! Pure: no disk, terminal, clock or language.

mod responses;
pub mod stats;
mod tabulate;

pub use responses::Responses;
pub use tabulate::{Basis, Counts, Index, Stated, Tabulation, tabulate};
