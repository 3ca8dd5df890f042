//! Lists in pages, as they are generated: one for each way in which pages follow each other.

use compiled_fixtures::pages::Client;
use compiled_fixtures::pages::lists::Lists;
use compiled_fixtures::pages::runtime::{Error, Items, Paged};
use compiled_fixtures::pages::types::Thing;
use tests::server::{Answer, Server};

fn lists(server: &Server) -> Lists {
    let client = Client::builder().base_url(server.url());
    client.build().expect("everything is set").lists()
}

async fn pages<const N: usize>(pages: [&str; N]) -> Server {
    Server::start(pages.map(|page| Answer::json(200, page))).await
}

/// Reads a list of things to its end, or to the error that ends it.
async fn all<P: Paged<Item = Thing>>(mut items: Items<P>) -> (String, Option<Error>) {
    let mut found = String::new();
    while let Some(item) = items.next().await {
        match item {
            Ok(thing) => found += &thing.id,
            Err(error) => {
                assert!(items.next().await.is_none(), "nothing comes after an error");
                return (found, Some(error));
            }
        }
    }
    (found, None)
}

fn targets(server: &Server) -> Vec<String> {
    let requests = server.requests();
    requests.into_iter().map(|request| request.target).collect()
}

#[tokio::test]
async fn numbers_end_with_the_last_page() {
    let server = pages([
        r#"{"result":[{"id":"a"},{"id":"b"}],"info":{"page":1,"total_pages":2}}"#,
        r#"{"result":[{"id":"c"}],"info":{"page":2,"total_pages":2}}"#,
    ])
    .await;
    let mut items = lists(&server).numbered().items();
    assert!(targets(&server).is_empty(), "nothing is wanted yet");
    let first = items.next().await.expect("an item").expect("a page");
    assert_eq!(first.id, "a");
    items.next().await.expect("an item").expect("a page");
    assert_eq!(targets(&server), ["/numbered"]);
    assert_eq!(all(items).await.0, "c");
    assert_eq!(targets(&server), ["/numbered", "/numbered?page=2"]);
}

#[tokio::test]
async fn a_server_that_ignores_numbers_is_noticed() {
    let page = r#"{"result":[{"id":"a"}]}"#;
    let server = pages([page, page, page]).await;
    let (found, error) = all(lists(&server).numbered().items()).await;
    assert_eq!(found, "aa");
    let error = error.expect("it is noticed").to_string();
    assert!(error.contains("was there already"), "{error}");
    assert_eq!(targets(&server).len(), 2);
}

#[tokio::test]
async fn cursors_end_where_there_is_no_more() {
    let server = pages([
        r#"{"data":[{"id":"a"},{"id":"b"}],"has_more":true}"#,
        r#"{"data":[{"id":"c"}],"has_more":false}"#,
    ])
    .await;
    let call = lists(&server).after_last().items_("x y");
    let (found, error) = all(call.items()).await;
    assert_eq!((found.as_str(), error.is_none()), ("abc", true));
    let second = "/after-last?items=x%20y&starting_after=b";
    assert_eq!(targets(&server), ["/after-last?items=x%20y", second]);
}

#[tokio::test]
async fn a_cursor_that_comes_again_is_an_error() {
    let page = r#"{"data":[{"id":"a"}],"has_more":true}"#;
    let server = pages([page, page, page]).await;
    let (found, error) = all(lists(&server).after_last().items()).await;
    assert_eq!(found, "aa");
    let error = error.expect("it is noticed").to_string();
    assert!(error.contains("was there already"), "{error}");
    assert_eq!(targets(&server).len(), 2);
}

#[tokio::test]
async fn cursors_of_the_configuration() {
    let server = pages([
        r#"{"things":["a"],"to":{"mark":"m 1"}}"#,
        r#"{"things":null,"to":{"mark":"m2"}}"#,
        r#"{"things":["b"],"to":{}}"#,
    ])
    .await;
    let mut items = lists(&server).configured().items();
    let mut found = Vec::new();
    while let Some(item) = items.next().await {
        found.push(item.expect("a page"));
    }
    assert_eq!(found, ["a", "b"], "an empty page is not the end");
    let expected = ["", "?from=m%201", "?from=m2"];
    assert_eq!(
        targets(&server),
        expected.map(|it| format!("/configured{it}"))
    );
}

#[tokio::test]
async fn offsets_end_with_a_page_without_items() {
    let server = pages([
        r#"{"results":[{"id":"a"},{"id":"b"}]}"#,
        r#"{"results":[{"id":"c"}]}"#,
        r#"{"results":[]}"#,
    ])
    .await;
    let call = lists(&server).skipped().offset(10).limit(2);
    assert_eq!(all(call.items()).await.0, "abc");
    let expected = [
        "offset=10&limit=2",
        "limit=2&offset=12",
        "limit=2&offset=13",
    ];
    assert_eq!(
        targets(&server),
        expected.map(|it| format!("/skipped?{it}"))
    );
}

#[tokio::test]
async fn links_are_followed_to_their_end() {
    let linked = |link: &str, body: &str| {
        let headers = [("content-type", "application/json"), ("link", link)];
        Answer::with(200, &headers, body)
    };
    let server = Server::start([
        linked(
            "</linked?per_page=1&at=2>; rel=\"next\", </linked?at=9>; rel=last",
            r#"[{"id":"a"}]"#,
        ),
        linked("</linked?at=1>; rel=\"prev\"", r#"[{"id":"b"}]"#),
    ])
    .await;
    let call = lists(&server).linked().per_page(1);
    assert_eq!(all(call.items()).await.0, "ab");
    let expected = ["/linked?per_page=1", "/linked?per_page=1&at=2"];
    assert_eq!(targets(&server), expected);
}

#[tokio::test]
async fn addresses_in_pages_are_followed_within_the_origin() {
    let server = pages([
        r#"{"results":[{"id":"a"}],"next":"/addressed?at=2","previous":null}"#,
        r#"{"results":[{"id":"b"}],"next":null,"previous":"/addressed"}"#,
    ])
    .await;
    assert_eq!(all(lists(&server).addressed().items()).await.0, "ab");
    assert_eq!(targets(&server), ["/addressed", "/addressed?at=2"]);

    let other = pages([]).await;
    let away = format!(r#"{{"results":[{{"id":"a"}}],"next":"{}/x"}}"#, other.url());
    let server = pages([&away]).await;
    let (found, error) = all(lists(&server).addressed().items()).await;
    assert_eq!(found, "a");
    let error = error.expect("it is not followed").to_string();
    assert!(error.contains("another origin"), "{error}");
    assert!(other.requests().is_empty());
}

#[tokio::test]
async fn pages_are_given_whole() {
    let server = pages([r#"{"result":[{"id":"a"}],"info":{"page":1,"total_pages":1}}"#]).await;
    let mut pages = lists(&server).numbered().pages();
    let page = pages.next().await.expect("a page").expect("it is good");
    assert_eq!(page.result.map(|things| things.len()), Some(1));
    assert!(pages.next().await.is_none());
}
