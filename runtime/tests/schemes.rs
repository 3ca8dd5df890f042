//! The ways in which APIs sign, with the examples that their own documentation publishes, or else with what Python's `hmac`
//! gives.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, HeaderName};
use specwright_runtime::webhook::{
    Algorithm, Encoding, Error, Piece, Receiver, Scheme, TimeUnit, Timestamp,
};

/// What most have in common.
const PLAIN: Scheme = Scheme {
    header: "Signature",
    separator: ',',
    signatures: &[],
    timestamp: None,
    unit: TimeUnit::Seconds,
    id_header: None,
    payload: &[Piece::Body],
    algorithm: Algorithm::HmacSha256,
    encoding: Encoding::Hex,
    secret: None,
    secret_prefix: "",
    tolerance: 300,
    sensitive: &[],
};

static GITHUB: Scheme = Scheme {
    header: "X-Hub-Signature-256",
    signatures: &["sha256"],
    ..PLAIN
};

static SHOPIFY: Scheme = Scheme {
    encoding: Encoding::Base64,
    ..PLAIN
};

static SLACK: Scheme = Scheme {
    header: "X-Slack-Signature",
    signatures: &["v0"],
    timestamp: Some(Timestamp::Header("X-Slack-Request-Timestamp")),
    payload: &[
        Piece::Text("v0:"),
        Piece::Timestamp,
        Piece::Text(":"),
        Piece::Body,
    ],
    ..PLAIN
};

static STANDARD: Scheme = Scheme {
    header: "webhook-signature",
    separator: ' ',
    signatures: &["v1"],
    timestamp: Some(Timestamp::Header("webhook-timestamp")),
    id_header: Some("webhook-id"),
    payload: &[
        Piece::Id,
        Piece::Text("."),
        Piece::Timestamp,
        Piece::Text("."),
        Piece::Body,
    ],
    encoding: Encoding::Base64,
    secret: Some(Encoding::Base64),
    secret_prefix: "whsec_",
    ..PLAIN
};

static PADDLE: Scheme = Scheme {
    header: "Paddle-Signature",
    separator: ';',
    signatures: &["h1"],
    timestamp: Some(Timestamp::Key("ts")),
    payload: &[Piece::Timestamp, Piece::Text(":"), Piece::Body],
    ..PLAIN
};

/// Milliseconds, a key in hexadecimal digits, and SHA-512.
static OTHER: Scheme = Scheme {
    signatures: &["s"],
    timestamp: Some(Timestamp::Key("t")),
    unit: TimeUnit::Milliseconds,
    payload: &[Piece::Timestamp, Piece::Text("."), Piece::Body],
    algorithm: Algorithm::HmacSha512,
    secret: Some(Encoding::Hex),
    ..PLAIN
};

const SLACK_BODY: &str = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow\
    &channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner\
    &command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F\
    397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.\
    803a0bc887a14d10d2c447fce8b6703c";
const STANDARD_BODY: &str = r#"{"test": 2432232314}"#;
const STANDARD_SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

fn headers(list: &[(&str, &str)]) -> HeaderMap {
    let entries = list.iter();
    let entries = entries.map(|(name, value)| {
        let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
        (name, value.parse().unwrap())
    });
    entries.collect()
}

