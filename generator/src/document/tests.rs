//! Whole descriptions, from text to the typed view.

use openapiv3::{Operation, ReferenceOr, SchemaKind, StatusCode, Type};

use super::*;
use crate::config::Given;
use crate::diagnostic::render;

/// Loads a text as `api/a.yaml`; gives the problems as lines.
fn loaded(text: &str, config: &Config) -> (Option<Document>, Vec<String>, Files) {
    let (mut files, mut diagnostics) = (Files::new(), Diagnostics::new());
    let document = load_text("api/a.yaml", text, config, &mut files, &mut diagnostics);
    let lines = render::lines(&diagnostics, &files).into_iter();
    let lines = lines.map(|(_, line)| line).collect();
    (document, lines, files)
}

#[track_caller]
fn good(text: &str) -> Document {
    let (document, problems, _) = loaded(text, &Config::default());
    assert_eq!(problems, [""; 0]);
    document.expect("there were no problems")
}

fn operations(paths: PathItems) -> Vec<Operation> {
    let items = paths.read().map(|path| path.item);
    let operations = items.flat_map(|item| {
        let operations = item.iter().map(|(_, operation)| operation.clone());
        operations.collect::<Vec<_>>()
    });
    operations.collect()
}

#[test]
fn a_description_of_3_1_becomes_one_of_3_0() {
    let document = good(
        "openapi: 3.1.0\ninfo: {title: t, version: '1'}\n\
         webhooks: {done: {post: {requestBody: {content: {application/json: {schema: {type: [string, 'null']}}}}}}}\n\
         components: {schemas: {A: {const: 1}, B: {$ref: '#/components/schemas/A', description: d}}}\n",
    );
    assert_eq!(document.version, Version::V3_1);
    let webhook = document.webhooks.read().next().expect("has a webhook");
    assert!(webhook.name == "done" && webhook.item.post.is_some());
    let schema = |name| document.components.schemas.get(name).expect("is there").1;
    let ReferenceOr::Item(a) = schema("A") else {
        panic!("A is no reference");
    };
    assert!(
        matches!(&a.schema_kind, SchemaKind::Type(Type::Integer(kind)) if kind.enumeration == [Some(1)])
    );
    let ReferenceOr::Item(b) = schema("B") else {
        panic!("B has a description");
    };
    assert!(matches!(&b.schema_kind, SchemaKind::AllOf { all_of } if all_of.len() == 1));
}

#[test]
fn what_openapiv3_has_no_field_for_is_kept() {
    let document = good(
        "openapi: 3.2.0\ninfo: {title: t, version: '1'}\npaths:\n  /a:\n    \
         query: {responses: {'200': {description: ok, content: {text/event-stream: {itemSchema: {type: ['null']}}}}}}\n    \
         additionalOperations: {LINK: {}}\n\
         components: {securitySchemes: {m: {type: mutualTLS}}}\n",
    );
    let further = document.paths.read().next().expect("has a path").further;
    assert_eq!(further.keys().collect::<Vec<_>>(), ["QUERY", "LINK"]);
    let responses = &further["QUERY"].responses.responses;
    let response = responses[&StatusCode::Code(200)]
        .as_item()
        .expect("is no reference");
    let content = &response.content["text/event-stream"];
    let Some(ReferenceOr::Item(schema)) = &content.schema else {
        panic!("the schema is no reference");
    };
    let SchemaKind::Any(any) = &schema.schema_kind else {
        panic!("null has no type");
    };
    assert_eq!(any.enumeration, [serde_json::Value::Null]);
    assert!(schema.schema_data.nullable);
    assert_eq!(content.extensions[ITEM_SCHEMA], true);
    let place = document
        .places
        .place("/paths/~1a/x-specwright-operations/QUERY/responses");
    assert!(
        matches!(place, Place::Node { pointer, .. } if pointer == "/paths/~1a/query/responses")
    );
}

