//! What the generated crate says about itself: the configuration decides, and else the description.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::emit::{paragraph, plain, short};
use crate::plan::{ALL_RESOURCES, Client, Plan, Ty};
use crate::write::Package;

pub(super) fn package(plan: &Plan, config: &Config) -> Package {
    let chosen = &config.package;
    let name = chosen
        .name
        .as_ref()
        .map_or_else(|| name(&plan.title), |name| name.value.clone());
    let version = chosen
        .version
        .as_ref()
        .map_or("0.1.0", |version| version.value.as_str());
    let features = features(plan);
    let mut needs = vec!["client".to_owned()];
    // A name for all parts, and what hands out the runtime's text.
    let mut left_out = vec!["parts".to_owned(), "source".to_owned()];
    for (part, is_used) in parts(plan) {
        let features = if is_used { &mut needs } else { &mut left_out };
        features.push(part.to_owned());
    }
    let receivers = plan.receivers.as_ref();
    if receivers.is_some_and(|receivers| receivers.signature.is_some()) {
        needs.push("webhooks".to_owned());
    }
    // What is no part, because few clients have it and it has dependencies of its own.
    for (feature, is_used) in [
        ("upgrade", plan.has_upgrades()),
        ("validate", config.package.validate),
    ] {
        let features = if is_used { &mut needs } else { &mut left_out };
        features.push(feature.to_owned());
    }
    let about = plan.description.as_deref().and_then(paragraph);
    let default_features = features.keys().filter(|name| *name == ALL_RESOURCES);
    Package {
        name,
        version: version.to_owned(),
        description: chosen
            .description
            .clone()
            .or_else(|| about.as_deref().map(|about| short(&plain(about)))),
        example: example(plan),
        about: chosen.description.clone().or(about),
        authors: chosen.authors.clone(),
        license: chosen.license.clone(),
        homepage: chosen.homepage.clone(),
        repository: chosen.repository.clone(),
        documentation: chosen.documentation.clone(),
        keywords: chosen.keywords.clone(),
        categories: chosen.categories.clone(),
        rust_version: chosen.rust_version.clone(),
        publish: chosen.publish,
        needs,
        left_out,
        default_features: default_features.cloned().collect(),
        features,
        client: client(&plan.client),
        dependencies: chosen.dependencies.clone().into_iter().collect(),
    }
}

/// How the client is made: from the environment, where that is all it takes; else with what the description leaves to its
/// user.
fn client(client: &Client) -> String {
    let has_env = |index: &usize| !client.schemes[*index].env.is_empty();
    // What takes least to begin with; of several, the first.
    let values = |needs: &[usize]| {
        let given = client.credentials.iter();
        let given = given.filter(|it| needs.contains(&it.scheme) && !has_env(&it.scheme));
        given.map(|it| 1 + usize::from(it.basic)).sum::<usize>()
    };
    let needs = client.security.iter().map(Vec::as_slice);
    let needs = needs.filter(|needs| !needs.is_empty());
    let needs = needs.min_by_key(|needs| values(needs)).unwrap_or_default();
    let reads_env = client.reads_env();
    let is_absolute = client.server.url.contains("://");
    if reads_env && is_absolute && needs.iter().all(has_env) {
        return "from_env()".to_owned();
    }
    let mut calls = vec!["builder()".to_owned()];
    if reads_env {
        calls.push("env()".to_owned());
    }
    if !is_absolute {
        calls.push("base_url(\"https://…\")".to_owned());
    }
    for setter in &client.credentials {
        if needs.contains(&setter.scheme) && !has_env(&setter.scheme) {
            let values = if setter.basic {
                "\"…\", \"…\""
            } else {
                "\"…\""
            };
            calls.push(format!("{}({values})", setter.ident));
        }
    }
    calls.push("build()".to_owned());
    // As rustfmt has them.
    calls.join(if calls.len() > 2 { "\n    ." } else { "." })
}

/// The call that is easiest to make: one that only reads, takes nothing, and is not on its way out.
fn example(plan: &Plan) -> Option<String> {
    let calls = plan.calls().map(|(call, method)| {
        let arguments = &method.params.arguments;
        let values: Vec<Option<&str>> = arguments.iter().map(|it| value(&it.value.ty)).collect();
        let rank = (
            values.contains(&None),
            method.docs.deprecated,
            method.spec.method != "GET",
            values.len(),
        );
        let values: Vec<&str> = values
            .into_iter()
            .map(|it| it.unwrap_or("todo!()"))
            .collect();
        let call = format!("{}({})", call.trim_end_matches("()"), values.join(", "));
        (rank, call)
    });
    // Of several, the first.
    calls.min_by_key(|(rank, _)| *rank).map(|(_, call)| call)
}

