//! What stands in `tests/requests/`: the documents to take, and what is known to go wrong with them.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::paths::{repository, unreadable};

/// Documents, each with a word of why.
#[derive(Clone, Debug, Default)]
pub struct List {
    documents: BTreeMap<String, String>,
}

/// What goes wrong and is not the client's fault.
#[derive(Debug, Deserialize)]
pub struct Exceptions {
    #[serde(default)]
    exception: Vec<Exception>,
}

/// One kind of what goes wrong. What is not said holds for all.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    document: Option<String>,
    /// A part of what stands for the operation, as in `GET /pets`.
    operation: Option<String>,
    /// What each failure's text contains.
    text: Vec<String>,
    reason: String,
    #[serde(skip)]
    met: AtomicUsize,
}

impl List {
    /// Reads it.
    pub fn read() -> Result<Self, String> {
        let documents = read("documents.toml")?;
        Ok(Self { documents })
    }

    /// Whether a document is listed.
    pub fn has(&self, name: &str) -> bool {
        self.documents.contains_key(name)
    }

    /// All of them.
    pub fn names(&self) -> impl Iterator<Item = &String> {
        self.documents.keys()
    }
}

impl Exceptions {
    /// Reads them.
    pub fn read() -> Result<Self, String> {
        read("exceptions.toml")
    }

    /// The reason for a failure, if it is known.
    pub fn reason(&self, document: &str, operation: &str, text: &str) -> Option<&str> {
        let fits = |exception: &&Exception| {
            let named = |wanted: &Option<String>| wanted.as_ref().is_none_or(|it| it == document);
            let at = |wanted: &Option<String>| {
                wanted.as_ref().is_none_or(|part| operation.contains(part))
            };
            named(&exception.document)
                && at(&exception.operation)
                && exception.text.iter().all(|part| text.contains(part))
        };
        let found = self.exception.iter().find(fits)?;
        found.met.fetch_add(1, Ordering::Relaxed);
        Some(&found.reason)
    }

    /// How often each reason was met, those of a document before those of all.
    pub fn met(&self) -> impl Iterator<Item = (&str, usize)> {
        let met = |exception: &Exception| exception.met.load(Ordering::Relaxed);
        let all = self.exception.iter();
        all.map(move |exception| (exception.reason.as_str(), met(exception)))
    }
}

fn read<T: DeserializeOwned>(name: &str) -> Result<T, String> {
    let path = Path::new(repository()).join("tests/requests").join(name);
    let text = std::fs::read_to_string(&path).map_err(|error| unreadable(&path, &error))?;
    toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}
