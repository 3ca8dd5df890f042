//! What a call takes: the fields of its params, out of parameters and body.

use super::Context;
use super::docs::Docs;
use super::item::{Presence, Struct, StructField};
use super::method::{Body, BodyKind, ParameterSpec, Setter, Value};
use super::naming::{Case, Ident, Scope};
use super::parts;
use super::ty::Ty;
use super::types::Namesakes;
use crate::api::{self, Access, Api, ContentKind, Object, Operation, Place, Shape, Style, TypeId};

/// Names that `Call` and the params struct use themselves. Options of a call begin with `with_`.
const RESERVED: &[&str] = RESERVED_PAGED.split_at(2).1;

/// The same where a list comes in pages.
const RESERVED_PAGED: &[&str] = &[
    "items",
    "pages",
    "new",
    "send",
    "send_stream",
    "with_options",
    "with_raw_response",
    "with_response",
    "with_streaming_response",
];

/// What a call takes.
pub(super) struct Params {
    /// The struct.
    pub item: Struct,
    /// Required ones, which are arguments, in order.
    pub arguments: Vec<Setter>,
    /// Optional ones, which are setters.
    pub setters: Vec<Setter>,
    /// The fields of its parameters, in the order of the operation's.
    pub parameters: Vec<Ident>,
    /// How the body is read from it.
    pub body: Option<Body>,
}

/// The object whose members become fields of the params: a body that is a JSON object or a form with members that
/// all have names.
pub(super) fn spread<'a>(api: &'a Api, body: &api::Body) -> Option<(TypeId, &'a Object)> {
    let reference = body.content.kind.ty()?;
    let resolved = api.types.resolve(reference);
    match &api.types[resolved.id].shape {
        Shape::Object(object) if !resolved.nullable && object.additional.is_none() => {
            Some((resolved.id, object))
        }
        _ => None,
    }
}

/// Adds what the document says of a body whose members are fields: of what is sent here, or else of the schema.
pub(super) fn docs(context: &Context<'_>, operation: &Operation, docs: Docs) -> Docs {
    let body = operation.body.as_ref();
    let Some((body, (id, _))) = body.and_then(|body| Some((body, spread(context.api, body)?)))
    else {
        return docs;
    };
    let schema = &context.api.types[id];
    let name = schema.origin.name();
    let said = [&body.docs, &schema.docs].map(|docs| Docs::prose(docs, name.as_slice()));
    let said = said.into_iter().find(|said| !said.is_empty());
    let said = said.unwrap_or_default().into_iter();
    said.fold(docs, Docs::and_theirs)
}

/// Decides what an operation's call takes.
pub(super) fn plan(
    context: &Context<'_>,
    operation: &Operation,
    ident: &Ident,
    docs: Docs,
    paged: bool,
) -> Params {
    let mut scope = Scope::new(Case::Snake, if paged { RESERVED_PAGED } else { RESERVED });
    let chosen = super::configured(context.config, operation);
    let chosen = |wire: &str| chosen.and_then(|operation| operation.field(wire));

    let wire: Vec<&str> = operation
        .parameters
        .iter()
        .map(|parameter| parameter.wire_name.as_str())
        .collect();
    let idents = scope.claim_all(&wire, chosen);
    let mut fields = Vec::new();
    let mut parameters = Vec::new();
    for (parameter, ident) in operation.parameters.iter().zip(idents) {
        let global = context
            .config
            .client
            .parameters
            .contains_key(&parameter.wire_name);
        let ty = context.value(parameter.ty);
        let (ty, presence) = if parameter.required && !global {
            (ty, Presence::Required)
        } else {
            (ty.optional(), Presence::Optional)
        };
        let mut docs = Docs::of(&parameter.docs, &[&parameter.wire_name]);
        if global {
            docs = docs.and("May be set once on the client; what is given here goes before it.");
        }
        parameters.push(ident.clone());
        fields.push((
            StructField {
                ident,
                docs,
                ty,
                wire_name: parameter.wire_name.as_str().into(),
                presence,
            },
            false,
        ));
    }

    let body = operation
        .body
        .as_ref()
        .map(|body| self::body(context, operation, body, &mut scope, &mut fields));

    let required = |field: &StructField| field.presence == Presence::Required;
    let setter = |(field, _): &(StructField, bool)| context.setter(field);
    let arguments = fields
        .iter()
        .filter(|(field, _)| required(field))
        .map(setter)
        .collect();
    let setters = fields
        .iter()
        .filter(|(field, _)| !required(field))
        .map(setter)
        .collect();
    let default = fields.iter().all(|(field, _)| !required(field));
    let fields = fields
        .into_iter()
        .map(|(mut field, in_body)| {
            if !in_body {
                field.presence = Presence::Skipped;
            }
            field
        })
        .collect();
    let item = Struct {
        ident: ident.clone(),
        docs,
        derives: Vec::new(),
        fields,
        default,
        non_exhaustive: false,
    };
    Params {
        item,
        arguments,
        setters,
        parameters,
        body,
    }
}

