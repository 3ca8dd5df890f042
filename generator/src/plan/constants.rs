//! What is always the same, and so is no business of a caller: the client writes it.
//!
//! What is only received keeps its field, because the server may have more to say one day than the description knows.

use std::sync::Arc;

use super::Context;
use super::docs::{Docs, Words};
use super::names::key;
use crate::api::{Access, Constant, Field, Object, Scalar, Shape, Text, TypeId, TypeRef};

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
                [only] => Some(only.value.clone()),
                _ => None,
            },
            Shape::Scalar(Scalar::Boolean(always)) => always.map(Constant::Boolean),
            _ => None,
        }
    }

    /// The members of a type that are always the same where it is sent: by themselves, or because a union tells the type by
    /// them. What the configuration has a name for is a field.
    pub(super) fn constants(&self, id: TypeId, object: &Object) -> Vec<(Arc<str>, Constant)> {
        let key = key(&self.api.types[id]);
        let is_field = |member: &str| self.config.field_name(key, member).is_some();
        let tags: Vec<(&str, &str)> = self.analysis.tags.of_type(id).collect();
        let tag = |field: &Field| {
            let (_, value) = tags
                .iter()
                .find(|(member, _)| **member == *field.wire_name)?;
            self.tag(field, value)
        };
        let sent = object.fields.iter();
        let sent = sent.filter(|field| field.access != Access::ReadOnly);
        let described = sent.filter_map(|field| {
            let constant = field.required.then(|| self.constant(field.ty)).flatten();
            Some((field.wire_name.clone(), constant.or_else(|| tag(field))?))
        });
        // Nobody could send it otherwise.
        let undescribed = tags
            .iter()
            .filter(|(member, _)| object.field(member).is_none())
            .map(|(member, value)| (Arc::from(*member), Constant::Text((*value).to_owned())));
        let all = described.chain(undescribed);
        all.filter(|(member, _)| !is_field(member)).collect()
    }

    /// What a tag is in JSON, if the member can be that.
    fn tag(&self, field: &Field, value: &str) -> Option<Constant> {
        let ty = &self.api.types[self.api.types.resolve(field.ty).id];
        if ty.sensitive {
            return None;
        }
        match &ty.shape {
            Shape::Scalar(Scalar::Text(Text::Plain)) => Some(Constant::Text(value.to_owned())),
            Shape::Scalar(Scalar::Boolean(Some(always))) => Some(Constant::Boolean(*always)),
            Shape::Enumeration(list) => {
                let mut values = list.values.iter().map(|listed| &listed.value);
                values.find(|it| it.to_string() == value).cloned()
            }
            _ => None,
        }
    }
}

impl Docs {
    /// Says of members that have no field what they are.
    #[must_use]
    pub(super) fn and_constants<'c>(
        self,
        constants: impl IntoIterator<Item = (&'c str, &'c Constant)>,
    ) -> Self {
        let constants = constants.into_iter();
        constants.fold(self, |docs, (member, value)| {
            let parts = [member, &value.to_string()].map(Words::code);
            docs.and(Words::sentence("{} is always {}.", &parts))
        })
    }
}