#[test]
fn faults_are_told_with_their_places_and_the_rest_is_read() {
    let (document, problems, _) = loaded(
        "openapi: 3.0.3\ninfo: {title: t, version: 1.10}\npaths:\n  /a:\n    get:\n      operationID: a\n      \
         responses: {2OO: {description: ok}}\n  b: {}\ncomponents:\n  schemas:\n    \
         A: {type: strng, maxLength: -1, nullable: 'true', const: 1}\n    B: [1]\n    C: {type: String}\n",
        &Config::default(),
    );
    let expected = [
        "2:27: warning[wrong-shape]: `version` must be a string, and this is a number",
        "6:7: warning[unknown-key]: unknown key `operationID` in an operation",
        "7:19: error[bad-key]: `2OO` in `responses` is not a status code such as `200`, a range such as `4XX`, or `default`",
        "8:3: warning[bad-key]: `b` in `paths` is not a path, which begins with `/`",
        "11:15: warning[unknown-word]: `type` can't be `strng`",
        "11:33: warning[wrong-shape]: `maxLength` must be a whole number, zero or more, and this is a number",
        "11:47: warning[wrong-shape]: `nullable` must be a boolean, and this is a string",
        "11:55: warning[newer-key]: `const` is of OpenAPI 3.1, and this is 3.0",
        "12:5: warning[wrong-shape]: `B` must be a schema, which is an object, and this is a list",
        "13:15: warning[unknown-word]: `type` can't be `String`",
    ];
    let problems: Vec<_> = problems
        .iter()
        .map(|line| line.trim_start_matches("api/a.yaml:"))
        .collect();
    assert_eq!(problems, expected);
    let document = document.expect("the rest is read");
    assert_eq!(document.head.info.version, "1.10");
    assert_eq!(operations(document.paths).len(), 1);
}

#[test]
fn only_the_wanted_operations_and_what_they_reach_stay() {
    let text = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths:\n  /a:\n    \
                get: {operationId: a, responses: {'200': {$ref: '#/components/responses/R'}}}\n    \
                put: {operationId: b, responses: {'200': {$ref: '#/components/responses/None'}}}\n\
                components:\n  responses: {R: {description: r, content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}}\n  \
                schemas: {A: {items: {$ref: '#/components/schemas/B'}}, B: {}, C: {}}\n  \
                securitySchemes: {s: {type: http, scheme: bearer}}\nsecurity: [{s: []}]\n";
    let mut config = Config::default();
    config.document.only = vec![Given::new("GET /a".to_owned(), Place::None)];
    let (document, problems, _) = loaded(text, &config);
    assert_eq!(problems, [""; 0], "what is left out is not looked at");
    let document = document.expect("loads");
    assert_eq!(operations(document.paths).len(), 1);
    let schemas: Vec<_> = document.components.schemas.names().collect();
    assert_eq!(schemas, ["A", "B"]);
    assert_eq!(document.head.security_schemes.len(), 1);
    config.document.only = vec![Given::new("bb".to_owned(), Place::None)];
    let (_, problems, _) = loaded(text, &config);
    assert_eq!(
        problems,
        [
            "error[config-unused]: the description has none of the operations that are to be taken",
            "warning[config-unused]: the description has no operation `bb`",
        ]
    );
}

#[test]
fn operations_of_further_methods_are_operations() {
    let text = "openapi: 3.2.0\ninfo: {title: t, version: '1'}\npaths:\n  /a/{b}:\n    \
                get: {operationId: a, responses: {}}\n    \
                additionalOperations:\n      LINK: {operationId: a}\n      copy: {operationId: c, security: [{s: []}]}\n  \
                /c:\n    additionalOperations: {LINK: {operationId: d}}\n";
    let (_, problems, _) = loaded(text, &Config::default());
    let expected = [
        "5:5: warning[undeclared-path-parameter]: the path has `{b}`, and no path parameter `b` is listed",
        "7:7: warning[undeclared-path-parameter]: the path has `{b}`, and no path parameter `b` is listed",
        "7:27: warning[doubled-operation-id]: another operation has the operationId `a` too",
        "8:7: warning[undeclared-path-parameter]: the path has `{b}`, and no path parameter `b` is listed",
        "8:42: warning[unknown-security-scheme]: there is no security scheme `s`",
    ];
    let problems: Vec<_> = problems
        .iter()
        .map(|line| line.trim_start_matches("api/a.yaml:"))
        .collect();
    assert_eq!(problems, expected);
    for (only, found) in [
        ("GET /a/{b}", &[][..]),
        ("LINK /a/{b}", &["LINK"]),
        ("copy *", &["copy"]),
        ("d", &["LINK"]),
    ] {
        let mut config = Config::default();
        config.document.only = vec![Given::new(only.to_owned(), Place::None)];
        let (document, problems, _) = loaded(text, &config);
        assert!(!problems.join("").contains("config-unused"), "{problems:?}");
        let paths: Vec<Path> = document.expect("loads").paths.read().collect();
        assert_eq!(paths.len(), 1, "{only}");
        assert!(paths[0].further.keys().eq(found), "{only}");
    }
}

