//! Tokens to text.
//!
//! Most of what a client is made of needs no decision: items and members that stand one below the other, and in each
//! line of them tokens that either fit or are a list with an entry a line. That is written as it comes: [`line`] makes
//! one line of tokens, [`layout`] breaks it where it is too long. All else, expressions with a layout of their own above
//! all, is read by syn and laid out by prettyplease, which has the last word on all layout ([`careful`]).
//!
//! Neither has an opinion on blank lines, and tokens carry none: they are set here, between items.

mod careful;
mod layout;
mod line;
mod list;

use std::borrow::Cow;
use std::iter::Peekable;

use proc_macro2::{Delimiter, Group, TokenTree, token_stream};

use self::careful::Around;
use self::line::Line;
use crate::emit::Chunks;

/// The text of a file that is a module by itself.
pub(super) fn file(header: &str, chunks: Chunks<'_>) -> String {
    text(header, chunks, true)
}

/// The text of a file that is brought in by `include!`, which takes items only: inner attributes are left out.
pub(super) fn included(header: &str, chunks: Chunks<'_>) -> String {
    text(header, chunks, false)
}

/// One chunk after the other: no more of a large file than its text is ever in memory.
fn text(header: &str, chunks: Chunks<'_>, has_inner: bool) -> String {
    let mut printer = Printer {
        text: header.to_owned(),
        line: Line::default(),
        has_inner,
    };
    let mut above = None;
    for chunk in chunks {
        printer.items(chunk.into_iter().peekable(), Around::File, &mut above);
    }
    printer.text
}

/// Kinds of items that stand line by line with others of their kind.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Use,
    PublicUse,
    Mod,
    Const,
    Type,
    /// All others have blank lines around them.
    Apart,
}

type Tokens = Peekable<token_stream::IntoIter>;

struct Printer {
    text: String,
    /// What of an item, after its attributes, is not written yet.
    line: Line,
    /// Whether inner attributes are written.
    has_inner: bool,
}

impl Printer {
    /// Items, one below the other. `above` is what the last one was.
    fn items(&mut self, mut tokens: Tokens, around: Around, above: &mut Option<Kind>) {
        while tokens.peek().is_some() {
            let start = self.attributes(&mut tokens, around, above);
            if tokens.peek().is_none() {
                return;
            }
            let has_attributes = self.text.len() > start;
            let kind = self.item(&mut tokens, around);
            let kind = match kind {
                Kind::Mod | Kind::Const | Kind::Type if has_attributes => Kind::Apart,
                kind => kind,
            };
            if above.is_some_and(|above| kind == Kind::Apart || kind != above) {
                self.text.insert(start, '\n');
            }
            *above = Some(kind);
        }
    }

    /// The attributes before an item. Gives where the item begins, which is after those of the file.
    fn attributes(
        &mut self,
        tokens: &mut Tokens,
        around: Around,
        above: &mut Option<Kind>,
    ) -> usize {
        let mut start = self.text.len();
        while tokens.next_if(|token| is_sign(token, '#')).is_some() {
            let is_inner = tokens.next_if(|token| is_sign(token, '!')).is_some();
            let Some(TokenTree::Group(group)) = tokens.next() else {
                break;
            };
            if !is_inner {
                self.attribute(group, "///", around);
            } else if self.has_inner {
                self.attribute(group, "//!", around);
                *above = Some(Kind::Apart);
                start = self.text.len();
            }
        }
        start
    }

    fn attribute(&mut self, group: Group, comment: &str, around: Around) {
        self.line.clear();
        self.line.all(group);
        let source = &self.line.text;
        if let Some(documentation) = source.strip_prefix("doc = ").and_then(documentation) {
            self.text.push_str(&"    "[..around.indent()]);
            self.text.push_str(comment);
            self.text.push_str(documentation.trim_end_matches(' '));
            self.text.push('\n');
        } else if source.len() + "#[]".len() <= layout::width(around.indent()) {
            self.text.push_str(&"    "[..around.indent()]);
            self.text.extend(["#[", source, "]\n"]);
        } else {
            self.text.push_str(&careful::attribute(source, around));
        }
    }

