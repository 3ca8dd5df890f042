//! The calls to make: each operation with what it requires, with all it takes, and at random; for each status that it
//! names an answer of that.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value, json};
use specwright::plan::{self, BodyKind, Method, StructField, Ty};

use crate::probes::member;
use crate::random::Source;
use crate::subject::{Given, Schemas, Subject};

/// How often a value is made anew if it is not valid.
const TRIES: usize = 4;

/// What a call is made with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pass {
    /// What is required, with the text's examples where they are valid.
    Required,
    /// All that it takes.
    All,
    /// Some of it.
    Random(usize),
}

/// A call.
#[derive(Debug)]
pub struct Call {
    /// Which operation.
    pub operation: usize,
    /// What it is made with.
    pub pass: Pass,
    /// What Prism is asked for.
    pub prefer: Option<String>,
    /// The values, by field of the params.
    pub values: Map<String, Value>,
}

/// Values by what they are for.
type Made = HashMap<(usize, Pass), Value>;

/// All calls of a document. An operation for which something required has no value is left out; gives those too.
pub fn calls(
    subject: &Subject,
    source: &Source,
    random: usize,
) -> Result<(Vec<Call>, BTreeMap<usize, String>), String> {
    let made = make(subject, source, random)?;
    let (mut calls, mut missing) = (Vec::new(), BTreeMap::new());
    let operations = subject.methods().zip(&subject.operations).enumerate();
    for (operation, (method, schemas)) in operations {
        let valued = |pass| values(subject, method, schemas, &made, pass);
        let mut call = |pass, prefer: Option<String>| match valued(pass) {
            Ok(values) => calls.push(Call {
                operation,
                pass,
                prefer,
                values,
            }),
            Err(what) => _ = missing.insert(operation, what),
        };
        call(Pass::Required, None);
        call(Pass::All, None);
        for index in 0..random {
            call(Pass::Random(index), Some("dynamic=true".to_owned()));
        }
        for status in schemas.statuses() {
            call(Pass::Required, Some(format!("code={status}")));
            let prefer = format!("code={status}, dynamic=true");
            call(Pass::Required, Some(prefer));
        }
    }
    Ok((calls, missing))
}

/// Valid values for all that operations take.
fn make(subject: &Subject, source: &Source, random: usize) -> Result<Made, String> {
    let given = |schemas: &'_ Schemas| {
        let all = schemas.parameters.iter().chain(&schemas.body);
        all.filter_map(|given| given.schema).collect::<Vec<_>>()
    };
    let mut numbers: Vec<usize> = subject.operations.iter().flat_map(given).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let members: Vec<String> = numbers.iter().copied().map(member).collect();
    let mut wanted = vec![(Pass::Required, 0.0), (Pass::All, 1.0)];
    wanted.extend((0..random).map(|index| (Pass::Random(index), 0.5)));
    let mut options = Vec::new();
    for (index, (pass, probability)) in wanted.iter().enumerate() {
        for attempt in 0..TRIES {
            let seed = 1 + index * TRIES + attempt;
            // The last ones are small: some schemas only have values that go without end.
            let depth = if attempt + 1 < TRIES { 6 } else { 3 };
            options.push((
                *pass,
                json!({"seed": seed, "optionalsProbability": probability, "maxDepth": depth}),
            ));
        }
    }
    let passes: Vec<Value> = options.iter().map(|(_, options)| options.clone()).collect();
    let mut made = Made::new();
    for (member, index, value) in source.passes(&subject.judge.schema, &members, &passes)? {
        let number = member.trim_start_matches('p').parse();
        if let (Ok(number), Some((pass, _))) = (number, options.get(index))
            && !made.contains_key(&(number, *pass))
            && subject.judge.accepts(number, &value)
            && !is_empty(&value)
        {
            made.insert((number, *pass), value);
        }
    }
    Ok(made)
}

/// What has no text of its own in a parameter: nobody can say whether it was sent.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

