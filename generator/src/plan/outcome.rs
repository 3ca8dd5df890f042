//! What an operation gives back, out of its responses.

use std::borrow::Cow;

use super::Context;
use super::docs::{Docs, Words};
use super::item::{Item, StatusVariant, Statuses};
use super::naming::{Case, Scope};
use super::ty::{Home, Named, Ty};
use crate::api::{Content, ContentKind, Operation, Response, Shape, Status};

/// What a call gives back.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// What the caller gets.
    pub output: Ty,
    /// What is on the wire, the envelope included.
    pub response: Ty,
    /// How what is on the wire is read.
    pub decode: Decode,
    /// How the caller's part comes out of it.
    pub unwrap: Unwrap,
    /// The described failures.
    pub failures: Vec<Failure>,
    /// The media types that the client understands.
    pub accept: String,
    /// The protocol that the connection goes on as, where that is what is given.
    pub upgrade: Option<String>,
}

/// How a response is read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Decode {
    /// As JSON.
    Json,
    /// As JSON, or as nothing where the body is empty: the type has a value for that.
    JsonOrEmpty,
    /// As text.
    Text,
    /// As text, which may be a JSON string: the response tells.
    TextOrJson,
    /// As bytes.
    Bytes,
    /// As a stream of items.
    Stream,
    /// As a connection.
    Switched,
    /// Not at all.
    Empty,
    /// By its status, into the enum that is the response type.
    ByStatus,
}

/// How the caller's part comes out of a response.
#[derive(Clone, Debug, PartialEq)]
pub enum Unwrap {
    /// It is the whole.
    Whole,
    /// It is the member of this name, which is always there.
    Member(super::Ident),
    /// It is the member of this name, which is in an `Option` that a success has filled.
    Filled(super::Ident),
    /// It is the member of this name, which is in a `Field`, absent being the same as null.
    Field(super::Ident),
}

/// A failure that the document describes.
#[derive(Clone, Debug)]
pub struct Failure {
    /// Its statuses.
    pub status: Status,
    /// The type of its body.
    pub ty: Ty,
    /// How that is read.
    pub decode: Decode,
}

/// Decides what a call gives back. Where answers differ by status, an enum of them comes with it.
pub(super) fn plan(
    context: &Context<'_>,
    operation: &Operation,
    home: &Home,
    response: &super::Ident,
) -> (Outcome, Option<Item>) {
    let contents: Vec<&Content> = operation
        .successes
        .iter()
        .filter_map(|response| response.content.as_ref())
        .collect();
    let some_empty = contents.len() < operation.successes.len();
    let mut item = None;
    let upgrade = upgrade(context, operation);
    let (ty, decode) = match contents.split_first() {
        _ if upgrade.is_some() => (Ty::Upgraded, Decode::Switched),
        None => (Ty::Unit, Decode::Empty),
        Some((first, rest)) if rest.iter().all(|other| context.same(first, other)) => {
            let (ty, decode) = context.content(first);
            match decode {
                Decode::Json | Decode::JsonOrEmpty if some_empty => {
                    (ty.optional(), Decode::JsonOrEmpty)
                }
                // Servers say of a text that it is JSON, and send it as it is: `-> str` of many frameworks.
                Decode::Json if ty == Ty::String => (ty, Decode::TextOrJson),
                decode => (ty, decode),
            }
        }
        Some(_) => {
            item = Some(Item::Statuses(statuses(context, operation, response)));
            (
                Ty::Named(Named {
                    home: home.clone(),
                    ident: response.clone(),
                }),
                Decode::ByStatus,
            )
        }
    };
    let (output, unwrap) = match (&decode, contents.first().map(|content| content.kind)) {
        (Decode::Json, Some(ContentKind::Json(reference))) => context.unwrapped(reference, &ty),
        _ => (ty.clone(), Unwrap::Whole),
    };
    let outcome = Outcome {
        output,
        response: ty,
        decode,
        unwrap,
        failures: operation
            .failures
            .iter()
            .map(|response| context.failure(response))
            .collect(),
        accept: accept(context, operation),
        upgrade,
    };
    (outcome, item)
}

/// The protocol that an operation goes on as: WebSocket, unless the configuration knows another one.
fn upgrade(context: &Context<'_>, operation: &Operation) -> Option<String> {
    let config = super::configured(context.config, operation);
    let chosen = config.and_then(|config| config.upgrade.clone());
    chosen.or_else(|| operation.upgrades.then(|| "websocket".to_owned()))
}

