//! Responses that are read line by line.

use specwright_runtime::{JsonLines, Lines};

use super::*;

async fn begun(server: &Server) -> specwright_runtime::StreamingResponse {
    let client = builder(server)
        .read_timeout(Duration::from_millis(300))
        .max_response_bytes(40)
        .build()
        .unwrap();
    let call = client.plants().update("p1").name("Fern");
    call.with_streaming_response().await.unwrap()
}

fn endless(body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\nx-request-id: r1\r\ncontent-length: 999\r\n\r\n{body}")
}

async fn next(lines: &mut Lines) -> String {
    let line = lines.next().await.unwrap().unwrap();
    String::from_utf8(line.to_vec()).unwrap()
}

#[tokio::test]
async fn lines_come_one_by_one_with_either_end() {
    let reply = response("200 OK", "", "one\r\n\ntwo\nthree");
    let server = Server::start([reply]).await;
    let mut lines = begun(&server).await.lines();
    assert_eq!(lines.status(), 200);
    for line in ["one", "", "two", "three"] {
        assert_eq!(next(&mut lines).await, line);
    }
    assert!(lines.next().await.is_none());
    assert!(lines.next().await.is_none());
}

#[tokio::test]
async fn all_lines_together_may_be_longer_than_one_may() {
    let whole = "0123456789\n".repeat(20);
    let server = Server::start([response("200 OK", "", &whole)]).await;
    let mut lines = begun(&server).await.lines();
    for _ in 0..20 {
        assert_eq!(next(&mut lines).await, "0123456789");
    }
    assert!(lines.next().await.is_none());

    let body = endless(&"x".repeat(50));
    let server = Server::start([Reply::Stall(body)]).await;
    let mut lines = begun(&server).await.lines();
    let error = lines.next().await.unwrap().unwrap_err();
    assert_eq!(kind(&error), TransportErrorKind::TooLarge { limit: 40 });
    assert!(lines.next().await.is_none());
}

#[tokio::test]
async fn a_future_that_is_dropped_loses_nothing_of_a_line() {
    let server = Server::start([Reply::Stall(endless("one\nhalf"))]).await;
    let mut lines = begun(&server).await.lines();
    assert_eq!(next(&mut lines).await, "one");
    let waiting = tokio::time::timeout(Duration::from_millis(50), lines.next());
    assert!(waiting.await.is_err());
    // What has come of a line is none where the rest does not come.
    let error = lines.next().await.unwrap().unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    assert_eq!(error.operation(), Some("plants.update"));
    assert!(lines.next().await.is_none());
}

#[tokio::test]
async fn each_line_is_a_value_and_one_that_is_none_is_not_the_end() {
    let body = "{\"n\":1}\r\n\r\n \n{\"n\":\"x\"}\n{\"n\":3}";
    let reply = response("200 OK", "x-request-id: r1\r\n", body);
    let server = Server::start([reply]).await;
    let mut values: JsonLines<std::collections::BTreeMap<String, u8>> =
        begun(&server).await.json_lines();
    assert_eq!(values.request_id(), Some("r1"));
    assert_eq!(values.next().await.unwrap().unwrap()["n"], 1);
    let error = values.next().await.unwrap().unwrap_err();
    assert_eq!(error.body().unwrap().as_ref(), b"{\"n\":\"x\"}");
    let Error::Decode(failure) = error else {
        panic!("{error:?}")
    };
    assert_eq!(failure.error().path(), "$.n");
    assert_eq!(values.next().await.unwrap().unwrap()["n"], 3);
    assert!(values.next().await.is_none());
}
