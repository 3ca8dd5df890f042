//! Nothing in what is generated is nested as deep as something in a description is long.

use std::fmt::Write as _;
use std::fs;

use specwright::{Packaging, Request, generate};

/// More than a nested expression of as many parts would fit the stack of a thread.
const MEMBERS: usize = 9_000;

#[test]
fn a_body_may_have_thousands_of_members() {
    for media_type in ["application/json", "multipart/form-data"] {
        let mut properties = String::new();
        for n in 0..MEMBERS {
            let _ = write!(properties, "member{n}: {{type: integer}}, ");
        }
        let text = format!(
            "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n  /a:\n    post:\n      requestBody:\n        \
             content: {{{media_type}: {{schema: {{type: object, properties: {{{properties}}}}}}}}}\n      \
             responses: {{'204': {{description: Done.}}}}\n"
        );
        let folder = tempfile::tempdir().expect("a temporary folder");
        let spec = folder.path().join("openapi.yaml");
        fs::write(&spec, text).expect("written");
        let output = generate(&Request::new(&spec, Packaging::Module));
        let output = output.unwrap_or_else(|_| panic!("{media_type} is refused"));
        let lines = output.files.lines();
        assert!(lines > 5 * MEMBERS, "{media_type}: {lines} lines");
    }
}
