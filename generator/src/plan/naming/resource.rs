//! Names of resources and of their methods.

use std::borrow::Cow;

use super::{constant_words, is_version, singular};

/// An operationId without the word for the class that has the method: `PetController_findAll` is `Pet_findAll`.
pub fn without_class(id: &str) -> Cow<'_, str> {
    let parts = id
        .split_once("Controller_")
        .or_else(|| id.split_once("Controller."));
    match parts {
        Some((thing, method)) if !thing.is_empty() && !method.is_empty() => {
            format!("{thing}_{method}").into()
        }
        _ => id.into(),
    }
}

/// A tag without the same word: `pet-controller` and `PetController` are about pets. `Flight Controller` is a name that
/// somebody chose.
fn without_controller(name: &str) -> Cow<'_, str> {
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

/// What a tag calls its resource: without the word for the class, and without what only puts tags in order
/// (`3. Reports`).
pub fn of_tag(name: &str) -> Cow<'_, str> {
    let rest = name.trim_start_matches(|c: char| c.is_ascii_digit());
    let behind = rest
        .strip_prefix(['.', ')'])
        .filter(|_| rest.len() < name.len());
    match behind.filter(|it| it.starts_with(' ') && !constant_words(it).is_empty()) {
        Some(thing) => thing.trim_start().into(),
        None => without_controller(name),
    }
}

/// The letters of a name by which it is compared with others that may be of one thing or of several.
pub fn letters_of_one(name: &str) -> String {
    letters_of(&constant_words(name))
}

/// The same for a tag, which is about pets as `Pets API`, too.
pub fn letters_of_tag(name: &str) -> String {
    let words = constant_words(name);
    match words.split_last() {
        Some((last, rest)) if last == "api" && !rest.is_empty() => letters_of(rest),
        _ => letters_of(&words),
    }
}

fn letters_of(words: &[String]) -> String {
    match words.split_last() {
        Some((last, rest)) => rest.concat() + &singular(last),
        None => String::new(),
    }
}

/// The name of a method that belongs to a resource.
#[derive(Debug, PartialEq, Eq)]
pub struct MethodWords {
    /// The operation's words without the resource's, where some remain.
    pub method: String,
    /// All of them, where that is less.
    pub otherwise: Option<Otherwise>,
}

/// All the words of an operation of which some are left out.
#[derive(Debug, PartialEq, Eq)]
pub struct Otherwise {
    pub whole: String,
    /// Whether those that are left out are for one thing, and not for several.
    pub of_one: bool,
}

/// An operation of so many words is not named without some of them: each may be where its resource begins or ends, and the
/// name is cut anyway.
const MANY: usize = 100;

/// Names a method by the words of its operation. Whether that is about one thing for all that is known, and not perhaps about
/// several, is asked where the words leave it open.
pub fn method_words(
    operation: &str,
    resource: &str,
    is_about_one: &dyn Fn() -> bool,
) -> MethodWords {
    let words = constant_words(operation);
    let letters = letters_of_one(resource);
    let cut = || cut(&words, &letters).or_else(|| tail(&words, &constant_words(resource)));
    let cut = (words.len() < MANY).then(cut).flatten();
    let is_of_one =
        |start: usize, end| letters_of(&words[start..end]) == words[start..end].concat();
    // `delete` is what an operation for one would be called, which may come to be some day.
    let says_more = |&(start, end): &(usize, usize)| {
        let is_last = end == words.len() && !is_of_one(start, end);
        is_last && matches!(&words[..start], [verb] if is_for_one(verb)) && !is_about_one()
    };
    let cut = cut.filter(|cut| !says_more(cut));
    // `users-create_user`: with the tag before it, what is left is an operation's name as others have it.
    if let Some((0, end)) = cut {
        let left = method_words(&words[end..].join("_"), resource, is_about_one);
        if left.otherwise.is_some() {
            return left;
        }
    }
    let whole = words.join("_");
    match cut {
        Some((start, end)) => MethodWords {
            method: [&words[..start], &words[end..]].concat().join("_"),
            otherwise: Some(Otherwise {
                whole,
                of_one: is_of_one(start, end),
            }),
        },
        None => MethodWords {
            method: whole,
            otherwise: None,
        },
    }
}

/// Where the words of a resource stand that its methods can do without.
fn cut(words: &[String], resource: &str) -> Option<(usize, usize)> {
    // Letters are compared and not words: the tag `URL Scanner` has ids that begin with `urlscanner`.
    let is_it = |&(start, end): &(usize, usize)| letters_of(&words[start..end]) == resource;
    let len = words.len();
    let front = (1..len).map(|end| (0, end));
    let back = (1..len).map(|start| (start, len));
    let middle = (2..len).map(|end| (1, end));
    front
        .chain(back.filter(|(start, _)| is_version(resource) || says_all(&words[..*start])))
        .chain(middle.filter(|(_, end)| !leans(&words[*end])))
        .find(is_it)
}

/// Where the last words of a longer resource stand behind a verb: `create_message` of `v1_messages`. Which words are verbs has
/// to be known here: `barcode_image` is an image.
fn tail(words: &[String], resource: &[String]) -> Option<(usize, usize)> {
    let (verb, told) = words.split_first()?;
    let said = letters_of(told);
    // `delete_setting` in `flags_and_settings` is about one of two things.
    let tails =
        (1..resource.len().min(MANY)).filter(|at| !matches!(&*resource[at - 1], "and" | "or"));
    let mut tails = tails.map(|at| letters_of(&resource[at..]));
    let first = told.first()?;
    let is_other = letters_of(words) != letters_of(resource);
    let is_tail = is_other && is_verb(verb) && !leans(first) && !is_version(first);
    (is_tail && tails.any(|tail| tail == said)).then_some((1, words.len()))
}

