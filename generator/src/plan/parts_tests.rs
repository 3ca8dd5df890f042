//! What parts of forms are, by what the document says of them.

use super::PartKind::{self, Each, Files, MaybeFiles, Value};
use crate::plan::tests::planned;

/// How the member `m` of a form is written.
fn part(version: &str, schema: &str, encoding: &str) -> PartKind {
    let spec = format!(
        "
{version}
info: {{title: t, version: '1'}}
paths:
  /a:
    post:
      operationId: a
      requestBody:
        content:
          multipart/form-data:
            schema: {{type: object, properties: {{m: {schema}}}}}
            encoding: {{{encoding}}}
      responses: {{'204': {{description: d}}}}
components:
  schemas:
    U: {{anyOf: [{{$ref: '#/components/schemas/V'}}, {{$ref: '#/components/schemas/V'}}, {{$ref: '#/components/schemas/V'}}]}}
    V: {{oneOf: [{{$ref: '#/components/schemas/W'}}, {{type: array, items: {{$ref: '#/components/schemas/W'}}}}]}}
    W: {{type: string, format: binary}}
    Self: {{anyOf: [{{$ref: '#/components/schemas/Self'}}, {{$ref: '#/components/schemas/W'}}]}}
"
    );
    let plan = planned(&spec, "");
    let method = plan.methods().next().expect("there is one");
    let parts = &method.body.as_ref().expect("it has one").parts;
    parts[0].kind
}

#[test]
fn what_is_a_file_is_found() {
    for version in ["openapi: 3.0.3", "openapi: 3.1.0", "openapi: 3.2.0"] {
        for (schema, media_type, expected) in [
            ("{}", "", Files),
            ("{nullable: true, title: t}", "", Files),
            ("{}", "'*/*'", Files),
            ("{}", "'image/png, application/json'", Files),
            ("{type: array, items: {}}", "'*/*'", MaybeFiles),
            ("{}", "application/json", Value),
            ("{}", "'text/*'", Value),
            ("{type: array, items: {}}", "text/plain", Each),
            ("{default: 5}", "", Value),
            ("{enum: [1, a]}", "", Value),
            ("{type: string}", "'*/*'", Value),
            ("{type: string}", "image/png", Files),
            ("{type: string, format: date}", "image/png", Value),
            ("{type: object}", "image/png", Value),
            ("{$ref: '#/components/schemas/U'}", "", MaybeFiles),
            ("{$ref: '#/components/schemas/V'}", "", MaybeFiles),
            (
                "{anyOf: [{$ref: '#/components/schemas/W'}, {type: string}]}",
                "",
                Value,
            ),
            ("{$ref: '#/components/schemas/Self'}", "", Value),
        ] {
            let encoding = match media_type {
                "" => String::new(),
                media_type => format!("m: {{contentType: {media_type}}}"),
            };
            let kind = part(version, schema, &encoding);
            assert_eq!(kind, expected, "{version}: {schema}, {media_type}");
        }
    }
}

#[test]
fn items_are_parts_unless_the_list_is_one_json() {
    let part = |items: &str, media_type: &str| {
        let schema = format!("{{type: array, items: {items}}}");
        let encoding = format!("m: {{contentType: {media_type}}}");
        part("openapi: 3.1.0", &schema, &encoding)
    };
    assert_eq!(part("{type: string}", "text/plain"), Each);
    assert_eq!(part("{type: string}", "application/json"), Value);
    assert_eq!(part("{enum: [a, b]}", "application/x+json"), Value);
    let object = "{type: object, properties: {a: {type: string}}}";
    assert_eq!(part(object, "application/json"), Each);
}

#[test]
fn swagger_has_a_type_for_files() {
    let plan = planned(
        "
swagger: '2.0'
info: {title: t, version: '1'}
paths:
  /a:
    post:
      operationId: a
      consumes: [multipart/form-data]
      parameters: [{name: f, in: formData, type: file}, {name: m, in: formData}]
      responses: {'204': {description: d}}
",
        "",
    );
    let method = plan.methods().next().expect("there is one");
    let parts = &method.body.as_ref().expect("it has one").parts;
    let kinds: Vec<PartKind> = parts.iter().map(|part| part.kind).collect();
    assert_eq!(kinds, [Files, Value]);
}
