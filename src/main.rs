//! The `jiping` program: hands its arguments to the library and its verdict to the system.

use std::process::ExitCode;

fn main() -> ExitCode {
    jiping::cli::run(std::env::args_os().collect())
}
