//! The command `spanboard`: arguments in, exit code out. What it does is in the library.

use mimalloc::MiMalloc;
use spanboard::cli::{self, ExitStatus};

/// A quarter of a large run went by in the C library's allocator. With this one the run takes a sixth less.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitStatus {
    cli::run()
}
