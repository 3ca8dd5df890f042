//! What schemas and descriptions say they are called: `$id` (JSON Schema 2020-12, section 8.2.1), and `$self` of OpenAPI
//! 3.2. Nothing is fetched by such a name; it only tells which part of a text a reference means.

use foldhash::{HashMap, HashMapExt as _};

use crate::source::{Path, Value, join, segments};

/// The innermost schema around a place that has a name: its pointer, and the name in full.
pub(super) fn around(tree: &Value, at: &str) -> Option<(String, String)> {
    let mut here = (String::new(), Some(tree));
    let mut found = None;
    let mut segments = segments(at);
    loop {
        let (pointer, value) = here;
        let value = value?;
        if let Some(id) = id(value) {
            let above = found.as_ref().map(|(_, id): &(_, String)| id.as_str());
            let id = absolute(above.or(itself(tree)), id);
            found = Some((pointer.clone(), id));
        }
        let Some(segment) = segments.next() else {
            return found;
        };
        let step = join("", &segment);
        here = (pointer + &step, value.pointer(&step));
    }
}

/// All schemas of a text that have a name: their pointers by the name in full.
pub(super) fn all(tree: &Value) -> HashMap<String, String> {
    fn search(
        value: &Value,
        above: Option<&str>,
        at: &Path<'_>,
        found: &mut HashMap<String, String>,
    ) {
        let own = id(value).map(|id| absolute(above, id));
        if let Some(own) = &own {
            let pointer = || at.pointer();
            found.entry(own.clone()).or_insert_with(pointer);
        }
        let above = own.as_deref().or(above);
        match value {
            Value::Object(object) => {
                for (key, value) in object.iter() {
                    search(value, above, &at.key(key), found);
                }
            }
            Value::Array(values) => {
                for (index, value) in values.iter().enumerate() {
                    search(value, above, &at.index(index), found);
                }
            }
            _ => {}
        }
    }
    let mut found = HashMap::new();
    search(tree, itself(tree), &Path::start(""), &mut found);
    found
}

/// What a description says it is called.
pub(super) fn itself(tree: &Value) -> Option<&str> {
    tree.get("$self")?.as_str().map(whole)
}

fn id(value: &Value) -> Option<&str> {
    let id = value.get("$id")?.as_str().map(whole)?;
    // What is only a fragment was an anchor in older drafts.
    (!id.is_empty() && !id.starts_with('#')).then_some(id)
}

/// A name without an empty fragment.
fn whole(name: &str) -> &str {
    name.strip_suffix('#').unwrap_or(name)
}

/// The folder of a name, with the slash behind it.
pub(super) fn folder(name: &str) -> Option<&str> {
    let end = name.rfind('/')? + 1;
    (end > name.find("//").map_or(0, |start| start + 2)).then(|| &name[..end])
}

/// A name as it is meant beside another one (RFC 3986, section 5.2, for what schemas have).
pub(super) fn absolute(base: Option<&str>, name: &str) -> String {
    let Some(base) = base.filter(|_| !has_scheme(name)) else {
        return name.to_owned();
    };
    let authority = base.find("//").map_or(0, |start| start + 2);
    if name.starts_with("//") {
        return format!("{}{name}", &base[..authority.saturating_sub(2)]);
    }
    if name.starts_with('/') {
        let end = base[authority..].find('/');
        return format!(
            "{}{name}",
            &base[..end.map_or(base.len(), |end| authority + end)]
        );
    }
    let Some(mut folder) = folder(base) else {
        return name.to_owned();
    };
    let mut name = name;
    loop {
        if let Some(rest) = name.strip_prefix("./") {
            name = rest;
        } else if let Some(rest) = name.strip_prefix("../") {
            name = rest;
            let above = folder[..folder.len() - 1]
                .rfind('/')
                .map_or(0, |end| end + 1);
            if above > authority {
                folder = &folder[..above];
            }
        } else {
            return format!("{folder}{name}");
        }
    }
}

/// `http:`, `file:` and the like.
pub(super) fn has_scheme(name: &str) -> bool {
    name.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme
                .chars()
                .all(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter))
    })
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn schemes_are_no_file_names() {
        assert!(has_scheme("http://x/y"));
        assert!(has_scheme("file:///etc/passwd"));
        assert!(!has_scheme("./a:b.yaml"));
        assert!(!has_scheme("a.yaml"));
    }

    #[test]
    fn names_are_meant_beside_others() {
        let base = Some("https://e.com/a/b/c.json");
        for (name, meant) in [
            ("d.json", "https://e.com/a/b/d.json"),
            ("./d.json", "https://e.com/a/b/d.json"),
            ("../../../d.json", "https://e.com/d.json"),
            ("/d.json", "https://e.com/d.json"),
            ("//x/d.json", "https://x/d.json"),
            ("urn:d", "urn:d"),
        ] {
            assert_eq!(absolute(base, name), meant);
        }
        assert_eq!(absolute(Some("urn:x:y"), "d.json"), "d.json");
        assert_eq!(absolute(Some("https://e.com"), "/d"), "https://e.com/d");
        assert_eq!(absolute(None, "d.json"), "d.json");
    }
}
