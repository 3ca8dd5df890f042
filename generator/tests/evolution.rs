//! What has a name keeps it when something else is added to a description, or moves in it.

use std::fs;

use specwright::{Packaging, Request, generate};

/// All that is generated from a description of these paths, and what else there is.
fn generated(rest: &str) -> String {
    let text = format!("openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\n{rest}");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let spec = folder.path().join("openapi.yaml");
    fs::write(&spec, text).expect("written");
    let output = generate(&Request::new(&spec, Packaging::Module));
    let output = output.unwrap_or_else(|report| panic!("{}", report.render(false)));
    let ours = output
        .files
        .iter()
        .filter(|(path, _)| !path.contains("runtime/"));
    ours.map(|(_, text)| text).collect()
}

/// A path item with one operation in the resource `pets`.
fn operation(path: &str, method: &str, id: &str, rest: &str) -> String {
    let named = path
        .split('{')
        .skip(1)
        .filter_map(|it| it.split('}').next());
    let parameters: Vec<String> = named
        .map(|name| format!("{{name: {name}, in: path, required: true, schema: {{type: string}}}}"))
        .collect();
    let parameters = parameters.join(", ");
    let id = match id {
        "" => String::new(),
        id => format!("operationId: {id}, "),
    };
    format!(
        "  {path}: {{{method}: {{{id}tags: [pets], parameters: [{parameters}], {rest}\
         responses: {{'204': {{description: Done.}}}}}}}}\n"
    )
}

/// A path item with one operation, which answers with a component.
fn get(path: &str, schema: &str) -> String {
    format!(
        "  {path}: {{get: {{responses: {{'200': {{description: Done., content: \
         {{application/json: {{schema: {{$ref: '#/components/schemas/{schema}'}}}}}}}}}}}}}}\n"
    )
}

/// All that is generated where a parameter has these values.
fn of_values(values: &str) -> String {
    let schema = format!("{{type: string, enum: [{values}]}}");
    let query = format!("parameters: [{{name: state, in: query, schema: {schema}}}], ");
    generated(&format!(
        "paths:\n{}",
        operation("/pets", "get", "listPets", "").replace("parameters: [], ", &query)
    ))
}

/// Asserts that a text of each of these stands there.
fn has(text: &str, lines: &[&str]) {
    for line in lines {
        assert!(text.contains(line), "no `{line}` in:\n{text}");
    }
}

#[test]
fn what_is_added_for_one_thing_takes_no_method_of_several() {
    let of_several = operation("/owners/{owner}/pets", "delete", "deletePets", "");
    let of_one = operation("/pets/{id}", "delete", "deletePet", "");
    let before = generated(&format!("paths:\n{of_several}"));
    let after = generated(&format!("paths:\n{of_several}{of_one}"));
    let is_several =
        "What [`delete_pets`](Pets::delete_pets) takes: `DELETE /owners/{owner}/pets`.";
    has(&before, &[is_several]);
    has(&after, &[is_several, "What [`delete`](Pets::delete) takes"]);
}

#[test]
fn the_order_of_paths_gives_no_method_to_another_operation() {
    // One id for all, which is against the rules and done.
    let named = operation("/tags/{name}", "post", "createPetTag", "");
    let plain = operation("/tags", "post", "createPetTag", "");
    let other = operation("/labels", "post", "createPetTag", "");
    let paths = [named, plain, other];
    for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
        let paths = order.map(|at| paths[at].as_str()).concat();
        has(
            &generated(&format!("paths:\n{paths}")),
            &[
                "(Pets::create_tag_by_name) takes: `POST /tags/{name}`.",
                "(Pets::create_tag) takes: `POST /labels`.",
                "(Pets::create_tag_2) takes: `POST /tags`.",
            ],
        );
    }
}

#[test]
fn another_spelling_of_a_value_takes_no_name() {
    for all in [
        "LOST, found",
        "lost, found, LOST",
        "LOST, lost, found, gone, kept",
    ] {
        has(&of_values(all), &["Lost: \"LOST\""]);
    }
}

