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

#[cfg(feature = "upgrade")]
/// Bytes that nobody can foretell.
pub(super) fn bytes() -> [u8; 16] {
    let mut all = [0; 16];
    for eight in all.chunks_exact_mut(8) {
        eight.copy_from_slice(&bits().to_ne_bytes());
    }
    all
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

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn uuids_are_well_formed_and_differ() {
        let all: HashSet<String> = (0..1000).map(|_| uuid()).collect();
        assert_eq!(all.len(), 1000);
        for uuid in all {
            let lengths: Vec<usize> = uuid.split('-').map(str::len).collect();
            assert_eq!(lengths, [8, 4, 4, 4, 12], "{uuid}");
            assert_eq!(&uuid[14..15], "4", "{uuid}");
            assert!(matches!(&uuid[19..20], "8" | "9" | "a" | "b"), "{uuid}");
        }
    }

    #[test]
    fn fractions_are_spread() {
        let all: Vec<f64> = (0..1000).map(|_| fraction()).collect();
        assert!(all.iter().all(|fraction| (0.0..1.0).contains(fraction)));
        let below = all.iter().filter(|fraction| **fraction < 0.5).count();
        assert!((300..700).contains(&below), "{below}");
    }
}
