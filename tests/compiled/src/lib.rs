//! What every fixture becomes, a module each. That this compiles without a warning is the test.

#![deny(warnings)]

include!(concat!(env!("OUT_DIR"), "/index.rs"));

/// A type that `own-types.yaml` describes and whose author has already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Money {
    /// Hundredths of the unit.
    pub cents: u32,
}
