//! What every fixture becomes, a module each. That this compiles without a warning is the test.

#![deny(warnings)]

include!(concat!(env!("OUT_DIR"), "/index.rs"));
