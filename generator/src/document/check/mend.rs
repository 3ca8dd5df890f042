//! Slips that have only one meaning, and what is meant by them.

use std::collections::BTreeMap;

use crate::document::grammar::{Kind, Shape};
use crate::document::origins::Origins;
use crate::source::{FileId, Files, Number, Object, Value, locate};

/// A value as it was meant.
pub(super) struct Mended {
    pub(super) value: Value,
    /// Whether the author should hear of it.
    pub(super) worth_a_word: bool,
}

/// Mends a value that does not have its shape, if there is only one way to.
pub(super) fn mend(shape: Shape, value: &Value) -> Option<Mended> {
    let loud = |value| {
        Some(Mended {
            value,
            worth_a_word: true,
        })
    };
    match (shape, value) {
        // YAML without quotes: `version: 1.0`, `default: 8443`.
        (Shape::Text, Value::Number(number)) => loud(Value::from(number.to_string())),
        (Shape::Text, Value::Bool(flag)) => loud(Value::from(flag.to_string())),
        (Shape::Flag, Value::String(text)) => loud(Value::Bool(text.parse().ok()?)),
        (Shape::Number, Value::String(text)) => loud(Value::Number(number(text)?)),
        (Shape::Count, Value::String(text)) => loud(count(number(text)?)?),
        (Shape::Count, Value::Number(number)) => Some(Mended {
            value: count(*number)?,
            worth_a_word: false,
        }),
        // `type: [string, null]` in YAML, without the quotes.
        (Shape::Word(words), Value::Null) if words.contains(&"null") => loud(Value::from("null")),
        // Swagger 2.0's way to write it.
        (Shape::Of(Kind::Discriminator), Value::String(property)) => {
            loud(Value::from(Object::of("propertyName", property.as_str())))
        }
        (Shape::List(&Shape::Text), Value::String(text)) => {
            loud(Value::Array(vec![Value::from(text.as_str())]))
        }
        _ => None,
    }
}

/// The scopes that a security requirement names for a scheme, where they are no list: `- bearer:` in YAML, with nothing
/// behind it. Whatever stands there, the scheme is demanded, and without its name nothing would be.
pub(super) fn scopes(value: &Value) -> Mended {
    let scopes = match value {
        Value::String(scope) => vec![Value::from(scope.as_str())],
        _ => Vec::new(),
    };
    Mended {
        value: Value::Array(scopes),
        worth_a_word: true,
    }
}

/// Gives texts that were written as numbers the digits that were written: `version: 1.10` is not `1.1`.
pub(super) fn restore_numbers(
    tree: &mut Value,
    numbers: &[String],
    files: &Files,
    origins: &Origins,
) {
    let mut by_file: BTreeMap<FileId, Vec<(&str, String)>> = BTreeMap::new();
    for number in numbers {
        let (file, origin) = origins.resolve(number);
        by_file.entry(file).or_default().push((number, origin));
    }
    for (file, numbers) in by_file {
        let file = files.get(file);
        let found = locate(file, numbers.iter().map(|(_, origin)| origin.as_str()));
        for (pointer, origin) in &numbers {
            let location = found.get(origin.as_str()).filter(|location| location.exact);
            let written = location.and_then(|location| file.text().get(location.value.clone()));
            let is_number = |text: &&str| text.trim().parse::<f64>().is_ok();
            if let (Some(written), Some(value)) =
                (written.filter(is_number), tree.pointer_mut(pointer))
            {
                *value = Value::from(written.trim());
            }
        }
    }
}

/// Replaces a type that OpenAPI does not have by what it must mean; gives both, if it did. `any` means no type at all.
pub(super) fn type_name(schema: &mut Object) -> Option<(String, &'static str)> {
    let written = schema.get("type")?.as_str()?.to_owned();
    let letters = written.trim_matches(|letter: char| !letter.is_ascii_alphanumeric());
    let (name, format) = match letters.to_ascii_lowercase().as_str() {
        "string" | "str" | "text" | "bytes" => ("string", None),
        "integer" | "int" | "long" | "short" => ("integer", None),
        "number" | "float" | "double" | "decimal" => ("number", None),
        "boolean" | "bool" => ("boolean", None),
        "object" | "map" | "dict" | "hash" => ("object", None),
        "array" | "list" => ("array", None),
        "uuid" => ("string", Some("uuid")),
        "date" => ("string", Some("date")),
        "date-time" | "datetime" | "timestamp" => ("string", Some("date-time")),
        "file" | "binary" => ("string", Some("binary")),
        "any" | "unknown" | "mixed" => ("any", None),
        _ => return None,
    };
    if written == name {
        return None;
    }
    if name == "any" {
        schema.remove("type");
    } else {
        schema.insert("type", name);
    }
    if let Some(format) = format
        && !schema.contains_key("format")
    {
        schema.insert("format", format);
    }
    Some((written, name))
}

/// The word by which a schema says that there is no value, as JavaScript has it. JSON has no such value.
pub(super) fn nothing(schema: &Value) -> Option<&'static str> {
    match schema.get("type")?.as_str()? {
        "undefined" => Some("undefined"),
        "void" => Some("void"),
        _ => None,
    }
}

/// Whether a list holds the branches of a union, some of which are values.
pub(super) fn is_union(key: &str, branches: &[Value]) -> bool {
    matches!(key, "anyOf" | "oneOf") && branches.iter().any(|branch| nothing(branch).is_none())
}

fn number(text: &str) -> Option<Number> {
    let whole = text.parse::<i128>();
    let whole = whole.map(|whole| Number::Integer(whole.into())).ok();
    whole.or_else(|| {
        let float: f64 = text.parse().ok()?;
        float.is_finite().then_some(Number::Float(float))
    })
}

/// `2.0` is `2`; openapiv3 wants it written so.
fn count(number: Number) -> Option<Value> {
    let whole = number.as_whole()?;
    u64::try_from(whole).ok().map(|_| Value::from(whole))
}

/// What messages call a shape.
pub(super) fn name(shape: Shape) -> &'static str {
    match shape {
        Shape::Any => "any value",
        Shape::Text | Shape::Word(_) => "a string",
        Shape::Flag => "a boolean",
        Shape::Number => "a number",
        Shape::Count => "a whole number, zero or more",
        Shape::Of(_) | Shape::Map(_) => "an object",
        Shape::OrRef(Kind::Schema) => "a schema, which is an object",
        Shape::OrRef(_) => "an object or a reference",
        Shape::List(_) => "a list",
        Shape::FlagOr(Shape::Number) => "a number or a boolean",
        Shape::FlagOr(_) => "a boolean or a schema",
        Shape::OneOrMore(Shape::Word(_)) => "a string or a list of strings",
        Shape::OneOrMore(_) => "a schema or a list of schemas",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_has_one_meaning_is_mended() {
        let mended =
            |shape, value: &Value| mend(shape, value).map(|mended| mended.value.to_string());
        let float = Value::Number(Number::Float(1.0));
        assert_eq!(mended(Shape::Text, &float).as_deref(), Some("\"1.0\""));
        assert_eq!(mended(Shape::Count, &float).as_deref(), Some("1"));
        assert_eq!(mended(Shape::Count, &Value::from(-1)), None);
        assert_eq!(
            mended(Shape::Flag, &Value::from("true")).as_deref(),
            Some("true")
        );
        assert_eq!(mended(Shape::Flag, &Value::from("yes")), None);
        assert_eq!(mended(Shape::Number, &Value::from("1e400")), None);
    }
}
