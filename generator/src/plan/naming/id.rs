//! What an operationId says beside what its method is called.

use std::borrow::Cow;

use super::path::{is_literal, is_version, letters, segments};
use super::resource::{is_for_one, is_verb};
use super::{constant_words, letters_of_one, singular};

/// An operationId without a hash behind it, as django-ninja-extra has one that is another one each time: `list_4fbc7e41`.
pub fn without_hash(id: &str) -> &str {
    let is_hash = |word: &str| {
        let is = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        word.len() == 8
            && word.bytes().all(is)
            && word.bytes().any(|it| it.is_ascii_digit())
            && word.bytes().any(|it| it.is_ascii_lowercase())
    };
    match id.rsplit_once('_') {
        Some((rest, last)) if is_hash(last) && !constant_words(rest).is_empty() => rest,
        _ => id,
    }
}

/// The group that an operationId begins with, as TypeSpec writes it for what has no tag: the `PetToys` of `PetToys_list`. What
/// begins with a verb is an operation, and `PetToys_v2` says no more.
pub fn group(id: &str) -> Option<&str> {
    let (group, operation) = id.split_once('_')?;
    let is_word = |part: &str| part.chars().all(char::is_alphanumeric);
    let is_name = group.starts_with(char::is_uppercase) && group.contains(char::is_lowercase);
    let is_operation = operation.starts_with(char::is_alphabetic) && !is_version(operation);
    let first = constant_words(group).into_iter().next()?;
    (is_name && is_operation && is_word(group) && is_word(operation) && !is_verb(&first))
        .then_some(group)
}

/// An operationId without method and path behind it, as `read_item_items__item_id__get` has them for
/// `GET /items/{item_id}`. A converter of Flask may stand before a parameter: `items__int_id__get`.
pub fn without_path(id: &str, method: &str, path: &str) -> Option<String> {
    let words = constant_words(id);
    let (last, said) = words.split_last()?;
    if !last.eq_ignore_ascii_case(method) {
        return None;
    }
    let parts: Vec<&str> = segments(path).collect();
    let mut left = said;
    for (at, part) in parts.iter().enumerate().rev() {
        match behind(left, &letters(part)) {
            Some(rest) => left = rest,
            // What a server puts before its paths is not in an id, which says what it is about twice then.
            None => {
                let said = &said[left.len()..];
                let is_twice = left.iter().any(|word| said.contains(word));
                let prefix = &parts[..=at];
                let is_left = |part: &&str| left.contains(&letters(part));
                let is_prefix = at + 1 < parts.len()
                    && prefix.iter().all(|it| is_literal(it))
                    && !prefix.iter().any(is_left);
                return (is_twice && is_prefix).then(|| left.join("_"));
            }
        }
        if !is_literal(part)
            && let [rest @ .., converter] = left
            && CONVERTERS.contains(&converter.as_str())
        {
            left = rest;
        }
    }
    (!left.is_empty()).then(|| left.join("_"))
}

/// How Flask reads what stands in a path.
const CONVERTERS: &[&str] = &["int", "string", "path", "uuid", "float"];

/// The words before those that make these letters.
fn behind<'w>(words: &'w [String], letters: &str) -> Option<&'w [String]> {
    let (mut words, mut letters) = (words, letters);
    while !letters.is_empty() {
        let (last, rest) = words.split_last()?;
        letters = letters.strip_suffix(last.as_str())?;
        words = rest;
    }
    Some(words)
}

/// The last part of an operationId that has dots, where what is before it says nothing that tells its operation from others:
/// `app.pets.list` of `pets`, and `app.login`. What is in the path says something.
pub fn last_part<'i>(id: &'i str, method: &str, path: &str, resource: &str) -> &'i str {
    let Some((before, last)) = id.rsplit_once('.') else {
        return id;
    };
    let said: Vec<String> = constant_words(path).iter().map(|it| singular(it)).collect();
    let of_resource = letters_of_one(resource);
    // Sanic has `get~pets.list`.
    let bare = |part: &str| {
        let mut words = constant_words(part);
        if words.len() > 1 && words[0].eq_ignore_ascii_case(method) {
            words.remove(0);
        }
        words
    };
    let is_resource = |part: &str| letters_of_one(&bare(part).join("_")) == of_resource;
    let says_nothing = |part: &str| {
        let words = bare(part);
        is_resource(part) || !words.iter().any(|word| said.contains(&singular(word)))
    };
    let words = constant_words(last);
    // `account.create` says what is made, if its resource does not.
    let says_alone = |part: &str| words.len() > 1 || !is_bare_verb(&words) || is_resource(part);
    let is_last = match before.rsplit_once('.') {
        None => says_nothing(before) && says_alone(before),
        Some((first, part)) => is_resource(part) && first.split('.').all(says_nothing),
    };
    if is_last && !words.is_empty() && !constant_words(before).is_empty() {
        last
    } else {
        id
    }
}

fn is_bare_verb(words: &[String]) -> bool {
    matches!(words, [verb] if is_verb(verb) || is_for_one(verb))
}

/// An operationId without the verb of HTTP before what says the same, or another verb: `get_get_pet` and
/// `post_create_pet` are what comes of names that were made of `GET` and `POST`.
pub fn without_verb<'i>(id: &'i str, method: &str, resource: &str) -> Cow<'i, str> {
    let words = constant_words(id);
    let says = match &words[..] {
        [first, second, rest @ ..] if first.eq_ignore_ascii_case(method) => {
            let is_same = first == second && !rest.is_empty();
            is_same || says_more(method, second, rest, resource)
        }
        _ => false,
    };
    match says {
        true => words[1..].join("_").into(),
        false => id.into(),
    }
}

