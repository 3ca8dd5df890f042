//! Representations: bodies of requests and responses.

use std::sync::Arc;

use indexmap::IndexMap;
use openapiv3::{MediaType, ReferenceOr, RequestBody, Response as Document, StatusCode};

use super::files::Files;
use super::operation::switches;
use super::parameter::query_style;
use super::remarks::READ_ONLY;
use super::representations::{self, Kind, Offer};
use super::schema::Part;
use super::stream::framing;
use super::view::{self, View};
use super::{Lower, State};
use crate::api::{
    Access, Body, Content, ContentKind, Docs, Encoding, Field, Origin, Response, Shape, Status,
    Step, Style,
};
use crate::diagnostic::catalogue;
use crate::source::escape;

impl<'a> Lower<'a, '_> {
    /// What can be sent: one body for each schema that the document offers, the one that is preferred first. The first
    /// operation to send one has this index.
    pub(super) fn bodies(
        &mut self,
        body: &'a ReferenceOr<RequestBody>,
        site: &str,
        index: usize,
    ) -> Vec<Body> {
        let Some((body, site)) = self.component_at(
            body,
            format!("{site}/requestBody"),
            "requestBodies",
            |all, name| all.request_bodies.get(name),
        ) else {
            return Vec::new();
        };
        let offered = representations::of(
            &body.content,
            |content| self.files(content),
            |content| self.has_bytes(content),
        );
        let bodies = offered.into_iter().enumerate();
        let bodies = bodies.map(|(number, offer)| {
            let origin = Origin::Operation {
                operation: index + number,
                step: Step::Request,
            };
            let mut content = self.representation(offer.media_type, offer.content, &site, origin);
            // A range is what the server takes, and not what is sent.
            if representations::is_range(offer.media_type) {
                match content.kind {
                    ContentKind::Json(_) => content.media_type = "application/json".to_owned(),
                    ContentKind::Text => content.media_type = "text/plain".to_owned(),
                    _ => {}
                }
            }
            Body {
                required: body.required,
                content,
                also: offer.also.into_iter().map(str::to_owned).collect(),
                docs: Docs {
                    description: body.description.as_deref().map(Into::into),
                    ..Docs::default()
                },
            }
        });
        bodies.collect()
    }

    /// The responses of an operation: successes, then failures.
    pub(super) fn responses(
        &mut self,
        responses: &'a openapiv3::Responses,
        site: &str,
        index: usize,
    ) -> (Vec<Response>, Vec<Response>) {
        let mut all = Vec::with_capacity(responses.responses.len() + 1);
        for (status, response) in &responses.responses {
            all.extend(self.response(status_of(status), response, site, index));
        }
        if let Some(default) = &responses.default {
            all.extend(self.response(Status::Default, default, site, index));
        }
        let switches = switches(responses);
        // No answer is one of these: a call goes on until another one comes (RFC 9110, section 15.2).
        all.retain(|response| {
            !matches!(response.status, Status::Exact(100..200) | Status::Range(1))
        });
        all.sort_by_key(|response| response.status);
        let (mut successes, mut failures): (Vec<_>, Vec<_>) = all
            .into_iter()
            .partition(|response| response.status.is_success());
        successes.shrink_to_fit();
        failures.shrink_to_fit();
        if successes.is_empty() && !switches {
            // Where only `default` is described, it describes success, too.
            let successes = failures
                .iter()
                .filter(|response| response.status == Status::Default)
                .cloned()
                .collect();
            return (successes, failures);
        }
        (successes, failures)
    }

    /// What the success brings in other representations than the preferred one, where there is one success that has any.
    /// They are for operations of their own, the first of which has this index.
    pub(super) fn further_answers(
        &mut self,
        responses: &'a openapiv3::Responses,
        site: &str,
        index: usize,
    ) -> Vec<Content> {
        let mut found = None;
        for (status, response) in &responses.responses {
            let status = status_of(status);
            if !status.is_success() || !status.has_content() {
                continue;
            }
            let key = status.key();
            let site = format!("{site}/responses/{key}");
            let response = self.component_at(response, site, "responses", |all, name| {
                all.responses.get(name)
            });
            if let Some((response, site)) = response
                && !response.content.is_empty()
                && found.replace((response, site, key)).is_some()
            {
                return Vec::new();
            }
        }
        let Some((response, site, key)) = found else {
            return Vec::new();
        };
        let offers = representations::of(
            &response.content,
            |_| Files::default(),
            |content| self.has_bytes(content),
        );
        let further = offers.into_iter().skip(1);
        let further = further.filter(|offer| self.is_answer_of_its_own(offer));
        let further: Vec<_> = further.enumerate().collect();
        let further = further.into_iter().map(|(number, offer)| {
            let origin = Origin::Operation {
                operation: index + number,
                step: Step::Response(key.clone()),
            };
            self.representation(offer.media_type, offer.content, &site, origin)
        });
        further.collect()
    }

    /// Whether a client can do something with a representation that it could not do with another one: JSON of a schema,
    /// a text, or bytes. What has members is in JSON already.
    fn is_answer_of_its_own(&self, offer: &Offer<'a>) -> bool {
        if framing(offer.media_type).is_some() {
            return false;
        }
        let is_text = |schema: &'a ReferenceOr<openapiv3::Schema>| {
            let view = View::of(self, &[Part::new(schema.into(), "")], &[]);
            view.kind == Some(view::Kind::String) || view.says_nothing()
        };
        match Kind::of(offer.media_type) {
            Kind::Json => offer.content.schema.is_some(),
            Kind::Text | Kind::Other => offer.content.schema.as_ref().is_none_or(is_text),
            Kind::Form | Kind::Multipart => false,
        }
    }

    fn response(
        &mut self,
        status: Status,
        response: &'a ReferenceOr<Document>,
        site: &str,
        index: usize,
    ) -> Option<Response> {
        let key = status.key();
        let site = format!("{site}/responses/{key}");
        let (response, site) = self.component_at(response, site, "responses", |all, name| {
            all.responses.get(name)
        })?;
        let origin = Origin::Operation {
            operation: index,
            step: Step::Response(key),
        };
        let has_content = status.has_content();
        let content = has_content.then(|| self.content(&response.content, &site, origin));
        let stream = match has_content && status.is_success() {
            true => self.stream(&response.content, &site, index),
            false => None,
        };
        let docs = self.state.docs.share(Docs {
            description: Some(self.state.texts.share(response.description.as_str())),
            ..Docs::default()
        });
        Some(Response {
            status,
            content: content.flatten(),
            stream,
            headers: response.headers.keys().cloned().collect(),
            docs,
        })
    }

    /// The representation that a client speaks, out of those that the document offers.
    pub(super) fn content(
        &mut self,
        contents: &'a IndexMap<String, MediaType>,
        site: &str,
        origin: Origin,
    ) -> Option<Content> {
        let (media_type, content) = representations::preferred(contents)?;
        let schema = &content.schema;
        let mut answer = self.representation(media_type, content, site, origin);
        let is_same = |(name, text): &(&String, &MediaType)| {
            representations::essence(name) == "text/plain" && text.schema == *schema
        };
        let text = contents.iter().find(is_same);
        answer.as_text = text.map(|(name, _)| name.clone());
        Some(answer)
    }

    fn representation(
        &mut self,
        media_type: &str,
        content: &'a MediaType,
        site: &str,
        origin: Origin,
    ) -> Content {
        let content_site = format!("{site}/content/{}", escape(media_type));
        let sender = match origin {
            Origin::Operation {
                operation,
                step: Step::Request,
            } => Some(operation),
            _ => None,
        };
        let is_request = sender.is_some() || matches!(origin, Origin::Receiver { .. });
        let site = format!("{content_site}/schema");
        let kind = match (Kind::of(media_type), &content.schema) {
            // A range is taken for JSON, unless what it describes are bytes, which are in no JSON, or nothing is said of
            // an answer, which may be anything then.
            (Kind::Json, schema)
                if representations::is_range(media_type)
                    && match schema {
                        Some(schema) => {
                            self.is_binary(schema) || !is_request && self.says_nothing(schema)
                        }
                        None => !is_request,
                    } =>
            {
                ContentKind::Bytes
            }
            (Kind::Json, Some(schema)) => {
                ContentKind::Json(self.schema(schema.into(), site, origin))
            }
            (Kind::Json, None) => ContentKind::Json(self.any(site, origin)),
            // A form is not something that servers answer with; as text nothing of it is lost.
            (Kind::Form, _) if !is_request => ContentKind::Text,
            (Kind::Form, Some(schema)) => {
                ContentKind::Form(self.schema(schema.into(), site, origin))
            }
            (Kind::Multipart, schema) => {
                let schema = schema.as_ref();
                ContentKind::Multipart(schema.map(|it| self.schema(it.into(), site, origin)))
            }
            (Kind::Text, Some(schema)) if self.is_binary(schema) => ContentKind::Bytes,
            (Kind::Text, _) => ContentKind::Text,
            (Kind::Form | Kind::Other, _) => ContentKind::Bytes,
        };
        let is_multipart = matches!(kind, ContentKind::Multipart(_));
        Content {
            media_type: media_type.to_owned(),
            kind,
            as_text: None,
            files: match sender.filter(|_| is_multipart) {
                Some(_) => self.files(content).parts,
                None => Vec::new(),
            },
            encoding: content
                .encoding
                .iter()
                .map(|(name, encoding)| Encoding {
                    headers: match sender.filter(|_| is_multipart) {
                        Some(operation) => {
                            let site = format!("{content_site}/encoding/{}", escape(name));
                            self.part_headers(encoding, &site, operation)
                        }
                        None => Vec::new(),
                    },
                    name: name.clone(),
                    content_type: encoding.content_type.clone(),
                    json: encoding.style.is_none()
                        && encoding
                            .content_type
                            .as_deref()
                            .is_some_and(representations::is_json),
                    style: encoding.style.as_ref().map_or(Style::Form, query_style),
                    explode: encoding.explode,
                })
                .collect(),
        }
    }

    /// Whether a body is bytes by the document's word.
    fn has_bytes(&self, content: &'a MediaType) -> bool {
        let schema = content.schema.as_ref();
        schema.is_some_and(|schema| self.is_binary(schema))
    }

    /// Whether values are bytes by the document's word, whatever their media type makes of them.
    fn is_binary(&self, schema: &'a ReferenceOr<openapiv3::Schema>) -> bool {
        View::of(self, &[Part::new(schema.into(), "")], &[]).is_binary()
    }

    fn says_nothing(&self, schema: &'a ReferenceOr<openapiv3::Schema>) -> bool {
        View::of(self, &[Part::new(schema.into(), "")], &[]).says_nothing()
    }

    fn any(&mut self, site: String, origin: Origin) -> crate::api::TypeRef {
        let id = self.state.api.types.add(site, origin);
        crate::api::TypeRef {
            id,
            nullable: false,
        }
    }
}

