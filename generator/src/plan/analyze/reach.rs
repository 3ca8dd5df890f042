//! Which types are sent, and which are received.

use std::collections::HashSet;

use crate::api::{Api, Shape, TypeId, TypeRef, Types};

/// The types that a client sends. All others it only receives.
#[derive(Debug, Default)]
pub struct Reach {
    sent: HashSet<TypeId>,
    received: HashSet<TypeId>,
}

impl Reach {
    /// Follows every parameter, body and response.
    pub fn of(api: &Api) -> Self {
        let mut reach = Self::default();
        for operation in &api.operations {
            for parameter in &operation.parameters {
                follow(&api.types, parameter.ty, &mut reach.sent);
            }
            if let Some(body) = &operation.body {
                let headers = body.content.part_headers();
                let headers = headers.map(|header| header.ty);
                for ty in body.content.kind.ty().into_iter().chain(headers) {
                    follow(&api.types, ty, &mut reach.sent);
                }
            }
            for response in operation.successes.iter().chain(&operation.failures) {
                if let Some(ty) = response
                    .content
                    .as_ref()
                    .and_then(|content| content.kind.ty())
                {
                    follow(&api.types, ty, &mut reach.received);
                }
                if let Some(item) = response.stream.as_ref().and_then(|stream| stream.item) {
                    follow(&api.types, item, &mut reach.received);
                }
            }
        }
        for receiver in &api.receivers {
            if let Some(ty) = receiver.body {
                follow(&api.types, ty, &mut reach.received);
            }
        }
        reach
    }

    /// Whether values of the type are made by the client's user.
    pub fn is_sent(&self, id: TypeId) -> bool {
        // A type that nothing reaches may be there for any use.
        self.sent.contains(&id) || !self.received.contains(&id)
    }
}

fn follow(types: &Types, from: TypeRef, seen: &mut HashSet<TypeId>) {
    let mut pending = vec![from.id];
    while let Some(id) = pending.pop() {
        if !seen.insert(id) {
            continue;
        }
        match &types[id].shape {
            Shape::Object(object) => {
                pending.extend(object.fields.iter().map(|field| field.ty.id));
                pending.extend(object.additional.map(|ty| ty.id));
            }
            Shape::Union(union) => {
                pending.extend(union.variants.iter().map(|variant| variant.ty.id))
            }
            Shape::Array(ty) | Shape::Map(ty) | Shape::Alias(ty) => pending.push(ty.id),
            Shape::Tuple(items) => pending.extend(items.iter().map(|ty| ty.id)),
            Shape::Any
            | Shape::Null
            | Shape::Scalar(_)
            | Shape::Enumeration(_)
            | Shape::Foreign => {}
        }
    }
}
