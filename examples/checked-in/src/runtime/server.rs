// Copied by specwright 0.1.0 from specwright-runtime.

//! Addresses of servers that have variables in them (OpenAPI 3.0.3, "Server Object").

use std::borrow::Cow;

use super::error::Error;

/// A variable in the address of a server: `{region}`.
#[derive(Debug)]
pub struct ServerVariable {
    /// Its name, without the braces.
    pub(super) name: &'static str,
    /// What it stands for unless the user says otherwise.
    pub(super) default: &'static str,
}

/// An address with a value for each of its variables: the given one, or its default.
///
/// A value that stands in the host must stay in it: what a user of the program has typed as a subdomain, `evil.example/`,
/// would else have all credentials sent to another server.
pub(super) fn filled<'a>(
    template: &'a str,
    variables: &[ServerVariable],
    given: &[(&'static str, String)],
) -> Result<Cow<'a, str>, Error> {
    let path = template.find("://").map(|end| {
        let host = &template[end + 3..];
        end + 3 + host.find('/').unwrap_or(host.len())
    });
    let mut address = String::new();
    let mut rest = template;
    // One time from the first brace to the last: what a value holds is text, and no variable.
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, behind)) = after.split_once('}') else {
            break;
        };
        let start = template.len() - rest.len() + before.len();
        address.push_str(before);
        rest = behind;
        let Some(variable) = variables.iter().find(|variable| variable.name == name) else {
            address.extend(["{", name, "}"]);
            continue;
        };
        let given = given.iter().find(|(known, _)| *known == name);
        let value = given.map_or(variable.default, |(_, value)| value);
        let in_host = path.is_some_and(|path| start < path);
        if in_host && value.contains(['/', '\\', '?', '#', '@']) {
            let why = "has a character that ends a host";
            let message = format!("the variable `{name}` of the server's address {why}");
            return Err(Error::configuration(message));
        }
        address.push_str(value);
    }
    Ok(match rest.len() == template.len() {
        true => Cow::Borrowed(template),
        false => Cow::Owned(address + rest),
    })
}
