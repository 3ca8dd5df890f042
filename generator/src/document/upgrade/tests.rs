//! One rule each, on a schema as JSON.

use super::*;
use crate::source::{self, File};

fn tree(text: &str) -> Value {
    let file = File::new("a.yaml", text);
    source::parse(&file, source::Limits::default()).expect("valid YAML")
}

fn schema_of(version: Version, text: &str) -> Value {
    let mut files = source::Files::new();
    let mut origins = Origins::new(files.add("a", ""));
    let mut value = tree(text);
    let mut upgrade = Upgrade {
        version,
        origins: &mut origins,
    };
    walk(
        Shape::OrRef(Kind::Schema),
        &mut value,
        &Path::start(""),
        &mut upgrade,
    );
    value
}

#[track_caller]
fn becomes(before: &str, after: &str) {
    assert_eq!(schema_of(Version::V3_1, before), tree(after), "{before}");
}

#[test]
fn null_in_all_its_spellings() {
    becomes(
        "{anyOf: [{$ref: '#/x'}, {nullable: true}]}",
        "{allOf: [{$ref: '#/x'}], nullable: true}",
    );
    becomes("{anyOf: [{nullable: true}]}", "{anyOf: [{nullable: true}]}");
    becomes("{type: [string, 'null']}", "{type: string, nullable: true}");
    becomes("{type: 'null'}", "{enum: [null], nullable: true}");
    becomes("{type: ['null']}", "{enum: [null], nullable: true}");
    becomes("{const: null}", "{enum: [null], nullable: true}");
    becomes(
        "{type: object, nullable: true, enum: [null]}",
        "{enum: [null], nullable: true}",
    );
    becomes(
        "{enum: [a, null]}",
        "{type: string, enum: [a, null], nullable: true}",
    );
    becomes(
        "{anyOf: [{type: string, maxLength: 3, title: a}, {type: 'null'}], title: b}",
        "{type: string, maxLength: 3, title: b, nullable: true}",
    );
    becomes(
        "{oneOf: [{type: 'null'}, {$ref: '#/x'}], description: d}",
        "{allOf: [{$ref: '#/x'}], description: d, nullable: true}",
    );
    becomes(
        "{oneOf: [{$ref: '#/x'}, {type: 'null'}, {$ref: '#/y'}]}",
        "{oneOf: [{$ref: '#/x'}, {$ref: '#/y'}], nullable: true}",
    );
}

#[test]
fn several_types_share_out_their_keywords() {
    becomes(
        "{type: [string, integer, 'null'], maxLength: 3, minimum: 1, description: d}",
        "{anyOf: [{type: string, maxLength: 3}, {type: integer, minimum: 1}], description: d, nullable: true}",
    );
    becomes(
        "{type: [string, boolean], enum: [a, true, b]}",
        "{anyOf: [{type: string, enum: [a, b]}, {type: boolean, enum: [true]}]}",
    );
    becomes("{type: [integer, number]}", "{type: number}");
}

