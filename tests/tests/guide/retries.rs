// GUIDE
use photos::runtime::{CallOptions, NotRetried, RetryPolicy};
// end
use photos::runtime::TransportErrorKind;

use super::*;

#[test]
fn policies() -> Result<(), Error> {
    // GUIDE
    let client = Client::builder()
        .token("t0ken")
        .retry(
            RetryPolicy::new()
                .max_retries(4)
                .backoff(Duration::from_millis(200), Duration::from_secs(5))
                .max_retry_after(Duration::from_secs(20)),
        )
        .retry_budget(50)
        .build()?;
    // end
    drop(client);
    Ok(())
}

#[tokio::test]
async fn a_policy_of_one_call() -> Result<(), Error> {
    use photos::resources::photos::PhotoAddParams;
    let (mock, client) =
        answered::<PhotoAddParams>(|add| add.responds(503, ()).responds(201, photo()));
    // GUIDE
    let policy = RetryPolicy::new().retry_non_idempotent(true);
    let options = CallOptions::new().retry(policy);
    let call = client.photos().add("a1", "the bytes");
    let photo = call.with_options(options).send().await?;
    // end
    assert_eq!(photo.id, "p1");
    assert_eq!(mock.requests().len(), 2);
    Ok(())
}

#[tokio::test]
async fn keys() -> Result<(), Error> {
    use photos::resources::albums::AlbumCreateParams;
    use photos::resources::photos::PhotoAddParams;
    let album = json!({"id": "a1", "title": "Summer"});
    let (mock, client) = answered::<AlbumCreateParams>(|create| {
        create
            .loses(TransportErrorKind::Interrupted)
            .responds(201, album)
    });
    // GUIDE
    let order = "import-2026-11-24";
    let call = client.albums().create("Summer").idempotency_key(order);
    let response = call.with_response().await?;
    println!("after {} tries", response.tries());
    // end
    assert_eq!(response.tries(), 2);
    assert_eq!(mock.requests()[1].header("idempotency-key"), Some(order));

    let (mock, client) = answered::<PhotoAddParams>(|add| {
        add.loses(TransportErrorKind::Interrupted)
            .responds(201, photo())
    });
    // GUIDE
    let options = CallOptions::new().header("Idempotency-Key", order);
    let call = client.photos().add("a1", "the bytes");
    let photo = call.with_options(options).send().await?;
    // end
    assert_eq!((photo.id.as_str(), mock.requests().len()), ("p1", 2));
    Ok(())
}

#[tokio::test]
async fn what_was_not_tried_again() -> Result<(), Error> {
    let busy = Response::builder().status(429).header("retry-after", "90");
    let busy = busy.body("").expect("a response");
    let (_, client) = answered::<PhotoGetParams>(|get| get.sends(busy));
    // GUIDE
    let error = client.photos().get("p1").send().await.unwrap_err();
    assert_eq!(error.tries(), 1);
    assert!(error.is_retryable());
    let wait = Duration::from_secs(90);
    assert_eq!(error.retry_after(), Some(wait));
    assert_eq!(error.not_retried(), Some(NotRetried::RetryAfter(wait)));
    // end
    Ok(())
}

#[test]
fn the_page_has_this_code() {
    let page = include_str!("../../../docs/retries.md");
    tests::blocks::compare(page, include_str!("retries.rs"), "GUIDE");
}
