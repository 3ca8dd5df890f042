//! Names of resources and of their methods.

use std::borrow::Cow;

use super::{constant_words, singular};

/// An operationId without the word for the class that has the method: `PetController_findAll` is `Pet_findAll`.
pub fn without_class(id: &str) -> Cow<'_, str> {
    match id.split_once("Controller_") {
        Some((thing, method)) if !thing.is_empty() && !method.is_empty() => {
            format!("{thing}_{method}").into()
        }
        _ => id.into(),
    }
}

/// A tag without the same word: `pet-controller` and `PetController` are about pets. `Flight Controller` is a name that
/// somebody chose.
pub fn without_controller(name: &str) -> Cow<'_, str> {
    if name.contains(' ') {
        return name.into();
    }
    let ends = name.len().checked_sub("controller".len());
    let parts = ends.and_then(|at| name.split_at_checked(at));
    match parts {
        Some((thing, last)) if last.eq_ignore_ascii_case("controller") => {
            let words = constant_words(name);
            let thing = thing.trim_end_matches(|c: char| !c.is_alphanumeric());
            // `Microcontroller` is one word.
            match words.split_last() {
                Some((_, rest)) if !rest.is_empty() && constant_words(thing) == rest => {
                    thing.into()
                }
                _ => name.into(),
            }
        }
        _ => name.into(),
    }
}

/// The name of a method that belongs to a resource: the operation's words without the resource's, where some remain.
pub fn method_words(operation: &str, resource: &str) -> String {
    let words = constant_words(operation);
    let of_resource = constant_words(resource);
    let of_one: Vec<String> = match of_resource.split_last() {
        Some((last, rest)) => rest.iter().cloned().chain([singular(last)]).collect(),
        None => return words.join("_"),
    };
    let letters: usize = words.iter().map(String::len).sum();
    for resource in [of_resource.concat(), of_one.concat()] {
        // Letters are compared and not words: the tag `URL Scanner` has ids that begin with `urlscanner`.
        let is_it = |words: &[String]| words.concat() == resource;
        let mut passed = 0;
        for (before, after) in (1..words.len()).map(|at| words.split_at(at)) {
            passed += before.last().map_or(0, String::len);
            if passed == resource.len() && is_it(before) {
                return after.join("_");
            }
            if letters - passed == resource.len() && is_it(after) && says_all(before) {
                return before.join("_");
            }
        }
    }
    words.join("_")
}

/// Words that say how many or which ones of a resource a verb is about.
const AMOUNTS: &[&str] = &[
    "all", "batch", "bulk", "current", "latest", "many", "multiple",
];

/// Whether words in front of a resource say all that is done with it. What more than a verb stands there is a part of the
/// name of another thing (`delete_vault` in `items` would delete a vault), or leads to it (`list_for`).
fn says_all(words: &[String]) -> bool {
    let is_amount = |word: &String| AMOUNTS.contains(&word.as_str());
    match words {
        [first, second] => is_amount(first) || is_amount(second),
        [_, conjunction, _] => conjunction == "or",
        words => words.len() == 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controllers_are_those_of_the_server() {
        for (name, without) in [
            ("pet-controller", "pet"),
            ("PetController", "Pet"),
            ("Flight controllers", "Flight controllers"),
            ("Flight Controller", "Flight Controller"),
            ("microcontroller", "microcontroller"),
            ("Controller", "Controller"),
            ("éController", "é"),
        ] {
            assert_eq!(without_controller(name), without);
        }
        assert_eq!(without_class("PetsController_findAll"), "Pets_findAll");
        assert_eq!(without_class("Controller_find"), "Controller_find");
        assert_eq!(without_class("resetController"), "resetController");
    }

    #[test]
    fn a_method_is_not_called_after_its_resource() {
        assert_eq!(method_words("listPets", "pets"), "list");
        assert_eq!(method_words("repos/list-for-org", "repos"), "list_for_org");
        assert_eq!(method_words("pets", "pets"), "pets");
        assert_eq!(method_words("createPet", "pets"), "create");
        assert_eq!(method_words("batchDeletePets", "pets"), "batch_delete");
        assert_eq!(
            method_words("createOrUpdatePet", "pets"),
            "create_or_update"
        );
        assert_eq!(
            method_words("urlscanner-get-scan", "URL Scanner"),
            "get_scan"
        );
    }

    #[test]
    fn what_stands_before_a_resource_is_not_another_thing() {
        for (id, resource, method) in [
            ("DeleteVaultItem", "items", "delete_vault_item"),
            (
                "delete-organization-member",
                "members",
                "delete_organization_member",
            ),
            (
                "removeUserFromAccount",
                "accounts",
                "remove_user_from_account",
            ),
            ("getByUser", "user", "get_by_user"),
        ] {
            assert_eq!(method_words(id, resource), method);
        }
    }
}
