//! `Cargo.toml` of a crate that stands alone.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use memchr::memmem;
use toml::{Table, Value};

use super::Runtime;

/// What a crate says about itself.
#[derive(Clone, Debug, Default)]
pub struct Package {
    /// The name on a registry, such as `pet-store`.
    pub name: String,
    /// Its version.
    pub version: String,
    /// One line about it.
    pub description: Option<String>,
    /// A call of the client, to be shown: in Rust, with values.
    pub example: Option<String>,
    /// A paragraph about it, in CommonMark.
    pub about: Option<String>,
    /// Who made it.
    pub authors: Vec<String>,
    /// An SPDX expression.
    pub license: Option<String>,
    /// Its page.
    pub homepage: Option<String>,
    /// Where the source is kept.
    pub repository: Option<String>,
    /// Where its documentation is, if not where registries look for it.
    pub documentation: Option<String>,
    /// What it may be found by.
    pub keywords: Vec<String>,
    /// Which of the registry's categories it belongs to.
    pub categories: Vec<String>,
    /// The oldest Rust that it is said to compile with.
    pub rust_version: Option<String>,
    /// Whether Cargo may publish it, where that is said.
    pub publish: Option<bool>,
    /// The features of the runtime without which the client does not compile.
    pub needs: Vec<String>,
    /// The features of the runtime that the crate has not: parts that the client does not use, and what is for the
    /// generator alone.
    pub left_out: Vec<String>,
    /// Features of its own beside the runtime's, with those that each turns on.
    pub features: BTreeMap<String, Vec<String>>,
    /// Those of its own that are on unless its user says otherwise.
    pub default_features: Vec<String>,
    /// How its client is made, as Rust behind `Client::`.
    pub client: String,
    /// What it depends on besides the runtime's dependencies, some of which it may replace.
    pub dependencies: BTreeMap<String, Value>,
}

impl Package {
    /// The name as it is written in Rust.
    pub fn ident(&self) -> String {
        self.name.replace('-', "_")
    }

    /// The manifest. The dependencies are the runtime's where its source is part of the crate, and else that itself.
    pub(super) fn manifest(&self, runtime: &Runtime) -> String {
        let copied = runtime.files.is_some();
        let runtime = parsed(runtime);
        let mut text = String::from("[package]\n");
        for (key, value) in self.entries() {
            entry(&mut text, key, &value);
        }

        text.push_str("\n[package.metadata.docs.rs]\nall-features = true\n");

        text.push_str("\n[features]\n");
        for (name, value) in self.features(&runtime, copied) {
            entry(&mut text, &name, &Value::from(value));
        }

        for (targets, dependencies) in self.all_dependencies(&runtime, copied) {
            match targets {
                Some(targets) => {
                    _ = writeln!(text, "\n[target.{}.dependencies]", key(&targets));
                }
                None => text.push_str("\n[dependencies]\n"),
            }
            for (name, value) in dependencies {
                match value {
                    Value::Table(table) => {
                        _ = writeln!(text, "{} = {}", key(&name), requirement(&table));
                    }
                    version => entry(&mut text, &name, &version),
                }
            }
        }
        text
    }

    /// What it depends on, as Rust names that.
    pub(crate) fn crates(&self, runtime: &Runtime) -> Vec<String> {
        let dependencies = self.all_dependencies(&parsed(runtime), runtime.files.is_some());
        let names = dependencies.iter().flat_map(|(_, table)| table.keys());
        names.map(|name| name.replace('-', "_")).collect()
    }

    /// All that it depends on, and what only some targets do.
    fn all_dependencies(&self, runtime: &Table, copied: bool) -> Vec<(Option<String>, Table)> {
        match copied {
            true => self.copied_dependencies(runtime),
            false => vec![(None, self.dependency(runtime))],
        }
    }

