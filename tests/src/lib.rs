//! What the tests share: servers to call, code that documents show, and how their programs end.

use std::process::ExitCode;

pub mod blocks;
pub mod prism;
pub mod programs;
pub mod server;

/// How a program ends: well, or not; or with a message, where it could not do what it should.
pub fn end(outcome: Result<bool, String>) -> ExitCode {
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::from(2)
        }
    }
}
