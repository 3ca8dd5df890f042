//! A server that does as it is told, for what no mock of a description does: answers that are broken, slow, or none.
//!
//! HTTP/1.1 by hand over TCP, one request for each connection: whatever a test wants on the wire, it can have.

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What the server does with a request.
#[derive(Clone, Debug)]
pub enum Answer {
    /// Sends this text, then closes the connection.
    Text(String),
    /// Sends the first, waits, sends the second.
    Slowly(String, Duration, String),
    /// Resets the connection in the midst of the request.
    Reset,
}

impl Answer {
    /// An answer with a JSON body.
    pub fn json(status: u16, body: &str) -> Self {
        Self::new(status, "application/json", body)
    }

    /// An answer with a body of that media type.
    pub fn new(status: u16, media_type: &str, body: &str) -> Self {
        Self::with(status, &[("content-type", media_type)], body)
    }

    /// An answer with those headers and a body.
    pub fn with(status: u16, headers: &[(&str, &str)], body: &str) -> Self {
        Self::Text(head(status, headers, body.len()) + body)
    }

    /// An answer with no body that says where to go instead.
    pub fn redirect(status: u16, location: &str) -> Self {
        Self::Text(head(status, &[("location", location)], 0))
    }

    /// An answer with no body.
    pub fn empty(status: u16) -> Self {
        Self::Text(head(status, &[], 0))
    }

    /// An answer whose body keeps the client waiting.
    pub fn slow(delay: Duration, body: &str) -> Self {
        let headers = [("content-type", "application/json")];
        Self::Slowly(head(200, &headers, body.len()), delay, body.to_owned())
    }

    /// An answer whose body ends before the length that was announced.
    pub fn cut_short(body: &str) -> Self {
        let headers = [("content-type", "application/json")];
        Self::Text(head(200, &headers, body.len() + 100) + body)
    }
}

/// The first line and the headers.
fn head(status: u16, headers: &[(&str, &str)], length: usize) -> String {
    let mut head = format!("HTTP/1.1 {status} Whatever\r\n");
    for (name, value) in headers {
        let _ = write!(head, "{name}: {value}\r\n");
    }
    if status != 204 {
        let _ = write!(head, "content-length: {length}\r\n");
    }
    head + "connection: close\r\n\r\n"
}

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Request {
    /// The method.
    pub method: String,
    /// Path and query.
    pub target: String,
    /// The headers in their order, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

impl Request {
    /// The value of a header, by its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers.find_map(|(found, value)| (found == name).then_some(value.as_str()))
    }

    fn parse(text: &str) -> Self {
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((text, ""));
        let mut lines = head.lines();
        let mut first = lines
            .next()
            .unwrap_or_default()
            .split(' ')
            .map(str::to_owned);
        Self {
            method: first.next().unwrap_or_default(),
            target: first.next().unwrap_or_default(),
            headers: lines
                .filter_map(|line| line.split_once(':'))
                .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
                .collect(),
            body: body.to_owned(),
        }
    }
}

/// A server on a free port, until it is dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<Request>>>,
    task: JoinHandle<()>,
}

impl Server {
    /// Starts one that gives these answers, one after the other, and then none.
    ///
    /// # Panics
    ///
    /// Where there is no free port.
    pub async fn start(answers: impl IntoIterator<Item = Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0")
            .await
            .expect("there is a free port");
        let address = listener.local_addr().expect("it is bound");
        let requests = Arc::default();
        let answers: Vec<_> = answers.into_iter().collect();
        let task = tokio::spawn(serve(listener, answers, Arc::clone(&requests)));
        Self {
            address,
            requests,
            task,
        }
    }

    /// The base URL, by address: `http://127.0.0.1:40123`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The base URL, by name, which makes it another host: `http://localhost:40123`.
    pub fn named_url(&self) -> String {
        format!("http://localhost:{}", self.address.port())
    }

    /// What came so far.
    pub fn requests(&self) -> Vec<Request> {
        self.requests
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A port of this machine that nobody listens on.
///
/// # Panics
///
/// Where there is no free port.
pub async fn deaf_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0")
        .await
        .expect("there is a free port");
    listener.local_addr().expect("it is bound").port()
}

async fn serve(listener: TcpListener, answers: Vec<Answer>, requests: Arc<Mutex<Vec<Request>>>) {
    for answer in answers {
        let Ok((mut stream, _)) = listener.accept().await else {
            return;
        };
        if matches!(answer, Answer::Reset) {
            // Closing a connection on which something is unread resets it.
            let _ = stream.read_u8().await;
            continue;
        }
        let Ok(request) = receive(&mut stream).await else {
            continue;
        };
        requests
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(request);
        // A client that has given up is none of the server's business.
        let _ = respond(&mut stream, answer).await;
    }
}

async fn receive(stream: &mut TcpStream) -> std::io::Result<Request> {
    let mut text = Vec::new();
    loop {
        let read = stream.read_buf(&mut text).await?;
        let request = String::from_utf8_lossy(&text);
        let has_head = request.contains("\r\n\r\n");
        let request = Request::parse(&request);
        let length = request
            .header("content-length")
            .and_then(|length| length.parse().ok());
        if read == 0 || has_head && request.body.len() >= length.unwrap_or(0) {
            return Ok(request);
        }
    }
}

async fn respond(stream: &mut TcpStream, answer: Answer) -> std::io::Result<()> {
    match answer {
        Answer::Text(text) => stream.write_all(text.as_bytes()).await?,
        Answer::Slowly(first, delay, second) => {
            stream.write_all(first.as_bytes()).await?;
            tokio::time::sleep(delay).await;
            stream.write_all(second.as_bytes()).await?;
        }
        Answer::Reset => {}
    }
    stream.shutdown().await
}
