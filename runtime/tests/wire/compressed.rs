//! Responses that come compressed.

use super::builder;
use super::server::{Reply, Server};

/// Lists plants from a server that answers with this body. Gives how many there are, and the request.
async fn list(encoding: &str, body: &[u8]) -> (usize, String) {
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-encoding: {encoding}\r\n\
         content-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    let server = Server::start([Reply::Binary([head.as_bytes(), body].concat())]).await;
    let client = builder(&server).build().unwrap();
    let plants = client.plants().list().with_response().await.unwrap();
    assert_eq!(plants.bytes(), r#"[{"id":"p1"},{"id":"p2"},{"id":"p3"}]"#);
    (plants.body().len(), server.asked().remove(0))
}

#[cfg(feature = "gzip")]
#[tokio::test]
async fn gzip() {
    let body = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x8b\xae\x56\xca\x4c\x51\xb2\x52\x2a\x30\x54\xaa\xd5\x81\xb1\x8d\x90\xd8\xc6\x4a\xb5\xb1\x00\x3e\xab\x3d\xb2\x25\x00\x00\x00";
    let (found, asked) = list("gzip", body).await;
    assert_eq!(found, 3);
    assert!(accepts(&asked).contains("gzip"), "{asked}");
}

/// Half of what is compressed is no response, whatever it begins with.
#[cfg(feature = "gzip")]
#[tokio::test]
async fn a_truncated_response_is_interrupted() {
    let begun = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x8b\xae\x56\xca\x4c\x51\xb2\x52\x2a\x30";
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-encoding: gzip\r\n\
         content-length: {}\r\nconnection: close\r\n\r\n",
        begun.len()
    );
    let server = Server::start([Reply::Binary([head.as_bytes(), begun].concat())]).await;
    let client = builder(&server).build().unwrap();
    let error = client.plants().list().send().await.unwrap_err();
    let interrupted = specwright_runtime::TransportErrorKind::Interrupted;
    assert_eq!(super::kind(&error), interrupted, "{error:?}");
    assert!(error.is_retryable());
}

#[tokio::test]
async fn what_nobody_decompresses_is_told() {
    for status in ["200 OK", "400 Bad Request"] {
        let head = format!(
            "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-encoding: compress\r\n\
             content-length: 3\r\n\r\n"
        );
        let reply = Reply::Binary([head.as_bytes(), b"\x1f\x9d\x90"].concat());
        let error = super::update(reply).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "plants.update: {status}: the body is compressed, and nothing here decompresses it \
                 (application/json): [3 bytes in compress]"
            )
        );
    }
}

#[cfg(feature = "gzip")]
#[tokio::test]
async fn what_is_not_compressed_as_it_says_is_told() {
    let head = "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 20\r\n\r\n";
    let body = "[[[[[[[[[[]]]]]]]]]]";
    let server = Server::start([Reply::Bytes([head, body].concat())]).await;
    let client = builder(&server).build().unwrap();
    let error = client.plants().list().send().await.unwrap_err();
    let malformed = specwright_runtime::TransportErrorKind::Malformed;
    assert_eq!(super::kind(&error), malformed, "{error:?}");
    let shown = error.to_string();
    assert!(
        shown.contains("the response can't be read: ") && shown.contains("gzip"),
        "{shown}"
    );
    assert!(!error.is_retryable());
}

#[cfg(feature = "brotli")]
#[tokio::test]
async fn brotli() {
    let body = b"\x0b\x12\x80\x5b\x7b\x22\x69\x64\x22\x3a\x22\x70\x31\x22\x7d\x2c\x7b\x22\x69\x64\x22\x3a\x22\x70\x32\x22\x7d\x2c\x7b\x22\x69\x64\x22\x3a\x22\x70\x33\x22\x7d\x5d\x03";
    let (found, asked) = list("br", body).await;
    assert_eq!(found, 3);
    assert!(accepts(&asked).contains("br"), "{asked}");
}

#[cfg(feature = "zstd")]
#[tokio::test]
async fn zstd() {
    let body = b"\x28\xb5\x2f\xfd\x04\x58\xd5\x00\x00\x90\x5b\x7b\x22\x69\x64\x22\x3a\x22\x70\x31\x22\x7d\x2c\x32\x33\x22\x7d\x5d\x02\x00\xc0\x08\x27\xca\x17\x70\xd7\x3d\xac";
    let (found, asked) = list("zstd", body).await;
    assert_eq!(found, 3);
    assert!(accepts(&asked).contains("zstd"), "{asked}");
}

/// What a request says it can decompress.
fn accepts(asked: &str) -> &str {
    let line = |line: &'static str| {
        asked
            .lines()
            .find_map(move |found| found.strip_prefix(line))
    };
    line("accept-encoding: ").unwrap_or_default()
}
