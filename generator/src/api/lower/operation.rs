//! Operations.

use openapiv3::{PathItem, Server, StatusCode};
use serde_json::Value;

use super::more::more;
use super::{Lower, representations};
use crate::api::{Alternative, Docs, Operation, Response, ServerVariable};
use crate::document::{METHOD_KEY, Path, RESOURCE_KEY};
use crate::source::escape;

impl<'a> Lower<'a, '_> {
    /// Lowers every operation of a path.
    pub(super) fn path(&mut self, path: &'a Path) {
        let Path { name, item, .. } = path;
        let item_site = format!("/paths/{}", escape(name));
        for (method, operation) in item.iter() {
            let site = format!("{item_site}/{method}");
            let method = method.to_ascii_uppercase();
            self.operation(name, item, &item_site, method, operation, site);
        }
        let further_site = format!("{item_site}/x-specwright-operations");
        for (method, operation) in &path.further {
            // Sent as it is written (OpenAPI 3.2, "additionalOperations").
            let site = format!("{further_site}/{}", escape(method));
            self.operation(name, item, &item_site, method.clone(), operation, site);
        }
    }

    fn operation(
        &mut self,
        path: &str,
        item: &'a PathItem,
        item_site: &str,
        method: String,
        operation: &'a openapiv3::Operation,
        site: String,
    ) {
        let index = self.state.api.operations.len();
        let (parameters, named) = self.parameters(item, item_site, operation, &site, path, index);
        let bodies = operation.request_body.as_ref();
        let bodies = bodies.map(|body| self.bodies(body, &site, index));
        let bodies = bodies.unwrap_or_default();
        let (mut successes, mut failures) = self.responses(&operation.responses, &site, index);
        let upgrades = switches(&operation.responses)
            && successes.iter().all(|success| success.content.is_none());
        let further = index + bodies.len().max(1);
        let mut bodies = bodies.into_iter();
        let accepted = accept(successes.iter().chain(&failures));
        let mut answers = Vec::new();
        if method == "HEAD" {
            // What is described is what `GET` would bring: no answer has content (RFC 9110, section 9.3.2).
            for response in successes.iter_mut().chain(&mut failures) {
                response.content = None;
                response.stream = None;
            }
        } else {
            answers = self.further_answers(&operation.responses, &site, further);
        }
        let security = self.state.security_of(operation.security.as_deref());
        let servers = if operation.servers.is_empty() {
            &item.servers
        } else {
            &operation.servers
        };
        let preferred = Operation {
            site: site.clone(),
            id: operation
                .operation_id
                .clone()
                .filter(|id| !id.trim().is_empty()),
            method,
            path: named,
            template: path.to_owned(),
            tags: operation.tags.clone(),
            resource: resource(operation.extensions.get(RESOURCE_KEY)),
            method_name: operation
                .extensions
                .get(METHOD_KEY)
                .and_then(Value::as_str)
                .map(str::to_owned),
            docs: docs(operation),
            server: servers.first().map(server),
            parameters,
            body: bodies.next(),
            alternative: None,
            successes,
            failures,
            upgrades,
            accept: accepted,
            security,
            extensions: operation
                .extensions
                .iter()
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect(),
        };
        let name = preferred.id.clone();
        let name = name.unwrap_or_else(|| preferred.label());
        let other = |media_type: &str, gives| Operation {
            alternative: Some(Alternative {
                of: index,
                suffix: representations::suffix(media_type),
                gives,
            }),
            ..preferred.clone()
        };
        let mut others = Vec::new();
        for body in bodies {
            let mut sending = other(&body.content.media_type, false);
            sending.body = Some(body);
            others.push(sending);
        }
        for content in answers {
            let mut giving = other(&content.media_type, true);
            let mut answers = giving.successes.iter_mut();
            if let Some(answer) = answers.find(|answer| answer.content.is_some()) {
                answer.content = Some(content);
                answer.stream = None;
            }
            giving.accept = accept(giving.successes.iter().chain(&giving.failures));
            others.push(giving);
        }
        self.state.api.operations.push(preferred);
        self.state.api.operations.extend(others);
        self.callbacks(operation, &name, &site);
    }
}

/// Whether a server may answer that it goes on as another protocol (RFC 9110, section 15.2.2).
pub(super) fn switches(responses: &openapiv3::Responses) -> bool {
    let mut statuses = responses.responses.keys();
    statuses.any(|status| *status == StatusCode::Code(101))
}

/// The media types of responses, each once.
fn accept<'r>(responses: impl Iterator<Item = &'r Response>) -> Vec<String> {
    let mut accept: Vec<String> = Vec::new();
    for content in responses.filter_map(|response| response.content.as_ref()) {
        if !accept.contains(&content.media_type) {
            accept.push(content.media_type.clone());
        }
    }
    accept
}

pub(super) fn docs(operation: &openapiv3::Operation) -> Docs {
    Docs {
        title: operation.summary.as_deref().map(Into::into),
        description: operation.description.as_deref().map(Into::into),
        deprecated: operation.deprecated,
        remarks: Vec::new(),
        more: more(operation.external_docs.as_ref()).map(Into::into),
    }
}

/// `stream.webhooks`, or `[stream, webhooks]`.
fn resource(extension: Option<&Value>) -> Option<Vec<String>> {
    let segments: Vec<String> = match extension? {
        Value::String(path) => path.split('.').map(str::to_owned).collect(),
        Value::Array(segments) => segments
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        _ => return None,
    };
    (!segments.is_empty() && segments.iter().all(|segment| !segment.trim().is_empty()))
        .then_some(segments)
}

/// A server, with those of its variables that are in its address.
pub(super) fn server(server: &Server) -> crate::api::Server {
    let variables = server.variables.iter().flatten();
    let position = |name: &str| server.url.find(&format!("{{{name}}}"));
    let mut variables: Vec<_> = variables
        .filter_map(|(name, variable)| {
            let variable = ServerVariable {
                name: name.clone(),
                default: variable.default.clone(),
                values: variable.enumeration.clone(),
                description: variable.description.clone(),
            };
            Some((position(name)?, variable))
        })
        .collect();
    variables.sort_by_key(|(position, _)| *position);
    crate::api::Server {
        url: server.url.clone(),
        variables: variables
            .into_iter()
            .map(|(_, variable)| variable)
            .collect(),
        description: server.description.clone(),
    }
}
