//! Whether a tree is an OpenAPI description, and of which version.

use std::fmt;

use crate::diagnostic::{Diagnostics, Place, catalogue};
use crate::source::{FileId, Value};

/// The versions of OpenAPI that differ in grammar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// Swagger 2.0, the predecessor
    V2_0,
    /// 3.0.x
    V3_0,
    /// 3.1.x
    V3_1,
    /// 3.2.x
    V3_2,
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::V2_0 => "2.0",
            Self::V3_0 => "3.0",
            Self::V3_1 => "3.1",
            Self::V3_2 => "3.2",
        })
    }
}

/// Finds the version, or says why there is none to go on with.
pub(super) fn check(tree: &Value, file: FileId, diagnostics: &mut Diagnostics) -> Option<Version> {
    let diagnostic = match tree {
        Value::Object(root) => match (root.get("openapi"), root.get("swagger")) {
            (Some(Value::String(written)), _) => {
                if let Some(version) = parse(written) {
                    return Some(version);
                }
                catalogue::unknown_version(Place::node(file, "/openapi"), written)
            }
            (Some(other), _) => catalogue::version_not_text(Place::node(file, "/openapi"), other),
            (None, Some(written)) => {
                // Not many write quotes, without which YAML has a number.
                let written = written
                    .as_str()
                    .map_or_else(|| written.to_string(), str::to_owned);
                if matches!(written.trim(), "2.0" | "2") {
                    return Some(Version::V2_0);
                }
                catalogue::unknown_version(Place::node(file, "/swagger"), &written)
            }
            (None, None) => catalogue::no_version(Place::node(file, "")),
        },
        other => catalogue::no_description(Place::node(file, ""), other),
    };
    diagnostics.push(diagnostic);
    None
}

/// `3.0.3` and any later patch; a suffix such as `-rc1` does no harm.
fn parse(written: &str) -> Option<Version> {
    let mut parts = written.trim().splitn(3, '.');
    match (parts.next()?, parts.next()?) {
        ("3", "0") => Some(Version::V3_0),
        ("3", "1") => Some(Version::V3_1),
        ("3", "2") => Some(Version::V3_2),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patches_are_of_no_interest() {
        assert_eq!(parse("3.0.3"), Some(Version::V3_0));
        assert_eq!(parse("3.1"), Some(Version::V3_1));
        assert_eq!(parse("3.2.0-rc1"), Some(Version::V3_2));
        for unknown in ["2.0", "4.0.0", "3.10.0", "3", "three", ""] {
            assert_eq!(parse(unknown), None, "{unknown}");
        }
    }
}
