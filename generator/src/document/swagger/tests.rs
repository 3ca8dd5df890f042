//! One rule each: what Swagger 2.0 says, and the same in OpenAPI 3.0.

use std::path::Path as FilePath;

use super::*;
use crate::diagnostic::render;
use crate::document::join;
use crate::source::{self, Files, Limits};

fn tree(text: &str) -> Value {
    let file = source::File::new("a.yaml", text);
    source::parse(&file, Limits::default()).unwrap_or_else(|_| panic!("YAML: {text}"))
}

/// The description with these members, lifted; and what there was to say of it.
fn lifted(members: &str) -> (Value, Vec<String>) {
    lifted_within(members, Limits::default())
}

fn lifted_within(members: &str, limits: Limits) -> (Value, Vec<String>) {
    let text = format!("swagger: '2.0'\n{members}");
    let (mut files, mut diagnostics) = (Files::new(), Diagnostics::new());
    let root = files.add("a.yaml", &text);
    let (mut tree, mut origins) = (tree(&text), Origins::new(root));
    let scope = join::Scope {
        root,
        swagger: Some(arrange(&mut tree, &mut origins, &mut diagnostics)),
        folder: FilePath::new(""),
        only_reached: false,
        whole: None,
    };
    let mut listed = join::join(&mut tree, scope, &mut files, &mut origins, &mut diagnostics);
    lift(
        &mut tree,
        &mut listed,
        limits,
        &mut origins,
        &mut diagnostics,
    );
    let lines = render::lines(&diagnostics, &files);
    (tree, lines.into_iter().map(|(_, line)| line).collect())
}

#[track_caller]
fn becomes(before: &str, after: &str) {
    let (tree, problems) = lifted(before);
    assert_eq!(problems, [""; 0], "{before}");
    let mut expected = self::tree(&format!("openapi: 3.0.3\n{after}"));
    if let Value::Object(root) = &mut expected
        && !root.contains_key("components")
    {
        root.insert("components", Object::new());
    }
    assert!(tree == expected, "{before}\n\n{tree}\n{expected}");
}

#[track_caller]
fn says(members: &str, expected: &[&str]) {
    let (_, problems) = lifted(members);
    assert_eq!(problems, expected, "{members}");
}

/// An operation with these members becomes one with those.
#[track_caller]
fn operation_becomes(before: &str, after: &str) {
    becomes(
        &format!("paths: {{/a: {{post: {before}}}}}"),
        &format!("paths: {{/a: {{post: {after}}}}}"),
    );
}

/// A parameter with these members becomes one with those.
#[track_caller]
fn parameter_becomes(before: &str, after: &str) {
    operation_becomes(
        &format!("{{parameters: [{before}]}}"),
        &format!("{{parameters: [{after}]}}"),
    );
}

#[test]
fn shared_parts_are_components() {
    becomes(
        "paths: {/a: {parameters: [{$ref: '#/parameters/Id'}], get: {responses: {404: {$ref: '#/responses/None'}}}}}\n\
         parameters: {Id: {name: id, in: header, type: string}}\n\
         responses: {None: {description: d, schema: {$ref: '#/definitions/Page%C2%ABPet%C2%BB'}}}\n\
         definitions: {Page«Pet»: {items: {$ref: Pet}}, Pet: {type: object}, Page_Pet: {type: string}}\n\
         securityDefinitions: {a b: {type: basic}}",
        "paths: {/a: {parameters: [{$ref: '#/components/parameters/Id'}], get: {responses: {404: {$ref: '#/components/responses/None'}}}}}\n\
         components:\n  \
           parameters: {Id: {name: id, in: header, schema: {type: string}}}\n  \
           responses: {None: {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Page_Pet_2'}}}}}\n  \
           schemas: {Page_Pet_2: {items: {$ref: '#/components/schemas/Pet'}}, Pet: {type: object}, Page_Pet: {type: string}}\n  \
           securitySchemes: {a b: {type: http, scheme: basic}}",
    );
}

