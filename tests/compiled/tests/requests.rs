//! What is sent for descriptions that say it in an unusual way.

mod answering;

use answering::answering;
use compiled_fixtures as fixtures;
use runtime::mock::{Mock, Request};
use serde_json::json;
use specwright_runtime as runtime;

fn sent(mock: &Mock) -> Request {
    mock.requests().pop().expect("one was sent")
}

#[tokio::test]
async fn a_text_is_read_as_it_comes() {
    use fixtures::text_or_json::resources::logs::LogReadParams;
    for (media_type, text) in [
        ("application/json", "\"a\""),
        ("text/plain", "a"),
        ("text/plain; charset=utf-8", "\"a\""),
    ] {
        let mock = answering::<LogReadParams>(media_type, text);
        let client = fixtures::text_or_json::Client::builder()
            .base_url("https://example.com")
            .transport(mock.clone());
        let client = client.build().expect("nothing is missing");
        let log = client.logs().read("x").send().await;
        let expected = if media_type.contains("json") {
            "a"
        } else {
            text
        };
        assert_eq!(log.expect("it is a text"), expected, "{media_type}");
        let request = sent(&mock);
        let accepted = Some("application/json, text/plain");
        assert_eq!(request.header("accept"), accepted);
    }
}

/// What has no body is a success wherever nothing may be there.
#[tokio::test]
async fn an_answer_may_be_empty() {
    use fixtures::several_answers::resources::jobs;
    fn answered<P: runtime::Operation>(status: u16, text: &'static str) -> jobs::Jobs {
        let mock = Mock::new();
        let answer = http::Response::builder().status(status);
        mock.on::<P>().sends(answer.body(text).expect("it is one"));
        let client = fixtures::several_answers::Client::builder().base_url("https://example.com");
        let client = client.transport(mock).build();
        client.expect("nothing is missing").jobs()
    }
    let kept = answered::<jobs::JobKeepParams>(204, "").keep().send().await;
    kept.expect("it never has content, whatever is described");
    let stale = answered::<jobs::JobKeepParams>(304, "").keep().send().await;
    let stale = stale.expect_err("it is no success");
    assert!(stale.failure::<()>().is_some(), "{stale}");

    for (status, text) in [(200, ""), (204, ""), (200, "null")] {
        let dropped = answered::<jobs::JobDropParams>(status, text).drop();
        let dropped = dropped.send().await.expect("it may be any value");
        assert_eq!(dropped, json!(null));
        let current = answered::<jobs::JobCurrentParams>(status, text).current();
        let current = current.send().await.expect("it may be null");
        assert_eq!(current, None);
    }
    let current = answered::<jobs::JobCurrentParams>(200, r#"{"name":"a"}"#).current();
    let current = current.send().await.expect("it is one");
    assert_eq!(current.expect("it is there").name, "a");
    let waited = answered::<jobs::JobWaitForJobParams>(200, "").wait_for_job();
    let waited = waited.send().await.expect("it may be null");
    assert_eq!(waited, jobs::JobWaitForJobResponse::Done(None));
    // A number is never nothing.
    let waited = answered::<jobs::JobWaitForJobParams>(202, "").wait_for_job();
    let error = waited.send().await.expect_err("something is missing");
    assert!(error.to_string().contains("the body is empty"), "{error}");
}

#[tokio::test]
async fn what_tells_paths_apart_is_not_sent() {
    use fixtures::path_with_fragment::resources::files::FileGetIdGetSharedLinkParams;
    let mock = answering::<FileGetIdGetSharedLinkParams>("text/plain", "");
    let client = fixtures::path_with_fragment::Client::builder()
        .base_url("https://example.com")
        .transport(mock.clone());
    let client = client.build().expect("nothing is missing");
    let call = client.files().get_id_get_shared_link("12").send();
    call.await.expect("it is answered");
    assert_eq!(sent(&mock).url(), "https://example.com/files/12");
}

#[tokio::test]
async fn what_is_set_is_sent_where_nothing_says_what_is_needed() {
    use fixtures::security_unsaid::resources::t::TAParams;
    let builder = || fixtures::security_unsaid::Client::builder().base_url("https://example.com");
    for (builder, expected) in [
        (builder(), [false, false]),
        (builder().token("t"), [true, false]),
        (builder().key("k"), [false, true]),
        (builder().key("k").token("t"), [true, false]),
    ] {
        let mock = answering::<TAParams>("text/plain", "");
        let client = builder.transport(mock.clone()).build();
        let client = client.expect("nothing is missing");
        client.t().a().send().await.expect("it is answered");
        let request = sent(&mock);
        let is_sent = |name| request.header(name).is_some();
        assert_eq!(["authorization", "x-key"].map(is_sent), expected);
    }
}

#[tokio::test]
async fn items_are_found_where_the_answer_keeps_them() {
    use fixtures::pages_of_all::resources::accounts::AccountListParams;
    let mock = Mock::new();
    let pages = [
        r#"{"Data": {"Account": ["a", "b"], "Last": "b"}}"#,
        r#"{"Data": {"Account": null, "Last": "c"}}"#,
        r#"{"Data": null}"#,
    ];
    pages
        .into_iter()
        .fold(mock.on::<AccountListParams>(), |replies, page| {
            let response = http::Response::builder().header("content-type", "application/json");
            replies.sends(response.body(page).expect("the media type is one"))
        });
    let client = fixtures::pages_of_all::Client::builder().transport(mock.clone());
    let client = client.build().expect("nothing is missing");
    let mut items = client.accounts().list().items();
    for expected in ["a", "b"] {
        let item = items.next().await.expect("there is one more");
        assert_eq!(item.expect("it is read"), expected);
    }
    assert!(items.next().await.is_none());
    let urls = mock.requests().into_iter();
    let asked: Vec<String> = urls.map(|request| request.url().to_owned()).collect();
    let accounts = "https://pages.example/accounts";
    let from = |last: &str| format!("{accounts}?from={last}");
    assert_eq!(asked, [accounts.to_owned(), from("b"), from("c")]);
}

#[test]
fn what_is_taken_as_a_whole_is_made_as_a_whole() {
    use fixtures::with_body::resources::drafts::DraftSendParams;
    use fixtures::with_body::resources::notes::NoteChangeParams;
    use fixtures::with_body::types::{Draft, NotePatch};
    let patch = NotePatch {
        text: runtime::Field::Null,
        ..NotePatch::new("me")
    };
    let params = NoteChangeParams::with_body("n1", patch);
    assert_eq!((&*params.by, params.text), ("me", runtime::Field::Null));
    #[allow(deprecated)]
    let draft = Draft {
        title: Some("a".into()),
    };
    let sent = serde_json::to_value(DraftSendParams::with_body(draft));
    assert_eq!(sent.expect("it is JSON"), json!({"title": "a"}));
}

#[tokio::test]
async fn slashes_stay_where_a_parameter_is_several_segments() {
    use fixtures::path_of_segments::resources::files::FileGetParams;
    use fixtures::path_of_segments::resources::quotes::QuoteGetParams;
    let mock = answering::<FileGetParams>("text/plain", "a");
    let quote = http::Response::builder().header("content-type", "text/plain");
    let quote = quote.body("b".to_owned()).expect("the media type is one");
    mock.on::<QuoteGetParams>().sends(quote);
    let client = fixtures::path_of_segments::Client::builder()
        .base_url("https://example.com/v1")
        .transport(mock.clone());
    let client = client.build().expect("nothing is missing");
    let file = client.files().get("/a b/c?d#e/%2e%2e/ü").send().await;
    file.expect("it is answered");
    let expected = "https://example.com/v1/files//a%20b/c%3Fd%23e/%252e%252e/%C3%BC";
    assert_eq!(sent(&mock).url(), expected);
    let quote = client.quotes().get("XLON:a/b?c[0]").send().await;
    quote.expect("it is answered");
    let expected = "https://example.com/v1/quotes/XLON:a/b%3Fc%5B0%5D";
    assert_eq!(sent(&mock).url(), expected);
    // These would lead to another operation.
    for path in ["..", "../x", "a/./b", "a/..", "a/../../quotes/b"] {
        let refused = |error: runtime::Error| error.to_string();
        let error = client.files().get(path).send().await.map_err(refused);
        let error = error.expect_err("it leads elsewhere");
        assert!(error.contains("path"), "{error}");
        let error = client.quotes().get(path).send().await.map_err(refused);
        error.expect_err("it leads elsewhere");
    }
    assert_eq!(mock.requests().len(), 2);
}

#[tokio::test]
async fn what_holds_itself_is_written_back() {
    use fixtures::recursive_body::resources::posts::{PostAddParams, PostGetParams};
    use fixtures::recursive_body::types::{About, Post, Topic};
    let read = json!({
        "title": "a", "about": "cats", "origin": null, "beside": {"topic": "dogs"},
        "parent": {"title": "b", "about": {"topic": "cats"}, "origin": null},
        "next": {"title": "c", "about": "cats", "origin": null},
        "comments": [{"title": "d", "about": {"title": "e", "about": "cats", "origin": null}, "origin": null}],
    });
    let mock = answering::<PostGetParams>("application/json", &read.to_string());
    for _ in 0..4 {
        mock.on::<PostAddParams>().responds(201, &read);
    }
    let client = fixtures::recursive_body::Client::builder()
        .base_url("https://example.com")
        .transport(mock.clone());
    let client = client.build().expect("nothing is missing");
    let post = client.posts().get("p1").send().await;
    let post: Post = post.expect("it is answered");

    // All of it.
    let mut params = PostAddParams::with_body(post.clone());
    params.title.push('!');
    client.call(params).send().await.expect("it is answered");
    let mut expected = read.clone();
    expected["title"] = "a!".into();
    assert_eq!(sent(&mock).json(), expected);

    // Member by member.
    let call = client
        .posts()
        .add("a", post.origin.clone(), post.about.clone());
    let call = call.beside(post.beside.clone()).parent(post.parent.clone());
    let call = call.comments(post.comments.clone().unwrap_or_default());
    let next = post.next.clone().expect("it was sent");
    call.next(next).send().await.expect("it is answered");
    assert_eq!(sent(&mock).json(), read);

    // And what becomes these.
    let reply = Post::new("b", None, "cats");
    let topic = Topic::new("dogs");
    let call = client.posts().add("a", reply.clone(), topic.clone());
    let call = call.next(reply.clone()).parent(reply.clone());
    call.beside(topic).send().await.expect("it is answered");
    let expected = json!({"title": "b", "about": "cats", "origin": null});
    assert_eq!(sent(&mock).json()["parent"], expected);
    assert_eq!(sent(&mock).json()["next"], expected);
    assert_eq!(sent(&mock).json()["about"], json!({"topic": "dogs"}));
    let call = client.posts().add("a", reply, About::from("cats"));
    let call = call.parent(None).beside("dogs");
    call.send().await.expect("it is answered");
    assert_eq!(sent(&mock).json()["parent"], json!(null));
    assert_eq!(sent(&mock).json()["beside"], "dogs");
}

#[tokio::test]
async fn what_was_read_is_written_back() {
    use fixtures::with_body::resources::books::{
        BookChangeParams, BookGetParams, BookReplaceParams,
    };
    let mut book = json!({
        "id": "b1", "title": "Emma", "kind": "book", "subtitle": null, "added": "2024-05-01T10:00:00Z",
        "sequel": {"id": "b2", "title": "Emma again", "kind": "book"},
    });
    let mock = answering::<BookGetParams>("application/json", &book.to_string());
    mock.on::<BookReplaceParams>().responds(204, ());
    mock.on::<BookChangeParams>().responds(204, ());
    let client = fixtures::with_body::Client::builder()
        .base_url("https://example.com")
        .transport(mock.clone());
    let client = client.build().expect("nothing is missing");
    let read = client.books().get(7).send().await.expect("it is answered");
    let mut changed = read.clone();
    changed.title.push('!');
    let params = BookReplaceParams::with_body(7, changed);
    client.call(params).send().await.expect("it is answered");
    let mut params = BookChangeParams::with_body(7, true, read);
    params.title.push('?');
    client.call(params).send().await.expect("it is answered");
    let requests = mock.requests();
    let url = |at: usize| requests[at].url();
    assert_eq!(url(1), "https://example.com/books/7");
    assert_eq!(url(2), "https://example.com/books/7?body=true");
    // The server sets that by itself.
    book.as_object_mut().and_then(|book| book.remove("added"));
    for (request, title) in requests[1..].iter().zip(["Emma!", "Emma?"]) {
        book["title"] = title.into();
        assert_eq!(request.json(), book);
    }
}

#[tokio::test]
async fn what_is_in_a_box_and_what_is_listed_are_given_as_they_are() {
    use fixtures::large::resources::bookings::BookingCreateParams;
    use fixtures::large::types::{Booking, Trip};
    // Two words and a list, whatever a trip has.
    assert!(size_of::<Booking>() <= 6 * size_of::<usize>());
    let mock = answering::<BookingCreateParams>("application/json", r#"{"first": {"id": "t1"}}"#);
    let client = fixtures::large::Client::builder()
        .base_url("https://example.com")
        .transport(mock.clone());
    let client = client.build().expect("nothing is missing");
    let call = client.bookings().create(Trip::new("t1"), "later").send();
    let booking = call.await.expect("it is answered");
    assert_eq!(*booking.first, Trip::new("t1"));
    assert_eq!(
        sent(&mock).json(),
        json!({"trip": {"id": "t1"}, "pay": "later"})
    );
}

#[tokio::test]
async fn a_map_is_given_as_its_pairs() {
    use fixtures::parameters::resources::search::SearchParams;
    let json = json!({"a": 1});
    let object = json.as_object().expect("it is one").clone();
    let mock = Mock::new();
    mock.on::<SearchParams>().responds(204, ()).times(3);
    let client = fixtures::parameters::Client::builder()
        .base_url("https://example.com")
        .transport(mock.clone());
    let client = client.build().expect("nothing is missing");
    let call = || client.search("round", "x");
    for call in [
        call().r#where([("a", 1)]),
        call().r#where(std::collections::HashMap::from([("a".to_owned(), 1)])),
        call().r#where(object),
    ] {
        call.send().await.expect("it is answered");
        let url = sent(&mock).url().to_owned();
        assert!(url.contains("where=%7B%22a%22%3A1%7D"), "{url}");
    }
}

#[tokio::test]
async fn what_may_be_null_is_given_like_what_may_not() {
    use fixtures::nullable_arguments::resources::books::BookUpdateParams;
    use fixtures::nullable_arguments::types::{Genre, Page};
    let mock = || answering::<BookUpdateParams>("application/json", "");
    let update = |mock: &Mock| {
        let client = fixtures::nullable_arguments::Client::builder()
            .base_url("https://example.com")
            .transport(mock.clone());
        client
            .build()
            .expect("nothing is missing")
            .books()
            .update("b1")
    };
    let first = mock();
    let call = update(&first)
        .genre("fiction")
        .price("1.5")
        .tags(["a", "b"]);
    let call = call.names([("de", "Momo")]).key("k").part(Page::new(7));
    let expected = json!({
        "genre": "fiction", "price": "1.5", "tags": ["a", "b"], "names": {"de": "Momo"}, "key": "k",
        "part": {"number": 7},
    });
    call.send().await.expect("it is done");
    assert_eq!(sent(&first).json(), expected);
    // Values themselves, null, and nothing.
    let second = mock();
    let call = update(&second)
        .genre(Genre::Poetry)
        .price(1.5)
        .tags(vec!["a".to_owned()]);
    let call = call
        .names(None)
        .key(runtime::Field::Null)
        .part(runtime::Field::Absent);
    call.send().await.expect("it is done");
    let expected =
        json!({"genre": "poetry", "price": 1.5, "tags": ["a"], "names": null, "key": null});
    assert_eq!(sent(&second).json(), expected);
}

#[tokio::test]
async fn what_nothing_is_said_of_is_bytes_and_a_failure_says_what_is_wrong() {
    use fixtures::text_and_bytes::resources::files::FileFetchWhateverParams;
    let mock = answering::<FileFetchWhateverParams>("image/png", "\u{89}PNG");
    let failure = json!({"error_code": "Gone", "message": "it was here"});
    mock.on::<FileFetchWhateverParams>().responds(410, failure);
    let client = fixtures::text_and_bytes::Client::builder();
    let client = client
        .base_url("https://example.com")
        .transport(mock)
        .build();
    let files = client.expect("nothing is missing").files();
    let bytes = files.fetch_whatever().send().await;
    assert_eq!(bytes.expect("it is there"), "\u{89}PNG");
    let error = files.fetch_whatever().send().await.expect_err("it is gone");
    assert_eq!(
        error.to_string(),
        "files.fetch_whatever: 410 Gone: it was here (Gone)"
    );
}

#[tokio::test]
async fn what_takes_the_missing_credential_is_named() {
    let client = fixtures::security::Client::builder()
        .base_url("https://example.com")
        .transport(Mock::new());
    let client = client.build().expect("nothing is missing");
    let error = client.t().d().send().await.expect_err("it is not sent");
    assert_eq!(
        error.to_string(),
        "t.d: no credentials: set `ClientBuilder::token`, or `ClientBuilder::page`"
    );
}
