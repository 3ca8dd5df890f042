//! Gives schemas that stand in shared parameters, responses and bodies a name of their own, under which all who share
//! them have one type.
//!
//! Only what needs a type in Rust is named: a list of values, an object, a choice. Works on a description in the shape of
//! 3.0, whose references are joined.

use std::collections::BTreeMap;

use foldhash::{HashMap, HashSet};

use super::join::Listed;
use super::origins::Origins;
use crate::source::{FileId, Object, Value, is_json, join, parent};

/// A section of components whose schemas get names.
struct Section {
    key: &'static str,
    /// What each of it is, in a word.
    what: &'static str,
    /// What tells such a name from one that is taken.
    suffix: &'static str,
}

const SECTIONS: [Section; 3] = [
    Section {
        key: "parameters",
        what: "parameter",
        suffix: "Parameter",
    },
    Section {
        key: "responses",
        what: "response",
        suffix: "Response",
    },
    Section {
        key: "requestBodies",
        what: "body",
        suffix: "Body",
    },
];

/// Which schemas are those of shared parameters, responses and bodies.
#[derive(Clone, Debug, Default)]
pub struct Hoisted {
    /// What they stand in, by their names: a `parameter`, a `response`, a `body`.
    pub kinds: BTreeMap<String, &'static str>,
    /// The names of those that were moved, by the pointers at which they stood.
    pub names: BTreeMap<String, String>,
}

/// Moves the schemas that stand in shared components to those that have names, and leaves references in their places.
/// `listed` are all components that there are, and those that come to be: what one is called does not depend on which others
/// are wanted.
pub(super) fn hoist(tree: &mut Value, listed: &mut Listed, origins: &mut Origins) -> Hoisted {
    let plan = Plan::of(listed);
    let Some(components) = tree
        .pointer_mut("/components")
        .and_then(Value::as_object_mut)
    else {
        return Hoisted::default();
    };
    let mut schemas = match components.take("schemas") {
        Value::Object(schemas) => schemas,
        _ => Object::new(),
    };
    // A schema that was referred to where it stands has its name already.
    let known: HashMap<(FileId, String), String> = schemas
        .keys()
        .map(|name| (origins.resolve(&site(name)), name.to_owned()))
        .collect();
    let mut hoist = Hoist {
        hoisted: Hoisted {
            kinds: kinds(&known, listed, origins),
            names: BTreeMap::new(),
        },
        plan,
        known,
        schemas: Object::new(),
        origins,
    };
    for section in &SECTIONS {
        let entries = components
            .get_mut(section.key)
            .and_then(Value::as_object_mut);
        for (name, entry) in entries.into_iter().flat_map(|entries| entries.iter_mut()) {
            if let Value::Object(entry) = entry {
                hoist.entry(section, name, entry);
            }
        }
    }
    let names = listed.entry("schemas".to_owned()).or_default();
    for (name, schema) in hoist.schemas {
        names.push(name.clone());
        schemas.insert(name, schema);
    }
    if !schemas.is_empty() {
        components.insert("schemas", schemas);
    }
    hoist.hoisted
}

/// What the schemas are that have a name because somebody refers into a shared component.
fn kinds(
    known: &HashMap<(FileId, String), String>,
    listed: &Listed,
    origins: &Origins,
) -> BTreeMap<String, &'static str> {
    let entries = SECTIONS.iter().flat_map(|section| {
        let names = listed.get(section.key).into_iter().flatten();
        names.map(|name| {
            (
                origins.resolve(&entry_site(section.key, name)),
                section.what,
            )
        })
    });
    let entries: HashMap<(FileId, String), &'static str> = entries.collect();
    let kind = |(file, pointer): &(FileId, String)| {
        let mut above = parent(pointer);
        while let Some(here) = above {
            let member = pointer[here.len() + 1..].split('/').next();
            // A file that is one parameter may hold other schemas besides.
            if matches!(member, Some("schema" | "content" | "headers"))
                && let Some(what) = entries.get(&(*file, here.to_owned()))
            {
                return Some(*what);
            }
            above = parent(here);
        }
        None
    };
    let kinds = known
        .iter()
        .filter_map(|(origin, name)| Some((name.clone(), kind(origin)?)));
    kinds.collect()
}

/// The names that schemas of shared components get if they need some.
struct Plan {
    /// By section and component. That a component needs none takes its name from no other: what stands in one does not
    /// change what another is called.
    names: HashMap<(&'static str, String), String>,
    /// All names that are given or planned.
    taken: HashSet<String>,
}

impl Plan {
    fn of(listed: &Listed) -> Self {
        let names = |section: &str| listed.get(section).into_iter().flatten();
        let mut plan = Self {
            names: HashMap::default(),
            taken: names("schemas").cloned().collect(),
        };
        // Whose own name is free gets it, before others look for one.
        for section in &SECTIONS {
            for name in names(section.key) {
                if plan.taken.insert(name.clone()) {
                    plan.names.insert((section.key, name.clone()), name.clone());
                }
            }
        }
        for section in &SECTIONS {
            for name in names(section.key) {
                let key = (section.key, name.clone());
                if !plan.names.contains_key(&key) {
                    let fresh = plan.fresh(&format!("{name}{}", section.suffix));
                    plan.names.insert(key, fresh);
                }
            }
        }
        plan
    }

