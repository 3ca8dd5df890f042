//! What is written is what prettyplease would write, although most of it is laid out without it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use specwright::{Packaging, Request, generate};
use syn::Item;

/// The macros whose calls prettyplease does not know how to lay out.
const LISTS: &[&str] = &[
    "object",
    "written_object",
    "string_enum",
    "integer_enum",
    "keyed_union",
    "tagged_union",
    "untagged_union",
    "into_field",
    "into_box",
];

/// The lines of a file that both have an opinion on: no blank ones, no comments, and no lists of entries.
fn lines(text: &str) -> Vec<&str> {
    let is_list = |line: &str| {
        let name = line.strip_suffix("! {");
        name.is_some_and(|name| LISTS.contains(&name))
    };
    let mut lines = text.lines();
    let mut found = Vec::new();
    while let Some(line) = lines.next() {
        if is_list(line) {
            lines.find(|line| *line == "}");
        } else if !line.is_empty() && !line.starts_with("// ") {
            found.push(line);
        }
    }
    found
}

/// The same file as prettyplease lays it out.
fn laid_out(text: &str) -> String {
    let mut file = syn::parse_file(text).expect("generated files parse");
    file.items.retain(|item| match item {
        Item::Macro(call) => !LISTS.iter().any(|name| call.mac.path.is_ident(name)),
        _ => true,
    });
    prettyplease::unparse(&file)
}

/// Generates modules, and compares each. Gives how many lines that were; none if there is nothing to generate.
fn compare(spec: &Path) -> usize {
    let mut request = Request::new(spec, Packaging::Module);
    let config = spec.with_extension("toml");
    request.config = config.exists().then_some(config);
    let Ok(output) = generate(&request) else {
        return 0;
    };
    let mut count = 0;
    for (path, text) in output.files.iter() {
        if path == "macros.rs" {
            continue;
        }
        let expected = laid_out(text);
        let (found, expected) = (lines(text), lines(&expected));
        let differs = found.iter().zip(&expected).position(|(a, b)| a != b);
        let place = format!("{}: {path}", spec.display());
        if let Some(at) = differs {
            let around = at.saturating_sub(3)..(at + 6).min(found.len()).min(expected.len());
            assert_eq!(found[around.clone()], expected[around], "{place}");
        }
        assert_eq!(found.len(), expected.len(), "{place}");
        count += found.len();
    }
    count
}

/// The descriptions of a folder.
fn descriptions(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let is_description = |path: &PathBuf| {
        let extension = path.extension();
        extension.is_some_and(|it| it == "yaml" || it == "json")
    };
    let mut paths: Vec<PathBuf> = paths.filter(is_description).collect();
    paths.sort();
    paths
}

#[test]
fn fixtures_are_laid_out_as_prettyplease_does() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures");
    let fixtures = descriptions(&fixtures);
    let count: usize = fixtures.iter().map(|path| compare(path)).sum();
    assert!(fixtures.len() > 20 && count > 10_000, "{count} lines");
}

/// Every tenth document of the corpus, if it is there.
#[test]
fn a_sample_of_the_corpus_is_laid_out_as_prettyplease_does() {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let corpus = std::env::var_os("CORPUS").map_or_else(beside, PathBuf::from);
    let corpus = corpus.join("corpus");
    if !corpus.is_dir() {
        eprintln!("SKIPPED: {} is not there", corpus.display());
        return;
    }
    let documents = descriptions(&corpus);
    let count: usize = documents.iter().step_by(10).map(|it| compare(it)).sum();
    assert!(count > 10_000, "{count} lines");
}

/// Names of every length, so that each kind of line fits, just fits, and just does not.
#[test]
fn lines_are_broken_where_prettyplease_breaks_them() {
    let mut paths = String::new();
    let mut schemas = String::new();
    for length in 1..=100 {
        let name = format!("{length}").repeat(length)[..length].to_owned();
        let name = name.replace(|c: char| c.is_ascii_digit(), "n");
        let schema = format!("S{name}");
        _ = write!(
            paths,
            "  /p{length}/{{x{name}}}:
    post:
      operationId: o{name}
      parameters:
        - {{in: path, name: x{name}, required: true, schema: {{type: string}}}}
        - {{in: query, name: q{name}, schema: {{type: array, items: {{type: string}}}}, explode: false}}
        - {{in: query, name: r, schema: {{type: string, maxLength: {length}}}}}
      requestBody: {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/{schema}'}}}}}}}}
      responses:
        '200': {{description: d, content: {{application/json: {{schema: {{$ref: '#/components/schemas/{schema}'}}}}}}}}
        '404': {{description: d, content: {{application/json: {{schema: {{$ref: '#/components/schemas/U{schema}'}}}}}}}}
"
        );
        _ = write!(
            schemas,
            "    {schema}:
      type: object
      required: [a]
      properties:
        a: {{type: array, items: {{$ref: '#/components/schemas/U{schema}'}}}}
        b{name}: {{type: object, additionalProperties: {{$ref: '#/components/schemas/E{schema}'}}}}
    E{schema}: {{type: string, enum: [a, b]}}
    U{schema}: {{oneOf: [{{$ref: '#/components/schemas/{schema}'}}, {{type: integer}}]}}
    T{schema}:
      oneOf: [{{$ref: '#/components/schemas/{schema}'}}, {{$ref: '#/components/schemas/V{schema}'}}]
      discriminator: {{propertyName: k{name}}}
    V{schema}: {{type: object, properties: {{k{name}: {{type: string}}}}}}
"
        );
    }
    let folder = tempfile::tempdir().expect("a folder");
    let spec = folder.path().join("lengths.yaml");
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: Lengths, version: '1'}}\nservers: [{{url: 'https://a.example'}}]\n\
         paths:\n{paths}components:\n  schemas:\n{schemas}"
    );
    fs::write(&spec, text).expect("written");
    assert!(compare(&spec) > 5_000);
}
