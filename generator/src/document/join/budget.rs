//! What copies may cost. A few callbacks that refer to each other twice stand for as many values as one likes.

use std::rc::Rc;

use super::target::Target;
use crate::source::{Limits, Value, segments};

/// How much has been put in place, and how much may be.
pub(in crate::document) struct Budget {
    limits: Limits,
    values: usize,
    /// Whether a limit was met. It is told once: what meets it does so again and again.
    told: bool,
}

impl Budget {
    pub(in crate::document) fn new(limits: Limits) -> Self {
        Self {
            limits,
            values: 0,
            told: false,
        }
    }

    /// Whether a limit was met.
    pub(in crate::document) fn is_spent(&self) -> bool {
        self.told
    }

    /// Counts a value that is to stand at a pointer. Gives the limit that it meets, if it does. Nothing more is put in
    /// place then.
    ///
    /// The way to it counts as well: what is short and far down is found again and again from the top.
    pub(in crate::document) fn spend(&mut self, at: &str, value: &Value) -> Result<(), Met> {
        let Limits { depth, nodes, .. } = self.limits;
        let way = segments(at).count();
        self.values = self.values.saturating_add(value.count() + way);
        let met = if self.told {
            None
        } else if self.values > nodes {
            Some(format!("more than {nodes} values"))
        } else if way + value.depth() > depth {
            Some(format!("levels beyond the limit of {depth}"))
        } else {
            return Ok(());
        };
        self.told = true;
        Err(Met { limit: met })
    }
}

/// A limit was met.
pub(in crate::document) struct Met {
    /// Which one, in words, if that is not told yet.
    pub(in crate::document) limit: Option<String>,
}

/// What was put in place on the way to a part, the last first.
#[derive(Default)]
pub(super) struct Trail(Option<(Target, Rc<Trail>)>);

impl Trail {
    /// The trail with one more step.
    pub(super) fn and(self: &Rc<Self>, target: Target) -> Rc<Self> {
        Rc::new(Self(Some((target, Rc::clone(self)))))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    pub(super) fn contains(&self, wanted: &Target) -> bool {
        let mut here = self;
        while let Some((target, before)) = &here.0 {
            if target == wanted {
                return true;
            }
            here = before;
        }
        false
    }
}
