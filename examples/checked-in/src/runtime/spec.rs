// Copied by specwright 0.1.0 from specwright-runtime.

//! Constructors of what describes an operation. They are functions with short names because a generated crate calls one
//! for each operation, parameter and failure that its API has.

use super::error::{FailureBody, TypedFailure};
use super::operation::{FailureSpec, OperationSpec, ParameterSpec, Place, StatusPattern, Style};
use super::server::ServerVariable;

/// An operation that takes nothing, needs nothing and answers with JSON. `name` is what errors call it.
pub const fn operation(
    name: &'static str,
    method: &'static str,
    path: &'static str,
) -> OperationSpec {
    OperationSpec {
        name,
        method,
        path,
        base_url: None,
        server_variables: &[],
        parameters: &[],
        accept: "application/json",
        security: &[],
        envelope: None,
        failures: &[],
    }
}

/// A variable in the address of a server, and what it stands for unless the user says otherwise.
pub const fn server_variable(name: &'static str, default: &'static str) -> ServerVariable {
    ServerVariable { name, default }
}

/// A `GET`. See [`operation`].
pub const fn get(name: &'static str, path: &'static str) -> OperationSpec {
    operation(name, "GET", path)
}

/// A `PUT`. See [`operation`].
pub const fn put(name: &'static str, path: &'static str) -> OperationSpec {
    operation(name, "PUT", path)
}

/// A `POST`. See [`operation`].
pub const fn post(name: &'static str, path: &'static str) -> OperationSpec {
    operation(name, "POST", path)
}

/// A `PATCH`. See [`operation`].
pub const fn patch(name: &'static str, path: &'static str) -> OperationSpec {
    operation(name, "PATCH", path)
}

/// A `DELETE`. See [`operation`].
pub const fn delete(name: &'static str, path: &'static str) -> OperationSpec {
    operation(name, "DELETE", path)
}

const fn parameter(name: &'static str, place: Place, style: Style, explode: bool) -> ParameterSpec {
    ParameterSpec {
        name,
        place,
        style,
        explode,
        required: false,
        allow_reserved: false,
        slashes: false,
        json: false,
        global: None,
        min_length: None,
        max_length: None,
    }
}

/// A segment of the path. It is always required.
pub const fn path(name: &'static str) -> ParameterSpec {
    parameter(name, Place::Path, Style::Simple, false).required()
}

/// A query parameter.
pub const fn query(name: &'static str) -> ParameterSpec {
    parameter(name, Place::Query, Style::Form, true)
}

/// A member of a form, which is written as a query parameter is.
pub const fn member(name: &'static str) -> ParameterSpec {
    query(name)
}

/// A header.
pub const fn header(name: &'static str) -> ParameterSpec {
    parameter(name, Place::Header, Style::Simple, false)
}

/// A cookie.
pub const fn cookie(name: &'static str) -> ParameterSpec {
    parameter(name, Place::Cookie, Style::Form, true)
}

/// A failure that one status stands for, and how its body is read: as JSON of a type, or as `Text`, `Binary` or `Empty`.
pub const fn failure<B: FailureBody>(status: u16) -> FailureSpec {
    described::<B>(StatusPattern::Exact(status))
}

/// A failure that a hundred of statuses stand for, 4 for `4XX`. See [`failure`].
pub const fn failure_range<B: FailureBody>(hundreds: u8) -> FailureSpec {
    described::<B>(StatusPattern::Range(hundreds))
}

/// All failures that are not described by their status. See [`failure`].
pub const fn failure_default<B: FailureBody>() -> FailureSpec {
    described::<B>(StatusPattern::Default)
}

const fn described<B: FailureBody>(status: StatusPattern) -> FailureSpec {
    FailureSpec {
        status,
        other: B::OTHER,
        decode: TypedFailure::read::<B>,
    }
}
