//! The program: it runs the command that its arguments name.

use std::process::ExitCode;

fn main() -> ExitCode {
    nemotron_backend::cli::run()
}
