//! What a component says to those that refer to it, found out once: hundreds may refer to one, and to merge all of its
//! members for each of them would be most of the work of this phase.

use std::sync::Arc;

use serde_json::Value;

use super::Lower;
use super::schema::{Part, SchemaRef};
use super::view::View;
use crate::api::{Access, Docs, Limits};

/// A schema in brief: what is asked of it where it is a member or a branch.
#[derive(Clone)]
pub(super) struct Brief {
    pub docs: Arc<Docs>,
    pub access: Access,
    pub limits: Option<Arc<Limits>>,
    /// Whether null is all that it permits.
    pub only_null: bool,
    /// Whether it restricts nothing.
    pub says_nothing: bool,
}

impl<'a> Lower<'a, '_> {
    /// A schema in brief, wherever it stands.
    pub(super) fn brief(&mut self, parts: &[Part<'a>]) -> Brief {
        let name = match parts {
            [part] => match part.schema {
                SchemaRef::Reference(reference) => super::schema_name(reference),
                SchemaRef::Item(_) => None,
            },
            _ => None,
        };
        let Some(name) = name else {
            return self.find_out(parts);
        };
        if let Some(known) = self.state.briefs.get(name.as_ref()) {
            return known.clone();
        }
        let brief = self.find_out(parts);
        self.state.briefs.insert(name.into_owned(), brief.clone());
        brief
    }

    fn find_out(&mut self, parts: &[Part<'a>]) -> Brief {
        let view = View::of(self, parts, &[]);
        Brief {
            docs: self.state.docs(&view),
            access: view.access.unwrap_or(Access::Both),
            only_null: view
                .enumeration
                .as_ref()
                .is_some_and(|values| values.iter().all(Value::is_null)),
            says_nothing: view.says_nothing(),
            limits: self.state.limits(&view),
        }
    }
}