    /// What `[package]` has, in the order in which people write it. The Rust that a crate needs is what its user says, and
    /// not what the runtime does: Cargo takes dependencies by the oldest Rust that a member of a workspace declares, so to
    /// declare one would hold back those of all others. Without it Cargo goes by the compiler that is there.
    fn entries(&self) -> Vec<(&'static str, Value)> {
        let text = |text: &Option<String>| text.as_deref().map(Value::from);
        let list = |texts: &Vec<String>| (!texts.is_empty()).then(|| texts.clone().into());
        let description = self.description.as_deref().map(one_line);
        let entries = [
            ("name", Some(Value::from(self.name.as_str()))),
            ("version", Some(Value::from(self.version.as_str()))),
            ("description", description.map(Value::from)),
            ("authors", list(&self.authors)),
            ("license", text(&self.license)),
            ("homepage", text(&self.homepage)),
            ("repository", text(&self.repository)),
            ("documentation", text(&self.documentation)),
            ("keywords", list(&self.keywords)),
            ("categories", list(&self.categories)),
            ("edition", Some(Value::from("2024"))),
            ("rust-version", text(&self.rust_version)),
            ("publish", self.publish.map(Value::from)),
            ("readme", Some(Value::from("README.md"))),
        ];
        let given = entries.into_iter();
        given
            .filter_map(|(key, value)| Some((key, value?)))
            .collect()
    }

    /// What the runtime depends on, and what the user wants besides.
    fn copied_dependencies(&self, runtime: &Table) -> Vec<(Option<String>, Table)> {
        let mut tables = vec![(None, table(runtime, "dependencies"))];
        for (targets, value) in table(runtime, "target") {
            let value = value.as_table().map(|it| table(it, "dependencies"));
            tables.push((Some(targets), value.unwrap_or_default()));
        }
        for (_, table) in &mut tables {
            table.retain(|name, _| !self.is_left_out(runtime, name));
        }
        for (name, value) in tables.iter_mut().flat_map(|(_, table)| table) {
            if let Value::Table(table) = value
                && self.is_needed(runtime, name)
            {
                table.remove("optional");
            }
        }
        for (name, wanted) in self.dependencies.clone() {
            let mut is_new = true;
            for needed in tables.iter_mut().filter_map(|(_, it)| it.get_mut(&name)) {
                *needed = merged(needed.clone(), wanted.clone());
                is_new = false;
            }
            if is_new && let Some((_, all)) = tables.first_mut() {
                all.insert(name, wanted);
            }
        }
        tables
    }

    /// The runtime, what generated code names itself, and what the user wants besides. Where the runtime is from, the user
    /// may say, too: a folder, say.
    fn dependency(&self, runtime: &Table) -> Table {
        let mut dependencies: Table = self.dependencies.clone().into_iter().collect();
        let mut chosen = match dependencies.remove(RUNTIME) {
            Some(Value::Table(table)) => table,
            Some(version) => Table::from_iter([("version".to_owned(), version)]),
            None => Table::from_iter([("version".to_owned(), env!("CARGO_PKG_VERSION").into())]),
        };
        // A member may not turn off what its workspace has on.
        if !chosen.contains_key("workspace") {
            chosen.insert("default-features".to_owned(), false.into());
        }
        let mut features = chosen.get("features").map(strings).unwrap_or_default();
        features.extend(self.needs.clone());
        features.sort();
        features.dedup();
        chosen.insert("features".to_owned(), features.into());
        dependencies.insert(RUNTIME.to_owned(), chosen.into());
        if let Some(Value::Table(mut serde)) = table(runtime, "dependencies").remove("serde") {
            serde.remove("optional");
            let serde = match dependencies.remove("serde") {
                Some(wanted) => merged(serde.into(), wanted),
                None => serde.into(),
            };
            dependencies.insert("serde".to_owned(), serde);
        }
        dependencies
    }

