//! A client of a small API of nobody's: what the guide in `docs/` shows, it shows with this.

include!(concat!(env!("OUT_DIR"), "/client/mod.rs"));
