// Copied by specwright 0.1.0 from specwright-runtime.

//! What a generated crate says of one operation.

use bytes::Bytes;

use super::api::Envelope;
use super::decode::DecodeError;
use super::encode::RequestWriter;
use super::error::TypedFailure;
use super::reply::Reply;
use super::server::ServerVariable;

/// An operation: implemented by its params.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not what an operation takes",
    label = "the params of an operation are wanted here",
    note = "each operation has a type for what it takes, beside the resource: `PetListParams` of `client.pets().list()`"
)]
pub trait Operation: Send + Sync {
    /// What a caller gets.
    type Output: Send;
    /// How it is read from what a success brought.
    type Reply: Reply<Output = Self::Output>;

    /// What the client works from.
    const SPEC: Spec;

    /// Writes parameters and body. An operation that takes nothing has nothing to write. What can't be written is kept by
    /// the request, as an [`Error::Argument`](super::error::Error::Argument) of the call.
    fn encode(&self, request: &mut RequestWriter<'_>) {
        let _ = request;
    }
}

/// The static description that an operation has.
pub type Spec = &'static OperationSpec;

/// What is on the wire when an operation succeeds, with whatever it is wrapped in.
pub type ResponseOf<P> = <<P as Operation>::Reply as Reply>::Response;

/// The static description of an operation.
#[derive(Debug)]
pub struct OperationSpec {
    pub(super) name: &'static str,
    pub(super) method: &'static str,
    pub(super) path: &'static str,
    pub(super) base_url: Option<&'static str>,
    pub(super) server_variables: &'static [ServerVariable],
    pub(super) parameters: &'static [ParameterSpec],
    pub(super) accept: &'static str,
    pub(super) security: &'static [&'static [usize]],
    pub(super) envelope: Option<&'static Envelope>,
    pub(super) failures: &'static [FailureSpec],
}

impl OperationSpec {
    /// Its own server, with the variables in braces. Without a host, it is on that of the API.
    pub const fn base_url(mut self, url: &'static str) -> Self {
        self.base_url = Some(url);
        self
    }

    /// The variables in the address of its own server.
    pub const fn server_variables(mut self, variables: &'static [ServerVariable]) -> Self {
        self.server_variables = variables;
        self
    }

    /// Its parameters, in the order in which they are encoded.
    pub const fn parameters(mut self, parameters: &'static [ParameterSpec]) -> Self {
        self.parameters = parameters;
        self
    }

    /// The media types it answers with.
    pub const fn accept(mut self, media_types: &'static str) -> Self {
        self.accept = media_types;
        self
    }

    /// What it needs: alternatives of sets of schemes. An empty set allows anonymous calls.
    pub const fn security(mut self, alternatives: &'static [&'static [usize]]) -> Self {
        self.security = alternatives;
        self
    }

    /// What its result is wrapped in.
    pub const fn envelope(mut self, envelope: &'static Envelope) -> Self {
        self.envelope = Some(envelope);
        self
    }

    /// The failures that are described.
    pub const fn failures(mut self, failures: &'static [FailureSpec]) -> Self {
        self.failures = failures;
        self
    }

    /// What errors call it: `pets.list`.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Its method: `GET`.
    pub const fn method(&self) -> &'static str {
        self.method
    }

    /// Its path, with the names of its parameters: `/pets/{id}`.
    pub const fn path(&self) -> &'static str {
        self.path
    }
}

/// The static description of a parameter.
#[derive(Debug)]
pub struct ParameterSpec {
    pub(super) name: &'static str,
    pub(super) place: Place,
    pub(super) style: Style,
    pub(super) explode: bool,
    pub(super) required: bool,
    pub(super) allow_reserved: bool,
    pub(super) slashes: bool,
    pub(super) json: bool,
    pub(super) global: Option<usize>,
    pub(super) min_length: Option<usize>,
    pub(super) max_length: Option<usize>,
}

impl ParameterSpec {
    /// It must be given.
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// How lists and objects are written, and whether each of their items is written on its own.
    pub const fn style(mut self, style: Style, explode: bool) -> Self {
        self.style = style;
        self.explode = explode;
        self
    }

    /// Reserved characters (RFC 3986, section 2.2) stay as they are, but those that would end a path or a query, or change what
    /// it means. In a path, slashes stay as well.
    pub const fn allow_reserved(mut self) -> Self {
        self.allow_reserved = true;
        self
    }

    /// It stands for any number of segments of the path: slashes in it stay as they are.
    pub const fn slashes(mut self) -> Self {
        self.slashes = true;
        self
    }

    /// The value travels as JSON text.
    pub const fn json(mut self) -> Self {
        self.json = true;
        self
    }

    /// Where it is not given, the client's parameter of this index stands in.
    pub const fn global(mut self, index: usize) -> Self {
        self.global = Some(index);
        self
    }

    /// The least number of characters.
    pub const fn min_length(mut self, characters: usize) -> Self {
        self.min_length = Some(characters);
        self
    }

    /// The greatest number of characters.
    pub const fn max_length(mut self, characters: usize) -> Self {
        self.max_length = Some(characters);
        self
    }
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
    /// `color=blue,black`
    Form,
    /// `blue,black`
    Simple,
    /// `.blue.black`
    Label,
    /// `;color=blue,black`
    Matrix,
    /// `color=blue%20black`
    SpaceDelimited,
    /// `color=blue|black`
    PipeDelimited,
    /// `color[R]=100`
    DeepObject,
}

/// The statuses that a response describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatusPattern {
    /// One status.
    Exact(u16),
    /// A hundred of them: `4XX` is 4.
    Range(u8),
    /// All others.
    Default,
}

impl StatusPattern {
    /// How precisely this describes a status, if it does: the greater, the better.
    pub(super) fn precision(self, status: http::StatusCode) -> Option<u8> {
        match self {
            Self::Exact(code) => (status == code).then_some(2),
            Self::Range(hundreds) => (status.as_u16() / 100 == u16::from(hundreds)).then_some(1),
            Self::Default => Some(0),
        }
    }
}

/// A failure that is described.
#[derive(Debug)]
pub struct FailureSpec {
    pub(super) status: StatusPattern,
    /// What is wrong with a body that can't be read; none for JSON.
    pub(super) other: Option<&'static str>,
    pub(super) decode: fn(&Bytes, &[&str]) -> Result<TypedFailure, DecodeError>,
}