#[test]
fn a_parameter_that_is_added_takes_no_setter_of_a_member() {
    let body = "requestBody: {content: {application/json: {schema: {type: object, properties: \
                {name: {type: string}, id: {type: string}}}}}}, ";
    let create = |parameters: &str| {
        generated(&format!(
            "paths:\n  /pets/{{id}}: {{put: {{operationId: putPet, tags: [pets], {body}\
             parameters: [{{name: id, in: path, required: true, schema: {{type: string}}}}{parameters}], \
             responses: {{'204': {{description: Done.}}}}}}}}\n"
        ))
    };
    let setters = ["pub fn name(", "pub fn body_id("];
    has(&create(""), &setters);
    // It is gone, which a compiler says, and does not set something else.
    let after = create(", {name: name, in: query, schema: {type: string}}");
    has(
        &after,
        &["pub fn query_name(", "pub fn body_name(", setters[1]],
    );
    assert!(!after.contains(setters[0]), "{after}");
}

#[test]
fn an_operation_in_front_gives_no_type_another_name() {
    let object = |members: &str| format!("{{type: object, properties: {{{members}}}}}");
    let schemas = format!(
        "components:\n  schemas:\n    Foo: {}\n    FooBar: {}\n",
        object(&format!("bar_baz: {}", object("a: {type: string}"))),
        object(&format!("baz: {}", object("x: {type: string}"))),
    );
    let (foo, bar) = (get("/foo", "Foo"), get("/bar", "FooBar"));
    let fields = [
        "pub bar_baz: Option<FooBarBaz>",
        "pub baz: Option<FooBarBaz2>",
    ];
    for paths in [format!("{foo}{bar}"), format!("{bar}{foo}")] {
        has(&generated(&format!("paths:\n{paths}{schemas}")), &fields);
    }
}

#[test]
fn what_is_like_two_components_is_the_first_by_name() {
    let like =
        "{type: object, properties: {a: {type: string}, b: {type: string}, c: {type: string}}}";
    let schemas = format!(
        "components:\n  schemas:\n    Parcel: {{type: object, properties: {{in: {like}}}}}\n    \
         Beta: {like}\n    Alpha: {like}\n"
    );
    for order in [["Alpha", "Beta", "Parcel"], ["Parcel", "Beta", "Alpha"]] {
        let paths = order.map(|schema| get(&format!("/{schema}"), schema));
        let text = generated(&format!("paths:\n{}{schemas}", paths.concat()));
        has(&text, &["pub type ParcelIn = Alpha;"]);
    }
}

#[test]
fn the_order_of_operations_puts_nothing_into_a_box() {
    let schemas = "components:\n  schemas:\n    \
                   User: {type: object, properties: {avatar: {$ref: '#/components/schemas/File'}}}\n    \
                   File: {type: object, properties: {owner: {$ref: '#/components/schemas/User'}}}\n";
    let (users, files) = (get("/users", "User"), get("/files", "File"));
    let fields = ["pub owner: Option<User>", "pub avatar: Option<Box<File>>"];
    for paths in [format!("{users}{files}"), format!("{files}{users}")] {
        has(&generated(&format!("paths:\n{paths}{schemas}")), &fields);
    }
}

#[test]
fn another_list_in_an_answer_changes_no_method() {
    let list = |name: &str| format!("{name}: {{type: array, items: {{type: string}}}}");
    let reports = |lists: &[String]| {
        generated(&format!(
            "paths:\n  /reports: {{get: {{parameters: [{{name: cursor, in: query, schema: {{type: string}}}}], \
             responses: {{'200': {{description: Done., content: {{application/json: {{schema: \
             {{type: object, properties: {{next_cursor: {{type: string}}, {}}}}}}}}}}}}}}}}}\n",
            lists.join(", ")
        ))
    };
    for lists in [
        vec![list("reports")],
        vec![list("data"), list("reports"), list("failed")],
    ] {
        has(
            &reports(&lists),
            &["pub fn list(", "page.reports.unwrap_or_default()"],
        );
    }
}

#[test]
fn a_value_that_is_called_unknown_takes_no_name() {
    for all in ["lost, found", "lost, found, unknown"] {
        has(&of_values(all), &["    Unknown(runtime::UnknownValue)"]);
    }
}

#[test]
fn a_list_beside_a_list_takes_no_variant() {
    let union = |more: &str| {
        let schema = format!(
            "{{oneOf: [{{type: string}}, {{type: array, items: {{type: string}}}}{more}]}}"
        );
        generated(&format!(
            "paths:\n{}components: {{schemas: {{Input: {schema}}}}}\n",
            get("/input", "Input")
        ))
    };
    for more in ["", ", {type: array, items: {type: integer}}"] {
        has(&union(more), &["    Strings(Vec<String>)"]);
    }
}