#[test]
fn keywords_of_json_schema() {
    becomes("{const: a}", "{type: string, enum: [a]}");
    becomes(
        "{type: number, exclusiveMinimum: 5}",
        "{type: number, minimum: 5, exclusiveMinimum: true}",
    );
    becomes(
        "{type: number, minimum: 7, exclusiveMinimum: 5}",
        "{type: number, minimum: 7, exclusiveMinimum: false}",
    );
    becomes("{type: string, examples: [a, b]}", "{type: string}");
    becomes(
        "{type: array, enum: [a, b], items: {type: string}}",
        "{type: array, items: {type: string, enum: [a, b]}}",
    );
    for same in [
        "{type: array, enum: [[a], [b]], items: {type: string}}",
        "{type: array, enum: [a], items: {type: string, enum: [b]}}",
    ] {
        becomes(same, same);
    }
    becomes(
        "{type: array, prefixItems: [{const: 1}], items: false}",
        "{type: array, items: {anyOf: [{type: integer, enum: [1]}]}, x-specwright-tuple: true}",
    );
    // There may be fewer.
    becomes(
        "{type: array, prefixItems: [{const: 1}, {type: string}], minItems: 1, items: false}",
        "{type: array, items: {anyOf: [{type: integer, enum: [1]}, {type: string}]}, minItems: 1}",
    );
    becomes(
        "{prefixItems: [{type: string}, {type: 'null'}], minItems: 2, items: false}",
        "{items: {anyOf: [{type: string}, {enum: [null], nullable: true}]}, minItems: 2, x-specwright-tuple: true}",
    );
    becomes(
        "{prefixItems: [{type: string}, {type: 'null'}], items: {type: integer}}",
        "{items: {anyOf: [{type: string}, {type: integer}], nullable: true}}",
    );
    becomes(
        "{items: [{type: string}, {type: integer}], minItems: 1, maxItems: 1}",
        "{items: {anyOf: [{type: string}]}, minItems: 1, maxItems: 1, x-specwright-tuple: true}",
    );
    becomes("{prefixItems: [{type: string}]}", "{items: {}}");
    // Nobody else says so.
    becomes(
        "{type: array, items: {anyOf: [{type: string}]}, x-specwright-tuple: true}",
        "{type: array, items: {anyOf: [{type: string}]}}",
    );
    becomes(
        "{type: object, patternProperties: {'^a': {type: [string]}}, additionalProperties: false}",
        "{type: object, additionalProperties: {type: string}}",
    );
    for pattern in ["^a", "^(.*)$", ".*", "^[a-z]+$", "^(0|[1-9][0-9]*)$"] {
        becomes(
            &format!("{{type: object, patternProperties: {{'{pattern}': {{type: string}}}}}}"),
            "{type: object, additionalProperties: {type: string}}",
        );
    }
    // What else there is may be anything.
    becomes(
        "{type: object, patternProperties: {'^a': {type: string}, '^b': {type: integer}}}",
        "{type: object, additionalProperties: true}",
    );
    becomes(
        "{patternProperties: {'^a': {type: string}}, additionalProperties: true}",
        "{additionalProperties: true}",
    );
    becomes(
        "{properties: {b: {type: integer}}, patternProperties: {'^a': {type: string}}}",
        "{properties: {b: {type: integer}}, additionalProperties: true}",
    );
    becomes(
        "{properties: {b: {type: integer}}, patternProperties: {'^(.*)$': {type: string}}}",
        "{properties: {b: {type: integer}}, additionalProperties: {type: string}}",
    );
    becomes(
        "{type: string, contentEncoding: base64}",
        "{type: string, format: byte}",
    );
    becomes(
        "{type: string, contentEncoding: binary}",
        "{type: string, format: binary}",
    );
    becomes(
        "{contentMediaType: image/png}",
        "{type: string, format: binary}",
    );
    for range in ["'*/*'", "application/*"] {
        let any = "{type: string, format: binary, description: d}";
        becomes(
            &format!("{{contentMediaType: {range}, description: d}}"),
            any,
        );
        for said in ["type: string", "type: object", "properties: {}"] {
            becomes(
                &format!("{{{said}, contentMediaType: {range}}}"),
                &format!("{{{said}}}"),
            );
        }
    }
    becomes(
        "{type: string, contentMediaType: application/pdf}",
        "{type: string, format: binary}",
    );
    for text in ["text/html", "application/json", "application/problem+xml"] {
        becomes(
            &format!("{{type: string, contentMediaType: {text}}}"),
            "{type: string}",
        );
    }
    becomes(
        "{type: object, contentMediaType: application/zip}",
        "{type: object}",
    );
    becomes(
        "{properties: {a: true, b: false}}",
        "{properties: {a: {}, b: {not: {}}}}",
    );
}

#[test]
fn data_of_events_is_the_json_in_it() {
    let data =
        "{type: string, contentMediaType: application/json, contentSchema: {type: [integer]}}";
    becomes(
        &format!("{{properties: {{event: {{const: a}}, data: {data}}}}}"),
        "{properties: {event: {type: string, enum: [a]}, data: {type: integer}}}",
    );
    // Not that of an event, and no JSON.
    becomes(
        &format!("{{properties: {{name: {{type: string}}, data: {data}}}}}"),
        "{properties: {name: {type: string}, data: {type: string, contentSchema: {type: integer}}}}",
    );
    becomes(
        "{properties: {data: {type: string, contentMediaType: text/xml, contentSchema: {type: object}}}}",
        "{properties: {data: {type: string}}}",
    );
    // What has content of its own is a text.
    becomes(
        "{properties: {data: {contentMediaType: text/plain, contentSchema: {type: string}}}}",
        "{properties: {data: {type: string}}}",
    );
    // Some events have other data than the rest.
    becomes(
        &format!(
            "{{properties: {{event: {{type: string}}, data: {{type: string}}}}, oneOf: \
             [{{properties: {{event: {{const: a}}}}}}, {{properties: {{event: {{const: b}}, data: {data}}}}}]}}"
        ),
        "{properties: {event: {type: string}}, oneOf: \
         [{properties: {event: {type: string, enum: [a]}, data: {type: string}}}, \
          {properties: {event: {type: string, enum: [b]}, data: {type: integer}}}]}",
    );
}

