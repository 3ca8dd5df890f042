//! Keywords that 3.0 does not have, or has in another shape; one function each.

use super::nulls;
use crate::document::origins::Origins;
use crate::source::{Number, Object, Path, Value, is_binary, is_json};

/// `const: x` is `enum: [x]`.
pub(super) fn constant(schema: &mut Object) {
    if let Some(value) = schema.remove("const") {
        schema.insert("enum", vec![value]);
    }
}

/// `exclusiveMinimum: 5` is `minimum: 5, exclusiveMinimum: true`; beside a `minimum`, the tighter one stays.
pub(super) fn exclusive_limits(schema: &mut Object) {
    for (exclusive, inclusive, lower) in [
        ("exclusiveMinimum", "minimum", true),
        ("exclusiveMaximum", "maximum", false),
    ] {
        let Some(Value::Number(limit)) = schema.get(exclusive).cloned() else {
            continue;
        };
        let other = schema.get(inclusive).and_then(Value::as_number);
        let (limit_at, other_at) = (limit.as_f64(), other.map(Number::as_f64));
        let tighter = other_at.is_none_or(|other| {
            if lower {
                limit_at >= other
            } else {
                limit_at <= other
            }
        });
        if tighter {
            schema.insert(inclusive, Value::Number(limit));
        }
        schema.insert(exclusive, tighter);
    }
}

/// Longer lists of `prefixItems` are read as lists: Rust implements its own traits for tuples of up to twelve.
const TUPLE: usize = 12;

/// `prefixItems`, or a list for `items` as older drafts had it. Where there may be more items than that, of any kind, all
/// are any; else each is of one of the kinds. If there are always as many, the order is kept, and it is a tuple. That is meant
/// as well where there may be no more and nothing says that there may be fewer: frameworks write tuples so.
pub(super) fn prefix_items(schema: &mut Object, path: &Path<'_>, origins: &mut Origins) {
    let (keyword, rest_at) = match schema.get("prefixItems") {
        Some(_) => ("prefixItems", "items"),
        None if matches!(schema.get("items"), Some(Value::Array(_))) => {
            ("items", "additionalItems")
        }
        None => return,
    };
    let Some(Value::Array(mut kinds)) = schema.remove(keyword) else {
        return;
    };
    let rest = schema.remove(rest_at);
    let count = |key| {
        let number = schema.get(key).and_then(Value::as_number);
        number.and_then(|count| usize::try_from(count.as_whole()?).ok())
    };
    let (least, most) = (count("minItems"), count("maxItems"));
    let given = kinds.len();
    let is_closed = rest.as_ref().is_some_and(allows_nothing);
    let is_whole = is_closed && least.is_none() && most.is_none();
    let most = match is_closed {
        true => Some(most.unwrap_or(given).min(given)),
        false => most.filter(|most| *most <= given),
    };
    let here = path.key("items");
    let list = here.key("anyOf");
    match (most, rest) {
        (Some(most), _) => kinds.truncate(most),
        (None, Some(rest)) if rest != Value::Bool(true) => {
            let origin = path.key(rest_at).pointer();
            origins.same(list.index(given).pointer(), &origin);
            kinds.push(rest);
        }
        (None, _) => kinds.clear(),
    }
    for index in 0..kinds.len().min(given) {
        let origin = path.key(keyword).index(index).pointer();
        origins.same(list.index(index).pointer(), &origin);
    }
    let tuple = (is_whole || most.is_some() && least == most) && (1..=TUPLE).contains(&kinds.len());
    let mut items = Object::new();
    if !kinds.is_empty() {
        items.insert("anyOf", kinds);
    }
    if tuple {
        schema.insert("x-specwright-tuple", true);
    } else {
        nulls::branches(&mut items, &here, origins);
    }
    schema.insert("items", items);
}

/// Whether a schema is `false`, as it is written or as it is brought to 3.0's shape.
fn allows_nothing(schema: &Value) -> bool {
    let not = schema.get("not").and_then(Value::as_object);
    *schema == Value::Bool(false) || not.is_some_and(Object::is_empty)
}

