//! What the generated crate says about itself: the configuration decides, and else the description.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::plan::{ALL_RESOURCES, Client, Plan};
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
    let default_features = features.keys().filter(|name| *name == ALL_RESOURCES);
    Package {
        name,
        version: version.to_owned(),
        description: chosen
            .description
            .clone()
            .or_else(|| plan.description.as_deref().map(first_paragraph)),
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
    let needs = client
        .security
        .first()
        .map(Vec::as_slice)
        .unwrap_or_default();
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

/// A title as a crate's name: `Pet Store (v2)` is `pet-store-v2`.
fn name(title: &str) -> String {
    let words = title
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    let name = words
        .map(str::to_ascii_lowercase)
        .collect::<Vec<_>>()
        .join("-");
    match name.chars().next() {
        None => "api-client".to_owned(),
        // A crate's name is an identifier, and not a keyword: with a second word it is neither.
        Some(first) if first.is_ascii_digit() => format!("api-{name}"),
        Some(_) if !name.contains('-') => format!("{name}-client"),
        Some(_) => name,
    }
}

/// The first paragraph of a text in CommonMark that is prose: no heading, HTML or picture, unless there is nothing else.
fn first_paragraph(text: &str) -> String {
    let is_heading = |line: &str| {
        let rest = line.trim_start_matches('#');
        let level = line.len() - rest.len();
        (1..=6).contains(&level) && (rest.is_empty() || rest.starts_with([' ', '\t']))
    };
    let is_underline = |line: &str| {
        ['=', '-']
            .iter()
            .any(|mark| line.trim_matches(*mark).is_empty())
    };
    let is_prose = |paragraph: &&[&str]| {
        let ends = paragraph.first().zip(paragraph.last());
        ends.is_some_and(|(first, last)| {
            !first.starts_with(['<', '!']) && !first.starts_with("[![") && !is_underline(last)
        })
    };
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let mut paragraphs = lines.split(|line| line.is_empty() || is_heading(line));
    match paragraphs.find(is_prose) {
        Some(paragraph) => paragraph.join("\n"),
        None => {
            let mut headings = lines.iter().map(|line| line.trim_matches(['#', ' ', '\t']));
            headings
                .find(|line| !line.is_empty())
                .unwrap_or_default()
                .to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan;

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
    fn the_first_paragraph_is_one_of_prose() {
        for (text, expected) in [
            ("All about\npets.\n\nAnd more.", "All about\npets."),
            (
                "\r\nAll about\r\npets.\r\n\r\nAnd more.",
                "All about\npets.",
            ),
            ("# Pets\n\nAll about pets.\n", "All about pets."),
            (
                "# Pets\n## About\nAll about pets.\n## More\n",
                "All about pets.",
            ),
            ("Pets\n====\n\nAll about pets.", "All about pets."),
            (
                "<h1>Pets</h1>\n\n[![ok](b.svg)](c)\n\nAll about pets.",
                "All about pets.",
            ),
            ("## Pets ##\n", "Pets"),
            ("#1 of all\n \nMore.", "#1 of all"),
            ("  \n", ""),
        ] {
            assert_eq!(first_paragraph(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_title_becomes_a_name_that_cargo_takes() {
        for (title, expected) in [
            ("Pet Store (v2)", "pet-store-v2"),
            ("Test", "test-client"),
            ("3D Prints", "api-3d-prints"),
            ("  ", "api-client"),
            ("Größe der API", "gr-e-der-api"),
        ] {
            assert_eq!(name(title), expected);
        }
    }
}
