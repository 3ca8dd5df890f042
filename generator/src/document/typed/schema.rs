//! Schemas.
//!
//! openapiv3 sorts them by their keywords: those of one type alone are that type, one `allOf` alone is that, and all
//! others are "any", where every keyword has a field.

use openapiv3::{
    AdditionalProperties, AnySchema, ArrayType, BooleanType, Discriminator, IntegerType,
    NumberType, ObjectType, Schema, SchemaData, SchemaKind, StringType, Type,
};

use super::read::{Read, extensions, get, object};
use crate::source::{Object, Value};

/// The keywords that say which values there may be.
const KEYWORDS: &[&str] = &[
    "type",
    "pattern",
    "multipleOf",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minimum",
    "maximum",
    "properties",
    "required",
    "additionalProperties",
    "minProperties",
    "maxProperties",
    "items",
    "minItems",
    "maxItems",
    "uniqueItems",
    "enum",
    "format",
    "minLength",
    "maxLength",
    "oneOf",
    "allOf",
    "anyOf",
    "not",
];

const OF_STRINGS: &[&str] = &[
    "type",
    "enum",
    "format",
    "pattern",
    "minLength",
    "maxLength",
];
const OF_NUMBERS: &[&str] = &[
    "type",
    "enum",
    "format",
    "multipleOf",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
];
const OF_BOOLEANS: &[&str] = &["type", "enum"];
const OF_OBJECTS: &[&str] = &[
    "type",
    "properties",
    "required",
    "additionalProperties",
    "minProperties",
    "maxProperties",
];
const OF_ARRAYS: &[&str] = &["type", "items", "minItems", "maxItems", "uniqueItems"];

impl Read for Schema {
    fn read(value: Value) -> Option<Self> {
        let object = &mut object(value)?;
        Some(Self {
            schema_data: data(object),
            schema_kind: kind(object),
        })
    }
}

fn data(object: &mut Object) -> SchemaData {
    SchemaData {
        nullable: get(object, "nullable"),
        read_only: get(object, "readOnly"),
        write_only: get(object, "writeOnly"),
        deprecated: get(object, "deprecated"),
        external_docs: get(object, "externalDocs"),
        example: get(object, "example"),
        title: get(object, "title"),
        description: get(object, "description"),
        discriminator: get(object, "discriminator"),
        default: get(object, "default"),
        extensions: extensions(object),
    }
}

fn kind(object: &mut Object) -> SchemaKind {
    let kind = match object.get("type").and_then(Value::as_str) {
        Some("string") if has_only(object, OF_STRINGS) => string(object),
        Some("number") if has_only(object, OF_NUMBERS) => number(object),
        Some("integer") if has_only(object, OF_NUMBERS) => integer(object),
        Some("boolean") if has_only(object, OF_BOOLEANS) => boolean(object),
        Some("object") if has_only(object, OF_OBJECTS) => Some(Type::Object(ObjectType {
            properties: get(object, "properties"),
            required: get(object, "required"),
            additional_properties: get(object, "additionalProperties"),
            min_properties: get(object, "minProperties"),
            max_properties: get(object, "maxProperties"),
        })),
        Some("array") if has_only(object, OF_ARRAYS) => Some(Type::Array(ArrayType {
            items: get(object, "items"),
            min_items: get(object, "minItems"),
            max_items: get(object, "maxItems"),
            unique_items: get(object, "uniqueItems"),
        })),
        _ => None,
    };
    kind.map(SchemaKind::Type)
        .or_else(|| composed(object))
        .unwrap_or_else(|| any(object))
}

/// Whether all keywords that are there are among the allowed ones. A keyword whose value is null says nothing.
fn has_only(object: &Object, allowed: &[&str]) -> bool {
    object.iter().all(|(key, value)| {
        allowed.contains(&key) || !KEYWORDS.contains(&key) || *value == Value::Null
    })
}

fn string(object: &mut Object) -> Option<Type> {
    let enumeration = enumeration(object)?;
    Some(Type::String(StringType {
        format: get::<Option<String>>(object, "format").into(),
        pattern: get(object, "pattern"),
        enumeration,
        min_length: get(object, "minLength"),
        max_length: get(object, "maxLength"),
    }))
}

