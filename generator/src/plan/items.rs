//! The items of all types, each made once.

use foldhash::{HashMap, HashMapExt as _};

use super::item::{Also, Decoding, Item, Union};
use super::renamed::{self, Renamed};
use super::twins::Twins;
use super::ty::{Home, Named, Ty};
use super::{Context, types};
use crate::api::TypeId;

/// An item, and the type that it is made of.
pub(super) struct Made {
    /// The type.
    pub id: TypeId,
    /// Its name.
    pub named: Named,
    /// The item.
    pub item: Item,
}

/// The items of all types that have a name.
pub(super) struct Items {
    /// Each module's, in the order of the model.
    of_home: HashMap<Home, Vec<(TypeId, Item)>>,
    /// The variants whose names made way.
    pub renamed: Vec<Renamed>,
}

impl Items {
    /// Makes all of them.
    pub fn of(context: &Context<'_>) -> Self {
        let types = context.api.types.iter();
        let named = types.filter_map(|(id, ty)| Some((id, ty, context.names.of(id)?)));
        let mut made: Vec<Made> = named
            .map(|(id, ty, named)| Made {
                id,
                named: named.clone(),
                item: types::item(context, id, ty, named),
            })
            .collect();
        let twins = Twins::unite(context, &mut made);
        let mut items = Self {
            of_home: HashMap::new(),
            renamed: made
                .iter()
                .flat_map(|made| renamed::variants(context, made.id, &made.item))
                .collect(),
        };
        for Made {
            id,
            named,
            mut item,
        } in made
        {
            if let Item::Union(union) = &mut item {
                convert(union, &named, &twins);
            }
            items
                .of_home
                .entry(named.home)
                .or_default()
                .push((id, item));
        }
        items
    }

    /// Takes those of a module.
    pub fn take(&mut self, home: &Home) -> impl Iterator<Item = (TypeId, Item)> {
        self.of_home.remove(home).unwrap_or_default().into_iter()
    }
}

/// A value of a type that one variant alone holds converts into the union, in a box or without; and so do a text and the pairs of
/// a map where one variant alone takes these.
fn convert(union: &mut Union, named: &Named, twins: &Twins) {
    let variants = union.variants.iter();
    let meant = variants.map(|variant| match twins.meant(&variant.ty) {
        Ty::Boxed(inner) => *inner,
        ty => ty,
    });
    let types: Vec<Ty> = meant.collect();
    let many = |also| {
        let variants = union.variants.iter();
        variants
            .filter(|variant| variant.also == Some(also))
            .count()
    };
    let itself = twins.meant(&Ty::Named(named.clone()));
    let is_keyed = matches!(union.decoding, Decoding::Key { .. });
    let one_takes_texts = many(Also::Text) == 1;
    let one_takes_pairs = many(Also::Pairs) == 1;
    for (variant, ty) in union.variants.iter_mut().zip(&types) {
        // What stands under a key is no value of the union. None of these makes it plain which variant is meant, and the
        // union itself is what it is already.
        let is_vague = matches!(ty, Ty::Unit | Ty::Value | Ty::Option(_)) || *ty == itself;
        let is_alone = types.iter().filter(|other| *other == ty).count() == 1;
        variant.converts = is_alone && !(is_keyed && is_vague);
        // A text is a `String` first of all.
        let is_clear = one_takes_texts || variant.ty == Ty::String;
        variant.also = variant.also.filter(|also| {
            variant.converts
                && match also {
                    Also::Text => is_clear,
                    Also::Pairs => one_takes_pairs,
                    Also::Unboxed => true,
                }
        });
    }
}