#[test]
fn a_query_string_is_a_form_or_not_sent() {
    let text = "openapi: 3.2.0\ninfo: {title: t, version: '1'}\npaths:\n  /a:\n    get:\n      parameters:\n      \
                - {name: q, in: querystring, content: {application/json: {schema: {type: object}}}}\n      \
                - {name: h, in: header, schema: {type: string}}\n  /b:\n    \
                parameters: [{$ref: '#/components/parameters/Q'}]\n    get: {}\n  /c:\n    get:\n      \
                parameters: [{name: q, in: querystring, content: {application/x-www-form-urlencoded: {schema: {type: object}}}}]\n\
                components:\n  parameters:\n    Q: {name: q, in: querystring, content: {text/plain: {schema: {type: string}}}}\n";
    let (document, problems, _) = loaded(text, &Config::default());
    let problems: Vec<_> = problems
        .iter()
        .map(|line| line.split(": ").next().unwrap_or_default())
        .collect();
    assert_eq!(problems, ["api/a.yaml:7:9", "api/a.yaml:10:18"]);
    let document = document.expect("loads");
    let place = document.places.place("/paths/~1a/get/parameters/0");
    assert!(matches!(place, Place::Node { pointer, .. } if pointer.ends_with("/parameters/1")));
    let names: Vec<_> = document
        .paths
        .read()
        .map(|path| {
            let own = path.item.get.into_iter().flat_map(|get| get.parameters);
            own.chain(path.item.parameters).count()
        })
        .collect();
    assert_eq!(names, [1, 0, 1]);
}

#[test]
fn what_3_2_allows_is_not_told() {
    let text = "openapi: VERSION\ninfo: {title: t, version: '1'}\npaths:\n  /a/{b}:\n    \
                parameters: [{name: b, in: path, required: true, allowReserved: true, schema: {type: string}}]\n    \
                post:\n      requestBody: {content: {multipart/mixed: {encoding: {a: {itemEncoding: {contentType: text/plain}, prefixEncoding: [{contentType: text/plain}]}}}}}\n      \
                responses: {'200': {content: {}}}\n\
                components:\n  schemas:\n    A: {oneOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}], discriminator: {propertyName: t, defaultMapping: C}}\n    \
                B: {type: object, properties: {t: {type: string}}}\n    C: {type: object}\n";
    good(&text.replace("VERSION", "3.2.0"));
    let (_, problems, _) = loaded(&text.replace("VERSION", "3.1.0"), &Config::default());
    let expected = [
        "5:54: warning[misplaced-key]: `allowReserved` means nothing in a path parameter before OpenAPI 3.2",
        "7:64: warning[newer-key]: `itemEncoding` is of OpenAPI 3.2, and this is 3.1",
        "7:105: warning[newer-key]: `prefixEncoding` is of OpenAPI 3.2, and this is 3.1",
        "8:19: warning[missing-key]: a response needs the key `description`",
        "11:119: warning[newer-key]: `defaultMapping` is of OpenAPI 3.2, and this is 3.1",
    ];
    let problems: Vec<_> = problems
        .iter()
        .map(|line| line.trim_start_matches("api/a.yaml:"))
        .collect();
    assert_eq!(problems, expected);
}

