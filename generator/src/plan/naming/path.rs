//! What a method and a path say by themselves: the resource, and what is done with it.
//!
//! An operation is looked at alone. What others there are would say more (whether `/login` is a thing or something to
//! do), and each one that is added would rename some of those that were there, or take their names. What [`Shown`] has from
//! them is the exception.

use super::{constant_words, is_plural, snake};

/// What an operation shows, beside its method and path, of how many things it is about.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shown {
    /// Its answer is one thing, and no list.
    pub one: bool,
    /// It takes more than its path to say which ones are meant.
    pub narrowed: bool,
}

/// The resources that lead to an operation, outermost first, and the name of its method.
///
/// `GET /v1/accounts/{account}/bank_accounts/{id}` is `accounts.bank_accounts.get`, `GET .../bank_accounts` is
/// `accounts.bank_accounts.list`, and `POST /v1/accounts/{account}/reject` is `accounts.reject`.
pub fn from_path(method: &str, path: &str, shown: Shown) -> (Vec<String>, String) {
    let verb = method.to_ascii_lowercase();
    let segments: Vec<Segment<'_>> = segments(path).map(Segment::of).collect();
    let literal = |segment: &Segment<'_>| Some(segment.literal?.to_owned());
    let mut literals: Vec<String> = unversioned(&segments).iter().filter_map(literal).collect();
    if literals.is_empty() {
        literals.push("root".to_owned());
    }
    let action = segments.last().map_or("", |last| last.action);
    if !action.is_empty() {
        let action = snake(action);
        let method = match verb.as_str() {
            "post" => action,
            _ => format!("{}_{action}", change(&verb)),
        };
        return (literals, method);
    }
    let last = literals.last().map(|last| snake(last)).unwrap_or_default();
    let says_verb = says_verb(&verb, &last);
    let of_many = is_plural(&last) && !(says_verb && literals.len() > 1);
    let parameters = parameters_at_end(&segments);
    let method = match (verb.as_str(), parameters.is_empty(), of_many) {
        ("get", true, true) if !shown.one => "list".to_owned(),
        ("post", true, true) => "create".to_owned(),
        ("put" | "patch" | "delete", true, true) if !shown.narrowed => {
            format!("{}_all", change(&verb))
        }
        ("post", false, _) => "update".to_owned(),
        (_, false, _) | ("get" | "put" | "patch" | "delete", _, true) => change(&verb).to_owned(),
        // A thing that is there once, at the top.
        _ if literals.len() == 1 => verb,
        // What is neither one of several nor several is something to do with what stands before it, or a part of that.
        _ => {
            literals.pop();
            match verb.as_str() {
                "post" => last,
                _ if says_verb => last,
                _ => format!("{}_{last}", change(&verb)),
            }
        }
    };
    // What is there once at the top has the plain name, whether or not there is such an operation.
    let method = match parameters.as_slice() {
        [.., parameter] if parameters.len() > 1 || (literals.len() == 1 && !of_many) => {
            by(&method, &[parameter])
        }
        _ => method,
    };
    (literals, method)
}

/// Whether a part of a path begins with what its method does, and says what with: `get_profile`. What is called so is an
/// action, and not a thing.
pub(super) fn says_verb(verb: &str, part: &str) -> bool {
    let says: &[&str] = match verb {
        "get" => &["get", "list", "find", "fetch"],
        // None has a word of another one: both may be there.
        "put" => &["update", "edit", "set", "replace", "put"],
        "patch" => &["patch", "modify", "change"],
        "delete" => &["delete", "remove"],
        _ => return false,
    };
    let first = part.split_once('_').map(|(first, _)| first);
    first.is_some_and(|first| says.contains(&first))
}

/// The name of a method that says what its operation takes from the path.
pub fn by(method: &str, parameters: &[&str]) -> String {
    let parameters: Vec<String> = parameters.iter().map(|name| snake(name)).collect();
    match parameters.is_empty() {
        true => method.to_owned(),
        false => format!("{method}_by_{}", parameters.join("_and_")),
    }
}

