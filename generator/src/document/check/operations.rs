//! Rules that tie operations to their paths, to each other, and to the security schemes.

use foldhash::{HashMap, HashMapExt as _};

use crate::diagnostic::{Diagnostics, Place, catalogue};
use crate::document::grammar;
use crate::document::origins::Origins;
use crate::source::{Object, Path, Value, catch_all, essence, is_token};

/// Checks all operations of a description whose objects were checked, and whose references lead to components. Path
/// parameters that are not declared are declared, as strings; parameters that can't be sent as they are meant are taken
/// out of their lists.
pub(super) fn check(tree: &mut Value, origins: &mut Origins, diagnostics: &mut Diagnostics) {
    let faults = faults(tree, origins, diagnostics);
    for (list, unsent) in faults.unsent {
        leave_out(tree, &list, &unsent, origins);
    }
    for undeclared in faults.undeclared {
        if let Some(Value::Object(operation)) = tree.pointer_mut(&undeclared.operation) {
            declare(operation, &undeclared.name);
        }
    }
}

/// A path parameter that an operation should have declared.
struct Undeclared {
    operation: String,
    name: String,
}

/// What is to be done about the parameters of operations.
#[derive(Default)]
struct Faults {
    undeclared: Vec<Undeclared>,
    /// Lists of parameters, by their pointers, with those of their items that are not sent.
    unsent: Vec<(String, Vec<usize>)>,
}

/// Takes items out of a list.
fn leave_out(tree: &mut Value, list: &str, unsent: &[usize], origins: &mut Origins) {
    let Some(Value::Array(values)) = tree.pointer_mut(list) else {
        return;
    };
    let kept: Vec<usize> = (0..values.len())
        .filter(|index| !unsent.contains(index))
        .collect();
    let mut index = 0..;
    values.retain(|_| index.next().is_some_and(|index| !unsent.contains(&index)));
    origins.shift(&Path::start(list), kept.into_iter().zip(0..));
}

fn declare(operation: &mut Object, name: &str) {
    let schema = Object::of("type", "string");
    let parameter = Value::from(Object::from_iter([
        ("name".to_owned(), Value::from(name)),
        ("in".to_owned(), Value::from("path")),
        ("required".to_owned(), Value::from(true)),
        ("schema".to_owned(), Value::from(schema)),
    ]));
    match operation.get_mut("parameters") {
        Some(Value::Array(list)) => list.push(parameter),
        _ => {
            operation.insert("parameters", vec![parameter]);
        }
    }
}

fn faults(tree: &Value, origins: &Origins, diagnostics: &mut Diagnostics) -> Faults {
    let mut check = Operations {
        tree,
        origins,
        diagnostics,
        ids: HashMap::new(),
        faults: Faults::default(),
    };
    let root = Path::start("");
    check.security(tree, &root);
    for section in ["paths", "webhooks"] {
        let items = tree.get(section).and_then(Value::as_object);
        let start = root.key(section);
        for (path, item) in items.into_iter().flat_map(Object::iter) {
            if let Some(item) = item.as_object().filter(|_| !path.starts_with("x-")) {
                let template = (section == "paths").then_some(path);
                check.item(item, template, &start.key(path));
            }
        }
    }
    check.faults
}

struct Operations<'a> {
    tree: &'a Value,
    origins: &'a Origins,
    diagnostics: &'a mut Diagnostics,
    /// Where each operationId stands first, and what has it.
    ids: HashMap<&'a str, (Place, String)>,
    faults: Faults,
}

/// A parameter of an operation: its place in the request, its name, and where it stands.
struct Parameter<'a> {
    location: &'a str,
    name: &'a str,
    pointer: String,
}

impl<'a> Operations<'a> {
    fn place(&self, pointer: &str) -> Place {
        self.origins.place(pointer)
    }

    fn item(&mut self, item: &'a Object, template: Option<&'a str>, path: &Path<'_>) {
        let names = template.map(|template| self.template(template, path));
        let shared = self.parameters(item, path);
        for (holder, method, operation) in grammar::operations(item) {
            let holder = holder.map(|key| path.key(key));
            let path = holder.as_ref().unwrap_or(path).key(method);
            let Some(members) = operation.as_object() else {
                continue;
            };
            self.id(operation, &path);
            self.security(operation, &path);
            let own = self.parameters(members, &path);
            if let Some(names) = &names {
                self.path_parameters(names, &shared, &own, &path);
            }
        }
    }