#[test]
fn schemes_that_nothing_demands_are_optional() {
    let text = |root: &str, operation: &str| {
        format!(
            "openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\n{root}paths:\n  \
             /a: {{get: {{operationId: a, {operation}responses: {{}}}}}}\n  /b: {{get: {{operationId: b, responses: {{}}}}}}\n\
             components:\n  securitySchemes:\n    s: {{type: http, scheme: bearer}}\n    m: {{type: mutualTLS}}\n    \
             k: {{type: apiKey, in: header, name: k}}\n"
        )
    };
    let mut config = Config::default();
    let (document, problems, _) = loaded(&text("", ""), &config);
    let expected = "api/a.yaml:7:3: warning[no-security-requirement]: security schemes are described, and nothing says \
                    which operations need them";
    assert_eq!(problems, [expected]);
    let security = document.expect("loads").head.security.expect("is there");
    let names = |set: &openapiv3::SecurityRequirement| set.keys().cloned().collect::<Vec<_>>();
    let security: Vec<_> = security.iter().map(names).collect();
    assert_eq!(security, [vec!["s"], vec!["k"], vec![]]);
    for (root, operation) in [
        ("security: []\n", ""),
        ("security: [{k: []}]\n", ""),
        ("", "security: [], "),
        ("", "security: [{k: []}], "),
    ] {
        let (_, problems, _) = loaded(&text(root, operation), &config);
        assert_eq!(problems, [""; 0], "{root}{operation}");
    }
    // What another operation says counts also where that one is left out.
    config.document.only = vec![Given::new("b".to_owned(), Place::None)];
    let (_, problems, _) = loaded(&text("", "security: [{k: []}], "), &config);
    assert_eq!(problems, [""; 0]);
    config.document.only = Vec::new();
    config.security.requirements = Some(vec![vec![Given::new("s".to_owned(), Place::None)]]);
    let (_, problems, _) = loaded(&text("", ""), &config);
    assert_eq!(problems, [""; 0]);
}

#[test]
fn what_is_demanded_does_not_depend_on_what_is_taken() {
    let text = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths:\n  /a: {get: {operationId: a, responses: {}}}\n  \
                /b: {$ref: 'b.yaml'}\ncomponents: {securitySchemes: {s: {type: http, scheme: bearer}}}\n";
    let other = "get: {operationId: b, security: [{s: []}], responses: {}}\n";
    for only in [Vec::new(), vec!["a"], vec!["b"]] {
        let mut config = Config::default();
        let wanted = only
            .iter()
            .map(|id| Given::new((*id).to_owned(), Place::None));
        config.document.only = wanted.collect();
        let (mut files, mut diagnostics) = (Files::new(), Diagnostics::new());
        files.add("api/b.yaml", other);
        let document = load_text("api/a.yaml", text, &config, &mut files, &mut diagnostics);
        let document = document.expect("loads");
        assert_eq!(document.head.security, None, "{only:?}");
        assert_eq!(diagnostics.len(), 0, "{only:?}");
    }
}

#[test]
fn security_can_be_replaced() {
    let text = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\nsecurity: [{a: [], b: []}]\npaths:\n  /a:\n    \
                get: {security: [{a: [], b: []}], responses: {}}\n    put: {security: [], responses: {}}\n    \
                post: {security: [{a: []}, {}], responses: {}}\n";
    let mut config = Config::default();
    let name = |name: &str| Given::new(name.to_owned(), Place::None);
    config.security.requirements = Some(vec![vec![name("a")], vec![name("b")]]);
    let (document, _, _) = loaded(text, &config);
    let document = document.expect("loads");
    let sizes: Vec<_> = operations(document.paths)
        .into_iter()
        .map(|operation| operation.security.map(|security| security.len()))
        .collect();
    assert_eq!(sizes, [Some(2), Some(0), Some(3)]);
    let of_all = document.head.security;
    assert_eq!(of_all.map(|security| security.len()), Some(2));
}

#[test]
fn a_scheme_of_the_configuration_must_be_described() {
    let text = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {}\n\
                components: {securitySchemes: {token: {type: http, scheme: bearer}}}\n";
    let (mut files, mut diagnostics) = (Files::new(), Diagnostics::new());
    let config = "[security]\nrequirements = [[\"token\"], [\"tokn\"]]\n";
    let config = Config::parse("a.toml", config, &mut files, &mut diagnostics).expect("TOML");
    load_text("a.yaml", text, &config, &mut files, &mut diagnostics);
    let said = render::render(&diagnostics, &files, false);
    assert!(diagnostics.must_stop(), "{said}");
    assert_eq!(diagnostics.len(), 1, "{said}");
    assert!(
        said.contains("error[config-bad-value]: the description has no security scheme `tokn`")
            && said.contains("a.toml:2:29")
            && said.contains("did you mean `token`?"),
        "{said}"
    );
}

