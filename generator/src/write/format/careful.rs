//! What has a layout of its own, by prettyplease. The only file that names it.

use syn::File;

/// What is around some lines.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Around {
    File,
    Impl,
    Struct,
    Enum,
}

impl Around {
    pub fn indent(self) -> usize {
        match self {
            Self::File => 0,
            Self::Impl | Self::Struct | Self::Enum => 4,
        }
    }
}

/// Lays out what stands somewhere.
pub(super) fn text(source: &str, around: Around) -> String {
    let keyword = match around {
        Around::File => return print(source),
        Around::Impl => "impl",
        Around::Struct => "struct",
        Around::Enum => "enum",
    };
    let mut text = print(&format!("{keyword} X {{\n{source}\n}}"));
    text.truncate(text.len() - "}\n".len());
    text.replace_range(..keyword.len() + " X {\n".len(), "");
    text
}

/// Lays out the head of an item, up to the brace after it.
pub(super) fn head(source: &str) -> String {
    let mut text = print(&format!("{source} {{}}"));
    text.truncate(text.len() - "}\n".len());
    text
}

/// Lays out an attribute, of which the source has what is in brackets.
pub(super) fn attribute(source: &str, around: Around) -> String {
    let owner = match around {
        Around::File | Around::Impl => "type X = X;",
        Around::Struct => "x: X,",
        Around::Enum => "X,",
    };
    let mut text = text(&format!("#[{source}] {owner}"), around);
    text.truncate(text.trim_end().len() - owner.len() - around.indent());
    text
}

fn print(source: &str) -> String {
    let file: File = syn::parse_str(source).expect("emit writes Rust that parses");
    prettyplease::unparse(&file)
}
