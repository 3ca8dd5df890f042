// Copied by specwright 0.1.0 from specwright-runtime.

//! Where one request goes.

use http::Uri;
use url::Url;

/// What a server refers to, without the user and password that it may have: they would be no credentials of this client's.
pub(super) fn resolve(from: &Url, link: &str) -> Option<Url> {
    let mut url = from.join(link).ok()?;
    // Neither can fail for the address of an HTTP server.
    let _ = (url.set_username(""), url.set_password(None));
    Some(url)
}

/// The absolute address of a request, as it goes on the wire.
///
/// Redirects and pages are about parts of it, and for these it is read as a [`Url`] again. Calls without them, which are
/// nearly all, do without.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address(Uri);

impl Address {
    /// An address that was put together.
    pub fn new(uri: Uri) -> Self {
        Self(uri)
    }

    /// An address that was read, without its fragment. None where it has what can't be on the wire.
    pub fn of(url: &Url) -> Option<Self> {
        Some(Self(url.as_str().parse().ok()?))
    }

    /// What goes on the wire.
    pub fn uri(&self) -> &Uri {
        &self.0
    }

    /// The same, to be taken apart.
    pub fn url(&self) -> Option<Url> {
        Url::parse(&self.0.to_string()).ok()
    }

    /// Whether scheme, host and port are the same. All addresses have them in one spelling, that of [`Url`].
    pub fn has_origin_of(&self, other: &Self) -> bool {
        self.0.scheme() == other.0.scheme() && self.0.authority() == other.0.authority()
    }

    /// Scheme, host and port.
    pub fn origin(&self) -> String {
        let authority = self
            .0
            .authority()
            .map_or("", |authority| authority.as_str());
        format!("{}://{authority}", self.0.scheme_str().unwrap_or_default())
    }
}
