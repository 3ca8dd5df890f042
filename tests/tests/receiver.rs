//! The receiver against signatures that another program computed: Python's `hmac`, when the test runs.

use std::io::Write;
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use cloudflare_stream::receivers::Receiver;
use cloudflare_stream::types::{MediaState, VideoNotification};
use specwright_runtime::http::{HeaderMap, HeaderValue};
use specwright_runtime::webhook::Error;

const SECRET: &str = "85011ed3a913c6ad5f9cf6c5573cc0a7";
const TIME: u64 = 1_230_811_200;
const TOLERANCE: Duration = Duration::from_secs(300);
const BODY: &str =
    r#"{"uid":"6b9e68b07dfee8cc2d116e4c51d6a957","readyToStream":true,"status":{"state":"ready"}}"#;

#[test]
fn a_message_that_another_program_signed_is_taken() {
    let video = receive(&header(TIME, SECRET, BODY), BODY).expect("the signature fits");
    assert_eq!(video.uid, "6b9e68b07dfee8cc2d116e4c51d6a957");
    assert!(video.ready_to_stream);
    assert_eq!(video.status.state, Some(MediaState::Ready));
}

/// Line ends, spaces and letters beyond ASCII are signed as they came: decoding and encoding would lose them.
#[test]
fn the_bytes_are_signed_and_not_what_they_mean() {
    let bodies = [
        format!("{BODY}\n"),
        format!("\r\n  {BODY}"),
        BODY.replace(
            r#","status""#,
            r#", "meta": {"name": "Türkçe.mp4"}, "status""#,
        ),
        BODY.replace("ready\"", "\\u0072eady\""),
    ];
    for body in &bodies {
        let header = header(TIME, SECRET, body);
        assert!(receive(&header, body).is_ok(), "{body:?}");
        assert_eq!(receive(&header, BODY), Err(Error::NoMatch), "{body:?}");
    }
}

#[test]
fn a_message_that_was_changed_is_turned_away() {
    let header = header(TIME, SECRET, BODY);
    assert_eq!(
        receive(&header, &BODY.replace("true", "false")),
        Err(Error::NoMatch)
    );
    assert_eq!(receive(&header, ""), Err(Error::NoMatch));
    let later = header.replace(&TIME.to_string(), &(TIME + 1).to_string());
    assert_eq!(
        receive(&later, BODY),
        Err(Error::NoMatch),
        "the time is signed, too"
    );
    let shorter = &header[..header.len() - 2];
    assert_eq!(
        receive(shorter, BODY),
        Err(Error::NoMatch),
        "a beginning does not do"
    );
}

#[test]
fn a_message_that_was_signed_with_another_secret_is_turned_away() {
    let header = header(TIME, "85011ed3a913c6ad5f9cf6c5573cc0a8", BODY);
    assert_eq!(receive(&header, BODY), Err(Error::NoMatch));
}

/// A sender that is about to change its secret signs with both.
#[test]
fn one_signature_of_several_has_to_fit() {
    let good = signature(TIME, SECRET, BODY);
    let bad = signature(TIME, "another", BODY);
    for signatures in [
        format!("sig1={bad},sig1={good}"),
        format!("sig1={good},sig1={bad}"),
        format!("sig2={bad},sig1={good},what=ever"),
    ] {
        let header = format!("time={TIME},{signatures}");
        assert!(receive(&header, BODY).is_ok(), "{header}");
    }
    let header = format!("time={TIME},sig1={bad},sig1={bad}");
    assert_eq!(receive(&header, BODY), Err(Error::NoMatch));
}

/// While a secret changes, messages arrive that were signed with the one before.
#[test]
fn one_secret_of_several_has_to_fit() {
    let receiver = receiver_at(TIME).also("the one before");
    for secret in [SECRET, "the one before"] {
        let headers = headers(&header(TIME, secret, BODY));
        assert!(
            receiver.video_processed(&headers, BODY.as_bytes()).is_ok(),
            "{secret}"
        );
    }
}

#[test]
fn a_message_may_be_as_old_or_early_as_the_tolerance() {
    let headers = headers(&header(TIME, SECRET, BODY));
    let at = |now| receiver_at(now).video_processed(&headers, BODY.as_bytes());
    assert!(at(TIME + 300).is_ok());
    assert!(at(TIME - 300).is_ok());
    let beyond = Duration::from_secs(301);
    assert_eq!(
        at(TIME + 301),
        Err(Error::TooOld {
            age: beyond,
            tolerance: TOLERANCE
        })
    );
    assert_eq!(
        at(TIME - 301),
        Err(Error::InTheFuture {
            ahead: beyond,
            tolerance: TOLERANCE
        })
    );

    let patient = receiver_at(TIME + 3_600).tolerance(Duration::from_secs(3_600));
    assert!(patient.video_processed(&headers, BODY.as_bytes()).is_ok());
}

#[test]
fn an_age_is_worth_nothing_without_a_signature() {
    let headers = headers(&header(TIME, "another", BODY));
    let result = receiver_at(TIME + 1_000_000).video_processed(&headers, BODY.as_bytes());
    assert_eq!(result, Err(Error::NoMatch));
}

