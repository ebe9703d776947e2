//! The command `spanboard`: arguments in, exit code out. What it does is in the library.

use spanboard::cli::{self, ExitStatus};

fn main() -> ExitStatus {
    cli::run()
}
