//! Unions as serde writes enums of Rust: a text for a variant that holds nothing, and an object with one member for one that
//! does, whose key is the variant's name. What that member holds is what the variant holds.

use std::sync::Arc;

use foldhash::{HashSet, HashSetExt as _};
use openapiv3::{AnySchema, SchemaKind, Type};
use serde_json::Value;

use super::brief::Brief;
use super::schema::{Part, SchemaRef};
use super::view::{Kind, UnionKeyword, View};
use super::{Lower, values};
use crate::api::{
    Discrimination, Docs, Enumeration, Key, Origin, Shape, Step, TypeId, TypeRef, Union, Variant,
};

/// What a branch is.
enum Branch<'a> {
    /// An object with one member.
    Member(&'a str, Vec<Part<'a>>),
    /// One of these texts.
    Texts(Enumeration),
}

impl<'a> Lower<'a, '_> {
    /// The union that branches are of which each is an object with one member or lists texts. What is a component has a name
    /// that says more, and with a `discriminator` there are tags.
    pub(super) fn keyed(
        &mut self,
        id: TypeId,
        keyword: &UnionKeyword<'a>,
        branches: &[(Part<'a>, Brief)],
        nullable: &mut bool,
    ) -> Option<Union> {
        if keyword.discriminator.is_some() {
            return None;
        }
        let mut or_null = false;
        let found = branches
            .iter()
            .map(|(part, _)| self.branch(part, &mut or_null));
        let found: Vec<Branch<'a>> = found.collect::<Option<_>>()?;
        let keys = found.iter().filter_map(|branch| match branch {
            Branch::Member(key, _) => Some(*key),
            Branch::Texts(_) => None,
        });
        let keys: Vec<&str> = keys.collect();
        let count = found.iter().map(|branch| match branch {
            Branch::Member(..) => 1,
            Branch::Texts(list) => list.values.len(),
        });
        let each_once = keys.iter().collect::<HashSet<_>>().len() == keys.len();
        if keys.is_empty() || !each_once || count.sum::<usize>() < 2 {
            return None;
        }
        *nullable |= or_null;
        let mut keys = Vec::new();
        let mut texts = HashSet::new();
        let mut variants: Vec<Variant> = Vec::new();
        for (branch, (part, brief)) in found.into_iter().zip(branches) {
            match branch {
                Branch::Member(key, parts) => {
                    let step = Step::Variant(key.to_owned());
                    let lowered = self.described(parts, Origin::Inside { parent: id, step });
                    keys.push(Key::Member(key.to_owned()));
                    variants.push(Variant {
                        name: key.to_owned(),
                        ty: lowered.ty,
                        docs: self.docs_of_key(&brief.docs, &lowered.docs),
                    });
                }
                Branch::Texts(mut list) => {
                    values::name_only(&mut list, &brief.docs);
                    for listed in list.values {
                        let text = listed.value.to_string();
                        if !texts.insert(text.clone()) {
                            continue;
                        }
                        // What is said of a branch is said of each of its values.
                        let of_branch = || brief.docs.description.clone();
                        let docs = Docs {
                            description: listed.description.map(Into::into).or_else(of_branch),
                            deprecated: brief.docs.deprecated,
                            ..Docs::default()
                        };
                        variants.push(Variant {
                            ty: self.nothing(id, &text, &part.site),
                            name: text.clone(),
                            docs: self.state.docs.share(docs),
                        });
                        let name = listed.name;
                        keys.push(Key::Text { text, name });
                    }
                }
            }
        }
        Some(Union {
            discrimination: Discrimination::Key { keys },
            variants,
        })
    }

    /// What a branch is, if it is an object with one member that it requires, or lists texts; and whether it may be null.
    fn branch(&self, part: &Part<'a>, or_null: &mut bool) -> Option<Branch<'a>> {
        let SchemaRef::Item(schema) = part.schema else {
            return None;
        };
        match &schema.schema_kind {
            SchemaKind::Type(Type::Object(_) | Type::String(_)) => {}
            SchemaKind::Any(any) if is_plain(any) => {}
            _ => return None,
        }
        let view = View::of(self, std::slice::from_ref(part), &[]);
        if view.sensitive {
            return None;
        }
        let branch = match (view.kind, view.enumeration) {
            (Some(Kind::Object) | None, None) => {
                if !view.additional.is_empty() || view.additional_any || view.required.len() != 1 {
                    return None;
                }
                let mut members = view.properties.into_iter();
                let (Some((key, parts)), None) = (members.next(), members.next()) else {
                    return None;
                };
                let is_sent_by_both = View::of(self, &parts, &[]).access.is_none();
                if !view.required.contains(key) || !is_sent_by_both {
                    return None;
                }
                Branch::Member(key, parts)
            }
            (Some(Kind::String) | None, Some(mut listed)) => {
                let before = listed.len();
                listed.retain(|value| !value.is_null());
                *or_null |= listed.len() < before;
                if !listed.iter().all(Value::is_string) {
                    return None;
                }
                Branch::Texts(values::strings(listed, &view.said)?)
            }
            _ => return None,
        };
        *or_null |= view.nullable;
        Some(branch)
    }

    /// What is said of a variant: of its branch, or else of the member. What follows from the member's keywords holds in any
    /// case.
    fn docs_of_key(&mut self, branch: &Docs, member: &Docs) -> Arc<Docs> {
        let says_nothing = branch.title.is_none() && branch.description.is_none();
        let prose = if says_nothing { member } else { branch };
        let docs = Docs {
            deprecated: branch.deprecated || member.deprecated,
            remarks: member.remarks.clone(),
            more: branch.more.clone().or_else(|| member.more.clone()),
            ..prose.clone()
        };
        self.state.docs.share(docs)
    }

    /// The type of what a variant holds that is a text alone.
    fn nothing(&mut self, id: TypeId, text: &str, site: &Arc<str>) -> TypeRef {
        let step = Step::Variant(text.to_owned());
        let origin = Origin::Inside { parent: id, step };
        let nothing = self.state.api.types.add(site.clone(), origin);
        self.state.api.types[nothing].shape = Shape::Null;
        TypeRef {
            id: nothing,
            nullable: false,
        }
    }
}

/// Whether a schema says nothing in other schemas.
fn is_plain(any: &AnySchema) -> bool {
    any.all_of.is_empty() && any.one_of.is_empty() && any.any_of.is_empty() && any.not.is_none()
}
