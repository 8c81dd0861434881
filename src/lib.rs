//! `jiping` 绩评: keyed entry of evaluation evidence, scored live and exactly.
pub mod app;
pub mod cli;
pub mod export;
pub mod format;
pub mod i18n;
pub mod ledger;
pub mod scheme;
pub mod score;
pub mod store;
pub mod survey;
pub mod tui;
