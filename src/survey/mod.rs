//! Survey answers: forms, tallies kept per answer, rates and the index.
//!
//! Pure: no disk, terminal, clock or language.

pub mod batch;
mod responses;
mod tabulate;

pub use batch::Batch;
pub use responses::Responses;
pub use tabulate::{Basis, Counts, Index, Stated, Tabulation, tabulate};
