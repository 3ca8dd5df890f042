//! What the fixtures' clients offer survives what is added to their descriptions, and another order.
//!
//! What an addition may change all the same is in docs/updating.md, and each test here names what it leaves out for that.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use serde_yaml::{Mapping, Value};
use specwright::interface::{Effect, Interface};
use specwright::{Packaging, Request, generate};

/// A fixture as a tree, with the configuration beside it.
struct Fixture {
    name: String,
    tree: Value,
    config: Option<PathBuf>,
}

fn fixtures() -> Vec<Fixture> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures");
    let entries = fs::read_dir(folder).expect("the fixtures are there");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.retain(|path| path.extension().is_some_and(|it| it == "yaml"));
    paths.sort();
    let fixture = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("a fixture is text");
        let config = path.with_extension("toml");
        let mut tree: Value = serde_yaml::from_str(&text).expect("a fixture is YAML");
        tree.apply_merge().expect("what is merged is an object");
        Fixture {
            name: path
                .file_stem()
                .expect("a name")
                .to_string_lossy()
                .into_owned(),
            tree,
            config: config.is_file().then_some(config),
        }
    };
    let found: Vec<Fixture> = paths.into_iter().map(fixture).collect();
    assert!(found.len() > 50, "only {} fixtures", found.len());
    found
}

fn interface(fixture: &Fixture, tree: &Value) -> Interface {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let spec = folder.path().join("openapi.yaml");
    fs::write(&spec, serde_yaml::to_string(tree).expect("YAML")).expect("written");
    let request = Request {
        config: fixture.config.clone(),
        ..Request::new(&spec, Packaging::Module)
    };
    let output = generate(&request);
    let output = output.unwrap_or_else(|it| panic!("{}: {}", fixture.name, it.render(false)));
    Interface::of(&output.files).expect("what is generated is Rust")
}

/// All of them, and what their clients offer.
static FIXTURES: LazyLock<Vec<(Fixture, Interface)>> = LazyLock::new(|| {
    let with_interface = |fixture: Fixture| {
        let interface = interface(&fixture, &fixture.tree);
        (fixture, interface)
    };
    fixtures().into_iter().map(with_interface).collect()
});

/// What changes that is no addition, over all fixtures but these: `fixture: item said`.
fn broken(without: &[&str], change: impl Fn(&mut Value)) -> Vec<String> {
    let mut all = Vec::new();
    for (fixture, before) in &*FIXTURES {
        if without.contains(&fixture.name.as_str()) {
            continue;
        }
        let mut tree = fixture.tree.clone();
        change(&mut tree);
        let after = interface(fixture, &tree);
        let changes = before.changes(&after).0.into_iter();
        let changes = changes.filter(|it| matches!(it.effect, Effect::Breaking | Effect::Meaning));
        all.extend(changes.map(|it| format!("{}: {} {}", fixture.name, it.item, it.said)));
    }
    all
}

fn at<'v>(tree: &'v mut Value, path: &[&str]) -> Option<&'v mut Mapping> {
    let found = path
        .iter()
        .try_fold(tree, |value, key| value.get_mut(*key))?;
    found.as_mapping_mut()
}

fn reverse(map: &mut Mapping) {
    let entries: Vec<_> = std::mem::take(map).into_iter().collect();
    map.extend(entries.into_iter().rev());
}

fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).expect("YAML")
}

/// All operations of a description.
fn operations(tree: &mut Value) -> impl Iterator<Item = &mut Mapping> {
    const METHODS: [&str; 8] = [
        "get", "put", "post", "patch", "delete", "head", "options", "trace",
    ];
    let paths = tree.get_mut("paths").and_then(Value::as_mapping_mut);
    let items = paths.into_iter().flat_map(|paths| paths.values_mut());
    let items = items.filter_map(Value::as_mapping_mut);
    let operations = items.flat_map(|item| item.iter_mut());
    let operations =
        operations.filter(|(key, _)| key.as_str().is_some_and(|it| METHODS.contains(&it)));
    operations.filter_map(|(_, operation)| operation.as_mapping_mut())
}

/// All components that are objects with members of their own.
fn objects(tree: &mut Value) -> impl Iterator<Item = &mut Mapping> {
    let schemas = at(tree, &["components", "schemas"]);
    let schemas = schemas.into_iter().flat_map(|schemas| schemas.values_mut());
    schemas.filter_map(|schema| schema.get_mut("properties")?.as_mapping_mut())
}

