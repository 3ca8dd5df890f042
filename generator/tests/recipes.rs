//! What the guide has a reader add to a description by an overlay does what the guide says.

use std::fs;

use specwright::{Packaging, Request, generate};

const API: &str = "openapi: 3.0.3
info: {title: Pets, version: '1'}
servers: [{url: https://pets.example}]
paths:
  /pets:
    get: {operationId: listPets, responses: {'204': {description: Nothing.}}}
    post: {operationId: createPet, responses: {'204': {description: Nothing.}}}
";

/// The block of a page that is in this notation.
fn block<'p>(page: &'p str, notation: &str) -> &'p str {
    let rest = page.split_once(&format!("\n```{notation}\n"));
    let block = rest.and_then(|(_, rest)| rest.split_once("\n```"));
    block.expect("the page has such a block").0
}

/// The client of a description that this is added to.
fn with(name: &str, overlay: &str, config: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).expect("it is written");
        path
    };
    write(name, overlay);
    let mut request = Request::new(write("openapi.yaml", API), Packaging::Module);
    request.config = Some(write("specwright.toml", config));
    let output = generate(&request).unwrap_or_else(|report| panic!("{}", report.render(false)));
    let said = output.report.render(false);
    assert!(said.is_empty(), "{said}");
    output.files.iter().map(|(_, text)| text).collect()
}

#[test]
fn an_overlay_says_which_credentials_are_needed() {
    let page = include_str!("../../docs/credentials.md");
    let config = block(page, "toml");
    let client = with("credentials.overlay.yaml", block(page, "yaml"), config);
    for part in [
        "fn from_env()",
        "pub fn token(",
        "env: &[\"PHOTOS_TOKEN\"]",
        "Needs `token`",
    ] {
        assert!(client.contains(part), "{part}");
    }
}

#[test]
fn an_overlay_says_that_calls_may_have_a_key() {
    let page = include_str!("../../docs/retries.md");
    let config = "[document]\noverlays = ['keys.overlay.yaml']";
    let client = with("keys.overlay.yaml", block(page, "yaml"), config);
    assert_eq!(
        client
            .matches("runtime::header(\"Idempotency-Key\")")
            .count(),
        1
    );
    assert!(client.contains("pub fn idempotency_key("));
}
