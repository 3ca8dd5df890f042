//! The compiler, as one function over its phases.
//!
//! ```text
//! source ─► document ─► api ─► plan ─► emit ─► write
//! files     OpenAPI     model  items   tokens  text
//! ```
//!
//! Problems are gathered beside the first three arrows; from the plan on nothing can fail. Only reading happens here:
//! what becomes of the text, and who is told, is for the front ends.

mod idle;
mod notes;
mod own_types;
mod package;
mod pages;
mod report;
mod unused;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

pub use report::Report;

use crate::api;
use crate::config::{self, Config, Given};
use crate::diagnostic::{Diagnostics, Levels, Place};
use crate::document;
use crate::emit;
use crate::plan::{self, Plan};
use crate::source;
use crate::write::{self, Files, Operation, Origin};

/// What is to be compiled, and for whom.
#[derive(Clone, Debug)]
pub struct Request {
    /// The description.
    pub spec: PathBuf,
    /// The configuration; else `specwright.toml` beside the description, if there is one.
    pub config: Option<PathBuf>,
    /// What the output is to be.
    pub packaging: Packaging,
    /// Whether every warning is an error.
    pub deny_warnings: bool,
    /// The only operations to take, beside those that the configuration names as its `only`; all if there are none.
    pub only: Vec<String>,
}

/// What the output is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packaging {
    /// A crate that compiles alone, with a copy of the runtime in it.
    Crate,
    /// Modules that a crate includes, which depends on `specwright-runtime`. The root is `mod.rs`.
    Module,
}

/// What came out.
#[derive(Clone, Debug)]
pub struct Output {
    /// All files, in memory.
    pub files: Files,
    /// What they offer.
    pub summary: Summary,
    /// What there is to say about the input: warnings and notes.
    pub report: Report,
    /// How long each phase took.
    pub timings: Timings,
}

/// How long each phase took. The last two are one: each file is formatted by the thread that made its tokens.
#[derive(Clone, Copy, Debug, Default)]
pub struct Timings {
    /// Text to tree.
    pub source: Duration,
    /// Tree to document.
    pub document: Duration,
    /// Document to model.
    pub api: Duration,
    /// Model to plan.
    pub plan: Duration,
    /// Plan to text.
    pub emit_write: Duration,
}

/// What a client offers, in brief.
#[derive(Clone, Debug)]
pub struct Summary {
    /// The crate's name.
    pub name: String,
    /// The crate's version.
    pub version: String,
    /// What can be called.
    pub operations: Vec<Operation>,
    /// How many callbacks and webhooks can be received.
    pub receivers: usize,
    /// How many types there are, beside those of what calls take.
    pub types: usize,
}

impl Request {
    /// A request with the configuration that lies beside the description.
    pub fn new(spec: impl Into<PathBuf>, packaging: Packaging) -> Self {
        Self {
            spec: spec.into(),
            config: None,
            packaging,
            deny_warnings: false,
            only: Vec::new(),
        }
    }
}

/// Compiles a description. Reads files, and writes none.
///
/// # Errors
///
/// When there is an error in the description or the configuration. The report has all that could be found in one run.
pub fn generate(request: &Request) -> Result<Output, Box<Report>> {
    let mut report = Report::default();
    let mut clock = Clock(Instant::now());
    let Some(planned) = plan(request, &mut clock, &mut report) else {
        return Err(Box::new(report));
    };
    let files = files(request, &planned);
    let mut timings = planned.timings;
    timings.emit_write = clock.lap();
    Ok(Output {
        files,
        summary: planned.summary,
        report,
        timings,
    })
}

/// Says what there is to say about a description, and makes no text of it.
///
/// # Errors
///
/// As [`generate()`], of the same request.
pub fn check(request: &Request) -> Result<(Summary, Report), Box<Report>> {
    let mut report = Report::default();
    match plan(request, &mut Clock(Instant::now()), &mut report) {
        Some(planned) => Ok((planned.summary, report)),
        None => Err(Box::new(report)),
    }
}

/// All that is decided before there is text.
struct Planned {
    plan: Plan,
    runtime: emit::Runtime,
    package: write::Package,
    summary: Summary,
    timings: Timings,
}

