//! Documents that are wrong or mean harm: refused at the right place with nothing left behind, or made into code that
//! parses.
//!
//! The documents are not in the repository: `CORPUS` names the folder that has `corpus-invalid` and
//! `corpus-invalid-official`, each with an `index.csv` of what a good generator does. Without it nothing is tested.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// What the index calls an error, and is one only where `strict` is set: descriptions that people use have the fault, and
/// a client can be made in spite of it. Each with one that has it, by its name in the corpus of real descriptions.
const STRICT: &[(&str, &str)] = &[
    // oapi-codegen compiles such a schema in its own tests; here as there, it holds any value.
    ("allof-cycle.json", "oapicodegen-recursive.yaml"),
    (
        "ogen-cyclic-allof-double.json",
        "oapicodegen-recursive.yaml",
    ),
    (
        "ogen-cyclic-oneof-single.json",
        "oapicodegen-recursive.yaml",
    ),
    // References to nothing: what is behind them is any value, or left out.
    ("bad-discriminator.json", "square-api.json.gz"),
    ("dangling-ref.json", "square-api.json.gz"),
    ("dangling-ref-typo.json", "square-api.json.gz"),
    ("ogen-ref-unknown-response-ref.json", "square-api.json.gz"),
    ("ref-to-wrong-kind.json", "codat-sync-for-commerce.yaml"),
    // Both operations get a method; which one is called what does not depend on the order.
    ("duplicate-operation-id.json", "flickr-com.json"),
    ("heyapi-operationid-unique.yaml", "flickr-com.json"),
    ("duplicate-param.json", "dev-to.json"),
    ("ogen-parameters-duplicate-parameter.json", "dev-to.json"),
    // Any value is of a type that nobody knows, and no other operation is the worse for it.
    (
        "heyapi-type-invalid.json",
        "x-openapi-ts-specs-3-0-x-type-invalid.json",
    ),
    (
        "unknown-type.json",
        "x-openapi-ts-specs-3-0-x-type-invalid.json",
    ),
    // Any success is taken.
    ("no-responses.json", "drchrono-api.yaml"),
    ("security-unknown.json", "shutterstock-com.json.gz"),
    (
        "ogen-securityscheme-unknown-scheme.json",
        "shutterstock-com.json.gz",
    ),
    // Taken as a string; one that the path lacks is not sent.
    (
        "undeclared-path-param.json",
        "azure-network-routefilter.yaml",
    ),
    (
        "ogen-paths-unknown-path-parameter.json",
        "azure-network-routefilter.yaml",
    ),
    ("unused-path-param.json", "bungie-net.json.gz"),
    // The same value goes to both places.
    (
        "ogen-paths-path-refs-parameter-two-times.json",
        "cloudflare-2024.json.gz",
    ),
    // Any value.
    ("oai31-invalid-schema-types.yaml", "directus-api.json"),
    // A body of bytes.
    (
        "ogen-requestbody-invalid-content-type.json",
        "whatsapp-local.json",
    ),
    // The address keeps its braces, and whoever calls sets another one.
    (
        "ogen-servers-unknown-parameter.json",
        "x-adyen-openapi-json-terminalapi-v1.json.gz",
    ),
];

/// What the index calls an error because generators do not read it. This one reads Swagger 2.0.
const READ: &[&str] = &["ogen-version-swagger.json", "swagger2.json"];

/// Where this is no matter of a place in the text, or the file has none that can be named.
const NO_LINE: &[&str] = &["not-utf8.yaml", "utf16.json"];

#[derive(Debug, PartialEq)]
enum Expected {
    Error,
    Warning,
    Either,
    Safe,
}

fn expected(said: &str) -> Expected {
    let first = said.split([':', ';', ',']).next().unwrap_or_default();
    match first {
        _ if said.starts_with("safe") || said.starts_with("generate safely") => Expected::Safe,
        _ if said.contains("error") && (said.contains("warning") || said.contains(" or ")) => {
            Expected::Either
        }
        _ if said.contains("error") => Expected::Error,
        _ => Expected::Warning,
    }
}

struct Case {
    path: PathBuf,
    name: String,
    expected: Expected,
}

fn cases(corpus: &Path) -> Vec<Case> {
    let mut cases = Vec::new();
    for folder in ["corpus-invalid", "corpus-invalid-official"] {
        let folder = corpus.join(folder);
        let index = fs::read_to_string(folder.join("index.csv")).expect("an index");
        for line in index.lines().skip(1) {
            let fields = fields(line);
            cases.push(Case {
                path: folder.join(&fields[0]),
                name: fields[0].clone(),
                expected: expected(&fields[2]),
            });
        }
    }
    cases
}

