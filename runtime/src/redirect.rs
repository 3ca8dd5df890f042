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

#[cfg(test)]
mod tests {
    use super::*;

    fn decide(status: u16, location: &str, method: Method, has_body: bool) -> Next {
        let from = Address::of(&Url::parse("https://a.example/v1/x").unwrap()).unwrap();
        let headers = HeaderMap::from_iter([(LOCATION, location.as_bytes().try_into().unwrap())]);
        next(
            StatusCode::from_u16(status).unwrap(),
            &headers,
            &from,
            &method,
            has_body,
        )
    }

    fn follow(url: &str, method: Method, keeps_body: bool, same_origin: bool) -> Next {
        Next::Follow {
            url: Url::parse(url).unwrap(),
            method,
            keeps_body,
            same_origin,
        }
    }

    #[test]
    fn the_method_is_kept_or_becomes_get() {
        assert_eq!(
            decide(307, "/y", Method::PUT, true),
            follow("https://a.example/y", Method::PUT, true, true)
        );
        assert_eq!(
            decide(302, "/y", Method::POST, true),
            follow("https://a.example/y", Method::GET, false, true)
        );
        assert_eq!(
            decide(301, "/y", Method::DELETE, false),
            follow("https://a.example/y", Method::DELETE, false, true)
        );
        assert_eq!(
            decide(303, "/y", Method::PUT, true),
            follow("https://a.example/y", Method::GET, false, true)
        );
    }

    #[test]
    fn another_origin_gets_nothing_that_changes_something() {
        assert_eq!(
            decide(302, "https://b.example/", Method::GET, false),
            follow("https://b.example/", Method::GET, false, false)
        );
        assert_eq!(
            decide(302, "https://a.example:8443/", Method::GET, false),
            follow("https://a.example:8443/", Method::GET, false, false)
        );
        assert!(matches!(
            decide(307, "https://b.example/", Method::PUT, true),
            Next::Refuse(_)
        ));
        assert!(matches!(
            decide(308, "https://b.example/", Method::DELETE, false),
            Next::Refuse(_)
        ));
    }

    #[test]
    fn what_is_not_ascii_is_escaped_or_no_url() {
        assert_eq!(
            decide(302, "/caf\u{e9}?q=\u{fc}", Method::GET, false),
            follow(
                "https://a.example/caf%C3%A9?q=%C3%BC",
                Method::GET,
                false,
                true
            )
        );
        let from = Address::of(&Url::parse("https://a.example/").unwrap()).unwrap();
        let latin = HeaderMap::from_iter([(LOCATION, b"/caf\xe9".as_slice().try_into().unwrap())]);
        let next = next(StatusCode::FOUND, &latin, &from, &Method::GET, false);
        assert_eq!(next, Next::Refuse(NO_URL));
    }

    #[test]
    fn encryption_is_not_given_up() {
        assert!(matches!(
            decide(302, "http://a.example/", Method::GET, false),
            Next::Refuse(_)
        ));
        assert!(matches!(
            decide(302, "file:///etc/passwd", Method::GET, false),
            Next::Refuse(_)
        ));
    }
}