    /// The runtime's features that are the user's choice. Those of a dependency are passed on.
    fn features(&self, runtime: &Table, copied: bool) -> BTreeMap<String, Vec<String>> {
        let is_decided = |name: &String| self.needs.contains(name) || self.left_out.contains(name);
        table(runtime, "features")
            .into_iter()
            .filter(|(name, _)| !is_decided(name))
            .map(|(name, value)| {
                let mut parts = match copied || name == "default" {
                    true => self.not_of_needed(runtime, strings(&value)),
                    false => vec![format!("{RUNTIME}/{name}")],
                };
                parts.retain(|part| !is_decided(part));
                if name == "default" {
                    parts.extend(self.default_features.iter().cloned());
                }
                (name, parts)
            })
            .chain(self.features.clone())
            .collect()
    }

    /// The parts of a feature without what it says of dependencies that are there in any case: that they are to be.
    fn not_of_needed(&self, runtime: &Table, parts: Vec<String>) -> Vec<String> {
        let is_needed = |dependency: &str| self.is_needed(runtime, dependency);
        let parts = parts.into_iter().filter_map(|part| {
            if let Some(dependency) = part.strip_prefix("dep:") {
                return (!is_needed(dependency)).then_some(part);
            }
            match part.split_once("?/") {
                Some((dependency, feature)) if is_needed(dependency) => {
                    Some(format!("{dependency}/{feature}"))
                }
                _ => Some(part),
            }
        });
        parts.collect()
    }

    /// Whether a dependency is one of a feature that is always on.
    fn is_needed(&self, runtime: &Table, dependency: &str) -> bool {
        users(runtime, dependency).any(|feature| self.needs.contains(feature))
    }

    /// Whether a dependency is one of features that are left out, and of no other.
    fn is_left_out(&self, runtime: &Table, dependency: &str) -> bool {
        let mut users = users(runtime, dependency).peekable();
        users.peek().is_some() && users.all(|feature| self.left_out.contains(feature))
    }

    /// Whether a file of the runtime is for this crate: not one of a part that is left out, which is a module of its name.
    pub(super) fn is_copied(&self, path: &str) -> bool {
        let module = path.split(['/', '.']).next();
        !self
            .left_out
            .iter()
            .any(|part| Some(part.as_str()) == module)
    }

    /// A text of the runtime for this crate, below a header: what is always on is not conditional, what is left out is not
    /// there, and its tests are the runtime's.
    pub(super) fn copied(&self, header: &str, text: &str) -> String {
        let end = memmem::find(text.as_bytes(), TESTS).unwrap_or(text.len());
        let text = &text[..end];
        let mut copy = String::with_capacity(header.len() + text.len());
        copy.push_str(header);
        let mut copied = 0;
        for start in memmem::find_iter(text.as_bytes(), CONDITION) {
            let gone = self.gone(&text[start + CONDITION.len()..]);
            if let (Some(gone), true) = (gone, copied <= start) {
                copy.push_str(text[copied..start].trim_end_matches(' '));
                copied = start + CONDITION.len() + gone;
                // What stood between two blank lines, or last in a block.
                let next = text[copied..].trim_start_matches(' ');
                if copy.ends_with("\n\n") && next.starts_with(['\n', '}']) {
                    copy.pop();
                }
            }
        }
        copy.push_str(&text[copied..]);
        copy
    }

    /// How much of a text that goes on behind [`CONDITION`] is not for this crate: the condition, or also what depends on it.
    fn gone(&self, condition: &str) -> Option<usize> {
        let (name, rest) = condition.split_once("\")]\n")?;
        let line = condition.len() - rest.len();
        let is_one = |names: &[String]| names.iter().any(|known| known == name);
        if is_one(&self.left_out) {
            return Some(line + conditional(rest)?);
        }
        is_one(&self.needs).then_some(line)
    }
}

