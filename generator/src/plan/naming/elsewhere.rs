//! What an operation is called by its method and path in a resource that these do not lead to: one that a tag names.

use super::path::{Segment, Shown, from_path, is_version, segments, unversioned};
use super::resource::is_verb;
use super::{is_plural, letters_of_tag, singular, snake};

/// The name of a method in a resource that something else than its path names.
///
/// `GET /media/{id}/likes` is `list_for_media` among `likes`, and `POST /sessions` is `create_session` among `payments`.
pub fn elsewhere(method: &str, path: &str, shown: Shown, resource: &str) -> String {
    let parts: Vec<&str> = segments(path).collect();
    let all: Vec<Segment<'_>> = parts.iter().copied().map(Segment::of).collect();
    let skipped = all.len() - unversioned(&all).len();
    let (parts, all) = (&parts[skipped..], &all[skipped..]);
    let Some((first, last)) = said(all, resource) else {
        let (things, name) = from_path(method, path, shown);
        return with_things(&name, method, &things);
    };
    let within = format!("/{}", parts[last..].join("/"));
    let (things, name) = from_path(method, &within, shown);
    let things = things.get(1..).unwrap_or_default();
    if !things.is_empty() {
        return with_things(&name, method, things);
    }
    let name = match name.as_str() {
        // What is there once.
        "post" => "create",
        "put" => "replace",
        name => name,
    };
    // What the things are of, where the path says of which one.
    let is_theirs = all[last + 1..].iter().all(|it| it.literal.is_none());
    let above = (0..first).rev().find(|above| is_one(&all[*above..]));
    match above.and_then(|above| all[above].literal) {
        Some(above) if is_theirs => format!("{name}_for_{}", one(above)),
        _ => name.to_owned(),
    }
}

/// The first and last of the segments that say what a resource is called after.
fn said(all: &[Segment<'_>], resource: &str) -> Option<(usize, usize)> {
    let wanted = letters_of_tag(resource);
    let named = |at: &usize| all[*at].literal.is_some();
    for last in (0..all.len()).rev().filter(named) {
        let mut words = Vec::new();
        for first in (0..=last).rev() {
            words.splice(0..0, all[first].literal.map(snake));
            let one: String = words.iter().map(|word| one(word)).collect();
            let is_said =
                [letters_of_tag(&words.join("_")), letters_of_tag(&one)].contains(&wanted);
            if is_said && all[first].literal.is_some() {
                return Some((first, last));
            }
        }
    }
    None
}

/// Whether the first of these says which one of its things is meant.
fn is_one(segments: &[Segment<'_>]) -> bool {
    let is_parameter = |it: &Segment<'_>| it.literal.is_none() && it.parameter.is_some();
    match segments {
        [thing, next, ..] if thing.literal.is_some() => {
            thing.parameter.is_some() || is_parameter(next)
        }
        [thing] => thing.literal.is_some() && thing.parameter.is_some(),
        _ => false,
    }
}

/// The name with what is done to it: `get` with `files` and `uploads` is `get_file_upload`. What begins with no verb stands
/// behind the things that it is done to.
fn with_things(name: &str, method: &str, things: &[String]) -> String {
    let Some((last, before)) = things.split_last() else {
        return name.to_owned();
    };
    let before = before.iter().filter(|thing| !is_version(thing));
    let mut words: Vec<String> = before.map(|thing| one(thing)).collect();
    if name == "create" && is_action(&snake(last)) {
        words.push(snake(last));
        return words.join("_");
    }
    let (verb, rest) = name.split_once('_').unwrap_or((name, ""));
    let method = method.to_ascii_lowercase();
    let of_many = verb == "list" || rest == "all";
    words.push(if of_many { snake(last) } else { one(last) });
    match verb {
        // What a post at the top does, it says itself.
        "post" if method == "post" => words.push(rest.to_owned()),
        "put" => words.insert(0, "replace".to_owned()),
        verb if rest == "all" => words.insert(0, format!("{verb}_all")),
        verb if is_verb(verb) || verb == method => {
            words.insert(0, verb.to_owned());
            words.push(rest.to_owned());
        }
        _ => words.push(name.to_owned()),
    }
    words.retain(|word| !word.is_empty());
    words.join("_")
}

/// Whether what looks like several things says what to do with them: `add_models`.
fn is_action(thing: &str) -> bool {
    let others = ["add", "send", "clear", "reset"];
    let verb = thing.split_once('_').map(|(verb, _)| verb);
    verb.is_some_and(|verb| is_verb(verb) || others.contains(&verb))
}

/// What one of the things is called.
fn one(thing: &str) -> String {
    let thing = snake(thing);
    if is_plural(&thing) {
        singular(&thing)
    } else {
        thing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_a_resource_of_a_tag_a_path_says_what_is_done_to_what() {
        for (method, path, resource, expected) in [
            // The tag is what the path ends with, and what is before is what it is of.
            ("GET", "/media/{id}/likes", "likes", "list_for_media"),
            (
                "DELETE",
                "/media/{id}/likes",
                "Likes",
                "delete_all_for_media",
            ),
            (
                "POST",
                "/users/{id}/accounts",
                "Accounts",
                "create_for_user",
            ),
            (
                "GET",
                "/users/{id}/accounts/{account}",
                "Accounts",
                "get_for_user",
            ),
            ("GET", "/crm/accounts/{account}", "Accounts", "get"),
            (
                "POST",
                "/disputes/{id}/attachments",
                "Dispute attachments",
                "create",
            ),
            ("PUT", "/users/{id}/avatar", "Avatar", "replace_for_user"),
            ("POST", "/users/{id}/balance", "Balance", "create_for_user"),
            // It stands in the middle.
            (
                "POST",
                "/setup/v1/services/calendar",
                "services",
                "calendar",
            ),
            (
                "GET",
                "/users/{id}/accounts/{account}/cards",
                "accounts",
                "list_cards",
            ),
            (
                "POST",
                "/users/{id}/accounts/{account}/freeze",
                "accounts",
                "freeze",
            ),
            // The path knows nothing of it.
            ("POST", "/sessions", "Payments", "create_session"),
            ("GET", "/sessions", "Payments", "list_sessions"),
            ("POST", "/upload_sessions", "Files", "create_upload_session"),
            ("GET", "/sessions/{id}", "Payments", "get_session"),
            (
                "DELETE",
                "/storedPaymentMethods/{id}",
                "Payments",
                "delete_stored_payment_method",
            ),
            (
                "PUT",
                "/files/{id}/copies/{copy}",
                "Uploads",
                "replace_file_copy",
            ),
            ("POST", "/files/{id}/content", "Uploads", "file_content"),
            ("GET", "/files/{id}/content", "Uploads", "get_file_content"),
            ("POST", "/authorise", "Payments", "authorise"),
            (
                "POST",
                "/account/v1/keys/add-models",
                "Models",
                "account_key_add_models",
            ),
            ("GET", "/health", "Status", "get_health"),
            ("PUT", "/health", "Status", "replace_health"),
            ("DELETE", "/files", "Uploads", "delete_all_files"),
            ("GET", "/Account/GetProfile", "Users", "get_account_profile"),
            ("GET", "/", "Status", "get_root"),
        ] {
            let name = elsewhere(method, path, Shown::default(), resource);
            assert_eq!(name, expected, "{method} {path}");
        }
    }
}
