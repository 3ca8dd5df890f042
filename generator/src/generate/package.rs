//! What the generated crate says about itself: the configuration decides, and else the description.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::plan::{ALL_RESOURCES, Plan};
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
    let (needs, left_out) = runtime_features(plan);
    let default_features = features.keys().filter(|name| *name == ALL_RESOURCES);
    Package {
        name,
        version: version.to_owned(),
        description: chosen
            .description
            .clone()
            .or_else(|| plan.description.as_deref().map(first_paragraph)),
        license: chosen.license.clone(),
        repository: chosen.repository.clone(),
        needs,
        left_out,
        default_features: default_features.cloned().collect(),
        features,
        dependencies: chosen.dependencies.clone().into_iter().collect(),
    }
}

/// The features of the runtime that are not for a user to choose: those that the client's modules use, and those that they
/// do not.
fn runtime_features(plan: &Plan) -> (Vec<String>, Vec<String>) {
    let parts = [
        ("client", true),
        ("events", plan.has_streams()),
        ("multipart", plan.has_forms()),
        ("pages", plan.has_pages()),
        // A name for these three.
        ("parts", false),
        ("source", false),
    ];
    let names = |needed: bool| {
        let those = parts
            .iter()
            .filter(move |(_, is_needed)| *is_needed == needed);
        those.map(|(name, _)| (*name).to_owned())
    };
    let receivers = plan.receivers.as_ref();
    let signed = receivers.is_some_and(|receivers| receivers.signature.is_some());
    let webhooks = signed.then(|| "webhooks".to_owned());
    (
        names(true).chain(webhooks).collect(),
        names(false).collect(),
    )
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

fn first_paragraph(text: &str) -> String {
    text.trim()
        .split("\n\n")
        .next()
        .unwrap_or_default()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

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
