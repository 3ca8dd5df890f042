//! HTTP/2, which clients speak where a server offers it over TLS, and what servers say in it of requests that they did not
//! take.
//!
//! Clients trust whom the platform trusts, which a variable of the environment says. So each test is run in a process of
//! its own by the one that is not ignored.

// Elsewhere that is a store of the system, which tests keep their hands off.
#![cfg(target_os = "linux")]

use std::io;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _, TryStreamExt as _};
use photos::{Client, ClientBuilder, Error};
use specwright_runtime::{
    HyperTransport, ReqwestTransport, RetryPolicy, Timeouts, TransportErrorKind, Upload,
};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::Role;

const CERTIFICATE: &str = "SSL_CERT_FILE";
const KEY: &str = "SPECWRIGHT_TEST_KEY";

#[test]
fn in_a_process_that_trusts_the_server() {
    let folder = tempfile::tempdir().expect("a folder");
    let [certificate, key] = keys(&folder);
    let status = Command::new(std::env::current_exe().expect("this program has a place"))
        .arg("--ignored")
        .env(CERTIFICATE, certificate)
        .env(KEY, key)
        .status();
    assert!(status.expect("it starts").success());
}

/// Where nobody has said that the server is to be trusted.
#[tokio::test]
async fn a_server_that_is_not_trusted_is_asked_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::with(keys(&folder), vec![]).await;
    for builder in builders() {
        let before = server.connections();
        let client = server.client(builder, RetryPolicy::new());
        let error = change(&client).await.expect_err("who is that?");
        assert_eq!(kind(&error), TransportErrorKind::Tls, "{error:?}");
        assert!(error.to_string().contains("certificate"), "{error}");
        assert_eq!((error.tries(), server.connections()), (1, before + 1));
    }
}

/// A certificate that says of itself that it is to be trusted, and its key.
fn keys(folder: &tempfile::TempDir) -> [PathBuf; 2] {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    let [certificate, key] = ["certificate.pem", "key.pem"].map(|name| folder.path().join(name));
    std::fs::write(&certificate, made.cert.pem()).expect("it is written");
    std::fs::write(&key, made.signing_key.serialize_pem()).expect("it is written");
    [certificate, key]
}

#[tokio::test]
#[ignore = "in_a_process_that_trusts_the_server runs it"]
async fn calls_share_a_connection() {
    for builder in builders() {
        let server = Server::start(vec![]).await;
        let client = server.client(builder, RetryPolicy::never());
        // Until a connection stands nobody knows that it can be shared.
        change(&client).await.expect("an answer");
        let calls: Vec<_> = (0..20)
            .map(|_| {
                let client = client.clone();
                tokio::spawn(async move { change(&client).await })
            })
            .collect();
        for call in calls {
            call.await.expect("no panic").expect("an answer");
        }
        assert_eq!(server.connections(), 1);
    }
}

/// Although nobody can tell what a second one would do: there was no first one.
#[tokio::test]
#[ignore = "in_a_process_that_trusts_the_server runs it"]
async fn what_a_server_did_not_take_is_sent_again() {
    for builder in builders() {
        let server = Server::start(vec![Answer::Refuse, Answer::ShutDown]).await;
        let short = Duration::from_millis(10);
        let client = server.client(builder, RetryPolicy::new().backoff(short, short));
        assert_eq!(change(&client).await.expect("the third answer"), 3);
    }
}

#[tokio::test]
#[ignore = "in_a_process_that_trusts_the_server runs it"]
async fn what_a_server_may_have_taken_is_not() {
    for builder in builders() {
        let server = Server::start(vec![Answer::Fail]).await;
        let client = server.client(builder, RetryPolicy::new());
        let error = change(&client).await.expect_err("it was reset");
        assert_eq!(kind(&error), TransportErrorKind::Interrupted);
        assert_eq!(error.tries(), 1);
    }
}

#[tokio::test]
#[ignore = "in_a_process_that_trusts_the_server runs it"]
async fn nothing_is_sent_again_where_nothing_is_to_be() {
    for builder in builders() {
        let server = Server::start(vec![Answer::Refuse]).await;
        let client = server.client(builder, RetryPolicy::never());
        let error = change(&client).await.expect_err("it was refused");
        assert_eq!(kind(&error), TransportErrorKind::Unprocessed);
    }
}

