// Copied by specwright 0.1.0 from specwright-runtime.

//! Where something is wrong, out of the members that APIs commonly have for it.

use serde_json::Value;

/// The members that say where it is, the most precise first.
const PLACES: &[&str] = &[
    "loc",
    "path",
    "pointer",
    "instancePath",
    "dataPath",
    "propertyPath",
    "property",
    "field",
    "parameter",
    "param",
    "attribute",
    "location",
];
/// Those of them that say so beside the one message of a failure as well: its `path` is that of the request.
pub(super) const PLACES_OF_ONE: &[&str] = &["pointer", "field", "parameter", "param"];
/// The members that say in which part of a request a place is.
const PARTS: &[&str] = &["source", "location", "in"];
/// How they call these.
const PARTS_OF_REQUESTS: &[&str] = &[
    "body", "cookie", "cookies", "header", "headers", "params", "path", "query",
];

/// Where one of several problems is: `["query", "ids"]`, which is `query.ids`, or with the part of the request beside it.
pub(super) fn place_of_item(value: &Value) -> Option<String> {
    let text = |name: &&str| value.get(name).and_then(Value::as_str);
    let mut parts = PARTS.iter().filter_map(text);
    let part = parts.find(|part| PARTS_OF_REQUESTS.contains(part));
    // What is called `key` may be one, and is a name for certain where the part of the request stands beside it.
    let name = part.and_then(|_| text(&"key"));
    // That of RFC 9457 is called `name`, beside a `reason`.
    let name = name.or_else(|| text(&"reason").and_then(|_| text(&"name")));
    // JSON:API has the place in an object.
    let of_source = || place(value.get("source")?, PLACES);
    let name = name.map(str::to_owned);
    let place = name.or_else(|| place(value, PLACES)).or_else(of_source)?;
    match part {
        Some(part) if !is_in(&place, part) => Some(format!("{part}.{place}")),
        _ => Some(place),
    }
}

/// Whether a place begins with the part of the request that it is in, or says no more.
fn is_in(place: &str, part: &str) -> bool {
    let rest = place.trim_start_matches('/').strip_prefix(part);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '/', '[']))
}

/// The first member that names a place.
pub(super) fn place(value: &Value, names: &[&str]) -> Option<String> {
    let mut members = names.iter().filter_map(|name| value.get(name));
    members.find_map(|member| {
        let place = match member {
            Value::String(place) => place.clone(),
            Value::Array(steps) => {
                let steps: Option<Vec<_>> = steps.iter().map(step).collect();
                steps?.join(".")
            }
            _ => return None,
        };
        // An address may have secrets in it.
        (!place.is_empty() && !place.contains("://")).then_some(place)
    })
}

/// A member's name, or the index of an item.
fn step(step: &Value) -> Option<String> {
    match step {
        Value::String(name) => Some(name.clone()),
        Value::Number(index) => index.as_u64().map(|index| index.to_string()),
        _ => None,
    }
}