    /// The names in a path's braces.
    fn template(&mut self, template: &'a str, path: &Path<'_>) -> Vec<&'a str> {
        let mut names = Vec::new();
        let mut rest = template;
        while let Some(open) = rest.find(['{', '}']) {
            let close = rest[open..].find('}').filter(|close| *close > 1);
            let inside = close.map(|close| &rest[open + 1..open + close]);
            let Some(name) = inside.filter(|name| !name.contains(['{', '/'])) else {
                let place = self.place(&path.pointer()).on_key();
                self.diagnostics
                    .push(catalogue::bad_path_template(place, template));
                break;
            };
            if names.contains(&name) {
                let place = self.place(&path.pointer()).on_key();
                self.diagnostics
                    .push(catalogue::doubled_path_parameter(place, name));
            }
            if !names.contains(&name) {
                names.push(name);
            }
            rest = &rest[open + name.len() + 2..];
        }
        names
    }

    /// The parameters that a path item or operation lists, none twice.
    fn parameters(&mut self, owner: &'a Object, path: &Path<'_>) -> Vec<Parameter<'a>> {
        let list = path.key("parameters");
        let listed = owner.get("parameters").and_then(Value::as_array);
        let mut parameters: Vec<Parameter<'a>> = Vec::new();
        let mut unsent = Vec::new();
        for (index, value) in listed.into_iter().flatten().enumerate() {
            let pointer = list.index(index).pointer();
            let Some(value) = self.resolved(value) else {
                continue;
            };
            let text = |key| value.get(key).and_then(Value::as_str);
            if text("in") == Some("querystring") && !is_form(value) {
                unsent.push(index);
                let place = self.place(&pointer);
                self.diagnostics
                    .push(catalogue::unsupported_querystring(place));
                continue;
            }
            let (Some(location), Some(name)) = (text("in"), text("name")) else {
                continue;
            };
            let known = parameters
                .iter()
                .any(|known| known.location == location && known.name == name);
            if known {
                let place = self.place(&pointer);
                self.diagnostics
                    .push(catalogue::doubled_parameter(place, location, name));
            }
            if matches!(location, "header" | "cookie") && !is_token(name) {
                let place = self.place(&pointer);
                self.diagnostics
                    .push(catalogue::bad_header_name(place, location, name));
            }
            parameters.push(Parameter {
                location,
                name,
                pointer,
            });
        }
        if !unsent.is_empty() {
            self.faults.unsent.push((list.pointer(), unsent));
        }
        parameters
    }

    /// The object behind references.
    fn resolved(&self, mut value: &'a Value) -> Option<&'a Value> {
        // More than a few can only be a circle, which was reported.
        for _ in 0..16 {
            match value.get("$ref").and_then(Value::as_str) {
                Some(reference) => value = self.tree.pointer(reference.strip_prefix('#')?)?,
                None => return Some(value),
            }
        }
        None
    }

    /// Every name in the path needs a parameter, and every path parameter a place in the path.
    fn path_parameters(
        &mut self,
        names: &[&str],
        shared: &[Parameter<'_>],
        own: &[Parameter<'_>],
        path: &Path<'_>,
    ) {
        let in_path = |parameter: &&Parameter<'_>| parameter.location == "path";
        let is_declared = |name: &str| {
            let mut declared = shared.iter().chain(own).filter(in_path);
            declared.any(|parameter| parameter.name == name)
        };
        let mut meant = Vec::with_capacity(names.len());
        for name in names {
            let several = catch_all(name).filter(|it| is_declared(it));
            meant.push(several.filter(|_| !is_declared(name)).unwrap_or(name));
            if !is_declared(name) && several.is_none() {
                let place = self.place(&path.pointer()).on_key();
                self.diagnostics
                    .push(catalogue::undeclared_path_parameter(place, name));
                self.faults.undeclared.push(Undeclared {
                    operation: path.pointer(),
                    name: (*name).to_owned(),
                });
            }
        }
        for parameter in shared.iter().chain(own).filter(in_path) {
            if !meant.contains(&parameter.name) {
                let place = self.place(&parameter.pointer);
                self.diagnostics
                    .push(catalogue::unused_path_parameter(place, parameter.name));
            }
        }
    }

    fn id(&mut self, operation: &'a Value, path: &Path<'_>) {
        let Some(id) = operation.get("operationId").and_then(Value::as_str) else {
            return;
        };
        let place = self.place(&path.key("operationId").pointer());
        // One operation that is brought to two paths by reference stands in one place.
        let here = || (place.clone(), path.pointer());
        let (first, pointer) = self.ids.entry(id).or_insert_with(here);
        if *first != place {
            self.diagnostics
                .push(catalogue::doubled_operation_id(place, id, pointer));
        }
    }

    /// Every scheme that a requirement names must be there.
    fn security(&mut self, owner: &Value, path: &Path<'_>) {
        let list = path.key("security");
        let given = owner.get("security").and_then(Value::as_array);
        let schemes = self
            .tree
            .pointer("/components/securitySchemes")
            .and_then(Value::as_object);
        for (index, requirement) in given.into_iter().flatten().enumerate() {
            let names = requirement.as_object().into_iter().flat_map(Object::keys);
            for name in names.filter(|name| !schemes.is_some_and(|known| known.contains_key(name)))
            {
                let place = self.place(&list.index(index).key(name).pointer()).on_key();
                let known = schemes.into_iter().flat_map(Object::keys);
                self.diagnostics
                    .push(catalogue::unknown_security_scheme(place, name, known));
            }
        }
    }
}

/// Whether a parameter that is all of the query is the members of an object, as queries are elsewhere.
fn is_form(parameter: &Value) -> bool {
    let content = parameter.get("content").and_then(Value::as_object);
    let media_type = content.and_then(|content| content.keys().next());
    media_type.is_some_and(|name| essence(name) == "application/x-www-form-urlencoded")
}
