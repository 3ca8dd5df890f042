//! One rule each: what Swagger 2.0 says, and the same in OpenAPI 3.0.

use std::path::Path as FilePath;

use super::*;
use crate::config::Config;
use crate::diagnostic::render;
use crate::document::{self, Version, join};
use crate::source::{self, Files, Limits};

fn tree(text: &str) -> Value {
    let file = source::File::new("a.yaml", text);
    source::parse(&file, Limits::default()).unwrap_or_else(|_| panic!("YAML: {text}"))
}

/// The description with these members, lifted; and what there was to say of it.
fn lifted(members: &str) -> (Value, Vec<String>) {
    let text = format!("swagger: '2.0'\n{members}");
    let (mut files, mut diagnostics) = (Files::new(), Diagnostics::new());
    let root = files.add("a.yaml", &text);
    let (mut tree, mut origins) = (tree(&text), Origins::new(root));
    let scope = join::Scope {
        root,
        swagger: Some(arrange(&mut tree, &mut origins)),
        folder: FilePath::new(""),
        only_reached: false,
        whole: None,
    };
    join::join(&mut tree, scope, &mut files, &mut origins, &mut diagnostics);
    lift(&mut tree, &mut origins, &mut diagnostics);
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
           responses: {None: {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Page_Pet'}}}}}\n  \
           schemas: {Page_Pet: {items: {$ref: '#/components/schemas/Pet'}}, Pet: {type: object}, Page_Pet_2: {type: string}}\n  \
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
    let (_, problems) = lifted(
        "paths: {/a: {get: {parameters: [{name: n, in: query, type: array, collectionFormat: tsv}]}}}",
    );
    assert_eq!(
        problems,
        [
            "a.yaml:2:85: warning[swagger-2]: `collectionFormat: tsv` has no counterpart in OpenAPI 3"
        ]
    );
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
            "components: {{parameters: {{}}}}\n\
             paths: {{/a: {{parameters: [], put: {{requestBody: {{description: d, required: true, content: {{application/xml: {{{schema}}}}}}}}}, \
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

/// Of several files, whichever of them has the parameter that is a body; and places are those of the files.
#[test]
fn files_are_joined_first() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        std::fs::write(folder.path().join(name), text).expect("it is written");
    };
    write(
        "api.yaml",
        "swagger: '2.0'\ninfo: {title: t, version: '1'}\npaths: {/pets: {$ref: 'pets.yaml'}}\n\
         definitions: {Pet: {type: object, properties: {name: {type: string}}}}\n",
    );
    write(
        "pets.yaml",
        "post:\n  operationId: add\n  parameters:\n  - {$ref: 'shared.yaml#/parameters/Pet'}\n  - {name: n, in: query, type: number, enum: [a]}\n  responses: {201: {description: d, schema: {$ref: 'api.yaml#/definitions/Pet'}}}\n",
    );
    write(
        "shared.yaml",
        "parameters: {Pet: {name: b, in: body, schema: {$ref: 'api.yaml#/definitions/Pet'}}}\n",
    );
    let (mut files, mut diagnostics) = (Files::new(), Diagnostics::new());
    let config = Config::default();
    let document = document::load(
        &folder.path().join("api.yaml"),
        &config,
        &mut files,
        &mut diagnostics,
    );
    let document = document.expect("it is a description");
    assert_eq!(document.version, Version::V2_0);
    let operation = document
        .paths
        .read()
        .next()
        .expect("a path")
        .item
        .post
        .expect("an operation");
    let text = serde_json::to_value(&operation).expect("JSON");
    let pet = "#/components/schemas/Pet";
    assert_eq!(text["requestBody"]["content"][JSON]["schema"]["$ref"], pet);
    assert_eq!(
        text["responses"]["201"]["content"][JSON]["schema"]["$ref"],
        pet
    );
    let place = |pointer: &str| {
        let crate::diagnostic::Place::Node { file, pointer, .. } = document.places.place(pointer)
        else {
            panic!("{pointer} has a place");
        };
        let path = files
            .get(file)
            .path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        format!("{path}#{pointer}")
    };
    let at = "/paths/~1pets/post";
    assert_eq!(
        place(&format!(
            "{at}/requestBody/content/application~1json/schema"
        )),
        "shared.yaml#/parameters/Pet/schema"
    );
    assert_eq!(
        place(&format!("{at}/parameters/0/schema/enum")),
        "pets.yaml#/post/parameters/1/enum"
    );
    assert_eq!(
        place("/components/schemas/Pet/type"),
        "api.yaml#/definitions/Pet/type"
    );
}
