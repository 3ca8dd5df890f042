//! Lists that come in pages, on the wire.

use runtime::{CallOptions, ClientBuilder, Items, PageSpec};
use serde::Deserialize;
use specwright_runtime as runtime;

use super::*;

static API: runtime::Api = runtime::Api {
    name: "list",
    version: "1.0.0",
    base_url: "https://list.example",
    server_variables: &[],
    base_url_env: None,
    schemes: &[runtime::Scheme {
        name: "token",
        kind: runtime::SchemeKind::Bearer,
        setter: "token",
        env: &[],
    }],
    security: &[&[0]],
    globals: &[],
    sensitive: &[],
};

#[derive(Deserialize)]
struct Page {
    #[serde(default)]
    items: Vec<u32>,
}

macro_rules! list {
    ($name:ident, $pages:expr) => {
        #[derive(Default)]
        struct $name {
            page: Option<u32>,
        }

        impl runtime::Operation for $name {
            type Output = Page;
            type Reply = runtime::Json<Page>;

            const SPEC: runtime::Spec = &runtime::get("things.list", "/things")
                .parameters(&[runtime::query("page")])
                .security(&[&[0]]);

            fn encode(&self, request: &mut runtime::RequestWriter<'_>) {
                request.parameter(0, &self.page);
            }
        }

        impl runtime::Paged for $name {
            type Item = u32;

            const PAGES: PageSpec = $pages;

            fn items(page: Page) -> Vec<u32> {
                page.items
            }
        }
    };
}

list!(ByNumber, runtime::by_number("page", &["items"]));
list!(ByCursor, runtime::by_cursor("cursor", &["next"]));
list!(ByGiven, runtime::by_cursor("page", &["next"]));
list!(ByLink, runtime::by_link());
list!(ByLinkOfItems, runtime::by_link().items(&["items"]));
list!(ByUrl, runtime::by_url(&["next"]).items(&["items"]));

fn items<P: runtime::Paged>(server: &Server, params: P) -> Items<P> {
    let builder = ClientBuilder::new(&API).base_url(server.url.as_str());
    let client = builder.credential(0, "t0ken").build().unwrap();
    client.items(params, CallOptions::new().query("x", "1"))
}

/// All items, and the error that ends them.
async fn all<P: runtime::Paged<Item = u32>>(mut items: Items<P>) -> (Vec<u32>, Option<Error>) {
    let mut found = Vec::new();
    while let Some(item) = items.next().await {
        match item {
            Ok(item) => found.push(item),
            Err(error) => {
                assert!(items.next().await.is_none());
                return (found, Some(error));
            }
        }
    }
    (found, None)
}

fn targets(server: &Server) -> Vec<String> {
    let first = |asked: &String| asked.split(' ').nth(1).unwrap().to_owned();
    server.asked().iter().map(first).collect()
}

