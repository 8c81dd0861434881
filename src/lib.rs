//! `jiping` 绩评: the evaluator's desk. Survey answers and field evidence are keyed in, every
//! score is recomputed at once and exactly, and everything recorded is kept.
//!
//! # The map
//!
//! Data flows one way: files → scheme; keys → command → change → ledger → facts → scorecard →
//! screen or export. An arrow is an import; nothing imports upward.
//!
//! | room | owns |
//! |---|---|
//! | [`scheme`] | what is evaluated: indicators, rules, measures, questionnaires, grades, rounding, lint |
//! | [`ledger`] | what was recorded: changes, events, facts folded from them, undo and redo, hash chain |
//! | [`survey`] | forms and tallies kept per answer, rates and the index |
//! | [`score`] | scheme × facts → scorecard, with ranges for what is not known and steps on demand |
//! | [`dossier`] | findings against deductions, contradictions in registers, coverage, what signatures are worth |
//! | [`mod@format`] | bytes ↔ scheme and facts, with every problem placed; diagnostics |
//! | [`store`] | the disk: project files, mirrors, settings, scheme folders |
//! | [`export`] | scorecard → csv, json, svg |
//! | [`batch`] | many units at once: a table of facts in, rows of scores out, in parallel |
//! | [`app`] | the screen as a state machine: keys and messages in, effects out |
//! | [`tui`] | the terminal: loop, input, drawing, colours |
//! | [`i18n`] | every text, 中文 and English side by side |
//! | [`cli`] | one file per subcommand |
//!
//! # Invariants, each held by a test
//!
//! - `scheme`, `ledger`, `survey`, `score` and `dossier` know no terminal, disk, clock, environment
//!   or language. Time and person come in as values.
//! - No float between a fact and a score, a rate or a printed percentage.
//! - A scorecard is a pure function of scheme and facts; nothing derived is ever stored as truth.
//! - Drawing never changes state.
//! - Data changes only through [`ledger::Change`], which has an inverse; undo appends.
//! - One table of commands feeds keys, hints, help, palette and the README.
//! - Loaders return what could be read and a list of problems; one bad row never hides the rest.

#![warn(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod app;
pub mod batch;
pub mod cli;
pub mod dossier;
pub mod export;
pub mod format;
pub mod i18n;
pub mod ledger;
pub mod scheme;
pub mod score;
pub mod store;
pub mod survey;
pub mod tui;