#[test]
fn what_says_how_a_value_looks_is_its_schema() {
    parameter_becomes(
        "{name: n, in: query, description: d, required: true, type: integer, format: int32, minimum: 1, default: 2, enum: [1, 2], x-enum-varnames: [A, B], x-nullable: true, x-other: 1}",
        "{name: n, in: query, description: d, required: true, x-other: 1, schema: {type: integer, format: int32, minimum: 1, default: 2, enum: [1, 2], x-enum-varnames: [A, B], x-nullable: true, nullable: true}}",
    );
}

#[test]
fn lists_are_written_as_they_were() {
    for (lists, said) in [
        ("", "style: form, explode: false"),
        (", collectionFormat: csv", "style: form, explode: false"),
        (", collectionFormat: multi", "style: form, explode: true"),
        (
            ", collectionFormat: ssv",
            "style: spaceDelimited, explode: false",
        ),
        (
            ", collectionFormat: pipes",
            "style: pipeDelimited, explode: false",
        ),
    ] {
        parameter_becomes(
            &format!("{{name: n, in: query, type: array, items: {{type: string}}{lists}}}"),
            &format!(
                "{{name: n, in: query, schema: {{type: array, items: {{type: string}}}}, {said}}}"
            ),
        );
    }
    parameter_becomes(
        "{name: n, in: header, type: array, items: {type: string, collectionFormat: csv}}",
        "{name: n, in: header, schema: {type: array, items: {type: string}}}",
    );
}

#[test]
fn lists_that_openapi_can_not_write_are_told() {
    says(
        "paths: {/a: {get: {parameters: [{name: n, in: query, type: array, collectionFormat: tsv}]}}}",
        &[
            "a.yaml:2:85: warning[swagger-2]: `collectionFormat: tsv` has no counterpart in OpenAPI 3",
        ],
    );
    // Where it was written, though parameters before it are gone.
    says(
        "consumes: [multipart/form-data]\n\
         paths:\n  /a:\n    post:\n      parameters:\n      - {in: formData, name: a, type: file}\n      \
         - {in: formData, name: b, type: array, collectionFormat: pipes}",
        &[
            "a.yaml:8:64: warning[swagger-2]: `collectionFormat: pipes` in a form of parts has no counterpart in OpenAPI 3",
        ],
    );
}

/// What is wrong is told where it was written, as it was written.
#[test]
fn faults_are_told() {
    says(
        "host: 3\nschemes: {}\nconsumes: x\nproduces: [1]\ncomponents: {}\ndefinitions: {A: {discriminator: 3}}",
        &[
            "a.yaml:2:7: warning[wrong-shape]: `host` must be a string, and this is a number",
            "a.yaml:3:1: warning[wrong-shape]: `schemes` must be a list, and this is an object",
            "a.yaml:4:11: warning[wrong-shape]: `consumes` must be a list, and this is a string",
            "a.yaml:5:12: warning[wrong-shape]: an item of `produces` must be a string, and this is a number",
            "a.yaml:6:1: warning[unknown-key]: unknown key `components` in Swagger 2.0",
            "a.yaml:7:34: warning[wrong-shape]: `discriminator` must be a string, and this is a number",
        ],
    );
    says(
        "paths: {/a: {post: {parameters: [{$ref: '#/definitions/A'}]}}}\ndefinitions: {A: {type: object}}\nparameters: {B: {$ref: '#/parameters/C'}, C: {$ref: '#/parameters/B'}}",
        &[
            "a.yaml:2:41: warning[wrong-reference-kind]: `#/definitions/A` is one of `definitions`, and one of `parameters` is needed here",
            "a.yaml:4:14: error[reference-circle]: the reference `#/parameters/C` leads back to itself",
        ],
    );
}

