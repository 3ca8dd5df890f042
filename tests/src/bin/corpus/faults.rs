//! The documents that are wrong in themselves, and must be refused.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::paths::unreadable;

/// What `tests/corpus-faults.toml` lists: of each document the code that its refusal must have.
#[derive(Debug)]
pub struct Faults {
    codes: BTreeMap<String, String>,
}

impl Faults {
    /// Reads the list.
    pub fn read() -> Result<Self, String> {
        let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus-faults.toml"));
        let text = fs::read_to_string(path).map_err(|error| unreadable(path, &error))?;
        let codes = toml::from_str(&text).map_err(|error| error.to_string())?;
        Ok(Self { codes })
    }

    /// The code of the error that a document is known for.
    pub fn of(&self, name: &str) -> Option<&str> {
        self.codes.get(name).map(String::as_str)
    }
}
