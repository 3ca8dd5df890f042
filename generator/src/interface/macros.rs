//! What the macros of a generated crate make of a type, and what they say of its members.

use std::collections::BTreeMap;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::spell::{Here, plain};

/// A call of one of the macros.
pub(super) struct Call {
    /// The type that it is for.
    pub name: String,
    pub traits: Vec<String>,
    /// Functions that it has by it.
    pub functions: Vec<&'static str>,
    /// What members are called in JSON, or which values lead to variants.
    pub wires: BTreeMap<String, String>,
}

/// The macros, each with what it implements in any case.
const MACROS: &[(&str, &[&str])] = &[
    ("object", &["Serialize", "Deserialize"]),
    ("written_object", &["Serialize"]),
    ("read_object", &["Deserialize"]),
    (
        "string_enum",
        &[
            "Serialize",
            "Deserialize",
            "Display",
            "FromStr",
            "TryFrom<&str>",
        ],
    ),
    (
        "integer_enum",
        &["Serialize", "Deserialize", "Display", "TryFrom<integer>"],
    ),
    ("untagged_union", &["Serialize", "Deserialize"]),
    ("keyed_union", &["Serialize", "Deserialize"]),
    ("tagged_union", &["Serialize", "Deserialize"]),
    ("written_union", &["Serialize"]),
];

/// None where it is no macro of ours.
pub(super) fn call(item: &syn::ItemMacro, here: Here<'_>) -> Option<Call> {
    let called = item.mac.path.get_ident()?.to_string();
    let (_, traits) = MACROS.iter().find(|(name, _)| *name == called)?;
    let mut tokens = item.mac.tokens.clone().into_iter();
    let Some(TokenTree::Ident(name)) = tokens.next() else {
        return None;
    };
    let mut call = Call {
        name: name.to_string(),
        traits: traits.iter().map(|it| (*it).to_owned()).collect(),
        functions: match called.as_str() {
            "string_enum" => vec!["as_str"],
            "integer_enum" => vec!["value"],
            _ => Vec::new(),
        },
        wires: BTreeMap::new(),
    };
    let is_union = called.ends_with("_union");
    call.entries(tokens.collect(), is_union, here);
    match called.as_str() {
        "string_enum" if is_open(&item.mac.tokens) => {
            call.traits
                .extend(["From<&str>", "From<String>"].map(str::to_owned));
        }
        "integer_enum" if is_open(&item.mac.tokens) => {
            call.traits.push("From<integer>".to_owned());
        }
        _ => {}
    }
    Some(call)
}

impl Call {
    /// There are conversions from what a variant holds, and from `&str` where that is a text.
    fn converts(&mut self, types: &str) {
        // Behind what JSON a variant is made from are the members that tell it from others.
        if types.starts_with('"') {
            return;
        }
        let (types, pairs) = match types.split_once("; ") {
            Some((types, value)) => (types, Some(format!("From<[(String, {value}); N]>"))),
            None => (types, None),
        };
        self.traits.extend(pairs);
        let also = ["&str", unboxed(types).unwrap_or_default()];
        let also = also.into_iter().find_map(|also| {
            let itself = types.strip_suffix(also)?.strip_suffix(", ")?;
            Some((itself, also))
        });
        let (itself, also) = also.unzip();
        self.traits
            .push(format!("From<{}>", itself.unwrap_or(types)));
        self.traits.extend(also.map(|also| format!("From<{also}>")));
    }

    /// `name: "wire"` at any depth; and of unions, `Variant(Type)` from which there is a conversion.
    fn entries(&mut self, tokens: TokenStream, is_union: bool, here: Here<'_>) {
        let mut tokens = tokens.into_iter().peekable();
        let mut name = None;
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Ident(ident) => name = Some(plain(ident.to_string())),
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                    self.entries(group.stream(), is_union, here);
                    name = None;
                }
                TokenTree::Group(group) if is_union && name.is_some() => {
                    self.converts(&here.spell(group.stream()));
                }
                TokenTree::Punct(sign) if sign.as_char() == ':' => {
                    let mut values = Vec::new();
                    while let Some(value) = tokens.next_if(is_value) {
                        values.push(value.to_string());
                    }
                    let values: String = values.concat();
                    if let (Some(name), false) = (name.take(), values.is_empty()) {
                        self.wires.insert(name, values.replace('|', " or "));
                    }
                }
                _ => name = None,
            }
        }
    }
}

/// What is in a box, where it stands behind that: `T` of `Box<T>, T`.
fn unboxed(types: &str) -> Option<&str> {
    let twice = types.len().checked_sub("Box<>, ".len())?;
    let inner = types.get(types.len() - twice / 2..)?;
    (types == format!("Box<{inner}>, {inner}")).then_some(inner)
}

/// Values, and what stands between and before them.
fn is_value(token: &TokenTree) -> bool {
    match token {
        TokenTree::Literal(_) => true,
        TokenTree::Punct(sign) => matches!(sign.as_char(), '|' | '-'),
        TokenTree::Ident(_) | TokenTree::Group(_) => false,
    }
}

/// Whether there is `.. Unknown` for what is not listed.
fn is_open(tokens: &TokenStream) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Group(group) => is_open(&group.stream()),
        TokenTree::Punct(sign) => sign.as_char() == '.',
        TokenTree::Ident(_) | TokenTree::Literal(_) => false,
    })
}

#[cfg(test)]
mod tests {
    use super::{MACROS, unboxed};

    #[test]
    fn what_is_in_a_box_is_told_from_a_pair() {
        assert_eq!(unboxed("Box<a::B<C, D>>, a::B<C, D>"), Some("a::B<C, D>"));
        for other in ["Box<A>", "Box<A>, &str", "A, B", "Box<A>, B", ""] {
            assert_eq!(unboxed(other), None, "{other}");
        }
    }

    #[test]
    fn each_macro_of_a_client_is_known() {
        let texts = [
            include_str!("../emit/macros/enums.rs"),
            include_str!("../emit/macros/objects.rs"),
            include_str!("../emit/macros/keyed.rs"),
            include_str!("../emit/macros/unions.rs"),
        ];
        let lines = texts.iter().flat_map(|text| text.lines());
        let defined = lines.filter_map(|line| line.strip_prefix("macro_rules! "));
        let mut defined: Vec<&str> = defined.map(|it| it.trim_end_matches(" {")).collect();
        let mut known: Vec<&str> = MACROS.iter().map(|(name, _)| *name).collect();
        defined.sort_unstable();
        known.sort_unstable();
        assert_eq!(defined, known);
    }
}
