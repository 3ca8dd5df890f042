//! What a call takes: the fields of its params, out of parameters and body.

use std::sync::Arc;

use foldhash::HashMap;

use super::Context;
use super::beside::Beside;
use super::docs::Docs;
use super::item::{Presence, Struct, StructField};
use super::method::{Body, BodyKind, ParameterSpec, Part, Setter, Source, Taking, Value};
use super::naming::{Case, Ident, Scope, snake};
use super::parts;
use super::places::Namesakes;
use super::ty::Ty;
use crate::api::{self, Access, Constant, ContentKind, Operation, Place, Style, TypeId};
use crate::config::{RESERVED_CALL, RESERVED_PAGED};

/// What a call takes.
pub(super) struct Params {
    /// The struct.
    pub item: Struct,
    /// Optional fields, which are setters.
    pub setters: Vec<Setter>,
    /// What its parameters are, in the order of the operation's.
    pub parameters: Vec<Source>,
    /// How the body is read from it.
    pub body: Option<Body>,
}

/// What a call takes, as it is found.
struct Taken<'a> {
    context: &'a Context<'a>,
    operation: &'a Operation,
    /// What wants names.
    beside: Beside<'a>,
    /// The names that are given.
    scope: Scope,
    /// Fields, and whether they are written as members of the body.
    fields: Vec<(StructField, bool)>,
    /// The members of the body that are always the same.
    constants: Vec<(Arc<str>, Constant)>,
    /// What is said of all of it, and of what is always the same.
    docs: Docs,
}

/// Adds what the document says of a body whose members are fields: of what is sent here, or else of the schema.
pub(super) fn docs(context: &Context<'_>, operation: &Operation, docs: Docs) -> Docs {
    let body = operation.body.as_ref();
    let Some((body, (id, _))) =
        body.and_then(|body| Some((body, body.spread(&context.api.types)?)))
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
    let reserved = if paged { RESERVED_PAGED } else { RESERVED_CALL };
    let mut taken = Taken {
        context,
        operation,
        beside: beside(context, operation),
        scope: Scope::new(Case::Snake, reserved),
        fields: Vec::new(),
        constants: Vec::new(),
        docs,
    };
    let parameters = taken.parameters();
    let body = operation.body.as_ref().map(|body| {
        let (kind, members, parts) = match body.spread(&context.api.types) {
            Some((id, object)) => taken.members(body, id, object),
            None => taken.whole(body),
        };
        Body {
            kind,
            media_type: body.content.media_type.clone(),
            required: body.required,
            members,
            parts,
            styled: styled(&body.content),
        }
    });

    let arguments = context.arguments(taken.fields.iter().map(|(field, _)| field));
    let fields = taken.fields.iter().map(|(field, _)| field);
    let setters = fields.filter(|field| field.presence != Presence::Required);
    let setters = setters.map(|field| context.setter(field)).collect();
    let fields = taken.fields.into_iter().map(|(mut field, in_body)| {
        if !in_body {
            field.presence = Presence::Skipped;
        }
        field
    });
    let item = Struct {
        ident: ident.clone(),
        docs: taken.docs,
        derives: Vec::new(),
        fields: fields.collect(),
        constants: taken.constants,
        default: arguments.is_empty(),
        arguments,
        non_exhaustive: false,
    };
    Params {
        item,
        setters,
        parameters,
        body,
    }
}

/// What a body is made from: of what kind, which fields, and which parts.
type Made = (BodyKind, Vec<(Ident, Presence)>, Vec<Part>);

