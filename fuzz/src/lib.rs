//! What several targets share: a description from bytes, and what must hold of the code that it becomes.

pub mod markdown;
pub mod mutate;
#[cfg(test)]
mod tests;

use std::fs;
use std::path::{Path, PathBuf};

use specwright::config::Config;
use specwright::diagnostic::Diagnostics;
use specwright::diagnostic::render::{Format, Shown, render_as};
use specwright::plan::Plan;
use specwright::source::Files;
use specwright::{api, document, emit, plan, write};
use syn::visit::Visit;

/// A description that is in no folder, so that its references find no file.
const NAME: &str = "/no/such/folder/openapi.yaml";

/// The descriptions in folders of this repository, by their paths from its root.
///
/// # Panics
///
/// Where there is no such folder.
pub fn descriptions(folders: &[&str]) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let entries = folders
        .iter()
        .flat_map(|folder| fs::read_dir(root.join(folder)).expect("it is in this repository"));
    let paths = entries.map(|entry| entry.expect("it can be listed").path());
    let is_one = |path: &PathBuf| {
        path.extension()
            .is_some_and(|it| it == "yaml" || it == "json")
    };
    let mut paths: Vec<PathBuf> = paths.filter(is_one).collect();
    paths.sort();
    paths
}

/// What a text is planned as, if it is a description; and all there is to say of it is said.
pub fn planned(text: &str) -> Option<Plan> {
    let config = Config::default();
    let mut files = Files::new();
    let mut diagnostics = Diagnostics::new();
    let document = document::load_text(NAME, text, &config, &mut files, &mut diagnostics);
    let plan = document.map(|document| {
        let (api, _) = api::lower(document, &|_| None, &mut diagnostics);
        plan::plan(&api, &config)
    });
    let shown = Shown {
        notes: true,
        most: 50,
    };
    let human = Format::Human { color: false };
    for format in [human, Format::Json, Format::GitHub, Format::Sarif] {
        render_as(&diagnostics, &files, format, shown);
    }
    plan.filter(|_| !diagnostics.has_errors())
}

/// Writes what was planned, and holds it against what was promised of the output.
///
/// # Panics
///
/// Where the output does not parse, a file is outside of the folder, or documentation would be run or leaves its comment.
pub fn write_and_check(plan: &Plan) {
    let modules = emit::modules(plan, emit::Root::Included, emit::Runtime::Dependency);
    let origin = write::Origin {
        description: "openapi.yaml".to_owned(),
    };
    for (path, text) in write::module_files(&origin, &modules).iter() {
        let plain =
            |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['\\', ':', '\0']);
        assert!(path.split('/').all(plain), "{path:?}");
        // What every client has is no matter of the description.
        if !path.ends_with(".rs") || path == "macros.rs" {
            continue;
        }
        let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}\n{text}"));
        Check { path }.visit_file(&file);
    }
}

/// As [`write_and_check`], but quicker: nothing is formatted.
///
/// # Panics
///
/// As [`write_and_check`].
pub fn check_tokens(plan: &Plan) {
    for module in emit::modules(plan, emit::Root::Included, emit::Runtime::Dependency) {
        let emit::Content::Tokens(chunks) = module.content() else {
            continue;
        };
        for tokens in chunks {
            let file = syn::parse2(tokens).expect("code that parses");
            Check { path: &module.path }.visit_file(&file);
        }
    }
}

/// What may be in a generated file.
struct Check<'a> {
    path: &'a str,
}

impl Check<'_> {
    /// Holds that a module's file is one beside it.
    fn check_file(&self, attribute: &syn::Attribute) {
        let file = match &attribute.meta {
            syn::Meta::NameValue(syn::MetaNameValue {
                value: syn::Expr::Lit(literal),
                ..
            }) => match &literal.lit {
                syn::Lit::Str(file) => file.value(),
                _ => String::new(),
            },
            _ => String::new(),
        };
        let plain = |letter: char| letter.is_alphanumeric() || letter == '_';
        let is_beside = file.strip_suffix(".rs").is_some_and(|name| {
            let name = name.strip_suffix("/mod").unwrap_or(name);
            !name.is_empty() && name.chars().all(plain)
        });
        assert!(is_beside, "{}: {file:?} as a module's file", self.path);
    }
}

impl<'ast> Visit<'ast> for Check<'_> {
    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        let allowed = [
            "doc",
            "macro_use",
            "derive",
            "serde",
            "allow",
            "cfg",
            "cfg_attr",
            "deprecated",
            "inline",
            "must_use",
            "non_exhaustive",
            "path",
        ];
        let known = attribute
            .path()
            .get_ident()
            .is_some_and(|name| allowed.iter().any(|it| name == it));
        assert!(known, "{}: an attribute that none of ours is", self.path);
        if attribute.path().is_ident("path") {
            self.check_file(attribute);
        }
    }

    fn visit_expr_unsafe(&mut self, _: &'ast syn::ExprUnsafe) {
        panic!("{}: unsafe code", self.path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        let ours = [
            "env",
            "object",
            "written_object",
            "string_enum",
            "integer_enum",
            "keyed_union",
            "tagged_union",
            "untagged_union",
            "into_field",
            "into_box",
        ];
        let known = call
            .path
            .get_ident()
            .is_some_and(|name| ours.iter().any(|it| name == it));
        assert!(known, "{}: a macro that none of ours is", self.path);
    }

    fn visit_file(&mut self, file: &'ast syn::File) {
        markdown::check(&file.attrs);
        syn::visit::visit_file(self, file);
    }

    fn visit_item(&mut self, item: &'ast syn::Item) {
        if let syn::Item::Struct(syn::ItemStruct { attrs, .. })
        | syn::Item::Enum(syn::ItemEnum { attrs, .. })
        | syn::Item::Type(syn::ItemType { attrs, .. })
        | syn::Item::Fn(syn::ItemFn { attrs, .. })
        | syn::Item::Mod(syn::ItemMod { attrs, .. }) = item
        {
            markdown::check(attrs);
        }
        syn::visit::visit_item(self, item);
    }

    fn visit_field(&mut self, field: &'ast syn::Field) {
        markdown::check(&field.attrs);
        syn::visit::visit_field(self, field);
    }

    fn visit_variant(&mut self, variant: &'ast syn::Variant) {
        markdown::check(&variant.attrs);
        syn::visit::visit_variant(self, variant);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        markdown::check(&function.attrs);
        syn::visit::visit_impl_item_fn(self, function);
    }
}
