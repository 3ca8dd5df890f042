//! Structs.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::ident::ident;
use super::late::Late;
use super::literal::{constant, literal};
use super::ty::ty;
use super::{derive, docs, with_body};
use crate::plan::{Home, Method, Presence, Setter, Struct, StructField, Taking, Ty};

/// A struct that is read and written as JSON.
pub(super) fn both_ways(item: &Struct, here: &Home) -> TokenStream {
    structure(item, here, Some(Json::BothWays), None::<TokenStream>)
}

/// The params of a call: written, where they have a body, and never read.
pub(super) fn params(method: &Method, here: &Home) -> TokenStream {
    let item = &method.params;
    let json = is_written(item).then_some(Json::Written);
    let with_body = method.with_body.as_ref();
    let with_body = with_body.map(|it| Late(move || with_body::tokens(it, item, here)));
    structure(item, here, json, with_body)
}

/// Whether some of a call's params are written as members of its body.
pub(super) fn is_written(params: &Struct) -> bool {
    let mut fields = params.fields.iter();
    fields.any(|field| field.presence != Presence::Skipped) || !params.constants.is_empty()
}

/// What a struct does with JSON.
#[derive(Clone, Copy)]
enum Json {
    /// It is read and written.
    BothWays,
    /// It is written only.
    Written,
}

