//! What proves who is calling, as it travels.

use std::ops::Deref;
use std::sync::Arc;

use base64::Engine;
use bytes::Bytes;
use http::header::{AUTHORIZATION, COOKIE, HeaderMap, HeaderName, HeaderValue};
use url::Url;

use super::api::{Scheme, SchemeKind};
use super::encode;
use super::error::Error;
use super::secret::Secret;

/// The credentials of one try.
///
/// What headers are made of is overwritten when the last of them is dropped. What is part of an address is not: addresses
/// are copied by whoever carries them.
#[derive(Default)]
pub(super) struct Proof {
    headers: Vec<(HeaderName, HeaderValue)>,
    query: Vec<(&'static str, Secret)>,
    cookies: Vec<Secret>,
    /// Of those that a provider gave: the scheme, and which time it was asked.
    pub given: Vec<(usize, u64)>,
}

/// The credentials of one try, where they are kept: small, because futures hold it.
pub(super) enum Given<'c> {
    /// They never change.
    Always(&'c Arc<Proof>),
    /// They are of this try alone.
    Now(Arc<Proof>),
}

impl Deref for Given<'_> {
    type Target = Arc<Proof>;

    fn deref(&self) -> &Arc<Proof> {
        match self {
            Self::Always(proof) => proof,
            Self::Now(proof) => proof,
        }
    }
}

impl Proof {
    /// Adds the credential of a scheme.
    pub fn add(&mut self, scheme: &'static Scheme, secret: &Secret) -> Result<(), Error> {
        let secret = secret.expose();
        match scheme.kind {
            SchemeKind::Bearer | SchemeKind::OAuth2(_) => {
                self.authorization(scheme, "Bearer", secret)
            }
            SchemeKind::Basic => self.authorization(scheme, "Basic", secret),
            SchemeKind::Http(kind) => self.authorization(scheme, kind, secret),
            SchemeKind::Header(name) => match HeaderName::from_bytes(name.as_bytes()) {
                Ok(name) => self.header(scheme, name, secret.into()),
                Err(_) => Err(refused(
                    scheme,
                    "goes to a header whose name no header can have",
                )),
            },
            SchemeKind::Query(name) => {
                self.query.push((name, secret.into()));
                Ok(())
            }
            SchemeKind::Cookie(name) => {
                // A semicolon would begin another cookie.
                if secret.contains(';') || !is_text(secret) {
                    return Err(refused(scheme, "has characters that no cookie can have"));
                }
                self.cookies.push(joined(name, "=", secret));
                Ok(())
            }
            SchemeKind::Transport => Ok(()),
        }
    }

    /// Adds what was made before.
    pub fn join(&mut self, other: &Self) {
        self.headers.extend_from_slice(&other.headers);
        self.query.extend_from_slice(&other.query);
        self.cookies.extend_from_slice(&other.cookies);
    }

    /// Adds user and password (RFC 7617, section 2).
    pub fn add_basic(
        &mut self,
        scheme: &'static Scheme,
        user: &str,
        password: &Secret,
    ) -> Result<(), Error> {
        if user.contains(':') {
            return Err(refused(
                scheme,
                "has a colon in its user, where the password would begin",
            ));
        }
        let pair = joined(user, ":", password.expose());
        let encoded = base64::engine::general_purpose::STANDARD.encode(pair.expose());
        self.add(scheme, &encoded.into())
    }

    fn authorization(&mut self, scheme: &Scheme, kind: &str, secret: &str) -> Result<(), Error> {
        self.header(scheme, AUTHORIZATION, joined(kind, " ", secret))
    }

    fn header(&mut self, scheme: &Scheme, name: HeaderName, value: Secret) -> Result<(), Error> {
        let value = secret_value(value)
            .ok_or_else(|| refused(scheme, "has characters that no header can have"))?;
        self.headers.push((name, value));
        Ok(())
    }

    /// Whether a header of this name is one of the credentials.
    pub fn has(&self, name: &HeaderName) -> bool {
        self.headers.iter().any(|(known, _)| known == name)
            || (*name == COOKIE && !self.cookies.is_empty())
    }

    /// Those that travel in headers of their own.
    pub fn headers(&self) -> impl Iterator<Item = &HeaderValue> {
        self.headers.iter().map(|(_, value)| value)
    }

    /// Those that travel in the query and in cookies.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let query = self.query.iter().map(|(_, secret)| secret.expose());
        let cookies = self.cookies.iter().filter_map(|cookie| {
            let (_, value) = cookie.expose().split_once('=')?;
            Some(value)
        });
        query.chain(cookies)
    }

    /// Puts headers and cookies on a request, beside the cookies that it has.
    pub fn sign(&self, headers: &mut HeaderMap) {
        for (name, value) in &self.headers {
            headers.insert(name.clone(), value.clone());
        }
        if self.cookies.is_empty() {
            return;
        }
        // A layer may have added several, which are one list (RFC 9113, section 8.2.3).
        let others = headers.get_all(COOKIE).into_iter();
        let others = others.filter_map(|value| std::str::from_utf8(value.as_bytes()).ok());
        let ours = self.cookies.iter().map(Secret::expose);
        let all: Vec<&str> = others.chain(ours).collect();
        if let Some(value) = secret_value(all.join("; ").into()) {
            headers.insert(COOKIE, value);
        }
    }

    /// Whether something travels in the query.
    pub fn is_in_address(&self) -> bool {
        !self.query.is_empty()
    }

    /// Puts what travels in the query into an address.
    pub fn sign_address(&self, url: &mut Url) {
        let mut pairs = url.query_pairs_mut();
        for (name, secret) in &self.query {
            pairs.append_pair(name, secret.expose());
        }
    }

    /// Takes these credentials out of an address that a server made up. What has the name of one and another value is the
    /// server's own, as in a link that is signed.
    pub fn clear_address(&self, url: &mut Url) {
        clear_address(url, |name, value| {
            let mut ours = self.query.iter();
            ours.any(|(known, secret)| *known == name && secret.expose() == value)
        });
    }
}

