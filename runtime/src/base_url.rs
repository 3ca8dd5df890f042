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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_one_slash_between_base_and_path() {
        for base in ["https://a.example/v1", "https://a.example/v1/"] {
            for target in ["/x/y?z=1", "x/y?z=1"] {
                let joined = BaseUrl::parse(base).unwrap().join(target).unwrap();
                assert_eq!(joined.uri(), "https://a.example/v1/x/y?z=1");
            }
        }
        for base in ["http://a.example:8080", "http://a.example:8080/"] {
            let joined = BaseUrl::parse(base).unwrap().join("/x").unwrap();
            assert_eq!(joined.uri(), "http://a.example:8080/x");
        }
    }

    #[test]
    fn an_address_without_a_host_is_on_the_same_one() {
        let base = BaseUrl::parse("https://a.example:8080/v1").unwrap();
        let on_host = |text| base.on_host(text).unwrap().as_str().to_owned();
        assert_eq!(on_host("/files"), "https://a.example:8080/files");
        assert_eq!(on_host("/"), "https://a.example:8080");
        assert_eq!(on_host("https://b.example/x"), "https://b.example/x");
        assert!(base.on_host("//b.example/x").is_err());
    }

    #[test]
    fn what_no_path_can_be_put_after_is_refused() {
        for (text, why) in [
            ("", "is not set"),
            ("/v1", "no absolute URL"),
            ("api.example.com", "no absolute URL"),
            ("ftp://a.example", "must begin with"),
            ("https://a.example?x", "query"),
            ("https://a.example#x", "fragment"),
            ("https://me:hunter2@a.example", "user or a password"),
        ] {
            let message = BaseUrl::parse(text).unwrap_err().to_string();
            assert!(message.contains(why), "{text}: {message}");
            assert!(!message.contains("hunter2"), "{message}");
        }
    }
}
