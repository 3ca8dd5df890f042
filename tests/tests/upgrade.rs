//! Connections that go on as another protocol, over both transports, with a server on this machine.

use compiled_fixtures::upgrade::types::Problem;
use compiled_fixtures::upgrade::{Client, Error};
use futures_util::{SinkExt as _, StreamExt as _, TryStreamExt as _};
use specwright_runtime::{HyperTransport, ReqwestTransport, RetryPolicy, Upgraded};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::Role;

/// A client for each transport, and the server that both call.
async fn clients() -> (TcpListener, [Client; 2]) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("it is bound").port();
    let reqwest = ReqwestTransport::configured(|http| http).expect("reqwest is set up");
    let hyper = HyperTransport::new().expect("hyper is set up");
    let builders = [
        Client::builder().transport(reqwest),
        Client::builder().transport(hyper),
    ];
    let clients = builders.map(|builder| {
        let builder = builder.base_url(format!("http://127.0.0.1:{port}"));
        let client = builder.retry(RetryPolicy::never()).build();
        client.expect("a client")
    });
    (listener, clients)
}

/// Reads the head of a request, and answers it with these bytes.
async fn answer(listener: &TcpListener, bytes: &[u8]) -> (TcpStream, String) {
    let (mut stream, _) = listener.accept().await.expect("a connection");
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.expect("the head of a request"));
    }
    stream.write_all(bytes).await.expect("it is sent");
    let head = String::from_utf8(head).expect("text");
    (stream, head.to_ascii_lowercase())
}

/// What becomes of a call that is answered with these bytes.
async fn answered(bytes: &'static [u8]) -> Vec<Result<Upgraded, Error>> {
    let (listener, clients) = clients().await;
    let mut all = Vec::new();
    for client in clients {
        let call = client.machines().console("m1").send();
        let (result, _) = tokio::join!(call, answer(&listener, bytes));
        all.push(result);
    }
    all
}

#[tokio::test]
async fn a_web_socket_is_handed_to_who_speaks_it() {
    let (listener, clients) = clients().await;
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.expect("a connection");
            let socket = tokio_tungstenite::accept_async(stream).await;
            let (say, hear) = socket.expect("the handshake is right").split();
            // Until it is closed, which is no failure here.
            hear.forward(say).await.ok();
        }
    });
    for client in clients {
        let call = client.machines().console("m1").since(7_i64);
        let response = call.with_response().await.expect("it goes on");
        assert_eq!(response.status(), 101);
        let connection = response.into_body();
        let mut socket = WebSocketStream::from_raw_socket(connection, Role::Client, None).await;
        for said in ["a", "b"] {
            socket.send(said.into()).await.expect("it is sent");
            let heard = socket.try_next().await.expect("something comes");
            assert_eq!(heard, Some(said.into()));
        }
        socket.close(None).await.expect("it ends");
    }
}

#[tokio::test]
async fn another_protocol_begins_with_what_came_with_the_answer() {
    let (listener, clients) = clients().await;
    for client in clients {
        let first = b"HTTP/1.1 101 Go on\r\nConnection: upgrade\r\nUpgrade: tcp\r\n\r\n$ ";
        let call = client.machines().attach("m1").send();
        let (connection, (mut other, asked)) = tokio::join!(call, answer(&listener, first));
        assert!(asked.starts_with("post /machines/m1/attach "), "{asked}");
        for line in ["\r\nconnection: upgrade\r\n", "\r\nupgrade: tcp\r\n"] {
            assert!(asked.contains(line), "{asked}");
        }
        assert!(!asked.contains("sec-websocket"), "{asked}");
        let mut connection = connection.expect("it goes on");
        let mut heard = [0; 2];
        connection
            .read_exact(&mut heard)
            .await
            .expect("it is there");
        assert_eq!(heard, *b"$ ");
        connection.write_all(b"ls\n").await.expect("it is sent");
        connection.shutdown().await.expect("there is no more");
        let mut heard = String::new();
        other.read_to_string(&mut heard).await.expect("it ends");
        assert_eq!(heard, "ls\n");
    }
}

#[tokio::test]
async fn who_does_not_agree_is_an_error() {
    let failed =
        b"HTTP/1.1 409 Conflict\r\ncontent-type: application/json\r\ncontent-length: 16\r\n\r\n\
        {\"reason\":\"off\"}";
    for result in answered(failed).await {
        let error = result.expect_err("it is off");
        let problem: &Problem = error.failure().expect("it is described");
        assert_eq!(problem.reason, "off");
    }
    for (bytes, expected) in [
        (
            b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi".as_slice(),
            "machines.console: 200 OK: the server did not go on as another protocol",
        ),
        (
            b"HTTP/1.1 101 Go on\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n",
            "machines.console: 101 Switching Protocols: it does not answer the key of a WebSocket",
        ),
        (
            b"HTTP/1.1 101 Go on\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
            sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n",
            "machines.console: 101 Switching Protocols: it does not answer the key of a WebSocket",
        ),
    ] {
        for result in answered(bytes).await {
            let error = result.expect_err("it does not agree").to_string();
            assert!(error.starts_with(expected), "{error}");
        }
    }
}
