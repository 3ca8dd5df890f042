// Copied by specwright 0.1.0 from specwright-runtime.

//! Credentials: which go with a call, and where.

use base64::Engine;
use http::{HeaderMap, HeaderName, HeaderValue};

use super::api::{Api, SchemeKind};
use super::client::Inner;
use super::error::{CredentialsError, Error};
use super::operation::OperationSpec;
use super::secret::Secret;

/// A credential as the user gave it.
#[derive(Clone, Debug)]
pub(super) enum Credential {
    One(Secret),
    UserAndPassword(String, Secret),
}

/// What proves who is calling, ready to be put on a request.
#[derive(Default)]
pub(super) struct Proof {
    pub headers: HeaderMap,
    pub query: String,
    pub cookies: Vec<Secret>,
}

/// Whether the credentials of a set of schemes are all there.
pub(super) fn is_complete(api: &Api, credentials: &[Option<Credential>], set: &[usize]) -> bool {
    set.iter().all(|index| is_set(api, credentials, *index))
}

/// Whether a scheme's credential is there. That of the connection always is.
pub(super) fn is_set(api: &Api, credentials: &[Option<Credential>], index: usize) -> bool {
    let by_connection = api
        .schemes
        .get(index)
        .is_some_and(|scheme| scheme.kind == SchemeKind::Transport);
    by_connection || credentials.get(index).is_some_and(Option::is_some)
}

/// The proof for a call: of the first alternative that is complete, and of no other scheme.
pub(super) fn proof(client: &Inner, spec: &OperationSpec) -> Result<Proof, Error> {
    let complete =
        |set: &&&[usize]| !set.is_empty() && is_complete(client.api, &client.credentials, set);
    if let Some(set) = spec.security.iter().find(complete) {
        let mut proof = Proof::default();
        for index in *set {
            add(&mut proof, client, *index)?;
        }
        return Ok(proof);
    }
    // Nothing is needed, or anonymous calls are allowed.
    if spec.security.iter().all(|set| set.is_empty())
        || spec.security.iter().any(|set| set.is_empty())
    {
        return Ok(Proof::default());
    }
    let is_set = |index| is_set(client.api, &client.credentials, index);
    Err(Error::Credentials(Box::new(CredentialsError::new(
        Some(spec.name),
        client.api,
        spec.security,
        is_set,
    ))))
}

fn add(proof: &mut Proof, client: &Inner, index: usize) -> Result<(), Error> {
    let Some(scheme) = client.api.schemes.get(index) else {
        return Ok(());
    };
    let Some(credential) = client.credentials.get(index).and_then(Option::as_ref) else {
        return Ok(());
    };
    let text = |secret: &Secret| secret.expose().to_owned();
    let value = match credential {
        Credential::One(secret) => text(secret),
        Credential::UserAndPassword(user, password) => basic(user, password),
    };
    let authorization = http::header::AUTHORIZATION;
    match scheme.kind {
        SchemeKind::Bearer => header(
            proof,
            scheme.name,
            authorization,
            &format!("Bearer {value}"),
        ),
        SchemeKind::Basic => header(proof, scheme.name, authorization, &format!("Basic {value}")),
        SchemeKind::Http(kind) => header(
            proof,
            scheme.name,
            authorization,
            &format!("{kind} {value}"),
        ),
        SchemeKind::Header(name) => match HeaderName::from_bytes(name.as_bytes()) {
            Ok(name) => header(proof, scheme.name, name, &value),
            Err(_) => Err(Error::configuration(format!(
                "`{name}` of scheme `{}` is no name of a header",
                scheme.name
            ))),
        },
        SchemeKind::Query(name) => {
            let pair = url::form_urlencoded::Serializer::new(String::new())
                .append_pair(name, &value)
                .finish();
            if !proof.query.is_empty() {
                proof.query.push('&');
            }
            proof.query.push_str(&pair);
            Ok(())
        }
        SchemeKind::Cookie(name) => {
            proof.cookies.push(Secret::from(format!("{name}={value}")));
            Ok(())
        }
        SchemeKind::Transport => Ok(()),
    }
}

fn header(proof: &mut Proof, scheme: &str, name: HeaderName, value: &str) -> Result<(), Error> {
    let mut value = HeaderValue::from_str(value).map_err(|_| {
        Error::configuration(format!(
            "the credential of `{scheme}` has characters that no header can have"
        ))
    })?;
    value.set_sensitive(true);
    proof.headers.insert(name, value);
    Ok(())
}

/// `user:password` in base64 (RFC 7617, section 2).
fn basic(user: &str, password: &Secret) -> String {
    let pair = Secret::from(format!("{user}:{}", password.expose()));
    base64::engine::general_purpose::STANDARD.encode(pair.expose())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_rfc_7617() {
        assert_eq!(
            basic("Aladdin", &"open sesame".into()),
            "QWxhZGRpbjpvcGVuIHNlc2FtZQ=="
        );
        assert_eq!(basic("a", &"".into()), "YTo=");
        assert_eq!(basic("ab", &"".into()), "YWI6");
    }
}
