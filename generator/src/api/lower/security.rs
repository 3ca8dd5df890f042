//! Security schemes and requirements.

use std::collections::BTreeSet;

use openapiv3::{APIKeyLocation, ReferenceOr, SecurityRequirement, SecurityScheme as Scheme};

use super::State;
use crate::api::{SchemeKind, Security, SecurityScheme, TokenEndpoint};

impl State<'_> {
    /// Reads the schemes that the document defines.
    pub(super) fn security_schemes(&mut self) {
        for (name, scheme) in &self.head.security_schemes {
            // The document phase has replaced references to other schemes by what they refer to.
            let ReferenceOr::Item(scheme) = scheme else {
                continue;
            };
            let (kind, docs) = match scheme {
                Scheme::APIKey {
                    location,
                    name,
                    description,
                    ..
                } => {
                    let kind = match location {
                        APIKeyLocation::Header => SchemeKind::Header(name.clone()),
                        APIKeyLocation::Query => SchemeKind::Query(name.clone()),
                        APIKeyLocation::Cookie => SchemeKind::Cookie(name.clone()),
                    };
                    (kind, description)
                }
                Scheme::HTTP {
                    extensions,
                    description,
                    ..
                } if extensions.contains_key("x-specwright-mutual-tls") => {
                    (SchemeKind::Transport, description)
                }
                Scheme::HTTP {
                    scheme,
                    description,
                    ..
                } => {
                    // Names of schemes are case-insensitive (RFC 9110, section 11.1).
                    let kind = match scheme.to_ascii_lowercase().as_str() {
                        "bearer" => SchemeKind::Bearer,
                        "basic" => SchemeKind::Basic,
                        _ => SchemeKind::Http(scheme.clone()),
                    };
                    (kind, description)
                }
                Scheme::OAuth2 {
                    flows, description, ..
                } => {
                    let kind = match &flows.client_credentials {
                        Some(flow) => SchemeKind::OAuth2(TokenEndpoint {
                            url: flow.token_url.clone(),
                            scopes: BTreeSet::new(),
                        }),
                        None => SchemeKind::Bearer,
                    };
                    (kind, description)
                }
                Scheme::OpenIDConnect { description, .. } => (SchemeKind::Bearer, description),
            };
            self.api.schemes.push(SecurityScheme {
                name: name.clone(),
                docs: description_of(docs),
                kind,
            });
        }
        self.api.security = self.security(self.head.security.as_deref().unwrap_or_default());
    }

    /// Notes the scopes that an operation needs, with the schemes that have use for them.
    pub(super) fn scopes(&mut self, requirements: &[SecurityRequirement]) {
        for (name, scopes) in requirements.iter().flatten() {
            let mut schemes = self.api.schemes.iter_mut();
            let scheme = schemes.find(|scheme| scheme.name == *name);
            if let Some(SchemeKind::OAuth2(endpoint)) = scheme.map(|scheme| &mut scheme.kind) {
                endpoint.scopes.extend(scopes.iter().cloned());
            }
        }
    }

    /// The alternatives of a requirement list. One with a scheme that is not defined can't be met: the document phase
    /// has said so, and it is left out.
    pub(super) fn security(&self, requirements: &[SecurityRequirement]) -> Security {
        let mut security = Security::new();
        for requirement in requirements {
            let index = |name: &String| {
                self.api
                    .schemes
                    .iter()
                    .position(|scheme| scheme.name == *name)
            };
            let set: Option<Vec<usize>> = requirement.keys().map(index).collect();
            security.extend(set.filter(|set| !security.contains(set)));
        }
        security
    }
}

fn description_of(docs: &Option<String>) -> Option<String> {
    docs.clone().filter(|docs| !docs.trim().is_empty())
}
