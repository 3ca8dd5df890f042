//! Small descriptions of several files, held in memory.

use super::*;
use crate::diagnostic::render;
use crate::source;

/// Joins the first file; gives the tree as JSON, the origins as `pointer <- file#pointer`, and the problems.
fn joined(texts: &[(&str, &str)]) -> (Value, Origins, Files, Vec<String>) {
    joined_of(texts, false)
}

/// The same, of all components or only of those that are reached.
fn joined_of(texts: &[(&str, &str)], only_reached: bool) -> (Value, Origins, Files, Vec<String>) {
    joined_in(Files::new(), texts, only_reached)
}

fn joined_in(
    mut files: Files,
    texts: &[(&str, &str)],
    only_reached: bool,
) -> (Value, Origins, Files, Vec<String>) {
    let mut diagnostics = Diagnostics::new();
    let ids: Vec<_> = texts
        .iter()
        .map(|(name, text)| files.add(*name, *text))
        .collect();
    let mut tree = source::parse(files.get(ids[0]), files.limits).expect("valid YAML");
    let mut origins = Origins::new(ids[0]);
    let scope = Scope {
        root: ids[0],
        swagger: None,
        folder: FilePath::new("api"),
        only_reached,
        whole: None,
    };
    join(&mut tree, scope, &mut files, &mut origins, &mut diagnostics);
    let problems = render::lines(&diagnostics, &files).into_iter();
    let problems = problems.map(|(_, line)| line).collect();
    (tree, origins, files, problems)
}

#[track_caller]
fn at(tree: &Value, pointer: &str) -> String {
    tree.pointer(pointer).expect("is there").to_string()
}