/// Takes credentials out of an address that a server made up: a redirect often repeats the query it came from.
pub(super) fn clear_address(url: &mut Url, is_credential: impl Fn(&str, &str) -> bool) {
    let Some(query) = url.query() else { return };
    if !encode::has(query, &is_credential) {
        return;
    }
    let kept = encode::without(query, is_credential);
    url.set_query((!kept.is_empty()).then_some(&kept));
}

/// Two texts with something between them, in one piece of memory that is as large as it takes.
fn joined(first: &str, between: &str, second: &str) -> Secret {
    [first, between, second].concat().into()
}

/// Whether this is visible ASCII, as credentials in headers are.
fn is_text(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b'\t' | b' '..=b'~'))
}

/// A header's value that is overwritten when its last clone is dropped.
fn secret_value(text: Secret) -> Option<HeaderValue> {
    struct Owner(Secret);

    impl AsRef<[u8]> for Owner {
        fn as_ref(&self) -> &[u8] {
            self.0.expose().as_bytes()
        }
    }

    if !is_text(text.expose()) {
        return None;
    }
    let bytes = Bytes::from_owner(Owner(text));
    let mut value = HeaderValue::from_maybe_shared(bytes).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// Names the scheme, and never its credential.
fn refused(scheme: &Scheme, why: &str) -> Error {
    Error::configuration(format!("the credential of `{}` {why}", scheme.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scheme(kind: SchemeKind) -> &'static Scheme {
        Box::leak(Box::new(Scheme {
            name: "s",
            kind,
            setter: "s",
            env: &[],
        }))
    }

    fn header(proof: &Proof, name: &str) -> String {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, HeaderValue::from_static("a=1"));
        proof.sign(&mut headers);
        headers[name].to_str().unwrap().to_owned()
    }

    #[test]
    fn each_kind_travels_in_its_place() {
        for (kind, name, value) in [
            (SchemeKind::Bearer, "authorization", "Bearer x"),
            (SchemeKind::Http("Digest"), "authorization", "Digest x"),
            (SchemeKind::Header("X-Key"), "x-key", "x"),
            (SchemeKind::Cookie("key"), "cookie", "a=1; key=x"),
        ] {
            let mut proof = Proof::default();
            proof.add(scheme(kind), &"x".into()).unwrap();
            assert_eq!(header(&proof, name), value);
        }
    }

    #[test]
    fn a_header_is_the_secret_itself_and_no_copy_of_it() {
        let secret = Secret::from("Bearer hunter2");
        let place = secret.expose().as_ptr();
        let value = secret_value(secret).unwrap();
        assert_eq!(
            (value.as_bytes().as_ptr(), value.is_sensitive()),
            (place, true)
        );
        let mut proof = Proof::default();
        proof.headers.push((AUTHORIZATION, value));
        let mut headers = HeaderMap::new();
        proof.sign(&mut headers);
        assert_eq!(headers[AUTHORIZATION].as_bytes().as_ptr(), place);
    }

    #[test]
    fn the_example_of_rfc_7617() {
        let mut proof = Proof::default();
        let basic = scheme(SchemeKind::Basic);
        proof
            .add_basic(basic, "Aladdin", &"open sesame".into())
            .unwrap();
        assert_eq!(
            header(&proof, "authorization"),
            "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="
        );
        assert!(proof.add_basic(basic, "a:b", &"c".into()).is_err());
    }

    #[test]
    fn an_error_names_the_scheme_and_not_the_credential() {
        for kind in [
            SchemeKind::Bearer,
            SchemeKind::Header("X"),
            SchemeKind::Cookie("c"),
        ] {
            let error = Proof::default()
                .add(scheme(kind), &"hunter2\n".into())
                .unwrap_err();
            let message = format!("{error} {error:?}");
            assert!(
                message.contains("`s`") && !message.contains("hunter2"),
                "{message}"
            );
        }
        assert!(
            Proof::default()
                .add(scheme(SchemeKind::Cookie("c")), &"a; b=c".into())
                .is_err()
        );
    }

    #[test]
    fn addresses_are_signed_and_cleared() {
        let mut proof = Proof::default();
        proof
            .add(scheme(SchemeKind::Query("api key")), &"a&b".into())
            .unwrap();
        let mut url = Url::parse("https://a.example/x?y=%20z").unwrap();
        proof.sign_address(&mut url);
        assert_eq!(url.as_str(), "https://a.example/x?y=%20z&api+key=a%26b");
        let mut url = Url::parse("https://b.example/x?y=%20z&api%20key=a%26b").unwrap();
        proof.clear_address(&mut url);
        assert_eq!(url.as_str(), "https://b.example/x?y=%20z");
        let signed = "https://b.example/x?api%20key=signed";
        let mut url = Url::parse(signed).unwrap();
        proof.clear_address(&mut url);
        assert_eq!(url.as_str(), signed);
        clear_address(&mut url, |name, _| name == "api key");
        assert_eq!(url.as_str(), "https://b.example/x");
    }
}
