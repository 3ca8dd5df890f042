//! The parts of a `multipart/form-data` body.

use super::Context;
use super::docs::{Docs, Words};
use super::item::{Presence, StructField};
use super::method::{ParameterSpec, Part, PartKind, Source};
use super::naming::{Ident, Scope};
use super::ty::Ty;
use crate::api::{self, Content, Field, Scalar, Shape, Text, TypeRef};

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
    let (ty, kind) = match files(context, field.ty, described) {
        Some(Ty::Upload) if required => (Ty::Upload, PartKind::File),
        Some(Ty::Upload) => (Ty::Upload, PartKind::Files),
        Some(list) if required => (list, PartKind::Files),
        Some(list) => (list, PartKind::MaybeFiles),
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
    if part.kind == PartKind::Value || part.media_type.is_some() {
        return None;
    }
    let encoding = content.encoding_of(&part.name)?;
    let listed = encoding.content_type.as_deref()?.split(',');
    let listed: Vec<Words> = listed.map(|it| Words::code(it.trim())).collect();
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

/// The type of what is a file, or a list of files: what is binary, also where only its media type says so.
fn files(context: &Context<'_>, reference: TypeRef, described: Option<&str>) -> Option<Ty> {
    let types = &context.api.types;
    // A file is sent as it is read, also where the user has a type for bytes.
    match types.described(reference) {
        Shape::Scalar(Scalar::Text(Text::Binary)) => Some(Ty::Upload),
        Shape::Scalar(Scalar::Text(Text::Plain)) => is_binary(described?).then_some(Ty::Upload),
        Shape::Array(item) => match files(context, *item, described)? {
            Ty::Upload => Some(Ty::Vec(Box::new(Ty::Upload))),
            _ => None,
        },
        _ => None,
    }
}

/// Whether some of the media types that a part may have are bytes.
fn is_binary(media_types: &str) -> bool {
    media_types.split(',').any(api::is_binary)
}