/// A struct, the macro that has it written or read, if any, and its constructors: what is required, and another one.
fn structure(
    item: &Struct,
    here: &Home,
    json: Option<Json>,
    other: Option<impl ToTokens>,
) -> TokenStream {
    let docs = docs::attributes(&item.docs);
    let name = ident(&item.ident);
    let default = item.default.then_some("Default");
    let ours = ["Clone", "Debug"].into_iter().chain(default);
    let ours: Vec<&str> = ours.chain(["PartialEq"]).collect();
    let derive = Late(|| derive::attribute(&ours, &item.derives));
    let non_exhaustive = item.non_exhaustive.then(|| quote!(#[non_exhaustive]));
    let object = json.map(|json| {
        let name = &name;
        Late(move || {
            let members = Late(|| members(item, json));
            match json {
                Json::BothWays => quote!(object! { #name #members }),
                Json::Written => quote!(written_object! { #name #members }),
            }
        })
    });
    let fields = item.fields.iter();
    let fields = fields.map(|field| Late(move || self::field(field, here)));
    let new = (!item.arguments.is_empty()).then_some(Late(|| new(item, here)));
    let constructors = (new.is_some() || other.is_some()).then(|| {
        quote! {
            impl #name {
                #new
                #other
            }
        }
    });
    quote! {
        #docs
        #derive
        #non_exhaustive
        pub struct #name {
            #(#fields)*
        }

        #object

        #constructors
    }
}

/// The constructor that takes what is required.
fn new(item: &Struct, here: &Home) -> TokenStream {
    let many = (item.arguments.len() > 7).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    let (_, arguments) = arguments(&item.arguments, here);
    let fields = item.fields.iter();
    let fields = fields.map(|field| begun(field, &item.arguments));
    quote! {
        /// All that is required; the rest is not set.
        #many
        pub fn new(#arguments) -> Self {
            Self { #(#fields)* }
        }
    }
}

/// A field as it begins: what is given for it, or nothing.
pub(super) fn begun(field: &StructField, arguments: &[Setter]) -> TokenStream {
    let name = ident(&field.ident);
    match arguments.iter().find(|it| it.field == field.ident) {
        Some(argument) => match kept(argument, quote!(#name)) {
            Some(kept) => quote!(#name: #kept,),
            None => quote!(#name,),
        },
        None => match &field.ty {
            Ty::Field(_) => quote!(#name: runtime::Field::Absent,),
            Ty::Bool => quote!(#name: false,),
            Ty::Map(_) => quote!(#name: std::collections::BTreeMap::new(),),
            _ => quote!(#name: None,),
        },
    }
}

/// What has to be given: the names, and the names with their types.
pub(super) fn arguments(
    arguments: &[Setter],
    here: &Home,
) -> (Vec<proc_macro2::Ident>, TokenStream) {
    let names: Vec<_> = arguments.iter().map(|it| ident(&it.field)).collect();
    let types = arguments.iter();
    let types = types.map(|it| Late(move || argument_type(it, here)));
    let typed = quote!(#(#names: #types),*);
    (names, typed)
}

/// The type of what is given for a field.
pub(super) fn argument_type(setter: &Setter, here: &Home) -> TokenStream {
    let itself = Late(|| ty(&setter.value.ty, here));
    let item = Late(|| match &setter.value.ty {
        Ty::Vec(item) | Ty::Map(item) => ty(item, here),
        other => ty(other, here),
    });
    match setter.value.taking {
        Taking::Itself => quote!(#itself),
        Taking::Into => match &setter.value.ty {
            Ty::Field(inner) => {
                let inner = ty(inner, here);
                quote!(impl runtime::IntoField<#inner>)
            }
            _ => quote!(impl Into<#itself>),
        },
        Taking::Items => quote!(impl IntoIterator<Item = #item>),
        Taking::IntoItems => quote!(impl IntoIterator<Item = impl Into<#item>>),
        Taking::Pairs => quote!(impl IntoIterator<Item = (impl Into<String>, #item)>),
        Taking::IntoPairs => {
            quote!(impl IntoIterator<Item = (impl Into<String>, impl Into<#item>)>)
        }
    }
}

/// What the field becomes of what is given for it; nothing if it is that itself.
pub(super) fn kept(setter: &Setter, given: TokenStream) -> Option<TokenStream> {
    let is_option = setter.presence == Presence::Required;
    Some(match setter.value.taking {
        Taking::Itself => return None,
        Taking::Into if matches!(setter.value.ty, Ty::Field(_)) => match is_option {
            true => quote!(runtime::IntoField::into_field(#given).into_option()),
            false => quote!(runtime::IntoField::into_field(#given)),
        },
        Taking::Into => quote!(#given.into()),
        Taking::Items => quote!(#given.into_iter().collect()),
        Taking::IntoItems => quote!(#given.into_iter().map(Into::into).collect()),
        Taking::Pairs => {
            quote!(#given.into_iter().map(|(key, value)| (key.into(), value)).collect())
        }
        Taking::IntoPairs => {
            quote!(#given.into_iter().map(|(key, value)| (key.into(), value.into())).collect())
        }
    })
}

fn field(field: &StructField, here: &Home) -> TokenStream {
    let docs = docs::attributes(&field.docs);
    let name = ident(&field.ident);
    let kind = Late(|| ty(&field.ty, here));
    quote! {
        #docs
        pub #name: #kind,
    }
}

/// How a struct is read and written: an entry for each field, for the macros of `macros.rs`.
fn members(item: &Struct, json: Json) -> TokenStream {
    let mut rest = None;
    let mut members = Vec::with_capacity(item.fields.len());
    for field in &item.fields {
        let name = ident(&field.ident);
        let presence = match field.presence {
            Presence::Flattened => {
                rest = Some(quote!({ .. #name; }));
                continue;
            }
            Presence::Skipped => continue,
            Presence::Required if matches!(field.ty, Ty::Option(_)) => quote!(nullable),
            Presence::Required if matches!(field.ty, Ty::Vec(_) | Ty::Map(_)) => match json {
                Json::BothWays => quote!(collection),
                Json::Written => quote!(required),
            },
            Presence::Required => quote!(required),
            Presence::Optional if takes_null(&field.ty) => quote!(anything),
            Presence::Optional | Presence::Absentable => quote!(optional),
        };
        let member = &field.wire_name;
        members.push(Late(move || quote!(#name: #member #presence;)));
    }
    let members = match json {
        Json::BothWays => by_the_dozen(&members),
        // No pattern is made of what is not read.
        Json::Written if members.is_empty() => TokenStream::new(),
        Json::Written => quote!({ #(#members)* }),
    };
    let constants = item.constants.iter().map(|(member, value)| {
        let (member, value) = (literal(member), constant(value));
        quote!(#member = #value)
    });
    let constants = (!item.constants.is_empty()).then(|| quote!((#(#constants),*)));
    quote!(#constants #members #rest)
}

/// Groups of as many as there may be in one, and groups of groups as long as that is not enough.
fn by_the_dozen(members: &[impl ToTokens]) -> TokenStream {
    const DOZEN: usize = 12;

    fn grouped(parts: &[impl ToTokens]) -> Vec<TokenStream> {
        let dozens = parts.chunks(DOZEN);
        dozens.map(|parts| quote!({ #(#parts)* })).collect()
    }

    let mut groups = grouped(members);
    while groups.len() > DOZEN {
        groups = grouped(&groups);
    }
    quote!(#(#groups)*)
}

/// `Option<Value>` and `Option<()>`, in which a null that is there differs from nothing.
fn takes_null(ty: &Ty) -> bool {
    matches!(ty, Ty::Option(inner) if matches!(**inner, Ty::Value | Ty::Unit))
}