    /// This name, or else that with a number that makes it free.
    fn fresh(&mut self, name: &str) -> String {
        let numbered = (2_usize..).map(|number| format!("{name}_{number}"));
        let mut wishes = std::iter::once(name.to_owned()).chain(numbered);
        wishes
            .find(|wish| self.taken.insert(wish.clone()))
            .expect("there are more numbers than names")
    }
}

struct Hoist<'a> {
    plan: Plan,
    /// Schemas that have a name, by where they were written.
    known: HashMap<(FileId, String), String>,
    /// Those that were given one.
    schemas: Object,
    hoisted: Hoisted,
    origins: &'a mut Origins,
}

/// The component whose schemas are being named.
struct Within {
    what: &'static str,
    /// Its own name, until the first of its schemas has it.
    name: Option<String>,
    /// What the others are called.
    longer: String,
}

impl Hoist<'_> {
    fn entry(&mut self, section: &Section, name: &str, entry: &mut Object) {
        let at = entry_site(section.key, name);
        let planned = self.plan.names.get(&(section.key, name.to_owned()));
        let mut within = Within {
            what: section.what,
            name: planned.cloned(),
            longer: format!("{name}{}", section.suffix),
        };
        // What a parameter is for is what its values say; what a response is for is not.
        let description = entry.get("description").cloned();
        if let Some(schema) = entry.get_mut("schema").filter(|schema| needs_name(schema)) {
            if let (Value::Object(schema), Some(description)) = (&mut *schema, description)
                && !["title", "description"]
                    .into_iter()
                    .any(|key| schema.contains_key(key))
            {
                schema.insert("description", description);
            }
            self.schema(&mut within, schema, join(&at, "schema"));
        }
        let Some(Value::Object(content)) = entry.get_mut("content") else {
            return;
        };
        let at = join(&at, "content");
        // What a client reads is mostly JSON, and is what the name is for.
        for json in [true, false] {
            for (media_type, content) in content.iter_mut() {
                if is_json(media_type) == json
                    && let Value::Object(content) = content
                    && let Some(schema) = content.get_mut("schema").filter(|it| needs_name(it))
                {
                    let at = join(&join(&at, media_type), "schema");
                    self.schema(&mut within, schema, at);
                }
            }
        }
    }

    fn schema(&mut self, within: &mut Within, schema: &mut Value, at: String) {
        let origin = self.origins.resolve(&at);
        let name = match self.known.get(&origin) {
            Some(known) => known.clone(),
            None => {
                let name = within.name.take();
                let name = name.unwrap_or_else(|| self.plan.fresh(&within.longer));
                self.origins.same(site(&name), &at);
                self.schemas.insert(name.as_str(), std::mem::take(schema));
                self.known.insert(origin, name.clone());
                self.hoisted.kinds.insert(name.clone(), within.what);
                name
            }
        };
        let reference = format!("#{}", site(&name));
        *schema = Value::from(Object::of("$ref", reference.as_str()));
        self.hoisted.names.insert(at, name);
    }
}

/// Whether Rust has no type for a schema, so that it needs one with a name.
fn needs_name(schema: &Value) -> bool {
    let Value::Object(schema) = schema else {
        return false;
    };
    let list = |key: &str| schema.get(key).and_then(Value::as_array);
    let is_list = list("enum").is_some_and(|all| all.len() > 1)
        && schema.get("type").and_then(Value::as_str) != Some("boolean");
    let members = schema.get("properties").and_then(Value::as_object);
    // What has one branch is what that is.
    let is_composed = |key: &str| match list(key) {
        Some([only]) => needs_name(only),
        branches => branches.is_some_and(|branches| !branches.is_empty()),
    };
    let within = ["items", "additionalProperties"];
    !schema.contains_key("$ref")
        && (is_list
            || ["oneOf", "anyOf", "allOf"].into_iter().any(is_composed)
            || members.is_some_and(|members| !members.is_empty())
            || within
                .into_iter()
                .any(|key| schema.get(key).is_some_and(needs_name)))
}

/// The pointer of a schema that has a name.
fn site(name: &str) -> String {
    join("/components/schemas", name)
}

/// The pointer of a shared component.
fn entry_site(section: &str, name: &str) -> String {
    join(&join("/components", section), name)
}
