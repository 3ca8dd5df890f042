//! Which types are sent, and which are received.

use foldhash::HashSet;

use crate::api::{Access, Api, Body, ContentKind, Operation, Shape, TypeId, Types};

/// The types whose values a client's user makes, to be sent, and those that come from the server.
#[derive(Debug, Default)]
pub struct Reach {
    sent: HashSet<TypeId>,
    received: HashSet<TypeId>,
    /// Those of bodies that are given member by member, or as a whole.
    spread: HashSet<TypeId>,
}

impl Reach {
    /// Follows every parameter, body and response.
    pub fn of(api: &Api) -> Self {
        let operations = || api.operations.iter();
        let receivers = api.receivers.iter();
        let received_by_user = receivers.filter_map(|receiver| Some(receiver.ty()?.id));
        let mut reach = Self::default();
        let sent = operations().flat_map(|operation| made(&api.types, operation));
        follow(&api.types, sent, &mut reach.sent);
        let received = operations().flat_map(received).chain(received_by_user);
        follow(&api.types, received, &mut reach.received);
        let bodies = operations().filter_map(|operation| operation.body.as_ref());
        let bodies = bodies.filter(|body| !matches!(body.content.kind, ContentKind::Multipart(_)));
        let spread = bodies.filter_map(|body| Some(body.spread(&api.types)?.0));
        reach.spread.extend(spread);
        reach
    }

    /// Whether values of the type are made by the client's user.
    pub fn is_sent(&self, id: TypeId) -> bool {
        // A type that nothing reaches may be there for any use.
        self.sent.contains(&id) || !self.received.contains(&id)
    }

    /// Whether a body is of the type whose members are those of params.
    pub fn is_spread(&self, id: TypeId) -> bool {
        self.spread.contains(&id)
    }

    /// Whether no value of the type ever comes from the server.
    pub fn is_only_sent(&self, id: TypeId) -> bool {
        self.sent.contains(&id) && !self.received.contains(&id)
    }
}

/// The types that an operation mentions itself, and those of what it is given one by one.
pub fn used(types: &Types, operation: &Operation) -> impl Iterator<Item = TypeId> {
    let made = made(types, operation).into_iter();
    sent(operation).chain(made).chain(received(operation))
}

/// The types of what a caller gives. Where that is each member of a body, nobody makes a value of the body's own type.
fn made(types: &Types, operation: &Operation) -> Vec<TypeId> {
    let body = operation.body.as_ref();
    let Some((body, (_, object))) = body.and_then(|body| Some((body, body.spread(types)?))) else {
        return sent(operation).collect();
    };
    let members = object.fields.iter();
    let members = members.filter(|field| field.access != Access::ReadOnly);
    // Whatever files are by their types, uploads are given.
    let members = members.filter(|field| body.content.file(&field.wire_name).is_none());
    let members = members.map(|field| field.ty.id);
    let headers = body.content.part_headers().map(|header| header.ty.id);
    parameters(operation)
        .chain(members)
        .chain(headers)
        .collect()
}

fn parameters(operation: &Operation) -> impl Iterator<Item = TypeId> {
    operation.parameters.iter().map(|parameter| parameter.ty.id)
}

fn sent(operation: &Operation) -> impl Iterator<Item = TypeId> {
    let body = operation.body.iter().flat_map(|body| {
        let headers = body.content.part_headers().map(|header| header.ty);
        body.content.kind.ty().into_iter().chain(headers)
    });
    parameters(operation).chain(body.map(|ty| ty.id))
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
        add_parts(&types[id].shape, &mut pending);
    }
}

/// Adds what a shape is made of.
fn add_parts(shape: &Shape, parts: &mut Vec<TypeId>) {
    match shape {
        Shape::Object(object) => {
            parts.extend(object.fields.iter().map(|field| field.ty.id));
            parts.extend(object.additional.map(|ty| ty.id));
        }
        Shape::Union(union) => parts.extend(union.variants.iter().map(|it| it.ty.id)),
        Shape::Array(ty) | Shape::Map(ty) | Shape::Alias(ty) => parts.push(ty.id),
        Shape::Tuple(items) => parts.extend(items.iter().map(|ty| ty.id)),
        Shape::Any | Shape::Null | Shape::Scalar(_) | Shape::Enumeration(_) | Shape::Foreign(_) => {
        }
    }
}

/// The types that something mentions which is not a form of several parts: no value is made of such a form's own type.
pub fn besides_forms(api: &Api) -> HashSet<TypeId> {
    let mut mentioned = Vec::new();
    for operation in &api.operations {
        mentioned.extend(parameters(operation).chain(received(operation)));
        let Some(Body { content, .. }) = &operation.body else {
            continue;
        };
        mentioned.extend(content.part_headers().map(|header| header.ty.id));
        match content.kind {
            ContentKind::Multipart(None) => {}
            ContentKind::Multipart(Some(form)) => {
                add_parts(api.types.shape(form), &mut mentioned);
            }
            kind => mentioned.extend(kind.ty().map(|ty| ty.id)),
        }
    }
    let of_receivers = api.receivers.iter().filter_map(|it| Some(it.ty()?.id));
    let mut seen = HashSet::default();
    follow(
        &api.types,
        mentioned.into_iter().chain(of_receivers),
        &mut seen,
    );
    seen
}
