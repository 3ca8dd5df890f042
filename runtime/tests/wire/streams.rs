//! Bodies that are streams, on the wire.

use specwright_runtime::{Body, ReqwestTransport, Timeouts, Transport, http};

use super::*;

#[tokio::test]
async fn a_transport_carries_streams_both_ways() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nbegun".to_owned();
    let server = Server::start([Reply::Stall(head)]).await;
    let transport = ReqwestTransport::new(Timeouts {
        whole: Duration::from_secs(5),
        connect: Duration::from_secs(5),
    })
    .unwrap();
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
