//! Signed messages. The signatures were computed with Python's `hmac` over the exact bytes; the secret and the time are
//! those of the first lines.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use serde::Deserialize;
use serde_json::Value;
use specwright_runtime::webhook::{
    Algorithm, Encoding, Error, Piece, Receiver, Scheme, TimeUnit, Timestamp,
};

const SECRET: &str = "85011ed3a913c6ad5f9cf6c5573cc0a7";
const TIME: u64 = 1_230_811_200;
const EMPTY_OBJECT: &str = "9f21cf1f5397488ffc3dbf431a0baa3d9e13746c2417e7a995cbb62f67bda76e";

static SCHEME: Scheme = Scheme {
    header: "X-Signature",
    separator: ',',
    signatures: &["sig1"],
    timestamp: Some(Timestamp::Key("time")),
    unit: TimeUnit::Seconds,
    id_header: None,
    payload: &[Piece::Timestamp, Piece::Text("."), Piece::Body],
    algorithm: Algorithm::HmacSha256,
    encoding: Encoding::Hex,
    secret: None,
    secret_prefix: "",
    tolerance: 300,
    sensitive: &["token"],
};

fn receiver() -> Receiver {
    Receiver::new(&SCHEME, SECRET).at(after(TIME))
}

fn after(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

fn headers(value: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert("X-Signature", value.parse().unwrap());
    headers
}

/// Verifies `{}` under a header.
fn verified(header: &str) -> Result<(), Error> {
    receiver().verify(&headers(header), b"{}")
}

/// The header of a message as it is sent.
fn signed(signature: &str) -> String {
    format!("time={TIME},sig1={signature}")
}

#[test]
fn what_another_program_signed_is_accepted() {
    let plant = r#"{"id":"p1","state":"growing","tags":["a","b"]}"#;
    for (body, signature) in [
        (
            "",
            "b7add7718ec459a0d6efb26624b389810ac1cd3aed3017c3694081b9876fd4b6",
        ),
        ("{}", EMPTY_OBJECT),
        (
            plant,
            "bd3cbf1f5f16b854f1551ddfcf7d8cf73c37cab2a11a59d4bad14914422b8c31",
        ),
        (
            &format!("{plant}\n"),
            "cf464cb452a0acd50c1711152d2f26ce34099cdde95389b8ebccc18db949e077",
        ),
        (
            r#"{"name":"Türkçe"}"#,
            "2e72018a2266e9c9302db7136b79cbe3f98338d03fdd2430b91e56a410e94d26",
        ),
    ] {
        let headers = headers(&signed(signature));
        assert_eq!(
            receiver().verify(&headers, body.as_bytes()),
            Ok(()),
            "{body}"
        );
        let changed = format!("{body} ");
        assert_eq!(
            receiver().verify(&headers, changed.as_bytes()),
            Err(Error::NoMatch)
        );
    }
}

#[test]
fn one_signature_of_several_is_enough() {
    let other = "00".repeat(32);
    assert_eq!(
        verified(&format!("time={TIME},sig1={other},sig1={EMPTY_OBJECT}")),
        Ok(())
    );
    assert_eq!(
        verified(&format!("sig2=?, time={TIME}, sig1={EMPTY_OBJECT}, x=")),
        Ok(())
    );
    assert_eq!(verified(&signed(&EMPTY_OBJECT.to_uppercase())), Ok(()));
}

#[test]
fn a_malformed_signature_takes_nothing_from_one_that_fits() {
    assert_eq!(
        verified(&format!("time={TIME},sig1=zz,sig1={EMPTY_OBJECT}")),
        Ok(())
    );
    assert_eq!(verified(&signed("zz")), Err(Error::SignatureMalformed));
}

#[test]
fn an_empty_secret_fits_no_message() {
    let headers = headers(&signed(
        "aa5d64d3ba944ae8cede35d3b8f414282ccbf52bf4a41b934d598c2e36ce3cf5",
    ));
    let receiver = Receiver::new(&SCHEME, "").at(after(TIME));
    assert_eq!(
        receiver.verify(&headers, b"{}"),
        Err(Error::SecretMalformed)
    );
}

#[test]
fn a_sensitive_member_that_does_not_fit_is_not_shown() {
    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only read")]
    struct Plant {
        token: i64,
    }
    let headers = headers(&signed(
        "dbbd5074d3e4ac2f2bfc6cc09031db65d0efaeb34e2a9f330ccbb0f6b341152e",
    ));
    let error = receiver()
        .receive::<Plant>(&headers, br#"{"token":"s3cret"}"#)
        .unwrap_err();
    assert!(matches!(error, Error::Body(_)), "{error:?}");
    assert!(
        !format!("{error} {error:?}").contains("s3cret"),
        "{error:?}"
    );
}

#[test]
fn a_further_secret_is_accepted_while_secrets_change() {
    let headers = headers(&signed(EMPTY_OBJECT));
    let new = Receiver::new(&SCHEME, "the next one").at(after(TIME));
    assert_eq!(new.verify(&headers, b"{}"), Err(Error::NoMatch));
    assert_eq!(new.also(SECRET).verify(&headers, b"{}"), Ok(()));
}

#[test]
fn the_time_may_be_off_by_the_tolerance_in_either_direction() {
    let headers = headers(&signed(EMPTY_OBJECT));
    let tolerance = Duration::from_secs(300);
    let at = |seconds| receiver().at(after(seconds)).verify(&headers, b"{}");
    let off = Duration::from_secs(301);
    assert_eq!(at(TIME + 300), Ok(()));
    assert_eq!(
        at(TIME + 301),
        Err(Error::TooOld {
            age: off,
            tolerance
        })
    );
    assert_eq!(at(TIME - 300), Ok(()));
    assert_eq!(
        at(TIME - 301),
        Err(Error::InTheFuture {
            ahead: off,
            tolerance
        })
    );
    let lenient = receiver().at(after(TIME + 301)).tolerance(off);
    assert_eq!(lenient.verify(&headers, b"{}"), Ok(()));
}

#[test]
fn each_way_to_fail_has_its_error() {
    let missing = receiver().verify(&HeaderMap::new(), b"{}");
    assert_eq!(
        missing,
        Err(Error::HeaderMissing {
            header: "X-Signature"
        })
    );
    for (header, error) in [
        (
            "nonsense",
            Error::HeaderMalformed {
                header: "X-Signature",
            },
        ),
        ("sig1=00", Error::TimestampMissing { key: "time" }),
        (
            "time=now,sig1=00",
            Error::TimestampInvalid {
                found: "now".into(),
            },
        ),
        (
            "time=-1,sig1=00",
            Error::TimestampInvalid { found: "-1".into() },
        ),
        ("time=1230811200", Error::SignatureMissing),
        ("time=1230811200,sig1=xy", Error::SignatureMalformed),
        ("time=1230811200,sig1=", Error::SignatureMalformed),
        ("time=1230811200,sig1=123", Error::SignatureMalformed),
        // Cut short, it is a signature of nothing.
        ("time=1230811200,sig1=9f21cf1f", Error::NoMatch),
        // The time is signed: no older message can be given a newer one.
        (
            &format!("time=1230811201,sig1={EMPTY_OBJECT}"),
            Error::NoMatch,
        ),
    ] {
        assert_eq!(verified(header), Err(error), "{header}");
    }
}

#[test]
fn a_genuine_body_may_still_not_fit() {
    #[derive(Debug, Deserialize)]
    #[allow(dead_code)]
    struct Message {
        id: String,
    }
    let headers = headers(&signed(EMPTY_OBJECT));
    let error = receiver().receive::<Message>(&headers, b"{}").unwrap_err();
    assert!(matches!(error, Error::Body(_)));
    assert_eq!(
        error.to_string(),
        "the message does not fit its type at `$`: expected a member `id`, found an object without it"
    );
    let forged = receiver()
        .receive::<Message>(&headers, b"no JSON")
        .unwrap_err();
    assert_eq!(forged, Error::NoMatch);
}

#[test]
fn a_message_of_another_kind_is_told_and_not_decoded() {
    let receive = |body: &str, kinds: &[&str]| {
        let headers = receiver().sign("", body.as_bytes()).unwrap();
        let read = receiver().receive_kind::<Value>(&headers, body.as_bytes(), "type", kinds);
        read.map_err(|error| error.to_string())
    };
    for body in [
        r#"{"type":"made","id":1}"#,
        r#"{"id":1,"type":"made"}"#,
        // The type says what is missing.
        r#"{"id":1}"#,
        "[]",
    ] {
        assert!(receive(body, &["made"]).is_ok(), "{body}");
    }
    assert!(receive(r#"{"type":2}"#, &["1", "2"]).is_ok());
    let other = receive(r#"{"type":"sent"}"#, &["made", "remade"]);
    assert_eq!(
        other.unwrap_err(),
        "the message does not fit its type at `$.type`: expected \"made\" or \"remade\", found the string \"sent\""
    );
}

#[test]
fn a_form_is_verified_and_read() {
    let body = b"id=a&n=1";
    let headers = receiver().sign("", body).unwrap();
    let read = receiver().receive_form::<Value>(&headers, body);
    assert_eq!(read, Ok(serde_json::json!({"id": "a", "n": "1"})));
    let other = receiver().receive_form::<Value>(&headers, b"id=b&n=1");
    assert_eq!(other, Err(Error::NoMatch));
}

#[test]
fn no_text_shows_the_secret() {
    assert!(!format!("{:?}", receiver()).contains(SECRET));
}