#[test]
fn a_scheme_is_demanded_whatever_its_scopes_look_like() {
    let (document, problems, _) = loaded(
        "openapi: 3.0.3\ninfo: {title: t, version: '1'}\nsecurity:\n- a:\n- b: read\n- a: {}\n- b: 1\npaths: {}\n\
         components: {securitySchemes: {a: {type: http, scheme: bearer}, b: {type: http, scheme: bearer}}}\n",
        &Config::default(),
    );
    assert_eq!(
        problems[0],
        "api/a.yaml:4:4: warning[wrong-shape]: `a` must be a list, and this is null"
    );
    assert_eq!(problems.len(), 4, "{problems:?}");
    let security = document.expect("loads").head.security.expect("is there");
    let names: Vec<_> = security.iter().flat_map(|set| set.keys()).collect();
    assert_eq!(names, ["a", "b", "a", "b"]);
    assert_eq!(security[1]["b"], ["read"]);
}

#[test]
fn enums_of_strings_hold_strings() {
    let (document, problems, _) = loaded(
        "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {}\n\
         components: {schemas: {A: {type: string, enum: [NO, 1.10, 1e3, true, 'x']}}}\n",
        &Config::default(),
    );
    assert_eq!(problems.len(), 3, "{problems:?}");
    let constant = loaded(
        "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths: {}\ncomponents: {schemas: {A: {type: string, const: 1.10}}}\n",
        &Config::default(),
    );
    assert_eq!(
        constant.1,
        ["api/a.yaml:4:49: warning[wrong-shape]: `const` must be a string, and this is a number"]
    );
    let constants = constant.0.expect("loads").components.schemas;
    let Some((_, ReferenceOr::Item(schema))) = constants.get("A") else {
        panic!("A is no reference");
    };
    let SchemaKind::Type(Type::String(schema)) = &schema.schema_kind else {
        panic!("A is a string");
    };
    assert_eq!(schema.enumeration, [Some("1.10".to_owned())]);
    let schemas = document.expect("loads").components.schemas;
    let Some((_, ReferenceOr::Item(schema))) = schemas.get("A") else {
        panic!("A is no reference");
    };
    let SchemaKind::Type(Type::String(schema)) = &schema.schema_kind else {
        panic!("A is a string");
    };
    let values: Vec<_> = schema.enumeration.iter().flatten().collect();
    assert_eq!(values, ["NO", "1.10", "1e3", "true", "x"]);
}

#[test]
fn operations_fit_their_paths_and_each_other() {
    let (document, problems, _) = loaded(
        "openapi: 3.0.3\ninfo: {title: t, version: '1'}\nsecurity: [{s: []}]\npaths:\n  /{a}/{b}/{a}:\n    \
         parameters: [{name: a, in: path, required: true, schema: {}}]\n    \
         get:\n      operationId: x\n      parameters:\n      - {name: c, in: path, required: true, schema: {}}\n      \
         - {name: \"q\\r\\n\", in: header, schema: {}}\n      responses: {}\n  /{c:\n    get: {operationId: x, responses: {}}\n",
        &Config::default(),
    );
    let expected = [
        "3:13: warning[unknown-security-scheme]: there is no security scheme `s`",
        "5:3: warning[doubled-path-parameter]: `{a}` stands twice in this path",
        "7:5: warning[undeclared-path-parameter]: the path has `{b}`, and no path parameter `b` is listed",
        "10:9: warning[unused-path-parameter]: the path has no `{c}` for the path parameter `c`",
        "11:9: error[bad-header-name]: `q\\r\\n` can't be the name of a header",
        "13:3: error[bad-path-template]: the braces of `/{c` don't match",
        "14:24: warning[doubled-operation-id]: another operation has the operationId `x` too",
    ];
    let problems: Vec<_> = problems
        .iter()
        .map(|line| line.trim_start_matches("api/a.yaml:"))
        .collect();
    assert_eq!(problems, expected);
    let operations = operations(document.expect("loads").paths);
    assert_eq!(operations[0].parameters.len(), 3, "`b` was declared");
}

