//! What every client that specwright writes shares.
//!
//! A generated crate describes its API in statics (`Api`, `OperationSpec`) and names its types; everything that
//! does not depend on these is here, written once and compiled once. Of what is generic over operations, no more is here
//! than a few lines that encode, call what is not generic, and decode.
//!
//! What never happens here: no name of an API, no panic, no `unsafe`, no credential in any text.
//!
//! This crate is used in two ways: as a dependency, or copied into a generated crate as its module `runtime`. Therefore
//! its modules refer to each other by relative paths only.

#[cfg(feature = "client")]
mod address;
#[cfg(feature = "client")]
mod api;
#[cfg(feature = "client")]
mod base_url;
#[cfg(feature = "blocking")]
mod blocking;
#[cfg(feature = "client")]
mod body;
#[cfg(feature = "client")]
mod budget;
#[cfg(feature = "client")]
mod builder;
#[cfg(feature = "client")]
mod client;
#[cfg(all(
    any(feature = "hyper", feature = "reqwest"),
    not(target_os = "unknown")
))]
mod connecting;
#[cfg(feature = "client")]
mod credential;
#[cfg(feature = "client")]
mod credentials;
#[cfg(feature = "client")]
pub mod de;
#[cfg(feature = "client")]
mod decode;
#[cfg(feature = "client")]
mod echo;
#[cfg(feature = "client")]
mod encode;
#[cfg(feature = "client")]
pub mod error;
#[cfg(feature = "events")]
mod events;
#[cfg(feature = "client")]
mod exchange;
#[cfg(all(feature = "reqwest", target_os = "unknown"))]
mod fetch;
#[cfg(feature = "client")]
mod field;
#[cfg(all(
    any(feature = "hyper", feature = "reqwest"),
    not(target_os = "unknown")
))]
mod file;
#[cfg(feature = "client")]
mod form;
#[cfg(feature = "client")]
mod header;
#[cfg(feature = "client")]
mod headers;
#[cfg(all(
    any(feature = "hyper", feature = "reqwest"),
    not(target_os = "unknown")
))]
mod http2;
#[cfg(all(feature = "hyper", not(target_os = "unknown")))]
mod hyper;
#[cfg(any(
    feature = "reqwest",
    all(feature = "hyper", not(target_os = "unknown"))
))]
mod incoming;
#[cfg(all(feature = "reqwest", target_os = "unknown"))]
mod javascript;
#[cfg(feature = "client")]
mod judge;
#[cfg(feature = "client")]
mod keyed;
#[cfg(feature = "client")]
mod layer;
#[cfg(feature = "client")]
mod lines;
#[cfg(feature = "client")]
mod merge;
#[cfg(feature = "mock")]
pub mod mock;
#[cfg(feature = "multipart")]
mod multipart;
#[cfg(feature = "client")]
mod number;
#[cfg(feature = "oauth2")]
mod oauth2;
#[cfg(feature = "client")]
pub mod object;
#[cfg(feature = "client")]
mod operation;
#[cfg(feature = "client")]
mod options;
#[cfg(all(
    any(feature = "hyper", feature = "reqwest"),
    not(target_os = "unknown")
))]
mod outgoing;
#[cfg(feature = "client")]
mod pace;
#[cfg(feature = "pages")]
mod pages;
#[cfg(feature = "client")]
mod patience;
#[cfg(feature = "client")]
mod platform;
#[cfg(feature = "client")]
mod prepare;
#[cfg(feature = "client")]
mod proof;
#[cfg(feature = "client")]
mod random;
#[cfg(feature = "client")]
mod rate_limit;
#[cfg(feature = "client")]
mod redact;
#[cfg(feature = "client")]
mod redirect;
#[cfg(feature = "client")]
mod renewal;
#[cfg(feature = "client")]
mod reply;
#[cfg(feature = "client")]
mod report;
#[cfg(all(feature = "reqwest", not(target_os = "unknown")))]
mod reqwest;
#[cfg(feature = "client")]
mod response;
#[cfg(feature = "client")]
mod retry;
#[cfg(feature = "client")]
mod secret;
#[cfg(feature = "client")]
mod server;
#[cfg(feature = "source")]
pub mod source;
#[cfg(feature = "client")]
mod spec;
#[cfg(feature = "client")]
mod streaming;
#[cfg(feature = "client")]
mod supply;
#[cfg(feature = "client")]
mod tagged;
#[cfg(feature = "client")]
mod time;
#[cfg(feature = "client")]
mod timer;
#[cfg(feature = "tracing")]
mod trace;
#[cfg(feature = "client")]
mod transport;
#[cfg(feature = "client")]
mod tree;
#[cfg(feature = "client")]
mod tried;
#[cfg(feature = "client")]
mod tries;
#[cfg(feature = "client")]
mod unknown;
#[cfg(feature = "upgrade")]
mod upgrade;
#[cfg(feature = "client")]
mod upload;
#[cfg(feature = "validate")]
mod validate;
#[cfg(feature = "client")]
mod wait;
#[cfg(feature = "webhooks")]
pub mod webhook;

