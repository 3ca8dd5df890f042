//! `multipart/form-data` (RFC 7578), with names escaped as browsers do it (the WHATWG's HTML standard, "Multipart form
//! data").

use std::collections::VecDeque;
use std::fmt::{self, Write as _};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use http::HeaderValue;
use http_body::{Frame, SizeHint};
use serde::Serialize;
use serde_json::Value;

use super::body::Body;
use super::encode::{self, RequestWriter};
use super::operation::ParameterSpec;
use super::random;
use super::transport::TransportError;
use super::upload::Upload;

/// A form of several parts: what operations that take `multipart/form-data` send.
///
/// Where all parts are bytes, so is the whole; otherwise it is a stream, of known length if all parts have one.
///
/// ```ignore
/// let form = Form::new().value("title", "A cat").file("photo", bytes);
/// ```
#[derive(Clone, Default, PartialEq)]
pub struct Form {
    parts: Vec<Part>,
    boundary: Option<String>,
    /// What went wrong first, to be said when the form is sent.
    problem: Option<String>,
}

#[derive(Clone, PartialEq)]
struct Part {
    name: String,
    /// The file name, where the part is a file.
    file_name: Option<String>,
    media_type: Option<String>,
    /// Its further headers, as the description spells their names.
    headers: Vec<(&'static str, HeaderValue)>,
    content: Upload,
}

impl RequestWriter<'_> {
    /// Writes the body as a form of several parts. Streams in it can be sent once.
    pub fn multipart(&mut self, form: &Form) {
        if self.problem.is_none() {
            let content = |upload: &Upload| self.content(upload);
            match form.encode(self.boundary.as_deref(), content) {
                Ok(_) if self.optional && form.parts.is_empty() => {
                    self.left_out = Some("multipart/form-data");
                }
                Ok((boundary, body)) => {
                    let media_type = format!("multipart/form-data; boundary={boundary}");
                    self.set_body(&media_type, body);
                }
                Err(reason) => self.refuse_body(reason),
            }
        }
    }
}

impl Form {
    /// A form without parts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a value: text, numbers and booleans as text, objects as JSON, each item of a list as a part of its own. What
    /// is null is left out.
    pub fn value<T: Serialize + ?Sized>(self, name: &str, value: &T) -> Self {
        self.each(name, None, value)
    }

    /// Adds a value as a single part of that media type: as JSON where it is one of JSON, else text as it is, and anything
    /// but text as JSON. What is null is left out.
    pub fn value_as<T: Serialize + ?Sized>(
        mut self,
        name: &str,
        media_type: &str,
        value: &T,
    ) -> Self {
        match serde_json::to_value(value) {
            Ok(value) => self.add(name, Some(media_type), &value),
            Err(error) => self.fail(format!("the part `{name}`: {error}")),
        }
        self
    }

    /// Adds a value as `value_as` does, but each item of a list as a part of its own.
    pub fn values_as<T: Serialize + ?Sized>(self, name: &str, media_type: &str, value: &T) -> Self {
        self.each(name, Some(media_type), value)
    }

    /// Adds a file.
    pub fn file(self, name: &str, file: impl Into<Upload>) -> Self {
        self.files(name, [&file.into()])
    }

