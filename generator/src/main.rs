//! The `specwright` command.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Tokens are many small pieces of memory: with this, a large description takes a fifth less of processor time.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    specwright::cli::main()
}
