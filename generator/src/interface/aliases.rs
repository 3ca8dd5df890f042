//! Other names of types, which are the same types.

use super::renamed::{Names, text};
use super::{Interface, Kind};

impl Interface {
    /// The same with what aliases stand for in their place, wherever a type is named.
    pub(super) fn expanded(&self) -> Self {
        let mut names = self.aliases();
        // Each round takes a step through aliases of aliases, which never go round in a circle.
        loop {
            let next: Names = names
                .iter()
                .map(|(path, of)| (path.clone(), text(of, &names)))
                .collect();
            if next == names {
                return self.renamed_within(&names);
            }
            names = next;
        }
    }

    /// The type that this is, if it is one of the crate's, and not another name of it.
    pub(super) fn itself<'i>(&'i self, path: &'i str) -> &'i str {
        match self.types.get(path).map(|ty| &ty.kind) {
            Some(Kind::Alias(of)) if self.types.contains_key(of) => self.itself(of),
            _ => path,
        }
    }

    fn aliases(&self) -> Names {
        let aliases = self.types.iter().filter_map(|(path, ty)| match &ty.kind {
            Kind::Alias(of) => Some((path.clone(), of.clone())),
            Kind::Struct | Kind::Enum => None,
        });
        aliases.collect()
    }
}
