//! Survey answers: forms, tallies kept per answer, rates and the index; second keying, suspect forms.
//!
//! Pure: no disk, terminal, clock or language.

pub mod batch;
pub mod bound;
pub mod double;
mod plan;
mod responses;
mod tabulate;
pub mod validity;

#[cfg(test)]
mod tests;

pub use batch::Batch;
pub use plan::Plan;
pub use responses::{DURATION, INVALID, Responses, SERIAL, Tallied};
pub use tabulate::{Basis, Counts, Index, Stated, Tabulation, tabulate};
