//! Operations to methods.

use super::Context;
use super::client::Server;
use super::docs::{Docs, Words};
use super::item::{Alias, Item, Presence, Struct};
use super::naming::Ident;
use super::outcome::{self, Decode, Outcome};
use super::pages::{self, Pages};
use super::params;
use super::resources::{Node, OperationPlace};
use super::stream::{self, Stream};
use super::ty::{Home, Ty};
use super::with_body::{self, WithBody};
use crate::api::{Constant, Operation, Place, SchemeKind, Style};

/// A method of a resource, with the params it takes.
#[derive(Clone, Debug)]
pub struct Method {
    /// Its name.
    pub ident: Ident,
    /// The module that has it.
    pub home: Home,
    /// Its documentation.
    pub docs: Docs,
    /// What it takes.
    pub params: Struct,
    /// How that comes out of a value of the body's type.
    pub with_body: Option<WithBody>,
    /// The fields that are setters.
    pub setters: Vec<Setter>,
    /// What its parameters are, in the order of the specification's list.
    pub parameters: Vec<Source>,
    /// How the body is encoded.
    pub body: Option<Body>,
    /// What it gives back.
    pub outcome: Outcome,
    /// What it gives back as a stream of items.
    pub stream: Option<Stream>,
    /// How its list goes on in pages.
    pub pages: Option<Pages>,
    /// Items that only it uses: its response's other name, or the enum of its answers.
    pub items: Vec<Item>,
    /// What the runtime is told.
    pub spec: Spec,
}

/// What the runtime is told of an operation.
#[derive(Clone, Debug)]
pub struct Spec {
    /// Its name in errors: `pets.list`.
    pub name: String,
    /// The method in capitals.
    pub method: String,
    /// The path template.
    pub path: String,
    /// Another server.
    pub server: Option<Server>,
    /// The parameters.
    pub parameters: Vec<ParameterSpec>,
    /// What it needs, by index into the client's schemes.
    pub security: Vec<Vec<usize>>,
}

/// What the runtime is told of a parameter.
#[derive(Clone, Debug)]
pub struct ParameterSpec {
    /// Its name on the wire.
    pub name: String,
    /// Where it travels.
    pub place: Place,
    /// How lists and objects are written.
    pub style: Style,
    /// Whether each item is written on its own.
    pub explode: bool,
    /// Whether it must be given.
    pub required: bool,
    /// Whether reserved characters stay.
    pub allow_reserved: bool,
    /// Whether it may be several segments of a path.
    pub slashes: bool,
    /// Whether the value travels as JSON text.
    pub json: bool,
    /// The client-level parameter that stands in for it.
    pub global: Option<usize>,
    /// The least number of characters.
    pub min_length: Option<u64>,
    /// The greatest number of characters.
    pub max_length: Option<u64>,
}

/// Where a value comes from that is sent.
#[derive(Clone, Debug)]
pub enum Source {
    /// From a field of the params.
    Field(Ident),
    /// From the description.
    Constant(Constant),
}

/// A field that a caller sets.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Setter {
    /// The field.
    pub field: Ident,
    /// Its documentation.
    pub docs: Docs,
    /// What the caller passes.
    pub value: Value,
    /// How it is kept.
    pub presence: Presence,
}

/// What a caller passes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Value {
    /// The type.
    pub ty: Ty,
    /// What else will do.
    pub taking: Taking,
}

/// What a caller passes for a value of a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Taking {
    /// The value itself.
    Itself,
    /// Anything that converts into it.
    Into,
    /// The items of a list.
    Items,
    /// Anything that converts into the items of a list.
    IntoItems,
    /// The keys and values of a map: texts, and values themselves.
    Pairs,
    /// The keys and values of a map: texts, and what converts into values.
    IntoPairs,
}

/// How the body comes out of the params.
#[derive(Clone, Debug)]
pub struct Body {
    /// What it is made from.
    pub kind: BodyKind,
    /// Its media type.
    pub media_type: String,
    /// Whether it is always sent.
    pub required: bool,
    /// The fields that it is made from, where it is sent only if one of them is there; or the one field that it is.
    pub members: Vec<(Ident, Presence)>,
    /// The parts that it has, where it is a form of several parts.
    pub parts: Vec<Part>,
    /// The members of a form that have a style of their own.
    pub styled: Vec<ParameterSpec>,
}

/// A part of a form.
#[derive(Clone, Debug)]
pub struct Part {
    /// What it is made from.
    pub source: Source,
    /// Its name on the wire.
    pub name: String,
    /// Its media type, where it is not the default.
    pub media_type: Option<String>,
    /// How it is written.
    pub kind: PartKind,
    /// Its headers, and the fields that have them.
    pub headers: Vec<(ParameterSpec, Ident)>,
}

/// What a part is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// A value.
    Value,
    /// A list of values, each of which is a part.
    Each,
    /// A file.
    File,
    /// A file, or none; or a list of files.
    Files,
    /// A list of files, or none.
    MaybeFiles,
}

