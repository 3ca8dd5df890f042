//! The types that `tickets.yaml` becomes.

include!(concat!(env!("OUT_DIR"), "/client/mod.rs"));
