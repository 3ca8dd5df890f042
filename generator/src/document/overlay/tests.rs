//! Paths, and what actions do to a small description.

use super::*;

const SPEC: &str = "\
paths:
  /a: {get: {operationId: a, tags: [x, y]}, put: {operationId: b, deprecated: true}}
  /b: {get: {operationId: c, tags: [y]}}
";

fn tree() -> (Value, Origins, Files) {
    let mut files = Files::new();
    let file = files.add("api/a.yaml", SPEC);
    let tree = source::parse(files.get(file), files.limits).expect("valid YAML");
    (tree, Origins::new(file), files)
}

#[track_caller]
fn selects(path: &str, expected: &[&str]) {
    let (tree, ..) = tree();
    let steps = path::parse(path).expect("a valid path");
    assert_eq!(eval::select(&tree, &steps), expected, "{path}");
}

#[test]
fn paths_select() {
    selects("$", &[""]);
    selects(
        "$.paths['/b'].get.operationId",
        &["/paths/~1b/get/operationId"],
    );
    selects("$.paths.*.get", &["/paths/~1a/get", "/paths/~1b/get"]);
    selects(
        "$..tags[-1]",
        &["/paths/~1a/get/tags/1", "/paths/~1b/get/tags/0"],
    );
    selects("$.paths.*[?@.deprecated == true]", &["/paths/~1a/put"]);
    selects(
        "$.paths.*[?(@.operationId=='a' || !@.tags)]",
        &["/paths/~1a/get", "/paths/~1a/put"],
    );
    selects(
        "$.paths['/a','/b'].get.tags[0]",
        &["/paths/~1a/get/tags/0", "/paths/~1b/get/tags/0"],
    );
    selects("$.none", &[]);
    selects(
        "$['p\\u0061ths'][\"\\/b\"].get.operationId",
        &["/paths/~1b/get/operationId"],
    );
}

#[test]
fn faults_in_paths_have_their_place() {
    for (path, fault) in [
        ("paths", "expected `$` at character 1"),
        (
            "$.a[",
            "expected a name in quotes, an index, `*` or `?` at character 5",
        ),
        ("$['a", "expected the closing quote at character 4"),
        (
            "$['a\\x']",
            "expected an escape such as `\\n`, `\\'` or `\\u0041` at character 5",
        ),
        (
            "$['\\ud83d']",
            "expected an escape such as `\\n`, `\\'` or `\\u0041` at character 4",
        ),
        ("$ x", "expected `.`, `[` or the end at character 2"),
    ] {
        assert_eq!(path::parse(path), Err(fault.to_owned()));
    }
}

fn overlaid(overlay: &str) -> (Value, Origins, Vec<String>) {
    let (mut tree, mut origins, mut files) = tree();
    files.add("api/o.yaml", overlay);
    let mut diagnostics = Diagnostics::new();
    let overlays = [Given::new(PathBuf::from("api/o.yaml"), Place::None)];
    apply(
        &mut tree,
        &overlays,
        &mut files,
        &mut origins,
        &mut diagnostics,
    );
    let lines = crate::diagnostic::render::lines(&diagnostics, &files).into_iter();
    (tree, origins, lines.map(|(_, line)| line).collect())
}

#[test]
fn actions_update_and_remove() {
    let (tree, origins, problems) = overlaid(
        "overlay: 1.0.0\nactions:\n\
         - {target: '$.paths.*.get', update: {tags: [z], summary: s}}\n\
         - {target: \"$..tags[?@ == 'x']\", remove: true}\n\
         - {target: \"$.paths['/a'].put\", remove: true}\n",
    );
    assert_eq!(problems, [""; 0]);
    let expected = r#"{"paths":{"/a":{"get":{"operationId":"a","tags":["y","z"],"summary":"s"}},"/b":{"get":{"operationId":"c","tags":["y","z"],"summary":"s"}}}}"#;
    assert_eq!(tree.to_string(), expected);
    assert_eq!(
        origins.resolve("/paths/~1a/get/summary").1,
        "/actions/0/update/summary"
    );
    assert_eq!(
        origins.resolve("/paths/~1a/get/tags/0").1,
        "/paths/~1a/get/tags/1"
    );
}

