//! What is left out with a warning.

use crate::config::Config;
use crate::diagnostic::{Diagnostics, render};
use crate::document::{Document, load_text};
use crate::source::Files;

fn loaded(text: &str) -> (Option<Document>, Vec<String>) {
    let (mut files, mut diagnostics) = (Files::new(), Diagnostics::new());
    let text = format!("openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\n{text}");
    let config = Config::default();
    let document = load_text("a.yaml", &text, &config, &mut files, &mut diagnostics);
    let lines = render::lines(&diagnostics, &files).into_iter();
    (document, lines.map(|(_, line)| line).collect())
}

#[test]
fn what_is_no_representation_is_left_out() {
    let operation = |response: &str| format!("paths: {{/a: {{get: {{responses: {response}}}}}}}");
    for (response, warning) in [
        (
            "{'204': {description: d, content: {type: void}}}",
            "a.yaml:3:72: warning[wrong-shape]: `type` must be an object or a reference, and this is a string",
        ),
        (
            "{'204': {description: d, content: {application/json: void}}}",
            "a.yaml:3:84: warning[wrong-shape]: `application/json` must be an object or a reference, and this is a string",
        ),
        (
            "{'200': {description: d, content: {type: void}}}",
            "a.yaml:3:72: warning[wrong-shape]: `type` must be an object or a reference, and this is a string",
        ),
    ] {
        let (document, said) = loaded(&operation(response));
        assert_eq!(said, [warning], "{response}");
        let path = document.expect("it loads").paths.read().next();
        let path = path.expect("there is one");
        let get = path.item.get.as_ref().expect("it is there");
        let (_, response) = get.responses.responses.first().expect("it is there");
        let response = response.as_item().expect("it is no reference");
        assert!(response.content.is_empty());
    }
    let (_, said) = loaded(&operation(
        "{'200': {description: d, content: {application/json: void}}}",
    ));
    assert_eq!(
        said,
        [
            "a.yaml:3:84: error[wrong-shape]: `application/json` must be an object or a reference, and this is a string"
        ]
    );
}

#[test]
fn a_branch_without_values_is_left_out() {
    let schema = |schema: &str| loaded(&format!("components: {{schemas: {{A: {schema}}}}}"));
    let (document, said) = schema(
        "{type: object, required: [a, b], properties: {a: {anyOf: [{type: undefined}, {type: string}, {type: void}]}, b: {}}}",
    );
    assert_eq!(
        said,
        [
            "a.yaml:3:92: warning[unknown-word]: `type` can't be `undefined`: JSON has no such value",
            "a.yaml:3:127: warning[unknown-word]: `type` can't be `void`: JSON has no such value",
        ]
    );
    let schemas = document.expect("it loads").components.schemas;
    let (_, schema_of_a) = schemas.get("A").expect("it is there");
    let written = format!("{schema_of_a:?}");
    assert!(written.contains(r#"required: ["b"]"#), "{written}");
    for alone in [
        "{type: void}",
        "{anyOf: [{type: undefined}]}",
        "{allOf: [{type: void}, {}]}",
    ] {
        // There is nothing else, so that it is any value.
        let (document, said) = schema(alone);
        assert!(document.is_some(), "{said:?}");
        assert!(said[0].contains("warning[unknown-word]"), "{said:?}");
    }
}
