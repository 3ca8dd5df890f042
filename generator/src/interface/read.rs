//! The items of a crate.

use std::collections::BTreeSet;

use syn::{
    Attribute, Fields, FnArg, GenericArgument, ImplItem, Item, ItemEnum, ItemImpl, ItemStruct, Pat,
    PathArguments, ReceiverKind, ReturnType, Visibility,
};

use super::operations::{self, Told};
use super::scope::{Path, Scope};
use super::spell::{Here, plain};
use super::terms::Api;
use super::{Interface, Kind, Member, Signature, Type, calls, macros};

/// What files of modules offer together.
pub(super) fn interface(files: &[(Path, syn::File)]) -> Interface {
    let scope = Scope::of(files);
    let mut reader = Reader::default();
    // Types come first, since what is implemented for them may stand in other files.
    for (module, file) in files {
        let here = Here {
            scope: &scope,
            module,
        };
        file.items.iter().for_each(|item| reader.define(item, here));
    }
    for (module, file) in files {
        let here = Here {
            scope: &scope,
            module,
        };
        file.items.iter().for_each(|item| reader.add(item, here));
    }
    let Reader {
        mut interface,
        told,
    } = reader;
    operations::name_members(&mut interface, &told);
    calls::gather(&mut interface, told);
    interface
}

#[derive(Default)]
struct Reader {
    interface: Interface,
    /// What the runtime is told of operations.
    told: Vec<Told>,
}

impl Reader {
    fn define(&mut self, item: &Item, here: Here<'_>) {
        let (name, ty) = match item {
            Item::Struct(item) if is_seen(&item.vis, &item.attrs) => {
                (&item.ident, structure(item, here))
            }
            Item::Enum(item) if is_seen(&item.vis, &item.attrs) => {
                (&item.ident, enumeration(item, here))
            }
            Item::Type(item) if is_seen(&item.vis, &item.attrs) => {
                let kind = Kind::Alias(here.spell(&item.ty));
                (&item.ident, Type::new(kind, &[]))
            }
            Item::Fn(item) if is_seen(&item.vis, &item.attrs) => {
                let name = here.public(&item.sig.ident.to_string());
                let signature = signature(&item.sig, here);
                self.interface.free.insert(name, signature);
                return;
            }
            Item::Const(item) if is_seen(&item.vis, &item.attrs) => {
                let name = here.public(&item.ident.to_string());
                let signature = constant(here.spell(&item.ty));
                self.interface.free.insert(name, signature);
                return;
            }
            Item::Static(item) if item.ident == "API" => {
                self.interface.api = Api::of(&item.expr, here);
                return;
            }
            _ => return,
        };
        let name = here.public(&plain(name.to_string()));
        self.interface.types.insert(name, ty);
    }

    fn add(&mut self, item: &Item, here: Here<'_>) {
        match item {
            Item::Impl(item) => self.implementation(item, here),
            Item::Macro(item) => {
                let Some(call) = macros::call(item, here) else {
                    return;
                };
                let Some(ty) = self.interface.types.get_mut(&here.public(&call.name)) else {
                    return;
                };
                ty.traits.extend(call.traits);
                for name in call.functions {
                    ty.functions.entry(name.to_owned()).or_default();
                }
                for (name, wire) in call.wires {
                    if let Some(member) = ty.members.get_mut(&name) {
                        member.wire = Some(wire);
                    }
                }
            }
            _ => {}
        }
    }

    fn implementation(&mut self, item: &ItemImpl, here: Here<'_>) {
        let syn::Type::Path(path) = &*item.self_ty else {
            return;
        };
        let Some(last) = path.path.segments.last() else {
            return;
        };
        // `impl Call<PetListParams>` has the setters of these params.
        let of_call = match &last.arguments {
            PathArguments::AngleBracketed(arguments) => match arguments.args.first() {
                Some(GenericArgument::Type(ty)) => Some(here.spell(ty)),
                _ => None,
            },
            _ => None,
        };
        let whole = here.spell(&item.self_ty);
        let own = whole.split('<').next().unwrap_or_default().to_owned();
        if let Some((of, _)) = &item.trait_ {
            let of = here.spell(of);
            match of.rsplit("::").next() {
                Some("Operation" | "Wrapped" | "Paged" | "Streams") => {
                    operations::told(&mut self.told, own, item, here);
                }
                _ => {
                    if let Some(ty) = self.interface.types.get_mut(&own) {
                        ty.traits.insert(of);
                    }
                }
            }
            return;
        }
        let known = &mut self.interface.types;
        let (ty, is_call) = match of_call.filter(|params| known.contains_key(params)) {
            Some(params) => (known.get_mut(&params), true),
            None => (known.get_mut(&own), false),
        };
        let Some(ty) = ty else {
            return;
        };
        for item in &item.items {
            let (name, signature) = match item {
                ImplItem::Fn(item) if is_seen(&item.vis, &item.attrs) => {
                    (item.sig.ident.to_string(), signature(&item.sig, here))
                }
                ImplItem::Const(item) if is_seen(&item.vis, &item.attrs) => {
                    (item.ident.to_string(), constant(here.spell(&item.ty)))
                }
                _ => continue,
            };
            let functions = match is_call {
                true => &mut ty.setters,
                false => &mut ty.functions,
            };
            functions.insert(plain(name), signature);
        }
    }
}

