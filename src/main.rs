//! The `jiping` program: hands its arguments to the library and its verdict to the system.

use std::process::ExitCode;

/// Scoring a table of many units makes and drops many small texts; this is what is quick at it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    jiping::cli::run(std::env::args_os().collect())
}
