//! Receivers: all kinds at one place, one kind at another, and forms.

use compiled_fixtures as fixtures;
use fixtures::callbacks::receivers as plain;
use fixtures::messages::receivers::{Message, OrderShippedType, Receiver};
use specwright_runtime::http::HeaderMap;
use specwright_runtime::webhook::Error;

const CREATED: &[u8] = br#"{"id":"o1","type":"order.created"}"#;

fn receiver() -> Receiver {
    Receiver::new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
}

fn signed(body: &[u8]) -> HeaderMap {
    receiver()
        .sign("msg_1", body)
        .expect("there is a clock and a key")
}

fn receive(body: &[u8]) -> Result<Message, Error> {
    receiver().receive(&signed(body), body)
}

#[test]
fn the_tag_says_which_kind_a_message_is() {
    match receive(CREATED).expect("it is signed") {
        Message::OrderCreated(created) => assert_eq!(created.id, "o1"),
        other => panic!("{other:?}"),
    }
    match receive(br#"{"type":"order.sent","carrier":"c"}"#).expect("it is signed") {
        Message::OrderSent(sent) => assert_eq!(sent.r#type, OrderShippedType::OrderSent),
        other => panic!("{other:?}"),
    }
    let unknown = br#"{"type":"order.lost","where":[1]}"#;
    match receive(unknown).expect("it is signed") {
        Message::Unknown(value) => assert_eq!(value["where"][0], 1),
        other => panic!("{other:?}"),
    }
    assert!(matches!(
        receive(br#"{"type":"order.created"}"#),
        Err(Error::Body(_))
    ));
    let forged = receiver().receive(&signed(unknown), CREATED);
    assert_eq!(forged, Err(Error::NoMatch));
    assert_eq!(receiver().verify(&signed(unknown), unknown), Ok(()));
}

#[test]
fn a_message_is_not_taken_for_another_kind() {
    let receiver = receiver();
    assert!(receiver.order_created(&signed(CREATED), CREATED).is_ok());
    // It has all members of an order that was made.
    let other = br#"{"id":"o1","object":"receiver","type":"receiver.changed"}"#;
    let error = receiver
        .order_created(&signed(other), other)
        .expect_err("it is another kind");
    assert_eq!(
        error.to_string(),
        "the message does not fit its type at `$.type`: expected \"order.created\", found the string \"receiver.changed\""
    );
    let changed = receiver
        .receiver(&signed(other), other)
        .expect("it is this kind");
    assert_eq!(changed.object, "receiver");
}

#[test]
fn a_form_is_read_into_its_type() {
    let message = plain::on_message(b"From=%2B1+5&NumMedia=2&Direction=inbound&Media=a&Media=b")
        .expect("it fits");
    assert_eq!(message.from, "+1 5");
    assert_eq!(message.num_media, 2);
    assert_eq!(message.direction, Some(plain::OnMessageDirection::Inbound));
    assert_eq!(message.media, Some(vec!["a".to_owned(), "b".to_owned()]));
    let error = plain::on_message(b"From=a&NumMedia=few").expect_err("no number");
    assert_eq!(error.path(), "$.NumMedia");
}