/// The media types that the client understands, those that it prefers first.
fn accept(context: &Context<'_>, operation: &Operation) -> String {
    let answers = operation.successes.iter().chain(&operation.failures);
    let contents = answers.filter_map(|answer| answer.content.as_ref());
    let texts = contents.filter(|content| context.content(content).1 == Decode::TextOrJson);
    let mut accept = operation.accept.clone();
    for text in texts.filter_map(|content| content.as_text.as_ref()) {
        if !accept.contains(text) {
            accept.push(text.clone());
        }
    }
    match accept.is_empty() {
        true => "*/*".to_owned(),
        false => accept.join(", "),
    }
}

fn statuses(context: &Context<'_>, operation: &Operation, ident: &super::Ident) -> Statuses {
    let mut scope = Scope::new(Case::Pascal, &["Self"]);
    let variants = operation
        .successes
        .iter()
        .map(|response| {
            let (ty, decode) = context.read(response);
            let said = response
                .docs
                .description
                .as_deref()
                .map(str::trim)
                .filter(|text| !text.is_empty());
            StatusVariant {
                ident: scope.claim(&status_name(response.status)),
                docs: said.map_or_else(|| Docs::ours(response.status), Docs::theirs),
                status: response.status,
                ty,
                decode,
            }
        })
        .collect();
    let docs = Docs::ours(Words::sentence(
        "What {} answers, by status.",
        &[Words::operation(operation)],
    ));
    Statuses {
        ident: ident.clone(),
        docs,
        variants,
    }
}

/// The reason phrase of a status (RFC 9110, section 15).
fn status_name(status: Status) -> Cow<'static, str> {
    let name = match status {
        Status::Exact(200) => "done",
        Status::Exact(201) => "created",
        Status::Exact(202) => "accepted",
        Status::Exact(203) => "non_authoritative",
        Status::Exact(204) => "no_content",
        Status::Exact(205) => "reset_content",
        Status::Exact(206) => "partial_content",
        Status::Exact(207) => "multi_status",
        Status::Exact(208) => "already_reported",
        Status::Exact(226) => "im_used",
        Status::Exact(code) => return Cow::Owned(format!("status_{code}")),
        Status::Range(_) => "success",
        Status::Default => "other",
    };
    Cow::Borrowed(name)
}

impl Context<'_> {
    /// What a response is read as, with whatever it is wrapped in.
    fn read(&self, response: &Response) -> (Ty, Decode) {
        match &response.content {
            Some(content) => self.content(content),
            None => (Ty::Unit, Decode::Empty),
        }
    }

    fn content(&self, content: &Content) -> (Ty, Decode) {
        match content.kind {
            ContentKind::Json(reference) => {
                let ty = self.value(reference);
                // A range leaves it to the server, and so does text beside JSON: one that gives a text may give it as it is.
                let either = content.media_type.contains('*') || content.as_text.is_some();
                let decode = match ty {
                    Ty::String if either => Decode::TextOrJson,
                    // Servers send nothing for what they call null, or void.
                    Ty::Option(_) | Ty::Unit | Ty::Value => Decode::JsonOrEmpty,
                    _ => Decode::Json,
                };
                (ty, decode)
            }
            ContentKind::Text | ContentKind::Form(_) => (Ty::String, Decode::Text),
            ContentKind::Bytes | ContentKind::Multipart(_) => (Ty::Bytes, Decode::Bytes),
        }
    }

    fn same(&self, one: &Content, other: &Content) -> bool {
        self.content(one) == self.content(other)
    }

    fn failure(&self, response: &Response) -> Failure {
        let (ty, decode) = self.read(response);
        Failure {
            status: response.status,
            ty,
            decode,
        }
    }

    /// The caller's part of a response that has the envelope's members.
    fn unwrapped(&self, reference: crate::api::TypeRef, whole: &Ty) -> (Ty, Unwrap) {
        let nothing = || (whole.clone(), Unwrap::Whole);
        let Some(envelope) = &self.config.envelope else {
            return nothing();
        };
        let resolved = self.api.types.resolve(reference);
        let Shape::Object(object) = &self.api.types[resolved.id].shape else {
            return nothing();
        };
        if resolved.nullable
            || envelope
                .success
                .as_ref()
                .is_some_and(|name| object.field(name).is_none())
        {
            return nothing();
        }
        let Some(index) = object
            .fields
            .iter()
            .position(|field| *field.wire_name == *envelope.result)
        else {
            return nothing();
        };
        let field = &object.fields[index];
        let ident = self.names.fields(resolved.id)[index].clone();
        let (ty, presence) = self.member(resolved.id, field);
        match (ty, presence) {
            (Ty::Option(inner), super::Presence::Optional) => (*inner, Unwrap::Filled(ident)),
            (Ty::Field(inner), _) => (Ty::Option(inner), Unwrap::Field(ident)),
            (ty, _) => (ty, Unwrap::Member(ident)),
        }
    }
}
