//! A server in a process of its own, which answers each request with the same bytes.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const PLANT: &str = r#"{"ok":true,"data":{"id":"p1","name":"Fern"}}"#;

/// Whether this process is to be the server.
pub fn is_asked_for() -> bool {
    std::env::args().any(|argument| argument == "serve")
}

/// Starts this program once more, as the server, and says where that is.
pub fn start() -> (Child, String) {
    let program = std::env::current_exe().expect("this program has a place");
    let mut server = Command::new(program)
        .arg("serve")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts again");
    let mut line = String::new();
    let said = server.stdout.take().expect("it is piped");
    BufReader::new(said)
        .read_line(&mut line)
        .expect("it says where it is");
    (server, line.trim().to_owned())
}

/// Ends it.
pub fn stop(mut server: Child) {
    server
        .kill()
        .and_then(|()| server.wait())
        .expect("it can be ended");
}

/// Answers each request on each connection in the same way.
pub async fn serve() {
    let listener = TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port is free");
    println!("http://{}", listener.local_addr().expect("it is bound"));
    std::io::stdout().flush().expect("somebody listens");
    let answer = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{PLANT}",
        PLANT.len()
    );
    loop {
        let (mut connection, _) = listener.accept().await.expect("a connection");
        let answer = answer.clone();
        tokio::spawn(async move {
            let mut seen = Vec::new();
            let mut buffer = [0; 4096];
            while let Ok(read @ 1..) = connection.read(&mut buffer).await {
                seen.extend_from_slice(&buffer[..read]);
                // The body of the one request that there is ends with a brace.
                if seen.ends_with(b"}") {
                    seen.clear();
                    if connection.write_all(answer.as_bytes()).await.is_err() {
                        return;
                    }
                }
            }
        });
    }
}
