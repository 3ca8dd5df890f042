//! What stands at the root: the version, servers and credentials.

use super::Lift;
use crate::source::{Object, Value, join};

impl Lift<'_> {
    pub(super) fn head(&mut self, root: &mut Object) {
        self.origins.same("/openapi".to_owned(), "/swagger");
        root.remove("swagger");
        root.insert("openapi", "3.0.3");
        let host = self.text(root, "host");
        let base = self.text(root, "basePath");
        let schemes = root.remove("schemes");
        let schemes = schemes.map(|list| self.texts(list, "/schemes", "schemes"));
        let schemes = schemes.unwrap_or_default();
        let base = base.trim_matches('/');
        let base = match base {
            "" => String::new(),
            base => format!("/{base}"),
        };
        let urls: Vec<String> = match host.trim_end_matches('/') {
            "" if base.is_empty() => Vec::new(),
            "" => vec![base],
            host => {
                let named = |name: &str| schemes.iter().any(|it| it == name);
                let said = ["https", "http"].into_iter().filter(|name| named(name));
                let mut said: Vec<&str> = said.collect();
                // The one by which the description came is meant, which nobody knows here.
                if said.is_empty() {
                    said.push("https");
                }
                let url = |scheme| format!("{scheme}://{host}{base}");
                said.into_iter().map(url).collect()
            }
        };
        if !urls.is_empty() {
            self.origins.same("/servers".to_owned(), "/host");
            let server = |url| Value::from(Object::of("url", url));
            let servers: Vec<Value> = urls.into_iter().map(server).collect();
            root.insert("servers", servers);
        }
    }

    /// The text at a key of the root; empty, if there is none.
    fn text(&mut self, root: &mut Object, key: &str) -> String {
        match root.remove(key) {
            None => String::new(),
            Some(Value::String(text)) => text,
            Some(other) => {
                self.wrong(&join("", key), &format!("`{key}`"), "a string", &other);
                String::new()
            }
        }
    }

    pub(super) fn security_scheme(&mut self, value: &mut Value, at: &str) {
        let Value::Object(scheme) = value else {
            return;
        };
        match scheme.get("type").and_then(Value::as_str) {
            Some("basic") => {
                scheme.insert("type", "http");
                scheme.insert("scheme", "basic");
            }
            Some("oauth2") => {
                let flow = scheme.remove("flow");
                let name = match flow.as_ref().and_then(Value::as_str) {
                    Some("accessCode") => "authorizationCode",
                    Some("application") => "clientCredentials",
                    Some("password") => "password",
                    _ => "implicit",
                };
                let mut flow = Object::new();
                for key in ["authorizationUrl", "tokenUrl", "scopes"] {
                    if let Some(value) = scheme.remove(key) {
                        flow.insert(key, value);
                    }
                }
                self.origins.same(join(&join(at, "flows"), name), at);
                let flows = Object::of(name, flow);
                scheme.insert("flows", flows);
            }
            _ => {}
        }
    }
}
