//! Bodies that are streams, on the wire.

use specwright_runtime::{Body, Transport, http};

use super::*;

#[cfg(feature = "reqwest")]
fn transport() -> impl Transport {
    specwright_runtime::ReqwestTransport::new(specwright_runtime::Timeouts {
        whole: Duration::from_secs(5),
        connect: Duration::from_secs(5),
        read: None,
    })
    .unwrap()
}

#[cfg(not(feature = "reqwest"))]
fn transport() -> impl Transport {
    specwright_runtime::HyperTransport::new().unwrap()
}

#[tokio::test]
async fn a_transport_carries_streams_both_ways() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nbegun".to_owned();
    let server = Server::start([Reply::Stall(head)]).await;
    let transport = transport();
    let request = http::Request::post(server.url.as_str()).body(Body::wrap(Body::from("sent")));
    let response = transport.send(request.unwrap()).await.unwrap();
    // The rest of the body never comes.
    let mut body = response.into_body();
    assert_eq!(body.size_hint().exact(), Some(99));
    assert_eq!(body.chunk().await.unwrap().unwrap(), "begun");
    let asked = server.asked().remove(0);
    assert!(asked.contains("\r\ncontent-length: 4\r\n"), "{asked}");
    assert!(asked.ends_with("\r\n\r\nsent"), "{asked}");
}

/// The beginning of a response that announces more.
fn begun(length: u64, body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n{body}")
}

async fn streaming(server: &Server) -> Result<specwright_runtime::StreamingResponse, Error> {
    let client = builder(server).read_timeout(Duration::from_millis(300));
    let call = client.build().unwrap().plants().update("p1").name("Fern");
    call.with_streaming_response().await
}

#[tokio::test]
async fn a_response_is_read_as_it_comes() {
    let server = Server::start([Reply::Bytes(begun(5, "abcde"))]).await;
    let mut response = streaming(&server).await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(response.remaining(), Some(5));
    assert_eq!(response.chunk().await.unwrap().unwrap(), "abcde");
    assert!(response.chunk().await.unwrap().is_none());
    assert!(response.chunk().await.unwrap().is_none());
}

#[tokio::test]
async fn a_read_that_takes_too_long_is_given_up() {
    // The whole call may take longer than this test waits for the second piece.
    let server = Server::start([Reply::Stall(begun(9, "abc"))]).await;
    let mut response = streaming(&server).await.unwrap();
    assert_eq!(response.chunk().await.unwrap().unwrap(), "abc");
    let start = Instant::now();
    let error = response.chunk().await.unwrap_err();
    assert!(error.is_timeout() && error.is_retryable(), "{error:?}");
    assert_eq!(error.operation(), Some("plants.update"));
    let waited = start.elapsed();
    assert!(waited > Duration::from_millis(250) && waited < Duration::from_secs(4));
}

#[tokio::test]
async fn a_head_that_takes_too_long_is_given_up() {
    let server = Server::start([Reply::Stall("HTTP/1.1 200 OK\r\n".to_owned())]).await;
    let client = builder(&server)
        .timeout(Duration::from_millis(300))
        .build()
        .unwrap();
    let call = client.plants().update("p1");
    let error = call.with_streaming_response().await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
}

#[tokio::test]
async fn a_stream_that_breaks_off_is_interrupted() {
    let server = Server::start([Reply::Bytes(begun(9, "abc"))]).await;
    let mut response = streaming(&server).await.unwrap();
    assert_eq!(response.chunk().await.unwrap().unwrap(), "abc");
    let error = response.chunk().await.unwrap_err();
    assert_eq!(kind(&error), TransportErrorKind::Interrupted);
}

#[tokio::test]
async fn a_failure_is_typed_where_a_stream_was_asked_for() {
    let body = r#"{"ok":false,"faults":[{"code":7003,"message":"No route"}]}"#;
    let server = Server::start([json("400 Bad Request", body)]).await;
    let error = streaming(&server).await.unwrap_err();
    assert_eq!(error.failure::<Failure>().unwrap().faults[0].code, 7003);
}

#[tokio::test]
async fn a_response_is_written_with_progress() {
    let server = Server::start([
        response("200 OK", "", "abcde"),
        response("200 OK", "", "fghi"),
    ])
    .await;
    let told = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let tell = told.clone();
    let response = streaming(&server).await.unwrap();
    let response = response.on_progress(move |done, all| tell.lock().unwrap().push((done, all)));
    let mut file = Vec::new();
    assert_eq!(response.write_to(&mut file).await.unwrap(), 5);
    let response = streaming(&server).await.unwrap();
    assert_eq!(response.copy_to(&mut file).await.unwrap(), 4);
    assert_eq!(file, b"abcdefghi");
    assert_eq!(told.lock().unwrap().last(), Some(&(5, Some(5))));
}

#[tokio::test]
async fn a_large_response_is_refused_without_reading_it() {
    // It announces 2 GB, and sends next to nothing.
    let server = Server::start([Reply::Stall(begun(2 << 30, "{"))]).await;
    let error = client(&server)
        .plants()
        .update("p1")
        .send()
        .await
        .unwrap_err();
    assert_eq!(
        kind(&error),
        TransportErrorKind::TooLarge { limit: 256 << 20 }
    );
    assert!(
        error.to_string().contains("its limit of 268435456 bytes"),
        "{error}"
    );
    assert!(!error.is_retryable());

    // One that announces nothing is read up to the limit.
    let endless = "HTTP/1.1 200 OK\r\n\r\n".to_owned() + &"x".repeat(4000);
    let server = Server::start([Reply::Stall(endless.clone())]).await;
    let client = builder(&server).max_response_bytes(3000).build().unwrap();
    let error = client.plants().update("p1").send().await.unwrap_err();
    assert_eq!(kind(&error), TransportErrorKind::TooLarge { limit: 3000 });
    // What is read as it comes has no limit, but for what is asked for as a whole.
    let server = Server::start([Reply::Stall(endless)]).await;
    let client = builder(&server).max_response_bytes(3000).build().unwrap();
    let call = client.plants().update("p1");
    let response = call.with_streaming_response().await.unwrap();
    let error = response.bytes().await.unwrap_err();
    assert_eq!(kind(&error), TransportErrorKind::TooLarge { limit: 3000 });
}

