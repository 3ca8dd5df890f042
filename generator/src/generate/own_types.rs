//! Types and macros of the user's in a crate that stands alone: it has none of its own but those that are generated, and
//! others come from what it depends on.

use crate::config::{Config, Root};
use crate::diagnostic::{Diagnostics, Place, catalogue};

/// The crates that each crate has. `alloc` is none of them: it has to be declared.
const OF_RUST: &[&str] = &["std", "core"];

/// The modules of a client that have types in them.
const OF_CLIENT: &[&str] = &["receivers", "resources", "runtime", "types"];

/// Says which of them the crate can't have. `crates` is what it depends on.
pub(super) fn report(config: &Config, crates: &[String], diagnostics: &mut Diagnostics) {
    let replaced = config
        .types
        .values()
        .filter_map(|entry| entry.replaced_by.as_ref());
    for given in replaced.chain(config.formats.values()) {
        for root in given.value.roots() {
            check(&root, &given.place, crates, diagnostics);
        }
    }
    for given in config.derive.values() {
        for root in given.value.iter().filter_map(|derive| derive.root()) {
            check(&root, &given.place, crates, diagnostics);
        }
    }
}

fn check(root: &Root, place: &Place, crates: &[String], diagnostics: &mut Diagnostics) {
    let Root { first, second } = root;
    match first.as_str() {
        "crate" if !OF_CLIENT.contains(&second.as_str()) => {
            let path = format!("{first}::{second}");
            diagnostics.push(catalogue::config_own_crate(place.clone(), &path));
        }
        // From where these start is the user's business.
        "crate" | "self" | "super" => {}
        first if OF_RUST.contains(&first) || crates.iter().any(|name| name == first) => {}
        first => diagnostics.push(catalogue::config_missing_dependency(place.clone(), first)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::render;
    use crate::source::Files;

    #[test]
    fn what_a_crate_of_its_own_can_not_have_is_told() {
        let text = "[types.Tags]\nuse = \"crate::Tags\"\n[types.Pet]\nuse = \"crate::types::Animal\"\n\
            [formats]\na = \"Vec<uuid::Uuid>\"\nb = \"bytes::Bytes\"\nc = \"std::net::IpAddr\"\n\
            [derive]\nPet = \"schemars::JsonSchema\"\n";
        let (mut files, mut diagnostics) = (Files::new(), Diagnostics::new());
        let config = Config::parse("specwright.toml", text, &mut files, &mut diagnostics);
        let config = config.expect("TOML");
        report(&config, &["bytes".to_owned()], &mut diagnostics);
        let said: Vec<&str> = diagnostics.iter().map(|it| it.message.as_str()).collect();
        let expected = [
            "`crate::Tags` is of a crate that includes the client, and this one stands alone",
            "the generated crate does not depend on `uuid`",
            "the generated crate does not depend on `schemars`",
        ];
        assert_eq!(said, expected);
    }

    #[test]
    fn what_alloc_has_is_taken_from_std() {
        let text = "[formats]\na = \"alloc::sync::Arc<str>\"\n";
        let (mut files, mut diagnostics) = (Files::new(), Diagnostics::new());
        let config = Config::parse("specwright.toml", text, &mut files, &mut diagnostics);
        report(&config.expect("TOML"), &[], &mut diagnostics);
        let said = render::render(&diagnostics, &files, false);
        assert!(said.contains("does not depend on `alloc`"), "{said}");
        assert!(
            said.contains("`std::` has all that `alloc::` has"),
            "{said}"
        );
    }
}