#[cfg(feature = "blocking")]
pub use self::blocking::Blocking;
#[cfg(feature = "events")]
pub use self::events::{
    Event, EventStream, StreamSpec, Streamed, Streams, event_objects, events, json_event_objects,
    json_lines, json_sequence,
};
#[cfg(all(feature = "reqwest", target_os = "unknown"))]
pub use self::fetch::FetchTransport;
#[cfg(all(feature = "hyper", not(target_os = "unknown")))]
pub use self::hyper::HyperTransport;
#[cfg(feature = "multipart")]
pub use self::multipart::Form;
#[cfg(feature = "oauth2")]
pub use self::oauth2::{
    AuthorizationCode, ClientCredentials, Login, Refreshing, TokenError, Tokens,
};
#[cfg(feature = "pages")]
pub use self::pages::{
    Items, PageSpec, Paged, Pages, by_cursor, by_link, by_number, by_offset, by_url,
};
#[cfg(all(feature = "reqwest", not(target_os = "unknown")))]
pub use self::reqwest::ReqwestTransport;
#[cfg(feature = "upgrade")]
pub use self::upgrade::{Switched, Upgrade, Upgraded};
#[cfg(feature = "validate")]
pub use self::validate::{Bound, Rule, Validate, ValidationError, Violation, Violations};
#[cfg(feature = "client")]
pub use self::{
    api::{Api, AuthorizationEndpoint, Envelope, Global, Scheme, SchemeKind, TokenEndpoint},
    body::Body,
    builder::ClientBuilder,
    client::Client,
    credential::{Credential, CredentialProvider, ProviderError, Token},
    decode::{DecodeError, decode, decode_kind},
    encode::RequestWriter,
    error::{Error, FailureBody},
    field::{Field, IntoField},
    form::decode_form,
    layer::{Layer, Next, Sent, Try},
    lines::{JsonLines, Lines},
    operation::{
        FailureSpec, Operation, OperationSpec, ParameterSpec, Place, ResponseOf, Spec,
        StatusPattern, Style,
    },
    options::CallOptions,
    rate_limit::RateLimit,
    reply::{Binary, Empty, Json, JsonOrEmpty, Reply, Text, TextOrJson, Unwrapped, Wrapped},
    report::CallReport,
    response::{RawResponse, Response},
    retry::{NotRetried, RetryPolicy},
    secret::{Secret, Sensitive},
    server::ServerVariable,
    spec::{
        cookie, delete, failure, failure_default, failure_range, get, header, member, operation,
        patch, path, post, put, query, server_variable,
    },
    streaming::StreamingResponse,
    time::{Date, DateTime},
    timer::Timer,
    transport::{Attempt, BoxFuture, Timeouts, Transport, TransportError, TransportErrorKind},
    unknown::{UnknownInteger, UnknownValue},
    upload::Upload,
};
#[cfg(feature = "client")]
pub use bytes::Bytes;
#[cfg(feature = "client")]
pub use http;
#[cfg(feature = "client")]
pub use jiff;
#[cfg(feature = "client")]
pub use serde_json::Value;
