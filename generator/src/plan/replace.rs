//! Types that the user has already: what the configuration wants in the place of what the document describes.

use super::Context;
use crate::api::{self, Api, Shape};
use crate::config::{Config, RustType};

/// Forgets what the document says of them, so that nothing is made of it.
pub fn replace(api: &mut Api, config: &Config) {
    for ty in api.types.iter_mut() {
        if chosen(config, ty).is_some() {
            ty.shape = Shape::Foreign;
        }
    }
}

fn chosen<'c>(config: &'c Config, ty: &api::Type) -> Option<&'c RustType> {
    let by_format = || {
        let scalar = matches!(ty.shape, Shape::Scalar(_) | Shape::Foreign);
        config.formats.get(ty.format.as_ref()?).filter(|_| scalar)
    };
    let chosen = config.replacement(super::names::key(ty)).or_else(by_format);
    chosen.map(|given| &given.value)
}

impl Context<'_> {
    /// What stands for a type that was replaced.
    pub(super) fn foreign(&self, ty: &api::Type) -> RustType {
        let chosen = chosen(self.config, ty);
        chosen.expect("what was replaced has a replacement").clone()
    }
}