#[tokio::test]
async fn a_file_is_read_while_it_is_sent() {
    let path = std::env::temp_dir().join(format!("specwright-scan-{}.png", std::process::id()));
    std::fs::write(&path, "a scan").unwrap();
    let upload = specwright_runtime::Upload::open(&path).await.unwrap();
    std::fs::remove_file(&path).unwrap();
    let server = Server::start([Reply::Bytes("HTTP/1.1 204 No Content\r\n\r\n".into())]).await;
    let call = client(&server).orders().scan(upload);
    call.send().await.unwrap();
    let asked = server.asked().remove(0);
    assert!(asked.contains("\r\ncontent-length: 6\r\n"), "{asked}");
    assert!(asked.ends_with("\r\n\r\na scan"), "{asked}");
}

#[tokio::test]
async fn a_file_that_no_server_was_there_for_is_sent_by_the_next_call() {
    let path = std::env::temp_dir().join(format!("specwright-late-{}.png", std::process::id()));
    std::fs::write(&path, "a scan").unwrap();
    let upload = specwright_runtime::Upload::open(&path).await.unwrap();
    std::fs::remove_file(&path).unwrap();
    let server = Server::start([Reply::Bytes("HTTP/1.1 204 No Content\r\n\r\n".into())]).await;
    let call = client(&server).orders().scan(upload);
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let nobody = format!("http://{}", taken.local_addr().unwrap());
    drop(taken);
    let there = specwright_runtime::CallOptions::new().base_url(nobody);
    let error = call.clone().with_options(there).send().await.unwrap_err();
    assert_eq!(kind(&error), TransportErrorKind::Connect, "{error:?}");
    call.send().await.unwrap();
    assert!(server.asked()[0].ends_with("\r\n\r\na scan"));
}

/// A body that can't be read to its end.
struct Broken(bool);

impl http_body::Body for Broken {
    type Data = specwright_runtime::Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<Self::Data>, Self::Error>>> {
        std::task::Poll::Ready(Some(match std::mem::replace(&mut self.0, true) {
            false => Ok(http_body::Frame::data("a sc".into())),
            true => Err(std::io::Error::other("the disk is gone")),
        }))
    }
}

#[tokio::test]
async fn a_body_that_fails_here_is_no_lost_connection() {
    let server = Server::start([Reply::Bytes("HTTP/1.1 204 No Content\r\n\r\n".into())]).await;
    let call = client(&server).orders().scan(Body::wrap(Broken(false)));
    let error = call.send().await.unwrap_err();
    assert_eq!(kind(&error), TransportErrorKind::Other, "{error:?}");
    assert!(!error.is_retryable());
    assert_eq!(error.source().unwrap().to_string(), "the disk is gone");
}

/// A body that says how long it is.
struct Announced(u64, Vec<&'static str>);

impl http_body::Body for Announced {
    type Data = specwright_runtime::Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<Self::Data>, Self::Error>>> {
        let piece = (!self.1.is_empty()).then(|| self.1.remove(0));
        std::task::Poll::Ready(piece.map(|piece| Ok(http_body::Frame::data(piece.into()))))
    }

    fn is_end_stream(&self) -> bool {
        self.1.is_empty()
    }

    fn size_hint(&self) -> http_body::SizeHint {
        http_body::SizeHint::with_exact(self.0)
    }
}

#[tokio::test]
async fn a_body_is_as_long_as_it_says() {
    let shorter = "the body is shorter than it said";
    let longer = "the body is longer than it said";
    for (length, pieces, outcome) in [
        (5, vec!["ab", "cde"], None),
        (5, vec!["abcdefghijkl"], Some(longer)),
        (5, vec!["abcde", "fgh"], Some(longer)),
        (10, vec!["abc"], Some(shorter)),
        (10, vec![], Some(shorter)),
    ] {
        let server = Server::start([Reply::Bytes("HTTP/1.1 204 No Content\r\n\r\n".into())]).await;
        let body = Body::wrap(Announced(length, pieces));
        let sent = client(&server).orders().scan(body).send().await;
        let Some(reason) = outcome else {
            sent.unwrap();
            continue;
        };
        let error = sent.unwrap_err();
        assert_eq!(kind(&error), TransportErrorKind::Other, "{error:?}");
        assert!(!error.is_retryable());
        assert_eq!(error.source().unwrap().to_string(), reason);
    }
}

#[tokio::test]
async fn a_folder_is_no_upload() {
    let opened = specwright_runtime::Upload::open(std::env::temp_dir()).await;
    let error = opened.unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::IsADirectory, "{error}");
}

#[tokio::test]
async fn a_request_says_that_it_has_no_body_where_one_is_usual() {
    let none = || Reply::Bytes("HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n".into());
    let server = Server::start([none(), none(), none()]).await;
    let transport = transport();
    for (method, length) in [("POST", true), ("PUT", true), ("DELETE", false)] {
        let request = http::Request::builder().method(method);
        let request = request.uri(server.url.as_str()).body(Body::default());
        transport.send(request.unwrap()).await.unwrap();
        let asked = server.asked().pop().unwrap();
        assert_eq!(
            asked.contains("\r\ncontent-length: 0\r\n"),
            length,
            "{asked}"
        );
    }
}