#[test]
fn names_in_quotes_have_escapes() {
    let steps = path::parse(r#"$['\n\t\\\'\u00e9\ud83d\ude00"x']"#).expect("a valid path");
    let name = "\n\t\\'é😀\"x".to_owned();
    assert_eq!(steps[0].selectors, [path::Selector::Name(name)]);
}

#[test]
fn items_are_removed_in_whatever_order_they_are_selected() {
    for path in [
        "$..[?@.get].get.tags[0,1]",
        "$..[?@.get].get.tags[1,0]",
        "$..tags[-1,0]",
    ] {
        let (tree, _, problems) = overlaid(&format!(
            "overlay: 1.0.0\nactions:\n- {{target: '{path}', remove: true}}\n"
        ));
        assert_eq!(problems, [""; 0]);
        for path in ["/paths/~1a/get/tags", "/paths/~1b/get/tags"] {
            let tags = tree.pointer(path).and_then(Value::as_array);
            assert_eq!(tags, Some(&[][..]), "{path}");
        }
    }
    let list = (0..12)
        .map(|n| format!("t{n}"))
        .collect::<Vec<_>>()
        .join(", ");
    let (tree, _, _) = overlaid(&format!(
        "overlay: 1.0.0\nactions:\n- {{target: $, update: {{l: [{list}]}}}}\n- {{target: '$.l[2,10,0]', remove: true}}\n"
    ));
    assert_eq!(
        tree.pointer("/l").expect("is there").to_string(),
        r#"["t1","t3","t4","t5","t6","t7","t8","t9","t11"]"#
    );
}

#[test]
fn actions_copy() {
    let (tree, origins, problems) = overlaid(
        "overlay: 1.1.0\nactions:\n\
         - {target: '$.paths', update: {/c: {get: {tags: [z]}}}}\n\
         - {target: \"$.paths['/c']\", copy: \"$.paths['/a']\"}\n\
         - {target: \"$.paths['/a']\", remove: true, copy: $.none}\n",
    );
    assert_eq!(problems, [""; 0]);
    let expected = r#"{"get":{"tags":["z","x","y"],"operationId":"a"},"put":{"operationId":"b","deprecated":true}}"#;
    let copied = tree.pointer("/paths/~1c").expect("is there");
    assert_eq!(copied.to_string(), expected);
    assert_eq!(origins.resolve("/paths/~1c/put").1, "/paths/~1a/put");
    assert_eq!(tree.pointer("/paths/~1a"), None);
}

#[test]
fn what_is_copied_is_one_value() {
    let (_, _, problems) = overlaid(
        "overlay: 1.1.0\nactions:\n- {target: $.paths, copy: $..tags}\n- {target: $.paths, copy: $.none}\n\
         - {target: $.paths, copy: paths}\n- {target: $.paths, copy: 1}\n",
    );
    assert_eq!(
        problems,
        [
            "api/o.yaml:3:27: error[bad-json-path]: `$..tags` selects 2 values, and one can be copied",
            "api/o.yaml:4:27: warning[overlay-without-effect]: `$.none` selects nothing",
            "api/o.yaml:5:27: error[bad-json-path]: `paths` is no JSONPath: expected `$` at character 1",
            "api/o.yaml:6:27: error[wrong-shape]: `copy` must be a string, and this is a number",
        ]
    );
}

#[test]
fn what_an_overlay_gets_wrong_is_told() {
    let (_, _, problems) = overlaid(
        "overlay: 1.0.0\nactions:\n- {target: $.none, remove: true}\n- {target: none}\n- {remove: true}\n",
    );
    assert_eq!(
        problems,
        [
            "api/o.yaml:3:12: warning[overlay-without-effect]: `$.none` selects nothing",
            "api/o.yaml:4:12: error[bad-json-path]: `none` is no JSONPath: expected `$` at character 1",
            "api/o.yaml:5:3: error[missing-key]: an action needs the key `target`",
        ]
    );
    let (_, _, problems) = overlaid("openapi: 3.0.0\n");
    assert!(problems[0].contains("not-an-overlay"), "{problems:?}");
}
