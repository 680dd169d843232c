//! The binary: parse arguments, dispatch, exit code. Never: a decision.

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    pledgecard::cli::run()
}
