//! What became of a call, and whose doing that is.

use serde_json::Value;

use crate::calls::Call;
use crate::subject::Subject;

/// Where Prism's own answers have their kind.
const PRISM: &str = "https://stoplight.io/prism/errors#";
/// Those of its answers that find fault with a request.
const VIOLATIONS: [&str; 7] = [
    "INVALID_CONTENT_TYPE",
    "NOT_ACCEPTABLE",
    "NO_METHOD_MATCHED_ERROR",
    "NO_PATH_MATCHED_ERROR",
    "NO_SERVER_MATCHED_ERROR",
    "UNAUTHORIZED",
    "UNPROCESSABLE_ENTITY",
];

/// What became of a call.
#[derive(Clone, Debug, PartialEq)]
pub enum Sort {
    /// Prism took the request, and the client its answer.
    Fine,
    /// Prism finds fault with the request.
    Violation(String),
    /// The client can't read an answer that is valid, or of which nobody can say.
    Undecoded(String),
    /// Prism has no answer, or one that is not valid for its own schema.
    Mock(String),
    /// The call was not made: the params can't hold the value, or the client refuses it.
    NotMade(String),
}

impl Sort {
    /// What became of one.
    pub fn of(subject: &Subject, call: &Call, told: &Value) -> Self {
        let why = || told["error"].as_str().unwrap_or_default().to_owned();
        let outcome = told["outcome"].as_str().unwrap_or_default();
        if matches!(outcome, "untaken" | "refused" | "crashed" | "unknown") {
            return Self::NotMade(format!("{outcome}: {}", why()));
        }
        let body: Option<Value> = told["body"]
            .as_str()
            .and_then(|text| serde_json::from_str(text).ok());
        if let Some(problem) = body.as_ref().and_then(|body| {
            let kind = body["type"].as_str()?.strip_prefix(PRISM)?;
            Some((
                kind,
                format!("{kind}: {} {}", body["detail"], body["validation"]),
            ))
        }) {
            let found = body.as_ref().and_then(|body| body["validation"].as_array());
            let mut found = found.into_iter().flatten();
            let in_request = found.any(|violation| violation["location"][0] == "request");
            return match problem {
                (kind, text) if VIOLATIONS.contains(&kind) || in_request => Self::Violation(text),
                (_, text) => Self::Mock(text),
            };
        }
        let violations = violations(&told["headers"]["sl-violations"]);
        let requests: Vec<&Value> = violations
            .iter()
            .filter(|violation| violation["location"][0] == "request")
            .collect();
        if !requests.is_empty() {
            return Self::Violation(requests.iter().map(ToString::to_string).collect());
        }
        let status = told["status"].as_u64();
        let status = status.and_then(|status| u16::try_from(status).ok());
        let media_type = told["headers"]["content-type"].as_str().unwrap_or_default();
        let schema = status.and_then(|status| {
            let schemas = &subject.operations[call.operation];
            schemas.answer(status, media_type)
        });
        match outcome {
            "decoded" | "failure" => Self::Fine,
            "lost" => Self::Mock(format!("lost: {}", why())),
            // A failure that is no JSON has no type: it is told with its status and text.
            "unexpected"
                if status.is_some_and(|status| status >= 300)
                    && (schema.is_none() || !media_type.contains("json")) =>
            {
                Self::Fine
            }
            _ => match (schema, &body) {
                (Some(schema), Some(body)) if !subject.judge.accepts(schema, body) => {
                    Self::Mock(format!("the answer is not valid: {}", why()))
                }
                _ => Self::Undecoded(format!("{outcome} {media_type}: {}", why())),
            },
        }
    }

    /// The word for it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Fine => "fine",
            Self::Violation(_) => "violation",
            Self::Undecoded(_) => "undecoded",
            Self::Mock(_) => "mock",
            Self::NotMade(_) => "not made",
        }
    }

    /// What was said.
    pub fn text(&self) -> &str {
        match self {
            Self::Fine => "",
            Self::Violation(text)
            | Self::Undecoded(text)
            | Self::Mock(text)
            | Self::NotMade(text) => text,
        }
    }
}

fn violations(header: &Value) -> Vec<Value> {
    let list = header.as_str().map(serde_json::from_str);
    list.and_then(Result::ok).unwrap_or_default()
}
