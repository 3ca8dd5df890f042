//! `[crate]`, and what Cargo takes for the name and the version of a package.

use super::rust;
use super::sections::choice;
use super::table::Table;
use super::{Given, Package, Runtime};
use crate::diagnostic::catalogue;

pub(super) fn package(mut table: Table<'_>) -> Package {
    let package = Package {
        name: checked(&mut table, "name", |name| {
            (!rust::is_package_name(name)).then_some(
                "the name of a package: letters, digits, `-` and `_`, not a digit or `-` first, and no keyword",
            )
        }),
        version: checked(&mut table, "version", |version| {
            (!is_version(version)).then_some("a version as Cargo has them: `1.2.3`, `1.2.3-beta.1`")
        }),
        description: table.text("description"),
        authors: texts(&mut table, "authors"),
        license: table.text("license"),
        homepage: table.text("homepage"),
        repository: table.text("repository"),
        documentation: table.text("documentation"),
        keywords: texts(&mut table, "keywords"),
        categories: texts(&mut table, "categories"),
        rust_version: checked(&mut table, "rust-version", |version| {
            (!is_rust_version(version)).then_some("a version of Rust: `1.95`")
        })
        .map(|given| given.value),
        publish: table.flag("publish").map(|given| given.value),
        runtime: choice(
            &mut table,
            "runtime",
            &[("copy", Runtime::Copy), ("dependency", Runtime::Dependency)],
        ),
        resource_features: table
            .flag("resource-features")
            .is_some_and(|wanted| wanted.value),
        validate: table.flag("validate").is_some_and(|wanted| wanted.value),
        dependencies: table
            .table("dependencies", "`[crate.dependencies]`")
            .map(|mut table| table.values().into_iter().collect())
            .unwrap_or_default(),
    };
    table.finish();
    package
}

/// A string that must be something; `fault` says what, of one that is not.
fn checked(
    table: &mut Table<'_>,
    key: &'static str,
    fault: impl Fn(&str) -> Option<&'static str>,
) -> Option<Given<String>> {
    let given = table.string(key)?;
    let Some(wanted) = fault(&given.value) else {
        return Some(given);
    };
    let message = format!("`{}` is not {wanted}", given.value.escape_debug());
    table.push(catalogue::config_bad_value(given.place, message));
    None
}

fn texts(table: &mut Table<'_>, key: &'static str) -> Vec<String> {
    let given = table.strings(key).unwrap_or_default();
    given.into_iter().map(|given| given.value).collect()
}

/// A version of Semantic Versioning 2.0: three numbers, and what may follow them.
fn is_version(text: &str) -> bool {
    let (text, build) = match text.split_once('+') {
        Some((text, build)) => (text, Some(build)),
        None => (text, None),
    };
    let (core, pre) = match text.split_once('-') {
        Some((core, pre)) => (core, Some(pre)),
        None => (text, None),
    };
    let is_word = |word: &str| {
        let known = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        !word.is_empty() && word.bytes().all(known)
    };
    // Words of a pre-release that are numbers are compared as such.
    let is_plain = |word: &str| !word.bytes().all(|byte| byte.is_ascii_digit()) || is_number(word);
    let mut pre = pre.into_iter().flat_map(|pre| pre.split('.'));
    let mut build = build.into_iter().flat_map(|build| build.split('.'));
    core.split('.').count() == 3
        && core.split('.').all(is_number)
        && pre.all(|word| is_word(word) && is_plain(word))
        && build.all(is_word)
}

/// `1.95`, or `1.95.0`: no more of a version is taken there.
fn is_rust_version(text: &str) -> bool {
    matches!(text.split('.').count(), 2 | 3) && text.split('.').all(is_number)
}

/// A number that fits 64 bits, without zeros in front.
fn is_number(text: &str) -> bool {
    let is_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    is_digits && (text == "0" || !text.starts_with('0')) && text.parse::<u64>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::super::Config;
    use super::*;
    use crate::diagnostic::{Diagnostics, render};
    use crate::source::Files;

    fn read(text: &str) -> (Package, Vec<String>) {
        let (mut files, mut diagnostics) = (Files::new(), Diagnostics::new());
        let config = Config::parse("a.toml", text, &mut files, &mut diagnostics);
        let lines = render::lines(&diagnostics, &files).into_iter();
        let package = config.expect("TOML").package;
        (package, lines.map(|(_, line)| line).collect())
    }

    #[test]
    fn names_and_versions_are_those_of_cargo() {
        let (package, problems) = read(
            "[crate]\nname = \"../x\"\nversion = \"1.0\"\nrust-version = \"stable\"\nlicense = \"MIT\"\n",
        );
        let expected = [
            "a.toml:2:8: error[config-bad-value]: `../x` is not the name of a package: letters, digits, `-` and `_`, \
             not a digit or `-` first, and no keyword",
            "a.toml:3:11: error[config-bad-value]: `1.0` is not a version as Cargo has them: `1.2.3`, `1.2.3-beta.1`",
            "a.toml:4:16: error[config-bad-value]: `stable` is not a version of Rust: `1.95`",
        ];
        assert_eq!(problems, expected);
        assert_eq!((package.name, package.version), (None, None));
        assert_eq!(package.license.as_deref(), Some("MIT"));
    }

    #[test]
    fn versions_are_semantic() {
        for good in [
            "0.1.0",
            "1.2.3-beta.1",
            "1.0.0-0a.x-y+build.007",
            "10.20.30+5",
        ] {
            assert!(is_version(good), "{good}");
        }
        for bad in [
            "",
            "1",
            "1.0",
            "1.0.0.0",
            "v1.0.0",
            "01.0.0",
            "1.0.x",
            "1.0.0-",
            "1.0.0-01",
            "1.0.0-a..b",
            "1.0.0+",
            "1.0.0+a+b",
            "1.0.99999999999999999999",
            " 1.0.0",
        ] {
            assert!(!is_version(bad), "{bad}");
        }
        assert!(is_rust_version("1.95") && is_rust_version("1.95.1"));
        assert!(!is_rust_version("1") && !is_rust_version("1.95.0-nightly"));
    }
}
