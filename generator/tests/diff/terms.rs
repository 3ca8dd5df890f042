//! Where calls go, what they prove themselves by, how bodies travel, and how calls fail.

use super::assert_changes;

/// A description of one operation with what else is said of it, and of all.
fn ping(operation: &str, rest: &str) -> String {
    format!(
        "{rest}
paths:
  /pets/ping: {{post: {{operationId: ping, tags: [pets], {operation}, \
         responses: {{'204': {{description: Done.}}}}}}}}
"
    )
}

#[test]
fn where_calls_go_is_no_matter_of_types() {
    let all = |url: &str| ping("summary: Ping", &format!("servers: [{{url: '{url}'}}]"));
    let expected = ["M Client calls `https://b.example/v2`, and called `https://b.example/v1`"];
    assert_changes(
        &all("https://b.example/v1"),
        &all("https://b.example/v2"),
        &expected,
    );
    let one = |url: &str| {
        let own = format!("servers: [{{url: '{url}'}}]");
        ping(&own, "servers: [{url: 'https://b.example'}]")
    };
    let expected =
        ["M client.pets().ping() calls `https://up.example`, and called `https://files.example`"];
    assert_changes(
        &one("https://files.example"),
        &one("https://up.example"),
        &expected,
    );
    let region = |default: &str| {
        let variable = format!("variables: {{region: {{default: {default}}}}}");
        ping(
            "summary: Ping",
            &format!("servers: [{{url: 'https://{{region}}.example', {variable}}}]"),
        )
    };
    let expected = ["M Client calls `https://us.example`, and called `https://eu.example`"];
    assert_changes(&region("eu"), &region("us"), &expected);
}

/// A description with two schemes, of which an operation asks for some.
fn secured(security: &str) -> String {
    let schemes =
        "key: {type: apiKey, in: header, name: X-Key}, token: {type: http, scheme: bearer}";
    // All are asked for by one of them, so that all have a setter.
    format!(
        "{}  /pets/pong: {{post: {{operationId: pong, tags: [pets], security: [{{key: [], token: []}}], \
         responses: {{'204': {{description: Done.}}}}}}}}
components: {{securitySchemes: {{{schemes}}}}}
",
        ping(&format!("security: [{security}]"), "")
    )
}

#[test]
fn another_credential_is_another_meaning() {
    let item = "client.pets().ping()";
    for (old, new, expected) in [
        (
            "{key: []}",
            "{token: []}",
            "M asks for `token`, and asked for `key`",
        ),
        (
            "{key: []}",
            "{key: []}, {token: []}",
            "A asks for `key` or `token`, and asked for `key`",
        ),
        (
            "{key: []}",
            "{key: [], token: []}",
            "M asks for `key` with `token`, and asked for `key`",
        ),
        ("{key: []}", "", "A asks for nothing, and asked for `key`"),
        ("{}", "{key: []}", "M asks for `key`, and asked for nothing"),
    ] {
        let (effect, said) = expected.split_at(1);
        let expected = format!("{effect} {item}{said}");
        assert_changes(&secured(old), &secured(new), &[&expected]);
    }
}

#[test]
fn a_credential_is_what_travels_and_not_its_name() {
    let old = secured("{key: []}");
    let new = old.replace("in: header, name: X-Key", "in: query, name: k");
    let expected =
        ["M the credential `key` is the query parameter `k`, and was the header `X-Key`"];
    assert_changes(&old, &new, &expected);
    let flow = "{clientCredentials: {tokenUrl: 'https://a.example/token', scopes: {}}}";
    let granted = old.replace(
        "type: http, scheme: bearer",
        &format!("type: oauth2, flows: {flow}"),
    );
    let expected = ["M the credential `token` gets its tokens elsewhere, or for other scopes"];
    assert_changes(&granted, &granted.replace("/token'", "/grant'"), &expected);
    let renamed = old
        .replace("key: []", "secret: []")
        .replace("{key: {type", "{secret: {type");
    let said = super::lines(&super::changes(&old, &renamed));
    assert!(!said.iter().any(|it| it.contains("asks for")), "{said:#?}");
}

#[test]
fn a_body_may_travel_as_something_else() {
    let sent = |media_type: &str| {
        let schema = "{type: object, properties: {name: {type: string}}}";
        ping(
            &format!("requestBody: {{content: {{{media_type}: {{schema: {schema}}}}}}}"),
            "",
        )
    };
    let expected = [
        "M client.pets().ping() sends its body as `application/merge-patch+json`, \
         and sent it as `application/json`",
    ];
    assert_changes(
        &sent("application/json"),
        &sent("application/merge-patch+json"),
        &expected,
    );
}

/// A description of an operation that fails like this.
fn failing(responses: &str) -> String {
    let component = |name: &str| {
        format!(
            "{name}: {{type: object, properties: {{m: {{type: string}}, {name}: {{type: string}}}}}}"
        )
    };
    format!(
        "paths:
  /pets/ping:
    get:
      operationId: ping
      tags: [pets]
      responses: {{'204': {{description: Done.}}, {responses}}}
  /pets/pong:
    get: {{operationId: pong, tags: [pets], responses: {{{}}}}}
components: {{schemas: {{{}, {}}}}}
",
        [fails("'404'", "One"), fails("'403'", "Other")].join(", "),
        component("One"),
        component("Other"),
    )
}

fn fails(status: &str, component: &str) -> String {
    let schema = format!("{{$ref: '#/components/schemas/{component}'}}");
    format!("{status}: {{description: No., content: {{application/json: {{schema: {schema}}}}}}}")
}

#[test]
fn failures_are_known_by_their_types() {
    let (exact, range) = (fails("'404'", "One"), fails("4XX", "Other"));
    let rest = fails("default", "One");
    let both = [range.as_str(), rest.as_str()].join(", ");
    let item = "client.pets().ping()";
    for (old, new, expected) in [
        ("", exact.as_str(), "A fails with `types::One` at 404"),
        (
            &exact,
            "",
            "M does not fail with `types::One` at 404 any more",
        ),
        (
            &exact,
            &range,
            "M fails with `types::Other` at 404, and failed with `types::One`",
        ),
        (
            &range,
            &both,
            "A fails with `types::One` at any other status",
        ),
        (
            &rest,
            &both,
            "M fails with `types::Other` at 4XX, and failed with `types::One`",
        ),
    ] {
        let changes = super::changes(&failing(old), &failing(new));
        let (effect, said) = expected.split_at(1);
        let expected = format!("{effect} {item}{said}");
        let lines = super::lines(&changes);
        assert_eq!(lines[0], expected, "{lines:#?}");
    }
    // Where one falls to the other and is the same, nothing is different.
    let same = [exact.as_str(), rest.as_str()].join(", ");
    assert_changes(&failing(&same), &failing(&rest), &[]);
}
