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

    /// How the paths in it begin.
    pub(crate) fn roots(&self) -> Vec<Root> {
        let mut roots = Vec::new();
        if let Ok(parsed) = syn::parse_str::<syn::TypePath>(&self.0) {
            add_roots(&parsed.path, &mut roots);
        }
        roots
    }
}

/// How a path of several segments begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Root {
    /// The crate, or `crate` itself.
    pub first: String,
    /// What follows it.
    pub second: String,
}

impl Root {
    fn of(path: &syn::Path) -> Option<Self> {
        let mut segments = path.segments.iter().map(|it| it.ident.to_string());
        let (first, second) = (segments.next()?, segments.next()?);
        Some(Self { first, second })
    }
}

/// Adds how a path begins, and how those begin that are its arguments.
fn add_roots(path: &syn::Path, roots: &mut Vec<Root>) {
    roots.extend(Root::of(path));
    for segment in &path.segments {
        let syn::PathArguments::AngleBracketed(arguments) = &segment.arguments else {
            continue;
        };
        for argument in &arguments.args {
            if let syn::GenericArgument::Type(ty) = argument {
                add_roots_of_type(ty, roots);
            }
        }
    }
}

fn add_roots_of_type(ty: &syn::Type, roots: &mut Vec<Root>) {
    match ty {
        syn::Type::Path(ty) => add_roots(&ty.path, roots),
        syn::Type::Slice(list) => add_roots_of_type(&list.elem, roots),
        syn::Type::Array(list) => add_roots_of_type(&list.elem, roots),
        syn::Type::Tuple(tuple) => {
            for ty in &tuple.elems {
                add_roots_of_type(ty, roots);
            }
        }
        _ => {}
    }
}

impl DeriveMacro {
    /// The macro, if it is the path of one.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let parsed: syn::Path = syn::parse_str(text).ok()?;
        let plain = parsed.segments.iter().all(|it| it.arguments.is_none());
        plain.then(|| Self(text.split_whitespace().collect()))
    }

    /// Its name, if it is one of the standard library's: `Hash` of `Hash` and of `std::hash::Hash`.
    pub(crate) fn of_std(&self) -> Option<&str> {
        self.of(&["std", "core"])
    }

    /// Its name, if its path is no more than that or begins with one of these crates.
    pub(super) fn of(&self, crates: &[&str]) -> Option<&str> {
        let path = self.0.trim_start_matches("::");
        let Some((module, name)) = path.rsplit_once("::") else {
            return Some(path);
        };
        let first = module.split("::").next().unwrap_or_default();
        crates.contains(&first).then_some(name)
    }

    /// How its path begins.
    pub(crate) fn root(&self) -> Option<Root> {
        Root::of(&syn::parse_str(&self.0).ok()?)
    }

    /// Whether both are one macro, as far as paths tell.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        let of_std = self.of_std();
        self == other || of_std.is_some() && of_std == other.of_std()
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

    #[test]
    fn all_crates_of_a_type_are_found() {
        let ty = RustType::parse("Vec<(a::B, [::c::D<crate::types::E>; 2])>").expect("a path");
        let roots = ["a::B", "c::D", "crate::types"];
        let found = ty.roots().into_iter();
        let found: Vec<String> = found
            .map(|root| format!("{}::{}", root.first, root.second))
            .collect();
        assert_eq!(found, roots);
    }

    #[test]
    fn a_macro_of_the_standard_library_has_several_paths() {
        let parse = |text| DeriveMacro::parse(text).expect("a path");
        for hash in ["Hash", "std::hash::Hash", "::core :: hash::Hash"] {
            assert_eq!(parse(hash).of_std(), Some("Hash"), "{hash}");
            assert!(parse(hash).is_same(&parse("Hash")), "{hash}");
        }
        assert_eq!(parse("educe::Hash").of_std(), None);
        assert!(!parse("educe::Hash").is_same(&parse("Hash")));
    }
}
