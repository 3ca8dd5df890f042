//! Whether null is among the values that all branches of an `allOf` allow.

use openapiv3::{AnySchema, Schema, SchemaKind};

/// What a schema says of null, from the weakest word to the strongest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Null {
    /// Nothing: it has no type.
    Unsaid,
    /// It is one of its values.
    Allowed,
    /// It is of another type.
    Excluded,
    /// It is one, and nothing else is said: that is how a reference that may be null is written in OpenAPI 3.0, though
    /// strictly the other branches still exclude null.
    Added,
}

impl Null {
    /// What both say, where both must hold.
    pub(super) fn and(self, other: Self) -> Self {
        self.max(other)
    }

    pub(super) fn is_allowed(self) -> bool {
        matches!(self, Self::Allowed | Self::Added)
    }
}

/// What a schema says of null, given what its `allOf` says.
pub(super) fn of(schema: &Schema, branches: Null) -> Null {
    let kind = &schema.schema_kind;
    match schema.schema_data.nullable {
        true if is_bare(kind) => Null::Added,
        true => Null::Allowed,
        // It is added to what stands here, and not to what this is a branch of.
        false if branches == Null::Added => Null::Allowed,
        false if has_type(kind) => Null::Excluded,
        false => branches,
    }
}

fn has_type(kind: &SchemaKind) -> bool {
    match kind {
        SchemaKind::Type(_) => true,
        SchemaKind::Any(any) => any.typ.is_some(),
        _ => false,
    }
}

/// Whether nothing is said of values.
fn is_bare(kind: &SchemaKind) -> bool {
    matches!(kind, SchemaKind::Any(any) if *any == AnySchema::default())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_type_excludes_null_unless_a_branch_says_nothing_else() {
        let schema = |text| serde_json::from_value::<Schema>(text).unwrap();
        let of = |text| of(&schema(text), Null::Unsaid);
        let maybe = || of(json!({"type": "object", "nullable": true}));
        let never = || of(json!({"type": "object", "required": ["a"]}));
        let unsaid = || of(json!({"required": ["a"]}));
        let added = || of(json!({"nullable": true, "description": "Or null."}));
        for (branches, is_allowed) in [
            (vec![maybe()], true),
            (vec![maybe(), never()], false),
            (vec![never(), maybe()], false),
            (vec![maybe(), unsaid()], true),
            (vec![unsaid(), unsaid()], false),
            (vec![never(), added()], true),
            (vec![added(), never(), maybe()], true),
        ] {
            let all = branches.iter().fold(Null::Unsaid, |all, it| all.and(*it));
            assert_eq!(all.is_allowed(), is_allowed, "{branches:?}");
        }
        // A type beside `allOf` is one more branch, and what a branch adds to its own branches it adds to no others.
        let with_type = schema(json!({"type": "object", "allOf": [], "properties": {}}));
        assert_eq!(super::of(&with_type, Null::Allowed), Null::Excluded);
        assert_eq!(super::of(&with_type, Null::Added), Null::Allowed);
    }
}
