//! A program that keeps its clients to itself, and uses nothing of them: it has no warnings either.

#![deny(warnings, unused, unreachable_pub)]

#[allow(unreachable_pub)]
mod clients {
    include!(concat!(env!("OUT_DIR"), "/index.rs"));
}

/// The type that a fixture takes from the crate around it.
#[allow(unreachable_pub)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Money {
    /// Hundredths of the unit.
    pub cents: u32,
}
