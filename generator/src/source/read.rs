//! From a file's text to its tree: which of the two languages it is, and what went wrong.

use super::{Error, ErrorKind, File, Limits, Value, json, locate, yaml};

/// Reads the text of a file as JSON or YAML.
///
/// The name decides where it says `.json`; else a text that opens with a brace or bracket is tried as JSON, which is much
/// quicker to read, and what is no JSON is YAML.
pub fn parse(file: &File, limits: Limits) -> Result<Value, Error> {
    let named_json = is_named_json(file);
    if file.text().trim().is_empty() {
        return Err(Error::new(ErrorKind::Syntax, "the file is empty"));
    }
    let (value, duplicate) = if named_json {
        json::read(file.text(), limits)?
    } else if opens_like_json(file.text()) {
        json::read(file.text(), limits).or_else(|_| yaml::read(file.text(), limits))?
    } else {
        yaml::read(file.text(), limits)?
    };
    if duplicate {
        return Err(duplicate_key(file));
    }
    Ok(value)
}

/// Whether the text is to be walked as JSON when a place in it is looked for.
pub(super) fn is_json(file: &File) -> bool {
    is_named_json(file) || (opens_like_json(file.text()) && json::is_valid(file.text()))
}

fn is_named_json(file: &File) -> bool {
    file.path
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
}

fn opens_like_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}

fn duplicate_key(file: &File) -> Error {
    match locate::duplicates(file).into_iter().next() {
        Some((key, second)) => Error::new(
            ErrorKind::DuplicateKey,
            format!("the key `{key}` stands twice in one object"),
        )
        .at(second),
        None => Error::new(ErrorKind::DuplicateKey, "a key stands twice in one object"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, text: &str) -> Result<Value, Error> {
        let file = File::new(name, text);
        parse(&file, Limits::default())
    }

    fn yaml(text: &str) -> String {
        read("a.yaml", text).expect("valid YAML").to_string()
    }

    #[test]
    fn both_languages_make_the_same_tree() {
        let json = read("a.json", r#"{"a": [1, 2.5, null, true, "x"]}"#);
        assert_eq!(json, read("a.yaml", "a: [1, 2.5, null, true, x]"));
        assert_eq!(json, read("a", "{a: [1, 2.5, null, true, x]}"));
    }

    #[test]
    fn yaml_1_2_scalars_are_what_they_look_like() {
        assert_eq!(
            yaml("[NO, on, 2014-01-02T02:20:00Z]"),
            r#"["NO","on","2014-01-02T02:20:00Z"]"#
        );
        assert_eq!(yaml("a: !!python/object x"), r#"{"a":"x"}"#);
        assert_eq!(
            yaml("minimum: -9223372036854776000"),
            r#"{"minimum":-9223372036854776000}"#
        );
    }

    #[test]
    fn keys_that_are_no_strings_become_their_text() {
        assert_eq!(
            yaml("200: a\n1.0: b\ntrue: c"),
            r#"{"200":"a","1.0":"b","true":"c"}"#
        );
    }

    #[test]
    fn merge_keys_are_applied_and_never_overwrite() {
        let text = "base: &b {a: 1, b: 2}\nuse: {<<: *b, b: 3}";
        assert_eq!(yaml(text), r#"{"base":{"a":1,"b":2},"use":{"b":3,"a":1}}"#);
        assert_eq!(
            read("a.json", r#"{"<<": {"a": 1}}"#).unwrap().to_string(),
            r#"{"<<":{"a":1}}"#
        );
    }

    #[test]
    fn a_key_that_stands_twice_is_an_error_at_its_second_place() {
        for (name, text) in [
            ("a.json", r#"{"a": 1, "b": {"c": 1, "c": 2}}"#),
            ("a.yaml", "a: 1\nb:\n  c: 1\n  c: 2\n"),
        ] {
            let error = read(name, text).unwrap_err();
            assert_eq!(error.kind, ErrorKind::DuplicateKey);
            let range = error.range.expect("a place");
            assert_eq!(text[range.clone()].trim_matches('"'), "c");
            assert_eq!(
                range.start,
                text.rfind('c').unwrap() - usize::from(name == "a.json")
            );
        }
    }

    #[test]
    fn depth_and_nodes_are_limited() {
        let nested = "[".repeat(100_000);
        assert_eq!(read("a.json", &nested).unwrap_err().kind, ErrorKind::Limit);
        let nested = format!("a: {}1{}", "[".repeat(125), "]".repeat(125));
        assert_eq!(read("a.yaml", &nested).unwrap_err().kind, ErrorKind::Limit);
        let deep = format!("a: {}1{}", "[".repeat(50_000), "]".repeat(50_000));
        assert_eq!(read("a.yaml", &deep).unwrap_err().kind, ErrorKind::Limit);
        let few = Limits {
            aliases: 2,
            ..Limits::default()
        };
        let file = |text: &str| File::new("a.yaml", text);
        let twice = "a: &a [1]\nb: &b 1\nc: [*a, *a, *b, *b]\n";
        assert!(parse(&file(twice), few).is_ok(), "scalars do not count");
        let often = "a: &a [1]\nb: [*a, *a, *a]\n";
        let error = parse(&file(often), few).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Limit);
        assert_eq!(error.range.map(|range| range.start), often.rfind('*'));
        let few = Limits {
            bytes: 1_000,
            ..Limits::default()
        };
        let text = "x".repeat(100);
        let once = format!("a: &a {text}\nb: [*a, *a, *a]\n");
        assert!(parse(&file(&once), few).is_ok());
        let often = format!("a: &a {text}\nb: [{}]\n", "*a, ".repeat(10));
        let error = parse(&file(&often), few).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Limit);
        assert_eq!(error.message, "more than 1000 bytes of text");
        let keys = format!("a: &a {text}\nb: [{}]\n", "{? *a : 1}, ".repeat(10));
        assert_eq!(parse(&file(&keys), few).unwrap_err().kind, ErrorKind::Limit);
        let few = Limits {
            nodes: 3,
            ..Limits::default()
        };
        let file = File::new("a.json", "[1, 2, 3]");
        assert_eq!(parse(&file, few).unwrap_err().kind, ErrorKind::Limit);
        for (name, text) in [
            ("a.json", r#"{"abc": 1, "abcd": 2}"#),
            ("a.yaml", "abc: 1\nabcd: 2\n"),
        ] {
            let few = Limits {
                names: 3,
                ..Limits::default()
            };
            let file = File::new(name, text);
            let error = parse(&file, few).unwrap_err();
            assert_eq!(error.kind, ErrorKind::Limit);
            assert_eq!(error.message, "a key of more than 3 bytes");
        }
    }

    #[test]
    fn syntax_errors_have_their_place() {
        let text = "{\n  \"a\": 1\n  \"b\": 2\n}";
        let error = read("a.json", text).unwrap_err();
        assert_eq!(error.range.map(|range| range.start), text.find("\"b\""));
        assert_eq!(read("a.yaml", "").unwrap_err().message, "the file is empty");
        assert!(read("a.yaml", "a: 1\n\tb: 2").unwrap_err().range.is_some());
    }
}
