//! How much may be tried to find the variant of a union.
//!
//! That a variant does not fit may be found out when its last part is read. Where that part is the same union again, so is
//! it there, and a value nested `n` deep takes `2^n` times as long as one that is not: a server could keep a program busy
//! for years with a few hundred bytes. So what is tried within a union is counted, in values that are read for it.

use std::cell::Cell;

use super::tree::Tree;

/// How often each part of a value may be read for the unions within it. Eight of them within each other come to that if
/// the second of two variants fits each.
const TIMES: usize = 256;

/// How much may be read of small values, which takes a moment however deep they are.
const LEAST: usize = 1 << 16;

thread_local! {
    /// What is left for the outermost union that is being read, if one is.
    static LEFT: Cell<Option<usize>> = const { Cell::new(None) };
}

/// The patience with one union. What is tried for those within it counts for the outermost one.
pub(super) struct Patience {
    size: usize,
    is_outermost: bool,
}

impl Patience {
    pub fn with(value: &Tree<'_>) -> Self {
        let size = value.size();
        let is_outermost = LEFT.get().is_none();
        if is_outermost {
            LEFT.set(Some(LEAST.max(size.saturating_mul(TIMES))));
        }
        Self { size, is_outermost }
    }

    /// Whether the value may be read once more. The outermost is read once for each variant, and not more.
    pub fn lasts(&self) -> bool {
        let cost = if self.is_outermost { 0 } else { self.size };
        let left = LEFT.get().and_then(|left| left.checked_sub(cost));
        LEFT.set(Some(left.unwrap_or(0)));
        left.is_some()
    }
}

impl Drop for Patience {
    fn drop(&mut self) {
        if self.is_outermost {
            LEFT.set(None);
        }
    }
}