#[test]
fn an_operation_has_one_body() {
    let one = "{in: body, name: a, schema: {type: string}}";
    let field = "{in: formData, name: c, type: string}";
    says(
        &format!("paths: {{/a: {{post: {{parameters:\n[{one},\n{field},\n{one}]}}}}}}"),
        &[
            "a.yaml:4:1: warning[doubled-parameter]: an operation has one body, and this is another",
            "a.yaml:5:1: warning[doubled-parameter]: an operation has one body, and this is another",
        ],
    );
    says(
        &format!(
            "paths: {{/a: {{parameters: [{one}], post: {{parameters:\n[{field},\n{field},\n{{in: formData, tipe: string}}]}}}}}}"
        ),
        &[
            "a.yaml:4:1: warning[doubled-parameter]: the formData parameter `c` is listed twice",
            "a.yaml:5:1: error[missing-key]: a parameter needs the key `name`",
        ],
    );
    says(
        "paths: {/a: {post: {parameters: [{in: body, name: a, type: string, skema: 1}]}}}",
        &[
            "a.yaml:2:34: warning[missing-key]: a body needs the key `schema`",
            "a.yaml:2:68: warning[unknown-key]: unknown key `skema` in a parameter",
        ],
    );
}

/// Shared parts are those of OpenAPI, whatever media types they have where they are used.
#[test]
fn shared_parts_have_the_media_types_of_operations() {
    let text = "schema: {type: object}";
    let body = format!("{{description: d, content: {{text/csv: {{{text}}}}}}}");
    let json = format!("{{description: d, content: {{application/json: {{{text}}}}}}}");
    let (csv, usual) = (
        "consumes: [text/csv], produces: [text/csv]",
        "consumes: [application/json]",
    );
    let used = "parameters: [{$ref: '#/parameters/C'}], responses: {200: {$ref: '#/responses/S'}}";
    let lifted = |body: &str, response: &str| {
        format!(
            "parameters: [], requestBody: {{$ref: '#/components/requestBodies/{body}'}}, responses: {{200: {{$ref: '#/components/responses/{response}'}}}}"
        )
    };
    becomes(
        &format!(
            "paths: {{/a: {{post: {{{csv}, {used}}}, put: {{{usual}, {used}}}, patch: {{{csv}, {used}}}}}}}\n\
             parameters: {{C: {{$ref: '#/parameters/B'}}, B: {{in: body, name: b, description: d, {text}}}}}\n\
             responses: {{S: {{$ref: '#/responses/R'}}, R: {{description: d, {text}}}}}"
        ),
        &format!(
            "paths: {{/a: {{post: {{{}}}, put: {{{}}}, patch: {{{}}}}}}}\n\
             components:\n  parameters: {{}}\n  \
               responses: {{S: {{$ref: '#/components/responses/R'}}, R: {json}, R_2: {body}}}\n  \
               requestBodies: {{B: {body}, B_2: {json}}}",
            lifted("B", "R_2"),
            lifted("B_2", "S"),
            lifted("B", "R_2"),
        ),
    );
}

