//! SARIF 2.1.0, for what collects findings of many tools: one document, also where there are none.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::{Value, json};

use super::spot::Placed;
use super::word;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::code::Code;

pub(super) fn text(placed: &[Placed<'_>]) -> String {
    let mut codes: Vec<&str> = placed.iter().map(|item| item.diagnostic.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let results: Vec<Value> = placed.iter().map(|item| result(item, &codes)).collect();
    let rules: Vec<Value> = codes.iter().map(|code| rule(code)).collect();
    let driver = json!({
        "name": env!("CARGO_PKG_NAME"),
        "version": env!("CARGO_PKG_VERSION"),
        "rules": rules,
    });
    let run = json!({
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": results,
    });
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    });
    format!("{log:#}\n")
}

/// What there is to know of a code (SARIF, section 3.49).
fn rule(slug: &str) -> Value {
    let mut rule = json!({"id": slug});
    if let Some(code) = Code::find(slug) {
        rule["shortDescription"] = json!({"text": code.title()});
        rule["help"] = json!({"text": code.explanation, "markdown": code.explanation});
    }
    rule
}

fn result(item: &Placed<'_>, codes: &[&str]) -> Value {
    let Placed { diagnostic, spot } = item;
    let Diagnostic {
        code,
        message,
        label,
        help,
        severity,
        ..
    } = diagnostic;
    let help = help.as_ref().map(|help| format!("\nhelp: {help}"));
    let mut result = json!({
        "ruleId": code,
        "ruleIndex": codes.binary_search(code).ok(),
        "level": word(*severity),
        "message": {"text": format!("{message}{}", help.unwrap_or_default())},
    });
    let Some(file) = item.path() else {
        return result;
    };
    let mut physical = json!({"artifactLocation": {"uri": uri(file)}});
    if let Some(spot) = spot {
        physical["region"] = json!({
            "startLine": spot.line,
            "startColumn": spot.column,
            "endLine": spot.end.0,
            "endColumn": spot.end.1,
        });
        if !label.is_empty() {
            physical["region"]["message"] = json!({"text": label});
        }
    }
    let mut location = json!({"physicalLocation": physical});
    if let Some(pointer) = item.pointer() {
        location["logicalLocations"] = json!([{"fullyQualifiedName": pointer}]);
    }
    result["locations"] = json!([location]);
    result
}

/// A path as a reference to a URI (RFC 3986, section 4.2).
fn uri(path: &Path) -> String {
    let mut uri = String::new();
    for byte in path.to_string_lossy().replace('\\', "/").bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => {
                uri.push(byte.into());
            }
            _ => _ = write!(uri, "%{byte:02X}"),
        }
    }
    uri
}