/// None if there is an error among the diagnostics.
fn plan(request: &Request, clock: &mut Clock, report: &mut Report) -> Option<Planned> {
    let Report { files, diagnostics } = report;
    let mut timings = Timings::default();
    let mut config = configuration(request, files, diagnostics);
    let only = request.only.iter();
    let only = only.map(|name| Given::new(name.clone(), Place::None));
    config.document.only.extend(only);
    // Features are a manifest's, and where there are only modules that is somebody else's.
    config.package.resource_features &= request.packaging == Packaging::Crate;
    diagnostics.set_levels(Levels {
        deny_warnings: request.deny_warnings,
        ..config.diagnostics.clone()
    });
    files.limits = config.limits;
    let mut document = document::load(&request.spec, &config, files, diagnostics)?;
    let whole = document.whole.take();
    files.let_go();
    timings.source = document.parsed_in;
    timings.document = clock.lap().saturating_sub(document.parsed_in);
    let (mut api, places) = api::lower(document, &|ty| plan::chosen(&config, ty), diagnostics);
    timings.api = clock.lap();
    if diagnostics.must_stop() {
        return None;
    }
    unused::report(&api, whole.as_ref(), &config, diagnostics);
    idle::report(&api, &config, diagnostics);
    pages::report(&api, &config, diagnostics);
    plan::replace(&mut api, &config);
    let plan = plan::plan(&api, &config);
    timings.plan = clock.lap();
    // Of a part of the description, nobody knows what is made of the rest.
    if whole.is_none() {
        idle::untyped(&plan.untyped, &config, diagnostics);
    }
    notes::report(&places, &api, &plan, diagnostics);
    let package = package::package(&plan, &config);
    let runtime = match (request.packaging, config.package.runtime) {
        (Packaging::Crate, config::Runtime::Copy) => emit::Runtime::Module,
        (Packaging::Crate, config::Runtime::Dependency) | (Packaging::Module, _) => {
            emit::Runtime::Dependency
        }
    };
    if request.packaging == Packaging::Crate {
        own_types::report(&config, &package.crates(&source_of(runtime)), diagnostics);
    }
    if diagnostics.has_errors() {
        return None;
    }
    let summary = Summary {
        name: package.name.clone(),
        version: package.version.clone(),
        operations: operations(&plan),
        receivers: plan.receivers.as_ref().map_or(0, |all| all.receivers.len()),
        types: plan.type_count(),
    };
    Some(Planned {
        plan,
        runtime,
        package,
        summary,
        timings,
    })
}

fn files(request: &Request, planned: &Planned) -> Files {
    let Planned {
        plan,
        runtime,
        package,
        summary,
        ..
    } = planned;
    let origin = Origin {
        description: file_name(&request.spec),
    };
    match request.packaging {
        Packaging::Crate => {
            let modules = emit::modules(plan, emit::Root::Crate, *runtime);
            let runtime = source_of(*runtime);
            write::crate_files(&origin, package, &summary.operations, &modules, &runtime)
        }
        Packaging::Module => {
            let modules = emit::modules(plan, emit::Root::Included, *runtime);
            write::module_files(&origin, &modules)
        }
    }
}

/// What a crate has of the runtime.
fn source_of(runtime: emit::Runtime) -> write::Runtime {
    let is_copied = runtime == emit::Runtime::Module;
    write::Runtime {
        files: is_copied.then_some(specwright_runtime::source::FILES),
        manifest: specwright_runtime::source::MANIFEST,
    }
}

/// Tells how long it was since it was last asked.
struct Clock(Instant);

impl Clock {
    fn lap(&mut self) -> Duration {
        let now = Instant::now();
        now.duration_since(std::mem::replace(&mut self.0, now))
    }
}

/// The configuration that was named or lies beside the description; the default one where there is none, and also
/// where it cannot be read, so that one run shows the problems of both files.
fn configuration(
    request: &Request,
    files: &mut source::Files,
    diagnostics: &mut Diagnostics,
) -> Config {
    let beside = request.spec.with_file_name("specwright.toml");
    let path = match &request.config {
        Some(path) => path,
        None if beside.exists() => &beside,
        None => {
            files.watch(&beside);
            return Config::default();
        }
    };
    Config::read(path, files, diagnostics).unwrap_or_default()
}

fn operations(plan: &Plan) -> Vec<Operation> {
    let operation = |(call, method): (String, &plan::Method)| {
        let arguments: Vec<&str> = method
            .params
            .arguments
            .iter()
            .map(|argument| argument.field.as_str())
            .collect();
        Operation {
            call: format!("{}({})", call.trim_end_matches("()"), arguments.join(", ")),
            method: method.spec.method.clone(),
            path: method.spec.path.clone(),
        }
    };
    plan.calls().map(operation).collect()
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}
