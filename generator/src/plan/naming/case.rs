//! Words and their case: the only file that knows heck.

use std::borrow::Cow;

use heck::{ToPascalCase, ToSnakeCase};
use unicode_ident::{is_xid_continue, is_xid_start};

/// `notificationUrl` to `notification_url`: fields, methods, modules.
pub fn snake(name: &str) -> String {
    startable(words(name).into_owned(), "n")
}

/// The words of a name in lower case, with underscores between.
fn words(name: &str) -> Cow<'_, str> {
    // Most names of most descriptions are, and finding words takes its time.
    match is_snake(name) {
        true => name.into(),
        false if is_camel(name) => underscored(name).into(),
        false => {
            let name = spelled(name);
            let name = match name.strip_prefix("oAuth") {
                Some(rest) if !rest.starts_with(char::is_lowercase) => {
                    format!("{OAUTH}{rest}")
                }
                _ => name,
            };
            match name.contains(OAUTH) {
                true => one_oauth(&name).to_snake_case().into(),
                false => name.to_snake_case().into(),
            }
        }
    }
}

/// Whether a name is what comes of it: words in lower case with an underscore between.
fn is_snake(name: &str) -> bool {
    let mut before = b'_';
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|byte| {
            let fits = is_lower(byte) || byte == b'_' && before != b'_';
            before = byte;
            fits
        })
        && before != b'_'
}

/// The words between underscores. Most have a handful of letters, and `split` is made for longer ones.
fn split(words: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(words);
    std::iter::from_fn(move || {
        let words = rest?;
        let Some(end) = words.bytes().position(|byte| byte == b'_') else {
            return rest.take();
        };
        rest = Some(&words[end + 1..]);
        Some(&words[..end])
    })
}

/// Whether a name is made of words of letters, each but the first of which begins with the one capital that it has: nobody
/// doubts what its words are.
fn is_camel(name: &str) -> bool {
    let bytes = name.as_bytes();
    let is_plain = |pair: &[u8]| !(pair[0].is_ascii_uppercase() && pair[1].is_ascii_uppercase());
    bytes.iter().all(u8::is_ascii_alphabetic)
        && bytes.windows(2).all(is_plain)
        && !name.starts_with("oAuth")
}

