//! What manifests and copies of the runtime say.

use super::*;

const MANIFEST: &str = r#"
        [package]
        name = "runtime"
        rust-version = "1.95"
        [features]
        default = ["reqwest"]
        reqwest = ["dep:reqwest"]
        webhooks = ["dep:hmac"]
        source = ["dep:base16", "dep:hmac"]
        [dependencies]
        serde = { version = "1", features = ["derive"] }
        base16 = { version = "1", optional = true }
        bytes = "1"
        hmac = { version = "0.13", optional = true }
        [dependencies.reqwest]
        version = "0.13"
        default-features = false
        optional = true
    "#;

#[test]
fn the_manifest_reads_like_one_by_hand() {
    let package = Package {
        name: "pet-store".to_owned(),
        version: "1.2.3".to_owned(),
        example: Some("client.pets().list()".to_owned()),
        about: Some("All about **pets**".to_owned()),
        description: Some("All about \"pets\"\nand more".to_owned()),
        needs: vec!["webhooks".to_owned()],
        left_out: vec!["source".to_owned()],
        dependencies: [("uuid".to_owned(), Value::from("1"))].into(),
        ..Package::default()
    };
    let expected = r#"[package]
name = "pet-store"
version = "1.2.3"
description = 'All about "pets" and more'
edition = "2024"
readme = "README.md"

[package.metadata.docs.rs]
all-features = true

[features]
default = ["reqwest"]
reqwest = ["dep:reqwest"]

[dependencies]
bytes = "1"
hmac = "0.13"
reqwest = { version = "0.13", default-features = false, optional = true }
serde = { version = "1", features = ["derive"] }
uuid = "1"
"#;
    let manifest = package.manifest(&Runtime {
        files: Some(&[]),
        manifest: MANIFEST,
    });
    assert_eq!(manifest, expected);
}

#[test]
fn a_manifest_has_what_its_user_says_and_nothing_of_how_the_runtime_came() {
    let package = Package {
        name: "pets".to_owned(),
        version: "1.2.3".to_owned(),
        authors: vec!["A <a@pets.example>".to_owned()],
        homepage: Some("https://pets.example".to_owned()),
        documentation: Some("https://pets.example/docs".to_owned()),
        keywords: vec!["pets".to_owned(), "api".to_owned()],
        categories: vec!["api-bindings".to_owned()],
        rust_version: Some("1.90".to_owned()),
        publish: Some(false),
        ..Package::default()
    };
    let expected = r#"[package]
name = "pets"
version = "1.2.3"
authors = ["A <a@pets.example>"]
homepage = "https://pets.example"
documentation = "https://pets.example/docs"
keywords = ["pets", "api"]
categories = ["api-bindings"]
edition = "2024"
rust-version = "1.90"
publish = false
readme = "README.md"

"#;
    // As it is in a workspace, and as `cargo publish` writes it.
    let inherited = MANIFEST.replace("rust-version =", "rust-version.workspace = true #");
    let manifests = [MANIFEST, &*inherited.leak()].map(|manifest| {
        package.manifest(&Runtime {
            files: Some(&[]),
            manifest,
        })
    });
    assert!(manifests[0].starts_with(expected), "{}", manifests[0]);
    assert_eq!(manifests[0], manifests[1]);
}

#[test]
fn what_is_needed_in_any_case_is_no_choice_of_a_feature() {
    let features = "webhooks = [\"dep:hmac\"]\nsigned = [\"dep:base16\", \"dep:hmac\", \"base16?/std\", \"hmac?/std\"]";
    let package = Package {
        needs: vec!["webhooks".to_owned()],
        ..Package::default()
    };
    let manifest = package.manifest(&Runtime {
        files: Some(&[]),
        manifest: MANIFEST
            .replace("webhooks = [\"dep:hmac\"]", features)
            .leak(),
    });
    let expected = "\nsigned = [\"dep:base16\", \"base16?/std\", \"hmac/std\"]\n";
    assert!(manifest.contains(expected), "{manifest}");
}

#[test]
fn what_only_some_targets_need_is_theirs() {
    let manifest = format!(
        r#"{MANIFEST}
        [target.'cfg(unix)'.dependencies]
        hmac = {{ version = "0.13", optional = true, features = ["zeroize"] }}
        tokio = {{ version = "1", features = ["fs"], optional = true }}
        [target.wasm32-unknown-unknown.dependencies]
        tokio = {{ version = "1", features = ["sync"], optional = true }}
    "#
    );
    let wanted = r#"tokio = { version = "1.40", features = ["net"] }"#;
    let wanted: Table = wanted.parse().expect("TOML");
    let package = Package {
        needs: vec!["webhooks".to_owned()],
        dependencies: wanted.into_iter().collect(),
        ..Package::default()
    };
    let manifest = package.manifest(&Runtime {
        files: Some(&[]),
        manifest: manifest.leak(),
    });
    let expected = r#"
serde = { version = "1", features = ["derive"] }

[target."cfg(unix)".dependencies]
hmac = { version = "0.13", features = ["zeroize"] }
tokio = { version = "1.40", features = ["fs", "net"], optional = true }

[target.wasm32-unknown-unknown.dependencies]
tokio = { version = "1.40", features = ["sync", "net"], optional = true }
"#;
    assert!(manifest.ends_with(expected), "{manifest}");
}

