//! One document: what the compiler plans for its operations, and the schemas that its text has for them.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use specwright::api::Place;
use specwright::config::Config;
use specwright::diagnostic::Diagnostics;
use specwright::plan::{Method, Plan};
use specwright::{api, document, plan, source};
use tests::programs::written;

use crate::arguments::Arguments;
use crate::dialect::Dialect;
use crate::documents::Document;
use crate::judge::Judge;
use crate::paths::{make, unreadable};
use crate::probes::Probes;
use crate::values::target;

/// A document whose client is written.
#[derive(Debug)]
pub struct Subject {
    /// What it is called.
    pub name: String,
    /// The file that Prism serves.
    pub served: PathBuf,
    /// The root of its client.
    pub root: PathBuf,
    /// How many lines that has.
    pub lines: usize,
    /// What the compiler plans.
    pub plan: Plan,
    /// The schemas of the operations, in the plan's order.
    pub operations: Vec<Schemas>,
    /// The schemas by number, and who says what is valid for them.
    pub judge: Judge,
}

/// What the text says of one operation; schemas by number.
#[derive(Debug, Default)]
pub struct Schemas {
    /// Those of the parameters, in the plan's order.
    pub parameters: Vec<Given>,
    /// That of the body.
    pub body: Option<Given>,
    /// The answers.
    pub answers: Vec<Answer>,
}

/// What the text says of an answer.
#[derive(Debug)]
pub struct Answer {
    /// The status, a range of them, or `default`.
    status: String,
    /// Media types, each with its schema.
    content: Vec<(String, Option<usize>)>,
}

/// What a value is made from.
#[derive(Debug)]
pub struct Given {
    /// Its schema.
    pub schema: Option<usize>,
    /// The values that the text gives.
    pub examples: Vec<Value>,
}

impl Subject {
    /// Reads a document, and writes its client.
    pub fn prepare(
        document: &Document,
        work: &Path,
        arguments: &Arguments,
    ) -> Result<Self, String> {
        let description = crate::text::read(&document.path)?;
        let plan = planned(&document.path)?;
        let folder = work.join("clients").join(document.name.replace('/', "+"));
        make(&folder)?;
        let client = written(&document.path, &folder.join("src"), arguments.max_lines)?;
        let mut probes = Probes::new(&description);
        let operations = plan
            .calls()
            .map(|(_, method)| Schemas::find(&description, method, &mut probes))
            .collect();
        let judge = Judge::new(Dialect::of(&description).strictly_meant(), &probes)?;
        Ok(Self {
            name: document.name.clone(),
            served: served(document, &description, &folder)?,
            root: client.root,
            lines: client.lines,
            plan,
            operations,
            judge,
        })
    }

    /// The methods, in the order of the operations.
    pub fn methods(&self) -> impl Iterator<Item = &Method> {
        self.plan.calls().map(|(_, method)| method)
    }
}

impl Schemas {
    fn find(description: &Value, method: &Method, probes: &mut Probes<'_>) -> Self {
        let (item, operation) = operation(description, method);
        let all = [operation, item];
        let all = all.iter().flat_map(|at| array(&at["parameters"]));
        let all: Vec<&Value> = all.map(|it| resolve(description, it)).collect();
        let mut given = |holder: &Value| {
            let schema = holder.get("schema").or_else(|| {
                let content = holder["content"].as_object();
                content.and_then(|content| content.values().next()?.get("schema"))
            });
            Given {
                examples: examples(description, holder),
                schema: schema.map(|schema| probes.number(schema)),
            }
        };
        let parameters = method.spec.parameters.iter();
        let parameters = parameters.map(|parameter| {
            let place = place(parameter.place);
            let named = |it: &&&Value| it["name"] == *parameter.name && it["in"] == place;
            given(all.iter().find(named).unwrap_or(&&Value::Null))
        });
        let parameters = parameters.collect();
        let body = method.body.as_ref().map(|body| {
            let content = &resolve(description, &operation["requestBody"])["content"];
            given(media(content, &body.media_type).unwrap_or(&Value::Null))
        });
        let mut answers = Vec::new();
        for (status, answer) in operation["responses"].as_object().into_iter().flatten() {
            let content = &resolve(description, answer)["content"];
            let content = content.as_object().into_iter().flatten();
            let content = content.map(|(media_type, holder)| {
                let schema = holder.get("schema").map(|schema| probes.number(schema));
                (media_type.clone(), schema)
            });
            answers.push(Answer {
                status: status.clone(),
                content: content.collect(),
            });
        }
        Self {
            parameters,
            body,
            answers,
        }
    }