impl Taken<'_> {
    /// Takes the parameters, and says where each comes from.
    fn parameters(&mut self) -> Vec<Source> {
        let (context, operation) = (self.context, self.operation);
        let config = super::configured(context.config, operation);
        let chosen = |wire: &str| config.and_then(|operation| operation.field(wire));
        let names = self.beside.parameters();
        let names: Vec<&str> = names.iter().map(|name| &**name).collect();
        let parameters = operation.parameters.iter();
        let words: Vec<Option<&str>> = parameters.map(|it| chosen(&it.wire_name)).collect();
        let idents = self.scope.claim_each(&names, &words);
        let globals = &context.config.client.parameters;
        let mut sources = Vec::with_capacity(idents.len());
        for (parameter, ident) in operation.parameters.iter().zip(idents) {
            let wire_name = parameter.wire_name.as_str();
            let global = globals.contains_key(wire_name);
            let required = parameter.required && !global;
            // What the configuration has a name for is a field.
            if required
                && chosen(wire_name).is_none()
                && let Some(constant) = context.constant(parameter.ty)
            {
                self.say(wire_name, &constant, &parameter.docs);
                sources.push(Source::Constant(constant));
                continue;
            }
            let ty = match parameter.place {
                // A path has no null.
                Place::Path => context.base(parameter.ty).0,
                _ => context.value(parameter.ty),
            };
            let (ty, presence) = ty.given(required);
            let mut docs = Docs::of(&parameter.docs, &[wire_name]);
            if parameter.place == Place::Path && (parameter.slashes || parameter.allow_reserved) {
                docs = docs.and("Slashes in it stay, and lead to further segments of the path.");
            }
            if global {
                docs =
                    docs.and("May be set once on the client; what is given here goes before it.");
            }
            sources.push(Source::Field(ident.clone()));
            let field = StructField {
                ident,
                docs,
                rule: context.rule(parameter.ty, None, &ty),
                ty,
                wire_name: wire_name.into(),
                presence,
            };
            self.fields.push((field, false));
        }
        sources
    }

    /// Takes the members of a body one by one.
    fn members(&mut self, body: &api::Body, id: TypeId, object: &api::Object) -> Made {
        let (context, content) = (self.context, &body.content);
        let kind = match content.kind {
            ContentKind::Form(_) => BodyKind::SpreadForm,
            ContentKind::Multipart(_) => BodyKind::SpreadMultipart,
            _ => BodyKind::SpreadJson,
        };
        let multipart = kind == BodyKind::SpreadMultipart;
        let namesakes = Namesakes::of(object);
        let sent: Vec<&api::Field> = sent(object).collect();
        let chosen = |field: &&api::Field| context.of_member(self.operation, id, &field.wire_name);
        let chosen: Vec<Option<&str>> = sent.iter().map(chosen).collect();
        let name = |field: &&'_ api::Field| {
            let name: &str = &field.wire_name;
            self.beside
                .member(name, self.scope.is_taken(name))
                .into_owned()
        };
        let names: Vec<String> = sent.iter().map(name).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let idents = self.scope.claim_each(&names, &chosen);
        let constants = self.constants_of(content, id, object);
        let always: HashMap<&str, &Constant> =
            constants.iter().map(|(it, of)| (&**it, of)).collect();
        let partial = is_partial(self.operation);
        let mut members = Vec::with_capacity(sent.len());
        let mut parts = Vec::new();
        for (field, ident) in sent.into_iter().zip(idents) {
            if let Some(constant) = always.get(&*field.wire_name) {
                self.say(&field.wire_name, constant, &field.docs);
                if multipart {
                    let source = Source::Constant((*constant).clone());
                    parts.push(parts::plan(context, content, field, source).2);
                }
                continue;
            }
            let optional;
            let field = match partial {
                true => {
                    optional = api::Field {
                        required: false,
                        ..field.clone()
                    };
                    &optional
                }
                false => field,
            };
            let mut docs = namesakes.docs(context, field);
            let mut headers = Vec::new();
            let (ty, presence) = match multipart {
                false => context.sent_member(id, field),
                true => {
                    let source = Source::Field(ident.clone());
                    let (ty, presence, mut part) = parts::plan(context, content, field, source);
                    let required = presence == Presence::Required;
                    if let Some(media_types) = parts::media_types(content, &part) {
                        docs = docs.and(media_types);
                    }
                    headers = parts::headers(
                        context,
                        content,
                        &mut part,
                        &ident,
                        required,
                        &mut self.scope,
                    );
                    parts.push(part);
                    (ty, presence)
                }
            };
            members.push((ident.clone(), presence));
            let field = StructField {
                ident,
                docs,
                rule: context.rule(field.ty, field.limits.as_deref(), &ty),
                ty,
                wire_name: field.wire_name.clone(),
                presence,
            };
            // Parts are written one by one, not as a whole.
            self.fields.push((field, !multipart));
            let headers = headers.into_iter().map(|header| (header, false));
            self.fields.extend(headers);
        }
        // What is always the same is there: such a body is never empty.
        if body.required || !constants.is_empty() {
            members.clear();
        }
        if !multipart {
            self.constants = constants;
        }
        (kind, members, parts)
    }

    /// The members of the body that are always the same, and no fields.
    fn constants_of(
        &self,
        content: &api::Content,
        id: TypeId,
        object: &api::Object,
    ) -> Vec<(Arc<str>, Constant)> {
        let config = super::configured(self.context.config, self.operation);
        let multipart = matches!(content.kind, ContentKind::Multipart(_));
        let mut constants = self.context.constants_of_body(id, object);
        constants.retain(|(wire, _)| {
            let is_named = config.and_then(|it| it.field(wire)).is_some();
            // Who gives the headers of a part gives the part.
            let has_headers = multipart && parts::has_headers(content, wire);
            !is_named && !has_headers
        });
        constants
    }

    /// Takes a body as one value.
    fn whole(&mut self, body: &api::Body) -> Made {
        let context = self.context;
        let (ty, kind) = match body.content.kind {
            ContentKind::Json(reference) => (context.value(reference), BodyKind::Json),
            ContentKind::Form(reference) => (context.value(reference), BodyKind::Form),
            ContentKind::Text => (Ty::String, BodyKind::Text),
            ContentKind::Multipart(_) => (Ty::Form, BodyKind::Multipart),
            ContentKind::Bytes => (Ty::Upload, BodyKind::Bytes),
        };
        let rule = match body.content.kind {
            ContentKind::Json(reference) | ContentKind::Form(reference) => {
                context.rule(reference, None, &ty)
            }
            _ => None,
        };
        let (ty, presence) = ty.given(body.required);
        let ident = self.scope.claim("body");
        let members = vec![(ident.clone(), presence)];
        let field = StructField {
            ident,
            docs: Docs::or(&body.docs, &["body"], || "The body.".into()),
            rule,
            ty,
            wire_name: "".into(),
            presence,
        };
        self.fields.push((field, false));
        (kind, members, Vec::new())
    }

    /// Says of what is always the same what it is.
    fn say(&mut self, name: &str, value: &Constant, said: &api::Docs) {
        let docs = std::mem::take(&mut self.docs);
        self.docs = docs.and_constant(name, value, Some(said));
    }
}

