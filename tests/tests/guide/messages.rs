use std::time::SystemTime;

// GUIDE
use photos::receivers::{Message, Receiver};
use photos::runtime::http::{HeaderMap, StatusCode};
use photos::runtime::webhook;
// end

use super::*;

#[test]
fn a_message() {
    // Computed with Python's hmac.
    let body = *br#"{"photo":"p1","kind":"added"}"#;
    let mut headers = HeaderMap::new();
    let signed = "t=1230811200,v1=b6c8afa147c619bfc86b54beaede199a33f44b26270d2bae31f7039f81b1e30c";
    headers.insert("photos-signature", signed.parse().expect("a header"));
    // GUIDE
    fn receive(receiver: &Receiver, headers: &HeaderMap, body: &[u8]) -> StatusCode {
        match receiver.receive(headers, body) {
            Ok(Message::PhotoAdded(added)) => println!("{} is new", added.photo),
            Ok(Message::PhotoRemoved(removed)) => println!("{} is gone", removed.photo),
            Ok(other) => println!("signed, and of a kind that is not described: {other:?}"),
            Err(webhook::Error::Body(error)) => {
                println!("signed, and not what the description says: {error}");
                return StatusCode::UNPROCESSABLE_ENTITY;
            }
            Err(error) => {
                println!("turned away: {error}");
                return StatusCode::UNAUTHORIZED;
            }
        }
        StatusCode::OK
    }

    let receiver = Receiver::new("secret").also("the secret before it");
    // end
    assert_eq!(
        receive(&receiver, &headers, &body),
        StatusCode::UNAUTHORIZED
    ); // too old
    let then = SystemTime::UNIX_EPOCH + Duration::from_secs(1_230_811_200);
    let receiver = receiver.at(then);
    assert_eq!(receive(&receiver, &headers, &body), StatusCode::OK);
    assert_eq!(
        receive(&receiver, &headers, b"{}"),
        StatusCode::UNAUTHORIZED
    );
}

#[test]
fn a_message_of_one_kind() -> Result<(), webhook::Error> {
    let receiver = Receiver::new("secret");
    let body = *br#"{"photo":"p1","kind":"added"}"#;
    let (headers, body) = (&receiver.sign(&body)?, &body);
    // GUIDE
    let added = receiver.photo_added(headers, body)?;
    println!("{}", added.photo);
    // end
    Ok(())
}

#[test]
fn the_page_has_this_code() {
    let page = include_str!("../../../docs/messages.md");
    tests::blocks::compare(page, include_str!("messages.rs"), "GUIDE");
}
