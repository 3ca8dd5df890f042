use super::*;

const PLAIN: Format = Format::Human { color: false };
const ALL: Shown = Shown {
    notes: true,
    most: usize::MAX,
};

fn example() -> (Diagnostics, Files) {
    let mut files = Files::new();
    let file = files.add("api.yaml", "paths:\n  /a:\n    get: {operationID: x}\n");
    let mut all = Diagnostics::new();
    let place = Place::node(file, "/paths/~1a/get/operationID").on_key();
    all.push(
        Diagnostic::warning("unknown-key", place, "unknown key `operationID`")
            .label("not a key of an operation")
            .suggest("operationID", ["operationId"]),
    );
    all.push(Diagnostic::error(
        "unreadable-file",
        Place::File("b,c.yaml".into()),
        "no such file: 100%",
    ));
    (all, files)
}

#[test]
fn it_looks_like_rustc() {
    let (all, files) = example();
    let expected = "\
error[unreadable-file]: no such file: 100%
--> b,c.yaml

warning[unknown-key]: unknown key `operationID`
 --> api.yaml:3:11
  |
3 |     get: {operationID: x}
  |           ^^^^^^^^^^^ not a key of an operation
  |
  = help: did you mean `operationId`?

";
    assert_eq!(render_as(&all, &files, PLAIN, ALL), expected);
}

#[test]
fn lines_without_end_are_cut() {
    let mut files = Files::new();
    let text = format!(
        r#"{{"a": "{}", "b": 1, "c": "{}"}}"#,
        "ü".repeat(2500),
        "y".repeat(3000)
    );
    let file = files.add("a.json", text);
    let mut all = Diagnostics::new();
    all.push(Diagnostic::warning(
        "far",
        Place::node(file, "/b"),
        "far out",
    ));
    all.push(Diagnostic::warning("long", Place::node(file, "/c"), "long"));
    all.push(Diagnostic::warning(
        "first",
        Place::node(file, "/a").on_key(),
        "first",
    ));
    insta::assert_snapshot!(render_as(&all, &files, PLAIN, ALL));
}

#[test]
fn or_like_grep() {
    let (all, files) = example();
    let lines: Vec<_> = lines(&all, &files)
        .into_iter()
        .map(|(_, line)| line)
        .collect();
    assert_eq!(
        lines,
        [
            "b,c.yaml: error[unreadable-file]: no such file: 100%",
            "api.yaml:3:11: warning[unknown-key]: unknown key `operationID`",
        ]
    );
    let said = lines[1].as_str();
    let expected = [
        lines[0].clone(),
        format!("{said}; help: did you mean `operationId`?"),
    ];
    let lines = lines_with_help(&all, &files).into_iter();
    assert_eq!(lines.map(|(_, line)| line).collect::<Vec<_>>(), expected);
}

#[test]
fn programs_get_json() {
    let (all, files) = example();
    let expected = r#"{"code":"unreadable-file","severity":"error","message":"no such file: 100%","file":"b,c.yaml","line":null,"column":null,"end":null,"pointer":null,"label":null,"help":null}
{"code":"unknown-key","severity":"warning","message":"unknown key `operationID`","file":"api.yaml","line":3,"column":11,"end":{"line":3,"column":22},"pointer":"/paths/~1a/get/operationID","label":"not a key of an operation","help":"did you mean `operationId`?"}
"#;
    assert_eq!(render_as(&all, &files, Format::Json, ALL), expected);
}

#[test]
fn workflows_get_commands_that_no_text_can_end() {
    let (all, files) = example();
    let expected = "\
::error file=b%2Cc.yaml,title=unreadable-file::no such file: 100%25
::warning file=api.yaml,line=3,endLine=3,col=11,endColumn=22,title=unknown-key::unknown key `operationID`%0Ahelp: did you mean `operationId`?
";
    assert_eq!(render_as(&all, &files, Format::GitHub, ALL), expected);
}

#[test]
fn collections_of_findings_get_one_document() {
    let (all, files) = example();
    let text = render_as(&all, &files, Format::Sarif, ALL);
    let log: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let run = &log["runs"][0];
    let rules = &run["tool"]["driver"]["rules"];
    assert_eq!(
        (&log["version"], &rules[0]["id"], &rules[1]["id"]),
        (
            &"2.1.0".into(),
            &"unknown-key".into(),
            &"unreadable-file".into()
        )
    );
    let results = &run["results"];
    assert_eq!(
        results[0],
        serde_json::json!({
            "ruleId": "unreadable-file",
            "ruleIndex": 1,
            "level": "error",
            "message": {"text": "no such file: 100%"},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": "b%2Cc.yaml"}}}],
        })
    );
    assert_eq!(
        results[1],
        serde_json::json!({
            "ruleId": "unknown-key",
            "ruleIndex": 0,
            "level": "warning",
            "message": {"text": "unknown key `operationID`\nhelp: did you mean `operationId`?"},
            "locations": [{
                "physicalLocation": {
                    "artifactLocation": {"uri": "api.yaml"},
                    "region": {
                        "startLine": 3,
                        "startColumn": 11,
                        "endLine": 3,
                        "endColumn": 22,
                        "message": {"text": "not a key of an operation"},
                    },
                },
                "logicalLocations": [{"fullyQualifiedName": "/paths/~1a/get/operationID"}],
            }],
        })
    );
    let none = render_as(&Diagnostics::new(), &files, Format::Sarif, ALL);
    assert!(none.contains("\"results\": []"), "{none}");
}

#[test]
fn of_many_the_worst_are_shown() {
    let (mut all, files) = example();
    let place = || Place::File("d.yaml".into());
    all.push(Diagnostic::note("name-collision", place(), "a note"));
    let most = |most| Shown { notes: true, most };
    let two = render_as(&all, &files, PLAIN, most(1));
    assert!(two.starts_with("error[unreadable-file]"), "{two}");
    assert!(
        two.ends_with("... and 1 warning and 1 note more\n\n"),
        "{two}"
    );
    let commands = render_as(&all, &files, Format::GitHub, most(2));
    assert!(
        commands.ends_with("\n::notice ::... and 1 note more\n"),
        "{commands}"
    );
    let without = render_as(&all, &files, PLAIN, Shown::WARNINGS);
    assert!(!without.contains("a note"), "{without}");
}

#[test]
fn many_places_in_one_long_line_are_found_at_once() {
    let mut files = Files::new();
    let members: Vec<String> = (0..20_000).map(|n| format!(r#""ü{n}": [{n}]"#)).collect();
    let file = files.add("a.json", format!("{{{}}}", members.join(", ")));
    let mut all = Diagnostics::new();
    for n in 0..20_000 {
        all.push(Diagnostic::warning(
            "far",
            Place::node(file, format!("/ü{n}/0")),
            "far out",
        ));
    }
    let began = std::time::Instant::now();
    let lines = lines(&all, &files);
    assert_eq!(lines.len(), 20_000);
    assert_eq!(lines[1].1, "a.json:1:20: warning[far]: far out");
    // It takes a tenth of that; counting each column from the start of the line took minutes.
    assert!(began.elapsed().as_secs() < 10, "{:?}", began.elapsed());
}