/// `FooBar` to `foo_bar`.
fn underscored(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    for c in name.chars() {
        if c.is_ascii_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

/// One word, whatever its capitals.
const OAUTH: &str = "OAuth";

/// `OAuth2Token` to `Oauth2Token`, but for an `OAuth` that is made of parts of other words: `SSOAuth`, `GEOAuthority`.
fn one_oauth(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut rest = name;
    while let Some((before, after)) = rest.split_once(OAUTH) {
        out.push_str(before);
        let is_version = after.starts_with(|c: char| c.is_ascii_digit());
        let within = out.ends_with(char::is_uppercase) || after.starts_with(char::is_lowercase);
        let within = within && !is_version;
        out.push_str(if within { OAUTH } else { "Oauth" });
        rest = after;
    }
    out + rest
}

fn is_lower(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit()
}

/// `stream_webhook` to `StreamWebhook`: types and variants.
pub fn pascal(name: &str) -> String {
    let words = words(name);
    let mut out = String::with_capacity(words.len());
    for word in split(&words) {
        // `1.5` and `15` are two names: an underscore stays where two numbers would become one.
        if out.ends_with(|c: char| c.is_ascii_digit())
            && word.starts_with(|c: char| c.is_ascii_digit())
        {
            out.push('_');
        }
        match word.as_bytes() {
            [b'o', b'a', b'u', b't', b'h', rest @ ..] if rest.iter().all(u8::is_ascii_digit) => {
                out.push_str("OAuth");
                out.push_str(&word["oauth".len()..]);
            }
            [first, rest @ ..] if word.bytes().all(is_lower) => {
                out.push(char::from(first.to_ascii_uppercase()));
                out.push_str(&word[word.len() - rest.len()..]);
            }
            _ => out.push_str(&word.to_pascal_case()),
        }
    }
    startable(out, "N")
}

/// The words of a name, in lower case.
pub fn constant_words(name: &str) -> Vec<String> {
    split(&words(name))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// `requireSignedURLs` to `requireSignedUrls`: the plural of an acronym is one word.
fn plural_acronyms(name: &str) -> String {
    let mut characters = name.chars().peekable();
    let mut out = String::with_capacity(name.len());
    // How many capitals stand before, and where the second of them is.
    let (mut run, mut second) = (0, 0);
    while let Some(c) = characters.next() {
        let ends = characters.peek().is_none_or(|next| !next.is_lowercase());
        if c == 's' && run >= 2 && ends {
            let rest = out.split_off(second);
            out.extend(rest.chars().flat_map(char::to_lowercase));
        }
        out.push(c);
        run = if c.is_uppercase() { run + 1 } else { 0 };
        if run == 1 {
            second = out.len();
        }
    }
    out
}

/// Whether a name is that of a type with types as arguments: `Page<Pet>`.
fn has_arguments(name: &str) -> bool {
    let named = name
        .split_once('<')
        .is_some_and(|(before, _)| before.ends_with(char::is_alphanumeric));
    named && name.ends_with('>') && name.matches('<').count() == name.matches('>').count()
}

/// The name with symbols that carry meaning spelled out, and all that can't stand in an identifier turned into a gap.
fn spelled(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut before = None;
    let name = plural_acronyms(name);
    let is_generic = has_arguments(&name);
    let mut characters = name.chars().peekable();
    while let Some(c) = characters.next() {
        let alone = before.is_none_or(|c: char| !c.is_alphanumeric());
        let digit_next = characters.peek().is_some_and(char::is_ascii_digit);
        let word = match c {
            '+' if alone || !characters.peek().is_some_and(|c| c.is_alphanumeric()) => "plus",
            '-' if alone
                && (digit_next
                    || out.is_empty() && characters.peek().is_some_and(|c| c.is_alphabetic())) =>
            {
                "minus"
            }
            // A grade, a rating or a blood group.
            '-' if !alone && characters.peek().is_none() && name.chars().count() <= 3 => "minus",
            '*' => "star",
            '<' | '>' if is_generic => "",
            '<' => "less",
            '>' => "greater",
            '=' if !out.ends_with("less_") && !out.ends_with("greater_") => "equal",
            '=' => "or_equal",
            '!' if name.len() == 1 || characters.peek() == Some(&'=') => "not",
            '%' => "percent",
            '&' => "and",
            '$' if name.len() == 1 => "dollar",
            '@' if name.len() == 1 => "at",
            '.' if digit_next && before.is_some_and(|c| c.is_ascii_digit()) => "_",
            _ => "",
        };
        match word {
            "" if is_xid_continue(c) && c != '\u{b7}' => out.push(c),
            word => {
                out.push('_');
                out.push_str(word);
                out.push('_');
            }
        }
        before = Some(c);
    }
    out
}

/// Bytes of the longest identifier. A module's is the name of a file, which may have 255 with all that belongs to it.
const LONGEST: usize = 200;

/// Identifiers can't be empty or begin with a digit, and should have an end.
fn startable(mut name: String, prefix: &str) -> String {
    if name.len() > LONGEST {
        let end = (0..=LONGEST).rev().find(|at| name.is_char_boundary(*at));
        name.truncate(end.unwrap_or_default());
    }
    match name.chars().next() {
        None => if prefix == "N" { "Empty" } else { "empty" }.to_owned(),
        Some(first) if is_xid_start(first) => name,
        Some(_) => format!("{prefix}{name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_an_end() {
        assert_eq!(snake(&"a".repeat(500)).len(), LONGEST);
        // Each acronym had all that is before it copied, which took minutes.
        assert_eq!(snake(&"AAs".repeat(100_000)).len(), LONGEST);
        let wide = pascal(&"ä".repeat(500));
        assert!(wide.len() <= LONGEST && wide.starts_with('Ä'), "{wide}");
    }

    /// heck finds the same words, which takes ten times as long.
    #[test]
    fn names_of_plain_words_are_as_heck_has_them() {
        let mut names = vec![String::new()];
        for _ in 0..7 {
            let longer = names
                .iter()
                .flat_map(|name| ["a", "b", "C", "oAuth"].map(|it| format!("{name}{it}")));
            names.extend(longer.collect::<Vec<_>>());
            names.sort_unstable();
            names.dedup();
            names.retain(|name| name.len() < 8);
        }
        let camel = names.iter().filter(|name| is_camel(name));
        assert!(camel.clone().count() > 500);
        for name in camel {
            assert_eq!(underscored(name), name.to_snake_case(), "{name}");
        }
        assert_eq!(snake("oAuthToken"), "oauth_token");
    }

    #[test]
    fn words_are_found_in_every_spelling() {
        for name in [
            "notification_url",
            "notificationUrl",
            "notification-url",
            "NotificationURL",
            "notification url",
        ] {
            assert_eq!(snake(name), "notification_url", "{name}");
        }
    }

    #[test]
    fn symbols_that_carry_meaning_are_spelled_out() {
        assert_eq!(snake("+1"), "plus_1");
        assert_eq!(pascal("AB-"), "AbMinus");
        assert_eq!(pascal("B-"), "BMinus");
        assert_eq!(snake("trailing-"), "trailing");
        assert_eq!(snake("!"), "not");
        assert_eq!(snake("-1"), "minus_1");
        assert_eq!(pascal("<="), "LessOrEqual");
        assert_eq!(pascal("*"), "Star");
        assert_eq!(pascal("a<b"), "ALessB");
        assert_eq!(pascal("Page<Map<Text,Pet>>"), "PageMapTextPet");
        assert_eq!(snake("-name"), "minus_name");
        assert_eq!(snake("1.5"), "n1_5");
        assert_eq!(pascal("1.5"), "N1_5");
    }

    #[test]
    fn the_plural_of_an_acronym_is_one_word() {
        assert_eq!(snake("requireSignedURLs"), "require_signed_urls");
        assert_eq!(snake("IPs"), "ips");
        assert_eq!(snake("DNSsec"), "dn_ssec");
        assert_eq!(pascal("listIDsOfAll"), "ListIdsOfAll");
    }

    #[test]
    fn oauth_is_one_word() {
        assert_eq!(snake("OAuth2PasswordBearer"), "oauth2_password_bearer");
        assert_eq!(snake("useOAuth"), "use_oauth");
        assert_eq!(pascal("OAuth2PasswordBearer"), "OAuth2PasswordBearer");
        assert_eq!(pascal("oauth_token"), "OAuthToken");
        assert_eq!(snake("OAuthOAuth2"), "oauth_oauth2");
        assert_eq!(snake("PSUOAuth2Security"), "psu_oauth2_security");
        assert_eq!(snake("oAuth"), "oauth");
        assert_eq!(snake("oAuth2Token"), "oauth2_token");
        assert_eq!(snake("oAuthority"), "o_authority");
        for (name, words) in [
            ("SSOAuthConfig", "sso_auth_config"),
            ("NOAuth", "no_auth"),
            ("GEOAuthority", "geo_authority"),
            ("getOAuthority", "get_o_authority"),
        ] {
            assert_eq!(snake(name), words);
        }
    }

    #[test]
    fn there_is_always_a_name() {
        assert_eq!(snake(""), "empty");
        assert_eq!(pascal("---"), "Empty");
        assert_eq!(pascal("2fa"), "N2fa");
        assert_eq!(snake("日本"), "日本");
    }
}
