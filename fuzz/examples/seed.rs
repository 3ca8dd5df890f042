//! Fills `corpus/` from the fixtures of the tests: `cargo run --example seed`, in this folder.

use std::fs;
use std::path::Path;

use specwright::source::{Files, Limits, Value, parse};
use specwright_fuzz::descriptions;

/// All descriptions that tests have.
const FOLDERS: &[&str] = &[
    "tests/fixtures",
    "generator/tests/diagnostics",
    "spec",
    "examples/checked-in",
];

/// What a webhook's header may look like.
const HEADERS: &[&str] = &[
    "t=1700000000,v1=47b6ce0fca59474308e2921c247cb2493dce6b8101d90ac05bd0c6a37d0e046e",
    "t=1700000000, v1=00, v2=0a0b, v3=x",
    "v1=00,t=1",
    "R7bOD8pZR0MI4pIcJHyyST3Oa4EB2QrAW9DGo30OBG4=",
    "t=,v1=",
];

/// Values of parameters, as the target takes them: a kind of value, and texts.
const VALUES: &[(u8, &[&str])] = &[
    (0, &["a b/c?d=e&f#g%20+"]),
    (0, &[".."]),
    (0, &["%2e%2e"]),
    (1, &["blue", "black", "brown"]),
    (1, &["", "a,b", ";", "é"]),
    (2, &["R", "100", "G", "200"]),
    (2, &["a[b]", "=", "&", " "]),
];

/// JSON that unions read, with the number of the type.
const UNIONS: &[(u8, &str)] = &[
    (
        0,
        r#"{"id":1,"text":"auto","shape":{"x":1,"y":2.5,"r":3},"maybe":null}"#,
    ),
    (0, r#"{"id":"a","shape":[{"x":1,"y":2}]}"#),
    (1, r#"{"kind":"feline","lives":9}"#),
    (1, r#"{"kind":"Dog","good":true}"#),
    (1, r#"{"kind":"other","x":[]}"#),
    (2, r#"{"type":"image","url":"u"}"#),
    (3, r#"{"id":"a","number":"1"}"#),
    (4, r#"{"a":[1,{"b":"c"}]}"#),
    (5, r#"[1,"a",true,null]"#),
    (6, r#"{"kind":"student","name":"a","grade":1}"#),
    (7, r#"{"meow":"a"}"#),
    (7, r#"{"bark":"b"}"#),
];

fn main() {
    let mut count = 0;
    let mut write = |target: &str, bytes: Vec<u8>| {
        let folder = Path::new("corpus").join(target);
        fs::create_dir_all(&folder).expect("the folder of this package can be written");
        fs::write(folder.join(format!("seed-{count}")), bytes).expect("the same");
        count += 1;
    };
    for path in descriptions(FOLDERS) {
        let mut files = Files::new();
        let Ok(id) = files.read(&path) else { continue };
        let text = files.get(id).text();
        let kind = u8::from(path.extension().is_none_or(|extension| extension != "json"));
        write("tree", [&[kind], text.as_bytes()].concat());
        let Ok(tree) = parse(files.get(id), Limits::default()) else {
            continue;
        };
        for target in ["plan", "tokens"] {
            write(target, tree.to_string().into_bytes());
        }
        texts(&tree, &mut |text| write("docs", text.as_bytes().to_vec()));
    }
    for header in HEADERS {
        write("webhook", header.as_bytes().to_vec());
    }
    for (kind, json) in UNIONS {
        write("unions", [&[*kind], json.as_bytes()].concat());
    }
    for (kind, texts) in VALUES {
        let texts: Vec<&[u8]> = texts.iter().map(|text| text.as_bytes()).collect();
        for case in 0..27 {
            write(
                "parameters",
                [&[case, *kind], texts.join(&0xFF).as_slice()].concat(),
            );
        }
    }
    println!("{count} seeds in corpus/");
}

/// The texts that are for people.
fn texts(value: &Value, found: &mut impl FnMut(&str)) {
    match value {
        Value::Object(members) => {
            for (key, value) in members.iter() {
                match value {
                    Value::String(text) if matches!(key, "description" | "summary" | "title") => {
                        found(text)
                    }
                    value => texts(value, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        _ => {}
    }
}