/// How much of a text is about the condition before it: an item, a field or a statement, each of which ends with a line. One
/// with a `where` clause would seem to end there, so the runtime has none of these.
fn conditional(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut read = 0;
    for line in text.split_inclusive('\n') {
        read += line.len();
        let code = line.trim();
        if code.starts_with("//") {
            continue;
        }
        for byte in code.bytes() {
            match byte {
                b'(' | b'[' | b'{' => depth += 1,
                b')' | b']' | b'}' => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        if depth == 0 && code.ends_with([';', ',', '}']) {
            return Some(read);
        }
    }
    None
}

/// The features that turn on a dependency.
fn users<'m>(runtime: &'m Table, dependency: &'m str) -> impl Iterator<Item = &'m String> {
    let features = runtime.get("features").and_then(Value::as_table);
    let features = features.into_iter().flatten();
    let users = features.filter(move |(_, parts)| {
        let parts = parts.as_array().into_iter().flatten();
        let mut parts = parts.filter_map(|part| part.as_str()?.strip_prefix("dep:"));
        parts.any(|part| part == dependency)
    });
    users.map(|(name, _)| name)
}

/// What a client needs of a dependency, from where and in which version the user wants it: with the features of both, and
/// there when the client's own features say so.
fn merged(needed: Value, wanted: Value) -> Value {
    let as_table = |value| match value {
        Value::Table(table) => table,
        version => Table::from_iter([("version".to_owned(), version)]),
    };
    let (needed, mut wanted) = (as_table(needed), as_table(wanted));
    let mut features = needed.get("features").map(strings).unwrap_or_default();
    for feature in wanted.get("features").map(strings).unwrap_or_default() {
        if !features.contains(&feature) {
            features.push(feature);
        }
    }
    if !features.is_empty() {
        wanted.insert("features".to_owned(), features.into());
    }
    wanted.remove("optional");
    let is_said = ["git", "path", "version", "workspace"];
    let is_said = is_said.iter().any(|key| wanted.contains_key(*key));
    for (key, value) in needed {
        let is_kept = match key.as_str() {
            "optional" => true,
            "version" => !is_said,
            // A member may not turn off what its workspace has on.
            "default-features" => !wanted.contains_key("workspace"),
            _ => false,
        };
        if is_kept && !wanted.contains_key(&key) {
            wanted.insert(key, value);
        }
    }
    wanted.into()
}

/// The name of the runtime.
const RUNTIME: &str = "specwright-runtime";

/// How a line begins that makes what follows depend on a feature.
const CONDITION: &str = "#[cfg(feature = \"";

/// How the tests of a module begin, which are the last in it.
const TESTS: &[u8] = b"\n#[cfg(test)]\n";

fn parsed(runtime: &Runtime) -> Table {
    let manifest = runtime.manifest.parse();
    manifest.expect("the runtime's manifest is TOML")
}

fn table(manifest: &Table, name: &str) -> Table {
    manifest
        .get(name)
        .and_then(Value::as_table)
        .cloned()
        .unwrap_or_default()
}

fn strings(value: &Value) -> Vec<String> {
    value
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}

/// What a registry shows in a list, without the breaks of a longer text.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A dependency's table with the version first, where people look for it.
fn requirement(table: &Table) -> String {
    if let (1, Some(version)) = (table.len(), table.get("version")) {
        return version.to_string();
    }
    let (mut first, rest): (Vec<_>, Vec<_>) = table.iter().partition(|(key, _)| *key == "version");
    first.extend(rest);
    let fields: Vec<String> = first
        .iter()
        .map(|(key, value)| format!("{key} = {value}"))
        .collect();
    format!("{{ {} }}", fields.join(", "))
}

/// Writes one line: tables inline, strings and keys quoted and escaped as TOML wants them.
fn entry(text: &mut String, key: &str, value: &Value) {
    _ = writeln!(text, "{} = {value}", self::key(key));
}

fn key(key: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    match !key.is_empty() && key.bytes().all(plain) {
        true => key.to_owned(),
        false => Value::from(key).to_string(),
    }
}

#[cfg(test)]
#[path = "package_tests.rs"]
mod tests;
