//! Bodies, which Swagger has among the parameters: one `in: body`, or all that are `in: formData`.

use super::parameters::{LISTS, schema};
use super::{JSON, Lift};
use crate::document::origins::Origins;
use crate::source::{FileId, Object, Value, join};

const URLENCODED: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

/// A parameter that is a body, or a field of a form.
#[derive(Clone)]
pub(super) struct Body {
    parameter: Object,
    /// Where it is in the tree.
    at: String,
    /// Where it was written, once it is known that it will be somewhere else.
    origin: Option<(FileId, String)>,
}

impl Body {
    /// The parameter as one, if it is.
    pub(super) fn of(value: &Value, at: &str) -> Option<Self> {
        let parameter = value.as_object()?;
        let place = parameter.get("in").and_then(Value::as_str)?;
        matches!(place, "body" | "formData").then(|| Self {
            parameter: parameter.clone(),
            at: at.to_owned(),
            origin: None,
        })
    }

    /// The shared one that a reference leads to.
    pub(super) fn referred(value: &Value, shared: &[Self]) -> Option<Self> {
        let pointer = value.get("$ref")?.as_str()?.strip_prefix('#')?;
        shared.iter().find(|body| body.at == pointer).cloned()
    }

    /// The same, with where it was written.
    pub(super) fn placed(self, origins: &Origins) -> Self {
        let origin = Some(origins.resolve(&self.at));
        Self { origin, ..self }
    }

    fn is_whole(&self) -> bool {
        self.is("in", "body")
    }

    fn is(&self, key: &str, text: &str) -> bool {
        self.parameter.get(key).and_then(Value::as_str) == Some(text)
    }

    fn name(&self) -> &str {
        let name = self.parameter.get("name").and_then(Value::as_str);
        name.unwrap_or_default()
    }

    fn is_required(&self) -> bool {
        self.parameter.get("required").and_then(Value::as_bool) == Some(true)
    }
}

impl Lift<'_> {
    /// Gives an operation the body that its parameters are. Those of the path item are for operations that have none of the
    /// kind or the name themselves.
    pub(super) fn body(
        &mut self,
        operation: &mut Object,
        at: &str,
        own: Vec<Body>,
        of_all: &[Body],
        consumes: &[String],
    ) {
        let pointer = join(at, "requestBody");
        let others = of_all.iter().filter(|other| {
            let same = |own: &&Body| own.is_whole() || own.name() == other.name();
            !own.iter().any(|own| same(&own))
        });
        let all: Vec<Body> = others.chain(&own).cloned().collect();
        let body = match all.iter().position(Body::is_whole) {
            Some(whole) => self.whole(all[whole].clone(), &pointer, consumes),
            None if all.is_empty() => return,
            None => self.form(all, &pointer, consumes),
        };
        operation.insert("requestBody", body);
    }

    fn whole(&mut self, body: Body, at: &str, consumes: &[String]) -> Object {
        let mut parameter = body.parameter;
        let schema = parameter.remove("schema").unwrap_or_default();
        let types = match consumes {
            [] => vec![JSON.to_owned()],
            types => types.to_vec(),
        };
        let mut content = Object::new();
        for media_type in types {
            let described = join(&join(&join(at, "content"), &media_type), "schema");
            self.came(described, &body.origin, "/schema");
            let schema = Object::from_iter([("schema".to_owned(), schema.clone())]);
            content.insert(media_type, schema);
        }
        self.came(at.to_owned(), &body.origin, "");
        parameter
            .retain(|key, _| matches!(key, "description" | "required") || key.starts_with("x-"));
        parameter.insert("content", content);
        parameter
    }

    fn form(&mut self, fields: Vec<Body>, at: &str, consumes: &[String]) -> Object {
        let has_file = fields.iter().any(|field| field.is("type", "file"));
        let mut types: Vec<String> = consumes.to_vec();
        types.retain(|it| (it == URLENCODED && !has_file) || it == MULTIPART);
        if types.is_empty() {
            types.push(if has_file { MULTIPART } else { URLENCODED }.to_owned());
        }
        let required = fields.iter().filter(|field| field.is_required());
        let required: Vec<Value> = required.map(|field| Value::from(field.name())).collect();
        let is_required = !required.is_empty();
        self.came(at.to_owned(), &fields[0].origin, "");

        let (mut properties, mut encoding) = (Object::new(), Object::new());
        for field in &fields {
            let mut parameter = field.parameter.clone();
            let lists = parameter.remove(LISTS);
            let mut property = schema(&mut parameter);
            if let Some(description) = parameter.remove("description") {
                property.insert("description", description);
            }
            if property.get("type").and_then(Value::as_str) == Some("array")
                && let Some((style, explode)) = self.style(lists, &field.at, true)
            {
                let style = [
                    ("style", Value::from(style)),
                    ("explode", Value::from(explode)),
                ];
                let style = style.map(|(key, value)| (key.to_owned(), value));
                encoding.insert(field.name(), Object::from_iter(style));
            }
            properties.insert(field.name(), property);
        }
        let mut content = Object::new();
        for media_type in types {
            let described = join(&join(at, "content"), &media_type);
            let schema = join(&described, "schema");
            self.came(schema.clone(), &fields[0].origin, "");
            for field in &fields {
                let property = join(&join(&schema, "properties"), field.name());
                self.came(property, &field.origin, "");
            }
            let mut form = Object::new();
            form.insert("type", "object");
            form.insert("properties", properties.clone());
            if is_required {
                form.insert("required", required.clone());
            }
            let mut media = Object::from_iter([("schema".to_owned(), Value::from(form))]);
            if media_type == URLENCODED && !encoding.is_empty() {
                media.insert("encoding", encoding.clone());
            }
            content.insert(media_type, media);
        }
        let mut body = Object::from_iter([("content".to_owned(), Value::from(content))]);
        if is_required {
            body.insert("required", true);
        }
        body
    }

    /// Notes where what stands at a pointer was written.
    fn came(&mut self, pointer: String, origin: &Option<(FileId, String)>, behind: &str) {
        if let Some((file, start)) = origin {
            self.origins
                .set(pointer, (*file, format!("{start}{behind}")));
        }
    }
}
