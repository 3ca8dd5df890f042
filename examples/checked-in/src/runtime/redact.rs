// Copied by specwright 0.1.0 from specwright-runtime.

//! What of a message may be shown: names always, values unless their name says that they are secret.

use std::fmt;

use http::HeaderMap;

use super::address::Address;
use super::operation::{OperationSpec, Place};

/// What the names of secrets have in them.
const MARKS: &[&str] = &[
    "auth",
    "cookie",
    "credential",
    "key",
    "passw",
    "secret",
    "session",
    "signature",
    "token",
];

/// Whether what has this name had better not be shown. To be wrong costs little where it hides too much.
pub(super) fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name == "sig" || MARKS.iter().any(|mark| name.contains(mark))
}

/// Whether the value of a parameter is secret, by its name or by what the API says. A name may have brackets.
pub(super) fn is_hidden(name: &str, sensitive: &[&str]) -> bool {
    let mut parts = name.split(['[', ']']);
    is_secret(name) || parts.any(|part| sensitive.contains(&part))
}

/// The path that a request went to, or that of its description where such a parameter is in it.
pub(super) fn path<'a>(
    spec: &'static OperationSpec,
    address: &'a Address,
    sensitive: &[&str],
) -> &'a str {
    let mut parameters = spec.parameters.iter();
    let hides = parameters
        .any(|parameter| parameter.place == Place::Path && is_hidden(parameter.name, sensitive));
    match hides {
        true => spec.path,
        false => address.uri().path(),
    }
}

/// A query in which something else stands for the values of some names.
#[cfg(any(feature = "mock", feature = "tracing"))]
pub(super) fn query(query: &str, stand_in: &str, is_hidden: impl Fn(&str) -> bool) -> String {
    let shown = |pair: &str| match pair.split_once('=') {
        Some((name, _)) if super::encode::has(pair, |name, _| is_hidden(name)) => {
            format!("{name}={stand_in}")
        }
        _ => pair.to_owned(),
    };
    query.split('&').map(shown).collect::<Vec<_>>().join("&")
}

/// Headers for debug output.
pub(super) struct Headers<'a>(pub &'a HeaderMap);

impl fmt::Debug for Headers<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for (name, value) in self.0 {
            match is_secret(name.as_str()) {
                true => map.entry(name, &format_args!("[redacted]")),
                false => map.entry(name, value),
            };
        }
        map.finish()
    }
}
