//! The walk through a value, and what is found on it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use regress::Regex;

use super::rule::Rule;
use super::{Validate, ValidationError, Violation};

/// What is wrong, and where the walk is.
#[doc(hidden)]
#[derive(Debug, Default)]
pub struct Violations {
    found: Vec<Violation>,
    member: Option<&'static str>,
    pointer: String,
}

impl Violations {
    /// Looks at a value at this place.
    pub fn value(&mut self, value: &dyn Validate, rule: &Rule<'_>) {
        value.check(rule, self);
    }

    /// Looks at a member of a struct, or a parameter of a call.
    pub fn member(&mut self, name: &'static str, value: &dyn Validate, rule: &Rule<'_>) {
        let is_first = self.pointer.is_empty();
        if is_first {
            self.member = Some(name);
        }
        self.within(name, value, rule);
        if is_first {
            self.member = None;
        }
    }

    /// Looks at a value below this one.
    pub(super) fn within(&mut self, segment: &str, value: &dyn Validate, rule: &Rule<'_>) {
        let here = self.pointer.len();
        self.pointer.push('/');
        self.pointer
            .push_str(&segment.replace('~', "~0").replace('/', "~1"));
        value.check(rule, self);
        self.pointer.truncate(here);
    }

    pub(super) fn add(&mut self, problem: String) {
        self.found.push(Violation {
            member: self.member,
            pointer: self.pointer.clone(),
            problem,
        });
    }

    /// Adds that there are too few or too many of something.
    pub(super) fn number(&mut self, number: usize, unit: &str, limits: (u64, Option<u64>)) {
        let (least, most) = limits;
        let units = |n: u64| if n == 1 { "" } else { "s" };
        let is = |n: u64| if n == 1 { "is" } else { "are" };
        let n = u64::try_from(number).unwrap_or(u64::MAX);
        let has = format!("has {n} {unit}{}", units(n));
        if n < least {
            self.add(format!("{has}, and at least {least} {} needed", is(least)));
        }
        if let Some(most) = most.filter(|most| n > *most) {
            self.add(format!("{has}, and at most {most} {} allowed", is(most)));
        }
    }

    pub(super) fn into_result(self) -> Result<(), ValidationError> {
        match self.found.is_empty() {
            true => Ok(()),
            false => Err(ValidationError {
                violations: self.found,
            }),
        }
    }
}

/// Whether a text has a match of an expression. One that is none says nothing.
pub(super) fn matches(pattern: &'static str, text: &str) -> bool {
    type Known = HashMap<&'static str, Option<Arc<Regex>>>;
    static KNOWN: OnceLock<Mutex<Known>> = OnceLock::new();
    let known = KNOWN.get_or_init(Mutex::default);
    // As JSON Schema has it (section 6.3 of Validation 2020-12): by code points, not by halves of them.
    let read = || Regex::with_flags(pattern, "u").or_else(|_| Regex::new(pattern));
    let regex = known
        .lock()
        // Nobody leaves the map half written.
        .unwrap_or_else(PoisonError::into_inner)
        .entry(pattern)
        .or_insert_with(|| read().ok().map(Arc::new))
        .clone();
    regex.is_none_or(|regex| regex.find(text).is_some())
}