#[test]
fn limits_of_integers_are_whole_numbers_of_64_bits() {
    becomes(
        "{type: integer, minimum: 0.5, maximum: 18446744073709551615}",
        "{type: integer, minimum: 1, x-specwright-maximum: '18446744073709551615'}",
    );
    // As JavaScript writes them.
    for (written, meant) in [
        (
            "18446744073709552000",
            "x-specwright-maximum: '18446744073709551615'",
        ),
        (
            "18446744073709551616",
            "x-specwright-maximum: '18446744073709551615'",
        ),
        (
            "1.8446744073709552e19",
            "x-specwright-maximum: '18446744073709551615'",
        ),
        ("9223372036854776000", "maximum: 9223372036854775807"),
        ("9223372036854776000.0", "maximum: 9223372036854775807"),
        ("9223372036854775806", "maximum: 9223372036854775806"),
        (
            "18446744073709551614",
            "x-specwright-maximum: '18446744073709551614'",
        ),
    ] {
        becomes(
            &format!("{{type: integer, minimum: -9223372036854776000, maximum: {written}}}"),
            &format!("{{type: integer, minimum: -9223372036854775808, {meant}}}"),
        );
    }
    // To be less than what no integer of the type is, is to be one.
    becomes(
        "{type: integer, exclusiveMaximum: 9223372036854775808}",
        "{type: integer, maximum: 9223372036854775807}",
    );
    becomes(
        "{type: integer, exclusiveMaximum: 9223372036854775807, minimum: 9223372036854775808}",
        "{type: integer, maximum: 9223372036854775807, exclusiveMaximum: true, \
         x-specwright-minimum: '9223372036854775808'}",
    );
}

#[test]
fn what_stands_beside_a_reference() {
    becomes(
        "{$ref: '#/x', description: d}",
        "{allOf: [{$ref: '#/x'}], description: d}",
    );
    becomes(
        "{$ref: '#/x', nullable: false, $comment: c}",
        "{$ref: '#/x'}",
    );
    becomes(
        "{$ref: '#/x', properties: {a: {const: 1}}}",
        "{allOf: [{$ref: '#/x'}], properties: {a: {type: integer, enum: [1]}}}",
    );
    becomes(
        "{$ref: '#/x', const: false}",
        "{allOf: [{$ref: '#/x'}], enum: [false]}",
    );
    let old = schema_of(Version::V3_0, "{$ref: '#/x', type: object, nullable: true}");
    assert_eq!(old, tree("{allOf: [{$ref: '#/x'}], nullable: true}"));
    let old = schema_of(Version::V3_0, "{$ref: '#/x', type: object}");
    assert_eq!(old, tree("{$ref: '#/x'}"));
}

#[test]
fn the_schema_around_is_referred_to_by_name() {
    let mut files = source::Files::new();
    let mut origins = Origins::new(files.add("a", ""));
    let mut root = tree("components: {schemas: {A/B: {items: {$recursiveRef: '#'}}}}");
    upgrade(&mut root, Version::V3_1, &mut origins);
    let reference = root.pointer("/components/schemas/A~1B/items/$ref");
    assert_eq!(
        reference.and_then(Value::as_str),
        Some("#/components/schemas/A~1B")
    );
}

#[test]
fn places_follow_what_was_moved() {
    let mut files = source::Files::new();
    let file = files.add("a", "");
    let mut origins = Origins::new(file);
    let mut value = tree("{anyOf: [{type: 'null'}, {properties: {a: {}}}, {type: 'null'}]}");
    let mut upgrade = Upgrade {
        version: Version::V3_1,
        origins: &mut origins,
    };
    walk(
        Shape::OrRef(Kind::Schema),
        &mut value,
        &Path::start("/s"),
        &mut upgrade,
    );
    assert_eq!(value, tree("{properties: {a: {}}, nullable: true}"));
    let origin = origins.resolve("/s/properties/a");
    assert_eq!(origin, (file, "/s/anyOf/1/properties/a".to_owned()));
}

#[test]
fn a_text_that_may_be_an_integer() {
    let text = "{type: string, format: int-or-string, maxLength: 9, nullable: true}";
    let either = "{anyOf: [{type: integer}, {type: string, maxLength: 9}], nullable: true}";
    for version in [Version::V3_0, Version::V3_1] {
        assert_eq!(schema_of(version, text), tree(either));
    }
    let number = "{type: integer, format: int-or-string}";
    becomes(number, number);
}