/// What a body is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyKind {
    /// The params themselves, as JSON.
    SpreadJson,
    /// The params themselves, as a form.
    SpreadForm,
    /// One field, as JSON.
    Json,
    /// One field, as a form.
    Form,
    /// One field for each part.
    SpreadMultipart,
    /// One field, which is the form.
    Multipart,
    /// One field, as text.
    Text,
    /// One field, as bytes.
    Bytes,
}

/// Decides everything about one operation's method.
pub(super) fn plan(context: &Context<'_>, index: usize) -> Method {
    let operation = &context.api.operations[index];
    let place = &context.tree.operations[index];
    let node = &context.tree.nodes[place.node];
    let names = context.names.operation(index);
    let home = Home::Resource(node.path.clone());
    let (mut outcome, statuses) = outcome::plan(context, operation, &home, &names.response);
    let pages = pages::plan(context, operation, &outcome);
    let itself = link(place, node);
    let takes = Words::sentence(
        "What {} takes: {}.",
        &[itself.clone(), Words::operation(operation)],
    );
    let takes = params::docs(context, operation, Docs::ours(takes));
    let mut params = params::plan(context, operation, &names.params, takes, pages.is_some());

    let stream = match outcome.upgrade {
        Some(_) => None,
        None => stream::plan(context, operation, &mut params.item),
    };
    // Bytes that are a stream are read as one: it may have no end.
    if let Some(stream) = stream.as_ref().filter(|stream| stream.sole)
        && outcome.decode == Decode::Bytes
    {
        outcome.decode = Decode::Stream;
        outcome.output = Ty::Stream(Box::new(stream.item.clone()));
        outcome.response = outcome.output.clone();
    }

    let items = match (&operation.alternative, statuses) {
        // What it gives back has its name from the operation that it is an alternative to.
        (Some(alternative), _) if !alternative.gives => Vec::new(),
        (_, Some(statuses)) => vec![statuses],
        (_, None) => alias(itself, &names.response, &home, &outcome.output)
            .into_iter()
            .collect(),
    };

    // Whatever it is, it has this name beside the params.
    let gives = (outcome.output != Ty::Unit).then_some(&names.response);

    let path: Vec<&str> = node
        .way()
        .iter()
        .map(Ident::as_str)
        .chain([place.ident.as_str()])
        .collect();
    let spec = Spec {
        name: path.join("."),
        method: operation.method.clone(),
        path: sent(&operation.path).to_owned(),
        server: operation
            .server
            .as_ref()
            .map(|server| Server::of_operation(context, server)),
        parameters: operation
            .parameters
            .iter()
            .map(|parameter| context.parameter(parameter))
            .collect(),
        security: operation.security.clone(),
    };
    let docs = docs(context, index, gives, stream.as_ref(), pages.is_some());
    let docs = match &outcome.upgrade {
        Some(protocol) => docs.and(Words::sentence(
            "It gives the connection, which goes on as {}.",
            &[Words::code(protocol)],
        )),
        None => docs,
    };
    let docs = docs.and_failures(operation, &outcome.failures, &home);
    Method {
        ident: place.ident.clone(),
        home,
        docs,
        with_body: with_body::plan(context, operation, &params.item),
        params: params.item,
        setters: params.setters,
        parameters: params.parameters,
        body: params.body,
        outcome,
        stream,
        pages,
        items,
        spec,
    }
}

/// The part of a path that is sent. What stands behind `#` only tells it from others: no request has a fragment (RFC 9110,
/// section 7.1).
fn sent(path: &str) -> &str {
    path.split_once('#').map_or(path, |(sent, _)| sent)
}

/// A method, from outside of its resource.
fn link(place: &OperationPlace, node: &Node) -> Words {
    let method = || Words::from(&place.ident);
    let of = match node.is_of_client {
        true => "super::super::Client".into(),
        false => Words::from(&node.ident),
    };
    Words::sentence("[`{}`]({}::{})", &[method(), of, method()])
}

/// The name that a response has beside its method, where it is not the name of the type itself.
fn alias(method: Words, response: &Ident, home: &Home, output: &Ty) -> Option<Item> {
    let itself =
        matches!(output, Ty::Named(named) if named.home == *home && named.ident == *response);
    if itself || *output == Ty::Unit {
        return None;
    }
    Some(Item::Alias(Alias {
        ident: response.clone(),
        docs: Docs::ours(Words::sentence("What {} gives back.", &[method])),
        ty: output.clone(),
    }))
}

/// The operationId where the summary may be no more than that. Words with spaces between read well, whatever they repeat.
fn repeated_id(operation: &Operation) -> Option<&str> {
    let summary = operation.docs.title.as_deref()?.trim();
    let is_prose = summary.contains(char::is_whitespace);
    operation.id.as_deref().filter(|_| !is_prose)
}