#[test]
fn references_lead_anywhere() {
    let schema = "{type: object}";
    let (q, b) = (
        "{in: query, name: q, type: string}",
        format!("{{in: body, name: b, schema: {schema}}}"),
    );
    let (tree, problems) = lifted(&format!(
        "paths:\n  /a: {{post: {{parameters: [{q}, {b}], responses: {{200: {{description: d, schema: {schema}}}}}}}}}\n  \
           /b: {{post: {{parameters: [{{$ref: '#/paths/~1a/post/parameters/0'}}, {{$ref: '#/paths/~1a/post/parameters/1'}}], responses:\n    \
             {{200: {{description: d, schema: {{$ref: '#/paths/~1a/post/responses/200/schema'}}}},\n    \
              201: {{description: d, schema: {{$ref: '#/parameters/x%20y/schema'}}}}}}}}}}\n\
         parameters: {{x y: {b}}}"
    ));
    assert_eq!(problems, [""; 0]);
    let at = |pointer: &str| tree.pointer(&format!("/paths/~1b/post/{pointer}"));
    let leads = |pointer: &str| {
        let pointer = at(pointer).and_then(|value| value.get("$ref")?.as_str()?.strip_prefix('#'));
        pointer
            .and_then(|pointer| tree.pointer(pointer))
            .map(Value::to_string)
    };
    let content = "content/application~1json/schema";
    let object = tree_text(schema);
    assert_eq!(
        leads(&format!("responses/200/{content}")),
        Some(object.clone())
    );
    assert_eq!(
        leads(&format!("responses/201/{content}")),
        Some(object.clone())
    );
    assert_eq!(
        leads("parameters/0"),
        Some(tree_text("{in: query, name: q, schema: {type: string}}"))
    );
    assert_eq!(
        leads("requestBody"),
        Some(tree_text(&format!(
            "{{content: {{application/json: {{schema: {object}}}}}}}"
        )))
    );
}

fn tree_text(text: &str) -> String {
    tree(text).to_string()
}

/// A schema is not copied more often than limits allow.
#[test]
fn copies_are_limited() {
    let limits = Limits {
        nodes: 40,
        ..Limits::default()
    };
    let types: Vec<String> = (0..100).map(|number| format!("a/{number}")).collect();
    let (tree, problems) = lifted_within(
        &format!(
            "consumes: [{}]\npaths: {{/a: {{post: {{parameters: [{{in: body, name: b, schema: {{type: string}}}}]}}}}}}",
            types.join(", ")
        ),
        limits,
    );
    assert_eq!(
        problems,
        [
            "a.yaml:3:54: error[limit-exceeded]: with what each media type stands for, the description has more than 40 values"
        ]
    );
    assert!(tree.count() < 40, "{tree}");
}

#[test]
fn a_body_is_no_parameter() {
    let schema = "schema: {type: string}";
    let body = format!("{{name: b, in: body, description: d, required: true, {schema}}}");
    let content = format!("content: {{application/json: {{{schema}}}}}");
    operation_becomes(
        &format!("{{parameters: [{{name: q, in: query, type: string}}, {body}]}}"),
        &format!(
            "{{parameters: [{{name: q, in: query, schema: {{type: string}}}}], \
              requestBody: {{description: d, required: true, {content}}}}}"
        ),
    );
    operation_becomes(
        &format!("{{consumes: [text/plain, text/html, text/plain], parameters: [{body}]}}"),
        &format!(
            "{{parameters: [], requestBody: {{description: d, required: true, content: {{text/plain: {{{schema}}}, text/html: {{{schema}}}}}}}}}"
        ),
    );
    // Shared, of the path item, and of media types that hold for all.
    becomes(
        &format!(
            "consumes: [application/xml]\nparameters: {{B: {body}}}\n\
             paths: {{/a: {{parameters: [{{$ref: '#/parameters/B'}}], put: {{}}, post: {{parameters: [{{name: c, in: body, schema: {{type: object}}}}]}}}}}}"
        ),
        &format!(
            "components: {{parameters: {{}}, requestBodies: {{B: {{description: d, required: true, content: {{application/xml: {{{schema}}}}}}}}}}}\n\
             paths: {{/a: {{parameters: [], put: {{requestBody: {{$ref: '#/components/requestBodies/B'}}}}, \
             post: {{parameters: [], requestBody: {{content: {{application/xml: {{schema: {{type: object}}}}}}}}}}}}}}"
        ),
    );
}

