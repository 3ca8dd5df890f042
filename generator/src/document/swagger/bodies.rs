//! Bodies, which Swagger has among the parameters: one `in: body`, or all that are `in: formData`.

use std::rc::Rc;

use foldhash::HashSet;

use super::Lift;
use super::parameters::{LISTS, OF_SCHEMA, schema};
use crate::diagnostic::{Place, catalogue};
use crate::document::grammar::Kind;
use crate::document::origins::Origins;
use crate::source::{FileId, Object, Value, join};

const URLENCODED: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

/// A parameter that is a body, or a field of a form.
#[derive(Clone)]
pub(super) struct Body {
    parameter: Rc<Value>,
    /// Where it was written.
    origin: (FileId, String),
    /// What it is called, if it is a shared part.
    shared: Option<Rc<str>>,
}

impl Body {
    /// The parameter as one, if it is.
    pub(super) fn of(value: &Value, at: &str, origins: &Origins) -> Option<Self> {
        let place = value.as_object()?.get("in").and_then(Value::as_str)?;
        matches!(place, "body" | "formData").then(|| Self {
            parameter: Rc::new(value.clone()),
            origin: origins.resolve(at),
            shared: None,
        })
    }

    /// The same as a shared part.
    pub(super) fn shared(self, name: &str) -> Self {
        let shared = Some(name.into());
        Self { shared, ..self }
    }

    pub(super) fn is_whole(&self) -> bool {
        self.is("in", "body")
    }

    fn is(&self, key: &str, text: &str) -> bool {
        self.parameter.get(key).and_then(Value::as_str) == Some(text)
    }

    fn name(&self) -> Option<&str> {
        self.parameter.get("name").and_then(Value::as_str)
    }

    fn is_required(&self) -> bool {
        self.parameter.get("required").and_then(Value::as_bool) == Some(true)
    }

    /// Where something in it was written.
    fn within(&self, key: &str) -> (FileId, String) {
        let (file, pointer) = &self.origin;
        (*file, join(pointer, key))
    }

    fn place(&self) -> Place {
        Place::node(self.origin.0, self.origin.1.as_str())
    }
}