impl State<'_> {
    /// A union all of whose variants demand something is a body that has to be there, as an object that does: nobody calls
    /// such an operation to send nothing, and documents forget `required`. A list may as well be left out as be empty.
    pub(super) fn demanding_bodies(&mut self) {
        for operation in &mut self.api.operations {
            if let Some(body) = &mut operation.body
                && let ContentKind::Json(ty) | ContentKind::Form(ty) = body.content.kind
                && let Shape::Union(union) = self.api.types.shape(ty)
            {
                let types = &self.api.types;
                let is_needed = |field: &Field| field.required && field.access != Access::ReadOnly;
                let demands = |ty| match types.shape(ty) {
                    Shape::Object(object) => object.fields.iter().any(is_needed),
                    _ => false,
                };
                let mut variants = union.variants.iter();
                let all = union.keys().is_some() || variants.all(|it| demands(it.ty));
                body.required |= all && !types.resolve(ty).nullable;
            }
        }
    }

    /// A body none of whose members may be sent is one whose members were not meant to be `readOnly`: what else would it
    /// be for?
    pub(super) fn read_only_bodies(&mut self) {
        for index in 0..self.api.operations.len() {
            let body = self.api.operations[index].body.as_ref();
            let Some(ty) = body.and_then(|body| body.content.kind.ty()) else {
                continue;
            };
            let id = self.api.types.resolve(ty).id;
            let ty = &mut self.api.types[id];
            let Shape::Object(object) = &mut ty.shape else {
                continue;
            };
            let read_only = |field: &Field| field.access == Access::ReadOnly;
            if object.fields.is_empty() || !object.fields.iter().all(read_only) {
                continue;
            }
            for field in &mut object.fields {
                field.access = Access::Both;
                Arc::make_mut(&mut field.docs)
                    .remarks
                    .retain(|remark| remark != READ_ONLY);
            }
            let site = ty.site.clone();
            self.report(&site, catalogue::read_only_body);
        }
    }
}

fn status_of(status: &StatusCode) -> Status {
    match status {
        StatusCode::Code(code) => Status::Exact(*code),
        StatusCode::Range(hundreds) => Status::Range(u8::try_from(*hundreds).unwrap_or(u8::MAX)),
    }
}