/// `patternProperties` beside `additionalProperties: false` are all that is allowed, so the values have their schemas. So
/// they have where there is nothing else but one pattern, which says what the keys of a map look like. Else any key may hold
/// anything, and what there is is kept.
pub(super) fn pattern_properties(schema: &mut Object) {
    let Some(Value::Object(patterns)) = schema.remove("patternProperties") else {
        return;
    };
    let mut schemas: Vec<Value> = Vec::new();
    let catches_all = patterns.keys().any(|pattern| {
        matches!(
            pattern,
            "" | "." | ".*" | ".+" | "^.*$" | "^.+$" | "^.*" | "^" | "(.*)" | "^(.*)$" | "^(.+)$"
        )
    });
    let is_map = patterns.len() == 1 && !schema.contains_key("properties");
    for (_, pattern) in patterns {
        if !schemas.contains(&pattern) {
            schemas.push(pattern);
        }
    }
    match schema.get("additionalProperties") {
        Some(Value::Bool(false)) => {}
        Some(Value::Object(rest)) => schemas.push(Value::from(rest.clone())),
        None if is_map => {}
        _ if catches_all && schemas.len() == 1 => {}
        _ => {
            schema.insert("additionalProperties", true);
            return;
        }
    }
    let values = match schemas.len() {
        0 => return,
        1 => schemas.remove(0),
        _ => Value::from(Object::of("anyOf", schemas)),
    };
    schema.insert("additionalProperties", values);
}

/// `unevaluatedProperties` with a schema says of members without a name what `additionalProperties` would. `false` says
/// nothing of what they look like.
pub(super) fn unevaluated_properties(schema: &mut Object) {
    match schema.remove("unevaluatedProperties") {
        None | Some(Value::Bool(false)) => {}
        Some(rest) if !schema.contains_key("additionalProperties") => {
            schema.insert("additionalProperties", rest);
        }
        Some(_) => {}
    }
}

/// What holds on a condition makes no type. Members that are named there alone are kept without one.
pub(super) fn conditions(schema: &mut Object) {
    if !schema.contains_key("additionalProperties") && has_conditional_members(schema) {
        schema.insert("additionalProperties", true);
    }
}

fn has_conditional_members(schema: &Object) -> bool {
    fn members(branch: &Value) -> Option<&Object> {
        branch.as_object()?.get("properties")?.as_object()
    }
    let named = schema.get("properties").and_then(Value::as_object);
    let dependent = schema.get("dependentSchemas").and_then(Value::as_object);
    let dependent = dependent.into_iter().flat_map(Object::iter);
    let branches = ["then", "else"].into_iter();
    let branches = branches.filter_map(|key| schema.get(key));
    let branches = branches.chain(dependent.map(|(_, branch)| branch));
    let mut keys = branches.filter_map(members).flat_map(Object::keys);
    keys.any(|key| !named.is_some_and(|named| named.contains_key(key)))
}

/// `contentEncoding: base64` is the format `byte`, and `binary` is `binary`; a media type without an encoding is binary,
/// unless it is text. One that may be any is binary where nothing else is said: text would have a type. A schema of what is
/// in a text counts where that is JSON.
pub(super) fn content(schema: &mut Object) {
    let encoding = schema.remove("contentEncoding");
    let media_type = schema.remove("contentMediaType");
    let is_json = |media_type: &Value| media_type.as_str().is_some_and(is_json);
    if encoding.is_some() || !media_type.as_ref().is_some_and(is_json) {
        let content = schema.remove("contentSchema");
        // What has content of its own is a text.
        if content.is_some() && !says_more(schema) {
            schema.insert("type", "string");
        }
    }
    if schema.contains_key("format") {
        return;
    }
    let encoding = encoding.as_ref().and_then(Value::as_str);
    let media_type = media_type.as_ref().and_then(Value::as_str);
    let is_string = match schema.get("type") {
        Some(Value::Array(types)) => types.contains(&Value::from("string")),
        Some(one) => one.as_str() == Some("string"),
        None => true,
    };
    let format = match (encoding, media_type) {
        (Some("base64"), _) => "byte",
        (Some("binary"), _) => "binary",
        (None, Some(media_type)) if is_string && is_binary(media_type) => "binary",
        (None, Some("*/*" | "application/*")) if !says_more(schema) => "binary",
        _ => return,
    };
    schema.insert("format", format);
    if !schema.contains_key("type") {
        schema.insert("type", "string");
    }
}

/// Whether a schema says of values what they look like, other than by what they hold.
fn says_more(schema: &Object) -> bool {
    let keys = [
        "type",
        "enum",
        "allOf",
        "anyOf",
        "oneOf",
        "properties",
        "items",
        "additionalProperties",
    ];
    keys.iter().any(|key| schema.contains_key(key))
}

/// Schemas under `$defs` are reached by reference only, and `join` has brought those to the components.
pub(super) fn definitions(schema: &mut Object) {
    schema.remove("$defs");
    schema.remove("definitions");
}

