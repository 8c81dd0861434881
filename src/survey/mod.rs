//! Survey answers: forms, tallies kept per answer, rates and the index.
//!
//! Pure: no disk, terminal, clock or language.

mod plan;
mod responses;
mod tabulate;

pub use plan::Plan;
pub use responses::{INVALID, Responses, SERIAL, Tallied};
pub use tabulate::{Basis, Counts, Index, Stated, Tabulation, tabulate};
