use super::*;
use crate::config::Config;
use crate::diagnostic::{Diagnostics, render};
use crate::source::Files;

/// A section, and what is said of it, with the line in the file.
fn read(keys: &str) -> (Signature, Vec<String>) {
    let (mut files, mut diagnostics) = (Files::new(), Diagnostics::new());
    let text = format!("[signature]\n{keys}");
    let config = Config::parse("a.toml", &text, &mut files, &mut diagnostics);
    let lines = render::lines(&diagnostics, &files).into_iter();
    let said = diagnostics.iter().zip(lines).map(|(item, (_, line))| {
        let line = line.split(':').nth(1).unwrap_or_default();
        let help = item.help.clone().unwrap_or_default();
        format!("{line}: {}; {help}", item.message)
    });
    let signature = config.and_then(|config| config.signature);
    (signature.expect("was given"), said.collect())
}

#[test]
fn what_protects_nothing_is_an_error() {
    let no_list = "without `signatures` the whole header is the signature, and no time is in it; name the keys of \
        signatures, or the header that has the time (`timestamp-header`)";
    let no_time = "`payload` has no `{timestamp}`: anybody could write another time over it; say what is signed \
        (`payload = \"{timestamp}.{body}\"`), or, where the API signs no time, say nothing of it";
    let no_body = "`payload` has no `{body}`: any body would be taken for genuine; ";
    let signed = "payload = '{timestamp}.{body}'";
    for (keys, expected) in [
        (format!("timestamp = 't'\n{signed}"), vec![(3, no_list)]),
        (
            "timestamp = 't'\nsignatures = 'v1'".to_owned(),
            vec![(3, no_time)],
        ),
        (
            "timestamp-header = 'T'\npayload = '{body}'".to_owned(),
            vec![(3, no_time)],
        ),
        (
            "timestamp = 't'\nsignatures = 'v1'\npayload = '{timestamp}'".to_owned(),
            vec![(5, no_body)],
        ),
        ("payload = ''".to_owned(), vec![(3, no_body)]),
        (
            signed.to_owned(),
            vec![(
                3,
                "`{timestamp}` is signed, and neither `timestamp` nor `timestamp-header` says where it stands; ",
            )],
        ),
        (
            format!("timestamp = 't'\nsignatures = 'v1'\ntimestamp-header = 'T'\n{signed}"),
            vec![(
                5,
                "the time stands in the list (`timestamp`) or in a header of its own (`timestamp-header`), and not \
                 in both; ",
            )],
        ),
        (
            "id-header = 'I'".to_owned(),
            vec![(
                3,
                "`payload` has no `{id}`: what the header says would never be looked at; ",
            )],
        ),
        (
            "payload = '{id}.{body}'".to_owned(),
            vec![(
                3,
                "`{id}` is signed, and no key `id-header` says where it stands; ",
            )],
        ),
        (
            "tolerance = 5".to_owned(),
            vec![(
                3,
                "without `timestamp` or `timestamp-header` there is no time to be tolerant of; ",
            )],
        ),
    ] {
        let expected: Vec<_> = expected
            .iter()
            .map(|(line, fault)| format!("{line}: {fault}"))
            .collect();
        assert_eq!(read(&format!("header = 'H'\n{keys}")).1, expected, "{keys}");
    }
}