/// The path of all the things of which a path means one: `/pets` of `/pets/{id}`.
pub fn collection(path: &str) -> Option<&str> {
    let (before, parameter) = path.trim_end_matches('/').rsplit_once('{')?;
    let is_last = parameter.trim_end_matches(')').ends_with('}');
    is_last.then(|| before.trim_end_matches(['/', '(']))
}

/// The resource that an operation belongs to of which only the path is known to tell.
pub fn first_resource(path: &str) -> String {
    let segments: Vec<Segment<'_>> = segments(bare(path)).map(Segment::of).collect();
    let first = unversioned(&segments).iter().find_map(|it| it.literal);
    first.unwrap_or("root").to_owned()
}

/// What a segment of a path is made of.
pub(super) struct Segment<'p> {
    /// What it calls a thing: `pets`, or the `Pets` of `Pets({id})`.
    pub literal: Option<&'p str>,
    /// The parameter that says which one, if it has any.
    pub parameter: Option<&'p str>,
    /// What is to be done with it: the `cancel` of `{id}:cancel`, or a form of it, as the `json` of `{id}.json`.
    action: &'p str,
}

impl<'p> Segment<'p> {
    pub fn of(segment: &'p str) -> Self {
        let Some((before, _)) = segment.split_once('{') else {
            let (literal, action) = match segment.split_once(':') {
                Some((thing, action)) if has_letters(thing) && has_letters(action) => {
                    (thing, action)
                }
                _ => (segment, ""),
            };
            return Self {
                literal: Some(literal),
                parameter: None,
                action,
            };
        };
        let closed = segment.rsplit_once('}');
        let after = closed.map_or("", |(_, after)| after);
        Self {
            literal: before.strip_suffix('(').filter(|it| has_letters(it)),
            parameter: closed.and_then(|(inside, _)| Some(inside.rsplit_once('{')?.1)),
            action: if has_letters(after) { after } else { "" },
        }
    }
}

fn has_letters(text: &str) -> bool {
    !constant_words(text).is_empty()
}

/// The parameters that a path ends with, after the last thing that it names.
fn parameters_at_end<'p>(segments: &[Segment<'p>]) -> Vec<&'p str> {
    let thing = segments.iter().rposition(|it| it.literal.is_some());
    let after = segments[thing.unwrap_or(0)..].iter();
    after.filter_map(|segment| segment.parameter).collect()
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

/// Whether an operationId is a path with `create` behind it, where nothing is created: Django REST framework has one for
/// whatever is done by `POST`, as `accounts_notify_create` for `/accounts/{id}/notify`.
pub fn repeats_action(id: &str, method: &str, path: &str) -> bool {
    let words = constant_words(id);
    let said = match words.split_last() {
        Some((last, said)) if last == "create" && method == "POST" => said.concat(),
        _ => return false,
    };
    let literal = segments(path).filter(|it| is_literal(it)).map(letters);
    if without_version(&said) != without_version(&literal.collect::<String>()) {
        return false;
    }
    // What is there once at the top is made, for all that is known.
    let name = from_path(method, path, Shown::default()).1;
    segments(path).last().is_some_and(is_literal) && name != "create" && name != "post"
}

/// Whether a segment is `api` or a version.
pub fn is_version(segment: &str) -> bool {
    without_version(&segment.to_ascii_lowercase()).is_empty()
}

/// The part of a path that names things. What it asks for, or has behind `#`, tells operations apart.
pub fn bare(path: &str) -> &str {
    path.split(['?', '#']).next().unwrap_or_default()
}

pub(super) fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|segment| !segment.is_empty())
}

pub(super) fn is_literal(segment: &str) -> bool {
    !segment.contains('{')
}

/// The segments without `api` and `v1` in front, where something else names a resource. A second version is a resource:
/// what is in it would have the same names as what is in the first.
pub(super) fn unversioned<'a, 'p>(segments: &'a [Segment<'p>]) -> &'a [Segment<'p>] {
    let is = |name: &str| name.eq_ignore_ascii_case("api") || name.eq_ignore_ascii_case("v1");
    let ours = |segment: &&Segment<'_>| segment.literal.is_some_and(is);
    let skipped = segments.iter().take_while(ours).count();
    match segments[skipped..].iter().any(|it| it.literal.is_some()) {
        true => &segments[skipped..],
        false => segments,
    }
}