    /// An item whose attributes are written.
    fn item(&mut self, tokens: &mut Tokens, around: Around) -> Kind {
        self.line.clear();
        for token in tokens {
            let is_end = is_sign(&token, ';');
            match token {
                TokenTree::Group(group)
                    if group.delimiter() == Delimiter::Brace
                        && !matches!(
                            keyword(&self.line.text),
                            "const" | "static" | "type" | "use"
                        ) =>
                {
                    self.braces(group, around);
                    return Kind::Apart;
                }
                token => self.line.push(token),
            }
            if is_end {
                break;
            }
        }
        let kind = match keyword(&self.line.text) {
            "use" if self.line.text.starts_with("pub") => Kind::PublicUse,
            "use" => Kind::Use,
            "mod" => Kind::Mod,
            "const" => Kind::Const,
            "type" if around == Around::Impl => Kind::Type,
            _ => Kind::Apart,
        };
        let is_import = matches!(kind, Kind::Use | Kind::PublicUse);
        let fits = self.line.text.len() <= layout::width(around.indent());
        let laid_out =
            (fits || !is_import) && layout::line(&mut self.text, &self.line, around.indent());
        self.finish(laid_out, around);
        kind
    }

    /// An item that ends in braces, whose head is in the line.
    fn braces(&mut self, group: Group, around: Around) {
        let head = &self.line.text;
        match keyword(head) {
            "impl" => {
                let fits = |head: &str| head.len() + " {".len() <= layout::width(0);
                match head.split_once(" for ") {
                    _ if self.line.strange => self.text.push_str(&careful::head(head)),
                    _ if fits(head) => self.text.extend([head, " {"]),
                    Some((of, ty)) if fits(of) && fits(ty) => {
                        self.text.extend([of, "\nfor ", ty, " {"]);
                    }
                    _ => self.text.push_str(&careful::head(head)),
                }
                if !group.stream().is_empty() {
                    self.text.push('\n');
                    let tokens = into_tokens(group);
                    self.items(tokens, Around::Impl, &mut None);
                }
                self.text.push_str("}\n");
            }
            "struct" => self.fields(group, Around::Struct),
            "enum" => self.fields(group, Around::Enum),
            "fn" => {
                self.line.braces(group);
                let laid_out = layout::function(&mut self.text, &self.line, around.indent());
                self.finish(laid_out, around);
            }
            _ => {
                let name = head.strip_suffix('!');
                match name.filter(|name| list::MACROS.contains(name)) {
                    Some(name) => list::write(&mut self.text, name, into_tokens(group)),
                    None => {
                        self.line.braces(group);
                        self.finish(false, around);
                    }
                }
            }
        }
    }

    /// The fields of a struct or the variants of an enum, whose head is in the line.
    fn fields(&mut self, group: Group, around: Around) {
        self.text.extend([&self.line.text, " {"]);
        let mut tokens = into_tokens(group);
        if tokens.peek().is_some() {
            self.text.push('\n');
        }
        while tokens.peek().is_some() {
            self.attributes(&mut tokens, around, &mut None);
            self.line.clear();
            for token in tokens.by_ref() {
                if is_sign(&token, ',') && !self.line.is_open() {
                    break;
                }
                self.line.push(token);
            }
            self.line.text.push(',');
            let laid_out = layout::line(&mut self.text, &self.line, around.indent());
            self.finish(laid_out, around);
        }
        self.text.push_str("}\n");
    }

    /// Ends what was laid out, or has it laid out by prettyplease.
    fn finish(&mut self, laid_out: bool, around: Around) {
        if laid_out {
            self.text.push('\n');
        } else {
            self.text.push_str(&careful::text(&self.line.text, around));
        }
    }
}

/// The text of a line of documentation, from its literal. None if it is not one that a comment can have.
fn documentation(literal: &str) -> Option<Cow<'_, str>> {
    let raw = literal.strip_prefix('r');
    let quoted = raw.unwrap_or(literal).strip_prefix('"');
    let text = match quoted.and_then(|text| text.strip_suffix('"')) {
        Some(text) if raw.is_some() || !text.contains('\\') => Cow::Borrowed(text),
        _ => Cow::Owned(syn::parse_str::<syn::LitStr>(literal).ok()?.value()),
    };
    (!text.contains('\n') && !text.starts_with('/')).then_some(text)
}

