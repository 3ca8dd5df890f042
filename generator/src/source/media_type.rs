//! Media types as texts: which of them are text themselves.

/// Notations that are text, by subtype or suffix. What they hold is for others to read.
const MARKUP: &[&str] = &["xml", "yaml", "x-yaml", "javascript", "x-javascript", "jwt"];

/// Further ones that are no bytes.
const NOTATIONS: &[&str] = &[
    "json",
    "json-seq",
    "json5",
    "x-www-form-urlencoded",
    "csv",
    "ecmascript",
    "graphql",
    "http",
    "jose",
    "n-quads",
    "n-triples",
    "pem-certificate-chain",
    "rtf",
    "sdp",
    "sparql-query",
    "sql",
    "toml",
    "trig",
    "typescript",
    "x-latex",
    "x-pem-file",
    "x-sh",
    "x-tex",
];

/// The names that JSON lines go by, none of which is registered.
const JSON_LINES: &[&str] = &[
    "jsonl",
    "x-jsonl",
    "jsonlines",
    "x-jsonlines",
    "ndjson",
    "x-ndjson",
];

/// A media type without its parameters, in lower case.
pub(crate) fn essence(media_type: &str) -> String {
    media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

/// Whether values of a media type without parameters are text that is not known any closer. XML and YAML are.
pub(crate) fn is_text(essence: &str) -> bool {
    let (group, notation) = parts(essence);
    group == "text" && notation != "event-stream" || MARKUP.contains(&notation)
}

/// Whether a media type is JSON: `application/json` or its older name `text/json`, any `+json` (RFC 6839, section 3.1),
/// or a range that includes it.
pub(crate) fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence == "application/json"
        || essence == "text/json"
        || essence.ends_with("+json")
        || essence == "*/*"
        || essence == "application/*"
}

/// Whether a media type without parameters is a line of JSON for each item.
pub(crate) fn is_json_lines(essence: &str) -> bool {
    let notation = essence.strip_prefix("application/");
    notation.is_some_and(|notation| JSON_LINES.contains(&notation))
}

/// Whether values of a media type are bytes that no text can hold. A range of which some are is as well, unless it is one
/// of anything.
pub(crate) fn is_binary(media_type: &str) -> bool {
    let essence = essence(media_type);
    let (group, notation) = parts(&essence);
    match group {
        "audio" | "font" | "image" | "model" | "video" => true,
        "application" => {
            let known = [MARKUP, NOTATIONS, JSON_LINES];
            notation != "*" && !known.iter().any(|known| known.contains(&notation))
        }
        _ => false,
    }
}

/// The group of a media type, and the notation of its values: `xml` of `application/problem+xml`.
fn parts(essence: &str) -> (&str, &str) {
    let (group, subtype) = essence.split_once('/').unwrap_or_default();
    let suffix = subtype.rsplit_once('+').map(|(_, suffix)| suffix);
    (group, suffix.unwrap_or(subtype))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_what_is_not_text() {
        for binary in [
            "application/octet-stream",
            "application/pdf",
            "Application/ZIP",
            "application/gzip",
            "application/vnd.ms-excel; charset=binary",
            "application/geopackage+sqlite3",
            "image/*",
            "image/svg+xml",
        ] {
            assert!(is_binary(binary), "{binary}");
        }
        for text in [
            "text/html; charset=utf-8",
            "application/json",
            "application/vnd.api+json",
            "application/problem+xml",
            "application/yaml",
            "application/sdp",
            "application/x-www-form-urlencoded",
            "multipart/mixed",
            "application/*",
            "*/*",
            "application",
            "",
        ] {
            assert!(!is_binary(text), "{text}");
        }
    }
}
