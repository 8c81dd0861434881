//! export
pub mod svg;