/// The fields of a line of CSV, in which no field has a line break.
fn fields(line: &str) -> Vec<String> {
    let (mut fields, mut quoted) = (vec![String::new()], false);
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            letter => fields.last_mut().expect("never empty").push(letter),
        }
    }
    fields
}

/// What a run did: whether it succeeded, what it said, and the code that it wrote.
struct Run {
    success: bool,
    said: Vec<serde_json::Value>,
    complaint: String,
    time: Duration,
    folder: tempfile::TempDir,
}

impl Run {
    fn of(path: &Path, strict: bool) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let config = folder.path().join("specwright.toml");
        let text = if strict {
            "[diagnostics]\nstrict = true\n"
        } else {
            ""
        };
        fs::write(&config, text).expect("written");
        let began = Instant::now();
        let output = Command::new(env!("CARGO_BIN_EXE_specwright"))
            .args(["generate", "--message-format", "json", "--out"])
            .arg(folder.path().join("out"))
            .arg("--config")
            .args([&config, path])
            .output()
            .expect("the command starts");
        let code = output.status.code();
        let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            matches!(code, Some(0 | 1)),
            "{}: {code:?} {complaint}",
            path.display()
        );
        Self {
            success: code == Some(0),
            said: String::from_utf8_lossy(&output.stdout)
                .lines()
                .map(|line| serde_json::from_str(line).expect("JSON"))
                .collect(),
            complaint,
            time: began.elapsed(),
            folder,
        }
    }

    /// Refused: nothing is left, and every error has its file and line.
    fn refused(&self, name: &str) -> Result<(), String> {
        let errors: Vec<_> = self
            .said
            .iter()
            .filter(|it| it["severity"] == "error")
            .collect();
        if errors.is_empty() {
            return Err(format!("no error was told: {}", self.complaint));
        }
        if self.folder.path().join("out").exists() {
            return Err("something is left in the output folder".to_owned());
        }
        if self.time > Duration::from_secs(5) {
            return Err(format!("it took {:?}", self.time));
        }
        for error in errors {
            let placed = error["line"].is_u64() || NO_LINE.contains(&name);
            if !placed || !error["file"].is_string() {
                return Err(format!("no place: {error}"));
            }
        }
        Ok(())
    }

    /// Generated: every file parses, and nothing is outside of the folder.
    fn parses(&self) -> Result<(), String> {
        let out = self.folder.path().join("out");
        if fs::read_dir(self.folder.path()).expect("a folder").count() != 2 {
            return Err("something was written beside the output folder".to_owned());
        }
        let mut folders = vec![out];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|extension| extension == "rs") {
                    let text = fs::read_to_string(&path).map_err(|error| error.to_string())?;
                    syn::parse_file(&text)
                        .map_err(|error| format!("{}: {error}", path.display()))?;
                }
            }
        }
        Ok(())
    }
}

fn judge(case: &Case) -> Result<(), String> {
    let run = Run::of(&case.path, false);
    let outcome = match run.success {
        true => run.parses(),
        false => run.refused(&case.name),
    };
    outcome?;
    let warned = run.said.iter().any(|it| it["severity"] == "warning");
    let strict = STRICT.iter().any(|(name, _)| *name == case.name);
    match (&case.expected, run.success) {
        (Expected::Error, true) if strict => {
            let run = Run::of(&case.path, true);
            match run.success {
                true => Err("generated, although `strict` was set".to_owned()),
                false => run.refused(&case.name),
            }
        }
        (Expected::Error, true) if READ.contains(&case.name.as_str()) => Ok(()),
        (Expected::Error, true) => Err("generated".to_owned()),
        (Expected::Error, false) if strict => Err("refused without `strict`".to_owned()),
        (Expected::Either | Expected::Warning, true) if !warned => {
            Err("generated without a word".to_owned())
        }
        (Expected::Safe, false) => Err(format!("refused: {:?}", run.said)),
        _ => Ok(()),
    }
}

#[test]
fn what_is_wrong_is_refused_or_survived_as_the_index_says() {
    let Some(corpus) = std::env::var_os("CORPUS").map(PathBuf::from) else {
        eprintln!("NOT TESTED: `CORPUS` does not name the folder of invalid documents");
        return;
    };
    if !corpus.join("corpus-invalid/index.csv").exists() {
        eprintln!(
            "NOT TESTED: there is no corpus-invalid in {}",
            corpus.display()
        );
        return;
    }
    let cases = cases(&corpus);
    let next = AtomicUsize::new(0);
    let wrong = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Err(message) = judge(case) {
                        let message = format!("{} ({:?}): {message}", case.name, case.expected);
                        wrong.lock().expect("no panic").push(message);
                    }
                }
            });
        }
    });
    let wrong = wrong.into_inner().expect("no panic");
    eprintln!(
        "{} documents, {} of them only with `strict`",
        cases.len(),
        STRICT.len()
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