/// A value of a type, if a literal is one.
fn value(ty: &Ty) -> Option<&'static str> {
    match ty {
        Ty::String | Ty::Secret => Some("\"…\""),
        Ty::I8 | Ty::I16 | Ty::I32 | Ty::I64 => Some("1"),
        Ty::U8 | Ty::U16 | Ty::U32 | Ty::U64 => Some("1"),
        Ty::F64 => Some("1.0"),
        Ty::Bool => Some("true"),
        Ty::Vec(item) => match **item {
            Ty::String => Some("[\"…\"]"),
            _ => None,
        },
        _ => None,
    }
}

/// The parts of the runtime that some clients do without, and whether this one uses them.
fn parts(plan: &Plan) -> [(&'static str, bool); 3] {
    [
        ("events", plan.has_streams()),
        ("multipart", plan.has_forms()),
        ("pages", plan.has_pages()),
    ]
}

/// A feature for each resource at the top, where that is wanted, and one for all of them.
fn features(plan: &Plan) -> BTreeMap<String, Vec<String>> {
    let named = plan.features.iter();
    let mut features: BTreeMap<String, Vec<String>> = named
        .map(|feature| (feature.name.to_string(), Vec::new()))
        .collect();
    if !features.is_empty() {
        let all = features.keys().cloned().collect();
        features.insert(ALL_RESOURCES.to_owned(), all);
    }
    features
}

/// A title as a crate's name: `Pet Store (v2)` is `pet-store-v2`. Capitals within a word begin no other one, since most
/// such words are names: `GitHub`, `OpenAI`.
fn name(title: &str) -> String {
    let words = title
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    let words: Vec<&str> = words.collect();
    let name = match words.as_slice() {
        // The second word is there already.
        [word] => word.strip_suffix("Client").unwrap_or(word).to_owned(),
        words => words.join("-"),
    };
    let name = name.to_ascii_lowercase();
    match name.chars().next() {
        None => "api-client".to_owned(),
        // A crate's name is an identifier, and not a keyword: with a second word it is neither.
        Some(first) if first.is_ascii_digit() => format!("api-{name}"),
        Some(_) if !name.contains('-') && !name.ends_with("client") => format!("{name}-client"),
        Some(_) => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{self, tests::planned};

    #[test]
    fn all_parts_of_the_runtime_are_known() {
        let manifest: toml::Table = specwright_runtime::source::MANIFEST.parse().expect("TOML");
        let nothing = plan::plan(&crate::api::Api::default(), &Config::default());
        let known = parts(&nothing).map(|(part, _)| part.into());
        assert_eq!(
            manifest["features"]["parts"].as_array().map(Vec::as_slice),
            Some(&known[..])
        );
    }

    #[test]
    fn a_client_is_made_with_the_credential_that_takes_least() {
        let made = |security: &str, config| {
            let spec = format!(
                "
openapi: 3.0.3
info: {{title: t, version: '1'}}
servers: [{{url: https://a.example}}]
security: {security}
paths: {{/a: {{get: {{responses: {{'204': {{description: d}}}}}}}}}}
components:
  securitySchemes:
    basic: {{type: http, scheme: basic}}
    bearer: {{type: http, scheme: bearer}}
    key: {{type: apiKey, in: header, name: K}}
"
            );
            client(&planned(&spec, config).client).replace("\n    ", "")
        };
        let none = "";
        for security in [
            "[{basic: []}, {bearer: []}]",
            "[{}, {bearer: []}, {key: []}]",
        ] {
            assert_eq!(made(security, none), "builder().bearer(\"…\").build()");
        }
        assert_eq!(
            made("[{key: [], bearer: []}, {basic: []}]", none),
            "builder().bearer(\"…\").key(\"…\").build()"
        );
        let env = "[security.env]\nbasic = ['USER', 'PASSWORD']";
        assert_eq!(made("[{bearer: []}, {basic: []}]", env), "from_env()");
        assert_eq!(made("[]", none), "builder().build()");
    }

    #[test]
    fn a_title_becomes_a_name_that_cargo_takes() {
        for (title, expected) in [
            ("Pet Store (v2)", "pet-store-v2"),
            ("Test", "test-client"),
            ("3D Prints", "api-3d-prints"),
            ("  ", "api-client"),
            ("Größe der API", "gr-e-der-api"),
            ("GitHub", "github-client"),
            (
                "RecoveryServicesBackupClient",
                "recoveryservicesbackup-client",
            ),
            ("Client", "api-client"),
            ("petclient", "petclient"),
            ("Pets Client", "pets-client"),
        ] {
            assert_eq!(name(title), expected);
        }
    }
}
