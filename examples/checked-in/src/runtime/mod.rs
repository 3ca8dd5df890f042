// Copied by specwright 0.1.0 from specwright-runtime.

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

mod address;
mod api;
mod base_url;
#[cfg(feature = "blocking")]
mod blocking;
mod body;
mod budget;
mod builder;
mod client;
#[cfg(all(
    any(feature = "hyper", feature = "reqwest"),
    not(target_os = "unknown")
))]
mod connecting;
mod credential;
mod credentials;
pub mod de;
mod decode;
mod echo;
mod encode;
pub mod error;
mod exchange;
#[cfg(all(feature = "reqwest", target_os = "unknown"))]
mod fetch;
mod field;
#[cfg(all(
    any(feature = "hyper", feature = "reqwest"),
    not(target_os = "unknown")
))]
mod file;
mod form;
mod header;
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
mod judge;
mod keyed;
mod layer;
mod lines;
mod merge;
#[cfg(feature = "mock")]
pub mod mock;
mod number;
#[cfg(feature = "oauth2")]
mod oauth2;
pub mod object;
mod operation;
mod options;
#[cfg(all(
    any(feature = "hyper", feature = "reqwest"),
    not(target_os = "unknown")
))]
mod outgoing;
mod pace;
mod patience;
mod platform;
mod prepare;
mod proof;
mod random;
mod rate_limit;
mod redact;
mod redirect;
mod renewal;
mod reply;
mod report;
#[cfg(all(feature = "reqwest", not(target_os = "unknown")))]
mod reqwest;
mod response;
mod retry;
mod secret;
mod server;
mod spec;
mod streaming;
mod supply;
mod tagged;
mod time;
mod timer;
#[cfg(feature = "tracing")]
mod trace;
mod transport;
mod tree;
mod tried;
mod tries;
mod unknown;
mod upload;
mod wait;
#[cfg(feature = "webhooks")]
pub mod webhook;

#[cfg(feature = "blocking")]
pub use self::blocking::Blocking;
#[cfg(all(feature = "reqwest", target_os = "unknown"))]
pub use self::fetch::FetchTransport;
#[cfg(all(feature = "hyper", not(target_os = "unknown")))]
pub use self::hyper::HyperTransport;
#[cfg(feature = "oauth2")]
pub use self::oauth2::{
    AuthorizationCode, ClientCredentials, Login, Refreshing, TokenError, Tokens,
};
#[cfg(all(feature = "reqwest", not(target_os = "unknown")))]
pub use self::reqwest::ReqwestTransport;
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
pub use bytes::Bytes;
pub use http;
pub use jiff;
pub use serde_json::Value;