/// The values of a call by field of the params; or the name of something required that has none.
fn values(
    subject: &Subject,
    method: &Method,
    schemas: &Schemas,
    made: &Made,
    pass: Pass,
) -> Result<Map<String, Value>, String> {
    let value = |given: &Given| -> Option<Value> {
        let Some(schema) = given.schema else {
            return Some(json!("text"));
        };
        let accepted = |value: &&Value| subject.judge.accepts(schema, value) && !is_empty(value);
        let mut examples = given.examples.iter().filter(accepted);
        let example = examples.next();
        let ours = made.get(&(schema, pass));
        let value = match pass {
            Pass::Required => example.or(ours),
            Pass::All | Pass::Random(_) => ours.or(example),
        };
        let smaller = made.get(&(schema, Pass::Required));
        value.or(smaller).cloned()
    };
    let mut values = Map::new();
    let parameters = method.spec.parameters.iter().zip(&schemas.parameters);
    for (index, (parameter, given)) in parameters.enumerate() {
        // What is always the same is sent without a word.
        let plan::Source::Field(field) = &method.parameters[index] else {
            continue;
        };
        if !parameter.required && !takes(pass, index) {
            continue;
        }
        let field = field.to_string();
        match value(given) {
            Some(value) => _ = values.insert(field, value),
            None if parameter.required => return Err(parameter.name.clone()),
            None => {}
        }
    }
    if let (Some(body), Some(given)) = (&method.body, &schemas.body)
        && (body.required || takes(pass, method.spec.parameters.len()) || insists(method))
    {
        let held = value(given).filter(|value| is_held(method, value));
        let largest = given
            .schema
            .and_then(|schema| made.get(&(schema, Pass::All)));
        let value = match (held.or_else(|| largest.cloned()), body.kind) {
            (_, BodyKind::Bytes) => json!("bytes"),
            (Some(Value::String(text)), BodyKind::Text) => json!(text),
            (_, BodyKind::Text) => json!("text"),
            (Some(value), _) => value,
            (None, _) if body.required || insists(method) => return Err("the body".to_owned()),
            (None, _) => return Ok(values),
        };
        spread(method, value, &mut values);
    }
    Ok(values)
}

/// Whether the fields have a place for some member of a body: one that has only members which are not described is
/// another body without them.
fn is_held(method: &Method, value: &Value) -> bool {
    let mut fields = of_body(method).iter();
    match value {
        Value::Object(members) if !members.is_empty() && method.params.constants.is_empty() => {
            fields.len() == 1 || fields.any(|field| members.contains_key(&*field.wire_name))
        }
        _ => true,
    }
}

/// Whether a body that may be left out has members that may not.
fn insists(method: &Method) -> bool {
    let required = |ty: &Ty| !matches!(ty, Ty::Option(_) | Ty::Field(_));
    let mut types = of_body(method).iter().map(|field| &field.ty);
    types.any(required) || !method.params.constants.is_empty()
}

/// The fields of the params that the body is made from: they stand behind those of the parameters.
fn of_body(method: &Method) -> &[StructField] {
    let parameters = method.parameters.iter();
    let fields = parameters.filter(|source| matches!(source, plan::Source::Field(_)));
    &method.params.fields[fields.count()..]
}

/// Puts the value of a body into the fields that it is made from.
fn spread(method: &Method, value: Value, values: &mut Map<String, Value>) {
    let fields = of_body(method);
    let spreads = method.body.as_ref().is_some_and(|body| {
        use BodyKind::{SpreadForm, SpreadJson, SpreadMultipart};
        matches!(body.kind, SpreadForm | SpreadJson | SpreadMultipart)
    });
    match (value, fields) {
        (Value::Object(mut members), fields) if spreads => {
            for field in fields {
                if let Some(value) = members.remove(&*field.wire_name) {
                    values.insert(field.ident.to_string(), value);
                }
            }
        }
        (value, [field]) => _ = values.insert(field.ident.to_string(), value),
        _ => {}
    }
}

/// Whether an optional value of this index is given.
fn takes(pass: Pass, index: usize) -> bool {
    match pass {
        Pass::Required => false,
        Pass::All => true,
        Pass::Random(number) => (index + number).is_multiple_of(2),
    }
}
