//! An HTTP server of a few lines: bytes in, bytes out, so that it can also answer as no server should.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What happens to a connection once its request is read.
#[derive(Clone)]
pub enum Reply {
    /// These bytes are sent.
    Bytes(String),
    /// These bytes are sent, which are no text.
    #[cfg_attr(
        not(any(feature = "gzip", feature = "brotli", feature = "zstd")),
        allow(dead_code)
    )]
    Binary(Vec<u8>),
    /// These bytes are sent, and nothing after them for longer than any test waits.
    Stall(String),
    /// The connection is reset.
    Reset,
    /// These bytes are sent, and then the connection is reset.
    ResetAfter(String),
    /// These bytes are sent one after the other, with a pause after each.
    Trickle(String, Duration),
    /// These bytes are sent, and then zeros, so many of them or until nobody reads them any more.
    Flood(String, u64),
}

/// A server that gives one reply to each connection.
pub struct Server {
    pub url: String,
    asked: Arc<Mutex<Vec<String>>>,
    flooded: Arc<AtomicU64>,
    task: tokio::task::JoinHandle<()>,
}

impl Server {
    pub async fn start(replies: impl IntoIterator<Item = Reply>) -> Self {
        Self::start_at("127.0.0.1:0".parse().unwrap(), replies).await
    }

    pub async fn start_at(at: SocketAddr, replies: impl IntoIterator<Item = Reply>) -> Self {
        let listener = TcpListener::bind(at).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let replies: Vec<Reply> = replies.into_iter().collect();
        let flooded = Arc::new(AtomicU64::new(0));
        let task = tokio::spawn(serve(listener, replies, asked.clone(), flooded.clone()));
        Self {
            url,
            asked,
            flooded,
            task,
        }
    }

    /// The requests as they were on the wire.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

impl Server {
    /// How many zeros of the flood went out, once it has ended.
    pub async fn flooded(&self) -> u64 {
        loop {
            match self.flooded.load(Ordering::SeqCst) {
                0 => tokio::time::sleep(Duration::from_millis(10)).await,
                sent => return sent,
            }
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(
    listener: TcpListener,
    replies: Vec<Reply>,
    asked: Arc<Mutex<Vec<String>>>,
    flooded: Arc<AtomicU64>,
) {
    for reply in replies {
        let (mut connection, _) = listener.accept().await.unwrap();
        let request = request(&mut connection).await;
        asked.lock().unwrap().push(request);
        match reply {
            Reply::Bytes(bytes) => connection.write_all(bytes.as_bytes()).await.unwrap(),
            Reply::Binary(bytes) => connection.write_all(&bytes).await.unwrap(),
            Reply::Stall(bytes) => {
                connection.write_all(bytes.as_bytes()).await.unwrap();
                tokio::time::sleep(Duration::from_secs(600)).await;
            }
            // To close with nothing left to linger for is to reset.
            Reply::Reset => connection.set_zero_linger().unwrap(),
            Reply::ResetAfter(bytes) => {
                connection.write_all(bytes.as_bytes()).await.unwrap();
                // What was sent should have arrived before.
                tokio::time::sleep(Duration::from_millis(50)).await;
                connection.set_zero_linger().unwrap();
            }
            Reply::Trickle(bytes, pause) => {
                for byte in bytes.bytes() {
                    // The client may have given up.
                    let _ = connection.write_all(&[byte]).await;
                    tokio::time::sleep(pause).await;
                }
            }
            Reply::Flood(bytes, zeros) => {
                connection.write_all(bytes.as_bytes()).await.unwrap();
                let piece = [0; 1 << 16];
                let mut sent = 0;
                while sent < zeros && connection.write_all(&piece).await.is_ok() {
                    sent += piece.len() as u64;
                }
                flooded.store(sent, Ordering::SeqCst);
            }
        }
    }
}

/// Reads a request: its head, and as much of a body as it announces.
async fn request(connection: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let mut buffer = [0; 1024];
    loop {
        let text = String::from_utf8_lossy(&bytes);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "));
            if body.len() >= length.map_or(0, |length| length.parse().unwrap()) {
                return text.into_owned();
            }
        }
        let read = connection.read(&mut buffer).await.unwrap();
        assert!(read > 0, "the request ended early: {text}");
        bytes.extend_from_slice(&buffer[..read]);
    }
}

/// A whole response, after which the connection closes.
pub fn response(status: &str, headers: &str, body: &str) -> Reply {
    let length = body.len();
    Reply::Bytes(format!(
        "HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n{body}"
    ))
}

pub fn json(status: &str, body: &str) -> Reply {
    response(status, "content-type: application/json\r\n", body)
}