/// The letters and digits of a segment.
pub(super) fn letters(segment: &str) -> String {
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
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_in_a_path_is_no_resource() {
        for path in [
            "/v1/things?beta=true",
            "/things?action=make&n={n}",
            "/things/{id}#add",
        ] {
            assert_eq!(first_resource(path), "things", "{path}");
        }
        assert_eq!(first_resource("/?action=list"), "root");
    }

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
            // No `update`, which is what other APIs do by `POST`: a name says one thing.
            ("PATCH", "/v1/accounts/{account}", "accounts.patch"),
            ("DELETE", "/v1/accounts/{account}", "accounts.delete"),
            ("HEAD", "/v1/accounts/{account}", "accounts.head"),
            ("POST", "/v1/accounts/{account}/reject", "accounts.reject"),
            ("GET", "/a/accounts/{id}/tags", "a.accounts.tags.list"),
            ("GET", "/users/{id}/avatar", "users.get_avatar"),
            ("PUT", "/users/{id}/avatar", "users.replace_avatar"),
            ("GET", "/v1/account", "account.get"),
            ("POST", "/login", "login.post"),
            ("GET", "/api/Account/GetProfile", "Account.get_profile"),
            ("GET", "/api/Account/GetUsers", "Account.get_users"),
            (
                "DELETE",
                "/Account/DeleteUser/{id}",
                "Account.DeleteUser.delete",
            ),
            ("PUT", "/account/set-name", "account.set_name"),
            ("PATCH", "/account/set-name", "account.patch_set_name"),
            (
                "GET",
                "/account/update-history",
                "account.get_update_history",
            ),
            ("GET", "/api/v1/{id}", "api.v1.get"),
            ("GET", "/api/v2/pets", "v2.pets.list"),
            ("GET", "/", "root.get"),
            ("DELETE", "/{id}", "root.delete_by_id"),
            ("GET", "/users/{id}/{day}", "users.get_by_day"),
            ("GET", "/media", "media.get"),
            ("GET", "/media/{id}", "media.get_by_id"),
            ("GET", "/users/{id}/media/{file}", "users.media.get"),
            ("POST", "/jobs/{id}:cancel", "jobs.cancel"),
            ("GET", "/jobs/{id}.json", "jobs.get_json"),
            ("POST", "/v1/jobs:batchDelete", "jobs.batch_delete"),
            ("GET", "/Products({id})", "Products.get"),
            ("GET", "/compare/{base}...{head}", "compare.get_by_head"),
            ("GET", "/{", "root.get"),
            ("GET", "/a}b{c", "root.get_b_c"),
            ("GET", "/é/{ü}", "é.get_by_ü"),
        ] {
            let (resource, name) = from_path(method, path, Shown::default());
            assert_eq!(format!("{}.{name}", resource.join(".")), expected);
        }
    }

    #[test]
    fn what_is_about_one_thing_says_so() {
        let shown = Shown {
            one: true,
            narrowed: true,
        };
        for (method, path, expected) in [
            ("GET", "/settings", "get"),
            ("PUT", "/users/{id}/settings", "replace"),
            ("DELETE", "/labels", "delete"),
        ] {
            assert_eq!(from_path(method, path, shown).1, expected);
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
    fn what_django_calls_creating_may_be_an_action() {
        for (id, path, expected) in [
            (
                "accounts_notify_create",
                "/api/v2/accounts/{id}/notify/",
                true,
            ),
            (
                "api_v2_accounts_notify_create",
                "/api/v2/accounts/{id}/notify/",
                true,
            ),
            ("accounts_create", "/accounts/", false),
            ("register_create", "/register/", false),
            ("accounts_roles_create", "/accounts/{id}/roles/", false),
            ("notify_create", "/accounts/{id}/notify/", false),
        ] {
            assert_eq!(repeats_action(id, "POST", path), expected, "{id}");
        }
        assert!(!repeats_action(
            "accounts_notify_create",
            "PUT",
            "/accounts/{id}/notify/"
        ));
    }
}