/// The values that a list is said to be, none of which is a list, are those that its items may be.
pub(super) fn enum_of_items(schema: &mut Object) {
    if !lists_items(schema) {
        return;
    }
    if let Some(values) = schema.remove("enum")
        && let Some(items) = schema.get_mut("items").and_then(Value::as_object_mut)
    {
        items.insert("enum", values);
        enum_type(items);
    }
}

/// Whether the values that are listed for a list are meant for its items, which list none themselves.
pub(in crate::document) fn lists_items(schema: &Object) -> bool {
    let is_scalar =
        |value: &Value| !matches!(value, Value::Array(_) | Value::Object(_) | Value::Null);
    let values = schema.get("enum").and_then(Value::as_array);
    let items = schema.get("items").and_then(Value::as_object);
    schema.get("type").and_then(Value::as_str) == Some("array")
        && values.is_some_and(|values| !values.is_empty() && values.iter().all(is_scalar))
        && items.is_some_and(|it| !it.contains_key("$ref") && !it.contains_key("enum"))
}

/// An enum without a type, all of whose values are of one, has that type.
pub(super) fn enum_type(schema: &mut Object) {
    let composed = ["type", "allOf", "anyOf", "oneOf", "properties", "items"];
    if composed.iter().any(|key| schema.contains_key(key)) {
        return;
    }
    let Some(values) = schema.get("enum").and_then(Value::as_array) else {
        return;
    };
    let mut values = values.iter().filter(|value| **value != Value::Null);
    let Some(first) = values.next() else { return };
    let name = |value: &Value| match value {
        Value::Bool(_) => Some("boolean"),
        Value::Number(number) if number.as_whole().is_some() => Some("integer"),
        Value::Number(_) => Some("number"),
        Value::String(_) => Some("string"),
        _ => None,
    };
    let Some(kind) = name(first) else { return };
    if values.all(|value| name(value) == Some(kind)) {
        schema.insert("type", kind);
    }
}

/// The limit of a type of 64 bits that JavaScript, or another who knows floats only, could not write: what is as a float
/// the power of two next to it, which no integer of that type is. To be less than that is to be at most the limit.
fn as_meant(key: &str, limit: Number) -> Option<i128> {
    let (i64s, u64s) = (2_f64.powi(63), 2_f64.powi(64));
    let meant = match (key, limit.as_f64()) {
        ("maximum", float) if float == u64s => i128::from(u64::MAX),
        ("maximum", float) if float == i64s => i128::from(i64::MAX),
        ("minimum", float) if float == -i64s => i128::from(i64::MIN),
        _ => return None,
    };
    // Those on the near side of the limit are numbers of the type, and may be meant.
    let exact = matches!(limit, Number::Integer(whole) if whole.get().abs() <= meant.abs());
    (!exact).then_some(meant)
}

/// Limits of integers as whole numbers of 64 bits. What is beyond is kept as text, or openapiv3 would lose the type.
pub(super) fn integer_limits(schema: &mut Object) {
    if schema.get("type").and_then(Value::as_str) != Some("integer") {
        return;
    }
    for (key, beyond) in [
        ("minimum", "x-specwright-minimum"),
        ("maximum", "x-specwright-maximum"),
        ("multipleOf", "x-specwright-multiple-of"),
    ] {
        let Some(limit) = schema.get(key).and_then(Value::as_number) else {
            continue;
        };
        let meant = as_meant(key, limit);
        if meant.is_some() {
            let exclusive = if key == "maximum" {
                "exclusiveMaximum"
            } else {
                "exclusiveMinimum"
            };
            schema.remove(exclusive);
        }
        let whole = meant.or(limit.as_whole());
        match whole {
            Some(whole) if i64::try_from(whole).is_ok() => {
                schema.insert(key, whole);
            }
            _ if limit.as_f64().abs() < 9e18 => {
                // Between two whole numbers: the nearest one within.
                match key {
                    "minimum" => schema.insert(key, limit.as_f64().ceil() as i128),
                    "maximum" => schema.insert(key, limit.as_f64().floor() as i128),
                    _ => schema.remove(key),
                };
            }
            _ => {
                schema.remove(key);
                let text = whole.map_or_else(|| limit.to_string(), |whole| whole.to_string());
                schema.insert(beyond, text);
            }
        }
    }
    if let Some(Value::Array(values)) = schema.get_mut("enum") {
        for value in values {
            if let Value::Number(number) = value
                && let Some(whole) = number.as_whole()
            {
                *value = Value::from(whole);
            }
        }
    }
}
