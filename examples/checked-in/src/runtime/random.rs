// Copied by specwright 0.1.0 from specwright-runtime.

//! Numbers that nobody can foretell: those of JavaScript, where that is what there is, else from what the standard library has
//! for its hash maps.

use std::hash::{BuildHasher, RandomState};

use super::platform;

/// Each state hashes with a key of its own. The first of a thread comes from the system's random numbers, and the others
/// count up from it: children that a process forks go on from the same number, and have nothing of their own but their ids.
fn bits() -> u64 {
    if let Some(bits) = platform::random() {
        return bits;
    }
    #[cfg(unix)]
    let process = std::process::id();
    #[cfg(not(unix))]
    let process = 0_u32;
    RandomState::new().hash_one(process)
}

/// A number from 0 up to 1, without it.
pub(super) fn fraction() -> f64 {
    // 53 bits: what an `f64` holds exactly.
    (bits() >> 11) as f64 / (1_u64 << 53) as f64
}

/// A random UUID (RFC 9562, section 5.4).
pub(super) fn uuid() -> String {
    let high = bits() & !0xf000 | 0x4000;
    let low = bits() >> 2 | 1 << 63;
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        high >> 16 & 0xffff,
        high & 0xffff,
        low >> 48,
        low & 0xffff_ffff_ffff
    )
}