#[tokio::test]
#[ignore = "in_a_process_that_trusts_the_server runs it"]
async fn a_connection_that_went_silent_is_given_up() {
    for builder in builders() {
        let server = Server::start(vec![Answer::Ok, Answer::Nothing]).await;
        let client = server.client(builder, RetryPolicy::never());
        change(&client).await.expect("an answer");
        // Time goes by as soon as nobody has anything to do.
        tokio::time::pause();
        let begun = tokio::time::Instant::now();
        let error = change(&client).await.expect_err("nothing comes");
        // That is not all the time that the call has.
        let took = begun.elapsed().as_secs();
        tokio::time::resume();
        assert!(error.is_retryable() && took <= 30, "{error}, {took} s");
        change(&client).await.expect("an answer");
        assert_eq!(server.connections(), 2);
    }
}

#[tokio::test]
#[ignore = "in_a_process_that_trusts_the_server runs it"]
async fn a_body_that_fails_here_is_no_lost_connection() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("film");
    for builder in builders() {
        let server = Server::start(vec![]).await;
        let client = server.client(builder, RetryPolicy::never());
        std::fs::write(&path, "0123456789").expect("it is written");
        let upload = Upload::open(&path).await.expect("it is there");
        std::fs::write(&path, "0123").expect("it is written");
        let call = client.photos().add("a1", upload);
        let error = call.send().await.expect_err("it became shorter");
        assert_eq!(kind(&error), TransportErrorKind::Other, "{error:?}");
        let cause = std::error::Error::source(&error).expect("why");
        assert!(cause.to_string().contains("became shorter"), "{cause}");
    }
}

/// Which no version does but HTTP/1.1.
#[tokio::test]
#[ignore = "in_a_process_that_trusts_the_server runs it"]
async fn a_connection_goes_on_as_a_web_socket() {
    for builder in builders() {
        let server = Server::start(vec![]).await;
        let client = server.client(builder, RetryPolicy::never());
        change(&client).await.expect("an answer over HTTP/2");
        let connection = client.albums().join("a1").send().await.expect("it goes on");
        let mut socket = WebSocketStream::from_raw_socket(connection, Role::Client, None).await;
        socket.send("a".into()).await.expect("it is sent");
        let heard = socket.try_next().await.expect("something comes");
        assert_eq!(heard, Some("a".into()));
        assert_eq!(server.connections(), 2);
    }
    // What is set up by hand speaks what it was set up for.
    let server = Server::start(vec![]).await;
    for (is_set_up, set_up) in [
        (false, ReqwestTransport::configured(|http| http)),
        (true, ReqwestTransport::configured(|http| http.http1_only())),
    ] {
        let builder = Client::builder().transport(set_up.expect("reqwest is set up"));
        let client = server.client(builder, RetryPolicy::never());
        match client.albums().join("a1").send().await {
            Ok(_) => assert!(is_set_up),
            Err(error) => {
                assert!(!is_set_up, "{error}");
                assert!(error.to_string().contains("over HTTP/2"), "{error}");
            }
        }
    }
}

/// One for each transport.
fn builders() -> [ClientBuilder; 2] {
    let limit = Duration::from_secs(10);
    let timeouts = Timeouts {
        whole: limit,
        connect: limit,
        read: None,
    };
    let reqwest = ReqwestTransport::new(timeouts).expect("reqwest is set up");
    let hyper = HyperTransport::new().expect("hyper is set up");
    [
        Client::builder().transport(reqwest),
        Client::builder().transport(hyper),
    ]
}

/// A call that does more if it is made twice. Says how many tries it took.
async fn change(client: &Client) -> Result<u32, Error> {
    let call = client.photos().update("p1").caption("Fern");
    Ok(call.with_raw_response().await?.tries())
}

fn kind(error: &Error) -> TransportErrorKind {
    match error {
        Error::Transport(failure) => failure.error().kind(),
        other => panic!("{other:?}"),
    }
}

/// What the server says to a request.
#[derive(Clone, Copy)]
enum Answer {
    Ok,
    /// That it does not take this one.
    Refuse,
    /// That it takes none any more, this one included.
    ShutDown,
    /// That something went wrong with this one.
    Fail,
    /// Nothing, to this one and to all that comes after it on the connection.
    Nothing,
}

/// Speaks as much HTTP/2 as it takes (RFC 9113), frame by frame: no library chooses what it says.
struct Server {
    port: u16,
    connections: Arc<AtomicUsize>,
}

impl Server {
    /// One that gives these answers to the first requests, and takes all others.
    async fn start(answers: Vec<Answer>) -> Self {
        let keys = [CERTIFICATE, KEY].map(|name| std::env::var_os(name).expect("set").into());
        Self::with(keys, answers).await
    }

