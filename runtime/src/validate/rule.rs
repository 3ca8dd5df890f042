//! What is asked of a value at one place.

/// What is asked of a value at one place, and of those that it holds.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, Default)]
pub struct Rule<'r> {
    /// The least and the greatest number of characters.
    pub(super) length: (u64, Option<u64>),
    pub(super) pattern: Option<&'static str>,
    /// The least, and whether it is itself too little.
    pub(super) minimum: Option<(Bound, bool)>,
    /// The greatest, and whether it is itself too much.
    pub(super) maximum: Option<(Bound, bool)>,
    pub(super) multiple_of: Option<Bound>,
    /// The least and the greatest number of items of a list, or of members of a map.
    pub(super) count: (u64, Option<u64>),
    pub(super) unique: bool,
    /// The rule of each item of a list, or of each value of a map.
    pub(super) items: Option<&'r Rule<'r>>,
}

/// A bound of numbers.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub enum Bound {
    /// One that integers are compared with as they are.
    Integer(i128),
    /// Any other one.
    Float(f64),
}

impl From<i32> for Bound {
    fn from(value: i32) -> Self {
        Self::Integer(value.into())
    }
}

impl From<i64> for Bound {
    fn from(value: i64) -> Self {
        Self::Integer(value.into())
    }
}

impl From<u64> for Bound {
    fn from(value: u64) -> Self {
        Self::Integer(value.into())
    }
}

impl From<f64> for Bound {
    fn from(value: f64) -> Self {
        Self::Float(value)
    }
}

impl<'r> Rule<'r> {
    /// Nothing is asked.
    pub fn new() -> Self {
        Self::default()
    }

    /// So many characters at least.
    pub fn min_length(mut self, least: u64) -> Self {
        self.length.0 = least;
        self
    }

    /// So many characters at most.
    pub fn max_length(mut self, most: u64) -> Self {
        self.length.1 = Some(most);
        self
    }

    /// A match of a regular expression of ECMA-262 somewhere in the text.
    pub fn pattern(mut self, pattern: &'static str) -> Self {
        self.pattern = Some(pattern);
        self
    }

    /// This number or more.
    pub fn minimum(mut self, bound: impl Into<Bound>) -> Self {
        self.minimum = Some((bound.into(), false));
        self
    }

    /// More than this number.
    pub fn above(mut self, bound: impl Into<Bound>) -> Self {
        self.minimum = Some((bound.into(), true));
        self
    }

    /// This number or less.
    pub fn maximum(mut self, bound: impl Into<Bound>) -> Self {
        self.maximum = Some((bound.into(), false));
        self
    }

    /// Less than this number.
    pub fn below(mut self, bound: impl Into<Bound>) -> Self {
        self.maximum = Some((bound.into(), true));
        self
    }

    /// This number so many times, where that is a whole number of times.
    pub fn multiple_of(mut self, step: impl Into<Bound>) -> Self {
        self.multiple_of = Some(step.into());
        self
    }

    /// So many items, or members, at least.
    pub fn min_items(mut self, least: u64) -> Self {
        self.count.0 = least;
        self
    }

    /// So many items, or members, at most.
    pub fn max_items(mut self, most: u64) -> Self {
        self.count.1 = Some(most);
        self
    }

    /// No item twice.
    pub fn unique_items(mut self) -> Self {
        self.unique = true;
        self
    }

    /// This of each item, or of the value of each member.
    pub fn items(mut self, rule: &'r Rule<'r>) -> Self {
        self.items = Some(rule);
        self
    }
}
