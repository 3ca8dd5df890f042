//! Streams of items, on the wire.

use runtime::{ClientBuilder, EventStream};
use serde::Deserialize;
use specwright_runtime as runtime;

use super::clock::Clock;
use super::*;

static API: runtime::Api = runtime::Api {
    name: "ticker",
    version: "1.0.0",
    base_url: "https://ticker.example",
    server_variables: &[],
    base_url_env: None,
    schemes: &[],
    security: &[],
    globals: &[],
    sensitive: &[],
};

#[derive(Debug, Deserialize, PartialEq)]
struct Tick {
    price: u32,
}

struct Watch;

impl runtime::Operation for Watch {
    type Output = EventStream<Tick>;
    type Reply = runtime::Streamed<Self>;

    const SPEC: runtime::Spec = &runtime::get("ticks.watch", "/ticks")
        .accept("text/event-stream")
        .failures(&[runtime::failure::<Failure>(400)]);
}

impl runtime::Streams for Watch {
    type Item = Tick;

    const STREAM: runtime::StreamSpec = runtime::events().until(&["[END]"]);
}

/// The same, without a mark at its end.
struct Endless;

impl runtime::Operation for Endless {
    type Output = EventStream<Tick>;
    type Reply = runtime::Streamed<Self>;

    const SPEC: runtime::Spec = Watch::SPEC;
}

impl runtime::Streams for Endless {
    type Item = Tick;

    const STREAM: runtime::StreamSpec = runtime::events();
}

const HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\n";

/// A stream that ends with its connection.
fn ticks(body: &str) -> Reply {
    Reply::Bytes(format!("{HEAD}\r\n{body}"))
}

/// A stream that is broken off.
fn broken(body: &str) -> Reply {
    let length = body.len();
    Reply::Bytes(format!(
        "{HEAD}transfer-encoding: chunked\r\n\r\n{length:x}\r\n{body}\r\n"
    ))
}

/// A client without further settings.
fn plain(server: &Server) -> specwright_runtime::Client {
    let client = ClientBuilder::new(&API).base_url(server.url.as_str());
    client.build().unwrap()
}

async fn watch(server: &Server) -> Result<EventStream<Tick>, Error> {
    let client = ClientBuilder::new(&API)
        .base_url(server.url.as_str())
        .retry(RetryPolicy::never().backoff(Duration::ZERO, Duration::ZERO))
        .read_timeout(Duration::from_secs(2));
    let client = client.build().unwrap();
    client
        .events(Watch, &specwright_runtime::CallOptions::new())
        .await
}

async fn price(stream: &mut EventStream<Tick>) -> u32 {
    stream.next().await.unwrap().unwrap().price
}

#[tokio::test]
async fn items_come_as_they_are_sent() {
    let body = "id: 1\ndata: {\"price\":7}\n\n: hi\n\ndata: {\"price\"\ndata: :8}\n\n";
    let server = Server::start([Reply::Stall(format!("{HEAD}\r\n{body}"))]).await;
    let mut stream = watch(&server).await.unwrap();
    assert_eq!((price(&mut stream).await, price(&mut stream).await), (7, 8));
    assert_eq!(stream.last_event_id(), Some("1"));
    // Nothing more comes in time.
    let error = stream.next().await.unwrap().unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert!(stream.next().await.is_none());
    let asked = server.asked().remove(0);
    assert!(
        asked.contains("\r\naccept: text/event-stream\r\n"),
        "{asked}"
    );
}

