//! `examples/checked-in` holds what the generator would write today, and what it holds works.

use std::path::Path;

use bookshelf_client::types::{Book, Problem};
use bookshelf_client::{Client, Error};
use specwright::{Packaging, Request, generate, write};
use tests::server::{Answer, Server};

const BOOK: &str = r#"{"title":"Faust","author":null,"id":3,"added":"2026-01-02T03:04:05Z"}"#;

#[test]
fn the_crate_is_fresh() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/checked-in");
    let output = generate(&Request::new(folder.join("openapi.yaml"), Packaging::Crate));
    let output = output.unwrap_or_else(|report| panic!("{}", report.render(false)));
    let stale = write::check(&folder, &output.files).expect("the folder can be read");
    assert!(
        stale.is_none(),
        "stale: run `cargo run -p specwright -- generate examples/checked-in/openapi.yaml --out examples/checked-in`, \
         and commit what it writes on its own\n{stale:?}"
    );
}

#[tokio::test]
async fn the_crate_calls_its_api() -> Result<(), Error> {
    let list = format!("[{BOOK}]");
    let answers = [
        Answer::json(201, BOOK),
        Answer::json(200, &list),
        Answer::empty(204),
    ];
    let server = Server::start(answers).await;
    let client = client(&server)?;

    let book = client.books().add("Faust").send().await?;
    assert_eq!((book.id, book.title.as_str()), (3, "Faust"));
    let genres = ["poetry", "non-fiction"];
    let books: Vec<Book> = client
        .books()
        .list()
        .author("J. W. & Co")
        .genre(genres)
        .send()
        .await?;
    assert_eq!(books, [book]);
    client.books().remove(3).send().await?;

    let requests = server.requests();
    assert_eq!(requests[0].body, r#"{"title":"Faust"}"#);
    assert_eq!(requests[0].header("x-key"), Some("key"));
    let query = "/books?author=J.%20W.%20%26%20Co&genre=poetry&genre=non-fiction";
    assert_eq!(requests[1].target, query);
    assert_eq!(requests[2].method, "DELETE");
    assert_eq!(requests[2].target, "/books/3");
    Ok(())
}

#[tokio::test]
async fn the_crate_has_typed_failures() -> Result<(), Error> {
    let problem = r#"{"title":"Gone","detail":"Somebody has it."}"#;
    let server = Server::start([Answer::new(410, "application/problem+json", problem)]).await;
    let error = client(&server)?.books().get(3).send().await.unwrap_err();
    let problem: &Problem = error.failure().expect("the description has this failure");
    assert_eq!(problem.detail.as_deref(), Some("Somebody has it."));
    Ok(())
}

fn client(server: &Server) -> Result<Client, Error> {
    Client::builder().base_url(server.url()).key("key").build()
}
