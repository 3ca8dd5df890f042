//! What an operation is called by its method and path in a resource that these do not lead to: one that a tag names.

use super::path::{Segment, Shown, from_path, is_version, says_verb, segments, unversioned};
use super::resource::is_verb;
use super::{letters_of_tag, singular, snake};

/// The name of a method in a resource that something else than its path names; and, if the path says more than that, the name
/// with all of it, for where another method has the first one.
///
/// `GET /media/{id}/likes` is `list_for_media` among `likes`, and `POST /sessions` is `create_session` among `payments`.
pub fn elsewhere(
    method: &str,
    path: &str,
    shown: Shown,
    resource: &str,
) -> (String, Option<String>) {
    let parts: Vec<&str> = segments(path).collect();
    let all: Vec<Segment<'_>> = parts.iter().copied().map(Segment::of).collect();
    let skipped = all.len() - unversioned(&all).len();
    let (parts, all) = (&parts[skipped..], &all[skipped..]);
    let mut left_out: Vec<String> = Vec::new();
    let Some((first, last)) = said(all, resource) else {
        let (things, name) = from_path(method, path, shown);
        let name = with_things(&name, method, &things, &mut left_out);
        return whole(name, &left_out);
    };
    let within = format!("/{}", parts[last..].join("/"));
    let (things, name) = from_path(method, &within, shown);
    let things = things.get(1..).unwrap_or_default();
    // What the things are of, where the path says of which one.
    let is_theirs = all[last + 1..].iter().all(|it| it.literal.is_none());
    let above = (0..first).rev().find(|above| is_one(&all[*above..]));
    let above = above.filter(|_| is_theirs);
    for (at, segment) in all[..first].iter().enumerate() {
        left_out.extend(segment.literal.filter(|_| above != Some(at)).map(snake));
    }
    let name = match name.as_str() {
        _ if !things.is_empty() => with_things(&name, method, things, &mut left_out),
        // What is there once.
        "post" => "create".to_owned(),
        "put" => "replace".to_owned(),
        _ => name,
    };
    match above.and_then(|above| all[above].literal) {
        Some(above) => whole(format!("{name}_for_{}", one(above)), &left_out),
        None => whole(name, &left_out),
    }
}

fn whole(name: String, left_out: &[String]) -> (String, Option<String>) {
    let longer = (!left_out.is_empty()).then(|| format!("{name}_in_{}", left_out.join("_")));
    (name, longer)
}

/// How many segments a resource is called after at most. Each is looked at as the last of so many.
const SEGMENTS: usize = 8;

/// The first and last of the segments that say what a resource is called after.
fn said(all: &[Segment<'_>], resource: &str) -> Option<(usize, usize)> {
    let wanted = letters_of_tag(resource);
    let named = |at: &usize| all[*at].literal.is_some();
    for last in (0..all.len()).rev().filter(named) {
        let mut words = Vec::new();
        for first in (0..=last).rev().filter(named).take(SEGMENTS) {
            words.splice(0..0, all[first].literal.map(snake));
            let one: String = words.iter().map(|word| one(word)).collect();
            if [letters_of_tag(&words.join("_")), letters_of_tag(&one)].contains(&wanted) {
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
fn with_things(name: &str, method: &str, things: &[String], left_out: &mut Vec<String>) -> String {
    let Some((last, before)) = things.split_last() else {
        return name.to_owned();
    };
    let method = method.to_ascii_lowercase();
    let (verb, rest) = name.split_once('_').unwrap_or((name, ""));
    if is_action(&method, &snake(last)) {
        left_out.extend(before.iter().map(|thing| snake(thing)));
        let by = rest.strip_prefix("by_");
        return by.map_or_else(|| snake(last), |by| format!("{}_by_{by}", snake(last)));
    }
    let (versions, before): (Vec<&String>, Vec<&String>) =
        before.iter().partition(|thing| is_version(thing));
    left_out.extend(versions.into_iter().map(|version| snake(version)));
    let mut words: Vec<String> = before.into_iter().map(|thing| one(thing)).collect();
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

/// Whether what looks like a thing says what to do with it: `add_models`.
fn is_action(method: &str, thing: &str) -> bool {
    if method != "post" {
        return says_verb(method, thing);
    }
    let verb = thing.split_once('_').map(|(verb, _)| verb);
    // A change request is a thing.
    let is_said = |verb| verb != "change" && is_verb(verb);
    verb.is_some_and(|verb| is_said(verb) || matches!(verb, "add" | "send" | "clear" | "reset"))
}

/// What one of the things is called.
fn one(thing: &str) -> String {
    singular(&snake(thing))
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
                "add_models",
            ),
            ("GET", "/health", "Status", "get_health"),
            ("PUT", "/health", "Status", "replace_health"),
            ("DELETE", "/files", "Uploads", "delete_all_files"),
            ("GET", "/Account/GetProfile", "Users", "get_account_profile"),
            // What says a verb by itself needs no other one.
            ("GET", "/getProfile", "Users", "get_profile"),
            ("GET", "/list-users", "Admin", "list_users"),
            ("DELETE", "/deleteUser/{id}", "Admin", "delete_user_by_id"),
            ("POST", "/create-user/{id}", "Admin", "create_user_by_id"),
            ("GET", "/users/getUser/{id}", "Admin", "get_user"),
            ("POST", "/change-requests", "Admin", "create_change_request"),
            ("GET", "/", "Status", "get_root"),
        ] {
            let (name, _) = elsewhere(method, path, Shown::default(), resource);
            assert_eq!(name, expected, "{method} {path}");
        }
    }

    #[test]
    fn what_a_name_leaves_out_of_a_path_tells_it_apart() {
        for (method, path, resource, expected) in [
            ("GET", "/accounts/{a}", "accounts", None),
            ("GET", "/crm/accounts/{a}", "accounts", Some("get_in_crm")),
            ("GET", "/users/{u}/likes", "likes", None),
            (
                "GET",
                "/users/{u}/x/likes",
                "likes",
                Some("list_for_user_in_x"),
            ),
            (
                "POST",
                "/a/x/cards/{id}/freeze",
                "cards",
                Some("freeze_in_a_x"),
            ),
            ("POST", "/v1/sessions", "Payments", None),
            (
                "POST",
                "/v2/sessions",
                "Payments",
                Some("create_session_in_v2"),
            ),
            (
                "GET",
                "/users/getUser/{id}",
                "Admin",
                Some("get_user_in_users"),
            ),
        ] {
            let (_, whole) = elsewhere(method, path, Shown::default(), resource);
            assert_eq!(whole.as_deref(), expected, "{method} {path}");
        }
    }
}