/// Whether a word says what is done by a method of HTTP. Where it may be a part of a name, as it may in
/// `get_update_history`, it says nothing.
fn says_more(method: &str, word: &str, rest: &[String], resource: &str) -> bool {
    let verbs: &[&str] = match method {
        "GET" => &["find", "fetch", "retrieve"],
        "POST" => &[
            "create", "add", "update", "delete", "remove", "upload", "send",
        ],
        "PUT" => &["replace", "update", "set", "edit", "create", "add"],
        "PATCH" => &["update", "modify", "edit"],
        "DELETE" => &["remove"],
        _ => return false,
    };
    // A list is a thing, too: `get_list_members` in `lists`.
    let lists = method == "GET"
        && word == "list"
        && letters_of_one(&rest.join("_")) == letters_of_one(resource);
    lists || verbs.contains(&word) && !rest.is_empty()
}

/// A name without its first word, where that is said again: `reset_reset_password`, as fastapi-users has it. Behind others,
/// the same word may mean something: `test_array_array`.
pub fn once(name: String) -> String {
    let again = name.split_once('_').filter(|(first, rest)| {
        first.len() > 1
            && first.bytes().all(|it| it.is_ascii_lowercase())
            && rest.split('_').next() == Some(first)
    });
    match again {
        Some((_, rest)) => rest.to_owned(),
        None => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verb_of_http_says_nothing_before_another_one() {
        for (id, method, expected) in [
            ("get_get_pets", "GET", "get_pets"),
            ("delete_delete_pet", "DELETE", "delete_pet"),
            ("post_create_pet", "POST", "create_pet"),
            ("get_list_pets", "GET", "list_pets"),
            ("get_list_members", "GET", "get_list_members"),
            ("get_update_history", "GET", "get_update_history"),
            ("post_update", "POST", "post_update"),
            ("post_create_pet", "PUT", "post_create_pet"),
            ("get_get", "GET", "get_get"),
        ] {
            assert_eq!(without_verb(id, method, "pets"), expected);
        }
    }

    #[test]
    fn an_id_may_begin_with_a_group() {
        for (id, expected) in [
            ("PetToys_list", Some("PetToys")),
            ("Pets_ListByShop", Some("Pets")),
            ("PetToys", None),
            ("pets_list", None),
            ("GET_pets", None),
            ("Get_pets", None),
            ("ListPets_v2", None),
            ("Pets_v2", None),
            ("Pets_list_all", None),
            ("Pets_", None),
            ("_list", None),
            ("Pets_2", None),
        ] {
            assert_eq!(group(id), expected, "{id}");
        }
    }

    #[test]
    fn a_path_behind_an_id_is_left_out() {
        let short = |id, path| without_path(id, "GET", path);
        let long = "read_item_api_v1_items__item_id__get";
        let expected = Some("read_item".to_owned());
        assert_eq!(short(long, "/api/v1/items/{item_id}"), expected);
        assert_eq!(short("items_get", "/items"), None);
        assert_eq!(short("read_items_get", "/other"), None);
        for (id, path, expected) in [
            (
                "pets_get_pet_pets__int_id__get",
                "/api/pets/{id}",
                Some("pets_get_pet"),
            ),
            ("pets_get_pets_pets_get", "/api/pets", Some("pets_get_pets")),
            ("get_by_int_pets_get", "/pets", Some("get_by_int")),
            ("app_pets_get", "/api/pets", None),
            ("x_find_pets_get_pets_get", "/find/pets", None),
            ("pets_get", "/api/{id}/pets", None),
        ] {
            assert_eq!(short(id, path).as_deref(), expected);
        }
    }

    #[test]
    fn a_hash_is_no_word() {
        for (id, expected) in [
            ("users_list_4fbc7e41", "users_list"),
            ("list_users_20240101", "list_users_20240101"),
            ("list_deadbeef", "list_deadbeef"),
            ("list_4fbc7e411", "list_4fbc7e411"),
            ("_4fbc7e41", "_4fbc7e41"),
        ] {
            assert_eq!(without_hash(id), expected);
        }
    }

    #[test]
    fn the_last_part_of_an_id_with_dots_is_the_method() {
        for (id, path, expected) in [
            ("app.pets.list", "/pets", "list"),
            ("app.pets_post", "/pets", "pets_post"),
            ("app.login", "/login", "login"),
            ("get~pets.list_pets", "/pets", "list_pets"),
            ("users.pets.list", "/users/{id}/pets", "users.pets.list"),
            ("account.create", "/register", "account.create"),
            ("fleet.links.delete", "/v3/{name}", "fleet.links.delete"),
            ("list", "/pets", "list"),
            ("app.", "/pets", "app."),
            (".pets", "/pets", ".pets"),
        ] {
            assert_eq!(last_part(id, "GET", path, "pets"), expected);
        }
    }

    #[test]
    fn a_word_is_said_once() {
        for (name, expected) in [
            ("register_register", "register"),
            ("reset_reset_password", "reset_password"),
            ("1_1", "1_1"),
            ("test_array_array", "test_array_array"),
            ("has_had_has", "has_had_has"),
        ] {
            assert_eq!(once(name.to_owned()), expected);
        }
    }
}
