//! Survey answers: forms, tallies kept per answer, rates and the index; second keying, suspect forms.
//!
//! Pure: no disk, terminal, clock or language.

pub mod bound;
pub mod double;
mod plan;
mod responses;
mod tabulate;
pub mod validity;

pub use plan::Plan;
pub use responses::{INVALID, Responses, SERIAL, Tallied};
pub use tabulate::{Basis, Counts, Index, Stated, Tabulation, tabulate};