fn receiver(scheme: &'static Scheme, secret: &str, seconds: u64) -> Receiver {
    Receiver::new(scheme, secret).at(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
}

fn standard() -> Receiver {
    receiver(&STANDARD, STANDARD_SECRET, 1_614_265_330)
}

fn standard_headers(id: &str, signature: &str) -> HeaderMap {
    headers(&[
        ("webhook-id", id),
        ("webhook-timestamp", "1614265330"),
        ("webhook-signature", signature),
    ])
}

#[test]
fn what_apis_sign_is_accepted() {
    let signed = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    let list = format!("v1,bm90IHRoaXMgb25l v1a,x {signed}");
    let other = "t=1671552777123,s=3a677e21e9aa824f759cf337e49db18678717658b0e7283d0ff2a7813bc957106e5dd711841\
        ea522548536b3e90b848700b1a5f6c2c2537a130e284066587b4a";
    let id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    for (receiver, headers, body) in [
        (
            receiver(&GITHUB, "It's a Secret to Everybody", 0),
            headers(&[(
                "x-hub-signature-256",
                "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
            )]),
            "Hello, World!",
        ),
        (
            receiver(&SHOPIFY, "hush", 0),
            headers(&[("signature", "UFwgrGBPZilFtmKh8TqcovA78LGYb1BdWu9I4Q2oyRg=")]),
            "{}",
        ),
        (
            receiver(&SLACK, "8f742231b10e8888abcd99yyyzzz85a5", 1_531_420_618),
            headers(&[
                ("x-slack-request-timestamp", "1531420618"),
                (
                    "x-slack-signature",
                    "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
                ),
            ]),
            SLACK_BODY,
        ),
        (standard(), standard_headers(id, signed), STANDARD_BODY),
        (standard(), standard_headers(id, &list), STANDARD_BODY),
        (
            // The prefix says what it is, and may be left out.
            receiver(&STANDARD, &STANDARD_SECRET[6..], 1_614_265_330),
            standard_headers(id, signed),
            STANDARD_BODY,
        ),
        (
            receiver(&PADDLE, "pdl_ntfset_01_secret", 1_671_552_777),
            headers(&[(
                "paddle-signature",
                "ts=1671552777;h1=cd64df285d9e5bb9ae05330a698a6ac7478c0983f827a77b757fa93f15f64623",
            )]),
            r#"{"event_id":"evt_1"}"#,
        ),
        (
            receiver(&OTHER, "00112233445566778899aabbccddeeff", 1_671_552_777),
            headers(&[("signature", other)]),
            "{}",
        ),
    ] {
        assert_eq!(
            receiver.verify(&headers, body.as_bytes()),
            Ok(()),
            "{headers:?}"
        );
        let changed = format!("{body} ");
        let error = receiver.verify(&headers, changed.as_bytes());
        assert_eq!(error, Err(Error::NoMatch), "{headers:?}");
    }
}

#[test]
fn the_time_and_the_identifier_are_signed() {
    let signed = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    let other = standard_headers("msg_another", signed);
    let verify = |headers: &HeaderMap| standard().verify(headers, STANDARD_BODY.as_bytes());
    assert_eq!(verify(&other), Err(Error::NoMatch));
    let mut later = standard_headers("msg_p5jXN8AQM9LWM0D4loKWxJek", signed);
    later.insert("webhook-timestamp", "1614265331".parse().unwrap());
    assert_eq!(verify(&later), Err(Error::NoMatch));
    later.insert("webhook-timestamp", "now".parse().unwrap());
    let found = "now".to_owned();
    assert_eq!(verify(&later), Err(Error::TimestampInvalid { found }));
    for header in ["webhook-timestamp", "webhook-id"] {
        let mut headers = standard_headers("m", signed);
        headers.remove(header);
        assert_eq!(verify(&headers), Err(Error::HeaderMissing { header }));
    }
}

/// What is signed is one text, and where it is cut is not: an identifier with the text in it that ends it could be that of
/// another message and the time of this one.
#[test]
fn no_identifier_takes_in_what_follows_it() {
    let sign = |id: &str| standard().sign(id, b"1614265330.{}");
    let mut headers = sign("m").unwrap();
    assert_eq!(standard().verify(&headers, b"1614265330.{}"), Ok(()));
    headers.insert("webhook-id", "m.1614265330".parse().unwrap());
    let error = Error::HeaderMalformed {
        header: "webhook-id",
    };
    assert_eq!(standard().verify(&headers, b"{}"), Err(error.clone()));
    assert_eq!(sign("m.1"), Err(error.clone()));
    assert_eq!(sign(""), Err(error.clone()));
    assert_eq!(sign("é\n"), Err(error));
}

#[test]
fn a_secret_that_is_no_key_fits_nothing_and_is_told() {
    for secret in ["", "whsec_", "whsec_*", "whsec_a"] {
        let receiver = receiver(&STANDARD, secret, 1_614_265_330);
        let headers = standard_headers("m", "v1,AAAA");
        let error = Err(Error::SecretMalformed);
        assert_eq!(receiver.verify(&headers, b"{}"), error, "{secret}");
        assert_eq!(receiver.sign("m", b"{}").map(drop), error, "{secret}");
        let further = receiver.also(STANDARD_SECRET);
        assert_eq!(further.verify(&headers, b"{}"), Err(Error::NoMatch));
    }
}

/// RFC 9110, sections 5.3 and 5.6.1.
#[test]
fn headers_of_one_name_are_one_list_and_entries_may_be_empty() {
    let signature = "cd64df285d9e5bb9ae05330a698a6ac7478c0983f827a77b757fa93f15f64623";
    let of = |list: &[(&str, &str)]| {
        let receiver = receiver(&PADDLE, "pdl_ntfset_01_secret", 1_671_552_777);
        receiver.verify(&headers(list), br#"{"event_id":"evt_1"}"#)
    };
    let key = format!("h1={signature}");
    let name = "paddle-signature";
    assert_eq!(of(&[(name, "ts=1671552777"), (name, &key)]), Ok(()));
    assert_eq!(of(&[(name, &format!(" ts=1671552777; ;{key}; "))]), Ok(()));
    let malformed = Error::HeaderMalformed {
        header: "Paddle-Signature",
    };
    assert_eq!(
        of(&[(name, &format!("ts=1671552777;x;{key}"))]),
        Err(malformed)
    );

    let hush = receiver(&SHOPIFY, "hush", 0);
    let signed = "UFwgrGBPZilFtmKh8TqcovA78LGYb1BdWu9I4Q2oyRg=";
    let twice = headers(&[("signature", "AAAA"), ("signature", signed)]);
    assert_eq!(hush.verify(&twice, b"{}"), Ok(()));
}

#[test]
fn what_a_receiver_signs_it_accepts() {
    for (scheme, secret) in [
        (&GITHUB, "s"),
        (&SHOPIFY, "s"),
        (&SLACK, "s"),
        (&STANDARD, STANDARD_SECRET),
        (&PADDLE, "s"),
        (&OTHER, "0011"),
    ] {
        let receiver = receiver(scheme, secret, 1_700_000_000);
        let headers = receiver.sign("msg_1", b"{}").unwrap();
        assert_eq!(receiver.verify(&headers, b"{}"), Ok(()), "{headers:?}");
        assert_eq!(
            receiver.verify(&headers, b"[]"),
            Err(Error::NoMatch),
            "{headers:?}"
        );
        let aged = receiver
            .clone()
            .at(SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_301));
        let is_old = matches!(aged.verify(&headers, b"{}"), Err(Error::TooOld { .. }));
        assert_eq!(is_old, scheme.timestamp.is_some(), "{headers:?}");
    }
}

#[test]
fn a_signed_message_is_written_as_the_api_writes_it() {
    let headers = standard()
        .sign("msg_p5jXN8AQM9LWM0D4loKWxJek", STANDARD_BODY.as_bytes())
        .unwrap();
    let expected = standard_headers(
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    );
    assert_eq!(headers, expected);
}