#[tokio::test]
async fn a_stream_ends_with_its_mark_or_its_connection() {
    let body = "data: {\"price\":7}\n\ndata: [END]\n\ndata: {\"price\":8}\n\n";
    let mark = format!("id: 4\n{body}");
    let server = Server::start([ticks(&mark), ticks("data: {\"price\":7}\n\ndata: {}")]).await;
    let mut stream = watch(&server).await.unwrap();
    assert_eq!(price(&mut stream).await, 7);
    assert!(stream.next().await.is_none());
    assert!(stream.next().await.is_none());
    assert_eq!(stream.last_event_id(), Some("4"));
    // Where there is no mark, it is the connection that says so.
    let client = plain(&server);
    let options = specwright_runtime::CallOptions::new();
    let mut stream = client.events(Endless, &options).await.unwrap();
    assert_eq!(price(&mut stream).await, 7);
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn what_can_be_no_item_ends_a_stream_of_which_nothing_is_said() {
    let body = "data: {\"price\":1}\n\ndata: [DONE]\n\ndata: {\"price\":2}\n\n";
    let server = Server::start([ticks(body), ticks(body)]).await;
    let client = plain(&server);
    let options = specwright_runtime::CallOptions::new();
    let mut stream = client.events(Endless, &options).await.unwrap();
    assert_eq!(price(&mut stream).await, 1);
    assert!(stream.next().await.is_none());
    // Who wants events has this one as well.
    let stream = client.events(Endless, &options).await.unwrap();
    let mut events = stream.into_events();
    events.next().await.unwrap().unwrap();
    assert_eq!(events.next().await.unwrap().unwrap().data, "[DONE]");
}

#[tokio::test]
async fn a_stream_without_the_mark_that_ends_it_is_not_whole() {
    let server = Server::start([ticks("data: {\"price\":7}\n\n"), ticks("")]).await;
    for items in [1, 0] {
        let mut stream = watch(&server).await.unwrap();
        for _ in 0..items {
            assert_eq!(price(&mut stream).await, 7);
        }
        let error = stream.next().await.unwrap().unwrap_err();
        assert_eq!(kind(&error), TransportErrorKind::Interrupted);
        assert!(stream.next().await.is_none());
    }
}

#[tokio::test]
async fn a_stream_has_a_head() {
    let head =
        "content-type: text/event-stream\r\nx-request-id: r1\r\nx-left: 4\r\nratelimit: a;r=4\r\n";
    let server = Server::start([response("200 OK", head, "data: [END]\n\n")]).await;
    let stream = watch(&server).await.unwrap();
    assert_eq!(stream.status(), 200);
    assert_eq!(stream.headers()["x-left"], "4");
    assert_eq!(stream.header::<u8>("x-left").unwrap(), Some(4));
    assert_eq!(stream.request_id(), Some("r1"));
    assert_eq!(stream.rate_limits()[0].remaining, Some(4));
    assert_eq!(stream.tries(), 1);
}

#[tokio::test]
async fn an_event_that_is_too_large_is_the_end() {
    let server = Server::start([ticks(
        "data: {\"price\":7}\n\ndata: {\"price\":  7}\n\ndata: {\"price\":8}\n\n",
    )])
    .await;
    let client = ClientBuilder::new(&API).base_url(server.url.as_str());
    let client = client.max_response_bytes(18).build().unwrap();
    let options = specwright_runtime::CallOptions::new();
    let mut stream = client.events(Watch, &options).await.unwrap();
    assert_eq!(price(&mut stream).await, 7);
    let error = stream.next().await.unwrap().unwrap_err();
    assert_eq!(kind(&error), TransportErrorKind::TooLarge { limit: 18 });
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn a_server_does_not_say_alone_how_long_to_wait() {
    let server = Server::start([ticks("retry: 86400000\n\n"), ticks("data: [END]\n\n")]).await;
    let client = ClientBuilder::new(&API).base_url(server.url.as_str());
    let policy = RetryPolicy::never().max_retry_after(Duration::from_millis(5));
    let client = client.retry(policy).build().unwrap();
    let options = specwright_runtime::CallOptions::new();
    let mut stream = client.events(Watch, &options).await.unwrap().reconnect(1);
    let item = tokio::time::timeout(Duration::from_secs(20), stream.next()).await;
    assert!(item.unwrap().is_none());
}

#[tokio::test]
async fn a_stream_that_is_broken_off_is_an_error() {
    let server = Server::start([broken("data: {\"price\":7}\n\ndata: {\"pr")]).await;
    let mut stream = watch(&server).await.unwrap();
    assert_eq!(price(&mut stream).await, 7);
    let error = stream.next().await.unwrap().unwrap_err();
    assert_eq!(kind(&error), TransportErrorKind::Interrupted);
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn it_asks_again_where_that_is_wished() {
    let server = Server::start([
        broken("retry: 10\nid: a\ndata: {\"price\":1}\n\nid: b\ndata: {\"pr"),
        ticks("id: c\ndata: {\"price\":2}\n\n"),
        ticks("data: {\"price\":3}\n\n"),
        Reply::Bytes("HTTP/1.1 204 No Content\r\n\r\n".to_owned()),
    ])
    .await;
    let mut stream = watch(&server).await.unwrap().reconnect(1);
    for expected in [1, 2, 3] {
        assert_eq!(price(&mut stream).await, expected);
    }
    assert!(stream.next().await.is_none());
    let ids: Vec<_> = server.asked().iter().map(|asked| last_id(asked)).collect();
    assert_eq!(
        ids,
        [None, Some("a"), Some("c"), Some("c")].map(|id| id.map(str::to_owned))
    );

    // A failure that would not pass is one.
    let body = r#"{"ok":false,"faults":[{"code":7003,"message":"No route"}]}"#;
    let server = Server::start([ticks("retry: 1\n\n"), json("400 Bad Request", body)]).await;
    let mut stream = watch(&server).await.unwrap().reconnect(5);
    let error = stream.next().await.unwrap().unwrap_err();
    assert!(error.failure::<Failure>().is_some(), "{error}");
    // Connections that bring nothing are counted.
    let nothing = || ticks("retry: 1\n\n");
    let server = Server::start([nothing(), nothing(), nothing()]).await;
    let mut stream = watch(&server).await.unwrap().reconnect(2);
    let error = stream.next().await.unwrap().unwrap_err();
    assert_eq!(kind(&error), TransportErrorKind::Interrupted);
    assert!(stream.next().await.is_none());
    assert_eq!(server.asked().len(), 3);
}

#[tokio::test]
async fn a_server_that_asks_for_no_wait_is_not_asked_in_a_loop() {
    let item = |id| ticks(&format!("retry: 0\nid: {id}\ndata: {{\"price\":{id}}}\n\n"));
    let unfit = || ticks("data: {\"cost\":1}\n\n");
    let server = Server::start([item(1), item(2), unfit(), unfit(), unfit()]).await;
    let clock = Clock::default();
    let client = ClientBuilder::new(&API).base_url(server.url.as_str());
    let client = client.timer(clock.clone()).build().unwrap();
    let options = specwright_runtime::CallOptions::new();
    let stream = client.events(Endless, &options).await.unwrap();
    let mut stream = stream.reconnect(2);
    let mut items = Vec::new();
    while let Some(item) = stream.next().await {
        items.push(item.ok().map(|tick| tick.price));
    }
    // What does not fit counts as nothing.
    assert_eq!(items, [Some(1), Some(2), None, None]);
    for (slept, least) in clock.slept().iter().zip([500, 500, 1000]) {
        let range = Duration::from_millis(least)..=Duration::from_millis(2 * least);
        assert!(range.contains(slept), "{:?}", clock.slept());
    }
    assert_eq!(server.asked().len(), 4);
}

struct Lines;

impl runtime::Operation for Lines {
    type Output = EventStream<Tick>;
    type Reply = runtime::Streamed<Self>;

    const SPEC: runtime::Spec =
        &runtime::get("ticks.lines", "/ticks/lines").accept("application/jsonl");
}

impl runtime::Streams for Lines {
    type Item = Tick;

    const STREAM: runtime::StreamSpec = runtime::json_lines("application/jsonl");
}

#[tokio::test]
async fn a_last_line_without_an_end_is_given_before_it_asks_again() {
    let lines = |body| {
        let head = "HTTP/1.1 200 OK\r\ncontent-type: application/jsonl\r\n";
        Reply::Bytes(format!("{head}\r\n{body}"))
    };
    let server = Server::start([
        lines("{\"price\":1}\n{\"price\":2}"),
        Reply::Bytes("HTTP/1.1 204 No Content\r\n\r\n".to_owned()),
    ])
    .await;
    let client = plain(&server);
    let options = specwright_runtime::CallOptions::new();
    let mut stream = client.events(Lines, &options).await.unwrap().reconnect(1);
    for expected in [1, 2] {
        assert_eq!(price(&mut stream).await, expected);
    }
    assert!(stream.next().await.is_none());
    assert_eq!(server.asked().len(), 2);
}

#[tokio::test]
async fn a_page_is_no_json_lines() {
    let page = response("200 OK", "content-type: text/html\r\n", "<html>\n</html>\n");
    let server = Server::start([page, json("200 OK", "{\"price\":1}\n")]).await;
    let client = plain(&server);
    let options = specwright_runtime::CallOptions::new();
    let error = client.events(Lines, &options).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "ticks.lines: 200 OK: the response is no stream of JSON (text/html): <html> </html>"
    );
    // Servers do call them so.
    let mut stream = client.events(Lines, &options).await.unwrap();
    assert_eq!(price(&mut stream).await, 1);
}

struct Sequence;

impl runtime::Operation for Sequence {
    type Output = EventStream<u32>;
    type Reply = runtime::Streamed<Self>;

    const SPEC: runtime::Spec = &runtime::get("ticks.sequence", "/ticks/sequence");
}

impl runtime::Streams for Sequence {
    type Item = u32;

    const STREAM: runtime::StreamSpec = runtime::json_sequence("application/json-seq");
}

#[tokio::test]
async fn a_number_that_may_go_on_is_an_error() {
    let head = "content-type: application/json-seq\r\n";
    let server = Server::start([response("200 OK", head, "\u{1e}12\n\u{1e}3")]).await;
    let options = specwright_runtime::CallOptions::new();
    let mut stream = plain(&server).events(Sequence, &options).await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap(), 12);
    let error = stream.next().await.unwrap().unwrap_err();
    assert!(matches!(error, Error::Decode(_)), "{error}");
    assert!(stream.next().await.is_none());
}

fn last_id(asked: &str) -> Option<String> {
    let mut lines = asked.lines();
    lines.find_map(|line| line.strip_prefix("last-event-id: ").map(str::to_owned))
}

#[tokio::test]
async fn an_item_that_does_not_fit_is_an_error_and_not_the_end() {
    let server = Server::start([ticks("data: {\"cost\":1}\n\ndata: {\"price\":2}\n\n")]).await;
    let mut stream = watch(&server).await.unwrap();
    let error = stream.next().await.unwrap().unwrap_err();
    assert_eq!(
        error.to_string(),
        "ticks.watch: 200 OK: the response does not fit its type at `$`: \
         expected a member `price`, found an object without it"
    );
    assert_eq!(error.body().unwrap(), "{\"cost\":1}");
    assert_eq!(price(&mut stream).await, 2);
}

#[tokio::test]
async fn events_are_there_as_they_came() {
    let server = Server::start([ticks("event: x\nid: 4\ndata: a\n\ndata: b\n\n")]).await;
    let mut stream = watch(&server).await.unwrap().into_events().until("b");
    let event = stream.next().await.unwrap().unwrap();
    let shown = (
        event.event.as_deref(),
        event.id.as_deref(),
        event.data.as_str(),
    );
    assert_eq!(shown, (Some("x"), Some("4"), "a"));
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn what_is_no_stream_is_judged() {
    let server = Server::start([
        json("200 OK", "{}"),
        json("400 Bad Request", "{\"ok\":false,\"faults\":[]}"),
    ])
    .await;
    let error = watch(&server).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "ticks.watch: 200 OK: the response is no stream of events (application/json): {}"
    );
    assert!(
        watch(&server)
            .await
            .unwrap_err()
            .failure::<Failure>()
            .is_some()
    );
}

#[tokio::test]
async fn dropping_a_stream_ends_the_request() {
    let (told, mut closed) = tokio::sync::oneshot::channel();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let (mut connection, _) = listener.accept().await.unwrap();
        let mut buffer = [0; 4096];
        let _ = connection.read(&mut buffer).await.unwrap();
        let head = format!("{HEAD}\r\ndata: {{\"price\":1}}\n\n");
        connection.write_all(head.as_bytes()).await.unwrap();
        // The client closes the connection.
        assert_eq!(connection.read(&mut buffer).await.unwrap_or(0), 0);
        told.send(()).unwrap();
    });
    let client = ClientBuilder::new(&API)
        .base_url(url.as_str())
        .build()
        .unwrap();
    let options = specwright_runtime::CallOptions::new();
    let mut stream = client.events(Watch, &options).await.unwrap();
    assert_eq!(price(&mut stream).await, 1);
    assert!(closed.try_recv().is_err());
    drop(stream);
    let closed = tokio::time::timeout(Duration::from_secs(5), closed).await;
    closed.unwrap().unwrap();
}

