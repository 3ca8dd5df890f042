// Copied by specwright 0.1.0 from specwright-runtime.

//! What a client may spend on retries, so that an outage is not made worse by them.

use std::sync::atomic::{AtomicU32, Ordering};

/// What a retry costs. A success gives back a fifth of it, or all of it where it took a retry.
const COST: u32 = 5;

/// A bucket of tokens, shared by all calls of a client.
#[derive(Debug)]
pub(super) struct Budget {
    tokens: AtomicU32,
    most: u32,
}

impl Budget {
    /// A full bucket, enough for so many retries.
    pub fn new(retries: u32) -> Self {
        let most = retries.saturating_mul(COST);
        Self {
            tokens: AtomicU32::new(most),
            most,
        }
    }

    /// Takes what a retry costs, if it is there.
    pub fn spend(&self) -> Option<Spent<'_>> {
        let is_there = self.change(|tokens| tokens.checked_sub(COST));
        is_there.then(|| Spent(self))
    }

    /// A call succeeded: at its first try, or later.
    pub fn earn(&self, retried: bool) {
        let gain = if retried { COST } else { 1 };
        self.change(|tokens| Some(tokens.saturating_add(gain).min(self.most)));
    }

    fn change(&self, change: impl FnMut(u32) -> Option<u32>) -> bool {
        self.tokens
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, change)
            .is_ok()
    }
}

/// What a retry costs. It is given back if this is dropped: a call that is given up while it waits burdens no server.
#[must_use]
pub(super) struct Spent<'b>(&'b Budget);

impl Spent<'_> {
    /// The retry is sent.
    pub fn keep(self) {
        std::mem::forget(self);
    }
}

impl Drop for Spent<'_> {
    fn drop(&mut self) {
        self.0.earn(true);
    }
}
