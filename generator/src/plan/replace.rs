//! Types that the user has already: what the configuration wants in the place of what the document describes.

use super::Context;
use super::ty::Ty;
use crate::api::{self, Api, Choice, Shape, TypeId, TypeRef};
use crate::config::{Config, RustType};

/// Takes what the document says of them out of the way, so that nothing is made of it.
pub fn replace(api: &mut Api, config: &Config) {
    let types = api.types.iter();
    let chosen: Vec<TypeId> = types
        .filter(|(_, ty)| chosen(config, ty).is_some())
        .map(|(id, _)| id)
        .collect();
    for id in chosen {
        // What is another type's name is described as that one, which may have gone before.
        let itself = TypeRef {
            id,
            nullable: false,
        };
        let described = api.types.described(itself).clone();
        api.types[id].shape = Shape::Foreign(Box::new(described));
    }
}

/// What the user has for one of the document's types.
pub fn chosen<'c>(config: &'c Config, ty: &api::Type) -> Option<Choice<'c>> {
    let chosen = replacement(config, ty)?.as_str();
    Some(match rusts_own(chosen) {
        Some(Ty::String) => Choice::Text,
        _ => Choice::Named(chosen),
    })
}

fn replacement<'c>(config: &'c Config, ty: &api::Type) -> Option<&'c RustType> {
    let by_format = || {
        let scalar = matches!(ty.shape.described(), Shape::Scalar(_));
        config.formats.get(ty.format.as_ref()?).filter(|_| scalar)
    };
    let chosen = config.replacement(super::names::key(ty)).or_else(by_format);
    chosen.map(|given| &given.value)
}

impl Context<'_> {
    /// What stands for a type that was replaced.
    pub(super) fn foreign(&self, ty: &api::Type) -> Ty {
        let chosen = replacement(self.config, ty).expect("what was replaced has a replacement");
        rusts_own(chosen.as_str()).unwrap_or_else(|| Ty::Foreign(chosen.clone()))
    }
}

/// A type that clients have anyway is one type, whoever chose it: a union converts from it once.
fn rusts_own(path: &str) -> Option<Ty> {
    Some(match path {
        "bool" => Ty::Bool,
        "i8" => Ty::I8,
        "i16" => Ty::I16,
        "i32" => Ty::I32,
        "i64" => Ty::I64,
        "u8" => Ty::U8,
        "u16" => Ty::U16,
        "u32" => Ty::U32,
        "u64" => Ty::U64,
        "f64" => Ty::F64,
        "String" | "std::string::String" => Ty::String,
        _ => return None,
    })
}
