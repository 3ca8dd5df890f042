//! What values that are no types of a client are asked: texts, numbers, lists, maps, and what holds one other value.

use std::collections::BTreeMap;

use bytes::Bytes;
use serde_json::Value;

use super::super::{Date, DateTime, Field, Secret, Sensitive, Upload};
use super::Validate;
use super::check::{Violations, matches};
use super::rule::{Bound, Rule};

impl Validate for String {
    fn check(&self, rule: &Rule<'_>, violations: &mut Violations) {
        text(self, rule, violations);
    }
}

impl Validate for Secret {
    fn check(&self, rule: &Rule<'_>, violations: &mut Violations) {
        text(self.expose(), rule, violations);
    }
}

fn text(text: &str, rule: &Rule<'_>, violations: &mut Violations) {
    // In characters as RFC 8259 has them, which are code points (JSON Schema Validation 2020-12, section 6.3).
    violations.number(text.chars().count(), "character", rule.length);
    let is_missed = |pattern: &&'static str| !matches(pattern, text);
    if let Some(pattern) = rule.pattern.filter(is_missed) {
        violations.add(format!("does not match `{pattern}`"));
    }
}

/// A number: as it is, and as one that has a fraction.
#[derive(Clone, Copy)]
struct Number {
    whole: Option<i128>,
    value: f64,
}

impl Number {
    fn is_below(self, bound: Bound) -> bool {
        match (self.whole, bound) {
            (Some(whole), Bound::Integer(bound)) => whole < bound,
            (_, Bound::Float(bound)) => self.value < bound,
            (None, Bound::Integer(bound)) => self.value < float(bound),
        }
    }

    fn is_above(self, bound: Bound) -> bool {
        match (self.whole, bound) {
            (Some(whole), Bound::Integer(bound)) => whole > bound,
            (_, Bound::Float(bound)) => self.value > bound,
            (None, Bound::Integer(bound)) => self.value > float(bound),
        }
    }

    fn is_multiple_of(self, step: Bound) -> bool {
        let step = match (self.whole, step) {
            (Some(whole), Bound::Integer(step)) => return step == 0 || whole % step == 0,
            (_, Bound::Float(step)) => step,
            (None, Bound::Integer(step)) => float(step),
        };
        // 0.3 is three times 0.1, though not to the last bit of what either is written as.
        let times = self.value / step;
        !times.is_finite() || (times - times.round()).abs() <= times.abs() * 4.0 * f64::EPSILON
    }

    fn check(self, rule: &Rule<'_>, violations: &mut Violations) {
        let too_little = |(bound, itself): &(Bound, bool)| {
            self.is_below(*bound) || (*itself && !self.is_above(*bound))
        };
        let too_much = |(bound, itself): &(Bound, bool)| {
            self.is_above(*bound) || (*itself && !self.is_below(*bound))
        };
        if let Some((bound, itself)) = rule.minimum.filter(too_little) {
            let is = if itself { "is not more" } else { "is less" };
            violations.add(format!("{is} than {}", shown(bound)));
        }
        if let Some((bound, itself)) = rule.maximum.filter(too_much) {
            let is = if itself { "is not less" } else { "is more" };
            violations.add(format!("{is} than {}", shown(bound)));
        }
        let is_other = |step: &Bound| !self.is_multiple_of(*step);
        if let Some(step) = rule.multiple_of.filter(is_other) {
            violations.add(format!("is no multiple of {}", shown(step)));
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "it is compared with what has no more"
)]
fn float(bound: i128) -> f64 {
    bound as f64
}

fn shown(bound: Bound) -> String {
    match bound {
        Bound::Integer(bound) => bound.to_string(),
        Bound::Float(bound) => bound.to_string(),
    }
}

impl Validate for f64 {
    fn check(&self, rule: &Rule<'_>, violations: &mut Violations) {
        let number = Number {
            whole: None,
            value: *self,
        };
        number.check(rule, violations);
    }
}

macro_rules! integers {
    ($($integer:ty)*) => {$(
        impl Validate for $integer {
            fn check(&self, rule: &Rule<'_>, violations: &mut Violations) {
                let whole = i128::from(*self);
                let number = Number {
                    whole: Some(whole),
                    value: float(whole),
                };
                number.check(rule, violations);
            }
        }
    )*};
}

integers!(i8 i16 i32 i64 u8 u16 u32 u64);

impl<T: Validate + PartialEq> Validate for Vec<T> {
    fn check(&self, rule: &Rule<'_>, violations: &mut Violations) {
        violations.number(self.len(), "item", rule.count);
        let mut before = self.iter().enumerate();
        if rule.unique && before.any(|(index, item)| self[..index].contains(item)) {
            violations.add("has an item twice".to_owned());
        }
        items(
            self.iter().map(|item| item as &dyn Validate),
            rule,
            violations,
        );
    }
}

fn items<'v>(
    items: impl Iterator<Item = &'v dyn Validate>,
    rule: &Rule<'_>,
    violations: &mut Violations,
) {
    let of_each = rule.items.copied().unwrap_or_default();
    for (index, item) in items.enumerate() {
        violations.within(&index.to_string(), item, &of_each);
    }
}

impl<T: Validate> Validate for BTreeMap<String, T> {
    fn check(&self, rule: &Rule<'_>, violations: &mut Violations) {
        violations.number(self.len(), "member", rule.count);
        let of_each = rule.items.copied().unwrap_or_default();
        for (key, value) in self {
            violations.within(key, value, &of_each);
        }
    }
}

impl<T: Validate> Validate for Option<T> {
    fn check(&self, rule: &Rule<'_>, violations: &mut Violations) {
        if let Some(value) = self {
            value.check(rule, violations);
        }
    }
}

impl<T: Validate> Validate for Field<T> {
    fn check(&self, rule: &Rule<'_>, violations: &mut Violations) {
        if let Some(value) = self.value() {
            value.check(rule, violations);
        }
    }
}

impl<T: Validate + ?Sized> Validate for Box<T> {
    fn check(&self, rule: &Rule<'_>, violations: &mut Violations) {
        (**self).check(rule, violations);
    }
}

impl<T: Validate> Validate for Sensitive<T> {
    fn check(&self, rule: &Rule<'_>, violations: &mut Violations) {
        self.expose().check(rule, violations);
    }
}

macro_rules! nothing_asked {
    ($($name:ty)*) => {$(
        impl Validate for $name {
            fn check(&self, _: &Rule<'_>, _: &mut Violations) {}
        }
    )*};
}

nothing_asked!(() bool Bytes Date DateTime Upload Value);

macro_rules! tuples {
    ($($name:ident)*) => {
        impl<$($name: Validate),*> Validate for ($($name,)*) {
            #[allow(non_snake_case)]
            fn check(&self, rule: &Rule<'_>, violations: &mut Violations) {
                let ($($name,)*) = self;
                let all: &[&dyn Validate] = &[$($name),*];
                items(all.iter().copied(), rule, violations);
            }
        }
    };
}

tuples!(A);
tuples!(A B);
tuples!(A B C);
tuples!(A B C D);
tuples!(A B C D E);
tuples!(A B C D E F);
tuples!(A B C D E F G);
tuples!(A B C D E F G H);
tuples!(A B C D E F G H I);
tuples!(A B C D E F G H I J);
tuples!(A B C D E F G H I J K);
tuples!(A B C D E F G H I J K L);
