//! Gives schemas that stand in shared parameters, responses and bodies a name of their own, under which all who share
//! them have one type.
//!
//! Only what needs a type in Rust is named: a list of values, an object, a choice. Works on a description in the shape of
//! 3.0, whose references are joined.

use foldhash::{HashMap, HashSet};

use super::origins::Origins;
use crate::source::{FileId, Object, Value, is_json, join};

/// The sections of components whose schemas get names, and what tells such a name from one that is taken.
const SECTIONS: [(&str, &str); 3] = [
    ("parameters", "Parameter"),
    ("responses", "Response"),
    ("requestBodies", "Body"),
];

/// Moves the schemas that stand in shared components to those that have names, and leaves references in their places.
pub(super) fn hoist(tree: &mut Value, origins: &mut Origins) {
    let Some(components) = tree
        .pointer_mut("/components")
        .and_then(Value::as_object_mut)
    else {
        return;
    };
    let mut schemas = match components.take("schemas") {
        Value::Object(schemas) => schemas,
        _ => Object::new(),
    };
    let mut hoist = Hoist {
        taken: schemas.keys().map(str::to_owned).collect(),
        // A schema that was referred to where it stands has its name already.
        known: schemas
            .keys()
            .map(|name| (origins.resolve(&site(name)), name.to_owned()))
            .collect(),
        schemas: Object::new(),
        origins,
    };
    for (section, suffix) in SECTIONS {
        let entries = components.get_mut(section).and_then(Value::as_object_mut);
        for (name, entry) in entries.into_iter().flat_map(|entries| entries.iter_mut()) {
            if let Value::Object(entry) = entry {
                hoist.entry(
                    name,
                    suffix,
                    entry,
                    &join(&join("/components", section), name),
                );
            }
        }
    }
    for (name, schema) in hoist.schemas {
        schemas.insert(name, schema);
    }
    if !schemas.is_empty() {
        components.insert("schemas", schemas);
    }
}

struct Hoist<'a> {
    /// The names that schemas have.
    taken: HashSet<String>,
    /// Schemas that have a name, by where they were written.
    known: HashMap<(FileId, String), String>,
    /// Those that were given one.
    schemas: Object,
    origins: &'a mut Origins,
}

impl Hoist<'_> {
    fn entry(&mut self, name: &str, suffix: &str, entry: &mut Object, at: &str) {
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
            self.schema(name, suffix, schema, &join(at, "schema"));
        }
        let Some(Value::Object(content)) = entry.get_mut("content") else {
            return;
        };
        let at = join(at, "content");
        // What a client reads is mostly JSON, and is what the name is for.
        for json in [true, false] {
            for (media_type, content) in content.iter_mut() {
                if is_json(media_type) == json
                    && let Value::Object(content) = content
                    && let Some(schema) = content.get_mut("schema").filter(|it| needs_name(it))
                {
                    let at = join(&join(&at, media_type), "schema");
                    self.schema(name, suffix, schema, &at);
                }
            }
        }
    }

    fn schema(&mut self, name: &str, suffix: &str, schema: &mut Value, at: &str) {
        let origin = self.origins.resolve(at);
        let name = match self.known.get(&origin) {
            Some(known) => known.clone(),
            None => {
                let name = self.fresh(name, suffix);
                self.origins.same(site(&name), at);
                self.schemas.insert(name.as_str(), std::mem::take(schema));
                self.known.insert(origin, name.clone());
                name
            }
        };
        let reference = format!("#{}", site(&name));
        *schema = Value::from(Object::from_iter([(
            "$ref".to_owned(),
            Value::from(reference.as_str()),
        )]));
    }

    /// A name that no schema has: the component's, or else that with what it is.
    fn fresh(&mut self, name: &str, suffix: &str) -> String {
        let longer = format!("{name}{suffix}");
        let numbered = (2_usize..).map(|number| format!("{longer}_{number}"));
        let mut wishes = [name.to_owned(), longer.clone()]
            .into_iter()
            .chain(numbered);
        wishes
            .find(|wish| self.taken.insert(wish.clone()))
            .expect("there are more numbers than names")
    }
}

/// Whether Rust has no type for a schema, so that it needs one with a name.
fn needs_name(schema: &Value) -> bool {
    let Value::Object(schema) = schema else {
        return false;
    };
    let many = |key: &str| {
        schema
            .get(key)
            .and_then(Value::as_array)
            .is_some_and(|all| all.len() > 1)
    };
    let is_list = many("enum") && schema.get("type").and_then(Value::as_str) != Some("boolean");
    let members = schema.get("properties").and_then(Value::as_object);
    let within = ["items", "additionalProperties"];
    !schema.contains_key("$ref")
        && (is_list
            || ["oneOf", "anyOf", "allOf"].into_iter().any(many)
            || members.is_some_and(|members| !members.is_empty())
            || within
                .into_iter()
                .any(|key| schema.get(key).is_some_and(needs_name)))
}

/// The pointer of a schema that has a name.
fn site(name: &str) -> String {
    join("/components/schemas", name)
}