    /// Adds files, each as a part of its own.
    pub fn files<'a>(self, name: &str, files: impl IntoIterator<Item = &'a Upload>) -> Self {
        self.files_as(name, "application/octet-stream", files)
    }

    /// Adds files that are of that media type unless they say otherwise.
    pub fn files_as<'a>(
        mut self,
        name: &str,
        media_type: &str,
        files: impl IntoIterator<Item = &'a Upload>,
    ) -> Self {
        for file in files {
            // Servers tell a file by its having a name; what has none is called as browsers call it.
            self.push(Part {
                name: name.to_owned(),
                file_name: Some(file.name.as_deref().unwrap_or("blob").to_owned()),
                media_type: Some(file.its_media_type().unwrap_or(media_type).to_owned()),
                headers: Vec::new(),
                content: file.clone(),
            });
        }
        self
    }

    /// Gives a header to the parts of that name that were added so far. What is null, as `None` is, gives it to none.
    ///
    /// ```ignore
    /// let form = Form::new()
    ///     .file("log", bytes)
    ///     .header("log", &runtime::header("x-log-type"), "structured");
    /// ```
    pub fn header<T: Serialize + ?Sized>(
        mut self,
        part: &str,
        header: &ParameterSpec,
        value: &T,
    ) -> Self {
        let name = header.name;
        let written = match serde_json::to_value(value) {
            Ok(Value::Null) => return self,
            Ok(value) => encode::header(header, &value).map_err(str::to_owned),
            Err(error) => Err(error.to_string()),
        };
        match written {
            Ok((_, value)) => {
                for part in self.parts.iter_mut().filter(|it| it.name == part) {
                    part.headers.push((name, value.clone()));
                }
            }
            Err(why) => self.fail(format!("the header `{name}` of a part: {why}")),
        }
        self
    }

    /// Sets what stands between parts, which must not occur in them: 1 to 70 letters, digits, `-` and `_` (RFC 2046,
    /// section 5.1.1, without what some servers want in quotes). It is random unless set.
    pub fn boundary(mut self, boundary: impl Into<String>) -> Self {
        let boundary = boundary.into();
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        if (1..=70).contains(&boundary.len()) && boundary.bytes().all(allowed) {
            self.boundary = Some(boundary);
        } else {
            self.fail("the boundary is none that a form can have".to_owned());
        }
        self
    }

    fn each<T: Serialize + ?Sized>(
        mut self,
        name: &str,
        media_type: Option<&str>,
        value: &T,
    ) -> Self {
        match serde_json::to_value(value) {
            Ok(Value::Array(items)) => {
                items
                    .iter()
                    .for_each(|item| self.add(name, media_type, item));
            }
            Ok(value) => self.add(name, media_type, &value),
            Err(error) => self.fail(format!("the part `{name}`: {error}")),
        }
        self
    }

    fn add(&mut self, name: &str, media_type: Option<&str>, value: &Value) {
        let (text, implied) = match value {
            Value::Null => return,
            Value::Object(_) | Value::Array(_) => (value.to_string(), Some("application/json")),
            // A text is JSON only in quotes.
            _ if media_type.is_some_and(is_json) => (value.to_string(), None),
            scalar => (encode::style::text(scalar).into_owned(), None),
        };
        self.push(Part {
            name: name.to_owned(),
            file_name: None,
            media_type: media_type.or(implied).map(str::to_owned),
            headers: Vec::new(),
            content: Upload::from(text),
        });
    }

    fn push(&mut self, part: Part) {
        let media_type = part.media_type.as_deref();
        if media_type.is_some_and(|it| HeaderValue::from_str(it).is_err()) {
            self.fail(format!(
                "the media type of the part `{}` has characters that no header can have",
                part.name
            ));
        }
        self.parts.push(part);
    }

    fn fail(&mut self, problem: String) {
        self.problem.get_or_insert(problem);
    }

    /// The boundary, which is this one unless the form has its own, and the whole.
    fn encode(
        &self,
        boundary: Option<&str>,
        content: impl Fn(&Upload) -> Option<Body>,
    ) -> Result<(String, Body), String> {
        if let Some(problem) = &self.problem {
            return Err(problem.clone());
        }
        let chosen = self.boundary.as_deref().or(boundary);
        let boundary = chosen.map_or_else(random::uuid, str::to_owned);
        let mut pieces = VecDeque::with_capacity(2 * self.parts.len() + 1);
        let mut text = String::new();
        for part in &self.parts {
            part.head(&boundary, &mut text);
            pieces.push_back(Body::from(std::mem::take(&mut text)));
            let content = content(&part.content);
            let sent = || format!("the stream of the part `{}` was sent before", part.name);
            pieces.push_back(content.ok_or_else(sent)?);
            text.push_str("\r\n");
        }
        let _ = write!(text, "--{boundary}--\r\n");
        pieces.push_back(Body::from(text));
        Ok((boundary, joined(pieces)))
    }
}

