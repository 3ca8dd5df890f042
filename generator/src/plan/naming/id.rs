//! What an operationId says beside what its method is called.

use std::borrow::Cow;

use super::{constant_words, letters_of_one};

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

/// Words without those that are said twice, one behind the other.
pub fn once(name: String) -> String {
    let words = constant_words(&name);
    let is_word = |word: &str| word.len() > 1 && word.bytes().all(|it| it.is_ascii_lowercase());
    let is_again = |pair: &[String]| pair[0] == pair[1] && is_word(&pair[0]);
    if !words.windows(2).any(is_again) {
        return name;
    }
    let mut out: Vec<String> = Vec::new();
    for word in words {
        if out.last() != Some(&word) || !is_word(&word) {
            out.push(word);
        }
    }
    out.join("_")
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
    fn a_word_is_said_once() {
        for (name, expected) in [
            ("register_register", "register"),
            ("reset_reset_password", "reset_password"),
            ("get_1_1", "get_1_1"),
            ("has_had_has", "has_had_has"),
        ] {
            assert_eq!(once(name.to_owned()), expected);
        }
    }
}
