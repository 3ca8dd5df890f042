//! How an operation fails, as its documentation has it.

use std::sync::Arc;

use foldhash::{HashMap, HashMapExt as _};

use super::docs::{Docs, Words};
use super::outcome::Failure;
use super::ty::{Home, Ty};
use crate::api::{Operation, Response, Status};

/// Words that say nothing of a failure, by themselves or together.
const EMPTY: &[&str] = &[
    "a",
    "an",
    "api",
    "client",
    "code",
    "default",
    "error",
    "errors",
    "failed",
    "failure",
    "generic",
    "http",
    "internal",
    "request",
    "resource",
    "response",
    "server",
    "status",
    "the",
    "unexpected",
];

/// Failures of which the same is said.
struct Group {
    statuses: Vec<Words>,
    ty: Option<Words>,
    text: Option<Arc<str>>,
}

impl Docs {
    /// Adds a list of what the document says of an operation's failures: their types, and what is more than the status.
    /// They are planned already.
    #[must_use]
    pub(super) fn and_failures(
        mut self,
        operation: &Operation,
        planned: &[Failure],
        here: &Home,
    ) -> Self {
        let mut groups: Vec<Group> = Vec::new();
        for (response, failure) in operation.failures.iter().zip(planned) {
            let key = response.status.key();
            // It describes success, too, and so says nothing of a failure.
            if operation.succeeds(&key) {
                continue;
            }
            let ty = spelled(failure, here);
            let text = text(response, &key);
            // A redirect is followed.
            let is_followed = matches!(&*key, "301" | "302" | "303" | "307" | "308");
            if ty.is_none() && (text.is_none() || is_followed) {
                continue;
            }
            let status = Words::code(&key);
            match groups.iter_mut().find(|it| it.ty == ty && it.text == text) {
                Some(group) => group.statuses.push(status),
                None => groups.push(Group {
                    statuses: vec![status],
                    ty,
                    text,
                }),
            }
        }
        if !groups.is_empty() {
            self = self.and("# Errors");
        }
        together(groups).into_iter().fold(self, |docs, group| {
            let statuses = listed(&group.statuses);
            let words = match group.ty {
                Some(ty) => Words::sentence("{} ({})", &[statuses, ty]),
                None => statuses,
            };
            docs.and_item(words, group.text)
        })
    }
}

/// How many failures of one type are told one by one: frameworks describe all the statuses that there are, for each operation.
const TOLD: usize = 6;
/// How many statuses are listed where there are more than that.
const LISTED: usize = 4;

/// The groups, of which those of one type are one where they are many. What is said of some of them is said of none then.
fn together(groups: Vec<Group>) -> Vec<Group> {
    let mut kept: Vec<Group> = Vec::new();
    let mut of_type: HashMap<Words, usize> = HashMap::new();
    for group in &groups {
        if let Some(ty) = &group.ty {
            *of_type.entry(ty.clone()).or_default() += group.statuses.len();
        }
    }
    for group in groups {
        let ty = group.ty.as_ref();
        let is_one_of_many = ty.is_some_and(|ty| of_type[ty] > TOLD);
        let first = kept.iter_mut().find(|it| it.ty == group.ty);
        match first.filter(|_| is_one_of_many) {
            Some(first) => {
                first.statuses.extend(group.statuses);
                // They would be one group already if the same were said of them.
                first.text = None;
            }
            None => kept.push(group),
        }
    }
    kept
}

/// The statuses of a group, the first of them where there are many.
fn listed(statuses: &[Words]) -> Words {
    if statuses.len() <= TOLD {
        return Words::join(statuses, ", ");
    }
    let first = Words::join(&statuses[..LISTED], ", ");
    let others = Words::from(statuses.len() - LISTED);
    Words::sentence("{} and {} more", &[first, others])
}

/// The type by which one asks an error for its failure, with a link where it is one of ours.
fn spelled(failure: &Failure, here: &Home) -> Option<Words> {
    let (path, link) = path(&failure.ty, here)?;
    let is_link = link.as_ref() == Some(&path);
    let code = Words::sentence("`{}`", &[path]);
    Some(match link {
        None => code,
        Some(_) if is_link => Words::sentence("[{}]", &[code]),
        Some(link) => Words::sentence("[{}]({})", &[code, link]),
    })
}

/// The first paragraph of what the document says of a failure, unless its status says as much.
fn text(response: &Response, key: &str) -> Option<Arc<str>> {
    let text = response.docs.description.as_deref()?.trim();
    let text = text.split("\n\n").next()?.trim_end();
    let is_known = |word: &str| {
        let reason = reason(response.status).split(' ');
        let mut known = reason.chain([key]);
        EMPTY.contains(&word) || known.any(|it| it.eq_ignore_ascii_case(word))
    };
    let words = text.split(|c: char| !c.is_alphanumeric());
    let mut words = words.filter(|word| !word.is_empty());
    let is_news = words.any(|word| !is_known(&word.to_lowercase()));
    is_news.then(|| text.into())
}

/// The reason phrase of a status (RFC 9110, section 15), and other ones that it had.
fn reason(status: Status) -> &'static str {
    let Status::Exact(code) = status else {
        return "";
    };
    match code {
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        402 => "Payment Required",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        408 => "Request Timeout",
        409 => "Conflict",
        410 => "Gone",
        411 => "Length Required",
        412 => "Precondition Failed",
        413 => "Content Payload Entity Too Large",
        414 => "URI Too Long",
        415 => "Unsupported Media Type",
        416 => "Range Not Satisfiable",
        417 => "Expectation Failed",
        421 => "Misdirected Request",
        422 => "Unprocessable Content Entity",
        423 => "Locked",
        424 => "Failed Dependency",
        428 => "Precondition Required",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        451 => "Unavailable For Legal Reasons",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "",
    }
}

/// A type as a module writes it, and the path of the type of ours in it; none where no failure has such a type.
fn path(ty: &Ty, here: &Home) -> Option<(Words, Option<Words>)> {
    let within = |template, inner| {
        let (inner, link) = path(inner, here)?;
        Some((Words::sentence(template, &[inner]), link))
    };
    match ty {
        Ty::String => Some(("String".into(), None)),
        Ty::Bytes => Some(("runtime::Bytes".into(), None)),
        Ty::Value => Some(("runtime::Value".into(), None)),
        Ty::Vec(item) => within("Vec<{}>", item),
        Ty::Map(value) => within("BTreeMap<String, {}>", value),
        Ty::Option(value) => within("Option<{}>", value),
        Ty::Named(named) => {
            let path = match &named.home {
                home if home == here => Words::from(&named.ident),
                Home::Types => Words::sentence("types::{}", &[(&named.ident).into()]),
                _ => return None,
            };
            Some((path.clone(), Some(path)))
        }
        _ => None,
    }
}
