//! Who may know whom: the arrows between the modules of `src`, and the one place of each third-party crate.
//!
//! ARCHITECTURE.md draws the same picture in words. An arrow that is missing here is added on purpose or not at all.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Each module with those that it may use. Data goes from the top of this list to its end, imports go up.
const ARROWS: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("diagnostic", &["source"]),
    ("config", &["diagnostic", "source"]),
    ("document", &["config", "diagnostic", "source"]),
    ("api", &["diagnostic", "document", "source"]),
    ("plan", &["api", "config"]),
    ("emit", &["plan"]),
    ("write", &["emit"]),
    (
        "generate",
        &[
            "api",
            "config",
            "diagnostic",
            "document",
            "emit",
            "plan",
            "source",
            "write",
        ],
    ),
    ("builder", &["diagnostic", "generate", "write"]),
    ("interface", &["source", "write"]),
    ("cli", &["diagnostic", "generate", "interface", "write"]),
    ("main", &["cli"]),
];

/// Files that look past the phase before theirs, with what they take from there: plain enums that the plan holds as
/// they are, because a copy of each would say the same again.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("emit/client.rs", "use crate::api::SchemeKind;"),
    ("emit/spec.rs", "use crate::api::{Place, Status, Style};"),
    ("emit/statuses.rs", "use crate::api::Status;"),
    ("emit/stream.rs", "use crate::api::Framing;"),
];

/// Each third-party crate with the files and folders that name it. `serde` and `serde_json` (values), `indexmap`
/// and `foldhash` (collections) are a language of their own, and may be anywhere but in `emit`, which only quotes them.
const CRATES: &[(&str, &[&str])] = &[
    ("annotate_snippets", &["diagnostic/render/human.rs"]),
    ("clap", &["cli/"]),
    ("heck", &["plan/naming/case.rs"]),
    ("openapiv3", &["api/lower/", "document/"]),
    ("prettyplease", &["write/format"]),
    ("proc_macro2", &["emit/", "interface/", "write/format"]),
    ("quote", &["emit/", "interface/"]),
    ("libmimalloc_sys", &["main.rs"]),
    ("memchr", &["source/json.rs", "write/"]),
    ("mimalloc", &["main.rs"]),
    ("rustix", &["write/disk.rs"]),
    ("saphyr_parser", &["source/locate.rs", "source/yaml.rs"]),
    ("serde_yaml", &["source/yaml.rs"]),
    (
        "specwright_runtime",
        &["generate/mod.rs", "write/package.rs"],
    ),
    ("strsim", &["diagnostic/suggest.rs"]),
    ("syn", &["config/rust.rs", "interface/", "write/format"]),
    ("toml", &["cli/workspace.rs", "config/", "write/package.rs"]),
    ("unicode_ident", &["plan/naming/case.rs"]),
];

/// Who touches the disk: one reader, one writer, and the command where it looks around before there is anything to read.
const DISK: &[&str] = &[
    "cli/discover.rs",
    "cli/workspace.rs",
    "source/files.rs",
    "write/disk.rs",
];

