//! Whether values are within what the description asks of them: what the runtime's `Validate` is told of each type.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};
use serde_json::Number;

use super::ident::{ident, ours};
use super::literal::literal;
use crate::plan::{Ident, Item, Newtype, Presence, Rule, Struct, Union};

/// What there is to look at in the values of an item; nothing of what is no type of its own.
pub(super) fn item(item: &Item) -> TokenStream {
    match item {
        Item::Struct(item) => structure(item),
        Item::Union(item) => union(item),
        Item::Newtype(item) => newtype(item),
        Item::Enumeration(item) => implementation(&item.ident, TokenStream::new()),
        Item::Alias(_) | Item::Statuses(_) => TokenStream::new(),
    }
}

/// A struct, or the params of a call.
pub(super) fn structure(item: &Struct) -> TokenStream {
    let fields = item.fields.iter();
    let checks = fields.filter_map(|field| Some((field, field.rule.as_ref()?)));
    let checks = checks.map(|(field, rule)| {
        let name = ident(&field.ident);
        let rule = self::rule(rule);
        match field.presence {
            Presence::Flattened => {
                quote!(at.value(&self.#name, &#rule);)
            }
            _ => {
                // A body as a whole has no name on the wire.
                let member = match &*field.wire_name {
                    "" => literal(field.ident.as_str()),
                    wire_name => literal(wire_name),
                };
                quote!(at.member(#member, &self.#name, &#rule);)
            }
        }
    });
    implementation(&item.ident, quote!(#(#checks)*))
}

fn union(item: &Union) -> TokenStream {
    let variants = item.variants.iter();
    let checks = variants.filter_map(|variant| Some((variant, variant.rule.as_ref()?)));
    let arms = checks.map(|(variant, rule)| {
        let name = ident(&variant.ident);
        let rule = self::rule(rule);
        quote!(Self::#name(value) => at.value(value, &#rule),)
    });
    let arms: Vec<_> = arms.collect();
    let is_open = item.unknown().is_some();
    let rest = (is_open || arms.len() < item.variants.len()).then(|| quote!(_ => {}));
    let body = (!arms.is_empty()).then(|| quote!(match self { #(#arms)* #rest }));
    implementation(&item.ident, body)
}

fn newtype(item: &Newtype) -> TokenStream {
    let check = item.rule.as_ref().map(|rule| {
        let rule = self::rule(rule);
        quote!(at.value(&self.0, &#rule);)
    });
    implementation(&item.ident, check)
}

fn implementation(name: &Ident, checks: impl ToTokens) -> TokenStream {
    let name = ident(name);
    let checks = checks.into_token_stream();
    // A short name, for prettyplease to begin each line with.
    let at = match checks.is_empty() {
        true => quote!(_),
        false => quote!(at),
    };
    quote! {
        impl runtime::Validate for #name {
            fn check(&self, _: &runtime::Rule<'_>, #at: &mut runtime::Violations) {
                #checks
            }
        }
    }
}

/// A rule as the runtime has it.
fn rule(rule: &Rule) -> TokenStream {
    let limits = &rule.limits;
    let number = |name: &'static str, value: Option<u64>| {
        let name = ours(name);
        let value = value.map(Literal::u64_unsuffixed);
        value.map(|value| quote!(.#name(#value)))
    };
    let least = |value: Option<u64>| value.filter(|value| *value > 0);
    let pattern = limits.pattern.as_deref().map(|pattern| {
        let pattern = literal(pattern);
        quote!(.pattern(#pattern))
    });
    let minimum = limits.minimum.as_ref().map(|bound| {
        let value = self::bound(bound);
        match limits.above_minimum {
            true => quote!(.above(#value)),
            false => quote!(.minimum(#value)),
        }
    });
    let maximum = limits.maximum.as_ref().map(|bound| {
        let value = self::bound(bound);
        match limits.below_maximum {
            true => quote!(.below(#value)),
            false => quote!(.maximum(#value)),
        }
    });
    let step = limits.multiple_of.as_ref().map(|step| {
        let step = bound(step);
        quote!(.multiple_of(#step))
    });
    let unique = limits.unique_items.then(|| quote!(.unique_items()));
    let items = rule.items.as_deref().map(|items| {
        let items = self::rule(items);
        quote!(.items(&#items))
    });
    let (min_length, max_length) = (
        number("min_length", least(limits.min_length)),
        number("max_length", limits.max_length),
    );
    // A list has items, a map has members, and nothing is both.
    let least_items = least(limits.min_items).or(least(limits.min_members));
    let (min_items, max_items) = (
        number("min_items", least_items),
        number("max_items", limits.max_items.or(limits.max_members)),
    );
    quote! {
        runtime::Rule::new() #min_length #max_length #pattern #minimum #maximum #step #min_items #max_items #unique #items
    }
}

/// A bound. Rust takes an integer for one of 32 bits, if nothing says otherwise.
fn bound(number: &Number) -> Literal {
    match (number.as_i64(), number.as_u64()) {
        (Some(number), _) => match i32::try_from(number) {
            Ok(number) => Literal::i32_unsuffixed(number),
            Err(_) => Literal::i64_suffixed(number),
        },
        (None, Some(number)) => Literal::u64_suffixed(number),
        (None, None) => Literal::f64_unsuffixed(number.as_f64().unwrap_or_default()),
    }
}
