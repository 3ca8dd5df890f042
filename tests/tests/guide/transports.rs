// GUIDE
use photos::runtime::http::{Request, Response};
use photos::runtime::{
    Body, BoxFuture, HyperTransport, ReqwestTransport, Transport, TransportError,
    TransportErrorKind,
};
// end
#[cfg(unix)]
use hyper_util::rt::TokioIo;
#[cfg(unix)]
use photos::ClientBuilder;
#[cfg(unix)]
use photos::runtime::http::Uri;
use tests::server::{Answer, Server};
#[cfg(unix)]
use tokio::{net::UnixStream, task::JoinHandle};

use super::*;

#[tokio::test]
async fn reqwest_as_it_is_wanted() -> Result<(), Box<dyn std::error::Error>> {
    let server = Server::start([Answer::json(200, &photo().to_string())]).await;
    // GUIDE
    let transport = ReqwestTransport::configured(|http| http.pool_max_idle_per_host(8))?;
    let builder = Client::builder().transport(transport);
    // end
    let client = builder.token("t0ken").base_url(server.url()).build()?;
    assert_eq!(client.photos().get("p1").send().await?.id, "p1");
    Ok(())
}

#[tokio::test]
async fn certificates() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let files = ["ca.crt", "client.pem"].map(|name| folder.path().join(name));
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()])?;
    std::fs::write(&files[0], made.cert.pem())?;
    let both = made.cert.pem() + &made.signing_key.serialize_pem();
    std::fs::write(&files[1], both)?;
    let [authority, identity] = &files;
    // GUIDE
    let authority = reqwest::Certificate::from_pem(&std::fs::read(authority)?)?;
    let identity = reqwest::Identity::from_pem(&std::fs::read(identity)?)?; // certificate and key
    let transport = ReqwestTransport::configured(|http| {
        http.tls_certs_only([authority]).identity(identity) // or tls_certs_merge
    })?;
    // end
    Client::builder()
        .token("t0ken")
        .transport(transport)
        .build()?;
    Ok(())
}

#[cfg(unix)]
#[tokio::test]
async fn sockets_of_the_system() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("photos.sock");
    let served = on_socket(&path)?;
    // GUIDE
    let transport = ReqwestTransport::configured(|http| http.unix_socket(path))?;
    let builder = Client::builder()
        .base_url("http://localhost/v1") // what is said in the header `Host`
        .transport(transport);
    // end
    socket_is_called(builder, served).await
}

/// Answers one request on a socket, and gives it.
#[cfg(unix)]
fn on_socket(path: &std::path::Path) -> std::io::Result<JoinHandle<std::io::Result<String>>> {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    let listener = tokio::net::UnixListener::bind(path)?;
    Ok(tokio::spawn(async move {
        let (mut connection, _) = listener.accept().await?;
        let mut request = Vec::new();
        while !request.ends_with(b"\r\n\r\n") {
            request.push(connection.read_u8().await?);
        }
        let body = photo().to_string();
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n", body.len());
        let answer = format!("{head}content-type: application/json\r\n\r\n{body}");
        connection.write_all(answer.as_bytes()).await?;
        Ok(String::from_utf8_lossy(&request).into_owned())
    }))
}

#[cfg(unix)]
async fn socket_is_called(
    builder: ClientBuilder,
    served: JoinHandle<std::io::Result<String>>,
) -> Result<(), Box<dyn std::error::Error>> {
    let client = builder.token("t0ken").build()?;
    assert_eq!(client.photos().get("p1").send().await?.id, "p1");
    let request = served.await??;
    assert!(
        request.starts_with("GET /v1/photos/p1 HTTP/1.1\r\n"),
        "{request}"
    );
    assert!(request.contains("\r\nhost: localhost\r\n"), "{request}");
    // The socket is still there, and nobody listens.
    let error = client.photos().get("p1").send().await.unwrap_err();
    assert!(error.is_connect() && error.tries() == 3, "{error:?}");
    Ok(())
}

#[tokio::test]
async fn hyper() -> Result<(), Box<dyn std::error::Error>> {
    let server = Server::start([Answer::json(200, &photo().to_string())]).await;
    // GUIDE
    let builder = Client::builder().transport(HyperTransport::new()?);
    // end
    let client = builder.token("t0ken").base_url(server.url()).build()?;
    assert_eq!(client.photos().get("p1").send().await?.id, "p1");
    Ok(())
}

#[cfg(unix)]
#[tokio::test]
async fn sockets_of_the_system_over_hyper() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("photos.sock");
    let served = on_socket(&path)?;
    // GUIDE
    let connector = tower::service_fn(move |_: Uri| {
        let path = path.clone();
        async move { UnixStream::connect(path).await.map(TokioIo::new) }
    });
    let builder = Client::builder()
        .base_url("http://localhost/v1")
        .transport(HyperTransport::with_connector(connector));
    // end
    socket_is_called(builder, served).await
}

#[tokio::test]
async fn any_other() -> Result<(), Error> {
    // GUIDE
    /// Answers what was recorded.
    struct Recorded(String);

    impl Transport for Recorded {
        fn send(
            &self,
            request: Request<Body>,
        ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
            let body = Body::from(self.0.clone());
            Box::pin(async move {
                match request.method().as_str() {
                    "GET" => Ok(Response::new(body)),
                    _ => Err(TransportError::new(
                        TransportErrorKind::Other,
                        "not recorded",
                    )),
                }
            })
        }
    }

    let photo = r#"{"id": "p1", "state": "ready", "caption": null}"#;
    let builder = Client::builder().transport(Recorded(photo.to_owned()));
    // end
    let client = builder.token("t0ken").build()?;
    assert_eq!(client.photos().get("p1").send().await?.id, "p1");
    let error = client.photos().remove("p1").send().await.unwrap_err();
    assert_eq!(error.tries(), 1);
    Ok(())
}

#[test]
fn the_page_has_this_code() {
    let page = include_str!("../../../docs/transports.md");
    tests::blocks::compare(page, include_str!("transports.rs"), "GUIDE");
}
