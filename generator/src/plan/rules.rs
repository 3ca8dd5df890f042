//! What is asked of values beyond their types, in clients that are to look.

use foldhash::{HashMap, HashMapExt as _, HashSet, HashSetExt as _};

use super::Context;
use super::ty::Ty;
use crate::api::{Api, Limits, Shape, TypeId, TypeRef};

/// What is asked of a value at one place. Of values of a type of ours, that type knows more.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Rule {
    /// Of itself.
    pub limits: Limits,
    /// Of the items of a list, or the values of a map, where something is.
    pub items: Option<Box<Rule>>,
}

impl Rule {
    fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

/// The types that ask something of their values, or of what these hold. None where nobody looks.
pub(super) struct Ruled(Option<HashSet<TypeId>>);

impl Ruled {
    /// Finds them, where somebody looks.
    pub fn of(api: &Api, is_wanted: bool) -> Self {
        if !is_wanted {
            return Self(None);
        }
        let mut holders: HashMap<TypeId, Vec<TypeId>> = HashMap::new();
        let mut open = Vec::new();
        for (id, ty) in api.types.iter() {
            each_held(&ty.shape, |held| {
                holders.entry(held.id).or_default().push(id)
            });
            let has_limits = |shape: &Shape| match shape {
                Shape::Object(object) => object.fields.iter().any(|it| it.limits.is_some()),
                _ => false,
            };
            if ty.limits.is_some() || has_limits(&ty.shape) {
                open.push(id);
            }
        }
        let mut ruled = HashSet::new();
        while let Some(id) = open.pop() {
            if ruled.insert(id) {
                open.extend(holders.get(&id).into_iter().flatten());
            }
        }
        Self(Some(ruled))
    }
}

/// The types that a shape holds.
fn each_held(shape: &Shape, mut each: impl FnMut(TypeRef)) {
    match shape {
        Shape::Object(object) => {
            object.fields.iter().for_each(|field| each(field.ty));
            object.additional.into_iter().for_each(each);
        }
        Shape::Array(held) | Shape::Map(held) | Shape::Alias(held) => each(*held),
        Shape::Tuple(items) => items.iter().copied().for_each(each),
        Shape::Union(union) => union.variants.iter().for_each(|it| each(it.ty)),
        Shape::Any | Shape::Null | Shape::Scalar(_) | Shape::Enumeration(_) | Shape::Foreign(_) => {
        }
    }
}

impl Context<'_> {
    /// What a value has to hold to, if anything and if somebody looks: `said` of this place, or else of its type.
    pub(super) fn rule(&self, ty: TypeRef, said: Option<&Limits>, held: &Ty) -> Option<Box<Rule>> {
        let ruled = self.ruled.0.as_ref()?;
        // Nothing is known of types of the user's.
        if held.has_foreign() {
            return None;
        }
        let rule = self.asked(ty, said);
        (ruled.contains(&ty.id) || !rule.is_none()).then(|| Box::new(rule))
    }

    /// The same of what is in a type of ours that is around one value.
    pub(super) fn rule_of_newtype(&self, id: TypeId, held: &Ty) -> Option<Box<Rule>> {
        let ruled = self.ruled.0.as_ref()?;
        let is_asked = !held.has_foreign() && ruled.contains(&id);
        is_asked.then(|| Box::new(self.own(id)))
    }

    fn asked(&self, ty: TypeRef, said: Option<&Limits>) -> Rule {
        let types = &self.api.types;
        let id = types.resolve(ty).id;
        if self.names.of(id).is_some() {
            // It asks this itself.
            return Rule::default();
        }
        let of_types = || types.way(ty).find_map(|ty| ty.limits.as_deref());
        let limits = said.or_else(of_types).cloned().unwrap_or_default();
        Rule {
            limits,
            ..self.own(id)
        }
    }

    /// What a type asks that is no other name of another one.
    fn own(&self, id: TypeId) -> Rule {
        let ty = &self.api.types[id];
        let items = match &ty.shape {
            Shape::Array(item) | Shape::Map(item) => Some(self.asked(*item, None)),
            _ => None,
        };
        Rule {
            limits: ty.limits.as_deref().cloned().unwrap_or_default(),
            items: items.filter(|items| !items.is_none()).map(Box::new),
        }
    }

    /// The same of the items of a list or the values of a map.
    pub(super) fn rule_of_items(&self, item: TypeRef, held: &Ty) -> Option<Box<Rule>> {
        let rule = self.rule(item, None, held)?;
        Some(Box::new(Rule {
            limits: Limits::default(),
            items: (!rule.is_none()).then_some(rule),
        }))
    }
}