    async fn with([certificate, key]: [PathBuf; 2], answers: Vec<Answer>) -> Self {
        let certificate = CertificateDer::from_pem_file(certificate).expect("a certificate");
        let key = PrivateKeyDer::from_pem_file(key).expect("a key");
        let mut config = ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![certificate], key)
            .expect("they belong together");
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        let acceptor = TlsAcceptor::from(Arc::new(config));

        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("it is bound").port();
        let connections = Arc::new(AtomicUsize::new(0));
        let (count, answers) = (connections.clone(), Arc::new(answers));
        tokio::spawn(async move {
            let seen = Arc::new(AtomicUsize::new(0));
            loop {
                let (stream, _) = listener.accept().await.expect("a connection");
                count.fetch_add(1, Ordering::Relaxed);
                let (acceptor, answers, seen) = (acceptor.clone(), answers.clone(), seen.clone());
                tokio::spawn(async move {
                    let stream = acceptor.accept(stream).await?;
                    if stream.get_ref().1.alpn_protocol() != Some(b"h2") {
                        return repeat(stream).await;
                    }
                    serve(stream, || {
                        let request = seen.fetch_add(1, Ordering::Relaxed);
                        answers.get(request).copied().unwrap_or(Answer::Ok)
                    })
                    .await
                });
            }
        });
        Self { port, connections }
    }

    fn connections(&self) -> usize {
        self.connections.load(Ordering::Relaxed)
    }

    fn client(&self, builder: ClientBuilder, retry: RetryPolicy) -> Client {
        builder
            .base_url(format!("https://localhost:{}", self.port))
            .token("t0ken")
            .retry(retry)
            .build()
            .expect("a client")
    }
}

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const GOAWAY: u8 = 7;
const END_STREAM: u8 = 1;
const ACK: u8 = 1;
const END_HEADERS: u8 = 4;

/// Answers the requests of a connection until it ends.
async fn serve(
    mut stream: impl AsyncReadExt + AsyncWriteExt + Unpin,
    next: impl Fn() -> Answer,
) -> io::Result<()> {
    stream.read_exact(&mut [0; PREFACE]).await?;
    stream.write_all(&frame(SETTINGS, 0, 0, &[])).await?;
    loop {
        let mut head = [0; 9];
        stream.read_exact(&mut head).await?;
        let [a, b, c, kind, flags, id @ ..] = head;
        let id = u32::from_be_bytes(id);
        let mut payload = vec![0; u32::from_be_bytes([0, a, b, c]) as usize];
        stream.read_exact(&mut payload).await?;
        if kind == SETTINGS && flags & ACK == 0 {
            stream.write_all(&frame(SETTINGS, ACK, 0, &[])).await?;
        }
        // A request is whole when its body is.
        if !matches!(kind, DATA | HEADERS) || flags & END_STREAM == 0 {
            continue;
        }
        let no_error = 0_u32.to_be_bytes();
        let internal_error = 2_u32.to_be_bytes();
        let refused_stream = 7_u32.to_be_bytes();
        let answer = match next() {
            // `:status: 200` is the eighth entry of HPACK's static table (RFC 7541, appendix A).
            Answer::Ok => [
                frame(HEADERS, END_HEADERS, id, &[0x88]),
                frame(DATA, END_STREAM, id, b"{}"),
            ]
            .concat(),
            Answer::Refuse => frame(RST_STREAM, 0, id, &refused_stream),
            Answer::Nothing => loop {
                stream.read_u8().await?;
            },
            Answer::Fail => frame(RST_STREAM, 0, id, &internal_error),
            // It took no stream: the last one has the number 0.
            Answer::ShutDown => frame(GOAWAY, 0, 0, &[0_u32.to_be_bytes(), no_error].concat()),
        };
        stream.write_all(&answer).await?;
    }
}

/// A WebSocket that repeats what it hears.
async fn repeat(stream: impl AsyncRead + AsyncWrite + Unpin) -> io::Result<()> {
    let socket = tokio_tungstenite::accept_async(stream).await;
    let (say, hear) = socket.map_err(io::Error::other)?.split();
    hear.forward(say).await.map_err(io::Error::other)
}

/// How long what a client begins with is.
const PREFACE: usize = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".len();

fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len())
        .expect("it is short")
        .to_be_bytes();
    let mut frame = vec![length[1], length[2], length[3], kind, flags];
    frame.extend(stream.to_be_bytes());
    frame.extend(payload);
    frame
}
