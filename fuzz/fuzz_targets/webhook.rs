//! The header of a signed message: never a panic; what was not signed is refused, and a signature that fits is found.

#![no_main]

use http::{HeaderMap, HeaderValue};
use libfuzzer_sys::fuzz_target;
use specwright_runtime::webhook::{
    Algorithm, Encoding, Error, Piece, Receiver, Scheme, TimeUnit, Timestamp,
};
use std::time::{Duration, SystemTime};

/// What both have in common.
const PLAIN: Scheme = Scheme {
    header: "signature",
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

static LIST: Scheme = Scheme {
    signatures: &["v1", "v2"],
    timestamp: Some(Timestamp::Key("t")),
    payload: &[Piece::Timestamp, Piece::Text("."), Piece::Body],
    ..PLAIN
};

static WHOLE: Scheme = Scheme {
    encoding: Encoding::Base64,
    ..PLAIN
};

/// HMAC-SHA256 of `1700000000.body` by the key `key`.
const FITTING: &str = "47b6ce0fca59474308e2921c247cb2493dce6b8101d90ac05bd0c6a37d0e046e";

fuzz_target!(|bytes: &[u8]| {
    let Ok(header) = HeaderValue::from_bytes(bytes) else {
        return;
    };
    let mut headers = HeaderMap::new();
    headers.insert("signature", header.clone());
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    for scheme in [&LIST, &WHOLE] {
        let verified = Receiver::new(scheme, "another key")
            .at(now)
            .verify(&headers, b"body");
        assert!(verified.is_err(), "{header:?}");
        let receiver = Receiver::new(scheme, "key").at(now);
        let verified = receiver.verify(&headers, b"another body");
        assert!(verified.is_err(), "{header:?}");
        if let Err(error) = receiver.verify(&headers, b"body") {
            let _ = (error.to_string(), format!("{error:?}"));
        }
    }
    // Whatever stands before it, a time and a signature at the end are found, or the header is no list.
    let list = [header.as_bytes(), b",t=1700000000,v1=", FITTING.as_bytes()].concat();
    headers.insert(
        "signature",
        HeaderValue::from_bytes(&list).expect("both parts are valid"),
    );
    let receiver = Receiver::new(&LIST, "key").at(now);
    let verified = receiver.verify(&headers, b"body");
    assert!(
        matches!(verified, Ok(()) | Err(Error::HeaderMalformed { .. })),
        "{list:?}: {verified:?}"
    );
});
