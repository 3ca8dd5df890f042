//! Streams are read as items of the types that were made for them.

mod answering;

use answering::answering;
use compiled_fixtures as fixtures;
use runtime::{Error, EventStream};
use serde_json::json;
use specwright_runtime as runtime;

/// The items of a stream that has no faults.
async fn items<T: serde::de::DeserializeOwned>(stream: Result<EventStream<T>, Error>) -> Vec<T> {
    let mut stream = stream.expect("the stream begins");
    let mut items = Vec::new();
    while let Some(item) = stream.next().await {
        items.push(item.expect("the item fits its type"));
    }
    items
}

#[tokio::test]
async fn lines_that_are_described_as_text_or_bytes_are_any_json() {
    use fixtures::stream_items::resources::lines::{
        LineBinaryParams, LineNamesParams, LineTextParams,
    };
    let client = |mock| {
        let builder = fixtures::stream_items::Client::builder().transport(mock);
        builder.build().expect("nothing is missing")
    };
    let lines = "{\"a\":1}\n\"b\"\n";
    let mock = answering::<LineBinaryParams>("application/jsonl", lines);
    let all = items(client(mock).lines().binary().send().await).await;
    assert_eq!(all, [json!({"a": 1}), json!("b")]);
    let mock = answering::<LineTextParams>("application/x-jsonl", lines);
    let all = items(client(mock).lines().text().send().await).await;
    assert_eq!(all, [json!({"a": 1}), json!("b")]);
    let mock = answering::<LineNamesParams>("application/x-ndjson", "\"a\"\n\"b\"\n");
    let all = items(client(mock).lines().names().send().await).await;
    assert_eq!(all, ["a", "b"]);
}

#[tokio::test]
async fn events_that_are_described_as_text_are_events() {
    use fixtures::stream_items::resources::events::EventNullableParams;
    let mock = answering::<EventNullableParams>("text/event-stream", "data: a\n\n");
    let client = fixtures::stream_items::Client::builder().transport(mock);
    let client = client.build().expect("nothing is missing");
    let all = items(client.events().nullable().send().await).await;
    assert_eq!(all[0].data, "a");
}

#[tokio::test]
async fn each_method_sends_what_asks_for_its_answer() {
    use fixtures::streams::resources::summaries::SummarySummariseParams;
    let mock = answering::<SummarySummariseParams>(
        "text/event-stream",
        "data: {\"delta\": \"a\"}\n\ndata: [DONE]\n\n",
    );
    mock.on::<SummarySummariseParams>()
        .responds(200, json!({"text": "a"}));
    let client = fixtures::streams::Client::builder().transport(mock.clone());
    let client = client.build().expect("nothing is missing");
    let call = || client.summaries().summarise("b");
    let all = items(call().send_stream().await).await;
    assert_eq!(all[0].delta, "a");
    let whole = call().send().await.expect("the answer fits its type");
    assert_eq!(whole.text.as_deref(), Some("a"));
    let sent: Vec<_> = mock
        .requests()
        .iter()
        .map(|request| request.json())
        .collect();
    assert_eq!(
        sent,
        [
            json!({"text": "b", "stream": true}),
            json!({"text": "b", "stream": false})
        ]
    );
}

#[tokio::test]
async fn events_are_read_with_the_json_in_their_data() {
    use fixtures::event_objects::resources::events as of;
    use fixtures::event_objects::types::Change;
    const KIND: &str = "text/event-stream";
    let client = |mock| {
        let builder = fixtures::event_objects::Client::builder().transport(mock);
        builder.build().expect("nothing is missing").events()
    };
    let piece = "data: {\"delta\": \"a\"}\n\n";
    let mock = answering::<of::EventChatParams>(KIND, piece);
    let all = items(client(mock).chat().send().await).await;
    assert_eq!(all[0].data.delta, "a");
    let mock = answering::<of::EventContentParams>(KIND, piece);
    let all = items(client(mock).content().send().await).await;
    assert_eq!(all[0].data.delta, "a");
    let mock = answering::<of::EventPiecesParams>(KIND, piece);
    let all = items(client(mock).pieces().send().await).await;
    assert_eq!(all[0].delta, "a");
    // Text stays text, whatever it looks like.
    let mock = answering::<of::EventPlainParams>(KIND, "id: 1\ndata: 2\n\n");
    let all = items(client(mock).plain().send().await).await;
    assert_eq!((&*all[0].id, &*all[0].data), ("1", "2"));

    let changes = "event: add\ndata: {\"delta\": \"a\"}\n\nevent: say\ndata: {}\n\n\
                   event: other\ndata: {\"delta\": \"a\"}\n\nevent: other\ndata: {\n\ndata: 7\n\n";
    let mock = answering::<of::EventChangesParams>(KIND, changes);
    let all = items(client(mock).changes().send().await).await;
    let [
        Change::Added(added),
        Change::Said(said),
        Change::Unknown(other),
        Change::Unknown(text),
        Change::Message(message),
    ] = &all[..]
    else {
        panic!("they are others: {all:?}");
    };
    assert_eq!(message.data, 7);
    assert_eq!((&*added.data.delta, &*said.data), ("a", "{}"));
    assert_eq!(*other, json!({"event": "other", "data": {"delta": "a"}}));
    assert_eq!(*text, json!({"event": "other", "data": "{"}));

    let kinds = "event: addString\ndata: 1\n\nevent: addInt64\ndata: 1\n\n";
    let mock = answering::<of::EventKindsParams>(KIND, kinds);
    let all = items(client(mock).kinds().send().await).await;
    let [
        of::EventKindsEvent::AddString(text),
        of::EventKindsEvent::AddInt64(number),
    ] = &all[..]
    else {
        panic!("they are others: {all:?}");
    };
    assert_eq!((&*text.data, number.data), ("1", 1));
}

#[tokio::test]
async fn an_event_without_a_type_ends_the_stream() {
    use fixtures::event_ends::resources::events as of;
    const KIND: &str = "text/event-stream";
    let client = |mock| {
        let builder = fixtures::event_ends::Client::builder().transport(mock);
        builder.build().expect("nothing is missing")
    };
    let events = "event: joined\ndata: {\"name\": \"a\"}\n\nevent: said\ndata: 1\n\ndata: [done]\n\ndata: more\n\n";
    let mock = answering::<of::EventChannelParams>(KIND, events);
    let all = items(client(mock).events().channel().send().await).await;
    let [
        of::EventChannelEvent::Joined(joined),
        of::EventChannelEvent::Said(said),
    ] = &all[..]
    else {
        panic!("they are others: {all:?}");
    };
    assert_eq!((&*joined.data.name, &*said.data), ("a", "1"));

    let mock =
        answering::<of::EventUsersParams>(KIND, "data: {\"name\": \"a\"}\n\ndata: [end]\n\n");
    let all = items(client(mock).events().users().send().await).await;
    assert_eq!(all[0].data.name, "a");
    assert_eq!(all.len(), 1);

    // It was to end otherwise.
    let mock = answering::<of::EventUsersParams>(KIND, "data: {\"name\": \"a\"}\n\n");
    let stream = client(mock).events().users().send().await;
    let mut stream = stream.expect("the stream begins");
    assert!(stream.next().await.is_some_and(|item| item.is_ok()));
    assert!(stream.next().await.is_some_and(|item| item.is_err()));
}
