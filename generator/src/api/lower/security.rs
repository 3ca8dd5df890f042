//! Security schemes and requirements.

use std::collections::BTreeSet;

use foldhash::{HashSet, HashSetExt as _};
use openapiv3::{APIKeyLocation, ReferenceOr, SecurityRequirement, SecurityScheme as Scheme};

use super::State;
use crate::api::{Authorization, SchemeKind, Security, SecurityScheme, TokenEndpoint};

impl State<'_> {
    /// Reads the schemes that the document defines.
    pub(super) fn security_schemes(&mut self) {
        for (name, scheme) in &self.head.security_schemes {
            // The document phase has replaced references to other schemes by what they refer to.
            let ReferenceOr::Item(scheme) = scheme else {
                continue;
            };
            let mut authorization = None;
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
                    authorization = flows.authorization_code.as_ref().map(|flow| Authorization {
                        url: flow.authorization_url.clone(),
                        token_url: flow.token_url.clone(),
                        refresh_url: flow
                            .refresh_url
                            .clone()
                            .filter(|url| !url.is_empty() && *url != flow.token_url),
                        described: flow.scopes.clone().into_iter().collect(),
                        scopes: BTreeSet::new(),
                    });
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
            let index = self.api.schemes.len();
            self.schemes.insert(name.clone(), index);
            self.api.schemes.push(SecurityScheme {
                name: name.clone(),
                docs: description_of(docs),
                kind,
                authorization,
            });
        }
        self.api.security = self.security(self.head.security.as_deref().unwrap_or_default());
    }

    /// What an operation needs: its own requirement, or else that of the whole, which is the same for all of them.
    pub(super) fn security_of(&mut self, own: Option<&[SecurityRequirement]>) -> Security {
        if let Some(own) = own {
            self.scopes(own);
            return self.security(own);
        }
        if !self.has_common_scopes {
            self.has_common_scopes = true;
            let head = self.head;
            self.scopes(head.security.as_deref().unwrap_or_default());
        }
        self.api.security.clone()
    }

    /// Notes the scopes that an operation needs, with the schemes that have use for them.
    fn scopes(&mut self, requirements: &[SecurityRequirement]) {
        for (name, scopes) in requirements.iter().flatten() {
            let index = self.schemes.get(name);
            let Some(scheme) = index.and_then(|index| self.api.schemes.get_mut(*index)) else {
                continue;
            };
            if let SchemeKind::OAuth2(endpoint) = &mut scheme.kind {
                endpoint.scopes.extend(scopes.iter().cloned());
            }
            if let Some(authorization) = &mut scheme.authorization {
                authorization.scopes.extend(scopes.iter().cloned());
            }
        }
    }

    /// The alternatives of a requirement list. One with a scheme that is not defined can't be met: the document phase
    /// has said so, and it is left out.
    fn security(&self, requirements: &[SecurityRequirement]) -> Security {
        let index = |name: &String| self.schemes.get(name).copied();
        let sets = requirements.iter().filter_map(|requirement| {
            requirement
                .keys()
                .map(index)
                .collect::<Option<Vec<usize>>>()
        });
        let mut met = HashSet::new();
        sets.filter(|set| met.insert(set.clone())).collect()
    }
}

fn description_of(docs: &Option<String>) -> Option<String> {
    docs.clone().filter(|docs| !docs.trim().is_empty())
}
