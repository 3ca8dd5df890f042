//! Which types are sent, and which are received.

use foldhash::HashSet;

use crate::api::{Api, Operation, Shape, TypeId, Types};

/// The types that a client sends. All others it only receives.
#[derive(Debug, Default)]
pub struct Reach {
    sent: HashSet<TypeId>,
    received: HashSet<TypeId>,
}

impl Reach {
    /// Follows every parameter, body and response.
    pub fn of(api: &Api) -> Self {
        let operations = || api.operations.iter();
        let receivers = api.receivers.iter();
        let received_by_user = receivers.filter_map(|receiver| Some(receiver.body?.id));
        let mut reach = Self::default();
        follow(&api.types, operations().flat_map(sent), &mut reach.sent);
        let received = operations().flat_map(received).chain(received_by_user);
        follow(&api.types, received, &mut reach.received);
        reach
    }

    /// Whether values of the type are made by the client's user.
    pub fn is_sent(&self, id: TypeId) -> bool {
        // A type that nothing reaches may be there for any use.
        self.sent.contains(&id) || !self.received.contains(&id)
    }
}

/// The types that an operation mentions itself.
pub fn used(operation: &Operation) -> impl Iterator<Item = TypeId> {
    sent(operation).chain(received(operation))
}

fn sent(operation: &Operation) -> impl Iterator<Item = TypeId> {
    let parameters = operation.parameters.iter().map(|parameter| parameter.ty);
    let body = operation.body.iter().flat_map(|body| {
        let headers = body.content.part_headers().map(|header| header.ty);
        body.content.kind.ty().into_iter().chain(headers)
    });
    parameters.chain(body).map(|ty| ty.id)
}

fn received(operation: &Operation) -> impl Iterator<Item = TypeId> {
    let responses = operation.successes.iter().chain(&operation.failures);
    let types = responses.flat_map(|response| {
        let content = response.content.as_ref();
        let whole = content.and_then(|content| content.kind.ty());
        let item = response.stream.as_ref().and_then(|stream| stream.item);
        whole.into_iter().chain(item)
    });
    types.map(|ty| ty.id)
}

/// Adds these types, and all that they are made of, to those that were seen.
pub fn follow(types: &Types, from: impl IntoIterator<Item = TypeId>, seen: &mut HashSet<TypeId>) {
    let mut pending: Vec<TypeId> = from.into_iter().collect();
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
