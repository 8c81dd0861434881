//! The workstation without a terminal: keys in, state and screens out.

mod around;
mod dossier;
mod fieldwork;
mod import;
mod keyed;
mod keys;
mod kobo;
mod meeting;
mod pictures;
mod readme;
mod screens;
mod stage;
mod statistics;
mod verify;
mod whatif;
