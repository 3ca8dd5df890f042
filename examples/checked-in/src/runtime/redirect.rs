// Copied by specwright 0.1.0 from specwright-runtime.

//! Redirects: where to, with what method, and whether credentials come along.

use http::header::LOCATION;
use http::{HeaderMap, Method, StatusCode};
use url::Url;

use super::address::{self, Address};

/// How many are followed for one call.
pub(super) const MOST: usize = 10;

/// Why it is not followed after so many.
pub(super) const TOO_MANY: &str = "it redirects once more, after 10 redirects";

/// Why nothing can be asked for there.
pub(super) const NO_URL: &str = "it redirects to what is no URL";

/// Why there is nothing to be read of one that is not to be followed.
pub(super) const NOT_FOLLOWED: &str = "it redirects, and is not to be followed";

/// Why there is no answer where something else followed it all the same.
pub(super) const FOLLOWED: &str =
    "a redirect was followed that was not to be: the platform does that by itself";

/// Whether a status is one of a redirect, whether or not it says where to. What is not modified is none.
pub(super) fn is_one(status: StatusCode) -> bool {
    status.is_redirection() && status != StatusCode::NOT_MODIFIED
}

/// What follows from a redirect.
#[derive(Debug, PartialEq)]
pub(super) enum Next {
    /// It is none, or leads nowhere.
    Answer,
    /// Another request.
    Follow {
        /// Where to.
        url: Url,
        /// With what method.
        method: Method,
        /// Whether the body goes along.
        keeps_body: bool,
        /// Whether it goes to the origin that the one before went to.
        same_origin: bool,
    },
    /// It must not be followed.
    Refuse(&'static str),
}

/// Decides on a response (RFC 9110, section 15.4; Fetch standard, "HTTP-redirect fetch").
pub(super) fn next(
    status: StatusCode,
    headers: &HeaderMap,
    from: &Address,
    method: &Method,
    has_body: bool,
) -> Next {
    let rewrites = match status.as_u16() {
        301 | 302 => *method == Method::POST,
        303 => *method != Method::HEAD,
        307 | 308 => false,
        _ => return Next::Answer,
    };
    let Some(location) = headers.get(LOCATION) else {
        return Next::Answer;
    };
    // Servers write what is not ASCII as it is, too.
    let location = std::str::from_utf8(location.as_bytes()).ok();
    let url = location.and_then(|location| address::resolve(&from.url()?, location));
    let Some(url) = url else {
        return Next::Refuse(NO_URL);
    };
    if !matches!(url.scheme(), "http" | "https") {
        return Next::Refuse("it redirects to another protocol than HTTP");
    }
    if from.uri().scheme_str() == Some("https") && url.scheme() == "http" {
        return Next::Refuse("it redirects from https to http");
    }
    let same_origin = Address::of(&url).is_some_and(|url| url.has_origin_of(from));
    let method = if rewrites {
        Method::GET
    } else {
        method.clone()
    };
    let keeps_body = has_body && !rewrites;
    if !same_origin && (keeps_body || !method.is_safe()) {
        return Next::Refuse("it redirects a request that changes something to another host");
    }
    Next::Follow {
        url,
        method,
        keeps_body,
        same_origin,
    }
}