/// What kind of item a head is of: its first word after the visibility.
fn keyword(head: &str) -> &str {
    let rest = match head.strip_prefix("pub") {
        Some(rest) if rest.starts_with('(') => rest.split_once(')').map_or(rest, |(_, rest)| rest),
        Some(rest) if rest.starts_with(' ') => rest,
        _ => head,
    };
    let rest = rest.trim_start();
    let end = rest.find(|c: char| !c.is_ascii_lowercase());
    &rest[..end.unwrap_or(rest.len())]
}

fn is_sign(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign)
}

/// The tokens in braces. Without the group they have one owner, and need not be copied.
fn into_tokens(group: Group) -> Tokens {
    let tokens = group.stream();
    drop(group);
    tokens.into_iter().peekable()
}

#[cfg(test)]
mod tests {
    use std::iter;

    use super::*;

    fn tokens(text: &str) -> Chunks<'static> {
        Box::new(iter::once(text.parse().expect("tokens")))
    }

    #[test]
    fn chunks_are_laid_out_like_one_file() {
        let items = [
            "use a::A; use b::B;",
            "use c::C;",
            "struct D;",
            "impl D {} fn e() {}",
        ];
        let chunks = items.iter().map(|text| text.parse().expect("tokens"));
        assert_eq!(
            file("", Box::new(chunks)),
            file("", tokens(&items.concat()))
        );
    }

    #[test]
    fn entries_of_a_macro_stand_in_lines() {
        let entries = "struct A {} object! { A { 0 b: \"b; c\" required; 1 r#type: \"\" optional; .. rest; } } \
                       string_enum! { E { .. Unknown; } } \
                       integer_enum! { F as i64 { Low: -1; } } \
                       tagged_union! { G by \"k\" { A(a::B<C, (i64, [u8; 2],)>): \"a\" | \"b\" tree; D((u8,)): \"\" tree; E: tree; } } \
                       untagged_union! { H { I(Box<dyn J + 'static>): Any; K(L): Object(\"m\": Not \"n\" | \"o\" Optional, \"p\": Is \"q\" Required); } } \
                       keyed_union! { S { T: \"t\"; } by { U(V, &str): \"u\"; .. W; } } keyed_union! { X by { Y: \"y\"; } } \
                       object! { R (\"s\" = \"t\", \"u\" = 1) { v: \"v\" required; } }";
        let expected = "\
struct A {}

object! {
    A {
        0 b: \"b; c\" required;
        1 r#type: \"\" optional;
        .. rest;
    }
}

string_enum! {
    E {
        .. Unknown;
    }
}

integer_enum! {
    F as i64 {
        Low: -1;
    }
}

tagged_union! {
    G by \"k\" {
        A(a::B<C, (i64, [u8; 2])>): \"a\" | \"b\" tree;
        D((u8,)): \"\" tree;
        E: tree;
    }
}