fn body(
    context: &Context<'_>,
    operation: &Operation,
    body: &api::Body,
    scope: &mut Scope,
    fields: &mut Vec<(StructField, bool)>,
) -> Body {
    let media_type = body.content.media_type.clone();
    if let Some((id, object)) = spread(context.api, body) {
        // The server alone sets what is read-only: a request has no use for it.
        let namesakes = Namesakes::of(object);
        let sent: Vec<&api::Field> = object
            .fields
            .iter()
            .filter(|field| field.access != Access::ReadOnly)
            .collect();
        let wire: Vec<&str> = sent.iter().map(|field| &*field.wire_name).collect();
        let operation_config = super::configured(context.config, operation);
        let type_key = super::names::key(&context.api.types[id]);
        let idents = scope.claim_all(&wire, |wire| {
            operation_config
                .and_then(|config| config.field(wire))
                .or_else(|| context.config.field_name(type_key, wire))
        });
        let multipart = matches!(body.content.kind, ContentKind::Multipart(_));
        let mut members = Vec::with_capacity(sent.len());
        let mut parts = Vec::new();
        for (field, ident) in sent.into_iter().zip(idents) {
            let mut headers = Vec::new();
            let (ty, presence) = match multipart {
                false => context.sent_member(field),
                true => {
                    let content = &body.content;
                    let (ty, presence, mut part) = parts::plan(context, content, field, &ident);
                    let required = presence == Presence::Required;
                    headers = parts::headers(context, content, &mut part, required, scope);
                    parts.push(part);
                    (ty, presence)
                }
            };
            let docs = namesakes.docs(context, field);
            members.push((ident.clone(), presence));
            fields.push((
                StructField {
                    ident,
                    docs,
                    ty,
                    wire_name: field.wire_name.clone(),
                    presence,
                },
                // Parts are written one by one, not as a whole.
                !multipart,
            ));
            fields.extend(headers.into_iter().map(|header| (header, false)));
        }
        let kind = match body.content.kind {
            ContentKind::Form(_) => BodyKind::SpreadForm,
            ContentKind::Multipart(_) => BodyKind::SpreadMultipart,
            _ => BodyKind::SpreadJson,
        };
        let members = if body.required { Vec::new() } else { members };
        return Body {
            kind,
            media_type,
            required: body.required,
            members,
            parts,
            styled: styled(&body.content),
        };
    }
    let (ty, kind) = match body.content.kind {
        ContentKind::Json(reference) => (context.value(reference), BodyKind::Json),
        ContentKind::Form(reference) => (context.value(reference), BodyKind::Form),
        ContentKind::Text => (Ty::String, BodyKind::Text),
        ContentKind::Multipart(_) => (Ty::Form, BodyKind::Multipart),
        ContentKind::Bytes => (Ty::Upload, BodyKind::Bytes),
    };
    let (ty, presence) = if body.required {
        (ty, Presence::Required)
    } else {
        (ty.optional(), Presence::Optional)
    };
    let ident = scope.claim("body");
    let docs = Docs::or(&body.docs, &["body"], || "The body.".into());
    fields.push((
        StructField {
            ident: ident.clone(),
            docs,
            ty,
            wire_name: "".into(),
            presence,
        },
        false,
    ));
    Body {
        kind,
        media_type,
        required: body.required,
        members: vec![(ident, presence)],
        parts: Vec::new(),
        styled: styled(&body.content),
    }
}

/// The members of a form that are written in another way than all others.
fn styled(content: &api::Content) -> Vec<ParameterSpec> {
    if !matches!(content.kind, ContentKind::Form(_)) {
        return Vec::new();
    }
    let encoding = content.encoding.iter();
    let described = encoding.filter(|it| it.style != Style::Form || !it.explode || it.json);
    let member = |encoding: &api::Encoding| ParameterSpec {
        name: encoding.name.clone(),
        place: Place::Query,
        style: encoding.style,
        explode: encoding.explode,
        required: false,
        // All reserved characters of a form are escaped: `&` and `=` have to be, and no server minds the others.
        allow_reserved: false,
        json: encoding.json,
        global: None,
        min_length: None,
        max_length: None,
    };
    described.map(member).collect()
}

impl Context<'_> {
    /// The type of a member that is sent: what is write-only is required here if it says so.
    fn sent_member(&self, field: &api::Field) -> (Ty, Presence) {
        let (ty, nullable) = self.base(field.ty);
        match (field.required, nullable) {
            (true, false) => (ty, Presence::Required),
            (true, true) => (Ty::Option(Box::new(ty)), Presence::Required),
            (false, false) => (Ty::Option(Box::new(ty)), Presence::Optional),
            (false, true) => (Ty::Field(Box::new(ty)), Presence::Absentable),
        }
    }

    fn setter(&self, field: &StructField) -> Setter {
        let value = match (&field.ty, field.presence) {
            (Ty::Option(inner), Presence::Optional) => Value {
                into: self.converts(inner),
                ty: (**inner).clone(),
            },
            (ty, _) => Value {
                into: self.converts(ty),
                ty: ty.clone(),
            },
        };
        Setter {
            field: field.ident.clone(),
            docs: field.docs.clone(),
            value,
            presence: field.presence,
        }
    }

    /// Whether callers have the value in another type as often as in this one.
    fn converts(&self, ty: &Ty) -> bool {
        match ty {
            Ty::String
            | Ty::Secret
            | Ty::DateTime
            | Ty::Date
            | Ty::Bytes
            | Ty::Upload
            | Ty::Value
            | Ty::Field(_)
            | Ty::Option(_) => true,
            Ty::Named(named) => self.names.is_converted(named),
            _ => false,
        }
    }
}
