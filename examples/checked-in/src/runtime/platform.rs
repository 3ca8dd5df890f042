// Copied by specwright 0.1.0 from specwright-runtime.

//! What there is below the standard library where this is compiled for. On `wasm32-unknown-unknown` there is no system under it:
//! no clock, which is a panic for who asks, and nothing that is random. With the feature `reqwest`, JavaScript has both.

use std::time::SystemTime;

/// Whether there is a system to ask.
const HAS_SYSTEM: bool = !cfg!(target_os = "unknown");

/// Whether the standard library has a clock to ask.
pub(super) const HAS_CLOCK: bool = HAS_SYSTEM;

/// The date, where something knows it.
pub(super) fn date() -> Option<SystemTime> {
    javascript::date().or_else(|| HAS_CLOCK.then(SystemTime::now))
}

/// Whether there is something that nobody can foretell.
pub(super) fn is_random() -> bool {
    HAS_SYSTEM || javascript::random().is_some()
}

/// Bits that nobody can foretell, from elsewhere than the standard library.
pub(super) fn random() -> Option<u64> {
    javascript::random()
}

#[cfg(all(feature = "reqwest", target_os = "unknown"))]
mod javascript {
    pub(super) use super::super::javascript::{date, random};
}

/// There is none.
#[cfg(not(all(feature = "reqwest", target_os = "unknown")))]
mod javascript {
    pub fn date() -> Option<super::SystemTime> {
        None
    }

    pub fn random() -> Option<u64> {
        None
    }
}
