//! A server that fails as it is told: HTTP/1.1 by hand, so that it can also answer as no server should.

use std::io::Write as _;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::callers;
use super::faults::Fault;
use super::ledger::Ledger;

/// Starts it. Gives its address.
pub async fn start(ledger: Arc<Ledger>, seed: u64) -> std::io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = format!("http://{}", listener.local_addr()?);
    tokio::spawn(async move {
        // It is accepted until the program ends: too many open files pass.
        loop {
            let Ok((stream, _)) = listener.accept().await else {
                tokio::time::sleep(Duration::from_millis(10)).await;
                continue;
            };
            ledger.connected();
            let ledger = Arc::clone(&ledger);
            // A connection that breaks is what this is about.
            tokio::spawn(async move { serve(stream, &ledger, seed).await });
        }
    });
    Ok(address)
}

/// A request, as far as it matters.
struct Request {
    method: String,
    call: u64,
    key: Option<String>,
    takes_gzip: bool,
    body: Vec<u8>,
}

async fn serve(mut stream: TcpStream, ledger: &Ledger, seed: u64) -> std::io::Result<()> {
    let mut read = Vec::new();
    while let Some(request) = receive(&mut stream, &mut read, ledger).await? {
        let call = request.call;
        let tried = ledger.came(call, request.key.as_deref());
        if request.method == "PUT" && request.body != callers::file(call) {
            ledger.wrong(format!("the file of call {call} is damaged"));
        }
        let answer = callers::answer(&request.method, call);
        let fault = match Fault::of(seed, call, tried) {
            // What is not there can't be broken off.
            Fault::ResetInBody | Fault::Short | Fault::Long if answer.is_none() => Fault::Reset,
            Fault::TruncatedGzip if answer.is_none() || !request.takes_gzip => Fault::Reset,
            fault => fault,
        };
        ledger.meets(call, tried, fault);
        if !respond(&mut stream, fault, answer).await? {
            ledger.written(call, tried);
            return Ok(());
        }
        ledger.written(call, tried);
    }
    Ok(())
}

/// Does to a request what it meets. Says whether the connection stays.
async fn respond(
    stream: &mut TcpStream,
    fault: Fault,
    answer: Option<String>,
) -> std::io::Result<bool> {
    let status = if answer.is_some() {
        "200 OK"
    } else {
        "204 No Content"
    };
    let body = answer.unwrap_or_default().into_bytes();
    let half = &body[..body.len() / 2];
    let slow = match fault {
        Fault::SlowHead => 20,
        Fault::SlowerHead => 2 * callers::TRY.as_millis() as u64,
        _ => 0,
    };
    if slow > 0 {
        tokio::time::sleep(Duration::from_millis(slow)).await;
    }
    let (status, headers, sent, length) = match fault {
        Fault::None | Fault::CloseSilently | Fault::SlowHead | Fault::SlowerHead => {
            (status, "", &*body, body.len())
        }
        Fault::Close => (status, "connection: close\r\n", &*body, body.len()),
        Fault::Reset => {
            stream.set_zero_linger()?;
            return Ok(false);
        }
        Fault::Nothing => return Ok(false),
        Fault::ResetInBody | Fault::Short => (status, "", half, body.len()),
        Fault::Long => (status, "", &*body, half.len()),
        Fault::TruncatedGzip => {
            let packed = packed(&body)?;
            let half = &packed[..packed.len() / 2];
            send(
                stream,
                status,
                "content-encoding: gzip\r\n",
                half,
                half.len(),
            )
            .await?;
            return Ok(true);
        }
        Fault::Busy => (
            "429 Too Many Requests",
            "retry-after-ms: 5\r\n",
            &b""[..],
            0,
        ),
        Fault::BusySecond => ("429 Too Many Requests", "retry-after: 1\r\n", &b""[..], 0),
        Fault::Unavailable => (
            "503 Service Unavailable",
            "retry-after: Sun, 06 Nov 1994 08:49:37 GMT\r\n",
            &b""[..],
            0,
        ),
        Fault::UnavailablePlain => ("503 Service Unavailable", "", &b""[..], 0),
    };
    send(stream, status, headers, sent, length).await?;
    if fault == Fault::ResetInBody {
        // What was sent should have arrived before.
        tokio::time::sleep(Duration::from_millis(2)).await;
        stream.set_zero_linger()?;
    }
    Ok(!matches!(
        fault,
        Fault::Close | Fault::CloseSilently | Fault::ResetInBody | Fault::Short
    ))
}

async fn send(
    stream: &mut TcpStream,
    status: &str,
    headers: &str,
    body: &[u8],
    length: usize,
) -> std::io::Result<()> {
    let length = match status.starts_with("204") {
        true => String::new(),
        false => format!("content-type: application/json\r\ncontent-length: {length}\r\n"),
    };
    let mut whole = format!("HTTP/1.1 {status}\r\n{headers}{length}\r\n").into_bytes();
    whole.extend_from_slice(body);
    stream.write_all(&whole).await
}

fn packed(body: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(body)?;
    packer.finish()
}

/// The next request of a connection; none where it has ended.
async fn receive(
    stream: &mut TcpStream,
    read: &mut Vec<u8>,
    ledger: &Ledger,
) -> std::io::Result<Option<Request>> {
    loop {
        if let Some(end) = read.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&read[..end]).into_owned();
            let header = |name: &str| {
                head.lines().find_map(|line| {
                    let (found, value) = line.split_once(':')?;
                    found
                        .eq_ignore_ascii_case(name)
                        .then(|| value.trim().to_owned())
                })
            };
            let length = header("content-length").and_then(|length| length.parse().ok());
            let whole = end + 4 + length.unwrap_or(0);
            if read.len() >= whole {
                let body = read[end + 4..whole].to_vec();
                read.drain(..whole);
                let Some(call) = header("x-call").and_then(|call| call.parse().ok()) else {
                    ledger.wrong(format!("a request has no number: {head}"));
                    return Ok(None);
                };
                return Ok(Some(Request {
                    method: head.split(' ').next().unwrap_or_default().to_owned(),
                    call,
                    key: header("idempotency-key"),
                    takes_gzip: header("accept-encoding").is_some_and(|it| it.contains("gzip")),
                    body,
                }));
            }
        }
        if stream.read_buf(read).await? == 0 {
            return Ok(None);
        }
    }
}
