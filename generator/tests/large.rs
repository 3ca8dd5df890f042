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

/// A description of operations without answers, as YAML in one line each.
fn of_operations(operations: impl IntoIterator<Item = (String, String)>) -> Result<usize, String> {
    let mut text = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths:\n".to_owned();
    for (path, operation) in operations {
        let _ = writeln!(
            text,
            "  ? {path}\n  : {{get: {{{operation}, responses: {{'204': {{description: Done.}}}}}}}}"
        );
    }
    lines(&text)
}

#[test]
fn a_path_may_have_thousands_of_parts() {
    let path = "/a".repeat(4_900);
    for operation in ["deprecated: false", "tags: [b]", "tags: [a a a a a]"] {
        let lines = of_operations([(path.clone(), operation.to_owned())]);
        // Each part was a module in that of the one before, and the stack was too small.
        let lines = lines.unwrap_or_else(|report| panic!("{report}"));
        assert!(lines < 30_000, "{operation}: {lines} lines");
    }
}

/// A description of schemas alone, as YAML in one line each.
fn of_schemas(schemas: impl IntoIterator<Item = (String, String)>) -> Result<usize, String> {
    let mut text =
        "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n"
            .to_owned();
    for (name, schema) in schemas {
        let _ = writeln!(text, "    {name}: {schema}");
    }
    lines(&text)
}

/// How many lines become of a description.
fn lines(text: &str) -> Result<usize, String> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let spec = folder.path().join("openapi.yaml");
    fs::write(&spec, text).expect("written");
    let output = generate(&Request::new(&spec, Packaging::Module));
    output
        .map(|output| output.files.lines())
        .map_err(|report| report.render(false))
}

#[test]
fn what_two_ways_lead_to_is_looked_at_once() {
    let reference = |to: usize| format!("{{$ref: '#/components/schemas/A{to}'}}");
    let twice = |n: usize| format!("{{allOf: [{0}, {0}]}}", reference(n + 1));
    let last = "{type: object, properties: {x: {type: string}}}".to_owned();
    let chain = (0..60).map(|n| (format!("A{n}"), twice(n)));
    let lines = of_schemas(chain.chain([("A60".to_owned(), last)]));
    assert!(lines.is_ok(), "{lines:?}");
}

#[test]
fn lists_may_stand_in_lists_as_deep_as_one_likes() {
    for [before, after] in [
        ["type: array, items: ", ""],
        ["type: object, additionalProperties: ", ""],
        ["type: array, minItems: 1, maxItems: 1, prefixItems: [", "]"],
    ] {
        let list = |n: usize| {
            let next = format!("{{$ref: '#/components/schemas/A{}'}}", n + 1);
            (format!("A{n}"), format!("{{{before}{next}{after}}}"))
        };
        let last = ("A1000".to_owned(), "{type: string}".to_owned());
        let user = "{type: object, properties: {a: {$ref: '#/components/schemas/A0'}}}";
        let user = ("User".to_owned(), user.to_owned());
        // Each is in the next one, and no type in code is.
        let lines = of_schemas((0..1_000).map(list).chain([last, user]));
        assert!(lines.is_ok_and(|lines| lines > 1_000), "{before}");
    }
}

#[test]
fn types_without_an_end_are_refused() {
    let reference = |to: usize| format!("{{$ref: '#/components/schemas/A{to}'}}");
    // Each member is made of other ones of these, and hardly ever of the same.
    let shifting = (0..23_usize).map(|n| {
        let [x, y, z] = [2 * n, 3 * n + 1, 5 * n + 2].map(|to| reference(to % 23));
        (
            format!("A{n}"),
            format!("{{type: object, properties: {{x: {x}, y: {y}, z: {z}}}}}"),
        )
    });
    let all = [0, 1, 2, 3].map(reference).join(", ");
    let shifting = shifting.chain([("Root".to_owned(), format!("{{allOf: [{all}]}}"))]);
    // Each union has two unions in it.
    let doubling = (0..30_usize).map(|n| {
        let branch = |member: &str| {
            let base = reference(n + 1);
            format!(
                "{{allOf: [{base}, {{type: object, properties: {{{member}: {{type: string}}}}}}]}}"
            )
        };
        (
            format!("A{n}"),
            format!("{{oneOf: [{}, {}]}}", branch("b"), branch("c")),
        )
    });
    let doubling = doubling.chain([("A30".to_owned(), "{type: object}".to_owned())]);
    // Each is composed of the next one.
    let chain = (0..5_000).map(|n| {
        let own = format!("{{type: object, properties: {{p{n}: {{type: string}}}}}}");
        (
            format!("A{n}"),
            format!("{{allOf: [{}, {own}]}}", reference(n + 1)),
        )
    });
    let chain = chain.chain([("A5000".to_owned(), "{type: object}".to_owned())]);
    for report in [
        of_schemas(shifting),
        of_schemas(doubling),
        of_schemas(chain),
    ] {
        let report = report.expect_err("is refused");
        assert!(report.contains("error[limit-exceeded]"), "{report}");
    }
}
