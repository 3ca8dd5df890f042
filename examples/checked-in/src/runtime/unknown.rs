// Copied by specwright 0.1.0 from specwright-runtime.

//! Values that an enum does not list.

use std::fmt;

/// A value that an enum does not list. Only decoding makes one, so it never stands for a value that is listed.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct UnknownValue(String);

impl UnknownValue {
    /// For generated code, which has looked through the listed values before.
    #[doc(hidden)]
    pub fn new(value: &str) -> Self {
        Self(value.to_owned())
    }

    /// The value as it is on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
