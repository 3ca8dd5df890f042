//! Content: a schema, once for each media type.

use super::Lift;
use crate::diagnostic::catalogue;
use crate::source::{FileId, Object, Value, join};

impl Lift<'_> {
    /// What has these media types, where all have one schema. `schema` is where that was until now.
    pub(super) fn content<'t>(
        &mut self,
        mut schema: Value,
        types: impl IntoIterator<Item = &'t str>,
        at: &str,
        from: &(FileId, String),
    ) -> Object {
        let mut content = Object::new();
        let start = join(at, "content");
        let mut types = types.into_iter().peekable();
        while let Some(media_type) = types.next() {
            let described = join(&join(&start, media_type), "schema");
            self.origins.set(described.clone(), from.clone());
            let here = match types.peek() {
                Some(_) => match self.copy(&described, &schema) {
                    Some(copy) => copy,
                    None => break,
                },
                None => std::mem::take(&mut schema),
            };
            let media = Object::of("schema", here);
            content.insert(media_type, media);
        }
        content
    }

    /// A copy of a value, if there may be another one. If not, this is told once.
    pub(super) fn copy(&mut self, at: &str, value: &Value) -> Option<Value> {
        if self.budget.is_spent() {
            return None;
        }
        let Err(met) = self.budget.spend(at, value) else {
            return Some(value.clone());
        };
        if let Some(limit) = met.limit {
            let place = self.origins.place(at);
            self.diagnostics
                .push(catalogue::too_much_copied(place, &limit));
        }
        None
    }
}