#[test]
fn each_way_to_fail_has_its_error() {
    let signature = signature(TIME, SECRET, BODY);
    let header = "Webhook-Signature";
    assert_eq!(
        receiver_at(TIME).video_processed(&HeaderMap::new(), BODY.as_bytes()),
        Err(Error::HeaderMissing { header })
    );
    let cases = [
        ("", Error::TimestampMissing { key: "time" }),
        ("nonsense", Error::HeaderMalformed { header }),
        (
            &format!("sig1={signature}"),
            Error::TimestampMissing { key: "time" },
        ),
        (
            &format!("time=yesterday,sig1={signature}"),
            Error::TimestampInvalid {
                found: "yesterday".to_owned(),
            },
        ),
        (
            &format!("time=-1,sig1={signature}"),
            Error::TimestampInvalid {
                found: "-1".to_owned(),
            },
        ),
        (&format!("time={TIME}"), Error::SignatureMissing),
        (&format!("time={TIME},sig1="), Error::SignatureMalformed),
        (&format!("time={TIME},sig1=xyz"), Error::SignatureMalformed),
        (
            &format!("time={TIME},sig1={}", &signature[1..]),
            Error::SignatureMalformed,
        ),
    ];
    for (value, expected) in cases {
        assert_eq!(receive(value, BODY), Err(expected), "{value:?}");
    }
}

#[test]
fn a_body_is_decoded_after_it_was_verified() {
    let body = "<html>";
    assert_eq!(
        receive(&header(TIME, "another", body), body),
        Err(Error::NoMatch)
    );
    let error = receive(&header(TIME, SECRET, body), body).expect_err("this is no JSON");
    assert!(matches!(error, Error::Body(_)), "{error:?}");

    let body = BODY.replace("true", r#""yes""#);
    let error = receive(&header(TIME, SECRET, &body), &body).expect_err("no boolean");
    assert!(error.to_string().contains("$.readyToStream"), "{error}");
}

#[test]
fn a_state_that_nobody_knew_is_kept() {
    let body = BODY.replace("\"ready\"", "\"half-ready\"");
    let video = receive(&header(TIME, SECRET, &body), &body).expect("any state will do");
    assert_eq!(
        video.status.state.as_ref().map(MediaState::as_str),
        Some("half-ready")
    );
    let again = serde_json::to_string(&video).expect("what was decoded can be encoded");
    assert!(again.contains("half-ready"), "{again}");
}

#[test]
fn a_receiver_never_shows_its_secret() {
    assert!(!format!("{:?}", Receiver::new(SECRET)).contains(SECRET));
}

/// Such a time is signed, so it is looked at: that must not end in a panic.
#[test]
fn a_time_beyond_all_clocks_is_an_error() {
    for time in [u64::MAX, u64::MAX / 2] {
        let error = receive(&header(time, SECRET, BODY), BODY).expect_err("it is far ahead");
        assert!(
            matches!(
                error,
                Error::TimestampInvalid { .. } | Error::InTheFuture { .. }
            ),
            "{error:?}"
        );
    }
    let beyond = format!("time={},sig1={}", "9".repeat(30), "00".repeat(32));
    assert!(receive(&beyond, BODY).is_err());
}

#[test]
fn digits_may_be_capitals_and_the_list_may_have_blanks_and_any_order() {
    let good = signature(TIME, SECRET, BODY);
    for header in [
        format!("time={TIME},sig1={}", good.to_uppercase()),
        format!("time={TIME}, sig1={good}"),
        format!("sig1={good},time={TIME}"),
    ] {
        assert!(receive(&header, BODY).is_ok(), "{header}");
    }
}

#[test]
fn any_text_is_a_secret() {
    let long = "longer than a block of SHA-256, ".repeat(5);
    for secret in ["ä 🔑", &long, "\n"] {
        let headers = headers(&header(TIME, secret, BODY));
        let receiver = Receiver::new(secret).at(SystemTime::UNIX_EPOCH + Duration::from_secs(TIME));
        let outcome = receiver.video_processed(&headers, BODY.as_bytes());
        assert!(outcome.is_ok(), "{secret:?}: {outcome:?}");
    }
}

#[test]
fn the_clock_is_that_of_the_machine_unless_told() {
    let receiver = Receiver::new(SECRET);
    let old = headers(&header(TIME, SECRET, BODY));
    let outcome = receiver.video_processed(&old, BODY.as_bytes());
    assert!(matches!(outcome, Err(Error::TooOld { .. })), "{outcome:?}");
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let now = now.expect("it is after 1970").as_secs();
    let new = headers(&header(now, SECRET, BODY));
    assert!(receiver.video_processed(&new, BODY.as_bytes()).is_ok());
}

fn receive(header: &str, body: &str) -> Result<VideoNotification, Error> {
    receiver_at(TIME).video_processed(&headers(header), body.as_bytes())
}

fn receiver_at(now: u64) -> Receiver {
    Receiver::new(SECRET).at(SystemTime::UNIX_EPOCH + Duration::from_secs(now))
}

fn headers(signature: &str) -> HeaderMap {
    let value = HeaderValue::from_str(signature).expect("the header has no control characters");
    HeaderMap::from_iter([("webhook-signature".parse().expect("a header's name"), value)])
}

fn header(time: u64, secret: &str, body: &str) -> String {
    format!("time={time},sig1={}", signature(time, secret, body))
}

/// What Python says that the signature is.
fn signature(time: u64, secret: &str, body: &str) -> String {
    let program = "import hmac, sys; \
        print(hmac.new(sys.argv[1].encode(), sys.stdin.buffer.read(), 'sha256').hexdigest())";
    let mut python = Command::new("python3")
        .args(["-c", program, secret])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Python 3 is installed");
    let mut stdin = python.stdin.take().expect("the input is piped");
    write!(stdin, "{time}.{body}").expect("Python reads");
    drop(stdin);
    let output = python.wait_with_output().expect("Python ends");
    assert!(output.status.success(), "Python failed: {}", output.status);
    let hex = String::from_utf8(output.stdout).expect("hex digits are text");
    hex.trim_end().to_owned()
}