#[test]
fn what_the_user_says_of_a_dependency_is_added_to_what_is_needed() {
    let dependencies: Table = r#"
            serde = { version = "1.0.200", features = ["rc", "derive"] }
            reqwest = { git = "https://git.example", features = ["socks"] }
            bytes = { features = ["serde"] }
            hmac = { workspace = true, optional = true }
        "#
    .parse()
    .expect("TOML");
    let mut package = Package {
        left_out: vec!["source".to_owned()],
        needs: vec!["webhooks".to_owned()],
        dependencies: dependencies.into_iter().collect(),
        ..Package::default()
    };
    let dependencies = |package: &Package, files| {
        let manifest = package.manifest(&Runtime {
            files,
            manifest: MANIFEST,
        });
        let (_, dependencies) = manifest.split_once("[dependencies]\n").expect("some");
        dependencies.to_owned()
    };
    let expected = r#"bytes = { version = "1", features = ["serde"] }
hmac = { workspace = true }
reqwest = { default-features = false, features = ["socks"], git = "https://git.example", optional = true }
serde = { version = "1.0.200", features = ["derive", "rc"] }
"#;
    assert_eq!(dependencies(&package, Some(&[])), expected);
    // Generated code derives, wherever the runtime is.
    package.dependencies.retain(|name, _| name == "serde");
    let text = dependencies(&package, None);
    assert!(
        text.starts_with(&expected[expected.find("serde = ").expect("it is last")..]),
        "{text}"
    );
    package
        .dependencies
        .insert("serde".to_owned(), "1.0.1".into());
    let text = dependencies(&package, None);
    assert!(
        text.starts_with(r#"serde = { version = "1.0.1", features = ["derive"] }"#),
        "{text}"
    );
}

#[test]
fn a_copy_has_what_it_needs_and_no_condition_on_that() {
    let package = Package {
        needs: vec!["client".to_owned()],
        left_out: vec!["pages".to_owned()],
        ..Package::default()
    };
    let text = "\
a
#[cfg(feature = \"client\")]
b
#[cfg(feature = \"pages\")]
pub mod pages;
#[cfg(feature = \"mock\")]
c
#[cfg(feature = \"pages\")]
pub use pages::{
d,
};
struct A {
    #[cfg(feature = \"client\")]
    e: u8,
    #[cfg(feature = \"pages\")]
    /// Ends here; or does it?
    f: Vec<(u8, u8)>,
}
#[cfg(feature = \"pages\")]
fn g() {
    h();
}
fn i() {
    #[cfg(feature = \"pages\")]
    let i = match i {
        _ => i,
    };

    #[cfg(feature = \"pages\")]
    let j = 1;
}

#[cfg(feature = \"pages\")]
const K: u8 = 1;

const L: u8 = 1;

#[cfg(test)]
mod tests;
";
    let expected = "\
// Copied.
a
b
#[cfg(feature = \"mock\")]
c
struct A {
    e: u8,
}
fn i() {
}

const L: u8 = 1;
";
    assert_eq!(package.copied("// Copied.\n", text), expected);
    assert!(package.is_copied("page.rs"));
    assert!(!package.is_copied("pages.rs"));
    assert!(!package.is_copied("pages/next.rs"));
}

#[test]
fn a_runtime_that_is_depended_on_may_be_anywhere() {
    let folder = Table::from_iter([("path".to_owned(), Value::from("../runtime"))]);
    let mut package = Package {
        needs: vec!["webhooks".to_owned()],
        left_out: vec!["source".to_owned()],
        ..Package::default()
    };
    let manifest = |package: &Package| {
        let runtime = Runtime {
            files: None,
            manifest: MANIFEST,
        };
        let manifest = package.manifest(&runtime);
        let (_, features) = manifest.split_once("[features]").expect("features");
        features.to_owned()
    };
    let version = env!("CARGO_PKG_VERSION");
    let expected = |place: &str| {
        format!(
            r#"
default = ["reqwest"]
reqwest = ["specwright-runtime/reqwest"]

[dependencies]
serde = {{ version = "1", features = ["derive"] }}
specwright-runtime = {{ {place} }}
"#
        )
    };
    let place =
        format!(r#"version = "{version}", default-features = false, features = ["webhooks"]"#);
    assert_eq!(manifest(&package), expected(&place));
    package
        .dependencies
        .insert(RUNTIME.to_owned(), folder.into());
    let place = r#"default-features = false, features = ["webhooks"], path = "../runtime""#;
    assert_eq!(manifest(&package), expected(place));
}

#[test]
fn the_runtime_spells_its_requirements_out() {
    // Inherited from the workspace, they would say nothing to a crate that stands alone.
    let manifest: Table = specwright_runtime::source::MANIFEST.parse().expect("TOML");
    for (name, requirement) in table(&manifest, "dependencies") {
        let version = requirement.get("version").unwrap_or(&requirement);
        assert!(
            version.is_str(),
            "`{name}` has no version of its own in runtime/Cargo.toml"
        );
    }
}
