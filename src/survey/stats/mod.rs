//! Statistics of a questionnaire: rates, boxes, net scores, intervals, reliability, cross tables,
//! and what all that means for the points.
//!
//! Works on counts, so that it costs the same for ten forms and for a million; only reliability
//! and cross tables need the forms themselves. Shares, means and indexes are exact; floats live in
//! [`irrational`] (quantiles and tails) and `posterior` (chances) and nowhere else.

/// A decimal as written, in tests.
#[cfg(test)]
macro_rules! dec {
    ($number:literal) => {
        rust_decimal::Decimal::from_str_exact(stringify!($number)).unwrap()
    };
}

pub mod alpha;
pub mod cross;
pub mod forms;
pub mod interval;
pub mod irrational;
pub mod outlook;
pub mod posterior;
pub mod rates;
pub mod sample;
pub mod settle;
pub mod summary;
pub mod withhold;
