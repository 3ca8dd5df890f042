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

#[cfg(test)]
mod tests {
    use super::super::server_variable;
    use super::*;

    const VARIABLES: &[ServerVariable] = &[
        server_variable("region", "eu"),
        server_variable("base", "v1"),
    ];

    fn fill(given: &[(&'static str, &str)]) -> Result<String, String> {
        let given: Vec<_> = given.iter().map(|(n, v)| (*n, (*v).to_owned())).collect();
        let template = "https://{region}.example.com/{base}/x";
        match filled(template, VARIABLES, &given) {
            Ok(address) => Ok(address.into_owned()),
            Err(error) => Err(error.to_string()),
        }
    }

    #[test]
    fn what_is_given_goes_before_the_default() {
        assert_eq!(fill(&[]).unwrap(), "https://eu.example.com/v1/x");
        let given = [("base", "api/v2"), ("region", "us"), ("unknown", "y")];
        assert_eq!(fill(&given).unwrap(), "https://us.example.com/api/v2/x");
    }

    #[test]
    fn a_value_stays_in_the_host() {
        for value in ["evil.example/", "me@evil.example", "a\\b", "a?b", "a#b"] {
            let message = fill(&[("region", value)]).unwrap_err();
            assert!(message.contains("`region`"), "{message}");
        }
        let given = [("region", "{base}"), ("base", "evil.example/")];
        let address = fill(&given).unwrap();
        assert_eq!(address, "https://{base}.example.com/evil.example//x");
        let whole = server_variable("server", "https://a.example/v1");
        let address = filled("{server}", &[whole], &[]).unwrap();
        assert_eq!(address, "https://a.example/v1");
    }
}