#[test]
fn names_are_those_that_headers_and_lists_have() {
    let key = "can't be a key of the header's list; a key has letters, digits, `-` and `_`, and stands before `=`";
    for (keys, expected) in [
        (
            "header = 'X Sig: é'",
            "2: `X Sig: é` can't be the name of a header; ".to_owned(),
        ),
        (
            "header = ''",
            "2: `` can't be the name of a header; ".to_owned(),
        ),
        (
            "header = 'H'\nid-header = 'h'\npayload = '{id}.{body}'",
            "3: the header `h` can't hold two things; ".to_owned(),
        ),
        (
            "header = 'H'\nsignatures = ['a', '']",
            format!("3: `` {key}"),
        ),
        (
            "header = 'H'\nsignatures = ['a=']",
            format!("3: `a=` {key}"),
        ),
        (
            "header = 'H'\nsignatures = ['a', 'b', 'a']",
            "3: the key `a` can't hold two things; ".to_owned(),
        ),
        (
            "header = 'H'\nsignatures = 'a'\ntimestamp = 'a'\npayload = '{timestamp}.{body}'",
            "4: the key `a` can't hold two things; ".to_owned(),
        ),
        (
            "header = 'H'\nsignatures = 'a'\ntimestamp = 't,'\npayload = '{timestamp}.{body}'",
            format!("4: `t,` {key}"),
        ),
    ] {
        assert_eq!(read(keys).1, [expected], "{keys}");
    }
}

#[test]
fn a_preset_stands_for_keys_and_each_may_be_another() {
    for (name, _) in PRESETS {
        let (_, said) = read(&format!("preset = '{name}'"));
        assert_eq!(said, [""; 0], "{name}");
    }
    let (svix, said) = read(
        "preset = 'standard-webhooks'\nheader = 'svix-signature'\ntimestamp-header = 'svix-timestamp'\n\
         id-header = 'svix-id'\ntolerance = 60\n",
    );
    assert_eq!(said, [""; 0]);
    let expected = Signature {
        header: "svix-signature".to_owned(),
        separator: ' ',
        signatures: vec!["v1".to_owned()],
        timestamp: Some(SignedTime::Header("svix-timestamp".to_owned())),
        milliseconds: false,
        id_header: Some("svix-id".to_owned()),
        payload: vec![
            PayloadPiece::Id,
            PayloadPiece::Text(".".to_owned()),
            PayloadPiece::Timestamp,
            PayloadPiece::Text(".".to_owned()),
            PayloadPiece::Body,
        ],
        algorithm: SignatureAlgorithm::HmacSha256,
        encoding: SignatureEncoding::Base64,
        secret: Some(SignatureEncoding::Base64),
        secret_prefix: "whsec_".to_owned(),
        tolerance: 60,
    };
    assert_eq!(svix, expected);
    let (_, said) = read("preset = 'strip'\nheader = 'H'");
    assert_eq!(said, ["2: unknown preset `strip`; did you mean `stripe`?"]);
}

#[test]
fn a_payload_is_text_and_what_it_has_in_braces() {
    let of = |payload: &str| {
        read(&format!(
            "header = 'H'\nsignatures = 's'\ntimestamp = 't'\npayload = '{payload}'\n"
        ))
    };
    let (signature, said) = of("é{timestamp}…{body}ü");
    assert_eq!(said, [""; 0]);
    let text = |text: &str| PayloadPiece::Text(text.to_owned());
    let expected = [
        text("é"),
        PayloadPiece::Timestamp,
        text("…"),
        PayloadPiece::Body,
        text("ü"),
    ];
    assert_eq!(signature.payload, expected);

    let help = "what is signed is text with `{timestamp}`, `{id}` and `{body}` in it";
    let near = "did you mean `{timestamp}`?";
    for (payload, fault) in [
        (
            "v0:{timestmp}.{body}",
            format!("unknown piece `{{timestmp}}` of a payload; {near}"),
        ),
        (
            "{timestamp.{body}",
            format!("a brace has no partner in `{{timestamp.` of a payload; {near}"),
        ),
        (
            "{body}.{timestamp",
            format!("a brace has no partner in `{{timestamp` of a payload; {near}"),
        ),
        (
            "{body}}é",
            format!("a brace has no partner in `}}é` of a payload; {help}"),
        ),
        (
            "é{{body}}",
            format!("a brace has no partner in `{{` of a payload; {help}"),
        ),
        (
            "}{body}",
            format!("a brace has no partner in `}}` of a payload; {help}"),
        ),
        ("{}", format!("unknown piece `{{}}` of a payload; {help}")),
    ] {
        let (_, said) = of(payload);
        assert_eq!(said, [format!("5: {fault}")], "{payload}");
    }
}