    /// The statuses that the text names one by one.
    pub fn statuses(&self) -> impl Iterator<Item = u16> {
        self.answers
            .iter()
            .filter_map(|answer| answer.status.parse().ok())
    }

    /// The schema of an answer, if the text has one for it.
    pub fn answer(&self, status: u16, media_type: &str) -> Option<usize> {
        let range = format!("{}XX", status / 100);
        let keys = [status.to_string(), range, "default".to_owned()];
        let keys = keys.iter().filter_map(|key| {
            let mut all = self.answers.iter();
            all.find(|answer| answer.status.eq_ignore_ascii_case(key))
        });
        let content = &keys.into_iter().next()?.content;
        let exact = content
            .iter()
            .find(|(known, _)| essence(known) == essence(media_type));
        exact
            .or_else(|| content.first())
            .and_then(|(_, schema)| *schema)
    }
}

/// What the compiler decides, which `generate` does not tell.
fn planned(path: &Path) -> Result<Plan, String> {
    let (config, mut files) = (Config::default(), source::Files::new());
    let mut diagnostics = Diagnostics::new();
    let document = document::load(path, &config, &mut files, &mut diagnostics);
    let document = document.ok_or("refused")?;
    let (api, _) = api::lower(document, &|_| None, &mut diagnostics);
    match diagnostics.has_errors() {
        true => Err("refused".to_owned()),
        false => Ok(plan::plan(&api, &config)),
    }
}

/// The document itself; a copy without callbacks where it has any, because Prism would really call whatever address a
/// value made at random gives.
fn served(document: &Document, description: &Value, folder: &Path) -> Result<PathBuf, String> {
    let mut copy = description.clone();
    let paths = copy["paths"].as_object_mut().into_iter().flatten();
    let mut removed = false;
    for (_, item) in paths {
        for (_, operation) in item.as_object_mut().into_iter().flatten() {
            let operation = operation.as_object_mut();
            removed |= operation.is_some_and(|operation| operation.remove("callbacks").is_some());
        }
    }
    if !removed {
        return Ok(document.path.clone());
    }
    let path = folder.join("served.json");
    fs::write(&path, copy.to_string()).map_err(|error| unreadable(&path, &error))?;
    Ok(path)
}

/// The path item and the operation of a method.
fn operation<'a>(description: &'a Value, method: &Method) -> (&'a Value, &'a Value) {
    let item = resolve(description, &description["paths"][&method.spec.path]);
    let operation = match &item[method.spec.method.to_lowercase()] {
        Value::Null => &item["additionalOperations"][&method.spec.method],
        operation => operation,
    };
    (item, operation)
}

/// What a reference leads to, or the value itself.
fn resolve<'a>(root: &'a Value, value: &'a Value) -> &'a Value {
    let mut value = value;
    // A circle of references is refused by the compiler; nobody nests them as deeply.
    for _ in 0..16 {
        let Some(reference) = value.get("$ref").and_then(Value::as_str) else {
            break;
        };
        value = target(root, reference).unwrap_or(&Value::Null);
    }
    value
}

/// The values that stand beside a schema, or in it.
fn examples(root: &Value, holder: &Value) -> Vec<Value> {
    let beside = holder.get("example").into_iter();
    let named = holder["examples"].as_object().into_iter().flatten();
    let named = named.filter_map(|(_, example)| resolve(root, example).get("value"));
    let schema = resolve(root, &holder["schema"]);
    let within = ["example", "default"]
        .iter()
        .filter_map(|key| schema.get(key));
    let within = within.chain(array(&schema["examples"]));
    beside.chain(named).chain(within).cloned().collect()
}

fn media<'a>(content: &'a Value, media_type: &str) -> Option<&'a Value> {
    let mut all = content.as_object()?.iter();
    content.get(media_type).or_else(|| {
        all.find(|(known, _)| essence(known) == essence(media_type))
            .map(|(_, holder)| holder)
    })
}

/// A media type without its parameters.
fn essence(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

fn array(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn place(place: Place) -> &'static str {
    match place {
        Place::Path => "path",
        Place::Query => "query",
        Place::Header => "header",
        Place::Cookie => "cookie",
    }
}
