//! The parts of a `multipart/form-data` body.

use super::Context;
use super::docs::{Docs, Words};
use super::item::{Presence, StructField};
use super::method::{ParameterSpec, Part, PartKind, Source};
use super::naming::{Ident, Scope};
use super::ty::Ty;
use crate::api::{self, Content, Field, Shape, TypeRef};

/// The type of the field for a member of the body, whether it is required, and how it is written. What is null can't be
/// in a form: a member that may be null may be left out.
pub(super) fn plan(
    context: &Context<'_>,
    content: &Content,
    field: &Field,
    source: Source,
) -> (Ty, Presence, Part) {
    let encoding = content.encoding_of(&field.wire_name);
    let described = encoding.and_then(|encoding| encoding.content_type.as_deref());
    let (base, nullable) = context.base(field.ty);
    let required = field.required && !nullable;
    let list = || Ty::Vec(Box::new(Ty::Upload));
    // A file is sent as it is read, also where the user has a type for bytes.
    let file = content.file(&field.wire_name);
    let (ty, kind) = match file.map(|file| file.several) {
        Some(false) if required => (Ty::Upload, PartKind::File),
        Some(false) => (Ty::Upload, PartKind::Files),
        Some(true) if required => (list(), PartKind::Files),
        Some(true) => (list(), PartKind::MaybeFiles),
        None if is_each(context, field.ty, described) => (base, PartKind::Each),
        None => (base, PartKind::Value),
    };
    let (ty, presence) = ty.given(required);
    let part = Part {
        source,
        name: field.wire_name.to_string(),
        // A list or a range says what is allowed, not what a value is.
        media_type: described
            .filter(|media_type| !media_type.contains([',', '*']))
            .map(|media_type| media_type.trim().to_owned()),
        kind,
        headers: Vec::new(),
    };
    (ty, presence, part)
}

/// The media types that a file may have, where the document lists several.
pub(super) fn media_types(content: &Content, part: &Part) -> Option<Words> {
    let is_value = matches!(part.kind, PartKind::Value | PartKind::Each);
    if is_value || part.media_type.is_some() {
        return None;
    }
    let encoding = content.encoding_of(&part.name)?;
    let listed = encoding.content_type.as_deref()?.split(',').map(str::trim);
    // Any is what is said without a word.
    let listed = listed.filter(|it| *it != "*/*");
    let listed: Vec<Words> = listed.map(Words::code).collect();
    if listed.is_empty() {
        return None;
    }
    Some(Words::sentence(
        "Its media type: {}.",
        &[Words::join(&listed, " or ")],
    ))
}

/// Whether the document describes headers of a part.
pub(super) fn has_headers(content: &Content, name: &str) -> bool {
    let encoding = content.encoding_of(name);
    encoding.is_some_and(|encoding| !encoding.headers.is_empty())
}

/// The headers of a part, and the fields that callers give them in. One that is required is so where the part is.
pub(super) fn headers(
    context: &Context<'_>,
    content: &Content,
    part: &mut Part,
    of: &Ident,
    required: bool,
    scope: &mut Scope,
) -> Vec<StructField> {
    let Some(encoding) = content.encoding_of(&part.name) else {
        return Vec::new();
    };
    let headers = encoding.headers.iter().map(|header| {
        let ident = scope.claim(&format!("{}_{}", of.as_str(), header.wire_name));
        let (ty, presence) = context.value(header.ty).given(required && header.required);
        // What a client checks of parameters, and keeps for all calls, is not of parts.
        let spec = ParameterSpec {
            required: false,
            global: None,
            min_length: None,
            max_length: None,
            ..context.parameter(header)
        };
        part.headers.push((spec, ident.clone()));
        let said = "The header {} of the part {}.";
        let names = [&header.wire_name, &part.name].map(|name| Words::code(name));
        StructField {
            ident,
            docs: Docs::of(&header.docs, &[&header.wire_name]).and(Words::sentence(said, &names)),
            rule: context.rule(header.ty, None, &ty),
            ty,
            wire_name: header.wire_name.as_str().into(),
            presence,
        }
    });
    headers.collect()
}

/// Whether each item of a list is a part of its own where a media type is given, which then is that of an item (OpenAPI
/// 3.1, "Encoding Object"). Texts and numbers of which that is JSON are one part all the same: each of them would be text, and
/// what is meant is the list.
fn is_each(context: &Context<'_>, reference: TypeRef, described: Option<&str>) -> bool {
    let types = &context.api.types;
    let Shape::Array(item) = types.described(reference) else {
        return false;
    };
    let is_single = matches!(
        types.described(*item),
        Shape::Any | Shape::Scalar(_) | Shape::Enumeration(_)
    );
    !(is_single && described.is_some_and(api::is_json))
}

#[cfg(test)]
#[path = "parts_tests.rs"]
mod tests;
