//! A program for each document, which makes the calls that it is told: its client, and a function that makes params out
//! of values. What is the same for all of them is `tests/requests/driver.rs`.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use specwright::api::SchemeKind;
use specwright::plan::{BodyKind, Home, Ident, Method, Presence, StructField, Ty};

use crate::paths::{make, repository, unreadable};
use crate::subject::Subject;

/// What a caller would have to compute, in the form that Prism looks for.
const DIGEST: &str = r#"username="u", realm="r", nonce="n", uri="a", response="0""#;
const COMMON: &str = include_str!("../../../requests/driver.rs");

/// Compiles the programs; gives those that could be.
pub fn build(work: &Path, subjects: &[Subject]) -> Result<Vec<Option<PathBuf>>, String> {
    let folder = work.join("drivers");
    let sources = folder.join("src/bin");
    make(&sources)?;
    write(&folder.join("Cargo.toml"), &manifest())?;
    write(&folder.join("src/common.rs"), COMMON)?;
    // The same versions as everywhere here.
    let lock = repository().join("Cargo.lock");
    let lock = fs::read_to_string(&lock).map_err(|error| unreadable(&lock, &error))?;
    write(&folder.join("Cargo.lock"), &lock)?;
    let lines: usize = subjects.iter().map(|subject| subject.lines).sum();
    eprintln!("compiling {lines} lines of {} clients", subjects.len());
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(["build", "--quiet", "--keep-going", "--target-dir", "target"]);
    let mut programs = Vec::new();
    for subject in subjects {
        let name = crate_name(&subject.name);
        let source = sources.join(&name).with_extension("rs");
        let text = program(subject);
        // What has not changed is not compiled again.
        if fs::read_to_string(&source).ok().as_ref() != Some(&text) {
            write(&source, &text)?;
        }
        command.args(["--bin", &name]);
        programs.push(folder.join("target/debug").join(name));
    }
    let before: Vec<_> = programs.iter().map(|path| modified(path)).collect();
    let done = command.current_dir(&folder).status();
    let done = done.map_err(|error| error.to_string())?;
    let programs = programs.into_iter().zip(before);
    Ok(programs
        .map(|(path, before)| {
            // Where some did not compile, one of an earlier run must not be taken for one that does.
            let new = done.success() || modified(&path) != before;
            (new && path.exists()).then_some(path)
        })
        .collect())
}

fn modified(path: &Path) -> Option<std::time::SystemTime> {
    fs::metadata(path).and_then(|data| data.modified()).ok()
}

fn manifest() -> String {
    let runtime = toml::Value::from(repository().join("runtime").to_string_lossy().into_owned());
    format!(
        "[package]\nname = \"drivers\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[features]\n\
         reqwest = []\nwebhooks = []\n\n[dependencies]\n\
         serde = {{ version = \"1\", features = [\"derive\"] }}\nserde_json = \"1\"\n\
         specwright-runtime = {{ path = {runtime}, features = [\"webhooks\"] }}\n\
         tokio = {{ version = \"1\", features = [\"rt\", \"net\", \"time\"] }}\n\n\
         [profile.dev]\ndebug = false\nincremental = false\n"
    )
}

/// The name of a document as that of a program.
fn crate_name(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    format!(
        "d_{}",
        name.to_lowercase().chars().map(plain).collect::<String>()
    )
}

