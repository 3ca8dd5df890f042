// Copied by specwright 0.1.0 from specwright-runtime.

//! What the standard library can do where this is compiled for. On `wasm32-unknown-unknown` there is no system under it:
//! no clock, which is a panic for who asks, and nothing that is random.

/// Whether there is a system to ask.
const HAS_SYSTEM: bool = !cfg!(target_os = "unknown");

/// Whether there is a clock to ask.
pub(super) const HAS_CLOCK: bool = HAS_SYSTEM;

/// Whether there is something that nobody can foretell.
pub(super) const IS_RANDOM: bool = HAS_SYSTEM;
