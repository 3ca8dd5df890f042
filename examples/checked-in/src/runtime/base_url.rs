// Copied by specwright 0.1.0 from specwright-runtime.

//! Where requests go.

use bytes::Bytes;
use http::Uri;
use http::uri::{Authority, PathAndQuery, Scheme};
use url::{Position, Url};

use super::address::Address;
use super::error::Error;

/// An absolute URL that paths can be put after. There is no slash at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct BaseUrl {
    text: String,
    scheme: Scheme,
    authority: Authority,
    /// Where the path begins in the text.
    path: usize,
}

impl BaseUrl {
    /// A URL as the user or the description has it.
    pub fn parse(text: &str) -> Result<Self, Error> {
        // The text itself is in no message: it may hold a password.
        let refused = |why: &str| Err(Error::configuration(format!("the base URL {why}")));
        if text.is_empty() {
            return refused("is not set, and the description has none");
        }
        let Ok(url) = Url::parse(text) else {
            return refused("is no absolute URL, such as `https://api.example.com/v1`");
        };
        if !matches!(url.scheme(), "http" | "https") {
            return refused("must begin with `https://` or `http://`");
        }
        if url.query().is_some() || url.fragment().is_some() {
            return refused("must not have a query or a fragment");
        }
        if !url.username().is_empty() || url.password().is_some() {
            return refused("must not hold a user or a password");
        }
        let scheme = match url.scheme() {
            "https" => Scheme::HTTPS,
            _ => Scheme::HTTP,
        };
        let Ok(authority) = url[Position::BeforeHost..Position::AfterPort].parse() else {
            return refused("has a host that can't be on the wire");
        };
        Ok(Self {
            text: url.as_str().trim_end_matches('/').to_owned(),
            scheme,
            authority,
            path: url[..Position::BeforePath].len(),
        })
    }

    /// An address on the same host, if it is one without a host; else as it is.
    pub fn on_host(&self, text: &str) -> Result<Self, Error> {
        match has_no_host(text) {
            true => Self::parse(&[&self.text[..self.path], text].concat()),
            false => Self::parse(text),
        }
    }

    /// The URL as text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The address of a path, with its query, below this URL. Both are encoded already.
    pub fn join(&self, target: &str) -> Option<Address> {
        let slash = if target.starts_with('/') { "" } else { "/" };
        let target = [&self.text[self.path..], slash, target].concat();
        let target = PathAndQuery::from_maybe_shared(Bytes::from(target)).ok()?;
        let uri = Uri::builder()
            .scheme(self.scheme.clone())
            .authority(self.authority.clone())
            .path_and_query(target);
        Some(Address::new(uri.build().ok()?))
    }

    /// An address that may be relative to this one.
    #[cfg(feature = "oauth2")]
    pub fn resolve(&self, reference: &str) -> Option<Url> {
        Url::parse(&format!("{}/", self.text))
            .ok()?
            .join(reference)
            .ok()
    }
}

/// Whether an address is a path alone.
pub(super) fn has_no_host(text: &str) -> bool {
    text.starts_with('/') && !text.starts_with("//")
}