#[test]
fn nesting_up_to_the_limit_fits_the_stack_of_a_thread() {
    let levels = 110;
    let schema = format!("{}{{}}{}", "{items: ".repeat(levels), "}".repeat(levels));
    good(&format!(
        "openapi: 3.0.3\ninfo: {{title: t, version: '1'}}\npaths: {{}}\ncomponents: {{schemas: {{A: {schema}}}}}"
    ));
}

/// Reads every description of a folder; set CORPUS to it. No panic is the claim; the table is for people.
#[test]
#[ignore = "needs a folder of descriptions"]
fn a_folder_of_descriptions_is_read() {
    let folder = std::env::var("CORPUS").expect("CORPUS names a folder");
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder can be read")
        .map(|entry| entry.expect("the folder can be read").path())
        .collect();
    paths.sort();
    for path in paths {
        let (mut files, mut diagnostics) = (Files::new(), Diagnostics::new());
        let document = load(&path, &Config::default(), &mut files, &mut diagnostics);
        render::render(&diagnostics, &files, false);
        let count = |severity| diagnostics.count(severity);
        let operations = document.map(|document| operations(document.paths).len());
        println!(
            "{}: {operations:?} operations, {} errors, {} warnings",
            path.display(),
            count(crate::diagnostic::Severity::Error),
            count(crate::diagnostic::Severity::Warning),
        );
    }
}

#[test]
fn schemas_of_shared_components_have_names() {
    let document = good(
        "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {}\ncomponents:\n  \
         parameters:\n    Sort: {name: s, in: query, description: d, schema: {type: string, enum: [a, b]}}\n    \
         Plain: {name: p, in: query, schema: {type: string}}\n    \
         Named: {name: n, in: query, schema: {$ref: '#/components/schemas/A'}}\n  \
         responses:\n    A: {description: d, content: {application/json: {schema: {type: array, items: &o {properties: {b: {}}}}}}}\n    \
         B: {description: d, content: {application/xml: {schema: *o}, application/json: {schema: *o}}}\n  \
         requestBodies:\n    C: {content: {application/json: {schema: *o}}}\n  \
         schemas:\n    A: {items: {$ref: '#/components/requestBodies/C/content/application~1json/schema'}}\n",
    );
    let schemas = &document.components.schemas;
    let names: Vec<_> = schemas.names().collect();
    assert_eq!(names, ["A", "C", "Sort", "AResponse", "B", "BResponse"]);
    let kinds = &document.hoisted.kinds;
    assert_eq!(kinds.get("A"), None, "it is a schema");
    assert_eq!(kinds["AResponse"], "response");
    assert_eq!(kinds["C"], "body");
    let xml = "/components/responses/B/content/application~1xml/schema";
    assert_eq!(document.hoisted.names[xml], "BResponse");
    let (_, sort) = schemas.get("Sort").expect("is there");
    let ReferenceOr::Item(sort) = sort else {
        panic!("Sort is what it was");
    };
    assert_eq!(sort.schema_data.description.as_deref(), Some("d"));
    // What is read is called after the whole.
    let place = document.places.place("/components/schemas/B/properties/b");
    let json = "/components/responses/B/content/application~1json/schema/properties/b";
    assert!(matches!(place, Place::Node { pointer, .. } if pointer == json));
}

/// A description of 3.0 with these components.
fn components(text: &str) -> String {
    format!("openapi: 3.0.3\ninfo: {{title: t, version: '1'}}\npaths: {{}}\ncomponents: {text}\n")
}

#[test]
fn shared_components_of_other_files_are_shared() {
    let (mut files, mut diagnostics) = (Files::new(), Diagnostics::new());
    files.add(
        "api/params.yaml",
        "PetKind: {name: k, in: query, schema: {type: string, enum: [a, b]}}\n\
         PetSize: {name: s, in: query, schema: {type: string, enum: [c, d]}}\n",
    );
    let text = components(
        "{parameters: {Kind: {$ref: 'params.yaml#/PetKind'}}, \
         schemas: {Size: {items: {$ref: 'params.yaml#/PetSize/schema'}}}}",
    )
    .replace(
        "paths: {}",
        "paths: {/a: {get: {parameters: [{$ref: 'params.yaml#/PetSize'}], responses: {'204': {description: d}}}}}",
    );
    let config = Config::default();
    let document = load_text("api/a.yaml", &text, &config, &mut files, &mut diagnostics);
    let document = document.expect("is joined");
    let kinds = document.hoisted.kinds;
    let kinds: Vec<_> = kinds.iter().map(|(name, kind)| (&**name, *kind)).collect();
    // That of the second has the name by which a schema refers to it.
    assert_eq!(kinds, [("Kind", "parameter"), ("PetSize", "parameter")]);
    let names = document.hoisted.names;
    assert_eq!(names["/components/parameters/Kind/schema"], "Kind");
    assert_eq!(names["/components/parameters/PetSize/schema"], "PetSize");
}