untagged_union! {
    H {
        I(Box<dyn J + 'static>): Any;
        K(L): Object(\"m\": Not \"n\" | \"o\" Optional, \"p\": Is \"q\" Required);
    }
}

keyed_union! {
    S {
        T: \"t\";
    } by {
        U(V, &str): \"u\";
        .. W;
    }
}

keyed_union! {
    X by {
        Y: \"y\";
    }
}

object! {
    R (\"s\" = \"t\", \"u\" = 1) {
        v: \"v\" required;
    }
}
";
        let once = file("", tokens(entries));
        assert_eq!(once, expected);
        assert_eq!(file("", tokens(&once)), once);
    }

    const MODULE: &str = r#"
        #![doc = " Docs."]
        mod a; mod b;
        use std::fmt; use std::io;
        pub use a::A;
        #[doc = " One."] pub struct One { #[doc = " f."] pub f: u8, pub g: u8 }
        impl One { const A: u8 = 1; const B: u8 = 2; fn f(&self) {} fn g(&self) { let x = 1; g(x) } }
    "#;

    #[test]
    fn items_are_set_apart() {
        let expected = "\
// Header.

//! Docs.

mod a;
mod b;

use std::fmt;
use std::io;

pub use a::A;

/// One.
pub struct One {
    /// f.
    pub f: u8,
    pub g: u8,
}

impl One {
    const A: u8 = 1;
    const B: u8 = 2;

    fn f(&self) {}

    fn g(&self) {
        let x = 1;
        g(x)
    }
}
";
        assert_eq!(file("// Header.\n\n", tokens(MODULE)), expected);
    }

    /// Each is laid out as prettyplease does it.
    const SOURCES: &[&str] = &[
        // Lists that fit, and lists that don't.
        "pub struct A { pub b: BTreeMap<String, Vec<u8>>, c: (u8,), pub(crate) d: &'static [u8] }",
        "pub struct A(pub Option<BTreeMap<std::num::NonZeroU8, std::collections::BTreeSet<u64>>>);",
        "impl A { fn encode(&self, request: &mut runtime::RequestWriter<'_>) -> Result<(), Error> {} }",
        "type A = Result<std::collections::BTreeMap<String, std::num::NonZeroU8>, std::num::ParseIntError>;",
        "enum A { B, C(D), E(Option<BTreeMap<std::num::NonZeroU8, std::collections::BTreeSet<u64>>>) }",
        // Chains.
        "const A: B = &c::get(\"d\", \"/e/{f}\").parameters(&[c::path(\"f\")]).failures(&[c::failure::<G>(404)]);",
        "fn a() { self.b(\"A text that is too long to stand in the same line as what it is given to\", c) }",
        "fn a() { request.form_as(self, &[c::member(\"description\").style(c::Style::DeepObject, true), d]) }",
        // Structs.
        "fn a() -> B { B { c: d.into(), e } }",
        "fn a() -> Self { Self { inner: self.inner.max_response_bytes(bytes) } }",
        "fn a() { Ok(Client { inner: self.inner.a_method_of_it(bytes)? }) }",
        // Arms and closures, which have their body in braces where it doesn't fit.
        "fn a() { match self { Self::B(b) => b.c(d), Self::AVariantWithAVeryLongNameForWhatItIs(value) => value.serialize(serializer), } }",
        "fn a() { b(&c, &[|d| e::attempt(d).map(Self::F), |value| runtime::de::attempt(value).map(Self::AVariantWithAVeryLongName)]) }",
        // Heads.
        "impl From<Vec<types::SomethingThatHasALongName>> for AnotherThingWhoseNameIsLongAsWellYes { }",
        "fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> { a }",
        // What has a layout of its own.
        "fn a() { match b { C => d, E => { f(); g } } if h && !i { return Ok(()); } j }",
        "fn a(b: impl Fn(&C<'_>) -> D + Send + 'static) where E: F { |g| g..=h; let i = -1; }",
        "static A: &[u8] = &[100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113, 114];",
        "use a::{b, c::{self, d}, e::*};",
        "use a::{self, b::C, d,}; use g::{self}; use k::{};",
        "pub use e::{f}; pub(crate) use h::{i::*, j};",
        "use super::super::super::{an_import::AnImport, another_one, something_longer_yet, types, runtime};",
        "impl A { pub async fn b(self) -> Result<C::D, E> { self.c.b(&self.d, &self.e).await } }",
        "impl A { pub async fn b(self) -> Result<C::D, E> { self.a_client.something_long(&self.parameters, &self.options, &self.more).await } }",
        "#[allow(deprecated, missing_docs, clippy::doc_lazy_continuation, clippy::large_enum_variant)] mod a;",
        "#[doc = \" \\\"A\\\"  \"] #[doc = \"\"] #[doc = r\" B\"] struct A { #[doc = \"c\"] b: ::std::string::String }",
    ];

    #[test]
    fn layout_is_that_of_prettyplease() {
        for source in SOURCES {
            let parsed = syn::parse_file(source).expect("Rust");
            assert_eq!(file("", tokens(source)), prettyplease::unparse(&parsed));
        }
    }

    #[test]
    fn an_included_file_starts_with_an_item() {
        let text = included("// Header.\n\n", tokens(MODULE));
        assert!(text.starts_with("// Header.\n\nmod a;\n"), "{text}");
    }

    #[test]
    fn formatting_is_a_fixed_point() {
        let once = file("", tokens(MODULE));
        assert_eq!(file("", tokens(&once)), once);
    }
}