/// Whether an operation changes what is sent, and nothing else, although its body is described as if all had to be: what
/// Django REST framework calls a partial update takes the serializer of the whole one (drf-yasg, and its own schemas).
fn is_partial(operation: &Operation) -> bool {
    let id = operation.id.as_deref().map(snake).unwrap_or_default();
    let says_so = id.ends_with("partial_update") || id.starts_with("partial_update");
    says_so && operation.method.eq_ignore_ascii_case("PATCH")
}

/// The members that a request has a use for: what is read-only the server alone sets.
fn sent(object: &api::Object) -> impl Iterator<Item = &api::Field> {
    let fields = object.fields.iter();
    fields.filter(|field| field.access != Access::ReadOnly)
}

/// All that wants a name in the params of an operation.
fn beside<'o>(context: &Context<'o>, operation: &'o Operation) -> Beside<'o> {
    let config = super::configured(context.config, operation);
    let is_chosen = |wire: &str| config.is_some_and(|it| it.field(wire).is_some());
    let body = operation.body.as_ref();
    match body.map(|body| body.spread(&context.api.types)) {
        Some(Some((id, object))) => {
            let open = sent(object).map(|field| &*field.wire_name);
            let open = open.filter(|wire| context.of_member(operation, id, wire).is_none());
            Beside::of(operation, open, is_chosen)
        }
        Some(None) => Beside::of(operation, ["body"].into_iter(), is_chosen),
        None => Beside::of(operation, [].into_iter(), is_chosen),
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
        slashes: false,
        json: encoding.json,
        global: None,
        min_length: None,
        max_length: None,
    };
    described.map(member).collect()
}

