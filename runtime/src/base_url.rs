//! Where requests go.

use url::Url;

use super::error::Error;

/// An absolute URL that paths can be put after. There is no slash at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct BaseUrl(String);

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
        Ok(Self(url.as_str().trim_end_matches('/').to_owned()))
    }

    /// The URL as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address of a path, with its query, below this URL.
    pub fn join(&self, target: &str) -> Option<Url> {
        let slash = if target.starts_with('/') { "" } else { "/" };
        Url::parse(&format!("{}{slash}{target}", self.0)).ok()
    }

    /// An address that may be relative to this one.
    #[cfg(feature = "oauth2")]
    pub fn resolve(&self, reference: &str) -> Option<Url> {
        Url::parse(&format!("{}/", self.0))
            .ok()?
            .join(reference)
            .ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_one_slash_between_base_and_path() {
        for base in ["https://a.example/v1", "https://a.example/v1/"] {
            for target in ["/x/y?z=1", "x/y?z=1"] {
                let joined = BaseUrl::parse(base).unwrap().join(target).unwrap();
                assert_eq!(joined.as_str(), "https://a.example/v1/x/y?z=1");
            }
        }
        for base in ["http://a.example:8080", "http://a.example:8080/"] {
            let joined = BaseUrl::parse(base).unwrap().join("/x").unwrap();
            assert_eq!(joined.as_str(), "http://a.example:8080/x");
        }
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
