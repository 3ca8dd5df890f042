//! What is the same in all programs that `requests` writes: calls come as lines of JSON, and what became of them goes.

use std::future::Future;
use std::io::{BufRead as _, Write as _};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use specwright_runtime::http::{HeaderMap, Request};
use specwright_runtime::{
    Body, CallOptions, Error, Field, Form, Layer, Next, Operation, RawResponse, RetryPolicy, Sent,
    Upload, decode,
};

/// The longest that a call may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// What became of a call.
pub type Told = Pin<Box<dyn Future<Output = Value>>>;

/// The values of a call, by field of the params.
pub struct Values(Map<String, Value>);

impl Values {
    fn take(&mut self, field: &str) -> Option<Value> {
        self.0.remove(field)
    }

    /// A value that has to be there.
    pub fn need<T: DeserializeOwned>(&mut self, field: &str) -> Result<T, String> {
        read(field, &self.take(field).unwrap_or_default())
    }

    /// A value that may be there.
    pub fn option<T: DeserializeOwned>(&mut self, field: &str) -> Result<Option<T>, String> {
        match self.take(field) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => read(field, &value).map(Some),
        }
    }

    /// A value that may be there, or null.
    pub fn field<T: DeserializeOwned>(&mut self, field: &str) -> Result<Field<T>, String> {
        match self.take(field) {
            None => Ok(Field::Absent),
            Some(Value::Null) => Ok(Field::Null),
            Some(value) => read(field, &value).map(Field::Value),
        }
    }

    /// A file.
    pub fn upload(&mut self, field: &str) -> Result<Upload, String> {
        Ok(upload(self.take(field).unwrap_or_default()))
    }

    /// A body of a media type that the description leaves open.
    pub fn upload_as(&mut self, field: &str, media_type: &str) -> Result<Upload, String> {
        self.upload(field).map(|body| body.media_type(media_type))
    }

    /// The same where it may be left out.
    pub fn option_upload_as(
        &mut self,
        field: &str,
        media_type: &str,
    ) -> Result<Option<Upload>, String> {
        let body = self.option_upload(field)?;
        Ok(body.map(|body| body.media_type(media_type)))
    }

    /// A file that may be there.
    pub fn option_upload(&mut self, field: &str) -> Result<Option<Upload>, String> {
        Ok(self.take(field).map(upload))
    }

    /// Files.
    pub fn uploads(&mut self, field: &str) -> Result<Vec<Upload>, String> {
        let all = self.take(field);
        let all = all.iter().filter_map(Value::as_array).flatten();
        Ok(all.cloned().map(upload).collect())
    }

    /// Files that may be there.
    pub fn option_uploads(&mut self, field: &str) -> Result<Option<Vec<Upload>>, String> {
        match self.0.contains_key(field) {
            true => self.uploads(field).map(Some),
            false => Ok(None),
        }
    }

    /// A form whose parts have no names in the description.
    pub fn form(&mut self, field: &str) -> Result<Form, String> {
        let value = self.take(field).unwrap_or_default();
        let members = value.as_object().into_iter().flatten();
        Ok(members.fold(Form::new(), |form, (name, value)| form.value(name, value)))
    }

    /// The same where it may be left out.
    pub fn option_form(&mut self, field: &str) -> Result<Option<Form>, String> {
        match self.0.contains_key(field) {
            true => self.form(field).map(Some),
            false => Ok(None),
        }
    }
}

/// As a client reads what it is sent.
fn read<T: DeserializeOwned>(field: &str, value: &Value) -> Result<T, String> {
    decode(value.to_string().as_bytes(), &[]).map_err(|error| format!("{field}: {error}"))
}

/// Bytes that are text, and base64, too: Prism takes what is binary for that.
fn upload(_: Value) -> Upload {
    Upload::from("Ynl0ZXM=".as_bytes().to_vec()).name("file.bin")
}

/// Keeps the last request, as it goes out.
#[derive(Clone, Default)]
pub struct Seen(Arc<Mutex<Value>>);