#[tokio::test]
async fn numbered_pages_are_asked_for_one_by_one() {
    let pages = [r#"{"items":[1,2]}"#, r#"{"items":[3]}"#, r#"{"items":[]}"#];
    let server = Server::start(pages.map(|page| json("200 OK", page))).await;
    let mut items = items(&server, ByNumber { page: Some(4) });
    // Nothing is asked for before it is wanted.
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(server.asked().is_empty());
    assert_eq!(items.next().await.unwrap().unwrap(), 1);
    assert_eq!(items.next().await.unwrap().unwrap(), 2);
    assert_eq!(server.asked().len(), 1);
    assert_eq!(all(items).await.0, [3]);
    let expected = ["?page=4&x=1", "?x=1&page=5", "?x=1&page=6"];
    assert_eq!(
        targets(&server),
        expected.map(|query| format!("/things{query}"))
    );
}

#[tokio::test]
async fn a_cursor_that_repeats_is_an_error() {
    let pages = [
        r#"{"items":[1],"next":"a"}"#,
        r#"{"items":[2],"next":"b"}"#,
        r#"{"items":[3],"next":"a"}"#,
    ];
    let server = Server::start(pages.map(|page| json("200 OK", page))).await;
    let (found, error) = all(items(&server, ByCursor::default())).await;
    assert_eq!(found, [1, 2, 3]);
    let error = error.unwrap().to_string();
    assert!(
        error.starts_with("things.list: 200 OK: the next page is one that was there already"),
        "{error}"
    );
    assert_eq!(targets(&server)[2], "/things?x=1&cursor=b");
}

#[tokio::test]
async fn the_first_page_was_there_already_as_well() {
    let server = Server::start([
        json("200 OK", r#"{"items":[1],"next":"b"}"#),
        json("200 OK", r#"{"items":[2],"next":"4"}"#),
    ])
    .await;
    let (found, error) = all(items(&server, ByGiven { page: Some(4) })).await;
    assert_eq!(found, [1, 2]);
    assert!(error.unwrap().to_string().contains("was there already"));
    let server = Server::start([
        json("200 OK", r#"{"items":[1],"next":"/others?from=7"}"#),
        json("200 OK", r#"{"items":[2],"next":"/things?x=1"}"#),
    ])
    .await;
    let (found, error) = all(items(&server, ByUrl::default())).await;
    assert_eq!(found, [1, 2]);
    assert!(error.unwrap().to_string().contains("was there already"));
}

#[tokio::test]
async fn a_server_that_ignores_the_parameter_is_noticed() {
    let page = || json("200 OK", r#"{"items":[1]}"#);
    let server = Server::start([page(), page(), page()]).await;
    let (found, error) = all(items(&server, ByNumber::default())).await;
    assert_eq!(found, [1, 1]);
    assert!(error.is_some());
}

#[tokio::test]
async fn links_are_followed_within_the_origin_alone() {
    let other = Server::start([]).await;
    let linked = |link: &str, body: &str| {
        let link = format!("link: <{link}>; rel=\"next\"\r\ncontent-type: application/json\r\n");
        response("200 OK", &link, body)
    };
    let server = Server::start([
        linked("/others?from=7", r#"{"items":[1]}"#),
        linked(&format!("{}/x", other.url), r#"{"items":[2]}"#),
    ])
    .await;
    let (found, error) = all(items(&server, ByLink::default())).await;
    assert_eq!(found, [1, 2]);
    let error = error.unwrap().to_string();
    assert!(
        error.contains("the next page is at another origin"),
        "{error}"
    );
    assert!(other.asked().is_empty());
    assert_eq!(targets(&server), ["/things?x=1", "/others?from=7"]);
    for asked in server.asked() {
        assert!(
            asked.contains("\r\nauthorization: Bearer t0ken\r\n"),
            "{asked}"
        );
    }
}

#[tokio::test]
async fn an_address_that_is_always_there_does_not_lead_on_for_ever() {
    let page = |items: &str| {
        let body = format!(r#"{{"items":{items},"next":"/others?from=7"}}"#);
        let link = "link: </others?from=7>; rel=\"next\"\r\ncontent-type: application/json\r\n";
        response("200 OK", link, &body)
    };
    let server = Server::start([page("[1]"), page("[]")]).await;
    let (found, error) = all(items(&server, ByUrl::default())).await;
    assert_eq!((found, error.is_none()), (vec![1], true));
    assert_eq!(server.asked().len(), 2);
    // A link may lead on from a page without items, but not back to it.
    let server = Server::start([page("[1]"), page("[]")]).await;
    let (found, error) = all(items(&server, ByLinkOfItems::default())).await;
    assert_eq!((found, error.is_none()), (vec![1], true));
    let server = Server::start([page("[1]"), page("[2]")]).await;
    let (found, error) = all(items(&server, ByLinkOfItems::default())).await;
    assert_eq!((found, error.is_some()), (vec![1, 2], true));
}

#[tokio::test]
async fn cursors_without_items_do_not_lead_on_for_ever() {
    let page = |cursor: u32| {
        // The row begins anew with the second of these.
        let items = if cursor == 1 || cursor == 3 {
            "[1]"
        } else {
            "[]"
        };
        let body = format!(r#"{{"items":{items},"next":{cursor}}}"#);
        json("200 OK", &body)
    };
    let server = Server::start((1..2000).map(page)).await;
    let (found, error) = all(items(&server, ByCursor::default())).await;
    assert_eq!(found, [1, 1]);
    let error = error.unwrap().to_string();
    assert!(error.contains("without items follow each other"), "{error}");
    assert_eq!(server.asked().len(), 3 + 1001);
}

#[tokio::test]
async fn a_failure_ends_the_pages() {
    let server = Server::start([
        json("200 OK", r#"{"items":[1],"next":"a"}"#),
        json("403 Forbidden", "{}"),
    ])
    .await;
    let (found, error) = all(items(&server, ByCursor::default())).await;
    assert_eq!(found, [1]);
    assert_eq!(error.unwrap().status().unwrap(), 403);
}
