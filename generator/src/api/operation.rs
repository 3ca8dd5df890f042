//! Operations: what can be called, and what is called back.

use std::sync::Arc;

use super::{Docs, Object, Security, Server, Shape, TypeId, TypeRef, Types};

/// One operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Where the document describes it.
    pub site: String,
    /// `operationId`, where there is one.
    pub id: Option<String>,
    /// The method in capitals.
    pub method: String,
    /// The path, with the names of its parameters: `/pets/{id}`.
    pub path: String,
    /// The same as the description has it: `/files/{*path}`.
    pub template: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// The resource that the document's extensions put it under.
    pub resource: Option<Vec<String>>,
    /// The method name that the document's extensions give it.
    pub method_name: Option<String>,
    /// Summary and description.
    pub docs: Docs,
    /// Another server than the API's, where it has one.
    pub server: Option<Server>,
    /// Parameters, the path's first, inherited ones included.
    pub parameters: Vec<Parameter>,
    /// What it sends.
    pub body: Option<Body>,
    /// Where it sends another body than the first of those that the document offers: what sets it apart.
    pub alternative: Option<Alternative>,
    /// What success looks like, by status.
    pub successes: Vec<Response>,
    /// What failure looks like, by status.
    pub failures: Vec<Response>,
    /// Whether its success is that the connection goes on as another protocol (status 101).
    pub upgrades: bool,
    /// The media types that its answers are described with, those that a client prefers.
    pub accept: Vec<String>,
    /// What it needs.
    pub security: Security,
    /// Its extensions: members that begin with `x-`.
    pub extensions: Vec<(String, serde_json::Value)>,
}

impl Operation {
    /// Its method and path, as the description has them: `PUT /accounts/{id}`.
    pub(crate) fn label(&self) -> String {
        format!("{} {}", self.method, self.template)
    }

    /// Whether a response is a success, by its key: `200`, `4XX`, `default`.
    pub(crate) fn succeeds(&self, key: &str) -> bool {
        let mut successes = self.successes.iter();
        successes.any(|response| response.status.key() == key)
    }
}

/// A parameter of an operation.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name on the wire.
    pub wire_name: String,
    /// Where it travels.
    pub place: Place,
    /// How lists and objects are written.
    pub style: Style,
    /// Whether each item is written on its own.
    pub explode: bool,
    /// Whether reserved characters stay as they are.
    pub allow_reserved: bool,
    /// Whether it may be several segments of a path, so that slashes stay as they are.
    pub slashes: bool,
    /// Whether the value travels as JSON text (`content: application/json`).
    pub json: bool,
    /// Whether it must be given.
    pub required: bool,
    /// The least number of characters.
    pub min_length: Option<u64>,
    /// The greatest number of characters.
    pub max_length: Option<u64>,
    /// Its type.
    pub ty: TypeRef,
    /// What the document says of it.
    pub docs: Arc<Docs>,
    /// Where.
    pub site: String,
}

/// Where a parameter travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A segment of the path.
    Path,
    /// The query.
    Query,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
}

/// How lists and objects are written (OpenAPI 3.0.3, "Style Values").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `color=blue,black`.
    Form,
    /// `blue,black`.
    Simple,
    /// `.blue.black`.
    Label,
    /// `;color=blue,black`.
    Matrix,
    /// `color=blue%20black`.
    SpaceDelimited,
    /// `color=blue|black`.
    PipeDelimited,
    /// `color[R]=100`.
    DeepObject,
}

/// What sets an operation apart from the one that does the same with the body, or for the answer, that is preferred.
#[derive(Clone, Debug)]
pub struct Alternative {
    /// The index of that operation.
    pub of: usize,
    /// What the body or the answer is, in words that a method's name can end with: `multipart`.
    pub suffix: String,
    /// Whether it is the answer that is another one, and not the body.
    pub gives: bool,
}

/// What an operation sends.
#[derive(Clone, Debug)]
pub struct Body {
    /// Whether it must be there.
    pub required: bool,
    /// Its media type and shape.
    pub content: Content,
    /// Other media types under which the same bytes may travel.
    pub also: Vec<String>,
    /// What the document says of it.
    pub docs: Docs,
}

impl Body {
    /// The object whose members a caller gives one by one: a body that is a JSON object or a form with members that all
    /// have names.
    pub fn spread<'a>(&self, types: &'a Types) -> Option<(TypeId, &'a Object)> {
        let resolved = types.resolve(self.content.kind.ty()?);
        let shape = &types[resolved.id].shape;
        // What has files in it is sent part by part, whatever type the user has for all of it.
        let shape = match self.content.kind {
            ContentKind::Multipart(_) => shape.described(),
            _ => shape,
        };
        match shape {
            Shape::Object(object) if !resolved.nullable && object.additional.is_none() => {
                Some((resolved.id, object))
            }
            _ => None,
        }
    }
}

/// A representation.
#[derive(Clone, Debug)]
pub struct Content {
    /// The media type as the document spells it.
    pub media_type: String,
    /// How it is read and written.
    pub kind: ContentKind,
    /// The media type of plain text that an answer in JSON may have as well.
    pub as_text: Option<String>,
    /// How members of a form are written, where the document says so (`encoding`).
    pub encoding: Vec<Encoding>,
    /// The members of a form of several parts that are files.
    pub files: Vec<FilePart>,
}

impl Content {
    /// The headers of all parts.
    pub fn part_headers(&self) -> impl Iterator<Item = &Parameter> {
        self.encoding.iter().flat_map(|encoding| &encoding.headers)
    }

    /// What the document says of how a member of a form is written.
    pub(crate) fn encoding_of(&self, name: &str) -> Option<&Encoding> {
        self.encoding.iter().find(|encoding| encoding.name == name)
    }

