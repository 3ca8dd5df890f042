//! Rust that the user wrote: the one text that reaches the output as code, and only if it is a type or a path.

/// A type such as `uuid::Uuid` or `chrono::DateTime<chrono::Utc>`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RustType(String);

/// A macro that derives, such as `Hash` or `schemars::JsonSchema`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DeriveMacro(String);

impl RustType {
    /// The type, if it is the path of one.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let parsed: syn::TypePath = syn::parse_str(text).ok()?;
        parsed.qself.is_none().then(|| Self(text.trim().to_owned()))
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl DeriveMacro {
    /// The macro, if it is the path of one.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let parsed: syn::Path = syn::parse_str(text).ok()?;
        let plain = parsed.segments.iter().all(|it| it.arguments.is_none());
        plain.then(|| Self(text.trim().to_owned()))
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether Cargo takes a name for that of a package, and `use` for that of a crate.
pub(super) fn is_package_name(name: &str) -> bool {
    let ident = name.replace('-', "_");
    let parsed = syn::parse_str::<syn::Ident>(&ident);
    // With spaces or a comment beside it, it would parse as well.
    !name.starts_with('-') && !name.contains('#') && parsed.is_ok_and(|parsed| parsed == ident)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_a_path_is_code() {
        for good in [
            "Uuid",
            "crate::Tag",
            "::a::B",
            "chrono::DateTime<chrono::Utc>",
            "Box<[u8]>",
        ] {
            assert!(RustType::parse(good).is_some(), "{good}");
        }
        for bad in [
            "",
            "a b",
            "Uuid; fn f() {}",
            "(u8, u8)",
            "<T as U>::V",
            "{ panic!() }",
            "\"text\"",
        ] {
            assert!(RustType::parse(bad).is_none(), "{bad}");
        }
        for good in ["pets", "pet-store", "_p2", "größe", "a-"] {
            assert!(is_package_name(good), "{good}");
        }
        for bad in [
            "", "../x", "a/b", "a b", " a", "a ", "a/**/", "2d", "-a", "_", "type", "r#type",
            "crate", "a.b",
        ] {
            assert!(!is_package_name(bad), "{bad}");
        }
        assert!(DeriveMacro::parse("schemars::JsonSchema").is_some());
        for bad in ["Hash<T>", "Hash, Eq", "Hash)] fn f() {}"] {
            assert!(DeriveMacro::parse(bad).is_none(), "{bad}");
        }
    }
}
