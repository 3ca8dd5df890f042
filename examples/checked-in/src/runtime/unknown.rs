// Copied by specwright 0.1.0 from specwright-runtime.

//! Values that an enum does not list.

use std::fmt;

/// A value that an enum does not list. Only reading one makes it, so it never stands for a value that is listed. As an
/// error, it says that a closed enum has no such value.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?} is none of the values that there are")
    }
}

impl std::error::Error for UnknownValue {}

impl fmt::Debug for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// An integer that an enum does not list. Only reading one makes it, so it never stands for one that is listed. As an error,
/// it says that a closed enum has no such value.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownInteger<T>(T);

impl<T> UnknownInteger<T> {
    /// For generated code, which has looked through the listed values before.
    #[doc(hidden)]
    pub fn new(value: T) -> Self {
        Self(value)
    }

    /// The value as it is on the wire.
    pub fn get(self) -> T {
        self.0
    }
}

impl<T: fmt::Debug> fmt::Display for UnknownInteger<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?} is none of the values that there are")
    }
}

impl<T: fmt::Debug> std::error::Error for UnknownInteger<T> {}

impl<T: fmt::Debug> fmt::Debug for UnknownInteger<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