#[test]
fn order_is_no_matter() {
    let broken = broken(&[], |tree| {
        at(tree, &["paths"]).map(reverse);
        for kind in [
            "schemas",
            "parameters",
            "responses",
            "requestBodies",
            "headers",
        ] {
            at(tree, &["components", kind]).map(reverse);
        }
    });
    assert_eq!(broken, [""; 0]);
}

#[test]
fn an_operation_that_has_nothing_to_do_with_others_changes_nothing() {
    let broken = broken(&[], |tree| {
        let operation = yaml(
            "get:
  operationId: getZebra
  tags: [zebras]
  responses:
    '200': {description: Fine., content: {application/json: {schema: {$ref: '#/components/schemas/Zebra'}}}}",
        );
        let zebra =
            yaml("{type: object, required: [stripes], properties: {stripes: {type: integer}}}");
        // Without a path there are all types, and with one those that it leads to.
        if let Some(paths) = at(tree, &["paths"]).filter(|paths| !paths.is_empty()) {
            paths.insert("/zebras/{}".replace("{}", "one").into(), operation);
            let root = tree.as_mapping_mut().expect("an object");
            let components = root.entry("components".into()).or_insert(yaml("{}"));
            let components = components.as_mapping_mut().expect("an object");
            let schemas = components.entry("schemas".into()).or_insert(yaml("{}"));
            schemas
                .as_mapping_mut()
                .expect("an object")
                .insert("Zebra".into(), zebra);
        }
    });
    assert_eq!(broken, [""; 0]);
}

#[test]
fn a_member_that_is_optional_changes_no_other() {
    // Events of a stream, which have `event` and `data` and nothing else; components that are like what is described in
    // place, and no longer are.
    let without = ["event-objects", "twins"];
    let broken = broken(&without, |tree| {
        for properties in objects(tree) {
            properties.insert("zebra".into(), yaml("{type: string}"));
        }
    });
    assert_eq!(broken, [""; 0]);
}

#[test]
fn a_parameter_that_is_optional_changes_no_other() {
    let broken = broken(&[], |tree| {
        for operation in operations(tree) {
            let parameters = operation.entry("parameters".into()).or_insert(yaml("[]"));
            let parameters = parameters.as_sequence_mut().expect("a list");
            parameters.push(yaml("{name: zebra, in: query, schema: {type: string}}"));
        }
    });
    assert_eq!(broken, [""; 0]);
}

#[test]
fn a_value_changes_no_other() {
    fn count(values: &[Value]) -> usize {
        values.iter().filter(|value| !value.is_null()).count()
    }
    fn add(value: &mut Value) {
        match value {
            Value::Mapping(map) => {
                // One value alone is a constant, or tells a variant.
                let is_text = map.get("type").is_some_and(|it| it == "string");
                match map.get_mut("enum") {
                    Some(Value::Sequence(values)) if is_text && count(values) > 1 => {
                        values.push("zebra".into());
                    }
                    _ => {}
                }
                map.values_mut().for_each(add);
            }
            Value::Sequence(list) => list.iter_mut().for_each(add),
            _ => {}
        }
    }
    // What is closed; names that an extension lists, one for each value.
    let without = ["closed", "enum-names"];
    assert_eq!(broken(&without, add), [""; 0]);
}

#[test]
fn a_variant_with_a_key_of_its_own_changes_no_other() {
    let broken = broken(&[], |tree| {
        for name in ["Action", "Rule"] {
            let union =
                at(tree, &["components", "schemas", name]).and_then(|it| it.get_mut("oneOf"));
            let Some(Value::Sequence(branches)) = union else {
                continue;
            };
            // Where all branches say what they are in place, and none has a tag.
            branches.extend([
                yaml("{const: zebra-crossing, description: Walks.}"),
                yaml(
                    "{type: object, required: [zebra], properties: {zebra: {type: object, properties: {stripes: {type: integer}}}}}",
                ),
            ]);
        }
    });
    assert_eq!(broken, [""; 0]);
}

#[test]
fn a_way_to_fail_changes_no_other() {
    let mut broken = broken(&[], |tree| {
        for operation in operations(tree) {
            let Some(Value::Mapping(responses)) = operation.get_mut("responses") else {
                continue;
            };
            let failure = yaml(
                "{description: Too hot., content: {application/json: {schema: {type: object, properties: {degrees: {type: integer}}}}}}",
            );
            responses.entry("418".into()).or_insert(failure);
        }
    });
    // Where a range or the default was for that status as well, it is the one thing that is different.
    broken.retain(|it| !it.contains(" at 418, and failed with "));
    assert_eq!(broken, [""; 0]);
}