#[tokio::test]
async fn what_answers_with_nothing_else_is_sent_as_a_stream() {
    let end = "data: {\"price\":7}\n\ndata: [END]\n\n";
    let server = Server::start([
        ticks(end),
        ticks(end),
        json("400 Bad Request", "{\"ok\":false,\"faults\":[]}"),
        // Its end never comes.
        Reply::Stall(format!("{HEAD}\r\ndata: {{\"price\":7}}\n\n")),
    ])
    .await;
    let client = ClientBuilder::new(&API).base_url(server.url.as_str());
    let client = client.retry(RetryPolicy::never()).build().unwrap();
    let options = specwright_runtime::CallOptions::new();
    // Where the whole response is asked for, the stream is read from what is there.
    let response = client.call(&Watch, &options).await.unwrap();
    assert_eq!(response.bytes(), end);
    let mut stream = response.into_body();
    assert_eq!(price(&mut stream).await, 7);
    assert!(stream.next().await.is_none());
    let raw = client.raw(&Watch, &options).await.unwrap();
    let mut stream = raw.into_output::<Watch>().unwrap();
    assert_eq!(price(&mut stream).await, 7);
    let error = client.send(&Watch, &options).await.unwrap_err();
    assert!(error.failure::<Failure>().is_some(), "{error}");
    let mut stream = client.send(&Watch, &options).await.unwrap();
    assert_eq!(price(&mut stream).await, 7);
}
