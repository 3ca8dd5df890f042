//! Tokens to text. The only file that names `syn` and `prettyplease`.
//!
//! prettyplease has no opinion on blank lines, and tokens carry none. So that the code reads well, a marker goes
//! between items before printing, and each line that holds one becomes empty afterwards. Nor does it know what is
//! inside a call of a macro: a marker stands for that, too, and its entries are laid out by [`list`].

mod list;

use proc_macro2::{Ident, Span, TokenStream};
use syn::{Attribute, File, ImplItem, Item, TraitItem};

use crate::emit::Chunks;

/// The text of a file that is a module by itself.
pub(super) fn file(header: &str, chunks: Chunks<'_>) -> String {
    text(header, chunks.map(parse))
}

/// The text of a file that is brought in by `include!`, which takes items only: inner attributes are left out.
pub(super) fn included(header: &str, chunks: Chunks<'_>) -> String {
    let without_attributes = |mut file: File| {
        file.attrs.clear();
        file
    };
    text(header, chunks.map(parse).map(without_attributes))
}

fn parse(tokens: TokenStream) -> File {
    syn::parse2(tokens).expect("emit writes Rust that parses")
}

/// One chunk after the other: no more of a large file than its text is ever in memory.
fn text(header: &str, chunks: impl Iterator<Item = File>) -> String {
    let mut text = header.to_owned();
    let mut above: Option<Item> = None;
    for mut file in chunks {
        if let (Some(above), Some(below)) = (&above, file.items.first())
            && is_spaced(above, below, tight_item)
        {
            text.push('\n');
        }
        print(&mut text, &mut file);
        above = file.items.pop().or(above);
    }
    text
}

fn print(text: &mut String, file: &mut File) {
    let lists = list::take(&mut file.items);
    space_items(&mut file.items, !file.attrs.is_empty());
    let printed = prettyplease::unparse(file);
    text.reserve(printed.len());
    let mut lists = lists.iter();
    for line in printed.split_inclusive('\n') {
        match line.trim() {
            BLANK_LINE => text.push('\n'),
            list::MARKER => text.extend(lists.next().map(String::as_str)),
            _ => text.push_str(line),
        }
    }
}

/// How prettyplease prints [`blank`], indentation aside.
const BLANK_LINE: &str = "__blank_line! {}";

/// The marker for a blank line.
fn blank() -> syn::Macro {
    marker("__blank_line")
}

/// A marker: a call of a macro, which may stand wherever an item may.
fn marker(name: &str) -> syn::Macro {
    syn::Macro {
        path: Ident::new(name, Span::call_site()).into(),
        bang_token: Default::default(),
        delimiter: syn::MacroDelimiter::Brace(Default::default()),
        tokens: TokenStream::new(),
    }
}

fn space_items(items: &mut Vec<Item>, after_docs: bool) {
    for item in items.iter_mut() {
        match item {
            Item::Impl(item) => space_impl(&mut item.items),
            Item::Trait(item) => space_trait(&mut item.items),
            Item::Mod(item) => {
                let has_docs = item.attrs.iter().any(is_inner);
                if let Some((_, items)) = &mut item.content {
                    space_items(items, has_docs);
                }
            }
            _ => {}
        }
    }
    let marker = || {
        Item::Macro(syn::ItemMacro {
            attrs: Vec::new(),
            ident: None,
            mac: blank(),
            semi_token: None,
        })
    };
    space(items, tight_item, marker);
    if after_docs && !items.is_empty() {
        items.insert(0, marker());
    }
}

fn space_impl(items: &mut Vec<ImplItem>) {
    let marker = || {
        ImplItem::Macro(syn::ImplItemMacro {
            attrs: Vec::new(),
            mac: blank(),
            semi_token: None,
        })
    };
    let tight = |item: &ImplItem| match item {
        ImplItem::Const(item) if item.attrs.is_empty() => Some(Tight::Const),
        ImplItem::Type(item) if item.attrs.is_empty() => Some(Tight::Type),
        _ => None,
    };
    space(items, tight, marker);
}

fn space_trait(items: &mut Vec<TraitItem>) {
    let marker = || {
        TraitItem::Macro(syn::TraitItemMacro {
            attrs: Vec::new(),
            mac: blank(),
            semi_token: None,
        })
    };
    space(items, |_| None, marker);
}

/// Kinds of items that stand line by line with others of their kind.
#[derive(PartialEq)]
enum Tight {
    Use,
    PublicUse,
    Mod,
    Const,
    Type,
}

fn tight_item(item: &Item) -> Option<Tight> {
    match item {
        Item::Use(item) if matches!(item.vis, syn::Visibility::Inherited) => Some(Tight::Use),
        Item::Use(_) => Some(Tight::PublicUse),
        Item::Mod(item) if item.content.is_none() && item.attrs.is_empty() => Some(Tight::Mod),
        Item::Const(item) if item.attrs.is_empty() => Some(Tight::Const),
        _ => None,
    }
}

/// Puts a marker between each two items, except between two of one tight kind.
fn space<T>(items: &mut Vec<T>, tight: impl Fn(&T) -> Option<Tight>, marker: impl Fn() -> T) {
    let mut spaced: Vec<T> = Vec::with_capacity(items.len() * 2);
    for item in items.drain(..) {
        if let Some(last) = spaced.last()
            && is_spaced(last, &item, &tight)
        {
            spaced.push(marker());
        }
        spaced.push(item);
    }
    *items = spaced;
}

/// Whether something is between two items.
fn is_spaced<T>(above: &T, below: &T, tight: impl Fn(&T) -> Option<Tight>) -> bool {
    let kind = tight(below);
    kind.is_none() || kind != tight(above)
}

fn is_inner(attribute: &Attribute) -> bool {
    matches!(attribute.style, syn::AttrStyle::Inner(_))
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
                       integer_enum! { F as i64 { Low: -1; } }";
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
        pub mod inline { #![doc = " In."] fn x() {} fn y() {} }
        trait T { fn a(); fn b(); }
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

pub mod inline {
    //! In.

    fn x() {}

    fn y() {}
}

trait T {
    fn a();

    fn b();
}
";
        assert_eq!(file("// Header.\n\n", tokens(MODULE)), expected);
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