impl Layer for Seen {
    fn send<'a>(&'a self, request: Request<Body>, next: Next<'a>) -> Sent<'a> {
        let body = request.body().as_bytes();
        let body = body.map(|body| String::from_utf8_lossy(body).into_owned());
        let target = format!("{} {}", request.method(), request.uri());
        if let Ok(mut seen) = self.0.lock() {
            *seen = json!({"target": target, "headers": headers(request.headers()), "body": body});
        }
        next.send(request)
    }

    fn sees_credentials(&self) -> bool {
        true
    }
}

/// A call for which there are no params.
pub fn untaken(why: String) -> Told {
    Box::pin(async move { json!({"outcome": "untaken", "error": why}) })
}

/// What came of a call.
pub fn told<P: Operation>(raw: Result<RawResponse, Error>) -> Value {
    let raw = match raw {
        Ok(raw) => raw,
        Err(error) => return failed(&error),
    };
    let (status, head) = (raw.status().as_u16(), headers(raw.headers()));
    let body = raw.bytes().unwrap_or_default();
    let text = String::from_utf8_lossy(&body).into_owned();
    let error = raw.into_response::<P>().err();
    let outcome = if error.is_some() {
        "undecoded"
    } else {
        "decoded"
    };
    let error = error.map(|error| error.to_string());
    json!({"outcome": outcome, "status": status, "headers": head, "body": text, "error": error})
}

fn failed(error: &Error) -> Value {
    let outcome = match error {
        Error::Api(failure) if failure.decode_error().is_some() => "failure undecoded",
        Error::Api(_) => "failure",
        Error::Unexpected(_) => "unexpected",
        Error::Decode(_) => "undecoded",
        Error::Transport(_) => "lost",
        Error::Argument(_) | Error::Credentials(_) => "refused",
        _ => "unknown",
    };
    let why = match error {
        Error::Api(failure) => failure.decode_error().map(ToString::to_string),
        _ => None,
    };
    let body = error
        .body()
        .map(|body| String::from_utf8_lossy(body).into_owned());
    json!({
        "outcome": outcome,
        "status": error.status().map(|status| status.as_u16()),
        "headers": error.headers().map(headers),
        "body": body,
        "error": why.unwrap_or_else(|| error.to_string()),
    })
}

fn headers(headers: &HeaderMap) -> Value {
    let text = |value: &[u8]| Value::String(String::from_utf8_lossy(value).into_owned());
    let headers = headers.iter();
    let headers = headers.map(|(name, value)| (name.to_string(), text(value.as_bytes())));
    Value::Object(headers.collect())
}

/// Reads calls until there are no more, and makes one after the other.
pub fn run<C: 'static>(
    client: fn(&str, Seen, RetryPolicy, Duration) -> Result<C, Error>,
    call: fn(&C, usize, &mut Values, CallOptions) -> Told,
) {
    let work = move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        let runtime = runtime.expect("tokio starts");
        let address = std::env::args().nth(1).expect("an address");
        let seen = Seen::default();
        let client = client(&address, seen.clone(), RetryPolicy::never(), PATIENCE);
        let client = client.expect("the client is set up");
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            let task: Value = serde_json::from_str(&line).expect("a line of JSON");
            let index = task["operation"].as_u64().unwrap_or_default() as usize;
            let mut values = Values(task["values"].as_object().cloned().unwrap_or_default());
            let options = match task["prefer"].as_str() {
                Some(prefer) => CallOptions::new().header("prefer", prefer),
                None => CallOptions::new(),
            };
            if let Ok(mut seen) = seen.0.lock() {
                *seen = Value::Null;
            }
            // The transport spawns tasks, so that making the call, too, belongs into the runtime.
            let mut told =
                runtime.block_on(async { call(&client, index, &mut values, options).await });
            told["request"] = seen.0.lock().map(|seen| seen.clone()).unwrap_or_default();
            let mut out = std::io::stdout().lock();
            _ = writeln!(out, "{told}").and_then(|()| out.flush());
        }
    };
    // Unoptimized code that reads wide structs takes much of the stack.
    let thread = std::thread::Builder::new().stack_size(1 << 28).spawn(work);
    thread
        .expect("a thread starts")
        .join()
        .expect("the calls are made");
}
