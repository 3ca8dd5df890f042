//! Where the parts of the joined and upgraded document came from.

use foldhash::{HashMap, HashMapExt as _};

use crate::diagnostic::Place;
use crate::source::{FileId, Path};

/// A map from pointers of the document as it is to files and pointers as they were written. Only what was moved is in
/// it: everything else is where it was in the root file, and what stands within a moved part moved along.
#[derive(Clone, Debug)]
pub(super) struct Origins {
    root: FileId,
    moved: HashMap<String, (FileId, String)>,
}

impl Origins {
    pub(super) fn new(root: FileId) -> Self {
        Self {
            root,
            moved: HashMap::new(),
        }
    }

    /// Where the value at a pointer was written.
    pub(super) fn resolve(&self, pointer: &str) -> (FileId, String) {
        let mut prefix = pointer;
        while !self.moved.is_empty() {
            if let Some((file, origin)) = self.moved.get(prefix) {
                return (*file, format!("{origin}{}", &pointer[prefix.len()..]));
            }
            match crate::source::parent(prefix) {
                Some(parent) => prefix = parent,
                None => break,
            }
        }
        (self.root, pointer.to_owned())
    }

    pub(super) fn place(&self, pointer: &str) -> Place {
        let (file, pointer) = self.resolve(pointer);
        Place::node(file, pointer)
    }

    /// Notes that what stands at `pointer` now stood at `before` until now.
    pub(super) fn same(&mut self, pointer: String, before: &str) {
        let origin = self.resolve(before);
        self.moved.insert(pointer, origin);
    }

    /// Notes that items of a list have moved, as pairs of old and new position.
    pub(super) fn shift(&mut self, list: &Path<'_>, moves: impl Iterator<Item = (usize, usize)>) {
        // All are looked up before any is set: the old place of one is the new place of another.
        let moved: Vec<_> = moves
            .filter(|(old, new)| old != new)
            .map(|(old, new)| {
                let origin = self.resolve(&list.index(old).pointer());
                (list.index(new).pointer(), origin)
            })
            .collect();
        self.moved.extend(moved);
    }

    /// Notes that what stands at `pointer` was written elsewhere.
    pub(super) fn set(&mut self, pointer: String, origin: (FileId, String)) {
        self.moved.insert(pointer, origin);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Files;

    #[test]
    fn the_longest_known_prefix_decides() {
        let mut files = Files::new();
        let (root, other) = (files.add("a", ""), files.add("b", ""));
        let mut origins = Origins::new(root);
        assert_eq!(origins.resolve("/a/b"), (root, "/a/b".to_owned()));
        origins.set("/a".to_owned(), (other, "/x".to_owned()));
        origins.set("/a/b/c".to_owned(), (root, "".to_owned()));
        assert_eq!(origins.resolve("/a/b"), (other, "/x/b".to_owned()));
        assert_eq!(origins.resolve("/a/b/c/d"), (root, "/d".to_owned()));
        assert_eq!(origins.resolve("/ab"), (root, "/ab".to_owned()));
    }
}
