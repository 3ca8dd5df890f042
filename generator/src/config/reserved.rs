//! Names that generated code needs itself. The plan gives them to nothing else, and nobody can choose them.

/// Names that would hide one of Rust's prelude, or one that generated modules import.
pub(crate) const RESERVED_TYPES: &[&str] = &[
    "Call",
    "Client",
    "ClientBuilder",
    "Error",
    "Option",
    "Some",
    "None",
    "Result",
    "Ok",
    "Err",
    "Vec",
    "String",
    "Box",
    "Self",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Drop",
    "Eq",
    "PartialEq",
    "Ord",
    "PartialOrd",
    "Hash",
    "From",
    "Into",
    "TryFrom",
    "TryInto",
    "Iterator",
    "IntoIterator",
    "Extend",
    "DoubleEndedIterator",
    "ExactSizeIterator",
    "FromIterator",
    "Fn",
    "FnMut",
    "FnOnce",
    "Send",
    "Sync",
    "Sized",
    "Unpin",
    "AsRef",
    "AsMut",
    "ToOwned",
    "ToString",
    "Serialize",
    "Deserialize",
    "Serializer",
    "Deserializer",
    "Future",
    "IntoFuture",
    "AsyncFn",
    "AsyncFnMut",
    "AsyncFnOnce",
];

/// The same in the module of types, which has none of the first four.
pub(crate) const RESERVED_AMONG_TYPES: &[&str] = RESERVED_TYPES.split_at(4).1;

/// Names that `Call` and the params struct use themselves. Options of a call begin with `with_`.
pub(crate) const RESERVED_CALL: &[&str] = RESERVED_PAGED.split_at(2).1;

/// The same where a list comes in pages.
pub(crate) const RESERVED_PAGED: &[&str] = &[
    "items",
    "pages",
    "new",
    "send",
    "send_stream",
    "with_options",
    "with_raw_response",
    "with_response",
    "with_streaming_response",
];

/// The methods that each receiver has by itself: no webhook's may be called so.
pub const RECEIVER_METHODS: &[&str] = &[
    "new",
    "also",
    "tolerance",
    "at",
    "verify",
    "receive",
    "sign",
];