impl Part {
    fn head(&self, boundary: &str, out: &mut String) {
        let name = escaped(&self.name);
        let _ = write!(
            out,
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\""
        );
        if let Some(file_name) = &self.file_name {
            let _ = write!(out, "; filename=\"{}\"", escaped(file_name));
        }
        if let Some(media_type) = &self.media_type {
            let _ = write!(out, "\r\nContent-Type: {media_type}");
        }
        for (name, value) in &self.headers {
            let value = String::from_utf8_lossy(value.as_bytes());
            let _ = write!(out, "\r\n{name}: {value}");
        }
        out.push_str("\r\n\r\n");
    }
}

/// Whether a media type is JSON: that itself, or a notation on it (RFC 6839, section 3.1).
fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    let essence = essence.to_ascii_lowercase();
    essence == "application/json" || essence == "text/json" || essence.ends_with("+json")
}

fn escaped(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Bytes if all pieces are bytes, else a stream of them.
fn joined(pieces: VecDeque<Body>) -> Body {
    let mut whole = BytesMut::new();
    for piece in &pieces {
        match piece.as_bytes() {
            Some(bytes) => whole.extend_from_slice(bytes),
            None => return Body::wrap(Joined(pieces)),
        }
    }
    whole.freeze().into()
}

/// Bodies one after the other.
struct Joined(VecDeque<Body>);

impl http_body::Body for Joined {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        while let Some(first) = self.0.front_mut() {
            match ready!(first.poll_chunk(context)) {
                Some(chunk) => return Poll::Ready(Some(chunk.map(Frame::data))),
                None => self.0.pop_front(),
            };
        }
        Poll::Ready(None)
    }

    fn is_end_stream(&self) -> bool {
        self.0.iter().all(Body::is_empty)
    }

    fn size_hint(&self) -> SizeHint {
        let exact = |sum: u64, body: &Body| sum.checked_add(body.size_hint().exact()?);
        match self.0.iter().try_fold(0, exact) {
            Some(length) => SizeHint::with_exact(length),
            None => SizeHint::default(),
        }
    }
}

impl fmt::Debug for Form {
    /// The names of its parts: what is in them may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.parts.iter().map(|part| &part.name);
        f.write_str("Form ")?;
        f.debug_list().entries(names).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn text(form: &Form) -> String {
        let (_, body) = form.encode(None, Upload::take).unwrap();
        String::from_utf8(body.as_bytes().unwrap().to_vec()).unwrap()
    }

    #[test]
    fn a_form_is_written_to_the_byte() {
        let form = Form::new()
            .boundary("b")
            .value("n", &2)
            .value("none", &None::<String>)
            .value("list", &["x", "y"])
            .value("object", &json!({"k": true}))
            .value_as("whole", "application/json", &[1, 2])
            .file("f", Upload::from("data").name("a\"b\r\nü.txt"));
        let expected = "--b\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\n2\r\n\
            --b\r\nContent-Disposition: form-data; name=\"list\"\r\n\r\nx\r\n\
            --b\r\nContent-Disposition: form-data; name=\"list\"\r\n\r\ny\r\n\
            --b\r\nContent-Disposition: form-data; name=\"object\"\r\nContent-Type: application/json\r\n\r\n{\"k\":true}\r\n\
            --b\r\nContent-Disposition: form-data; name=\"whole\"\r\nContent-Type: application/json\r\n\r\n[1,2]\r\n\
            --b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a%22b%0D%0Aü.txt\"\r\n\
            Content-Type: application/octet-stream\r\n\r\ndata\r\n--b--\r\n";
        assert_eq!(text(&form), expected);
    }

