// Copied by specwright 0.1.0 from specwright-runtime.

//! What an API found wrong, out of the members that APIs commonly have for it.

use std::fmt;

use serde_json::Value;

use super::super::api::Envelope;
use super::super::echo::HIDDEN;
use super::place::{PLACES_OF_ONE, place, place_of_item};
use super::response::{cut, redact};

/// One thing that the API found wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// Its code, where it has one.
    pub code: Option<String>,
    /// What it says, behind the place of it where that is told beside: `query.ids: Field required`.
    pub message: String,
}

/// The members that say what is wrong, the best first. `detail` and `title` are those of RFC 9457.
const MESSAGES: &[&str] = &[
    "message",
    "msg",
    "detail",
    TITLE,
    "error_description",
    "error",
];
const TITLE: &str = "title";
/// The members that have its code.
const CODES: &[&str] = &["code", "error_code", "errorCode"];
/// What says it beside a place, and may be anything elsewhere.
const REASONS: &[&str] = &["reason", "description"];

/// What says it in a member `error`.
const OF_ERRORS: &[&str] = &["description", "brief", "reason"];

/// Lists that say all that there is to say.
const WHOLE: &[&str] = &["errors", "message", "error"];
/// Lists that say more than what stands beside them.
const MORE: &[&str] = &[
    "detail",
    "details",
    "extra",
    "issues",
    "violations",
    "invalid-params",
    "invalidParams",
    "invalid_params",
];

/// What has a member for each place, `{"body.title": {"message": "is too short"}}`, and may have anything else.
const BY_PLACE: &[&str] = &["details", "fields"];

/// How many problems the one line has.
const SHOWN: usize = 5;

/// How deep problems may be listed by member.
const DEEPEST: u32 = 8;

/// Messages by place, `{"json": {"name": ["is missing"]}}`, beside the one that says that something is wrong.
const LISTS_BY_PLACE: &str = "detail";

/// What is wrong, out of the envelope's list or out of the members that APIs commonly have for it. Of a member that is
/// `sensitive` no more is told than that something is wrong with it.
pub(super) fn problems(
    body: &mut Value,
    envelope: Option<&Envelope>,
    sensitive: &[&str],
) -> Vec<Problem> {
    // By what the description says alone: a problem of a member `api_key` is no secret.
    redact(body, &|name, _| sensitive.contains(&name));
    Search { sensitive }.all(body, envelope)
}

/// Tells them behind what was said before, in one line.
pub(super) fn show(problems: &[Problem], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (index, problem) in problems.iter().take(SHOWN).enumerate() {
        f.write_str(if index == 0 { ": " } else { "; " })?;
        f.write_str(&cut(&problem.message))?;
        if let Some(code) = &problem.code {
            write!(f, " ({})", cut(code))?;
        }
    }
    match problems.len().saturating_sub(SHOWN) {
        0 => Ok(()),
        more => write!(f, "; and {more} more"),
    }
}

struct Search<'s> {
    sensitive: &'s [&'s str],
}

