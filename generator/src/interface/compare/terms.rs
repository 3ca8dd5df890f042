//! What differs of what calls meet beside types.

use std::collections::BTreeSet;

use super::super::terms::{Api, Scheme, Terms};
use super::super::{Effect, Operation};
use super::{Found, quoted};

/// What holds for all calls, before and after.
pub(super) struct Both<'i> {
    pub was: &'i Api,
    pub is: &'i Api,
}

impl Found {
    pub(super) fn api(&mut self, both: &Both<'_>) {
        let Both { was, is } = both;
        if was.server != is.server {
            let (is, was) = (quoted(&is.server), quoted(&was.server));
            let said = format!("calls {is}, and called {was}");
            self.say(Effect::Meaning, "Client", said);
        }
        if was.server_env != is.server_env {
            let [is, was] = [is, was].map(|it| match it.server_env.split('"').nth(1) {
                Some(name) => quoted(name),
                None => "the description alone".to_owned(),
            });
            let said = format!("has its address from {is}, and had it from {was}");
            self.say(Effect::Meaning, "Client::from_env()", said);
        }
        for is in &is.schemes {
            let Some(was) = was.scheme(&is.name) else {
                continue;
            };
            let item = format!("the credential `{}`", is.name);
            if was.kind != is.kind {
                let said = match [&is.kind, &was.kind].map(|kind| travels(kind)) {
                    [is, was] if is == was => {
                        "gets its tokens elsewhere, or for other scopes".to_owned()
                    }
                    [is, was] => format!("is {is}, and was {was}"),
                };
                self.say(Effect::Meaning, &item, said);
            }
            if was.env != is.env {
                let [is, was] = [is, was].map(|it| match it.env.as_str() {
                    "" => "no variable".to_owned(),
                    names => quoted(names),
                });
                let said = format!("comes from {is}, and came from {was}");
                self.say(Effect::Meaning, &item, said);
            }
        }
    }

    pub(super) fn terms(&mut self, item: &str, both: &Both<'_>, was: &Operation, is: &Operation) {
        let (was, is) = (&was.terms, &is.terms);
        if was.server != is.server {
            let shown = |it: &Terms, api: &Api| quoted(it.server.as_ref().unwrap_or(&api.server));
            let (is, was) = (shown(is, both.is), shown(was, both.was));
            if is != was {
                let said = format!("calls {is}, and called {was}");
                self.say(Effect::Meaning, item, said);
            }
        }
        self.security(item, both, was, is);
        // What is sent in another type is said of that.
        let is_both = !was.bodies.is_empty() && !is.bodies.is_empty();
        if is_both && was.bodies != is.bodies {
            let listed = |it: &Terms| it.bodies.iter().map(|it| quoted(it)).collect::<Vec<_>>();
            let [is, was] = [is, was].map(|it| listed(it).join(" or "));
            let said = format!("sends its body as {is}, and sent it as {was}");
            self.say(Effect::Meaning, item, said);
        }
        let statuses: BTreeSet<&String> = was.failures.keys().chain(is.failures.keys()).collect();
        for status in statuses {
            let at = match status.as_str() {
                "default" => "any other status".to_owned(),
                status => status.to_owned(),
            };
            let (effect, said) = match (was.failure(status), is.failure(status)) {
                (Some(was), Some(is)) if was != is => {
                    let (is, was) = (quoted(is), quoted(was));
                    let said = format!("fails with {is} at {at}, and failed with {was}");
                    (Effect::Meaning, said)
                }
                (Some(was), None) => {
                    let said = format!("does not fail with {} at {at} any more", quoted(was));
                    (Effect::Meaning, said)
                }
                (None, Some(is)) => {
                    let said = format!("fails with {} at {at}", quoted(is));
                    (Effect::Addition, said)
                }
                _ => continue,
            };
            self.say(effect, item, said);
        }
    }

    fn security(&mut self, item: &str, both: &Both<'_>, was: &Terms, is: &Terms) {
        let (old, was) = both.alternatives(was, both.was);
        let (new, is) = both.alternatives(is, both.is);
        if old == new {
            return;
        }
        let does = |way: &BTreeSet<&str>| new.iter().any(|it| it.is_subset(way));
        let effect = match old.iter().all(does) {
            true => Effect::Addition,
            false => Effect::Meaning,
        };
        self.say(effect, item, format!("asks for {is}, and asked for {was}"));
    }
}

impl<'i> Both<'i> {
    /// What may be given, told by how it travels, as names of schemes change; and how that is said. What one scheme has become
    /// is said of that.
    fn alternatives(&self, terms: &Terms, api: &'i Api) -> (BTreeSet<BTreeSet<&'i str>>, String) {
        let mut ways = BTreeSet::new();
        let mut said = Vec::new();
        for set in &terms.security {
            let schemes: Vec<_> = set.iter().filter_map(|it| api.schemes.get(*it)).collect();
            let known = |scheme: &'i Scheme| self.is.scheme(&scheme.name).unwrap_or(scheme);
            let way = schemes.iter().map(|it| known(it).kind.as_str()).collect();
            let names: Vec<String> = schemes.iter().map(|it| quoted(&it.name)).collect();
            if ways.insert(way) {
                said.push(match names.as_slice() {
                    [] => "nothing".to_owned(),
                    names => names.join(" with "),
                });
            }
        }
        if ways.is_empty() {
            return (BTreeSet::from([BTreeSet::new()]), "nothing".to_owned());
        }
        (ways, said.join(" or "))
    }
}

/// How a credential travels, of `Header("X-Key")`.
fn travels(kind: &str) -> String {
    let name = kind.split('"').nth(1).unwrap_or_default();
    match kind.split('(').next().unwrap_or_default() {
        "Bearer" => "a bearer token".to_owned(),
        "Basic" => "a user and a password".to_owned(),
        "Http" => format!("`{name}` in `Authorization`"),
        "Header" => format!("the header `{name}`"),
        "Query" => format!("the query parameter `{name}`"),
        "Cookie" => format!("the cookie `{name}`"),
        "OAuth2" => "a token of OAuth 2".to_owned(),
        _ => "the connection's".to_owned(),
    }
}