impl Lift<'_> {
    /// Gives an operation the body that its parameters are. Those of the path item are for operations that have none, or
    /// are fields of the same form.
    pub(super) fn body(
        &mut self,
        operation: &mut Object,
        at: &str,
        own: &[Body],
        of_all: &[Body],
        consumes: &[String],
    ) {
        let names: HashSet<Option<&str>> = own.iter().map(Body::name).collect();
        let has_whole = own.iter().any(Body::is_whole);
        let others = of_all.iter().filter(|other| {
            let is_field = !other.is_whole() && !has_whole && !names.contains(&other.name());
            own.is_empty() || is_field
        });
        let all: Vec<&Body> = others.chain(own).collect();
        let Some(first) = all.first() else { return };
        let whole = all.iter().position(|body| body.is_whole());
        for (index, body) in all.iter().enumerate() {
            if whole.is_some_and(|whole| index > whole || !body.is_whole()) {
                let another = catalogue::another_body(body.place());
                self.diagnostics.push(another);
            }
        }
        let pointer = join(at, "requestBody");
        self.origins.set(pointer.clone(), first.origin.clone());
        let body = match whole.map(|whole| all[whole]) {
            None => self.form(&all, &pointer, consumes),
            Some(body) => match &body.shared {
                Some(name) => self.request_body(name, body, consumes),
                None => self.whole(body, &pointer, consumes),
            },
        };
        operation.insert("requestBody", body);
    }

    /// A body that is one value.
    pub(super) fn whole(&mut self, body: &Body, at: &str, consumes: &[String]) -> Object {
        let Some(Value::Object(mut parameter)) = self.copy(at, &body.parameter) else {
            return Object::new();
        };
        self.origins.set(at.to_owned(), body.origin.clone());
        let own = schema(&mut parameter);
        let (schema, from) = match parameter.remove("schema") {
            Some(schema) => (schema, body.within("schema")),
            // It is described as other parameters are, or not at all.
            None => {
                let place = body.place().on_key();
                let missing = catalogue::missing_key(place, "schema", "a body", false);
                let label = match own.is_empty() {
                    true => "taken as any value",
                    false => "taken as what its type says",
                };
                self.diagnostics.push(missing.label(label));
                (Value::from(own), body.origin.clone())
            }
        };
        let types = consumes.iter().map(String::as_str);
        let content = self.content(schema, types, at, &from);
        self.unknown(&parameter, body);
        parameter
            .retain(|key, _| matches!(key, "description" | "required") || key.starts_with("x-"));
        parameter.insert("content", content);
        parameter
    }

    fn form(&mut self, fields: &[&Body], at: &str, consumes: &[String]) -> Object {
        let has_file = fields.iter().any(|field| field.is("type", "file"));
        let known = |it: &&str| (*it == URLENCODED && !has_file) || *it == MULTIPART;
        let mut types: Vec<&str> = consumes.iter().map(String::as_str).filter(known).collect();
        if types.is_empty() {
            types.push(if has_file { MULTIPART } else { URLENCODED });
        }
        let is_urlencoded = types.contains(&URLENCODED);

        let (mut properties, mut encoding) = (Object::new(), Object::new());
        let (mut required, mut places) = (Vec::new(), Vec::new());
        for field in fields {
            let Some(name) = field.name() else {
                let missing =
                    catalogue::missing_key(field.place().on_key(), "name", "a parameter", true);
                self.diagnostics.push(missing);
                continue;
            };
            if properties.contains_key(name) {
                let doubled = catalogue::doubled_parameter(field.place(), "formData", name);
                self.diagnostics.push(doubled);
                continue;
            }
            let Some(Value::Object(mut parameter)) = self.copy(at, &field.parameter) else {
                break;
            };
            let lists = parameter.remove(LISTS);
            let mut property = schema(&mut parameter);
            self.unknown(&parameter, field);
            parameter.retain(|key, value| {
                let stays = key == "description" || key.starts_with("x-");
                if stays {
                    property.insert(key, std::mem::take(value));
                }
                !stays
            });
            if property.get("type").and_then(Value::as_str) == Some("array") {
                let (file, pointer) = field.within(LISTS);
                let place = Place::node(file, pointer);
                match is_urlencoded {
                    true => {
                        if let Some((style, explode)) = self.style(lists, place, true) {
                            let style = [
                                ("style".to_owned(), Value::from(style)),
                                ("explode".to_owned(), Value::from(explode)),
                            ];
                            encoding.insert(name, Object::from_iter(style));
                        }
                    }
                    false => self.parts(lists, place),
                }
            }
            if field.is_required() {
                required.push(Value::from(name));
            }
            places.push((name, field.origin.clone()));
            properties.insert(name, property);
        }
        let is_required = !required.is_empty();
        let mut form = Object::new();
        form.insert("type", "object");
        form.insert("properties", properties);
        if is_required {
            form.insert("required", required);
        }
        for media_type in &types {
            let described = join(&join(&join(at, "content"), media_type), "schema");
            let start = join(&described, "properties");
            for (name, origin) in &places {
                self.origins.set(join(&start, name), origin.clone());
            }
        }
        let from = self.origins.resolve(at);
        let mut content = self.content(Value::from(form), types, at, &from);
        if let (Some(Value::Object(media)), false) =
            (content.get_mut(URLENCODED), encoding.is_empty())
        {
            media.insert("encoding", encoding);
        }
        let mut body = Object::of("content", content);
        if is_required {
            body.insert("required", true);
        }
        body
    }

    /// Tells how a list is written as parts of a form, if that is not what the description says.
    fn parts(&mut self, lists: Option<Value>, place: Place) {
        if let Some(said) = lists.as_ref().and_then(Value::as_str)
            && said != "multi"
        {
            let what = format!("`{LISTS}: {said}` in a form of parts");
            self.unsaid(place, &what, "each item is a part");
        }
    }

    /// Tells which keys of a parameter that becomes a body are none that a parameter has.
    fn unknown(&mut self, parameter: &Object, body: &Body) {
        let rule = Kind::Parameter.rule();
        for key in parameter.keys() {
            if rule.field(key).is_none() && key != LISTS && !key.starts_with("x-") {
                let (file, pointer) = body.within(key);
                let place = Place::node(file, pointer).on_key();
                let known = rule.fields.iter().map(|field| field.key).chain(OF_SCHEMA);
                let unknown = catalogue::unknown_key(place, key, "a parameter", known);
                self.diagnostics.push(unknown);
            }
        }
    }
}