/// Whether a word says by itself what is done.
pub(super) fn is_verb(word: &str) -> bool {
    let verbs = [
        "list", "create", "get", "update", "replace", "delete", "find", "fetch", "edit", "set",
        "patch", "modify", "change", "remove",
    ];
    verbs.contains(&word)
}

/// Whether a verb is for one thing if it stands alone. What is added to several is one thing or more, whatever they are
/// called: `create_pets` creates a pet.
pub(super) fn is_for_one(verb: &str) -> bool {
    let verbs = [
        "change", "delete", "describe", "destroy", "edit", "fetch", "find", "get", "modify",
        "patch", "put", "read", "remove", "replace", "retrieve", "show", "update", "view",
    ];
    verbs.contains(&verb)
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

/// Whether a word means nothing without the one before.
fn leans(word: &str) -> bool {
    matches!(word, "and" | "or" | "s") || word.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controllers_are_those_of_the_server() {
        for (name, without) in [
            ("3. Reports", "Reports"),
            ("3.1 Reports", "3.1 Reports"),
            ("2. ", "2. "),
            ("pet-controller", "pet"),
            ("PetController", "Pet"),
            ("Flight controllers", "Flight controllers"),
            ("Flight Controller", "Flight Controller"),
            ("microcontroller", "microcontroller"),
            ("Controller", "Controller"),
            ("éController", "é"),
        ] {
            assert_eq!(of_tag(name), without);
        }
        assert_eq!(without_class("PetsController_findAll"), "Pets_findAll");
        assert_eq!(without_class("PetController.find"), "Pet_find");
        assert_eq!(without_class("Controller_find"), "Controller_find");
        assert_eq!(without_class("resetController"), "resetController");
    }

    #[test]
    fn a_method_is_not_called_after_its_resource() {
        for (id, resource, method) in [
            ("listPets", "pets", "list"),
            ("listPets", "Pet", "list"),
            ("repos/list-for-org", "repos", "list_for_org"),
            ("pets", "pets", "pets"),
            ("createPet", "pets", "create"),
            ("batchDeletePets", "pets", "batch_delete"),
            ("createOrUpdatePet", "pets", "create_or_update"),
            ("urlscanner-get-scan", "URL Scanner", "get_scan"),
            ("getGroupInfo", "groups", "get_info"),
            ("deleteCoreV1Pod", "core_v1", "delete_pod"),
            ("searchTagValuesV2", "v2", "search_tag_values"),
            ("users-create_user", "users", "create"),
            ("users-read_users", "users", "read_users"),
            ("issues/add-sub-issue", "issues", "add_sub_issue"),
        ] {
            assert_eq!(method_words(id, resource, &|| false).method, method);
        }
    }

    #[test]
    fn many_words_take_no_longer_than_they_are() {
        let (id, resource) = ("get_a_or_".repeat(20_000), "a_and_".repeat(20_000));
        let words = method_words(&id, &resource, &|| false);
        assert_eq!(words.otherwise, None);
        assert_eq!(method_words("get_a", &resource, &|| false).method, "get_a");
    }

    #[test]
    fn the_last_words_of_a_resource_say_which_one() {
        for (id, resource, method) in [
            ("CreateMessage", "ip_messaging_v1_message", "create"),
            ("listMembers", "team members", "list"),
            ("barcode_image", "barcode_images", "barcode_image"),
            ("barcode_image", "small_images", "barcode_image"),
            ("edit_image", "edit_image", "edit_image"),
            ("add_photo_to_album", "photo_albums", "add_photo_to_album"),
            ("list_v1", "core_v1", "list_v1"),
            ("getPlaylists", "video_playlists", "get_playlists"),
            ("getPlaylist", "video_playlists", "get"),
            ("delete_setting", "flags_and_settings", "delete_setting"),
            ("list_team", "team_members", "list_team"),
        ] {
            assert_eq!(method_words(id, resource, &|| false).method, method);
        }
    }

    #[test]
    fn a_verb_for_one_thing_keeps_the_word_for_several() {
        for (id, resource, method) in [
            ("deletePets", "pets", "delete_pets"),
            ("deletePet", "pets", "delete"),
            ("getPets", "Pet", "get_pets"),
            ("pets_get", "pets", "get"),
            ("deleteAllPets", "pets", "delete_all"),
            ("createPets", "pets", "create"),
            ("findPetsByStatus", "pets", "find_by_status"),
            ("deleteMembers", "team_members", "delete_members"),
            ("getNews", "news", "get"),
        ] {
            assert_eq!(method_words(id, resource, &|| false).method, method);
        }
    }

    #[test]
    fn what_stands_before_a_resource_is_not_another_thing() {
        for (id, resource) in [
            ("delete_vault_item", "items"),
            ("delete_organization_member", "members"),
            ("remove_user_from_account", "accounts"),
            ("get_by_user", "user"),
            ("get_users_and_groups", "users"),
            ("get_user_2", "users"),
        ] {
            let words = method_words(id, resource, &|| false);
            assert_eq!((words.method.as_str(), words.otherwise), (id, None));
        }
    }
}
