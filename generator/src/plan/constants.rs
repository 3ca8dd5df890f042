//! What is always the same, and so is no business of a caller: the client writes it.
//!
//! What is only received keeps its field, because the server may have more to say one day than the description knows.

use std::sync::Arc;

use super::Context;
use super::analyze::{Json, Tag};
use super::docs::{Docs, Words};
use super::names::key;
use crate::api::{self, Access, Constant, Field, Object, Scalar, Shape, TypeId, TypeRef};

impl Context<'_> {
    /// The one value that a type has.
    pub(super) fn constant(&self, reference: TypeRef) -> Option<Constant> {
        let resolved = self.api.types.resolve(reference);
        let ty = &self.api.types[resolved.id];
        if resolved.nullable || ty.sensitive {
            return None;
        }
        match &ty.shape {
            Shape::Enumeration(list) => match &list.values[..] {
                [only] if !list.others => Some(only.value.clone()),
                _ => None,
            },
            Shape::Scalar(Scalar::Boolean(always)) => always.map(Constant::Boolean),
            _ => None,
        }
    }

    /// The members of a type that are always the same where it is sent: by themselves, or because a union tells the type by
    /// them. What the configuration has a name for is a field.
    pub(super) fn constants(&self, id: TypeId, object: &Object) -> Vec<(Arc<str>, Constant)> {
        let tags = self.analysis.tags.of_type(id);
        let described = object.fields.iter().filter_map(|field| {
            let own = || self.constant_member(id, field);
            let constant = self.tag_of(field, tags).or_else(own)?;
            Some((field.wire_name.clone(), constant))
        });
        let key = key(&self.api.types[id]);
        let described =
            described.filter(|(member, _)| self.config.field_name(key, member).is_none());
        // Nobody could send it otherwise.
        let undescribed = tags.iter().filter_map(|tag| {
            let is_there = object.field(tag.member).is_some();
            let value = tag.value.filter(|_| !is_there)?;
            Some((Arc::from(tag.member), tag.json?.constant(value)?))
        });
        described.chain(undescribed).collect()
    }

    /// The same for a body whose members are arguments, and which is no variant of anything there: what need not be in it
    /// is not written.
    pub(super) fn constants_of_body(
        &self,
        id: TypeId,
        object: &Object,
    ) -> Vec<(Arc<str>, Constant)> {
        let mut all = self.constants(id, object);
        all.retain(|(member, _)| {
            let field = object.field(member);
            field.is_some_and(|it| it.required && it.access != Access::ReadOnly)
        });
        all
    }

    /// The one value of a member that is always sent: also one that may be left out, where a server would take the value
    /// for one of another type without it.
    fn constant_member(&self, id: TypeId, field: &Field) -> Option<Constant> {
        let tags = &self.analysis.tags;
        let is_there = field.required || tags.is_told_by(id, &field.wire_name);
        let is_sent = is_there && field.access != Access::ReadOnly;
        is_sent.then(|| self.constant(field.ty)).flatten()
    }

    /// What a member is in JSON by which unions tell its type, if it can be that and nothing else.
    fn tag_of(&self, field: &Field, tags: &[Tag<'_>]) -> Option<Constant> {
        let tag = tags.iter().find(|tag| *tag.member == *field.wire_name)?;
        let value = tag.value?;
        let ty = &self.api.types[self.api.types.resolve(field.ty).id];
        if ty.sensitive {
            return None;
        }
        match &ty.shape {
            // All other values have to lead to other variants.
            Shape::Enumeration(list) if !list.others => {
                let is_known = |text: &str| tag.known.iter().any(|(known, _)| known == text);
                let mut constant = None;
                for listed in &list.values {
                    let text = listed.value.to_string();
                    if text == value {
                        constant = Some(listed.value.clone());
                    } else if !is_known(&text) {
                        return None;
                    }
                }
                constant
            }
            shape => Json::of(shape)?.constant(value),
        }
    }
}

impl Docs {
    /// Says in an item of a list of what has no field what it is, and what the document says of it.
    #[must_use]
    pub(super) fn and_constant(
        self,
        name: &str,
        value: &Constant,
        said: Option<&api::Docs>,
    ) -> Self {
        let value = value.to_string();
        let is_news = |text: &Arc<str>| text.trim_matches(|c| "*`\"'. ".contains(c)) != value;
        let said = said.map(|said| Self::prose(said, &[name]));
        let said = said.filter(|said| said.iter().any(is_news));
        let said = said.map(|said| said.join("\n\n").into());
        let parts = [name, &value].map(Words::code);
        let template = match said {
            Some(_) => "{} is always {}",
            None => "{} is always {}.",
        };
        self.and_item(Words::sentence(template, &parts), said)
    }
}