#[test]
fn modules_import_downward_only() {
    let mut wrong = Vec::new();
    for file in sources() {
        for line in file.lines() {
            for used in file.modules_in(line) {
                let allowed = used == file.module || file.allowed().contains(&used.as_str());
                let excepted = EXCEPTIONS.contains(&(file.path.as_str(), line.trim()));
                if !allowed && !excepted {
                    wrong.push(format!("{} must not know {used}: {line}", file.path));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn third_party_crates_stay_in_their_place() {
    let mut wrong = Vec::new();
    for file in sources() {
        for line in file.lines() {
            for (name, places) in CRATES {
                let there = places.iter().any(|place| file.path.starts_with(place));
                if !there && names_crate(line, name) {
                    wrong.push(format!("{} must not name {name}: {line}", file.path));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_dependency_has_its_place() {
    let manifest = include_str!("../Cargo.toml");
    let dependencies = manifest
        .split("\n[dependencies]\n")
        .nth(1)
        .and_then(|rest| rest.split("\n[").next())
        .expect("the manifest has dependencies");
    let anywhere = ["foldhash", "indexmap", "serde", "serde_json"];
    let found: BTreeSet<String> = dependencies
        .lines()
        .filter_map(|line| line.split(['.', ' ']).next())
        .filter(|name| !name.is_empty() && *name != "#" && !anywhere.contains(name))
        .map(|name| name.replace('-', "_"))
        .chain(["rustix".to_owned()])
        .collect();
    let listed: BTreeSet<String> = CRATES.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(found, listed);
}

#[test]
fn one_reads_the_disk_and_one_writes_it() {
    let mut found = BTreeSet::new();
    for file in sources() {
        if file.lines().any(|line| line.contains("std::fs")) {
            found.insert(file.path.clone());
        }
    }
    let listed: BTreeSet<String> = DISK.iter().map(|path| (*path).to_owned()).collect();
    assert_eq!(found, listed);
}

#[test]
fn exceptions_that_are_gone_are_not_listed() {
    let texts: BTreeMap<String, String> = sources()
        .into_iter()
        .map(|file| (file.path, file.text))
        .collect();
    for (path, line) in EXCEPTIONS {
        let text = texts.get(*path).unwrap_or_else(|| panic!("no file {path}"));
        assert!(text.contains(line), "{path} no longer has: {line}");
    }
}

/// What turns a text into tokens that are no literal, each with the one file of `emit` that may. What `literal` parses can
/// become a literal only.
const DOORS: &[(&str, &str)] = &[
    ("Ident::new", "emit/ident.rs"),
    ("parse_str", "emit/ident.rs"),
    ("format_ident", "none"),
    ("from_str", "none"),
    ("parse::<", "emit/literal.rs"),
    (".parse()", "emit/ident.rs"),
    ("TokenTree", "none"),
];

#[test]
fn no_text_becomes_tokens_but_by_the_doors() {
    let mut wrong = Vec::new();
    // What is below `macros` is text of each client, and makes no tokens.
    let is_emit = |file: &&Source| file.module == "emit" && !file.path.starts_with("emit/macros/");
    for file in sources().iter().filter(is_emit) {
        for line in file.lines() {
            for (door, place) in DOORS {
                if line.contains(door) && file.path != *place {
                    wrong.push(format!("{} must not use {door}: {line}", file.path));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_module_says_what_it_is_for() {
    for file in sources() {
        // What is in there is no module, but text of a module of each client.
        let is_module = !file.path.starts_with("emit/macros/");
        assert_eq!(file.text.starts_with("//!"), is_module, "{}", file.path);
    }
}

/// A file of `src`, without its tests.
struct Source {
    /// Below `src`, with `/`.
    path: String,
    /// The module at the root that it belongs to.
    module: String,
    text: String,
}

impl Source {
    fn lines(&self) -> impl Iterator<Item = &str> {
        self.text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
    }

    fn allowed(&self) -> &'static [&'static str] {
        let found = ARROWS.iter().find(|(module, _)| *module == self.module);
        found
            .unwrap_or_else(|| panic!("{} is in no layer", self.path))
            .1
    }

    /// The modules at the root that a line names, wherever in it.
    fn modules_in(&self, line: &str) -> Vec<String> {
        line.match_indices("crate::")
            .flat_map(|(at, found)| {
                let rest = &line[at + found.len()..];
                match rest.strip_prefix('{') {
                    Some(list) => list
                        .split(['}', ','])
                        .take_while(|part| !part.starts_with(';'))
                        .map(first_word)
                        .collect(),
                    None => vec![first_word(rest)],
                }
            })
            .filter(|name| !name.is_empty())
            .map(module_of)
            .collect()
    }
}

fn first_word(text: &str) -> String {
    text.trim()
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
        .collect()
}

/// What stands at the root of the library, and which module it is from.
fn module_of(name: String) -> String {
    match name.as_str() {
        "Output" | "Packaging" | "Report" | "Request" | "Summary" | "Timings" | "check" => {
            "generate".to_owned()
        }
        "BuildError" | "Builder" => "builder".to_owned(),
        _ => name,
    }
}

fn names_crate(line: &str, name: &str) -> bool {
    line.match_indices(&format!("{name}::")).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_' || c == ':' || c == '#')
    })
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    find(&root, &mut paths);
    let sources: Vec<Source> = paths
        .into_iter()
        .filter_map(|path| {
            let below = path.strip_prefix(&root).expect("it was found there");
            let path_text = below.to_string_lossy().replace('\\', "/");
            let module = path_text.split(['/', '.']).next()?.to_owned();
            let is_test = path_text.ends_with("tests.rs");
            let is_rust = path_text.ends_with(".rs");
            (is_rust && !is_test && path_text != "lib.rs").then(|| Source {
                text: without_tests(&fs::read_to_string(&path).expect("text")),
                path: path_text,
                module,
            })
        })
        .collect();
    assert!(sources.len() > 50, "the sources were not found");
    sources
}

fn find(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        match path.is_dir() {
            true => find(&path, found),
            false => found.push(path),
        }
    }
    found.sort();
}

/// The text up to its test module, which stands at the end.
fn without_tests(text: &str) -> String {
    let cut = text.find("#[cfg(test)]\nmod tests {");
    text[..cut.unwrap_or(text.len())].to_owned()
}
