//! What a document says in the same words in many places, kept once.

use std::borrow::Borrow;
use std::hash::Hash;
use std::sync::Arc;

use foldhash::{HashSet, HashSetExt as _};

/// Those met so far.
pub(super) struct Shared<T: ?Sized>(HashSet<Arc<T>>);

impl<T: Hash + Eq + ?Sized> Shared<T> {
    /// The same, in memory that all its uses share.
    pub(super) fn share<U: Borrow<T> + Into<Arc<T>>>(&mut self, value: U) -> Arc<T> {
        if let Some(known) = self.0.get(value.borrow()) {
            return known.clone();
        }
        let new: Arc<T> = value.into();
        self.0.insert(new.clone());
        new
    }
}

impl<T: ?Sized> Default for Shared<T> {
    fn default() -> Self {
        Self(HashSet::new())
    }
}
