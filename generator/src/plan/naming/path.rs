//! What a method and a path say by themselves: the resource, and what is done with it.
//!
//! An operation is looked at alone. What others there are would say more (whether `/login` is a thing or something to
//! do), and each one that is added would rename some of those that were there.

use super::{constant_words, singular, snake};

/// The resources that lead to an operation, outermost first, and the name of its method.
///
/// `GET /v1/accounts/{account}/bank_accounts/{id}` is `accounts.bank_accounts.get`, `GET .../bank_accounts` is
/// `accounts.bank_accounts.list`, and `POST /v1/accounts/{account}/reject` is `accounts.reject`.
pub fn from_path(method: &str, path: &str) -> (Vec<String>, String) {
    let verb = method.to_ascii_lowercase();
    let segments: Vec<&str> = segments(path).collect();
    let mut literals: Vec<String> = unversioned(&segments)
        .iter()
        .filter(|segment| is_literal(segment))
        .map(|segment| (*segment).to_owned())
        .collect();
    let Some(last) = literals.last().map(|last| snake(last)) else {
        return (vec!["root".to_owned()], verb);
    };
    let of_one = segments.last().is_some_and(|last| !is_literal(last));
    let of_many = singular(&last) != last;
    let method = match (verb.as_str(), of_one, of_many) {
        ("get", false, true) => "list".to_owned(),
        ("post", false, true) => "create".to_owned(),
        ("put" | "patch" | "delete", false, true) => format!("{}_all", change(&verb)),
        ("post", true, _) => "update".to_owned(),
        (_, true, _) => change(&verb).to_owned(),
        // A thing that is there once, at the top.
        _ if literals.len() == 1 => verb,
        // What is neither one of several nor several is something to do with what stands before it, or a part of that.
        _ => {
            literals.pop();
            match verb.as_str() {
                "post" => last,
                _ => format!("{}_{last}", change(&verb)),
            }
        }
    };
    (literals, method)
}

/// The resource that an operation belongs to of which only the path is known to tell.
pub fn first_resource(path: &str) -> String {
    let segments: Vec<&str> = segments(path).collect();
    let first = unversioned(&segments)
        .iter()
        .find(|segment| is_literal(segment));
    first.map_or_else(|| "root".to_owned(), |segment| (*segment).to_owned())
}

/// Whether an operationId says no more than method and path, as `GetAccountsAccount` does for `GET /v1/accounts/{account}`.
pub fn repeats_path(id: &str, method: &str, path: &str) -> bool {
    let words = constant_words(id);
    let method = method.to_ascii_lowercase();
    let rest = match (words.split_first(), words.split_last()) {
        (Some((first, rest)), _) if *first == method => rest,
        (_, Some((last, rest))) if *last == method => rest,
        _ => return false,
    };
    let rest: String = rest.iter().filter(|word| *word != "by").cloned().collect();
    let whole: String = segments(path).map(letters).collect();
    // `{file_id}` is often no more than `id` in an id.
    let short = segments(path).map(|segment| match is_literal(segment) {
        true => letters(segment),
        false => constant_words(segment).pop().unwrap_or_default(),
    });
    let said = [whole, short.collect()];
    let repeats = |said: &String| without_version(&rest) == without_version(said);
    !rest.is_empty() && said.iter().any(repeats)
}

/// Whether a segment is `api` or a version.
pub fn is_version(segment: &str) -> bool {
    without_version(&segment.to_ascii_lowercase()).is_empty()
}

/// An operationId without method and path behind it, as `read_item_items__item_id__get` has them for
/// `GET /items/{item_id}`.
pub fn without_path(id: &str, method: &str, path: &str) -> Option<String> {
    let words = constant_words(id);
    let said: String = segments(path).map(letters).collect();
    let behind = said + &method.to_ascii_lowercase();
    (1..words.len())
        .find(|start| words[*start..].concat() == behind)
        .map(|start| words[..start].join("_"))
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|segment| !segment.is_empty())
}

fn is_literal(segment: &str) -> bool {
    !segment.contains('{')
}

/// The segments without `api` and `v1` in front, where something else names a resource. A second version is a resource:
/// what is in it would have the same names as what is in the first.
fn unversioned<'a, 'p>(segments: &'a [&'p str]) -> &'a [&'p str] {
    let ours = |segment: &&&str| matches!(segment.to_ascii_lowercase().as_str(), "api" | "v1");
    let skipped = segments.iter().take_while(ours).count();
    match segments[skipped..].iter().any(|it| is_literal(it)) {
        true => &segments[skipped..],
        false => segments,
    }
}

/// The letters and digits of a segment.
fn letters(segment: &str) -> String {
    constant_words(segment).concat()
}

/// The same without `api` and versions in front.
fn without_version(mut letters: &str) -> &str {
    loop {
        let digits = |rest: &str| rest.bytes().take_while(u8::is_ascii_digit).count();
        letters = match (letters.strip_prefix("api"), letters.strip_prefix('v')) {
            (Some(rest), _) => rest,
            (_, Some(rest)) if digits(rest) > 0 => &rest[digits(rest)..],
            _ => return letters,
        };
    }
}

/// What a method does to what is there.
fn change(verb: &str) -> &str {
    match verb {
        "put" => "replace",
        "patch" => "update",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_says_what_is_done_with_what() {
        for (method, path, expected) in [
            ("GET", "/v1/accounts", "accounts.list"),
            ("POST", "/v1/accounts", "accounts.create"),
            ("DELETE", "/v1/accounts", "accounts.delete_all"),
            ("PUT", "/v1/accounts", "accounts.replace_all"),
            ("GET", "/v1/accounts/{account}", "accounts.get"),
            ("POST", "/v1/accounts/{account}", "accounts.update"),
            ("PUT", "/v1/accounts/{account}", "accounts.replace"),
            ("PATCH", "/v1/accounts/{account}", "accounts.update"),
            ("DELETE", "/v1/accounts/{account}", "accounts.delete"),
            ("HEAD", "/v1/accounts/{account}", "accounts.head"),
            ("POST", "/v1/accounts/{account}/reject", "accounts.reject"),
            ("GET", "/a/accounts/{id}/tags", "a.accounts.tags.list"),
            ("GET", "/users/{id}/avatar", "users.get_avatar"),
            ("PUT", "/users/{id}/avatar", "users.replace_avatar"),
            ("GET", "/v1/account", "account.get"),
            ("POST", "/login", "login.post"),
            ("GET", "/api/v1/{id}", "api.v1.get"),
            ("GET", "/api/v2/pets", "v2.pets.list"),
            ("GET", "/", "root.get"),
            ("DELETE", "/{id}", "root.delete"),
        ] {
            let (resource, name) = from_path(method, path);
            assert_eq!(format!("{}.{name}", resource.join(".")), expected);
        }
    }

    #[test]
    fn an_id_that_repeats_the_path_is_known() {
        for (id, method, path, expected) in [
            ("GetAccountsAccount", "GET", "/v1/accounts/{account}", true),
            ("getV1AccountsById", "GET", "/v1/accounts/{id}", true),
            ("getApiV4Users", "GET", "/users", true),
            ("accounts_get", "GET", "/accounts", true),
            ("put_files_id_copy", "PUT", "/files/{file_id}/copy", true),
            ("getAccounts", "GET", "/accounts/{id}", false),
            ("listAccounts", "GET", "/accounts", false),
            ("get", "GET", "/", false),
        ] {
            assert_eq!(repeats_path(id, method, path), expected, "{id} {path}");
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
    }
}
