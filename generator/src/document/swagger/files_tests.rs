//! Descriptions of several files.

use super::*;
use crate::config::Config;
use crate::diagnostic::render;
use crate::document::{self, Version};
use crate::source::Files;

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
    let body = "/components/requestBodies/Pet";
    assert_eq!(text["requestBody"]["$ref"], format!("#{body}"));
    assert_eq!(
        text["responses"]["201"]["content"][JSON]["schema"]["$ref"],
        pet
    );
    let place = |pointer: &str| {
        let Place::Node { file, pointer, .. } = document.places.place(pointer) else {
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
        place(&format!("{body}/content/application~1json/schema")),
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

/// All definitions or responses may stand in a file of their own.
#[test]
fn sections_may_be_elsewhere() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        std::fs::write(folder.path().join(name), text).expect("it is written");
    };
    write(
        "api.yaml",
        "swagger: '2.0'\ninfo: {title: t, version: '1'}\ndefinitions: {$ref: 'schemas.yaml'}\nresponses: {$ref: 'responses.yaml'}\n\
         paths: {/a: {get: {responses: {200: {description: d, schema: {$ref: '#/definitions/Pet'}}, 400: {$ref: '#/responses/Bad'}}}}}\n",
    );
    write(
        "schemas.yaml",
        "Pet: {type: object, properties: {owner: {$ref: '#/Owner'}}}\nOwner: {type: object}\n",
    );
    write(
        "responses.yaml",
        "Bad: {description: d, schema: {$ref: 'api.yaml#/definitions/Pet/properties/owner'}}\n",
    );
    let (mut files, mut diagnostics) = (Files::new(), Diagnostics::new());
    let spec = folder.path().join("api.yaml");
    let document = document::load(&spec, &Config::default(), &mut files, &mut diagnostics);
    let problems = render::lines(&diagnostics, &files);
    assert!(problems.is_empty(), "{problems:?}");
    let document = document.expect("it is a description");
    let item = document.paths.read().next().expect("a path").item;
    let responses = serde_json::to_value(item.get.expect("an operation").responses).expect("JSON");
    let pet = &responses["200"]["content"][JSON]["schema"]["$ref"];
    assert_eq!(pet, "#/components/schemas/Pet");
    assert_eq!(responses["400"]["$ref"], "#/components/responses/Bad");
    assert!(document.components.schemas.get("Owner").is_some());
}
