// Copied by specwright 0.1.0 from specwright-runtime.

//! The ways in which a message can fail.

use std::fmt;
use std::time::Duration;

use super::super::decode::DecodeError;

/// Why a message was not accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The header is not there.
    HeaderMissing {
        /// Its name.
        header: &'static str,
    },
    /// The header is not written as it should be: it is no list of `key=value`, or an identifier that nobody signs.
    HeaderMalformed {
        /// Its name.
        header: &'static str,
    },
    /// The header has no time.
    TimestampMissing {
        /// The key that it should stand under.
        key: &'static str,
    },
    /// The message's time is no number.
    TimestampInvalid {
        /// What stands there.
        found: String,
    },
    /// The message was sent too long ago: it may be an old one, sent again by somebody.
    TooOld {
        /// How long ago.
        age: Duration,
        /// How long is allowed.
        tolerance: Duration,
    },
    /// The message was sent in the future: one of two clocks is wrong.
    InTheFuture {
        /// How far ahead.
        ahead: Duration,
        /// How far is allowed.
        tolerance: Duration,
    },
    /// Nobody knows what time it is: there is no clock here, and [`at`](super::Receiver::at) says none.
    NoClock,
    /// No secret of the receiver is a key: it is empty, or not written as the API gives it.
    SecretMalformed,
    /// The header has no signature.
    SignatureMissing,
    /// A signature is not written as signatures are.
    SignatureMalformed,
    /// No signature fits: another secret, or other bytes than were signed.
    NoMatch,
    /// The message is genuine, and its body does not fit its type.
    Body(DecodeError),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::HeaderMissing { header } => write!(f, "the header `{header}` is missing"),
            Self::HeaderMalformed { header } => {
                write!(f, "the header `{header}` is not written as it should be")
            }
            Self::TimestampMissing { key } => write!(f, "the signature has no time (`{key}=…`)"),
            Self::TimestampInvalid { found } => {
                write!(f, "the time of the signature is no number: {found:?}")
            }
            Self::TooOld { age, tolerance } => {
                write!(
                    f,
                    "the message is {} s old, and {} s are allowed",
                    age.as_secs(),
                    tolerance.as_secs()
                )
            }
            Self::InTheFuture { ahead, tolerance } => {
                write!(
                    f,
                    "the message is {} s ahead of the clock, and {} s are allowed",
                    ahead.as_secs(),
                    tolerance.as_secs()
                )
            }
            Self::NoClock => f.write_str("there is no clock to hold the message's time against"),
            Self::SecretMalformed => f.write_str(
                "the receiver's own secret is empty, or not written as the API gives it",
            ),
            Self::SignatureMissing => f.write_str("the header has no signature"),
            Self::SignatureMalformed => f.write_str("a signature is not written as signatures are"),
            Self::NoMatch => {
                f.write_str("no signature fits: another secret, or other bytes than were signed")
            }
            Self::Body(error) => write!(f, "the message does not fit its type {error}"),
        }
    }
}

// Without a source: what does not fit is in the text already.
impl std::error::Error for Error {}