    #[test]
    fn parts_are_of_the_media_type_that_they_have() {
        let form = Form::new()
            .boundary("b")
            .value_as("a", "application/json", "oil")
            .value_as("b", "Application/X+JSON; v=1", &7)
            .value_as("c", "text/csv", "x,y")
            .values_as("d", "text/plain", &["x", "y"])
            .values_as("e", "application/json", &["x"])
            .values_as("f", "application/json", &[json!({"k": 1}), Value::Null])
            .values_as("g", "text/plain", &None::<&str>);
        let expected = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Type: application/json\r\n\r\n\"oil\"\r\n\
            --b\r\nContent-Disposition: form-data; name=\"b\"\r\nContent-Type: Application/X+JSON; v=1\r\n\r\n7\r\n\
            --b\r\nContent-Disposition: form-data; name=\"c\"\r\nContent-Type: text/csv\r\n\r\nx,y\r\n\
            --b\r\nContent-Disposition: form-data; name=\"d\"\r\nContent-Type: text/plain\r\n\r\nx\r\n\
            --b\r\nContent-Disposition: form-data; name=\"d\"\r\nContent-Type: text/plain\r\n\r\ny\r\n\
            --b\r\nContent-Disposition: form-data; name=\"e\"\r\nContent-Type: application/json\r\n\r\n\"x\"\r\n\
            --b\r\nContent-Disposition: form-data; name=\"f\"\r\nContent-Type: application/json\r\n\r\n{\"k\":1}\r\n--b--\r\n";
        assert_eq!(text(&form), expected);
    }

    #[test]
    fn parts_have_headers_of_their_own() {
        let header = super::super::header("x-lang");
        let form = Form::new()
            .boundary("b")
            .header("tags", &header, "before there is one")
            .value("tags", &["x", "y"])
            .header("tags", &header, "en")
            .file("f", "data")
            .header("f", &header, &None::<&str>)
            .header("f", &super::super::header("x-sizes"), &[1, 2]);
        let expected = "--b\r\nContent-Disposition: form-data; name=\"tags\"\r\nx-lang: en\r\n\r\nx\r\n\
            --b\r\nContent-Disposition: form-data; name=\"tags\"\r\nx-lang: en\r\n\r\ny\r\n\
            --b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"blob\"\r\n\
            Content-Type: application/octet-stream\r\nx-sizes: 1,2\r\n\r\ndata\r\n--b--\r\n";
        assert_eq!(text(&form), expected);
        for broken in ["x\r\ny: z", "x\u{7f}"] {
            let form = Form::new().value("a", "b");
            let form = form.header("a", &header, broken);
            assert!(
                form.encode(None, Upload::take)
                    .unwrap_err()
                    .contains("`x-lang` of a part")
            );
        }
    }

    #[test]
    fn boundaries_are_random() {
        let (one, other) = (Form::new(), Form::new());
        assert_ne!(
            one.encode(None, Upload::take).unwrap().0,
            other.encode(None, Upload::take).unwrap().0
        );
    }

    #[test]
    fn a_stream_keeps_its_length_and_is_sent_once() {
        let stream = Upload::from(Body::wrap(Body::from("data")));
        let form = Form::new().boundary("b").file("f", stream);
        let (_, body) = form.encode(None, Upload::take).unwrap();
        let bytes = Form::new().boundary("b").file("f", "data");
        let expected = text(&bytes).len() as u64;
        assert!(body.as_bytes().is_none());
        assert_eq!(body.size_hint().exact(), Some(expected));
        let problem = form.encode(None, Upload::take).unwrap_err();
        assert_eq!(problem, "the stream of the part `f` was sent before");
    }

    #[test]
    fn what_no_header_can_have_is_refused() {
        for form in [
            Form::new().file("f", Upload::from("x").media_type("a\r\nb: c")),
            Form::new().boundary("a\r\nb"),
            Form::new().boundary(""),
            Form::new().boundary("a b"),
        ] {
            form.encode(None, Upload::take).unwrap_err();
        }
    }
}