#[test]
fn fields_of_a_form_are_one_body() {
    operation_becomes(
        "{parameters: [{name: a, in: formData, description: d, type: string, required: true}, {name: b, in: formData, type: array, collectionFormat: multi, items: {type: string}}]}",
        "{parameters: [], requestBody: {required: true, content: {application/x-www-form-urlencoded: {schema: {type: object, required: [a], properties: {a: {type: string, description: d}, b: {type: array, items: {type: string}}}}, encoding: {b: {style: form, explode: true}}}}}}",
    );
    operation_becomes(
        "{consumes: [application/x-www-form-urlencoded, multipart/form-data], parameters: [{name: f, in: formData, type: file}]}",
        "{parameters: [], requestBody: {content: {multipart/form-data: {schema: {type: object, properties: {f: {type: string, format: binary}}}}}}}",
    );
}

#[test]
fn responses_have_media_types() {
    operation_becomes(
        "{produces: [application/json, text/csv], responses: {200: {description: d, schema: {type: string}, examples: {application/json: 1}, headers: {n: {type: array, items: {type: string}, description: h}}}, 204: {description: d}}}",
        "{responses: {200: {description: d, content: {application/json: {schema: {type: string}}, text/csv: {schema: {type: string}}}, headers: {n: {description: h, schema: {type: array, items: {type: string}}}}}, 204: {description: d}}}",
    );
    operation_becomes(
        "{responses: {200: {description: d, schema: {type: file}}}}",
        "{responses: {200: {description: d, content: {application/octet-stream: {schema: {type: string, format: binary}}}}}}",
    );
    operation_becomes(
        "{produces: [application/x-tar], responses: {200: {description: d}, 204: {description: d}, 404: {description: d, schema: {type: object}}, default: {description: d, schema: {type: string}}}}",
        "{responses: {200: {description: d, content: {application/x-tar: {schema: {type: string, format: binary}}}}, 204: {description: d}, 404: {description: d, content: {application/json: {schema: {type: object}}}}, default: {description: d, content: {application/x-tar: {schema: {type: string}}}}}}",
    );
    operation_becomes(
        "{produces: [application/json, application/pdf], responses: {200: {description: d, schema: {type: file}}}}",
        "{responses: {200: {description: d, content: {application/pdf: {schema: {type: string, format: binary}}}}}}",
    );
}

#[test]
fn servers_are_made_of_their_parts() {
    for (parts, urls) in [
        ("host: a.example", "[{url: 'https://a.example'}]"),
        (
            "host: a.example/\nbasePath: v1/",
            "[{url: 'https://a.example/v1'}]",
        ),
        (
            "host: a.example\nbasePath: /v1\nschemes: [http, https, ws]",
            "[{url: 'https://a.example/v1'}, {url: 'http://a.example/v1'}]",
        ),
        ("basePath: /v1\nschemes: [http]", "[{url: /v1}]"),
    ] {
        becomes(parts, &format!("servers: {urls}"));
    }
    becomes("basePath: /", "");
}

#[test]
fn credentials_have_flows() {
    for (flow, now) in [
        ("accessCode", "authorizationCode"),
        ("application", "clientCredentials"),
        ("password", "password"),
        ("implicit", "implicit"),
    ] {
        becomes(
            &format!(
                "securityDefinitions: {{o: {{type: oauth2, flow: {flow}, tokenUrl: t, scopes: {{s: d}}}}}}"
            ),
            &format!(
                "components: {{securitySchemes: {{o: {{type: oauth2, flows: {{{now}: {{tokenUrl: t, scopes: {{s: d}}}}}}}}}}}}"
            ),
        );
    }
    becomes(
        "securityDefinitions: {k: {type: apiKey, in: header, name: K}}",
        "components: {securitySchemes: {k: {type: apiKey, in: header, name: K}}}",
    );
}

#[test]
fn schemas_say_little_in_other_words() {
    becomes(
        "definitions: {A: {type: object, discriminator: kind, properties: {kind: {type: string, x-nullable: true}, example: {type: array, items: {type: file}}}}}",
        "components: {schemas: {A: {type: object, discriminator: {propertyName: kind}, properties: {kind: {type: string, x-nullable: true, nullable: true}, example: {type: array, items: {type: string, format: binary}}}}}}",
    );
}