impl Type {
    fn new(kind: Kind, attributes: &[Attribute]) -> Self {
        Self {
            kind,
            is_open: attributes
                .iter()
                .any(|it| it.path().is_ident("non_exhaustive")),
            traits: derived(attributes),
            members: Default::default(),
            functions: Default::default(),
            setters: Default::default(),
        }
    }
}

fn structure(item: &ItemStruct, here: Here<'_>) -> Type {
    let mut ty = Type::new(Kind::Struct, &item.attrs);
    for (index, field) in item.fields.iter().enumerate() {
        if !is_seen(&field.vis, &field.attrs) {
            ty.is_open = true;
            continue;
        }
        let name = match &field.ident {
            Some(name) => plain(name.to_string()),
            None => index.to_string(),
        };
        let member = Member {
            ty: here.spell(&field.ty),
            wire: None,
        };
        ty.members.insert(name, member);
    }
    ty
}

fn enumeration(item: &ItemEnum, here: Here<'_>) -> Type {
    let mut ty = Type::new(Kind::Enum, &item.attrs);
    for variant in &item.variants {
        let held = match &variant.fields {
            Fields::Unit => String::new(),
            fields => here.spell(fields),
        };
        let member = Member {
            ty: held,
            wire: None,
        };
        ty.members.insert(plain(variant.ident.to_string()), member);
    }
    ty
}

fn derived(attributes: &[Attribute]) -> BTreeSet<String> {
    let mut traits = BTreeSet::new();
    for attribute in attributes.iter().filter(|it| it.path().is_ident("derive")) {
        // A list of paths can always be read.
        _ = attribute.parse_nested_meta(|meta| {
            let last = meta.path.segments.last();
            traits.extend(last.map(|it| it.ident.to_string()));
            Ok(())
        });
    }
    traits
}

fn is_seen(visibility: &Visibility, attributes: &[Attribute]) -> bool {
    let is_hidden = |attribute: &Attribute| {
        let mut hidden = false;
        if attribute.path().is_ident("doc") {
            // `doc = ".."` is no list.
            _ = attribute.parse_nested_meta(|meta| {
                hidden |= meta.path.is_ident("hidden");
                Ok(())
            });
        }
        hidden
    };
    matches!(visibility, Visibility::Public(_)) && !attributes.iter().any(is_hidden)
}

fn constant(ty: String) -> Signature {
    Signature {
        shape: format!("const {ty}"),
        output: ty,
        ..Signature::default()
    }
}

fn signature(signature: &syn::Signature, here: Here<'_>) -> Signature {
    let (mut types, mut arguments, mut names) = (Vec::new(), Vec::new(), Vec::new());
    for input in &signature.inputs {
        match input {
            FnArg::Receiver(receiver) => {
                // `mut self` is the function's own business.
                types.push(match &receiver.kind {
                    ReceiverKind::Reference(_, _, Some(_)) => "&mut self".to_owned(),
                    ReceiverKind::Reference(..) => "&self".to_owned(),
                    ReceiverKind::Typed(_, ty) => format!("self: {}", here.spell(ty)),
                    _ => "self".to_owned(),
                });
            }
            FnArg::Typed(input) => {
                let name = match &*input.pat {
                    Pat::Ident(pattern) => plain(pattern.ident.to_string()),
                    pattern => here.spell(pattern),
                };
                let ty = here.spell(&input.ty);
                arguments.push(format!("{name}: {ty}"));
                names.push(name);
                types.push(ty);
            }
        }
    }
    let output = match &signature.output {
        ReturnType::Default => "()".to_owned(),
        ReturnType::Type(_, ty) => here.spell(ty),
    };
    let generics = here.spell(&signature.generics);
    let bounds = signature.generics.where_clause.as_ref();
    let bounds = bounds.map(|it| here.spell(it)).unwrap_or_default();
    let asyncness = signature
        .asyncness
        .as_ref()
        .map(|_| "async ")
        .unwrap_or_default();
    let types = types.join(", ");
    Signature {
        shape: format!("{asyncness}fn{generics}({types}) -> {output}{bounds}"),
        arguments: arguments.join(", "),
        names,
        output,
    }
}