#[test]
fn files_of_both_languages_are_joined_even_in_circles() {
    let (tree, origins, files, problems) = joined(&[
        (
            "api/a.yaml",
            "paths: {/a: {$ref: 'paths/a.json'}}\n\
             components: {schemas: {Pet: {$ref: 'models/Pet.yaml'}}}\n",
        ),
        (
            "api/paths/a.json",
            r#"{"get": {"responses": {"200": {"content": {"application/json": {"schema": {"$ref": "../models/Pet.yaml"}}}}}}}"#,
        ),
        (
            "api/models/Pet.yaml",
            "properties: {friend: {$ref: '#'}, owner: {$ref: '../a.yaml#/components/schemas/Pet'}, \
             tag: {$ref: 'Tag.yaml#/definitions/Tag'}}",
        ),
        ("api/models/Tag.yaml", "definitions: {Tag: {type: string}}"),
    ]);
    assert_eq!(problems, [""; 0]);
    let schema = "/paths/~1a/get/responses/200/content/application~1json/schema";
    assert_eq!(
        at(&tree, schema),
        r##"{"$ref":"#/components/schemas/Pet"}"##
    );
    let pet = "/components/schemas/Pet/properties";
    for member in ["friend", "owner"] {
        let member = format!("{pet}/{member}");
        assert_eq!(
            at(&tree, &member),
            r##"{"$ref":"#/components/schemas/Pet"}"##
        );
    }
    assert_eq!(at(&tree, "/components/schemas/Tag"), r#"{"type":"string"}"#);
    let (file, pointer) = origins.resolve("/components/schemas/Tag/type");
    assert_eq!(files.get(file).path.to_str(), Some("api/models/Tag.yaml"));
    assert_eq!(pointer, "/definitions/Tag/type");
}

#[test]
fn references_to_anywhere_get_a_component() {
    let (tree, _, _, problems) = joined(&[(
        "api/a.yaml",
        "components:\n  schemas:\n    A: {properties: {b: {type: string}}}\n    \
         C: {$ref: '#/components/schemas/A/properties/b'}\n    \
         D: {items: {$ref: '#/components/schemas/A/properties/b'}}\n    \
         E%20: {items: {$ref: '#/components/schemas/E%2520'}}\n",
    )]);
    assert_eq!(problems, [""; 0]);
    assert_eq!(at(&tree, "/components/schemas/C"), r#"{"type":"string"}"#);
    assert_eq!(
        at(&tree, "/components/schemas/D/items/$ref"),
        r##""#/components/schemas/C""##
    );
    assert_eq!(
        at(&tree, "/components/schemas/E%20/items/$ref"),
        r##""#/components/schemas/E%20""##
    );
}

/// A description whose sections of components are in files of their own.
const SECTIONS: &[(&str, &str)] = &[
    (
        "api/a.yaml",
        "paths: {/a: {$ref: paths/a.yaml}}\n\
         components:\n  schemas: {$ref: schemas/_index.yaml}\n  \
         parameters: {$ref: 'schemas/parameters.yaml#/all', Q: {name: q, in: query, schema: {$ref: schemas/User.yaml}}}\n  \
         securitySchemes: {s: {$ref: schemas/s.yaml}}\n",
    ),
    (
        "api/paths/a.yaml",
        "get: {parameters: [{$ref: '../a.yaml#/components/parameters/P'}], \
         responses: {'200': {content: {application/json: {schema: {$ref: '../a.yaml#/components/schemas/User'}}}}}}",
    ),
    (
        "api/schemas/_index.yaml",
        "Pet: {properties: {owner: {$ref: User.yaml}}}\nUser: {$ref: User.yaml}\nNone: {$ref: '#/Pet'}\n",
    ),
    (
        "api/schemas/User.yaml",
        "properties: {pet: {$ref: '_index.yaml#/Pet'}}",
    ),
    (
        "api/schemas/parameters.yaml",
        "all: {P: {name: p, in: query, schema: {$ref: '_index.yaml#/User'}}}",
    ),
    ("api/schemas/s.yaml", "type: http\nscheme: bearer\n"),
];

#[test]
fn sections_in_other_files_are_those_of_the_root() {
    let (tree, origins, files, problems) = joined(SECTIONS);
    assert_eq!(problems, [""; 0]);
    let user = r##"{"$ref":"#/components/schemas/User"}"##;
    for schema in [
        "/paths/~1a/get/responses/200/content/application~1json/schema",
        "/components/schemas/Pet/properties/owner",
        "/components/parameters/P/schema",
        "/components/parameters/Q/schema",
    ] {
        assert_eq!(at(&tree, schema), user);
    }
    assert_eq!(
        at(&tree, "/paths/~1a/get/parameters/0"),
        r##"{"$ref":"#/components/parameters/P"}"##
    );
    assert_eq!(
        at(&tree, "/components/schemas/User/properties/pet"),
        r##"{"$ref":"#/components/schemas/Pet"}"##
    );
    let schemas = tree.pointer("/components/schemas").expect("is there");
    let names: Vec<_> = schemas.as_object().expect("a section").keys().collect();
    assert_eq!(names, ["Pet", "User", "None"]);
    let (file, pointer) = origins.resolve("/components/schemas/Pet/properties");
    assert_eq!(
        files.get(file).path.to_str(),
        Some("api/schemas/_index.yaml")
    );
    assert_eq!(pointer, "/Pet/properties");
    let (file, _) = origins.resolve("/components/schemas/User/properties");
    assert_eq!(files.get(file).path.to_str(), Some("api/schemas/User.yaml"));
}

#[test]
fn of_sections_in_other_files_what_is_reached_stays() {
    let mut texts = SECTIONS.to_vec();
    texts[3].1 = "type: string";
    let (tree, _, _, problems) = joined_of(&texts, true);
    assert_eq!(problems, [""; 0]);
    let components = r##"{"schemas":{"User":{"type":"string"}},"parameters":{"P":{"name":"p","in":"query","schema":{"$ref":"#/components/schemas/User"}}},"securitySchemes":{"s":{"type":"http","scheme":"bearer"}}}"##;
    assert_eq!(at(&tree, "/components"), components);
}

#[test]
fn all_components_may_be_in_another_file() {
    let (tree, _, _, problems) = joined(&[
        (
            "api/a.yaml",
            "paths: {/a: {get: {responses: {'200': {$ref: '#/components/responses/R'}}}}}\n\
             components: {$ref: parts/components.yaml, x-own: 1}\n",
        ),
        (
            "api/parts/components.yaml",
            "schemas: {$ref: schemas.yaml}\n\
             responses: {R: {content: {application/json: {schema: {$ref: 'schemas.yaml#/A'}}}}}\n\
             pathItems: {P: {get: {responses: {'200': {$ref: '#/responses/R'}}}}}\n",
        ),
        (
            "api/parts/schemas.yaml",
            "A: {type: string}\nB: {items: {$ref: '#/A'}}\n",
        ),
    ]);
    assert_eq!(problems, [""; 0]);
    let response = r##"{"$ref":"#/components/responses/R"}"##;
    for at_response in [
        "/paths/~1a/get/responses/200",
        "/components/pathItems/P/get/responses/200",
    ] {
        assert_eq!(at(&tree, at_response), response);
    }
    assert_eq!(
        at(
            &tree,
            "/components/responses/R/content/application~1json/schema"
        ),
        r##"{"$ref":"#/components/schemas/A"}"##
    );
    assert_eq!(
        at(&tree, "/components/schemas"),
        r##"{"A":{"type":"string"},"B":{"items":{"$ref":"#/components/schemas/A"}}}"##
    );
}

#[test]
fn sections_that_lead_nowhere_are_told_once() {
    let (_, _, _, problems) = joined(&[(
        "api/a.yaml",
        "paths: {}\ncomponents:\n  schemas: {$ref: none.yaml}\n  responses: {$ref: '#/components/responses'}\n  \
         parameters: {$ref: '#/none'}\n",
    )]);
    let problems: Vec<_> = problems
        .iter()
        .map(|line| line.split(": ").nth(1).unwrap_or_default())
        .collect();
    assert_eq!(
        problems,
        [
            "error[unreadable-file]",
            "error[reference-circle]",
            "warning[unresolved-reference]"
        ]
    );
}

#[test]
fn path_items_and_callbacks_are_put_in_place() {
    let (tree, _, _, problems) = joined(&[(
        "api/a.yaml",
        "paths:\n  /a: {$ref: '#/components/pathItems/A', summary: own}\n\
         components:\n  pathItems:\n    A: {summary: theirs, get: {callbacks: {c: {$ref: '#/components/callbacks/C'}}}}\n  \
         callbacks:\n    C: {'{$url}': {post: {operationId: x}}}\n",
    )]);
    assert_eq!(problems, [""; 0]);
    assert_eq!(at(&tree, "/paths/~1a/summary"), r#""own""#);
    assert_eq!(
        at(&tree, "/paths/~1a/get/callbacks/c/{$url}/post/operationId"),
        r#""x""#
    );
}

#[test]
fn mappings_of_discriminators_become_references() {
    let (tree, _, _, problems) = joined(&[(
        "api/a.yaml",
        "components: {schemas: {A: {discriminator: {propertyName: t, mapping: {b: B, c: '#/components/schemas/B'}, defaultMapping: B}}, B: {}}}",
    )]);
    assert_eq!(problems, [""; 0]);
    let mapping = r##"{"b":"#/components/schemas/B","c":"#/components/schemas/B"}"##;
    assert_eq!(
        at(&tree, "/components/schemas/A/discriminator/mapping"),
        mapping
    );
    assert_eq!(
        at(&tree, "/components/schemas/A/discriminator/defaultMapping"),
        r##""#/components/schemas/B""##
    );
}

/// A description of callbacks, each of which has the next one so many times.
fn nested_callbacks(levels: usize, times: usize) -> String {
    use std::fmt::Write as _;
    let mut text = "paths: {/a: {post: {callbacks: {a: {$ref: '#/components/callbacks/C0'}}}}}\n\
                    components:\n  callbacks:\n"
        .to_owned();
    for level in 0..levels {
        let _ = write!(text, "    C{level}: {{x: {{post: {{callbacks: {{");
        for time in 0..times {
            let _ = write!(
                text,
                "c{time}: {{$ref: '#/components/callbacks/C{}'}}, ",
                level + 1
            );
        }
        text.push_str("}}}}\n");
    }
    let _ = writeln!(text, "    C{levels}: {{x: {{post: {{operationId: o}}}}}}");
    text
}

#[test]
fn schemas_are_found_by_their_names() {
    let (tree, _, _, problems) = joined(&[
        (
            "api/a.yaml",
            "components:\n  schemas:\n    \
             X:\n      $id: https://e.com/s/x.json\n      $defs: {tag: {type: string}}\n      properties:\n        \
             a: {$ref: '#/$defs/tag'}\n        b: {$ref: '#'}\n        c: {$ref: 'https://e.com/s/y.json'}\n        \
             d: {$ref: 'y.json#/properties/p'}\n        e: {$ref: '#/components/schemas/Z'}\n        \
             f: {$ref: '../Z.json'}\n        g: {$ref: models/V.yaml}\n    \
             Y: {$id: 'https://e.com/s/y.json#', properties: {p: {type: integer}}}\n    Z: {$id: 'https://e.com/Z.json'}\n    \
             W: {$ref: 'https://e.com/none.json'}\n",
        ),
        ("api/models/V.yaml", "type: object"),
    ]);
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(
        problems[0].contains("error[remote-reference]"),
        "{problems:?}"
    );
    for (member, schema) in [
        ("a", "X_tag"),
        ("b", "X"),
        ("c", "Y"),
        ("d", "Y_p"),
        ("e", "Z"),
        ("f", "Z"),
        ("g", "V"),
    ] {
        assert_eq!(
            at(
                &tree,
                &format!("/components/schemas/X/properties/{member}/$ref")
            ),
            format!(r##""#/components/schemas/{schema}""##)
        );
    }
}

#[test]
fn a_description_knows_its_own_address() {
    let (tree, _, _, problems) = joined(&[
        (
            "api/a.yaml",
            "$self: https://e.com/v1/openapi.yaml\ncomponents:\n  schemas:\n    A: {}\n    \
             B: {items: {$ref: 'https://e.com/v1/openapi.yaml#/components/schemas/A'}}\n    \
             C: {items: {$ref: 'https://e.com/v1/models/D.yaml'}}\n    E: {$ref: 'https://e.com/v1/../../secret.yaml'}\n",
        ),
        (
            "api/models/D.yaml",
            "items: {$ref: 'https://e.com/v1/openapi.yaml#/components/schemas/A'}",
        ),
        ("secret.yaml", "{}"),
    ]);
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(
        problems[0].contains("error[reference-outside]"),
        "{problems:?}"
    );
    for (schema, found) in [("B", "A"), ("C", "D"), ("D", "A")] {
        assert_eq!(
            at(&tree, &format!("/components/schemas/{schema}/items/$ref")),
            format!(r##""#/components/schemas/{found}""##)
        );
    }
}

#[test]
fn what_is_put_in_place_is_limited() {
    let (_, _, _, problems) = joined(&[("api/a.yaml", &nested_callbacks(5, 3))]);
    assert_eq!(problems, [""; 0]);
    for text in [nested_callbacks(3_000, 1), nested_callbacks(28, 2)] {
        let mut files = Files::new();
        files.limits.nodes = 100_000;
        let (_, _, _, problems) = joined_in(files, &[("api/a.yaml", &text)], false);
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(
            problems[0].contains("error[limit-exceeded]"),
            "{problems:?}"
        );
    }
}

#[test]
fn a_bare_name_in_the_file_of_a_schema_may_be_one_of_the_root() {
    let (tree, _, _, problems) = joined(&[
        (
            "api/a.yaml",
            "components: {schemas: {Pet: {$ref: schemas/Pet.yaml}, Dog: {$ref: schemas/Dog.yaml}, Cat: {}}}",
        ),
        (
            "api/schemas/Pet.yaml",
            "discriminator: {propertyName: t, mapping: {dog: Dog, cat: Cat}}\n\
             components: {schemas: {Cat: {type: string}}}\n",
        ),
        ("api/schemas/Dog.yaml", "type: object"),
    ]);
    assert_eq!(problems, [""; 0]);
    assert_eq!(
        at(&tree, "/components/schemas/Pet/discriminator/mapping"),
        r##"{"dog":"#/components/schemas/Dog","cat":"#/components/schemas/Cat_2"}"##,
        "what the file itself has comes first"
    );
}

#[test]
fn what_is_below_a_component_that_tells_is_reached() {
    let (tree, _, _, problems) = joined_of(
        &[(
            "api/a.yaml",
            "paths: {/a: {get: {responses: {200: {content: {a/b: {schema: {$ref: '#/components/schemas/Pet'}}}}}}}}\n\
             components:\n  schemas:\n    Pet: {discriminator: {propertyName: t}}\n    \
             Tabby: {allOf: [{$ref: '#/components/schemas/Cat'}]}\n    \
             Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {fur: {$ref: '#/components/schemas/Fur'}}}]}\n    \
             Fur: {}\n    Tree: {discriminator: {propertyName: t}}\n    Oak: {allOf: [{$ref: '#/components/schemas/Tree'}]}\n    \
             Coat: {allOf: [{$ref: '#/components/schemas/Fur'}]}\n",
        )],
        true,
    );
    assert_eq!(problems, [""; 0]);
    let schemas = tree
        .pointer("/components/schemas")
        .and_then(Value::as_object);
    let names: Vec<&str> = schemas.expect("there are some").keys().collect();
    assert_eq!(names, ["Pet", "Tabby", "Cat", "Fur"]);
}

#[test]
fn what_leads_nowhere_is_told() {
    let (_, _, _, problems) = joined(&[
        (
            "api/a.yaml",
            "components:\n  schemas:\n    Widget: {}\n    A: {$ref: '#/components/schemas/Wigdet'}\n    \
             B: {$ref: 'http://x/y.json'}\n    C: {$ref: '../b.yaml'}\n    D: {$ref: none.yaml}\n    \
             E: {$ref: '#/components/responses/R'}\n    F: {$ref: '#/components/schemas/G'}\n    \
             G: {$ref: '#/components/schemas/F'}\n  responses: {R: {description: r}}\n",
        ),
        ("b.yaml", "{}"),
    ]);
    let expected = [
        "api/a.yaml:4:15: warning[unresolved-reference]: there is nothing at `#/components/schemas/Wigdet`",
        "api/a.yaml:5:15: error[remote-reference]: `http://x/y.json` is not a file beside this one",
        "api/a.yaml:6:15: error[reference-outside]: `../b.yaml` is outside of the folder `api`",
        "api/a.yaml:7:15: error[unreadable-file]: cannot read `api/none.yaml`: no such file or directory",
        "api/a.yaml:8:15: warning[wrong-reference-kind]: `#/components/responses/R` is one of `responses`, and one of `schemas` is needed here",
        "api/a.yaml:9:5: error[reference-circle]: the reference `#/components/schemas/G` leads back to itself",
    ];
    assert_eq!(problems, expected);
}
