//! Connections that go on as something else than HTTP: as WebSockets, most often (RFC 9110, section 7.8).

use std::fmt;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{
    CONNECTION, HeaderValue, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION,
    UPGRADE,
};
use http::{Extensions, StatusCode, Version};
#[cfg(not(target_os = "unknown"))]
use hyper_util::rt::TokioIo;
use sha1::{Digest, Sha1};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::decode::DecodeError;
use super::headers::Headers;
use super::operation::OperationSpec;
use super::prepare::Prepared;
use super::random;
use super::reply::Reply;
use super::response::RawResponse;

/// The protocol that has a handshake of its own (RFC 6455, section 4).
const WEBSOCKET: &str = "websocket";

/// What a server appends to a key before it hashes that, so that nobody else can have answered (RFC 6455, section 1.3).
const ANSWERING: &[u8] = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/// A connection after the server has switched to another protocol. Both sides say what they like now; dropping it ends it.
///
/// It is what tokio reads and writes. Where that protocol is WebSocket, the handshake is done, and a library takes it from
/// here:
///
/// ```ignore
/// let connection = client.machines().console("m1").send().await?;
/// let mut socket = WebSocketStream::from_raw_socket(connection, Role::Client, None).await;
/// socket.send("ls\n".into()).await?;
/// ```
///
/// None of the client's times are about it.
pub struct Upgraded(Box<dyn Connection>);

/// What can be read and written.
trait Connection: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Connection for T {}

impl Upgraded {
    /// A connection that was made elsewhere: in a test, or by a [`Transport`](super::Transport) of yours, which puts it
    /// among the extensions of its response as an [`Upgrade`].
    pub fn new(connection: impl AsyncRead + AsyncWrite + Send + Unpin + 'static) -> Self {
        Self(Box::new(connection))
    }
}

impl fmt::Debug for Upgraded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upgraded").finish_non_exhaustive()
    }
}

impl AsyncRead for Upgraded {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(context, buffer)
    }
}

impl AsyncWrite for Upgraded {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.0.is_write_vectored()
    }
}

/// The connection that a response with the status 101 leaves, among the response's extensions. The first who takes it has it.
#[derive(Clone, Debug)]
pub struct Upgrade(Arc<Mutex<Option<Upgraded>>>);

impl From<Upgraded> for Upgrade {
    fn from(connection: Upgraded) -> Self {
        Self(Arc::new(Mutex::new(Some(connection))))
    }
}

impl Upgrade {
    fn take(&self) -> Option<Upgraded> {
        // Nothing panics while it holds this.
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// A connection that goes on as another protocol, once the server has agreed to that.
#[derive(Debug)]
pub struct Switched;

impl Reply for Switched {
    type Response = Upgraded;
    type Output = Upgraded;

    fn decode(response: &RawResponse) -> Result<Upgraded, DecodeError> {
        let upgrade = response.received.upgrade.as_ref();
        let connection = upgrade.and_then(|it| it.as_ref().ok()?.take());
        connection
            .ok_or_else(|| DecodeError::new("$", "the connection", "nothing: it was taken before"))
    }

    fn output(response: Upgraded) -> Option<Upgraded> {
        Some(response)
    }
}

/// Asks for another protocol, where the operation is about one. Parameters that say it themselves are left as they are.
pub(super) fn ask(spec: &OperationSpec, headers: &mut Headers) {
    let Some(protocol) = spec.upgrade else { return };
    headers.set_default(CONNECTION, || Some(HeaderValue::from_static("Upgrade")));
    headers.set_default(UPGRADE, || HeaderValue::try_from(protocol).ok());
    if protocol == WEBSOCKET {
        headers.set_default(SEC_WEBSOCKET_VERSION, || {
            Some(HeaderValue::from_static("13"))
        });
        headers.set_default(SEC_WEBSOCKET_KEY, || {
            HeaderValue::try_from(STANDARD.encode(random::bytes())).ok()
        });
    }
}

/// What a server answers to a key.
fn answer(key: &[u8]) -> String {
    let digest = Sha1::new().chain_update(key).chain_update(ANSWERING);
    STANDARD.encode(digest.finalize())
}

/// The connection that a response leaves, or why there is none, where the call is for one and the response is no failure.
pub(super) async fn taken(
    call: &Prepared,
    head: &mut http::response::Parts,
) -> Option<Result<Upgrade, &'static str>> {
    call.spec.upgrade?;
    if head.status != StatusCode::SWITCHING_PROTOCOLS {
        return head.status.is_success().then_some(Err(match head.version {
            Version::HTTP_2 => {
                "it came over HTTP/2, where no connection goes on as another protocol"
            }
            _ => "the server did not go on as another protocol",
        }));
    }
    let sent = call.extra.get(SEC_WEBSOCKET_KEY);
    let key = sent.or_else(|| call.request.headers.get(&SEC_WEBSOCKET_KEY));
    let answered = head.headers.get(SEC_WEBSOCKET_ACCEPT);
    if key.is_some_and(|key| answered.is_none_or(|it| *it != answer(key.as_bytes()))) {
        return Some(Err("it does not answer the key of a WebSocket"));
    }
    Some(connection(&mut head.extensions).await)
}

/// A response that a mock was given, with its answer to the key that a request has.
#[cfg(feature = "mock")]
pub(super) fn answered<T>(
    mut response: http::Response<T>,
    key: Option<HeaderValue>,
) -> http::Response<T> {
    let answer = key.and_then(|key| HeaderValue::try_from(answer(key.as_bytes())).ok());
    if let Some(answer) = answer.filter(|_| response.extensions().get::<Upgrade>().is_some()) {
        response.headers_mut().insert(SEC_WEBSOCKET_ACCEPT, answer);
    }
    response
}

async fn connection(extensions: &mut Extensions) -> Result<Upgrade, &'static str> {
    if let Some(upgrade) = extensions.remove::<Upgrade>() {
        return Ok(upgrade);
    }
    #[cfg(not(target_os = "unknown"))]
    if let Some(upgrade) = extensions.remove::<::hyper::upgrade::OnUpgrade>() {
        let lost = "the connection was lost when the server switched to another protocol";
        let connection = upgrade.await.map_err(|_| lost)?;
        return Ok(Upgraded::new(TokioIo::new(connection)).into());
    }
    Err("the transport hands out no connection")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_to_a_key_is_that_of_the_specification() {
        // RFC 6455, section 1.3.
        let expected = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
        assert_eq!(answer(b"dGhlIHNhbXBsZSBub25jZQ=="), expected);
    }

    #[test]
    fn what_is_there_already_is_not_asked_for_otherwise() {
        let spec = super::super::get("a", "/a").upgrade("websocket");
        let mut headers = Headers::default();
        headers.insert(UPGRADE, HeaderValue::from_static("h2c"));
        ask(&spec, &mut headers);
        assert_eq!(headers.get(&UPGRADE).unwrap(), "h2c");
        assert_eq!(headers.get(&CONNECTION).unwrap(), "Upgrade");
        let key = headers.get(&SEC_WEBSOCKET_KEY).unwrap();
        assert_eq!(STANDARD.decode(key).unwrap().len(), 16);

        let mut headers = Headers::default();
        ask(&super::super::get("a", "/a"), &mut headers);
        assert!(headers.to_map(0).is_empty());
    }
}
