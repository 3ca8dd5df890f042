//! The table's entry for schemas: the keywords of OpenAPI 3.0, then JSON Schema 2020-12 and what older drafts had.

use super::Shape::{Any, Count, Flag, FlagOr, List, Map, Number, Of, OneOrMore, OrRef, Text, Word};
use super::Version::V3_1;
use super::{Field, Kind, Rest, Rule, Shape, field};

const ONE: Shape = OrRef(Kind::Schema);
const MANY: Shape = List(&ONE);
const NAMED: Shape = Map(&ONE);
/// The names of the types; `null` came with 3.1.
const TYPE: Shape = Word(&[
    "string", "number", "integer", "boolean", "object", "array", "null",
]);

/// What a schema may hold.
pub(super) static SCHEMA: Rule = Rule {
    name: "a schema",
    rest: Rest::Closed,
    fields: FIELDS,
};

/// Sorted, and one line each: it is a table.
#[rustfmt::skip]
const FIELDS: &[Field] = &[
    field("$anchor", Text).since(V3_1),
    field("$comment", Text).since(V3_1),
    field("$defs", NAMED).since(V3_1),
    field("$dynamicAnchor", Text).since(V3_1),
    field("$dynamicRef", Text).since(V3_1),
    field("$id", Text).since(V3_1),
    field("$recursiveAnchor", Any).since(V3_1),
    field("$recursiveRef", Text).since(V3_1),
    field("$ref", Text),
    field("$schema", Text).since(V3_1),
    field("$vocabulary", Any).since(V3_1),
    field("additionalItems", FlagOr(&ONE)).since(V3_1),
    field("additionalProperties", FlagOr(&ONE)),
    field("allOf", MANY),
    field("anyOf", MANY),
    field("const", Any).since(V3_1),
    field("contains", ONE).since(V3_1),
    field("contentEncoding", Text).since(V3_1),
    field("contentMediaType", Text).since(V3_1),
    field("contentSchema", ONE).since(V3_1),
    field("default", Any),
    field("definitions", NAMED).since(V3_1),
    field("dependencies", Any).since(V3_1),
    field("dependentRequired", Map(&List(&Text))).since(V3_1),
    field("dependentSchemas", NAMED).since(V3_1),
    field("deprecated", Flag),
    field("description", Text),
    field("discriminator", Of(Kind::Discriminator)),
    field("else", ONE).since(V3_1),
    field("enum", List(&Any)),
    field("example", Any),
    field("examples", List(&Any)).since(V3_1),
    field("exclusiveMaximum", FlagOr(&Number)),
    field("exclusiveMinimum", FlagOr(&Number)),
    field("externalDocs", Of(Kind::ExternalDocs)),
    field("format", Text),
    field("if", ONE).since(V3_1),
    field("items", OneOrMore(&ONE)),
    field("maxContains", Count).since(V3_1),
    field("maxItems", Count),
    field("maxLength", Count),
    field("maxProperties", Count),
    field("maximum", Number),
    field("minContains", Count).since(V3_1),
    field("minItems", Count),
    field("minLength", Count),
    field("minProperties", Count),
    field("minimum", Number),
    field("multipleOf", Number),
    field("not", ONE),
    field("nullable", Flag),
    field("oneOf", MANY),
    field("pattern", Text),
    field("patternProperties", NAMED).since(V3_1),
    field("prefixItems", MANY).since(V3_1),
    field("properties", NAMED),
    field("propertyNames", ONE).since(V3_1),
    field("readOnly", Flag),
    field("required", List(&Text)),
    field("then", ONE).since(V3_1),
    field("title", Text),
    field("type", OneOrMore(&TYPE)),
    field("unevaluatedItems", ONE).since(V3_1),
    field("unevaluatedProperties", ONE).since(V3_1),
    field("uniqueItems", Flag),
    field("writeOnly", Flag),
    field("xml", Of(Kind::Xml)),
];
