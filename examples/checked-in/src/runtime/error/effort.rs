// Copied by specwright 0.1.0 from specwright-runtime.

//! What it took until a call ended.

use std::fmt;
use std::time::Duration;

use super::super::retry::NotRetried;

/// What it took until a call ended.
#[derive(Clone, Copy, Debug, Default)]
pub(in super::super) struct Effort {
    /// How often it was tried.
    pub tries: u32,
    /// Whether another try may come to something else.
    pub retryable: bool,
    /// How long the response asks to wait.
    pub retry_after: Option<Duration>,
    /// Why there was no further try.
    pub stopped: Option<NotRetried>,
}

impl fmt::Display for Effort {
    /// What is to be said after an error: nothing where there is nothing unusual.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.tries > 1 {
            write!(f, ", after {} tries", self.tries)?;
        }
        match self.stopped {
            // That there is a limit is known, and that most operations are not idempotent.
            None | Some(NotRetried::Limit | NotRetried::NotIdempotent) => Ok(()),
            Some(reason) => write!(f, " (not tried again: {reason})"),
        }
    }
}