fn program(subject: &Subject) -> String {
    let root = subject.root.to_string_lossy().into_owned();
    let mut arms = String::new();
    let mut functions = String::new();
    for (index, method) in subject.methods().enumerate() {
        _ = writeln!(
            arms,
            "        {index} => o{index}(client, values, options),"
        );
        functions.push_str(&function(index, method));
    }
    let mut setters = String::new();
    let client = &subject.plan.client;
    for credential in &client.credentials {
        let value = match &client.schemes[credential.scheme].kind {
            SchemeKind::Basic => "\"user\", \"password\"".to_owned(),
            SchemeKind::Http(scheme) if scheme.eq_ignore_ascii_case("digest") => {
                format!("{DIGEST:?}")
            }
            _ => "\"token\"".to_owned(),
        };
        _ = writeln!(setters, "            .{}({value})", raw(&credential.ident));
    }
    format!(
        "#![allow(warnings)]\n#[path = {root:?}]\nmod client;\n#[path = \"../common.rs\"]\nmod common;\n\n\
         use specwright_runtime::{{CallOptions, Error, RetryPolicy}};\n\n\
         fn main() {{\n    common::run(set_up, call);\n}}\n\n\
         fn set_up(address: &str, seen: common::Seen, retry: RetryPolicy, timeout: std::time::Duration) \
         -> Result<client::Client, Error> {{\n\
         \x20   client::Client::builder()\n{setters}            .base_url(address).layer(seen).retry(retry)\
         .timeout(timeout).build()\n}}\n\n\
         fn call(client: &client::Client, index: usize, values: &mut common::Values, options: CallOptions) \
         -> common::Told {{\n    match index {{\n{arms}        _ => common::untaken(\"no operation\".into()),\n    }}\n}}\n\
         {functions}"
    )
}

/// The function that makes one call.
fn function(index: usize, method: &Method) -> String {
    let path = match &method.home {
        Home::Resource(path) => path.iter().map(|step| format!("{}::", raw(step))).collect(),
        Home::Types | Home::Receivers => String::new(),
    };
    let params = format!("client::resources::{path}{}", raw(&method.params.ident));
    let mut fields = String::new();
    for field in &method.params.fields {
        let name = raw(&field.ident);
        let name_of = field.ident.as_str();
        let value = match (maker(field), open_media_type(method)) {
            (maker @ ("upload" | "option_upload"), Some(media_type)) => {
                format!("values.{maker}_as({name_of:?}, {media_type:?})?")
            }
            (maker, _) => format!("values.{maker}({name_of:?})?"),
        };
        _ = writeln!(fields, "            {name}: {value},");
    }
    format!(
        "\nfn o{index}(client: &client::Client, values: &mut common::Values, options: CallOptions) -> common::Told {{\n\
         \x20   let params = (|| -> Result<_, String> {{\n        Ok({params} {{\n{fields}        }})\n    }})();\n\
         \x20   match params {{\n\
         \x20       Ok(params) => {{\n\
         \x20           let call = client.call(params).with_options(options);\n\
         \x20           Box::pin(async move {{ common::told::<{params}>(call.with_raw_response().await) }})\n\
         \x20       }}\n\
         \x20       Err(why) => common::untaken(why),\n    }}\n}}\n"
    )
}

/// The function of the values that gives what a field has.
fn maker(field: &StructField) -> &'static str {
    let inner = |ty: &Ty| match ty {
        Ty::Upload => "option_upload",
        Ty::Form => "option_form",
        Ty::Vec(item) if **item == Ty::Upload => "option_uploads",
        _ => "option",
    };
    match &field.ty {
        Ty::Upload => "upload",
        Ty::Form => "form",
        Ty::Vec(item) if **item == Ty::Upload => "uploads",
        Ty::Field(_) => "field",
        Ty::Option(_) if field.presence == Presence::Required => "need",
        Ty::Option(ty) => inner(ty),
        _ => "need",
    }
}

/// A media type for a body of bytes for which the description has a range: a caller has to say which.
fn open_media_type(method: &Method) -> Option<String> {
    let body = method.body.as_ref()?;
    let open = body.kind == BodyKind::Bytes && body.media_type.contains('*');
    open.then(|| {
        let range = body.media_type.replace("*/", "application/");
        range.replace("/*", "/octet-stream")
    })
}

/// An identifier that may be a word of the language.
fn raw(ident: &Ident) -> String {
    format!("r#{ident}")
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| unreadable(path, &error))
}
