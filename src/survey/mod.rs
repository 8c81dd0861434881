//! Survey answers: forms, tallies kept per answer, rates and the index; second keying, suspect forms.
//!
//! Pure: no disk, terminal, clock or language.

pub mod bound;
pub mod double;
mod responses;
mod tabulate;
pub mod validity;

pub use responses::{INVALID, Responses};
pub use tabulate::{Basis, Counts, Index, Stated, Tabulation, tabulate};