#[test]
fn whose_own_name_is_free_has_it_wherever_it_stands() {
    let list = |name: &str| format!("{{name: {name}, in: query, schema: &o {{enum: [a, b]}}}}");
    for (first, second) in [("Kind", "KindParameter"), ("KindParameter", "Kind")] {
        let document = good(&components(&format!(
            "{{parameters: {{{first}: {}, {second}: {}}}, \
             requestBodies: {{Kind: {{content: {{application/json: {{schema: *o}}}}}}}}, \
             responses: {{KindBody: {{description: d, content: {{application/json: {{schema: *o}}}}}}}}, \
             schemas: {{Kind: {{type: string}}}}}}",
            list(first),
            list(second),
        )));
        let names = document.hoisted.names;
        for (entry, name) in [
            ("parameters/KindParameter", "KindParameter"),
            ("parameters/Kind", "KindParameter_2"),
        ] {
            assert_eq!(names[&format!("/components/{entry}/schema")], name);
        }
        for (entry, name) in [
            ("responses/KindBody", "KindBody"),
            ("requestBodies/Kind", "KindBody_2"),
        ] {
            let pointer = format!("/components/{entry}/content/application~1json/schema");
            assert_eq!(names[&pointer], name);
        }
    }
}

#[test]
fn what_has_one_branch_has_a_name_if_that_needs_one() {
    let document = good(&components(
        "{parameters: {\
         A: {name: a, in: query, schema: {allOf: [{type: string, enum: [a, b]}]}}, \
         B: {name: b, in: query, schema: {oneOf: [{type: string}]}}, \
         C: {name: c, in: query, schema: {anyOf: [{$ref: '#/components/schemas/S'}]}}, \
         D: {name: d, in: query, schema: {oneOf: [{type: string}, {type: integer}]}}}, \
         schemas: {S: {enum: [a, b]}}}",
    ));
    let names: Vec<_> = document.components.schemas.names().collect();
    assert_eq!(names, ["S", "A", "D"]);
}

#[test]
fn names_do_not_depend_on_what_is_wanted() {
    let text = components(
        "{parameters: {Pet: {name: p, in: query, schema: {enum: [a, b]}}, \
         Kind: {name: k, in: query, schema: {enum: [a, b]}}}, \
         responses: {Kind: {description: d, content: {application/json: {schema: {enum: [a, b]}}}}}, \
         schemas: {Pet: {properties: {a: {}}}}}",
    )
    .replace(
        "paths: {}",
        "paths:\n  /a: {get: {operationId: a, parameters: [{$ref: '#/components/parameters/Pet'}], \
         responses: {'200': {$ref: '#/components/responses/Kind'}}}}\n  \
         /b: {get: {operationId: b, parameters: [{$ref: '#/components/parameters/Kind'}], \
         responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}}}",
    );
    let all = good(&text).hoisted.names;
    let mut config = Config::default();
    config.document.only = vec![Given::new("a".to_owned(), Place::None)];
    let (document, problems, _) = loaded(&text, &config);
    assert_eq!(problems, [""; 0]);
    let document = document.expect("there were no problems");
    assert_eq!(document.schemas, ["Pet", "PetParameter", "KindResponse"]);
    let schemas: Vec<_> = document.components.schemas.names().collect();
    assert_eq!(schemas, ["PetParameter", "KindResponse"]);
    assert_eq!(document.hoisted.names.len(), 2);
    for (pointer, name) in document.hoisted.names {
        assert_eq!(all[&pointer], name);
    }
}