fn number(object: &mut Object) -> Option<Type> {
    let enumeration = enumeration(object)?;
    Some(Type::Number(NumberType {
        format: get::<Option<String>>(object, "format").into(),
        multiple_of: get(object, "multipleOf"),
        exclusive_minimum: get(object, "exclusiveMinimum"),
        exclusive_maximum: get(object, "exclusiveMaximum"),
        minimum: get(object, "minimum"),
        maximum: get(object, "maximum"),
        enumeration,
    }))
}

fn integer(object: &mut Object) -> Option<Type> {
    // A limit that is no integer of 64 bits is for "any", which has floats.
    let limit = |key| Read::read(object.get(key).cloned().unwrap_or_default());
    let [multiple_of, minimum, maximum] =
        [limit("multipleOf")?, limit("minimum")?, limit("maximum")?];
    let enumeration = enumeration(object)?;
    Some(Type::Integer(IntegerType {
        format: get::<Option<String>>(object, "format").into(),
        multiple_of,
        exclusive_minimum: get(object, "exclusiveMinimum"),
        exclusive_maximum: get(object, "exclusiveMaximum"),
        minimum,
        maximum,
        enumeration,
    }))
}

fn boolean(object: &mut Object) -> Option<Type> {
    Some(Type::Boolean(BooleanType {
        enumeration: enumeration(object)?,
    }))
}

/// The listed values, null among them; nothing if one of them is of another type. They stay where they are: it may turn
/// out that the schema is "any".
fn enumeration<T: Read>(object: &Object) -> Option<Vec<Option<T>>> {
    let values = object.get("enum").and_then(Value::as_array);
    let values = values.into_iter().flatten().cloned();
    values.map(Read::read).collect()
}

/// What has one of these keywords alone.
fn composed(object: &mut Object) -> Option<SchemaKind> {
    let mut alone = |key| {
        let found = object.contains_key(key) && has_only(object, &[key]);
        found.then(|| object.take(key))
    };
    if let Some(one_of) = alone("oneOf") {
        return Read::read(one_of).map(|one_of| SchemaKind::OneOf { one_of });
    }
    if let Some(all_of) = alone("allOf") {
        return Read::read(all_of).map(|all_of| SchemaKind::AllOf { all_of });
    }
    if let Some(any_of) = alone("anyOf") {
        return Read::read(any_of).map(|any_of| SchemaKind::AnyOf { any_of });
    }
    let not = Read::read(alone("not")?)?;
    Some(SchemaKind::Not { not })
}

fn any(object: &mut Object) -> SchemaKind {
    SchemaKind::Any(AnySchema {
        typ: get(object, "type"),
        pattern: get(object, "pattern"),
        multiple_of: get(object, "multipleOf"),
        exclusive_minimum: get(object, "exclusiveMinimum"),
        exclusive_maximum: get(object, "exclusiveMaximum"),
        minimum: get(object, "minimum"),
        maximum: get(object, "maximum"),
        properties: get(object, "properties"),
        required: get(object, "required"),
        additional_properties: get(object, "additionalProperties"),
        min_properties: get(object, "minProperties"),
        max_properties: get(object, "maxProperties"),
        items: get(object, "items"),
        min_items: get(object, "minItems"),
        max_items: get(object, "maxItems"),
        unique_items: get(object, "uniqueItems"),
        enumeration: get(object, "enum"),
        format: get(object, "format"),
        min_length: get(object, "minLength"),
        max_length: get(object, "maxLength"),
        one_of: get(object, "oneOf"),
        all_of: get(object, "allOf"),
        any_of: get(object, "anyOf"),
        not: get(object, "not"),
    })
}

impl Read for AdditionalProperties {
    fn read(value: Value) -> Option<Self> {
        match value {
            Value::Bool(any) => Some(Self::Any(any)),
            schema => Read::read(schema).map(Self::Schema),
        }
    }
}

impl Read for Discriminator {
    fn read(value: Value) -> Option<Self> {
        let object = &mut object(value)?;
        Some(Self {
            property_name: get(object, "propertyName"),
            mapping: get(object, "mapping"),
            extensions: extensions(object),
        })
    }
}
