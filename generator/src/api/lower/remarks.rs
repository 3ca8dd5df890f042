//! What a schema's keywords tell a reader that no type can: limits, constants, defaults.

use serde_json::{Number, Value};

use super::view::{Kind, View};
use crate::api::{Access, Limits, inline_code};

/// What is said of a member that is never sent.
pub(super) const READ_ONLY: &str = "Set by the server alone.";

/// Whoever has use for a longer expression than this reads it in the description.
const LONGEST_PATTERN: usize = 120;

/// The remarks of a schema, a sentence each.
pub(super) fn of(view: &View<'_>) -> Vec<String> {
    let mut remarks = Vec::new();
    let limits = &view.limits;
    // A limit for another kind of value says nothing (JSON Schema Validation 2020-12, section 6).
    if matches!(view.kind, None | Some(Kind::String)) {
        let (least, most) = (limits.min_length, limits.max_length);
        range(&mut remarks, "character", least, most);
        let pattern = limits.pattern.as_deref();
        if let Some(pattern) = pattern.filter(|it| (1..=LONGEST_PATTERN).contains(&it.len())) {
            remarks.push(format!("Matches {}.", inline_code(pattern)));
        }
    }
    if matches!(view.kind, None | Some(Kind::Array)) && !view.tuple {
        range(&mut remarks, "item", limits.min_items, limits.max_items);
        if limits.unique_items {
            remarks.push("No item twice.".to_owned());
        }
    }
    if matches!(view.kind, None | Some(Kind::Object)) {
        range(
            &mut remarks,
            "member",
            limits.min_members,
            limits.max_members,
        );
    }
    let is_other = matches!(view.kind, Some(Kind::Boolean | Kind::Array | Kind::Object));
    if !is_other {
        let format = view.format.as_deref().unwrap_or_default();
        if !(is_unsigned(format) && is_zero_alone(limits)) {
            remarks.extend(bounds(limits));
        }
        // Each integer is one of 1.
        let step = limits
            .multiple_of
            .as_ref()
            .filter(|step| step.as_u64() != Some(1));
        remarks.extend(step.map(|step| format!("A multiple of `{step}`.")));
    }
    if let Some(values) = &view.enumeration {
        let mut others: Vec<&Value> = values.iter().filter(|value| !value.is_null()).collect();
        if others.len() > 1 {
            // Several strings become an enum, which documents itself; so do integers. Some of each do not.
            let strings =
                view.kind == Some(Kind::String) || others.iter().all(|value| value.is_string());
            let integers = view.lists_integers()
                && others.iter().all(|value| value.is_i64() || value.is_u64());
            others.retain(|_| !strings && !integers);
        }
        let null = match values.iter().any(Value::is_null) {
            true => " or null",
            false => "",
        };
        match others.as_slice() {
            [] => {}
            [Value::String(text)] => remarks.push(format!("Always {}{null}.", inline_code(text))),
            [value] => {
                let value = inline_code(&value.to_string());
                remarks.push(format!("Always {value}{null}."));
            }
            values if values.len() <= 12 => {
                let list = values
                    .iter()
                    .map(|value| inline_code(&value.to_string()))
                    .collect::<Vec<_>>();
                remarks.push(format!("One of {}.", list.join(", ")));
            }
            _ => {}
        }
    }
    let default = view
        .default
        .filter(|value| !value.is_object() && !value.is_array() && !value.is_null());
    if let Some(default) = default.map(Value::to_string)
        && !view.sensitive
        && default.len() <= 80
    {
        remarks.push(format!("Default: {}.", inline_code(&default)));
    }
    match view.access {
        Some(Access::ReadOnly) => remarks.push(READ_ONLY.to_owned()),
        Some(Access::WriteOnly) => remarks.push("Sent to the server, never returned.".to_owned()),
        _ => {}
    }
    if let Some(format) = view
        .format
        .as_deref()
        .filter(|format| !is_ours(format, view.kind))
    {
        remarks.push(format!("Format: {}.", inline_code(format)));
    }
    remarks
}

/// The bounds of a number. Those that are themselves out of them are named as such.
fn bounds(limits: &Limits) -> Option<String> {
    let (above, below) = (limits.above_minimum, limits.below_maximum);
    let more = if above { "More than" } else { "At least" };
    Some(match (&limits.minimum, &limits.maximum) {
        (Some(low), Some(high)) if !above && !below => format!("Between `{low}` and `{high}`."),
        (Some(low), Some(high)) if below => format!("{more} `{low}` and less than `{high}`."),
        (Some(low), Some(high)) => format!("{more} `{low}` and at most `{high}`."),
        (Some(low), None) => format!("{more} `{low}`."),
        (None, Some(high)) if below => format!("Less than `{high}`."),
        (None, Some(high)) => format!("At most `{high}`."),
        (None, None) => return None,
    })
}

/// Formats whose types have no value below zero.
fn is_unsigned(format: &str) -> bool {
    matches!(format, "uint8" | "uint16" | "uint32" | "uint64")
}

fn is_zero_alone(limits: &Limits) -> bool {
    let is_zero = |minimum: &Number| minimum.as_u64() == Some(0);
    limits.minimum.as_ref().is_some_and(is_zero)
        && !limits.above_minimum
        && limits.maximum.is_none()
}

/// Formats that the type itself tells. A number that travels as a text does not.
fn is_ours(format: &str, kind: Option<Kind>) -> bool {
    match format {
        // The last is what Protocol Buffers' enums are described with.
        "date-time" | "date" | "binary" | "password" | "enum" => true,
        "int8" | "int16" | "int32" | "int64" | "uint8" | "uint16" | "uint32" | "uint64"
        | "float" | "double" => kind != Some(Kind::String),
        _ => false,
    }
}

fn range(remarks: &mut Vec<String>, unit: &str, min: Option<u64>, max: Option<u64>) {
    let plural = |n: u64| if n == 1 { "" } else { "s" };
    match (min.filter(|min| *min > 0), max) {
        (Some(min), Some(max)) if min == max => {
            remarks.push(format!("Exactly {min} {unit}{}.", plural(min)))
        }
        (Some(min), Some(max)) => {
            remarks.push(format!("Between {min} and {max} {unit}{}.", plural(max)))
        }
        (Some(min), None) => remarks.push(format!("At least {min} {unit}{}.", plural(min))),
        (None, Some(max)) => remarks.push(format!("At most {max} {unit}{}.", plural(max))),
        (None, None) => {}
    }
}
