// Copied by specwright 0.1.0 from specwright-runtime.

//! What of a message may be shown: names always, values unless their name says that they are secret.

use std::fmt;

use http::HeaderMap;
use serde_json::Value;

use super::address::Address;
use super::operation::{OperationSpec, Place};

/// What the names of secrets have in them, however they are split into words: `passWord`.
const MARKS: &[&str] = &[
    "cookie",
    "credential",
    "passcode",
    "passphrase",
    "passw",
    "secret",
    "signature",
];
/// What a word of such a name has in it: `apikey`, `xauthtoken`, `sessionid`. Across two words it would say nothing.
const MARKS_OF_WORDS: &[&str] = &["auth", "key", "session", "token"];
/// What is secret as a word of its own, and is in others by chance.
const SECRET_WORDS: &[&str] = &["jwt", "pwd", "sig"];
/// What words begin with that have one of the marks and mean something else. What follows is looked at again.
const HARMLESS: &[&str] = &[
    "author",
    "coauthor",
    "donkey",
    "hockey",
    "jockey",
    "keyboard",
    "keyframe",
    "keynote",
    "keystroke",
    "keyword",
    "monkey",
    "turkey",
    "whiskey",
];
/// What names of numbers end with: `token_count`.
const COUNTS: &[&str] = &["count", "counts", "limit"];
/// What says of tokens that they are counted: `max_tokens`.
const MEASURES: &[&str] = &[
    "completion",
    "count",
    "input",
    "limit",
    "max",
    "maximum",
    "min",
    "minimum",
    "num",
    "number",
    "output",
    "per",
    "prompt",
    "total",
    "usage",
    "used",
];
/// What may stand beside that.
const BESIDE_MEASURES: &[&str] = &["day", "hour", "minute", "month", "new", "of", "second"];

/// Which members are meant by `keys` of that kind.
const OF_MEMBERS: &[&str] = &[
    "allowed",
    "extra",
    "missing",
    "required",
    "unexpected",
    "unknown",
    "unrecognized",
];

/// Whether what has this name had better not be shown. To be wrong costs little where it hides too much, but for what says
/// why a request was refused.
pub(super) fn is_secret(name: &str) -> bool {
    let words = words(name);
    if words.last().is_some_and(|word| COUNTS.contains(&&**word)) {
        return false;
    }
    let whole = words.concat();
    let has_mark = MARKS.iter().any(|mark| whole.contains(mark));
    has_mark || (words.iter().any(|word| is_secret_word(word)) && !counts_tokens(&words))
}

/// Whether the value of a member of JSON had better not be shown, by its name. Whether something is so or not, and that
/// there is nothing, is no secret: `"authenticated": false`.
///
/// A text called `key` stays hidden, though to some it is the name of a member: an answer that says nothing else of it may
/// as well hold an API key, even a new one. To hide a name costs a word, to show a key costs the key. Where what is wrong
/// is told member by member, the place is shown all the same.
pub(super) fn is_secret_value(name: &str, value: &Value) -> bool {
    let is_list_of_names = match value {
        Value::Null | Value::Bool(_) => return false,
        Value::Array(items) => lists_names(name) && items.iter().all(Value::is_string),
        _ => false,
    };
    is_secret(name) && !is_list_of_names
}

/// Whether a list of texts under this name is one of names: `keys` are those of members, `unknown_keys` as well.
pub(super) fn lists_names(name: &str) -> bool {
    let words = words(name);
    let Some((last, before)) = words.split_last() else {
        return false;
    };
    let is_of_members = |word: &String| OF_MEMBERS.contains(&&**word);
    last == "keys" && before.iter().all(is_of_members)
}

/// The words of a name in small letters: `access`, `key` and `id` of `AccessKeyID2`.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    let mut rest = name.chars().peekable();
    while let Some(c) = rest.next() {
        let is_last_of_capitals = before.is_uppercase()
            && c.is_uppercase()
            && rest.peek().is_some_and(|next| next.is_lowercase());
        let begins = (before.is_lowercase() && c.is_uppercase()) || is_last_of_capitals;
        if begins || !c.is_alphabetic() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| c.is_alphabetic()) {
            word.extend(c.to_lowercase());
        }
        before = c;
    }
    words.retain(|word| !word.is_empty());
    words
}

fn is_secret_word(word: &str) -> bool {
    // Many things have sessions, of which few are logins.
    if word == "sessions" {
        return false;
    }
    let mut rests = HARMLESS.iter().filter_map(|it| word.strip_prefix(it));
    // `authorization` and `authorise` are of no author.
    let rest = rests.find(|rest| !rest.starts_with("is") && !rest.starts_with("iz"));
    let rest = rest.unwrap_or(word);
    SECRET_WORDS.contains(&word) || MARKS_OF_WORDS.iter().any(|mark| rest.contains(mark))
}

/// Whether all words but `tokens` are about a number of them: `used_refresh_tokens` may be tokens.
fn counts_tokens(words: &[String]) -> bool {
    let is_measure = |word: &String| MEASURES.contains(&&**word);
    let is_fine =
        |word: &String| word == "tokens" || is_measure(word) || BESIDE_MEASURES.contains(&&**word);
    words.iter().any(is_measure) && words.iter().all(is_fine)
}

/// Whether the value of a parameter is secret, by its name or by what the API says. A name may have brackets.
pub(super) fn is_hidden(name: &str, sensitive: &[&str]) -> bool {
    is_secret(name) || is_sensitive(name, sensitive)
}

/// Whether the API says that it is secret.
pub(super) fn is_sensitive(name: &str, sensitive: &[&str]) -> bool {
    let mut parts = name.split(['[', ']']);
    parts.any(|part| sensitive.contains(&part))
}

/// The path that a request went to, or that of its description where such a parameter is in it.
pub(super) fn path<'a>(
    spec: &'static OperationSpec,
    address: &'a Address,
    sensitive: &[&str],
) -> &'a str {
    let mut parameters = spec.parameters.iter();
    let hides = parameters
        .any(|parameter| parameter.place == Place::Path && is_hidden(parameter.name, sensitive));
    match hides {
        true => spec.path,
        false => address.uri().path(),
    }
}

/// A query in which something else stands for the values of some names.
#[cfg(any(feature = "mock", feature = "tracing"))]
pub(super) fn query(query: &str, stand_in: &str, is_hidden: impl Fn(&str) -> bool) -> String {
    let shown = |pair: &str| match pair.split_once('=') {
        Some((name, _)) if super::encode::has(pair, |name, _| is_hidden(name)) => {
            format!("{name}={stand_in}")
        }
        _ => pair.to_owned(),
    };
    query.split('&').map(shown).collect::<Vec<_>>().join("&")
}

/// Headers for debug output.
pub(super) struct Headers<'a>(pub &'a HeaderMap);

impl fmt::Debug for Headers<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for (name, value) in self.0 {
            match is_secret(name.as_str()) {
                true => map.entry(name, &format_args!("[redacted]")),
                false => map.entry(name, value),
            };
        }
        map.finish()
    }
}