impl Search<'_> {
    fn all(&self, body: &Value, envelope: Option<&Envelope>) -> Vec<Problem> {
        let list = envelope
            .and_then(|envelope| body.get(envelope.errors?))
            .or_else(|| body.get("errors"));
        let whole = WHOLE.iter().filter_map(|name| body.get(name));
        for list in list.into_iter().chain(whole).chain([body]) {
            let found = self.of_list(list);
            if !found.is_empty() {
                return found;
            }
        }
        let inner = ["error", "detail"].iter().filter_map(|name| body.get(name));
        let parents = inner.chain(only(body)).filter(|it| it.is_object());
        let parents: Vec<_> = parents.chain([body]).collect();
        let mut found = Vec::new();
        for parent in &parents {
            for name in WHOLE.iter().chain(MORE) {
                found.extend(
                    parent
                        .get(name)
                        .map(|list| self.of_list(list))
                        .unwrap_or_default(),
                );
            }
        }
        let mut ones = parents.iter().filter_map(|parent| self.one(parent));
        let of_error = || problem(body.get("error")?, OF_ERRORS);
        if let Some(one) = ones.next().or_else(of_error) {
            let is_told = |it: &Problem| it.message.ends_with(&one.message);
            if !found.iter().any(is_told) {
                found.insert(0, one);
            }
        }
        for parent in &parents {
            for name in BY_PLACE {
                let places = parent.get(name).and_then(Value::as_object);
                for (place, value) in places.into_iter().flatten() {
                    found.extend(self.at_place(place, value));
                }
            }
        }
        let lists = body.get(LISTS_BY_PLACE);
        if let Some(lists) = lists.filter(|lists| are_lists_of_texts(lists, DEEPEST)) {
            self.of_members(lists, "", DEEPEST, &mut found);
        }
        // These say where it is, and seldom what.
        match list {
            Some(Value::Array(items)) => {
                found.extend(items.iter().filter_map(|item| self.of_code(item)));
            }
            Some(errors) => self.of_members(errors, "", DEEPEST, &mut found),
            None => {}
        }
        found
    }

    fn of_list(&self, list: &Value) -> Vec<Problem> {
        let items = list.as_array().map(Vec::as_slice).unwrap_or_default();
        items.iter().filter_map(|item| self.item(item)).collect()
    }

    /// The one thing that is wrong.
    fn one(&self, value: &Value) -> Option<Problem> {
        let problem = problem(value, MESSAGES)?;
        Some(self.at(place(value, PLACES_OF_ONE), problem))
    }

    /// One of several.
    fn item(&self, value: &Value) -> Option<Problem> {
        let place = place_of_item(value);
        let mut found = problem(value, MESSAGES);
        if found.is_none() && place.is_some() {
            found = problem(value, REASONS);
        }
        Some(self.at(place, found?))
    }

    /// What a place has for its problem: an object that says what is wrong. What else is in it may be the value itself.
    fn at_place(&self, place: &str, value: &Value) -> Option<Problem> {
        value.as_object()?;
        let problem = problem(value, &["message"])?;
        Some(self.at(Some(place.to_owned()), problem))
    }

    fn at(&self, place: Option<String>, problem: Problem) -> Problem {
        let Some(place) = place else { return problem };
        let mut steps = place.split(['.', '/', '[', ']']);
        let message = match steps.any(|step| self.sensitive.contains(&step)) {
            true => HIDDEN,
            false => &problem.message,
        };
        Problem {
            message: format!("{place}: {message}"),
            ..problem
        }
    }

    /// What is wrong with each member: `{"name": ["is too long"]}`, with members of members within.
    fn of_members(&self, errors: &Value, path: &str, depth: u32, found: &mut Vec<Problem>) {
        let mut add = |error| {
            let path = (!path.is_empty()).then(|| path.to_owned());
            found.extend(problem(error, MESSAGES).map(|problem| self.at(path, problem)));
        };
        match errors {
            // One problem, and not one for each of its members: the value that is wrong may be among them.
            Value::Object(_) if !path.is_empty() && problem(errors, &["message"]).is_some() => {
                add(errors);
            }
            Value::Object(members) if depth > 0 => {
                for (name, errors) in members {
                    let path = match path {
                        "" => name.clone(),
                        path => format!("{path}.{name}"),
                    };
                    self.of_members(errors, &path, depth - 1, found);
                }
            }
            Value::Array(errors) => errors.iter().for_each(add),
            Value::String(_) => add(errors),
            _ => {}
        }
    }

    /// What is told by a place and a code alone: `{"field": "title", "code": "missing"}`.
    fn of_code(&self, value: &Value) -> Option<Problem> {
        Some(Problem {
            message: place_of_item(value)?,
            code: Some(value.get("code")?.as_str()?.to_owned()),
        })
    }
}

/// Whether there is nothing but lists of texts in the members of an object, and in those of its members.
fn are_lists_of_texts(value: &Value, depth: u32) -> bool {
    let is_list = |value: &Value| match value {
        Value::Array(items) => items.iter().all(Value::is_string),
        value => depth > 1 && are_lists_of_texts(value, depth - 1),
    };
    value
        .as_object()
        .is_some_and(|members| members.values().all(is_list))
}

fn problem(value: &Value, names: &[&str]) -> Option<Problem> {
    let is_said = |text: &&str| !text.trim().is_empty();
    if let Value::String(message) = value {
        return Some(Problem {
            code: None,
            message: Some(&**message).filter(is_said)?.to_owned(),
        });
    }
    let text = |name: &&str| value.get(*name)?.as_str().filter(is_said);
    let name = names.iter().find(|name| text(name).is_some())?;
    // Beside a title, it is what others call the detail.
    let details = (*name == TITLE).then(|| text(&"description")).flatten();
    let message = details.or_else(|| text(name))?.to_owned();
    let code = CODES.iter().find_map(|name| value.get(name));
    let code = match code {
        Some(Value::String(code)) => Some(code.clone()),
        Some(Value::Number(code)) => Some(code.to_string()),
        _ => None,
    };
    Some(Problem { code, message })
}

/// What an object holds that has one member, as failures have it that are variants: `{"NotFound": {"message": "…"}}`.
fn only(body: &Value) -> Option<&Value> {
    let mut members = body.as_object()?.iter();
    let (name, value) = members.next().filter(|_| members.next().is_none())?;
    // These are looked into in any case.
    let is_looked_at = [WHOLE, MORE, BY_PLACE].concat().contains(&name.as_str());
    (!is_looked_at).then_some(value)
}