fn docs(
    context: &Context<'_>,
    index: usize,
    gives: Option<&Ident>,
    stream: Option<&Stream>,
    pages: bool,
) -> Docs {
    let operation = &context.api.operations[index];
    let mut docs = Docs::of(&operation.docs, repeated_id(operation).as_slice());
    let config = super::configured(context.config, operation);
    if let Some(more) = config.and_then(|config| config.docs.as_ref()) {
        docs = docs.and_theirs(more.trim());
    }
    for (name, title) in &context.config.docs.extensions {
        if let Some(text) = operation
            .extensions
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| prose(value))
        {
            docs = docs.and_theirs(format!("{title}: {text}."));
        }
    }
    let itself = Words::operation(operation);
    docs = docs.and(match gives {
        Some(response) => Words::sentence("{} gives [`{}`].", &[itself, response.into()]),
        None => itself,
    });
    for said in alternatives(context, index) {
        docs = docs.and(said);
    }
    if let Some(stream) = stream {
        docs = docs.and(match stream.sole {
            true => "It gives the items of its answer as they come.",
            false => {
                "[`send_stream`](Call::send_stream) gives the items of its answer as they come."
            }
        });
    }
    if pages {
        docs = docs.and("It comes in pages: [`items`](Call::items) gives what is on all of them.");
    }
    if let Some(headers) = headers(operation) {
        docs = docs.and(headers);
    }
    if let Some(needs) = security(context, operation) {
        docs = docs.and(needs);
    }
    docs
}

/// What else can be sent or asked for: by the methods beside this one, and by this one under another name.
fn alternatives(context: &Context<'_>, index: usize) -> Vec<Words> {
    let operations = &context.api.operations;
    let own = &operations[index];
    let first = |index: usize| match &operations[index].alternative {
        Some(alternative) => alternative.of,
        None => index,
    };
    let gives = |operation: &Operation| {
        let alternative = operation.alternative.as_ref();
        alternative.is_some_and(|alternative| alternative.gives)
    };
    let others = (first(index)..operations.len())
        .take_while(|other| first(*other) == first(index))
        .filter(|other| *other != index);
    let others = others.filter_map(|index| {
        let other = &operations[index];
        let is_first = other.alternative.is_none();
        let (content, template) = if gives(other) || (gives(own) && is_first) {
            let mut answers = other.successes.iter();
            let content = answers.find_map(|answer| answer.content.as_ref())?;
            (content, "[`{}`](Self::{}) asks for {} instead.")
        } else {
            let body = other.body.as_ref()?;
            (&body.content, "[`{}`](Self::{}) sends {} instead.")
        };
        let ident = &context.tree.operations[index].ident;
        let media_type = Words::code(&content.media_type);
        Some(Words::sentence(
            template,
            &[ident.into(), ident.into(), media_type],
        ))
    });
    let mut said: Vec<Words> = others.collect();
    let Some(body) = &own.body else {
        return said;
    };
    if !body.also.is_empty() {
        let also: Vec<Words> = body.also.iter().map(|it| Words::code(it)).collect();
        let template = "Its body is sent as {}. It may travel as {} as well: \
             [`with_options`](Call::with_options) can set the header `content-type`.";
        let media_type = Words::code(&body.content.media_type);
        said.push(Words::sentence(
            template,
            &[media_type, Words::join(&also, ", ")],
        ));
    }
    said
}

/// Which headers there are to read in what a success brings.
fn headers(operation: &Operation) -> Option<Words> {
    let all = operation.successes.iter();
    let mut names: Vec<&str> = all
        .flat_map(|answer| answer.headers.iter().map(String::as_str))
        .filter(|name| !is_for_browsers(name))
        .collect();
    names.sort_unstable();
    names.dedup();
    let names: Vec<Words> = names.into_iter().map(Words::code).collect();
    let template = "Its answer has headers, which [`header`](runtime::Response::header) gives in their types: {}.";
    (!names.is_empty()).then(|| Words::sentence(template, &[Words::join(&names, ", ")]))
}

/// Whether a header is for browsers alone (Fetch, "CORS protocol").
fn is_for_browsers(name: &str) -> bool {
    let start = name.get(.."access-control-".len());
    start.is_some_and(|start| start.eq_ignore_ascii_case("access-control-"))
}

/// The value of an extension as a reader wants it: text as it is, lists with commas.
fn prose(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Array(items) => items.iter().map(prose).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// `Needs api_token, or api_email and api_key.`
fn security(context: &Context<'_>, operation: &Operation) -> Option<Words> {
    let alternatives: Vec<Words> = operation
        .security
        .iter()
        .map(|set| {
            let names: Vec<Words> = set
                .iter()
                .map(|scheme| Words::code(&context.api.schemes[*scheme].name))
                .collect();
            if names.is_empty() {
                "nothing".into()
            } else {
                Words::join(&names, " and ")
            }
        })
        .collect();
    (!alternatives.is_empty())
        .then(|| Words::sentence("Needs {}.", &[Words::join(&alternatives, ", or ")]))
}

/// Whether a scheme has a credential that someone must give.
pub(super) fn needs_credential(kind: &SchemeKind) -> bool {
    *kind != SchemeKind::Transport
}