impl Context<'_> {
    /// How a parameter travels.
    pub(super) fn parameter(&self, parameter: &api::Parameter) -> ParameterSpec {
        ParameterSpec {
            name: parameter.wire_name.clone(),
            place: parameter.place,
            style: parameter.style,
            explode: parameter.explode,
            required: parameter.required,
            allow_reserved: parameter.allow_reserved,
            slashes: parameter.slashes,
            json: parameter.json,
            global: self
                .config
                .client
                .parameters
                .get_index_of(&parameter.wire_name),
            min_length: parameter.min_length.filter(|min| *min > 0),
            max_length: parameter.max_length,
        }
    }

    /// The user's word on the name of a member of an operation's body.
    fn of_member(&self, operation: &Operation, body: TypeId, wire: &str) -> Option<&str> {
        let of_operation = super::configured(self.config, operation).and_then(|it| it.field(wire));
        let key = super::names::key(&self.api.types[body]);
        of_operation.or_else(|| self.config.field_name(key, wire))
    }

    /// The type of a member that is sent: what is write-only is required here if it says so. It is in a box where the body's
    /// type has it in one, although params are no part of themselves: what was received is sent as it is.
    fn sent_member(&self, body: TypeId, field: &api::Field) -> (Ty, Presence) {
        let (ty, nullable) = self.base(field.ty);
        let ty = self.boxed(body, field.ty, ty);
        ty.given_or_null(field.required, nullable)
    }

    /// The fields that are required, as arguments.
    pub(super) fn arguments<'f>(
        &self,
        fields: impl IntoIterator<Item = &'f StructField>,
    ) -> Vec<Setter> {
        let fields = fields.into_iter();
        let required = fields.filter(|field| field.presence == Presence::Required);
        required.map(|field| self.setter(field)).collect()
    }

    fn setter(&self, field: &StructField) -> Setter {
        let ty = match (&field.ty, field.presence) {
            (Ty::Option(inner), Presence::Optional) => (**inner).clone(),
            // A text converts into this one, and into no `Option`.
            (Ty::Option(inner), _) => Ty::Field(inner.clone()),
            (ty, _) => ty.clone(),
        };
        let value = Value {
            taking: self.taking(&ty),
            ty,
        };
        Setter {
            field: field.ident.clone(),
            docs: field.docs.clone(),
            value,
            presence: field.presence,
        }
    }

    fn taking(&self, ty: &Ty) -> Taking {
        match ty {
            // Two steps of conversion would leave it open what is meant.
            Ty::Vec(item) if matches!(**item, Ty::Option(_) | Ty::Field(_)) => Taking::Items,
            Ty::Vec(item) if self.converts(item) => Taking::IntoItems,
            Ty::Vec(_) => Taking::Items,
            Ty::Map(value) if matches!(**value, Ty::Option(_) | Ty::Field(_)) => Taking::Pairs,
            Ty::Map(value) if self.converts(value) => Taking::IntoPairs,
            Ty::Map(_) => Taking::Pairs,
            ty if self.converts(ty) => Taking::Into,
            _ => Taking::Itself,
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
            | Ty::Option(_)
            | Ty::Boxed(_) => true,
            Ty::Named(named) => self.names.is_converted(named),
            _ => false,
        }
    }
}
