//! What a description asks of values beyond their type.

use std::sync::Arc;

use serde_json::Number;

/// Limits of values (JSON Schema Validation 2020-12, section 6).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Limits {
    /// Of a text, in characters.
    pub min_length: Option<u64>,
    /// Of a text, in characters.
    pub max_length: Option<u64>,
    /// A regular expression of ECMA-262 that a text has a match of.
    pub pattern: Option<Arc<str>>,
    /// Of a number.
    pub minimum: Option<Number>,
    /// Whether the minimum itself is too little.
    pub above_minimum: bool,
    /// Of a number.
    pub maximum: Option<Number>,
    /// Whether the maximum itself is too much.
    pub below_maximum: bool,
    /// What a number is a multiple of.
    pub multiple_of: Option<Number>,
    /// Of a list.
    pub min_items: Option<u64>,
    /// Of a list.
    pub max_items: Option<u64>,
    /// Whether a list has no item twice.
    pub unique_items: bool,
    /// Of an object.
    pub min_members: Option<u64>,
    /// Of an object.
    pub max_members: Option<u64>,
}

impl Limits {
    /// Whether all values are within them.
    pub fn are_none(&self) -> bool {
        *self == Self::default()
    }

    /// How long a text is.
    pub(super) fn lengths(&mut self, min: Option<usize>, max: Option<usize>) {
        let (min, max) = (min.map(|n| n as u64), max.map(|n| n as u64));
        self.min_length = self.min_length.max(min);
        self.max_length = tighter(self.max_length, max);
    }

    /// The first of several, as for all that can't be put together.
    pub(super) fn minimum(&mut self, minimum: Option<Number>, exclusive: bool) {
        if self.minimum.is_none() {
            self.minimum = minimum;
            self.above_minimum = exclusive;
        }
    }

    /// The same for the other end.
    pub(super) fn maximum(&mut self, maximum: Option<Number>, exclusive: bool) {
        if self.maximum.is_none() {
            self.maximum = maximum;
            self.below_maximum = exclusive;
        }
    }

    /// The first of several, which stands with the text itself: no expression says what two of them do.
    pub(super) fn pattern(&mut self, pattern: Option<&str>) {
        let pattern = pattern.filter(|_| self.pattern.is_none());
        if let Some(pattern) = pattern {
            self.pattern = Some(pattern.into());
        }
    }

    /// The first of several.
    pub(super) fn multiple_of(&mut self, step: Option<Number>) {
        let step = step.filter(|step| step.as_f64().is_some_and(|step| step > 0.0));
        self.multiple_of = self.multiple_of.take().or(step);
    }

    /// How many items a list has.
    pub(super) fn item_count(&mut self, min: Option<usize>, max: Option<usize>, unique: bool) {
        let (min, max) = (min.map(|n| n as u64), max.map(|n| n as u64));
        self.min_items = self.min_items.max(min);
        self.max_items = tighter(self.max_items, max);
        self.unique_items |= unique;
    }

    /// How many members an object has.
    pub(super) fn member_count(&mut self, min: Option<usize>, max: Option<usize>) {
        let (min, max) = (min.map(|n| n as u64), max.map(|n| n as u64));
        self.min_members = self.min_members.max(min);
        self.max_members = tighter(self.max_members, max);
    }
}

/// The smaller of two upper limits.
fn tighter(one: Option<u64>, other: Option<u64>) -> Option<u64> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}
