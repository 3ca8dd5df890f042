//! Reading and writing what generated types are, beside the same types as a person writes them with serde's derive.
//!
//! By turns in one process, the quickest of many rounds each: what counts are the ratios.

use std::hint::black_box;
use std::time::{Duration, Instant};

use bodies::types as ours;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

const ROUNDS: usize = 60;

/// The same types by hand.
mod by_hand {
    use super::{Deserialize, Serialize};

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct Person {
        pub id: i64,
        pub login: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub name: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub email: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub avatar_url: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub profile_url: Option<String>,
        pub admin: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub score: Option<f64>,
    }

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct Label {
        pub id: i64,
        pub name: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub color: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub default: Option<bool>,
    }

    macro_rules! ticket {
        ($($required:ident: $type:ty,)* | $($optional:ident: $inner:ty,)*) => {
            #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
            pub struct Ticket {
                $(pub $required: $type,)*
                $(#[serde(skip_serializing_if = "Option::is_none")] pub $optional: Option<$inner>,)*
            }
        };
    }

    ticket! {
        id: i64, number: i64, title: String, url: String, author: Person, labels: Vec<Label>, assignees: Vec<Person>,
        comments: i64, locked: bool, |
        node_id: String, html_url: String, labels_url: String, comments_url: String, events_url: String,
        repository_url: String, body: String, body_html: String, body_text: String, closed_by: Person, votes: i64,
        priority: f64, estimate: f64, draft: bool, lock_reason: String, branch: String, milestone: String,
        component: String, project: String, sprint: String, environment: String, created: String, updated: String,
        closed: String, due: String, watchers: Vec<String>,
    }

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(tag = "kind", rename_all = "lowercase")]
    pub enum Event {
        Opened {
            ticket: i64,
            by: String,
        },
        Renamed {
            ticket: i64,
            from: String,
            to: String,
        },
        Closed {
            ticket: i64,
            reason: String,
        },
    }

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct Choice {
        pub option: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub color: Option<String>,
    }

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct Span {
        pub from: String,
        pub to: String,
    }

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(untagged)]
    pub enum FieldValue {
        Number(f64),
        Text(String),
        Span(Span),
        Choice(Choice),
    }
}

fn main() {
    println!(
        "{:<36} {:>12} {:>12} {:>7}",
        "", "by hand", "generated", "ratio"
    );
    compare::<by_hand::Ticket, ours::Ticket>("objects", &tickets());
    compare::<by_hand::Event, ours::Event>("unions with a tag", &events());
    compare::<by_hand::FieldValue, ours::FieldValue>("unions by structure", &values());
}

/// Reads and writes a list as both.
fn compare<H, G>(name: &str, list: &Value)
where
    H: Serialize + DeserializeOwned,
    G: Serialize + DeserializeOwned,
{
    // A `Value` has its members by their names; servers mostly have those of their description.
    let by_name = list.to_string();
    let generated: Vec<G> = serde_json::from_str(&by_name).expect("it fits");
    let text = serde_json::to_string(&generated).expect("it can be written");
    let by_hand: Vec<H> = serde_json::from_str(&text).expect("it fits");
    for written in [
        serde_json::to_value(&by_hand),
        serde_json::to_value(&generated),
    ] {
        assert_eq!(&written.expect("it can be written"), list);
    }
    ratio(
        &format!("{name}, read"),
        || serde_json::from_str::<Vec<H>>(&text).map(drop),
        || serde_json::from_str::<Vec<G>>(&text).map(drop),
    );
    ratio(
        &format!("{name}, read, by name"),
        || serde_json::from_str::<Vec<H>>(&by_name).map(drop),
        || serde_json::from_str::<Vec<G>>(&by_name).map(drop),
    );
    ratio(
        &format!("{name}, written"),
        || serde_json::to_vec(&by_hand).map(drop),
        || serde_json::to_vec(&generated).map(drop),
    );
}

fn ratio<E: std::fmt::Debug>(
    name: &str,
    by_hand: impl Fn() -> Result<(), E>,
    generated: impl Fn() -> Result<(), E>,
) {
    let mut best = [Duration::MAX; 2];
    for _ in 0..ROUNDS {
        best[0] = best[0].min(time(&by_hand));
        best[1] = best[1].min(time(&generated));
    }
    let ratio = best[1].as_secs_f64() / best[0].as_secs_f64();
    println!(
        "{name:<36} {:>12.1?} {:>12.1?} {ratio:>7.2}",
        best[0], best[1]
    );
}

fn time<E: std::fmt::Debug>(work: impl Fn() -> Result<(), E>) -> Duration {
    let begun = Instant::now();
    black_box(work()).expect("it fits");
    begun.elapsed()
}

fn tickets() -> Value {
    let text = |what: &str, n: usize| format!("{what} of ticket {n}, in some words");
    let url = |what: &str, n: usize| format!("https://tracker.example/api/v3/tickets/{n}/{what}");
    let person = |n: usize| {
        json!({
            "id": n, "login": format!("user-{n}"), "email": format!("user-{n}@example.com"), "admin": n.is_multiple_of(2),
            "avatar_url": url("avatar", n), "profile_url": url("profile", n), "score": n as f64 + 0.5,
        })
    };
    let label = |n: usize| json!({"id": n, "name": format!("label-{n}"), "color": "d73a4a", "default": false});
    let ticket = |n: usize| {
        json!({
            "id": n, "node_id": format!("T_{n}"), "number": n, "title": text("The title", n), "url": url("", n),
            "html_url": url("html", n), "labels_url": url("labels", n), "comments_url": url("comments", n),
            "events_url": url("events", n), "repository_url": url("repository", n), "body": text("The body", n),
            "body_html": text("<p>The body", n), "author": person(n), "assignees": [person(n + 1), person(n + 2)],
            "labels": [label(1), label(2), label(3)], "comments": 7, "votes": 3, "priority": 0.5, "locked": false,
            "draft": true, "branch": "main", "created": "2026-11-24T08:00:00Z", "updated": "2026-11-24T09:00:00Z",
            "watchers": ["a", "b", "c"],
        })
    };
    (0..400).map(ticket).collect()
}

fn events() -> Value {
    let event = |n: usize| match n % 3 {
        0 => json!({"kind": "opened", "ticket": n, "by": format!("user-{n}")}),
        1 => json!({"kind": "renamed", "ticket": n, "from": "a title", "to": "another title"}),
        _ => json!({"kind": "closed", "ticket": n, "reason": "It is done."}),
    };
    (0..3000).map(event).collect()
}

fn values() -> Value {
    let value = |n: usize| match n % 4 {
        0 => json!(n as f64 + 0.25),
        1 => json!(format!("text {n}")),
        2 => json!({"option": "high", "color": "red"}),
        _ => json!({"from": "2026-01-01", "to": "2026-02-01"}),
    };
    (0..3000).map(value).collect()
}
