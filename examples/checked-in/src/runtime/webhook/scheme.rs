// Copied by specwright 0.1.0 from specwright-runtime.

//! How an API signs its messages, as data.

/// How an API signs its messages.
#[derive(Debug)]
pub struct Scheme {
    /// The header with the signature.
    pub header: &'static str,
    /// What stands between the entries of the header's list `key=value,key=value`.
    pub separator: char,
    /// The keys of signatures in the list; one that occurs several times has several. Without any, the whole header is
    /// the signature.
    pub signatures: &'static [&'static str],
    /// Where a message has its time. Without one, messages have no time.
    pub timestamp: Option<Timestamp>,
    /// What the time is counted in.
    pub unit: TimeUnit,
    /// The header with the message's identifier, where that is signed.
    pub id_header: Option<&'static str>,
    /// What is signed.
    pub payload: &'static [Piece],
    /// How it is signed.
    pub algorithm: Algorithm,
    /// How the signature is written.
    pub encoding: Encoding,
    /// How the secret is written that is the key; none where its UTF-8 bytes are.
    pub secret: Option<Encoding>,
    /// What a secret may begin with that is no part of the key.
    pub secret_prefix: &'static str,
    /// How many seconds the time of a message may lie from now, in either direction.
    pub tolerance: u64,
    /// Names of members of messages whose values no error shows.
    pub sensitive: &'static [&'static str],
}

/// Where a message has its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timestamp {
    /// Under a key of the list that has the signatures.
    Key(&'static str),
    /// In a header of its own.
    Header(&'static str),
}

/// What a time since 1970 is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeUnit {
    /// Seconds.
    Seconds,
    /// Milliseconds.
    Milliseconds,
}

/// A piece of what is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// The time as it was received.
    Timestamp,
    /// The identifier as its header has it.
    Id,
    /// The body as it was received.
    Body,
    /// Something fixed.
    Text(&'static str),
}

/// How something is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// HMAC with SHA-256 (RFC 2104).
    HmacSha256,
    /// HMAC with SHA-512.
    HmacSha512,
}

/// How bytes are written as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// In hexadecimal digits of either case.
    Hex,
    /// In base64 with padding.
    Base64,
}