    /// Whether a member of a form of several parts is a file, or several.
    pub(crate) fn file(&self, name: &str) -> Option<&FilePart> {
        self.files.iter().find(|file| file.name == name)
    }
}

/// A member of a form of several parts that is a file.
#[derive(Clone, Debug)]
pub struct FilePart {
    /// The member, by wire name.
    pub name: String,
    /// Whether it is a list of files.
    pub several: bool,
}

/// How a member of a form is written (OpenAPI 3.0.3, "Encoding Object").
#[derive(Clone, Debug)]
pub struct Encoding {
    /// The member, by wire name.
    pub name: String,
    /// Its media type, where it is not the usual one.
    pub content_type: Option<String>,
    /// How lists and objects are written.
    pub style: Style,
    /// Whether each item is written on its own.
    pub explode: bool,
    /// Whether it is JSON text in a form that is not.
    pub json: bool,
    /// The headers that it has as a part.
    pub headers: Vec<Parameter>,
}

/// How a representation is read and written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ContentKind {
    /// JSON of a type.
    Json(TypeRef),
    /// `application/x-www-form-urlencoded` of a type.
    Form(TypeRef),
    /// `multipart/form-data` of a type; none where the document says nothing of the parts.
    Multipart(Option<TypeRef>),
    /// Text.
    Text,
    /// Bytes.
    Bytes,
}

/// A response under one key.
#[derive(Clone, Debug)]
pub struct Response {
    /// Which statuses it describes.
    pub status: Status,
    /// Its body, where it has one.
    pub content: Option<Content>,
    /// The stream of items that it can be, or always is.
    pub stream: Option<ItemStream>,
    /// The names of its headers.
    pub headers: Vec<String>,
    /// What the document says of it.
    pub docs: Arc<Docs>,
}

/// A body that is a sequence of items, each of which is there before the next.
#[derive(Clone, Debug)]
pub struct ItemStream {
    /// The media type as the document spells it.
    pub media_type: String,
    /// How items stand in it.
    pub framing: Framing,
    /// Whether the member `event` counts where an event has none, which makes it a `message`.
    pub named: bool,
    /// The events, by the member `event`, whose data is text all the same.
    pub texts: Vec<String>,
    /// The data of events that are no items, but the end of the stream.
    pub ends: Vec<String>,
    /// Whether the document describes an item by itself (`itemSchema`), and not the whole.
    pub by_item: bool,
    /// The type of an item; none where the document says nothing of it.
    pub item: Option<TypeRef>,
}

/// How items stand in a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// `text/event-stream`: an item is the JSON in an event's data.
    Events,
    /// `text/event-stream`: an item is an event with its members.
    EventObjects,
    /// The same, where the data among them is the JSON in it.
    JsonEventObjects,
    /// A line of JSON each.
    Lines,
    /// A JSON text each, after a record separator (RFC 7464).
    Sequence,
}

/// The statuses that a response describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// One status.
    Exact(u16),
    /// A hundred: `4XX` is 4.
    Range(u8),
    /// All that no other key describes.
    Default,
}

impl ContentKind {
    /// The type that is read or written.
    pub fn ty(self) -> Option<TypeRef> {
        match self {
            Self::Json(ty) | Self::Form(ty) => Some(ty),
            Self::Multipart(ty) => ty,
            Self::Text | Self::Bytes => None,
        }
    }
}

impl Status {
    /// The key under `responses`: `200`, `4XX`, `default`.
    pub fn key(self) -> String {
        match self {
            Self::Exact(code) => code.to_string(),
            Self::Range(hundreds) => format!("{hundreds}XX"),
            Self::Default => "default".to_owned(),
        }
    }

    /// Whether an answer of this status may have content, whatever is described for it (RFC 9110, sections 15.3.5, 15.3.6
    /// and 15.4.5).
    pub(crate) fn has_content(self) -> bool {
        !matches!(self, Self::Exact(204 | 205 | 304))
    }

    /// Whether it is under 300 and from 200 on.
    pub fn is_success(self) -> bool {
        match self {
            Self::Exact(code) => (200..300).contains(&code),
            Self::Range(hundreds) => hundreds == 2,
            Self::Default => false,
        }
    }
}

/// A request that the API sends to its user.
#[derive(Clone, Debug)]
pub struct Receiver {
    /// Where the document describes it.
    pub site: String,
    /// `operationId`, else the callback's or webhook's key, with what sets it apart where others have that key, too.
    pub id: String,
    /// The callback's or webhook's key.
    pub key: String,
    /// The method in capitals.
    pub method: String,
    /// What it is a callback of; none where it is a webhook.
    pub callback: Option<Callback>,
    /// Summary and description.
    pub docs: Docs,
    /// What is in it, where that is read.
    pub body: Option<Message>,
}

impl Receiver {
    /// The type of what is in it.
    pub(crate) fn ty(&self) -> Option<TypeRef> {
        Some(self.body.as_ref()?.ty)
    }
}

/// Where a callback comes from.
#[derive(Clone, Debug)]
pub struct Callback {
    /// The operation by its id, else by method and path; or the callback that it is one of.
    pub of: String,
    /// Where it goes: `{$request.body#/url}`.
    pub expression: String,
}

/// The body of a request that the API sends.
#[derive(Clone, Debug)]
pub struct Message {
    /// Its type.
    pub ty: TypeRef,
    /// Whether it is a form, and not JSON.
    pub is_form: bool,
}

/// What tells the kinds of messages apart.
#[derive(Clone, Debug)]
pub struct Kinds {
    /// The member of each message.
    pub member: String,
    /// Its values, as texts, and the receiver that each is of: an index into [`Api::receivers`](super::Api::receivers).
    pub values: Vec<(String, usize)>,
}
