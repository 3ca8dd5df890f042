// GUIDE
use std::time::SystemTime;

use photos::receivers::Receiver;
use photos::resources::photos::{PhotoAddParams, PhotoGetParams, PhotoRemoveParams};
use photos::runtime::mock::Mock;
use photos::runtime::{TransportErrorKind, webhook};
use serde_json::json;
// end

use super::*;

/// What is tested below.
async fn caption_of(client: &Client, id: &str) -> Result<Option<String>, Error> {
    let photo = client.photos().get(id).send().await?;
    Ok(photo.caption.into_option())
}

#[tokio::test]
async fn a_mock() -> Result<(), Error> {
    // GUIDE
    let mock = Mock::new();
    mock.on::<PhotoGetParams>()
        .with(PhotoGetParams::new("p1"))
        .responds(503, ()) // tried again, at once
        .responds(
            200,
            json!({"id": "p1", "state": "ready", "caption": "A cat"}),
        );
    let client = Client::builder()
        .token("t0ken")
        .transport(mock.clone()) // no socket
        .timer(mock.clone()) // no time
        .build()?;

    let caption = caption_of(&client, "p1").await?; // what is to be tested

    assert_eq!(caption.as_deref(), Some("A cat"));
    mock.verify();
    assert_eq!(mock.requests().len(), 2);
    assert_eq!(
        mock.requests()[0].header("authorization"),
        Some("[redacted]")
    );
    assert_eq!(mock.waits().len(), 1);
    // end
    Ok(())
}

#[tokio::test]
async fn what_goes_wrong() -> Result<(), Error> {
    let mock = Mock::new();
    let client = client(&mock);
    // GUIDE
    mock.on::<PhotoRemoveParams>()
        .responds(404, json!({"title": "No such photo"})) // as it is described
        .loses(TransportErrorKind::Interrupted) // on the way
        .times(3)
        .hangs(); // until the time of the call is up
    mock.on::<PhotoAddParams>()
        .when(|request| request.path().ends_with("/albums/a1/photos"))
        .responds(201, photo())
        .always(); // any number of requests, none included
    // end
    let remove = || client.photos().remove("p1").send();
    assert_eq!(
        remove().await.unwrap_err().to_string(),
        "photos.remove: 404 Not Found: No such photo"
    );
    assert_eq!(remove().await.unwrap_err().tries(), 3);
    assert!(remove().await.unwrap_err().is_timeout());
    mock.verify();
    Ok(())
}

#[test]
fn a_signed_message() -> Result<(), webhook::Error> {
    // GUIDE
    let receiver = Receiver::new("any secret");
    let body = br#"{"kind":"added","photo":"p1"}"#;
    let headers = receiver.sign(body)?;

    assert!(receiver.receive(&headers, body).is_ok());

    let late = receiver.at(SystemTime::now() + Duration::from_secs(600));
    assert!(matches!(
        late.receive(&headers, body),
        Err(webhook::Error::TooOld { .. })
    ));
    // end
    Ok(())
}

#[test]
fn the_page_has_this_code() {
    let page = include_str!("../../../docs/testing.md");
    tests::blocks::compare(page, include_str!("testing.rs"), "GUIDE");
}
